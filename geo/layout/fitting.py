"""Arrangements looked at closely, before any is drawn: what their zones lack to be a garden, on small squares."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.layout._fitting import fitted, served, widths_and_ways
from geo.layout._unrolling import FAR_M, unroll
from geo.layout.canvas import Canvas, canvas_of
from geo.layout.programme import Programme
from geo.layout.spines import PATH_M
from geo.layout.unrolled import LIKE, NUMBERED, Arrangement, family_of, needs_of
from geo.plans import Ground, Zone

Numbers = NDArray[np.float64]

_CELL_M2, _MOST_CELLS = 0.15, 3_000
_KEPT, _BESIDE_M, _WHOLE = 0.93, 3.2, 0.95
_WASTE, _UNREACHED, _BROKEN, _UNSEEN = 400.0, 28.0, 70.0, 40.0
_FLOWERS_M, _FLOWERS_SHARE, _FLOWERS_GATE_M = 2.4, 0.27, 2.7
_SERVED, _FAR = 0.72, 80.0
HOPELESS = 60.0
"""An arrangement that lacks more is not looked at any further."""
LACK = 2.0
"""What is lacking weighs so much more than what pleases."""
DRAWN = 28.0
"""An arrangement that lacks more is not drawn: no rounding of corners mends it."""


@dataclass(frozen=True, eq=False, slots=True)
class Fitter:
    """
    Squares small enough to see a zone of 1.20 m.

    Attributes
    ----------
    canvas
        The ground in these squares.
    programme
        For its area.
    front
        Squares that lie on the street.
    bodies
        By number of the zone, the part of the land in which a disc as wide as it must be can move, on all rows and
        columns and a margin; shape (zones, rows + 2, columns + 2).
    """

    canvas: Canvas
    programme: Programme
    front: NDArray[np.bool_]
    bodies: NDArray[np.int64]

    def lack(self, arrangement: Arrangement) -> float:
        """Return what keeps an arrangement from being a garden; 0 when its zones are whole, wide and on the path."""
        found = self._laid(arrangement)
        if found is None:
            return np.inf
        zone_of, whole, least = found
        order, cell_m = _numbers(arrangement), self.canvas.cell_m
        measured = np.array([widths_and_ways(zone_of, zone, self.bodies[zone], least[zone], cell_m) for zone in order])
        kept, beside_m, squares = measured.T
        lacking = lack_of(kept, beside_m / _BESIDE_M, squares / squares.sum(), whole[order])
        far = max(0.0, _SERVED - served(zone_of, NUMBERED.index(Zone.POTAGER), FAR_M, cell_m))
        return lacking + _FAR * far + self._unseen(self._of_squares(zone_of), arrangement.spine.gate)

    def squares(self, arrangement: Arrangement) -> NDArray[np.int64]:
        """Return the number of the zone in which each square would lie, another one in none; shape (cells,)."""
        found = self._laid(arrangement)
        return np.full(self.canvas.x.size, -1) if found is None else self._of_squares(found[0])

    def _laid(self, arrangement: Arrangement) -> tuple[NDArray[np.int64], Numbers, Numbers] | None:
        """Return zones on all rows and columns, how whole each was, and their least widths; nothing without land."""
        canvas, spine = self.canvas, arrangement.spine
        placed = unroll(spine.points, spine.joints, canvas.x, canvas.y, canvas.mask, canvas.cell_m, PATH_M / 2)
        squares = int((placed[:, 0] >= 0).sum())
        if not squares:
            return None
        area_m2 = squares * canvas.cell_m2
        targets = self.programme.targets_m2(area_m2)
        shares, least, _ = needs_of(self.programme, {zone: target / area_m2 for zone, target in targets.items()})
        order = _numbers(arrangement)
        zone_of, whole = fitted(placed, canvas.x, canvas.y, canvas.mask.shape, canvas.cell_m, order, shares)
        return zone_of, whole, least

    def _of_squares(self, zone_of: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(zone_of[self.canvas.squares])

    def _unseen(self, squares: NDArray[np.int64], gate: Numbers) -> float:
        """Return what flowers lack that are neither along the street nor near the gate."""
        canvas = self.canvas
        flowers = squares == NUMBERED.index(Zone.FLEURS)
        away = np.hypot(canvas.x[flowers] - gate[0], canvas.y[flowers] - gate[1]).min(initial=np.inf)
        along_m = float((flowers & self.front).sum()) * canvas.cell_m
        return unseen(along_m, float(away), float(canvas.street.length))


def _numbers(arrangement: Arrangement) -> NDArray[np.int64]:
    return np.array([NUMBERED.index(zone) for zone in arrangement.order], np.int64)


def fitter_of(ground: Ground, programme: Programme) -> Fitter:
    """Return the fitter of a ground."""
    canvas = canvas_of(ground, cells=min(int(ground.usable.area / _CELL_M2), _MOST_CELLS))
    places = shapely.points(canvas.x, canvas.y)
    front = np.asarray(shapely.dwithin(places, canvas.street, 0.75 * canvas.cell_m))
    widths_m = [programme.zones[zone].floor_width_m if zone in programme.zones else 0.0 for zone in NUMBERED]
    body_of = {width_m: _bodies(canvas, width_m) for width_m in set(widths_m)}
    return Fitter(canvas, programme, front, np.stack([body_of[width_m] for width_m in widths_m]))


def _bodies(canvas: Canvas, width_m: float) -> NDArray[np.int64]:
    """Number the parts of the land in which a disc can move, on all rows and columns: the nearest to each square."""
    rows, columns = canvas.mask.shape
    found = np.zeros((rows + 2, columns + 2), np.int64)
    parts = shapely.get_parts(canvas.land.buffer(-width_m / 2))
    if len(parts) > 1:
        away_m = shapely.distance(np.asarray(shapely.points(canvas.x, canvas.y))[:, None], parts)
        found[canvas.squares] = away_m.argmin(axis=1)
    return found


def lack_of(kept: Numbers, reached: Numbers, shares: Numbers, whole: Numbers) -> float:
    """
    Weigh what zones lack.

    The weights are those of a logistic regression of whether an arrangement could be drawn, on 2 130 arrangements of 27
    sites; one that lacks 8 has an even chance.

    Parameters
    ----------
    kept
        What a disc as wide as each must be can sweep of it. [0–1]
    reached
        Its edge along the path, over what it needs. [–]
    shares
        Of all zones. [0–1]
    whole
        What its largest part held before loose ones went to neighbours. [0–1]

    Examples
    --------
    >>> sound, half = np.ones(2), np.full(2, 0.5)
    >>> lack_of(sound, sound, half, sound), lack_of(np.array([1.0, 0.83]), sound, half, sound)
    (0.0, 20.0)
    """
    waste = float((shares * np.clip(_KEPT - kept, 0, None)).sum())
    unreached = float(np.clip(1.0 - reached, 0, None).sum())
    broken = float(np.clip(_WHOLE - whole, 0, None).sum())
    return round(_WASTE * waste + _UNREACHED * unreached + _BROKEN * broken, 6)


def unseen(along_m: float, from_gate_m: float, street_m: float) -> float:
    """
    Weigh what flowers lack to be seen: 2 m of the street, or a quarter of a short one, or the gate within 3 m.

    Examples
    --------
    >>> unseen(2.5, 9.0, 20.0), unseen(0.0, 2.0, 20.0), unseen(1.4, 9.0, 20.0)
    (0.0, 0.0, 40.0)
    """
    short_m = min(_FLOWERS_M, _FLOWERS_SHARE * street_m) - along_m
    return _UNSEEN * min(max(short_m, 0.0), max(from_gate_m - _FLOWERS_GATE_M, 0.0), 1.0)


def fitting(fitter: Fitter, found: Iterable[Arrangement]) -> Iterator[Arrangement]:
    """
    Yield arrangements with what they lack, taken off their score, the best first; hopeless ones are left out.

    None is looked at before it could be the next one: what it lacks only takes off its score. One like a better one
    comes later, as what spoils one often spoils its like.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    waiting = [(-one.score, place, 0, one) for place, one in enumerate(found)]
    looked_at: set[int] = set()
    heapify(waiting)
    while waiting:
        _, place, like, one = heappop(waiting)
        family = family_of(one)
        if place in looked_at and like == seen[family]:
            seen[family] += 1
            yield one
            continue
        if place not in looked_at:
            looked_at.add(place)
            lack = fitter.lack(one)
            if lack > HOPELESS:
                continue
            one = replace(one, score=one.score - LACK * lack, lack=lack)
        heappush(waiting, (LIKE * seen[family] - one.score, place, seen[family], one))
