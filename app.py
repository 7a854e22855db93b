"""The app: the steps of the work, one page each, in `geo/ui`."""

import streamlit as st

from geo.messages import N_
from geo.ui import comparing, dossier, frame, login, meeting, ranking, session, site, territory, together

st.set_page_config(page_title="Jachère", page_icon=str(frame.ICON), layout="wide")
frame.style()
say = session.words()
bare = meeting.is_bare()
reunion = st.Page(frame.guarded(meeting.page), title=say(N_("Meeting")), url_path="reunion")
pages = frame.steps(
    [
        st.Page(frame.guarded(territory.page), title=say(N_("Territory")), url_path="territoire"),
        st.Page(frame.guarded(ranking.page), title=say(N_("Map and ranking")), url_path="classement", default=True),
        st.Page(frame.guarded(comparing.page), title=say(N_("Compare")), url_path="comparer"),
        st.Page(frame.guarded(site.page), title=say(N_("Site")), url_path="site"),
        st.Page(frame.guarded(together.page), title=say(N_("Together")), url_path="ensemble"),
        reunion,
        st.Page(frame.guarded(dossier.page), title=say(N_("Dossier")), url_path="dossier"),
    ]
)
open_pages = login.open_to(pages, invited=reunion)
page = st.navigation(frame.also_named(open_pages), position="hidden" if bare or open_pages is not pages else "top")
if not bare and open_pages is pages:
    frame.header()
page.run()
