"""Rules on the land: every zone is there, in its place, large and wide enough."""

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.layout.rules.rows import ZONE_NAMES, at_least, at_most
from geo.layout.rules.scene import Scene
from geo.messages import N_, Message, Value
from geo.plans import RuleCheck

OUT_M2 = 0.1
"""What zones, paths, beds and objects together may lie outside of the site, or on obstacles. [m²]"""
OVERLAP_M2 = 0.25
"""What all overlaps of two zones, or of a zone and the paths, stay under together. [m²]"""
COVERAGE_PERCENT = 96.0
"""Least part of the usable land under zones and paths. [%]"""
AREA_TOLERANCE, AREA_TOLERANCE_M2 = 0.05, 2.0
"""How far a zone may be from its target: the larger of a part of it and of some square metres. [–], [m²]"""
PATHS_PERCENT = 25.0
"""Largest part of the usable land under paths. [%]"""
KEPT_PERCENT = 92.0
"""Least part of a zone that a disc of its floor width can sweep without leaving it, in one piece. [%]"""


def land_rules(scene: Scene) -> Iterator[RuleCheck]:
    """
    Judge the shapes: ``geometry.*``, ``areas.*`` and ``widths.*``.

    The sum of the overlaps of pairs is at least the true overlap, and the coverage is measured with it: both
    figures err against the plan. Targets are computed again from the programme, whatever the plan says of them.
    """
    yield _zones(scene)
    yield from _places(scene)
    yield from _areas(scene)
    yield from _widths(scene)


def _zones(scene: Scene) -> RuleCheck:
    drawn = scene.plan.zones
    faults = sum(not _is_one_polygon(drawn.get(zone)) for zone in scene.programme.zones)
    faults += sum(zone not in scene.programme.zones for zone in drawn)
    text = Message(N_("Each zone of the programme, and no other, is drawn once, in one piece."))
    return at_most("geometry.zones", faults, 0, "", text)


def _is_one_polygon(geometry: BaseGeometry | None) -> bool:
    if geometry is None or geometry.is_empty or not geometry.is_valid:
        return False
    return geometry.geom_type in {"Polygon", "MultiPolygon"} and shapely.get_num_geometries(geometry) == 1


def _places(scene: Scene) -> Iterator[RuleCheck]:
    ground = np.array([*scene.zones.values(), scene.paths])
    drawn = np.concatenate([ground, scene.beds, scene.objects])
    out = shapely.area(shapely.difference(drawn, scene.outline)).sum()
    text = Message(N_("Nothing is drawn outside of the site."))
    yield at_most("geometry.inside", out, OUT_M2, "m²", text)
    overlap = _overlap_m2(ground)
    text = Message(N_("Zones and paths do not overlap."))
    yield RuleCheck("geometry.overlap", bool(overlap < OVERLAP_M2), overlap, OVERLAP_M2, "m²", text)
    if not scene.obstacles.is_empty:
        taken = shapely.area(shapely.intersection(drawn, scene.obstacles)).sum()
        text = Message(N_("Nothing is drawn on what is kept: buildings, trees, ponds."))
        yield at_most("geometry.obstacles", taken, OUT_M2, "m²", text)
    covered = shapely.area(shapely.intersection(ground, scene.usable)).sum() - overlap
    text = Message(N_("Zones and paths use at least {limit} % of the usable land."), {"limit": COVERAGE_PERCENT})
    yield at_least("geometry.coverage", _percent(covered, scene.usable.area), COVERAGE_PERCENT, "%", text)


def _overlap_m2(surfaces: np.ndarray) -> float:
    first, second = np.triu_indices(len(surfaces), k=1)
    return float(shapely.area(shapely.intersection(surfaces[first], surfaces[second])).sum())


def _areas(scene: Scene) -> Iterator[RuleCheck]:
    areas = {zone: surface.area for zone, surface in scene.zones.items()}
    targets = scene.programme.targets_m2(sum(areas.values()))
    for zone, area in areas.items():
        limit = max(AREA_TOLERANCE * targets[zone], AREA_TOLERANCE_M2)
        values: dict[str, Value] = {
            "zone": ZONE_NAMES[zone],
            "target": round(targets[zone], 1),
            "limit": round(limit, 1),
        }
        text = Message(N_("{zone}: an area of {target} m² is asked, give or take {limit} m²."), values)
        yield at_most(f"areas.{zone.value}", abs(area - targets[zone]), limit, "m²", text)
    text = Message(N_("Paths take at most {limit} % of the usable land."), {"limit": PATHS_PERCENT})
    yield at_most("areas.paths", _percent(scene.paths.area, scene.usable.area), PATHS_PERCENT, "%", text)


def _widths(scene: Scene) -> Iterator[RuleCheck]:
    """
    Open each zone with a disc of its floor width and keep the largest piece.

    Arcs are drawn in 16 segments a quarter, inside of the true disc: the part kept is at most 0.1 % too small.
    """
    zones = list(scene.zones)
    floors = np.array([scene.programme.zones[zone].floor_width_m for zone in zones])
    surfaces = np.array(list(scene.zones.values()))
    parts, owner = shapely.get_parts(shapely.buffer(surfaces, -floors / 2, quad_segs=16), return_index=True)
    swept = shapely.area(shapely.buffer(parts, floors[owner] / 2, quad_segs=16))
    kept = np.zeros(len(zones))
    np.maximum.at(kept, owner, swept)
    for zone, floor, surface, part in zip(zones, floors, surfaces, kept, strict=True):
        values: dict[str, Value] = {"zone": ZONE_NAMES[zone], "width": float(floor), "limit": KEPT_PERCENT}
        text = Message(N_("{zone}: at least {width} m wide over {limit} % of its area, in one piece."), values)
        yield at_least(f"widths.{zone.value}", _percent(part, surface.area), KEPT_PERCENT, "%", text)


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole > 0 else 0.0
