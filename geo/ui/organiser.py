"""The organiser's desk: who is here, how far it is, the votes before the others see them, the decision, the minutes."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from geo.export.dossier import DocumentKind
from geo.messages import N_
from geo.present.room import agreement_text, differing_text, votes_html, weights_html
from geo.store import meetings, room
from geo.store.meetings import Meeting, Stage
from geo.store.room import Participant, Standing
from geo.study.council import FEWEST_TOLD, Council, council, counted, differing, themes
from geo.ui import deliberations, invitation, projector, pulse, refusals, session, storage
from geo.ui.agenda import agenda
from geo.ui.people import people_table

_STAGES = {Stage.WEIGHTS: N_("Weights"), Stage.VOTES: N_("Votes"), Stage.CLOSED: N_("Closed")}


def desk(meeting: Meeting, key: str) -> None:
    """Lead a meeting."""
    say = session.words()
    st.subheader(meeting.title.replace("\n", " "), anchor=False)
    people = room.room(storage.store(), meeting, key, absent=True)
    left, right = st.columns([2, 1], gap="large")
    with right, st.container(key="lead"):
        invitation.invitation(meeting)
        st.link_button(say(N_("Open the screen of the room")), projector.screen_address(meeting), width="stretch")
        refusals.told()
        if meeting.stage is Stage.CLOSED:
            _closed(meeting)
        else:
            _lead(meeting, key)
    with left:
        _room(meeting, key, people)
    pulse.follow(lambda: projector.now(meeting, key, absent=True) != (meeting, people))


def _lead(meeting: Meeting, key: str) -> None:
    if meeting.stage is Stage.WEIGHTS:
        _button(N_("Open the vote"), "open-vote", partial(meetings.go_to, storage.store(), meeting, key, Stage.VOTES))
        return
    label = N_("Hide the votes") if meeting.revealed else N_("Reveal the votes")
    turn = partial(meetings.reveal, storage.store(), meeting, key, revealed=not meeting.revealed)
    _button(label, "reveal", turn, primary=not meeting.revealed)
    back = partial(meetings.go_to, storage.store(), meeting, key, Stage.WEIGHTS)
    _button(N_("Back to the weights"), "back-to-weights", back, primary=False)
    with st.form("deciding", border=False):
        say = session.words()
        st.text_area(say(N_("Decision")), max_chars=2000, key="decision")
        label = say(N_("Write the decision and close"))
        st.form_submit_button(label, width="stretch", on_click=_decide, args=[meeting, key])


def _button(label: str, name: str, act: Callable[[], object], *, primary: bool = True) -> None:
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    text = session.words()(label)
    st.button(text, type=kind, width="stretch", key=name, on_click=refusals.attempt, args=[act])


def _decide(meeting: Meeting, key: str) -> None:
    decision = str(st.session_state["decision"])
    refusals.attempted(lambda: meetings.decide(storage.store(), meeting, key, decision))


def _closed(meeting: Meeting) -> None:
    say = session.words()
    st.info(say(N_("This meeting is closed.")))
    if meeting.decision:
        st.text(meeting.decision)
    for kind, label in ((DocumentKind.PDF, N_("Minutes (PDF)")), (DocumentKind.DOCX, N_("Minutes (Word)"))):
        style = "primary" if kind is DocumentKind.PDF else "secondary"
        deliberations.offer(meeting, kind, say(label), type=style, width="stretch")


def _room(meeting: Meeting, key: str, people: tuple[Participant, ...]) -> None:
    say, translate, here = session.words(), session.translate(), _here(people)
    together = council(session.usual_profile(), {person.id: person.weights for person in here if person.weights})
    with st.container(horizontal=True, key="figures"):
        st.metric(say(N_("Stage")), say(_STAGES[meeting.stage]))
        st.metric(say(N_("Participants")), translate(len(here)))
        st.metric(say(N_("Weights given")), translate(len(together.shares)))
        st.metric(say(N_("Have voted")), translate(sum(person.has_voted for person in here)))
    if not people:
        st.info(say(N_("Nobody has joined yet: show the code on the screen of the room.")))
        return
    if meeting.stage is not Stage.WEIGHTS:
        _votes(meeting, here)
    _weights(together, here)
    moved = people_table(people, closed=meeting.stage is Stage.CLOSED)
    person = next((person for person in people if person.id == moved), None)
    if person is not None:
        removed = person.standing is Standing.HERE
        refusals.attempted(lambda: room.take_off(storage.store(), meeting, key, person.id, removed=removed))
        st.rerun()


def _here(people: tuple[Participant, ...]) -> tuple[Participant, ...]:
    return tuple(person for person in people if person.standing is Standing.HERE)


def _votes(meeting: Meeting, people: tuple[Participant, ...]) -> None:
    items = agenda(meeting).items
    counts = counted(tuple(items), {person.id: person.votes for person in people})
    note = "" if meeting.revealed else session.words()(N_("Only you see the votes until you reveal them."))
    st.html(votes_html([item.title for item in items.values()], counts, note, session.translate()))


def _weights(together: Council, people: tuple[Participant, ...]) -> None:
    """Show what counts for all, and for each group of which several people gave weights."""
    say, translate = session.words(), session.translate()
    if together.shares.empty:
        return
    groups = {person.id: person.group for person in people if person.id in together.shares.index}
    sizes = {group: list(groups.values()).count(group) for group in groups.values()}
    told = {person: group for person, group in groups.items() if sizes[group] >= FEWEST_TOLD}
    every = themes(together.profile, together.shares, dict.fromkeys(groups, N_("All together")))
    table = pd.concat([themes(together.profile, together.shares, told), every]) if told else every
    st.html(weights_html(table, translate))
    lines = (
        agreement_text(together, translate),
        differing_text(differing(together.profile, together.shares, groups), translate),
    )
    st.caption(" · ".join(line for line in lines if line) or say(N_("A group is told apart from two people on.")))
