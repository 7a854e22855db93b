"""The sun of sites, from rasters whose values are known."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.indicators.sun import season_mean, sun
from geo.models import Bounds, Raster


def raster(values):
    values = np.asarray(values, np.float32)
    return Raster(values, Bounds(0, 0, values.shape[1], values.shape[0]), "EPSG:2154")


def sites(*polygons):
    index = pd.Index([f"s{number}" for number in range(len(polygons))], name="site_id")
    return gpd.GeoDataFrame(geometry=list(polygons), index=index, crs="EPSG:2154")


HALVES = np.repeat([[2.0, 2.0, 8.0, 8.0]], 4, axis=0)


def test_shares_are_areas_and_parts_of_cells_count_for_their_part():
    months = {month: raster(HALVES) for month in range(4, 10)}
    table = sun(sites(box(0, 0, 4, 4), box(0, 0, 2, 4), box(1.5, 0, 2.5, 4)), months)
    assert table["sun_hours"].tolist() == pytest.approx([5, 2, 5])
    assert table["sun_under_3h_share"].tolist() == pytest.approx([0.5, 1, 0.5])
    assert table["sun_over_6h_share"].tolist() == pytest.approx([0.5, 0, 0.5])
    assert table["sun_hours_07"].tolist() == pytest.approx([5, 2, 5])
    assert list(table.index) == ["s0", "s1", "s2"]


def test_the_season_is_april_to_september_by_days():
    months = {3: raster(np.full((2, 2), 1.0)), 4: raster(np.full((2, 2), 4.0)), 5: raster(np.full((2, 2), 8.0))}
    table = sun(sites(box(0, 0, 2, 2)), months)
    assert table["sun_hours"].item() == pytest.approx((30 * 4 + 31 * 8) / 61)
    assert table["sun_hours_03"].item() == pytest.approx(1)


def test_winter_alone_has_months_and_no_season():
    assert season_mean({1: np.ones((1, 1), np.float32)}) is None
    table = sun(sites(box(0, 0, 2, 2)), {1: raster(np.full((2, 2), 3.0))})
    assert list(table) == ["sun_hours_01"]
    assert table["sun_hours_01"].item() == pytest.approx(3)


def test_a_site_half_off_the_raster_is_unknown():
    holed = HALVES.copy()
    holed[:, :1] = np.nan
    months = {month: raster(holed) for month in (6, 7)}
    table = sun(sites(box(0, 0, 1.8, 4), box(0, 0, 3, 4), box(90, 90, 95, 95)), months)
    assert table["sun_hours"].isna().tolist() == [True, False, True]
    assert table["sun_hours"].iloc[1] == pytest.approx(5)
