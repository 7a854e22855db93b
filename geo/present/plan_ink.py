"""Pens of a garden plan: the figures that lines and fills are drawn with."""

from typing import TypeAlias

from geo.present.palette import INK
from geo.present.svg import Element, element

Style: TypeAlias = dict[str, str | float]
"""Attributes of a figure, an underscore for a hyphen."""

QUIET = "#4A5660"
"""Texts that stand back."""

LINE: Style = {"fill": "none", "stroke": INK}


def figure(tag: str, **style: str | float) -> Element:
    """
    Return a figure without text.

    Examples
    --------
    >>> figure("path", d="M0 0h1", **LINE, stroke_width=0.5).get("stroke-width")
    '0.5'
    """
    return element(tag, text="", **style)
