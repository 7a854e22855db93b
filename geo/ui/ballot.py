"""The vote on a phone: one site a screen, yes or no, and the page that closes the meeting."""

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from geo.messages import N_
from geo.present.palette import VERDICT_COLOURS, VERDICT_LABELS, VERDICT_MARKS
from geo.store import room
from geo.store.meetings import Meeting
from geo.store.room import Seat
from geo.ui import refusals, seats, session, storage
from geo.ui.agenda import Agenda, agenda
from geo.ui.components import component, unheard
from geo.ui.pictures import address_of_svg

_LEAF = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill="none" stroke="#1b7f5c" '
    'stroke-width="3" stroke-linecap="round" d="M24 44V20M24 26C12 26 8 18 8 8c10 0 16 6 16 18Zm0-4c0-10 6-14 16-14 '
    '0 10-6 14-16 14Z"/></svg>'
)


_TURN = "turn"
_mount = component("ballot")


def page(meeting: Meeting, seat: Seat) -> None:
    """Ask about one site a screen; every vote is kept at once and may be changed."""
    given, of_meeting = room.own_votes(storage.store(), seat), agenda(meeting)
    left = [site for site in of_meeting.items if site not in given]
    asked = st.session_state.get(_key(meeting)) or (left[0] if left else "")
    if asked not in of_meeting.items:
        _given(meeting, seat, of_meeting, given)
        return
    turn = st.session_state.setdefault(_TURN, 0)
    said = _mount(key="ballot", data={**_drawn(of_meeting, asked), "turn": turn}, on_vote_change=unheard).vote
    if isinstance(said, Mapping):
        st.session_state[_TURN] = turn + 1
        site, approves = str(said.get("site")), said.get("approves") is True
        if refusals.attempted(lambda: room.vote(storage.store(), seat, site, approves=approves)):
            st.session_state[_key(meeting)] = ""
        st.rerun()


def outcome(meeting: Meeting, seat: Seat | None) -> None:
    """Close the meeting for a participant: thanks, the decision, what the person approved."""
    say = session.words()
    thanks, closed, heading = (
        say(N_("Thank you for your part.")),
        say(N_("The meeting is closed.")),
        say(N_("Decision")),
    )
    leaf = f'<img src="{address_of_svg(_LEAF)}" width="72" height="72" alt="">'
    parts = [leaf, f"<h1>{escape(thanks)}</h1><p>{escape(closed)}<br>{escape(meeting.title)}</p>"]
    if meeting.decision:
        told = f"<h2>{escape(heading)}</h2><p>{escape(meeting.decision)}</p>"
        parts.append(f'<section class="jc-phone-decision">{told}</section>')
    approved = [] if seat is None else [site for site, yes in room.own_votes(storage.store(), seat).items() if yes]
    if approved:
        items = agenda(meeting).items
        names = "".join(f"<li>{escape(items[site].title)}</li>" for site in approved if site in items)
        approval = say(N_("You approved"))
        parts.append(f"<h2>{escape(approval)}</h2><ul>{names}</ul>")
    st.html(f'<div class="jc-phone-end">{"".join(parts)}</div>')


def _key(meeting: Meeting) -> str:
    return f"ballot-{meeting.code}"


def _drawn(of_meeting: Agenda, site: str) -> dict[str, Any]:
    say, item = session.words(), of_meeting.items[site]
    return {
        "site": {
            "id": site,
            "name": item.name.main,
            "references": item.name.references,
            "verdict": session.translate()(VERDICT_LABELS[item.verdict]),
            "mark": VERDICT_MARKS[item.verdict],
            "colour": VERDICT_COLOURS[item.verdict],
            "score_text": item.score_text,
            "detail": item.detail,
            "picture": item.picture,
        },
        "place": list(of_meeting.items).index(site) + 1,
        "count": len(of_meeting.items),
        "alt": say(N_("Situation of the site")),
        "approve": say(N_("I approve")),
        "refuse": say(N_("I do not approve")),
    }


def _given(meeting: Meeting, seat: Seat, of_meeting: Agenda, given: Mapping[str, bool]) -> None:
    say = session.words()
    title = say(N_("Your votes are counted."))
    told = say(N_("You may change them until the meeting is closed: touch a site."))
    st.html(f'<h1 class="jc-phone-title">{escape(title)}</h1><p>{escape(told)}</p>')
    with st.container(key="own-votes"):
        for site in (site for site in of_meeting.items if site in given):
            said = say(N_("I approve")) if given[site] else say(N_("I do not approve"))
            label = f"{'✓' if given[site] else '✗'} {of_meeting.items[site].label} · {said}"
            st.button(label, width="stretch", key=f"change-{site}", on_click=_change, args=[meeting, site])
    seats.leaving(seat)


def _change(meeting: Meeting, site: str) -> None:
    st.session_state[_key(meeting)] = site
