"""What is one place, and whether a layer is about this region at all."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

SAME_PLACE_M = 50.0
"""Two places of one kind that are nearer are one place that two sources name (our assumption). [m]"""
OTHER_REGION_M = 20_000.0
"""A layer whose nearest feature is farther is about another region (our assumption). [m]"""


def one_place(places: gpd.GeoDataFrame) -> pd.Series:
    """
    Number the places, the same number for those that are one place told by several sources.

    Parameters
    ----------
    places
        With their `kind`, in a metric CRS.

    Returns
    -------
    number
        Same index: places of one kind within 50 m of one another, or in a chain of such, have one number.

    Examples
    --------
    >>> from shapely import Point
    >>> kinds = {"kind": ["school", "school", "ccas", "school"]}
    >>> places = gpd.GeoDataFrame(kinds, geometry=[Point(x, 0) for x in (0, 50, 50, 101)], crs=2154)
    >>> one_place(places).tolist()
    [0, 0, 1, 2]
    """
    shapes, kind = np.asarray(places.geometry.array), places["kind"].to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=SAME_PLACE_M)
    alike = kind[one] == kind[other]
    joined = csr_matrix((np.ones(alike.sum()), (one[alike], other[alike])), shape=(len(places), len(places)))
    return pd.Series(connected_components(joined, directed=False)[1], index=places.index, name="number")


def somewhere_near(sites: gpd.GeoDataFrame, layer: gpd.GeoDataFrame, within_m: float = OTHER_REGION_M) -> pd.Series:
    """
    Tell which sites have a feature of a layer at some distance at most: far from all, the layer says nothing of them.

    Examples
    --------
    >>> from shapely import Point
    >>> sites = gpd.GeoDataFrame(geometry=[Point(0, 0), Point(30_000, 0)], crs=2154)
    >>> somewhere_near(sites, sites.iloc[[0]]).tolist()
    [True, False]
    """
    tree = shapely.STRtree(np.asarray(layer.geometry.array))
    near, _ = tree.query_nearest(np.asarray(sites.geometry.array), max_distance=within_m, all_matches=False)
    return pd.Series(np.isin(np.arange(len(sites)), near), index=sites.index)
