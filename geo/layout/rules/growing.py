"""Rules on the beds: a width that arms can cross, the sun on both sides, a way to each of them, water near."""

import math
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.geometry import GRID_M
from geo.layout.rules.rows import at_least, at_most
from geo.layout.rules.scene import Geometries, Scene
from geo.messages import N_, Message
from geo.plans import ObjectKind, RuleCheck, Zone

OUT_M2 = 0.05
"""What all beds together may lie outside of the potager. [m²]"""
WIDTH_M, WIDTH_TOLERANCE_M = 1.20, 0.03
"""Width of a bed (terrabotanica-thouars.fr: 1.00–1.20 m). [m]"""
AXIS_DEG = 25.0
"""Farthest from the north of the grid that the long axis of a bed may turn. [°]"""
ALLEY_M = 0.50
"""Least distance between two beds. [m]"""
REACH_M = 1.0
"""Of at least one bed from the accessible path. [m]"""
SHARE_PERCENT, SMALL_SHARE_PERCENT, SMALL_M2 = 40.0, 35.0, 150.0
"""Least part of the potager under beds, less in a potager under that area. [%], [%], [m²]"""
JOINED_WIDTH_M, JOINED_M = 0.45, 0.30
"""Every bed is no farther than this from an alley that is so wide and joins the path. [m]"""
FAR_M = 15.0
"""No bed lies farther from the accessible path. [m]"""
TAP_M = 25.0
"""Farthest place of a bed from a tap. [m]"""


def bed_rules(scene: Scene) -> Iterator[RuleCheck]:
    """Judge the beds: ``beds.*``. The accessible path is the clear way from the entrance."""
    beds = _beds(scene)
    yield from _land(scene, beds)
    if len(beds):
        yield from _shapes(beds)
        yield from _ways(scene, beds)


def furniture_rules(scene: Scene) -> Iterator[RuleCheck]:
    """Judge what serves the beds: ``furniture.*``."""
    yield _taps(scene, _beds(scene))
    if scene.has(Zone.AROMATIQUES):
        wanted = scene.programme.raised_beds
        text = Message(N_("At least {limit} raised beds that a wheelchair user can reach."), {"limit": wanted})
        yield at_least("furniture.raised_beds", len(scene.of_kind(ObjectKind.RAISED_BED)), wanted, "", text)


def _beds(scene: Scene) -> Geometries:
    return np.asarray(scene.beds[shapely.area(scene.beds) > 0])


def _land(scene: Scene, beds: Geometries) -> Iterator[RuleCheck]:
    potager = scene.zones[Zone.POTAGER]
    out = shapely.area(shapely.difference(beds, potager)).sum()
    yield at_most("beds.inside", out, OUT_M2, "m²", Message(N_("Beds lie in the vegetable garden.")))
    limit = SMALL_SHARE_PERCENT if potager.area < SMALL_M2 else SHARE_PERCENT
    text = Message(N_("Beds cover at least {limit} % of the vegetable garden."), {"limit": limit})
    covered = shapely.union_all(shapely.intersection(beds, potager)).area
    yield at_least("beds.share", 100 * covered / potager.area if potager.area else 0.0, limit, "%", text)


def _shapes(beds: Geometries) -> Iterator[RuleCheck]:
    """Measure each bed on the smallest rectangle around it."""
    corners = shapely.get_coordinates(shapely.get_exterior_ring(shapely.oriented_envelope(beds))).reshape(-1, 5, 2)
    sides = np.diff(corners[:, :3], axis=1)
    lengths = np.hypot(sides[..., 0], sides[..., 1])
    off = np.abs(lengths.min(axis=1) - WIDTH_M).max()
    text = Message(N_("Beds are 1.20 m wide, give or take 3 cm."))
    yield at_most("beds.width", off, WIDTH_TOLERANCE_M, "m", text)
    long = sides[np.arange(len(beds)), lengths.argmax(axis=1)]
    turned = np.degrees(np.arctan2(np.abs(long[:, 0]), np.abs(long[:, 1]))).max()
    text = Message(N_("Beds run from north to south, give or take {limit}°."), {"limit": AXIS_DEG})
    yield at_most("beds.axis", turned, AXIS_DEG, "°", text)
    if len(beds) > 1:
        text = Message(N_("Alleys between beds are at least 0.50 m wide."))
        yield at_least("beds.alleys", _narrowest_alley_m(beds), ALLEY_M, "m", text)


def _narrowest_alley_m(beds: Geometries) -> float:
    tree = STRtree(beds)
    first, second = tree.query(beds, predicate="dwithin", distance=ALLEY_M + GRID_M)
    apart = shapely.distance(beds[first], beds[second])[first < second]
    if len(apart):
        return float(apart.min())
    _, apart = tree.query_nearest(beds, exclusive=True, return_distance=True, all_matches=False)
    return float(apart.min())


def _ways(scene: Scene, beds: Geometries) -> Iterator[RuleCheck]:
    nearest = shapely.distance(beds, scene.clear)
    text = Message(N_("At least one bed lies {limit} m or less from the accessible path."), {"limit": REACH_M})
    yield at_most("beds.reach", nearest.min(), REACH_M, "m", text)
    text = Message(N_("Every bed lies along an alley of 0.45 m that joins the path."))
    yield at_most("beds.joined", _farthest_alley_m(scene, beds), JOINED_M, "m", text)
    text = Message(N_("No place of a bed is more than {limit} m from the accessible path."), {"limit": FAR_M})
    yield at_most("beds.far", _farthest(beds, np.array([scene.clear])), FAR_M, "m", text)


def _farthest_alley_m(scene: Scene, beds: Geometries) -> float:
    """
    Return how far the worst bed is from where a disc of 0.45 m can go from the paths, around beds and objects.

    Arcs have 4 segments a quarter, between them 4 mm of the disc are let through.
    """
    # Two polygons that share an edge may be a hair apart.
    grounds = shapely.buffer([scene.zones[Zone.POTAGER], scene.paths], 2 * GRID_M, join_style="mitre")
    taken = shapely.union_all(np.concatenate([beds, scene.objects]))
    free = shapely.difference(shapely.union_all(grounds), taken)
    centres = shapely.get_parts(shapely.buffer(free, 2 * GRID_M - JOINED_WIDTH_M / 2, quad_segs=4))
    joined = shapely.union_all(centres[shapely.intersects(centres, scene.paths)])
    return max(float(np.max(shapely.distance(beds, joined))) - JOINED_WIDTH_M / 2, 0.0)


def _taps(scene: Scene, beds: Geometries) -> RuleCheck:
    taps = scene.of_kind(ObjectKind.TAP)
    away = _farthest(beds, taps) if len(beds) and len(taps) else math.nan
    text = Message(N_("Every place of a bed is at most {limit} m from a tap."), {"limit": TAP_M})
    return at_most("furniture.taps", away, TAP_M, "m", text)


def _farthest(beds: Geometries, goals: NDArray[np.object_]) -> float:
    """Return how far the farthest corner of a bed is from the nearest of the goals, NaN where there is none. [m]"""
    corners = np.asarray(shapely.points(shapely.get_coordinates(beds)))
    return float(np.max(np.min(shapely.distance(corners[:, None], goals[None, :]), axis=1)))
