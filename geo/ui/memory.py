"""What a browser keeps for the person who holds it: the key of a meeting, a seat. A link never carries it."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from geo.ui.components import unheard

_SCRIPT = Path(__file__).with_name("style") / "memory.js"

_mount = st.components.v2.component("jachere_memory", js=_SCRIPT.read_text(encoding="utf-8"))


def keep(name: str, **parts: str) -> None:
    """
    Let the browser keep some texts from the next run of the page on; others under the same name stay.

    Parameters
    ----------
    name
        Of ours, such as the code of a meeting.
    """
    st.session_state[_key(name)] = {**kept_now(name), **parts}


def recalled(name: str) -> Mapping[str, str] | None:
    """
    Return what the browser keeps under a name; call it once a run.

    Returns
    -------
    parts
        None at the first run of a page: the browser answers at the next.
    """
    changes = kept_now(name)
    data = {"name": f"jachere-{name}", "changes": changes}
    answer = _mount(key=f"memory-{name}", data=data, on_kept_change=unheard).kept
    if answer is None and not changes:
        return None
    texts = {key: value for key, value in dict(answer or {}).items() if isinstance(value, str)}
    return {**texts, **changes}


def kept_now(name: str) -> dict[str, str]:
    """Return what this page has told the browser to keep under a name."""
    changes: dict[str, str] = st.session_state.get(_key(name), {})
    return changes


def _key(name: str) -> str:
    return f"kept-{name}"
