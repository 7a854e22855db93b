"""Rasters for a GIS, written block by block and atomically."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from geo.models import Block, Heights
from geo.sources._writing import write_atomically

_TILE = 256


def write_blocks(path: Path, cells: Heights, names: Sequence[str], blocks: Iterable[Block]) -> None:
    """
    Write a float32 GeoTIFF as its blocks come: tiled, deflated, NaN where missing.

    Parameters
    ----------
    path
        The file to make or replace; its folder exists.
    cells
        The raster whose cells it has.
    names
        Description of each band.
    blocks
        Each cell of each band once, in any order.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    write_atomically(path, lambda draft: _write(draft, cells, names, blocks))


def _write(draft: Path, cells: Heights, names: Sequence[str], blocks: Iterable[Block]) -> None:
    import rasterio  # noqa: TID251 — writes what sources reads
    from affine import Affine
    from rasterio.windows import Window  # noqa: TID251

    profile = {
        "driver": "GTiff",
        "width": cells.columns,
        "height": cells.rows,
        "count": len(names),
        "dtype": "float32",
        "nodata": np.nan,
        "crs": cells.crs,
        "transform": Affine(cells.cell_m, 0.0, cells.bounds.west, 0.0, -cells.cell_m, cells.bounds.north),
        "tiled": True,
        "blockxsize": _TILE,
        "blockysize": _TILE,
        "interleave": "band",
        "compress": "deflate",
        # the values are few: the fastest level makes files nearly as small as the slowest
        "zlevel": 1,
        "bigtiff": "if_safer",
    }
    with rasterio.Env(GDAL_PAM_ENABLED="NO", GDAL_CACHEMAX=64), rasterio.open(draft, "w", **profile) as dataset:
        for number, name in enumerate(names, start=1):
            dataset.set_band_description(number, name)
        for block in blocks:
            window = block.window
            place = Window(window.column, window.row, window.columns, window.rows)
            dataset.write(block.values, block.band, window=place)
