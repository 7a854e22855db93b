"""Figures of the rules against results computed by hand."""

import ast
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from geo.layout import rules
from geo.layout.rules import check, sunniest_block_h
from geo.layout.rules.network import cramped_ends, stubs
from geo.plans import ObjectKind, PlannedObject, PlannedTree, Zone
from tests.layout.handmade import (
    box,
    handmade_ground,
    handmade_plan,
    handmade_programme,
    handmade_terrain,
    line,
    point,
    raster,
)

PLAN = handmade_plan()


def measured(plan, rule: str) -> float:
    return next(row.measured for row in check(plan, handmade_programme()) if row.id == rule)


def test_a_rectangle_loses_its_corners_to_the_disc():
    # A disc of radius r leaves (4 − π) r² in the four corners.
    for zone, radius, area in ((Zone.VERGER, 2.0, 20 * 8), (Zone.ACCUEIL, 1.6, 18.0)):
        shape = box(0, 31.7, 20, 39.7) if zone == Zone.VERGER else box(14.6, 6.3, 19.1, 10.3)
        found = measured(replace(PLAN, zones={**PLAN.zones, zone: shape}), f"widths.{zone.value}")
        assert found == pytest.approx(100 * (1 - (4 - math.pi) * radius**2 / area), abs=0.1)


def test_the_largest_piece_of_a_zone_counts_alone():
    halves = box(0, 31.7, 10, 40) | box(12, 31.7, 20, 40) | box(10, 36, 12, 37)
    found = measured(replace(PLAN, zones={**PLAN.zones, Zone.VERGER: halves}), "widths.verger")
    assert found == pytest.approx(100 * (83 - (4 - math.pi) * 4) / (83 + 66.4 + 2), abs=0.1)


def test_targets_are_computed_again_from_the_programme():
    flattered = replace(PLAN, targets_m2={zone: shape.area for zone, shape in PLAN.zones.items()})
    assert check(flattered, handmade_programme()) == check(PLAN, handmade_programme())
    total = sum(shape.area for shape in PLAN.zones.values())
    assert measured(PLAN, "areas.service") == pytest.approx(5.4 * 6.3 - total * 4 / 90)


def test_the_worst_hour_of_shade():
    # At 45° N, 10 and 14 h, a shadow is √(tan² 30° ÷ cos² 45° + tan² 45°) = 1.291 m long per metre of height.
    tree = PlannedTree(point(6, 18), crown_radius_m=2.0, height_m=4.0)
    plan = replace(PLAN, trees=(tree,), ground=replace(PLAN.ground, latitude_deg=45.0))
    capsule = math.pi * 2**2 + 2 * 2 * 4 * math.sqrt(
        math.tan(math.radians(30)) ** 2 / math.cos(math.radians(45)) ** 2 + 1
    )
    assert measured(plan, "sun.crowns") == pytest.approx(100 * capsule / (13 * 22.8), rel=0.01)


def test_shadows_that_overlap_count_once():
    pair = tuple(PlannedTree(point(6, 18), 2.0, 4.0) for _ in range(2))
    assert measured(replace(PLAN, trees=pair), "sun.crowns") == pytest.approx(
        measured(replace(PLAN, trees=pair[:1]), "sun.crowns")
    )


def test_morning_shadows_fall_to_the_west_and_all_to_the_north():
    def shade(x: float, y: float) -> float:
        return measured(replace(PLAN, trees=(PlannedTree(point(x, y), 1.0, 6.0),)), "sun.crowns")

    assert shade(15, 15) > 0  # east of the potager
    assert shade(6, 5) > 0
    assert shade(6, 33) == 0


def test_sun_of_the_potager():
    # The sun is 7.8 h up to x = 12.5; the column centred there loses 2 h × 0.5 ÷ 8, over 1 m of 13.
    assert measured(PLAN, "sun.potager") == pytest.approx(7.8 - 0.125 / 13, abs=1e-4)


def test_the_slope_is_along_the_path():
    assert measured(PLAN, "access.slope") == pytest.approx(2.0, abs=0.01)
    # Across, the two sides of the middle of the path are 0.3 m apart.
    across = raster(np.tile(80 + 0.05 * np.arange(24), (44, 1)))
    assert measured(replace(PLAN, ground=replace(PLAN.ground, terrain=across)), "access.slope") < 0.5
    steep = replace(PLAN, ground=replace(PLAN.ground, terrain=handmade_terrain(0.07)))
    assert measured(steep, "access.slope") == pytest.approx(7.0, abs=0.01)


