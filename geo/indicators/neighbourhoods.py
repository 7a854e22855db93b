"""How near a site is to the people whom the town's contract is for."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

_OTHER_REGION_M = 50_000.0


def distance_to_neighbourhood(sites: gpd.GeoDataFrame, neighbourhoods: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the distance from each site to the nearest priority neighbourhood, 0 inside or across its edge. [m]

    Parameters
    ----------
    sites, neighbourhoods
        In one metric CRS.

    Returns
    -------
    distance
        In a straight line, between the nearest points; infinite when there is no neighbourhood at all; missing when
        the nearest is more than 50 km away, since the layer is then about another region.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(100, 0, 110, 10)], crs=2154)
    >>> distance_to_neighbourhood(sites, sites.iloc[[0]]).tolist()
    [0.0, 90.0]
    """
    distance = pd.Series(np.inf, index=sites.index, name="neighbourhood_distance_m")
    if len(neighbourhoods):
        tree = shapely.STRtree(np.asarray(neighbourhoods.geometry.array))
        (site, _), found = tree.query_nearest(np.asarray(sites.geometry.array), all_matches=False, return_distance=True)
        distance.iloc[site] = found
        distance = distance.mask(distance > _OTHER_REGION_M)
    return distance
