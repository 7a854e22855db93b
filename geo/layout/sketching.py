"""Several gardens for one ground: search, draw, furnish, judge, and keep the best that differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import shapely

from geo.layout.canvas import Canvas, canvas_of
from geo.layout.drawing import drawn
from geo.layout.furnish import furnished
from geo.layout.programme import Programme
from geo.layout.rules import check, remedies
from geo.layout.unrolled import Arrangement, arrangements
from geo.messages import N_, Message
from geo.plans import Ground, Plan, RuleCheck, Sketch, Zone

_DRAWN = 60
_MOVED = 0.3
"""Variants differ at a glance: so much of the zones' area lies elsewhere (our assumption). [–]"""


@dataclass(frozen=True, eq=False, slots=True)
class _Judged:
    plan: Plan
    checks: tuple[RuleCheck, ...]

    @property
    def unmet(self) -> int:
        return sum(not check.met for check in self.checks)


def sketch(ground: Ground, programme: Programme, *, variants: int = 3, seed: int = 0) -> tuple[Sketch, ...]:
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

    Raises
    ------
    LayoutError
        The site is smaller than any garden.
    """
    programme = programme.for_area(ground.usable.area)
    canvas = canvas_of(ground)
    kept: list[_Judged] = []
    spare: list[_Judged] = []
    for judged in _judged(canvas, arrangements(canvas, programme), programme):
        if judged.unmet:
            spare.append(judged)
        elif all(moved(judged.plan, other.plan) >= _MOVED for other in kept):
            kept.append(judged)
        if len(kept) == variants:
            break
    for judged in sorted(spare, key=lambda one: one.unmet):
        if len(kept) < variants and all(moved(judged.plan, other.plan) >= _MOVED for other in kept):
            kept.append(judged)
    return tuple(
        Sketch(number, Message(N_("Variant {number}"), {"number": number}), one.plan, one.checks, remedies(one.checks, one.plan))
        for number, one in enumerate(kept, start=1)
    )


def _judged(canvas: Canvas, found: Iterable[Arrangement], programme: Programme) -> Iterator[_Judged]:
    """Draw, furnish and judge arrangements, one after the other."""
    for arrangement in islice(found, _DRAWN):
        plan = drawn(canvas, arrangement, programme)
        if plan is not None:
            plan = furnished(plan, programme)
            yield _Judged(plan, check(plan, programme))


def moved(one: Plan, other: Plan) -> float:
    """Return the share of the zones' area that lies in another zone in another plan. [0–1]"""
    both = [zone for zone in one.zones if zone in other.zones]
    shared = sum(float(one.zones[zone].intersection(other.zones[zone]).area) for zone in both)
    total = sum(float(shapely.area(polygon)) for polygon in one.zones.values())
    return 1 - shared / total if total else 0.0
