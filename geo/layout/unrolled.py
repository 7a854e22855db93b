"""The generator of the unrolled path: a clear spine, and the zones one after the other along it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from geo.layout._search import KEPT, bridges, judge_orders, kept_shares, summed, unroll
from geo.layout.canvas import Canvas
from geo.layout.objective import WEIGHTS
from geo.layout.programme import Programme
from geo.layout.spines import PATH_M, Spine, spines
from geo.plans import Zone

Numbers = NDArray[np.float64]

NUMBERED = tuple(Zone)
"""The number of a zone in the compiled loops is its place here."""

_MOST_LOST = 0.12
_KEPT_ORDERS = 2
_SEARCHED = 120
_HELD_CELLS = 1.2
_LIKE = 1.5
_NARROW, _WIDE_ENOUGH = 40.0, 0.86


@dataclass(frozen=True, eq=False, slots=True)
class Arrangement:
    """
    A path and an order of the zones along it, not yet drawn.

    Attributes
    ----------
    score
        Estimated on squares; more is better.
    """

    spine: Spine
    order: tuple[Zone, ...]
    score: float


def arrangements(canvas: Canvas, programme: Programme) -> list[Arrangement]:
    """
    Search every path and every order, and return the most promising arrangements, the best first.

    Parameters
    ----------
    canvas
        The ground.
    programme
        For its area.
    """
    rows = sorted(_rows(canvas, spines(canvas)), key=lambda row: -row.promise)[:_SEARCHED]
    found = [arrangement for row in rows for arrangement in _ordered(canvas, programme, row)]
    return _varied(sorted(found, key=lambda arrangement: -arrangement.score))


def _varied(found: Sequence[Arrangement]) -> list[Arrangement]:
    """Put arrangements that are like a better one later: what spoils one often spoils its like."""
    seen: Counter[tuple[object, ...]] = Counter()
    ranked = []
    for arrangement in found:
        steps = np.diff(arrangement.spine.points, axis=0)
        turns = tuple(np.round(np.arctan2(steps[:, 1], steps[:, 0]), 1).tolist())
        family = (arrangement.order, turns)
        ranked.append((arrangement.score - _LIKE * seen[family], arrangement))
        seen[family] += 1
    return [arrangement for _, arrangement in sorted(ranked, key=lambda pair: -pair[0])]


@dataclass(frozen=True, eq=False, slots=True)
class _Row:
    """The squares of a canvas along a path: their numbers, their way from the gate, the first on the right side."""

    spine: Spine
    order: NDArray[np.int64]
    placed: Numbers
    end: int
    gap_m: float
    lost: float
    promise: float


def _rows(canvas: Canvas, found: Sequence[Spine]) -> Iterator[_Row]:
    """Unroll the land along each path; leave out those that lose too much of it."""
    for spine in found:
        placed = unroll(spine.points, canvas.x, canvas.y, canvas.mask, canvas.cell_m, PATH_M / 2)
        lost = float((placed[:, 0] < -1.5).mean())
        on_row = np.flatnonzero(placed[:, 0] >= 0)
        if lost > _MOST_LOST or not on_row.size:
            continue
        order = on_row[np.argsort(placed[on_row, 0], kind="stable")]
        legs = len(spine.points) - 1
        end = int(np.searchsorted(placed[order, 0], 10_000.0 * legs))
        depth, length = float(placed[on_row, 2].mean()), float(placed[:, 1].max())
        promise = -8 * lost - 0.06 * abs(2 * depth - 8.0) - 0.012 * length - 0.1 * legs
        yield _Row(spine, order, placed, end, _gap_m(canvas, spine), lost, promise)


def _gap_m(canvas: Canvas, spine: Spine) -> float:
    """Return how much land there is straight beyond the end of a path. [m]"""
    tip, heading = spine.points[-1], spine.points[-1] - spine.points[-2]
    heading = heading / np.hypot(*heading)
    ahead = (canvas.x - tip[0]) * heading[0] + (canvas.y - tip[1]) * heading[1]
    aside = np.abs((canvas.y - tip[1]) * heading[0] - (canvas.x - tip[0]) * heading[1])
    beyond = ahead[(aside <= max(PATH_M / 2, canvas.cell_m / 2)) & (ahead > 0)]
    return float(beyond.max(initial=0.0)) + canvas.cell_m / 2


def _ordered(canvas: Canvas, programme: Programme, row: _Row) -> Iterator[Arrangement]:
    """Judge every order of the zones on a row, and return the best."""
    area_m2 = canvas.cell_m2 * row.order.size
    targets = programme.targets_m2(area_m2)
    shares, least, wanted = np.zeros(6), np.ones(6), np.ones(6)
    for zone, needs in programme.zones.items():
        number = NUMBERED.index(zone)
        shares[number] = targets[zone] / area_m2
        least[number], wanted[number] = needs.floor_width_m, needs.width_m
    orders = np.array(list(permutations(np.flatnonzero(shares))), np.int64)
    sums = summed(row.order, canvas.x, canvas.y, canvas.sun, canvas.by_street, canvas.quiet, row.placed)
    best_h, limit_m = best_sun_h(canvas, targets[Zone.POTAGER]), service_limit_m(canvas)
    known = np.array([area_m2, best_h, canvas.sun.mean(), limit_m, canvas.cell_m])
    way = np.ascontiguousarray(row.placed[row.order, 1])
    end = np.array([row.end, row.gap_m])
    links = _links(canvas, row)
    scores = judge_orders(orders, sums, way, links, shares, least, wanted, row.spine.gate, end, known, WEIGHTS)
    path = float(way.max(initial=0.0)) / np.sqrt(area_m2)
    best = np.argsort(-scores, kind="stable")[:KEPT]
    worth = scores[best] - 80 * row.lost - WEIGHTS[7] * path
    worth -= [_narrowness(canvas, row, orders[number], shares, least) for number in best]
    for place in np.argsort(-worth, kind="stable")[:_KEPT_ORDERS]:
        yield Arrangement(row.spine, tuple(NUMBERED[number] for number in orders[best[place]]), float(worth[place]))


def _narrowness(canvas: Canvas, row: _Row, order: NDArray[np.int64], shares: Numbers, least: Numbers) -> float:
    """Return what the narrow corners of zones cost: more than can be rounded off is as good as no garden."""
    kept = kept_shares(order, row.order, shares, least, canvas.x, canvas.y, canvas.mask.shape, canvas.cell_m)
    return float(_NARROW * np.clip(_WIDE_ENOUGH - kept, 0, None).sum())


def _links(canvas: Canvas, row: _Row) -> NDArray[np.int64]:
    """Return the places of a row that only squares far apart in it hold together, one of each run of such places."""
    nearest = bridges(row.order, canvas.x, canvas.y, canvas.mask, canvas.cell_m)
    places = np.flatnonzero(nearest[:, 1] - nearest[:, 0] > _HELD_CELLS * np.sqrt(row.order.size))[:-1]
    some = places[np.flatnonzero(np.diff(places, prepend=-9) > 1)]
    worst = places[np.argsort(-(nearest[places, 1] - nearest[places, 0]), kind="stable")][:6]
    some = np.unique(np.concatenate([some, worst]))[:16]
    return np.column_stack([some, nearest[some]]).astype(np.int64)


def best_sun_h(canvas: Canvas, area_m2: float) -> float:
    """Return the mean sun of the sunniest squares of an area, wherever they lie: no block can have more. [h/day]"""
    count = min(max(int(area_m2 / canvas.cell_m2), 1), canvas.sun.size)
    return float(np.partition(canvas.sun, canvas.sun.size - count)[-count:].mean())


def service_limit_m(canvas: Canvas) -> float:
    """Return how far from the gate the service zone may be: 12 m, more on a large site. [m]"""
    return float(max(12.0, 0.6 * np.sqrt(canvas.land.area)))
