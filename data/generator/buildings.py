"""Buildings: houses along their street, blocks of flats in their park, sheds at the end of the garden."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from types import MappingProxyType

import numpy as np
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from data.generator.blueprint import Use
from data.generator.parcels import Lot
from data.generator.plane import GRID_M, Frame, enter, leave, long_frame, polygons


@dataclass(frozen=True, slots=True)
class Building:
    """
    A footprint with what BD TOPO tells of it.

    Attributes
    ----------
    eaves_m
        Height from the ground to the gutter. [m]
    light
        A light structure: shed, garage, shelter.
    pitched
        Its roof has two slopes.
    """

    footprint: Polygon
    eaves_m: float
    storeys: int
    dwellings: int
    purpose: str
    light: bool = False
    pitched: bool = False
    kind: str = "Indifférenciée"


@dataclass(frozen=True, slots=True)
class Plot:
    """A lot in the frame of its street: the street is y = 0, the garden is y > 0. [m]"""

    polygon: Polygon
    frame: Frame
    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class Walls:
    """Sides where a house is built against its neighbour's wall."""

    left: bool
    right: bool


ALONE = Walls(left=False, right=False)

Builder = Callable[[Plot, Walls, np.random.Generator], Iterator[Building]]

HOME, SHOP, WORKS, ANNEXE, PUBLIC, FAITH = (
    "Résidentiel",
    "Commercial et services",
    "Industriel",
    "Annexe",
    "Indifférencié",
    "Religieux",
)


def buildings(lots: Sequence[Lot], rng: np.random.Generator) -> list[list[Building]]:
    """Return the buildings of each lot; vacant lots and land without street have none, or a shed."""
    built: list[list[Building]] = []
    for _, strip in groupby(lots, key=lambda lot: (lot.block, lot.strip)):
        members = list(strip)
        setback = rng.uniform(4.0, 6.0)
        for lot, walls in zip(members, _walls(members, rng), strict=True):
            built.append([] if lot.vacant else _tidy(_on_lot(lot, walls, setback, rng), lot))
    return built


def _walls(strip: Sequence[Lot], rng: np.random.Generator) -> list[Walls]:
    """Pair neighbours of a strip: some houses stand alone, some share one wall, some stand in a row."""
    draws = rng.random(len(strip) + 1)
    threshold = rng.choice([0.15, 0.35, 0.75])
    shared = [False] + [
        bool(draw < threshold) and not a.vacant and not b.vacant and math.sqrt(a.polygon.area * b.polygon.area) < 420
        for draw, a, b in zip(draws, strip, strip[1:], strict=False)
    ]
    shared.append(False)
    return [Walls(left, right) for left, right in pairwise(shared)]


def _on_lot(lot: Lot, walls: Walls, setback: float, rng: np.random.Generator) -> list[Building]:
    if lot.front is None and lot.use not in OWN_FRAME:
        return []
    plot = _plot(lot)
    if lot.use in OWN_FRAME:
        return list(OWN_FRAME[lot.use](plot, walls, rng))
    in_town = lot.use in {Use.VILLAGE, Use.COMMERCE}
    if not in_town and (plot.width > 28 and plot.depth > 22 and lot.polygon.area > 750):
        found = list(_flats(plot, rng) if lot.use is not Use.VILLA else _house(plot, ALONE, setback + 5, rng))
    elif in_town:
        found = list(_terrace(plot, rng, shop=lot.use is Use.COMMERCE))
    else:
        found = list(_house(plot, walls, setback + (3 if lot.use is Use.VILLA else 0), rng))
    return [_placed(building, plot.frame) for building in found]


def _plot(lot: Lot) -> Plot:
    if lot.front is None or lot.use in OWN_FRAME:
        frame, length, depth = long_frame(lot.polygon)
        return Plot(lot.polygon, frame, length, depth)
    start, end = shapely.get_coordinates(lot.front)
    angle = math.atan2(*(end - start)[::-1])
    middle = lot.front.interpolate(0.5, normalized=True)
    flat = enter(lot.polygon, Frame(middle.x, middle.y, angle))
    if flat.centroid.y < 0:
        angle += math.pi
        flat = enter(lot.polygon, Frame(middle.x, middle.y, angle))
    return _squared(flat, Frame(middle.x, middle.y, angle))


