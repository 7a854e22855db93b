"""What covers places and lies near them, against hand-computed cases and brute force."""

import time

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.overlaps import are_near, covered_m2, nearest_m, overlaps

NOTHING = np.array([], dtype=object)


def several(*shapes):
    return np.array(shapes, dtype=object)


def test_pairs_share_ground_and_stand_in_order():
    places = several(box(0, 0, 10, 10), box(20, 0, 30, 10))
    covers = several(box(8, 0, 22, 10), box(-5, -5, 5, 5), box(-99, -99, 99, 99))
    found = overlaps(places, covers)
    assert list(zip(found.place.tolist(), found.cover.tolist(), found.area_m2.tolist(), strict=True)) == [
        (0, 0, 20.0),
        (0, 1, 25.0),
        (0, 2, 100.0),
        (1, 0, 20.0),
        (1, 2, 100.0),
    ]
    assert shapely.area(found.pieces).tolist() == found.area_m2.tolist()


@pytest.mark.parametrize("cover", [box(10, 0, 20, 10), LineString([(0, 0), (10, 10)]), Point(5, 5), box(11, 0, 12, 1)])
def test_what_shares_no_ground_is_no_pair(cover):
    assert overlaps(several(box(0, 0, 10, 10)), several(cover)).place.size == 0


def test_a_hole_covers_nothing():
    ring = Polygon(box(-20, -20, 20, 20).exterior.coords, [box(-5, -5, 15, 15).exterior.coords])
    assert covered_m2(several(box(0, 0, 10, 10), box(10, 0, 20, 10)), several(ring)).tolist() == [0.0, 50.0]


def test_ground_under_several_covers_counts_once():
    covers = several(box(0, 0, 6, 10), box(4, 0, 10, 10), box(4, 0, 6, 10))
    assert covered_m2(several(box(0, 0, 10, 10), box(0, 0, 5, 4), box(90, 0, 91, 1)), covers).tolist() == [100, 20, 0]


def test_a_place_in_two_parts():
    place = MultiPolygon([box(0, 0, 10, 10), box(20, 0, 30, 10)])
    assert covered_m2(several(place), several(box(5, 0, 25, 5))).tolist() == [50.0]


def test_nothing_covers_nothing():
    places = several(box(0, 0, 10, 10))
    assert covered_m2(places, NOTHING).tolist() == [0.0]
    assert covered_m2(NOTHING, places).tolist() == []
    assert nearest_m(places, NOTHING, within_m=5).tolist() == [np.inf]
    assert are_near(places, NOTHING, within_m=5).tolist() == [False]


def test_the_reach_is_inclusive():
    place, feature = several(box(0, 0, 10, 10)), several(Point(30, 5))
    assert nearest_m(place, feature, within_m=20.0).tolist() == [20.0]
    assert nearest_m(place, feature, within_m=19.99).tolist() == [np.inf]


def test_a_layer_reaches_as_far_as_the_rectangles_around_its_features():
    bow = LineString([(0, 0), (100, 0), (100, 100)])
    inside, outside = box(10, 80, 20, 90), box(-50, 0, -40, 10)
    assert are_near(several(inside, outside), several(bow), within_m=1.0).tolist() == [True, False]


boxes = st.builds(
    lambda x, y, width, depth: box(x, y, x + width, y + depth),
    *(st.integers(0, 40), st.integers(0, 40), st.integers(1, 20), st.integers(1, 20)),
)


@given(st.lists(boxes, min_size=1, max_size=6), st.lists(boxes, max_size=6))
def test_covered_ground_is_that_of_the_union(places, covers):
    union = shapely.union_all(several(*covers)) if covers else Polygon()
    expected = [place.intersection(union).area for place in places]
    assert covered_m2(np.array(places), np.array(covers, dtype=object)) == pytest.approx(expected, abs=1e-9)


def test_prepared_copies_leave_the_layer_as_it_was():
    cover = box(0, 0, 50, 50)
    overlaps(several(box(1, 1, 2, 2)), several(cover))
    assert not shapely.is_prepared(cover)


def test_a_river_of_ten_thousands_of_vertices_is_cut_fast():
    rng = np.random.default_rng(0)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 30_000))
    radius = 2000 + 0.5 * rng.standard_normal(30_000).cumsum()
    zone = Polygon(np.c_[radius * np.cos(angle), radius * np.sin(angle)])
    west, south = rng.uniform(-2500, 2500, (2, 1000))
    places = shapely.box(west, south, west + 30, south + 30)
    start = time.process_time()
    found = covered_m2(places, several(zone))
    spent = time.process_time() - start
    sample = slice(0, 1000, 50)
    assert found[sample] == pytest.approx(shapely.area(shapely.intersection(places[sample], zone)), abs=1e-6)
    assert spent < 2.0
