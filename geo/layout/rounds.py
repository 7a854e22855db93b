"""Where the path could run on broken land: round what stands there, or all along the boundary.

::

    ┌────────────────┐    Straight legs with square turns do not come behind a house. The shortest ways round its
    │  ┌──────────┐  │    corners do, with room for a zone beside them; so does a ring a zone deep inside the
    │  │ ┌──────┐ │  │    boundary, followed for a while.
    │  │ │ house│ │  │
    │    └──────┘ │  │
    └─────────────gate
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from geo.layout.canvas import Canvas
from geo.layout.spines import PATH_M, Leg, Spine, directions_of, first_legs, gates
from geo.layout.visibility import evenly, spread, visibility

Numbers = NDArray[np.float64]

_HALF_M, _HAIR_M = PATH_M / 2, 0.02
_BROKEN = 0.92
"""Land that fills more of its convex hull has nothing to go round (our assumption). [0–1]"""
_CLEAR_M = (0.0, 1.3, 3.1, 4.2)
"""Land left between such a path and what it passes: none, room for flowers, for vegetables, for trees. [m]"""
_GOALS, _STEP_M, _BEYOND_M = 30, 3.0, 1.5
_MOST_GATES, _MOST_FEET = 7, 8
_DEPTHS_M = (0.0, 2.5, 3.5, 4.6, 6.0, 8.0)
_ROUND = (0.25, 0.4, 0.55, 0.7, 0.85)
_SMOOTH_M = 0.4
_SHORTEST_LEG_M, _NEAR_M = 2.2, 1.6
_SHARPEST = -0.5
_TOLERANCE_M = 0.06
"""So much of its width a path may lose at a corner: it stays wider than the clear way asked for. [m]"""
_STRAIGHT, _MOST_LEGS, _APART = 0.06, 7, 0.98


def rounds(canvas: Canvas) -> list[Spine]:
    """
    Return paths in three legs or more for land that is far from convex; none for other land.

    Parameters
    ----------
    canvas
        A ground with its street, or with given entrances.
    """
    if canvas.land.area > _BROKEN * canvas.land.convex_hull.area:
        return []
    room = canvas.land.buffer(_TOLERANCE_M - _HALF_M, join_style="mitre")
    shapely.prepare(room)
    directions, given = directions_of(canvas), bool(canvas.ground.entrances)
    some = spread(np.array(gates(canvas)).reshape(-1, 2), _MOST_GATES)
    legs = [first_legs(gate, directions, room, given=given) for gate in some]
    ways = [*_around(canvas.land, legs), *_along(canvas.land, legs)]
    tidied = [(gate, _tidied(points)) for gate, points in ways]
    return [Spine(points, gate) for gate, points in tidied if _possible(points, room)]


def _around(land: Polygon, legs: Sequence[Sequence[Leg]]) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield gates and the shortest ways from them to places all over the land."""
    for clear_m in _CLEAR_M:
        inner = land.buffer(_HAIR_M - _HALF_M - clear_m, join_style="mitre")
        for room in shapely.get_parts(inner):
            feet = [_feet(some, room)[:_MOST_FEET] for some in legs]
            goals = spread(evenly(room.buffer(-max(_BEYOND_M - clear_m, 0.0)), _STEP_M), _GOALS)
            if len(goals) and any(feet):
                yield from _shortest(room, feet, goals)


def _shortest(
    room: Polygon, feet: Sequence[Sequence[tuple[Leg, Numbers]]], goals: Numbers
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield gates and the shortest ways from each to goals in one room."""
    seen = visibility(room, np.array([foot for some in feet for _, foot in some]), goals)
    ends = np.cumsum([len(some) for some in feet])
    for some, end in zip(feet, ends.tolist(), strict=True):
        found = seen.shortest(np.arange(end - len(some), end)) if some else None
        for way in [found.way(int(goal)) for goal in found.reached] if found else ():
            away = np.hypot(*(np.array([foot for _, foot in some]) - way[0]).T)
            leg = some[int(away.argmin())][0]
            yield leg.gate, np.vstack([leg.start, way])


def _feet(legs: Sequence[Leg], room: Polygon) -> list[tuple[Leg, Numbers]]:
    """Return where legs from a gate come into a room, with each leg."""
    found = []
    for leg in legs:
        hit = LineString([leg.start, leg.start + leg.reach_m * leg.heading]).intersection(room)
        if not hit.is_empty:
            along_m = ((shapely.get_coordinates(hit) - leg.start) @ leg.heading).min()
            foot = leg.start + max(along_m, _SHORTEST_LEG_M) * leg.heading
            if room.distance(Point(foot)) <= _HAIR_M:
                found.append((leg, foot))
    return found


def _along(land: Polygon, legs: Sequence[Sequence[Leg]]) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield gates and ways that follow a ring some way inside the boundary, both ways round."""
    for depth_m in _DEPTHS_M:
        inner = land.buffer(_HAIR_M - _HALF_M - depth_m, join_style="mitre")
        for ring in shapely.get_rings(shapely.simplify(inner, _SMOOTH_M)):
            for some in legs:
                feet = _crossings(some, ring)
                if feet:
                    leg, foot = min(feet, key=lambda one: float(np.hypot(*(one[1] - one[0].start))))
                    yield from ((leg.gate, np.vstack([leg.start, way])) for way in _followed(ring, foot))


def _crossings(legs: Sequence[Leg], ring: LineString) -> list[tuple[Leg, Numbers]]:
    """Return where legs from a gate first come to a ring."""
    found = []
    for leg in legs:
        hit = shapely.get_coordinates(LineString([leg.start, leg.start + leg.reach_m * leg.heading]).intersection(ring))
        if len(hit):
            found.append((leg, hit[np.argmin((hit - leg.start) @ leg.heading)]))
    return found


def _followed(ring: LineString, foot: Numbers) -> Iterator[Numbers]:
    """Yield the corners of ways along a ring from a place on it."""
    line, start = LineString(ring.coords), float(ring.project(Point(foot)))
    opened = np.vstack(
        [
            shapely.get_coordinates(substring(line, start, line.length)),
            shapely.get_coordinates(substring(line, 0.0, start)),
        ]
    )
    for corners in (opened, opened[::-1]):
        whole = LineString(corners)
        for share in _ROUND:
            yield shapely.get_coordinates(substring(whole, 0.0, share, normalized=True))


def _tidied(points: Numbers) -> Numbers:
    """Leave out corners that are near the one before, or hardly turn."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        coming, leaving = here - kept[-1], after - here
        cross = abs(coming[0] * leaving[1] - coming[1] * leaving[0])
        if np.hypot(*coming) >= _NEAR_M and cross > _STRAIGHT * np.hypot(*coming) * np.hypot(*leaving):
            kept.append(here)
    return np.array([*kept, points[-1]])


def _possible(points: Numbers, room: Polygon) -> bool:
    """Return whether legs are three or more, long enough, without sharp turns, on the land and beside one another."""
    steps = np.diff(points, axis=0)
    lengths = np.hypot(*steps.T)
    if not 3 <= len(steps) <= _MOST_LEGS or lengths.min() < _NEAR_M or lengths[-1] < _SHORTEST_LEG_M:
        return False
    turns = (steps[1:] * steps[:-1]).sum(axis=1) / (lengths[1:] * lengths[:-1])
    axis = LineString(points)
    if turns.min() < _SHARPEST or not room.covers(substring(axis, PATH_M, axis.length)):
        return False
    drawn = axis.buffer(_HALF_M, cap_style="flat", join_style="mitre")
    return bool(drawn.area >= _APART * PATH_M * axis.length)
