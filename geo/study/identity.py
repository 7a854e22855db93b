"""Who a site is on paper: its parcels and their owners, its commune, its zones in the local plan."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.models import Role, Territory
from geo.overlaps import outlines, overlaps
from geo.study.surveyed import Survey

_LEAST_SHARE = 0.01
"""Less is the edge of a neighbour's zone (our assumption). [0–1]"""


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """
    One parcel of a site, as the land register and the owners' file tell it. Unknown parts are missing.

    Attributes
    ----------
    area_m2
        As it is registered. [m²]
    owner_name
        Of a legal person; the files name no others.
    """

    parcel: str
    area_m2: float | None = None
    owner_group: str | None = None
    owner_name: str | None = None


@dataclass(frozen=True, slots=True)
class PlanArea:
    """
    A zone or a prescription of the local plan on a site. Unknown texts are empty.

    Attributes
    ----------
    kind
        A `Zone` or a `Prescription`.
    share
        Of the site that it covers. [0–1]
    approved
        Day of the approval of the plan.
    """

    kind: str
    label: str
    long_label: str
    document: str
    approved: str
    share: float


@dataclass(frozen=True, slots=True)
class Identity:
    """
    A site on paper.

    Attributes
    ----------
    commune, commune_name
        INSEE code, and name where the outlines of the communes are known.
    zones, prescriptions
        Of the local plan, those that cover most of the site first.
    """

    parcels: tuple[ParcelCard, ...]
    commune: str
    commune_name: str
    zones: tuple[PlanArea, ...]
    prescriptions: tuple[PlanArea, ...]


def identity_of(surveyed: Survey, site: str) -> Identity:
    """
    Gather what the files name a site by.

    Parameters
    ----------
    site
        Its `site_id`.
    """
    territory, row = surveyed.territory, surveyed.sites.loc[site]
    communes = _named(territory, Role.COMMUNES, "commune", [row["commune"]])
    return Identity(
        tuple(_parcel(territory, parcel) for parcel in row["parcels"]),
        str(row["commune"]),
        "" if communes.empty else _text(communes["name"].iloc[0]),
        _areas(territory, Role.ZONING, row.geometry, "zone"),
        _areas(territory, Role.PRESCRIPTIONS, row.geometry, "prescription"),
    )


def _parcel(territory: Territory, parcel: str) -> ParcelCard:
    drawn = _named(territory, Role.PARCELS, "parcel_id", [parcel])
    owned = _named(territory, Role.OWNERS, "parcel_id", [parcel])
    area = drawn["registered_area_m2"].dropna() if len(drawn) else pd.Series(dtype="float64")
    names = dict.fromkeys(owned["owner_name"].dropna()) if len(owned) else {}
    return ParcelCard(
        parcel,
        float(area.iloc[0]) if len(area) else None,
        str(owned["owner_group"].iloc[0]) if len(owned) else None,
        ", ".join(names) or None,
    )


def _named(territory: Territory, role: Role, column: str, names: Sequence[str]) -> pd.DataFrame:
    if role not in territory.layers:
        return pd.DataFrame()
    frame = territory.layers[role].frame
    return frame[frame[column].isin(names)]


def _areas(territory: Territory, role: Role, site: BaseGeometry, kind: str) -> tuple[PlanArea, ...]:
    if role not in territory.layers:
        return ()
    frame = gpd.GeoDataFrame(territory.layers[role].frame)
    found = overlaps(np.array([site], dtype=object), outlines(frame))
    # Pieces of one zone are one zone: a plan may cut it along a street.
    rows = frame.iloc[found.cover].assign(share=found.area_m2 / max(shapely.area(site), 1e-9))
    told = [name for name in ("label", "long_label", "document", "approved") if name in rows]
    summed = pd.DataFrame(rows).fillna(dict.fromkeys(told, "")).groupby([kind, *told], sort=False)["share"].sum()
    shares = summed.clip(upper=1.0).sort_values(ascending=False, kind="stable")
    return tuple(
        PlanArea(**({"long_label": "", "approved": ""} | dict(zip(["kind", *told], names, strict=True))), share=share)
        for names, share in shares.items()
        if share >= _LEAST_SHARE
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
