"""How a site meets the public way."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

_WITHIN_M = 40.0


def street_name(sites: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the name of the nearest street, for people to recognise the place.

    Parameters
    ----------
    sites, streets
        In one metric CRS.

    Returns
    -------
    street
        Missing where no street with a name is within 40 m.

    Examples
    --------
    >>> from shapely import LineString, box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(0, 900, 9, 909)], crs=2154)
    >>> streets = gpd.GeoDataFrame({"name": ["Rue Haute"]}, geometry=[LineString([(0, 14), (50, 14)])], crs=2154)
    >>> street_name(sites, streets).tolist()
    ['Rue Haute', nan]
    """
    names = pd.Series(np.nan, index=sites.index, name="street", dtype="str")
    named = streets[streets["name"].notna()]
    if len(named):
        tree = shapely.STRtree(np.asarray(named.geometry.array))
        site, street = tree.query_nearest(np.asarray(sites.geometry.array), max_distance=_WITHIN_M, all_matches=False)
        names.iloc[site] = named["name"].to_numpy()[street]
    return names
