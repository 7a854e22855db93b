"""Walks from the sites of a territory, and how far to trust what is counted along them."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.models import Role, Territory
from geo.study.measures.quality import OPEN_DATA, REGIONAL
from geo.walking import Network, on_streets, street_network

_ALONG_SHARE = 0.9


def network_of(territory: Territory) -> Network | None:
    """Return the streets that people walk along, where the territory knows them."""
    if Role.STREETS not in territory.layers:
        return None
    return street_network(gpd.GeoDataFrame(territory.layers[Role.STREETS].frame))


def walked_quality(
    sites: gpd.GeoDataFrame, network: Network | None, walks: pd.DataFrame, weight: pd.Series | None = None
) -> pd.Series:
    """
    Return how far to trust a count along walks. [0–1]

    Parameters
    ----------
    sites
        In the CRS of the streets.
    network
        Streets, or nothing.
    walks
        Those that were counted (`geo.walking.within`).
    weight
        What each counted place stands for, by its label; 1 if not given.

    Returns
    -------
    quality
        That of open data where the site is on the streets and nine tenths of the count came along them; else that of
        an estimate.

    Examples
    --------
    >>> from shapely import Point
    >>> from geo.walking import within
    >>> sites = gpd.GeoDataFrame(geometry=[Point(0, 0)], crs=2154)
    >>> walked_quality(sites, None, within(None, sites, sites, 300)).tolist()
    [0.5]
    """
    counted = pd.Series(1.0, index=walks.index) if weight is None else weight.reindex(walks["place"]).fillna(0.0)
    site, amount = sites.index.get_indexer(walks["site_id"]), counted.to_numpy(np.float64)
    total = np.bincount(site, amount, minlength=len(sites))
    along = np.bincount(site, amount * walks["along_streets"].to_numpy(bool), minlength=len(sites))
    sure = on_streets(network, sites) & (along >= _ALONG_SHARE * total)
    return sure.map({True: OPEN_DATA, False: REGIONAL}).astype("float64")
