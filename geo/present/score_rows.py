"""What the charts of a judgement share: a scale from left to right, names at the left, figures that stay legible."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.models import Verdict
from geo.present.labels import DEFAULT_LANGUAGE, number
from geo.present.palette import INK, PAPER, VERDICT_COLOURS, VERDICT_MARKS
from geo.present.plan_text import line_of, width_of, wrapped
from geo.present.svg import Element, element
from geo.present.themes import Box

WIDTH_PX = 880.0
NAMES_PX = 264.0
QUIET = "#4A5660"
GRID = "#E3E1DA"
SCALE_STEP = 20

NAME_SIZE = 15.0
TEXT_SIZE = 13.0
SMALL_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Scale:
    """
    Where values lie between two sides of a drawing.

    Attributes
    ----------
    left, right
        [px]
    low, high
        Values at both sides.
    """

    left: float
    right: float
    low: float = 0.0
    high: float = 100.0

    def x(self, value: float) -> float:
        """
        Return the place of a value, never outside of the scale. [px]

        Examples
        --------
        >>> Scale(100, 300).x(25), Scale(100, 300).x(120)
        (150.0, 300.0)
        """
        part = (value - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)


def axis(scale: Scale, top: float, bottom: float, unit: str, language: str = DEFAULT_LANGUAGE) -> list[Element]:
    """
    Return the lines of a scale behind a chart, with their values under it.

    Parameters
    ----------
    unit
        Written after each value, such as `` %``; none when empty.
    """
    parts = []
    step = SCALE_STEP if scale.high - scale.low > 2 * SCALE_STEP else SCALE_STEP // 4
    for value in range(int(scale.low), int(scale.high) + 1, step):
        x = scale.x(value)
        told = f"{number(value, language)}{unit}"
        parts.append(element("line", x1=x, x2=x, y1=top, y2=bottom, stroke=GRID, stroke_width=1))
        parts.append(line_of(told, x, bottom + 15, SMALL_SIZE, text_anchor="middle", fill=QUIET))
    return parts


def name_block(name: str, middle: float, width: float, *, verdict: Verdict | None = None) -> list[Element]:
    """
    Return the name of a site on up to three lines around a height, after the mark of its verdict. [px]

    Parameters
    ----------
    width
        Of the column.
    """
    start = 0.0 if verdict is None else 22.0
    mark = [] if verdict is None else [verdict_mark(verdict, 1, middle + 6)]
    told = _REFERENCE.sub("\\1\u00a0\\2", name)
    size, step, lines = NAME_SIZE, 18.0, wrapped(told, width - start, NAME_SIZE, bold=True)
    if len(lines) > 2:
        size, step, lines = SMALL_SIZE, 14.0, wrapped(told, width - start, SMALL_SIZE, bold=True, most=3)
    first = middle + 5 - step / 2 * (len(lines) - 1)
    return mark + [line_of(line, start, first + step * place, size, bold=True) for place, line in enumerate(lines)]


_REFERENCE = re.compile(r"\b([A-Z]{1,2}) (\d)")
"""Section and number of a parcel, which stay on one line."""


def verdict_mark(verdict: Verdict, x: float, y: float) -> Element:
    """Return the mark of a verdict, in its colour and its shape."""
    return line_of(VERDICT_MARKS[verdict], x, y, 19, fill=VERDICT_COLOURS[verdict])


def framed(box: Box, ink: str = INK) -> Element:
    """Return the outline of a rectangle."""
    return element(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="none", stroke=ink, stroke_width=1
    )


def haloed(text: str, x: float, y: float, size: float, *, halo: str = PAPER, ink: str = INK) -> Element:
    """Return a bold figure centred on a place, with an edge that keeps it legible on a hatch or a line."""
    edge: dict[str, str | float] = {
        "stroke": halo,
        "stroke_width": 4,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
        "text_anchor": "middle",
        "fill": ink,
    }
    return line_of(text, x, y, size, bold=True, **edge)


def paragraph(text: str, top: float, width: float = WIDTH_PX) -> tuple[list[Element], float]:
    """Return a quiet text under a chart, and the height where it ends. [px]"""
    lines = wrapped(text, width, TEXT_SIZE)
    shown = [line_of(line, 0, top + 18 * place, TEXT_SIZE, fill=QUIET) for place, line in enumerate(lines)]
    return shown, top + 18 * len(lines)


def keys(
    entries: Iterable[tuple[Sequence[Element], str]], top: float, left: float = 0.0
) -> tuple[list[Element], float]:
    """
    Return a legend that runs over as many lines as it needs, and the height where it ends.

    Parameters
    ----------
    entries
        A sample drawn in the square from (0, 0) to (22, 16), and its words.
    top, left
        [px]
    """
    parts, x, y = [], left, top + 2
    for sample, words in entries:
        wide = 30 + width_of(words, TEXT_SIZE) + 22
        if x > left and x + wide > WIDTH_PX:
            x, y = left, y + 24
        parts.append(element("g", *sample, transform=f"translate({x:.1f} {y:.1f})"))
        parts.append(line_of(words, x + 30, y + 13, TEXT_SIZE))
        x += wide
    return parts, y + 24


def score_words(row: pd.Series, language: str) -> tuple[str, str]:
    """
    Return a score and its interval, both without decimals.

    Examples
    --------
    >>> score_words(pd.Series({"score": 72.4, "score_low": 64.0, "score_high": 81.0}), "fr")
    ('72', '64–81')
    """
    if pd.isna(row["score"]):
        return "?", f"{number(round(row['score_low']), language)}–{number(round(row['score_high']), language)}"
    score, low, high = (number(round(row[name]), language) for name in ("score", "score_low", "score_high"))
    return score, f"{low}–{high}"


def shared_out(amounts: Sequence[float], total: int) -> list[int]:
    """
    Round amounts so that they add up to a total: the remainder goes to those that rounding down hurts most.

    Examples
    --------
    >>> shared_out([10.4, 20.4, 30.2], 61)
    [11, 20, 30]
    """
    whole = [int(amount) for amount in amounts]
    order = sorted(range(len(whole)), key=lambda place: (whole[place] - amounts[place], place))
    for place in order[: max(total - sum(whole), 0)]:
        whole[place] += 1
    return whole
