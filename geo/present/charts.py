"""Charts as SVG: read without colour, and in words by who cannot see them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from babel.dates import get_month_names

from geo.messages import N_, Message, Value
from geo.present.labels import DEFAULT_LANGUAGE, Translator, number
from geo.present.palette import INK, PAPER, SUN_BREAKS, SUN_RAMP
from geo.present.svg import Element, drawing, element, length, shortened

_MONTH_PX = 40.0
_PLOT_PX = 208.0
_TOP_PX = 34.0
_LEFT_PX = 34.0
_LETTER_PX = 6.6
_LABEL_LETTERS = 30
_LABEL_PX = 15.0
_QUIET = "#4A5660"
_GRID = "#E3E1DA"


@dataclass(frozen=True, slots=True)
class Plot:
    """
    Where months and hours lie in the chart.

    Attributes
    ----------
    months
        From left to right. [1–12]
    top
        Upper end of the axis. [h]
    """

    months: tuple[int, ...]
    top: int

    @property
    def right(self) -> float:
        """Right end of the axis. [px]"""
        return _LEFT_PX + _MONTH_PX * len(self.months)

    def x(self, place: int) -> float:
        """Return the middle of a month. [px]"""
        return _LEFT_PX + _MONTH_PX * (place + 0.5)

    def y(self, hours: float) -> float:
        """Return the height of a number of hours. [px from the top]"""
        return _TOP_PX + _PLOT_PX * (1 - hours / self.top)


def month_chart(
    hours_by_month: Mapping[int, float],
    needs: Sequence[tuple[Value, float]],
    translate: Translator,
    *,
    language: str = DEFAULT_LANGUAGE,
    highest: float = SUN_BREAKS[-2],
) -> str:
    """
    Return the sun of a place by month as a bar chart, against what the zones of a garden need.

    Parameters
    ----------
    hours_by_month
        Months from 1 to 12; NaN where unknown. [h/day]
    needs
        Name of each and its hours; those that need as much share one line. [h/day]
    language
        Of the names of the months and of the numbers.
    highest
        What the axis holds at least: the same for charts that are read side by side. [h/day]
    """
    known = {month: hours for month, hours in sorted(hours_by_month.items()) if not math.isnan(hours)}
    tallest = max([*known.values(), *(hours for _, hours in needs), highest])
    plot = Plot(tuple(sorted(hours_by_month)), 2 * math.ceil((tallest + 0.5) / 2))
    wanted = [(translate(name), hours) for name, hours in needs]
    lines = merged_needs(wanted, language)
    unit = translate(Message(N_("hours of direct sun a day")))
    margin = _LETTER_PX * max((len(line.label) for line in lines), default=0) + 26
    children = [
        element("text", text=unit, x=0, y=12, font_size=12, fill=_QUIET),
        *_axis(plot, language),
        *_bars(plot, known),
        *_months(plot, language),
        *_needs(plot, lines),
        *_values(plot, known, language),
    ]
    title = translate(Message(N_("Direct sun by month")))
    told = _description(hours_by_month, wanted, translate, language)
    return drawing(plot.right + margin, _TOP_PX + _PLOT_PX + 26, children, title=title, description=told)


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One dashed line, for all that need as much. [h/day]"""

    label: str
    hours: float


def merged_needs(needs: Sequence[tuple[str, float]], language: str = DEFAULT_LANGUAGE) -> list[NeedLine]:
    """
    Return one line for each number of hours, from the least to the most.

    Examples
    --------
    >>> [line.label for line in merged_needs([("Potager", 6), ("Verger", 5), ("Aromatiques", 5)])]
    ['Verger, Aromatiques 5\\xa0h', 'Potager 6\\xa0h']
    """
    names: dict[float, list[str]] = {}
    for name, hours in needs:
        names.setdefault(hours, []).append(name)
    return [
        NeedLine(f"{shortened(', '.join(names[hours]), _LABEL_LETTERS)} {number(hours, language)}\u00a0h", hours)
        for hours in sorted(names)
    ]


def spread(heights: Sequence[float], gap: float, lowest: float) -> list[float]:
    """
    Return heights that keep a gap between neighbours, as near to the wanted ones as a walk upwards allows.

    Parameters
    ----------
    heights
        From the bottom to the top, thus falling. [px from the top]
    lowest
        No height lies below it. [px from the top]

    Examples
    --------
    >>> spread([100, 95, 40], gap=12, lowest=110)
    [103.5, 91.5, 40.0]
    """
    groups: list[list[float]] = []
    for height in heights:
        groups.append([height])
        while len(groups) > 1 and _ends(groups[-2], gap, lowest)[1] - _ends(groups[-1], gap, lowest)[0] < gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_ends(group, gap, lowest)[0] - gap * place for group in groups for place in range(len(group))]


