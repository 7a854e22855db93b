"""What hydrants, fountains and taps tell of the sites: can they be watered."""

import geopandas as gpd

from geo.indicators import water
from geo.models import Measures, Role, Territory
from geo.study.measures.columns import Column, measured

COLUMNS = (Column("water_distance_m", (Role.WATER,), water.water_distance),)
"""From open data."""


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Tell how far water is from the sites.

    Parameters
    ----------
    territory
        With points of water, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        `water_distance_m`.
    """
    return measured(territory, sites, COLUMNS)
