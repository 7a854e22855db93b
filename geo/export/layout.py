"""The files of a sketched garden: for a GIS, for other programs, for the wall, for a draughtsman.

::

    OUT/<site_id>/plan-1.gpkg  .geojson  .svg  .png  .dxf   rules-1.json   plan-2 …

The same sketch gives the same bytes.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from geo.errors import GeoError
from geo.export.drawing import write_drawings
from geo.export.tables import write_geopackage
from geo.layout.programme import LEAST_SITE_M2
from geo.plans import Plan, RuleCheck, Sketch
from geo.present.labels import Translator, translator
from geo.present.plan_words import TitleBlock
from geo.sources._writing import write_atomically

Layers = Mapping[str, gpd.GeoDataFrame]

_OURS = re.compile(r"plan-\d+\.(gpkg|geojson|svg|png|dxf)|rules-\d+\.json")
LAYER_KINDS = MappingProxyType(
    {"beds": "Polygon", "trees": "Point", "objects": "Polygon", "espaliers": "LineString", "kept": "Polygon"}
)
"""Type of geometry of the layers of a plan that may be empty."""
_DEGREES = 9
"""A tenth of a millimetre. [decimals of a degree]"""


def write_sketches(
    folder: Path, sketches: Sequence[Sketch], language: str, *, sources: Sequence[str] = ()
) -> tuple[Path, ...]:
    """
    Write every plan of a site with its rules; plans of an earlier run that has more of them go.

    Parameters
    ----------
    folder
        Of the site; made where it is missing.
    language
        Of the rules and of the drawings.
    sources
        Files that the site was made of, for the title block.

    Returns
    -------
    files
        What was written.

    Raises
    ------
    OSError
        The disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [path for sketch in sketches for path in _write_sketch(folder, sketch, language, tuple(sources))]
    _remove_others(folder, files)
    return tuple(files)


