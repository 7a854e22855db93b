"""Land that a leg of the path does not see: behind a notch or round a corner it goes with the place where it opens.

::

       ┌────────┐
       │ hidden ┊        A line square to the path would cut the land behind the wall off from its zone:
       ├────────┤        all of it goes with the land along the dotted line.
                │
     ═══ path ═══
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.geometry import GRID_M

Numbers = NDArray[np.float64]

_AWAY_M = 400.0
_SAME_M = 0.02
_INSIDE_M, _HAIR_M = 0.001, 0.0015
_AT_RIM, _LOOKED_AT = 0.25, (0.2, 0.5, 0.9)
_LEAST_M2, _ONE_PLACE_M, _OPENING_M = 0.5, 0.3, 0.3


@dataclass(frozen=True, slots=True)
class Nook:
    """
    Land behind something.

    Attributes
    ----------
    place
        Where it opens, along the heading of the leg. [m]
    """

    place: float
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class Side:
    """
    The land on one side of a leg.

    Attributes
    ----------
    heading
        Of the leg, a unit vector.
    polygons
        What is cut by lines square to the leg.
    nooks
        Hidden land that opens on it, at one place each.
    """

    heading: Numbers
    polygons: tuple[Polygon, ...] = ()
    nooks: tuple[Nook, ...] = ()


def slab(heading: Numbers, begin: float, end: float) -> Polygon:
    """Return the ground between two lines square to a direction."""
    across = np.array([-heading[1], heading[0]]) * _AWAY_M
    return Polygon([begin * heading - across, end * heading - across, end * heading + across, begin * heading + across])


def parted(face: Polygon, leg: Numbers, side: int, land: Polygon) -> tuple[list[Polygon], list[Polygon]]:
    """
    Part the land on one side of a leg into what the leg sees and what is hidden from it.

    Parameters
    ----------
    face
        On one side of one leg.
    leg, side
        Its ends, shape (2, 2) [m]; 1 for its left and −1 for its right.
    land
        All of it: what has a gap in it between itself and the leg is hidden.

    Examples
    --------
    >>> corner = Polygon([(0, 1), (4, 1), (4, 3), (9, 3), (9, 6), (0, 6)])
    >>> leg = np.array([(0.0, 0.0), (9.0, 0.0)])
    >>> seen, hidden = parted(corner, leg, 1, corner.union(shapely.box(0, 0, 9, 1)))
    >>> [round(part.area, 1) for part in seen], [round(part.area, 1) for part in hidden]
    ([20.0], [15.0])
    """
    heading = (leg[1] - leg[0]) / np.hypot(*(leg[1] - leg[0]))
    bounds, open_below = _slabs(face, leg, side, land)
    if not bounds.size:
        return [face], []
    seen = shapely.union_all(shapely.buffer(_lowest(face, heading, side, bounds[open_below]), _HAIR_M, quad_segs=1))
    behind = _polygons(shapely.difference(face, seen))
    hidden = [part for part in behind if part.area >= _LEAST_M2]
    return _polygons(shapely.difference(face, shapely.union_all(hidden), grid_size=GRID_M)), hidden


def housed(sides: Mapping[int, Side], hidden: Sequence[tuple[int, Polygon]]) -> dict[int, Side]:
    """
    Give hidden land to the side of a leg on which it opens most, that which opens widest first.

    Parameters
    ----------
    sides
        What each leg sees, by number of its side.
    hidden
        Land, and the side on which it lies: it stays there where it opens on nothing.

    Examples
    --------
    >>> east, north = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    >>> sides = {0: Side(east, (shapely.box(0, 0, 10, 5),)), 1: Side(north, (shapely.box(12, 4, 20, 9),))}
    >>> found = housed(sides, [(1, shapely.box(10, 0, 14, 4))])
    >>> [(round(nook.place), nook.polygon.area) for nook in found[0].nooks], len(found[1].polygons)
    ([(10, 16.0)], 1)
    """
    found, waiting = dict(sides), list(hidden)
    opens = [{number: _opening_on(part, side) for number, side in found.items()} for _, part in waiting]
    while waiting:
        place = max(range(len(waiting)), key=lambda one: max(length_m for length_m, _ in opens[one].values()))
        (home, part), onto = waiting.pop(place), opens.pop(place)
        number = max(onto, key=lambda one: onto[one][0])
        length_m, opening_m = onto[number]
        if length_m < _OPENING_M:
            number, opening_m = home, None
        side = found[number]
        if opening_m is None:
            found[number] = replace(side, polygons=(*side.polygons, part))
        else:
            found[number] = replace(side, nooks=(*side.nooks, Nook(opening_m, part)))
        for (_, other), one in zip(waiting, opens, strict=True):
            one[number] = _opening_on(other, found[number])
    return found


def _opening_on(part: Polygon, side: Side) -> tuple[float, float | None]:
    """Return how far hidden land opens on a side of a leg [m], and where along its heading, if at one place. [m]"""
    length_m, places = _opening(part, shapely.union_all(side.polygons), side.heading)
    one = length_m >= _OPENING_M and np.ptp(places) <= _ONE_PLACE_M
    opens = [(length_m, float(places.mean()) if one else None)]
    opens += [(_opening(part, nook.polygon, side.heading)[0], nook.place) for nook in side.nooks]
    return max(opens, key=lambda opening: opening[0])


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and not part.is_empty]


def _slabs(face: Polygon, leg: Numbers, side: int, land: Polygon) -> tuple[Numbers, NDArray[np.bool_]]:
    """
    Cut a face at its corners, where any of it may be hidden.

    Returns
    -------
    bounds, open_below
        Where slabs begin and end, shape (slabs, 2) [m]; whether the leg sees any of what is nearest to it there. Empty
        where it sees all.
    """
    length_m = float(np.hypot(*(leg[1] - leg[0])))
    heading = (leg[1] - leg[0]) / length_m
    frame = np.stack([heading, side * np.array([-heading[1], heading[0]])], axis=1)
    rings = [shapely.get_coordinates(ring) @ frame for ring in shapely.get_rings(face)]
    u1, v1, u2, v2 = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings]).T[:, :, None]
    knots = np.unique(u1)
    knots = knots[np.diff(knots, prepend=-np.inf) > _SAME_M]
    middles = (knots[:-1] + knots[1:]) / 2
    across = (u1 < middles) != (u2 < middles)
    crossed = np.where(across, v1 + (v2 - v1) * (middles - u1) / np.where(across, u2 - u1, 1.0), np.inf)
    near, far = np.sort(crossed, axis=0)[:2]
    first, aside = leg[0] @ frame
    feet = np.stack([np.clip(middles, first, first + length_m), np.full(middles.size, aside)], axis=1) @ frame.T
    open_below = np.zeros(middles.size, bool)
    for share in _LOOKED_AT:
        there = near + share * (far - near)
        open_below |= _in_sight(feet, np.stack([middles, there], axis=1) @ frame.T, land)
    if open_below.all() and (across.sum(axis=0) <= 2).all():
        return np.empty((0, 2)), open_below
    bounds = np.stack([knots[:-1], knots[1:]], axis=1)
    bounds[0, 0] -= 1.0
    bounds[-1, 1] += 1.0
    return bounds, open_below


def _in_sight(feet: Numbers, places: Numbers, land: Polygon) -> NDArray[np.bool_]:
    """Return whether land is unbroken from feet on a leg to places beside it; the leg itself may be at its rim."""
    found = np.asarray(np.isfinite(places).all(axis=1))
    starts = feet + _AT_RIM * (places - feet)
    rays = shapely.linestrings(np.stack([starts, places], axis=1)[found])
    found[found] = shapely.covers(land, rays)
    return found


def _lowest(face: Polygon, heading: Numbers, side: int, bounds: Numbers) -> list[BaseGeometry]:
    """Return of each slab of a face the part that is nearest to the leg; a hair less, or parts would touch."""
    slabs = np.array([slab(heading, begin + _INSIDE_M, end - _INSIDE_M) for begin, end in bounds.tolist()], object)
    across = side * np.array([-heading[1], heading[0]])
    found: list[BaseGeometry] = []
    for strip in shapely.intersection(face, slabs):
        parts = [part for part in shapely.get_parts(strip) if isinstance(part, Polygon)]
        if parts:
            found.append(min(parts, key=lambda part: float(shapely.get_coordinates(part.centroid)[0] @ across)))
    return found


def _opening(part: BaseGeometry, seen: BaseGeometry, heading: Numbers) -> tuple[float, Numbers]:
    """Return how far hidden land opens on what is seen [m], and where along a heading, shape (places,). [m]"""
    edge = shapely.intersection(shapely.boundary(part), shapely.buffer(seen, 2 * GRID_M, quad_segs=1))
    return float(shapely.length(edge)), shapely.get_coordinates(edge) @ heading
