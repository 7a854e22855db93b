"""The gardens that were drawn, kept for everybody: the next person who wishes the same does not wait."""

import streamlit as st

from geo.errors import GeoError
from geo.layout import Ways
from geo.plans import Ground, Sketch
from geo.study import Survey
from geo.study.grounds import Prepared
from geo.study.sketches import VARIANTS, ground_of, sketched, ways_of
from geo.study.wishes import Wish, wish_from

_DRAWN = "sketched"


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
    return _told(_sketches(*_known(surveyed, site, wish)))


def first_sketch(surveyed: Survey, site: str, wish: Wish) -> tuple[Sketch, ...]:
    """
    Return the best of the same sketches alone, which takes a part of the time.

    Raises
    ------
    GeoError
        No garden can be drawn.
    """
    drawn = _sketches if is_sketched(surveyed, site, wish) else _first
    return _told(drawn(*_known(surveyed, site, wish)))


def is_sketched(surveyed: Survey, site: str, wish: Wish) -> bool:
    """Tell whether this person has all the sketches of a wish already."""
    return (surveyed.territory.digest, site, wish.text()) in st.session_state.get(_DRAWN, ())


def take_all(surveyed: Survey, site: str, wish: Wish) -> None:
    """Draw all the sketches of a wish; from now on, `first_sketch` returns them."""
    sketches(surveyed, site, wish)
    st.session_state[_DRAWN] = {*st.session_state.get(_DRAWN, ()), (surveyed.territory.digest, site, wish.text())}


def _known(surveyed: Survey, site: str, wish: Wish) -> tuple[str, str, str, Ground, tuple[Sketch, ...]]:
    """Return what a sketch is drawn from: with a lock, all the earlier sketches, of which one stays in part."""
    earlier = () if wish.lock is None else sketches(surveyed, site, wish.lock.wish)
    return surveyed.territory.digest, site, wish.text(), ground(surveyed, site).ground, earlier


def _told(found: tuple[Sketch, ...] | GeoError) -> tuple[Sketch, ...]:
    if isinstance(found, GeoError):
        raise found
    return found


@st.cache_resource(max_entries=64, show_spinner=False)
def _ground(digest: str, site: str, _surveyed: Survey) -> Prepared:
    return ground_of(_surveyed, site)


@st.cache_resource(max_entries=16, show_spinner=False)
def _ways(digest: str, site: str, on_the_land: str, _ground: Ground) -> Ways:
    return ways_of(_ground, wish_from(on_the_land))


@st.cache_resource(max_entries=128, show_spinner=False)
def _first(
    digest: str, site: str, wish: str, _ground: Ground, _earlier: tuple[Sketch, ...]
) -> tuple[Sketch, ...] | GeoError:
    return _drawn(digest, site, wish_from(wish), _ground, _earlier, variants=1)


@st.cache_resource(max_entries=128, show_spinner=False)
def _sketches(
    digest: str, site: str, wish: str, _ground: Ground, _earlier: tuple[Sketch, ...]
) -> tuple[Sketch, ...] | GeoError:
    return _drawn(digest, site, wish_from(wish), _ground, _earlier, variants=VARIANTS)


def _drawn(
    digest: str, site: str, wish: Wish, ground: Ground, earlier: tuple[Sketch, ...], *, variants: int
) -> tuple[Sketch, ...] | GeoError:
    """Return an error too, to be kept: a site without any plan takes the longest search of all."""
    ways = _ways(digest, site, wish.on_the_land.text(), ground)
    try:
        return sketched(ground, wish, earlier=earlier, variants=variants, ways=ways)
    except GeoError as error:
        return error
