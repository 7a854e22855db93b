"""Slope of a site, from the terrain model."""

import geopandas as gpd
import numpy as np
import pandas as pd
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from numpy.typing import NDArray

from geo.models import Raster


def slope(sites: gpd.GeoDataFrame, terrain: Raster) -> pd.Series:
    """
    Return the mean slope of each site. [%]

    Parameters
    ----------
    sites
        In the CRS of the terrain.
    terrain
        Ground heights. [m]

    Returns
    -------
    slope_percent
        Missing where less than half of the site is on the model.

    References
    ----------
    .. [1] Horn, B. K. P. (1981), Hill shading and the reflectance map. Proc. IEEE 69(1), 14–47.
    """
    bounds = terrain.bounds
    cell_m = (bounds.east - bounds.west) / terrain.values.shape[1]
    source = NumPyRasterSource(
        slope_percent(terrain.values, cell_m),
        xmin=bounds.west,
        ymin=bounds.south,
        xmax=bounds.east,
        ymax=bounds.north,
        nodata=np.nan,
        srs_wkt=sites.crs.to_wkt(),
    )
    found = exact_extract(source, sites[["geometry"]], ["mean", "count"], output="pandas").set_axis(sites.index)
    covered = found["count"] * cell_m**2 / sites.geometry.area
    return found["mean"].where(covered >= 0.5).rename("slope_percent")


def slope_percent(heights: NDArray[np.float32], cell_m: float) -> NDArray[np.float32]:
    """
    Return the steepest slope at each cell by Horn's weighted differences; cells beside a missing one are missing. [%]

    Parameters
    ----------
    heights
        Shape (rows, columns). [m]
    cell_m
        Side of a cell. [m]

    Examples
    --------
    >>> plane = np.tile(np.arange(5, dtype=np.float32), (4, 1))
    >>> slope_percent(plane, 10.0)[1:-1, 1:-1].tolist()
    [[10.0, 10.0, 10.0], [10.0, 10.0, 10.0]]
    """
    z = np.pad(heights, 1, constant_values=np.nan)
    east = z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:]
    west = z[:-2, :-2] + 2 * z[1:-1, :-2] + z[2:, :-2]
    north = z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:]
    south = z[2:, :-2] + 2 * z[2:, 1:-1] + z[2:, 2:]
    return np.asarray(np.hypot(east - west, north - south) / (8 * cell_m) * 100, dtype=np.float32)