def _squared(flat: Polygon, frame: Frame) -> Plot:
    west, east = _span(flat, 8.0)
    return Plot(flat, frame, east - west, flat.bounds[3])


def _span(flat: Polygon, y: float) -> tuple[float, float]:
    """Return where the lot begins and ends at a distance from the street. [m]"""
    ring = shapely.get_coordinates(flat.exterior)
    y = min(y, float(ring[:, 1].max()) / 2)
    before, after = ring[:-1], ring[1:]
    crossed = (before[:, 1] > y) != (after[:, 1] > y)
    if not crossed.any():
        return float(ring[:, 0].min()), float(ring[:, 0].max())
    before, after = before[crossed], after[crossed]
    x = before[:, 0] + (y - before[:, 1]) / (after[:, 1] - before[:, 1]) * (after[:, 0] - before[:, 0])
    return float(x.min()), float(x.max())


def _placed(building: Building, frame: Frame) -> Building:
    return Building(leave(building.footprint, frame), *_facts(building))


def _facts(building: Building) -> tuple[float, int, int, str, bool, bool, str]:
    b = building
    return b.eaves_m, b.storeys, b.dwellings, b.purpose, b.light, b.pitched, b.kind


def _tidy(found: Sequence[Building], lot: Lot) -> list[Building]:
    """Keep of every footprint what lies on its lot, to the centimetre, clear of the others."""
    kept: list[Building] = []
    for building in found:
        inside = polygons(shapely.intersection(building.footprint, lot.polygon), 3.5)
        if not inside:
            continue
        footprint = shapely.set_precision(max(inside, key=lambda part: part.area), 0.01)
        if isinstance(footprint, Polygon) and all(footprint.distance(other.footprint) > 0.4 for other in kept):
            kept.append(Building(footprint, *_facts(building)))
    return kept


def _house(plot: Plot, walls: Walls, setback: float, rng: np.random.Generator) -> Iterator[Building]:
    setback = min(setback, max(plot.depth - 9, 1.0)) + rng.normal(0, 0.15)
    depth = min(rng.uniform(8.0, 11.5), plot.depth - setback - 1.5)
    if depth < 4.5:
        return
    west, east = _span(plot.polygon, setback + depth / 2)
    left, right = _house_sides(west, east, walls, rng)
    storeys = int(rng.choice([1, 2, 2, 2, 3], p=[0.3, 0.25, 0.2, 0.2, 0.05]))
    body = [box(left, setback, right, setback + depth), *_wings(left, right, setback, depth, rng)]
    yield Building(_united(body), _eaves(storeys, rng), storeys, 1 + int(rng.random() < 0.1), HOME, pitched=True)
    yield from _outbuildings(plot, west, east, (left, right), setback + depth, rng)


def _house_sides(west: float, east: float, walls: Walls, rng: np.random.Generator) -> tuple[float, float]:
    free = (0.0 if walls.left else 1.0) + (0.0 if walls.right else 1.0)
    width = min(rng.uniform(7.5, 11.5), max(east - west - free * rng.uniform(1.9, 3.0), 5.0), east - west)
    if walls.left and walls.right:
        return west, east
    if walls.left:
        return west, west + width
    if walls.right:
        return east - width, east
    left = west + (east - west - width) * rng.choice([0.25, 0.5, 0.75])
    return left, left + width


def _wings(left: float, right: float, setback: float, depth: float, rng: np.random.Generator) -> Iterator[Polygon]:
    if rng.random() < 0.42:
        width, side = rng.uniform(0.35, 0.65) * (right - left), rng.random() < 0.5
        start = left if side else right - width
        yield box(start, setback + depth - 0.1, start + width, setback + depth + rng.uniform(2.4, 4.5))
    if rng.random() < 0.28:
        start = left + rng.uniform(0.15, 0.5) * (right - left)
        yield box(start, setback - rng.uniform(0.9, 1.6), start + rng.uniform(2.2, 3.2), setback + 0.1)


