"""Windows of a GeoTIFF, as fine or as coarse as wanted, in bounded memory."""

import math
from pathlib import Path
from typing import Any

import numpy as np

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Bounds, Raster
from geo.sources._limits import LIMITS
from geo.sources._rasters import Cells, Grid, cell_of, cells_of, crs_of, opened

_BAND_CELLS = 16_000_000


def read_window(path: Path, bounds: Bounds, *, cell_m: float | None = None) -> Raster:
    """
    Return the cells of a GeoTIFF that cover a rectangle.

    The cells are whole cells of the file, or means of whole squares of them counted from the file's corner, so that
    neighbouring windows fit together. What lies outside of the file is missing.

    Parameters
    ----------
    bounds
        In the CRS of the file; widened to whole cells. [m]
    cell_m
        Cells wanted: squares of as many whole cells as fit in it. Those of the file where it is finer or none. [m]

    Returns
    -------
    raster
        NaN where missing: declared, undeclared (−9999, ±3.4e38) or outside of the file.

    Raises
    ------
    SourceError
        The file cannot be used, or the window is too big for one reading.
    """
    with opened(path) as dataset:
        own_m = cell_of(dataset)
        factor = max(1, int(cell_m / own_m + 1e-9)) if cell_m else 1
        grid = _covering(dataset, bounds, factor)
        if grid.rows * grid.columns // factor**2 > LIMITS.window_cells:
            raise _window_too_big(path)
        values = _means(dataset, grid, factor)
        return Raster(values, _bounds_of(dataset, grid, own_m), crs_of(dataset)[0])


def _window_too_big(path: Path) -> SourceError:
    return SourceError(
        Message(N_("A window of more than {limit} cells was asked of this raster."), {"limit": LIMITS.window_cells}),
        where=path.name,
        remedy=Message(N_("Work on fewer communes at once, or with coarser cells.")),
    )


def _covering(dataset: Any, bounds: Bounds, factor: int) -> Grid:
    side = dataset.transform.a * factor
    # a hair of tolerance: 0.1 + 0.2 must not add a row
    west = math.floor((bounds.west - dataset.bounds.left) / side + 1e-6)
    east = math.ceil((bounds.east - dataset.bounds.left) / side - 1e-6)
    north = math.floor((dataset.bounds.top - bounds.north) / side + 1e-6)
    south = math.ceil((dataset.bounds.top - bounds.south) / side - 1e-6)
    return Grid(north * factor, west * factor, max(south - north, 1) * factor, max(east - west, 1) * factor)


def _bounds_of(dataset: Any, grid: Grid, cell_m: float) -> Bounds:
    west = dataset.bounds.left + grid.column * cell_m
    north = dataset.bounds.top - grid.row * cell_m
    return Bounds(west, north - grid.rows * cell_m, west + grid.columns * cell_m, north)


def _means(dataset: Any, grid: Grid, factor: int) -> Cells:
    """Read in bands of rows, so that a coarse view of a large raster never holds its fine cells all at once."""
    step = max(1, _BAND_CELLS // (grid.columns * factor)) * factor
    bands = [
        _averaged(
            cells_of(dataset, Grid(row, grid.column, min(step, grid.row + grid.rows - row), grid.columns)), factor
        )
        for row in range(grid.row, grid.row + grid.rows, step)
    ]
    return np.concatenate(bands)


def _averaged(cells: Cells, factor: int) -> Cells:
    if factor == 1:
        return cells
    squares = cells.reshape(cells.shape[0] // factor, factor, cells.shape[1] // factor, factor)
    known = np.isfinite(squares)
    count = known.sum(axis=(1, 3))
    total = np.where(known, squares, 0).sum(axis=(1, 3), dtype=np.float64)
    means = np.full(count.shape, np.nan, dtype=np.float32)
    np.divide(total, count, out=means, where=count > 0, casting="same_kind")
    return means
