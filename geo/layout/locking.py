"""A garden laid out again around what is to stay: its path and some of its zones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, permutations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.errors import GEOSException

from geo.geometry import GRID_M
from geo.layout.canvas import Canvas, largest
from geo.layout.chords import chords_of
from geo.layout.drawing import Drawn, plan_of, sound, zones_of
from geo.layout.power import power_zones
from geo.layout.programme import Programme
from geo.layout.slices import Cell, Unrolled
from geo.plans import Plan, Zone

Numbers = NDArray[np.float64]

_TRIED, _SPARE = 24, 4
_EAST = np.array([1.0, 0.0])


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


def laid_again(canvas: Canvas, programme: Programme, locked: Locked) -> Iterator[Plan]:
    """
    Divide what is not locked anew, by power diagrams around the middles of the zones that were there.

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
        First with every zone near to where it was, then with zones changing places; last what cannot be valid.
    """
    old = {zone: canvas.moved(polygon) for zone, polygon in locked.plan.zones.items()}
    paths = canvas.moved(locked.plan.paths)
    kept = {zone: old[zone] for zone in locked.zones if zone in old}
    free = [zone for zone in programme.zones if zone not in kept]
    land = _rest(canvas, paths, kept)
    part = programme.model_copy(update={"zones": {zone: programme.zones[zone] for zone in free}})
    places = [shapely.get_coordinates(old[zone].centroid)[0] for zone in free if zone in old]
    if not free or len(places) < len(free) or not land.cells:
        return
    gate = shapely.get_coordinates(canvas.moved(locked.plan.entrance))[0]
    spare: list[Plan] = []
    for order in islice(permutations(range(len(free))), _TRIED):
        seeds = {zone: places[number] for zone, number in zip(free, order, strict=True)}
        found = _divided(land, free, part, seeds, loosely=len(spare) < _SPARE)
        if found is not None:
            whole = Drawn({zone: (kept | dict(found.zones))[zone] for zone in programme.zones}, paths)
            if sound(whole, canvas, gate, programme):
                yield plan_of(canvas, whole, gate, programme)
            elif len(spare) < _SPARE:
                spare.append(plan_of(canvas, whole, gate, programme))
    yield from spare


def _rest(canvas: Canvas, paths: Polygon, kept: Mapping[Zone, Polygon]) -> Unrolled:
    """Return the land that is neither path nor locked."""
    rest = canvas.land.difference(shapely.union_all([paths, *kept.values()], grid_size=GRID_M))
    pieces = tuple(part for part in shapely.get_parts(rest) if part.area > 1.0)
    return Unrolled(paths, (Cell(chords_of(pieces, _EAST), pieces, (), forwards=True),) if pieces else ())


def _divided(
    land: Unrolled, free: list[Zone], programme: Programme, seeds: Mapping[Zone, Numbers], *, loosely: bool
) -> Drawn | None:
    try:
        found = zones_of(land, free, programme, lambda land, _, wanted: power_zones(land.pieces, seeds, wanted))
        return found or (_loosely(land, programme, seeds) if loosely else None)
    except GEOSException:
        return None  # overlays fail on nearly equal vertices: another order will do


def _loosely(land: Unrolled, programme: Programme, seeds: Mapping[Zone, Numbers]) -> Drawn | None:
    """Divide the land as well as it goes, for the rules to say what is wrong."""
    shapes = power_zones(land.pieces, seeds, programme.targets_m2(land.area_m2))
    zones = {zone: largest(shape) for zone, shape in shapes.items()}
    return None if any(polygon.is_empty for polygon in zones.values()) else Drawn(zones, land.paths)
