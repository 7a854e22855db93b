"""Land cut along a path: exact areas, nothing twice, nothing left, each side of each leg where it belongs."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from geo.layout.slices import cut, unrolled
from geo.plans import Zone
from tests.layout.grounds import canvas, rectangle, spine

STRAIGHT = spine((10, 0), (10, 34))
BENT = spine((10, 0), (10, 20), (16, 20))
HOOK = spine((5, 0), (5, 30), (15, 30), (15, 10))
ZIGZAG = spine((4, 0), (4, 14), (14, 14), (14, 33))
SLANTED = Polygon([(0, 2), (22, -3), (27, 35), (12, 43), (-2, 30)])
PATHS = {"straight": STRAIGHT, "bent": BENT, "hook": HOOK, "zigzag": ZIGZAG}
EQUAL = dict.fromkeys(Zone, 1 / 6)


def targets(land, shares):
    total = sum(shares.values())
    return {zone: land.area_m2 * share / total for zone, share in shares.items()}


def assert_exact(land, outline, zones, wanted):
    for zone, area in wanted.items():
        assert zones[zone].area == pytest.approx(area, abs=0.05), zone
        assert zones[zone].is_valid
    shapes = list(zones.values())
    for number, shape in enumerate(shapes):
        assert all(shape.intersection(other).area < 0.02 for other in shapes[number + 1 :])
    rest = outline.difference(land.paths)
    assert shapely.union_all(shapes).symmetric_difference(rest).area < 0.1
    assert land.area_m2 == pytest.approx(rest.area, abs=0.05)


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("outline", [rectangle(), SLANTED], ids=["rectangle", "slanted"])
def test_zones_have_exact_areas_and_fill_the_land(name, outline):
    where = canvas(outline)
    origin = np.array(where.origin)
    land = unrolled(where, spine(*(PATHS[name].points - origin)))
    wanted = targets(land, EQUAL)
    assert_exact(land, where.land, cut(land, tuple(Zone), wanted), wanted)


@given(st.sampled_from(sorted(PATHS)), st.permutations(tuple(Zone)), st.lists(st.floats(1, 40), min_size=6, max_size=6))
def test_every_order_and_every_share_is_exact(name, order, points):
    land = LANDS[name]
    wanted = targets(land, dict(zip(order, points, strict=True)))
    assert_exact(land, rectangle(), cut(land, order, wanted), wanted)


LANDS = {name: unrolled(canvas(), path) for name, path in PATHS.items()}


def areas(name):
    return [sum(part.area for part in cell.polygons) for cell in LANDS[name].cells]


def test_a_straight_path_has_two_sides():
    # Left of it 9.2 m, right of it 9.2 m, and the land beyond its end split in the middle.
    assert LANDS["straight"].paths.equals(shapely.box(9.2, 0, 10.8, 34))
    assert areas("straight") == pytest.approx([400 - 0.8 * 34] * 2, abs=0.02)
    assert [cell.forwards for cell in LANDS["straight"].cells] == [True, False]


def test_faces_of_a_bent_path():
    # The line x + y = 30 halves the corner at (10, 20); the line y = 20 goes on from the end at (16, 20).
    west_of_leg_1 = 9.2 * 30 - 9.2**2 / 2
    north_of_leg_2 = (9.2 * 10 + 9.2**2 / 2) + 6.8 * 19.2 + 4 * 20
    south_of_leg_2 = 5.2**2 / 2 + (4 * 8)
    east_of_leg_1 = 9.2 * 30 - (20**2 - 10.8**2) / 2
    found = areas("bent")
    assert found == pytest.approx([west_of_leg_1, north_of_leg_2, south_of_leg_2, east_of_leg_1], abs=0.03)
    assert sum(found) == pytest.approx(800 - 1.6 * 26)
    assert [cell.forwards for cell in LANDS["bent"].cells] == [True, True, False, False]


def test_faces_of_a_hook():
    # Two legs side by side share the land between them at x = 10; corners are halved at 45°.
    found = areas("hook")
    outer_1 = 4.2 * 35 - 4.2**2 / 2
    outer_2 = 2 * (4.2 * 5 + 4.2**2 / 2) + 11.6 * 9.2
    outer_3 = outer_1 - 4.2 * 10 + 5 * 10
    inner_3 = (14.2**2 - 10**2) / 2 + 5 * 4.2 + 5 * 10
    inner_2 = 8.4 * 4.2 / 2
    inner_1 = 4.2 * 35 - (10**2 - 5.8**2) / 2
    assert found == pytest.approx([outer_1, outer_2, outer_3, inner_3, inner_2, inner_1], abs=0.03)
    assert sum(found) == pytest.approx(800 - 96)


def test_the_other_side_of_the_path_mirrors_the_faces():
    mirrored = spine(*([20, 0] + BENT.points * [-1, 1]))
    found = [sum(part.area for part in cell.polygons) for cell in unrolled(canvas(), mirrored).cells]
    assert found == pytest.approx(areas("bent")[::-1], abs=0.03)


@pytest.mark.parametrize("name", PATHS)
def test_land_beside_a_leg_is_on_its_side(name):
    points, land = PATHS[name].points, LANDS[name]
    legs = len(points) - 1
    for leg, (start, end) in enumerate(pairwise(points)):
        along = (end - start) / np.hypot(*(end - start))
        left = np.array([-along[1], along[0]])
        for share in (0.2, 0.5, 0.8):
            foot = start + share * (end - start)
            for side, number in ((1.2, leg), (-1.2, 2 * legs - 1 - leg)):
                beside = Point(foot + side * left)
                assert any(part.covers(beside) for part in land.cells[number].polygons), (leg, share, side)


@pytest.mark.parametrize("name", PATHS)
def test_the_row_starts_left_of_the_gate_and_ends_right_of_it(name):
    land = LANDS[name]
    zones = cut(land, tuple(Zone), targets(land, EQUAL))
    gate = PATHS[name].gate
    assert zones[Zone.POTAGER].distance(Point(gate[0] - 1, 0.1)) < 0.01
    assert zones[Zone.SERVICE].distance(Point(gate[0] + 1, 0.1)) < 0.01


def test_zones_of_a_straight_path_are_cut_square_to_it():
    land = LANDS["straight"]
    half = land.area_m2 / 2
    wanted = {Zone.POTAGER: 92.0, Zone.VERGER: half - 92, Zone.FLEURS: half - 46, Zone.SERVICE: 46.0}
    zones = cut(land, tuple(wanted), wanted)
    assert zones[Zone.POTAGER].symmetric_difference(shapely.box(0, 0, 9.2, 10)).area < 0.02
    assert zones[Zone.SERVICE].symmetric_difference(shapely.box(10.8, 0, 20, 5)).area < 0.02


def test_land_too_thin_beside_the_path_is_path():
    # 0.5 m between the path and the west boundary: nothing grows there.
    land = unrolled(canvas(), spine((1.3, 0), (1.3, 34)))
    assert land.paths.symmetric_difference(shapely.box(0, 0, 2.1, 34)).area < 0.05
    wide = unrolled(canvas(), spine((2.3, 0), (2.3, 34)))
    assert wide.paths.area == pytest.approx(1.6 * 34, abs=0.01)


def test_a_path_meets_a_slanted_boundary_whole():
    outline = Polygon([(0, 0), (20, 8), (20, 40), (0, 40)])
    land = unrolled(canvas(outline), spine((10, 4), (10, 34)))
    front = LineString([(9.2, 3.68), (10.8, 4.32)])
    assert land.paths.boundary.intersection(front.buffer(0.003)).length >= front.length - 0.01
    assert land.paths.area == pytest.approx(1.6 * 30, abs=0.01)


def test_a_branch_is_path_too():
    branch = shapely.box(2, 15, 9.3, 16.6)
    land = unrolled(canvas(), STRAIGHT, [branch])
    assert land.paths.area == pytest.approx(1.6 * 34 + 7.2 * 1.6, abs=0.01)
    wanted = targets(land, EQUAL)
    assert_exact(land, rectangle(), cut(land, tuple(Zone), wanted), wanted)


@pytest.mark.parametrize(
    ("owners", "expected"),
    [
        # Outside of the corner lie 10 × 20 m less 0.64 m² of path, inside 9.2 × 19.2 m and 4 × 0.8 m beyond the end.
        ((0, 1), [184 + 199.36, 195.2, None, None]),
        ((0, 2), [184, 199.36 + 195.2, None, None]),
        ((1, 1), [184 + 199.36, 195.2, 179.84]),
        ((2, 1), [184 + 199.36, 195.2, 179.84]),
    ],
)
def test_the_land_at_a_corner_is_one_legs_where_that_is_told(owners, expected):
    land = unrolled(canvas(), replace(PATHS["bent"], owners=(owners,)))
    found = [sum(part.area for part in cell.polygons) for cell in land.cells]
    halved = areas("bent")
    wanted = [halved[place] if area is None else area for place, area in enumerate(expected)]
    assert found == pytest.approx(wanted, abs=0.05)


def test_the_leg_that_owns_the_inside_of_a_corner_cuts_it():
    # Cut square to the leg before it the zones are as wide as high, square to the leg after it as high as wide.
    quarter = dict.fromkeys(Zone, 1.0)
    boxes = {}
    for owner in (1, 2):
        land = unrolled(canvas(), replace(PATHS["bent"], owners=((owner, 1),)))
        zones = cut(land, tuple(Zone), targets(land, quarter))
        inner = zones[Zone.SERVICE] if owner == 1 else zones[Zone.ACCUEIL]
        boxes[owner] = inner.bounds
    west, south, east, north = boxes[1]
    assert (west, south, east) == pytest.approx((10.8, 0, 20), abs=0.01)
    assert north < 15