def _ends(group: Sequence[float], gap: float, lowest: float) -> tuple[float, float]:
    """Return the bottom and the top of labels stacked around the middle of their wanted heights."""
    reach = gap * (len(group) - 1)
    bottom = min(sum(group) / len(group) + reach / 2, lowest)
    return bottom, bottom - reach


def _axis(plot: Plot, language: str) -> list[Element]:
    parts = []
    for hours in range(0, plot.top + 1, 2):
        y = plot.y(hours)
        colour = _QUIET if hours == 0 else _GRID
        parts.append(element("line", x1=_LEFT_PX, x2=plot.right, y1=y, y2=y, stroke=colour, stroke_width=1))
        told = f"{number(hours, language)}\u00a0h"
        parts.append(element("text", text=told, x=_LEFT_PX - 6, y=y + 4, font_size=11, text_anchor="end", fill=_QUIET))
    return parts


def _bars(plot: Plot, known: Mapping[int, float]) -> list[Element]:
    return [
        element(
            "rect",
            x=plot.x(place) - 13,
            y=plot.y(known[month]),
            width=26,
            height=plot.y(0) - plot.y(known[month]),
            fill=SUN_RAMP[int(np.digitize(known[month], SUN_BREAKS[1:-1]))],
            stroke=INK,
            stroke_width=0.75,
        )
        for place, month in enumerate(plot.months)
        if month in known
    ]


def _months(plot: Plot, language: str) -> list[Element]:
    initials = get_month_names("narrow", context="stand-alone", locale=language)
    return [
        element(
            "text",
            text=initials[month],
            x=plot.x(place),
            y=plot.y(0) + 17,
            font_size=12,
            text_anchor="middle",
            fill=INK,
        )
        for place, month in enumerate(plot.months)
    ]


def _values(plot: Plot, known: Mapping[int, float], language: str) -> list[Element]:
    """Return the figure above each bar, and a question mark where nothing is known."""
    edge: dict[str, str | float] = {
        "stroke": PAPER,
        "stroke_width": 4,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    return [
        element(
            "text",
            text=number(known[month], language, decimals=1) if month in known else "?",
            x=plot.x(place),
            y=plot.y(known.get(month, 0)) - 5,
            font_size=12,
            font_weight="600",
            text_anchor="middle",
            fill=INK,
            **edge,
        )
        for place, month in enumerate(plot.months)
    ]


def _needs(plot: Plot, lines: Sequence[NeedLine]) -> list[Element]:
    heights = spread([plot.y(line.hours) for line in lines], _LABEL_PX, plot.y(0))
    parts = []
    for line, height in zip(lines, heights, strict=True):
        y, right = plot.y(line.hours), plot.right
        ink = {"fill": "none", "stroke": INK, "stroke_width": "1.25"}
        across = f"M{length(_LEFT_PX)} {length(y)}H{length(right)}"
        parts.append(element("path", d=across, fill="none", stroke=PAPER, stroke_width=3.5, stroke_opacity=0.75))
        parts.append(element("path", d=across, **ink, stroke_dasharray="5 4"))
        parts.append(element("path", d=f"M{length(right)} {length(y)}L{length(right + 10)} {length(height)}", **ink))
        parts.append(element("text", text=line.label, x=right + 14, y=height + 4, font_size=12, fill=INK))
    return parts


def _description(
    hours_by_month: Mapping[int, float], needs: Sequence[tuple[str, float]], translate: Translator, language: str
) -> str:
    names = get_month_names("wide", context="stand-alone", locale=language)
    months = tuple(
        Message(N_("{name} unknown"), {"name": names[month]})
        if math.isnan(hours)
        else _hours(names[month], hours, language)
        for month, hours in sorted(hours_by_month.items())
    )
    told = Message(N_("Hours of direct sun a day: {months}."), {"months": months})
    if not needs:
        return translate(told)
    wanted = tuple(_hours(name, hours, language) for name, hours in needs)
    return " ".join([translate(told), translate(Message(N_("Needs: {needs}."), {"needs": wanted}))])


def _hours(name: str, hours: float, language: str) -> Message:
    return Message(N_("{name} {hours} h"), {"name": name, "hours": number(hours, language, decimals=1)})
