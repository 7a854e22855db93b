"""Ten shapes of land drawn by chance, each with the side that is on the street. Lengths in metres.

Every shape stands on y = 0 or is known by its edges; `turned` puts it somewhere on Earth, on whole millimetres, so that
the street stays made of corners of the outline.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

Corners = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Land:
    """A piece of land and its side on the street, which is made of edges of the outline."""

    outline: Polygon
    street: LineString


def rectangle(rng: Generator, area_m2: float) -> Land:
    """Draw a rectangle, the street on any side."""
    ratio = rng.uniform(1.0, 2.4)
    return _scaled(_on_a_side(box(0, 0, ratio, 1), int(rng.integers(4))), area_m2)


def corner(rng: Generator, area_m2: float) -> Land:
    """Draw an L: a rectangle that lost a corner; the street on one of its two long sides."""
    ratio, east, north = rng.uniform(1.0, 1.7), rng.uniform(0.4, 0.65), rng.uniform(0.4, 0.65)
    outline = Polygon([(0, 0), (ratio, 0), (ratio, north), (ratio * east, north), (ratio * east, 1), (0, 1)])
    return _scaled(_on_a_side(outline, int(rng.choice([0, 5]))), area_m2)


def trapeze(rng: Generator, area_m2: float) -> Land:
    """Draw a trapeze whose sides lean, the street on one of the two parallel sides."""
    width, left, right = rng.uniform(0.9, 2.0), rng.uniform(-0.15, 0.35), rng.uniform(-0.15, 0.35)
    outline = Polygon([(0, 0), (width, 0), (width - right, 1), (left, 1)])
    return _scaled(_on_a_side(outline, int(rng.choice([0, 2]))), area_m2)


def triangle(rng: Generator, area_m2: float) -> Land:
    """Draw a triangle without an angle under 35°, the street on any side."""
    first = rng.uniform(35, 80)
    second = rng.uniform(max(35, 100 - first), min(80, 145 - first))
    one, other = np.tan(np.radians([first, second]))
    foot = other / (one + other)
    return _scaled(_on_a_side(Polygon([(0, 0), (1, 0), (foot, foot * one)]), int(rng.integers(3))), area_m2)


def concave(rng: Generator, area_m2: float) -> Land:
    """Draw a plot bent inwards on one side, the street on a side that is not bent."""
    width, bend = rng.uniform(1.0, 1.8), rng.uniform(0.25, 0.45)
    middle = width * rng.uniform(0.35, 0.65)
    lean = rng.uniform(-0.12, 0.12, 2)
    outline = Polygon([(0, 0), (width, 0), (width + lean[0], 1), (middle, 1 - bend), (lean[1], 1)])
    return _scaled(_on_a_side(outline, int(rng.choice([0, 1, 4]))), area_m2)


def strip(rng: Generator, area_m2: float) -> Land:
    """Draw a strip of 8–14 m, at most twelve times as long, the street on a short side in general."""
    width = max(rng.uniform(8, 14), min(14.0, np.sqrt(area_m2 / 12)))
    length = min(area_m2 / width, 12 * width)
    skew = rng.uniform(-1.5, 1.5)
    outline = Polygon([(0, 0), (width, 0), (width, length), (0, length + skew)])
    return _on_a_side(outline, 0 if rng.random() < 0.75 else 1)


def three_parcels(rng: Generator, area_m2: float) -> Land:
    """Join three parcels side by side, of unlike depths; sometimes only two of them reach the street."""
    bounds = np.concatenate([[0.0], np.cumsum(rng.uniform(0.5, 0.9, 3))])
    depth = rng.uniform(0.75, 1.6, 3)
    foot = np.array([0.0, 0.0, rng.choice([0.0, 0.25])])
    # the borders between them stand straight: snapped slanted ones would not quite touch
    lean = np.array([rng.uniform(-0.15, 0.15), 0.0, 0.0, rng.uniform(-0.15, 0.15)])
    plots = [
        Polygon(
            [
                (bounds[i] + lean[i] * foot[i], foot[i]),
                (bounds[i + 1] + lean[i + 1] * foot[i], foot[i]),
                (bounds[i + 1] + lean[i + 1] * depth[i], depth[i]),
                (bounds[i] + lean[i] * depth[i], depth[i]),
            ]
        )
        for i in range(3)
    ]
    united = shapely.union_all(shapely.set_precision(plots, 1e-4), grid_size=1e-4)
    return _scaled(_on_the_axis(united), area_m2)


def notched(rng: Generator, area_m2: float) -> Land:
    """Draw a plot that lacks a notch on its side or back, and a transformer's square in its middle."""
    width = rng.uniform(1.0, 1.7)
    outline = box(0, 0, width, 1)
    size = rng.uniform(0.15, 0.3, 2)
    west = rng.uniform(0.1, width - size[0] - 0.1)
    notch = box(west, 1 - size[1], west + size[0], 1) if rng.random() < 0.5 else box(0, 0.5, size[0], 0.5 + size[1])
    side = np.sqrt(area_m2 / width)
    hole_m = rng.uniform(2.5, 4.5, 2) / side
    place = rng.uniform(0.3, 0.6, 2) * np.array([width, 1])
    outline = outline.difference(notch).difference(box(*place, *(place + hole_m)))
    return _scaled(_on_the_axis(outline), area_m2)


