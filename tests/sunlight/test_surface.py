"""A surface made of buildings, on real and on simple ones."""

import numpy as np
import pytest
import shapely

from geo.models import Bounds, Raster
from geo.sunlight import surface_from_buildings

SLOPE = Raster(np.repeat([np.arange(10, dtype=np.float32)], 10, axis=0), Bounds(0, 0, 10, 10), "EPSG:2154")


def test_a_roof_is_flat_and_as_high_above_the_mean_ground_as_said():
    built = surface_from_buildings(np.array([shapely.box(2, 2, 6, 5)]), np.array([4.0]), SLOPE)
    values = built.heights.values
    assert (values[5:8, 2:6] == np.float32(3.5 + 4)).all()
    values = values.copy()
    values[5:8, 2:6] = SLOPE.values[5:8, 2:6]
    assert (values == SLOPE.values).all()


@pytest.mark.parametrize("height", [np.nan, 0.0, -1.0])
def test_an_unknown_height_is_two_storeys_and_is_told(height):
    boxes = np.array([shapely.box(0, 0, 2, 2), shapely.box(7, 7, 9, 9), shapely.box(50, 50, 60, 60)])
    built = surface_from_buildings(boxes, np.array([height, 9.0, height]), SLOPE)
    assert built.heights.values[9, 0] == np.float32(0.5 + 6)
    assert (built.buildings, built.unknown) == (2, 1)
    assert "1 are unknown and taken as 6.0 m" in str(built.note)


def test_the_higher_roof_counts_and_edges_are_cut():
    boxes = np.array([shapely.box(-5, -5, 3, 3), shapely.box(1, 1, 4, 4)])
    built = surface_from_buildings(boxes, np.array([10.0, 2.0]), SLOPE)
    assert built.heights.values[8, 1] == np.float32(1 + 10)
    assert built.heights.values[6, 3] == np.float32(2 + 2)


def test_real_heights_stand_on_the_ground(real_data):
    import geopandas as gpd

    buildings = gpd.read_file(real_data / "bdtopo" / "bdtopo_v3_12174_olemps.gpkg", layer="BATIMENT")
    west, south = (float(edge) for edge in buildings.total_bounds[:2])
    bounds = Bounds(west + 1_500, south + 1_500, west + 2_500, south + 2_500)
    flat = Raster(np.full((1_000, 1_000), 600.0, np.float32), bounds, "EPSG:2154")
    built = surface_from_buildings(buildings.geometry.to_numpy(), buildings["HAUTEUR"].astype(float).to_numpy(), flat)
    raised = built.heights.values[built.heights.values > 600] - 600
    assert 100 < built.buildings < 2_273
    assert 0 < built.unknown < built.buildings
    assert raised.min() > 0.5
    assert raised.max() < 60
    inside = buildings.geometry.intersection(shapely.box(bounds.west, bounds.south, bounds.east, bounds.north))
    assert raised.size == pytest.approx(inside.union_all().area, rel=0.02)
