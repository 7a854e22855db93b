"""The generator of the unrolled path: a clear spine, and the zones one after the other along it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.layout._judging import KEPT, bodies_before, judge_orders, kept_shares
from geo.layout._unrolling import summed
from geo.layout.canvas import BODY_M, Canvas
from geo.layout.objective import WEIGHTS, sunniest_h
from geo.layout.programme import Programme
from geo.layout.rows import GENTLE_PERCENT, Row, gap_m, links
from geo.layout.spines import Spine
from geo.layout.ways import ANOTHER
from geo.plans import Zone

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

NUMBERED = tuple(Zone)
"""The number of a zone in the compiled loops is its place here."""

_KEPT_ORDERS = 2
LIKE = 1.5
"""An arrangement like a better one is worth so much less, for each of these (our assumption)."""
_POLE_M = 1.5
_STEEP = 20.0
_SHUFFLE, _OTHERWISE = 4.0, 16.0
_NARROW, _WIDE_ENOUGH, _LOST = 80.0, 0.86, 120.0


@dataclass(frozen=True, eq=False, slots=True)
class Arrangement:
    """
    A path and an order of the zones along it, not yet drawn.

    Attributes
    ----------
    score
        Estimated on squares; more is better.
    lack
        What keeps it from being a garden, where that was measured; taken off the score.
    """

    spine: Spine
    order: tuple[Zone, ...]
    score: float
    lack: float = 0.0


def arrangements(canvas: Canvas, programme: Programme, rows: Sequence[Row], seed: int = 0) -> list[Arrangement]:
    """
    Judge every order of the zones along paths, and return the most promising arrangements, the best first.

    Parameters
    ----------
    canvas
        The ground.
    programme
        For its area.
    rows
        The paths, from `promising`.
    seed
        Of the noise that lets gardens of nearly equal worth change places; 0 for none.
    """
    found = [arrangement for row in rows for arrangement in ordered(canvas, programme, row)]
    return varied(_shuffled(found, seed))


def _shuffled(found: Sequence[Arrangement], seed: int) -> list[Arrangement]:
    """Change scores a little for a seed other than 0, so that gardens of nearly equal worth change places."""
    size = _OTHERWISE if seed >= ANOTHER else _SHUFFLE if seed else 0.0
    noise = np.random.default_rng(seed).normal(0.0, size, len(found))
    return [replace(one, score=one.score + float(shift)) for one, shift in zip(found, noise, strict=True)]


def varied(found: Sequence[Arrangement]) -> list[Arrangement]:
    """Return arrangements, the best first, those like a better one later: what spoils one often spoils its like."""
    seen: Counter[tuple[object, ...]] = Counter()
    ranked = []
    for arrangement in sorted(found, key=lambda one: -one.score):
        family = family_of(arrangement)
        ranked.append((arrangement.score - LIKE * seen[family], arrangement))
        seen[family] += 1
    return [arrangement for _, arrangement in sorted(ranked, key=lambda pair: -pair[0])]


def family_of(arrangement: Arrangement) -> tuple[object, ...]:
    """Return what arrangements that are like one another share: the order, and the headings of the legs."""
    steps = np.diff(arrangement.spine.points, axis=0)
    return arrangement.order, tuple(np.round(np.arctan2(steps[:, 1], steps[:, 0]), 1).tolist())


def ordered(
    canvas: Canvas, programme: Programme, row: Row, only: Sequence[tuple[Zone, ...]] = (), *, roughly: bool = False
) -> Iterator[Arrangement]:
    """
    Judge orders of the zones on a row, and return the best.

    Parameters
    ----------
    only
        The orders to judge; all when empty.
    roughly
        Leave narrow corners out of the score, where these are measured otherwise.
    """
    area_m2 = canvas.cell_m2 * row.order.size
    targets = programme.targets_m2(area_m2)
    shares, least, wanted = needs_of(programme, {zone: target / area_m2 for zone, target in targets.items()})
    orders = np.array([[NUMBERED.index(zone) for zone in order] for order in only] or _all_orders(shares), np.int64)
    sums = summed(row.order, canvas.x, canvas.y, canvas.sun, canvas.by_street, canvas.quiet, row.placed)
    best_h, limit_m = sunniest_h(canvas, targets[Zone.POTAGER]), service_limit_m(canvas, row.spine.gate)
    known = np.array([area_m2, best_h, canvas.sun.mean(), limit_m, canvas.cell_m])
    end, way, gate = np.array([row.end, gap_m(canvas, row.spine)]), row.way_m, row.spine.gate
    bodies = bodies_before(row.order, canvas.x, canvas.y, canvas.mask.shape, least, canvas.cell_m)
    held = links(canvas, row)
    scores = judge_orders(orders, sums, bodies, way, held, shares, least, wanted, gate, end, known, WEIGHTS)
    best = np.argsort(-scores, kind="stable")[:KEPT]
    steep = _STEEP * max(0.0, row.slope_percent - GENTLE_PERCENT)
    worth = scores[best] - steep - _LOST * row.lost - WEIGHTS[7] * float(way.max(initial=0.0)) / np.sqrt(area_m2)
    if not roughly:
        worth -= [_narrowness(canvas, row, orders[number], shares, least) for number in best]
    for place in np.argsort(-worth, kind="stable")[:_KEPT_ORDERS]:
        yield Arrangement(row.spine, tuple(NUMBERED[number] for number in orders[best[place]]), float(worth[place]))


def needs_of(programme: Programme, share_of: dict[Zone, float]) -> tuple[Numbers, Numbers, Numbers]:
    """Return shares, least and wanted widths by number of the zone."""
    shares, least, wanted = np.zeros(len(NUMBERED)), np.ones(len(NUMBERED)), np.ones(len(NUMBERED))
    for zone, needs in programme.zones.items():
        number = NUMBERED.index(zone)
        shares[number] = share_of[zone]
        least[number], wanted[number] = needs.floor_width_m, needs.width_m
    return shares, least, wanted


def _all_orders(shares: Numbers) -> list[tuple[int, ...]]:
    return list(permutations(np.flatnonzero(shares).tolist()))


def _narrowness(canvas: Canvas, row: Row, order: Indices, shares: Numbers, least: Numbers) -> float:
    """Return what the narrow corners of zones cost: more than can be rounded off is as good as no garden."""
    kept = kept_shares(order, row.order, shares, least, canvas.x, canvas.y, canvas.mask.shape, canvas.cell_m)
    return float(_NARROW * np.clip(_WIDE_ENOUGH - kept, 0, None).sum())


def service_limit_m(canvas: Canvas, gate: Numbers) -> float:
    """
    Return how far along the path the service zone may be from the gate: 12 m, more on a large site. [m]

    On a flag lot the way to where it gets 6 m wide does not count.
    """
    pole_m = canvas.body.distance(shapely.Point(gate)) - BODY_M / 2
    return float(max(12.0, 0.6 * np.sqrt(canvas.land.area))) + (pole_m if pole_m > _POLE_M else 0.0)
