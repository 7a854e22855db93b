"""Several gardens for one ground: search, draw, furnish, judge, and keep the best that differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import shapely

from geo.layout.canvas import Canvas, canvas_of
from geo.layout.drawing import ALLOWED, EXACT, Division, Slack, drawn, powered
from geo.layout.furnish import furnished
from geo.layout.locking import Locked, laid_again
from geo.layout.objective import favours
from geo.layout.polishing import polished
from geo.layout.programme import Programme
from geo.layout.rules import check, remedies
from geo.layout.slices import cut
from geo.layout.unrolled import arrangements
from geo.plans import Ground, Plan, RuleCheck, Sketch

_STEEP, _MANY = "access.slope", 6
DIFFERENT = 0.3
"""Variants differ at a glance: so much of the zones' area lies in another zone (our assumption). [–]"""


@dataclass(frozen=True, slots=True)
class Effort:
    """
    How hard a search tries.

    Attributes
    ----------
    paths, looked_at
        Bent paths sampled; paths whose orders are judged.
    drawn
        Arrangements drawn at most.
    polish
        Whether the best are improved by local moves first.
    divide
        How the land along a path becomes zones.
    seed
        Added to the seed of the samples.
    slack
        How far areas may be off.
    loosely
        Whether plans are drawn that cannot be valid.
    """

    paths: int
    looked_at: int
    drawn: int
    polish: bool = False
    divide: Division = cut
    seed: int = 0
    slack: Slack = ALLOWED
    loosely: bool = False


EFFORTS = (
    Effort(paths=180, looked_at=70, drawn=40, slack=EXACT),
    Effort(paths=400, looked_at=120, drawn=50, polish=True, seed=1),
    Effort(paths=180, looked_at=60, drawn=8, divide=powered),
    Effort(paths=400, looked_at=120, drawn=40, polish=True, seed=2),
)
LAST_RESORT = Effort(paths=180, looked_at=70, drawn=8, loosely=True)
"""One after the other, until there are enough valid plans: most sites need the first only."""


@dataclass(frozen=True, eq=False, slots=True)
class _Judged:
    plan: Plan
    checks: tuple[RuleCheck, ...]

    @property
    def unmet(self) -> int:
        """How many rules it breaks."""
        return sum(not check.met for check in self.checks)


def sketch(
    ground: Ground, programme: Programme, *, variants: int = 3, seed: int = 0, locked: Locked | None = None
) -> tuple[Sketch, ...]:
    """
    Draw gardens on a ground.

    Parameters
    ----------
    ground
        The site, in a metric CRS.
    programme
        What the garden is made of.
    variants
        How many plans, the best first; fewer where no other differs enough.
    seed
        Another number gives other plans of nearly equal worth; the same number the same plans.
    locked
        The path and the zones of an earlier plan that stay.

    Returns
    -------
    sketches
        Those that meet every rule first; empty when no path can be drawn.

    Raises
    ------
    LayoutError
        The site is smaller than any garden.
    """
    programme = programme.for_area(ground.usable.area)
    canvas = canvas_of(ground)
    kept = _chosen(_tries(canvas, programme, seed, locked), variants)
    names = favours([judged.plan for judged in kept], canvas)
    return tuple(
        Sketch(number, name, judged.plan, judged.checks, remedies(judged.checks, judged.plan))
        for number, (judged, name) in enumerate(zip(kept, names, strict=True), start=1)
    )


def _tries(canvas: Canvas, programme: Programme, seed: int, locked: Locked | None) -> Iterator[Iterator[_Judged]]:
    """Yield one search after the other, the cheapest first."""
    if locked is not None:
        yield (_furnished(plan, programme) for plan in laid_again(canvas, programme, locked))
        return
    for effort in (*EFFORTS, LAST_RESORT):
        yield _judged(canvas, programme, effort, seed)


def _chosen(tries: Iterator[Iterator[_Judged]], variants: int) -> list[_Judged]:
    """Return valid plans that differ, in the order they were found, then the least faulty ones."""
    valid: list[_Judged] = []
    faulty: list[_Judged] = []
    for number, found in enumerate(tries):
        if (number == len(EFFORTS) and (valid or faulty)) or _in_vain(faulty):
            break
        for judged in found:
            if judged.unmet:
                faulty.append(judged)
            elif _differs(judged, valid):
                valid.append(judged)
            if len(valid) == variants:
                return valid
    for judged in sorted(faulty, key=lambda one: one.unmet):
        if len(valid) < variants and _differs(judged, valid):
            valid.append(judged)
    return valid


def _in_vain(faulty: list[_Judged]) -> bool:
    """Return whether many plans were drawn and the land is too steep for each: more would be no better."""
    steep = [any(check.id == _STEEP and not check.met for check in judged.checks) for judged in faulty]
    return len(steep) >= _MANY and all(steep)


def _differs(judged: _Judged, others: list[_Judged]) -> bool:
    return all(moved(judged.plan, other.plan) >= DIFFERENT for other in others)


def _judged(canvas: Canvas, programme: Programme, effort: Effort, seed: int) -> Iterator[_Judged]:
    """Search, then draw, furnish and judge one arrangement after the other."""
    found = arrangements(
        canvas, programme, paths=effort.paths, looked_at=effort.looked_at, seed=1_000 * seed + effort.seed
    )
    if effort.polish:
        found = polished(canvas, programme, found)
    for arrangement in islice(found, effort.drawn):
        plan = drawn(canvas, arrangement, programme, effort.divide, slack=effort.slack, loosely=effort.loosely)
        if plan is not None:
            yield _furnished(plan, programme)


def _furnished(plan: Plan, programme: Programme) -> _Judged:
    plan = furnished(plan, programme)
    return _Judged(plan, check(plan, programme))


def moved(one: Plan, other: Plan) -> float:
    """Return the share of the zones' area that lies in another zone in another plan. [0–1]"""
    both = [zone for zone in one.zones if zone in other.zones]
    shared = sum(float(one.zones[zone].intersection(other.zones[zone]).area) for zone in both)
    total = sum(float(shapely.area(polygon)) for polygon in one.zones.values())
    return 1 - shared / total if total else 0.0
