"""The map of the sites, sent once and painted anew; a click on it chooses a site."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_folium import st_folium

from geo.messages import N_
from geo.present import maps, palette
from geo.present.screening import NUMBERED
from geo.study import Judgement, Survey
from geo.ui import leaflet, session

Places: TypeAlias = "NDArray[np.intp]"


def site_map(
    surveyed: Survey, judgement: Judgement, places: Places, *, key: str, height: int, chosen: str | None = None
) -> str | None:
    """
    Draw the sites in the colours of a judgement.

    Parameters
    ----------
    places
        Positions on the map of the sites to show, the best first; the others are hidden.
    key
        Of the widget.
    height
        [px]
    chosen
        Site to mark.

    Returns
    -------
    clicked
        The site of a new click, if there was one.
    """
    script, sites = session.script_of(surveyed), session.sites_on_map(surveyed)
    results = judgement.results.loc[sites.index]
    hidden = np.ones(len(sites), dtype=bool)
    hidden[places] = False
    style = maps.restyle(
        palette.site_classes(results["verdict"], results["score"]),
        selected=None if chosen is None else int(sites.index.get_loc(chosen)),
        hidden=np.flatnonzero(hidden).tolist(),
        ranked=places[:NUMBERED].tolist(),
    )
    click = st_folium(
        maps.interactive_map(
            script,
            script_url=leaflet.publish(script),
            leaflet_url=leaflet.leaflet_url(),
            failure=session.words()(N_("The map was lost on its way: reload the page.")),
        ),
        key=key,
        feature_group_to_add=style,
        returned_objects=["last_clicked"],
        use_container_width=True,
        height=height,
    )
    return _new_click(sites, click, f"seen-click-{key}")


def _new_click(sites: gpd.GeoDataFrame, click: Mapping[str, Any] | None, seen: str) -> str | None:
    """Return the site under a new click; the component repeats its last click at every run."""
    place = (click or {}).get("last_clicked")
    if place is None or place == st.session_state.get(seen):
        return None
    st.session_state[seen] = place
    return maps.clicked_site(sites, place)
