"""Several gardens for one ground: search, draw, furnish, judge, and keep the best that differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.layout.canvas import Canvas, canvas_of
from geo.layout.differing import differs
from geo.layout.furnish import furnished
from geo.layout.locking import Locked, laid_again
from geo.layout.objective import favours
from geo.layout.programme import Programme
from geo.layout.rules import check, remedies
from geo.layout.searching import Search
from geo.plans import Ground, Plan, RuleCheck, Sketch

_STEEP, _MANY = "access.slope", 6


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
    search = Search(canvas, programme, seed)
    kept = _chosen(search, programme, _again(canvas, programme, locked) or _tries(search), variants)
    names = favours([judged.plan for judged in kept], canvas)
    return tuple(
        Sketch(number, name, judged.plan, judged.checks, remedies(judged.checks, judged.plan))
        for number, (judged, name) in enumerate(zip(kept, names, strict=True), start=1)
    )


def _tries(search: Search) -> tuple[Iterator[Plan], ...]:
    """Return one search after the other, the cheapest first; none starts before its first plan is wanted."""
    return search.sampled(), search.polished(), search.settled(), search.divided(), search.loosely()


def _again(canvas: Canvas, programme: Programme, locked: Locked | None) -> tuple[Iterator[Plan], ...]:
    return () if locked is None else (iter(laid_again(canvas, programme, locked)),)


def _chosen(search: Search, programme: Programme, tries: Iterable[Iterator[Plan]], variants: int) -> list[_Judged]:
    """Return valid plans that differ, in the order they were found, then the least faulty ones."""
    valid: list[_Judged] = []
    faulty: list[_Judged] = []
    for found in tries:
        if _in_vain(faulty):
            break
        for plan in found:
            if not differs(plan, [one.plan for one in valid]):
                continue
            judged = _furnished(plan, programme)
            if judged.unmet:
                faulty.append(judged)
                continue
            valid.append(judged)
            if len(valid) == variants:
                return valid
            search.keep(judged.plan)
    for judged in sorted(faulty, key=lambda one: one.unmet):
        if len(valid) < variants and differs(judged.plan, [one.plan for one in valid]):
            valid.append(judged)
    return valid


def _in_vain(faulty: list[_Judged]) -> bool:
    """Return whether many plans were drawn and the land is too steep for each: more would be no better."""
    steep = [any(check.id == _STEEP and not check.met for check in judged.checks) for judged in faulty]
    return len(steep) >= _MANY and all(steep)


def _furnished(plan: Plan, programme: Programme) -> _Judged:
    plan = furnished(plan, programme)
    return _Judged(plan, check(plan, programme))
