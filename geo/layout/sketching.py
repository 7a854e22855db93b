"""Several gardens for one ground: search, draw, furnish, judge, and keep the best that differ."""

from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from geo.layout.canvas import Canvas, canvas_of
from geo.layout.furnish import furnished
from geo.layout.locking import Locked, laid_again
from geo.layout.objective import favours
from geo.layout.programme import Programme
from geo.layout.rules import check, remedies
from geo.layout.searching import Search
from geo.plans import Ground, Plan, RuleCheck, Sketch

_STEEP, _MANY = "access.slope", 6
DIFFERENT = 0.3
"""Variants differ at a glance: so much of the zones' area lies in another zone (our assumption). [–]"""


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
    search = Search(canvas, programme, seed)
    for plans in (search.sampled(), search.polished(), search.settled(), search.divided(), search.loosely()):
        yield (_furnished(plan, programme) for plan in plans)


def _chosen(tries: Iterator[Iterator[_Judged]], variants: int) -> list[_Judged]:
    """Return valid plans that differ, in the order they were found, then the least faulty ones."""
    valid: list[_Judged] = []
    faulty: list[_Judged] = []
    for found in tries:
        if _in_vain(faulty):
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


def _furnished(plan: Plan, programme: Programme) -> _Judged:
    plan = furnished(plan, programme)
    return _Judged(plan, check(plan, programme))


def moved(one: Plan, other: Plan) -> float:
    """Return the share of the zones' area that lies in another zone in another plan. [0–1]"""
    both = [zone for zone in one.zones if zone in other.zones]
    shared = sum(float(one.zones[zone].intersection(other.zones[zone]).area) for zone in both)
    total = sum(float(shapely.area(polygon)) for polygon in one.zones.values())
    return 1 - shared / total if total else 0.0
