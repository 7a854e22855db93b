"""What protections and risks tell of the sites: listed buildings, floods, nature."""

import geopandas as gpd

from geo.indicators import law
from geo.models import Measures, Role, Territory
from geo.study.measures.columns import Column, measured

COLUMNS = (
    Column("heritage", (Role.HERITAGE,), law.heritage, text=True),
    Column("flood_zone", (Role.FLOOD,), law.flood_zone, text=True),
    Column("protected_nature", (Role.PROTECTED_NATURE,), law.protected_nature, text=True),
)
"""Each from open data."""


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Tell which protections and risks lie on the sites.

    Parameters
    ----------
    territory
        With perimeters, flood zones and protected nature, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        `heritage`, `flood_zone`, `protected_nature`.
    """
    return measured(territory, sites, COLUMNS)
