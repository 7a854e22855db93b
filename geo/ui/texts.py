"""Texts of strangers in the page."""

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
