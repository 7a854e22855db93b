"""What the inventories of polluted land name near a site."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.kinds import Register
from geo.overlaps import are_near, nearest_m, outlines

NONE = "none"
"""Searched in vain: which never means that the land is clean."""

_WITHIN_M = 100.0
_OTHER_REGION_M = 50_000.0
_SUREST_FIRST = (Register.SIS, Register.BASOL, Register.ADEME, Register.ICPE, Register.CASIAS)
"""Pollution that is known, then works in activity, then works of the past that may have polluted (our assumption)."""


def pollution_distance(sites: gpd.GeoDataFrame, flags: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the distance from the outline of each site to the nearest place of an inventory, 0 on it. [m]

    Parameters
    ----------
    sites, flags
        In one metric CRS.

    Returns
    -------
    pollution_distance_m
        Infinite when nothing is named within 100 m; missing when the nearest place is more than 50 km away, since the
        layer is then about another region.

    Examples
    --------
    >>> from shapely import Point, box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(200, 0, 210, 10)], crs=2154)
    >>> flags = gpd.GeoDataFrame({"register": ["sis"]}, geometry=[Point(40, 5)], crs=2154)
    >>> pollution_distance(sites, flags).tolist()
    [30.0, inf]
    """
    distance = nearest_m(outlines(sites), outlines(flags), within_m=_WITHIN_M)
    return pd.Series(distance, index=sites.index, name="pollution_distance_m").where(_is_covered(sites, flags))


def pollution_register(sites: gpd.GeoDataFrame, flags: gpd.GeoDataFrame) -> pd.Series:
    """
    Return which inventory names the nearest place, the surest one of several as near.

    Parameters
    ----------
    sites, flags
        In one metric CRS.

    Returns
    -------
    pollution_register
        A `Register`, ``none`` where nothing is named within 100 m; missing where `pollution_distance_m` is.

    Examples
    --------
    >>> from shapely import Point, box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(200, 0, 210, 10)], crs=2154)
    >>> flags = gpd.GeoDataFrame({"register": ["casias", "sis"]}, geometry=[Point(4, 5), Point(6, 5)], crs=2154)
    >>> pollution_register(sites, flags).tolist()
    ['sis', 'none']
    """
    tree = shapely.STRtree(outlines(flags))
    site, flag = tree.query_nearest(outlines(sites), max_distance=_WITHIN_M, all_matches=True)
    rank = flags["register"].map({register: rank for rank, register in enumerate(_SUREST_FIRST)}).to_numpy()[flag]
    surest = np.full(len(sites), len(_SUREST_FIRST))
    np.minimum.at(surest, site, rank.astype(np.int64))
    names = np.array([*(register.value for register in _SUREST_FIRST), NONE])
    found = pd.Series(names[surest], index=sites.index, name="pollution_register", dtype="str")
    return found.where(_is_covered(sites, flags))


def _is_covered(sites: gpd.GeoDataFrame, flags: gpd.GeoDataFrame) -> pd.Series:
    """Tell which sites the layer speaks of; one without any place was searched in vain everywhere."""
    if flags.empty:
        return pd.Series(data=True, index=sites.index)
    return pd.Series(are_near(outlines(sites), outlines(flags), within_m=_OTHER_REGION_M), index=sites.index)
