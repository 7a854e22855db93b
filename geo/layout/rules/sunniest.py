"""How much sun the best piece of a site gets: the yardstick of the potager."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.layout.rules.cells import cell_at, lattice
from geo.plans import Ground

Numbers = NDArray[np.float64]

BLOCK_CELL_M = 1.0
"""Side of the squares that blocks are made of. [m]"""
ASPECTS = (0.5, 1.0, 2.0)
"""Height of the rectangular blocks over their width."""


def sunniest_block_h(ground: Ground, area_m2: float) -> float:
    """
    Estimate the mean sun of the sunniest contiguous block of an area on the usable land.

    Finding the best contiguous block exactly is NP-hard. The estimate errs against the plan. Cells of 1 m are
    flooded from the sunniest down, until a piece of the flooded land is as large as the block; the mean of its
    sunniest cells, as many as the block has, is no smaller than that of the contiguous block grown in that piece
    cell by cell, and is never above the mean of the sunniest cells of the site. Where a rectangle of the area
    gets more than that, its mean is taken.

    Parameters
    ----------
    area_m2
        Area of the block; a site that is smaller, or whose largest piece is, gives the mean of that. [m²]

    Returns
    -------
    sun
        NaN where the sun is unknown. [h/day]

    Examples
    --------
    >>> from shapely import LineString, box
    >>> from geo.models import Bounds, Raster
    >>> sun = Raster(np.float32([[8, 8, 2, 9], [8, 8, 2, 2]]), Bounds(0, 0, 4, 2), "EPSG:2154")
    >>> ground = Ground("a", box(0, 0, 4, 2), "EPSG:2154", LineString([(0, 0), (4, 0)]), sun=sun)
    >>> sunniest_block_h(ground, 4), sunniest_block_h(ground, 1)
    (8.0, 9.0)
    """
    hours, step = _land(ground)
    known = int(np.isfinite(hours).sum())
    if not known or not math.isfinite(area_m2):
        return math.nan
    count = min(max(round(area_m2 / step**2), 1), known)
    return max(_flooded(hours, count), _rectangular(hours, count))


def land_sun_h(ground: Ground) -> float:
    """Return the mean sun of the usable land, NaN where unknown. [h/day]"""
    hours, _ = _land(ground)
    known = hours[np.isfinite(hours)]
    return float(known.mean()) if known.size else math.nan


@lru_cache(maxsize=4)
def _land(ground: Ground) -> tuple[Numbers, float]:
    """Sample the sun of the usable land, NaN beside it; kept, since a dozen plans of one ground are judged in a row."""
    x, y, inside, step = lattice(ground.usable, BLOCK_CELL_M)
    hours = np.full(x.shape, math.nan)
    if ground.sun is not None:
        hours[inside] = cell_at(ground.sun, x[inside], y[inside])
    return hours, step


def _flooded(hours: Numbers, count: int) -> float:
    from scipy.ndimage import label

    falling = np.sort(hours[np.isfinite(hours)])[::-1]
    first, last = count - 1, len(falling) - 1
    while first < last:
        middle = (first + last) // 2
        pieces, _ = label(hours >= falling[middle])
        if np.bincount(pieces.ravel())[1:].max() >= count:
            last = middle
        else:
            first = middle + 1
    pieces, _ = label(hours >= falling[first])
    sizes = np.bincount(pieces.ravel())[1:]
    count = min(count, int(sizes.max()))
    return max(float(np.sort(hours[pieces == piece + 1])[-count:].mean()) for piece in np.flatnonzero(sizes >= count))


def _rectangular(hours: Numbers, count: int) -> float:
    """Return the mean of the sunniest rectangle that is entirely on the land, minus infinity where none is."""
    best = -math.inf
    known = np.isfinite(hours)
    sums, counts = (np.pad(part.cumsum(0).cumsum(1), ((1, 0), (1, 0))) for part in (np.where(known, hours, 0), known))
    for aspect in ASPECTS:
        high = max(round(math.sqrt(count * aspect)), 1)
        wide = math.ceil(count / high)
        if high > hours.shape[0] or wide > hours.shape[1]:
            continue
        total, full = (
            p[high:, wide:] - p[:-high, wide:] - p[high:, :-wide] + p[:-high, :-wide] for p in (sums, counts)
        )
        best = max(best, float(np.max(total[full == high * wide], initial=-math.inf)) / (high * wide))
    return best
