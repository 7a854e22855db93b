"""Building permits of the State's base Sit@del2 (SDES): permits and declarations that create homes or premises, and
permits to lay out land.

Columns: lists of permits published by the SDES (`NUM_DAU`, `ETAT_DAU`, `COMM`, three cadastral references, three dates;
`NUM_PA`, `ETAT_PA` for the land laid out). The permits to demolish (`NUM_PD`) promise no building: they are left alone.
Their CSV has two headers, French names then these columns: the door keeps the second. States (dictionary of the SDES):
2 authorised, 4 cancelled, 5 begun, 6 finished.

The base gives the section and number of a parcel, never its prefix: 000 is supposed, which is wrong for parcels of a
commune that was merged into another.
"""

from types import MappingProxyType

import pandas as pd

from geo.models import Role
from geo.sources._files import Table
from geo.sources.cadastre import PARCEL_ID
from geo.sources.source import Dataset, Extract, Source, take, texts, well_formed
from geo.sources.written import days

SITADEL = Dataset(
    publisher="SDES",
    name="Sit@del2, liste des permis",
    licence="Licence Ouverte 2.0",
    attribution="© SDES, Sit@del2",
    url="https://www.statistiques.developpement-durable.gouv.fr/liste-des-permis-de-construire-et-autres-autorisations-durbanisme",
)

COLUMNS = MappingProxyType(
    {
        "TYPE_DAU": "kind",
        "NUM_DAU": "number",
        "NUM_PA": "number",
        "ETAT_DAU": "state",
        "ETAT_PA": "state",
        "COMM": "commune",
        "DATE_REELLE_AUTORISATION": "date",
        "DATE_REELLE_DOC": "begun",
        "DATE_REELLE_DAACT": "finished",
        **{f"SEC_CADASTRE{place}": f"section_{place}" for place in (1, 2, 3)},
        **{f"NUM_CADASTRE{place}": f"number_{place}" for place in (1, 2, 3)},
    }
)
AUTHORISED, CANCELLED, BEGUN, FINISHED = "2", "4", "5", "6"
LASTS_YEARS = 5
"""A permit lapses after three years (Code de l’urbanisme, R424-17), extended twice by one at most (R424-21). [a]"""
WORKS_YEARS = 10
"""Works that nobody has declared finished so long after the permit are held to be over: our assumption. [a]"""


def read_permits(table: Table) -> Extract:
    """
    Return one row per permit and parcel, and whether something is still to be expected there.

    Ages are counted from the newest permit of the file, so that the same file always says the same.

    Parameters
    ----------
    table
        Permits with folded names; of several rows of one permit and parcel, the newest counts.
    """
    frame = take(table.frame, COLUMNS)
    described = frame.assign(
        permit_id=texts(frame["kind"]).fillna("") + texts(frame["number"]),
        date=days(frame["date"]),
        active=is_active(frame),
    )
    per_parcel = pd.concat(
        [described.assign(parcel_id=parcel_ids(frame, place)) for place in (1, 2, 3)], ignore_index=True
    )
    named = well_formed(per_parcel[per_parcel["parcel_id"].notna()], "parcel_id", PARCEL_ID)
    known = well_formed(named.frame, "permit_id", ".+")
    newest = known.frame.sort_values("date", kind="stable", na_position="first")
    once = newest.drop_duplicates(["permit_id", "parcel_id"], keep="last").sort_index().reset_index(drop=True)
    return Extract(once, named.notes + known.notes)


def is_active(frame: pd.DataFrame) -> pd.Series:
    """
    Tell which permits are authorised and not lapsed, or begun and not finished.

    Parameters
    ----------
    frame
        `state`, and the days `date`, `begun`, `finished`.

    Examples
    --------
    >>> permits = {"state": ["2", "2", "5", "6"], "date": ["2024-01-10", "2018-01-10", "2018-01-10", "2023-01-10"]}
    >>> is_active(pd.DataFrame(permits | {"begun": None, "finished": None})).tolist()
    [True, False, True, False]
    """
    state = texts(frame["state"]).str.removesuffix(".0")
    age = _ages(frame["date"])
    begun = (state == BEGUN) | days(frame["begun"]).notna()
    over = state.isin([CANCELLED, FINISHED]) | days(frame["finished"]).notna()
    under_way = begun & ~(age > WORKS_YEARS)
    expected = (state == AUTHORISED) & ~(age > LASTS_YEARS)
    return ~over & (under_way | expected)


def _ages(dates: pd.Series) -> pd.Series:
    """Return years before the newest day, missing where a day is unknown: such a permit is not held to be old."""
    known = pd.to_datetime(days(dates), format="%Y-%m-%d")
    return (known.max() - known).dt.days / 365.25


def parcel_ids(frame: pd.DataFrame, place: int) -> pd.Series:
    """
    Return the identifier of one of the three parcels of each permit, missing where there is none.

    Parameters
    ----------
    frame
        Texts: `commune`, `section_1`, `number_1` …
    place
        1, 2 or 3.

    Examples
    --------
    >>> parcel_ids(pd.DataFrame({"commune": ["92023"], "section_1": ["A"], "number_1": ["7"]}), 1).tolist()
    ['920230000A0007']
    """
    commune = texts(frame["commune"]).str.removesuffix(".0").str.zfill(5)
    section = texts(frame[f"section_{place}"]).str.upper().str.zfill(2)
    number = texts(frame[f"number_{place}"]).str.removesuffix(".0").str.zfill(4)
    return commune + "000" + section + number


SOURCES = (
    Source(
        role=Role.PERMITS,
        dataset=SITADEL,
        signature=frozenset({"num_dau", "etat_dau", "comm", "sec_cadastre1", "num_cadastre1"}),
        read=read_permits,
        updated="date_reelle_autorisation",
    ),
    Source(
        role=Role.PERMITS,
        dataset=SITADEL,
        signature=frozenset({"num_pa", "etat_pa", "comm", "sec_cadastre1", "num_cadastre1"}),
        read=read_permits,
        updated="date_reelle_autorisation",
    ),
)
