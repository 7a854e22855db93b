"""The situation of a site: a small map of its surroundings, for a page, a dossier, a sheet of comparison.

It is drawn by us from the territory's own files: it needs no network, and prints as sharp as the plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geometry import Geometries
from geo.messages import N_, Message
from geo.models import Bounds, Role, Territory
from geo.present.labels import Translator
from geo.present.palette import GROUND, INK, LAYER_STYLES, PAPER, SELECTED, LayerStyle
from geo.present.svg import Element, drawing, element, length

SURROUNDINGS_M, QUARTER_M = 260.0, 1100.0
"""Width of a map of the surroundings, and of one of the quarter with its partners. [m]"""

_SIDE_PX = 640.0
_SCALES_M = (10, 20, 50, 100, 200, 500)
_UNDER = (Role.GARDENS_AND_PARKS, Role.STREETS, Role.PARCELS, Role.BUILDINGS, Role.NEIGHBOURHOODS)
"""Layers that the map shows, from the lowest to the highest."""
_KEYS: Mapping[Role, str] = MappingProxyType({role: role.value for role in _UNDER})
_STREET_M = 6.0
_PARCELS_UP_TO_M = 500.0
_HATCH_M = 9.0
_SIMPLER_PX = 0.3


@dataclass(frozen=True, slots=True)
class Spot:
    """
    A place to find on the map.

    Attributes
    ----------
    mark
        One or two characters in a disc, the same as in a list beside the map.
    """

    place: BaseGeometry
    mark: str
    colour: str = INK


def situation_svg(
    territory: Territory,
    site: BaseGeometry,
    translate: Translator,
    *,
    width_m: float = SURROUNDINGS_M,
    ratio: float = 0.72,
    spots: Sequence[Spot] = (),
) -> str:
    """
    Return the surroundings of a site as SVG.

    Parameters
    ----------
    territory
        In the CRS of the site.
    width_m
        Of the map; wider for a site that would not fit. [m]
    ratio
        Height ÷ width.
    spots
        Places to mark; those outside of the map are left out.
    """
    bounds = framed(site, width_m, ratio)
    scale = _SIDE_PX / (bounds.east - bounds.west)
    tall = _SIDE_PX * ratio
    plane = element(
        "svg",
        element("rect", width=_SIDE_PX, height=tall, fill=GROUND),
        *(part for role in _UNDER for part in _layer(territory, role, bounds, scale)),
        *_site(site, bounds, scale),
        *_marked(spots, bounds, scale),
        width=_SIDE_PX,
        height=tall,
        viewBox=f"0 0 {length(_SIDE_PX)} {length(tall)}",
        overflow="hidden",
    )
    edge = element("rect", width=_SIDE_PX, height=tall, fill="none", stroke="#9CA3A8", stroke_width=1)
    title = translate(Message(N_("Situation of the site")))
    return drawing(_SIDE_PX, tall, [plane, edge, _north(), _ruler(scale, tall)], title=title)


def framed(site: BaseGeometry, width_m: float, ratio: float) -> Bounds:
    """
    Return the rectangle to draw around a site, wide enough to hold it with a fifth to spare. [m]

    Examples
    --------
    >>> framed(shapely.box(0, 0, 40, 20), 100.0, 0.5)
    Bounds(west=-30.0, south=-15.0, east=70.0, north=35.0)
    """
    west, south, east, north = site.bounds
    wide = max(width_m, 1.2 * (east - west), 1.2 * (north - south) / ratio)
    x, y, high = (west + east) / 2, (south + north) / 2, wide * ratio
    return Bounds(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _layer(territory: Territory, role: Role, bounds: Bounds, scale: float) -> Iterator[Element]:
    if role not in territory.layers or (role is Role.PARCELS and bounds.east - bounds.west > _PARCELS_UP_TO_M):
        return
    near = gpd.GeoDataFrame(territory.layers[role].frame).geometry.cx[
        bounds.west : bounds.east, bounds.south : bounds.north
    ]
    style, box = LAYER_STYLES[_KEYS[role]], shapely.box(bounds.west, bounds.south, bounds.east, bounds.north)
    shapes = shapely.simplify(shapely.intersection(shapely.make_valid(near.to_numpy()), box), _SIMPLER_PX / scale)
    path = "".join(_path(shape, bounds, scale) for shape in shapes)
    if not path:
        return
    if role is Role.STREETS:
        yield element("path", d=path, fill="none", stroke=PAPER, stroke_width=max(1.2, _STREET_M * scale))
        return
    if style.hatch:
        yield from _hatched(shapes, style, bounds, scale)
    yield element(
        "path",
        d=path,
        fill=style.fill or "none",
        fill_opacity=style.opacity,
        fill_rule="evenodd",
        stroke=style.stroke or "none",
        stroke_width=style.width,
    )


def _hatched(shapes: Geometries, style: LayerStyle, bounds: Bounds, scale: float) -> Iterator[Element]:
    """Yield diagonal lines over the shapes: a pattern would need a name, and several maps live in one page."""
    step = max(_HATCH_M, 11 / scale)
    high, wide = bounds.north - bounds.south, bounds.east - bounds.west
    starts = [bounds.west - high + step * n for n in range(int((wide + high) / step) + 2)]
    lines = shapely.linestrings([[(x, bounds.south), (x + high, bounds.north)] for x in starts])
    cut = shapely.intersection(shapely.multilinestrings(lines), shapely.union_all(shapes))
    yield element("path", d=_path(cut, bounds, scale), fill="none", stroke=style.hatch, stroke_width=1)


def _site(site: BaseGeometry, bounds: Bounds, scale: float) -> Iterator[Element]:
    path = _path(site, bounds, scale)
    fixed = {"fill_rule": "evenodd", "stroke_linejoin": "round"}
    yield element("path", d=path, fill="#7FB069", fill_opacity=0.75, stroke=PAPER, stroke_width=5, **fixed)
    yield element("path", d=path, fill="none", stroke=SELECTED, stroke_width=2.5, **fixed)


def _marked(spots: Sequence[Spot], bounds: Bounds, scale: float) -> Iterator[Element]:
    for spot in spots:
        place = spot.place.representative_point()
        if bounds.west <= place.x <= bounds.east and bounds.south <= place.y <= bounds.north:
            x, y = (place.x - bounds.west) * scale, (bounds.north - place.y) * scale
            yield element("circle", cx=x, cy=y, r=11, fill=spot.colour, stroke=PAPER, stroke_width=2)
            yield element(
                "text",
                text=spot.mark,
                x=x,
                y=y + 4.3,
                fill=PAPER,
                font_size=12,
                font_weight="600",
                text_anchor="middle",
            )


def _path(shape: BaseGeometry | Geometries, bounds: Bounds, scale: float) -> str:
    parts = shapely.get_parts(shapely.get_parts(shape))  # an overlay may leave a collection of collections
    lines = [line for part in parts for line in _lines(part)]
    return "".join(_line(line, bounds, scale) for line in lines)


def _lines(part: BaseGeometry) -> Sequence[BaseGeometry]:
    if part.geom_type == "Polygon":
        return list(shapely.get_rings(part))
    return [part] if part.geom_type in {"LineString", "LinearRing"} else []


def _line(line: BaseGeometry, bounds: Bounds, scale: float) -> str:
    points = (shapely.get_coordinates(line) - (bounds.west, bounds.north)) * scale
    closed = "Z" if line.geom_type == "LinearRing" else ""
    return "M" + "L".join(f"{length(x)} {length(-y)}" for x, y in points) + closed


def _north() -> Element:
    return element(
        "g",
        element("circle", cx=0, cy=0, r=18, fill=PAPER, fill_opacity=0.92),
        element("path", d="M0 -14L4.5 -1L0 -4L-4.5 -1Z", fill=INK),
        element("text", text="N", x=0, y=12, font_size=12, font_weight="600", text_anchor="middle", fill=INK),
        transform=f"translate({length(_SIDE_PX - 28)} 28)",
    )


def _ruler(scale: float, tall: float) -> Element:
    reach = max((one for one in _SCALES_M if one * scale <= _SIDE_PX / 4), default=_SCALES_M[0])
    long = reach * scale
    return element(
        "g",
        element("rect", x=-8, y=-18, width=long + 16, height=26, rx=4, fill=PAPER, fill_opacity=0.92),
        element("path", d=f"M0 -3V3H{length(long)}V-3", fill="none", stroke=INK, stroke_width=1.5),
        element("text", text=f"{reach}\u00a0m", x=long / 2, y=-5, font_size=12, text_anchor="middle", fill=INK),
        transform=f"translate({length(_SIDE_PX - long - 18)} {length(tall - 16)})",
    )