def write_refusal(folder: Path, error: GeoError, usable_m2: float, language: str) -> Path:
    """
    Write why a site gets no plan as its one rule; plans of an earlier run go.

    Parameters
    ----------
    usable_m2
        Of the site. [m²]

    Raises
    ------
    OSError
        The disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    translate = translator(language)
    rule = RuleCheck("site.usable", met=False, measured=usable_m2, limit=LEAST_SITE_M2, unit="m²", text=error.reason)
    remedies = [] if error.remedy is None else [translate(error.remedy)]
    path = folder / "rules-1.json"
    _write_json(path, {"valid": False, "rules": [_rule(rule, translate)], "remedies": remedies})
    _remove_others(folder, [path])
    return path


def _write_sketch(folder: Path, sketch: Sketch, language: str, sources: tuple[str, ...]) -> Iterator[Path]:
    stem = folder / f"plan-{sketch.number}"
    layers = plan_layers(sketch.plan)
    table, places, rules = stem.with_suffix(".gpkg"), stem.with_suffix(".geojson"), f"rules-{sketch.number}.json"
    write_geopackage(table, layers, LAYER_KINDS)
    _write_json(places, feature_collection(layers))
    _write_json(folder / rules, rules_document(sketch, translator(language)))
    yield from (table, places, folder / rules)
    block = TitleBlock(site=sketch.plan.ground.site_id, sources=sources)
    yield from write_drawings(stem, sketch, language, block=block)


def _remove_others(folder: Path, kept: Sequence[Path]) -> None:
    """Remove what an earlier run left: a third plan beside two new ones would be taken for one of them."""
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path not in kept:
            path.unlink()


def rules_document(sketch: Sketch, translate: Translator) -> dict[str, Any]:
    """Return what the rules found as JSON types: valid or not, every rule with its figures, what would help."""
    return {
        "valid": sketch.valid,
        "site_id": sketch.plan.ground.site_id,
        "name": translate(sketch.name),
        "rules": [_rule(check, translate) for check in sketch.checks],
        "remedies": [translate(remedy) for remedy in sketch.remedies],
    }


def _rule(check: RuleCheck, translate: Translator) -> dict[str, Any]:
    return {
        "id": check.id,
        "met": bool(check.met),
        "measured": _figure(check.measured),
        "limit": _figure(check.limit),
        "unit": check.unit,
        "text": translate(check.text),
    }


def _figure(value: float) -> float | None:
    """Return a number that JSON knows: infinity and the unknown are none."""
    return round(float(value), 4) if np.isfinite(value) else None


def plan_layers(plan: Plan) -> Layers:
    """
    Return a plan as tables, in the CRS of its ground; a layer without feature is there too.

    Returns
    -------
    layers
        zones, paths, beds, trees, objects, entrance, espaliers and kept.
    """
    kept = list(plan.ground.obstacles.geoms)
    zones = list(plan.zones)
    columns: dict[str, tuple[dict[str, list[Any]], Sequence[Any]]] = {
        "zones": (
            {
                "zone": [zone.value for zone in zones],
                "area_m2": [round(plan.zones[zone].area, 2) for zone in zones],
                "target_m2": [round(plan.targets_m2[zone], 2) for zone in zones],
            },
            [plan.zones[zone] for zone in zones],
        ),
        "paths": ({"width_m": [plan.path_width_m]}, [plan.paths]),
        "beds": ({"area_m2": [round(bed.area, 2) for bed in plan.beds]}, plan.beds),
        "trees": (
            {
                "crown_radius_m": [tree.crown_radius_m for tree in plan.trees],
                "height_m": [tree.height_m for tree in plan.trees],
                "form": [tree.form.value for tree in plan.trees],
            },
            [tree.place for tree in plan.trees],
        ),
        "objects": ({"kind": [thing.kind.value for thing in plan.objects]}, [t.footprint for t in plan.objects]),
        "entrance": ({}, [plan.entrance]),
        "espaliers": ({"length_m": [round(line.length, 2) for line in plan.espaliers]}, plan.espaliers),
        "kept": ({"area_m2": [round(part.area, 2) for part in kept]}, kept),
    }
    return {name: _table(values, shapes, plan.ground.crs) for name, (values, shapes) in columns.items()}


def _table(values: Mapping[str, list[Any]], shapes: Sequence[Any], crs: str) -> gpd.GeoDataFrame:
    # an empty list would not tell a column of numbers from one of texts
    typed = {name: np.array(column, float if name.endswith(("_m", "_m2")) else str) for name, column in values.items()}
    return gpd.GeoDataFrame(typed, geometry=list(shapes), crs=crs)


def feature_collection(layers: Layers) -> dict[str, Any]:
    """
    Return the layers as one GeoJSON document in WGS84 (RFC 7946), the name of its layer in each feature's `layer`.

    Examples
    --------
    >>> gate = gpd.GeoDataFrame(geometry=[shapely.Point(700000, 6600000)], crs="EPSG:2154")
    >>> feature_collection({"entrance": gate})["features"][0]["geometry"]
    {'type': 'Point', 'coordinates': [3.0, 46.5]}
    """
    features = []
    for name, table in layers.items():
        to_degrees = Transformer.from_crs(table.crs, "EPSG:4326", always_xy=True)
        # the outer ring turns to the left
        turned = shapely.orient_polygons(np.asarray(table.geometry.array))
        rows = table.drop(columns="geometry").to_dict("records") or [{} for _ in turned]
        for row, shape in zip(rows, turned, strict=True):
            placed = shapely.transform(shape, partial(_degrees, to_degrees=to_degrees))
            geometry = json.loads(shapely.to_geojson(placed))
            features.append({"type": "Feature", "properties": {"layer": name, **row}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def _degrees(points: Any, to_degrees: Transformer) -> Any:
    return np.round(np.column_stack(to_degrees.transform(*points.T)), _DEGREES)


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    write_atomically(path, lambda draft: _write_text(draft, f"{text}\n"))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
