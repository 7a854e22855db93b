"""A participant's phone: one question a screen, big sliders, then the vote; it finds its seat again after a reload."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from geo.messages import N_
from geo.present.labels import LANGUAGES
from geo.present.room import ranking_html
from geo.present.themes import THEME_LABELS
from geo.scoring import Theme
from geo.store import meetings, room
from geo.store.meetings import Meeting, Stage
from geo.store.room import Seat, Standing
from geo.study.council import ranked
from geo.ui import ballot, pulse, refusals, seats, session, storage
from geo.ui.agenda import agenda
from geo.ui.components import component, unheard

QUESTIONS: Mapping[Theme, str] = {
    Theme.SOCIAL: N_("Near a priority neighbourhood, homes without a garden, schools."),
    Theme.PHYSICAL: N_("Hours of sun, area, slope and soil."),
    Theme.LAND: N_("Who owns the land, what the local plan allows, for how long."),
    Theme.HEALTH: N_("History of the land, distance to a busy road."),
    Theme.SERVICES: N_("Water nearby, gate on the street, a stop of the bus."),
}
"""What each theme means, in the order of the screens."""
MOST_POINTS = 10

_TURN = "turn"
"""How often answers were given: what is refused is asked again."""

_mount = component("questions")


def page(meeting: Meeting, kept: Mapping[str, str]) -> None:
    """
    Lead a participant from the door to the vote.

    Parameters
    ----------
    kept
        What this browser keeps of the meeting.
    """
    seat = seats.seat_in(kept, meeting)
    standing = seats.standing(seat)
    seen = (meeting, standing)
    with st.container(key="phone"):
        refusals.told()
        if meeting.stage is Stage.CLOSED:
            ballot.outcome(meeting, seat)
        elif seat is None or standing is None:
            seats.joining(meeting)
            _languages()
        elif standing is not Standing.HERE:
            seats.away(seat, removed=standing is Standing.REMOVED)
        elif meeting.stage is Stage.VOTES:
            ballot.page(meeting, seat)
        else:
            _weighing(meeting, seat)
    if meeting.stage is not Stage.CLOSED:
        pulse.follow(lambda: (meetings.meeting_of(storage.store(), meeting.code), seats.standing(seat)) != seen)


def _languages() -> None:
    with st.container(horizontal=True, key="languages", horizontal_alignment="center"):
        for language in LANGUAGES:
            told = {"fr": "Français", "en": "English"}.get(language, language.upper())
            if language != session.language():
                st.button(told, type="tertiary", key=f"in-{language}", on_click=_speak, args=[language])


def _speak(language: str) -> None:
    st.query_params["lang"] = language


def _weighing(meeting: Meeting, seat: Seat) -> None:
    given = room.own_weights(storage.store(), seat)
    if given and not st.session_state.get(_again(meeting)):
        _weighed(meeting, seat, given)
        return
    say, turn = session.words(), st.session_state.setdefault(_TURN, 0)
    data = {
        "questions": [
            {"id": theme.value, "title": say(THEME_LABELS[theme]), "meaning": say(meaning)}
            for theme, meaning in QUESTIONS.items()
        ],
        "points": dict(given),
        "most": MOST_POINTS,
        "usual": MOST_POINTS // 2,
        "draft": f"jachere-draft-{meeting.code}",
        "turn": turn,
    }
    answer = _mount(key="questions", data={**data, **_labels()}, on_given_change=unheard).given
    if answer is not None:
        st.session_state[_TURN] = turn + 1
        points = _points(answer)
        done = refusals.attempted(lambda: room.weigh(storage.store(), seat, points))
        st.session_state[_again(meeting)] = not done
        st.rerun()


def _labels() -> dict[str, str]:
    say = session.words()
    return {
        "ask": say(N_("How much does it count for you?")),
        "low": say(N_("not at all")),
        "high": say(N_("more than all the rest")),
        "back": say(N_("Back")),
        "next": say(N_("Next")),
        "give": say(N_("Give my weights")),
    }


def _points(answer: object) -> dict[str, float]:
    """Return the points of an answer: what is no theme or no number counts for nothing."""
    told = answer if isinstance(answer, Mapping) else {}
    asked = {theme.value: told.get(theme.value) for theme in QUESTIONS}
    return {name: _bounded(value) for name, value in asked.items()}


def _bounded(value: object) -> float:
    return min(max(float(value), 0.0), MOST_POINTS) if isinstance(value, int | float) else 0.0


def _again(meeting: Meeting) -> str:
    return f"again-{meeting.code}"


def _weighed(meeting: Meeting, seat: Seat, points: Mapping[str, float]) -> None:
    say, of_meeting = session.words(), agenda(meeting)
    title, told = say(N_("Your weights are counted.")), say(N_("The vote opens here when the organiser says so."))
    st.html(f'<h1 class="jc-phone-title">{escape(title)}</h1><p>{escape(told)}</p>')
    profile = of_meeting.profile.with_theme_weights({theme: points.get(theme.value, 0.0) for theme in Theme})
    ranking = ranked(of_meeting.short, profile)
    names = [of_meeting.items[site].title for site in ranking.index]
    part = say(N_("With your weights"))
    st.html(f'<h2 class="jc-phone-part">{escape(part)}</h2>')
    st.html(ranking_html(names, ranking, session.translate()))
    with st.container(key="actions"):
        label = say(N_("Change my weights"))
        st.button(label, width="stretch", key="again", on_click=_weigh_again, args=[meeting])
    seats.leaving(seat)


def _weigh_again(meeting: Meeting) -> None:
    st.session_state[_again(meeting)] = True
