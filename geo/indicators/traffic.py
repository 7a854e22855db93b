"""How far the traffic is."""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.overlaps import nearest_m, outlines

BUSY = frozenset({"1", "2", "3"})
"""Importance of the roads whose traffic dirties the air and the soil beside them, in the words of BD TOPO: between
departments, between towns, through a town (our assumption)."""

_WITHIN_M = 500.0


def busy_road_distance(sites: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the distance from the outline of each site to the axis of the nearest busy road. [m]

    Parameters
    ----------
    sites, streets
        In one metric CRS; `importance` goes from ``1`` to ``6`` as in BD TOPO.

    Returns
    -------
    busy_road_distance_m
        Infinite when there are streets within 500 m, none of them busy; missing when there is no street at all whose
        importance is known: no site of a town is that far from one, the layer is then of another place.

    Examples
    --------
    >>> from shapely import LineString, box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(700, 0, 710, 10), box(2e4, 0, 2.1e4, 9)], crs=2154)
    >>> lines = [LineString([(0, 40), (50, 40)]), LineString([(700, 40), (750, 40)])]
    >>> streets = gpd.GeoDataFrame({"importance": ["2", "5"]}, geometry=lines, crs=2154)
    >>> busy_road_distance(sites, streets).tolist()
    [30.0, inf, nan]
    """
    known = streets[streets["importance"].notna()]
    busy = known[known["importance"].isin(BUSY)]
    distance = pd.Series(_nearest_m(sites, busy), index=sites.index, name="busy_road_distance_m")
    return distance.where(np.isfinite(_nearest_m(sites, known)))


def _nearest_m(sites: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> NDArray[np.float64]:
    return nearest_m(outlines(sites), outlines(streets), within_m=_WITHIN_M)
