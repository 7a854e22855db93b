"""The themes of the criteria: their names, their colours, and the hatches that tell them apart in grey."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from geo.messages import N_
from geo.present.palette import INK, THEME_COLOURS
from geo.present.svg import Element, element, length
from geo.scoring import Theme

THEME_LABELS: Mapping[Theme, str] = MappingProxyType(
    {
        Theme.LAND: N_("Land and law"),
        Theme.HEALTH: N_("Health"),
        Theme.PHYSICAL: N_("Ground and sun"),
        Theme.SERVICES: N_("Water and access"),
        Theme.SOCIAL: N_("People and partners"),
    }
)
"""In the order of the sheets."""

_SLOPES: Mapping[Theme, float] = MappingProxyType({Theme.HEALTH: -1.0, Theme.SERVICES: 0.0, Theme.SOCIAL: 1.0})
_STEP_PX = 6.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a drawing. [px]"""

    x: float
    y: float
    width: float
    height: float


def themed(box: Box, theme: Theme) -> list[Element]:
    """Return a rectangle in the colour of a theme, under its hatch."""
    hatch = hatch_of(box, theme)
    marks = [element("path", d=hatch, stroke=INK, stroke_width=1, stroke_opacity=0.32, fill="none")] if hatch else []
    ground = element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=THEME_COLOURS[theme])
    return [ground, *marks]


def hatch_of(box: Box, theme: Theme) -> str:
    """
    Return the strokes of a theme inside a rectangle, as the data of a path; the first theme has none.

    Examples
    --------
    >>> hatch_of(Box(0, 0, 8, 8), Theme.SERVICES)
    'M0 3H8'
    >>> hatch_of(Box(0, 0, 8, 8), Theme.LAND)
    ''
    """
    if theme == Theme.PHYSICAL:
        return "".join(f"M{length(x)} {length(y)}h1.6" for x, y in _dots(box))
    if theme not in _SLOPES:
        return ""
    if _SLOPES[theme] == 0:
        rows = np.arange(box.y + _STEP_PX / 2, box.y + box.height, _STEP_PX)
        return "".join(f"M{length(box.x)} {length(y)}H{length(box.x + box.width)}" for y in rows)
    return "".join(_diagonals(box, _SLOPES[theme]))


def _dots(box: Box) -> Iterator[tuple[float, float]]:
    for row, y in enumerate(np.arange(box.y + 3, box.y + box.height - 1, _STEP_PX)):
        first = box.x + 2 + (row % 2) * _STEP_PX / 2
        yield from ((x, y) for x in np.arange(first, box.x + box.width - 2, _STEP_PX))


def _diagonals(box: Box, slope: float) -> Iterator[str]:
    """Cut lines at 45° to the rectangle: each starts on the left or lower side and ends on the upper or right one."""
    for start in np.arange(_STEP_PX / 2, box.width + box.height, _STEP_PX):
        near, far = max(start - box.height, 0.0), min(start, box.width)
        ends = [(x, start - x) for x in (near, far)]
        if slope > 0:
            ends = [(x, box.height - y) for x, y in ends]
        (x1, y1), (x2, y2) = ends
        yield f"M{length(box.x + x1)} {length(box.y + y1)}L{length(box.x + x2)} {length(box.y + y2)}"
