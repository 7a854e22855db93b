"""The map of the sites, sent once and painted anew; a click on it chooses a site."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

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
    click = _drawn(surveyed, judgement, places, key=key, height=height, chosen=chosen)
    return maps.clicked_site(session.sites_on_map(surveyed), click)


def drawing_map(
    surveyed: Survey,
    judgement: Judgement,
    places: Places,
    *,
    key: str,
    height: int,
    corners: Sequence[tuple[float, float]],
) -> tuple[float, float] | None:
    """
    Draw the same map to draw a plot on it: a click is a corner and chooses no site.

    Parameters
    ----------
    corners
        Those that are there already, latitude and longitude. [degrees]

    Returns
    -------
    corner
        The place of a new click, if there was one; its parameters else are those of `site_map`.
    """
    click = _drawn(surveyed, judgement, places, key=key, height=height, corners=corners)
    return (float(click["lat"]), float(click["lng"])) if click else None


def _drawn(
    surveyed: Survey,
    judgement: Judgement,
    places: Places,
    *,
    key: str,
    height: int,
    chosen: str | None = None,
    corners: Sequence[tuple[float, float]] | None = None,
) -> Mapping[str, Any] | None:
    script, sites = session.script_of(surveyed), session.sites_on_map(surveyed)
    results = judgement.results.loc[sites.index]
    hidden = np.ones(len(sites), dtype=bool)
    hidden[places] = False
    style = maps.restyle(
        palette.site_classes(results["verdict"], results["score"]),
        selected=None if chosen is None else int(sites.index.get_loc(chosen)),
        hidden=np.flatnonzero(hidden).tolist(),
        ranked=places[:NUMBERED].tolist(),
        corners=corners,
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
    return _new_click(click, f"seen-click-{key}")


def _new_click(click: Mapping[str, Any] | None, seen: str) -> Mapping[str, Any] | None:
    """Return a new click; the component repeats its last one at every run."""
    place = (click or {}).get("last_clicked")
    if place is None or place == st.session_state.get(seen):
        return None
    st.session_state[seen] = place
    return dict(place)
