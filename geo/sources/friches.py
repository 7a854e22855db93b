"""Fallow sites of Cartofriches (Cerema), in its own columns or in the CNIG standard « Friches »."""

import re
from types import MappingProxyType
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.messages import N_, Message
from geo.models import FallowStatus, OwnerGroup, Role
from geo.sources._files import Table
from geo.sources.cadastre import PARCEL_ID
from geo.sources.source import Dataset, Extract, Source, take, texts, well_formed, without_repeats

CARTOFRICHES = Dataset(
    publisher="Cerema",
    name="Cartofriches",
    licence="Licence Ouverte 2.0",
    attribution="© Cerema – Cartofriches",
    url="https://cartofriches.cerema.fr",
)
ABSENT = frozenset({"NA", "NULL"})

COLUMNS = MappingProxyType(
    {
        "site_id": "fallow_id",
        "site_nom": "name",
        "site_statut": "status",
        "l_idpar": "parcel_ids",
        "unite_fonciere_refcad": "parcel_ids",
        "comm_insee": "commune",
        "proprio_type": "owner_group",
    }
)
STATUSES = MappingProxyType(
    {
        "friche potentielle": FallowStatus.POTENTIAL,
        "friche sans projet": FallowStatus.NO_PROJECT,
        "friche avec projet": FallowStatus.WITH_PROJECT,
        "friche reconvertie": FallowStatus.CONVERTED,
    }
)
OWNER_GROUPS = MappingProxyType(
    {
        "P1": OwnerGroup.STATE,
        "P1a": OwnerGroup.OTHER_PUBLIC,
        "P2": OwnerGroup.REGION,
        "P3": OwnerGroup.DEPARTMENT,
        "P4": OwnerGroup.INTERCOMMUNAL,
        "P5": OwnerGroup.COMMUNE,
        "P6": OwnerGroup.OTHER_PUBLIC,
        "A2c": OwnerGroup.OTHER_PUBLIC,
        "E1": OwnerGroup.OTHER_PUBLIC,
        "F1": OwnerGroup.SOCIAL_LANDLORD,
        "F2": OwnerGroup.OTHER_PUBLIC,
        "F4": OwnerGroup.OTHER_PUBLIC,
        "F5": OwnerGroup.OTHER_PUBLIC,
        "M2": OwnerGroup.OTHER_PUBLIC,
        "S1": OwnerGroup.OTHER_PUBLIC,
        "R2": OwnerGroup.OTHER_PUBLIC,
        "G2": OwnerGroup.CONDOMINIUM,
        "X1": OwnerGroup.INDIVIDUAL,
    }
)
"""Owner classes of the Fichiers fonciers (`catpro3`, else its first two letters). Every other class is a company."""

FROM_EASY_TO_HARD = (
    OwnerGroup.COMMUNE,
    OwnerGroup.INTERCOMMUNAL,
    OwnerGroup.SOCIAL_LANDLORD,
    OwnerGroup.STATE,
    OwnerGroup.REGION,
    OwnerGroup.DEPARTMENT,
    OwnerGroup.OTHER_PUBLIC,
    OwnerGroup.COMPANY,
    OwnerGroup.INDIVIDUAL,
    OwnerGroup.CONDOMINIUM,
)
"""Order of the criterion on owners. A site with several owners is told by the last: one reluctant owner is enough."""

_OWNER_CODE = re.compile(r"[A-Z][0-9][a-z]")
_LIST_MARKS = re.compile(r"[{}\"\s]")
_PLACES = ("geomsurf", "geompoint")


