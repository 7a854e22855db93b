"""Busy roads near sites, against hand-computed cases and real roads."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, box

from geo.indicators import traffic
from tests.factories import CRS

SQUARE = box(0, 0, 10, 10)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=CRS)


def streets(*rows):
    kinds, lines = zip(*rows, strict=True) if rows else ((), ())
    return gpd.GeoDataFrame({"importance": pd.Series(kinds, dtype="str")}, geometry=list(lines), crs=CRS)


def along(y):
    return LineString([(-50, y), (50, y)])


@pytest.mark.parametrize(
    ("importance", "distance"), [("1", 20.0), ("2", 20.0), ("3", 20.0), ("4", np.inf), ("5", np.inf), ("6", np.inf)]
)
def test_the_first_three_of_importance_are_busy(importance, distance):
    found = traffic.busy_road_distance(sites(SQUARE), streets((importance, along(30))))
    assert found.name == "busy_road_distance_m"
    assert found.tolist() == [distance]


def test_a_quiet_street_in_between_hides_nothing():
    assert traffic.busy_road_distance(sites(SQUARE), streets(("5", along(12)), ("3", along(60)))).tolist() == [50.0]


def test_a_road_across_the_site_is_at_nought():
    assert traffic.busy_road_distance(sites(SQUARE), streets(("1", along(5)))).tolist() == [0.0]


@pytest.mark.parametrize(("y", "distance"), [(510, 500.0), (511, np.inf)])
def test_farther_than_500_metres_is_none_where_streets_are_known(y, distance):
    assert traffic.busy_road_distance(sites(SQUARE), streets(("2", along(y)), ("5", along(20)))).tolist() == [distance]


@pytest.mark.parametrize(("y", "known"), [(510, True), (511, False)])
def test_no_street_at_all_within_500_metres_says_nothing(y, known):
    assert traffic.busy_road_distance(sites(SQUARE), streets(("5", along(y)))).notna().tolist() == [known]


def test_streets_of_unknown_importance_say_nothing():
    assert traffic.busy_road_distance(sites(SQUARE), streets((None, along(12)))).isna().all()
    assert traffic.busy_road_distance(sites(SQUARE), streets()).isna().all()


def test_real_roads_agree_with_brute_force(real_data):
    file = real_data / "bdtopo" / "bdtopo_v2_12174_olemps.gpkg"
    roads = gpd.read_file(file, layer="ROUTE", columns=["importance"])
    roads = roads.assign(importance=roads["importance"].where(roads["importance"].isin(list("12345"))))
    west, south, east, north = roads.total_bounds
    rng = np.random.default_rng(3)
    x, y = rng.uniform(west, east, 60), rng.uniform(south, north, 60)
    table = sites(*(box(a, b, a + 30, b + 25) for a, b in zip(x, y, strict=True)))
    busy = roads[roads["importance"].isin(["1", "2", "3"])]
    exact = np.array([busy.distance(plot).min() for plot in table.geometry])
    found = traffic.busy_road_distance(table, roads)
    near = exact <= 500
    assert near.sum() > 10
    assert found[near].tolist() == pytest.approx(exact[near].tolist())
    assert (np.isinf(found[~near]) | found[~near].isna()).all()
