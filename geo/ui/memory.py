"""What a browser keeps for the person who holds it: the key of a seat, of a meeting. A link never carries it."""

from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_name("style") / "memory.js"

_mount = st.components.v2.component("jachere_memory", js=_SCRIPT.read_text(encoding="utf-8"))


def kept(name: str, value: str | None = None) -> str | None:
    """
    Return what the browser keeps under a name.

    Parameters
    ----------
    name
        Of ours, such as ``seat-AB2CD3``.
    value
        To keep from now on; nothing leaves what is there.

    Returns
    -------
    value
        Nothing at the first run of a page: the browser answers at the next.
    """
    session_key = f"kept-{name}"
    if value is not None:
        st.session_state[session_key] = value
    result = _mount(key=f"memory-{name}", data={"name": f"jachere-{name}", "value": value}, on_kept_change=_nothing)
    answer = result.kept
    if st.session_state.get(session_key) is None and answer and answer["name"] == f"jachere-{name}":
        st.session_state[session_key] = answer["value"]
    found: str | None = st.session_state.get(session_key)
    return found


def _nothing() -> None:
    """Streamlit tells of a change only where somebody listens; the return value says it all."""
