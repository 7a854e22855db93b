"""The ground in small squares: what they stand for, and where they are."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon

from geo.layout.canvas import canvas_of, cells_at, largest
from geo.models import Bounds, Raster
from tests.layout.grounds import CRS, ground, rectangle

FAR = (650_000.0, 6_860_000.0)


def test_squares_stand_for_the_land():
    drawn = canvas_of(ground(rectangle()))
    assert drawn.x.size * drawn.cell_m2 == pytest.approx(800)
    assert drawn.cell_m == pytest.approx(np.sqrt(800 / 700))
    assert drawn.x.size == pytest.approx(700, rel=0.05)
    assert shapely.contains_xy(drawn.land, drawn.x, drawn.y).all()


def test_what_stands_on_the_site_has_no_square():
    shed = shapely.box(5, 15, 11, 21)
    drawn = canvas_of(ground(rectangle(), obstacles=MultiPolygon([shed])))
    assert not shapely.contains_xy(shed, drawn.x, drawn.y).any()
    assert drawn.land.area == pytest.approx(800 - 36)


def test_land_cut_off_by_an_obstacle_is_left_out():
    drawn = canvas_of(ground(rectangle(), obstacles=MultiPolygon([shapely.box(-1, 28, 21, 30)])))
    assert drawn.land.equals(shapely.box(0, 0, 20, 28))
    assert drawn.y.max() < 28
    assert drawn.cell_m == pytest.approx(np.sqrt(560 / 700))


def test_the_mask_has_its_first_row_in_the_south():
    # Without its north-east quarter, no square of the northern rows is in the east.
    corner = Polygon([(0, 0), (20, 0), (20, 20), (10, 20), (10, 40), (0, 40)])
    drawn = canvas_of(ground(corner))
    rows, columns = np.nonzero(drawn.mask)
    assert np.allclose((columns + 0.5) * drawn.cell_m, drawn.x)
    assert np.allclose((rows + 0.5) * drawn.cell_m, drawn.y)
    assert drawn.mask[2].sum() == pytest.approx(2 * drawn.mask[-4].sum(), abs=1)


@given(st.floats(0, 9_000), st.floats(0, 9_000), st.floats(12, 60), st.floats(14, 60))
def test_coordinates_there_and_back(east, north, width, depth):
    outline = rectangle(width, depth, west_m=FAR[0] + east, south_m=FAR[1] + north)
    drawn = canvas_of(ground(outline))
    assert drawn.placed(drawn.moved(outline)).equals_exact(outline, 1e-6)
    west, south, *_ = drawn.moved(outline).bounds
    assert 0 <= west < 1
    assert 0 <= south < 1
    assert drawn.placed(drawn.land).symmetric_difference(outline).area < 0.15


def test_squares_by_the_street():
    drawn = canvas_of(ground(rectangle()))
    assert (drawn.by_street == (drawn.y <= 2.0)).all()
    assert 0 < drawn.by_street.sum() < drawn.x.size
    assert not canvas_of(ground(rectangle(), street=LineString())).by_street.any()


def test_squares_far_from_the_neighbours_are_quiet():
    house = MultiPolygon([shapely.box(22, 10, 30, 20)])
    drawn = canvas_of(ground(rectangle(), neighbours=house))
    away = shapely.distance(shapely.points(drawn.x, drawn.y), house)
    assert drawn.quiet[away > 5.7].all()
    assert not drawn.quiet[away < 5.0].any()
    assert canvas_of(ground(rectangle())).quiet.all()


def test_each_square_has_the_sun_of_its_place():
    # Six hours in the western half, eight in the eastern one.
    hours = Raster(np.tile(np.repeat([6, 8], 10), (40, 1)).astype(np.float32), Bounds(0, 0, 20, 40), CRS)
    drawn = canvas_of(ground(rectangle(), sun=hours))
    assert (drawn.sun == np.where(drawn.x < 10, 6, 8)).all()
    assert (canvas_of(ground(rectangle())).sun == 0).all()


def test_a_raster_has_its_first_row_in_the_north():
    raster = Raster(np.array([[1, 2], [3, 4]], np.float32), Bounds(100, 200, 104, 204), CRS)
    x, y = np.array([101.0, 103.0, 101.0, 103.0]), np.array([203.0, 203.0, 201.0, 201.0])
    assert cells_at(raster, x, y).tolist() == [1, 2, 3, 4]


def test_what_no_cell_tells_gets_the_mean():
    raster = Raster(np.array([[4, np.nan], [6, 8]], np.float32), Bounds(0, 0, 2, 2), CRS)
    x, y = np.array([1.5, -1.0, 2.5, 0.5, 0.5]), np.array([1.5, 0.5, 0.5, -0.5, 2.5])
    assert cells_at(raster, x, y).tolist() == [6.0] * 5
    dark = Raster(np.full((2, 2), np.nan, np.float32), Bounds(0, 0, 2, 2), CRS)
    assert cells_at(dark, x, y).tolist() == [0.0] * 5


def test_the_largest_polygon():
    parts = [shapely.box(0, 0, 1, 1), shapely.box(5, 5, 8, 8), shapely.box(2, 0, 4, 1)]
    for one, other in pairwise(parts):
        assert largest(MultiPolygon([one, other])).equals(max(one, other, key=lambda part: part.area))
    assert largest(shapely.GeometryCollection([Point(0, 0), parts[0], LineString([(0, 0), (9, 9)])])).equals(parts[0])
    assert largest(Point(0, 0)).is_empty
