"""The soil of a site: what to do, what inventories name, what was analysed, what the ground is like."""

import streamlit as st

from geo.messages import N_
from geo.present import site_soil
from geo.present.site_head import pairs_html
from geo.present.sketch_sheet import table_html
from geo.study import Survey
from geo.study.soil_advice import soil_of
from geo.ui import session
from geo.ui.texts import small_heading, statement


def section(surveyed: Survey, site: str) -> None:
    """Show the advice on the left, what it follows from on the right."""
    say, translate = session.words(), session.translate()
    soil = soil_of(surveyed, site)
    st.header(say(N_("Soil: may one eat what grows here?")), anchor="soil")
    left, right = st.columns(2, gap="large")
    with left:
        st.html(small_heading(say(N_("What to do"))) + site_soil.advice_html(soil.advice, translate))
        st.html(small_heading(say(N_("The ground"))) + pairs_html(site_soil.ground_pairs(surveyed, site, translate)))
    with right:
        history = statement(site_soil.history_text(soil, translate))
        st.html(small_heading(say(N_("History of the land"))) + history)
        if soil.flags:
            st.html(table_html(site_soil.flags_table(soil.flags, translate), captioned=False))
        nothing = say(N_("No analysis of this soil is known. Write one below, or add the laboratory’s file."))
        sampled = site_soil.sampled_text(surveyed, site, translate) if soil.metals else nothing
        st.html(small_heading(say(N_("Analyses"))) + statement(sampled))
        if soil.metals:
            with st.container(key="site-metals"):
                st.html(table_html(site_soil.metals_table(soil.metals, translate), captioned=False))
