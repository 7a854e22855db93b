"""What a surveyor writes around a site: its main sides, its public way and its entrance. Millimetres on paper."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.messages import N_
from geo.present.palette import INK
from geo.present.plan_ink import Style, figure
from geo.present.plan_scene import Scene
from geo.present.plan_symbols import arrow_of
from geo.present.plan_tags import Tag, readable
from geo.present.plan_words import TitleBlock, Words
from geo.present.svg import Element, length

SIZE = 2.5
"""Of the figures. [mm]"""
_OFFSET = 4.8
_STREET_OFFSET = 9.3
_BEND_M = 0.3
"""A corner that stands out by less is none. [m]"""
_MOST_SIDES = 10


@dataclass(frozen=True, slots=True)
class Side:
    """A straight side of the site, and the way out of it. [mm]"""

    ax: float
    ay: float
    bx: float
    by: float
    out_x: float
    out_y: float

    @property
    def long(self) -> float:
        """[mm]"""
        return math.hypot(self.bx - self.ax, self.by - self.ay)

    @property
    def turn(self) -> float:
        """The direction in which a text reads along it. [°, clockwise]"""
        return readable(math.degrees(math.atan2(self.by - self.ay, self.bx - self.ax)))

    def at(self, share: float, offset: float) -> tuple[float, float]:
        """Return a point beside it, outside of the site."""
        x = self.ax + share * (self.bx - self.ax) + offset * self.out_x
        return x, self.ay + share * (self.by - self.ay) + offset * self.out_y

    def line(self, offset: float) -> shapely.LineString:
        """Return it moved outwards."""
        return shapely.LineString([self.at(0.0, offset), self.at(1.0, offset)])


@dataclass(frozen=True, slots=True)
class Dimension:
    """
    A figure along a side, with its dimension line or, at no offset, alone.

    Attributes
    ----------
    offset
        Of the line from the side. [mm]
    """

    side: Side
    offset: float
    tag: Tag

    def lines(self) -> shapely.LineString:
        """Return the dimension line; empty where the figure stands alone."""
        return self.side.line(self.offset) if self.offset else shapely.LineString()

    def room(self) -> BaseGeometry:
        """Return what it takes."""
        return self.tag.box(0.4).union(self.lines().buffer(0.4))

    def drawn(self) -> list[Element]:
        """Return its two extensions, its line, its ticks and its figure."""
        if not self.offset:
            return [self.tag.drawn(halo=True)]
        ticks, shifts = "", self.offset + 1.2
        cut = math.radians(self.side.turn - 45)
        dx, dy = 0.9 * math.cos(cut), 0.9 * math.sin(cut)
        for end in (0.0, 1.0):
            (x0, y0), (x1, y1) = self.side.at(end, 1.2), self.side.at(end, shifts)
            x, y = self.side.at(end, self.offset)
            ticks += f"M{length(x0)} {length(y0)}L{length(x1)} {length(y1)}"
            ticks += f"M{length(x - dx)} {length(y - dy)}L{length(x + dx)} {length(y + dy)}"
        (ax, ay), (bx, by) = self.side.at(0, self.offset), self.side.at(1, self.offset)
        across = f"M{length(ax)} {length(ay)}L{length(bx)} {length(by)}"
        pen: Style = {"fill": "none", "stroke": INK, "stroke_width": 0.15}
        return [figure("path", d=ticks + across, **pen), self.tag.drawn(halo=True)]


def sides_of(outline: shapely.Polygon, bend: float) -> list[Side]:
    """
    Return the straight sides of an outline.

    Parameters
    ----------
    outline
        On paper, where y grows downwards.
    bend
        A corner that stands out by less is none. [mm]

    Examples
    --------
    >>> [round(side.long) for side in sides_of(shapely.Polygon([(0, 0), (9, 0), (20, 0.01), (20, 8), (0, 8)]), 0.1)]
    [20, 8, 20, 8]
    """
    ring = shapely.get_coordinates(outline.exterior)[:-1]
    start = int(np.argmax(np.hypot(*(ring - ring.mean(axis=0)).T)))
    closed = np.vstack([np.roll(ring, -start, axis=0), ring[start]])
    corners = shapely.get_coordinates(shapely.LineString(closed).simplify(bend))
    clockwise = 1.0 if shapely.is_ccw(shapely.LinearRing(ring)) else -1.0
    sides = []
    for a, b in pairwise(corners):
        along = (b - a) / max(float(np.hypot(*(b - a))), 1e-9)
        out = clockwise * np.array([along[1], -along[0]])
        sides.append(Side(*a.tolist(), *b.tolist(), *out.tolist()))
    return sides


def dimensions(scene: Scene, words: Words, taken: Sequence[Tag] = ()) -> list[Dimension]:
    """
    Return the dimensions of the main sides, none over the land, over another or off the field.

    Beside an inner corner there is no room for a line: the figure stands alone, along its side.

    Parameters
    ----------
    taken
        Texts that are set.
    """
    chosen: list[Dimension] = []
    texts = [tag.box() for tag in taken]
    land, field = scene.outline.buffer(0.3), scene.field.polygon()
    sides = sides_of(scene.outline, _BEND_M * scene.scale)
    for side in sorted(sides, key=lambda side: -side.long)[:_MOST_SIDES]:
        for offset in (_OFFSET * scene.zoom, 0.0):
            made = _dimension(side, scene, words, offset)
            room = made.room()
            free = field.contains(room) and not room.intersects(land)
            others = [*texts, *(other.room() for other in chosen)]
            if free and made.tag.width + 3 <= side.long and not any(room.intersects(other) for other in others):
                chosen.append(made)
                break
    return chosen


def _dimension(side: Side, scene: Scene, words: Words, offset: float) -> Dimension:
    size = SIZE * scene.zoom
    x, y = side.at(0.5, (offset or 0.6) + 0.68 * size)
    return Dimension(side, offset, Tag((words.metres(side.long / scene.scale),), x, y, size, side.turn))


def street_tag(scene: Scene, words: Words, block: TitleBlock, *, known: bool) -> Tag:
    """Return the name of the public way, written along its longest straight part."""
    side = _street_side(scene)
    if known:
        name = words.translate(block.street) or words.say(N_("Public way"))
    else:
        name = words.say(N_("Public way (assumed side)"))
    tag = Tag((name,), 0.0, 0.0, 2.7 * scene.zoom, side.turn)
    far = max((0.25, 0.75), key=lambda share: scene.entrance.distance(shapely.Point(side.at(share, 0.0))))
    x, y = side.at(far if side.long > 2.5 * tag.width else 0.5, _STREET_OFFSET * scene.zoom)
    return replace(tag, x=x, y=y)


def _street_side(scene: Scene) -> Side:
    """Return the side of the site that lies most along the street."""
    near = scene.street.buffer(0.5)
    sides = sides_of(scene.outline, _BEND_M * scene.scale)
    return max(sides, key=lambda side: side.line(0.0).intersection(near).length)


def entrance_tag(scene: Scene, words: Words) -> Tag:
    """Return the word of the entrance, beside its arrow on the side where the street goes on."""
    (x, y), turn = arrow_of(scene)
    size = 2.3 * scene.zoom
    text = words.say(N_("Entrance"))
    out = math.radians(turn)
    out_x, out_y = -math.sin(out), math.cos(out)
    middle_x, middle_y = _street_side(scene).at(0.5, 0.0)
    along_x, along_y = -out_y, out_x
    if (middle_x - x) * along_x + (middle_y - y) * along_y < 0:
        along_x, along_y = -along_x, -along_y
    shift = Tag((text,), 0, 0, size).width / 2 + 2.4 * scene.zoom
    place_x = x + 2.5 * scene.zoom * out_x + shift * along_x
    return Tag((text,), place_x, y + 2.5 * scene.zoom * out_y + shift * along_y, size, readable(turn))
