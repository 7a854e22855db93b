"""From an arrangement to a plan with exact zones: cut, mend, look whether it is worth furnishing."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.geometry import GRID_M
from geo.layout.branches import branches_of
from geo.layout.canvas import Canvas, largest
from geo.layout.detours import HUGGING, Berth
from geo.layout.power import power_zones
from geo.layout.programme import Programme
from geo.layout.slices import Unrolled, cut, unrolled
from geo.layout.spines import PATH_M, Spine
from geo.layout.unrolled import Arrangement
from geo.plans import CLEAR_M, Plan, Zone

Numbers = NDArray[np.float64]

_LEAST_KEPT = 0.9215
_CONTACT_M = 1.1
_BESIDE_BRANCHES_M = 3.1
_GATE_M = 0.28
_CUTS, _TOO_NARROW = 6, 1
_EXACT = 0.012
_SMALL_M2 = 40.0
_CORNER_M2, _CORNER_EDGE_M = 0.6, 0.8
_ROUNDINGS = (0.6, 0.8, 1.0)
_LEAST_ROUNDED = 0.7
_LEAST_FILLED = 0.961
_LEAST_WHOLE = 0.6
_CRUMB_M2 = 0.02
_BALANCED, _BALANCED_M2 = 2, 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """Zones cut and mended, and the path."""

    zones: Mapping[Zone, Polygon]
    paths: Polygon


@dataclass(frozen=True, slots=True)
class Slack:
    """
    How far areas may be from what the programme wants.

    Attributes
    ----------
    share, least_m2
        Of a zone's target [0–1]; so much in any case [m²].
    extra_m2
        Aimed at beyond the target by small zones that would be too narrow. [m²]
    """

    share: float
    least_m2: float
    extra_m2: float


EXACT = Slack(share=0.029, least_m2=0.0, extra_m2=0.0)
ALLOWED = Slack(share=0.048, least_m2=1.9, extra_m2=1.4)
"""Just within the rules: 5 % of the target, or 2 m²."""

Division = Callable[[Unrolled, Sequence[Zone], Mapping[Zone, float]], Mapping[Zone, BaseGeometry]]
"""What divides the land along a path into zones of given areas: slices square to the path, or a power diagram."""


def powered(land: Unrolled, order: Sequence[Zone], targets: Mapping[Zone, float]) -> dict[Zone, BaseGeometry]:
    """Divide the land along a path by a power diagram, its seeds where slices in this order would lie."""
    slices = cut(land, order, targets)
    places = {zone: shapely.get_coordinates(part.centroid) for zone, part in slices.items() if not part.is_empty}
    if len(places) < len(slices):
        return slices
    return power_zones(land.pieces, {zone: place[0] for zone, place in places.items()}, targets)


def drawn(
    canvas: Canvas,
    arrangement: Arrangement,
    programme: Programme,
    divide: Division = cut,
    *,
    slack: Slack = ALLOWED,
    loosely: bool = False,
) -> Plan | None:
    """
    Draw the zones of an arrangement, exactly; nothing when they cannot be whole, wide enough and on the path.

    Parameters
    ----------
    canvas
        The ground.
    arrangement
        From the search.
    programme
        For its area.
    divide
        `cut` or `powered`.
    slack
        How far areas may be off.
    loosely
        Draw it all the same, for a site that no garden fits: the rules will say what is wrong.
    """
    try:
        if loosely:
            return _drawn_loosely(canvas, arrangement, programme, divide)
        return _drawn(canvas, arrangement, programme, divide, slack)
    except GEOSException:
        return None  # overlays fail on nearly equal vertices: another arrangement will do


def _drawn(
    canvas: Canvas, arrangement: Arrangement, programme: Programme, divide: Division, slack: Slack
) -> Plan | None:
    spine, order = arrangement.spine, arrangement.order

    def accepted(found: Drawn) -> bool:
        return sound(found, canvas, spine.gate, programme)

    land = unrolled(canvas, spine)
    found = zones_of(land, order, programme, divide, slack, accepted)
    if found is None:
        return None
    tried: list[Polygon] = []
    for berth in (Berth(_BESIDE_BRANCHES_M), Berth(fence=canvas.land.exterior), HUGGING):
        branches = branches_of(found.zones[Zone.POTAGER], land.paths, spine, berth)
        if branches == tried:  # none, or straight ones alone: no room beside them changes those
            continue
        tried = branches
        served = unrolled(canvas, spine, branches)
        again = zones_of(served, order, programme, divide, slack, accepted) or zones_of(
            land, order, programme, divide, slack, accepted, paths=served.paths
        )
        if again:
            return plan_of(canvas, again, spine, programme)
    return plan_of(canvas, found, spine, programme)


def _drawn_loosely(canvas: Canvas, arrangement: Arrangement, programme: Programme, divide: Division) -> Plan | None:
    land = unrolled(canvas, arrangement.spine)
    shapes = divide(land, arrangement.order, programme.targets_m2(land.area_m2))
    zones = _mended(shapes) or {zone: largest(shape) for zone, shape in shapes.items()}
    if any(polygon.is_empty for polygon in zones.values()):
        return None
    return plan_of(canvas, Drawn(zones, land.paths), arrangement.spine, programme)


def plan_of(canvas: Canvas, found: Drawn, spine: Spine, programme: Programme) -> Plan:
    """Return a plan without furniture in the coordinates of its ground."""
    return Plan(
        ground=canvas.ground,
        zones={zone: canvas.placed(polygon) for zone, polygon in found.zones.items()},
        targets_m2=programme.targets_m2(sum(polygon.area for polygon in found.zones.values())),
        paths=canvas.placed(found.paths),
        path_width_m=PATH_M,
        entrance=Point(spine.gate + canvas.origin),
        axis=LineString(spine.points + canvas.origin),
    )


def zones_of(
    land: Unrolled,
    order: Sequence[Zone],
    programme: Programme,
    divide: Division,
    slack: Slack = ALLOWED,
    accepted: Callable[[Drawn], bool] = lambda _: True,
    *,
    paths: Polygon | None = None,
) -> Drawn | None:
    """
    Divide the land, give loose parts to neighbours, round corners that no width reaches, until areas are right.

    Parameters
    ----------
    accepted
        What zones of nearly right areas must meet besides.
    paths
        Those of the land with branches that its division does not see: they are taken out of the zones.
    """
    wanted = programme.targets_m2(land.area_m2)
    best: tuple[float, Drawn | None] = (1.0, None)
    tight: set[Zone] = set()
    steps: dict[Zone, float] = {}
    too_narrow = 0
    for _ in range(_CUTS):
        shapes = divide(land, order, wanted)
        whole = _mended(shapes if paths is None else _without(shapes, paths))
        if whole is None:
            break
        tight |= set(_narrow(whole, programme))
        rounded = _rounded(whole, programme)
        too_narrow += rounded is None
        if too_narrow > _TOO_NARROW:
            break
        found = Drawn(rounded or whole, paths or land.paths)
        targets = programme.targets_m2(sum(polygon.area for polygon in found.zones.values()))
        errors = _errors(targets, found.zones, tight, slack.extra_m2)
        worst = max(
            abs(targets[zone] - found.zones[zone].area) / max(slack.share * targets[zone], slack.least_m2)
            for zone in order
        )
        if rounded and worst < best[0] and accepted(found):
            best = worst, found
        if all(abs(errors[zone]) <= _EXACT * targets[zone] for zone in order):
            break
        steps = _damped(errors, steps)
        wanted = _scaled({zone: max(wanted[zone] + steps[zone], 1.0) for zone in order}, land.area_m2)
    return best[1]


def _without(zones: Mapping[Zone, BaseGeometry], paths: Polygon) -> dict[Zone, BaseGeometry]:
    left = shapely.difference(np.array(list(zones.values()), object), paths, grid_size=GRID_M)
    return dict(zip(zones, left, strict=True))


def balanced(land: Unrolled, order: Sequence[Zone], programme: Programme) -> dict[Zone, Polygon] | None:
    """Cut the land, give loose parts to neighbours and cut again for what that took; zones as in the programme."""
    targets = programme.targets_m2(land.area_m2)
    wanted, whole = targets, None
    for _ in range(_BALANCED):
        whole = _mended(cut(land, order, wanted))
        if whole is None:
            return None
        lacking = {zone: target - whole[zone].area for zone, target in targets.items()}
        if max(map(abs, lacking.values())) < _BALANCED_M2:
            break
        wanted = _scaled({zone: max(wanted[zone] + lacking[zone], 1.0) for zone in order}, land.area_m2)
    return {zone: whole[zone] for zone in targets} if whole else None


def _damped(errors: Mapping[Zone, float], last: Mapping[Zone, float]) -> dict[Zone, float]:
    """Return how much more land to ask for each zone: what it lacks, half of that where the last step went too far."""
    return {zone: error * (0.5 if error * last.get(zone, 0.0) < 0 else 1.0) for zone, error in errors.items()}


def _errors(
    targets: Mapping[Zone, float], zones: Mapping[Zone, Polygon], tight: Set[Zone], extra_m2: float
) -> dict[Zone, float]:
    """Return what each zone lacks; small ones that are too narrow get the little more that the rules allow. [m²]"""
    extra = {zone: extra_m2 if zone in tight and target <= _SMALL_M2 else 0.0 for zone, target in targets.items()}
    rest = sum(target for zone, target in targets.items() if not extra[zone])
    less = 1 - sum(extra.values()) / rest if rest else 1.0
    return {
        zone: target * (1.0 if extra[zone] else less) + extra[zone] - zones[zone].area
        for zone, target in targets.items()
    }


def _scaled(areas: Mapping[Zone, float], total_m2: float) -> dict[Zone, float]:
    factor = total_m2 / sum(areas.values())
    return {zone: area * factor for zone, area in areas.items()}


def _rounded(zones: Mapping[Zone, Polygon], programme: Programme) -> dict[Zone, Polygon] | None:
    """Round the corners of zones that are too narrow there, as little as needed; nothing where that costs too much."""
    found = dict(zones)
    for zone in _narrow(zones, programme):
        radius = programme.zones[zone].floor_width_m / 2
        for share in _ROUNDINGS:
            shape = largest(_opened(zones[zone], share * radius))
            if shape.area < _LEAST_ROUNDED * zones[zone].area:
                return None
            found[zone] = shape
            if _opened(shape, radius).area >= _LEAST_KEPT * shape.area:
                break
        for corner in shapely.get_parts(zones[zone].difference(shape)):
            if corner.area > _CORNER_M2:
                _give(corner, zone, found, programme)
    return found


def _give(corner: Polygon, giver: Zone, zones: dict[Zone, Polygon], programme: Programme) -> None:
    """Give a corner to the neighbour along it, unless that one would not be wide enough there."""
    others = [zone for zone in zones if zone is not giver]
    edges = shapely.intersection(corner.boundary, np.array([zones[zone].buffer(0.01) for zone in others], object))
    shared = shapely.length(edges)
    host = others[int(shared.argmax())]
    if shared.max() >= _CORNER_EDGE_M:
        joined = largest(shapely.union(zones[host], corner, grid_size=GRID_M))
        if not _narrow({host: joined}, programme):
            zones[host] = joined


def _narrow(zones: Mapping[Zone, Polygon], programme: Programme) -> list[Zone]:
    """Return the zones of which too little is as wide as it must be."""
    shapes = np.array(list(zones.values()), object)
    radii = np.array([programme.zones[zone].floor_width_m / 2 for zone in zones])
    cores = np.array([largest(core) for core in shapely.buffer(shapes, -radii, quad_segs=8)], object)
    kept = shapely.area(shapely.buffer(cores, radii, quad_segs=8))
    return [zone for zone, short in zip(zones, kept < _LEAST_KEPT * shapely.area(shapes), strict=True) if short]


def _opened(shape: Polygon, radius: float) -> BaseGeometry:
    return largest(shape.buffer(-radius, quad_segs=8)).buffer(radius * 0.999, quad_segs=8)


def _mended(zones: Mapping[Zone, BaseGeometry]) -> dict[Zone, Polygon] | None:
    """Give loose parts of a zone to the neighbour that they touch most; nothing when they are most of it."""
    whole = {zone: largest(shape) for zone, shape in zones.items()}
    for zone, shape in zones.items():
        if isinstance(shape, Polygon):
            continue
        if whole[zone].area < _LEAST_WHOLE * shape.area:
            return None
        for part in shapely.get_parts(shape):
            if part.area < _CRUMB_M2 or part.equals(whole[zone]):
                continue
            shared = shapely.length(shapely.intersection(part.boundary, np.array(list(whole.values()), object)))
            if shared.max() > 0.05:
                host = list(whole)[int(shared.argmax())]
                whole[host] = largest(shapely.union(whole[host], part, grid_size=GRID_M))
    return whole


def sound(found: Drawn, canvas: Canvas, gate: Numbers, programme: Programme) -> bool:
    """Return whether zones are wide enough, lie along the path and fill the land: what no furniture mends."""
    shapes = np.array(list(found.zones.values()), object)
    if shapely.area(shapes).sum() + found.paths.area < _LEAST_FILLED * canvas.ground.usable.area:
        return False
    clear = _opened(found.paths, CLEAR_M / 2)
    entered = clear.distance(Point(gate)) <= _GATE_M
    return entered and _on_path(found.zones, found.paths) and not _narrow(found.zones, programme)


def _on_path(zones: Mapping[Zone, Polygon], paths: Polygon) -> bool:
    """Return whether every zone lies along the clear way far enough to be entered."""
    edges = shapely.boundary(np.array(list(zones.values()), object))
    contact = shapely.length(shapely.intersection(edges, clear_of(paths)))
    return bool((contact >= _CONTACT_M).all())


def clear_of(paths: Polygon) -> BaseGeometry:
    """Return the clear way on a path, a hair wider: an edge in it is along the path."""
    return _opened(paths, CLEAR_M / 2).buffer(0.09, quad_segs=2)
