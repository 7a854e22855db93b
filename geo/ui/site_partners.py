"""Who is within a walk of a site: on a map and in a list."""

import geopandas as gpd
import streamlit as st

from geo.messages import N_
from geo.models import Role
from geo.present.site_partners import partner_spots, partners_table
from geo.present.situation import QUARTER_M, situation_svg
from geo.present.sketch_sheet import table_html
from geo.study import Survey
from geo.ui import session, site_reading
from geo.ui.texts import statement

_REACH = 2 * 800 / QUARTER_M
"""Of a walk of 800 m to both sides, against the usual width of the map."""


def section(surveyed: Survey, site: str) -> None:
    """Show the partners within 800 m on foot."""
    say, translate = session.words(), session.translate()
    st.header(say(N_("Partners within walking distance")), anchor="partners")
    if Role.PLACES not in surveyed.territory.layers:
        st.info(say(N_("No file of places was read: add one to see who could send people here.")))
        return
    partners = gpd.GeoDataFrame(site_reading.partners_of(surveyed, site))
    with st.container(key="site-partners"):
        left, right = st.columns([2, 3], gap="large")
    with left:
        told = say(N_("Map of the quarter: the site in green, the partners with the numbers of the list."))
        st.image(_map(surveyed.territory.digest, site, session.language(), surveyed), width="stretch", alt=told)
    with right:
        if partners.empty:
            st.html(statement(say(N_("No partner within 800 m on foot."))))
        else:
            st.html(table_html(partners_table(partners, translate)))


@st.cache_data(max_entries=200, show_spinner=False)
def _map(digest: str, site: str, language: str, _surveyed: Survey) -> str:
    partners = gpd.GeoDataFrame(site_reading.partners_of(_surveyed, site))
    return situation_svg(
        _surveyed.territory,
        _surveyed.sites.geometry[site],
        session.translate(),
        width_m=_REACH * QUARTER_M,
        ratio=0.8,
        spots=partner_spots(partners),
    )
