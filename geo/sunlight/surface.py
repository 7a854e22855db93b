"""A surface model made of building heights, where no laser survey has flown."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.messages import N_, Message
from geo.models import Raster
from geo.sunlight.scene import HeldHeights

STOREYS = 2
"""Storeys of a building whose height is unknown (our assumption)."""
STOREY_M = 3.0
"""Height of a storey (our assumption). [m]"""


@dataclass(frozen=True, eq=False, slots=True)
class BuiltSurface:
    """
    A surface made of buildings on a terrain.

    Attributes
    ----------
    buildings, unknown
        How many buildings stand on it, and how many of them at an assumed height.
    """

    heights: HeldHeights
    buildings: int
    unknown: int

    @property
    def note(self) -> Message:
        """What must be said beside every figure drawn from it."""
        values = {"count": self.buildings, "unknown": self.unknown, "height_m": STOREYS * STOREY_M}
        return Message(
            N_(
                "Surface estimated from {count} building heights, without trees; "
                "{unknown} are unknown and taken as {height_m} m."
            ),
            values,
        )


def surface_from_buildings(
    footprints: NDArray[np.object_], heights_m: NDArray[np.float64], terrain: Raster
) -> BuiltSurface:
    """
    Put buildings on a terrain: flat roofs, as high above the mean ground of their footprint as they are said to be.

    A cell is a building's when its centre is inside; where two overlap, the higher roof counts.

    Parameters
    ----------
    footprints
        Polygons in the CRS of the terrain.
    heights_m
        One a footprint; missing, 0 or less means unknown: two storeys of 3 m. [m]
    terrain
        The bare ground. [m]

    Examples
    --------
    >>> from geo.models import Bounds
    >>> flat = Raster(np.zeros((2, 2), np.float32), Bounds(0, 0, 2, 2), "EPSG:2154")
    >>> built = surface_from_buildings(np.array([shapely.box(0, 0, 1, 1)]), np.array([np.nan]), flat)
    >>> built.heights.values.tolist(), built.unknown
    ([[0.0, 0.0], [6.0, 0.0]], 1)
    """
    known = np.isfinite(heights_m) & (heights_m > 0)
    assumed = np.where(known, heights_m, STOREYS * STOREY_M)
    values = terrain.values.copy()
    stood = np.zeros(len(footprints), bool)
    for number, (footprint, height) in enumerate(zip(footprints, assumed, strict=True)):
        rows, columns = _cells_inside(footprint, terrain)
        ground = terrain.values[rows, columns]
        if np.isfinite(ground).any():
            stood[number] = True
            values[rows, columns] = np.fmax(values[rows, columns], np.float32(np.nanmean(ground) + height))
    surface = HeldHeights(values, terrain.bounds, terrain.crs)
    return BuiltSurface(surface, int(stood.sum()), int((stood & ~known).sum()))


def _cells_inside(footprint: shapely.Geometry, terrain: Raster) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows and columns of the cells whose centres are in a polygon."""
    bounds, (rows, columns) = terrain.bounds, terrain.values.shape
    cell_m = (bounds.east - bounds.west) / columns
    west, south, east, north = shapely.bounds(footprint)
    left, right = _between((west - bounds.west) / cell_m, (east - bounds.west) / cell_m, columns)
    top, bottom = _between((bounds.north - north) / cell_m, (bounds.north - south) / cell_m, rows)
    x = bounds.west + (np.arange(left, right) + 0.5) * cell_m
    y = bounds.north - (np.arange(top, bottom) + 0.5) * cell_m
    inside = shapely.contains_xy(footprint, x[np.newaxis, :], y[:, np.newaxis])
    down, across = np.nonzero(inside)
    return down + top, across + left


def _between(low: float, high: float, count: int) -> tuple[int, int]:
    """Return the first cell of an interval and the one past its last, cut at the edges of the raster."""
    return min(max(math.floor(low), 0), count), min(max(math.ceil(high), 0), count)
