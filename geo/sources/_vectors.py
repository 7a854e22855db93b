"""Layers through GDAL: GeoPackage, Shapefile, FlatGeobuf, EDIGEO, KML. Each driver is named, GDAL never chooses."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyogrio  # noqa: TID251 — this is the door
import pyogrio.raw  # noqa: TID251

from geo.errors import SourceError
from geo.messages import N_, Message, Value
from geo.sources._findings import RawLayer
from geo.sources._geopackage import check_geopackage
from geo.sources._layers import broken, check_size, repaired_layer
from geo.sources._limits import LIMITS

EDIGEO_LAYERS = ("COMMUNE_id", "SECTION_id", "PARCELLE_id", "BATIMENT_id")
"""GDAL reads a whole EDIGEO exchange again for each of its thirty layers: only those with a role are worth it."""


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
        raise SourceError(
            Message(N_("It has more layers than the {limit} allowed."), {"limit": LIMITS.layers}),
            remedy=Message(N_("Export the layers you need to a new file.")),
        )
    attempts = {name: _attempt(path, name, driver, encoding) for name in names}
    layers = [layer for layer in attempts.values() if isinstance(layer, RawLayer)]
    refused = {name: error for name, error in attempts.items() if isinstance(error, SourceError)}
    if not layers:
        raise next(iter(refused.values()), broken())
    aside = tuple(_aside_note(name, error) for name, error in refused.items())
    return (*layers[:-1], replace(layers[-1], notes=(*layers[-1].notes, *aside)))


def _aside_note(name: str, error: SourceError) -> Message:
    values: dict[str, Value] = {"layer": name, "reason": error.reason}
    return Message(N_("The layer “{layer}” was left aside: {reason}"), values)


def _dataset(path: Path, driver: str) -> str:
    return f"GPKG:{path}" if driver == "GPKG" else str(path)


def _layer_names(path: Path, driver: str) -> tuple[str, ...]:
    try:
        return tuple(str(name) for name in pyogrio.list_layers(_dataset(path, driver))[:, 0])
    except (pyogrio.errors.DataSourceError, ValueError, IndexError) as error:
        raise broken() from error


def _attempt(path: Path, name: str, driver: str, encoding: str | None) -> RawLayer | SourceError | None:
    """Read one layer; none for one that an EDIGEO exchange does without."""
    try:
        meta, table = pyogrio.raw.read_arrow(
            _dataset(path, driver), layer=name, encoding=encoding, max_features=LIMITS.features + 1
        )
        check_size(rows=table.num_rows, columns=table.num_columns)
        if meta["geometry_type"] is None:
            return RawLayer(name, driver, table)
        return repaired_layer(name, driver, table, geometry=meta["geometry_name"] or "wkb_geometry", crs=meta["crs"])
    except pyogrio.errors.DataLayerError:
        return None if driver == "EDIGEO" else broken()
    except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError, pa.ArrowException, ValueError):
        return broken()
    except SourceError as error:
        return error
