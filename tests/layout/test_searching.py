"""The search: nothing before it is wanted, nothing that looks like what is kept, unlike starts first."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from benchmarks.layout_sites import synthetic_ground
from geo.layout import searching, sketch
from geo.layout.differing import DIFFERENT, differs, may_differ, moved, squares_of
from geo.layout.drawing import drawn
from geo.layout.fitting import fitter_of, fitting
from geo.layout.searching import Search, apart, families
from geo.layout.sketching import _tries
from geo.layout.spines import spines
from geo.layout.unrolled import NUMBERED, arrangements, family_of
from geo.layout.ways import Ways, promising
from geo.plans import Zone
from tests.layout.grounds import canvas, ground, programme, rectangle

CLAMART = programme()
WHERE = canvas(rectangle(24, 30))
FOUND = arrangements(WHERE, CLAMART, promising(WHERE, spines(WHERE, 60))[:30])


@pytest.fixture
def search():
    return Search(Ways(WHERE.ground), CLAMART)


def test_no_search_starts_before_its_first_plan_is_wanted(search):
    tries = _tries(search)
    assert {"_rough", "_rough_many", "_climbed"}.isdisjoint(vars(search))
    next(tries[0])
    assert {"_rough_many", "_climbed"}.isdisjoint(vars(search))
    next(tries[1])
    assert "_rough_many" in vars(search)
    assert "_climbed" not in vars(search)
    next(tries[2])
    assert "_climbed" in vars(search)


def test_what_looks_like_a_kept_plan_is_not_drawn(search, monkeypatch):
    first = next(search.sampled())
    search.keep(first)
    tried = []
    monkeypatch.setattr(searching, "drawn", lambda _, one, *__, **___: tried.append(one))
    assert not list(search.sampled())
    assert tried
    zones = [search._fitter.squares(one) for one in tried]
    kept = squares_of(search._fitter, first)
    assert all(((one == kept) & (kept >= 0)).mean() < 0.75 for one in zones)


def test_squares_foresee_how_much_plans_differ():
    fitter = fitter_of(WHERE.ground, CLAMART)
    some = [(one, drawn(WHERE, one, CLAMART)) for one in islice(fitting(fitter, FOUND), 8)]
    plans = [(one, plan) for one, plan in some if plan is not None]
    assert len(plans) >= 3
    first = plans[0][1]
    kept = squares_of(fitter, first)
    for one, plan in plans:
        foreseen = may_differ(fitter, one, [kept])
        far = moved(plan, first)
        assert foreseen or far < DIFFERENT
        assert not foreseen or far > DIFFERENT - 0.1
        assert differs(plan, [first]) == (far >= DIFFERENT)
    assert may_differ(fitter, plans[0][0], [])


def test_squares_of_a_plan_are_its_zones():
    fitter = fitter_of(WHERE.ground, CLAMART)
    plan = next(Search(Ways(WHERE.ground), CLAMART).sampled())
    squares = squares_of(fitter, plan)
    for zone in (Zone.POTAGER, Zone.VERGER):
        count = (squares == NUMBERED.index(zone)).sum()
        assert count * fitter.canvas.cell_m2 == pytest.approx(plan.zones[zone].area, rel=0.06)


def test_one_of_each_family_comes_first():
    kept = families(FOUND)
    assert len({family_of(one) for one in kept}) == len(kept) == len({family_of(one) for one in FOUND})
    assert kept[0] is FOUND[0]
    spine = replace(FOUND[0].spine, points=FOUND[0].spine.points + np.array([0.0, 0.3]))
    assert families([FOUND[0], replace(FOUND[0], spine=spine)]) == [FOUND[0]]
    assert len(apart([FOUND[0], replace(FOUND[0], spine=spine)])) == 1


def test_a_small_land_with_a_hole_and_a_notch_has_a_garden():
    assert sketch(synthetic_ground(157), CLAMART, variants=1)[0].valid


def test_ground_without_room_has_no_plan():
    narrow = ground(rectangle(3.0, 90.0))
    assert not list(Search(Ways(narrow), CLAMART).sampled())
