"""GeoJSON without GDAL, whose driver follows a `crs` that is a link and lets one short ring refuse the whole file."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._findings import GEOMETRY, RawLayer
from geo.sources._layers import check_size
from geo.sources._placement import WGS84
from geo.sources._repair import Found, Repaired, nowhere_among, repair
from geo.sources._text import decode

_GEOMETRY_TYPES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_CRS_NAME = re.compile(r"^(?:urn:ogc:def:crs:)?(?P<authority>EPSG|OGC|IGNF)(?:::|:[\d.]+:|:)(?P<code>[A-Za-z0-9]+)$")


def read_geojson(path: Path) -> RawLayer:
    """
    Read a FeatureCollection, a Feature or a bare geometry.

    Properties keep their JSON type when a column has only one, and become text otherwise; dates stay text.
    A feature's top-level `id` becomes the column `id` where no property has that name.

    Raises
    ------
    SourceError
        The text is not GeoJSON, its `crs` is not a name, or it is beyond the limits.
    """
    text, notes = decode(path.read_bytes())
    document = parse_json(text, cut_short=N_("This GeoJSON is cut short or malformed."))
    if not isinstance(document, dict):
        raise _not_geojson()
    name = str(document.get("name") or path.name.split(".")[0])
    return features_layer(_features(document), name=name, driver="GeoJSON", crs=_crs(document), notes=notes)


def parse_json(text: str, *, cut_short: str) -> Any:
    """
    Return what a text of JSON holds.

    Raises
    ------
    SourceError
        It is cut short, malformed or nested beyond measure, in the words given.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(Message(cut_short), remedy=Message(N_("Download or export the file again."))) from error


def features_layer(
    features: list[dict[str, Any]], *, name: str, driver: str, crs: str, notes: tuple[Message, ...]
) -> RawLayer:
    """
    Return GeoJSON features as a layer, their geometries repaired.

    Raises
    ------
    SourceError
        They are beyond the limits, or no geometry can be used.
    """
    check_size(rows=len(features), columns=0)
    repaired = repair(_found(features), crs=crs)
    return RawLayer(
        name=name,
        driver=driver,
        table=_table(features, repaired),
        crs=repaired.crs,
        notes=(*notes, *repaired.notes),
    )


def columns_of(rows: list[dict[str, Any]]) -> dict[str, pa.Array]:
    """
    Return the columns of rows that may lack keys, each of one type, and of texts where it has several.

    Raises
    ------
    SourceError
        There are too many columns.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    check_size(rows=0, columns=len(names))
    return {name: _column([row.get(name) for row in rows]) for name in names}


def _not_geojson() -> SourceError:
    return SourceError(
        Message(N_("This JSON file is not GeoJSON.")),
        remedy=Message(N_("Supply a FeatureCollection.")),
    )


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
    elif kind == "Feature":
        features = [document]
    else:
        features = [{"geometry": document, "properties": {}}] if kind in _GEOMETRY_TYPES else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise _not_geojson()
    return features


def _crs(document: dict[str, Any]) -> str:
    """Return the authority's code: WGS84 unless a name of GeoJSON 2008 says otherwise (RFC 7946, §4)."""
    crs = document.get("crs")
    if crs is None:
        return WGS84
    properties = crs.get("properties") if isinstance(crs, dict) and crs.get("type") == "name" else None
    name = properties.get("name") if isinstance(properties, dict) else None
    match = _CRS_NAME.match(name) if isinstance(name, str) else None
    if match is None:
        raise SourceError(
            Message(N_("Its coordinate reference system is not given by a known name, but by a link or otherwise.")),
            remedy=Message(N_("Export it in WGS84 (EPSG:4326) without the “crs” member.")),
        )
    code = f"{match['authority']}:{match['code']}"
    return WGS84 if code == "OGC:CRS84" else code


def _found(features: list[dict[str, Any]]) -> Found:
    texts = np.array([json.dumps(feature.get("geometry")) for feature in features], dtype=object)
    missing = np.equal(texts, "null")
    nowhere = np.array(["NaN" in text or "Infinity" in text for text in texts], dtype=bool)
    values = np.full(len(texts), None, dtype=object)
    written = ~(missing | nowhere)
    with np.errstate(invalid="ignore", over="ignore"):
        values[written] = shapely.from_geojson(texts[written], on_invalid="ignore")
    return Found(values, written & shapely.is_missing(values), nowhere | nowhere_among(values))


def _table(features: list[dict[str, Any]], repaired: Repaired) -> pa.Table:
    kept = [features[row] for row in repaired.rows]
    rows = [feature["properties"] if isinstance(feature.get("properties"), dict) else {} for feature in kept]
    columns = {name: values for name, values in columns_of(rows).items() if name != GEOMETRY}
    if "id" not in columns and any(feature.get("id") is not None for feature in kept):
        columns["id"] = _column([feature.get("id") for feature in kept])
    check_size(rows=0, columns=len(columns))
    return pa.table({**columns, GEOMETRY: pa.array(shapely.to_wkb(repaired.geometries), pa.binary())})


def _column(values: list[Any]) -> pa.Array:
    kinds = {type(value) for value in values if value is not None}
    for types, arrow in _ARROW_TYPES:
        if kinds and kinds <= types:
            try:
                return pa.array(values, arrow)
            except (OverflowError, pa.ArrowInvalid):
                break
    return pa.array([_as_text(value) for value in values], pa.string())


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_ARROW_TYPES = (
    (frozenset({bool}), pa.bool_()),
    (frozenset({int}), pa.int64()),
    (frozenset({int, float}), pa.float64()),
)
