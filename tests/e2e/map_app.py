"""A page with nothing but a map, for the browser tests and the benchmark."""

import sys
from importlib import import_module

import streamlit as st
from streamlit_folium import st_folium

from geo.present.maps import clicked_site, interactive_map, map_script, restyle
from geo.ui.leaflet import leaflet_url, publish

module = import_module(sys.argv[1])


@st.cache_resource
def territory():
    scene = module.scene()
    return scene, map_script(scene.document)


scene, script = territory()
st.set_page_config(layout="wide")
turned = st.toggle("turn")
choice = st.number_input("choice", min_value=-1, max_value=len(scene.sites) - 1, value=-1)
classes = scene.classes[::-1] if turned else scene.classes
found = st_folium(
    interactive_map(script, script_url=publish(script), leaflet_url=leaflet_url(), failure="{{ 7*7 }} `hors ligne`"),
    key="map",
    height=600,
    use_container_width=True,
    returned_objects=["last_clicked"],
    feature_group_to_add=restyle(classes, selected=None if choice < 0 else choice, hidden=scene.hidden, ranked=(0, 1)),
)
st.write(f"chosen: {clicked_site(scene.sites, found['last_clicked'])}")
