"""Plane geometry of surveyors: frames, cross-sections, guide lines, cuts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

Floats = NDArray[np.float64]
G = TypeVar("G", bound=BaseGeometry)

GRID_M = 0.001
"""Coordinates are kept to the millimetre, so that neighbours share exactly the same vertices. [m]"""


@dataclass(frozen=True, slots=True)
class Frame:
    """A local frame: `x` runs at `angle` from the east, from the point (`x0`, `y0`). [m, rad]"""

    x0: float
    y0: float
    angle: float


def enter(geometry: G, frame: Frame) -> G:
    """
    Return the geometry in the frame's coordinates.

    Examples
    --------
    >>> moved = enter(shapely.Point(3, 4), Frame(3, 2, math.pi / 2))
    >>> round(moved.x, 6), round(moved.y, 6)
    (2.0, 0.0)
    """
    return shapely.transform(geometry, lambda points: _turn(points - (frame.x0, frame.y0), -frame.angle))


def leave(geometry: G, frame: Frame) -> G:
    """Return on the ground a geometry given in the frame's coordinates."""
    return shapely.transform(geometry, lambda points: _turn(points, frame.angle) + np.array([frame.x0, frame.y0]))


def _turn(points: Floats, angle: float) -> Floats:
    turned: Floats = points @ np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return turned


def long_frame(polygon: Polygon) -> tuple[Frame, float, float]:
    """
    Return the frame along the longer side of the polygon's least rectangle, its length and its depth. [m]

    Examples
    --------
    >>> frame, length, depth = long_frame(shapely.box(0, 0, 10, 30))
    >>> round(length), round(depth), round(abs(math.degrees(frame.angle)) % 180)
    (30, 10, 90)
    """
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygon))
    sides = np.diff(corners[:3], axis=0)
    lengths = np.hypot(*sides.T)
    along = sides[int(lengths.argmax())]
    angle = math.atan2(along[1], along[0])
    # Half turns are folded away, so that rounding of the rectangle cannot flip the frame.
    angle = (angle + math.pi / 2 + 1e-9) % math.pi - math.pi / 2
    return Frame(polygon.centroid.x, polygon.centroid.y, angle), float(lengths.max()), float(lengths.min())


