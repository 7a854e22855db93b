"""Planes: contacts, unions, widths, against hand-computed cases and for any rectangle."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from geo import geometry

side = st.floats(1, 200)


def array(*shapes):
    return np.array(shapes, dtype=object)


def test_squares_that_share_an_edge_touch_along_it():
    found = geometry.contacts(array(box(0, 0, 10, 10), box(10, 0, 20, 10)), gap_m=0.5)
    assert (found.first.tolist(), found.second.tolist()) == ([0], [1])
    assert found.length_m[0] == pytest.approx(10, abs=0.5)


def test_squares_that_share_a_corner_share_no_border():
    found = geometry.contacts(array(box(0, 0, 10, 10), box(10, 10, 20, 20)), gap_m=0.5)
    assert found.length_m.tolist() == [pytest.approx(0, abs=0.5)]


@pytest.mark.parametrize(("gap", "pairs"), [(0.49, 1), (0.51, 0)])
def test_a_slit_up_to_the_gap_is_no_gap(gap, pairs):
    found = geometry.contacts(array(box(0, 0, 10, 10), box(10 + gap, 0, 20, 10)), gap_m=0.5)
    assert len(found.first) == pairs


def test_contacts_do_not_depend_on_the_order():
    plots = array(box(0, 0, 10, 10), box(10, 0, 20, 12), box(0, 10, 10, 20))
    one, other = geometry.contacts(plots, gap_m=0.5), geometry.contacts(plots[::-1], gap_m=0.5)
    assert np.sort(one.length_m) == pytest.approx(np.sort(other.length_m), abs=0.5)


def test_a_union_is_one_polygon_across_a_slit():
    outline = geometry.unite(np.array([[box(0, 0, 10, 10), box(10.3, 0, 20, 10), None]], dtype=object), gap_m=0.5)[0]
    assert outline.geom_type == "Polygon"
    assert outline.area == pytest.approx(200, abs=0.1)


def test_obstacles_that_overlap_are_cut_out_once():
    free = geometry.subtract(array(box(0, 0, 10, 10)), array(box(0, 0, 4, 4), box(2, 2, 6, 6)))
    assert free[0].area == pytest.approx(100 - 28)


def test_what_obstacles_take_never_exceeds_the_plot():
    total, largest = geometry.overlap_m2(array(box(0, 0, 10, 10)), array(box(-5, -5, 20, 20), box(0, 0, 10, 10)))
    assert total.tolist() == [100.0]
    assert largest.tolist() == [100.0]


@given(side, side)
def test_widths_of_a_rectangle_are_its_short_side(width, height):
    plot = array(box(0, 0, width, height))
    assert geometry.mean_width_m(plot)[0] == pytest.approx(min(width, height), rel=1e-3)
    assert geometry.clear_width_m(plot)[0] == pytest.approx(min(width, height), abs=0.3)


@given(side, side)
def test_a_disc_is_the_most_compact(width, height):
    rectangle, disc = geometry.compactness(array(box(0, 0, width, height), Point(0, 0).buffer(10, 64)))
    assert 0 < rectangle < disc <= 1
    assert rectangle == pytest.approx(np.pi * width * height / (width + height) ** 2)


def test_an_empty_plot_has_no_width():
    assert geometry.clear_width_m(array(shapely.Polygon())).tolist() == [0.0]


ROOMS = shapely.union_all([shapely.box(0, 0, 12, 9), shapely.box(12, 4, 15, 5), shapely.box(15, 0, 22, 9)])


@pytest.mark.parametrize(
    ("start", "area_m2"), [(shapely.Point(0, 0), 66), (shapely.Point(22, 0), 111), (shapely.Point(), 66)]
)
def test_land_beyond_a_neck_is_out_of_reach_of_what_is_wider(start, area_m2):
    found = geometry.out_of_reach(ROOMS, start, 1.4)
    assert found.area == pytest.approx(area_m2, abs=1.0)
    assert found.difference(ROOMS).area < 1e-9
    assert geometry.out_of_reach(ROOMS, start, 0.98).is_empty


def test_of_two_rooms_on_the_street_the_larger_is_reached():
    street = shapely.LineString([(0, 0), (22, 0)])
    assert geometry.out_of_reach(ROOMS, street, 1.4).bounds[0] == pytest.approx(12, abs=0.5)


@given(st.floats(1.0, 3.0))
def test_sharp_corners_are_not_out_of_reach(width):
    spike = shapely.Polygon([(0, 0), (30, 0), (0, 2 * width)])
    assert geometry.out_of_reach(spike, shapely.Point(0, 0), width).is_empty
