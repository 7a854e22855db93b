"""The shed, the compost bays and the tank: tucked against the edges of the service zone, each with a way to it."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.layout.furnish.packing import Boxes, snug
from geo.plans import ObjectKind, PlannedObject

Numbers = NDArray[np.float64]

SHEDS_M = ((2.5, 2.0), (2.0, 2.5), (3.1, 1.6), (1.6, 3.1))
"""5 m²: no formality [Code de l'urbanisme, R421-2]. [m]"""
LARGE_SHEDS_M = ((4.0, 2.5), (2.5, 4.0))
"""With a déclaration préalable, on a large service zone. [m]"""
SMALL_SHEDS_M = ((2.0, 2.0), (2.5, 1.4), (1.4, 2.5), (2.0, 1.5), (1.5, 2.0))
"""Where the zone holds no larger one. [m]"""
BAY_M = 1.0
TANK_M = 1.2

_LARGE_ZONE_M2 = 40.0
_WAY_M = 0.72
_NEIGHBOURS_M = 5.1
"""Compost keeps 5 m off the neighbours' windows (our assumption). [m]"""
_SHEDS_TRIED, _ROWS_TRIED, _TANKS_TRIED = 4, 5, 4
_APART_M = 0.7


def service_objects(
    zone: Polygon, paths: Polygon, neighbours: BaseGeometry, *, shed_m2: float = 5.0
) -> tuple[PlannedObject, ...]:
    """
    Furnish the service zone: shed, three compost bays (two where there is no room), tank.

    Parameters
    ----------
    zone, paths
        Of the plan.
    neighbours
        Buildings around the site.
    shed_m2
        Largest shed. [m²]
    """
    large = LARGE_SHEDS_M if zone.area >= _LARGE_ZONE_M2 else ()
    quiet = zone if neighbours.is_empty else zone.difference(neighbours.buffer(_NEIGHBOURS_M, quad_segs=8))
    for open_air in (quiet, zone) if quiet is not zone else (zone,):
        for sizes in (large, SHEDS_M, SMALL_SHEDS_M):
            wanted = [size for size in sizes if np.prod(size) <= shed_m2]
            for shed in _tucked(snug(zone, wanted), zone, paths, _SHEDS_TRIED):
                for found in _around(shed, zone, open_air, paths):
                    return found
    return ()


def _tucked(boxes: Boxes, zone: Polygon, paths: Polygon, count: int) -> list[Polygon]:
    """Return some boxes that stand apart, first those that lean on edges away from the path."""
    if not boxes.size:
        return []
    rim = zone.boundary.difference(paths.buffer(0.1, quad_segs=2)).buffer(0.15, quad_segs=2)
    front = zone.boundary.intersection(paths.buffer(0.1, quad_segs=2)).buffer(0.15, quad_segs=2)
    edges = shapely.boundary(boxes)
    leaning = shapely.length(shapely.intersection(edges, rim)) - 0.6 * shapely.length(
        shapely.intersection(edges, front)
    )
    cost = -leaning / np.sqrt(shapely.area(boxes)) - 0.1 * shapely.distance(boxes, paths)
    kept: list[Polygon] = []
    for number in np.argsort(np.round(cost, 3), kind="stable"):
        if all(boxes[number].centroid.distance(other.centroid) > _APART_M for other in kept):
            kept.append(boxes[number])
        if len(kept) == count:
            break
    return kept


def _around(shed: Polygon, zone: Polygon, quiet: BaseGeometry, paths: Polygon) -> Iterator[tuple[PlannedObject, ...]]:
    """Put bays and tank beside a shed, all within reach: three bays if they can be, two else."""
    if not reached([shed], zone, paths):
        return
    free = zone.difference(shed.buffer(0.05, join_style="mitre"))
    open_air = quiet.difference(shed.buffer(0.05, join_style="mitre"))
    for bays in _bay_rows(open_air, zone, paths):
        if not reached([shed, *bays], zone, paths):
            continue
        left = free.difference(shapely.union_all(bays).buffer(0.05, join_style="mitre"))
        for tank in _tucked(snug(left, ((TANK_M, TANK_M),)), zone, paths, _TANKS_TRIED):
            drum = tank.centroid.buffer(TANK_M / 2, quad_segs=8)
            if reached([shed, *bays, drum], zone, paths):
                yield _named(shed, bays, drum)


def _bay_rows(free: BaseGeometry, zone: Polygon, paths: Polygon) -> Iterator[list[Polygon]]:
    """Yield places for the compost: rows of three, rows of two, two single ones."""
    for count in (3, 2):
        sizes = ((count * BAY_M, BAY_M), (BAY_M, count * BAY_M))
        for row in _tucked(snug(free, sizes), zone, paths, _ROWS_TRIED):
            yield _bays(row, count)
    singles = _tucked(snug(free, ((BAY_M, BAY_M),)), zone, paths, _ROWS_TRIED)
    for number, one in enumerate(singles):
        for other in singles[number + 1 :]:
            if one.distance(other) > 0.02:
                yield [one, other]


def _named(shed: Polygon, bays: Sequence[Polygon], drum: Polygon) -> tuple[PlannedObject, ...]:
    return (
        PlannedObject(ObjectKind.SHED, shed),
        *(PlannedObject(ObjectKind.COMPOSTER, bay) for bay in bays),
        PlannedObject(ObjectKind.TANK, drum),
    )


def _bays(row: Polygon, count: int) -> list[Polygon]:
    """Cut a row of compost bays into single ones."""
    corners = shapely.get_coordinates(row)[:4]
    if np.hypot(*(corners[1] - corners[0])) < np.hypot(*(corners[2] - corners[1])):
        corners = np.roll(corners, -1, axis=0)
    along, across = (corners[1] - corners[0]) / count, corners[3] - corners[0]
    starts = [corners[0] + number * along for number in range(count)]
    return [Polygon([start, start + along, start + along + across, start + across]) for start in starts]


def reached(footprints: Sequence[BaseGeometry], zone: Polygon, paths: Polygon) -> bool:
    """
    Return whether a way of 0.70 m leads from the path to each object.

    Examples
    --------
    >>> zone, path, far = shapely.box(0, 0, 4, 3), shapely.box(0, -2, 4, 0), shapely.box(0, 2, 1, 3)
    >>> reached([far], zone, path), reached([far, shapely.box(0, 0, 4, 1)], zone, path)
    (True, False)
    """
    near = paths.intersection(zone.envelope.buffer(2.0, join_style="mitre"))
    floor = shapely.union_all(shapely.buffer([zone, near], 0.003, join_style="mitre"))
    walked = floor.difference(shapely.union_all(footprints)).buffer(-_WAY_M / 2, quad_segs=4)
    ways = shapely.union_all([part for part in shapely.get_parts(walked) if part.intersects(paths)])
    return not ways.is_empty and bool((shapely.distance(ways, footprints) <= _WAY_M / 2 + 0.03).all())
