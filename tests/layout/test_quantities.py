"""What a plan holds, against the garden drawn by hand."""

from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.layout.quantities import BED_DEPTH_M, RAISED_BED_DEPTH_M, quantities
from geo.plans import Ground, ObjectKind, Plan, Zone
from tests.layout.handmade import PATH, box, handmade_plan


def test_the_garden_drawn_by_hand():
    found = quantities(handmade_plan())
    _, south, _, north = PATH
    assert found.usable_m2 == pytest.approx(800 - 4)
    assert found.zones_m2[Zone.POTAGER] == pytest.approx(13 * 22.8)
    assert found.zones_m2[Zone.FLEURS] == pytest.approx(13 * 8.9 - 4)
    assert found.path_m2 == pytest.approx(1.6 * (north - south))
    assert found.path_m == pytest.approx(north - south)
    assert (found.street_m, found.private_m) == pytest.approx((20, 100))
    assert found.fence_m == pytest.approx(120 - 1.6)
    assert found.beds == 21
    assert found.beds_m2 == pytest.approx(21 * 1.2 * 6.8)
    assert found.bed_soil_m3 == pytest.approx(21 * 1.2 * 6.8 * 0.30)
    assert found.raised_soil_m3 == pytest.approx(2 * 1.2 * 2 * 0.75)
    assert found.trees == 7
    assert found.espalier_m == pytest.approx(6)
    assert found.shed_m2 == pytest.approx(2.5 * 2)


def test_every_kind_of_object_is_counted():
    found = quantities(handmade_plan()).objects
    assert set(found) == set(ObjectKind)
    assert found[ObjectKind.COMPOSTER] == 3
    assert found[ObjectKind.BENCH] == 4
    assert found[ObjectKind.TAP] == 2
    bare = quantities(replace(handmade_plan(), objects=()))
    assert set(bare.objects.values()) == {0}
    assert bare.shed_m2 == bare.raised_soil_m3 == 0


def test_zones_paths_and_what_is_kept_make_the_site():
    found = quantities(handmade_plan())
    assert sum(found.zones_m2.values()) + found.path_m2 == pytest.approx(found.usable_m2)


def test_the_fence_goes_round_holes_too():
    plan = handmade_plan()
    outline = plan.ground.outline.difference(box(5, 12, 8, 16))
    holed = quantities(replace(plan, ground=replace(plan.ground, outline=outline)))
    assert holed.private_m == pytest.approx(100 + 2 * (3 + 4))


def test_a_gate_wider_than_the_boundary_leaves_no_fence():
    found = quantities(handmade_plan())
    assert replace(found, street_m=1.0, private_m=0.0).fence_m == 0


@given(st.floats(10, 100), st.floats(10, 100), st.floats(1.4, 3))
def test_a_rectangle_by_formula(width, depth, path):
    ground = Ground("A", shapely.box(0, 0, width, depth), "EPSG:2154", shapely.LineString([(0, 0), (width, 0)]))
    found = quantities(
        Plan(
            ground,
            zones={Zone.POTAGER: shapely.box(0, path, width, depth)},
            targets_m2={Zone.POTAGER: 1.0},
            paths=shapely.box(0, 0, width, path),
            path_width_m=path,
            entrance=shapely.Point(0, 0),
            beds=(shapely.box(0, path, 1.2, depth),),
        )
    )
    assert found.path_m == pytest.approx(width)
    assert found.private_m == pytest.approx(2 * depth + width)
    assert found.fence_m == pytest.approx(2 * (width + depth) - path)
    assert found.bed_soil_m3 == pytest.approx(1.2 * (depth - path) * BED_DEPTH_M)
    assert 0.70 <= RAISED_BED_DEPTH_M <= 0.80
