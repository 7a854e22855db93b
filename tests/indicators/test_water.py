"""Water near sites, against hand-computed cases."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, box

from geo.indicators import water
from tests.factories import CRS

SQUARE = box(0, 0, 10, 10)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=CRS)


def points(*shapes):
    return gpd.GeoDataFrame({"kind": "hydrant"}, index=range(len(shapes)), geometry=list(shapes), crs=CRS)


def test_the_nearest_counts_and_a_main_is_a_line():
    table = sites(SQUARE, box(100, 0, 110, 10), box(203, 2, 209, 8))
    known = points(Point(5, 30), Point(5, 25), LineString([(130, -50), (130, 50)]), box(200, 0, 220, 10))
    found = water.water_distance(table, known)
    assert found.name == "water_distance_m"
    assert found.tolist() == [15.0, 20.0, 0.0]


@pytest.mark.parametrize(("x", "distance"), [(510.0, 500.0), (511.0, np.inf), (2_010.0, np.inf), (2_011.0, -1.0)])
def test_beyond_500_metres_none_is_found_and_beyond_two_kilometres_nothing_is_known(x, distance):
    assert water.water_distance(sites(SQUARE), points(Point(x, 5))).fillna(-1).tolist() == [distance]


def test_no_water_at_all_says_nothing():
    assert water.water_distance(sites(SQUARE), points()).isna().all()
