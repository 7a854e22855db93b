"""Size and shape of a site."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import geometry


def clear_width(sites: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the diameter of the largest circle inside each site. [m]

    Examples
    --------
    >>> from shapely import box
    >>> clear_width(gpd.GeoDataFrame(geometry=[box(0, 0, 30, 8)], crs=2154)).round(1).tolist()
    [8.0]
    """
    return pd.Series(geometry.clear_width_m(_plots(sites)), index=sites.index, name="clear_width_m")


def mean_width(sites: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the short side of the rectangle with the area and perimeter of each site. [m]

    Examples
    --------
    >>> from shapely import box
    >>> mean_width(gpd.GeoDataFrame(geometry=[box(0, 0, 30, 8)], crs=2154)).round(1).tolist()
    [8.0]
    """
    return pd.Series(geometry.mean_width_m(_plots(sites)), index=sites.index, name="mean_width_m")


def compactness(sites: gpd.GeoDataFrame) -> pd.Series:
    """
    Return how close each site is to a disc, from 0 to 1. [–]

    Examples
    --------
    >>> from shapely import Point
    >>> compactness(gpd.GeoDataFrame(geometry=[Point(0, 0).buffer(10, 64)], crs=2154)).round(2).tolist()
    [1.0]
    """
    return pd.Series(geometry.compactness(_plots(sites)), index=sites.index, name="compactness")


def _plots(sites: gpd.GeoDataFrame) -> geometry.Geometries:
    return np.asarray(sites.geometry.array, dtype=object)
