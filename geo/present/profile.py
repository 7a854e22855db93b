"""Up to four sites side by side: what each is worth for every criterion, as lines from the first theme to the last."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from geo.messages import N_, Message, Value
from geo.present.labels import DEFAULT_LANGUAGE, Translator, number
from geo.present.palette import COMPARED_COLOURS, PAPER
from geo.present.plan_text import line_of, wrapped
from geo.present.score_rows import (
    NAME_SIZE,
    QUIET,
    SMALL_SIZE,
    TEXT_SIZE,
    WIDTH_PX,
    Scale,
    axis,
    keys,
    paragraph,
)
from geo.present.svg import Element, drawing, element, length
from geo.present.themes import THEME_LABELS, Box, themed
from geo.scoring import Criterion, Theme

MOST_SITES = len(COMPARED_COLOURS)
"""More lines than that cannot be told apart."""

_ROW_PX = 32.0
_THEME_PX = 34.0
_LABELS_PX = 330.0
_APART_PX = 6.0
_DASHES = ("", "9 4", "3 3", "12 4 3 4")


def _circle(x: float, y: float) -> str:
    return f"M{length(x - 6)} {length(y)}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z"


def _square(x: float, y: float) -> str:
    return f"M{length(x - 5.5)} {length(y - 5.5)}h11v11h-11Z"


def _triangle(x: float, y: float) -> str:
    return f"M{length(x)} {length(y - 7)}l7 12.5h-14Z"


def _diamond(x: float, y: float) -> str:
    return f"M{length(x)} {length(y - 7.5)}l7.5 7.5l-7.5 7.5l-7.5 -7.5Z"


_MARKS: tuple[Callable[[float, float], str], ...] = (_circle, _square, _triangle, _diamond)


@dataclass(frozen=True, slots=True)
class Line:
    """The look of one site: colour, dashes and mark, and how far it is set off from the others. [px]"""

    place: int
    offset: float

    @property
    def colour(self) -> str:
        """Its colour."""
        return COMPARED_COLOURS[self.place]

    def through(self, points: Sequence[tuple[float, float]]) -> Element:
        """Return the line through some points."""
        path = "M" + "L".join(f"{length(x)} {length(y)}" for x, y in points)
        dashes = {"stroke_dasharray": _DASHES[self.place]} if _DASHES[self.place] else {}
        return element("path", d=path, fill="none", stroke=self.colour, stroke_width=2.5, stroke_opacity=0.8, **dashes)

    def mark(self, x: float, y: float, *, known: bool = True) -> Element:
        """Return the mark at a point, hollow where nothing is known."""
        fill, edge = (self.colour, PAPER) if known else (PAPER, self.colour)
        return element("path", d=_MARKS[self.place](x, y), fill=fill, stroke=edge, stroke_width=1.5)


def profile_chart(
    names: Mapping[str, str],
    utilities: pd.DataFrame,
    criteria: Sequence[Criterion],
    translate: Translator,
    *,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """
    Return the profile of up to four sites over the criteria that have a weight.

    Parameters
    ----------
    names
        By site, in the order of the legend; those after the fourth are left out.
    utilities
        Sites × criteria, missing where unknown. [0–100]
    """
    shown = dict(list(names.items())[:MOST_SITES])
    lines = {site: Line(place, (place - (len(shown) - 1) / 2) * _APART_PX) for place, site in enumerate(shown)}
    scale = Scale(_LABELS_PX, WIDTH_PX - 120)
    samples = [
        ([lines[site].through([(0, 8), (22, 8)]), lines[site].mark(11, 8)], name) for site, name in shown.items()
    ]
    legend, top = keys(samples, 0)
    heights = {criterion.id: y for criterion, y in _rows(criteria, top + 26)}
    bottom = max(heights.values(), default=top) + 22
    unknown = line_of(translate(Message(N_("unknown"))), WIDTH_PX - 50, top + 12, SMALL_SIZE, text_anchor="middle")
    parts = [*legend, *axis(scale, top + 18, bottom, "", language), unknown, *_labels(criteria, heights, translate)]
    for site, line in lines.items():
        parts += _site(line, utilities.loc[site], heights, scale)
    note, bottom = paragraph(translate(Message(_READING)), bottom + 42)
    told = _description(shown, utilities, criteria, translate, language)
    title = translate(Message(N_("What each site is worth, criterion by criterion")))
    return drawing(WIDTH_PX, bottom, [*parts, *note], title=title, description=told)


_READING = N_(
    "From 0, the worst, to 100, the best. Beside each criterion, its weight. A line that breaks off: not known."
)


def _rows(criteria: Sequence[Criterion], top: float) -> Iterator[tuple[Criterion, float]]:
    """Yield the criteria that count, theme by theme, with their heights."""
    y = top
    for theme in Theme:
        of_theme = [criterion for criterion in criteria if criterion.theme == theme and criterion.weight > 0]
        y += _THEME_PX if of_theme else 0
        for criterion in of_theme:
            yield criterion, y
            y += _ROW_PX


def _labels(criteria: Sequence[Criterion], heights: Mapping[str, float], translate: Translator) -> list[Element]:
    parts, before = [], None
    for criterion, _ in _rows(criteria, 0):
        y = heights[criterion.id]
        if criterion.theme != before:
            parts += themed(Box(0, y - 36, 22, 16), criterion.theme)
            parts.append(line_of(translate(Message(THEME_LABELS[criterion.theme])), 30, y - 22, NAME_SIZE, bold=True))
        before = criterion.theme
        [label] = wrapped(translate(Message(criterion.label)), _LABELS_PX - 90, TEXT_SIZE, most=1)
        parts.append(line_of(label, 30, y + 5, TEXT_SIZE))
        weight = translate(criterion.weight)
        parts.append(line_of(weight, _LABELS_PX - 20, y + 5, TEXT_SIZE, text_anchor="end", fill=QUIET))
        parts.append(element("line", x1=_LABELS_PX, x2=WIDTH_PX, y1=y, y2=y, stroke="#EFEDE7", stroke_width=1))
    return parts


def _site(line: Line, worth: pd.Series, heights: Mapping[str, float], scale: Scale) -> list[Element]:
    places = [
        (None if pd.isna(worth[name]) else scale.x(float(worth[name])), y + line.offset) for name, y in heights.items()
    ]
    parts = []
    for (x1, y1), (x2, y2) in pairwise(places):
        if x1 is not None and x2 is not None:
            parts.append(line.through([(x1, y1), (x2, y2)]))
    # Unknown marks stand side by side, since they are all at the same place.
    aside = WIDTH_PX - 50 + line.offset * 3
    for x, y in places:
        parts.append(line.mark(x, y) if x is not None else line.mark(aside, y - line.offset, known=False))
    return parts


def _description(
    names: Mapping[str, str],
    utilities: pd.DataFrame,
    criteria: Sequence[Criterion],
    translate: Translator,
    language: str,
) -> str:
    told = []
    for site, name in names.items():
        parts: tuple[Value, ...] = tuple(
            Message(
                N_("{label} {value}"), {"label": Message(c.label), "value": _worth(utilities.at[site, c.id], language)}
            )
            for c, _ in _rows(criteria, 0)
        )
        told.append(translate(Message(N_("{name}: {parts}."), {"name": name, "parts": parts})))
    return " ".join(told)


def _worth(value: float, language: str) -> Value:
    return Message(N_("unknown")) if pd.isna(value) else number(round(value), language)
