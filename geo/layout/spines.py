"""Where the path could run: from a gate on the street, in one to three straight legs.

::

    ┌──────────────────┐    A leg follows a main direction of the land: the sides of its smallest rectangle,
    │      ┌───leg 2── │    its longest edges, the way in from the street. It stops before the far boundary,
    │      │           │    so that the land goes round its end, or runs along a boundary and has land on one
    │    leg 1         │    side only.
    └──────gate────────┘
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from geo.layout.canvas import Canvas

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
T = TypeVar("T")

PATH_M = 1.6
"""Width drawn: the 1.40 m of an accessible path, and room for its edges [arrêté du 15 janvier 2007]. [m]"""

_HALF_M = PATH_M / 2
_AWAY_M = 500.0
_SAME_ANGLE = np.radians(7.0)
_STEEPEST = np.cos(np.radians(46.0))
"""A path more oblique to the street has no clear way up to the gate. [–]"""
_SHORTEST_LEG_M = 2.2
_GAPS_M = (2.6, 3.4, 4.6, 6.2, 9.0, 13.0)
"""Land left beyond the end of a path: room for a zone of small, middling and large width (our assumption). [m]"""
_DEPTHS_M = (2.5, 3.5, 4.6, 6.0, 8.0, 11.0)
"""Land left between a leg and the boundary that it runs along: a zone deep (our assumption). [m]"""
_HALFWAY = (0.35, 0.5, 0.65)
_GATES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_CORNER_M = _HALF_M
_SHIFTS_M = (0.0, 0.7, -0.7, 0.35, -0.35)
_MOST_GATES = 14
_SAME_PLACE_M = 0.4


@dataclass(frozen=True, eq=False, slots=True)
class Spine:
    """
    The axis of a path.

    Attributes
    ----------
    points
        Corners from the gate to the end, shape (corners, 2), in the coordinates of the canvas. [m]
    gate
        Point of the boundary where people come in. [m]
    owners
        Whose the land inside and outside of each corner is: 0 halved, 1 of the leg before it, 2 of the leg after it;
        halved everywhere when empty.
    """

    points: Numbers
    gate: Numbers
    owners: tuple[tuple[int, int], ...] = ()

    @property
    def joints(self) -> Indices:
        """`owners` in one array, shape (legs − 1, 2)."""
        return np.array(self.owners or [(0, 0)] * (len(self.points) - 2), np.int64).reshape(-1, 2)


def spines(canvas: Canvas, most: int = 400, seed: int = 0) -> list[Spine]:
    """
    Return paths that are worth a look: every short one, and a sample of those with two and three legs.

    Parameters
    ----------
    canvas
        A ground with its street, or with given entrances.
    most, seed
        Size and seed of each of the two samples.
    """
    room = canvas.land.buffer(-_HALF_M, join_style="mitre").buffer(0.002)
    shapely.prepare(room)
    directions, given, rng = directions_of(canvas), bool(canvas.ground.entrances), np.random.default_rng(seed)
    first = [leg for gate in gates(canvas) for leg in first_legs(gate, directions, room, given=given)]
    found = [_ended(leg, gap) for leg, gap in _endings(first)]
    corners = shapely.get_coordinates(canvas.land.simplify(0.2))
    second = [longer for leg in first for longer in _next_legs(leg, directions, room, corners)]
    found += [_ended(leg, gap) for leg, gap in _sample(_endings(second), most, rng)]
    third = [longer for leg in _sample(second, most, rng) for longer in _next_legs(leg, directions, room, corners[:0])]
    return found + [_ended(leg, gap) for leg, gap in _sample(_endings(third, 4), most, rng)]


def _sample(everything: list[T], most: int, rng: np.random.Generator) -> list[T]:
    if len(everything) <= most:
        return everything
    return [everything[number] for number in np.sort(rng.choice(len(everything), most, replace=False))]


@dataclass(frozen=True, eq=False, slots=True)
class Leg:
    """
    The last leg of a path that is being made.

    Attributes
    ----------
    gate, before
        Of the path; its corners so far, shape (corners, 2). [m]
    start, heading, reach_m
        Where it starts, which way it goes, how far it could go. [m]
    """

    gate: Numbers
    before: Numbers
    start: Numbers
    heading: Numbers
    reach_m: float


def gates(canvas: Canvas) -> list[Numbers]:
    """
    Return where the path may come in: the given entrances, else places along the street.

    Given entrances stay where they are; the path may run up to half its width beside their centre.
    """
    given = canvas.ground.entrances
    if given:
        return [np.array(canvas.moved(point).coords[0]) for point in given]
    lines = [line for line in shapely.get_parts(shapely.line_merge(canvas.street)) if line.length > 0]
    lines.sort(key=lambda line: -line.length)
    return [place for line in lines for place in _along(line)][:_MOST_GATES]


def _along(line: LineString) -> Iterator[Numbers]:
    if line.length < 2 * _CORNER_M:
        yield np.array(line.interpolate(0.5, normalized=True).coords[0])
        return
    for share in (0.0, *_GATES, 1.0):
        place = np.clip(share * line.length, _CORNER_M, line.length - _CORNER_M)
        yield np.array(line.interpolate(place).coords[0])


def directions_of(canvas: Canvas) -> Numbers:
    """Return the main directions of the land as unit vectors, both ways, no two alike; shape (n, 2)."""
    box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(canvas.land))
    rims = [np.array(ring.coords) for ring in (canvas.land.exterior, *canvas.land.interiors)]
    edges = np.concatenate([np.diff(rim, axis=0) for rim in rims])
    edges = edges[np.argsort(-np.hypot(*edges.T), kind="stable")][:4]
    street = [
        np.diff(np.array(line.coords), axis=0)[0] for line in shapely.get_parts(canvas.street) if line.length > 0
    ][:2]
    axes = [*np.diff(box[:3], axis=0), *street, *edges]
    angles: list[float] = []
    for along in axes:
        for angle in (np.arctan2(along[1], along[0]) % np.pi, (np.arctan2(along[1], along[0]) + np.pi / 2) % np.pi):
            apart = [abs((angle - other + np.pi / 2) % np.pi - np.pi / 2) for other in angles]
            if not apart or min(apart) > _SAME_ANGLE:
                angles.append(float(angle))
    both = np.concatenate([angles[:6], np.add(angles[:6], np.pi)])
    return np.stack([np.cos(both), np.sin(both)], axis=1)


def first_legs(gate: Numbers, directions: Numbers, room: Polygon, *, given: bool) -> list[Leg]:
    """Return the legs that start at a gate, or beside the middle of a given one, where a path soon has room."""
    shifts = _SHIFTS_M if given else (0.0,)
    across = np.stack([-directions[:, 1], directions[:, 0]], axis=1)
    starts = np.concatenate([gate + shift * across for shift in shifts])
    headings = np.tile(directions, (len(shifts), 1))
    enters, leaves = _stretch(starts, headings, room)
    return [
        Leg(gate, np.empty((0, 2)), start, heading, float(leave))
        for start, heading, enter, leave in zip(starts, headings, enters, leaves, strict=True)
        if enter <= _HALF_M / _STEEPEST and leave >= enter
    ]


def _stretch(starts: Numbers, headings: Numbers, room: Polygon) -> tuple[Numbers, Numbers]:
    """Return how far along each ray the room begins and ends the first time; infinite where it never begins. [m]"""
    rays = shapely.linestrings(np.stack([starts, starts + _AWAY_M * headings], axis=1))
    parts, ray = shapely.get_parts(shapely.intersection(rays, room), return_index=True)
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    parts, ray = parts[lines & ~shapely.is_empty(parts)], ray[lines & ~shapely.is_empty(parts)]
    ends = [shapely.get_coordinates(shapely.get_point(parts, place)) for place in (0, -1)]
    along = np.stack([((end - starts[ray]) * headings[ray]).sum(axis=1) for end in ends])
    enters, leaves = np.full(len(starts), np.inf), np.full(len(starts), -np.inf)
    order = np.argsort(-along.min(axis=0), kind="stable")
    enters[ray[order]], leaves[ray[order]] = along.min(axis=0)[order], along.max(axis=0)[order]
    return enters, leaves


def _endings(legs: list[Leg], most: int = len(_GAPS_M)) -> list[tuple[Leg, float]]:
    """Return the legs with each of the first few gaps that they can leave beyond their end."""
    kept = [[gap for gap in _GAPS_M if leg.reach_m + _HALF_M - gap >= _SHORTEST_LEG_M] for leg in legs]
    return [(leg, gap) for leg, gaps in zip(legs, kept, strict=True) for gap in gaps[:most]]


def _ended(leg: Leg, gap_m: float) -> Spine:
    """Return the path that ends with a leg, a gap before the end of the land."""
    corners = leg.before if leg.before.size else leg.start[None]
    end = leg.start + (leg.reach_m + _HALF_M - gap_m) * leg.heading
    return Spine(np.concatenate([corners, end[None]]), leg.gate)


def _next_legs(leg: Leg, directions: Numbers, room: Polygon, corners: Numbers) -> list[Leg]:
    """Return the legs that branch off another one, near to square."""
    places = _turns(leg, corners)
    aside = directions[np.abs(directions @ leg.heading) <= np.cos(np.radians(60.0))]
    if not places.size or not len(aside):
        return []
    starts = np.repeat(leg.start + places[:, None] * leg.heading, len(aside), axis=0)
    headings = np.tile(aside, (len(places), 1))
    enters, leaves = _stretch(starts, headings, room)
    before = leg.before if leg.before.size else leg.start[None]
    return [
        Leg(leg.gate, np.vstack([before, start]), start, heading, float(leave))
        for start, heading, enter, leave in zip(starts, headings, enters, leaves, strict=True)
        if enter <= 0.01 and leave + _HALF_M - _GAPS_M[0] >= _SHORTEST_LEG_M
    ]


def _turns(leg: Leg, corners: Numbers) -> Numbers:
    """Return where a leg can turn: a zone's depth from its ends, on its way, or to pass by a corner. [m]"""
    reach, depths = leg.reach_m, np.array(_DEPTHS_M)
    if corners.size:
        passing = (corners - leg.start) @ leg.heading
        ends = [depths + _HALF_M, [reach], reach - depths - _HALF_M, np.array(_HALFWAY) * reach]
        places = np.concatenate([*ends, passing - _HALF_M, passing + _HALF_M])
    else:
        places = np.array([0.5 * reach, reach, reach - 2 * _HALF_M - depths[2]])
    kept = np.sort(places[(places >= _SHORTEST_LEG_M) & (places <= reach + 1e-6)])
    return kept[np.diff(kept, prepend=-9.0) > _SAME_PLACE_M]
