"""A participant's phone: one question a screen, sliders for thumbs, then the vote."""

import json
from collections.abc import Mapping

import streamlit as st

from geo.errors import StoreError
from geo.messages import N_, Message
from geo.models import Verdict
from geo.present import palette, screening
from geo.scoring import Theme
from geo.store import meetings, room
from geo.store.meetings import Meeting, Stage
from geo.store.room import Seat
from geo.study import Survey, ranking
from geo.ui import memory, projector, session, storage
from geo.ui.cards import cards
from geo.ui.texts import plain

QUESTIONS: Mapping[Theme, tuple[str, str]] = {
    Theme.SOCIAL: (N_("People and partners"), N_("Near a priority neighbourhood, homes without a garden, schools.")),
    Theme.PHYSICAL: (N_("Ground and sun"), N_("Hours of sun, area, slope and soil.")),
    Theme.LAND: (N_("Land and law"), N_("Who owns the land, what the local plan allows, for how long.")),
    Theme.HEALTH: (N_("Health"), N_("History of the land, distance to a busy road.")),
    Theme.SERVICES: (N_("Water and access"), N_("Water nearby, gate on the street, a stop of the bus.")),
}
"""What each theme asks, in the order of the screens."""
GROUPS = (N_("Elected officials"), N_("Services of the town"), N_("Association"), N_("Residents"), N_("Other"))
MOST_POINTS = 10

_FRESH_S = 3
_BEST = 3


def page(meeting: Meeting) -> None:
    """Lead a participant from the door to the vote."""
    st.subheader(meeting.title)
    seat = _seat(meeting)
    if meeting.stage is Stage.CLOSED:
        _outcome(meeting)
    elif seat is None:
        _joining(meeting)
    else:
        _seated(meeting.code, seat)


def _seat(meeting: Meeting) -> Seat | None:
    text = memory.kept(f"seat-{meeting.code}", st.session_state.pop(f"new-seat-{meeting.code}", None))
    try:
        participant, key = json.loads(text or "null") or ("", "")
    except ValueError:
        return None
    return Seat(participant, meeting.id, key) if participant else None


def _joining(meeting: Meeting) -> None:
    say = session.words()
    with st.form("joining", border=False):
        name = st.text_input(say(N_("Your name, or initials")), max_chars=80)
        group = st.selectbox(say(N_("You are here as")), GROUPS, format_func=say)
        password = st.text_input(say(N_("Password")), type="password") if meeting.guarded else ""
        if not st.form_submit_button(say(N_("Join")), type="primary", width="stretch"):
            return
    try:
        seat = room.join(storage.store(), meeting.code, name=name, group=group, password=password)
    except StoreError as error:
        st.error(" ".join(session.translate()(part) for part in (error.reason, error.remedy) if part))
        return
    st.session_state[f"new-seat-{meeting.code}"] = json.dumps([seat.participant, seat.key])
    st.rerun()


@st.fragment(run_every=_FRESH_S)
def _seated(code: str, seat: Seat) -> None:
    meeting = meetings.meeting_of(storage.store(), code)
    if meeting.stage is Stage.CLOSED:
        _outcome(meeting)
    elif meeting.stage is Stage.VOTES:
        _ballot(meeting, seat)
    else:
        _weighing(meeting, seat)


