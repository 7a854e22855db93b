"""What a network of paths is like: its clear way, its dead ends, its stubs, how far one walks along it."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.geometry import GRID_M
from geo.layout.rules.rows import NOISE

Geometries = NDArray[np.object_]

CLEAR_M = 1.40
"""Width of a path that a wheelchair user can take (arrêté of 15 January 2007). [m]"""
TURNING_M = 1.50
"""Diameter of the circle where a wheelchair turns round (same source). [m]"""
STUB_M = 1.50
"""A branch shorter than this is no path. [m]"""
BUMP_M = 0.3
"""What sticks out of a path by less than about this is a bump of its edge, not a branch. [m]"""

_WALK_CELL_M = 0.4
_INSET_M = 0.65
_SLACK_M = 0.02
_LEFTOVER_M2 = 0.05
_CORNER_M2 = 0.6
_LARGEST_M2 = 250_000.0  # no garden spreads over more: its paths are not measured
_U_TURN_DEG = 135.0
_TIP_M = 0.6
# Steps of a walk on square cells: along the sides, the diagonals and the knight's moves, at most 2.8 % too long.
_STEPS = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (2, -1), (1, -2))


def clear_way(paths: BaseGeometry, entrance: Point) -> BaseGeometry:
    """
    Return what a disc of 1.40 m can sweep of the paths without leaving them, from the entrance.

    The disc is 2 mm smaller, for paths drawn at just 1.40 m. Arcs have 8 segments a quarter.

    Returns
    -------
    clear
        The piece that is nearest to the entrance, empty where no path is that wide.

    Examples
    --------
    >>> round(clear_way(shapely.box(0, 0, 1.6, 10), Point(0.8, 0)).area, 1)
    15.6
    >>> clear_way(shapely.box(0, 0, 1.3, 10), Point(0.8, 0)).is_empty
    True
    """
    radius = CLEAR_M / 2 - GRID_M
    parts = shapely.get_parts(shapely.buffer(paths, -radius, quad_segs=8))
    if not len(parts) or not _is_place(entrance):
        return Polygon()
    nearest: BaseGeometry = parts[np.argmin(shapely.distance(parts, entrance))]
    return shapely.buffer(nearest, radius, quad_segs=8)


def cramped_ends(paths: BaseGeometry, entrance: Point) -> int:
    """
    Count the dead ends where a circle of 1.50 m does not fit.

    What lies farther from any such circle's centre than the corner of a square around it is cramped. A cramped
    piece that is connected with the rest at two places or more is a passage; at one place, a dead end, unless
    the entrance is on it.

    Examples
    --------
    >>> wide, narrow = shapely.box(0, 0, 1.6, 10), shapely.box(1.6, 4, 8, 5.4)
    >>> cramped_ends(wide, Point(0.8, 0)), cramped_ends(wide.union(narrow), Point(0.8, 0))
    (0, 1)
    """
    centres = shapely.buffer(paths, GRID_M - TURNING_M / 2, quad_segs=8)
    if centres.is_empty:
        return 1
    swept = shapely.buffer(shapely.buffer(paths, GRID_M - CLEAR_M / 2, quad_segs=8), CLEAR_M / 2, quad_segs=8)
    served = shapely.buffer(centres, TURNING_M / 2 * math.sqrt(2) + _SLACK_M, quad_segs=4)
    cramped = shapely.get_parts(shapely.difference(paths, served))
    # The point of a sharp corner is no dead end: the way does not go there, and it is small.
    travelled = shapely.area(shapely.intersection(cramped, swept)) > _LEFTOVER_M2
    cramped = cramped[travelled | (shapely.area(cramped) > _CORNER_M2)]
    doors = shapely.intersection(cramped, shapely.buffer(served, GRID_M, quad_segs=4))
    ends = shapely.get_num_geometries(doors) < 2
    return int((ends & (shapely.distance(cramped, entrance) > BUMP_M)).sum())


def stubs(paths: BaseGeometry, width_m: float, entrance: Point) -> int:
    """
    Count the dead-end branches that leave their path by less than 1.50 m.

    A circle around the end of a branch, drawn to reach just the far side of a path 1.50 m away, is crossed once
    by the paths where the branch is long enough, twice or more where it is a stub. Ends are found on the paths
    made 1.30 m narrower: where their edge turns back within 0.60 m, which holds for paths up to 1.80 m wide.

    Parameters
    ----------
    width_m
        As drawn. [m]

    Examples
    --------
    >>> spine, gate = shapely.box(0, 0, 1.6, 20), Point(0.8, 0)
    >>> [stubs(spine.union(shapely.box(1.6, 9, 1.6 + length, 10.6)), 1.6, gate) for length in (0.2, 0.8, 1.4, 1.6, 6)]
    [0, 1, 1, 0, 0]
    """
    ends = _tips(thinned(paths))
    ends = ends[shapely.distance(ends, entrance) > width_m]
    return int((_crossings(paths, ends, STUB_M - _INSET_M + width_m - _SLACK_M) > 1).sum())


def thinned(paths: BaseGeometry) -> BaseGeometry:
    """Return paths without 0.65 m on each side: what is left runs along their middle."""
    return shapely.buffer(paths, -_INSET_M, join_style="mitre")


def _tips(thin: BaseGeometry) -> Geometries:
    """Return the places where the edge of a network of thin paths turns back upon itself."""
    thin = shapely.simplify(thin, _SLACK_M)
    rings = [ring for part in shapely.get_parts(thin) for ring in shapely.get_rings(shapely.normalize(part))]
    places = [_turning_back(shapely.get_coordinates(ring)[:-1]) for ring in rings]
    return np.asarray(shapely.points(np.concatenate([np.empty((0, 2)), *places])))


def _turning_back(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one place for each run of corners, within 0.60 m, that turns by 135° or more around the inside."""
    side = np.roll(ring, -1, axis=0) - ring
    heading = np.arctan2(side[:, 1], side[:, 0])
    # Normalised shells run clockwise and holes do not: both have the inside on their right, and turn right around it.
    turn = -np.angle(np.exp(1j * (heading - np.roll(heading, 1))))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(side[:, 0], side[:, 1]))])
    near = (along[None, :-1] - along[:-1, None]) % along[-1] <= _TIP_M
    starts = np.flatnonzero(np.degrees(near @ turn) >= _U_TURN_DEG)
    first = np.diff(along[starts], prepend=-math.inf) > _TIP_M
    return np.asarray((near @ ring / near.sum(axis=1)[:, None])[starts[first]])


