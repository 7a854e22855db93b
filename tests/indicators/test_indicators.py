"""Indicators: one Series each with the sites' index, against hand-computed cases."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, box

from geo.indicators import access, neighbourhoods, relief, shape
from geo.models import Bounds, Raster
from tests.factories import CRS


def sites(*plots):
    return gpd.GeoDataFrame(index=[f"s{i}" for i in range(len(plots))], geometry=list(plots), crs=CRS)


def check_result(result, table, name):
    assert isinstance(result, pd.Series)
    assert result.name == name
    assert result.index.equals(table.index)


def plane(percent, bearing_x=1.0, bearing_y=0.0, cell=2.0, size=50):
    rows, columns = np.mgrid[0:size, 0:size]
    heights = (columns * bearing_x - rows * bearing_y) * cell * percent / 100
    return Raster(heights.astype(np.float32), Bounds(0, 0, size * cell, size * cell), CRS)


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (shape.clear_width, "clear_width_m"),
        (shape.mean_width, "mean_width_m"),
        (shape.compactness, "compactness"),
    ],
)
def test_shape(measure, name):
    table = sites(box(0, 0, 30, 8), box(0, 0, 8, 8))
    check_result(measure(table), table, name)


@pytest.mark.parametrize("percent", [0.0, 3.0, 15.0, 40.0])
def test_a_plane_has_its_own_slope(percent):
    table = sites(box(20, 20, 40, 40), box(51.3, 47.7, 60.1, 55.2))
    found = relief.slope(table, plane(percent))
    check_result(found, table, "slope_percent")
    assert found.tolist() == pytest.approx([percent, percent], abs=0.01)


@given(st.floats(0, 2 * np.pi), st.floats(0, 50))
def test_a_plane_has_the_same_slope_whatever_its_bearing(bearing, percent):
    tilted = plane(percent, np.cos(bearing), np.sin(bearing), size=12)
    found = relief.slope_percent(tilted.values, 2.0)[1:-1, 1:-1]
    assert found == pytest.approx(np.full(found.shape, percent), abs=0.05)


def test_a_site_off_the_model_is_unknown():
    table = sites(box(500, 500, 520, 520), box(-40, 0, 20, 20), box(20, 20, 40, 40))
    found = relief.slope(table, plane(5.0))
    assert found.isna().tolist() == [True, True, False]


def test_missing_cells_are_left_out_of_the_mean():
    terrain = plane(5.0)
    values = terrain.values.copy()
    values[:, 26:] = np.nan
    table = sites(box(20, 20, 50, 40), box(44, 20, 64, 40))
    found = relief.slope(table, Raster(values, terrain.bounds, CRS))
    assert found["s0"] == pytest.approx(5.0, abs=0.01)
    assert np.isnan(found["s1"])


def test_the_real_terrain_of_montpellier_is_flat(real_data):
    from geo.sources._files import read_window

    path = real_data / "lidar" / "mnt_lidar_montpellier_0m50.tif"
    terrain = read_window(path, Bounds(770500, 6277500, 770650, 6277600), cell_m=2.0)
    table = sites(box(770520, 6277520, 770540, 6277545), box(770590, 6277540, 770620, 6277570))
    assert relief.slope(table, terrain).between(0, 6).all()


def test_distance_to_a_neighbourhood():
    table = sites(box(0, 0, 10, 10), box(-5, 0, 5, 10), box(300, 0, 310, 10), box(3, 3, 4, 4))
    places = sites(box(2, 2, 8, 8), box(200, 0, 250, 10))
    found = neighbourhoods.distance_to_neighbourhood(table, places)
    check_result(found, table, "neighbourhood_distance_m")
    assert found.tolist() == [0, 0, 50, 0]


def test_no_neighbourhood_at_all_is_searched_in_vain():
    table = sites(box(0, 0, 10, 10))
    assert neighbourhoods.distance_to_neighbourhood(table, table.iloc[:0]).tolist() == [np.inf]


def test_a_layer_of_another_region_says_nothing():
    table = sites(box(0, 0, 10, 10))
    assert neighbourhoods.distance_to_neighbourhood(table, sites(box(60_000, 0, 60_010, 10))).isna().all()
    assert neighbourhoods.distance_to_neighbourhood(table, sites(box(49_000, 0, 49_010, 10))).notna().all()


def test_the_street_is_the_nearest_with_a_name():
    table = sites(box(0, 0, 10, 10), box(0, 500, 10, 510))
    streets = gpd.GeoDataFrame(
        {"name": ["Rue Haute", None, "Rue Basse"]},
        geometry=[LineString([(0, 30), (50, 30)]), LineString([(0, 12), (50, 12)]), LineString([(0, -5), (50, -5)])],
        crs=CRS,
    )
    found = access.street_name(table, streets)
    check_result(found, table, "street")
    assert found["s0"] == "Rue Basse"
    assert pd.isna(found["s1"])
    assert access.street_name(table, streets.iloc[:0]).isna().all()
