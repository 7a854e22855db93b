"""What inventories of polluted land and roads tell of the sites: may one eat what grows there."""

from dataclasses import replace

import geopandas as gpd
import numpy as np

from geo.indicators import pollution, traffic
from geo.messages import N_, Message
from geo.models import Measures, Role, Territory
from geo.study.measures.columns import Column, measured

COLUMNS = (
    Column("pollution_distance_m", (Role.POLLUTION,), pollution.pollution_distance),
    Column("pollution_register", (Role.POLLUTION,), pollution.pollution_register, text=True),
    Column("busy_road_distance_m", (Role.STREETS,), traffic.busy_road_distance),
)
"""Each from open data."""

_NOT_CLEAN = Message(
    N_("Nothing found in the inventories of polluted land does not mean that the soil is clean: have it analysed.")
)


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Tell how far known pollution and traffic are from the sites.

    Parameters
    ----------
    territory
        With inventories and streets, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        `pollution_distance_m`, `pollution_register`, `busy_road_distance_m`.
    """
    found = measured(territory, sites, COLUMNS)
    in_vain = np.isinf(found.values["pollution_distance_m"]).any()
    return replace(found, notes=(*found.notes, _NOT_CLEAN)) if in_vain else found
