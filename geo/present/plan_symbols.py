"""Symbols of a garden plan, each drawn as it is seen from above and known without its colour. Millimetres on paper."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from geo.plans import ObjectKind
from geo.present.palette import INK, PAPER, ZONE_COLOURS
from geo.present.plan_fills import area_of
from geo.present.plan_ink import Style, figure
from geo.present.plan_scene import Scene
from geo.present.svg import Element, element, length

_WATER, _SOIL, _GREEN = ZONE_COLOURS["water"], ZONE_COLOURS["beds"], ZONE_COLOURS["verger"]
_PEN: Style = {"stroke": INK, "stroke_width": 0.22, "stroke_linejoin": "round"}
_LINE = _PEN | {"fill": "none"}


def _rect(width: float, height: float, fill: str = PAPER, **more: str | float) -> Element:
    return figure("rect", x=-width / 2, y=-height / 2, width=width, height=height, **(_PEN | {"fill": fill} | more))


def _path(data: str, **more: str | float) -> Element:
    return figure("path", d=data, **(_LINE | more))


def _disc(x: float, y: float, radius: float, fill: str = PAPER, **more: str | float) -> Element:
    return figure("circle", cx=x, cy=y, r=radius, **(_PEN | {"fill": fill} | more))


def _shed(long: float, wide: float) -> list[Element]:
    """Return a roof: its ridge, and the slope that is turned away hatched."""
    x, y = long / 2, wide / 2
    steps = np.linspace(-x, x, max(3, round(long / 0.8)) + 1)[1:-1]
    slope = "".join(f"M{length(at)} 0V{length(y)}" for at in steps)
    return [
        _rect(long, wide, stroke_width=0.4),
        _path(slope, stroke_width=0.15),
        _path(f"M{length(-x)} 0H{length(x)}", stroke_width=0.3),
    ]


def _composter(long: float, wide: float) -> list[Element]:
    x, y = length(long / 2), length(wide / 2)
    crossed = f"M-{x} -{y}L{x} {y}M{x} -{y}L-{x} {y}"
    return [_rect(long, wide, ZONE_COLOURS["potager"]), _path(crossed)]


def _tank(long: float, wide: float) -> list[Element]:
    radius = min(long, wide) / 2
    return [
        _disc(0, 0, radius, _WATER, stroke_width=0.3),
        _disc(0, 0, 0.66 * radius, "none", stroke=PAPER, stroke_width=0.25),
        _disc(0, 0, 0.28 * radius, PAPER),
    ]


def _table(long: float, wide: float) -> list[Element]:
    """Return a table with four seats on each side."""
    seat = min(0.11 * long, 0.3 * wide)
    seats = [
        _disc(x, side * (wide / 2 + 1.15 * seat), seat, stroke_width=0.15)
        for side in (-1, 1)
        for x in np.linspace(-0.37, 0.37, 4) * long
    ]
    planks = "".join(f"M{length(-long / 2)} {length(y)}h{length(long)}" for y in (-wide / 6, wide / 6))
    return [*seats, _rect(long, wide), _path(planks, stroke_width=0.12)]


def _bench(long: float, wide: float) -> list[Element]:
    x, y = length(long / 2), wide / 2
    return [
        _rect(long, wide),
        _path(f"M-{x} 0H{x}", stroke_width=0.12),
        _path(f"M-{x} {length(y)}H{x}", stroke_width=0.55),
    ]


def _tap(long: float, wide: float) -> list[Element]:
    """Return a drop in a circle."""
    radius = max(1.15, min(long, wide) / 2)
    drop = f"M0 {length(-0.72 * radius)}c.32 .5 .55 .72 .55 1.05a.55 .55 0 0 1-1.1 0c0-.33 .23-.55 .55-1.05Z"
    return [_disc(0, 0, radius), figure("path", d=drop, fill=_WATER, stroke=INK, stroke_width=0.12)]


def _raised_bed(long: float, wide: float) -> list[Element]:
    rim = min(0.6, wide / 5)
    inner = _rect(long - 2 * rim, wide - 2 * rim, _SOIL, stroke_width=0.15, fill_opacity=0.8)
    count = max(2, round(long / 1.3))
    plants = "".join(f"M{length(x)} 0h0" for x in np.linspace(-long / 2 + 2 * rim, long / 2 - 2 * rim, count))
    return [_rect(long, wide, stroke_width=0.3), inner, _path(plants, stroke=PAPER, stroke_width=0.55, **_ROUND)]


_ROUND: Style = {"stroke_linecap": "round"}


def _notice_board(long: float, wide: float) -> list[Element]:
    x, thick = max(2.6, long) / 2, min(max(wide, 0.7), 1.0)
    posts = [_disc(side * (x - 0.1), 0, 0.62 * thick, INK) for side in (-1, 1)]
    return [_rect(2 * x, thick, PAPER, stroke_width=0.3), _path(f"M{length(-x)} 0H{length(x)}"), *posts]


def _bike_rack(long: float, wide: float) -> list[Element]:
    count = max(3, round(long / 1.6) + 1)
    reach = length(0.42 * wide)
    hoops = "".join(f"M{length(x)} -{reach}V{reach}" for x in np.linspace(-long / 2, long / 2, count))
    return [
        _rect(long + 0.5, wide, stroke_width=0.1, fill_opacity=0.7),
        _path(f"M{length(-long / 2)} 0H{length(long / 2)}", stroke_width=0.15),
        _path(hoops, stroke_width=0.42, **_ROUND),
    ]


def _insect_hotel(long: float, wide: float) -> list[Element]:
    """Return a honeycomb."""
    radius = max(1.35, min(long, wide) / 2)
    corners = [(radius * math.cos(k * math.pi / 3), radius * math.sin(k * math.pi / 3)) for k in range(6)]
    comb = "M" + "L".join(f"{length(x)} {length(y)}" for x, y in corners) + "Z"
    holes = "".join(f"M{length(0.42 * x)} {length(0.42 * y)}h0" for x, y in corners[::2])
    return [
        _path(comb, fill=ZONE_COLOURS["accueil"], stroke_width=0.25),
        _path(holes, stroke_width=0.4 * radius, **_ROUND),
    ]


_SYMBOLS: Mapping[ObjectKind, Callable[[float, float], list[Element]]] = MappingProxyType(
    {
        ObjectKind.SHED: _shed,
        ObjectKind.COMPOSTER: _composter,
        ObjectKind.TANK: _tank,
        ObjectKind.TABLE: _table,
        ObjectKind.BENCH: _bench,
        ObjectKind.TAP: _tap,
        ObjectKind.RAISED_BED: _raised_bed,
        ObjectKind.NOTICE_BOARD: _notice_board,
        ObjectKind.BIKE_RACK: _bike_rack,
        ObjectKind.INSECT_HOTEL: _insect_hotel,
    }
)


_UPRIGHT = (ObjectKind.TAP, ObjectKind.INSECT_HOTEL)
"""Symbols that stand for things too small to have a direction on paper."""


def symbol(kind: ObjectKind, long: float, wide: float) -> list[Element]:
    """Return a piece of furniture around the origin, its long side along x; small ones are drawn larger than true."""
    return _SYMBOLS[kind](long, wide)


def placed(parts: list[Element], x: float, y: float, turn_deg: float = 0.0) -> Element:
    """Return parts moved to a place and turned clockwise around it."""
    turn = f" rotate({length(turn_deg)})" if turn_deg else ""
    return element("g", *parts, transform=f"translate({length(x)} {length(y)}){turn}")


def furniture(scene: Scene) -> list[Element]:
    """Return every object at its place; taps and the like above what is larger."""
    order = sorted(scene.objects, key=lambda item: -item[1].area)
    return [_fitted(kind, footprint) for kind, footprint in order]


def _fitted(kind: ObjectKind, footprint: shapely.Polygon) -> Element:
    corners = shapely.get_coordinates(footprint.minimum_rotated_rectangle)
    one, two = corners[1] - corners[0], corners[2] - corners[1]
    long, wide = (one, two) if np.hypot(*one) >= np.hypot(*two) else (two, one)
    x, y = ((corners[0] + corners[2]) / 2).tolist()
    turn = 0.0 if kind in _UPRIGHT else (math.degrees(math.atan2(long[1], long[0])) + 90) % 180 - 90
    return placed(symbol(kind, float(np.hypot(*long)), float(np.hypot(*wide))), x, y, turn)


def crown(radius: float) -> list[Element]:
    """Return a tree around the origin: a scalloped crown and its trunk."""
    lobes = max(7, round(2.4 * radius))
    inner = 0.95 * radius
    turns = np.arange(lobes) * 2 * math.pi / lobes
    chord = 2 * inner * math.sin(math.pi / lobes)
    points = [f"{length(inner * math.cos(turn))} {length(inner * math.sin(turn))}" for turn in turns]
    bow = length(0.56 * chord)
    edge = f"M{points[0]}" + "".join(f"A{bow} {bow} 0 0 1 {point}" for point in [*points[1:], points[0]]) + "Z"
    cross = "M-.7 0h1.4M0 -.7v1.4"
    return [
        _path(edge, fill=_GREEN, fill_opacity=0.72, stroke_width=0.25),
        _path(cross, stroke_width=0.2),
        _disc(0, 0, 0.38, INK),
    ]


def trees(scene: Scene) -> list[Element]:
    """Return the shade of the crowns, then the trees."""
    crowns = [placed(crown(r), x, y) for (x, y), r in zip(scene.trunks.tolist(), scene.radii.tolist(), strict=True)]
    if not crowns:
        return []
    return [area_of(scene.shade.intersection(scene.outline), INK, opacity=0.13), *crowns]


def espalier(line: Any) -> Element:
    """Return a row of trained trees: a line with its stems and arms."""
    step = 1.6
    places = np.arange(step / 2, max(line.length, step), step)
    ahead = shapely.get_coordinates(line.interpolate(np.minimum(places + 0.05, line.length)))
    at = shapely.get_coordinates(line.interpolate(np.maximum(np.minimum(places, line.length) - 0.05, 0)))
    along = (ahead - at) / np.maximum(np.hypot(*(ahead - at).T), 1e-9)[:, None]
    left = at + 0.75 * along[:, ::-1] * (1, -1)
    right = at - 0.75 * along[:, ::-1] * (1, -1)
    ticks = "".join(
        f"M{length(a[0])} {length(a[1])}L{length(b[0])} {length(b[1])}" for a, b in zip(left, right, strict=True)
    )
    points = shapely.get_coordinates(line)
    spine = "M" + "L".join(f"{length(x)} {length(y)}" for x, y in points)
    return element(
        "g",
        _path(spine, stroke=_GREEN, stroke_width=1.1, **_ROUND),
        _path(spine + ticks, stroke_width=0.25),
    )


def entrance_mark(scene: Scene) -> list[Element]:
    """Return the arrow of the entrance, outside of the site and pointing in."""
    (x, y), turn = arrow_of(scene)
    size = 1.1 * scene.zoom
    head = f"M0 {length(-0.4 * size)}L{length(1.5 * size)} {length(3.1 * size)}H{length(-1.5 * size)}Z"
    return [placed([figure("path", d=head, fill=INK, stroke=PAPER, stroke_width=0.3)], x, y, turn)]


def arrow_of(scene: Scene) -> tuple[tuple[float, float], float]:
    """Return the tip of the entrance's arrow and how far it is turned clockwise from pointing up. [mm], [°]"""
    ring = scene.outline.exterior
    at = ring.project(scene.entrance)
    a, b = (np.array(ring.interpolate((at + step) % ring.length).coords[0]) for step in (-0.6, 0.6))
    across = np.array([-(b - a)[1], (b - a)[0]]) / max(float(np.hypot(*(b - a))), 1e-9)
    tip = np.array(scene.entrance.coords[0])
    probe = tip + 1.0 * across
    inward = across if scene.outline.contains(shapely.Point(probe)) else -across
    return (float(tip[0]), float(tip[1])), math.degrees(math.atan2(inward[0], -inward[1]))
