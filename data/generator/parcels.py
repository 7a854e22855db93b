"""Parcels: each block is cut into strips that face a street, each strip into lots, as surveyors did."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString, Polygon

from data.generator.blueprint import Use
from data.generator.plane import (
    GRID_M,
    Floats,
    cross_line,
    cut,
    cut_all,
    enter,
    guide_line,
    leave,
    long_frame,
)
from data.generator.streets import Block


@dataclass(frozen=True, slots=True)
class Lot:
    """
    A parcel before it has a number.

    Attributes
    ----------
    block, strip, rank
        Its place: the lots of a strip touch in the order of their rank.
    front
        Its longest straight edge on a street; missing for land without access.
    vacant
        Nothing was ever built, or nothing is left.
    """

    use: Use
    polygon: Polygon
    block: int
    strip: int
    rank: int
    front: LineString | None
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class Custom:
    """
    How a kind of block is parcelled.

    Attributes
    ----------
    width_m
        Lower quartile and upper quartile of a lot's width on the street.
    large
        Share of lots three or four times as wide (blocks of flats, workshops).
    split
        Share of lots whose rear was sold apart.
    disorder
        How far limits stray from square. [rad]
    """

    width_m: tuple[float, float]
    large: float
    split: float
    disorder: float
    least_m2: float


CUSTOMS = {
    Use.VILLAGE: Custom((7.0, 12.0), 0.03, 0.10, 0.06, 60),
    Use.PAVILION: Custom((10.2, 13.6), 0.025, 0.05, 0.012, 110),
    Use.SUBDIVISION: Custom((14.0, 19.0), 0.03, 0.03, 0.02, 160),
    Use.VILLA: Custom((20.0, 29.0), 0.03, 0.08, 0.02, 300),
    Use.INDUSTRY: Custom((38.0, 75.0), 0.0, 0.0, 0.01, 700),
    Use.ALLOTMENT: Custom((8.0, 15.0), 0.0, 0.0, 0.02, 120),
}

_NODE_M = 0.05
"""Corners of parcels are kept to five centimetres, so that degrees with seven decimals tell them apart. [m]"""

WHOLE = frozenset({Use.SCHOOL, Use.PARK, Use.SPORT, Use.CEMETERY, Use.RAILWAY})
PARCELLED_LARGE = {Use.ESTATE: 9500.0, Use.WOOD: 62000.0, Use.RESIDENCE: 5200.0}
"""Uses kept in large parcels, and the area above which they are divided. [m²]"""


def lots(blocks: Sequence[Block], rng: np.random.Generator) -> list[Lot]:
    """Return the parcels of every block, those of one block sharing their limits exactly."""
    return [lot for number, block in enumerate(blocks) for lot in _block_lots(block, number, rng)]


def _block_lots(block: Block, number: int, rng: np.random.Generator) -> list[Lot]:
    if block.use in WHOLE:
        strips = [[block.land]]
    elif block.use in PARCELLED_LARGE:
        strips = [[piece] for piece in _halve(block.land, PARCELLED_LARGE[block.use], rng)]
    else:
        strips = [_slices(strip, guide, CUSTOMS[block.use], rng) for strip, guide in _strips(block, rng)]
        strips = [piece for strip in strips for piece in _sell_rears(strip, CUSTOMS[block.use], rng)]
    rough = [
        Lot(block.use, polygon, number, strip, rank, None)
        for strip, pieces in enumerate(strips)
        for rank, polygon in enumerate(pieces)
    ]
    return _with_fronts(_noded(rough), block.land)


def renoded(every: Sequence[Lot], block: int, land: Polygon) -> list[Lot]:
    """Return the lots after limits of one block were redrawn: vertices shared again, fronts found again."""
    first = next(i for i, lot in enumerate(every) if lot.block == block)
    members = [lot for lot in every if lot.block == block]
    return [*every[:first], *_with_fronts(_noded(members), land), *every[first + len(members) :]]


def _halve(land: Polygon, most_m2: float, rng: np.random.Generator) -> Iterator[Polygon]:
    frame, _, _ = long_frame(land)
    pieces = cut(land, leave(cross_line(enter(land, frame), rng.uniform(0.36, 0.64), rng.normal(0, 0.1)), frame))
    if land.area < most_m2 or len(pieces) < 2:
        yield land
        return
    for piece in pieces:
        yield from _halve(piece, most_m2, rng)


def _strips(block: Block, rng: np.random.Generator) -> list[tuple[Polygon, LineString]]:
    """Return each strip with the line that its lots turn their back to."""
    frame, length, depth = long_frame(block.land)
    flat = enter(block.land, frame)
    ends: list[tuple[Polygon, LineString]] = []
    if length > 95 and depth > 52 and block.use is not Use.ALLOTMENT:
        flat, ends = _end_strips(flat, rng)
    guide = guide_line(flat, 0.5 + rng.normal(0, 0.05))
    is_deep = flat.area / length > (30 if block.use is Use.VILLAGE else 41)
    is_double = is_deep and block.use not in {Use.INDUSTRY, Use.ALLOTMENT}
    rows = cut(flat, _stepped(guide, rng)) if is_double else [flat]
    strips = [(row, guide) for row in rows] + ends
    return [(leave(strip, frame), leave(line, frame)) for strip, line in strips]


def _end_strips(flat: Polygon, rng: np.random.Generator) -> tuple[Polygon, list[tuple[Polygon, LineString]]]:
    """Take from both ends of a block the lots that face the cross streets, in one block out of two."""
    strips = []
    for is_east in (False, True):
        if rng.random() < 0.45:
            continue
        line = _end_line(flat, rng.uniform(21, 29), is_east=is_east)
        pieces = sorted(cut(flat, line), key=lambda piece: piece.centroid.x, reverse=is_east)
        if len(pieces) == 2 and pieces[0].area > 500 and pieces[1].area > 2 * pieces[0].area:
            strips.append((pieces[0], line))
            flat = pieces[1]
    return flat, strips


def _end_line(flat: Polygon, inset_m: float, *, is_east: bool) -> LineString:
    west, south, east, north = flat.bounds
    ring = shapely.get_coordinates(flat.exterior)
    side = east if is_east else west
    low, high = (ring[np.hypot(ring[:, 0] - side, ring[:, 1] - y).argmin()] for y in (south, north))
    along = (high - low) / max(math.hypot(*(high - low)), 1.0)
    shift = np.array([-inset_m if is_east else inset_m, 0.0])
    return LineString([low + shift - 60 * along, high + shift + 60 * along])


def _stepped(guide: LineString, rng: np.random.Generator) -> LineString:
    """Return the rear limit of two rows: the guide, moved now and then where an owner bought a few metres."""
    cuts = np.cumsum(rng.uniform(25, 70, 40))
    cuts = cuts[cuts < guide.length]
    moves = np.where(rng.random(len(cuts) + 1) < 0.55, 0.0, rng.normal(0, 2.2, len(cuts) + 1))
    stations = np.concatenate([[0.0], np.repeat(cuts, 2), [guide.length]])
    points = shapely.get_coordinates(shapely.line_interpolate_point(guide, stations))
    points[:, 1] += np.repeat(moves, 2)
    return LineString(points)


def _slices(strip: Polygon, guide: LineString, custom: Custom, rng: np.random.Generator) -> list[Polygon]:
    """Cut a strip into lots square to its guide, in order along it."""
    ends = shapely.line_locate_point(guide, shapely.points(shapely.get_coordinates(strip)))
    stations = _stations(float(ends.min()), float(ends.max()), custom, rng)
    pieces = cut_all(strip, [_normal(guide, station, rng.normal(0, custom.disorder)) for station in stations])
    places = shapely.line_locate_point(guide, shapely.centroid(pieces))
    return _merge_small([pieces[i] for i in np.argsort(places, kind="stable")], custom.least_m2)


def _stations(start: float, end: float, custom: Custom, rng: np.random.Generator) -> Floats:
    low, high = custom.width_m
    count = max(1, math.ceil((end - start) / low) + 2)
    # Neighbours were sold in series of equal plots: the width changes every few lots only.
    series = np.repeat(rng.uniform(low, high, count), rng.integers(2, 7, count))[:count]
    widths = series + rng.normal(0, 0.35, count)
    large = rng.random(count) < custom.large
    widths = np.where(large, rng.uniform(30, 46, count), widths)
    edges = np.cumsum(widths)
    span = end - start
    edges = edges[edges < span - 0.6 * low]
    stations: Floats = start + edges
    return stations


def _normal(guide: LineString, station: float, lean: float) -> LineString:
    before, here, after = shapely.get_coordinates(
        shapely.line_interpolate_point(guide, [max(station - 22, 0.0), station, min(station + 22, guide.length)])
    )
    angle = math.atan2(*(after - before)[::-1]) + math.pi / 2 + lean
    reach = 190 * np.array([math.cos(angle), math.sin(angle)])
    return LineString([here - reach, here + reach])


def _merge_small(pieces: list[Polygon], least_m2: float) -> list[Polygon]:
    merged: list[Polygon] = []
    carried: Polygon | None = None
    for piece in pieces:
        union = piece if carried is None else _joined(carried, piece)
        carried = None
        if union is None or union.area >= least_m2:
            merged.append(piece if union is None else union)
        else:
            carried = union
    if carried is not None:
        union = _joined(merged.pop(), carried) if merged else carried
        merged += [carried] if union is None else [union]
    return merged


def _joined(a: Polygon, b: Polygon) -> Polygon | None:
    union = shapely.union_all([a, b], grid_size=GRID_M)
    return union if isinstance(union, Polygon) else None


def _sell_rears(strip: list[Polygon], custom: Custom, rng: np.random.Generator) -> Iterator[list[Polygon]]:
    """Keep the strip, and set apart the rear gardens that were sold to somebody else."""
    kept = []
    for lot in strip:
        if rng.random() >= custom.split or lot.area < 3 * custom.least_m2:
            kept.append(lot)
            continue
        frame, length, depth = long_frame(lot)
        pieces = cut(lot, leave(cross_line(enter(lot, frame), rng.choice([0.42, 0.58]), 0.0), frame))
        if len(pieces) == 2 and length > 1.5 * depth:
            kept.append(pieces[0])
            yield [pieces[1]]
        else:
            kept.append(lot)
    yield kept


def _noded(rough: list[Lot]) -> list[Lot]:
    """Return the lots with every vertex of a limit in both neighbours."""
    # Coarser than the cuts: limits that rounding moved apart by a millimetre fall together again.
    linework = shapely.union_all([lot.polygon.boundary for lot in rough], grid_size=_NODE_M)
    faces = shapely.get_parts(shapely.polygonize([linework]))
    owned: dict[int, list[Polygon]] = {}
    marks = shapely.point_on_surface(faces)
    for face, mark in zip(faces, marks, strict=True):
        owner = next((i for i, lot in enumerate(rough) if lot.polygon.contains(mark)), None)
        if owner is not None:
            owned.setdefault(owner, []).append(face)
    return [replace(rough[i], polygon=max(parts, key=lambda part: part.area)) for i, parts in sorted(owned.items())]


def _with_fronts(block_lots: list[Lot], land: Polygon) -> list[Lot]:
    return [replace(lot, front=_front(lot.polygon, land)) for lot in block_lots]


def _front(polygon: Polygon, land: Polygon) -> LineString | None:
    ring = shapely.get_coordinates(shapely.simplify(polygon, 0.25).exterior)
    edges = np.stack([ring[:-1], ring[1:]], axis=1)
    lengths = np.hypot(*(edges[:, 1] - edges[:, 0]).T)
    gaps = shapely.distance(shapely.points(edges.mean(axis=1)), land.exterior)
    lengths[(gaps > 0.35) | (lengths < 2.5)] = 0
    best = int(lengths.argmax())
    return LineString(edges[best]) if lengths[best] > 0 else None
