"""Orders of zones judged, against each order judged alone; widths on squares, against openings by GEOS."""

from itertools import permutations

import numpy as np
import pytest
import shapely
from shapely import Polygon

from geo.layout._judging import KEPT, bodies_before, judge_orders, kept_beside, kept_shares
from geo.layout._unrolling import summed, unroll
from geo.layout.objective import WEIGHTS
from tests.layout.grounds import canvas

NO_LINK = np.zeros((0, 3), np.int64)
SHARES = np.array([0.36, 0.22, 0.08, 0.16, 0.12, 0.06])
LEAST = np.array([3.0, 4.0, 1.5, 1.2, 3.2, 2.2])
WANTED = np.array([6.0, 8.0, 2.0, 1.5, 5.0, 3.0])
ORDERS = np.array(list(permutations(range(6))), np.int64)
HALVED = np.zeros((2, 2), np.int64)

STRAIGHT = np.array([(10.0, 0.0), (10.0, 34.0)])
BENT = np.array([(10.0, 0.0), (10.0, 20.0), (16.0, 20.0)])
HOOK = np.array([(5.0, 0.0), (5.0, 30.0), (15.0, 30.0), (15.0, 10.0)])
PLAIN = canvas()
SUN = np.random.default_rng(2).uniform(4, 9, PLAIN.x.size)


def sums_of(points, where, sun):
    placed = unroll(points, HALVED[: len(points) - 2], where.x, where.y, where.mask, where.cell_m, 0.8)
    on_row = np.flatnonzero(placed[:, 0] >= 0)
    row = on_row[np.argsort(placed[on_row, 0], kind="stable")]
    return placed, row, summed(row, where.x, where.y, sun, where.by_street, where.quiet, placed)


def judged(orders, sums, way, *, links=NO_LINK, shares=SHARES, bodies=None):
    known = np.array([760.0, 8.8, 6.5, 17.0, PLAIN.cell_m])
    end = np.array([way.size / 2, 6.0])
    everywhere = np.repeat(np.arange(way.size + 1.0), 24).reshape(-1, 6, 4)
    bodies = everywhere if bodies is None else bodies
    gate, weights = np.array([10.0, 0.0]), np.asarray(WEIGHTS, float)
    return judge_orders(orders, sums, bodies, way, links, shares, LEAST, WANTED, gate, end, known, weights)


