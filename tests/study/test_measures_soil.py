"""What a map and rasters of soils tell of the sites, the map first."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from shapely import box

from geo.kinds import SoilQuantity
from geo.models import Bounds, Layer, Provenance, RasterFile, Role
from geo.schemas import check
from geo.study.measures import soil
from tests import factories

WEST, NORTH, CELL = 651_000.0, 6_862_000.0, 250.0
NAMES = ["soil_depth_cm", "soil_ph", "soil_texture"]


def plot(column, row, *, side=20.0):
    """Return a square in the middle of a cell, counted from the north-west."""
    x, y = WEST + (column + 0.5) * CELL, NORTH - (row + 0.5) * CELL
    return box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=factories.CRS)


def raster(folder, name, quantity, cells, scale=0.1):
    values = np.asarray(cells, np.float32)
    rows, columns = values.shape
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": factories.CRS, "nodata": -32768.0}
    transform = Affine(CELL, 0, WEST, 0, -CELL, NORTH)
    with rasterio.open(folder / name, "w", width=columns, height=rows, transform=transform, **profile) as file:
        file.write(np.where(np.isnan(values), np.float32(-32768), values), 1)
    bounds = Bounds(WEST, NORTH - rows * CELL, WEST + columns * CELL, NORTH)
    return RasterFile(
        Role.SOIL, folder / name, factories.CRS, bounds, columns, rows, CELL, Provenance(name), (), quantity, scale
    )


def soil_map(shape, texture="clay", ph=7.5, depth=90.0):
    columns = {"soil_id": ["1"], "name": ["Limons"], "texture": [texture], "ph": [ph], "depth_cm": [depth]}
    frame = gpd.GeoDataFrame(columns, geometry=[shape], crs=factories.CRS)
    return Layer(Role.SOIL, check(frame, Role.SOIL), (Provenance("soil.gpkg"),))


@pytest.fixture
def rasters(tmp_path):
    """Return cells of loam at pH 6.5 in the west, of sand at pH 5 in the east."""
    grains = {
        SoilQuantity.SAND: [[300, 900]],
        SoilQuantity.SILT: [[500, 60]],
        SoilQuantity.CLAY: [[200, 40]],
    }
    files = [raster(tmp_path, f"{grain}_0-5cm_mean.tif", grain, cells) for grain, cells in grains.items()]
    files += [
        raster(tmp_path, "phh2o_0-5cm_mean.tif", SoilQuantity.PH, [[60, 50]]),
        raster(tmp_path, "phh2o_5-15cm_mean.tif", SoilQuantity.PH, [[67.5, 50]]),
        raster(tmp_path, "profondeur_sol.tif", SoilQuantity.DEPTH, [[120, np.nan]], scale=1.0),
    ]
    return tuple(files)


def told(table, *layers, rasters=()):
    territory = factories.territory(*layers)
    held = {Role.SOIL: rasters} if rasters else {}
    found = soil.measure(dataclasses.replace(territory, rasters=held), table)
    assert list(found.values) == list(found.quality) == NAMES
    assert found.quality.isna().equals(found.values.isna())
    assert set(found.quality.stack().dropna()) <= {0.5}
    return found


def test_rasters_by_their_cells(rasters):
    found = told(sites(plot(0, 0), plot(1, 0)), rasters=rasters)
    # pH of the west: (5 cm × 6.0 + 10 cm × 6.75) ÷ 15 cm
    assert found.values.loc["s0"].tolist() == [pytest.approx(120), pytest.approx(6.5), "loam"]
    assert found.values.loc["s1"].fillna(-1).tolist() == [-1, pytest.approx(5), "sand"]


def test_a_site_across_two_cells_has_their_mean(rasters):
    across = box(WEST + CELL - 10, NORTH - 60, WEST + CELL + 10, NORTH - 40)
    assert told(sites(across), rasters=rasters).values.loc["s0", "soil_ph"] == pytest.approx((6.5 + 5) / 2)


def test_the_map_comes_before_the_rasters(rasters):
    west, east = plot(0, 0), plot(1, 0)
    found = told(sites(west, east), soil_map(west, ph=np.nan), rasters=rasters)
    assert found.values.loc["s0"].tolist() == [90, pytest.approx(6.5), "clay"]
    assert found.values.loc["s1", "soil_texture"] == "sand"


def test_other_sites_change_no_value(rasters):
    rng = np.random.default_rng(5)
    west, south = rng.uniform(WEST, WEST + 2 * CELL - 20, 20), rng.uniform(NORTH - CELL, NORTH - 20, 20)
    table = sites(*(box(x, y, x + 20, y + 20) for x, y in zip(west, south, strict=True)))
    together = told(table, rasters=rasters).values
    alone = pd.concat([told(table.loc[[name]], rasters=rasters).values for name in table.index])
    pd.testing.assert_frame_equal(alone, together, rtol=1e-6)


def test_off_the_rasters_and_the_map_nothing_is_known(rasters):
    far = sites(plot(40, 40))
    found = told(far, soil_map(plot(0, 0)), rasters=rasters)
    assert found.values.isna().all(axis=None)
    assert found.notes == ()
    assert told(far).values.isna().all(axis=None)
    notes = told(far, soil_map(plot(0, 0))).notes
    assert [str(note) for note in notes] == [
        "The layer “soil” says nothing of 1 of the 1 sites: it does not cover them."
    ]


def test_what_is_known_is_said_to_be_regional(rasters):
    for found in (told(sites(plot(0, 0)), rasters=rasters), told(sites(plot(0, 0)), soil_map(plot(0, 0)))):
        assert ["regional" in str(note) for note in found.notes] == [True]


def test_a_grain_that_is_missing_leaves_the_texture_unknown(rasters):
    found = told(sites(plot(0, 0)), rasters=rasters[1:])
    assert found.values.notna().iloc[0].tolist() == [True, True, False]


def test_no_site_at_all(rasters):
    assert told(sites(), rasters=rasters).values.empty
