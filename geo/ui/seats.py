"""The seat of the person who holds the phone: taken, left, found again after a reload."""

import json
from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st

from geo.errors import StoreError
from geo.messages import N_
from geo.store import room
from geo.store.meetings import Meeting
from geo.store.room import Seat, Standing
from geo.ui import memory, refusals, session, storage

GROUPS = (N_("Elected officials"), N_("Services of the town"), N_("Association"), N_("Residents"), N_("Other"))
SEAT = "seat"
"""Name of the part under which a browser keeps it."""


def seat_in(kept: Mapping[str, str], meeting: Meeting) -> Seat | None:
    """Return the seat that a browser keeps, if any; whether it is one, the store tells."""
    try:
        participant, key = json.loads(kept.get(SEAT, "null"))
    except (ValueError, TypeError):  # a browser may hold anything
        return None
    return Seat(str(participant), meeting.id, str(key))


def standing(seat: Seat | None) -> Standing | None:
    """Tell whether a person takes part; nothing for who has no seat, one of another store or a forged one."""
    try:
        return None if seat is None else room.standing_of(storage.store(), seat)
    except StoreError:
        return None


def joining(meeting: Meeting) -> None:
    """Ask for a name and a group."""
    say = session.words()
    st.html(f'<h1 class="jc-phone-title">{escape(meeting.title)}</h1>')
    with st.form("joining", border=False):
        st.text_input(say(N_("Your name, or initials")), max_chars=80, key="join-name")
        st.selectbox(say(N_("You are here as")), GROUPS, format_func=say, key="join-group")
        if meeting.guarded:
            st.text_input(say(N_("Password")), type="password", max_chars=200, key="join-password")
        with st.container(key="actions"):
            label = say(N_("Join"))
            st.form_submit_button(label, type="primary", width="stretch", on_click=_join, args=[meeting.code])


def _join(code: str) -> None:
    name, group, password = (str(st.session_state.get(f"join-{part}", "")) for part in ("name", "group", "password"))

    def act() -> None:
        if SEAT in memory.kept_now(code):  # pressed twice: the first answer was still on its way
            return
        seat = room.join(storage.store(), code, name=name, group=group, password=password)
        memory.keep(code, **{SEAT: json.dumps([seat.participant, seat.key])})

    refusals.attempted(act)


def leaving(seat: Seat) -> None:
    """Offer to leave; the way back is on the next screen."""
    leave = partial(room.leave, storage.store(), seat)
    with st.container(key="leaving"):
        label = session.words()(N_("Leave the meeting"))
        st.button(label, type="tertiary", key="leave", on_click=refusals.attempt, args=[leave])


def away(seat: Seat, *, removed: bool) -> None:
    """Tell a person who left, or was taken off, and offer to come back to the one who left."""
    say = session.words()
    title = N_("The organiser took you off this meeting.") if removed else N_("You left this meeting.")
    told = N_("Your weights and your votes do not count any more.")
    st.html(f'<h1 class="jc-phone-title">{escape(say(title))}</h1><p>{escape(say(told))}</p>')
    if not removed:
        back = partial(room.come_back, storage.store(), seat)
        with st.container(key="actions"):
            label = say(N_("Come back"))
            st.button(label, type="primary", width="stretch", key="come-back", on_click=refusals.attempt, args=[back])
