"""Layers through GDAL: GeoPackage, Shapefile, FlatGeobuf, EDIGEO. Each driver is named, GDAL never chooses."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import SourceError
from geo.messages import N_, Message, Value
from geo.sources._findings import GEOMETRY, RawLayer
from geo.sources._geopackage import check_geopackage
from geo.sources._limits import LIMITS
from geo.sources._repair import from_wkb, repair

EDIGEO_LAYERS = ("COMMUNE_id", "SECTION_id", "PARCELLE_id", "BATIMENT_id")
"""GDAL reads a whole EDIGEO exchange again for each of its thirty layers: only those with a role are worth it."""


def light_pyogrio() -> Any:
    """
    Import pyogrio without the pandas and geopandas that it tries to import and that reading Arrow does not need.

    It halves the time to start a reading process; nothing is hidden from a process that has them already.
    """
    absent = [name for name in ("pandas", "geopandas") if name not in sys.modules]
    hidden: Any = dict.fromkeys(absent)
    sys.modules.update(hidden)
    try:
        import pyogrio.raw  # noqa: TID251 — this is the door
    finally:
        for name in absent:
            del sys.modules[name]
    return pyogrio


def read_vectors(path: Path, driver: str, *, encoding: str | None = None) -> tuple[RawLayer, ...]:
    """
    Read every layer of a dataset with the driver named, and no other.

    A layer that cannot be used is left aside and told, unless it is the only one.

    Raises
    ------
    SourceError
        GDAL cannot read it, it is beyond the limits, or no layer can be used.
    """
    if driver == "GPKG":
        check_geopackage(path)
    names = EDIGEO_LAYERS if driver == "EDIGEO" else _layer_names(path, driver)
    if len(names) > LIMITS.layers:
        raise SourceError(Message(N_("It has more layers than the {limit} allowed."), {"limit": LIMITS.layers}))
    attempts = {name: _attempt(path, name, driver, encoding) for name in names}
    layers = [layer for layer in attempts.values() if isinstance(layer, RawLayer)]
    refused = {name: error for name, error in attempts.items() if isinstance(error, SourceError)}
    if not layers:
        raise next(iter(refused.values()), _broken())
    aside = tuple(_aside_note(name, error) for name, error in refused.items())
    return (*layers[:-1], replace(layers[-1], notes=(*layers[-1].notes, *aside)))


def _broken() -> SourceError:
    return SourceError(
        Message(N_("This file is damaged or incomplete.")),
        remedy=Message(N_("Download or export the file again.")),
    )


def _aside_note(name: str, error: SourceError) -> Message:
    values: dict[str, Value] = {"layer": name, "reason": error.reason}
    return Message(N_("The layer “{layer}” was left aside: {reason}"), values)


def _dataset(path: Path, driver: str) -> str:
    return f"GPKG:{path}" if driver == "GPKG" else str(path)


def _layer_names(path: Path, driver: str) -> tuple[str, ...]:
    pyogrio = light_pyogrio()
    try:
        return tuple(str(name) for name in pyogrio.list_layers(_dataset(path, driver))[:, 0])
    except (pyogrio.errors.DataSourceError, ValueError, IndexError) as error:
        raise _broken() from error


def _attempt(path: Path, name: str, driver: str, encoding: str | None) -> RawLayer | SourceError | None:
    """Read one layer; none for one that an EDIGEO exchange does without."""
    pyogrio = light_pyogrio()
    try:
        meta, table = pyogrio.raw.read_arrow(
            _dataset(path, driver), layer=name, encoding=encoding, max_features=LIMITS.features + 1
        )
        check_size(table)
        if meta["geometry_type"] is None:
            return RawLayer(name, driver, table)
        return repaired_layer(name, driver, table, geometry=meta["geometry_name"] or "wkb_geometry", crs=meta["crs"])
    except pyogrio.errors.DataLayerError:
        return None if driver == "EDIGEO" else _broken()
    except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError, pa.ArrowException, ValueError):
        return _broken()
    except SourceError as error:
        return error


def check_size(table: pa.Table) -> None:
    """
    Refuse a table beyond the limits.

    Raises
    ------
    SourceError
        Too many features or columns.
    """
    if table.num_rows > LIMITS.features:
        raise SourceError(Message(N_("It has more features than the {limit} allowed."), {"limit": LIMITS.features}))
    if table.num_columns > LIMITS.columns:
        raise SourceError(Message(N_("It has more columns than the {limit} allowed."), {"limit": LIMITS.columns}))


def repaired_layer(name: str, driver: str, table: pa.Table, *, geometry: str, crs: str | None) -> RawLayer:
    """
    Return a layer whose geometry column of well-known binary has been repaired.

    Raises
    ------
    SourceError
        No geometry can be used.
    """
    wkb = np.array(table.column(geometry).to_pylist(), dtype=object)
    repaired = repair(from_wkb(wkb), crs=crs)
    kept = table.drop_columns([geometry]).take(pa.array(repaired.rows))
    binary = pa.array(shapely.to_wkb(repaired.geometries), pa.binary())
    return RawLayer(
        name, driver, _without(kept, GEOMETRY).append_column(GEOMETRY, binary), repaired.crs, repaired.notes
    )


def _without(table: pa.Table, name: str) -> pa.Table:
    return table.drop_columns([name]) if name in table.column_names else table
