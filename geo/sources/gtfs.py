"""Stops of public transport: `stops.txt` of a GTFS feed, and the national file made of all of them.

Columns: GTFS reference (gtfs.org, « stops.txt »). The stops of one feed name themselves: two feeds may both have a stop
"1". What stops there is told by other files of the feed, which are not read.
"""

from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.models import Role
from geo.sources._files import Table
from geo.sources._points import located
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, well_formed

STOPS = Dataset(
    publisher="Transport.data.gouv.fr",
    name="Arrêts (GTFS)",
    licence="Licence Ouverte 2.0",
    attribution="© transport.data.gouv.fr",
    url="https://transport.data.gouv.fr",
)
COLUMNS = MappingProxyType(
    {
        "stop_id": "stop_id",
        "stop_name": "name",
        "stop_lon": "longitude",
        "stop_lat": "latitude",
        "location_type": "type",
    }
)
WHERE_ONE_BOARDS = frozenset({"0", "1"})
"""Stops and stations; the others are their entrances, corridors and boarding areas."""


def read_stops(table: Table) -> Extract:
    """
    Return the stops and stations.

    Parameters
    ----------
    table
        Stops with folded names. Longitude and latitude in degrees.
    """
    rows = take(table.frame, COLUMNS)
    kind = texts(rows["type"]).str.removesuffix(".0").fillna("0")
    formed = well_formed(rows.assign(stop_id=texts(rows["stop_id"]))[kind.isin(WHERE_ONE_BOARDS)], "stop_id", ".+")
    stops = formed.frame.reset_index(drop=True)
    described = stops.assign(name=texts(stops["name"]), mode=pd.Series(np.nan, index=stops.index, dtype="str"))
    placed = located(described, numbers(stops["longitude"]), numbers(stops["latitude"]))
    return Extract(placed.frame, formed.notes + placed.notes)


SOURCES = (
    Source(
        role=Role.STOPS,
        dataset=STOPS,
        signature=frozenset({"stop_id", "stop_name", "stop_lat", "stop_lon"}),
        places_in_text=True,
        read=read_stops,
    ),
)