def _outbuildings(
    plot: Plot, west: float, east: float, house: tuple[float, float], rear: float, rng: np.random.Generator
) -> Iterator[Building]:
    gap_left, gap_right = house[0] - west, east - house[1]
    if rng.random() < 0.32 and max(gap_left, gap_right) > 1.6:
        start = west if gap_left > gap_right else east - 3.1
        y = rear + rng.uniform(1, 4)
        yield Building(box(start, y, start + 3.1, y + rng.uniform(5.2, 6.5)), 2.4, 1, 0, ANNEXE, light=True)
    if rng.random() < 0.5 and plot.depth - rear > 9:
        y = plot.depth - rng.uniform(3.0, 6.5)
        low, high = _span(plot.polygon, y + 1)
        start = low + 0.3 if rng.random() < 0.5 else high - 3.2
        size = rng.uniform(1.9, 3.4, 2)
        yield Building(box(start, y, start + size[0], y + size[1]), 2.2, 1, 0, ANNEXE, light=True)


def _eaves(storeys: int, rng: np.random.Generator) -> float:
    return round(storeys * 2.8 + rng.uniform(0.2, 1.0), 1)


def _united(parts: Sequence[Polygon]) -> Polygon:
    union = shapely.union_all(list(parts), grid_size=GRID_M)
    return max(polygons(union), key=lambda part: part.area)


def _terrace(plot: Plot, rng: np.random.Generator, *, shop: bool) -> Iterator[Building]:
    """Yield the old village's contiguous house on its street, with a wing around its courtyard."""
    depth = min(rng.uniform(7.5, 11.0), 0.8 * plot.depth)
    front = shapely.intersection(plot.polygon, box(-99, -9, 99, depth))
    storeys = int(rng.integers(4, 7) if shop else rng.integers(2, 4))
    parts = polygons(front, 12)
    if not parts or rng.random() < 0.04:
        return
    west, east = _span(plot.polygon, depth + 3)
    wing = min(rng.uniform(3.2, 5.0), 0.5 * (east - west))
    start = west if rng.random() < 0.5 else east - wing
    if rng.random() < 0.6:
        parts.append(box(start, depth - 0.1, start + wing, depth + rng.uniform(3, 0.45 * max(plot.depth, 8))))
    purpose = SHOP if rng.random() < (0.7 if shop else 0.14) else HOME
    yield Building(_united(parts), _eaves(storeys, rng), storeys, int(rng.integers(1, 5)), purpose, pitched=True)
    if rng.random() < 0.35:
        y = plot.depth - 3.4
        yield Building(box(east - 4, y, east, y + 3.2), 2.5, 1, 0, ANNEXE, light=True)


def _flats(plot: Plot, rng: np.random.Generator) -> Iterator[Building]:
    """Yield a private block of flats of the 1970s–2000s, set back behind its lawn, and its garages."""
    depth, setback = rng.uniform(11.5, 13.5), rng.uniform(6, 9)
    west, east = _span(plot.polygon, setback + depth / 2)
    storeys = int(rng.integers(3, 7))
    body = [box(west + 4, setback, east - 4, setback + depth)]
    if plot.depth > 42 and rng.random() < 0.5:
        body.append(box(west + 4, setback, west + 4 + depth, min(plot.depth - 7, setback + 2.6 * depth)))
    yield Building(_united(body), _eaves(storeys, rng), storeys, storeys * max(2, round((east - west) / 8)), HOME)
    y = plot.depth - 6.5
    if y > setback + depth + 8:
        yield Building(box(west + 3, y, east - 6, y + 5.5), 2.6, 1, 0, ANNEXE, light=True)


def _estate(plot: Plot, _walls_: Walls, rng: np.random.Generator) -> Iterator[Building]:
    """Yield the slabs and towers of a 1960s estate, square to each other in an open park."""
    flat = enter(plot.polygon, plot.frame)
    free: BaseGeometry = flat.buffer(-9)
    for width, length, storeys, most in ((12.5, 76, 9, 1), (21, 21, 14, 1), (12.5, 58, 5, 2), (12.5, 42, 5, 2)):
        for _ in range(most):
            place = _room(free, width, length, rng)
            if place is None or (storeys == 14 and rng.random() < 0.55):
                continue
            yield _placed(
                Building(place, _eaves(storeys, rng), storeys, round(length * width * storeys / 75), HOME), plot.frame
            )
            free = free.difference(place.buffer(18, join_style="mitre"))


