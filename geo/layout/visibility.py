"""Shortest ways in a room with corners: the visibility graph of its places, and Dijkstra's search on it."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
N = TypeVar("N", bound=np.generic)

_HAIR_M = 0.01
_BEND_M = 3.0
_MOST_CORNERS = 40


@dataclass(frozen=True, eq=False, slots=True)
class Shortest:
    """
    The shortest ways from some feet to some goals.

    Attributes
    ----------
    lengths
        To each goal, bends counted as three metres more; infinite where none leads there, shape (goals,). [m]
    places, before
        Feet, corners and goals, shape (places, 2) [m]; the place before each on its way, negative for none.
    """

    lengths: Numbers
    places: Numbers
    before: Indices

    @property
    def reached(self) -> Indices:
        """Goals to which a way leads, the farthest first."""
        order = np.argsort(-self.lengths, kind="stable")
        return np.asarray(order[np.isfinite(self.lengths[order])], np.int64)

    def way(self, goal: int) -> Numbers:
        """Return the corners of the way to a goal, from its foot on. Shape (corners, 2). [m]"""
        chain = [len(self.places) - len(self.lengths) + goal]
        while self.before[chain[-1]] >= 0:
            chain.append(int(self.before[chain[-1]]))
        return np.asarray(self.places[chain[::-1]])


@dataclass(frozen=True, eq=False, slots=True)
class Visibility:
    """
    Which places of a room see one another.

    Attributes
    ----------
    places
        Feet, corners of the room and goals, shape (places, 2). [m]
    feet, goals
        How many.
    graph
        What a straight leg costs between two places that see each other. [m]
    """

    places: Numbers
    feet: int
    goals: int
    graph: csr_array

    def shortest(self, feet: Indices | None = None) -> Shortest:
        """Return the shortest ways from some of the feet, by number, or from all."""
        start = np.arange(self.feet) if feet is None else feet
        lengths, before, _ = dijkstra(self.graph, indices=start, min_only=True, return_predecessors=True)
        return Shortest(np.asarray(lengths[len(self.places) - self.goals :]), self.places, np.asarray(before, np.int64))


def visibility(room: Polygon, feet: Numbers, goals: Numbers) -> Visibility:
    """
    Find what sees what in a room.

    The shortest way between two places of a polygon turns at its corners alone (Lozano-Pérez and Wesley, 1979, An
    algorithm for planning collision-free paths among polyhedral obstacles, Communications of the ACM 22 (10), 560–570);
    a bend counts as three metres more, for few of them (our assumption).

    Parameters
    ----------
    room
        Where the axis of a path can be. [m]
    feet, goals
        Where ways may begin, and where they lead. Shapes (feet, 2) and (goals, 2). [m]

    Examples
    --------
    >>> around = shapely.box(0, 0, 9, 9) - shapely.box(0, 4, 6, 5)
    >>> found = visibility(around, np.array([[1.0, 1.0]]), np.array([[1.0, 8.0]]))
    >>> found.shortest().way(0).tolist()
    [[1.0, 1.0], [6.0, 4.0], [6.0, 5.0], [1.0, 8.0]]
    """
    corners = spread(_turning(room), _MOST_CORNERS)
    places = np.concatenate([feet, corners, goals])
    turns = len(feet) + len(corners)
    start, end = (index.ravel() for index in np.meshgrid(np.arange(turns), np.arange(len(feet), len(places))))
    start, end = start[start != end], end[start != end]
    legs = np.asarray(shapely.linestrings(np.stack([places[start], places[end]], axis=1)))
    inside = room.buffer(_HAIR_M, join_style="mitre")
    shapely.prepare(inside)
    open_ = shapely.covers(inside, legs)
    costs = shapely.length(legs[open_]) + _BEND_M
    graph = csr_array((costs, (start[open_], end[open_])), shape=(len(places), len(places)))
    return Visibility(places, len(feet), len(goals), graph)


def spread(places: NDArray[N], most: int) -> NDArray[N]:
    """
    Return at most so many of some places, evenly from the first to the last.

    Examples
    --------
    >>> spread(np.arange(9), 3).tolist()
    [0, 4, 8]
    """
    if len(places) <= most:
        return places
    return places[np.linspace(0, len(places) - 1, most).round().astype(np.int64)]


def evenly(land: BaseGeometry, step_m: float) -> Numbers:
    """Return places on land, a step apart. Shape (places, 2). [m]"""
    if land.is_empty:
        return np.empty((0, 2))
    west, south, east, north = land.bounds
    grid = np.meshgrid(np.arange(west, east, step_m), np.arange(south, north, step_m))
    places = np.stack([axis.ravel() for axis in grid], axis=1)
    return np.asarray(places[shapely.contains_xy(land, places)])


def _turning(room: Polygon) -> Numbers:
    """Return the corners of a room that point into it: where a short way can turn. Shape (corners, 2). [m]"""
    found = []
    for ring in shapely.get_rings(shapely.orient_polygons(room)):
        points = shapely.get_coordinates(ring)[:-1]
        coming, leaving = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
        found.append(points[coming[:, 0] * leaving[:, 1] - coming[:, 1] * leaving[:, 0] < 0])
    return np.concatenate(found)
