"""Texts on a drawing: how wide they are, where they break, how they are set. Lengths are millimetres on paper."""

from collections.abc import Mapping
from types import MappingProxyType

from geo.present.palette import INK
from geo.present.svg import Element, element, plain

FACES = "'Source Sans 3', 'Source Sans Pro', Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Faces of nearly the same width, so that what fits on one machine fits on the next."""

BOLD_RATIO = 1.11
"""Widest line of bold letters against the same in regular ones. [–]"""

_WIDTHS: Mapping[int, str] = MappingProxyType(
    {
        200: "\u202f",
        250: "\"'ij‘’′",
        275: "l|¦",
        300: " !,.:;If\xa0ÌÍÎÏìíîï",
        325: "[]",
        350: "()-/\\rt{}¡·•",
        375: "ª²³¹º",
        425: "*°",
        450: "“”″",
        500: "J^cksvxyzçýÿ",
        550: "`¨±´¸÷≤≥",
        625: "FTZ¿ßø",
        675: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞŸ",
        725: "CDHNRUwÇÐÑÙÚÛÜ",
        800: "GOQÒÓÔÕÖØ",
        850: "Mm¼½¾",
        900: "%æ",
        1025: "WœÆŒ—…→@",
    }
)
"""Advance of letters: the larger of Arial's and Source Sans 3's, rounded up. [thousandths of the size]"""

_ADVANCES = MappingProxyType({letter: width for width, letters in _WIDTHS.items() for letter in letters})
_OTHER = 600
_WIDE = 1100
"""Letters of other scripts may be as wide as high."""


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """
    Return how wide a line is at most, in any of the faces. [mm]

    Parameters
    ----------
    size
        Height of the letters' body. [mm]

    Examples
    --------
    >>> round(width_of("Potager", 3.0), 2)
    11.32
    """
    advance = sum(_ADVANCES.get(letter, _OTHER if letter < "\u0250" else _WIDE) for letter in plain(text))
    return advance * size * (BOLD_RATIO if bold else 1.0) / 1000


def wrapped(text: str, width: float, size: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """
    Break a text into lines that fit; a word that is too long is cut, and so is what exceeds the last line.

    Parameters
    ----------
    width
        Of the column. [mm]
    size
        Of the letters. [mm]
    most
        Lines at most.

    Examples
    --------
    >>> wrapped("one two three four", 12, 3)
    ['one two', 'three', 'four']
    >>> wrapped("one two three four", 12, 3, most=2)
    ['one two', 'three…']
    """
    lines: list[str] = []
    for word in plain(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        elif word:
            lines.append(fitted(" ".join(word.split("\n")), width, size, bold=bold))
    if len(lines) > most:
        return [*lines[: most - 1], fitted(f"{lines[most - 1]}…", width, size, bold=bold)]
    return lines


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """
    Cut a line so that it fits.

    Examples
    --------
    >>> fitted("Jardin des Acacias", 15, 3)
    'Jardin d…'
    """
    if width_of(text, size, bold=bold) <= width:
        return text
    kept = text.removesuffix("…")
    while kept and width_of(f"{kept}…", size, bold=bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def line_of(text: str, x: float, y: float, size: float, *, bold: bool = False, **attributes: str | float) -> Element:
    """
    Return one line of text.

    Parameters
    ----------
    x, y
        Its left end on the base line, unless `text_anchor` says otherwise. [mm]
    """
    weight: dict[str, str | float] = {"font_weight": "600"} if bold else {}
    return element("text", text=text, x=x, y=y, font_size=size, **({"fill": INK} | weight | attributes))