def _crossings(paths: BaseGeometry, ends: Geometries, reach: float) -> NDArray[np.intp]:
    """Count how often the paths that lead to each end leave a circle around it."""
    discs = shapely.buffer(ends, reach, quad_segs=16)
    inside, owner = shapely.get_parts(shapely.intersection(discs, paths), return_index=True)
    leading = shapely.distance(inside, ends[owner]) <= _SLACK_M
    rim = shapely.buffer(shapely.boundary(discs[owner[leading]]), GRID_M, quad_segs=1)
    counts = np.zeros(len(ends), dtype=np.intp)
    np.add.at(counts, owner[leading], shapely.get_num_geometries(shapely.intersection(inside[leading], rim)))
    return counts


@dataclass(frozen=True, eq=False, slots=True)
class Walk:
    """
    How far one walks from the entrance, inside of the paths.

    Attributes
    ----------
    places
        Points of the paths, shape (n,).
    length_m
        Shortest way to each, infinite where none leads, shape (n,). [m]
    """

    places: Geometries
    length_m: NDArray[np.float64]

    def to(self, goal: BaseGeometry) -> float:
        """Return the shortest way to a surface beside the paths, NaN where none leads. [m]"""
        if goal.is_empty or not len(self.places):
            return math.nan
        off = shapely.distance(self.places, goal)
        ways = np.where(off <= 2 * _WALK_CELL_M, self.length_m + off, math.inf)
        shortest = float(ways.min())
        return shortest if math.isfinite(shortest) else math.nan


def walk(paths: BaseGeometry, entrance: Point) -> Walk:
    """
    Measure the ways from the entrance over cells of 0.4 m, in sixteen directions: at most 2.8 % too long.

    Examples
    --------
    >>> corner = shapely.box(0, 0, 1.6, 10).union(shapely.box(0, 10, 12, 11.6))
    >>> round(walk(corner, Point(0.8, 0)).to(shapely.box(12, 10, 15, 15)), 1)
    20.6
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    rank, x, y = _cells(paths)
    start, end, step = _moves(rank)
    gate = np.hypot(x - entrance.x, y - entrance.y) if _is_place(entrance) else np.full(len(x), math.inf)
    seeds = np.flatnonzero(gate <= 2 * _WALK_CELL_M)
    source = len(x)
    ends = (np.concatenate([start, np.full(len(seeds), source)]), np.concatenate([end, seeds]))
    weights = np.concatenate([step, np.maximum(gate[seeds], NOISE)])
    graph = coo_matrix((weights, ends), shape=(source + 1, source + 1)).tocsr()
    return Walk(np.asarray(shapely.points(x, y)), dijkstra(graph, directed=False, indices=source)[:source])


def _cells(paths: BaseGeometry) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Return the rank of each cell whose centre is on the paths (−1 elsewhere), and the centres."""
    west, south, east, north = (0.0, 0.0, 0.0, 0.0) if paths.is_empty else paths.bounds
    if not 0 < (east - west) * (north - south) < _LARGEST_M2:
        return np.full((1, 1), -1), np.empty(0), np.empty(0)
    x, y = np.meshgrid(np.arange(west, east, _WALK_CELL_M), np.arange(south, north, _WALK_CELL_M))
    x, y = x + _WALK_CELL_M / 2, y + _WALK_CELL_M / 2
    shapely.prepare(paths)
    inside = shapely.contains_xy(paths, x, y)
    rank = np.full(x.shape, -1)
    rank[inside] = np.arange(inside.sum())
    return rank, x[inside], y[inside]


def _moves(rank: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return every step between two cells of the paths, once, with its length."""
    rows, columns = rank.shape
    starts, ends, lengths = [], [], []
    for down, right in _STEPS:
        here = rank[: max(rows - down, 0), max(-right, 0) : max(columns - max(right, 0), 0)]
        there = rank[down:, max(right, 0) : max(columns + min(right, 0), 0)]
        both = (here >= 0) & (there >= 0)
        starts.append(here[both])
        ends.append(there[both])
        lengths.append(np.full(int(both.sum()), _WALK_CELL_M * math.hypot(down, right)))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(lengths)


def _is_place(point: Point) -> bool:
    return not point.is_empty and bool(np.isfinite(shapely.get_coordinates(point)).all())