def flag(rng: Generator, area_m2: float) -> Land:
    """Draw a plot behind another one: a neck of 3.5–5 m leads to it, the street is the end of the neck."""
    neck, length, ratio = rng.uniform(3.5, 5.0), rng.uniform(8, 25), rng.uniform(0.9, 1.8)
    body = max(area_m2 - neck * length, 0.6 * area_m2)
    depth = np.sqrt(body / ratio)
    west = rng.choice([0.0, rng.uniform(0, ratio * depth - neck)])
    outline = box(0, length, ratio * depth, length + depth).union(box(west, 0, west + neck, length))
    return _on_the_axis(outline)


def irregular(rng: Generator, area_m2: float) -> Land:
    """Draw a polygon of 6–10 corners around a point, the street on one of its two longest sides."""
    count = int(rng.integers(6, 11))
    turn = (np.arange(count) + rng.uniform(-0.3, 0.3, count)) * 2 * np.pi / count
    reach = rng.uniform(0.65, 1.1, count) * np.where(rng.random() < 0.5, 1.0, 1 + 0.35 * np.abs(np.cos(turn)))
    outline = Polygon(np.column_stack([reach * np.cos(turn), reach * np.sin(turn)]))
    longest = np.argsort([-edge.length for edge in edges(outline)])
    return _scaled(_on_a_side(outline, int(longest[rng.integers(2)])), area_m2)


SHAPES: tuple[tuple[str, Callable[[Generator, float], Land]], ...] = (
    ("rectangle", rectangle),
    ("corner", corner),
    ("trapeze", trapeze),
    ("triangle", triangle),
    ("concave", concave),
    ("strip", strip),
    ("three_parcels", three_parcels),
    ("notched", notched),
    ("flag", flag),
    ("irregular", irregular),
)


def edges(outline: Polygon) -> list[LineString]:
    """Return the edges of the outer ring, in its order."""
    return [LineString(pair) for pair in pairwise(outline.exterior.coords)]


def turned(land: Land, angle_rad: float, east_m: float, north_m: float) -> Land:
    """Turn a piece of land about its corner, move it, and put its corners on whole millimetres."""
    cosine, sine = np.cos(angle_rad), np.sin(angle_rad)

    def place(points: Corners) -> Corners:
        spun = points @ np.array([[cosine, sine], [-sine, cosine]])
        return np.asarray(np.round(spun + np.array([east_m, north_m]), 3), dtype=np.float64)

    return Land(shapely.transform(land.outline, place), shapely.transform(land.street, place))


def _on_a_side(outline: Polygon, number: int) -> Land:
    ring = shapely.orient_polygons(outline)
    start = next(place for place, edge in enumerate(edges(ring)) if edge.equals(edges(outline)[number]))
    return Land(ring, edges(ring)[start])


def _on_the_axis(shape: BaseGeometry) -> Land:
    """Take the edges on y = 0, which follow one another, as the street."""
    outline = shapely.orient_polygons(shape)
    if not isinstance(outline, Polygon):
        raise TypeError(f"the land is a {outline.geom_type}")
    front = [edge for edge in edges(outline) if np.allclose(np.asarray(edge.coords)[:, 1], 0)]
    street = shapely.line_merge(shapely.MultiLineString(front))
    if not isinstance(street, LineString):
        raise TypeError(f"the street is a {street.geom_type}")
    return Land(outline, street)


def _scaled(land: Land, area_m2: float) -> Land:
    factor = np.sqrt(area_m2 / land.outline.area)

    def grow(points: Corners) -> Corners:
        return np.asarray(points * factor, dtype=np.float64)

    return Land(shapely.transform(land.outline, grow), shapely.transform(land.street, grow))
