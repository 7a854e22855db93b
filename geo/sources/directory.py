"""Municipal and departmental social services of the directory of the administration (service-public.fr).

Columns: export in CSV of « Annuaire de l'administration – base de données locales » (DILA), where `pivot` (the kind of
service) and `adresse` (with its coordinates) are lists in JSON inside a cell. Kinds: `type_service_local`; the social
services of a department have a different name in each (CDAS, EDAS, MDS, SDSEI, « centre social »).
"""

import json
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from geo.kinds import PlaceKind
from geo.models import Role
from geo.sources._files import Table
from geo.sources._points import located
from geo.sources.bpe import address
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, without_repeats

DIRECTORY = Dataset(
    publisher="DILA",
    name="Annuaire de l’administration",
    licence="Licence Ouverte 2.0",
    attribution="© DILA – service-public.fr",
    url="https://www.data.gouv.fr/datasets/service-public-fr-annuaire-de-l-administration-base-de-donnees-locales",
)
COLUMNS = MappingProxyType({"id": "place_id", "nom": "name", "pivot": "pivot", "adresse": "places"})
PIVOT = MappingProxyType({"type_service_local": "service"})
ADDRESS = MappingProxyType(
    {
        "numero_voie": "street",
        "code_postal": "post_code",
        "nom_commune": "town",
        "longitude": "longitude",
        "latitude": "latitude",
    }
)
KINDS = MappingProxyType(
    {
        **dict.fromkeys(("ccas", "cias"), PlaceKind.CCAS),
        **dict.fromkeys(("cdas", "edas", "mds", "sdsei", "centre_social"), PlaceKind.SOCIAL_SERVICES),
    }
)


def read_services(table: Table) -> Extract:
    """
    Return the social services of a file of all public services.

    Parameters
    ----------
    table
        Services with folded names.
    """
    rows = take(table.frame, COLUMNS)
    kind = first_of(rows["pivot"], PIVOT)["service"].map(KINDS)
    wanted = rows.assign(kind=kind)[kind.notna()].reset_index(drop=True)
    where = first_of(wanted["places"], ADDRESS)
    described = wanted.assign(
        place_id=texts(wanted["place_id"]),
        name=texts(wanted["name"]),
        address=address(where, ("street", "post_code", "town")),
    )
    placed = located(described, numbers(where["longitude"]), numbers(where["latitude"]))
    once = without_repeats(placed.frame, "place_id")
    return Extract(once.frame, placed.notes + once.notes)


def first_of(lists: pd.Series, names: MappingProxyType[str, str]) -> pd.DataFrame:
    """
    Return some values of the first object of each list in JSON, under our names.

    Parameters
    ----------
    lists
        Texts such as ``[{"type_service_local": "ccas"}]``; what is no list of objects gives nothing.
    names
        Official name → our name.

    Examples
    --------
    >>> first_of(pd.Series(['[{"type_service_local": "ccas"}]', "?", None]), PIVOT)["service"].tolist()
    ['ccas', nan, nan]
    """
    found = [_first(text) for text in texts(lists).fillna("")]
    columns = {ours: [_text(entry.get(official)) for entry in found] for official, ours in names.items()}
    return pd.DataFrame(columns, index=lists.index, dtype="str")


def _first(text: str) -> dict[str, Any]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    first = entries[0] if isinstance(entries, list) and entries else entries
    return first if isinstance(first, dict) else {}


def _text(value: Any) -> Any:
    return np.nan if value is None or isinstance(value, list | dict) else str(value)


SOURCES = (
    Source(
        role=Role.PLACES,
        dataset=DIRECTORY,
        signature=frozenset({"nom", "pivot", "adresse", "code_insee_commune"}),
        places_in_text=True,
        read=read_services,
        updated="date_modification",
    ),
)
