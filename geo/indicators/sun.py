"""Sun of a site: hours a day in the growing season, shares of it that are too dark or sunny enough, each month."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from numpy.typing import NDArray

from geo.models import Raster

SEASON: Mapping[int, int] = {4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30}
"""Months of the growing season and their days."""
TOO_DARK_H = 3.0
"""Under it, vegetables hardly grow [soils.org]. [h/day]"""
SUNNY_H = 6.0
"""From it on, fruit vegetables and trees thrive [soils.org]. [h/day]"""

_LEAST_COVER = 0.5
_ROOF = "roof"


def sun(sites: gpd.GeoDataFrame, months: Mapping[int, Raster], roofs: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """
    Return the sun of each site, from one pass over the rasters.

    Parameters
    ----------
    sites
        In the CRS of the rasters.
    months
        Mean hours of direct sun a day by month, on the same cells. [h]
    roofs
        The cells, of the same shape, that are no ground: a garden has no use for the sun on a roof.

    Returns
    -------
    sun_hours
        Mean from April to September, of the months that are known. [h/day]
    sun_under_3h_share, sun_over_6h_share
        Shares of the site with less than 3 h and with 6 h or more in that season. [0–1]
    sun_hours_01 … sun_hours_12
        Mean of each month that is known. [h/day] All are of the ground, and missing where less than half of it is on
        the raster.

    References
    ----------
    .. [1] Baston, D. (2025), exactextract: means weighted by the covered part of each cell.
    """
    ground = {month: raster.values for month, raster in months.items()}
    if roofs is not None:
        ground = {month: np.where(roofs, np.float32(np.nan), values) for month, values in ground.items()}
    layers = {f"sun_hours_{month:02d}": values for month, values in ground.items()}
    season = season_mean(ground)
    if season is not None:
        layers = {
            "sun_hours": season,
            "sun_under_3h_share": np.where(np.isnan(season), np.nan, season < TOO_DARK_H),
            "sun_over_6h_share": np.where(np.isnan(season), np.nan, season >= SUNNY_H),
        } | layers
    like = next(iter(months.values()))
    layers[_ROOF] = np.zeros(like.values.shape, np.float32) if roofs is None else roofs.astype(np.float32)
    return _means(sites, layers, like)


def season_mean(months: Mapping[int, NDArray[np.float32]]) -> NDArray[np.float32] | None:
    """
    Return the mean of the growing season, each month counting for its days; nothing when none of it is known. [h/day]

    Examples
    --------
    >>> season_mean({3: np.array([2.0]), 6: np.array([8.0]), 9: np.array([6.0])}).tolist()
    [7.0]
    """
    known = [month for month in months if month in SEASON]
    if not known:
        return None
    total = sum(SEASON[month] for month in known)
    mean = np.zeros_like(months[known[0]])
    for month in known:  # month by month: the same bits whatever the shape
        mean += np.float32(SEASON[month] / total) * months[month]
    return mean


def _means(sites: gpd.GeoDataFrame, layers: Mapping[str, NDArray[np.float32]], like: Raster) -> pd.DataFrame:
    bounds = like.bounds
    sources = [
        NumPyRasterSource(
            np.asarray(values, np.float32),
            xmin=bounds.west,
            ymin=bounds.south,
            xmax=bounds.east,
            ymax=bounds.north,
            nodata=np.nan,
            name=name,
            srs_wkt=sites.crs.to_wkt(),
        )
        for name, values in layers.items()
    ]
    found = exact_extract(sources, sites[["geometry"]], ["mean", "count"], output="pandas").set_axis(sites.index)
    names = [name for name in layers if name != _ROOF]
    cell_m2 = ((bounds.east - bounds.west) / like.values.shape[1]) ** 2
    roof_m2 = (found[f"{_ROOF}_mean"] * found[f"{_ROOF}_count"]).fillna(0.0) * cell_m2
    known_m2, ground_m2 = found[f"{names[0]}_count"] * cell_m2, sites.geometry.area - roof_m2
    means = found[[f"{name}_mean" for name in names]].set_axis(names, axis=1)
    return means.where((known_m2 > 0) & (known_m2 >= _LEAST_COVER * ground_m2))
