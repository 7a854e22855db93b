"""Land that a leg of the path does not see: behind a notch or round a corner it goes with the place where it opens.

::

       ┌────────┐
       │ hidden ┊        A line square to the path would cut the land behind the wall off from its zone:
       ├────────┤        all of it goes with the land along the dotted line.
                │
     ═══ path ═══
"""

from collections.abc import Mapping
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
_BELOW_M = 0.05
_LEAST_M2, _ONE_PLACE_M, _OPENING_M = 0.5, 0.3, 0.3


@dataclass(frozen=True, eq=False, slots=True)
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


@dataclass(frozen=True, eq=False, slots=True)
class Parted:
    """
    The land on one side of a leg.

    Attributes
    ----------
    seen
        What can be cut by lines square to the leg.
    nooks
        Hidden land that opens on what is seen, at one place each.
    shut
        Hidden land that opens on none of it: another leg or side leads there, if any.
    """

    seen: tuple[Polygon, ...] = ()
    nooks: tuple[Nook, ...] = ()
    shut: tuple[Polygon, ...] = ()

    def joined(self, other: "Parted") -> "Parted":
        """Return the land of both."""
        return Parted(self.seen + other.seen, self.nooks + other.nooks, self.shut + other.shut)


def slab(heading: Numbers, begin: float, end: float) -> Polygon:
    """Return the ground between two lines square to a direction."""
    across = np.array([-heading[1], heading[0]]) * _AWAY_M
    return Polygon([begin * heading - across, end * heading - across, end * heading + across, begin * heading + across])


def parted(face: Polygon, heading: Numbers, side: int, land: Polygon) -> Parted:
    """
    Part the land on one side of a leg into what the leg sees and what is hidden from it.

    Parameters
    ----------
    face
        On one side of one leg.
    heading, side
        Of the leg, a unit vector; 1 on its left and −1 on its right.
    land
        All of it: what has none between itself and the leg is hidden.

    Examples
    --------
    >>> corner = Polygon([(0, 1), (4, 1), (4, 3), (9, 3), (9, 6), (0, 6)])
    >>> found = parted(corner, np.array([1.0, 0.0]), 1, corner.union(shapely.box(0, 0, 9, 1)))
    >>> [round(part.area, 1) for part in found.seen]
    [20.0]
    >>> [(round(nook.place, 1), round(nook.polygon.area, 1)) for nook in found.nooks]
    [(4.0, 15.0)]
    """
    bounds, open_below = _slabs(face, heading, side, land)
    if not bounds.size:
        return Parted((face,))
    seen = shapely.union_all(shapely.buffer(_lowest(face, heading, side, bounds[open_below]), _HAIR_M, quad_segs=1))
    nooks, shut = [], []
    for part in shapely.get_parts(shapely.difference(face, seen)):
        if not isinstance(part, Polygon) or part.area < _LEAST_M2:
            continue
        length_m, places = _opening(part, seen, heading)
        if length_m < _OPENING_M:
            shut.append(part)
        elif np.ptp(places) <= _ONE_PLACE_M:
            nooks.append(Nook(float(places.mean()), part))
    hidden = shapely.union_all([*[nook.polygon for nook in nooks], *shut])
    rest = shapely.difference(face, hidden, grid_size=GRID_M)
    left = [part for part in shapely.get_parts(rest) if isinstance(part, Polygon) and not part.is_empty]
    return Parted(tuple(left), tuple(nooks), tuple(shut))


def housed(sides: dict[int, Parted], headings: Mapping[int, Numbers]) -> dict[int, Parted]:
    """
    Give land that opens on nothing its own leg sees to the side of a leg on which it opens most.

    Parameters
    ----------
    sides, headings
        By number of the side of a leg.
    """
    found = {number: replace(side, shut=()) for number, side in sides.items()}
    waiting = [(number, part) for number, side in sides.items() for part in side.shut]
    while waiting:
        opens = [_most_open(part, found, headings) for _, part in waiting]
        place = max(range(len(waiting)), key=lambda one: opens[one][0])
        home, part = waiting.pop(place)
        length_m, number, more = opens[place]
        if length_m < _OPENING_M:  # it leads nowhere: it stays where it was
            number, more = home, Parted((part,))
        found[number] = found[number].joined(more)
    return found


def _most_open(
    part: Polygon, sides: Mapping[int, Parted], headings: Mapping[int, Numbers]
) -> tuple[float, int, Parted]:
    """Return how far hidden land opens on a side of a leg [m], which one, and what it is there."""
    found = []
    for number, side in sides.items():
        length_m, places = _opening(part, shapely.union_all(side.seen), headings[number])
        one = length_m >= _OPENING_M and np.ptp(places) <= _ONE_PLACE_M
        found.append((length_m, number, Parted((), (Nook(float(places.mean()), part),)) if one else Parted((part,))))
        for nook in side.nooks:
            length_m, _ = _opening(part, nook.polygon, headings[number])
            found.append((length_m, number, Parted((), (Nook(nook.place, part),))))
    return max(found, key=lambda one: one[0])


def _slabs(face: Polygon, heading: Numbers, side: int, land: Polygon) -> tuple[Numbers, NDArray[np.bool_]]:
    """
    Cut a face at its corners, where any of it may be hidden.

    Returns
    -------
    bounds, open_below
        Where slabs begin and end, shape (slabs, 2) [m]; whether land lies between a slab and the leg. Empty where all
        land is seen.
    """
    frame = np.stack([heading, side * np.array([-heading[1], heading[0]])], axis=1)
    rings = [shapely.get_coordinates(ring) @ frame for ring in shapely.get_rings(face)]
    u1, v1, u2, v2 = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings]).T[:, :, None]
    knots = np.unique(u1)
    knots = knots[np.diff(knots, prepend=-np.inf) > _SAME_M]
    middles = (knots[:-1] + knots[1:]) / 2
    across = (u1 < middles) != (u2 < middles)
    crossed = np.where(across, v1 + (v2 - v1) * (middles - u1) / np.where(across, u2 - u1, 1.0), np.inf)
    below = np.stack([middles, crossed.min(axis=0, initial=np.inf) - _BELOW_M], axis=1) @ frame.T
    open_below = np.isfinite(below).all(axis=1) & shapely.contains_xy(land, below[:, 0], below[:, 1])
    if open_below.all() and (across.sum(axis=0) <= 2).all():
        return np.empty((0, 2)), open_below
    bounds = np.stack([knots[:-1], knots[1:]], axis=1)
    bounds[0, 0] -= 1.0
    bounds[-1, 1] += 1.0
    return bounds, open_below


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
