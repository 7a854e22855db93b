"""Ground, zones and what surrounds them: fills that are told apart by their hatches when printed in grey."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.plans import Zone
from geo.present.palette import INK, LAYER_STYLES, PAPER, ZONE_COLOURS
from geo.present.plan_ink import LINE, Style, figure
from geo.present.plan_scene import Scene
from geo.present.svg import Element, length

STREET_DEPTH = 11.2
"""Of the strip that stands for the public way. [mm]"""
STREET_REACH = 14.0
"""How far the strip goes on beyond the site. [mm]"""
OPACITY = 0.62
"""Of the zones: as light as water colour, so that what stands on them is read. [0–1]"""

_KEPT = LAYER_STYLES["buildings"]
_FINE: Style = LINE | {"stroke_linecap": "round"}


def shape_path(shape: Any) -> str:
    """
    Return the outlines of areas and lines as the data of an SVG path; other kinds are left out.

    Examples
    --------
    >>> shape_path(shapely.LineString([(0, 0), (1.5, 2)]))
    'M0 0L1.5 2'
    """
    parts = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            parts += [_trace(ring) + "Z" for ring in shapely.get_rings(part)]
        elif part.geom_type == "LineString":
            parts.append(_trace(part))
    return "".join(parts)


def _trace(line: BaseGeometry) -> str:
    points = shapely.get_coordinates(line)
    if line.geom_type == "LinearRing":
        points = points[:-1]
    return "M" + "L".join(f"{length(x)} {length(y)}" for x, y in points.tolist())


def area_of(shape: Any, fill: str, *, opacity: float = 1.0, edge: float = 0.0) -> Element:
    """
    Return one area.

    Parameters
    ----------
    opacity
        Of the fill. [0–1]
    edge
        Width of its outline; none when 0. [mm]
    """
    outline: Style = {"stroke": INK, "stroke_width": edge, "stroke_linejoin": "round"} if edge else {}
    faint: Style = {"fill_opacity": opacity} if opacity < 1 else {}
    return figure("path", d=shape_path(shape), fill=fill, fill_rule="evenodd", **faint, **outline)


def lattice(shape: BaseGeometry, step: float, inset: float) -> NDArray[np.float64]:
    """
    Return the points of a staggered lattice inside a shape, anchored to the sheet.

    Parameters
    ----------
    step
        Between neighbours of one row. [mm]
    inset
        Kept free along the edges. [mm]

    Examples
    --------
    >>> lattice(shapely.box(0, 0, 5, 3), 2.0, 0.5).tolist()
    [[1.0, 2.0], [3.0, 2.0]]
    """
    if shape.is_empty:
        return np.empty((0, 2))
    west, low, east, high = shape.bounds
    rows, columns = (np.arange(np.floor(a / step), np.ceil(b / step) + 1) for a, b in ((low, high), (west, east)))
    x, y = np.meshgrid(columns * step, rows * step)
    x = x + (rows % 2)[:, None] * step / 2
    inside = shapely.contains_xy(shape.buffer(-inset, quad_segs=2), x.ravel(), y.ravel())
    return np.column_stack([x.ravel(), y.ravel()])[inside]


Hatch = Callable[[BaseGeometry], str]
"""Draws the strokes of a hatch inside a shape, as the data of a path."""

DENSE = 0.6


def _repeated(mark: str, step: float, inset: float) -> Callable[[float], Hatch]:
    """Return hatches that set the same mark, written with relative commands, at each point of a lattice."""
    return lambda spread: (
        lambda shape: "".join(
            f"M{length(x)} {length(y)}{mark}" for x, y in lattice(shape, step * spread, inset * spread).tolist()
        )
    )


def _ruled(slope: float, step: float) -> Hatch:
    """Return a hatch of parallel lines: slope 0 is flat, 1 climbs by 45°, infinite is upright."""

    def drawn(shape: BaseGeometry) -> str:
        if shape.is_empty:
            return ""
        west, low, east, high = shape.bounds
        if np.isinf(slope):
            starts = np.arange(np.ceil(west / step), np.floor(east / step) + 1) * step
            ends = [((x, low), (x, high)) for x in starts]
        else:
            heights = [y + slope * x for x in (west, east) for y in (low, high)]
            starts = np.arange(np.ceil(min(heights) / step), np.floor(max(heights) / step) + 1) * step
            ends = [((west, y - slope * west), (east, y - slope * east)) for y in starts]
        return shape_path(shapely.intersection(shapely.MultiLineString(ends), shape))

    return drawn


def _paved(step: float) -> Callable[[float], Hatch]:
    def spread_out(spread: float) -> Hatch:
        flat, upright = _ruled(0.0, step * spread), _ruled(np.inf, step * spread)
        return lambda shape: flat(shape) + upright(shape)

    return spread_out


_DOT = "h0"
_TUFT = "m-.8 -.7l.5 .9l.3 -1.2l.3 1.2l.5 -.9"
_FLOWER = "m-.65 0h1.3m-.98 -.56l.66 1.12m0 -1.12l-.66 1.12"
_CRUMB = "m-.4 0h.8"

HATCHES: Mapping[Zone, tuple[Callable[[float], Hatch], float]] = MappingProxyType(
    {
        Zone.POTAGER: (_repeated(_CRUMB, 3.0, 0.6), 0.15),
        Zone.VERGER: (_repeated(_TUFT, 5.0, 1.2), 0.18),
        Zone.AROMATIQUES: (_repeated(_DOT, 1.8, 0.5), 0.45),
        Zone.FLEURS: (_repeated(_FLOWER, 3.4, 0.9), 0.2),
        Zone.ACCUEIL: (_paved(2.5), 0.1),
        Zone.SERVICE: (lambda spread: _ruled(1.0, 2.0 * spread), 0.14),
    }
)
"""How each zone is hatched, given how far its marks are spread, and the width of the strokes. [mm]"""


def zone_area(
    zone: Zone, shape: BaseGeometry, *, over: BaseGeometry | None = None, dense: bool = False
) -> list[Element]:
    """
    Return a zone with its colour and its hatch.

    Parameters
    ----------
    over
        What stands on it and leaves no hatch.
    dense
        For the small samples of a legend.
    """
    make, width = HATCHES[zone]
    hatch = make(DENSE if dense else 1.0)
    return [
        area_of(shape, ZONE_COLOURS[zone], opacity=OPACITY, edge=0.18),
        figure(
            "path", d=hatch(shape.difference(over) if over else shape), stroke_width=width, stroke_opacity=0.55, **_FINE
        ),
    ]


def kept_area(shape: BaseGeometry) -> list[Element]:
    """Return what stands on the site and stays: grey, hatched crosswise to the zones."""
    hatch = _ruled(-1.0, 1.2)(shape)
    return [
        area_of(shape, _KEPT.fill, edge=0.3),
        figure("path", d=hatch, stroke_width=0.15, stroke_opacity=0.8, **_FINE),
    ]


def beyond_area(shape: BaseGeometry) -> list[Element]:
    """Return land that no path can reach: paler and wider hatched than what stands in the way."""
    hatch = _ruled(-1.0, 2.4)(shape)
    return [
        area_of(shape, _KEPT.fill, opacity=0.25, edge=0.15),
        figure("path", d=hatch, stroke_width=0.12, stroke_opacity=0.45, **_FINE),
    ]


def paths_area(shape: BaseGeometry) -> Element:
    """Return the accessible paths."""
    return area_of(shape, ZONE_COLOURS["paths"], edge=0.2)


def bed_area(shape: BaseGeometry) -> Element:
    """Return a bed of vegetables."""
    return area_of(shape, ZONE_COLOURS["beds"], opacity=0.8, edge=0.15)


def furrows(beds: NDArray[Any]) -> Element:
    """Return the furrows of beds: one light line in the middle of each half, along it."""
    parts = []
    for box in shapely.get_coordinates(shapely.oriented_envelope(beds)).reshape(-1, 5, 2):
        one, two = box[1] - box[0], box[2] - box[1]
        along, across = (one, two) if np.hypot(*one) >= np.hypot(*two) else (two, -one)
        start = box[0] if along is one else box[1]
        for share in (0.3, 0.7):
            a = start + share * across + 0.03 * along
            b = a + 0.94 * along
            parts.append(f"M{length(a[0])} {length(a[1])}L{length(b[0])} {length(b[1])}")
    dashes: Style = {"stroke_width": 0.18, "stroke_dasharray": "0.9 0.6"}
    return figure("path", d="".join(parts), fill="none", stroke=PAPER, stroke_opacity=0.85, **dashes)


def surroundings(scene: Scene) -> list[Element]:
    """Return the public way and the neighbours' buildings."""
    return [
        area_of(street_strip(scene), ZONE_COLOURS["service"], opacity=0.28),
        area_of(scene.neighbours, _KEPT.fill, opacity=0.55),
        figure("path", d=shape_path(scene.neighbours), stroke_width=0.15, stroke_opacity=0.45, **_FINE),
    ]


