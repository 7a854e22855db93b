"""One contract per layer role: its columns, their units, its geometry.

A reader in `geo.sources` promises one of these tables; everything downstream relies on it.
Columns beyond the contract are dropped at the border, so that a name means the same thing everywhere.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from geo.errors import LayerError
from geo.kinds import (
    FloodZone,
    GreenKind,
    Nature,
    PlaceKind,
    Prescription,
    Register,
    Subject,
    Sureness,
    Texture,
    WaterKind,
    Zone,
)
from geo.messages import N_, Message, Value
from geo.models import FallowStatus, OwnerGroup, Role

POLYGONS = frozenset({"Polygon", "MultiPolygon"})
LINES = frozenset({"LineString", "MultiLineString"})
PLACES = frozenset({"Point", "MultiPoint"}) | POLYGONS


def _text(*, nullable: bool = True, matches: str | None = None, among: list[str] | None = None) -> pa.Column:
    checks = [pa.Check.str_matches(matches)] if matches else []
    checks += [pa.Check.isin(among)] if among else []
    return pa.Column("str", checks=checks, nullable=nullable, coerce=True)


def _number(*, least: float | None = None) -> pa.Column:
    return pa.Column("float64", checks=pa.Check.ge(least) if least is not None else None, nullable=True, coerce=True)


_PARCEL_ID = r"^[0-9][0-9AB][0-9]{6}[0-9A-Z]{2}[0-9]{4}$"
_COMMUNE_ID = r"^[0-9][0-9AB][0-9]{3}$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
METALS = ("lead", "cadmium", "copper", "zinc", "nickel", "chromium")
"""Metals that a laboratory looks for in the soil of a garden, in the order of its report."""

COLUMNS: Mapping[Role, Mapping[str, pa.Column]] = MappingProxyType(
    {
        Role.PARCELS: {
            "parcel_id": pa.Column("str", checks=pa.Check.str_matches(_PARCEL_ID), unique=True, coerce=True),
            "commune": _text(nullable=False, matches=_COMMUNE_ID),
            "section": _text(nullable=False),
            "number": _text(nullable=False),
            "registered_area_m2": _number(least=0),
        },
        Role.BUILDINGS: {
            "building_id": _text(),
            "height_m": _number(least=0),
            "storeys": _number(least=0),
            "dwellings": _number(least=0),
            "use": _text(),
            "light": pa.Column("bool", coerce=True),
        },
        Role.FALLOW: {
            "fallow_id": _text(nullable=False),
            "name": _text(),
            "status": _text(nullable=False, among=list(FallowStatus)),
            "parcel_ids": _text(nullable=False),
            "commune": _text(),
            "owner_group": _text(among=list(OwnerGroup)),
        },
        Role.OWNERS: {
            "parcel_id": _text(nullable=False, matches=_PARCEL_ID),
            "owner_group": _text(nullable=False, among=list(OwnerGroup)),
            "owner_name": _text(),
        },
        Role.NEIGHBOURHOODS: {
            "neighbourhood_id": _text(nullable=False),
            "name": _text(),
            "generation": _text(nullable=False, among=["2015", "2024"]),
        },
        Role.COMMUNES: {
            "commune": _text(nullable=False, matches=_COMMUNE_ID),
            "name": _text(nullable=False),
            "population": _number(least=0),
        },
        Role.STREETS: {
            "street_id": _text(),
            "name": _text(),
            "importance": _text(),
            "width_m": _number(least=0),
            "walkable": pa.Column("bool", coerce=True),
        },
        Role.SOIL: {
            "soil_id": _text(),
            "name": _text(),
            "texture": _text(among=list(Texture)),
            "ph": _number(least=0),
            "depth_cm": _number(least=0),
        },
        Role.LAB_SAMPLES: {
            "sample_id": _text(nullable=False),
            "target": _text(),
            "longitude": _number(least=-180),
            "latitude": _number(least=-90),
            "date": _text(matches=_DAY),
            "laboratory": _text(),
            **{f"{metal}_mg_kg": _number(least=0) for metal in METALS},
            "lead_bioaccessible_share": _number(least=0),
            "ph": _number(least=0),
            "texture": _text(among=list(Texture)),
            "depth_cm": _number(least=0),
        },
        Role.POLLUTION: {
            "pollution_id": _text(nullable=False),
            "name": _text(),
            "register": _text(nullable=False, among=list(Register)),
            "state": _text(),
            "url": _text(),
        },
        Role.ZONING: {
            "zone": _text(nullable=False, among=list(Zone)),
            "label": _text(),
            "long_label": _text(),
            "document": _text(),
            "approved": _text(matches=_DAY),
            "url": _text(),
        },
        Role.PRESCRIPTIONS: {
            "prescription": _text(nullable=False, among=list(Prescription)),
            "label": _text(),
            "document": _text(),
        },
        Role.HERITAGE: {"name": _text(), "kind": _text()},
        Role.PROTECTED_NATURE: {"nature": _text(nullable=False, among=list(Nature)), "name": _text()},
        Role.FLOOD: {"flood_zone": _text(nullable=False, among=list(FloodZone)), "name": _text(), "label": _text()},
        Role.PERMITS: {
            "parcel_id": _text(nullable=False, matches=_PARCEL_ID),
            "permit_id": _text(nullable=False),
            "active": pa.Column("bool", coerce=True),
            "date": _text(matches=_DAY),
        },
        Role.WATER: {"water_id": _text(), "kind": _text(nullable=False, among=list(WaterKind))},
        Role.POPULATION: {
            "cell_id": _text(nullable=False),
            "people": _number(least=0),
            "households": _number(least=0),
            "households_in_flats": _number(least=0),
            "poor_households": _number(least=0),
        },
        Role.HOUSING: {
            "iris": _text(nullable=False),
            "commune": _text(nullable=False, matches=_COMMUNE_ID),
            "name": _text(),
            "people": _number(least=0),
            "homes": _number(least=0),
            "flats": _number(least=0),
        },
        Role.PLACES: {
            "place_id": _text(),
            "name": _text(),
            "kind": _text(nullable=False, among=list(PlaceKind)),
            "address": _text(),
        },
        Role.GARDENS_AND_PARKS: {
            "green_id": _text(),
            "name": _text(),
            "kind": _text(nullable=False, among=list(GreenKind)),
        },
        Role.STOPS: {"stop_id": _text(nullable=False), "name": _text(), "mode": _text()},
        Role.FIELD_CHECKS: {
            "target": _text(nullable=False),
            "subject": _text(nullable=False, among=list(Subject)),
            "value": _text(nullable=False),
            "date": _text(nullable=False, matches=_DAY),
            "author": _text(nullable=False),
            "sureness": _text(nullable=False, among=list(Sureness)),
            "remark": _text(),
        },
    }
)
"""Columns of each role beside the geometry. Units stand in the names; `parcel_ids` holds ids joined by ``|``; `target`
is the `site_id` or the `parcel_id` that a sample or a field check is about."""

GEOMETRIES: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.PARCELS: POLYGONS,
        Role.BUILDINGS: POLYGONS,
        Role.FALLOW: PLACES,
        Role.NEIGHBOURHOODS: POLYGONS,
        Role.COMMUNES: POLYGONS,
        Role.STREETS: LINES,
        Role.SOIL: POLYGONS,
        Role.POLLUTION: PLACES,
        Role.ZONING: POLYGONS,
        Role.PRESCRIPTIONS: POLYGONS,
        Role.HERITAGE: POLYGONS,
        Role.PROTECTED_NATURE: POLYGONS,
        Role.FLOOD: POLYGONS,
        Role.WATER: PLACES | LINES,
        Role.POPULATION: POLYGONS,
        Role.PLACES: PLACES,
        Role.GARDENS_AND_PARKS: PLACES,
        Role.STOPS: PLACES,
    }
)
"""Geometry types of each role; a role that is absent here has no geometry."""


def check(frame: pd.DataFrame, role: Role, *, where: str = "") -> pd.DataFrame:
    """
    Return the table cut down to the contract of its role, or tell every fault at once.

    Parameters
    ----------
    frame
        A table in any metric or geographic CRS.
    role
        The contract to hold it against.
    where
        Name of the file, for the message.

    Returns
    -------
    checked
        The columns of the contract in its order, then `geometry` where the role has one.

    Raises
    ------
    LayerError
        With all the faults: missing columns, forbidden values, geometry of the wrong type, no CRS.

    Examples
    --------
    >>> owners = pd.DataFrame({"parcel_id": ["920230000A0001"], "owner_group": ["commune"], "owner_name": [None]})
    >>> check(owners, Role.OWNERS).columns.tolist()
    ['parcel_id', 'owner_group', 'owner_name']
    """
    faults = _geometry_faults(frame, role)
    schema = pa.DataFrameSchema(dict(COLUMNS[role]))
    try:
        checked = schema.validate(pd.DataFrame(frame), lazy=True)
    except SchemaErrors as error:
        faults = (*_column_faults(error), *faults)
    if faults:
        values: dict[str, Value] = {"role": Message(role.value), "faults": faults}
        raise LayerError(
            Message(N_("The layer “{role}” breaks its contract: {faults}."), values),
            where=where,
            remedy=Message(N_("Replace the file by a fresh export from its publisher.")),
        )
    columns = [*COLUMNS[role], *(["geometry"] if role in GEOMETRIES else [])]
    if role not in GEOMETRIES:
        return checked[columns]
    return cast(pd.DataFrame, gpd.GeoDataFrame(checked[columns], geometry="geometry", crs=frame.crs))


def _geometry_faults(frame: pd.DataFrame, role: Role) -> tuple[Message, ...]:
    if role not in GEOMETRIES:
        return ()
    if not isinstance(frame, gpd.GeoDataFrame):
        return (Message(N_("it has no geometry")),)
    if frame.crs is None:
        return (Message(N_("its coordinate reference system is unknown")),)
    wrong = ~frame.geom_type.isin(GEOMETRIES[role])
    if wrong.any():
        return (Message(N_("{count} geometries are missing or of the wrong type"), {"count": int(wrong.sum())}),)
    return ()


def _column_faults(error: SchemaErrors) -> tuple[Message, ...]:
    cases = error.failure_cases
    absent = cases.loc[cases["check"] == "column_in_dataframe", "failure_case"]
    faults = [Message(N_("the column “{column}” is missing"), {"column": str(name)}) for name in absent]
    rest = cases[cases["check"] != "column_in_dataframe"]
    for column, group in rest.groupby("column", sort=False):
        example = str(group["failure_case"].iloc[0])[:60]
        values: dict[str, Value] = {"column": str(column), "count": len(group), "example": example}
        faults.append(Message(N_("the column “{column}” has {count} forbidden values, such as “{example}”"), values))
    return tuple(faults)
