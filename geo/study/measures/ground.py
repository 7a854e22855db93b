"""What the cadastre and the terrain tell of the ground itself: size, shape, slope, the street beside it."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.geometry import by_square
from geo.indicators import access, relief, shape
from geo.models import Bounds, Measures, Raster, Role, Territory
from geo.sources.relief import relief_window
from geo.study.measures.quality import of_one_quality

SURVEYED = ("kind", "evidence", "area_m2", "usable_area_m2", "built_share", "owner_group", "fallow_status")
"""Columns of the candidates that criteria and rules read."""

_SLOPE_CELL_M = 2.0
"""Coarser than kerbs and molehills, finer than a garden. [m]"""

_TILE_M = 1000.0
"""Sites are measured tile by tile, so that memory does not grow with the territory. [m]"""


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Measure size, shape, slope, and name the street.

    Parameters
    ----------
    territory
        With a terrain model and streets, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        The columns of the candidates that criteria and rules read, then `clear_width_m`, `mean_width_m`,
        `compactness`, `slope_percent`, `street`.
    """
    measured = [
        pd.DataFrame(sites)[list(SURVEYED)],
        shape.clear_width(sites),
        shape.mean_width(sites),
        shape.compactness(sites),
        _slope(territory, sites),
        _street(territory, sites),
    ]
    return of_one_quality(pd.concat(measured, axis=1))


def _street(territory: Territory, sites: gpd.GeoDataFrame) -> pd.Series:
    if Role.STREETS not in territory.layers:
        return pd.Series(np.nan, index=sites.index, name="street", dtype="str")
    return access.street_name(sites, gpd.GeoDataFrame(territory.layers[Role.STREETS].frame))


def _slope(territory: Territory, sites: gpd.GeoDataFrame) -> pd.Series:
    if Role.TERRAIN not in territory.rasters:
        return pd.Series(np.nan, index=sites.index, name="slope_percent")
    parts = [relief.slope(sites.loc[index], terrain) for index, terrain in _terrain_tiles(territory, sites)]
    known = pd.concat(parts) if parts else pd.Series(dtype="float64")
    return known.reindex(sites.index).rename("slope_percent")


def _terrain_tiles(territory: Territory, sites: gpd.GeoDataFrame) -> Iterator[tuple[pd.Index, Raster]]:
    files = territory.rasters[Role.TERRAIN]
    cell_m = max(_SLOPE_CELL_M, files[0].cell_m)
    for index in by_square(sites, _TILE_M):
        west, south, east, north = sites.loc[index].total_bounds
        margin = 2 * _SLOPE_CELL_M
        yield index, relief_window(files, Bounds(west - margin, south - margin, east + margin, north + margin), cell_m)
