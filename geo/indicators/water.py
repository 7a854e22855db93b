"""How far water is."""

import geopandas as gpd
import pandas as pd

from geo.overlaps import are_near, nearest_m, outlines

_WITHIN_M = 500.0
"""A connection that is longer is a work of its own (our assumption). [m]"""
_OTHER_PLACE_M = 2_000.0
"""A building is to have a point of water for firemen within 400 m at the most [1]: none within 2 km of a site tells
that the layer is of another place. [m]"""


def water_distance(sites: gpd.GeoDataFrame, water: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the straight distance from the outline of each site to the nearest point of water or main, 0 on it. [m]

    Parameters
    ----------
    sites, water
        In one metric CRS.

    Returns
    -------
    water_distance_m
        Infinite when there is none within 500 m; missing when there is none within 2 km, or none at all: the layer is
        then of another place.

    References
    ----------
    .. [1] Arrêté du 15 décembre 2015, référentiel national de la défense extérieure contre l’incendie.

    Examples
    --------
    >>> from shapely import Point, box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(900, 0, 910, 10), box(9000, 0, 9010, 10)], crs=2154)
    >>> water_distance(sites, gpd.GeoDataFrame(geometry=[Point(5, 30)], crs=2154)).tolist()
    [20.0, inf, nan]
    """
    plots, points = outlines(sites), outlines(water)
    distance = pd.Series(nearest_m(plots, points, within_m=_WITHIN_M), index=sites.index, name="water_distance_m")
    return distance.where(are_near(plots, points, within_m=_OTHER_PLACE_M))
