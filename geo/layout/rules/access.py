"""Rules on the way in: everyone, on wheels or behind a barrow, reaches every zone."""

import math
from collections.abc import Iterator

import numpy as np
import shapely

from geo.layout.rules.cells import height_at
from geo.layout.rules.network import cramped_ends, stubs, thinned
from geo.layout.rules.rows import ZONE_NAMES, at_least, at_most
from geo.layout.rules.scene import Scene
from geo.messages import N_, Message
from geo.plans import RuleCheck

GATE_M = 0.3
"""Farthest from the clear way, or from the street where the gate is free, that the entrance may be. [m]"""
GIVEN_M = 0.01
"""A given entrance does not move by more. [m]"""
CONTACT_M = 1.0
"""Least length of a zone's edge along the clear way. [m]"""
BESIDE_M = 0.10
"""An edge is along the clear way when it is no farther: the disc that sweeps the way rounds its corners. [m]"""
SLOPE_PERCENT = 5.0
"""Steepest path (arrêté of 15 January 2007). [%]"""
SLOPE_BASE_M = 4.0
"""Slopes are taken between points so far apart along the path: a terrain model is some centimetres rough. [m]"""


def access_rules(scene: Scene) -> Iterator[RuleCheck]:
    """Judge the ways: ``access.*``; the clear way is what a disc of 1.40 m sweeps of the paths from the entrance."""
    yield _entrance(scene)
    pieces = int(shapely.get_num_geometries(scene.paths)) if not scene.paths.is_empty else math.nan
    yield at_most("access.connected", pieces, 1, "", Message(N_("The paths are in one piece.")))
    beside = shapely.buffer(scene.clear, BESIDE_M, quad_segs=4)
    edges = shapely.boundary(np.array(list(scene.zones.values())))
    lengths = shapely.length(shapely.intersection(edges, beside))
    for zone, length in zip(scene.zones, lengths, strict=True):
        text = Message(N_("{zone}: a path 1.40 m wide leads there from the entrance."), {"zone": ZONE_NAMES[zone]})
        yield at_least(f"access.{zone.value}", length, CONTACT_M, "m", text)
    yield from _ends(scene)
    if (slope := _steepest_percent(scene)) is not None:
        text = Message(N_("No path is steeper than {limit} %."), {"limit": SLOPE_PERCENT})
        yield at_most("access.slope", slope, SLOPE_PERCENT, "%", text)


def _entrance(scene: Scene) -> RuleCheck:
    """Judge the gate: the given one as it stands, else anywhere on the street, and at the start of the clear way."""
    plan, ground = scene.plan, scene.plan.ground
    if ground.entrances:
        off, limit = min(gate.distance(plan.entrance) for gate in ground.entrances), GIVEN_M
        text = Message(N_("The entrance stays where it is given."))
    else:
        street = scene.outline.boundary if ground.street.is_empty else ground.street
        off, limit = street.distance(plan.entrance), GATE_M
        text = Message(N_("The entrance opens on the street."))
    if off <= limit:
        off, limit = scene.clear.distance(plan.entrance), GATE_M
        text = Message(N_("A path 1.40 m wide starts at the entrance."))
    return at_most("access.entrance", off, limit, "m", text)


def _ends(scene: Scene) -> Iterator[RuleCheck]:
    paths, plan = scene.paths, scene.plan
    text = Message(N_("A wheelchair can turn round at the end of every path, in a circle of 1.50 m."))
    yield at_most("access.turning", cramped_ends(paths, plan.entrance), 0, "", text)
    text = Message(N_("No branch of the paths is shorter than 1.50 m."))
    yield at_most("access.stub", stubs(paths, plan.path_width_m, plan.entrance), 0, "", text)


def _steepest_percent(scene: Scene) -> float | None:
    """
    Return the steepest slope along the paths, None where the terrain is unknown.

    Points stand every 4 m along both sides of the middle of the paths; the slope is between one and the next.
    """
    terrain = scene.plan.ground.terrain
    if terrain is None:
        return None
    slopes = [0.0]
    known = False
    for ring in shapely.get_rings(shapely.get_parts(thinned(scene.paths))):
        places = np.arange(0, shapely.length(ring) + SLOPE_BASE_M, SLOPE_BASE_M)
        x, y = shapely.get_coordinates(shapely.line_interpolate_point(ring, places)).T
        far = np.hypot(np.diff(x), np.diff(y))
        rise = np.abs(np.diff(height_at(terrain, x, y)))
        usable = (far >= SLOPE_BASE_M / 2) & np.isfinite(rise)
        known = known or bool(usable.any())
        slopes += (100 * rise[usable] / far[usable]).tolist()
    return max(slopes) if known else None
