"""Meeting: the council opens one, joins it from its phones, weighs and votes together."""

import streamlit as st

from geo.messages import N_
from geo.present import screening
from geo.store import meetings
from geo.store.keys import typed_code
from geo.study import Survey, ranking
from geo.ui import choosing, memory, organiser, phone, projector, saving, session, storage
from geo.ui.projector import SCREEN, VIEW

_MOST_SITES = 6
_USUAL_SITES = 3


def page() -> None:
    """Show the door, the organiser's desk, the screen of the room, or a participant's phone."""
    code = typed_code(st.query_params.get("code", ""))
    if not code:
        _door()
        return
    meeting = meetings.meeting_of(storage.store(), code)
    key = memory.kept(f"meeting-{code}", st.session_state.pop(f"new-key-{code}", None)) or ""
    leads = bool(key) and meetings.is_organiser(storage.store(), meeting, key)
    if st.query_params.get(VIEW) == SCREEN and (leads or not meeting.guarded):
        projector.screen(meeting, key if leads else "")
    elif leads:
        organiser.desk(meeting, key)
    else:
        phone.page(meeting)


def _door() -> None:
    say = session.words()
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True, key="join"):
        st.subheader(say(N_("Join a meeting")))
        st.write(say(N_("The code is on the screen of the room: six letters and figures.")))
        code = st.text_input(say(N_("Code of the meeting")), max_chars=12, key="typed-code")
        if st.button(say(N_("Join")), type="primary", disabled=not typed_code(code), key="join-go"):
            meetings.meeting_of(storage.store(), code)
            st.query_params["code"] = typed_code(code)
            st.rerun()
    with right, st.container(border=True, key="open"):
        st.subheader(say(N_("Open a meeting")))
        st.write(say(N_("Participants weigh what counts and vote from their phones, without an account.")))
        _opening(session.current_survey())


def _opening(surveyed: Survey) -> None:
    say = session.words()
    judgement = session.judgement_of(surveyed, session.profile(choosing.choices()))
    ids = ranking(surveyed, judgement).index.tolist()
    names = dict(zip(ids, screening.site_names(surveyed, ids, session.translate()), strict=True))
    usual = [site for site in choosing.choices().compared if site in names] or ids[:_USUAL_SITES]
    title = st.text_input(say(N_("Title")), say(N_("Choice of the next garden")), max_chars=120, key="meeting-title")
    sites = st.multiselect(
        say(N_("Sites to vote on")),
        ids,
        default=usual,
        format_func=names.__getitem__,
        max_selections=_MOST_SITES,
        key="meeting-sites",
    )
    password = st.text_input(say(N_("Password (optional)")), type="password", key="meeting-password")
    if st.button(
        say(N_("Open the meeting")), type="primary", disabled=not (title.strip() and sites), key="meeting-open"
    ):
        study = saving.opened() or saving.save(title.strip())
        meeting, key = meetings.open_meeting(
            storage.store(), study=study.id, title=title.strip(), sites=sites, password=password
        )
        st.session_state[f"new-key-{meeting.code}"] = key
        st.query_params["code"] = meeting.code
        st.rerun()
