"""The screen of the room: map and ranking under everybody's weights, the code to join, the votes once revealed."""

from collections.abc import Mapping
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import GeoError
from geo.messages import N_, Message
from geo.models import Verdict
from geo.present.room import agreement_text, differing_text
from geo.store import meetings, room
from geo.store.meetings import Meeting, Stage
from geo.store.room import Participant
from geo.study.council import Council, council, counted, differing, ranked
from geo.ui import invitation, podium, pulse, refusals, session, storage
from geo.ui.agenda import Agenda, agenda

VIEW, SCREEN = "view", "screen"


def screen_address(meeting: Meeting) -> str:
    """Return the address of the screen of the room, from any page of the app."""
    return f"?code={meeting.code}&{VIEW}={SCREEN}"


def screen(meeting: Meeting) -> None:
    """Show what the whole room sees, never a vote before it is revealed; it follows the phones by itself."""
    people = room.room(storage.store(), meeting)
    together = council(session.usual_profile(), {person.id: person.weights for person in people if person.weights})
    with st.container(key="screen"):
        _head(meeting, people, together)
        left, right = st.columns([3, 2], gap="medium")
        if _awaited(meeting, people):
            right.html(invitation.invitation_html(meeting, large=True))
        with left, st.container(key="room-map"):
            _reserved()
            try:
                shown = agenda(meeting)
            except GeoError as error:  # the code stays on the screen: people may join meanwhile
                st.error(refusals.text_of(error))
            else:
                _body(meeting, people, _ranking(shown, together), right)
        _foot(meeting, people, together)
    pulse.follow(lambda: now(meeting) != (meeting, people))


def now(meeting: Meeting, key: str = "", *, absent: bool = False) -> tuple[Meeting, tuple[Participant, ...]]:
    """Return how far a meeting is by now, and its people as `geo.store.room.room` gives them."""
    store = storage.store()
    return meetings.meeting_of(store, meeting.code), room.room(store, meeting, key, absent=absent)


def _head(meeting: Meeting, people: tuple[Participant, ...], together: Council) -> None:
    translate = session.translate()
    counts = {"count": len(people), "weighed": len(together.shares), "voted": sum(one.has_voted for one in people)}
    said = N_("Participants: {count} · Have voted: {voted}")
    if meeting.stage is Stage.WEIGHTS:
        said = N_("Participants: {count} · Weights given: {weighed}")
    told = [translate(Message(said, counts)), agreement_text(together, translate)]
    corner = (
        invitation.invitation_html(meeting)
        if meeting.stage is not Stage.CLOSED and not _awaited(meeting, people)
        else ""
    )
    st.html(
        f'<div class="jc-room-head"><div><h1>{escape(meeting.title)}</h1>'
        f"<p>{escape(' · '.join(part for part in told if part))}</p></div>{corner}</div>"
    )


def _awaited(meeting: Meeting, people: tuple[Participant, ...]) -> bool:
    """Tell whether nobody has joined yet: how to join is what the room wants to know."""
    return not people and meeting.stage is Stage.WEIGHTS


def _reserved() -> None:
    """Keep the place of the map while the territory is read."""
    text = session.words()(N_("Reading the files"))
    st.html(f'<div class="jc-room-place" role="status">{escape(text)}</div>')


def _ranking(shown: Agenda, together: Council) -> tuple[Agenda, list[podium.Row]]:
    ranking = ranked(shown.short, shown.profile if together.shares.empty else together.profile)
    rows = zip(ranking.index, ranking.to_dict("records"), strict=True)
    return shown, [_row(shown, str(site), row) for site, row in rows]


def _body(
    meeting: Meeting,
    people: tuple[Participant, ...],
    ranking: tuple[Agenda, list[podium.Row]],
    beside: DeltaGenerator,
) -> None:
    shown, rows = ranking
    st.image(shown.picture, width="stretch", alt=session.words()(N_("Map of the sites of the meeting")))
    podium.pins(rows, shown.pins)
    if not _awaited(meeting, people):
        with beside:
            podium.podium(rows, _told_votes(meeting, people, shown))


def _row(shown: Agenda, site: str, row: Mapping[str, object]) -> podium.Row:
    verdict, item = Verdict(str(row["verdict"])), shown.items[site]
    return podium.Row(site, "–" if verdict is Verdict.EXCLUDED else str(row["rank"]), item.name, verdict, row)


def _told_votes(meeting: Meeting, people: tuple[Participant, ...], shown: Agenda) -> Mapping[str, str]:
    """Return the votes on each site in words; nothing while they are hidden."""
    votes = {person.id: person.votes for person in people}
    if not meeting.revealed or not any(votes.values()):
        return {}
    counts = counted(tuple(shown.items), votes)
    said, translate = N_("{approve} for, {refuse} against"), session.translate()
    rows = zip(counts.index, counts["approve"].tolist(), counts["refuse"].tolist(), strict=True)
    return {site: translate(Message(said, {"approve": yes, "refuse": no})) for site, yes, no in rows}


def _foot(meeting: Meeting, people: tuple[Participant, ...], together: Council) -> None:
    """Say the decision; until then, who differs on what."""
    translate = session.translate()
    if meeting.stage is Stage.CLOSED:
        heading = translate(Message(N_("Decision")))
        told = meeting.decision or translate(Message(N_("The meeting is closed.")))
        st.html(f'<p class="jc-room-foot jc-decided"><strong>{escape(heading)}</strong> {escape(told)}</p>')
        return
    groups = {person.id: person.group for person in people}
    told = differing_text(differing(together.profile, together.shares, groups), translate)
    st.html(f'<p class="jc-room-foot" aria-live="polite">{escape(told) or "&nbsp;"}</p>')
