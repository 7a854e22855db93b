"""Sketches: the same every time, unlike one another, and never an accident."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon

from benchmarks.layout_sites import synthetic_ground
from geo.errors import LayoutError
from geo.layout import sketch
from geo.layout.differing import moved
from geo.layout.programme import REDUCED_ZONES
from geo.layout.rules import check
from geo.plans import Sketch, Zone
from tests.conftest import PROJECT
from tests.layout.grounds import ground, programme, rectangle
from tests.layout.handmade import handmade_plan

CLAMART = programme()
NUMBERS = (0, 2, 9)
"""Synthetic sites: a rectangle with its gate given, a small trapeze with its gate given, an irregular one without."""


def digest(sketches: tuple[Sketch, ...]) -> str:
    """Return a digest of every coordinate and figure of sketches."""
    found = hashlib.sha256()
    for one in sketches:
        plan = one.plan
        shapes = [*plan.zones.values(), plan.paths, plan.entrance, *plan.beds, *plan.espaliers]
        shapes += [tree.place for tree in plan.trees] + [thing.footprint for thing in plan.objects]
        found.update(b"".join(shapely.to_wkb(np.array(shapes, object)).tolist()))
        found.update(repr([list(plan.zones), list(plan.targets_m2.values()), one.checks]).encode())
    return found.hexdigest()


@cache
def sketched(number: int) -> tuple[Sketch, ...]:
    return sketch(synthetic_ground(number), CLAMART)


@pytest.mark.parametrize("number", NUMBERS)
def test_three_valid_variants_in_order(number):
    found = sketched(number)
    assert [one.number for one in found] == [1, 2, 3]
    assert all(one.valid for one in found)
    for one in found:
        assert list(one.checks) == list(check(one.plan, CLAMART))
        assert set(one.plan.zones) == set(Zone)
        assert one.remedies == ()


@pytest.mark.parametrize("number", NUMBERS)
def test_variants_differ_at_a_glance(number):
    plans = [one.plan for one in sketched(number)]
    for place, plan in enumerate(plans):
        for other in plans[place + 1 :]:
            stays = sum(plan.zones[zone].intersection(other.zones[zone]).area for zone in Zone)
            assert stays <= 0.7 * sum(shape.area for shape in plan.zones.values())


@pytest.mark.parametrize("number", NUMBERS)
def test_plans_lie_on_their_ground(number):
    where = synthetic_ground(number)
    for one in sketched(number):
        plan = one.plan
        everything = shapely.union_all([*plan.zones.values(), plan.paths], grid_size=0.001)
        assert everything.difference(where.usable).area < 0.1
        assert everything.area >= 0.96 * where.usable.area
        assert sum(plan.targets_m2.values()) == pytest.approx(sum(shape.area for shape in plan.zones.values()))
        given_gates = where.entrances or (where.street.interpolate(where.street.project(plan.entrance)),)
        assert min(plan.entrance.distance(gate) for gate in given_gates) < 0.002


def test_the_same_sketch_twice():
    assert digest(sketch(synthetic_ground(2), CLAMART)) == digest(sketched(2))


def test_another_process_draws_the_same_bytes():
    code = (
        "from tests.layout.test_sketching import CLAMART, digest, sketch, synthetic_ground;"
        "print(digest(sketch(synthetic_ground(2), CLAMART, variants=1)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={"PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": "7", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest(sketched(2)[:1])


def test_another_seed_gives_other_plans():
    where = synthetic_ground(6)
    first = digest(sketch(where, CLAMART, variants=1))
    assert any(digest(sketch(where, CLAMART, variants=1, seed=seed)) != first for seed in (1, 2, 3))


def test_fewer_variants_are_the_first_ones():
    assert digest(sketch(synthetic_ground(2), CLAMART, variants=1)) == digest(sketched(2)[:1])


@pytest.mark.parametrize("area", [20.0, 100.0, 149.0])
def test_no_garden_under_150_m2(area):
    with pytest.raises(LayoutError, match="under the 150"):
        sketch(ground(rectangle(10.0, area / 10)), CLAMART)


def test_obstacles_count_against_the_150_m2():
    house = MultiPolygon([shapely.box(1, 6, 9, 14)])
    with pytest.raises(LayoutError, match="under the 150"):
        sketch(ground(rectangle(10, 20), obstacles=house), CLAMART)


@pytest.mark.parametrize(("width", "depth"), [(12.5, 13.0), (14.0, 17.5)])
def test_a_small_site_has_a_reduced_garden(width, depth):
    found = sketch(ground(rectangle(width, depth)), CLAMART, variants=1)
    assert found
    assert set(found[0].plan.zones) == set(REDUCED_ZONES)
    assert not found[0].plan.trees


def test_a_plan_given_up_for_its_beds_is_furnished_and_judged_where_no_other_is_better():
    lane = ground(rectangle(4.4, 80))
    [best] = sketch(lane, CLAMART, variants=1)
    assert not best.valid
    assert best.plan.objects
    assert list(best.checks) == list(check(best.plan, CLAMART))


def test_a_given_gate_stays():
    gate = Point(6.3, 0)
    found = sketch(ground(rectangle(), entrances=(gate,)), CLAMART, variants=1)
    assert found[0].valid
    assert found[0].plan.entrance.equals(gate)


def test_a_rectangle_of_800_m2_is_the_garden_of_clamart():
    found = sketch(ground(rectangle()), CLAMART, variants=1)[0]
    assert found.valid
    areas = {zone: shape.area for zone, shape in found.plan.zones.items()}
    total = sum(areas.values())
    assert areas[Zone.POTAGER] / total == pytest.approx(36 / 90, rel=0.03)
    assert areas[Zone.VERGER] / total == pytest.approx(20 / 90, rel=0.03)
    assert found.plan.paths.area <= 0.25 * 800


def test_far_from_the_origin_the_garden_is_the_same():
    near = sketch(ground(rectangle()), CLAMART, variants=1)[0].plan
    away = sketch(ground(rectangle(west_m=650_000, south_m=6_860_000)), CLAMART, variants=1)[0].plan
    for zone, shape in near.zones.items():
        back = shapely.transform(away.zones[zone], lambda points: points - (650_000, 6_860_000))
        assert back.symmetric_difference(shape).area < 0.05


def test_how_much_two_plans_differ():
    plan = handmade_plan()
    assert moved(plan, plan) == pytest.approx(0)
    swapped = dict(plan.zones)
    swapped[Zone.POTAGER], swapped[Zone.VERGER] = swapped[Zone.VERGER], swapped[Zone.POTAGER]
    total = sum(shape.area for shape in plan.zones.values())
    share = (plan.zones[Zone.POTAGER].area + plan.zones[Zone.VERGER].area) / total
    assert moved(plan, replace(plan, zones=swapped)) == pytest.approx(share)
    assert moved(replace(plan, zones={}), plan) == 0


@st.composite
def grounds(draw):
    """Draw any simple polygon of 100–3 000 m², its street along some edge, sometimes with a gate or an obstacle."""
    count = draw(st.integers(3, 10))
    turn = 2 * np.pi * (np.arange(count) + draw(st.floats(0, 1))) / count
    reach = np.array(draw(st.lists(st.floats(0.25, 1), min_size=count, max_size=count)))
    shape = Polygon(np.column_stack([reach * np.cos(turn), reach * np.sin(turn)]))
    factor = np.sqrt(draw(st.integers(100, 3_000)) / shape.area)
    outline = shapely.transform(shape, lambda points: np.round(points * factor + (651_000.0, 6_861_000.0), 3))
    corners = list(outline.exterior.coords)
    edge = draw(st.integers(0, count - 1))
    street = LineString(corners[edge : edge + 2])
    gate = (street.interpolate(0.5, normalized=True),) if draw(st.booleans()) else ()
    shed = outline.centroid.buffer(draw(st.floats(1, 6)), quad_segs=3) if draw(st.booleans()) else Polygon()
    kept = outline.intersection(shed)
    obstacles = MultiPolygon([kept]) if isinstance(kept, Polygon) and not kept.is_empty else MultiPolygon()
    return ground(outline, street=street, entrances=gate, obstacles=obstacles)


@settings(max_examples=8, deadline=None)
@given(grounds())
def test_no_land_causes_an_accident(where):
    try:
        found = sketch(where, CLAMART, variants=1)
    except LayoutError:
        assert where.usable.area < 150
        return
    assert len(found) <= 1
    for one in found:
        assert one.plan.ground is where
        assert one.checks
        assert all(shape.is_valid for shape in one.plan.zones.values())


SMALL = rectangle(14, 17)


@pytest.mark.parametrize(
    "where",
    [
        ground(rectangle(2.0, 100.0)),
        ground(SMALL, street=LineString()),
        ground(SMALL, entrances=(Point(7, 9),)),
        ground(SMALL, obstacles=MultiPolygon([shapely.box(-1, 8, 15, 9)])),
        ground(SMALL, obstacles=MultiPolygon([shapely.box(0, 0, 14, 0.5)])),
        ground(Polygon([(0, 0), (400, 0), (200, 1.5)])),
    ],
    ids=["lane", "no street", "gate inside", "in two parts", "walled street", "needle"],
)
def test_odd_lands_are_no_accident(where):
    for one in sketch(where, CLAMART, variants=1):
        assert one.checks