def read_fallow(table: Table) -> Extract:
    """
    Return the fallow sites, with their parcels, status and owner.

    Parameters
    ----------
    table
        Sites with folded names. Their place is a geometry, or a text in WGS84 (`geomsurf`, else `geompoint`).
    """
    placed = _placed(table.frame)
    frame = take(placed.frame, COLUMNS)
    listed = [parcel_references(text) for text in texts(frame["parcel_ids"], unknown=ABSENT).fillna("")]
    described = frame.assign(
        fallow_id=texts(frame["fallow_id"], unknown=ABSENT),
        name=texts(frame["name"], unknown=ABSENT),
        commune=texts(frame["commune"], unknown=ABSENT),
        status=frame["status"].astype("str").str.strip().str.lower().map(STATUSES).fillna(FallowStatus.UNKNOWN),
        parcel_ids=["|".join(_of_parcels(references)) for references in listed],
        owner_group=[owner_group(codes) for codes in texts(frame["owner_group"]).fillna("")],
    )
    named = well_formed(described, "fallow_id", ".+")
    once = without_repeats(named.frame, "fallow_id")
    return Extract(once.frame, placed.notes + _unreadable_references(listed) + named.notes + once.notes)


def parcel_references(text: str) -> tuple[str, ...]:
    """
    Return the references of a list written as a Postgres array or with bars.

    Examples
    --------
    >>> parcel_references("{920230000G0128,920230000G0129}")
    ('920230000G0128', '920230000G0129')
    >>> parcel_references("50419000ZK0101|50419000ZK0102")
    ('50419000ZK0101', '50419000ZK0102')
    """
    parts = _LIST_MARKS.sub("", text).replace(",", "|").split("|")
    return tuple(dict.fromkeys(part for part in parts if part and part not in ABSENT))


def owner_group(codes: str) -> OwnerGroup | None:
    """
    Return the owner's group from its classes in the Fichiers fonciers, the hardest to convince of several.

    Examples
    --------
    >>> owner_group("{P5a}"), owner_group("F1a|P5a"), owner_group("NULL")
    (<OwnerGroup.COMMUNE: 'commune'>, <OwnerGroup.SOCIAL_LANDLORD: 'social_landlord'>, None)
    """
    found = _OWNER_CODE.findall(codes)
    groups = {OWNER_GROUPS.get(code, OWNER_GROUPS.get(code[:2], OwnerGroup.COMPANY)) for code in found}
    return max(groups, key=FROM_EASY_TO_HARD.index, default=None)


def _of_parcels(references: tuple[str, ...]) -> list[str]:
    return [reference for reference in references if re.fullmatch(PARCEL_ID, reference)]


def _unreadable_references(listed: list[tuple[str, ...]]) -> tuple[Message, ...]:
    count = sum(len(references) - len(_of_parcels(references)) for references in listed)
    note = N_("References left out, since they are no parcel identifiers of 14 characters: {count}.")
    return (Message(note, {"count": count}),) if count else ()


def _placed(frame: pd.DataFrame) -> Extract:
    if isinstance(frame, gpd.GeoDataFrame):
        return Extract(cast(pd.DataFrame, frame))
    written = [frame[name].astype(object) for name in _PLACES if name in frame]
    places = np.array([None] * len(frame), dtype=object)
    for column in written:
        readable = shapely.from_wkt(column.where(column.notna(), None).to_numpy(), on_invalid="ignore")
        places = np.where(shapely.is_missing(places), readable, places)
    lost = shapely.is_missing(places) | ~_in_degrees(places)
    kept = gpd.GeoDataFrame(frame.loc[~lost], geometry=places[~lost], crs="EPSG:4326").reset_index(drop=True)
    note = N_("Sites left out, for lack of a readable place: {count}.")
    return Extract(kept, (Message(note, {"count": int(lost.sum())}),) if lost.any() else ())


def _in_degrees(places: NDArray[np.object_]) -> NDArray[np.bool_]:
    limits = np.array([-180.0, -90.0, 180.0, 90.0])
    sides = shapely.bounds(places)
    return np.asarray((sides[:, :2] >= limits[:2]).all(axis=1) & (sides[:, 2:] <= limits[2:]).all(axis=1))


SOURCES = (
    Source(
        role=Role.FALLOW,
        dataset=CARTOFRICHES,
        signature=frozenset({"site_id", "site_statut", "l_idpar"}),
        read=read_fallow,
        updated="site_actu_date",
    ),
    Source(
        role=Role.FALLOW,
        dataset=CARTOFRICHES,
        signature=frozenset({"site_id", "site_statut", "unite_fonciere_refcad"}),
        places_in_text=True,
        read=read_fallow,
        updated="site_actu_date",
    ),
)
