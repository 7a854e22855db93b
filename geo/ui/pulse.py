"""A page that follows what others do: it looks every few seconds, and draws itself anew only when there is a reason.

A fragment that runs by itself has a price: when it asks while the server is still sending a whole run, Streamlit drops
what that run drew and was not sent yet, and the page would wait for ever. So each run leaves its number at the end of
the page, and the next look compares: what is missing is drawn again.
"""

from collections.abc import Callable

import streamlit as st

from geo.ui.components import component, unheard

_FRESH_S = 3
_DRAWN, _LOOK = "pulse-drawn", "pulse-look"

_mount = component("pulse")


def follow(changed: Callable[[], bool]) -> None:
    """
    End the page with a look every few seconds.

    Parameters
    ----------
    changed
        Tells whether what the page shows is not so any more; nothing moves under a thumb as long as it says no.
    """
    number = st.session_state[_DRAWN] = st.session_state.get(_DRAWN, 0) + 1
    st.html(f'<span class="jc-drawn" hidden>{number}</span>')
    _look(changed)


@st.fragment(run_every=_FRESH_S)
def _look(changed: Callable[[], bool]) -> None:
    look = st.session_state[_LOOK] = st.session_state.get(_LOOK, 0) + 1
    data = {"drawn": st.session_state[_DRAWN], "look": look}
    stale = _mount(key="pulse", data=data, on_stale_change=unheard).stale
    if stale is not None or changed():
        st.rerun()
