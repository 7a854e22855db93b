"""The section « Esquisse » of a site: what one would make of it, and at what cost."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_folium import st_folium

from geo.costs import Estimate
from geo.errors import GeoError
from geo.messages import N_
from geo.models import SiteKind
from geo.plans import Ground, Sketch
from geo.present import maps, palette
from geo.present.labels import error_text
from geo.present.plan_map import plan_on_map
from geo.present.plan_words import Words
from geo.present.plans import plan_thumbnail_svg
from geo.present.sketch_sheet import notes_text, verdict_html, zones_html
from geo.study import Survey
from geo.study.grounds import Prepared
from geo.study.sketches import usual_wish
from geo.study.soil_advice import soil_of
from geo.ui import choosing, gardens, leaflet, session, wishes
from geo.ui.sketch_controls import controls
from geo.ui.sketch_costs import costs
from geo.ui.variants import variants

_VIEWS: Mapping[str, str] = {"plan": N_("Plan"), "map": N_("Map")}
_MAP_HEIGHT = 520

Tell: TypeAlias = Callable[[Sketch | None, Estimate | None], None]
"""Who hears of the sketch that is shown, and of its costs."""


@st.fragment
def section(surveyed: Survey, site: str, tell: Tell) -> None:
    """
    Show the sketch of a site beside what the rules say of it; nothing else runs again when the sketch is changed.

    Parameters
    ----------
    site
        Its `site_id`.
    tell
        Hears of the sketch and its costs at each change; of nothing where none can be drawn.
    """
    wishes.begin(site, usual_wish(surveyed, site))
    wishes.into_address(site)
    with st.container(horizontal=True, vertical_alignment="center", key="sketch-title"):
        st.header(session.words()(N_("Sketch: what one would make of it")), anchor="sketch", width="content")
        working = st.empty()
    _told_first(surveyed, site)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        prepared, found = _sketched(surveyed, site, working)
    if prepared is None or not found:
        tell(None, None)
        return
    shown = found[min(_number(), len(found)) - 1]
    with left:
        _drawing(surveyed, site, prepared.ground, found, shown)
    with right:
        _in_words(shown)
        if prepared.notes:
            st.caption(notes_text(prepared.notes, session.translate()))
    tell(shown, costs(surveyed, site, shown))
    _others(surveyed, site, working)


def _others(surveyed: Survey, site: str, working: DeltaGenerator) -> None:
    """Draw the variants once the first garden can be looked at."""
    wish = wishes.wish_of(site)
    if gardens.is_sketched(surveyed, site, wish):
        return
    with working, st.spinner(session.words()(N_("Looking for variants"))):
        gardens.take_all(surveyed, site, wish)
    if _number() == 1:
        st.rerun()


def _told_first(surveyed: Survey, site: str) -> None:
    """Say what comes before any sketch: the soil, and that a residence has a programme of its own."""
    translate = session.translate()
    grave = [one.text for one in soil_of(surveyed, site).advice if one.grave]
    if grave:
        st.warning(" ".join(translate(text) for text in grave))
    if surveyed.sites.at[site, "kind"] == SiteKind.RESIDENCE:
        text = N_("Open space of a residence: a larger gathering place and more raised beds are proposed.")
        st.caption(session.words()(text))


def _number() -> int:
    """Return the number of the variant in the address; anybody can write an address."""
    asked = st.query_params.get(wishes.VARIANT, "")
    return int(asked) if asked in {"1", "2", "3"} else 1


def _sketched(surveyed: Survey, site: str, working: DeltaGenerator) -> tuple[Prepared | None, Sequence[Sketch]]:
    """Make the ground and its sketches; where there are none, tell why and leave the controls in reach."""
    prepared = None
    try:
        with working, st.spinner(session.words()(N_("Sketching the garden"))):
            prepared = gardens.ground(surveyed, site)
            draw = gardens.first_sketch if _number() == 1 else gardens.sketches
            return prepared, draw(surveyed, site, wishes.wish_of(site))
    except GeoError as error:
        st.info(error_text(error, session.translate()), icon=":material/info:")
    if prepared is not None:
        controls(site, prepared.ground, None)
    return prepared, ()


def _drawing(surveyed: Survey, site: str, ground: Ground, found: Sequence[Sketch], shown: Sketch) -> None:
    say = session.words()
    controls(site, ground, shown)
    drawn, beside = st.columns([4, 1], gap="small")
    with beside:
        view = st.segmented_control(
            say(N_("View")),
            list(_VIEWS),
            default="plan",
            required=True,
            format_func=lambda name: say(_VIEWS[name]),
            key="sketch-view",
            label_visibility="collapsed",
            width="stretch",
        )
        clicked = variants(found, chosen=shown.number)
    if clicked is not None and clicked != shown.number:
        st.query_params[wishes.VARIANT] = str(clicked)
        st.rerun(scope="fragment")
    with drawn, st.container(key="plan"):
        if view == "map":
            _map(surveyed, site, shown)
        else:
            _plan(surveyed, site, shown)


def _plan(surveyed: Survey, site: str, shown: Sketch) -> None:
    street = surveyed.indicators.at[site, "street"]
    svg = plan_thumbnail_svg(
        shown, session.translate(), language=session.language(), street="" if pd.isna(street) else str(street)
    )
    told = session.words()(N_("Plan of the sketch; its zones and areas are in the table."))
    st.image(svg, width="stretch", alt=told)


def _map(surveyed: Survey, site: str, shown: Sketch) -> None:
    """Lay the plan on the map of the territory, which the browser may hold already."""
    script, sites = session.script_of(surveyed), session.sites_on_map(surveyed)
    results = session.judgement_of(surveyed, session.profile(choosing.choices())).results.loc[sites.index]
    st_folium(
        maps.interactive_map(
            script,
            script_url=f"{leaflet.publish(script)}#plan",  # the view of this map is remembered apart
            leaflet_url=leaflet.leaflet_url(),
            failure=session.words()(N_("The map was lost on its way: reload the page.")),
        ),
        key="site-map",
        feature_group_to_add=maps.restyle(
            palette.site_classes(results["verdict"], results["score"]),
            selected=int(sites.index.get_loc(site)),
            plan=plan_on_map(shown.plan),
        ),
        returned_objects=[],
        use_container_width=True,
        height=_MAP_HEIGHT,
    )


def _in_words(shown: Sketch) -> None:
    words = Words(session.translate(), session.language())
    st.html(verdict_html(shown, words))
    st.html(zones_html(shown, words))
    st.caption(session.words()(N_("Indicative sketch: a first draft to discuss, not a plan to build from.")))
