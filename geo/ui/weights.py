"""What counts: a point of view, then the weight of each theme and, for who wants it, of each criterion."""

from collections.abc import Mapping

import streamlit as st

from geo.messages import N_, Message
from geo.scoring import Profile, Theme
from geo.study.choices import OWN
from geo.study.profiles import NAMES
from geo.ui import choosing, session, weight_files
from geo.ui.texts import plain

THEMES: Mapping[Theme, str] = {
    Theme.LAND: N_("Land and law"),
    Theme.HEALTH: N_("Health"),
    Theme.PHYSICAL: N_("Ground and sun"),
    Theme.SERVICES: N_("Water and access"),
    Theme.SOCIAL: N_("People and partners"),
}
_MOST_POINTS = 100
_REFUSED = "weights-refused"


def panel() -> None:
    """Let the person choose a point of view and move its weights; every move can be undone."""
    say = session.words()
    _points_of_view()
    st.caption(say(N_("The share of each theme in the score. Sites keep their values, only the weights move.")))
    if st.session_state.pop(_REFUSED, False):
        st.warning(say(N_("At least one weight must be positive.")))
    profile = session.profile(choosing.choices())
    for theme, label in THEMES.items():
        key = f"weight-{theme}"
        choosing.show(key, min(_MOST_POINTS, round(profile.theme_weight(theme))))
        st.slider(say(label), 0, _MOST_POINTS, key=key, on_change=_move_theme, args=[theme, key])
    with st.expander(say(N_("Criterion by criterion"))):
        for criterion in profile.criteria:
            _criterion(criterion.id, plain(say(criterion.label)), criterion.weight)
    with st.expander(say(N_("Files of weights"))):
        weight_files.section(profile)
    left, right = st.columns(2)
    left.button(
        say(N_("Undo")),
        icon=":material/undo:",
        disabled=not choosing.can_undo(*choosing.WEIGHING),
        on_click=choosing.undo,
        args=choosing.WEIGHING,
        width="stretch",
        key="undo-weights",
    )
    right.button(
        say(N_("Usual weights")),
        disabled=not choosing.choices().weights,
        on_click=choosing.weigh,
        kwargs={"weights": {}},
        width="stretch",
        key="usual-weights",
    )


def moved_text(profile: Profile) -> str:
    """Say in a few words whose point of view this is, and whether its weights were moved."""
    translate = session.translate()
    label = plain(translate(Message(profile.label)))
    if not choosing.choices().weights:
        return translate(Message(N_("Point of view: {label}"), {"label": label}))
    return translate(Message(N_("Point of view: {label}, with your weights"), {"label": label}))


def _points_of_view() -> None:
    say = session.words()
    key = "point-of-view"
    names = (*NAMES, OWN) if choosing.choices().own else NAMES
    choosing.show(key, choosing.choices().profile if choosing.choices().profile in names else names[0])
    st.segmented_control(
        say(N_("Point of view")),
        names,
        required=True,
        format_func=lambda name: plain(say(session.profile_named(name).label)),
        key=key,
        on_change=_take_point_of_view,
        args=[key],
        width="stretch",
    )


def _take_point_of_view(key: str) -> None:
    choosing.weigh(profile=st.session_state[key], weights={})


def _criterion(name: str, label: str, weight: float) -> None:
    key = f"weight-of-{name}"
    choosing.show(key, float(weight))
    most = max(float(_MOST_POINTS), weight)
    st.number_input(f"{name} · {label}", 0.0, most, step=1.0, format="%g", key=key, on_change=_move, args=[name, key])


def _move(name: str, key: str) -> None:
    chosen = choosing.choices()
    _take(key, {**chosen.weights, name: float(st.session_state[key])})


def _move_theme(theme: Theme, key: str) -> None:
    """Share the points of a theme among its criteria as they were shared; evenly where all of them were at zero."""
    chosen, asked = choosing.choices(), float(st.session_state[key])
    profile = session.profile(chosen)
    own = {criterion.id: criterion.weight for criterion in profile.criteria if criterion.theme == theme}
    whole = sum(own.values())
    parts = {name: weight / whole if whole else 1 / len(own) for name, weight in own.items()}
    _take(key, {**chosen.weights, **{name: round(asked * part, 3) for name, part in parts.items()}})


def _take(gesture: str, weights: Mapping[str, float]) -> None:
    usual = {c.id: c.weight for c in session.profile_named(choosing.choices().profile).criteria}
    moved = {name: weight for name, weight in weights.items() if weight != usual.get(name)}
    if any({**usual, **moved}.values()):
        choosing.weigh(gesture=gesture, weights=moved)
    else:
        st.session_state[_REFUSED] = True