def _room(free: BaseGeometry, width: float, length: float, rng: np.random.Generator) -> Polygon | None:
    """Return a rectangle that fits in the free land, square to its frame, or nothing."""
    if free.is_empty:
        return None
    west, south, east, north = free.bounds
    shapely.prepare(free)
    for x, y, turned in zip(
        rng.uniform(west, east, 60), rng.uniform(south, north, 60), rng.random(60) < 0.4, strict=True
    ):
        across, up = (width, length) if turned else (length, width)
        place: Polygon = box(x, y, x + across, y + up)
        if free.contains(place):
            return place
    return None


def _residence(plot: Plot, _walls_: Walls, rng: np.random.Generator) -> Iterator[Building]:
    """Yield the bar of a social residence, near one long side so that the lawn stays open."""
    flat = enter(plot.polygon, plot.frame)
    west, south, east, north = flat.bounds
    length = min(62.0, 0.72 * (east - west))
    y = south + 7 if rng.random() < 0.5 else north - 20
    bar = box(west + 8, y, west + 8 + length, y + 13)
    wing = box(west + 8, y, west + 21, y + 24) if y < (south + north) / 2 else box(west + 8, y - 11, west + 21, y + 13)
    yield _placed(Building(_united([bar, wing]), 14.6, 5, 96, HOME), plot.frame)


def _school(plot: Plot, _walls_: Walls, rng: np.random.Generator) -> Iterator[Building]:
    """Yield a school: classrooms on two sides of the yard, a covered playground."""
    flat = enter(plot.polygon, plot.frame).buffer(-6)
    west, south, east, north = flat.bounds
    middle = (west + east) / 2
    wings = [box(west + 3, south, middle + 14, south + 11), box(west + 3, south, west + 14, north - 4)]
    yield _placed(Building(_united(wings), 7.4, 2, 0, PUBLIC), plot.frame)
    x = middle + rng.uniform(18, 24)
    yield _placed(Building(box(x, north - 9, x + 22, north - 1), 3.6, 1, 0, PUBLIC, light=True), plot.frame)


def _works(plot: Plot, _walls_: Walls, rng: np.random.Generator) -> Iterator[Building]:
    """Yield the sheds of a workshop or warehouse."""
    flat = enter(plot.polygon, plot.frame).buffer(-7)
    free: BaseGeometry = flat
    for width, length in ((34, 52), (24, 40), (16, 26)):
        place = _room(free, width * rng.uniform(0.85, 1.15), length * rng.uniform(0.85, 1.15), rng)
        if place is not None:
            yield _placed(
                Building(place, round(rng.uniform(5, 9), 1), 1, 0, WORKS, kind="Industriel, agricole ou commercial"),
                plot.frame,
            )
            free = free.difference(place.buffer(6, join_style="mitre"))


def _hut(plot: Plot, _walls_: Walls, rng: np.random.Generator) -> Iterator[Building]:
    """Yield the tool hut that two allotments out of five have."""
    if rng.random() < 0.4:
        west, south, _, _ = enter(plot.polygon, plot.frame).bounds
        x, y = west + rng.uniform(3, 12), south + rng.uniform(1.5, 4)
        yield _placed(Building(box(x, y, x + 2.6, y + 2.1), 2.1, 1, 0, ANNEXE, light=True), plot.frame)


def _pavilion_of_sport(plot: Plot, _walls_: Walls, _rng: np.random.Generator) -> Iterator[Building]:
    west, south, _, _ = enter(plot.polygon, plot.frame).buffer(-4).bounds
    yield _placed(Building(box(west + 8, south + 2, west + 34, south + 12), 4.2, 1, 0, "Sportif"), plot.frame)


def _nothing(_plot_: Plot, _walls_: Walls, _rng: np.random.Generator) -> Iterator[Building]:
    yield from ()


OWN_FRAME: Mapping[Use, Builder] = MappingProxyType(
    {
        Use.ESTATE: _estate,
        Use.RESIDENCE: _residence,
        Use.SCHOOL: _school,
        Use.INDUSTRY: _works,
        Use.ALLOTMENT: _hut,
        Use.SPORT: _pavilion_of_sport,
        Use.PARK: _nothing,
        Use.WOOD: _nothing,
        Use.CEMETERY: _nothing,
        Use.RAILWAY: _nothing,
    }
)
"""Uses whose buildings stand free of the street."""
