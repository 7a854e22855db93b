"""A participant's phone: one question a screen, big sliders, then the vote; it finds its seat again after a reload."""

import json
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
from geo.ui import ballot, memory, refusals, seats, session, storage
from geo.ui.agenda import agenda

QUESTIONS: Mapping[Theme, str] = {
    Theme.SOCIAL: N_("Near a priority neighbourhood, homes without a garden, schools."),
    Theme.PHYSICAL: N_("Hours of sun, area, slope and soil."),
    Theme.LAND: N_("Who owns the land, what the local plan allows, for how long."),
    Theme.HEALTH: N_("History of the land, distance to a busy road."),
    Theme.SERVICES: N_("Water nearby, gate on the street, a stop of the bus."),
}
"""What each theme means, in the order of the screens."""
MOST_POINTS = 10

_FRESH_S = 3
_DRAFT = "draft"
"""Answers that are not given yet, which the browser keeps too."""


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
            _weighing(meeting, seat, kept)
    if meeting.stage is not Stage.CLOSED:
        _watch(meeting.code, seat, (meeting, standing))


@st.fragment(run_every=_FRESH_S)
def _watch(code: str, seat: Seat | None, seen: tuple[Meeting, Standing | None]) -> None:
    """Draw the page anew when the meeting has gone on, and at no other time: nothing moves under a thumb."""
    if (meetings.meeting_of(storage.store(), code), seats.standing(seat)) != seen:
        st.rerun()


def _languages() -> None:
    with st.container(horizontal=True, key="languages", horizontal_alignment="center"):
        for language in LANGUAGES:
            told = {"fr": "Français", "en": "English"}.get(language, language.upper())
            if language != session.language():
                st.button(told, type="tertiary", key=f"in-{language}", on_click=_speak, args=[language])


def _speak(language: str) -> None:
    st.query_params["lang"] = language


def _weighing(meeting: Meeting, seat: Seat, kept: Mapping[str, str]) -> None:
    given, draft = room.own_weights(storage.store(), seat), _draft(kept)
    asked = st.session_state.get(f"screen-{meeting.code}")
    step = asked if asked is not None else len(QUESTIONS) if given else len(draft)
    if step >= len(QUESTIONS) and given:
        _weighed(meeting, seat, given)
    else:
        _question(meeting, seat, min(step, len(QUESTIONS) - 1), {**given, **draft})


def _draft(kept: Mapping[str, str]) -> dict[str, float]:
    """Return the answers that are not given yet, as this browser keeps them."""
    try:
        found = dict(json.loads(kept.get(_DRAFT) or "{}"))
        themes = {theme.value for theme in Theme}
        return {name: min(max(float(value), 0.0), MOST_POINTS) for name, value in found.items() if name in themes}
    except (ValueError, TypeError):  # a browser may hold anything
        return {}


def _question(meeting: Meeting, seat: Seat, step: int, points: Mapping[str, float]) -> None:
    say, themes = session.words(), list(QUESTIONS)
    theme, last = themes[step], step == len(themes) - 1
    st.progress((step + 1) / len(themes), text=f"{step + 1} / {len(themes)}")
    with st.form(f"question-{theme.value}", border=False):
        st.html(
            f'<h1 class="jc-phone-title">{escape(say(THEME_LABELS[theme]))}</h1><p>{escape(say(QUESTIONS[theme]))}</p>'
        )
        usual = int(points.get(theme.value, MOST_POINTS // 2))
        st.slider(say(N_("How much does it count for you?")), 0, MOST_POINTS, usual, key=f"points-{theme.value}")
        with st.container(horizontal=True, key="ends"):
            st.caption(say(N_("not at all")))
            st.caption(say(N_("more than all the rest")))
        with st.container(horizontal=True, key="actions"):
            moves = [meeting.code, seat, theme.value, dict(points)]
            st.form_submit_button(say(N_("Back")), disabled=step == 0, on_click=_answer, args=[*moves, step - 1])
            label = say(N_("Give my weights")) if last else say(N_("Next"))
            st.form_submit_button(label, type="primary", on_click=_answer, args=[*moves, step + 1])


def _answer(code: str, seat: Seat, theme: str, points: dict[str, float], step: int) -> None:
    """Keep the answer in the browser; with the last one, give all of them to the room."""
    points[theme] = float(st.session_state[f"points-{theme}"])
    memory.keep(code, **{_DRAFT: json.dumps(points)})
    given = step < len(QUESTIONS) or refusals.attempted(lambda: room.weigh(storage.store(), seat, points))
    st.session_state[f"screen-{code}"] = step if given else 0


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
        st.button(say(N_("Change my weights")), width="stretch", key="again", on_click=_again, args=[meeting.code])
    seats.leaving(seat)


def _again(code: str) -> None:
    st.session_state[f"screen-{code}"] = 0
