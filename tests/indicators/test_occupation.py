"""Land already in use, against hand-computed cases."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.indicators import occupation
from geo.kinds import GreenKind, PlaceKind
from tests.factories import CRS

SQUARE = box(0, 0, 10, 10)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=CRS)


def layer(*rows):
    kinds, shapes = zip(*rows, strict=True) if rows else ((), ())
    return gpd.GeoDataFrame({"kind": pd.Series(kinds, dtype="str"), "name": None}, geometry=list(shapes), crs=CRS)


def both(table, greens, places=None):
    share, kind = (measure(table, greens, places) for measure in (occupation.occupied_share, occupation.occupied_kind))
    assert (share.name, kind.name) == ("occupied_share", "occupied_kind")
    return list(zip(share.fillna(-1).round(6), kind.fillna("?"), strict=True))


def test_ground_under_two_counts_once_and_the_larger_gives_its_name():
    greens = layer(("park", box(0, 0, 10, 4)), ("playground", box(0, 3, 10, 5)))
    assert both(sites(SQUARE), greens, layer(("school", box(0, 0, 3, 10)))) == [(0.65, "park")]


def test_a_school_yard_is_no_fallow_land():
    assert both(sites(SQUARE), layer(), layer(("school", box(0, 0, 10, 9)))) == [(0.9, "school")]
    assert both(sites(SQUARE), None, layer(("school", box(0, 0, 10, 9)))) == [(0.9, "school")]


def test_many_pieces_of_one_kind_beat_one_of_another():
    greens = layer(("park", box(0, 0, 10, 4)), *[("shared_garden", box(0, y, 10, y + 1)) for y in (4, 5, 6, 7, 8)])
    assert both(sites(SQUARE), greens) == [(0.9, "shared_garden")]


@pytest.mark.parametrize("turned", [1, -1])
def test_of_two_equal_ones_the_garden_gives_its_name(turned):
    halves = layer(*[("park", box(0, 0, 5, 10)), ("shared_garden", box(5, 0, 10, 10))][::turned])
    assert both(sites(SQUARE), halves) == [(1.0, "shared_garden")]


@pytest.mark.parametrize("kind", [GreenKind.WOOD, GreenKind.OTHER])
def test_woods_and_other_green_may_become_gardens(kind):
    assert both(sites(SQUARE), layer((kind.value, SQUARE))) == [(0.0, "none")]


@pytest.mark.parametrize("kind", [kind for kind in PlaceKind if kind is not PlaceKind.SCHOOL])
def test_other_places_are_buildings(kind):
    assert both(sites(SQUARE), layer(), layer((kind.value, SQUARE))) == [(0.0, "none")]


def test_a_park_known_as_a_point_takes_no_room():
    assert both(sites(SQUARE), layer(("park", Point(5, 5)))) == [(0.0, "none")]


@pytest.mark.parametrize(("west", "told"), [(10_010, (0.0, "none")), (10_011, (-1, "?"))])
def test_green_spaces_of_another_place_say_nothing(west, told):
    assert both(sites(SQUARE), layer(("park", box(west, 0, west + 50, 50)))) == [told]


def test_schools_alone_never_say_that_there_is_no_park():
    assert both(sites(SQUARE), None, layer(("school", box(20, 0, 30, 9)))) == [(-1, "?")]


def test_a_layer_searched_in_vain():
    assert both(sites(SQUARE), layer()) == [(0.0, "none")]
