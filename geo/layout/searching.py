"""The search for plans of one ground, in steps that cost more and more: most sites need the first only."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, tee

import numpy as np
from numpy.typing import NDArray

from geo.layout.differing import may_differ, squares_of
from geo.layout.drawing import ALLOWED, EXACT, Division, Slack, drawn, powered
from geo.layout.fitting import DRAWN, Fitter, fitter_of, fitting
from geo.layout.polishing import FINE_M, polished
from geo.layout.programme import Programme
from geo.layout.settling import Settler
from geo.layout.slices import cut
from geo.layout.unrolled import Arrangement, arrangements, family_of
from geo.layout.ways import Ways
from geo.plans import Plan

_SAMPLED, _AGAIN, _WIDELY, _LOOSELY, _LOOSEST = 14, 8, 30, 8, 80
_FITTED, _MOST = 400, 40
_POLISHED, _LIKE_THEM, _SETTLED, _DIVIDED = 14, 4, 3, 2
_APART_M = 1.0
_LACKING = 3.0


@dataclass(eq=False)
class Search:
    """
    Plans of one ground, without furniture.

    Attributes
    ----------
    ways
        The paths of the ground.
    programme
        What its area can hold.
    found
        How many plans were drawn so far.
    unlike
        The squares of plans that others must differ from: what would look like one of them is not drawn.
    """

    ways: Ways
    programme: Programme
    found: int = field(default=0, init=False)
    unlike: list[NDArray[np.int64]] = field(default_factory=list, init=False)

    def keep(self, plan: Plan) -> None:
        """Take a plan as one that others must differ from."""
        self.unlike.append(squares_of(self._fitter, plan))

    def sampled(self) -> Iterator[Plan]:
        """Yield the best of a sample of paths, with exact areas."""
        yield from self._drawn(_hopeful(self._sample), EXACT, most=_SAMPLED)
        yield from self._drawn(_hopeful(self._sample), ALLOWED, most=_AGAIN)

    def widened(self) -> Iterator[Plan]:
        """Yield the best of a larger sample."""
        yield from self._drawn(_hopeful(self._wider), ALLOWED, most=_SAMPLED)

    def polished(self) -> Iterator[Plan]:
        """Yield the best of both samples, improved by local moves on squares; then others as they are."""
        yield from self._drawn(_hopeful(self._polished), ALLOWED)
        yield from self._drawn(sorted(self._wider, key=_lacking_least), ALLOWED, most=_WIDELY)

    def settled(self) -> Iterator[Plan]:
        """Yield the best of these, improved by small moves on the exact zones."""
        start = islice(_hopeful(apart(_best(self._polished))), _SETTLED)
        lack = Settler(self.ways.canvas, self.programme).lack
        yield from self._drawn(polished(self.ways.canvas, self.programme, start, lack, FINE_M), ALLOWED)

    def divided(self) -> Iterator[Plan]:
        """Yield what a power diagram makes of them."""
        yield from self._drawn(islice(_hopeful(apart(_best(self._polished))), _DIVIDED), ALLOWED, powered)

    def loosely(self) -> Iterator[Plan]:
        """Yield plans that cannot be valid, where nothing else was drawn: the rules will say what is wrong."""
        if not self.found:
            some = self._drawn([*_best(self._polished), *self._rough], ALLOWED, loosely=True, most=_LOOSEST)
            yield from islice(some, _LOOSELY)

    @cached_property
    def _fitter(self) -> Fitter:
        return fitter_of(self.ways.canvas.ground, self.programme)

    @cached_property
    def _rough(self) -> list[Arrangement]:
        return arrangements(self.ways.canvas, self.programme, self.ways.few, self.ways.few_seed)

    @cached_property
    def _rough_many(self) -> list[Arrangement]:
        found = arrangements(self.ways.canvas, self.programme, self.ways.many, self.ways.many_seed)
        return found[:_FITTED]

    @property
    def _sample(self) -> Iterator[Arrangement]:
        """What is fitted of the small sample; looked at no further than it is asked for, each time from the first."""
        return copy(self._fitted)

    @property
    def _wider(self) -> Iterator[Arrangement]:
        """The same of the large sample."""
        return copy(self._fitted_many)

    @property
    def _polished(self) -> Iterator[Arrangement]:
        """The best of both, each climbed when it is asked for."""
        return copy(self._climbed)

    @cached_property
    def _fitted(self) -> Iterator[Arrangement]:
        return tee(fitting(self._fitter, self._rough), 1)[0]

    @cached_property
    def _fitted_many(self) -> Iterator[Arrangement]:
        return tee(fitting(self._fitter, self._rough_many), 1)[0]

    @cached_property
    def _climbed(self) -> Iterator[Arrangement]:
        best = _best([*self._wider, *self._sample])
        unlike = families(best)[:_POLISHED]
        start = [*unlike, *[one for one in best if one not in unlike][:_LIKE_THEM]]
        return tee(polished(self.ways.canvas, self.programme, start, self._fitter.lack), 1)[0]

    def _drawn(
        self,
        some: Iterable[Arrangement],
        slack: Slack,
        divide: Division = cut,
        *,
        loosely: bool = False,
        most: int = _MOST,
    ) -> Iterator[Plan]:
        """Draw at most some number of arrangements, leaving out those that would look like a plan that is kept."""
        unlike = (one for one in some if may_differ(self._fitter, one, self.unlike))
        for arrangement in islice(unlike, most):
            plan = drawn(self.ways.canvas, arrangement, self.programme, divide, slack=slack, loosely=loosely)
            if plan is not None:
                self.found += 1
                yield plan


def _best(found: Iterable[Arrangement]) -> list[Arrangement]:
    return sorted(found, key=lambda one: -one.score)


def _lacking_least(one: Arrangement) -> float:
    """Return the rank of an arrangement where no other could be drawn: what is lacking weighs more."""
    return _LACKING * one.lack - one.score


def _hopeful(found: Iterable[Arrangement]) -> Iterator[Arrangement]:
    return (one for one in found if one.lack <= DRAWN)


def families(found: Iterable[Arrangement]) -> list[Arrangement]:
    """Return of arrangements with the same order and turns of the path the first."""
    kept: dict[tuple[object, ...], Arrangement] = {}
    for one in found:
        kept.setdefault(family_of(one), one)
    return list(kept.values())


def apart(found: Iterable[Arrangement]) -> list[Arrangement]:
    """Return arrangements whose paths or orders differ: of those that are nearly alike the first."""
    kept: list[Arrangement] = []
    for one in found:
        if not any(_alike(one, other) for other in kept):
            kept.append(one)
    return kept


def _alike(one: Arrangement, other: Arrangement) -> bool:
    points, others = one.spine.points, other.spine.points
    same = one.order == other.order and points.shape == others.shape
    return same and float(np.abs(points - others).max()) < _APART_M
