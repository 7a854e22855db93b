"""Branches that go round a house: inside the land, off its walls when asked, and what they bring near."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from benchmarks.layout import programme
from benchmarks.layout_sites import real_sites
from geo.layout import sketch
from geo.layout.branches import branches_of
from geo.layout.detours import Berth, detours
from geo.layout.spines import PATH_M, Spine

REACH_M = 13.5
AXIS = LineString([(0, -0.8), (40, -0.8)])
PATHS = AXIS.buffer(PATH_M / 2, cap_style="flat")
SPINE = Spine(np.array([[0.0, -0.8], [40.0, -0.8]]), np.array([0.0, -0.8]))


def around(west, south, east, north):
    """Return a potager of 40 m by 34 m round a house."""
    return box(0, 0, 40, 34) - box(west, south, east, north)


def test_a_house_in_the_way_is_gone_round():
    potager = around(0, 7, 31, 22)
    [branch] = branches_of(potager, PATHS, SPINE)
    assert branch.difference(shapely.union(potager, PATHS)).area < 0.1
    far = potager.intersection(box(0, 22, 40, 34))
    assert far.intersection(branch.buffer(REACH_M)).area > 0.6 * far.area
    assert branch.area / PATH_M > 20


def test_straight_branches_are_enough_where_nothing_stands():
    branches = branches_of(box(0, 0, 40, 34), PATHS, SPINE)
    assert branches
    assert all(branch.equals(branch.convex_hull) for branch in branches)


def test_no_branch_where_everything_is_near():
    assert branches_of(box(0, 0, 25, 12), PATHS, SPINE) == []
    assert list(detours(box(0, 0, 25, 12), PATHS, [AXIS], REACH_M)) == []


def test_no_way_through_a_gap_that_is_narrower_than_a_path():
    assert list(detours(around(0, 7, 38.6, 22), PATHS, [AXIS], REACH_M)) == []
    assert list(detours(around(0, 7, 38.2, 22), PATHS, [AXIS], REACH_M))


houses = st.tuples(st.floats(0, 10), st.floats(5, 9), st.floats(20, 30), st.floats(14, 24))


@settings(max_examples=30)
@given(house=houses, clear_m=st.sampled_from([0.0, 3.1]))
def test_ways_stay_on_the_land_and_off_the_walls(house, clear_m):
    potager = around(*house)
    land = shapely.union(potager, PATHS).buffer(0.03, join_style="mitre")
    for way in detours(potager, PATHS, [AXIS], REACH_M, Berth(clear_m)):
        drawn = way.buffer(PATH_M / 2, cap_style="flat", join_style="mitre")
        assert drawn.difference(land.union(PATHS.buffer(0.6))).area < 0.1
        assert way.distance(box(*house)) >= clear_m + PATH_M / 2 - 0.05
        assert AXIS.distance(shapely.Point(way.coords[0])) < 1e-6


def test_along_a_fence_all_land_beside_the_way_is_on_one_side():
    potager, fence = around(0, 7, 31, 22), box(0, -1.6, 40, 34).exterior
    ways = list(detours(potager, PATHS, [AXIS], REACH_M, Berth(fence=fence)))
    assert ways
    for way in ways:
        beside = shapely.intersection(way, box(0, 3, 40, 34))
        assert max(fence.distance(shapely.Point(place)) for place in beside.coords) <= PATH_M / 2 + 0.85
        assert way.distance(box(0, 7, 31, 22)) >= PATH_M / 2 - 0.05


@pytest.mark.parametrize("parcel", ["130290000A0912", "130290000A1128", "130290000A1094"])
def test_a_real_parcel_with_a_house_in_its_middle_gets_a_garden(real_data, parcel):
    [ground] = [site.ground for site in real_sites() if site.ground.site_id == parcel]
    [first] = sketch(ground, programme(), variants=1)
    assert [check.id for check in first.checks if not check.met] == []
