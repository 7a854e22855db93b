"""Paths that could be: on the land with room on both sides, from the gate as it is given, the same ones every time."""

from functools import cache

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, Polygon

from benchmarks.layout_sites import synthetic_ground
from geo.layout.canvas import canvas_of
from geo.layout.spines import PATH_M, gates, spines
from tests.layout.grounds import ground, rectangle

NUMBERS = range(10)
"""One site of each of the ten shapes."""


@cache
def found(number: int):
    where = canvas_of(synthetic_ground(number))
    return where, spines(where)


@pytest.mark.parametrize("number", NUMBERS)
def test_paths_have_room_on_both_sides(number):
    where, paths = found(number)
    assert len(paths) > 20
    axes = np.array([LineString(path.points) for path in paths], object)
    starts = shapely.points(np.array([path.points[0] for path in paths]))
    assert shapely.covers(where.land.buffer(0.001), axes).all()
    # a path comes in at up to 55° from square: so far from the gate it has both its sides on the land
    inside = shapely.difference(axes, shapely.buffer(starts, PATH_M / 2 / np.cos(np.radians(55))))
    assert shapely.distance(where.land.boundary, inside).min() >= PATH_M / 2 - 0.005


@pytest.mark.parametrize("number", NUMBERS)
def test_legs_are_long_enough_and_turn_squarely(number):
    _, paths = found(number)
    assert {len(path.points) for path in paths} <= {2, 3, 4}
    for path in paths:
        steps = np.diff(path.points, axis=0)
        lengths = np.hypot(*steps.T)
        assert lengths.min() >= 1.5  # a shorter stub leads nowhere
        turns = np.abs((steps[:-1] * steps[1:]).sum(axis=1)) / (lengths[:-1] * lengths[1:])
        assert (turns <= 0.5 + 1e-6).all()


@pytest.mark.parametrize("number", NUMBERS)
def test_paths_start_at_the_gate(number):
    where, paths = found(number)
    given = [np.array(where.moved(point).coords[0]) for point in where.ground.entrances]
    for path in paths:
        beside = np.hypot(*(path.points[0] - path.gate))
        if given:
            assert min(np.abs(path.gate - gate).max() for gate in given) == 0
            assert beside <= 0.75
        else:
            assert beside == 0
            assert where.street.distance(Point(path.gate)) < 0.01


def test_sites_with_and_without_a_given_gate_were_seen():
    assert {bool(found(number)[0].ground.entrances) for number in NUMBERS} == {True, False}


def test_the_same_seed_gives_the_same_paths():
    where, paths = found(4)
    again = spines(where)
    assert [path.points.tobytes() for path in again] == [path.points.tobytes() for path in paths]
    other = [path.points.tobytes() for path in spines(where, seed=1)]
    assert other == [path.points.tobytes() for path in spines(where, seed=1)]
    assert set(other) != {path.points.tobytes() for path in paths}


def test_every_short_path_is_kept_whatever_the_seed():
    where, paths = found(4)
    straight = {path.points.tobytes() for path in paths if len(path.points) == 2}
    assert straight
    assert straight == {path.points.tobytes() for path in spines(where, seed=7) if len(path.points) == 2}


def test_gates_along_the_street():
    # From half a path off one corner of 20 m of street to half a path off the other.
    places = np.array(gates(canvas_of(ground(rectangle()))))
    assert (places[:, 1] == 0).all()
    assert (np.diff(places[:, 0]) > 0).all()
    assert np.diff(places[:, 0]).max() <= 5
    assert (places[0, 0], places[-1, 0]) == pytest.approx((0.8, 19.2))


def test_a_street_narrower_than_the_path_has_its_gate_in_the_middle():
    short = ground(rectangle(), street=LineString([(4, 0), (5, 0)]))
    assert np.array(gates(canvas_of(short))).tolist() == [[4.5, 0.0]]


def test_a_given_gate_is_the_only_one():
    where = canvas_of(ground(rectangle(west_m=100.25, south_m=50.5), entrances=(Point(103.25, 50.5),)))
    assert np.array(gates(where)).tolist() == [[3.25, 0.5]]


def test_straight_paths_on_a_rectangle():
    # From the middle of the street, along the land: they end before the far side, with more or less land beyond.
    where = canvas_of(ground(rectangle(), entrances=(Point(10, 0),)))
    straight = [path.points for path in spines(where) if len(path.points) == 2]
    beyond = [40 - points[1, 1] for points in straight if np.allclose(points[:, 0], 10)]
    assert len(beyond) >= 4
    assert min(beyond) >= 2.4
    assert 8 <= max(beyond) <= 20


def test_land_too_narrow_for_a_path_has_none():
    thin = canvas_of(ground(rectangle(1.5, 120.0)))
    assert spines(thin) == []


def test_a_path_does_not_cross_a_hole():
    pond = Polygon(rectangle().exterior.coords, [shapely.box(8, 10, 12, 14).exterior.coords])
    where = canvas_of(ground(pond, entrances=(Point(10, 0),)))
    paths = spines(where)
    assert paths
    corridors = np.array([LineString(path.points).buffer(0.75, cap_style="flat") for path in paths], object)
    assert shapely.area(shapely.intersection(corridors, shapely.box(8, 10, 12, 14))).max() < 1e-6
