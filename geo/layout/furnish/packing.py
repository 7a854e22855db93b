"""Rectangles put snugly against the edges of a zone."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

Boxes = NDArray[np.object_]

_OFF_EDGE_M = 0.06
_STEP_M = 0.4
_SHORTEST_EDGE_M = 0.3


def snug(free: BaseGeometry, sizes: Sequence[tuple[float, float]]) -> Boxes:
    """
    Return rectangles inside a polygon, along its edges.

    Parameters
    ----------
    free
        Where they may stand.
    sizes
        Length along the edge and depth from it, one pair a kind of rectangle. [m]

    Examples
    --------
    >>> boxes = snug(shapely.box(0, 0, 3, 2), [(2.5, 1.9)])
    >>> len(boxes), round(float(boxes[0].area), 3)
    (6, 4.75)
    """
    parts = [part for part in shapely.get_parts(free) if isinstance(part, Polygon) and not part.is_empty and sizes]
    found = [_snug(part, sizes) for part in parts]
    return np.concatenate(found) if found else np.empty(0, object)


def _snug(part: Polygon, sizes: Sequence[tuple[float, float]]) -> Boxes:
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
    starts = np.concatenate([ring[:-1] for ring in rings])
    steps = np.concatenate([np.diff(ring, axis=0) for ring in rings])
    lengths = np.hypot(*steps.T)
    long = lengths >= _SHORTEST_EDGE_M
    starts, alongs, lengths = starts[long], steps[long] / lengths[long, None], lengths[long]
    corners = [_along(starts, alongs, lengths, size, side) for size in sizes for side in (1.0, -1.0)]
    boxes = np.asarray(shapely.polygons(np.concatenate(corners)))
    shapely.prepare(part)
    return np.asarray(boxes[shapely.covers(part, boxes)])


def _along(
    starts: NDArray[np.float64],
    alongs: NDArray[np.float64],
    lengths: NDArray[np.float64],
    size: tuple[float, float],
    side: float,
) -> NDArray[np.float64]:
    """Return the corners of the rectangles of one size on one side of every edge, shape (n, 4, 2)."""
    length, depth = size
    count = np.maximum(np.floor((lengths - length) / _STEP_M) + 2, 1).astype(np.intp)
    edge = np.repeat(np.arange(len(starts)), count)
    number = np.arange(edge.size) - np.repeat(np.cumsum(count) - count, count)
    room = lengths[edge] - length - 2 * _OFF_EDGE_M
    place = _OFF_EDGE_M + np.where(count[edge] > 1, number / np.maximum(count[edge] - 1, 1), 0.5) * room
    along = alongs[edge]
    inward = side * np.stack([-along[:, 1], along[:, 0]], axis=1)
    base = starts[edge] + place[:, None] * along + _OFF_EDGE_M * inward
    far = base + length * along
    return np.stack([base, far, far + depth * inward, base + depth * inward], axis=1)


def take(free: BaseGeometry, boxes: Boxes, cost: NDArray[np.float64]) -> Polygon | None:
    """Return the rectangle of least cost that stands free, the first of equals; none when there is none."""
    order = np.argsort(np.round(cost, 6), kind="stable")
    for number in order:
        if np.isfinite(cost[number]) and free.covers(boxes[number]):
            return Polygon(boxes[number])
    return None
