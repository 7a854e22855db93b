"""The screen of the room: map and ranking under everybody's weights, the code to join, the votes once revealed."""

import io
from collections.abc import Mapping
from dataclasses import replace

import segno
import streamlit as st

from geo.messages import N_, Message
from geo.present import screening
from geo.store import meetings, room, studies
from geo.store.meetings import Meeting, Stage
from geo.store.room import Participant
from geo.study import Survey
from geo.study.council import Council, council, counted, ranks_among
from geo.ui import podium, saving, session, storage
from geo.ui.pictures import address_of_svg
from geo.ui.site_map import site_map
from geo.ui.texts import plain

VIEW, SCREEN = "view", "screen"
_FRESH_S = 2
_MAP_HEIGHT = 860


def survey_of(meeting: Meeting) -> Survey:
    """Return the sites of the territory that a meeting is about."""
    study = studies.read(storage.store(), meeting.study)
    return session.survey_of(saving.folder_of(study), saving.choices_of(study).given)


def council_of(people: tuple[Participant, ...]) -> Council:
    """Return the weights of the people of a meeting."""
    return council(session.usual_profile(), {person.id: person.weights for person in people if person.weights})


def screen_address(meeting: Meeting) -> str:
    """Return the address of the screen of the room, from any page of the app."""
    return f"?code={meeting.code}&{VIEW}={SCREEN}"


def screen(meeting: Meeting, key: str) -> None:
    """Show what the whole room sees; it follows the phones by itself."""
    st.html(
        "<style>.stAppHeader, .st-key-header { display: none; } .stMainBlockContainer { padding-top: 1rem; }</style>"
    )
    _live(meeting.code, key)


def invitation(meeting: Meeting) -> None:
    """Show how to join: the code in large letters, and the same as a picture for phones."""
    say = session.words()
    address = f"{(st.context.url or '').split('?')[0]}?code={meeting.code}"
    with st.container(horizontal=True, vertical_alignment="center", key="invitation"):
        st.image(_picture(address), width=132, alt=say(N_("Picture to join the meeting with a phone")))
        with st.container():
            st.caption(say(N_("Code of the meeting")))
            st.markdown(f"## {meeting.code[:3]} {meeting.code[3:]}")
            st.caption(address.removeprefix("https://").removeprefix("http://").split("?")[0])


def votes_text(approve: int, refuse: int) -> str:
    """Return the votes on one site in words."""
    counts = {"approve": approve, "refuse": refuse}
    return session.translate()(Message(N_("{approve} approve, {refuse} do not"), counts))


def told_votes(meeting: Meeting, people: tuple[Participant, ...]) -> Mapping[str, str]:
    """Return the votes on each site in words; nothing while they are hidden."""
    votes = {person.id: person.votes for person in people}
    if not any(votes.values()):
        return {}
    counts = counted(meeting.sites, votes)
    return {site: votes_text(int(row["approve"]), int(row["refuse"])) for site, row in counts.iterrows()}


@st.fragment(run_every=_FRESH_S)
def _live(code: str, key: str) -> None:
    meeting = meetings.meeting_of(storage.store(), code)
    # The screen is for all: the organiser's key shows no vote on it before they are revealed.
    people = room.room(storage.store(), meeting, key if meeting.revealed else "")
    surveyed, together = survey_of(meeting), council_of(people)
    judgement = session.judgement_of(surveyed, together.profile)
    ranks = ranks_among(judgement, [site for site in meeting.sites if site in surveyed.sites.index])
    asked = ranks.index.tolist()
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(f"# {plain(meeting.title)}")
        places = session.sites_on_map(surveyed).index.get_indexer(asked)
        site_map(surveyed, judgement, places, key="room-map", height=_MAP_HEIGHT)
    with right:
        invitation(meeting)
        _state(meeting, people, together)
        drawn = screening.site_cards(surveyed, judgement, asked, session.translate())
        podium.podium(
            [(site, replace(drawn[site], rank=str(ranks[site]))) for site in asked], told_votes(meeting, people)
        )
        if meeting.stage is Stage.CLOSED and meeting.decision:
            st.success(meeting.decision)


def _state(meeting: Meeting, people: tuple[Participant, ...], together: Council) -> None:
    say, translate = session.words(), session.translate()
    figures = st.columns(3)
    figures[0].metric(say(N_("Participants")), translate(len(people)))
    figures[1].metric(say(N_("Weights given")), translate(len(together.shares)))
    if meeting.stage is Stage.WEIGHTS:
        told = "–" if together.agreement is None else f"{_percent(together)} %"
        figures[2].metric(say(N_("Agreement")), told)
    else:
        figures[2].metric(say(N_("Have voted")), translate(sum(person.has_voted for person in people)))


def _percent(together: Council) -> int:
    return round(100 * (together.agreement or 0.0))


def _picture(address: str) -> str:
    """Return the address as a QR code (ISO/IEC 18004), in a data URI: nothing is asked of anybody."""
    content = io.BytesIO()
    segno.make(address, error="m").save(content, kind="svg", border=2, scale=4, dark="#1D2B36")
    return address_of_svg(content.getvalue().decode())
