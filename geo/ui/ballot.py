"""The vote on a phone: one site a screen, yes or no, and the page that closes the meeting."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from geo.messages import N_
from geo.present.room import chip_html
from geo.store import room
from geo.store.meetings import Meeting
from geo.store.room import Seat
from geo.ui import refusals, seats, session, storage
from geo.ui.agenda import Agenda, Item, agenda
from geo.ui.pictures import address_of_svg

_LEAF = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill="none" stroke="#1b7f5c" '
    'stroke-width="3" stroke-linecap="round" d="M24 44V20M24 26C12 26 8 18 8 8c10 0 16 6 16 18Zm0-4c0-10 6-14 16-14 '
    '0 10-6 14-16 14Z"/></svg>'
)


def page(meeting: Meeting, seat: Seat) -> None:
    """Ask about one site a screen; every vote is kept at once and may be changed."""
    given, of_meeting = room.own_votes(storage.store(), seat), agenda(meeting)
    left = [site for site in of_meeting.items if site not in given]
    asked = st.session_state.get(_key(meeting)) or (left[0] if left else "")
    if asked not in of_meeting.items:
        _given(meeting, seat, of_meeting, given)
        return
    place = list(of_meeting.items).index(asked) + 1
    st.progress(place / len(of_meeting.items), text=f"{place} / {len(of_meeting.items)}")
    _site(of_meeting.items[asked])
    with st.container(horizontal=True, key="actions"):
        for label, approves in ((N_("I do not approve"), False), (N_("I approve"), True)):
            st.button(
                session.words()(label),
                type="primary" if approves else "secondary",
                key=f"vote-{approves}-{asked}",
                on_click=_vote,
                args=[meeting, seat, asked, approves],
            )


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


def _vote(meeting: Meeting, seat: Seat, site: str, approves: bool) -> None:  # noqa: FBT001 — Streamlit passes it by place
    if refusals.attempted(lambda: room.vote(storage.store(), seat, site, approves=approves)):
        st.session_state[_key(meeting)] = ""


def _site(item: Item) -> None:
    say, translate = session.words(), session.translate()
    with st.container(key="question"):
        st.image(item.picture, width="stretch", alt=say(N_("Situation of the site")))
        st.html(
            f'<h1 class="jc-phone-title">{escape(item.name.main)} <small>{escape(item.name.references)}</small></h1>'
            f'<p class="jc-phone-verdict">{chip_html(item.verdict, translate)} · {escape(item.score_text)}</p>'
            f"<p>{escape(item.detail)}</p>"
        )


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
