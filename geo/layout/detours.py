"""Paths that go round what stands in a potager: the shortest ways to its far parts, corner by corner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.layout.canvas import largest
from geo.layout.spines import PATH_M
from geo.layout.visibility import evenly, spread, visibility

Numbers = NDArray[np.float64]

_HALF_M, _HAIR_M = PATH_M / 2, 0.02
_BEYOND_M, _ENTERS_M = 2.3, 0.5
_STEP_M, _FINE_M = 3.0, 0.75
_BAND_M = 0.8
_MOST_FEET, _MOST_GOALS = 24, 40
_TRIED = 5
_SHORTER_M = (0.0, 4.0, 8.0)
_SHORTEST_M = 4.0


@dataclass(frozen=True, eq=False, slots=True)
class Berth:
    """
    What a way that bends leaves beside itself.

    Attributes
    ----------
    clear_m
        Land on both sides; with none it runs along what it goes round. [m]
    fence
        Where given, the way runs along it inside the potager, so that all land beside it is on one side.
    """

    clear_m: float = 0.0
    fence: BaseGeometry | None = None


HUGGING = Berth()


def detours(
    potager: Polygon, paths: Polygon, axes: Sequence[LineString], reach_m: float, berth: Berth = HUGGING
) -> Iterator[LineString]:
    """
    Yield axes of paths from the path into the parts of a potager that are far from it, in straight legs.

    Parameters
    ----------
    potager, paths
        In the same coordinates. [m]
    axes
        Of the path, where a way can leave it.
    reach_m
        What lies farther from the path is far. [m]
    berth
        What the ways leave beside themselves.

    Examples
    --------
    >>> around = shapely.box(0, 0, 40, 30) - shapely.box(0, 10, 34, 20)
    >>> path = shapely.box(0, -1.6, 40, 0)
    >>> ways = detours(around, path, [LineString([(0, -0.8), (40, -0.8)])], 13.5)
    >>> [[round(x) for x, _ in way.coords] for way in ways][0]
    [37, 35, 5]
    """
    fence, clear_m = berth.fence, berth.clear_m
    ways = paths.buffer(clear_m + _ENTERS_M, join_style="mitre")
    beside = potager if fence is None else potager.intersection(fence.buffer(PATH_M + _BAND_M, join_style="mitre"))
    room = largest(shapely.union_all([beside, ways]).buffer(_HAIR_M - _HALF_M - clear_m, join_style="mitre"))
    ends, step_m = (potager.buffer(-_BEYOND_M, quad_segs=2), _STEP_M) if fence is None else (room, _FINE_M)
    goals = spread(evenly(ends.difference(paths.buffer(reach_m, quad_segs=4)), step_m), _MOST_GOALS)
    feet = spread(_along(axes, room), _MOST_FEET)
    if not len(goals) or not len(feet):
        return
    found = visibility(room, feet, goals).shortest()
    for goal in spread(found.reached, _TRIED):
        way = LineString(found.way(int(goal)))
        for shorter in _SHORTER_M:
            if way.length - shorter >= _SHORTEST_M:
                yield LineString(substring(way, 0.0, way.length - shorter).coords)


def _along(axes: Sequence[LineString], room: BaseGeometry) -> Numbers:
    """Return places on the axes from where a path can leave into the room. Shape (places, 2). [m]"""
    dense = shapely.get_coordinates(shapely.segmentize(np.array(axes, object), _STEP_M))
    return np.asarray(dense[shapely.intersects_xy(room, dense)])
