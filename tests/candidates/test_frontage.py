import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, box

from geo.candidates import frontage

PLOT = box(0, 0, 20, 20)
ACROSS = box(-50, 32, 70, 60)
AROUND = (box(-30, 0, 0, 20), box(20, 0, 50, 20), box(-30, -30, 50, 0))
"""West, east and south of the plot."""


def on(*parcels, streets=None):
    axes = None if streets is None else np.array(streets, dtype=object)
    return frontage(PLOT, np.array([PLOT, *parcels], dtype=object), axes)


def test_a_way_between_parcels_is_a_street():
    found = on(*AROUND, ACROSS)
    assert found.street.bounds == pytest.approx((1.0, 20.0, 19.0, 20.0))
    assert found.unknown.is_empty


def test_the_edge_of_the_sheet_is_no_street():
    found = on(*AROUND)
    assert found.street.is_empty
    assert found.unknown.length == pytest.approx(18.0)


def test_a_parcel_too_far_to_face_the_site_across_a_way_changes_nothing():
    far = box(-50, 20 + 31, 70, 90)
    assert on(*AROUND, far).street.is_empty


def test_a_gap_of_a_survey_is_no_way():
    found = on(*AROUND[:2], box(-30, -30, 50, -0.9), ACROSS)
    assert found.street.bounds[1] == 20.0


def test_an_axis_tells_which_free_side_is_a_street():
    found = on(*AROUND[:1], streets=[LineString([(-50, 26), (70, 26)])])
    assert shapely.box(0, 11 - 1e-9, 20, 20).covers(found.street)
    assert found.street.length == pytest.approx(19 + 9)
    assert found.unknown.is_empty
    assert on(*AROUND, streets=[LineString([(-50, 80), (70, 80)])]).street.is_empty


def test_the_parcels_of_an_assembly_are_no_neighbours_of_it():
    halves = [box(0, 0, 10, 20), box(10, 0, 20, 20)]
    found = frontage(PLOT, np.array([*halves, *AROUND, ACROSS], dtype=object))
    assert found.street.length == pytest.approx(18.0)


def test_a_surrounded_site_has_none():
    found = on(*AROUND, box(-30, 20, 50, 40))
    assert found.street.is_empty
    assert found.unknown.is_empty


def test_a_site_alone_knows_nothing():
    found = on()
    assert found.street.is_empty
    assert found.unknown.length == pytest.approx(80.0)


@given(
    st.lists(st.tuples(st.integers(-40, 60), st.integers(-40, 60), st.integers(1, 30), st.integers(1, 30)), max_size=6)
)
def test_free_boundary_is_split_and_keeps_its_distance(squares):
    others = [box(x, y, x + wide, y + deep) for x, y, wide, deep in squares]
    others = [other for other in others if other.intersection(PLOT).area == 0]
    found = on(*others)
    ring = PLOT.exterior.buffer(1e-6)
    for part in (found.street, found.unknown):
        assert part.difference(ring).is_empty
        assert all(part.is_empty or part.distance(other) > 1 - 1e-2 for other in others)
    assert found.street.intersection(found.unknown).length == pytest.approx(0, abs=1e-6)
    near = shapely.union_all([other.buffer(1.0) for other in others])
    assert found.street.length + found.unknown.length == pytest.approx(PLOT.exterior.difference(near).length)
