"""The one door to the disk: every official file comes in through here, and every file of ours goes out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Bounds
from geo.sources._confinement import sandbox_strength
from geo.sources._crossing import Outcome
from geo.sources._findings import GEOMETRY, RawLayer, RawRaster
from geo.sources._sandbox import read_apart
from geo.sources._shapefile import is_sidecar
from geo.sources._windows import read_window
from geo.sources._writing import write_atomically

__all__ = [
    "RasterHeader",
    "Reading",
    "Table",
    "read_all",
    "read_raster_header",
    "read_tables",
    "read_window",
    "sandbox_strength",
    "sha256",
    "write_atomically",
]

_CHUNK = 1 << 20


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """
    One layer of one file, as found and repaired, not yet in the contract of a role.

    Attributes
    ----------
    path
        The file in the folder; for an archive, the archive.
    name
        Of the layer inside the file.
    driver
        ``GeoJSON``, ``GPKG``, ``ESRI Shapefile``, ``FlatGeobuf``, ``Parquet``, ``EDIGEO``, ``OSM``, ``KML`` or ``CSV``.
    frame
        A GeoDataFrame with its CRS when there is a geometry.
    notes
        What was repaired or dropped.
    """

    path: Path
    name: str
    driver: str
    frame: pd.DataFrame
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class RasterHeader:
    """
    A raster that passed the door, described without its cells.

    Attributes
    ----------
    crs
        ``EPSG:2154`` or another authority's code, else WKT.
    cell_m
        Side of a square cell. [m]
    nodata
        Declared value of a missing cell.
    least, greatest
        Extremes of a sample, missing cells left out; none when all are missing. [unit of the layer]
    """

    path: Path
    crs: str
    bounds: Bounds
    width: int
    height: int
    cell_m: float
    dtype: str
    nodata: float | None
    least: float | None
    greatest: float | None
    notes: tuple[Message, ...] = ()


Reading: TypeAlias = "tuple[Table, ...] | RasterHeader | SourceError | None"
"""What a file gives: its layers, a raster's header, why it is refused, or nothing when it is no data that we know."""


def read_all(paths: Sequence[Path]) -> dict[Path, Reading]:
    """
    Read many files; one that is refused stops no other.

    Parameters
    ----------
    paths
        Files of any kind. The parts of a shapefile beside its ``.shp`` give None.

    Returns
    -------
    readings
        In the order of the paths.
    """
    wanted = [path for path in paths if not is_sidecar(path)]
    outcomes = dict(zip(wanted, read_apart(wanted) if wanted else (), strict=True))
    return {path: _reading(path, outcomes.get(path)) for path in paths}


def _reading(path: Path, outcome: Outcome) -> Reading:
    if isinstance(outcome, tuple):
        return tuple(_table(path, layer) for layer in outcome)
    return _header(path, outcome) if isinstance(outcome, RawRaster) else outcome


def _header(path: Path, raw: RawRaster) -> RasterHeader:
    return RasterHeader(
        path=path,
        crs=raw.crs,
        bounds=Bounds(raw.west, raw.south, raw.east, raw.north),
        width=raw.width,
        height=raw.height,
        cell_m=raw.cell_m,
        dtype=raw.dtype,
        nodata=raw.nodata,
        least=raw.least,
        greatest=raw.greatest,
        notes=raw.notes,
    )


def _table(path: Path, layer: RawLayer) -> Table:
    if GEOMETRY not in layer.table.column_names:
        return Table(path, layer.name, layer.driver, layer.table.to_pandas(), layer.notes)
    columns = layer.table.drop_columns([GEOMETRY]).to_pandas()
    geometry = shapely.from_wkb(layer.table.column(GEOMETRY).to_numpy(zero_copy_only=False))
    frame = gpd.GeoDataFrame(columns, geometry=geometry, crs=layer.crs)
    return Table(path, layer.name, layer.driver, frame, layer.notes)


def read_tables(path: Path) -> tuple[Table, ...]:
    """
    Read the layers of one file.

    Raises
    ------
    SourceError
        The file is refused, or it holds no table.
    """
    reading = read_all([path])[path]
    if isinstance(reading, SourceError):
        raise reading
    if isinstance(reading, tuple):
        return reading
    raise SourceError(
        Message(N_("This file holds no table that Jachère knows how to read.")),
        where=path.name,
        remedy=Message(N_("Supply a GeoPackage, a GeoJSON, a Shapefile or a CSV.")),
    )


def read_raster_header(path: Path) -> RasterHeader:
    """
    Read the header of one raster.

    Raises
    ------
    SourceError
        The file is refused, or it is no GeoTIFF.
    """
    reading = read_all([path])[path]
    if isinstance(reading, SourceError):
        raise reading
    if isinstance(reading, RasterHeader):
        return reading
    raise SourceError(
        Message(N_("This file is not a GeoTIFF.")),
        where=path.name,
        remedy=Message(N_("Export it as a GeoTIFF in Lambert-93.")),
    )


def sha256(path: Path) -> str:
    """
    Return the hexadecimal SHA-256 of a file's content.

    Examples
    --------
    >>> import os
    >>> sha256(Path(os.devnull))[:8]
    'e3b0c442'
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
