"""A garden laid out again around what is to stay: its path and some of its zones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.errors import GEOSException

from geo.layout.canvas import Canvas, largest
from geo.layout.drawing import Drawn, plan_of, sound, zones_of
from geo.layout.power import power_zones
from geo.layout.programme import Programme
from geo.layout.slices import Unrolled, beside, cut, placed
from geo.layout.spines import Spine
from geo.plans import Plan, Zone

Numbers = NDArray[np.float64]

_AS_WISHED, _TRIED, _SPARE = 10, 24, 4
_STRETCHED, _CRUMB_M2 = 0.045, 0.5
_SAME = 0.015


@dataclass(frozen=True, eq=False, slots=True)
class Locked:
    """
    What stays of a plan: its path, and some zones as they are.

    Attributes
    ----------
    plan
        Drawn before, on the same ground.
    zones
        Those that do not move.
    """

    plan: Plan
    zones: frozenset[Zone]


def around(programme: Programme, locked: Locked) -> Programme:
    """
    Return a programme in which locked zones have the shares that they have, and the others theirs of what is left.

    Parameters
    ----------
    programme
        For the area of the ground.
    """
    total = sum(polygon.area for polygon in locked.plan.zones.values())
    stays = {zone: 100 * locked.plan.zones[zone].area / total for zone in locked.zones if zone in locked.plan.zones}
    free = sum(needs.share for zone, needs in programme.zones.items() if zone not in stays)
    factor = (100 - sum(stays.values())) / free if free else 1.0
    return programme.with_shares({zone: needs.share * factor for zone, needs in programme.zones.items()} | stays)


def laid_again(canvas: Canvas, programme: Programme, locked: Locked) -> Iterator[Plan]:
    """
    Divide what is not locked anew, by cuts across the same path.

    Parameters
    ----------
    canvas
        The ground.
    programme
        For its area; the zones that are free take their shares of what is left.
    locked
        What stays.

    Yields
    ------
    plan
        The same one first where nothing else is wished; then with every zone near to where it was, with zones changing
        places; last what cannot be valid.
    """
    old = {zone: canvas.moved(polygon) for zone, polygon in locked.plan.zones.items()}
    kept = {zone: old[zone] for zone in locked.zones if zone in old}
    free = {zone: old.get(zone, Polygon()) for zone in programme.zones if zone not in kept}
    if locked.plan.axis.is_empty or not free or any(polygon.is_empty for polygon in free.values()):
        return
    spine, paths = _spine_of(canvas, locked.plan), canvas.moved(locked.plan.paths)
    land = beside(canvas.land, paths, spine, tuple(kept.values()))
    if _unchanged(programme, locked.plan):
        yield plan_of(canvas, Drawn({zone: old[zone] for zone in programme.zones}, paths), spine, programme)
    spare: list[Plan] = []
    for found in _divided(land, spine, programme, free, kept):
        whole = Drawn({zone: (kept | dict(found.zones))[zone] for zone in programme.zones}, paths)
        plan = plan_of(canvas, whole, spine, programme)
        if sound(whole, canvas, spine.gate, programme):
            yield plan
        elif len(spare) < _SPARE:
            spare.append(plan)
    yield from spare


def _unchanged(programme: Programme, plan: Plan) -> bool:
    """Return whether the zones that are wished are those of a plan."""
    wished = programme.targets_m2(sum(polygon.area for polygon in plan.zones.values()))
    if wished.keys() != plan.targets_m2.keys():
        return False
    return all(abs(wished[zone] - target) <= _SAME * target for zone, target in plan.targets_m2.items())


def _spine_of(canvas: Canvas, plan: Plan) -> Spine:
    gate = shapely.get_coordinates(canvas.moved(plan.entrance))[0]
    return Spine(shapely.get_coordinates(canvas.moved(plan.axis)), gate)


def _divided(
    land: Unrolled, spine: Spine, programme: Programme, free: Mapping[Zone, Polygon], kept: Mapping[Zone, Polygon]
) -> Iterator[Drawn]:
    """Divide the land between the free zones in one order after the other; last as well as it goes."""
    if not land.cells:
        return
    gaps = np.sort(_before(land, spine, kept))
    part = programme.only(free)
    orders = _orders(_in_a_row(spine, free))
    for order in orders[:_AS_WISHED]:
        yield from _zones(land, order, part)
    for order, factors in _bordered(orders, part.targets_m2(land.area_m2), gaps):
        yield from _zones(
            land, order, part.with_shares({zone: part.zones[zone].share * factors[zone] for zone in order})
        )
    yield from _loosely(land, part, free)


def _before(land: Unrolled, spine: Spine, zones: Mapping[Zone, Polygon]) -> Numbers:
    """Return how much of the land lies in the row before each zone that is taken out of it. [m²]"""
    numbers = [cell.number for cell in land.cells]
    bounds = np.concatenate([[0.0], np.cumsum([cell.total_m2 for cell in land.cells])])
    found = []
    for number, along in zip(*placed(spine, _middles(zones)), strict=True):
        after = int(np.searchsorted(numbers, number))
        inside = after < len(numbers) and numbers[after] == number
        found.append(bounds[after] + (land.cells[after].before(float(along)) if inside else 0.0))
    return np.array(found)


def _in_a_row(spine: Spine, zones: Mapping[Zone, Polygon]) -> list[Zone]:
    """Return zones in the order in which they lie along a path."""
    place, along = placed(spine, _middles(zones))
    names = list(zones)
    return [names[number] for number in np.lexsort((along, place))]


def _middles(zones: Mapping[Zone, Polygon]) -> Numbers:
    return shapely.get_coordinates(shapely.point_on_surface(np.array(list(zones.values()), object)))


def _orders(zones: Sequence[Zone]) -> list[tuple[Zone, ...]]:
    """Return all orders of zones, those with the fewest changed places first."""
    orders = permutations(range(len(zones)))
    ranked = sorted(orders, key=lambda order: sum(one > other for one, other in combinations(order, 2)))
    return [tuple(zones[number] for number in order) for order in ranked]


def _bordered(
    orders: Sequence[tuple[Zone, ...]], targets: Mapping[Zone, float], gaps: Numbers
) -> Iterator[tuple[tuple[Zone, ...], Mapping[Zone, float]]]:
    """
    Return orders whose borders can lie on the gaps that locked zones make in the row, and by how much that stretches.

    Those come first that it stretches within the tolerance of the areas.
    """
    found = [(order, _stretched(np.array([targets[zone] for zone in order]), gaps)) for order in orders]
    found.sort(key=lambda one: max(float(np.abs(one[1] - 1).max()), _STRETCHED))
    for order, factors in found[:_TRIED]:
        yield order, dict(zip(order, np.clip(factors, 1 - _STRETCHED, 1 + _STRETCHED).tolist(), strict=True))


def _stretched(areas: Numbers, gaps: Numbers) -> Numbers:
    """
    Return the factors that put a border of areas in a row on each gap, the nearest one.

    Examples
    --------
    >>> _stretched(np.array([40.0, 60.0, 100.0]), np.array([104.0])).round(2).tolist()
    [1.04, 1.04, 0.96]
    """
    borders = np.concatenate([[0.0], np.cumsum(areas)])
    ends = [0, *np.abs(borders[:, None] - gaps).argmin(axis=0).tolist(), len(areas)]
    places = [0.0, *gaps.tolist(), borders[-1]]
    factors = np.ones(len(areas))
    for first, last, low, high in zip(ends[:-1], ends[1:], places[:-1], places[1:], strict=True):
        if last > first:
            factors[first:last] = (high - low) / (borders[last] - borders[first])
        elif high - low > _CRUMB_M2:
            return np.full(len(areas), np.inf)  # land between two gaps that no zone takes
    return factors


def _zones(land: Unrolled, order: Sequence[Zone], programme: Programme) -> Iterator[Drawn]:
    try:
        found = zones_of(land, order, programme, cut)
    except GEOSException:
        return  # overlays fail on nearly equal vertices: another order will do
    if found is not None:
        yield found


def _loosely(land: Unrolled, programme: Programme, free: Mapping[Zone, Polygon]) -> Iterator[Drawn]:
    """Divide the land as well as it goes by a power diagram, for the rules to say what is wrong."""
    seeds = {zone: shapely.get_coordinates(polygon.centroid)[0] for zone, polygon in free.items()}
    shapes = power_zones(land.pieces, seeds, programme.targets_m2(land.area_m2))
    zones = {zone: largest(shape) for zone, shape in shapes.items()}
    if not any(polygon.is_empty for polygon in zones.values()):
        yield Drawn(zones, land.paths)
