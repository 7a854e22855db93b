"""Drawings as SVG: elements with their texts escaped, for a page, a dossier or a file."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_NAMESPACE = "http://www.w3.org/2000/svg"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = ET.Element


def element(tag: str, *children: Element, text: str = "", **attributes: str | float) -> Element:
    """
    Return one element; an underscore in the name of an attribute stands for a hyphen.

    Examples
    --------
    >>> ET.tostring(element("text", text="a < b", x=1.5, font_size=12.0))
    b'<text x="1.5" font-size="12">a &lt; b</text>'
    """
    made = ET.Element(tag, {name.replace("_", "-"): _written(value) for name, value in attributes.items()})
    made.text = plain(text) or None
    made.extend(children)
    return made


def _written(value: str | float) -> str:
    return plain(value) if isinstance(value, str) else length(value)


def length(value: float) -> str:
    """
    Return a length with two decimals at most.

    Examples
    --------
    >>> length(2.0), length(-0.001), length(1 / 3)
    ('2', '0', '0.33')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def plain(text: str) -> str:
    """Return a text without the characters that no XML document may hold."""
    return _NOT_XML.sub("", text)


def drawing(width: float, height: float, children: Sequence[Element], *, title: str, description: str = "") -> str:
    """
    Return a whole drawing as text, to be put into a page or a file.

    It names no identifiers, so that several of them live in one page.

    Parameters
    ----------
    width, height
        It shrinks where there is less room. [px]
    title, description
        What it shows, in words, for who cannot see it.
    """
    told = [element("title", text=title)]
    if description:
        told.append(element("desc", text=description))
    root = element(
        "svg",
        *told,
        *children,
        xmlns=_NAMESPACE,
        viewBox=f"0 0 {length(width)} {length(height)}",
        width=width,
        height=height,
        role="img",
        style="max-width:100%;height:auto",
        font_family=FONT,
    )
    return ET.tostring(root, encoding="unicode")


def shortened(text: str, most: int) -> str:
    """
    Return a text cut to a number of characters.

    Examples
    --------
    >>> shortened("orchard", 7), shortened("orchards", 7)
    ('orchard', 'orchar…')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"
