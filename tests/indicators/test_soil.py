"""Soil of sites, against hand-computed cases and the triangle of the USDA written out in full."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.indicators import soil
from geo.kinds import Texture
from geo.models import Bounds, Raster
from tests.factories import CRS

SQUARE = box(0, 0, 10, 10)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=CRS)


def soils(*rows):
    texture, ph, depth, shapes = zip(*rows, strict=True) if rows else ((), (), (), ())
    columns = {
        "texture": pd.Series(texture, dtype="str"),
        "ph": pd.Series(ph, dtype="float64"),
        "depth_cm": pd.Series(depth, dtype="float64"),
    }
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS)


def all_of(table, layer):
    columns = [soil.soil_depth(table, layer), soil.soil_ph(table, layer), soil.soil_texture(table, layer)]
    assert [column.name for column in columns] == ["soil_depth_cm", "soil_ph", "soil_texture"]
    return pd.concat(columns, axis=1)


def test_means_are_by_area_and_most_of_the_area_gives_its_texture():
    layer = soils(("loam", 6.0, 100.0, box(-50, 0, 6, 10)), ("clay", 8.0, 50.0, box(6, 0, 50, 10)))
    found = all_of(sites(SQUARE, box(20, 0, 30, 10)), layer)
    assert found.loc["s0"].tolist() == [pytest.approx(80), pytest.approx(6.8), "loam"]
    assert found.loc["s1"].tolist() == [50, 8, "clay"]


@pytest.mark.parametrize(("width", "known"), [(5.0, True), (4.9, False)])
def test_a_map_of_less_than_half_of_the_site_says_nothing(width, known):
    found = all_of(sites(SQUARE), soils(("sand", 7.0, 30.0, box(0, 0, width, 10))))
    assert found.notna().iloc[0].tolist() == [known] * 3


def test_what_one_soil_does_not_tell_is_left_out_of_the_mean():
    layer = soils((None, 6.0, np.nan, box(0, 0, 3, 10)), ("clay", np.nan, 90.0, box(3, 0, 10, 10)))
    assert all_of(sites(SQUARE), layer).iloc[0].isna().tolist() == [False, True, False]
    assert all_of(sites(SQUARE), layer)["soil_depth_cm"].tolist() == [90.0]


def test_the_map_of_another_region_says_nothing():
    assert all_of(sites(SQUARE), soils(("clay", 7.0, 90.0, box(9e4, 0, 9.1e4, 10)))).isna().all(axis=None)
    assert all_of(sites(SQUARE), soils()).isna().all(axis=None)


@pytest.mark.parametrize("turned", [1, -1])
def test_the_lighter_of_two_equal_textures(turned):
    halves = [("clay", 7.0, 9.0, box(0, 0, 5, 10)), ("sandy_loam", 7.0, 9.0, box(5, 0, 10, 10))]
    assert soil.soil_texture(sites(SQUARE), soils(*halves[::turned])).tolist() == ["sandy_loam"]


def cells(values, side=250.0):
    values = np.asarray(values, np.float32)
    rows, columns = values.shape
    return Raster(values, Bounds(0, 0, columns * side, rows * side), CRS)


def test_a_site_across_cells_of_250_metres():
    raster = cells([[60, 70], [np.nan, 80]])
    table = sites(box(240, 300, 260, 320), box(100, 300, 120, 320), box(245, 100, 265, 120), box(235, 100, 255, 120))
    found = soil.cells_mean(table, raster)
    assert found.fillna(-1).tolist() == pytest.approx([65, 60, 80, -1])
    assert soil.cells_mean(sites(box(900, 900, 910, 910)), raster).isna().all()


def usda(sand, silt, clay):
    """Return the classes of the Soil survey manual (2017, chapter 3) that hold for a composition."""
    rules = {
        "sand": silt + 1.5 * clay < 15,
        "loamy sand": silt + 1.5 * clay >= 15 and silt + 2 * clay < 30,
        "sandy loam": (7 <= clay < 20 and sand > 52 and silt + 2 * clay >= 30)
        or (clay < 7 and silt < 50 and silt + 2 * clay >= 30),
        "loam": 7 <= clay < 27 and 28 <= silt < 50 and sand <= 52,
        "silt loam": (silt >= 50 and 12 <= clay < 27) or (50 <= silt < 80 and clay < 12),
        "silt": silt >= 80 and clay < 12,
        "sandy clay loam": 20 <= clay < 35 and silt < 28 and sand > 45,
        "clay loam": 27 <= clay < 40 and 20 < sand <= 45,
        "silty clay loam": 27 <= clay < 40 and sand <= 20,
        "sandy clay": clay >= 35 and sand > 45,
        "silty clay": clay >= 40 and silt >= 40,
        "clay": clay >= 40 and sand <= 45 and silt < 40,
    }
    return [name for name, holds in rules.items() if holds]


FIVE = {
    "sand": Texture.SAND,
    "loamy sand": Texture.SAND,
    "sandy loam": Texture.SANDY_LOAM,
    "loam": Texture.LOAM,
    "silt loam": Texture.LOAM,
    "silt": Texture.LOAM,
    "sandy clay loam": Texture.CLAY_LOAM,
    "clay loam": Texture.CLAY_LOAM,
    "silty clay loam": Texture.CLAY_LOAM,
    "sandy clay": Texture.CLAY,
    "silty clay": Texture.CLAY,
    "clay": Texture.CLAY,
}


def test_the_whole_triangle_by_whole_percents():
    grid = pd.DataFrame([(sand, 100 - sand - clay, clay) for sand in range(101) for clay in range(101 - sand)])
    expected = [usda(*row) for row in grid.itertuples(index=False)]
    assert {len(classes) for classes in expected} == {1}
    found = soil.texture_of(grid[0], grid[1], grid[2])
    assert found.tolist() == [FIVE[classes[0]].value for classes in expected]
    assert set(found) == {texture.value for texture in Texture}


@given(st.floats(0.001, 1000), st.floats(0.001, 1000), st.floats(0.001, 1000), st.sampled_from([10.0, 0.01]))
def test_the_unit_of_the_particles_does_not_matter(sand, silt, clay, unit):
    parts = [pd.Series([part]) for part in (sand, silt, clay)]
    whole = sand + silt + clay
    shares = [100 * part / whole for part in (sand, silt, clay)]
    if len({tuple(usda(*(round(share + nudge, 9) for share in shares))) for nudge in (-1e-6, 0, 1e-6)}) == 1:
        assert soil.texture_of(*parts).tolist() == soil.texture_of(*(part * unit for part in parts)).tolist()


def test_a_missing_particle_leaves_the_texture_unknown():
    part, gap = pd.Series([300.0, 0.0]), pd.Series([np.nan, 0.0])
    assert soil.texture_of(part, part, gap).isna().all()
