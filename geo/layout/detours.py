"""Paths that go round what stands in a potager: the shortest ways to its far parts, corner by corner."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.layout.canvas import largest
from geo.layout.spines import PATH_M

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
N = TypeVar("N", bound=np.generic)

_HALF_M, _HAIR_M = PATH_M / 2, 0.02
_BEYOND_M, _ENTERS_M = 2.3, 0.5
_STEP_M, _FINE_M = 3.0, 0.75
_BAND_M = 0.8
_BEND_M = 3.0
_MOST_FEET, _MOST_CORNERS, _MOST_GOALS = 24, 40, 40
_TRIED = 5
_SHORTER_M = (0.0, 4.0, 8.0)
_SHORTEST_M = 4.0


def detours(
    potager: Polygon,
    paths: Polygon,
    axes: Sequence[LineString],
    reach_m: float,
    clear_m: float,
    fence: BaseGeometry | None = None,
) -> Iterator[LineString]:
    """
    Yield axes of paths from the path into the parts of a potager that are far from it, in straight legs.

    The shortest way between two places of a polygon turns at its corners alone (Lozano-Pérez and Wesley, 1979, An
    algorithm for planning collision-free paths among polyhedral obstacles, Communications of the ACM 22 (10), 560–570);
    a bend counts as three metres more, for few of them (our assumption).

    Parameters
    ----------
    potager, paths
        In the same coordinates. [m]
    axes
        Of the path, where a way can leave it.
    reach_m
        What lies farther from the path is far. [m]
    clear_m
        Land left on both sides of the way; with none it runs along what it goes round. [m]
    fence
        Where given, the way runs along it inside the potager, so that all land beside it is on one side.

    Examples
    --------
    >>> around = shapely.box(0, 0, 40, 30) - shapely.box(0, 10, 34, 20)
    >>> path = shapely.box(0, -1.6, 40, 0)
    >>> ways = detours(around, path, [LineString([(0, -0.8), (40, -0.8)])], 13.5, 0.0)
    >>> [[round(x) for x, _ in way.coords] for way in ways][0]
    [37, 35, 5]
    """
    ways = paths.buffer(clear_m + _ENTERS_M, join_style="mitre")
    beside = potager if fence is None else potager.intersection(fence.buffer(PATH_M + _BAND_M, join_style="mitre"))
    room = largest(shapely.union_all([beside, ways]).buffer(_HAIR_M - _HALF_M - clear_m, join_style="mitre"))
    ends, step_m = (potager.buffer(-_BEYOND_M, quad_segs=2), _STEP_M) if fence is None else (room, _FINE_M)
    goals = _spread(_grid(ends.difference(paths.buffer(reach_m, quad_segs=4)), step_m), _MOST_GOALS)
    feet = _spread(_along(axes, room), _MOST_FEET)
    if not len(goals) or not len(feet):
        return
    corners = _spread(_turning(room), _MOST_CORNERS)
    lengths, before = _shortest(room, feet, corners, goals)
    reached = [goal for goal in np.argsort(-lengths, kind="stable") if np.isfinite(lengths[goal])]
    places = np.concatenate([feet, corners, goals])
    for goal in _spread(np.array(reached), _TRIED):
        way = LineString(places[_chain(before, len(feet) + len(corners) + int(goal))])
        for shorter in _SHORTER_M:
            if way.length - shorter >= _SHORTEST_M:
                yield LineString(substring(way, 0.0, way.length - shorter).coords)


def _spread(places: NDArray[N], most: int) -> NDArray[N]:
    """Return at most so many of some places, evenly from the first to the last."""
    if len(places) <= most:
        return places
    return places[np.linspace(0, len(places) - 1, most).round().astype(np.int64)]


def _grid(land: BaseGeometry, step_m: float) -> Numbers:
    """Return places on land, evenly. Shape (places, 2). [m]"""
    if land.is_empty:
        return np.empty((0, 2))
    west, south, east, north = land.bounds
    grid = np.meshgrid(np.arange(west, east, step_m), np.arange(south, north, step_m))
    places = np.stack([axis.ravel() for axis in grid], axis=1)
    return np.asarray(places[shapely.contains_xy(land, places)])


def _along(axes: Sequence[LineString], room: BaseGeometry) -> Numbers:
    """Return places on the axes from where a path can leave into the room. Shape (places, 2). [m]"""
    dense = shapely.get_coordinates(shapely.segmentize(np.array(axes, object), _STEP_M))
    return np.asarray(dense[shapely.intersects_xy(room, dense)])


def _turning(room: Polygon) -> Numbers:
    """Return the corners of a room that point into it: where a short way can turn. Shape (corners, 2). [m]"""
    found = []
    for ring in shapely.get_rings(shapely.orient_polygons(room)):
        points = shapely.get_coordinates(ring)[:-1]
        coming, leaving = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
        found.append(points[coming[:, 0] * leaving[:, 1] - coming[:, 1] * leaving[:, 0] < 0])
    return np.concatenate(found)


def _shortest(room: Polygon, feet: Numbers, corners: Numbers, goals: Numbers) -> tuple[Numbers, Indices]:
    """
    Return the length of the shortest way from the path to each goal, and the place before each place on its way.

    Places are the feet, the corners, the goals, in this order.
    """
    places = np.concatenate([feet, corners, goals])
    turns = len(feet) + len(corners)
    start, end = (index.ravel() for index in np.meshgrid(np.arange(turns), np.arange(len(feet), len(places))))
    start, end = start[start != end], end[start != end]
    legs = np.asarray(shapely.linestrings(np.stack([places[start], places[end]], axis=1)))
    inside = room.buffer(_HAIR_M / 2, join_style="mitre")
    shapely.prepare(inside)
    open_ = shapely.covers(inside, legs)
    costs = shapely.length(legs[open_]) + _BEND_M
    graph = csr_array((costs, (start[open_], end[open_])), shape=(len(places), len(places)))
    lengths, before, _ = dijkstra(graph, indices=np.arange(len(feet)), min_only=True, return_predecessors=True)
    return np.asarray(lengths[turns:]), np.asarray(before, np.int64)


def _chain(before: Indices, place: int) -> list[int]:
    """Return the places on the way to one, the first one first."""
    found = [place]
    while before[found[-1]] >= 0:
        found.append(int(before[found[-1]]))
    return found[::-1]