def street_strip(scene: Scene) -> BaseGeometry:
    """Return the strip along the public way, outside of the site, inside the field."""
    land = shapely.Polygon(scene.outline.exterior)
    lines = [_prolonged(line) for line in shapely.get_parts(shapely.line_merge(scene.street))]
    strips = [_outer_side(line, land, STREET_DEPTH * scene.zoom) for line in lines]
    return shapely.union_all(strips).difference(land).intersection(scene.field.polygon())


def _outer_side(line: BaseGeometry, land: BaseGeometry, depth: float) -> BaseGeometry:
    sides = [line.buffer(by, single_sided=True, join_style="mitre", mitre_limit=2.0) for by in (depth, -depth)]
    return min(sides, key=lambda side: side.intersection(land).area)


def _prolonged(line: BaseGeometry) -> BaseGeometry:
    """Return a line that goes on at both ends: a street does not end with the site."""
    if line.geom_type != "LineString" or line.is_ring:
        return line
    points = shapely.get_coordinates(line)
    ends = [
        last + STREET_REACH * (last - other) / max(float(np.hypot(*(last - other))), 1e-9)
        for last, other in ((points[0], points[1]), (points[-1], points[-2]))
    ]
    return shapely.LineString([ends[0], *points, ends[1]])


def grounds(scene: Scene) -> list[Element]:
    """Return the site from below to above: its zones, paths, beds and what is kept."""
    drawn = [area_of(scene.outline, PAPER)]
    if not scene.beyond.is_empty:
        drawn += beyond_area(scene.beyond)
    crowns = shapely.buffer(shapely.points(scene.trunks), scene.radii)
    over = shapely.union_all([*scene.beds, *crowns])
    for zone, shape in scene.zones.items():
        drawn += zone_area(zone, shape, over=over)
    drawn.append(paths_area(scene.paths))
    if scene.beds.size:
        drawn += [bed_area(shapely.union_all(scene.beds)), furrows(scene.beds)]
    return drawn + kept_area(scene.kept) if not scene.kept.is_empty else drawn
