"""A garden on the map: its zones, paths, beds and trees as numbers and colours, without a text."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.plans import Plan
from geo.present.palette import INK, ZONE_COLOURS, LayerStyle
from geo.present.shapes import UNITS_PER_METRE, Origin, bounds_of, encode, on_map

_LINE = LayerStyle(stroke=INK, width=0.8)
_OUTLINE = LayerStyle(stroke=INK, width=2.0)
_CROWN = LayerStyle(stroke="#4F7F40", width=1.0, fill="#7FB069", opacity=0.75)
_OBJECT = LayerStyle(stroke=INK, width=0.6, fill="#FFFFFF")
_KEPT = LayerStyle(stroke="#6E5A4B", width=0.8, fill="#C9C5BD")
_GATE = LayerStyle(stroke="#FFFFFF", width=1.5, fill=INK)
_GATE_RADIUS_M = 0.6
_SEGMENTS = 6


def plan_on_map(plan: Plan) -> dict[str, Any]:
    """
    Return a garden as JSON types, for `geo.present.maps.restyle`: numbers and colours of ours, nothing from a file.

    Returns
    -------
    drawing
        `origin` in whole centimetres of the map's plane; `layers` from the lowest to the highest, each with its `style`
        and the `rings` of its shapes.
    """
    layers = [(style, _plane(shapes, plan.ground.crs)) for style, shapes in _layers(plan)]
    west, south, _, _ = bounds_of([shapes for _, shapes in layers])
    origin = Origin(round(west * UNITS_PER_METRE), round(south * UNITS_PER_METRE))
    drawn = [{"style": asdict(style), "rings": encode(shapes, origin)["rings"]} for style, shapes in layers]
    return {"origin": [origin.x, origin.y], "layers": drawn}


def _layers(plan: Plan) -> Iterator[tuple[LayerStyle, list[BaseGeometry]]]:
    for zone, shape in plan.zones.items():
        yield replace(_LINE, fill=ZONE_COLOURS[zone.value]), [shape]
    yield replace(_LINE, fill=ZONE_COLOURS["paths"]), [plan.paths]
    yield replace(_LINE, fill=ZONE_COLOURS["beds"], width=0.4), list(plan.beds)
    yield _KEPT, list(plan.ground.obstacles.geoms)
    yield _OBJECT, [thing.footprint for thing in plan.objects]
    yield _CROWN, [tree.place.buffer(tree.crown_radius_m, quad_segs=_SEGMENTS) for tree in plan.trees]
    yield _OUTLINE, [plan.ground.outline]
    yield _GATE, [plan.entrance.buffer(_GATE_RADIUS_M, quad_segs=_SEGMENTS)]


def _plane(shapes: Iterable[BaseGeometry], crs: str) -> Any:
    found = [shape for shape in shapes if not shapely.is_empty(shape)]
    return on_map(gpd.GeoDataFrame(geometry=np.array(found, dtype=object), crs=crs))
