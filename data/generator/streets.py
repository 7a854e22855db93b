"""Streets and blocks: main streets bound quarters, quarters are cut into blocks by the streets of their time."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeAlias, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from shapely import LineString, Point, Polygon, STRtree

from data.generator.blueprint import AULNES, QUARTERS, SAINT_FIACRE, VALMARTIN, WIDTHS_M, Commune, Stroke, Use, Way
from data.generator.plane import (
    GRID_M,
    chamfer,
    cross_line,
    cut,
    enter,
    guide_line,
    leave,
    long_frame,
    parallel_line,
    polygons,
)
from data.generator.relief import Relief, bend, flatten_points


@dataclass(frozen=True, slots=True)
class Street:
    """The axis of a way, on the ground. [m]"""

    way: Way
    name: str
    axis: LineString


@dataclass(frozen=True, slots=True)
class Block:
    """
    Land between streets.

    Attributes
    ----------
    face
        Up to the axes of the streets.
    land
        What is left once the streets are taken.
    quarter
        Number of the quarter it was cut from.
    """

    use: Use
    commune: Commune
    face: Polygon
    land: Polygon
    quarter: int


Face: TypeAlias = "tuple[Use, Commune, Polygon, int]"
"""A block up to the axes of its streets, with its use, commune and quarter."""


@dataclass(frozen=True, slots=True)
class Grain:
    """How finely a quarter is cut: depth between parallel streets, length between crossings. [m]"""

    depth_m: float
    length_m: float
    way: Way
    disorder: float


GRAINS = {
    Use.VILLAGE: Grain(58, 95, Way.LANE, 0.14),
    Use.PAVILION: Grain(74, 190, Way.STREET, 0.05),
    Use.SUBDIVISION: Grain(70, 150, Way.STREET, 0.08),
    Use.VILLA: Grain(92, 230, Way.LANE, 0.07),
    Use.INDUSTRY: Grain(170, 260, Way.STREET, 0.05),
    Use.ALLOTMENT: Grain(200, 420, Way.LANE, 0.04),
}

_DITCH_M = 0.8
_REACH_M = 140.0

_VILLAGES = ((VALMARTIN, 205.0), (AULNES, 150.0), (SAINT_FIACRE, 165.0))
"""Radius of each old village. [m]"""


def main_streets(strokes: Sequence[Stroke], shape: Relief) -> list[Street]:
    """Return the drawn ways as smooth curves on the ground."""
    return [Street(stroke.way, stroke.name, _curve(stroke, shape)) for stroke in strokes]


def _curve(stroke: Stroke, shape: Relief) -> LineString:
    points = np.array(stroke.points, dtype=float)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    # Every drawn point is kept as a vertex: two ways that meet there meet exactly.
    steps = [np.linspace(a, b, max(2, math.ceil((b - a) / 12)), endpoint=False) for a, b in pairwise(lengths)]
    places = np.append(np.concatenate(steps), lengths[-1])
    curve = CubicSpline(lengths, points, bc_type="natural")(places)
    return cast(LineString, shapely.set_precision(bend(LineString(curve), shape), GRID_M))


def quarters(streets: Sequence[Street]) -> list[Polygon]:
    """Return the land between the main ways, from the south-west to the north-east."""
    network = shapely.union_all([street.axis for street in streets], grid_size=GRID_M)
    faces = polygons(shapely.polygonize([network]), 2000)
    return sorted(faces, key=lambda face: (round(face.centroid.y / 50), face.centroid.x))


def nature(point: tuple[float, float], quarter: int) -> Use:
    """Return the kind of houses that were built at a place of the blueprint."""
    if any(math.dist(point, commune.centre) < radius for commune, radius in _VILLAGES):
        return Use.VILLAGE
    if point[1] < 330:
        return Use.INDUSTRY if 720 < point[0] < 1720 and point[1] < 300 else Use.PAVILION
    if point[1] > 1340:
        return Use.SUBDIVISION if quarter % 3 else Use.VILLA
    return Use.PAVILION if quarter % 4 else Use.SUBDIVISION


def commune_at(point: tuple[float, float]) -> Commune:
    """Return the commune that holds a quarter, from a place of the blueprint."""
    along, up = point
    if up > 1340 or (up > 985 and along > 560):
        return VALMARTIN if along < 420 else SAINT_FIACRE
    return VALMARTIN if along < 1130 or (along < 1240 and up > 600) else AULNES


@dataclass(frozen=True, eq=False, slots=True)
class Places:
    """The points of the drawing that give their use to the land around them, on the ground."""

    uses: tuple[Use, ...]
    points: tuple[Point, ...]

    def use_of(self, quarter: Polygon) -> Use | None:
        """Return the use that takes a quarter whole, if one is drawn inside."""
        drawn = zip(self.uses, self.points, strict=True)
        return next((use for use, point in drawn if use in QUARTERS and quarter.contains(point)), None)


def blocks(
    streets: Sequence[Street], places: Places, shape: Relief, rng: np.random.Generator, extent: Polygon
) -> tuple[list[Street], list[Block]]:
    """
    Cut every quarter whose middle is in the extent (of the blueprint) into blocks.

    Returns
    -------
    streets
        The given ways and the new ones.
    blocks
        With their land, in the order of the quarters.
    """
    every, faces = list(streets), []
    for number, quarter in enumerate(quarters(streets)):
        flat = flatten_points(shapely.get_coordinates(quarter.representative_point()), shape)[0]
        if not extent.contains(Point(flat)):
            continue
        commune = commune_at((flat[0], flat[1]))
        whole = places.use_of(quarter)
        pieces = [quarter] if whole else _cut_quarter(quarter, number, shape, rng, every)
        faces += [(whole or _use_at(face, number, shape), commune, face, number) for face in pieces]
    return every, _lands(_with_uses(faces, places), every)


def _with_uses(faces: Sequence[Face], places: Places) -> list[Face]:
    """Give each drawn use to the stoutest block near its point."""
    result = list(faces)
    for use, point in zip(places.uses, places.points, strict=True):
        near = [i for i, face in enumerate(result) if face[2].distance(point) < _REACH_M]
        if use not in QUARTERS and near:
            best = min(near, key=partial(_unfitness, result, point))
            result[best] = (use, *result[best][1:])
    return result


def _unfitness(faces: Sequence[Face], point: Point, number: int) -> float:
    use, _, outline, _ = faces[number]
    slimness = outline.length**2 / outline.area / 16 - 1
    wrong_size = 0 if 4500 < outline.area < 24000 else 300
    return outline.distance(point) + 90 * slimness + wrong_size + (0 if use in GRAINS else math.inf)


def _use_at(face: Polygon, quarter: int, shape: Relief) -> Use:
    flat = flatten_points(np.array([[face.centroid.x, face.centroid.y]]), shape)[0]
    return nature((flat[0], flat[1]), quarter)


def _cut_quarter(
    quarter: Polygon, number: int, shape: Relief, rng: np.random.Generator, streets: list[Street]
) -> Iterator[Polygon]:
    grain = GRAINS[_use_at(quarter, number, shape)]
    frame, length, depth = long_frame(quarter)
    lines = _new_streets(enter(quarter, frame), length, depth, grain, rng)
    chosen = next((line for line in (leave(line, frame) for line in lines) if _is_fair(quarter, line, grain)), None)
    if chosen is None:
        yield quarter
        return
    way = Way.FOOTPATH if length < 260 and rng.random() < 0.12 else grain.way
    axis = shapely.intersection(chosen, quarter)
    streets += [Street(way, "", part) for part in shapely.get_parts(axis) if part.length > 5]
    for piece in cut(quarter, chosen):
        yield from _cut_quarter(piece, number, shape, rng, streets)


def _is_fair(quarter: Polygon, line: LineString, grain: Grain) -> bool:
    pieces = cut(quarter, line)
    depths = [piece.area / long_frame(piece)[1] for piece in pieces]
    return len(pieces) > 1 and min(depths) > 0.6 * grain.depth_m and min(piece.area for piece in pieces) > 1200


def _new_streets(
    flat: Polygon, length: float, depth: float, grain: Grain, rng: np.random.Generator
) -> list[LineString]:
    rows, columns = round(depth / grain.depth_m), round(length / grain.length_m)
    wobble, tilt = rng.normal(0, grain.disorder, 2)
    upper = bool(rng.random() < 0.5)
    along = [parallel_line(flat, _share(rows, wobble), upper=side) for side in (upper, not upper)]
    along.append(guide_line(flat, 0.5))
    across = [cross_line(flat, _share(columns, wobble), tilt), cross_line(flat, 0.5, 0.0), cross_line(flat, 0.4, 0.0)]
    is_deep, is_long = depth > grain.depth_m * 1.6, length > grain.length_m * 1.4
    if is_deep and is_long:
        return along + across if rng.random() < 0.6 else across + along
    return along if is_deep else across if is_long else []


def _share(parts: int, wobble: float) -> float:
    parts = max(parts, 2)
    return float(np.clip((parts // 2) / parts + wobble / parts, 0.25, 0.75))


def _lands(faces: Sequence[Face], streets: Sequence[Street]) -> list[Block]:
    halves = [WIDTHS_M[street.way] / 2 for street in streets]
    axes = [street.axis for street in streets]
    roads = shapely.buffer(axes, halves, quad_segs=2, cap_style="flat", join_style="mitre")
    tree = STRtree(roads)
    return [
        Block(use, commune, face, land, quarter)
        for use, commune, face, quarter in faces
        for land in _land(face, roads[tree.query(face, predicate="intersects")], use)
    ]


def _land(face: Polygon, roads: NDArray[np.object_], use: Use) -> list[Polygon]:
    free = shapely.difference(face, shapely.union_all(roads))
    size = 2.2 if use is Use.VILLAGE else 3.6
    corners = [chamfer(cast(Polygon, part.simplify(0.15)), size) for part in polygons(free, 150)]
    return [shapely.set_precision(corner, GRID_M) for corner in corners]


def railway_land(streets: Sequence[Street], blocks_: Sequence[Block]) -> list[Block]:
    """Return the railway's own land, cut where streets bridge it and where communes meet."""
    rails = [street for street in streets if street.way is Way.RAILWAY]
    if not rails:
        return []
    bridges = [
        shapely.buffer(street.axis, WIDTHS_M[street.way] / 2, cap_style="flat")
        for street in streets
        if street.way is not Way.RAILWAY and street.axis.crosses(rails[0].axis)
    ]
    # A ditch keeps the railway's limits apart from its neighbours'.
    half = WIDTHS_M[Way.RAILWAY] / 2 - _DITCH_M
    corridor = shapely.union_all([shapely.buffer(rail.axis, half, cap_style="flat") for rail in rails])
    free = shapely.difference(corridor, shapely.union_all(bridges))
    lands = []
    for commune in (VALMARTIN, AULNES, SAINT_FIACRE):
        faces = shapely.union_all([block.face for block in blocks_ if block.commune is commune], grid_size=GRID_M)
        lands += [(commune, part) for part in polygons(shapely.intersection(free, faces), 300)]
    precise = [(commune, shapely.set_precision(part, GRID_M)) for commune, part in lands]
    return [Block(Use.RAILWAY, commune, part, part, 0) for commune, part in precise]


def segments(streets: Sequence[Street]) -> list[Street]:
    """Return the streets cut at every crossing, as BD TOPO keeps them."""
    ways = [street for street in streets if street.way is not Way.RAILWAY]
    network = shapely.union_all([street.axis for street in ways], grid_size=0.01)
    parts = [part for part in shapely.get_parts(shapely.line_merge(network)) if part.length > 3]
    middles = shapely.line_interpolate_point(parts, 0.5, normalized=True)
    nearest = STRtree([street.axis for street in ways]).nearest(middles)
    return [Street(ways[i].way, ways[i].name, part) for i, part in zip(nearest, parts, strict=True)]
