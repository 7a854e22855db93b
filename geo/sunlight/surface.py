"""A surface model made of building heights, where no laser survey has flown."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.messages import N_, Message
from geo.models import Bounds, Raster
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
        rows, columns = _cells_inside(footprint, terrain.bounds, terrain.values.shape)
        ground = terrain.values[rows, columns]
        if np.isfinite(ground).any():
            stood[number] = True
            values[rows, columns] = np.fmax(values[rows, columns], np.float32(np.nanmean(ground) + height))
    surface = HeldHeights(values, terrain.bounds, terrain.crs)
    return BuiltSurface(surface, int(stood.sum()), int((stood & ~known).sum()))


def footprint_mask(footprints: NDArray[np.object_], bounds: Bounds, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """
    Tell which cells of a raster have their centre in a building.

    Parameters
    ----------
    footprints
        Polygons in the CRS of the raster.
    bounds, shape
        Of the raster: its rectangle [m], its rows and columns.

    Examples
    --------
    >>> footprint_mask(np.array([shapely.box(0, 0, 1, 1)]), Bounds(0, 0, 2, 2), (2, 2)).tolist()
    [[False, False], [True, False]]
    """
    mask = np.zeros(shape, bool)
    for footprint in footprints:
        mask[_cells_inside(footprint, bounds, shape)] = True
    return mask


def resampled(raster: Raster, bounds: Bounds, cell_m: float) -> Raster:
    """
    Return the heights of a raster at the centres of other cells, bilinear between its own.

    Parameters
    ----------
    raster
        Coarser than the cells wanted, or as fine.
    bounds
        Whole cells of the raster wanted. [m]
    cell_m
        Their side. [m]

    Returns
    -------
    raster
        Missing where the cell under a centre is; beside a missing cell, the others count alone.

    Examples
    --------
    >>> coarse = Raster(np.array([[0, 4]], np.float32), Bounds(0, 0, 4, 2), "EPSG:2154")
    >>> resampled(coarse, Bounds(0, 0, 4, 1), 1.0).values.tolist()
    [[0.0, 1.0, 3.0, 4.0]]
    """
    own, (rows, columns) = raster.bounds, raster.values.shape
    south, east = (
        np.arange(round((high - low) / cell_m)) + 0.5
        for low, high in ((bounds.south, bounds.north), (bounds.west, bounds.east))
    )
    down = (own.north - bounds.north + south * cell_m) / (own.north - own.south) * rows
    across = (bounds.west - own.west + east * cell_m) / (own.east - own.west) * columns
    known = np.isfinite(raster.values)
    weight = _between_centres(known.astype(np.float32), down, across)
    height = _between_centres(np.where(known, raster.values, np.float32(0)), down, across)
    inside = ((down >= 0) & (down < rows))[:, np.newaxis] & (across >= 0) & (across < columns)
    under = np.ix_(_cells_at(down, rows), _cells_at(across, columns))
    held = inside & known[under]
    values = np.divide(height, weight, out=np.full(weight.shape, np.nan, np.float32), where=held)
    return Raster(values, bounds, raster.crs)


def _cells_at(places: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    return np.clip(np.floor(places), 0, count - 1).astype(np.intp)


def _between_centres(
    values: NDArray[np.float32], down: NDArray[np.float64], across: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return the values at places counted in cells from the corner, first between rows, then between columns."""
    for axis, places in enumerate((down, across)):
        last = values.shape[axis] - 1
        before = np.floor(places - 0.5)
        share = (places - 0.5 - before).astype(np.float32)
        share = share[:, np.newaxis] if axis == 0 else share
        one, other = (np.take(values, np.clip(before + step, 0, last).astype(int), axis) for step in (0, 1))
        values = one + share * (other - one)
    return values


def _cells_inside(
    footprint: shapely.Geometry, bounds: Bounds, shape: tuple[int, ...]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows and columns of the cells whose centres are in a polygon."""
    rows, columns = shape
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
