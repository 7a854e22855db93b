"""What a person wishes of each sketch: the latest wish in the address, the earlier ones to come back to."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from geo.errors import GeoError
from geo.plans import Ground, Sketch
from geo.study import Survey
from geo.study.grounds import Prepared
from geo.study.sketches import ground_of, sketched
from geo.study.wishes import Wish, wish_from

_ADDRESS, _WISHES, _GESTURE, _USUAL, _DRAWN = "sketch", "wishes", "gesture", "usual-wishes", "sketched"
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


def ground(surveyed: Survey, site: str) -> Prepared:
    """
    Return the ground of a site, with what was assumed on the way.

    Raises
    ------
    GeoError
        The site has no area, or a file changed.
    """
    return _ground(surveyed.territory.digest, site, surveyed)


def sketches(surveyed: Survey, site: str, wish: Wish) -> tuple[Sketch, ...]:
    """
    Return the sketches that a wish gives.

    Raises
    ------
    GeoError
        No garden can be drawn.
    """
    earlier = () if wish.lock is None else sketches(surveyed, site, wish.lock.wish)
    found = _sketches(surveyed.territory.digest, site, wish.text(), ground(surveyed, site).ground, earlier)
    if isinstance(found, GeoError):
        raise found
    return found


def first_sketch(surveyed: Survey, site: str, wish: Wish) -> tuple[Sketch, ...]:
    """
    Return the best of the same sketches alone, which takes a part of the time.

    Raises
    ------
    GeoError
        No garden can be drawn.
    """
    if wish.lock is not None or is_sketched(surveyed, site, wish):
        return sketches(surveyed, site, wish)
    found = _first(surveyed.territory.digest, site, wish.text(), ground(surveyed, site).ground)
    if isinstance(found, GeoError):
        raise found
    return found


def is_sketched(surveyed: Survey, site: str, wish: Wish) -> bool:
    """Tell whether this person has all the sketches of a wish already."""
    return (surveyed.territory.digest, site, wish.text()) in st.session_state.get(_DRAWN, ())


def take_all(surveyed: Survey, site: str, wish: Wish) -> None:
    """Draw all the sketches of a wish; from now on, `first_sketch` returns them."""
    sketches(surveyed, site, wish)
    st.session_state[_DRAWN] = {*st.session_state.get(_DRAWN, ()), (surveyed.territory.digest, site, wish.text())}


@st.cache_resource(max_entries=128, show_spinner=False)
def _first(digest: str, site: str, wish: str, _ground: Ground) -> tuple[Sketch, ...] | GeoError:
    try:
        return sketched(_ground, wish_from(wish), variants=1)
    except GeoError as error:
        return error


@st.cache_resource(max_entries=64, show_spinner=False)
def _ground(digest: str, site: str, _surveyed: Survey) -> Prepared:
    return ground_of(_surveyed, site)


@st.cache_resource(max_entries=128, show_spinner=False)
def _sketches(
    digest: str, site: str, wish: str, _ground: Ground, _earlier: tuple[Sketch, ...]
) -> tuple[Sketch, ...] | GeoError:
    """Keep an error too: a site without any plan takes the longest search of all."""
    try:
        return sketched(_ground, wish_from(wish), earlier=_earlier)
    except GeoError as error:
        return error
