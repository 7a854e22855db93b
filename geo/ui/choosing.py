"""What one person chose, in one value: it stays from page to page, goes into the address, and comes back step by step.

The wishes for sketches have steps of their own, site by site (`geo.ui.wishes`); they are joined here when asked for.
"""

from typing import Any

import streamlit as st

from geo.study.choices import Choices, address_of, choices_at
from geo.ui import wishes

_CHOICES, _PAST, _GESTURE = "choices", "past", "choosing"
_MOST_STEPS = 50
WEIGHING = ("own", "profile", "weights")
"""What `weigh` changes, to be given to `undo`."""
_IN_ADDRESS = ("profile", "weights", "site", "compare")


def choices() -> Choices:
    """Return all that this person chose; at first what the link says that opened the page."""
    if _CHOICES not in st.session_state:
        st.session_state[_CHOICES] = choices_at(st.query_params.to_dict())
    chosen: Choices = st.session_state[_CHOICES]
    return chosen.model_copy(update={"wishes": wishes.latest()})


def change(*, gesture: str = "", **parts: Any) -> None:
    """
    Choose something else.

    Parameters
    ----------
    gesture
        Name of the slider that is being moved: all its moves in a row are one step to undo.
    parts
        Of the choices, with their new values; those changed together come back together.
    """
    before = choices()
    after = Choices.model_validate({**dict(before), **parts})
    if after == before:
        return
    facet = tuple(sorted(parts))
    past = _past()
    same = bool(gesture) and st.session_state.get(_GESTURE) == gesture and bool(past.get(facet))
    if not same:
        steps = (*past.get(facet, ()), {name: getattr(before, name) for name in facet})
        st.session_state[_PAST] = {**past, facet: steps[-_MOST_STEPS:]}
    st.session_state[_GESTURE] = gesture
    _keep(after)


def weigh(*, gesture: str = "", **parts: Any) -> None:
    """Choose another point of view, or other weights: one goes with the other, and they come back together."""
    before = choices()
    change(gesture=gesture, **{name: parts.get(name, getattr(before, name)) for name in WEIGHING})


def undo(*facet: str) -> None:
    """Bring some parts back to what they were before their last change."""
    past, name = _past(), tuple(sorted(facet))
    *earlier, last = past.get(name) or ({},)
    st.session_state[_PAST] = {**past, name: tuple(earlier)}
    st.session_state[_GESTURE] = ""
    _keep(choices().model_copy(update=last))


def show(key: str, value: Any) -> None:
    """
    Let a widget show what is chosen.

    One that shows it already is not told: under a quick hand it would step back to what the server knew a moment ago.

    Parameters
    ----------
    key
        Of the widget, before it is drawn.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def can_undo(*facet: str) -> bool:
    """Tell whether some parts were changed together before."""
    return bool(_past().get(tuple(sorted(facet))))


def reopen(saved: Choices) -> None:
    """Take over the choices of a saved study; nothing of before can be undone into them."""
    st.session_state[_PAST] = {}
    wishes.take_over(saved.wishes)
    _keep(saved)


def into_address() -> None:
    """Put the choices into the address, which a change of page empties."""
    told = address_of(choices())
    for name in _IN_ADDRESS:
        if name in told:
            st.query_params[name] = told[name]
        elif name in st.query_params:
            del st.query_params[name]


def _past() -> dict[tuple[str, ...], tuple[dict[str, Any], ...]]:
    past: dict[tuple[str, ...], tuple[dict[str, Any], ...]] = st.session_state.get(_PAST, {})
    return past


def _keep(chosen: Choices) -> None:
    st.session_state[_CHOICES] = chosen
    into_address()
