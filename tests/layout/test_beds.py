"""Beds of a potager: how wide, which way, how far apart, and an alley round all of them."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon
from shapely.affinity import rotate

from geo.layout.furnish.beds import beds_of

EASTERN_PATH = 1.6


def potager(width: float, depth: float, turn: float = 0.0) -> tuple[Polygon, Polygon]:
    """Return a rectangle with its path along its east side, turned about its corner."""
    zone = shapely.box(0, 0, width, depth)
    path = shapely.box(width, 0, width + EASTERN_PATH, depth)
    return rotate(zone, turn, origin=(0, 0)), rotate(path, turn, origin=(0, 0))


def sides(bed: Polygon) -> tuple[float, float, float]:
    """Return the width and the length of a bed and how far its long side leans from north. [m, m, °]"""
    corners = np.array(bed.exterior.coords)[:3]
    steps = np.diff(corners, axis=0)
    lengths = np.hypot(*steps.T)
    along = steps[lengths.argmax()]
    return lengths.min(), lengths.max(), float(np.degrees(np.arctan(abs(along[0]) / max(abs(along[1]), 1e-12))))


def assert_sound(zone, path, beds):
    assert MultiPolygon(beds).is_valid
    assert shapely.covers(zone.buffer(1e-6), np.array(beds, object)).all()
    for number, bed in enumerate(beds):
        width, length, leaning = sides(bed)
        assert width == pytest.approx(1.2, abs=1e-6)
        assert length > width
        assert leaning <= 25
        assert shapely.distance(bed, beds[:number]).min(initial=9) >= 0.5 - 1e-6
    assert shapely.distance(beds, path).min() <= 1.0
    rim = zone.boundary.difference(path.buffer(0.1))
    assert shapely.distance(beds, rim).min() >= 0.05
    walked = zone.union(path.buffer(0.001)).difference(shapely.union_all(beds)).buffer(-0.225)
    ways = shapely.union_all([part for part in shapely.get_parts(walked) if part.intersects(path)])
    for bed in beds:
        assert ways.distance(bed) <= 0.3
        assert bed.hausdorff_distance(path) < 40
        assert max(Point(corner).distance(path) for corner in bed.exterior.coords) <= 15


@given(st.floats(5, 13), st.floats(8, 30), st.floats(-180, 180))
def test_beds_of_any_rectangle(width, depth, turn):
    zone, path = potager(width, depth, turn)
    beds = beds_of(zone, path)
    assert beds
    assert_sound(zone, path, beds)


@given(st.floats(7, 13), st.floats(10, 26), st.floats(-20, 20))
def test_beds_along_the_edges_fill_two_fifths_of_it(width, depth, turn):
    zone, path = potager(width, depth, turn)
    assert sum(bed.area for bed in beds_of(zone, path)) >= 0.4 * zone.area


def test_a_wide_potager_has_an_alley_all_round():
    zone, path = potager(12, 20)
    rim = zone.boundary.difference(path.buffer(0.1))
    assert shapely.distance(beds_of(zone, path), rim).min() >= 0.5


def test_a_narrow_potager_has_none_along_its_beds():
    zone, path = potager(3.2, 20)
    assert sum(bed.area for bed in beds_of(zone, path)) >= 0.4 * zone.area


def test_beds_lean_with_the_potager_as_far_as_they_may():
    for turn in (0, 10, 23):
        zone, path = potager(10, 20, turn)
        assert {round(sides(bed)[2], 6) for bed in beds_of(zone, path)} == {turn}
    zone, path = potager(10, 20, 40)
    assert max(sides(bed)[2] for bed in beds_of(zone, path)) <= 25


@pytest.mark.parametrize(
    "zone",
    [
        Polygon([(0, 0), (14, 0), (14, 9), (6, 9), (6, 20), (0, 20)]),
        Polygon([(0, 0), (14, 0), (9, 21)]),
        Polygon(shapely.box(0, 0, 14, 18).exterior.coords, [shapely.box(5, 7, 8, 10).exterior.coords]),
    ],
    ids=["corner", "triangle", "hole"],
)
def test_beds_of_other_shapes(zone):
    path = shapely.box(0, -1.6, 14, 0)
    beds = beds_of(zone, path)
    assert len(beds) >= 5
    assert_sound(zone, path, beds)


def test_long_rows_have_alleys_across():
    # 28.9 m long inside the ring: three beds, with 0.60 m between them.
    zone, path = potager(10, 30)
    rows = {}
    for bed in beds_of(zone, path):
        west, south, _, north = bed.bounds
        rows.setdefault(round(west, 2), []).append((south, north))
    for ends in rows.values():
        ends.sort()
        assert len(ends) == 3
        assert [after[0] - before[1] for before, after in pairwise(ends)] == pytest.approx([0.6, 0.6])
        assert max(north - south for south, north in ends) <= 11


def test_nothing_grows_far_from_the_path():
    zone, path = potager(30, 20)
    beds = beds_of(zone, path)
    assert_sound(zone, path, beds)
    assert min(bed.bounds[0] for bed in beds) > 30 - 15


def test_a_potager_without_room_has_no_bed():
    zone, path = potager(1.3, 10)
    assert beds_of(zone, path) == ()
