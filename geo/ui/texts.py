"""Texts of strangers in the page."""

from html import escape

_MARKS = frozenset("\\`*_{}[]()<>#+-.!|$~:")


def plain(text: str) -> str:
    """
    Escape a text so that no mark of Markdown in it is read as one.

    Examples
    --------
    >>> print(plain("Rue <b> *x*"))
    Rue \\<b\\> \\*x\\*
    """
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text)


def small_heading(text: str) -> str:
    """
    Return the heading of a part of a section, as HTML.

    Examples
    --------
    >>> small_heading("Sun & rain")
    '<h3 class="jc-part">Sun &amp; rain</h3>'
    """
    return f'<h3 class="jc-part">{escape(text)}</h3>'


def statement(text: str) -> str:
    """
    Return a sentence that a section is about, as HTML.

    Examples
    --------
    >>> statement("Nothing < something")
    '<p class="jc-said">Nothing &lt; something</p>'
    """
    return f'<p class="jc-said">{escape(text)}</p>'
