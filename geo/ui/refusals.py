"""What the store refuses, told to the person who asked: never a broken page in the middle of a meeting."""

from collections.abc import Callable

import streamlit as st

from geo.errors import GeoError, StoreError
from geo.ui import session

_REFUSED = "refused"


def attempted(act: Callable[[], object]) -> bool:
    """
    Do something that the store may refuse; the reason is shown by `told` at the same run or the next.

    Returns
    -------
    done
        It was not refused.
    """
    try:
        act()
    except StoreError as error:
        st.session_state[_REFUSED] = text_of(error)
        return False
    return True


def attempt(act: Callable[[], object]) -> None:
    """Do the same where nothing depends on it: when a button is pressed."""
    attempted(act)


def told() -> None:
    """Show what was just refused, once."""
    text = st.session_state.pop(_REFUSED, "")
    if text:
        st.warning(text)


def text_of(error: GeoError) -> str:
    """Return the reason of an error and what to do, in the language of the page."""
    translate = session.translate()
    return " ".join(translate(part) for part in (error.reason, error.remedy) if part)
