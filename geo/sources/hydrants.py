"""Where water is: fire hydrants, in the national schema of points d'eau incendie.

Columns: schema « datakode/schema-pei » 1.0 of schema.data.gouv.fr (AFIGEO). A hydrant tells that a main runs there, not
that a garden may draw from it. Cisterns and ponds (types CI and PA) tell nothing of the mains, nor do hydrants fed by
something else.
"""

from types import MappingProxyType

import pandas as pd

from geo.kinds import WaterKind
from geo.models import Role
from geo.sources._files import Table
from geo.sources._points import located
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, without_repeats

HYDRANTS = Dataset(
    publisher="SDIS",
    name="Points d’eau incendie",
    licence="Licence Ouverte 2.0",
    attribution="© SDIS",
    url="https://www.data.gouv.fr/datasets?q=points+eau+incendie",
)
COLUMNS = MappingProxyType(
    {
        "id_sdis": "water_id",
        "id_gestion": "water_id",
        "type_pei": "type",
        "source_pei": "fed_by",
        "lon": "longitude",
        "lat": "latitude",
        "x": "x",
        "y": "y",
    }
)
ON_THE_MAINS = frozenset({"PI", "BI"})
MAINS = "reseau_aep"


def read_hydrants(table: Table) -> Extract:
    """
    Return the hydrants that a water main feeds.

    Parameters
    ----------
    table
        Points with folded names: degrees or Lambert-93 in columns, or a geometry.
    """
    rows = take(table.frame, COLUMNS)
    fed = texts(rows["fed_by"]).isin({MAINS}) | rows["fed_by"].isna()
    wanted = texts(rows["type"]).str.upper().isin(ON_THE_MAINS) & fed
    placed = _placed(table.frame[wanted].reset_index(drop=True))
    kept = take(placed.frame, COLUMNS)
    described = kept.assign(water_id=texts(kept["water_id"]), kind=WaterKind.HYDRANT.value)
    once = without_repeats(described, "water_id")
    return Extract(once.frame, placed.notes + once.notes)


def _placed(frame: pd.DataFrame) -> Extract:
    rows = take(frame, COLUMNS)
    longitude = numbers(rows["longitude"])
    if longitude.notna().any():
        return located(frame, longitude, numbers(rows["latitude"]))
    return located(frame, numbers(rows["x"]), numbers(rows["y"]), "EPSG:2154")


SOURCES = tuple(
    Source(
        role=Role.WATER,
        dataset=HYDRANTS,
        signature=signature,
        places_in_text=True,
        read=read_hydrants,
        updated="date_maj",
    )
    for signature in (frozenset({"insee", "type_pei", "type_rd"}), frozenset({"id_sdis", "type_pei"}))
)
