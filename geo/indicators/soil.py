"""Soil of a site, from a regional map or from rasters: depth, acidity, texture."""

import geopandas as gpd
import numpy as np
import pandas as pd
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from numpy.typing import NDArray

from geo.kinds import Texture
from geo.models import Raster
from geo.overlaps import Overlaps, outlines, overlaps

Percents = NDArray[np.float64]

_LEAST_COVER = 0.5
"""Less of a site tells nothing of it (our assumption). [0–1]"""
_LIGHTEST_FIRST = tuple(Texture)


def soil_depth(sites: gpd.GeoDataFrame, soils: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the depth of the soil of each site, the mean of the mapped soils by area. [cm]

    Parameters
    ----------
    sites, soils
        In one metric CRS.

    Returns
    -------
    soil_depth_cm
        Missing where soils of known depth cover less than half of the site.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10)], crs=2154)
    >>> areas = [box(-9, 0, 7.5, 10), box(7.5, 0, 20, 10)]
    >>> soils = gpd.GeoDataFrame({"depth_cm": [40.0, 80.0]}, geometry=areas, crs=2154)
    >>> soil_depth(sites, soils).tolist()
    [50.0]
    """
    return _mapped_mean(sites, soils, "depth_cm").rename("soil_depth_cm")


def soil_ph(sites: gpd.GeoDataFrame, soils: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the acidity of the soil of each site, the mean of the mapped soils by area. [pH in water]

    Parameters
    ----------
    sites, soils
        In one metric CRS.

    Returns
    -------
    soil_ph
        Missing where soils of known acidity cover less than half of the site.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10)], crs=2154)
    >>> soil_ph(sites, gpd.GeoDataFrame({"ph": [6.5]}, geometry=[box(0, 0, 10, 4)], crs=2154)).tolist()
    [nan]
    """
    return _mapped_mean(sites, soils, "ph").rename("soil_ph")


def soil_texture(sites: gpd.GeoDataFrame, soils: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the texture over most of each site.

    Parameters
    ----------
    sites, soils
        In one metric CRS.

    Returns
    -------
    soil_texture
        A `Texture`, the lighter of two equal ones; missing where soils of known texture cover less than half of the
        site.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10)], crs=2154)
    >>> areas = [box(0, 0, 4, 10), box(4, 0, 10, 10)]
    >>> soils = gpd.GeoDataFrame({"texture": ["clay", "loam"]}, geometry=areas, crs=2154)
    >>> soil_texture(sites, soils).tolist()
    ['loam']
    """
    known = soils[soils["texture"].notna()]
    found = _overlaps(sites, known)
    kind = known["texture"].map({texture: rank for rank, texture in enumerate(_LIGHTEST_FIRST)}).to_numpy()
    area = np.zeros((len(sites), len(_LIGHTEST_FIRST)))
    np.add.at(area, (found.place, kind[found.cover].astype(np.intp)), found.area_m2)
    # A tie is one to a square millimetre, whatever the order in which areas are summed.
    names = [_LIGHTEST_FIRST[rank].value for rank in np.round(area, 6).argmax(axis=1)]
    most = pd.Series(names, index=sites.index, name="soil_texture", dtype="str")
    return most.where(area.sum(axis=1) >= _LEAST_COVER * sites.geometry.area)


def cells_mean(sites: gpd.GeoDataFrame, cells: Raster) -> pd.Series:
    """
    Return the mean of a raster on each site, every cell counting for the part of it on the site. [unit of the raster]

    Parameters
    ----------
    sites
        In the CRS of the raster.
    cells
        Often larger than a site: a site inside of one has its value.

    Returns
    -------
    mean
        Missing where less than half of the site is on known cells.

    References
    ----------
    .. [1] Baston, D. (2025), exactextract: means weighted by the covered part of each cell.
    """
    bounds = cells.bounds
    source = NumPyRasterSource(
        cells.values,
        xmin=bounds.west,
        ymin=bounds.south,
        xmax=bounds.east,
        ymax=bounds.north,
        nodata=np.nan,
        srs_wkt=sites.crs.to_wkt(),
    )
    found = exact_extract(source, sites[["geometry"]], ["mean", "count"], output="pandas").set_axis(sites.index)
    rows, columns = cells.values.shape
    cell_m2 = (bounds.east - bounds.west) / columns * (bounds.north - bounds.south) / rows
    return found["mean"].where(found["count"] * cell_m2 >= _LEAST_COVER * sites.geometry.area).rename("mean")


def texture_of(sand: pd.Series, silt: pd.Series, clay: pd.Series) -> pd.Series:
    """
    Return the texture of a soil from its particles, by the triangle of the USDA [1] in five classes.

    The twelve classes are grouped (our assumption): sand and loamy sand; sandy loam; loam, silt loam and silt; the
    three clay loams; the three clays.

    Parameters
    ----------
    sand, silt, clay
        Particles of 50 µm to 2 mm, of 2 to 50 µm, and smaller, in one unit: their sum is the whole. [%, g/kg]

    Returns
    -------
    soil_texture
        A `Texture`; missing where one of the three is.

    References
    ----------
    .. [1] Soil Science Division Staff (2017), Soil survey manual. USDA Handbook 18, chapter 3.

    Examples
    --------
    >>> texture_of(pd.Series([920.0, 400.0]), pd.Series([50.0, 400.0]), pd.Series([30.0, 200.0])).tolist()
    ['sand', 'loam']
    """
    whole = sand + silt + clay
    known = (whole > 0).to_numpy()
    grains = [(100 * part / whole.where(known)).to_numpy(dtype=np.float64) for part in (sand, silt, clay)]
    names = np.select(_triangle(*grains), [texture.value for texture in _TESTED], default=Texture.LOAM.value)
    return pd.Series(names, index=sand.index, name="soil_texture", dtype="str").where(known)


_TESTED = (Texture.SAND, Texture.CLAY, Texture.CLAY_LOAM, Texture.SANDY_LOAM)


def _triangle(sand: Percents, silt: Percents, clay: Percents) -> list[NDArray[np.bool_]]:
    """Tell which soils are of each class of `_TESTED`; the first that holds counts, and what is left is loam."""
    return [
        silt + 2 * clay < 30,
        (clay >= 40) | ((clay >= 35) & (sand > 45)),
        (clay >= 27) | ((clay >= 20) & (silt < 28) & (sand > 45)),
        ((clay >= 7) & (sand > 52)) | ((clay < 7) & (silt < 50)),
    ]


def _mapped_mean(sites: gpd.GeoDataFrame, soils: gpd.GeoDataFrame, column: str) -> pd.Series:
    known = soils[soils[column].notna()]
    found = _overlaps(sites, known)
    values = known[column].to_numpy(dtype=np.float64)[found.cover]
    area = np.bincount(found.place, weights=found.area_m2, minlength=len(sites))
    total = np.bincount(found.place, weights=found.area_m2 * values, minlength=len(sites))
    covered = (area > 0) & (area >= _LEAST_COVER * sites.geometry.area.to_numpy())
    mean = np.divide(total, area, out=np.full(len(sites), np.nan), where=covered)
    return pd.Series(mean, index=sites.index).round(6)  # one soil has its own value, to the last digit


def _overlaps(sites: gpd.GeoDataFrame, soils: gpd.GeoDataFrame) -> Overlaps:
    return overlaps(outlines(sites), outlines(soils))
