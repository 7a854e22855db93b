"""The cells of a raster over one site: hours of sun, or the bare ground."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Bounds, Raster
from geo.sources._blocks import where_is
from geo.sources._files import read_window
from geo.sources.relief import same_plane

Centres = NDArray[np.floating[Any]]

_MARGIN_M = 2.0
_MOST_CELLS = 1_000_000
"""A site of several hectares is read in coarser cells."""
_LONGEST_DAY_H = 24.0


def hours_over(path: Path, shape: BaseGeometry, crs: str) -> Raster | None:
    """
    Read the hours of direct sun over a site, the first band of a file that `jachere sun` made.

    Parameters
    ----------
    shape
        The site. [m]
    crs
        Of the site.

    Returns
    -------
    hours
        Missing where the raster does not reach the site. [h/day]

    Raises
    ------
    SourceError
        The raster cannot be used, or its values are no hours of a day.
    """
    raster = cells_over(path, shape, crs)
    if raster is not None and (np.nanmax(raster.values) > _LONGEST_DAY_H or np.nanmin(raster.values) < 0):
        raise SourceError(
            Message(N_("The values of this raster are no hours of sun a day.")),
            where=path.name,
            remedy=Message(N_("Choose the raster that `jachere sun` made.")),
        )
    return raster


def cells_over(path: Path, shape: BaseGeometry, crs: str) -> Raster | None:
    """
    Read the cells that cover a site; where the raster is in another CRS, the nearest one of each square.

    Parameters
    ----------
    shape
        The site. [m]
    crs
        Of the site.

    Returns
    -------
    cells
        In the CRS of the site; missing where the raster knows nothing of it.

    Raises
    ------
    SourceError
        The raster cannot be used.
    """
    own, _ = where_is(path)
    west, south, east, north = shape.bounds
    wanted = Bounds(west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M)
    if same_plane(own, crs):
        found = read_window(path, wanted, cell_m=_coarsest_m(wanted))
        raster = Raster(found.values, found.bounds, crs)
    else:
        raster = _warped(path, wanted, Transformer.from_crs(crs, own, always_xy=True), crs)
    return raster if np.isfinite(raster.values).any() else None


def _coarsest_m(bounds: Bounds) -> float:
    return math.sqrt((bounds.east - bounds.west) * (bounds.north - bounds.south) / _MOST_CELLS)


def _warped(path: Path, wanted: Bounds, to_raster: Transformer, crs: str) -> Raster:
    ring = shapely.segmentize(shapely.box(wanted.west, wanted.south, wanted.east, wanted.north), _MARGIN_M)
    x, y = to_raster.transform(*shapely.get_coordinates(ring).T)
    found = read_window(
        path, Bounds(float(x.min()), float(y.min()), float(x.max()), float(y.max())), cell_m=_coarsest_m(wanted)
    )
    rows, columns = found.values.shape
    side = (found.bounds.east - found.bounds.west) / columns
    east, north = _centres(wanted, side)
    x, y = to_raster.transform(*np.meshgrid(east, north))
    row = _within(np.floor((found.bounds.north - y) / side), rows)
    column = _within(np.floor((x - found.bounds.west) / side), columns)
    bounds = Bounds(wanted.west, wanted.north - len(north) * side, wanted.west + len(east) * side, wanted.north)
    return Raster(found.values[row, column], bounds, crs)


def _centres(wanted: Bounds, side: float) -> tuple[Centres, Centres]:
    """Return eastings of columns and northings of rows."""
    columns = math.ceil((wanted.east - wanted.west) / side)
    rows = math.ceil((wanted.north - wanted.south) / side)
    return wanted.west + (np.arange(columns) + 0.5) * side, wanted.north - (np.arange(rows) + 0.5) * side


def _within(places: Centres, count: int) -> NDArray[np.intp]:
    return np.clip(places, 0, count - 1).astype(np.intp)
