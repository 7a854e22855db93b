"""Paper, scale, and where the plan and its panel of explanations lie on the sheet. Millimetres of paper."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.models import Bounds

MARGIN = 10.0
"""Between the edge of the sheet and the frame: what office printers cannot reach, and a hole to file it. [mm]"""
AROUND = 11.0
"""At least that much around the site on A4, for its dimensions and its street. [mm]"""
COLUMN = 60.0
"""Width of a block of the panel on A4: three of them fit under a portrait. [mm]"""
GUTTER = 5.0
"""[mm]"""

_GARDEN_SCALES = (100, 200, 250, 500)


class Paper(StrEnum):
    """A format of paper."""

    A4 = "A4"
    A3 = "A3"


_SIDES = {Paper.A4: (210.0, 297.0), Paper.A3: (297.0, 420.0)}
ZOOMS = {Paper.A4: 1.0, Paper.A3: 1.2}
"""Letters of a larger sheet are larger, as it is read from further away. [–]"""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the sheet, from its upper left corner. [mm]"""

    x: float
    y: float
    width: float
    height: float

    def holds(self, width: float, height: float) -> bool:
        """Whether something of that size fits."""
        return width <= self.width and height <= self.height

    def shrunk(self, by: float) -> "Frame":
        """Return the rectangle inside, at a distance of each side."""
        return Frame(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def polygon(self) -> shapely.Polygon:
        """Return the rectangle as a geometry of the sheet."""
        return shapely.box(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True, slots=True)
class View:
    """
    From metres on the ground to millimetres on paper, whose y grows downwards.

    Attributes
    ----------
    west, north
        The point of the ground that lies at `x`, `y` of the sheet. [m], [mm]
    scale
        [mm of paper per m of ground]
    """

    west: float
    north: float
    scale: float
    x: float = 0.0
    y: float = 0.0

    def place(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the ground on paper, shape (n, 2)."""
        return (xy - (self.west, self.north)) * (self.scale, -self.scale) + (self.x, self.y)

    def paper(self, shapes: Any) -> Any:
        """Return one geometry, or an array of them, on paper."""
        return shapely.transform(shapes, self.place)

    def papers(self, shapes: Iterable[BaseGeometry]) -> NDArray[Any]:
        """Return geometries on paper, shape (n,)."""
        drawn = np.empty(0, dtype=object)
        listed = list(shapes)
        return np.asarray(self.paper(np.array(listed, dtype=object))) if listed else drawn


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A sheet with the plan and its panel in place.

    Attributes
    ----------
    denominator
        One metre of paper shows that many metres. [–]
    field
        What the plan is drawn in.
    blocks
        The blocks of the panel.
    """

    paper: Paper
    width: float
    height: float
    denominator: int
    field: Frame
    blocks: tuple[Frame, ...]

    @property
    def zoom(self) -> float:
        """How much larger letters and symbols are than on A4. [–]"""
        return ZOOMS[self.paper]

    def view(self, site: Bounds) -> View:
        """Return the view that puts the site in the middle of the field."""
        scale = 1000 / self.denominator
        west = (site.west + site.east) / 2 - self.field.width / 2 / scale
        north = (site.south + site.north) / 2 + self.field.height / 2 / scale
        return View(west, north, scale, self.field.x, self.field.y)


def choose_sheet(site: Bounds, heights: Sequence[float], *, paper: Paper | None = None) -> Sheet:
    """
    Choose the sheet on which the plan is the largest: A4 from 1:200 on, else A3, portrait or landscape.

    Parameters
    ----------
    site
        Extent of the land. [m]
    heights
        Of the blocks of the panel as on A4, from the first to the last. [mm]
    paper
        Format that is wanted; chosen where none is.

    Examples
    --------
    >>> sheet = choose_sheet(Bounds(0, 0, 30, 27), [40, 40, 60])
    >>> sheet.paper.value, sheet.denominator
    ('A4', 200)
    """
    for denominator, size in _scales(paper):
        around = 2 * AROUND * ZOOMS[size]
        needs = [1000 / denominator * side + around for side in (site.east - site.west, site.north - site.south)]
        fitting = [sheet for sheet in _sheets(size, denominator, heights) if sheet.field.holds(*needs)]
        if fitting:
            return max(fitting, key=lambda sheet: _room(sheet, needs))
    raise AssertionError("the scales have no end")


def _scales(paper: Paper | None) -> Iterator[tuple[int, Paper]]:
    """Go through the scales, from the one that shows most: an A4 that goes down to 1:250 loses against an A3."""
    papers = [paper] if paper else [Paper.A4, Paper.A3]
    usual = [(scale, size) for scale in _GARDEN_SCALES for size in papers]
    if not paper:
        usual = [(100, Paper.A4), (200, Paper.A4), (200, Paper.A3), (250, Paper.A3), (500, Paper.A4), (500, Paper.A3)]
    yield from usual
    for power in itertools.count(3):
        yield from itertools.product((10**power, 2 * 10**power, 5 * 10**power), papers)


def _room(sheet: Sheet, needs: Sequence[float]) -> float:
    return min(sheet.field.width - needs[0], sheet.field.height - needs[1])


def _sheets(paper: Paper, denominator: int, heights: Sequence[float]) -> Iterator[Sheet]:
    """Go through the arrangements: the panel beside the plan or under it, its last block in the lower right corner."""
    short, long = _SIDES[paper]
    zoom = ZOOMS[paper]
    tall = [zoom * height for height in heights]
    for width, height in ((long, short), (short, long)):
        inner = Frame(0, 0, width, height).shrunk(MARGIN)
        for field, blocks in (_beside(inner, tall, zoom), _below(inner, tall, zoom)):
            if min(field.width, field.height) > 0 and field.height > inner.height / 3:
                yield Sheet(paper, width, height, denominator, field, blocks)


def _beside(inner: Frame, tall: Sequence[float], zoom: float) -> tuple[Frame, tuple[Frame, ...]]:
    x = inner.x + inner.width - COLUMN * zoom
    tops = [*itertools.accumulate(tall[:-1], lambda top, height: top + height + GUTTER, initial=inner.y)][:-1]
    last = inner.y + inner.height - tall[-1]
    free = last - (tops[-1] + tall[-2] if tops else inner.y)
    width = inner.width - (COLUMN + GUTTER) * zoom if free >= GUTTER else 0.0
    frames = [Frame(x, top, COLUMN * zoom, height) for top, height in zip([*tops, last], tall, strict=True)]
    return Frame(inner.x, inner.y, width, inner.height), tuple(frames)


def _below(inner: Frame, tall: Sequence[float], zoom: float) -> tuple[Frame, tuple[Frame, ...]]:
    top = inner.y + inner.height - max(tall)
    starts = [inner.x + (COLUMN + GUTTER) * zoom * place for place in range(len(tall) - 1)]
    starts.append(inner.x + inner.width - COLUMN * zoom)
    frames = tuple(Frame(x, top, COLUMN * zoom, height) for x, height in zip(starts, tall, strict=True))
    return Frame(inner.x, inner.y, inner.width, top - GUTTER * zoom - inner.y), frames
