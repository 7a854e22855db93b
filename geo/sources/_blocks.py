"""Rasters of heights read piece by piece, whatever their size, and put on the cells of another one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Bounds, Heights, Raster, Window
from geo.sources._rasters import Grid, cell_of, cells_of, crs_of, opened

Centres = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class FileHeights:
    """
    A GeoTIFF of heights that passed the door, read window by window.

    Attributes
    ----------
    cell_m
        Side of a square cell. [m]
    """

    path: Path
    rows: int
    columns: int
    cell_m: float
    bounds: Bounds
    crs: str

    def read(self, window: Window) -> NDArray[np.float32]:
        """
        Return the heights of a window, NaN where missing or outside of the file. [m]

        Raises
        ------
        SourceError
            The file changed or went away.
        """
        with opened(self.path) as dataset:
            return cells_of(dataset, Grid(window.row, window.column, window.rows, window.columns))


@dataclass(frozen=True, slots=True)
class PlacedHeights:
    """
    Files put on the cells of another raster: each cell takes the nearest one of the first file that knows it.

    Attributes
    ----------
    files
        In one CRS, the most trusted first.
    """

    files: tuple[FileHeights, ...]
    rows: int
    columns: int
    cell_m: float
    bounds: Bounds
    crs: str

    def read(self, window: Window) -> NDArray[np.float32]:
        """Return the heights of a window, NaN where no file knows one. [m]"""
        east: Centres = self.bounds.west + (window.column + np.arange(window.columns) + 0.5) * self.cell_m
        north: Centres = self.bounds.north - (window.row + np.arange(window.rows) + 0.5) * self.cell_m
        found = np.full((window.rows, window.columns), np.nan, np.float32)
        for file in self.files:
            missing = np.isnan(found)
            if missing.any():
                found = np.where(missing, _nearest(file, east, north), found)
        return found


def _nearest(file: FileHeights, east: Centres, north: Centres) -> NDArray[np.float32]:
    """Return the cells of a file that hold the given centres."""
    # a hair inwards: a centre on the border of two cells must not jump from one to the other
    columns = np.floor((east - file.bounds.west) / file.cell_m + 1e-6).astype(np.intp)
    rows = np.floor((file.bounds.north - north) / file.cell_m + 1e-6).astype(np.intp)
    window = Window(int(rows[0]), int(columns[0]), int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1)
    return file.read(window)[np.ix_(rows - rows[0], columns - columns[0])]


def heights_of(path: Path) -> FileHeights:
    """
    Open a GeoTIFF of heights.

    Raises
    ------
    SourceError
        It is no GeoTIFF, has no metric CRS, holds a picture, or is not in metres.
    """
    with opened(path) as dataset:
        cell_m, crs = cell_of(dataset), crs_of(dataset)[0]
        _check_heights(dataset, path)
        edges = dataset.bounds
        bounds = Bounds(edges.left, edges.bottom, edges.right, edges.top)
        return FileHeights(path, dataset.height, dataset.width, cell_m, bounds, crs)


def _check_heights(dataset: Any, path: Path) -> None:
    if dataset.count > 1 or dataset.dtypes[0] in {"uint8", "int8", "bool"}:
        raise SourceError(
            Message(N_("This raster is a picture or a classification, not heights.")),
            where=path.name,
            remedy=Message(N_("Choose the surface model (MNS): one band of heights in metres.")),
        )
    units = {dataset.crs.linear_units, *filter(None, dataset.units)} if dataset.crs else set()
    foreign = sorted(unit for unit in units if unit.casefold() not in {"metre", "meter", "metres", "meters", "m"})
    if foreign:
        raise SourceError(
            Message(N_("This raster counts in “{unit}”, not in metres."), {"unit": foreign[0]}),
            where=path.name,
            remedy=Message(N_("Export it in Lambert-93 (EPSG:2154), with heights in metres.")),
        )


def placed_on(cells: Heights, files: Sequence[FileHeights]) -> PlacedHeights:
    """
    Put files on the cells of a raster.

    Parameters
    ----------
    cells
        The raster whose cells are taken.
    files
        The most trusted first.

    Raises
    ------
    SourceError
        A file is in another CRS, or lies elsewhere.
    """
    for file in files:
        if file.crs != cells.crs:
            raise SourceError(
                Message(N_("It is in {found}, the surface is in {wanted}."), {"found": file.crs, "wanted": cells.crs}),
                where=file.path.name,
                remedy=Message(N_("Export both in the same coordinate reference system.")),
            )
        if not _meet(file.bounds, cells.bounds):
            raise SourceError(
                Message(N_("It does not cover the surface.")),
                where=file.path.name,
                remedy=Message(N_("Choose the tile of the same place.")),
            )
    return PlacedHeights(tuple(files), cells.rows, cells.columns, cells.cell_m, cells.bounds, cells.crs)


def _meet(one: Bounds, other: Bounds) -> bool:
    return max(one.west, other.west) < min(one.east, other.east) and max(one.south, other.south) < min(
        one.north, other.north
    )


def mosaic_of(files: Sequence[FileHeights]) -> PlacedHeights:
    """
    Join tiles into one raster, on the cells of the first one.

    Parameters
    ----------
    files
        At least one; where two overlap, the first one counts.

    Raises
    ------
    SourceError
        They are not in one CRS.
    """
    first = files[0]
    west, east = min(file.bounds.west for file in files), max(file.bounds.east for file in files)
    south, north = min(file.bounds.south for file in files), max(file.bounds.north for file in files)
    left, up = -round((west - first.bounds.west) / first.cell_m), round((north - first.bounds.north) / first.cell_m)
    corner_west, corner_north = first.bounds.west - left * first.cell_m, first.bounds.north + up * first.cell_m
    columns, rows = round((east - corner_west) / first.cell_m), round((corner_north - south) / first.cell_m)
    bounds = Bounds(corner_west, corner_north - rows * first.cell_m, corner_west + columns * first.cell_m, corner_north)
    return placed_on(PlacedHeights((), rows, columns, first.cell_m, bounds, first.crs), files)


def read_bands(path: Path, bounds: Bounds) -> dict[str, Raster]:
    """
    Return the bands of a GeoTIFF of ours over a rectangle, by their names.

    Parameters
    ----------
    bounds
        In the CRS of the file, which it meets; widened to whole cells and cut at its edges. [m]

    Raises
    ------
    SourceError
        The file cannot be used.
    """
    from rasterio.windows import Window as FileWindow  # noqa: TID251 — this is the door

    with opened(path) as dataset:
        cell_m, edges = cell_of(dataset), dataset.bounds
        left = max(math.floor((bounds.west - edges.left) / cell_m), 0)
        right = min(math.ceil((bounds.east - edges.left) / cell_m), dataset.width)
        top = max(math.floor((edges.top - bounds.north) / cell_m), 0)
        bottom = min(math.ceil((edges.top - bounds.south) / cell_m), dataset.height)
        values = dataset.read(window=FileWindow(left, top, right - left, bottom - top), out_dtype=np.float32)
        crs, names = crs_of(dataset)[0], dataset.descriptions
        west, north = edges.left + left * cell_m, edges.top - top * cell_m
    covered = Bounds(west, north - (bottom - top) * cell_m, west + (right - left) * cell_m, north)
    return {name: Raster(band, covered, crs) for name, band in zip(names, values, strict=True)}


def where_is(path: Path) -> tuple[str, Bounds]:
    """
    Return the CRS of a GeoTIFF and its rectangle.

    Raises
    ------
    SourceError
        The file cannot be used.
    """
    with opened(path) as dataset:
        edges = dataset.bounds
        return crs_of(dataset)[0], Bounds(edges.left, edges.bottom, edges.right, edges.top)
