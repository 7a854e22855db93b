"""The app: the steps of the work, one page each, in `geo/ui`."""

import streamlit as st

from geo.messages import N_
from geo.ui import comparing, dossier, frame, meeting, ranking, session, site, territory, together

st.set_page_config(page_title="Jachère", page_icon=str(frame.ICON), layout="wide")
frame.style()
say = session.words()
pages = frame.steps(
    [
        st.Page(frame.guarded(territory.page), title=say(N_("Territory")), url_path="territoire"),
        st.Page(frame.guarded(ranking.page), title=say(N_("Map and ranking")), url_path="carte", default=True),
        st.Page(frame.guarded(comparing.page), title=say(N_("Compare")), url_path="comparer"),
        st.Page(frame.guarded(site.page), title=say(N_("Site")), url_path="site"),
        st.Page(frame.guarded(together.page), title=say(N_("Together")), url_path="ensemble"),
        st.Page(frame.guarded(meeting.page), title=say(N_("Meeting")), url_path="reunion"),
        st.Page(frame.guarded(dossier.page), title=say(N_("Dossier")), url_path="dossier"),
    ]
)
page = st.navigation(pages, position="top")
frame.header()
page.run()
