"""Beds of the potager: 1.20 m wide, along north and south, alleys all around.

::

    ┌──────────────────────┐   r  a ring of alley along every edge but the path's, so that each alley between two
    │ r r r r r r r r r r  │      beds comes out on it, and the ring comes out on the path
    │ r ┌─┐ ┌─┐ ┌─┐ ┌─┐ r  │
    │ r │b│a│b│a│b│a│b│ r  │
    │ r └─┘ └─┘ └─┘ └─┘ r  │
    ══════ path ════════════
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

Numbers = NDArray[np.float64]

BED_M = 1.2
"""Width of a bed: both arms reach its middle [terrabotanica-thouars.fr]. [m]"""
ALLEY_M = 0.52
"""Between beds: 0.50 m, and room for drawing. [m]"""

_RING_M, _EDGE_M = 0.52, 0.06
_UPRIGHT = 0.2
_ENOUGH = 0.44
_KERB_M = 0.15
_LEANING_DEG = 24.0
_SHORTEST_M = 1.3
_LONGEST_M = 11.0
_CROSS_M = 0.6
_FARTHEST_M = 14.5
_PHASES = (0.0, 0.25, 0.5, 0.75)
_NEAR_M = 0.95
"""One bed can be reached from a wheelchair on the path (our assumption). [m]"""


def beds_of(potager: Polygon, paths: Polygon) -> tuple[Polygon, ...]:
    """
    Lay beds in a potager.

    Parameters
    ----------
    potager
        The zone.
    paths
        The accessible path beside it.

    Returns
    -------
    beds
        Rectangles whose long side lies within 24° of north and south: of the layouts that have one beside the path, the
        one with the most of them.
    """
    everywhere = _laid(potager, paths, _leanings(potager), tight=False)
    if everywhere.total_m2 >= _ENOUGH * potager.area:
        return everywhere.beds
    tight = _laid(potager, paths, _leanings(potager), tight=True)
    return max(everywhere, tight, key=lambda one: (one.near, one.total_m2)).beds


@dataclass(frozen=True, slots=True)
class _Layout:
    near: bool
    total_m2: float
    beds: tuple[Polygon, ...]


def _laid(potager: Polygon, paths: Polygon, leanings: Sequence[float], *, tight: bool) -> _Layout:
    """Return the best layout; a tight one has no alley between a bed and an edge that runs along it."""
    best = _Layout(near=False, total_m2=0.0, beds=())
    for angle in leanings:
        turned, way = (rotate(shape, angle, origin=(0, 0)) for shape in (potager, paths))
        upright = _room(turned, way, tight=tight)
        for phase in (*_PHASES, _from_the_right(upright)):
            beds = _rows(upright, phase)
            near = bool(beds) and float(shapely.distance(beds, way).min()) <= _NEAR_M
            total = sum(bed.area for bed in beds)
            if near > best.near or (near == best.near and total > best.total_m2 + 0.5):
                best = _Layout(near, total, tuple(rotate(bed, -angle, origin=(0, 0)) for bed in beds))
    return best


def _room(potager: Polygon, paths: Polygon, *, tight: bool) -> BaseGeometry:
    """Return where upright beds can lie: off the ring, off the path's kerb, not too far from the path."""
    rim = shapely.difference(potager.boundary, paths.buffer(0.1, quad_segs=2))
    ring: BaseGeometry = rim.buffer(_RING_M, quad_segs=2)
    if tight:
        steep, flat = _by_slope(rim)
        edges = np.concatenate([shapely.buffer(steep, _EDGE_M), shapely.buffer(flat, _RING_M, quad_segs=2)])
        ring = shapely.union_all(edges)
    kept: BaseGeometry = potager.difference(ring).difference(paths.buffer(_KERB_M, quad_segs=2))
    near = paths.buffer(_FARTHEST_M, quad_segs=4)
    return kept if near.covers(kept) else kept.intersection(near)


def _by_slope(rim: BaseGeometry) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the edges of a rim that run along upright beds, and the others."""
    lines = [shapely.get_coordinates(line) for line in shapely.get_parts(rim)]
    pairs = np.concatenate([np.empty((0, 2, 2)), *[np.stack([line[:-1], line[1:]], axis=1) for line in lines]])
    steps = np.abs(np.diff(pairs, axis=1)[:, 0])
    upright = steps[:, 0] <= _UPRIGHT * steps[:, 1]
    edges = np.asarray(shapely.linestrings(pairs))
    return np.asarray(edges[upright]), np.asarray(edges[~upright])


def _leanings(potager: Polygon) -> list[float]:
    """Return by how much to turn the zone so that beds stand upright: as its edges lie, if they lean little."""
    steps = np.diff(np.array(potager.exterior.coords), axis=0)
    steps = steps[np.argsort(-np.hypot(*steps.T), kind="stable")][:4]
    leaning = (np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) % 90.0 + 45.0) % 90.0 - 45.0
    near = [float(-angle) for angle in leaning if abs(angle) <= _LEANING_DEG]
    found: list[float] = []
    for angle in [*near, 0.0, *(np.clip(-leaning[:1], -_LEANING_DEG, _LEANING_DEG))]:
        if all(abs(angle - other) > 1.0 for other in found):
            found.append(float(angle))
    return found[:3]


def _rows(room: BaseGeometry, phase: float) -> list[Polygon]:
    """Return the beds of upright rows, the first one a share of a pitch from the left."""
    if room.is_empty:
        return []
    west, south, east, north = room.bounds
    left = np.arange(west + phase * (BED_M + ALLEY_M), east - BED_M + 1e-9, BED_M + ALLEY_M)
    strips = shapely.box(left, np.full(left.size, south), left + BED_M, np.full(left.size, north))
    shapely.prepare(room)
    outside = shapely.difference(strips, room)
    beds: list[Polygon] = []
    for column, out in zip(left, outside, strict=True):
        for low, high in _free(out, south, north):
            beds += _bed(column, low, high)
    return beds


def _from_the_right(room: BaseGeometry) -> float:
    """Return the phase that puts the last row against the right end of the room. [0–1]"""
    west, _, east, _ = room.bounds
    return float((east - west - BED_M) / (BED_M + ALLEY_M) % 1.0) if east - west >= BED_M else 0.0


def _free(outside: BaseGeometry, south: float, north: float) -> list[tuple[float, float]]:
    """Return the stretches of a strip that nothing outside of the room reaches into."""
    taken = sorted((part.bounds[1], part.bounds[3]) for part in shapely.get_parts(outside) if part.area > 1e-6)
    free, place = [], south
    for low, high in [*taken, (north, north)]:
        if low - place >= _SHORTEST_M:
            free.append((place, low))
            place = low + ALLEY_M
        place = max(place, high)
    return free


def _bed(left: float, low: float, high: float) -> list[Polygon]:
    """Return the beds of one stretch: several where it is long, with alleys across."""
    count = int(np.ceil((high - low + _CROSS_M) / (_LONGEST_M + _CROSS_M)))
    length = (high - low + _CROSS_M) / count - _CROSS_M
    starts = low + np.arange(count) * (length + _CROSS_M)
    return [shapely.box(left, start, left + BED_M, start + length) for start in starts]
