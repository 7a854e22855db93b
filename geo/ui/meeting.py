"""Meeting: the council opens one, joins it from its phones, weighs and votes together."""

from pathlib import Path

import streamlit as st

from geo.errors import StoreError
from geo.messages import N_
from geo.present import screening
from geo.store import meetings
from geo.store.keys import typed_code
from geo.store.meetings import Meeting
from geo.study import Survey, ranking
from geo.ui import choosing, memory, organiser, phone, projector, refusals, saving, session, storage
from geo.ui.projector import SCREEN, VIEW

_STYLE = Path(__file__).with_name("style") / "meeting.css"
_MOST_SITES = 6
_USUAL_SITES = 3
_LEADS, _KEY, _LED = "leads-meeting", "organiser", "led"


def is_bare() -> bool:
    """Tell whether the page stands alone, without the steps of the work: for a participant, and on a room's screen."""
    code = typed_code(st.query_params.get("code", ""))
    return bool(code) and (st.query_params.get(VIEW) == SCREEN or st.session_state.get(_LEADS) != code)


def page() -> None:
    """Show the door, the organiser's desk, the screen of the room, or a participant's phone."""
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    code = typed_code(st.query_params.get("code", ""))
    if not code:
        _door()
        return
    try:
        meeting = meetings.meeting_of(storage.store(), code)
    except StoreError as error:
        with st.container(key="phone"):
            st.error(refusals.text_of(error))
            _code_asked()
        return
    _of(meeting)


def _of(meeting: Meeting) -> None:
    screen = st.query_params.get(VIEW) == SCREEN
    if screen and not meeting.guarded:
        projector.screen(meeting)
        return
    kept = memory.recalled(meeting.code)
    if kept is None:  # the browser answers at the next run: no question flashes by meanwhile
        moment = session.words()(N_("One moment …"))
        st.html(f'<p class="jc-waiting" role="status">{moment}</p>')
        return
    key = kept.get(_KEY, "")
    leads = bool(key) and meetings.is_organiser(storage.store(), meeting, key)
    if screen and leads:
        projector.screen(meeting)
    elif leads:
        _desk(meeting, key)
    else:
        phone.page(meeting, kept)


def _desk(meeting: Meeting, key: str) -> None:
    if st.session_state.get(_LEADS) != meeting.code:
        st.session_state[_LEADS] = meeting.code
        st.rerun()  # the steps of the work come back around the desk
    organiser.desk(meeting, key)


def _door() -> None:
    say = session.words()
    left, right = st.columns(2, gap="large")
    with left:
        with st.container(border=True, key="join"):
            st.subheader(say(N_("Join a meeting")), anchor=False)
            _code_asked()
        _led()
        st.subheader(say(N_("How it goes")), anchor=False)
        st.markdown("\n".join(f"{place}. {say(step)}" for place, step in enumerate(_STEPS, start=1)))
    with right, st.container(border=True, key="open"):
        st.subheader(say(N_("Open a meeting")), anchor=False)
        st.write(say(N_("Participants weigh what counts and vote from their phones, without an account.")))
        _opening(session.current_survey())


_STEPS = (
    N_("You open the meeting: its code and its QR code stand on the screen of the room."),
    N_("Everybody joins from a phone, without an account, and says what counts."),
    N_("The map and the ranking follow the weights of the room; then each site is voted on."),
    N_("You reveal the votes, write the decision and take the minutes with you."),
)


def _code_asked() -> None:
    say = session.words()
    with st.form("code", border=False):
        hint = say(N_("The code is on the screen of the room: six letters and figures."))
        st.text_input(say(N_("Code of the meeting")), max_chars=12, key="typed-code", help=None, placeholder="ABC 234")
        st.caption(hint)
        st.form_submit_button(say(N_("Join")), type="primary", on_click=_go)


def _go() -> None:
    code = typed_code(str(st.session_state["typed-code"]))
    if code:
        st.query_params["code"] = code


def _led() -> None:
    """Offer the way back to the meeting that this browser leads."""
    code = (memory.recalled(_LED) or {}).get("code", "")
    try:
        meeting = meetings.meeting_of(storage.store(), code) if code else None
    except StoreError:  # it is in another store
        meeting = None
    if meeting is not None:
        label = session.words()(N_("Back to the meeting"))
        st.button(f"{label} {meeting.code}", key="led", on_click=_back_to, args=[meeting.code], icon=":material/undo:")


def _back_to(code: str) -> None:
    st.query_params["code"] = code


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
    password = st.text_input(say(N_("Password (optional)")), type="password", max_chars=200, key="meeting-password")
    if st.button(
        say(N_("Open the meeting")), type="primary", disabled=not (title.strip() and sites), key="meeting-open"
    ):
        study = saving.opened() or saving.save(title.strip())
        meeting, key = meetings.open_meeting(
            storage.store(), study=study.id, title=title.strip(), sites=sites, password=password
        )
        memory.keep(meeting.code, **{_KEY: key})
        memory.keep(_LED, code=meeting.code)
        st.session_state[_LEADS] = meeting.code
        st.query_params["code"] = meeting.code
        st.rerun()
