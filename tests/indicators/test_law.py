"""Protections, risks and permits on sites, against hand-computed cases."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from geo.indicators import law
from geo.kinds import FloodZone, Nature
from tests.factories import CRS

SQUARE = box(0, 0, 10, 10)
GARDEN = box(0, 0, 40, 20)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=CRS)


def layer(column, *rows):
    kinds, shapes = zip(*rows, strict=True) if rows else ((), ())
    return gpd.GeoDataFrame({column: pd.Series(kinds, dtype="str")}, geometry=list(shapes), crs=CRS)


def floods(*rows):
    return layer("flood_zone", *rows)


def nature(*rows):
    return layer("nature", *rows)


def heritage(*shapes):
    return layer("name", *[("Église", shape) for shape in shapes])


def test_every_kind_has_its_place_in_the_order():
    assert set(law.GRAVEST_FLOOD_FIRST) == set(FloodZone)
    assert set(law.STRICTEST_NATURE_FIRST) == set(Nature)


def test_a_perimeter_of_500_metres():
    perimeter = heritage(Point(0, 0).buffer(500))
    found = law.heritage(sites(box(480, -5, 490, 5), box(498, -5, 508, 5), box(510, -5, 520, 5)), perimeter)
    assert found.name == "heritage"
    assert found.tolist() == ["yes", "yes", "no"]


# 800 m²: 1 m² is less than 1 %; 50 m²: 1 % is less than 1 m².
@pytest.mark.parametrize(
    ("plot", "width", "touched"),
    [(GARDEN, 0.051, True), (GARDEN, 0.049, False), (box(0, 0, 5, 10), 0.051, True), (box(0, 0, 5, 10), 0.049, False)],
)
def test_the_width_of_a_pen_touches_nothing(plot, width, touched):
    edge = box(-9, 0, width, 20)
    assert law.heritage(sites(plot), heritage(edge)).tolist() == ["yes" if touched else "no"]
    assert law.flood_zone(sites(plot), floods(("red", edge))).tolist() == ["red" if touched else "none"]


@pytest.mark.parametrize(("width", "touched"), [(0.41, True), (0.39, False)])
def test_protected_nature_is_more_than_a_hundredth_of_the_site(width, touched):
    edge = nature(("wetland", box(-9, 0, width, 20)))
    assert law.protected_nature(sites(GARDEN), edge).tolist() == ["wetland" if touched else "none"]


@pytest.mark.parametrize("turned", [1, -1])
def test_the_gravest_counts_however_small(turned):
    zones = [("blue", SQUARE), ("other", SQUARE), ("red", box(0, 0, 2, 1))]
    assert law.flood_zone(sites(SQUARE), floods(*zones[::turned])).tolist() == ["red"]
    assert law.flood_zone(sites(SQUARE), floods(*zones[:2][::turned])).tolist() == ["blue"]
    spaces = [("inventory", SQUARE), ("natura_2000", SQUARE), ("reserve", SQUARE)]
    assert law.protected_nature(sites(SQUARE), nature(*spaces[::turned])).tolist() == ["reserve"]
    assert law.protected_nature(sites(SQUARE), nature(*spaces[:2][::turned])).tolist() == ["natura_2000"]


@pytest.mark.parametrize(
    ("measure", "away", "reach", "none"),
    [
        (law.heritage, heritage, 10_000, "no"),
        (law.flood_zone, lambda shape: floods(("red", shape)), 10_000, "none"),
        (law.protected_nature, lambda shape: nature(("reserve", shape)), 50_000, "none"),
    ],
)
def test_a_layer_of_another_place_says_nothing(measure, away, reach, none):
    near, far = (away(box(10 + reach + d, 0, 20 + reach + d, 10)) for d in (-1, 1))
    assert measure(sites(SQUARE), near).tolist() == [none]
    assert measure(sites(SQUARE), far).isna().tolist() == [True]
    assert measure(sites(SQUARE), far.iloc[:0]).tolist() == [none]


def test_what_lies_far_leaves_what_lies_here():
    found = law.flood_zone(sites(SQUARE, box(40_000, 0, 40_010, 10)), floods(("red", SQUARE)))
    assert found["s0"] == "red"
    assert pd.isna(found["s1"])


def owned(*parcels):
    index = [f"s{number}" for number in range(len(parcels))]
    return gpd.GeoDataFrame({"parcels": parcels}, index=index, geometry=[SQUARE] * len(parcels), crs=CRS)


def permits(rows):
    parcels = pd.Series(list(rows), dtype="str")
    return pd.DataFrame(
        {"parcel_id": parcels, "permit_id": "PC1", "active": pd.Series(list(rows.values()), dtype="bool")}
    )


ONE, TWO, THREE, OTHER = "920230000A0001", "920230000A0002", "920230000A0003", "920070000A0001"


def test_a_permit_under_way_on_any_parcel():
    known = permits({ONE: True, TWO: False})
    found = law.permit(owned((ONE,), (TWO,), (THREE,), (TWO, ONE), (THREE, TWO)), known)
    assert found.name == "permit"
    assert found.tolist() == ["active", "none", "none", "active", "none"]


def test_one_active_permit_among_old_ones_counts():
    twice = pd.concat([permits({ONE: False}), permits({ONE: True})])
    assert law.permit(owned((ONE,)), twice).tolist() == ["active"]


def test_a_town_without_any_permit_is_not_covered():
    found = law.permit(owned((OTHER,), (OTHER, ONE), (OTHER, TWO), ()), permits({ONE: True}))
    assert found.fillna("?").tolist() == ["?", "active", "?", "?"]
    assert law.permit(owned((ONE,)), permits({})).isna().all()


def test_permits_keep_the_index_of_the_sites():
    table = owned((ONE,), (), (TWO,)).iloc[[2, 1, 0]]
    assert law.permit(table, permits({ONE: True})).index.equals(table.index)
    assert law.permit(table, permits({ONE: True})).loc["s0"] == "active"
    assert np.array_equal(law.permit(table.iloc[:0], permits({ONE: True})).index, [])
