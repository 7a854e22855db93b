"""The land unrolled along a path, against slow references that share nothing with the compiled loops."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from geo.layout._unrolling import FAR_M, bridges, stretch, summed, unroll
from tests.layout.grounds import canvas, rectangle

HALF_M = 0.8
HALVED = np.zeros((2, 2), np.int64)

STRAIGHT = np.array([(10.0, 0.0), (10.0, 34.0)])
BENT = np.array([(10.0, 0.0), (10.0, 20.0), (16.0, 20.0)])
HOOK = np.array([(5.0, 0.0), (5.0, 30.0), (15.0, 30.0), (15.0, 10.0)])
PLAIN = canvas()


def unrolled(points, where):
    return unroll(points, HALVED[: len(points) - 2], where.x, where.y, where.mask, where.cell_m, HALF_M)


def legs_of(points):
    return [LineString([start, end]) for start, end in pairwise(points)]


@pytest.mark.parametrize("points", [STRAIGHT, BENT, HOOK], ids=["straight", "bent", "hook"])
def test_squares_follow_the_nearest_leg(points):
    placed, legs = unrolled(points, PLAIN), legs_of(points)
    seen = 0
    for (place, way, aside, _), x, y in zip(placed, PLAIN.x, PLAIN.y, strict=True):
        centre = Point(x, y)
        distances = [leg.distance(centre) for leg in legs]
        leg = int(np.argmin(distances))
        if sum(np.isclose(distances, distances[leg])) > 1:
            continue  # halfway between two legs, or off a corner
        (x0, y0), (x1, y1) = points[leg], points[leg + 1]
        cross = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        before = sum(other.length for other in legs[:leg])
        assert way == pytest.approx(before + legs[leg].project(centre))
        assert aside == pytest.approx(distances[leg])
        if legs[leg].buffer(HALF_M, cap_style="flat").contains(centre):
            assert place == -1
        else:
            assert place // 10_000 == (leg if cross >= 0 else 2 * len(legs) - 1 - leg)
        seen += 1
    assert seen > 0.7 * len(placed)


def test_the_row_goes_up_on_the_left_and_down_on_the_right():
    placed = unrolled(STRAIGHT, PLAIN)
    left, right = (PLAIN.x < 9) & (PLAIN.y < 34), (PLAIN.x > 11) & (PLAIN.y < 34)
    rank = np.argsort(np.argsort(placed[:, 0]))
    assert rank[left].max() < rank[right].min()
    assert np.corrcoef(placed[left, 0], PLAIN.y[left])[0, 1] == pytest.approx(1)
    assert np.corrcoef(placed[right, 0], PLAIN.y[right])[0, 1] == pytest.approx(-1)


def test_squares_on_the_edge_of_the_path():
    placed = unrolled(STRAIGHT, PLAIN)
    edge = placed[:, 3] == 1
    assert edge.any()
    away = np.abs(PLAIN.x - 10) - HALF_M
    beside = PLAIN.y < 33
    assert (edge[beside] == (away <= 0.75 * PLAIN.cell_m)[beside]).all()
    # what is on the edge is next to the path: one row of squares a side
    assert edge.sum() * PLAIN.cell_m == pytest.approx(2 * 34 + 1.6 + 2 * 34, rel=0.25)


def test_land_behind_a_wall_follows_its_neighbour():
    # A wall at 4 m from the path, with a lane behind it that is open in the south and in the north.
    walled = rectangle().difference(shapely.box(3, 2, 6, 38))
    where = canvas(Polygon(walled.exterior.coords, [ring.coords for ring in walled.interiors]))
    placed = unrolled(STRAIGHT, where)
    hidden = (where.x < 3) & (where.y > 6) & (where.y < 30)
    assert (placed[hidden, 0] >= 0).all()
    # far into the lane, the place in the row is that of the land at its mouth
    assert (placed[hidden, 3] == 0).all()
    own = 10_000 / 2 + where.y
    assert (np.abs(placed[hidden, 0] - own[hidden]) > 2 * where.cell_m).mean() > 0.5
    free = (where.x > 6.5) & (where.x < 9) & (where.y < 33)
    assert np.allclose(placed[free, 0], own[free])


def test_land_that_nothing_leads_to_is_told():
    mask = PLAIN.mask & (np.abs(np.arange(PLAIN.mask.shape[1]) + 0.5 - 4 / PLAIN.cell_m) > 1)[None, :]
    rows, columns = np.nonzero(mask)
    x, y = (columns + 0.5) * PLAIN.cell_m, (rows + 0.5) * PLAIN.cell_m
    placed = unroll(STRAIGHT, HALVED[:0], x, y, mask, PLAIN.cell_m, HALF_M)
    assert (placed[x < 2, 0] == -2).all()
    assert (placed[(x > 5) & (np.abs(x - 10) > 1.5), 0] >= 0).all()


def row_of(points, where):
    placed = unrolled(points, where)
    on_row = np.flatnonzero(placed[:, 0] >= 0)
    return placed, on_row[np.argsort(placed[on_row, 0], kind="stable")]


def sums_of(points, where, sun=None):
    placed, row = row_of(points, where)
    hours = np.zeros(where.x.size) if sun is None else sun
    return placed, row, summed(row, where.x, where.y, hours, where.by_street, where.quiet, placed)


def test_sums_along_a_row():
    sun = np.random.default_rng(1).uniform(4, 9, PLAIN.x.size)
    placed, row, sums = sums_of(BENT, PLAIN, sun)
    x, y = PLAIN.x[row], PLAIN.y[row]
    street, quiet = PLAIN.by_street[row], PLAIN.quiet[row]
    edge, far = placed[row, 3], placed[row, 2] > FAR_M
    columns = [sun[row], x, y, x * x, y * y, x * y, street, edge, far, quiet]
    assert np.allclose(sums[1:], np.cumsum(np.column_stack(columns), axis=0))
    assert (sums[0] == 0).all()


@given(st.integers(0, 600), st.integers(1, 200))
def test_a_stretch_has_the_moments_of_its_squares(first, count):
    last = min(first + count, ROW.size)
    first = min(first, last - 1)
    x, y, hours = PLAIN.x[ROW[first:last]], PLAIN.y[ROW[first:last]], SUN[ROW[first:last]]
    found = stretch(SUMS_HERE, first, last)
    spread = np.sqrt(np.clip(np.linalg.eigvalsh(np.atleast_2d(np.cov(x, y, ddof=0))), 0, None))
    assert found[:3] == pytest.approx([hours.mean(), x.mean(), y.mean()])
    assert found[3:5] == pytest.approx(spread, abs=1e-4)
    assert found[5] == PLAIN.by_street[ROW[first:last]].sum()
    assert found[7] == pytest.approx((PLACED[ROW[first:last], 2] > FAR_M).mean())
    assert found[8] == PLAIN.quiet[ROW[first:last]].sum()


SUN = np.random.default_rng(2).uniform(4, 9, PLAIN.x.size)
PLACED, ROW, SUMS_HERE = sums_of(HOOK, PLAIN, SUN)


def test_a_rectangle_of_squares_has_the_spread_of_a_rectangle():
    # The standard deviation of n equal steps is √((n² − 1) ÷ 12) of them.
    x, y = (part.ravel() + 0.5 for part in np.meshgrid(np.arange(12.0), np.arange(5.0)))
    none = np.zeros(60, np.bool_)
    sums = summed(np.arange(60), x, y, np.full(60, 6.0), none, none, np.zeros((60, 4)))
    found = stretch(sums, 0, 60)
    assert found[:3].tolist() == pytest.approx([6, 6, 2.5])
    assert found[3:5].tolist() == pytest.approx([np.sqrt(24 / 12), np.sqrt(143 / 12)])


def slow_bridges(row, where):
    """Look at every pair of neighbours for every place of the row."""
    at = {(int(where.x[i] / where.cell_m), int(where.y[i] / where.cell_m)): place for place, i in enumerate(row)}
    pairs = []
    for (column, line), place in at.items():
        for other in (at.get((column + 1, line)), at.get((column, line + 1))):
            if other is not None:
                pairs.append((min(place, other), max(place, other)))
    shortest = []
    for place in range(row.size):
        over = [high - low for low, high in pairs if low <= place < high]
        shortest.append(min(over, default=row.size + 1))
    return shortest


@pytest.mark.parametrize("points", [STRAIGHT, BENT, HOOK], ids=["straight", "bent", "hook"])
def test_bridges_are_the_nearest_neighbours_across_a_place(points):
    _, row = row_of(points, PLAIN)
    found = bridges(row, PLAIN.x, PLAIN.y, PLAIN.mask, PLAIN.cell_m)
    assert (found[:, 1] - found[:, 0]).tolist() == slow_bridges(row, PLAIN)
    joined = found[:, 0] >= 0
    assert (found[joined, 0] <= np.flatnonzero(joined)).all()
    assert (found[joined, 1] > np.flatnonzero(joined)).all()
    one, other = row[found[joined, 0]], row[found[joined, 1]]
    apart = np.hypot(PLAIN.x[one] - PLAIN.x[other], PLAIN.y[one] - PLAIN.y[other])
    assert np.allclose(apart, PLAIN.cell_m)


def test_a_path_that_ends_at_the_far_boundary_parts_the_land():
    # Nothing goes round its end: only the last place of the left side has no neighbours across it.
    _, row = row_of(np.array([(10.0, 0.0), (10.0, 40.0)]), PLAIN)
    found = bridges(row, PLAIN.x, PLAIN.y, PLAIN.mask, PLAIN.cell_m)
    last = int((PLAIN.x[row] < 10).sum()) - 1
    assert [place for place in range(row.size - 1) if found[place, 0] < 0] == [last]
