"""What is locked stays; the rest is laid out again along the same path."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from benchmarks.layout_sites import synthetic_ground
from geo.layout import Locked, sketch
from geo.layout.locking import _stretched, around
from geo.plans import Zone
from tests.layout.grounds import programme

CLAMART = programme()
WHERE = synthetic_ground(0)
EARLIER = sketch(WHERE, CLAMART, variants=2)


def wished(**shares: float):
    """Return the programme of Clamart with other shares."""
    return CLAMART.with_shares({Zone(zone): share for zone, share in shares.items()})


@pytest.mark.parametrize(("number", "zone"), [(0, Zone.POTAGER), (0, Zone.ACCUEIL), (1, Zone.SERVICE)])
def test_a_locked_zone_and_the_paths_stay_and_the_garden_is_valid(number, zone):
    earlier = EARLIER[number].plan
    [found, *_] = sketch(WHERE, wished(fleurs=18), locked=Locked(earlier, frozenset({zone})))
    assert found.valid
    assert found.plan.zones[zone].symmetric_difference(earlier.zones[zone]).area < 1e-3
    assert found.plan.paths.symmetric_difference(earlier.paths).area < 1e-3
    assert found.plan.zones[Zone.FLEURS].area > 1.1 * earlier.zones[Zone.FLEURS].area


def test_with_the_same_shares_every_zone_stays_near_to_where_it_was():
    earlier = EARLIER[0].plan
    [found, *_] = sketch(WHERE, CLAMART, locked=Locked(earlier, frozenset({Zone.VERGER})))
    moved = sum(found.plan.zones[zone].difference(earlier.zones[zone]).area for zone in Zone)
    assert moved < 0.05 * WHERE.usable.area


@pytest.mark.parametrize("zones", [{Zone.VERGER}, {Zone.POTAGER, Zone.SERVICE}, {Zone.FLEURS, Zone.ACCUEIL}])
def test_a_lock_alone_changes_nothing(zones):
    for earlier in (sketched.plan for sketched in EARLIER):
        [found] = sketch(WHERE, CLAMART, variants=1, locked=Locked(earlier, frozenset(zones)))
        assert found.valid
        assert all(found.plan.zones[zone].symmetric_difference(earlier.zones[zone]).area < 0.01 for zone in Zone)
    more = sketch(WHERE, wished(potager=37), variants=1, locked=Locked(EARLIER[0].plan, frozenset({Zone.ACCUEIL})))
    assert more[0].plan.zones[Zone.POTAGER].area > EARLIER[0].plan.zones[Zone.POTAGER].area + 5


def test_a_sketch_that_was_laid_again_can_be_locked_again():
    once, *_ = sketch(WHERE, wished(fleurs=18), locked=Locked(EARLIER[0].plan, frozenset({Zone.POTAGER})))
    twice, *_ = sketch(WHERE, wished(fleurs=15), locked=Locked(once.plan, frozenset({Zone.POTAGER, Zone.ACCUEIL})))
    assert twice.valid
    assert twice.plan.axis.equals(EARLIER[0].plan.axis)
    assert twice.plan.zones[Zone.POTAGER].symmetric_difference(once.plan.zones[Zone.POTAGER]).area < 1e-3


def test_with_everything_locked_nothing_is_laid_out():
    assert sketch(WHERE, CLAMART, variants=1, locked=Locked(EARLIER[0].plan, frozenset(Zone))) == ()


def test_nothing_is_laid_again_along_a_path_that_has_no_axis():
    loose = replace(EARLIER[0].plan, axis=LineString())
    assert sketch(WHERE, CLAMART, variants=1, locked=Locked(loose, frozenset({Zone.VERGER}))) == ()


@settings(max_examples=40)
@given(
    zones=st.sets(st.sampled_from(list(Zone))),
    shares=st.fixed_dictionaries({zone.value: st.floats(1, 60) for zone in Zone}),
)
def test_shares_around_a_lock_are_those_it_has_and_the_others_in_proportion(zones, shares):
    asked = wished(**shares)
    plan = EARLIER[0].plan
    found = around(asked, Locked(plan, frozenset(zones)))
    total = sum(shapely.area(list(plan.zones.values())))
    for zone in zones:
        assert found.zones[zone].share == pytest.approx(100 * plan.zones[zone].area / total)
    free = [zone for zone in Zone if zone not in zones]
    if free:
        assert sum(needs.share for needs in found.zones.values()) == pytest.approx(100)
        ratio = [found.zones[zone].share / asked.zones[zone].share for zone in free]
        assert ratio == pytest.approx([ratio[0]] * len(ratio))


@given(
    areas=st.lists(st.floats(5, 100), min_size=2, max_size=6).map(np.array),
    places=st.lists(st.floats(0, 1), max_size=2).map(sorted),
)
def test_borders_come_to_lie_on_the_gaps(areas, places):
    gaps = areas.sum() * np.array(places, float)
    factors = _stretched(areas, gaps)
    if not np.isfinite(factors).all():
        return
    borders = np.concatenate([[0.0], np.cumsum(areas * factors)])
    assert borders[-1] == pytest.approx(areas.sum(), abs=2)
    assert all(np.abs(borders - gap).min() < 2 for gap in gaps)