def _weighing(meeting: Meeting, seat: Seat) -> None:
    """Ask one theme a screen; every answer is kept at once."""
    say, themes = session.words(), list(QUESTIONS)
    step = st.session_state.setdefault(f"screen-{meeting.code}", 0)
    points = st.session_state.setdefault(f"points-{meeting.code}", dict.fromkeys(themes, MOST_POINTS // 2))
    if step >= len(themes):
        _own_ranking(meeting, points)
        return
    theme = themes[step]
    title, meaning = QUESTIONS[theme]
    st.progress((step + 1) / len(themes), text=f"{step + 1} / {len(themes)}")
    with st.container(key="question"):
        st.markdown(f"### {say(title)}")
        st.write(say(meaning))
        asked = st.slider(
            say(N_("How much does it count for you?")), 0, MOST_POINTS, points[theme], key=f"{meeting.code}-{theme}"
        )
        st.caption(say(N_("0: not at all · 10: more than all the rest")))
    back, further = st.columns(2)
    if back.button(say(N_("Back")), disabled=step == 0, width="stretch", key="back"):
        st.session_state[f"screen-{meeting.code}"] = step - 1
        st.rerun(scope="fragment")
    if further.button(say(N_("Next")), type="primary", width="stretch", key="next"):
        points = {**points, theme: asked}
        st.session_state[f"points-{meeting.code}"] = points
        st.session_state[f"screen-{meeting.code}"] = step + 1
        room.weigh(storage.store(), seat, {theme.value: float(value) for theme, value in points.items()})
        st.rerun(scope="fragment")


def _own_ranking(meeting: Meeting, points: Mapping[Theme, int]) -> None:
    say = session.words()
    st.success(say(N_("Your weights are counted. The vote opens when the organiser says so.")))
    surveyed = projector.survey_of(meeting)
    profile = session.usual_profile()
    if any(points.values()):
        profile = profile.with_theme_weights({theme: float(value) for theme, value in points.items()})
    judgement = session.judgement_of(surveyed, profile)
    asked = [site for site in ranking(surveyed, judgement).index if site in meeting.sites][:_BEST]
    title = say(N_("With your weights"))
    st.markdown(f"#### {title}")
    drawn = screening.site_cards(surveyed, judgement, asked, session.translate())
    places = session.sites_on_map(surveyed).index.get_indexer(asked)
    shown = [(site, int(place), drawn[site]) for site, place in zip(asked, places, strict=True)]
    cards(shown, chosen=None, more=0, height=360)
    if st.button(say(N_("Change my weights")), width="stretch", key="again"):
        st.session_state[f"screen-{meeting.code}"] = 0
        st.rerun(scope="fragment")


def _ballot(meeting: Meeting, seat: Seat) -> None:
    """Ask about one site a screen, yes or no; every vote is kept at once and may be changed."""
    say, translate = session.words(), session.translate()
    surveyed = projector.survey_of(meeting)
    given = room.own_votes(storage.store(), seat)
    left = [site for site in meeting.sites if site not in given]
    asked = st.session_state.get(f"ballot-{meeting.code}") or (left[0] if left else "")
    st.progress(len(given) / len(meeting.sites), text=f"{len(given)} / {len(meeting.sites)}")
    if not asked:
        _votes_given(meeting, surveyed, given)
        return
    _site_asked(surveyed, asked)
    for column, label, approves in zip(
        st.columns(2), (N_("I approve"), N_("I do not approve")), (True, False), strict=True
    ):
        column.button(
            say(label),
            type="primary" if approves else "secondary",
            width="stretch",
            key=f"vote-{approves}-{asked}",
            on_click=_vote,
            args=[meeting.code, seat, asked, approves],
        )
    st.caption(translate(Message(N_("You may approve several sites."))))


def _vote(code: str, seat: Seat, site: str, approves: bool) -> None:  # noqa: FBT001 — Streamlit passes it by place
    room.vote(storage.store(), seat, site, approves=approves)
    st.session_state[f"ballot-{code}"] = ""


def _site_asked(surveyed: Survey, site: str) -> None:
    translate = session.translate()
    judgement = session.judgement_of(surveyed, session.usual_profile())
    card = screening.site_cards(surveyed, judgement, [site], translate)[site]
    with st.container(border=True, key="question"):
        st.markdown(f"### {plain(card.title)}")
        st.write(f"{palette.VERDICT_MARKS[Verdict(card.verdict)]} {card.verdict_text} · {card.score_text}")
        st.text(card.detail)


def _votes_given(meeting: Meeting, surveyed: Survey, given: Mapping[str, bool]) -> None:
    say = session.words()
    st.success(say(N_("Your votes are counted. You may change them until the meeting is closed.")))
    names = screening.site_names(surveyed, list(meeting.sites), session.translate())
    for site, name in zip(meeting.sites, names, strict=True):
        told = say(N_("I approve")) if given[site] else say(N_("I do not approve"))
        if st.button(f"{'✓' if given[site] else '✗'} {plain(name)} · {told}", width="stretch", key=f"change-{site}"):
            st.session_state[f"ballot-{meeting.code}"] = site
            st.rerun(scope="fragment")


def _outcome(meeting: Meeting) -> None:
    say = session.words()
    st.info(say(N_("The meeting is closed. Thank you for your part in it.")))
    if meeting.decision:
        title = say(N_("Decision"))
        st.markdown(f"#### {title}")
        st.text(meeting.decision)
