"""The generator of the power diagram: compact zones of exact areas around seeds, whatever the shape of the land.

Each zone owns the places p for which |p − seed|² − weight is least. Borders are straight; raising a weight makes its
zone larger at the cost of all neighbours. The weights that give the wanted areas are unique; Newton's method finds
them, since the area that i takes from j grows with the length of their border over twice the distance of their seeds.
Seeds then move to the middle of their zone, and the zones get rounder.

References
----------
.. [1] Aurenhammer, F., Hoffmann, F., Aronov, B. (1998), Minkowski-type theorems and least-squares clustering.
   Algorithmica 20.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.plans import Zone

Numbers = NDArray[np.float64]

_AWAY_M = 1_000.0
_NEWTON, _SMOOTHED = 12, 2
_CLOSE_M2 = 0.02
_BORDER_M = 0.01


def power_zones(
    land: Sequence[Polygon], seeds: Mapping[Zone, Numbers], targets: Mapping[Zone, float]
) -> dict[Zone, BaseGeometry]:
    """
    Divide land into zones of given areas.

    Parameters
    ----------
    land
        Its pieces.
    seeds
        One point a zone, no two alike. [m]
    targets
        Areas that add up to the land's. [m²]

    Examples
    --------
    >>> seeds = {Zone.POTAGER: np.array([2.0, 5.0]), Zone.VERGER: np.array([8.0, 5.0])}
    >>> zones = power_zones([shapely.box(0, 0, 10, 10)], seeds, {Zone.POTAGER: 70.0, Zone.VERGER: 30.0})
    >>> [round(zone.area, 1) for zone in zones.values()]
    [70.0, 30.0]
    """
    ground = shapely.union_all(list(land))
    shapely.prepare(ground)
    points = np.array([seeds[zone] for zone in targets])
    wanted = np.array(list(targets.values()))
    wanted = wanted * ground.area / wanted.sum()
    weights = np.zeros(len(points))
    for _ in range(_SMOOTHED):
        weights = _balanced(ground, points, weights, wanted)
        middles = shapely.centroid(_cells(ground, points, weights))
        places = shapely.bounds(middles)[:, :2]  # not a number for a zone that is empty
        points = (points + np.where(np.isfinite(places), places, points)) / 2
    weights = _balanced(ground, points, weights, wanted)
    return dict(zip(targets, _cells(ground, points, weights), strict=True))


def _cells(ground: BaseGeometry, points: Numbers, weights: Numbers) -> NDArray[np.object_]:
    """Return the land of each seed, shape (seeds,)."""
    whole = [_region(number, points, weights) for number in range(len(points))]
    return np.asarray(shapely.intersection(np.array(whole, object), ground))


def _region(number: int, points: Numbers, weights: Numbers) -> Polygon:
    """Return the convex ground of one seed, cut out of a very large square."""
    own = points[number]
    corners = own + _AWAY_M * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], float)
    for other in range(len(points)):
        if other == number or len(corners) < 3:
            continue
        normal = 2 * (points[other] - own)
        limit = points[other] @ points[other] - own @ own - weights[other] + weights[number]
        corners = _clipped(corners, normal, float(limit))
    return Polygon(corners) if len(corners) >= 3 else Polygon()


def _clipped(corners: Numbers, normal: Numbers, limit: float) -> Numbers:
    """Return the part of a convex polygon where normal · p ≤ limit."""
    beyond = corners @ normal - limit
    following, after = np.roll(corners, -1, axis=0), np.roll(beyond, -1)
    kept: list[Numbers] = []
    for corner, next_corner, out, next_out in zip(corners, following, beyond, after, strict=True):
        if out <= 0:
            kept.append(corner)
        if (out < 0 < next_out) or (next_out < 0 < out):
            kept.append(corner + (next_corner - corner) * out / (out - next_out))
    return np.array(kept).reshape(-1, 2)


def _balanced(ground: BaseGeometry, points: Numbers, weights: Numbers, wanted: Numbers) -> Numbers:
    """Return the weights that give the wanted areas, as near as Newton's method comes."""
    best, worst = weights, np.inf
    for _ in range(_NEWTON):
        cells = _cells(ground, points, weights)
        lack = wanted - shapely.area(cells)
        if np.abs(lack).max() < worst:
            best, worst = weights, float(np.abs(lack).max())
        if worst < _CLOSE_M2:
            break
        weights = weights + _step(cells, points, lack)
    return best


def _step(cells: NDArray[np.object_], points: Numbers, lack: Numbers) -> Numbers:
    """Return the change of weights that would make good what each zone lacks, were borders of constant length."""
    edges, count = shapely.boundary(cells), len(points)
    first, second = np.triu_indices(count, 1)
    shared = shapely.length(shapely.intersection(edges[first], shapely.buffer(cells, _BORDER_M, quad_segs=1)[second]))
    # two seeds in one place have no border of their own: they are parted by their neighbours
    rate = np.nan_to_num(shared) / np.maximum(2 * np.hypot(*(points[first] - points[second]).T), _BORDER_M)
    system = np.zeros((count, count))
    system[first, second] = system[second, first] = -rate
    np.fill_diagonal(system, -system.sum(axis=1) + 1e-6)
    # empty zones have no border yet: a plain step brings them in
    step = np.linalg.lstsq(system, lack, rcond=1e-9)[0]
    largest_step = np.hypot(*(points.max(axis=0) - points.min(axis=0))) ** 2 / 4
    step = np.where(shapely.area(cells) < 1e-6, largest_step / 4, step)
    return np.asarray(np.clip(step, -largest_step, largest_step), np.float64)