def cross_sections(flat: Polygon, step_m: float = 4.0) -> tuple[Floats, Floats, Floats]:
    """Return stations along x and the lowest and highest y of the polygon there. [m]"""
    west, _, east, _ = flat.bounds
    stations = np.linspace(west + 0.5, east - 0.5, int(np.clip((east - west) / step_m, 3, 60)))
    ring = shapely.get_coordinates(flat.exterior)
    before, after = ring[:-1], ring[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (stations[:, None] - before[:, 0]) / (after[:, 0] - before[:, 0])
    heights = before[:, 1] + share * (after[:, 1] - before[:, 1])
    crossed = (share >= 0) & (share <= 1)
    return stations, np.where(crossed, heights, np.inf).min(axis=1), np.where(crossed, heights, -np.inf).max(axis=1)


def guide_line(flat: Polygon, fraction: float, *, reach_m: float = 40.0) -> LineString:
    """
    Return the line that keeps `fraction` of the depth below it, smooth, and running out of both ends.

    Examples
    --------
    >>> [round(value, 6) for value in guide_line(shapely.box(0, 0, 100, 40), 0.5).bounds]
    [-39.5, 20.0, 139.5, 20.0]
    """
    x, low, high = cross_sections(flat)
    depths = high - low
    # Slanting ends would bend the line towards their sharp corner: it goes straight on there.
    full = np.flatnonzero(depths >= 0.8 * np.quantile(depths, 0.7))
    body = slice(full[0], full[-1] + 1) if full[-1] - full[0] >= 2 else slice(None)
    y = gaussian_filter1d((low + fraction * depths)[body], 5, mode="nearest")
    return _reaching(x[body], y, reach_m + max(x[body][0] - x[0], x[-1] - x[body][-1]))


def _reaching(x: Floats, y: Floats, reach_m: float) -> LineString:
    span = max(1, min(6, len(x) // 4))
    slopes = np.clip([(y[span] - y[0]) / (x[span] - x[0]), (y[-1] - y[-1 - span]) / (x[-1] - x[-1 - span])], -1, 1)
    x = np.concatenate([[x[0] - reach_m], x, [x[-1] + reach_m]])
    y = np.concatenate([[y[0] - reach_m * slopes[0]], y, [y[-1] + reach_m * slopes[1]]])
    return cast(LineString, LineString(np.column_stack([x, y])).simplify(0.3))


def parallel_line(flat: Polygon, fraction: float, *, upper: bool, reach_m: float = 40.0) -> LineString:
    """
    Return the line parallel to one long side, at `fraction` of the usual depth from it.

    Unlike `guide_line` it does not crowd where the polygon narrows: it leaves through the other side.

    Examples
    --------
    >>> [round(value, 6) for value in parallel_line(shapely.box(0, 0, 100, 40), 0.25, upper=False).bounds]
    [-39.5, 10.0, 139.5, 10.0]
    """
    x, low, high = cross_sections(flat)
    depth = fraction * float(np.quantile(high - low, 0.7))
    side = gaussian_filter1d(high - depth if upper else low + depth, 4, mode="nearest")
    return _reaching(x, side, reach_m)


def cross_line(flat: Polygon, fraction: float, tilt: float) -> LineString:
    """Return the straight line across the polygon at `fraction` of its length, turned by `tilt`. [m, rad]"""
    west, south, east, north = flat.bounds
    x, half = west + fraction * (east - west), (north - south) + 40
    y, lean = (south + north) / 2, math.tan(tilt)
    return LineString([(x - half * lean, y - half), (x + half * lean, y + half)])


def cut(polygon: Polygon, line: LineString) -> list[Polygon]:
    """Return the pieces that a line makes of a polygon (the polygon itself where it only touches)."""
    return polygons(split(polygon, line), GRID_M)


def cut_all(polygon: Polygon, lines: Sequence[LineString]) -> list[Polygon]:
    """Return the faces of a polygon under all the lines, their vertices shared exactly."""
    inside = [piece for piece in shapely.intersection(list(lines), polygon) if not piece.is_empty]
    linework = shapely.union_all([polygon.boundary, *inside], grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize([linework]))
    return [face for face in faces if polygon.contains(face.representative_point())]


def polygons(geometry: BaseGeometry | NDArray[np.object_], least_m2: float = 0.0) -> list[Polygon]:
    """Return the polygons of a geometry that are large enough."""
    parts = shapely.get_parts(geometry)
    return [part for part in parts if isinstance(part, Polygon) and part.area > least_m2]


def chamfer(polygon: Polygon, size_m: float, *, sharp: float = 0.6) -> Polygon:
    """
    Cut off the corners that turn by more than `sharp`, as French street corners are (pans coupés). [m, rad]

    Examples
    --------
    >>> chamfer(shapely.box(0, 0, 10, 10), 1).area
    98.0
    """
    ring = shapely.get_coordinates(polygon.exterior)[:-1]
    before, after = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    reach = np.minimum(size_m, np.minimum(np.hypot(*before.T), np.hypot(*after.T)) / 3)
    turn = np.abs(np.arctan2(_cross(-before, after), np.sum(-before * after, axis=1)))
    points: list[Floats] = []
    for here, back, on, length, angle in zip(ring, before, after, reach, turn, strict=True):
        is_corner = angle > sharp
        points += [here + length * _unit(back), here + length * _unit(on)] if is_corner else [here]
    return Polygon(points)


def _cross(a: Floats, b: Floats) -> Floats:
    product: Floats = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / math.hypot(*vector)
    return unit
