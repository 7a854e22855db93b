"""GeoTIFF, opened with care: what its header promises and what a sample of its cells holds."""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._findings import RawRaster
from geo.sources._placement import LAMBERT93, LAMBERT93_EXTENT, normal_code
from geo.sources._tiff import check_tiff

_SAMPLE_SIDE = 1_024
_SAMPLE_TILE = 64
_SAMPLE_TILES = 8
_BAND_CELLS = 16_000_000
_UNDECLARED = (-9999.0, -99999.0, -32768.0)
"""Values that elevation models use for a missing cell without saying so; none is a height in France. [m]"""
_BEYOND = 1e38
_ENVIRONMENT = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_CACHEMAX": 64,
}

Cells = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Grid:
    """Whole rows and columns of a raster; they may lie outside of it."""

    row: int
    column: int
    rows: int
    columns: int


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a GeoTIFF with its driver alone, blind to the files beside it."""
    import rasterio  # noqa: TID251 — this is the door
    from rasterio.errors import RasterioError  # noqa: TID251

    try:
        check_tiff(path)
        with rasterio.Env(**_ENVIRONMENT), _open_quietly(path) as dataset:
            yield dataset
    except SourceError as error:
        raise SourceError(error.reason, where=error.where or path.name, remedy=error.remedy) from error
    except RasterioError as error:
        raise SourceError(
            Message(N_("This raster is damaged or incomplete.")),
            where=path.name,
            remedy=Message(N_("Download or export the file again.")),
        ) from error


def _open_quietly(path: Path) -> Any:
    """Open a raster; one without a place on Earth is refused by `cell_of`, a warning would only say it twice."""
    import rasterio  # noqa: TID251 — this is the door
    from rasterio.errors import NotGeoreferencedWarning  # noqa: TID251

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        return rasterio.open(path, driver="GTiff")


def read_header(path: Path) -> RawRaster:
    """
    Return what a GeoTIFF holds, with the extremes of a sample of its cells.

    Raises
    ------
    SourceError
        It lies about its size, has no place on Earth, or its cells are not square metres of a plane.
    """
    with opened(path) as dataset:
        cell_m = cell_of(dataset)
        crs, notes = crs_of(dataset)
        sample = _sample(dataset)
        known = sample[np.isfinite(sample)]
        return RawRaster(
            crs=crs,
            west=dataset.bounds.left,
            south=dataset.bounds.bottom,
            east=dataset.bounds.right,
            north=dataset.bounds.top,
            width=dataset.width,
            height=dataset.height,
            cell_m=cell_m,
            dtype=dataset.dtypes[0],
            nodata=dataset.nodata,
            least=float(known.min()) if known.size else None,
            greatest=float(known.max()) if known.size else None,
            notes=notes,
        )


def cell_of(dataset: Any) -> float:
    transform = dataset.transform
    upright = transform.b == 0 and transform.d == 0 and transform.e < 0 < transform.a
    if transform.is_identity or not upright or not math.isclose(transform.a, -transform.e, rel_tol=1e-3):
        raise SourceError(
            Message(N_("This raster has no place on Earth, or its cells are not upright squares.")),
            remedy=Message(N_("Export it as a GeoTIFF in Lambert-93 with square cells.")),
        )
    return float(transform.a)


def crs_of(dataset: Any) -> tuple[str, tuple[Message, ...]]:
    if dataset.crs is None:
        middle = (dataset.bounds.left + dataset.bounds.right) / 2, (dataset.bounds.bottom + dataset.bounds.top) / 2
        if not LAMBERT93_EXTENT.holds(*middle):
            raise _unplaced()
        note = Message(N_("It declares no coordinate reference system: read as {found}."), {"found": LAMBERT93})
        return LAMBERT93, (note,)
    if not dataset.crs.is_projected:
        raise _unplaced()
    return normal_code(dataset.crs.to_wkt()), ()


def _unplaced() -> SourceError:
    return SourceError(
        Message(N_("This raster is not in a metric coordinate reference system.")),
        remedy=Message(N_("Reproject it to Lambert-93, for instance with QGIS or “gdalwarp -t_srs EPSG:2154”.")),
    )


def _sample(dataset: Any) -> Cells:
    """Return all the cells of a small raster, small squares spread over a large one (never all its blocks)."""
    if max(dataset.width, dataset.height) <= _SAMPLE_SIDE:
        return cells_of(dataset, Grid(0, 0, dataset.height, dataset.width))
    rows = np.linspace(0, max(dataset.height - _SAMPLE_TILE, 0), _SAMPLE_TILES, dtype=int)
    columns = np.linspace(0, max(dataset.width - _SAMPLE_TILE, 0), _SAMPLE_TILES, dtype=int)
    squares = [
        cells_of(dataset, Grid(int(row), int(column), _SAMPLE_TILE, _SAMPLE_TILE)) for row in rows for column in columns
    ]
    return np.stack(squares)


def cells_of(dataset: Any, grid: Grid) -> Cells:
    """Return the cells of band 1, NaN where missing or outside of the file."""
    from rasterio.windows import Window  # noqa: TID251 — this is the door

    cells = np.full((grid.rows, grid.columns), np.nan, dtype=np.float32)
    top, left = max(grid.row, 0), max(grid.column, 0)
    bottom, right = min(grid.row + grid.rows, dataset.height), min(grid.column + grid.columns, dataset.width)
    if top < bottom and left < right:
        read = dataset.read(1, window=Window(left, top, right - left, bottom - top), masked=True)
        values = np.ma.filled(read.astype(np.float32), np.nan)
        inside = np.s_[top - grid.row : bottom - grid.row, left - grid.column : right - grid.column]
        cells[inside] = known_only(values * np.float32(dataset.scales[0]) + np.float32(dataset.offsets[0]))
    return cells


def known_only(values: Cells) -> Cells:
    """
    Return the values with NaN for every mark of a missing cell that a file may not declare.

    Examples
    --------
    >>> known_only(np.array([12.5, -9999, 3.4e38], dtype=np.float32)).tolist()
    [12.5, nan, nan]
    """
    missing = np.isin(values, np.array(_UNDECLARED, dtype=np.float32)) | ~(np.abs(values) < _BEYOND)
    return np.where(missing, np.float32(np.nan), values)
