"""Parcels of legal persons (« Fichiers des locaux et des parcelles des personnes morales ») of the DGFiP.

Individuals are never in these files: a parcel that is absent from them belongs to individuals, or to nobody known.
"""

from types import MappingProxyType

import pandas as pd

from geo.models import OwnerGroup, Role
from geo.sources._files import Table
from geo.sources.cadastre import PARCEL_ID
from geo.sources.source import Dataset, Extract, Source, take, texts, well_formed

LEGAL_PERSONS = Dataset(
    publisher="DGFiP",
    name="Parcelles des personnes morales",
    licence="Licence Ouverte 2.0",
    attribution="© DGFiP",
    url="https://www.data.gouv.fr/datasets/fichiers-des-locaux-et-des-parcelles-des-personnes-morales",
)

COLUMNS = MappingProxyType(
    {
        "Département": "department",
        "Code Commune": "commune",
        "Préfixe": "prefix",
        "Section": "section",
        "N° plan": "number",
        "Groupe personne": "owner_group",
        "Dénomination": "owner_name",
    }
)
OWNER_GROUPS = MappingProxyType(
    {
        "0": OwnerGroup.COMPANY,
        "1": OwnerGroup.STATE,
        "2": OwnerGroup.REGION,
        "3": OwnerGroup.DEPARTMENT,
        "4": OwnerGroup.COMMUNE,
        "5": OwnerGroup.SOCIAL_LANDLORD,
        "6": OwnerGroup.OTHER_PUBLIC,
        "7": OwnerGroup.CONDOMINIUM,
        "8": OwnerGroup.COMPANY,
        "9": OwnerGroup.OTHER_PUBLIC,
    }
)
"""The ten groups of the DGFiP: legal persons « non remarquables » (0), State, Region, Department, Commune,
Office HLM, mixed companies (SEM), co-owners, associates, public establishments (9)."""


def read_owners(table: Table) -> Extract:
    """
    Return one row per parcel and owner; the file has one per fiscal part and per right.

    Parameters
    ----------
    table
        Rows with folded names, all of them texts.
    """
    frame = take(table.frame, COLUMNS)
    described = frame.assign(
        parcel_id=parcel_ids(frame),
        owner_group=texts(frame["owner_group"]).str.removesuffix(".0").map(OWNER_GROUPS),
        owner_name=texts(frame["owner_name"]),
    )
    formed = well_formed(described, "parcel_id", PARCEL_ID)
    grouped = well_formed(formed.frame, "owner_group", ".+")
    once = grouped.frame.drop_duplicates(["parcel_id", "owner_group", "owner_name"], ignore_index=True)
    return Extract(once, formed.notes + grouped.notes)


def parcel_ids(frame: pd.DataFrame) -> pd.Series:
    """
    Return the cadastre's identifiers from the parts that the file keeps apart, unpadded.

    Parameters
    ----------
    frame
        Texts: `department` (2 digits, or 3 overseas), `commune`, `prefix`, `section`, `number`.

    Examples
    --------
    >>> part = {"department": ["1", "971"], "commune": ["4", "101"], "prefix": [None, "000"]}
    >>> parcel_ids(pd.DataFrame(part | {"section": ["A", "AB"], "number": ["7", "1204"]})).tolist()
    ['010040000A0007', '97101000AB1204']
    """
    department = texts(frame["department"]).str.zfill(2)
    commune = texts(frame["commune"]).str.zfill(3)
    # Overseas the commune repeats the third digit of the department: 971 and 101 make 97101.
    within = commune.where(department.str.len() == 2, commune.str[-2:])
    prefix = texts(frame["prefix"]).fillna("").str.zfill(3)
    return department + within + prefix + texts(frame["section"]).str.zfill(2) + texts(frame["number"]).str.zfill(4)


SOURCES = (
    Source(
        role=Role.OWNERS,
        dataset=LEGAL_PERSONS,
        signature=frozenset({"departement", "code_commune", "section", "n_plan", "groupe_personne"}),
        read=read_owners,
    ),
)
