"""The organiser's desk: who is here, how far it is, the votes before the others see them, the decision."""

import pandas as pd
import streamlit as st

from geo.messages import N_, Message
from geo.present import screening
from geo.store import meetings, room
from geo.store.meetings import Meeting, Stage
from geo.store.room import Participant
from geo.study.council import counted
from geo.ui import projector, session, storage

_FRESH_S = 3
_STAGES = {Stage.WEIGHTS: N_("Weights"), Stage.VOTES: N_("Votes"), Stage.CLOSED: N_("Closed")}


def desk(meeting: Meeting, key: str) -> None:
    """Lead a meeting."""
    say = session.words()
    st.subheader(meeting.title)
    left, right = st.columns([2, 1], gap="large")
    with left:
        _people(meeting.code, key)
    with right:
        projector.invitation(meeting)
        st.link_button(say(N_("Open the screen of the room")), projector.screen_address(meeting), width="stretch")
        if meeting.stage is Stage.CLOSED:
            st.info(say(N_("This meeting is closed.")))
            st.text(meeting.decision)
        else:
            _lead(meeting, key)


def _lead(meeting: Meeting, key: str) -> None:
    say, store = session.words(), storage.store()
    if meeting.stage is Stage.WEIGHTS:
        if st.button(say(N_("Open the vote")), type="primary", width="stretch", key="open-vote"):
            meetings.go_to(store, meeting, key, Stage.VOTES)
            st.rerun()
        return
    if st.button(say(N_("Back to the weights")), width="stretch", key="back-to-weights"):
        meetings.go_to(store, meeting, key, Stage.WEIGHTS)
        st.rerun()
    label = N_("Hide the votes") if meeting.revealed else N_("Reveal the votes")
    if st.button(say(label), type="secondary" if meeting.revealed else "primary", width="stretch", key="reveal"):
        meetings.reveal(store, meeting, key, revealed=not meeting.revealed)
        st.rerun()
    decision = st.text_area(say(N_("Decision")), max_chars=2000, key="decision")
    if st.button(say(N_("Write the decision and close")), disabled=not decision.strip(), width="stretch", key="decide"):
        meetings.decide(store, meeting, key, decision)
        st.rerun()


@st.fragment(run_every=_FRESH_S)
def _people(code: str, key: str) -> None:
    say, translate = session.words(), session.translate()
    meeting = meetings.meeting_of(storage.store(), code)
    people = room.room(storage.store(), meeting, key)
    weighed = sum(bool(person.weights) for person in people)
    voted = sum(person.has_voted for person in people)
    figures = st.columns(4)
    figures[0].metric(say(N_("Stage")), say(_STAGES[meeting.stage]))
    figures[1].metric(say(N_("Participants")), translate(len(people)))
    figures[2].metric(say(N_("Weights given")), translate(weighed))
    figures[3].metric(say(N_("Have voted")), translate(voted))
    if not people:
        st.info(say(N_("Nobody has joined yet: show the code on the screen of the room.")))
        return
    if meeting.stage is not Stage.WEIGHTS:
        _votes(meeting, people)
    st.dataframe(_listed(people), hide_index=True)


def _votes(meeting: Meeting, people: tuple[Participant, ...]) -> None:
    say, translate = session.words(), session.translate()
    surveyed = projector.survey_of(meeting)
    names = screening.site_names(surveyed, list(meeting.sites), translate)
    counts = counted(meeting.sites, {person.id: person.votes for person in people})
    st.caption(translate(Message(N_("Only you see the votes until you reveal them."))))
    shown = {
        say(N_("Site")): names,
        say(N_("I approve")): counts["approve"].tolist(),
        say(N_("I do not approve")): counts["refuse"].tolist(),
    }
    st.dataframe(pd.DataFrame(shown), hide_index=True)


def _listed(people: tuple[Participant, ...]) -> pd.DataFrame:
    say = session.words()
    return pd.DataFrame(
        {
            say(N_("Name")): [person.name for person in people],
            say(N_("Group")): [say(person.group) for person in people],
            say(N_("Weights given")): ["✓" if person.weights else "" for person in people],
            say(N_("Have voted")): ["✓" if person.has_voted else "" for person in people],
        }
    )
