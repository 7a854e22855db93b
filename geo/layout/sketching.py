"""Several gardens for one ground: search, draw, furnish, judge, and keep the best that differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.layout.canvas import Canvas
from geo.layout.differing import differs
from geo.layout.furnish import bedded, furnished
from geo.layout.locking import Locked, around, laid_again
from geo.layout.objective import favours
from geo.layout.programme import Programme
from geo.layout.rules import check, faults_as_laid, remedies
from geo.layout.searching import Search
from geo.layout.ways import Ways
from geo.plans import Ground, Plan, RuleCheck, Sketch

_STEEP, _MANY, _LEAST_FAULTY = "access.slope", 6, 12


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
    return sketch_along(Ways(ground, seed), programme, variants=variants, locked=locked)


def sketch_along(
    ways: Ways, programme: Programme, *, variants: int = 3, locked: Locked | None = None
) -> tuple[Sketch, ...]:
    """
    Draw the same gardens on ways that are kept: another programme for them comes sooner.

    Parameters
    ----------
    ways
        Of the site.

    Raises
    ------
    LayoutError
        The site is smaller than any garden.
    """
    programme = programme.for_area(ways.ground.usable.area)
    programme = programme if locked is None else around(programme, locked)
    canvas, search = ways.canvas, Search(ways, programme)
    kept = _chosen(search, programme, _again(canvas, programme, locked) or _tries(search), variants)
    names = favours([judged.plan for judged in kept], canvas)
    return tuple(
        Sketch(number, name, judged.plan, judged.checks, remedies(judged.checks, judged.plan))
        for number, (judged, name) in enumerate(zip(kept, names, strict=True), start=1)
    )


def _tries(search: Search) -> tuple[Iterator[Plan], ...]:
    """Return one search after the other, the cheapest first; none starts before its first plan is wanted."""
    return search.sampled(), search.widened(), search.polished(), search.settled(), search.divided(), search.loosely()


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
            judged = _laid(plan, programme)
            judged = judged if judged.unmet else _furnished(judged.plan, programme)
            if judged.unmet:
                faulty.append(judged)
                continue
            valid.append(judged)
            if len(valid) == variants:
                return valid
            search.keep(judged.plan)
    for judged in _least_faulty(faulty, programme):
        if len(valid) < variants and differs(judged.plan, [one.plan for one in valid]):
            valid.append(judged)
    return valid


def _least_faulty(faulty: list[_Judged], programme: Programme) -> list[_Judged]:
    """Furnish what was given up for its zones, paths or beds, as far as it may be among the best."""
    least = sorted(faulty, key=lambda one: one.unmet)[:_LEAST_FAULTY]
    whole = [one if one.plan.objects else _furnished(one.plan, programme) for one in least]
    return sorted(whole, key=lambda one: one.unmet)


def _in_vain(faulty: list[_Judged]) -> bool:
    """Return whether many plans were drawn and the land is too steep for each: more would be no better."""
    steep = [any(check.id == _STEEP and not check.met for check in judged.checks) for judged in faulty]
    return len(steep) >= _MANY and all(steep)


def _laid(plan: Plan, programme: Programme) -> _Judged:
    """Lay beds, and judge what trees and furniture will not change: most plans that fail do so here."""
    plan = bedded(plan)
    return _Judged(plan, faults_as_laid(plan, programme))


def _furnished(plan: Plan, programme: Programme) -> _Judged:
    plan = furnished(plan, programme)
    return _Judged(plan, check(plan, programme))
