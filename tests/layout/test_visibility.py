"""Shortest ways in rooms: what the eye sees, against lengths by hand and against straight lines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from geo.layout.visibility import evenly, spread, visibility

ROOM = box(0, 0, 30, 20)
BEND_M = 3.0


def places(*points):
    return np.array(points, float)


def test_a_straight_way_is_as_long_as_it_is_far_and_one_bend():
    found = visibility(ROOM, places((1, 1)), places((4, 5), (29, 19))).shortest()
    assert found.lengths == pytest.approx([5 + BEND_M, np.hypot(28, 18) + BEND_M])
    assert found.way(0).tolist() == [[1, 1], [4, 5]]
    assert found.reached.tolist() == [1, 0]


def test_a_way_round_a_wall_turns_at_its_end():
    walled = ROOM.difference(box(10, 0, 11, 15))
    found = visibility(walled, places((5, 5)), places((16, 5))).shortest()
    assert found.way(0).tolist() == [[5, 5], [10, 15], [11, 15], [16, 5]]
    assert found.lengths[0] == pytest.approx(2 * np.hypot(5, 10) + 1 + 3 * BEND_M)


def test_no_way_leads_through_a_gap_that_closes():
    found = visibility(box(0, 0, 10, 20), places((5, 5)), places((20, 5), (6, 6))).shortest()
    assert np.isinf(found.lengths[0])
    assert found.reached.tolist() == [1]


def test_ways_from_some_feet_begin_there():
    seen = visibility(ROOM, places((1, 1), (29, 1), (15, 19)), places((28, 2)))
    assert seen.shortest().way(0)[0].tolist() == [29, 1]
    assert seen.shortest(np.array([0, 2])).way(0)[0].tolist() == [15, 19]


@settings(max_examples=60)
@given(house=st.tuples(st.floats(3, 12), st.floats(3, 9), st.floats(14, 27), st.floats(11, 17)))
def test_ways_stay_in_the_room_and_are_no_shorter_than_a_line(house):
    room = ROOM.difference(box(*house))
    goals = evenly(room.buffer(-0.5), 2.5)
    found = visibility(room, places((1, 1)), goals).shortest()
    assert np.isfinite(found.lengths).all()
    for goal, place in enumerate(goals):
        way = LineString(found.way(goal))
        assert way.difference(room.buffer(0.02, join_style="mitre")).length < 0.01
        assert way.length >= np.hypot(*(place - 1)) - 1e-9
        assert found.lengths[goal] == pytest.approx(way.length + BEND_M * (len(way.coords) - 1))


def test_places_are_spread_from_the_first_to_the_last():
    assert spread(np.arange(4), 9).tolist() == [0, 1, 2, 3]
    assert spread(np.arange(100), 5).tolist() == [0, 25, 50, 74, 99]
    assert evenly(box(0, 0, 4, 2).buffer(-9), 1.0).shape == (0, 2)
    assert evenly(box(0, 0, 3.5, 2.5), 1.0).tolist() == [[1, 1], [2, 1], [3, 1], [1, 2], [2, 2], [3, 2]]
