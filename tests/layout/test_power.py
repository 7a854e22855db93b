"""The power diagram: exact areas whatever the land, borders that are straight and where they must be."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon

from geo.layout.power import power_zones
from geo.plans import Zone

LAND = Polygon([(0, 0), (30, 0), (30, 18), (16, 18), (16, 34), (0, 34)])


def test_the_border_of_two_zones_is_square_to_their_seeds():
    # On a square of 10 m, seeds on one line: the border stands where the areas say.
    seeds = {Zone.POTAGER: np.array([2.0, 5.0]), Zone.VERGER: np.array([8.0, 5.0])}
    zones = power_zones([shapely.box(0, 0, 10, 10)], seeds, {Zone.POTAGER: 70.0, Zone.VERGER: 30.0})
    assert zones[Zone.POTAGER].symmetric_difference(shapely.box(0, 0, 7, 10)).area < 0.05
    assert zones[Zone.VERGER].symmetric_difference(shapely.box(7, 0, 10, 10)).area < 0.05


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.floats(1, 6), min_size=6, max_size=6))
def test_six_zones_have_their_areas_and_fill_the_land(seed, points):
    rng = np.random.default_rng(seed)
    places = [(x, y) for x in (3.0, 9.0, 14.0) for y in (5.0, 13.0)]
    seeds = {zone: np.array(place) + rng.uniform(-1.5, 1.5, 2) for zone, place in zip(Zone, places, strict=True)}
    targets = {zone: LAND.area * share / sum(points) for zone, share in zip(Zone, points, strict=True)}
    zones = power_zones([LAND], seeds, targets)
    assert list(zones) == list(targets)
    shapes = list(zones.values())
    assert shapely.union_all(shapes).symmetric_difference(LAND).area < 0.01
    assert sum(shape.area for shape in shapes) == pytest.approx(LAND.area)
    assert [shape.area for shape in shapes] == pytest.approx(list(targets.values()), abs=0.5)


def test_broken_land_is_divided_as_a_whole():
    land = [shapely.box(0, 0, 10, 10), shapely.box(12, 0, 22, 10)]
    seeds = {Zone.POTAGER: np.array([4.0, 5.0]), Zone.VERGER: np.array([18.0, 5.0])}
    zones = power_zones(land, seeds, {Zone.POTAGER: 130.0, Zone.VERGER: 70.0})
    assert zones[Zone.POTAGER].area == pytest.approx(130, abs=0.1)
    assert zones[Zone.POTAGER].intersection(land[1]).area == pytest.approx(30, abs=0.1)


def test_targets_are_brought_to_the_land():
    seeds = {Zone.POTAGER: np.array([2.0, 5.0]), Zone.VERGER: np.array([8.0, 5.0])}
    zones = power_zones([shapely.box(0, 0, 10, 10)], seeds, {Zone.POTAGER: 3.0, Zone.VERGER: 1.0})
    assert zones[Zone.POTAGER].area == pytest.approx(75, abs=0.05)