@pytest.mark.parametrize("points", [STRAIGHT, BENT, HOOK], ids=["straight", "bent", "hook"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_orders_cut_short_were_never_among_the_best(points, seed):
    rng = np.random.default_rng(seed)
    sun = 5 + 3 * rng.random() * PLAIN.x / 20 + rng.random(PLAIN.x.size)
    placed, row, sums = sums_of(points, PLAIN, sun)
    way = np.ascontiguousarray(placed[row, 1])
    found = judged(ORDERS, sums, way)
    alone = np.array([judged(ORDERS[number : number + 1], sums, way)[0] for number in range(len(ORDERS))])
    finished = found > -1e8
    assert np.allclose(found[finished], alone[finished])
    assert found.argmax() == alone.argmax()
    assert np.sort(found)[-KEPT:] == pytest.approx(np.sort(alone)[-KEPT:])


def test_orders_are_cut_short_at_all():
    placed, row, sums = sums_of(STRAIGHT, PLAIN, SUN)
    found = judged(ORDERS, sums, np.ascontiguousarray(placed[row, 1]))
    assert (found <= -1e8).any()


def test_a_programme_without_orchard_nor_herbs():
    shares = np.array([0.5, 0.0, 0.0, 0.2, 0.2, 0.1])
    orders = np.array(list(permutations([0, 3, 4, 5])), np.int64)
    placed, row, sums = sums_of(BENT, PLAIN, SUN)
    way = np.ascontiguousarray(placed[row, 1])
    found = judged(orders, sums, way, shares=shares)
    alone = [judged(orders[number : number + 1], sums, way, shares=shares)[0] for number in range(len(orders))]
    assert found.argmax() == np.argmax(alone)
    assert found.max() == pytest.approx(max(alone))


def test_the_potager_goes_where_the_sun_is():
    # All the sun on the west side, which is the left one: the best order starts there with the potager.
    placed, row, sums = sums_of(STRAIGHT, PLAIN, np.where(PLAIN.x < 10, 8.8, 4.0))
    best = ORDERS[judged(ORDERS, sums, np.ascontiguousarray(placed[row, 1])).argmax()].tolist()
    before = sum(SHARES[zone] for zone in best[: best.index(0)])
    assert before + SHARES[0] <= 0.56
    placed, row, sums = sums_of(STRAIGHT, PLAIN, np.where(PLAIN.x > 10, 8.8, 4.0))
    best = ORDERS[judged(ORDERS, sums, np.ascontiguousarray(placed[row, 1])).argmax()].tolist()
    assert sum(SHARES[zone] for zone in best[: best.index(0)]) >= 0.44


def test_a_zone_that_a_link_would_break_costs_dear():
    placed, row, sums = sums_of(STRAIGHT, PLAIN, SUN)
    way = np.ascontiguousarray(placed[row, 1])
    order = ORDERS[:1]
    middle = int(SHARES[0] * row.size / 2)
    broken = np.array([[middle, middle, row.size - 1]], np.int64)
    whole = np.array([[middle, middle, middle + 1]], np.int64)
    free = judged(order, sums, way)[0]
    assert judged(order, sums, way, links=broken)[0] == pytest.approx(free - 50)
    assert judged(order, sums, way, links=whole)[0] == pytest.approx(free)


def swept_m2(shape: Polygon, radius: float) -> float:
    return shape.buffer(-radius, quad_segs=32).buffer(radius, quad_segs=32).area


@pytest.mark.parametrize("width", [3.5, 5.0, 7.0, 9.0])
@pytest.mark.parametrize("least", [3.0, 4.0, 6.0])
def test_swept_shares_are_those_of_an_opening(width, least):
    # Two zones side by side on squares of half a metre, one 24 m long and so wide, the other the rest of 20 m.
    cell = 0.5
    x, y = (part.ravel() for part in np.meshgrid((np.arange(40) + 0.5) * cell, (np.arange(48) + 0.5) * cell))
    row = np.argsort(x, kind="stable")
    shares = np.array([width / 20, 1 - width / 20, 0, 0, 0, 0])
    found = kept_shares(np.array([0, 1]), row, shares, np.array([least] * 6), x, y, (48, 40), cell)
    for kept, wide in zip(found, (width, 20 - width), strict=True):
        shape = shapely.box(0, 0, wide, 24)
        assert kept == pytest.approx(swept_m2(shape, least / 2) / shape.area, abs=0.08)


def test_a_zone_thinner_than_it_must_be_keeps_nothing():
    cell = 0.5
    x, y = (part.ravel() for part in np.meshgrid((np.arange(40) + 0.5) * cell, (np.arange(48) + 0.5) * cell))
    shares = np.array([0.1, 0.9, 0, 0, 0, 0])
    found = kept_shares(np.array([0, 1]), np.argsort(x, kind="stable"), shares, np.full(6, 4.0), x, y, (48, 40), cell)
    assert found[0] == 0
    assert found[1] > 0.95


def test_a_narrow_tail_of_a_zone_is_not_kept():
    # An L: 8 × 24 m, and a tail of 12 × 2 m in the south that no disc of 4 m fits.
    cell = 0.5
    x, y = (part.ravel() for part in np.meshgrid((np.arange(40) + 0.5) * cell, (np.arange(48) + 0.5) * cell))
    inside = (x < 8) | (y < 2)
    row = np.concatenate([np.flatnonzero(inside), np.flatnonzero(~inside)])
    shares = np.array([inside.mean(), 1 - inside.mean(), 0, 0, 0, 0])
    found = kept_shares(np.array([0, 1]), row, shares, np.full(6, 4.0), x, y, (48, 40), cell)
    shape = shapely.box(0, 0, 8, 24).union(shapely.box(8, 0, 20, 2))
    assert found[0] == pytest.approx(swept_m2(shape, 2.0) / shape.area, abs=0.04)
    assert found[0] < 0.95


@pytest.mark.parametrize("width", [3.0, 5.0, 8.0])
def test_land_wide_enough_is_counted_alone(width):
    # A lane so wide and 24 m long, beside a field of 10 × 24 m.
    cell = 0.5
    x, y = (part.ravel() for part in np.meshgrid((np.arange(60) + 0.5) * cell, (np.arange(48) + 0.5) * cell))
    inside = (x < width) | ((x > 12) & (x < 22))
    found = kept_beside(np.flatnonzero(inside), x, y, (48, 60), 4.0, cell)
    parts = [shapely.box(0, 0, width, 24), shapely.box(12, 0, 22, 24)]
    assert found == pytest.approx(sum(swept_m2(part, 2.0) for part in parts) / (24 * (width + 10)), abs=0.06)


def test_bodies_are_the_rooms_that_a_disc_cannot_leave():
    # A room of 12 × 12 m and one of 7 × 12 m, joined by a lane 2 m wide and 5 m long; squares from west to east.
    cell = 0.5
    x, y = (part.ravel() for part in np.meshgrid((np.arange(48) + 0.5) * cell, (np.arange(24) + 0.5) * cell))
    inside = (x < 12) | (x > 17) | ((y > 5) & (y < 7))
    row = np.flatnonzero(inside)
    row = row[np.argsort(x[row], kind="stable")]
    found = bodies_before(row, x, y, (24, 48), LEAST, cell)
    assert found.shape == (row.size + 1, 6, 4)
    for zone, least in enumerate(LEAST):
        if least < 2.5:
            assert found[-1, zone, 0] == row.size
            continue
        swept = [swept_m2(shapely.box(0, 0, wide, 12), least / 2) / cell**2 for wide in (12, 7)]
        assert found[-1, zone, :2] == pytest.approx(swept, rel=0.06)
        assert not found[-1, zone, 2:].any()
        west = int((x[row] < 12).sum())
        assert found[west, zone, 0] > 0.95 * west
        assert found[west, zone, 1] == 0


def test_a_zone_in_two_bodies_costs_what_lies_in_the_smaller():
    placed, row, sums = sums_of(STRAIGHT, PLAIN, SUN)
    way, order = np.ascontiguousarray(placed[row, 1]), ORDERS[:1]
    before = np.arange(row.size + 1.0)
    bodies = np.zeros((row.size + 1, 6, 4))
    bodies[:, :, 0] = before[:, None]
    assert judged(order, sums, way, bodies=bodies)[0] == judged(order, sums, way)[0]
    last = int(SHARES[0] * row.size + 0.5)
    half = last // 2
    bodies[:, 0, 0], bodies[:, 0, 1] = np.minimum(before, half), np.clip(before - half, 0, None)
    lost = 80 * (0.88 - max(half, last - half) / last)
    assert judged(order, sums, way, bodies=bodies)[0] == pytest.approx(judged(order, sums, way)[0] - lost)
