"""Areas before a line, and lines for an area, against geometry done by hand and by GEOS."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from geo.layout.chords import chords_of, cut_at

EAST = np.array([1.0, 0.0])
NORTH = np.array([0.0, 1.0])
DIAGONAL = np.array([1.0, 1.0]) / np.sqrt(2)

TRIANGLE = Polygon([(0, 0), (10, -5), (10, 5)])
HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
BAY = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 3, 11, 7))


@pytest.mark.parametrize("place", [0.0, 1.0, 2.0, 5.0, 7.5, 10.0])
def test_a_triangle_grows_with_the_square(place):
    assert cut_at(chords_of([TRIANGLE], EAST), place**2 / 2) == pytest.approx(place)


@pytest.mark.parametrize(("area", "place"), [(20, 2), (40, 4), (48, 5), (56, 6), (76, 8), (96, 10)])
def test_a_hole_has_no_area(area, place):
    chords = chords_of([HOLED], EAST)
    assert chords.total_m2 == pytest.approx(96)
    assert cut_at(chords, area) == pytest.approx(place)


@pytest.mark.parametrize(("area", "place"), [(20, 2), (40, 4), (52, 6), (70, 9)])
def test_a_bay_lets_a_line_cross_the_land_twice(area, place):
    assert cut_at(chords_of([BAY], EAST), area) == pytest.approx(place)


@pytest.mark.parametrize(("area", "place"), [(15, 1.5), (30, 3), (38, 5), (46, 7), (61, 8.5)])
def test_the_same_bay_from_the_south(area, place):
    assert cut_at(chords_of([BAY], NORTH), area) == pytest.approx(place)


def test_a_square_on_its_corner():
    # Width 2u up to the middle, which is 10 ÷ √2 away: u² before u.
    chords = chords_of([shapely.box(0, 0, 10, 10)], DIAGONAL)
    for place in (1.0, 5.0, 10 / np.sqrt(2)):
        assert cut_at(chords, place**2) == pytest.approx(place)
    assert cut_at(chords, 100 - 9) == pytest.approx(10 * np.sqrt(2) - 3)


def test_against_the_heading_the_far_end_comes_first():
    # The last two metres of the triangle are 10 + 8 over 2 by 2: 18 m².
    assert cut_at(chords_of([TRIANGLE], -EAST), 18.0) == pytest.approx(-8)


def test_the_way_round_of_a_ring_does_not_matter():
    for shape in (TRIANGLE, HOLED, BAY):
        turned = Polygon(shape.exterior.coords[::-1], [ring.coords[::-1] for ring in shape.interiors])
        assert chords_of([turned], DIAGONAL).total_m2 == pytest.approx(shape.area)


def test_parts_are_cut_together():
    chords = chords_of([shapely.box(5, 0, 7, 1), shapely.box(0, 0, 2, 1)], EAST)
    assert chords.total_m2 == pytest.approx(4)
    assert cut_at(chords, 1.0) == pytest.approx(1)
    assert 2 <= cut_at(chords, 2.0) <= 5
    assert cut_at(chords, 3.0) == pytest.approx(6)


def test_areas_out_of_range_are_taken_into_it():
    chords = chords_of([TRIANGLE], EAST)
    assert (cut_at(chords, -3.0), cut_at(chords, 0.0)) == (0.0, 0.0)
    assert (cut_at(chords, 50.0), cut_at(chords, 99.0)) == (10.0, 10.0)


def test_the_least_area_is_cut_off_at_the_tip():
    # At the tip of this triangle the width is zero, in floating point a little less than that.
    tip = Polygon([(3, 1), (0, 1 + np.sqrt(3)), (0, 1 - np.sqrt(3))])
    for angle in np.linspace(0, 2 * np.pi, 41):
        chords = chords_of([tip], np.array([np.cos(angle), np.sin(angle)]))
        assert cut_at(chords, 1e-300) == pytest.approx(chords.knots[0])
        assert cut_at(chords, 1e-16) == pytest.approx(chords.knots[0], abs=1e-6)


def test_nothing_has_no_area():
    assert chords_of([], EAST).total_m2 == 0


@st.composite
def stars(draw):
    """Draw a polygon around a point, often concave, far from the origin as land is."""
    count = draw(st.integers(3, 12))
    turn = 2 * np.pi * np.arange(count) / count
    reach = np.array(draw(st.lists(st.floats(2, 30), min_size=count, max_size=count)))
    around = np.column_stack([reach * np.cos(turn), reach * np.sin(turn)])
    return Polygon(around + draw(st.floats(0, 100)))


def before(polygon: Polygon, heading: np.ndarray, place: float) -> float:
    """Return the area before a line, by the overlay of GEOS."""
    across = np.array([-heading[1], heading[0]]) * 1e3
    near, far = heading * place, heading * -1e3
    return polygon.intersection(Polygon([far - across, near - across, near + across, far + across])).area


@given(stars(), st.floats(0, 2 * np.pi), st.floats(0, 1))
def test_a_cut_has_the_area_that_was_asked_for(polygon, angle, share):
    heading = np.array([np.cos(angle), np.sin(angle)])
    chords = chords_of([polygon], heading)
    assert chords.total_m2 == pytest.approx(polygon.area, abs=1e-6)
    assert before(polygon, heading, cut_at(chords, share * polygon.area)) == pytest.approx(
        share * polygon.area, abs=1e-6
    )


@given(stars(), st.floats(0, 2 * np.pi))
def test_areas_before_the_corners(polygon, angle):
    heading = np.array([np.cos(angle), np.sin(angle)])
    chords = chords_of([polygon], heading)
    assert (np.diff(chords.areas) >= -1e-9).all()
    assert chords.areas == pytest.approx([before(polygon, heading, knot) for knot in chords.knots], abs=1e-6)


@given(stars(), st.floats(0.02, 0.98))
def test_the_place_of_a_known_area(polygon, share):
    west, _, east, _ = polygon.bounds
    place = west + share * (east - west)
    found = cut_at(chords_of([polygon], EAST), before(polygon, EAST, place))
    assert before(polygon, EAST, found) == pytest.approx(before(polygon, EAST, place), abs=1e-6)
