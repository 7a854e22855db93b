"""Parts of a page that we draw ourselves, in one piece: their texts are written as texts, never as markup."""

from pathlib import Path
from typing import Any

import streamlit as st

from geo.present import assets

_STYLE = Path(__file__).with_name("style")


def component(name: str) -> Any:
    """
    Return the mount of a component of ours.

    Parameters
    ----------
    name
        Of its script in `style`, which may use what cards are made of.
    """
    script = (_STYLE / f"{name}.js").read_text(encoding="utf-8")
    return st.components.v2.component(f"jachere_{name}", js=assets.page("cards.js") + script, isolate_styles=False)


def unheard() -> None:
    """Streamlit tells of a change only where somebody listens; the return value says it all."""
