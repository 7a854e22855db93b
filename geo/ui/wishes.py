"""What a person wishes of each sketch: the latest wish in the address, the earlier ones to come back to."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from geo.study.wishes import Wish, wish_from

_ADDRESS, _WISHES, _GESTURE, _USUAL = "sketch", "wishes", "gesture", "usual-wishes"
_MOST_STEPS = 50

VARIANT = "variant"
"""Name of the number of the variant in the address."""


def begin(site: str, usual: Wish) -> None:
    """Propose something for a site, unless its person or the address that opened the page wishes otherwise."""
    st.session_state[_USUAL] = {**st.session_state.get(_USUAL, {}), site: usual}


def wish_of(site: str) -> Wish:
    """Return the latest wish for a site; at first the one of the address, which a link may bring."""
    return _steps(site)[-1]


def change(site: str, gesture: str = "", **parts: Any) -> None:
    """
    Wish something else for a site.

    Parameters
    ----------
    gesture
        Name of the slider that is being moved: all its moves in a row are one step to undo.
    """
    steps = _steps(site)
    wished = steps[-1].model_copy(update=parts)
    if wished != steps[-1]:
        same = bool(gesture) and len(steps) > 1 and st.session_state.get(_GESTURE) == gesture
        st.session_state[_GESTURE] = gesture
        _keep(site, (*(steps[:-1] if same else steps[-_MOST_STEPS:]), wished))


def undo(site: str) -> None:
    """Come back to the wish before."""
    st.session_state[_GESTURE] = ""
    _keep(site, _steps(site)[:-1] or (_usual(site),))


def can_undo(site: str) -> bool:
    """Tell whether there is a wish before."""
    return len(_steps(site)) > 1


def into_address(site: str) -> None:
    """Put the wish for a site into the address, so that a link opens the same sketch."""
    steps = _steps(site)
    st.session_state[_WISHES] = {**st.session_state.get(_WISHES, {}), site: steps}
    if steps[-1] != _usual(site):
        st.query_params[_ADDRESS] = steps[-1].text()
    elif _ADDRESS in st.query_params:
        del st.query_params[_ADDRESS]


def latest() -> dict[str, Wish]:
    """Return the latest wish of each site that has one of its own."""
    wished = {site: steps[-1] for site, steps in st.session_state.get(_WISHES, {}).items()}
    return {site: wish for site, wish in wished.items() if wish != _usual(site)}


def take_over(wished: Mapping[str, Wish]) -> None:
    """Take over the wishes of a saved study, without their earlier steps."""
    st.session_state[_WISHES] = {site: (wish,) for site, wish in wished.items()}


def _steps(site: str) -> tuple[Wish, ...]:
    wishes: dict[str, tuple[Wish, ...]] = st.session_state.get(_WISHES, {})
    if site in wishes:
        return wishes[site]
    # the address speaks of the site that the page was opened on, not of those chosen since
    asked = "" if wishes else st.query_params.get(_ADDRESS, "")
    return (wish_from(asked) if asked else _usual(site),)


def _usual(site: str) -> Wish:
    usual: dict[str, Wish] = st.session_state.get(_USUAL, {})
    return usual.get(site, Wish())


def _keep(site: str, steps: tuple[Wish, ...]) -> None:
    st.session_state[_WISHES] = {**st.session_state.get(_WISHES, {}), site: steps}
    into_address(site)
