"""Values of a raster at places, and the mean over a surface."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.models import Raster

Numbers = NDArray[np.float64]

SAMPLE_M = 0.5
"""Distance between the points where a surface is sampled. [m]"""
MOST_SAMPLES = 250_000
"""A surface so large that it would need more is sampled at larger distances."""
LARGEST_M = 10_000.0
"""Nothing of a garden spreads so far: a surface that does is taken as missing. [m]"""


def lattice(surface: BaseGeometry, step_m: float) -> tuple[Numbers, Numbers, NDArray[np.bool_], float]:
    """
    Return the square lattice over a surface.

    Returns
    -------
    x, y
        Centres of the squares, rows from south to north.
    inside
        Whether each is on the surface, same shape (rows, columns).
    step
        Side of the squares: `step_m`, or more over a very large surface. [m]
    """
    west, south, east, north = (0.0, 0.0, 0.0, 0.0) if surface.is_empty else surface.bounds
    if not max(east - west, north - south) <= LARGEST_M:
        west, south, east, north = 0.0, 0.0, 0.0, 0.0
    step = max(step_m, math.sqrt((east - west) * (north - south) / MOST_SAMPLES))
    columns = west + step * (np.arange(math.ceil((east - west) / step)) + 0.5)
    rows = south + step * (np.arange(math.ceil((north - south) / step)) + 0.5)
    x, y = np.meshgrid(columns, rows)
    shapely.prepare(surface)
    return x, y, np.asarray(shapely.contains_xy(surface, x, y)), step


def cell_at(raster: Raster, x: Numbers, y: Numbers) -> Numbers:
    """
    Return the value of the cell under each place, NaN outside of the raster.

    Examples
    --------
    >>> from geo.models import Bounds
    >>> raster = Raster(np.float32([[1, 2], [3, 4]]), Bounds(0, 0, 2, 2), "EPSG:2154")
    >>> cell_at(raster, np.array([0.5, 1.5, 9]), np.array([0.5, 1.5, 0])).tolist()
    [3.0, 2.0, nan]
    """
    column, row = (np.floor(part).astype(int) for part in _position(raster, x, y))
    rows, columns = raster.values.shape
    found = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    values = np.full(np.shape(x), math.nan)
    values[found] = raster.values[row[found], column[found]]
    return values


def height_at(raster: Raster, x: Numbers, y: Numbers) -> Numbers:
    """
    Return the value at each place, straight between the centres of the four cells around it.

    Examples
    --------
    >>> from geo.models import Bounds
    >>> raster = Raster(np.float32([[1, 2], [3, 4]]), Bounds(0, 0, 2, 2), "EPSG:2154")
    >>> height_at(raster, np.array([1.0, 0.5]), np.array([1.0, 0.5])).tolist()
    [2.5, 3.0]
    """
    column, row = _position(raster, x, y)
    column, row = column - 0.5, row - 0.5
    rows, columns = raster.values.shape
    west, north = (np.floor(np.nan_to_num(part, nan=-9.0)).astype(int) for part in (column, row))
    values = np.pad(raster.values.astype(float), 1, constant_values=math.nan)
    west, north = np.clip(west, -1, columns - 1) + 1, np.clip(north, -1, rows - 1) + 1
    right, down = column - (west - 1), row - (north - 1)
    corners = (
        (0, 0, (1 - down) * (1 - right)),
        (0, 1, (1 - down) * right),
        (1, 0, down * (1 - right)),
        (1, 1, down * right),
    )
    heights = np.zeros(np.shape(x))
    for lower, further, weight in corners:
        heights += np.where(weight == 0, 0.0, weight * values[north + lower, west + further])
    return heights


def mean_over(raster: Raster, surface: BaseGeometry) -> float:
    """
    Return the mean over a surface: of the cells under the points of a lattice of 0.5 m, missing cells left out.

    Returns
    -------
    mean
        NaN where no cell is known.
    """
    x, y, inside, _ = lattice(surface, SAMPLE_M)
    values = cell_at(raster, x[inside], y[inside])
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else math.nan


def _position(raster: Raster, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Return columns from the western and rows from the northern edge, in cells."""
    rows, columns = raster.values.shape
    bounds = raster.bounds
    width, height = (bounds.east - bounds.west) / columns, (bounds.north - bounds.south) / rows
    return (x - bounds.west) / width, (bounds.north - y) / height
