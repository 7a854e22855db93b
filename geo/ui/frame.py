"""What every page has around it: the style, the name of the territory, the language, errors for people."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.errors import GeoError
from geo.messages import N_
from geo.present import assets
from geo.present.labels import LANGUAGES, error_text
from geo.present.screening import territory_title
from geo.ui import saving, session, speech

_STYLE = Path(__file__).with_name("style")

_STEPS, _FIRST = "steps", "carte"

ICON = _STYLE / "icon.svg"
"""Our own: an icon of Streamlit's set would be fetched from the network."""


def style() -> None:
    """Put the style sheet of the app into the page, and its language."""
    # Streamlit says this in English alone
    choose = session.words()(N_("Choose on this device"))
    words = f':root {{ --jc-choose: "{choose}"; }}'
    ours = (_STYLE / name for name in ("theme.css", "app.css"))
    sheets = [words, *(sheet.read_text(encoding="utf-8") for sheet in ours), assets.page("cards.css")]
    st.html(f"<style>{''.join(sheets)}</style>")
    speech.speak(session.language())


def header() -> None:
    """Show which territory this is and let the person choose the language."""
    say = session.words()
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        with st.spinner(say(N_("Reading the files"))):
            title = _title()
        st.text(title)
        st.space("stretch")
        if "code" not in st.query_params:  # people in a meeting have nothing to save
            saving.button()
        st.segmented_control(
            say(N_("Language")),
            LANGUAGES,
            default=session.language(),
            required=True,
            format_func=str.upper,
            key="lang",
            on_change=session.into_address,
            args=["lang"],
            label_visibility="collapsed",
        )


def _title() -> str:
    try:
        return territory_title(session.current_territory(), session.translate())
    except GeoError:  # the page says it, with the remedy
        return session.chosen_folder().name


def steps(pages: list[StreamlitPage]) -> list[StreamlitPage]:
    """Return the pages, and remember them so that one may lead to another."""
    st.session_state[_STEPS] = {page.url_path or _FIRST: page for page in pages}
    return pages


def also_named(pages: list[StreamlitPage]) -> list[StreamlitPage]:
    """Return the pages, and one that is not listed: the first page is also found under its own name."""
    first = st.session_state.get(_STEPS, {}).get(_FIRST)
    if first not in pages:
        return pages

    def lead() -> None:
        st.switch_page(first, query_params=st.query_params.to_dict())

    return [*pages, st.Page(lead, title=first.title, url_path=_FIRST, visibility="hidden")]


def button_to(path: str, label: str, *, icon: str | None = None, primary: bool = False) -> None:
    """
    Offer to go on to another page; nothing where this page is shown alone.

    Parameters
    ----------
    path
        Of its address.
    label
        Already translated.
    """
    page = st.session_state.get(_STEPS, {}).get(path)
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    if page is not None and st.button(label, icon=icon, type=kind, key=f"to-{path}"):
        st.switch_page(page)


def guarded(page: Callable[[], None]) -> Callable[[], None]:
    """
    Return the page with its errors told as a person needs them: what, where, why, what to do.

    Parameters
    ----------
    page
        Draws itself; may raise a GeoError.
    """

    def run() -> None:
        try:
            page()
        except GeoError as error:
            st.error(error_text(error, session.translate()), icon=":material/error:")
            if session.chosen_folder() != session.DEMONSTRATION:
                label = session.words()(N_("Open the demonstration territory"))
                st.button(label, on_click=session.choose_folder, args=[session.DEMONSTRATION])

    run.__name__ = page.__module__.rpartition(".")[2]
    return run
