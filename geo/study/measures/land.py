"""What the local plan, the permits and the maps of green spaces tell of the sites: may one garden there."""

import geopandas as gpd

from geo.indicators import land, law, occupation
from geo.models import Measures, Role, Territory
from geo.study.measures.columns import Column, measured

COLUMNS = (
    Column("zoning", (Role.ZONING, Role.PRESCRIPTIONS), land.zoning, text=True, any_role=True),
    Column("reserved_share", (Role.PRESCRIPTIONS, Role.ZONING), land.reserved_share),
    Column("woodland_share", (Role.PRESCRIPTIONS, Role.ZONING), land.woodland_share),
    Column("permit", (Role.PERMITS,), law.permit, text=True),
    Column("occupied_share", (Role.GARDENS_AND_PARKS, Role.PLACES), occupation.occupied_share, any_role=True),
    Column("occupied_kind", (Role.GARDENS_AND_PARKS, Role.PLACES), occupation.occupied_kind, text=True, any_role=True),
)
"""Each from open data."""


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Tell what the plan allows, what is permitted, and what is already in use.

    Parameters
    ----------
    territory
        With zones, prescriptions, permits, green spaces and places, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        `zoning`, `reserved_share`, `woodland_share`, `permit`, `occupied_share`, `occupied_kind`.
    """
    return measured(territory, sites, COLUMNS)
