"""Land that a leg of the path does not see: behind a notch or round a corner it goes with the place where it opens.

::

       ┌────────┐
       │ hidden ┊        A line square to the path would cut the land behind the wall off from its zone:
       ├────────┤        all of it goes with the land along the dotted line.
                │
     ═══ path ═══
"""

from dataclasses import dataclass

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


def slab(heading: Numbers, begin: float, end: float) -> Polygon:
    """Return the ground between two lines square to a direction."""
    across = np.array([-heading[1], heading[0]]) * _AWAY_M
    return Polygon([begin * heading - across, end * heading - across, end * heading + across, begin * heading + across])


def parted(face: Polygon, heading: Numbers, side: int, land: Polygon) -> tuple[list[Polygon], list[Nook]]:
    """
    Part the land on one side of a leg into what the leg sees, and nooks that open on that at one place.

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
    >>> seen, nooks = parted(corner, np.array([1.0, 0.0]), 1, corner.union(shapely.box(0, 0, 9, 1)))
    >>> [round(part.area, 1) for part in seen], [(round(nook.place, 1), round(nook.polygon.area, 1)) for nook in nooks]
    ([20.0], [(4.0, 15.0)])
    """
    bounds, open_below = _slabs(face, heading, side, land)
    if not bounds.size:
        return [face], []
    seen = shapely.union_all(shapely.buffer(_lowest(face, heading, side, bounds[open_below]), _HAIR_M, quad_segs=1))
    nooks = []
    for part in shapely.get_parts(shapely.difference(face, seen)):
        place = _opening(part, seen, heading)
        if isinstance(part, Polygon) and part.area >= _LEAST_M2 and place is not None:
            nooks.append(Nook(place, part))
    rest = shapely.difference(face, shapely.union_all([nook.polygon for nook in nooks]), grid_size=GRID_M)
    return [part for part in shapely.get_parts(rest) if isinstance(part, Polygon) and not part.is_empty], nooks


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


def _opening(part: BaseGeometry, seen: BaseGeometry, heading: Numbers) -> float | None:
    """Return where hidden land opens on what is seen, along a heading; nothing where it does so at several places."""
    edge = shapely.intersection(shapely.boundary(part), shapely.buffer(seen, 2 * GRID_M, quad_segs=1))
    places = shapely.get_coordinates(edge) @ heading
    if shapely.length(edge) < _OPENING_M or np.ptp(places) > _ONE_PLACE_M:
        return None
    return float(places.mean())
