"""A plan as small as an icon, without a text, so that several can be told apart at a glance."""

import shapely
from shapely.geometry.base import BaseGeometry

from geo.plans import Sketch
from geo.present.palette import INK, PAPER, ZONE_COLOURS
from geo.present.plan_fills import shape_path
from geo.present.plan_scene import extent
from geo.present.svg import Element, drawing, element

_SIDE_PX = 120.0
_MARGIN_PX = 4.0
_KEPT = "#6E5A4B"
_ALERT = "#B3261E"
_SMALLEST_PX = 0.3


def plan_icon_svg(sketch: Sketch, *, title: str, mark: BaseGeometry | None = None) -> str:
    """
    Return the zones, paths, beds and trees of a plan as a small SVG, north up.

    Parameters
    ----------
    title
        What it shows, in words, for who cannot see it.
    mark
        Something to point at, in the CRS of the plan.
    """
    site = extent(sketch.plan)
    room = _SIDE_PX - 2 * _MARGIN_PX
    scale = room / max(site.east - site.west, site.north - site.south)
    width, height = ((high - low) * scale + 2 * _MARGIN_PX for low, high in _sides(sketch))

    def placed(shape: BaseGeometry) -> BaseGeometry:
        corner = (site.west - _MARGIN_PX / scale, site.north + _MARGIN_PX / scale)
        moved = shapely.transform(shape, lambda points: (points - corner) * (scale, -scale))
        return shapely.simplify(moved, _SMALLEST_PX)

    plan = sketch.plan
    parts = [_area(placed(shape), ZONE_COLOURS[zone.value]) for zone, shape in plan.zones.items()]
    parts += [_area(placed(plan.paths), ZONE_COLOURS["paths"])]
    parts += [_area(placed(shapely.MultiPolygon(plan.beds)), ZONE_COLOURS["beds"])]
    parts += [_area(placed(tree.place.buffer(tree.crown_radius_m, quad_segs=4)), "#4F7F40") for tree in plan.trees]
    parts += [_area(placed(plan.ground.obstacles), _KEPT)]
    parts += [element("path", d=shape_path(placed(plan.ground.outline)), fill="none", stroke=INK, stroke_width=1.2)]
    gate = placed(plan.entrance).centroid
    parts += [element("circle", cx=gate.x, cy=gate.y, r=2.6, fill=INK, stroke=PAPER, stroke_width=1.0)]
    if mark is not None:
        parts += [element("path", d=shape_path(placed(mark)), fill="none", stroke=_ALERT, stroke_width=2.0)]
    return drawing(width, height, parts, title=title)


def _sides(sketch: Sketch) -> tuple[tuple[float, float], tuple[float, float]]:
    site = extent(sketch.plan)
    return (site.west, site.east), (site.south, site.north)


def _area(shape: BaseGeometry, fill: str) -> Element:
    return element("path", d=shape_path(shape), fill=fill, fill_rule="evenodd")
