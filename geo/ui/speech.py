"""What Streamlit says by itself, in the language of the page: it knows English alone, and a screen reader reads it."""

import re
from collections.abc import Sequence

from geo.messages import N_, Message
from geo.present.labels import LANGUAGES, translator
from geo.ui.components import component

_SAID = (
    N_("Skip to main content"),
    N_("Link to heading"),
    N_("App pages"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Navigate to home page"),
    N_("Open"),
    N_("Close"),
    N_("Choose an option"),
    N_("Choose options"),
    N_("No results"),
    N_("Select all"),
    N_("Select {count} matches"),
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Press Ctrl+Enter to apply"),
    N_("Press Ctrl+Enter to submit form"),
    N_("You can only select up to {count} options. Remove an option first."),
    N_("Selected values"),
    N_("Clear all"),
    N_("Clear value"),
    N_("Clear entry"),
    N_("Remove {what}"),
    N_("file upload"),
    N_("Increment"),
    N_("Decrement"),
    N_("Show password"),
    N_("Hide password"),
    N_("Help for {what}"),
    N_("Fullscreen"),
    N_("Fullscreen: {what}"),
    N_("Close fullscreen"),
    N_("Download as CSV"),
    N_("Search"),
    N_("Show/hide columns"),
    N_("Choose date"),
    N_("Clear date"),
    N_("day, {what}"),
    N_("month, {what}"),
    N_("year, {what}"),
    N_("Previous month"),
    N_("Next month"),
)
"""Its words as they stand in its pages."""

_HEARD = re.compile(r"\\\{\w+\\\}")

_mount = component("speech")


def speak(language: str) -> None:
    """
    Let the browser say Streamlit's own words in a language, and tell it which one the page is in.

    Parameters
    ----------
    language
        ``fr`` or ``en``.
    """
    _mount(key="speech", data={"language": language, "words": pairs(language)})


def pairs(language: str) -> Sequence[tuple[str, str]]:
    """
    Return what may stand in a page, as regular expressions, each with what is said in its place.

    Examples
    --------
    >>> dict(pairs("fr"))["Remove (.+)"]
    'Retirer $1'
    >>> dict(pairs("en"))["Retirer (.+)"]
    'Remove $1'
    """
    told = translator(language)
    heard = [translator(other) for other in LANGUAGES if other != language]
    return [
        (_HEARD.sub("(.+)", re.escape(speaks(_blank(msgid))).replace("\\ ", " ")), told(_placed(msgid)))
        for speaks in heard
        for msgid in _SAID
    ]


def _blank(msgid: str) -> Message:
    return Message(msgid, {"what": "{what}", "count": "{count}"})


def _placed(msgid: str) -> Message:
    return Message(msgid, {"what": "$1", "count": "$1"})