def test_a_flag_lot_is_walked_from_where_it_gets_wide():
    lot = box(0, 0, 4, 20) | box(0, 20, 20, 48)
    ground = replace(
        handmade_ground(), outline=lot, obstacles=MultiPolygon(), entrances=(point(2, 0),), street=line((0, 0), (4, 0))
    )
    zones = {**PLAN.zones, Zone.SERVICE: box(0, 30, 5, 36)}
    flag = replace(PLAN, ground=ground, zones=zones, paths=box(1.2, 0, 2.8, 30), entrance=point(2, 0))
    assert measured(flag, "siting.service") == pytest.approx(10, abs=0.5)
    square = replace(flag, ground=replace(ground, outline=box(0, 0, 20, 48)))
    assert measured(square, "siting.service") == pytest.approx(30, abs=0.5)


def test_the_walk_follows_the_path_around_a_corner():
    angle = box(13, 0, 14.6, 20) | box(2, 18.4, 13, 20)
    plan = replace(PLAN, paths=angle, zones={**PLAN.zones, Zone.SERVICE: box(0, 16, 2, 22)})
    # The shortest way touches the inner corner (13, 18.4).
    assert measured(plan, "siting.service") == pytest.approx(math.hypot(0.8, 18.4) + 11, rel=0.03)


def test_distances_of_beds_are_to_their_farthest_corner():
    assert measured(PLAN, "beds.far") == pytest.approx(13 - 0.7)
    tap = PlannedObject(ObjectKind.TAP, box(12.7, 20, 13, 20.3))
    assert measured(replace(PLAN, objects=(tap,)), "furniture.taps") == pytest.approx(math.hypot(12.0, 31.2 - 20.3))
    assert measured(PLAN, "beds.share") == pytest.approx(100 * 21 * 1.2 * 6.8 / (13 * 22.8))


def test_a_small_potager_needs_fewer_beds():
    def limit(potager: Polygon) -> float:
        plan = replace(PLAN, zones={**PLAN.zones, Zone.POTAGER: potager})
        return next(row.limit for row in check(plan, handmade_programme()) if row.id == "beds.share")

    assert (limit(box(0, 8.9, 13, 20.4)), limit(box(0, 8.9, 13, 20.5))) == (35.0, 40.0)


def test_oblique_gates_and_bends_are_neither_dead_ends_nor_stubs():
    gate = line((0, 0), (0, 1)).interpolate(0)
    for places in ([(0, 0), (6, 6), (6, 20)], [(0, 0), (3, 9), (12, 12)], [(0, 0), (0, 9), (8, 9), (8, 3)]):
        street_side = box(-20, 0, 40, 40)
        bent = line(*places).buffer(0.8, cap_style="flat", join_style="mitre") & street_side
        assert (cramped_ends(bent, gate), stubs(bent, 1.6, gate)) == (0, 0)


def test_the_bound_of_the_sun_is_a_block():
    # Two bright islands of 50 cells in a dark sea: a block of 60 takes one of them and the sea.
    sea = np.full((44, 24), 3.0)
    sea[5:15, 4:9] = sea[25:35, 12:17] = 9.0
    ground = replace(handmade_ground(), sun=raster(sea), obstacles=MultiPolygon())
    assert sunniest_block_h(ground, 50) == pytest.approx(9.0)
    assert sunniest_block_h(ground, 800) == pytest.approx((100 * 9 + 700 * 3) / 800)


@given(st.integers(0, 10_000), st.integers(1, 800))
def test_the_bound_lies_between_any_rectangle_and_the_sunniest_cells(seed, area):
    hours = np.random.default_rng(seed).uniform(0, 12, (44, 24))
    ground = replace(handmade_ground(), sun=raster(hours), obstacles=MultiPolygon())
    land = hours[2:42, 2:22].astype(np.float32)
    bound = sunniest_block_h(ground, area)
    assert bound <= np.sort(land.ravel())[-area:].mean() + 1e-4
    side = math.isqrt(area)
    if side**2 == area and side <= 20:
        windows = np.lib.stride_tricks.sliding_window_view(land, (side, side)).mean(axis=(2, 3))
        assert bound >= windows.max() - 1e-4


def test_the_judge_knows_nothing_of_the_generators():
    allowed = ("geo.layout.programme", "geo.layout.rules")
    for path in Path(rules.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert [name for name in names if name.startswith("geo.layout") and not name.startswith(allowed)] == []


def test_land_out_of_reach_is_no_part_of_the_usable_land():
    # The flowers of the hand-drawn plan stop short of 35 m² in the west: too little of the land is used, unless no path
    # could come there.
    short = replace(PLAN, zones={**PLAN.zones, Zone.FLEURS: box(4.2, 0, 13, 8.9)})
    beyond = MultiPolygon([box(0, 0, 4.2, 8.9)])
    apart = replace(short, ground=replace(short.ground, out_of_reach=beyond))
    assert measured(short, "geometry.coverage") < 96 <= measured(apart, "geometry.coverage")
