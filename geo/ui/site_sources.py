"""Where the figures of a site come from, and of when they are."""

import streamlit as st

from geo.messages import N_
from geo.present.site_sources import figures_table, sources_table
from geo.present.sketch_sheet import table_html
from geo.study import Judgement, Survey
from geo.ui import session


def section(surveyed: Survey, judgement: Judgement, site: str) -> None:
    """Show the files that were read; each figure with its own is folded away."""
    say, translate = session.words(), session.translate()
    st.header(say(N_("Sources and dates")), anchor="sources")
    if surveyed.territory.fictional:
        st.caption(say(N_("This territory is fictional. It is there to try the tool.")))
    with st.container(key="site-sources"):
        st.html(table_html(sources_table(surveyed, judgement.profile, translate), captioned=False))
        with st.expander(say(N_("Every figure and its source"))):
            st.html(table_html(figures_table(surveyed, judgement.profile, site, translate), captioned=False))
