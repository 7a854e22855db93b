"""Tables, benches, raised beds, taps and the small things that make a garden welcoming."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.layout.furnish.packing import Boxes, snug, take
from geo.plans import ObjectKind, PlannedObject, Zone

Numbers = NDArray[np.float64]

_TABLE_M = ((2.2, 0.8), (0.8, 2.2))
_SMALL_TABLE_M = ((1.5, 0.7), (0.7, 1.5))
_BENCH_M = ((1.5, 0.45), (0.45, 1.5))
_SMALL_BENCH_M = ((1.2, 0.4), (0.4, 1.2))
_RAISED_M = ((1.8, 0.8), (0.8, 1.8))
_SMALL_RAISED_M = ((1.2, 0.7), (0.7, 1.2))
_CIRCLE_M = 3.04
_TWO_TABLES_M2 = 45.0
_TAP_REACH_M = 24.4
_TAP_M = (0.25, 0.25)
_MOST_TAPS = 6
_GIVEN_UP, _BY_PATH_M, _NEAR_M = 4, 0.5, 24.0
_ROOM_M, _TIGHT_M = 0.6, 0.15

Objects = tuple[PlannedObject, ...]


def gathering(zone: Polygon) -> tuple[Objects, Polygon]:
    """
    Furnish the place where people meet: a free circle of 3 m, one or two tables, two to four benches.

    Parameters
    ----------
    zone
        Of the plan.

    Returns
    -------
    objects, circle
        The furniture, and what must stay free of it.
    """
    tables = 2 if zone.area >= _TWO_TABLES_M2 else 1
    best: tuple[Objects, Polygon] = ((), Polygon())
    for centre in _centres(zone):
        circle = centre.buffer(_CIRCLE_M / 2, quad_segs=16)
        found = _seats(zone.difference(circle), tables, centre)
        if len(found) > len(best[0]):
            best = found, circle
        if len(found) == 3 * tables:
            break
    return best if best[0] else (_seats(zone, 1, zone.centroid), Polygon())


def _centres(zone: Polygon) -> list[Point]:
    """Return where the free circle can be: in the middle of a large place, aside on a small one."""
    room = zone.buffer(-_CIRCLE_M / 2, quad_segs=4)
    if room.is_empty:
        return []
    aside = [Point(place) for place in shapely.get_coordinates(shapely.convex_hull(room).simplify(0.3))[:-1]]
    aside.sort(key=lambda place: -round(place.distance(zone.centroid), 2))
    middle = [Point(shapely.maximum_inscribed_circle(zone, tolerance=0.1).coords[0])]
    return middle + aside[:5] if zone.area >= _TWO_TABLES_M2 else aside[:5] + middle


def _seats(free: BaseGeometry, tables: int, near: Point) -> Objects:
    found: list[PlannedObject] = []
    wanted = [(ObjectKind.TABLE, (_TABLE_M, _SMALL_TABLE_M))] * tables
    wanted += [(ObjectKind.BENCH, (_BENCH_M, _SMALL_BENCH_M))] * (2 * tables)
    for kind, choices in wanted:
        boxes = [box for sizes in choices if (box := _put(free, sizes, near)) is not None]
        if boxes:
            found.append(PlannedObject(kind, boxes[0]))
            room = _ROOM_M if free.area > _TWO_TABLES_M2 else _TIGHT_M
            free = free.difference(boxes[0].buffer(room, join_style="mitre"))
    return tuple(found)


def _put(free: BaseGeometry, sizes: Sequence[tuple[float, float]], near: BaseGeometry) -> Polygon | None:
    boxes = snug(free, sizes)
    return take(free, boxes, shapely.distance(boxes, near) - 0.5 * shapely.area(boxes))


def _less(zone: BaseGeometry, objects: Sequence[PlannedObject], room_m: float) -> BaseGeometry:
    """Return a zone without the room that objects take."""
    taken = [thing.footprint.buffer(room_m, join_style="mitre") for thing in objects]
    return zone.difference(shapely.union_all(taken)) if taken else zone


def raised_beds(hosts: Sequence[Polygon], paths: Polygon, count: int, taken: Sequence[PlannedObject]) -> Objects:
    """
    Put accessible raised beds along the path.

    Parameters
    ----------
    hosts
        Zones that may hold them, the best first.
    count
        How many.
    taken
        What stands there already.
    """
    found: list[PlannedObject] = []
    for host in hosts:
        free = _less(host, taken, 0.3)
        while len(found) < count:
            boxes = snug(free, (*_RAISED_M, *_SMALL_RAISED_M))
            cost = shapely.distance(boxes, paths) - 0.3 * shapely.area(boxes)
            box = take(free, boxes, np.where(shapely.distance(boxes, paths) <= 1.0, cost, np.inf))
            if box is None:
                break
            found.append(PlannedObject(ObjectKind.RAISED_BED, box))
            free = free.difference(box.buffer(0.2, join_style="mitre"))
    return tuple(found)


def watered(
    zones: Mapping[Zone, Polygon], paths: Polygon, beds: Sequence[Polygon], taken: Sequence[PlannedObject]
) -> tuple[tuple[Polygon, ...], Objects]:
    """
    Put taps along the path, and leave out the smallest bed on it where there is room for a tap nowhere else.

    Parameters
    ----------
    zones
        Of the plan.
    taken
        What stands in the zones already.

    Returns
    -------
    beds, taps
        The beds that are left; the taps.
    """
    kept = tuple(beds)
    found, dry = taps(zones, paths, kept, taken)
    for _ in range(_GIVEN_UP):
        on_path = [bed for bed in kept if bed.distance(paths) <= _BY_PATH_M and _near(bed, dry)]
        if not on_path:
            break
        least = min(on_path, key=lambda bed: bed.area)
        kept = tuple(bed for bed in kept if bed is not least)
        found, dry = taps(zones, paths, kept, taken)
    return kept, found


def _near(bed: Polygon, corners: Numbers) -> bool:
    """Return whether a tap in place of a bed would serve some corners."""
    return bool((shapely.distance(shapely.points(corners), bed) < _NEAR_M).any())


def taps(
    zones: Mapping[Zone, Polygon], paths: Polygon, beds: Sequence[Polygon], taken: Sequence[PlannedObject]
) -> tuple[Objects, Numbers]:
    """
    Put taps along the path so that no place of a bed is more than 25 m from one: as few as that takes.

    Parameters
    ----------
    zones
        Of the plan.
    taken
        What stands in the zones already.

    Returns
    -------
    taps, dry
        The taps; corners of beds for which there is none, shape (corners, 2). [m]
    """
    corners = shapely.get_coordinates(np.array(beds, object))
    places = _tap_places(zones, paths, beds, taken)
    middles = shapely.get_coordinates(shapely.centroid(places))
    found: list[PlannedObject] = []
    while corners.size and places.size and len(found) < _MOST_TAPS:
        near = np.hypot(*(corners[:, None] - middles[None]).transpose(2, 0, 1)) <= _TAP_REACH_M
        best = int(np.argmax(near.sum(axis=0)))
        if not near[:, best].any():
            break
        found.append(PlannedObject(ObjectKind.TAP, Polygon(places[best])))
        corners = corners[~near[:, best]]
    return tuple(found), corners


def _tap_places(
    zones: Mapping[Zone, Polygon], paths: Polygon, beds: Sequence[Polygon], taken: Sequence[PlannedObject]
) -> Boxes:
    """Return where a tap can stand: off the potager if possible, along the path."""
    others = [_less(zone, taken, 0.1) for name, zone in zones.items() if name is not Zone.POTAGER]
    alleys = zones[Zone.POTAGER].difference(shapely.union_all(shapely.buffer(np.array(beds, object), 0.52)))
    spots = [snug(land, (_TAP_M,)) for land in (*others, alleys)]
    places = np.concatenate(spots)
    return np.asarray(places[shapely.distance(places, paths) <= 0.5])


_SMALL: tuple[tuple[ObjectKind, tuple[tuple[float, float], ...], tuple[Zone, ...]], ...] = (
    (ObjectKind.NOTICE_BOARD, ((1.2, 0.2),), (Zone.FLEURS, Zone.ACCUEIL)),
    (ObjectKind.BIKE_RACK, ((2.0, 0.8), (1.0, 0.8)), (Zone.FLEURS, Zone.ACCUEIL)),
    (ObjectKind.INSECT_HOTEL, ((0.8, 0.3),), (Zone.FLEURS, Zone.VERGER, Zone.AROMATIQUES)),
)


def small_things(
    zones: Mapping[Zone, Polygon], gate: Point, taken: Sequence[PlannedObject], reserved: Polygon
) -> Objects:
    """
    Put the notice board and the bike rack near the gate, the insect hotel among the flowers.

    Parameters
    ----------
    taken, reserved
        What stands in the zones already, and what must stay free.
    """
    found: list[PlannedObject] = []
    for kind, sizes, hosts in _SMALL:
        lands = [_less(zones[zone], [*taken, *found], 0.4) for zone in hosts if zone in zones]
        free = [land.difference(reserved) for land in lands]
        spots = [snug(land, sizes) for land in free]
        best = [(float(shapely.distance(boxes, gate).min()), n) for n, boxes in enumerate(spots) if boxes.size]
        if best:
            boxes = spots[min(best)[1]]
            found.append(
                PlannedObject(kind, Polygon(boxes[int(np.argmin(np.round(shapely.distance(boxes, gate), 6)))]))
            )
    return tuple(found)
