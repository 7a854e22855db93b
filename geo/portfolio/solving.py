"""The best sets one after the other, each proven, by HiGHS."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.errors import PortfolioError
from geo.messages import N_, Message
from geo.portfolio.model import Model, Rows, Vector

EQUAL = 1e-6
"""Sets whose merits differ by less are equals. [points of 100]"""

_OPTIMAL, _STOPPED, _INFEASIBLE = 0, 1, 2


@dataclass(frozen=True, eq=False, slots=True)
class Best:
    """
    A set of sites and the proof of its merit.

    Attributes
    ----------
    chosen
        Shape (sites,).
    bound
        No set still in play has more merit. [points of 100]
    """

    chosen: NDArray[np.bool_]
    merit: float
    bound: float


def best_sets(model: Model, rows: Sequence[Rows], seconds: float) -> Iterator[Best]:
    """
    Yield sets in falling order of merit; equals with fewer sites first, then in the order of their ids.

    Each set found is cut off before the next is looked for. The next one also tells whether the one before has
    equals: only then is their order looked into.

    Parameters
    ----------
    rows
        All that a set has to keep to.
    seconds
        For each search. [s]
    """
    kept = list(rows)
    found = optimum(model, kept, seconds)
    while found is not None:
        following = optimum(model, [*kept, _cut(model, found)], seconds)
        if following is not None and following.merit > found.merit - EQUAL:
            first = _first_of_equals(model, kept, found, seconds)
            if (first.chosen != found.chosen).any():
                # The one that was found is as good as any that remains.
                following, found = found, first
        yield found
        kept.append(_cut(model, found))
        found = following


def optimum(model: Model, rows: Sequence[Rows], seconds: float) -> Best | None:
    """
    Return the set with most merit, nothing when no set keeps to the rows.

    Raises
    ------
    PortfolioError
        The time is over before any set is found.
    """
    solved = solve(-model.worth, model.sites, rows, seconds)
    if solved is None:
        return None
    chosen = solved.values[: model.sites] > 0.5
    _confirm(model.variables(chosen), rows)
    merit = model.merit(chosen)
    return Best(chosen, merit, max(merit, -solved.bound))


@dataclass(frozen=True, eq=False, slots=True)
class Solved:
    """
    What the solver returns.

    Attributes
    ----------
    bound
        No values of the variables make the objective smaller.
    """

    values: Vector
    bound: float


def solve(objective: Vector, integers: int, rows: Sequence[Rows], seconds: float) -> Solved | None:
    """
    Minimise an objective over variables from 0 to 1, the first of them being 0 or 1.

    Returns
    -------
    solved
        Nothing when no values keep to the rows.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        objective,
        integrality=(np.arange(len(objective)) < integers).astype(int),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(part.matrix, part.low, part.high) for part in rows if part.matrix.shape[0]],
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if found.status == _INFEASIBLE:
        return None
    if found.status not in (_OPTIMAL, _STOPPED) or found.x is None:
        raise PortfolioError(
            Message(N_("No choice of gardens was found in {seconds} s."), {"seconds": seconds}),
            remedy=Message(N_("Ask for fewer gardens, or leave more sites out.")),
        )
    return Solved(found.x, float(found.mip_dual_bound))


def _confirm(exact: Vector, rows: Sequence[Rows]) -> None:
    """Hold what the solver says against every row, in whole numbers: a solver has tolerances and bugs."""
    if not all(part.hold(exact) for part in rows):
        raise RuntimeError("the solver returned a set that breaks a limit")


def _cut(model: Model, found: Best) -> Rows:
    """Return the row that this set alone breaks: its sites minus all others are one less than it has."""
    return Rows(model.row(np.where(found.chosen, 1.0, -1.0)), high=float(found.chosen.sum() - 1))


def _first_of_equals(model: Model, rows: Sequence[Rows], found: Best, seconds: float) -> Best:
    """Return the set with as much merit that has fewest sites, and whose sorted ids come first."""
    as_good = Rows(sparse.csr_array(model.worth[None, :]), low=found.merit - EQUAL)
    kept = [*rows, as_good]
    size = _fewest(model, kept, seconds)
    kept.append(Rows(model.row(np.ones(model.sites)), high=size))
    chosen: list[int] = []
    while len(chosen) < size:
        chosen.append(_smallest_next(model, kept, chosen, seconds))
        kept.append(Rows(model.row(np.eye(model.sites)[chosen[-1]]), low=1))
        between = np.arange(model.sites) < chosen[-1]
        between[chosen] = False
        kept.append(Rows(model.row(between.astype(float)), high=0))
    mask = np.isin(np.arange(model.sites), chosen)
    return Best(mask, model.merit(mask), max(found.bound, model.merit(mask)))


def _fewest(model: Model, rows: Sequence[Rows], seconds: float) -> int:
    each = model.row(np.ones(model.sites)).toarray().ravel()
    return int((_surely(solve(each, model.sites, rows, seconds)).values[: model.sites] > 0.5).sum())


def _smallest_next(model: Model, rows: Sequence[Rows], chosen: Sequence[int], seconds: float) -> int:
    """
    Return the first site, in the order of the ids, that can come next.

    One more variable a site, of which one is 1: the pointer to the next site, as far to the front as it goes.
    """
    sites = model.sites
    fresh = np.ones((1, sites))
    fresh[0, list(chosen)] = 0
    longer = [_widened(part, sites) for part in rows]
    points = _beside(model.row(-sparse.eye_array(sites, format="csr")), sparse.eye_array(sites))
    once = _beside(model.row(np.zeros(sites)), sparse.csr_array(fresh))
    objective = np.concatenate([np.zeros(len(model.worth)), np.arange(sites)])
    every = [*longer, Rows(points, high=0), Rows(once, low=1, high=1)]
    found = _surely(solve(objective, sites, every, seconds)).values[:sites] > 0.5
    return int(np.argmax(found & (fresh[0] > 0)))


def _widened(part: Rows, columns: int) -> Rows:
    return Rows(_beside(part.matrix, sparse.csr_array((part.matrix.shape[0], columns))), part.low, part.high)


def _beside(left: sparse.csr_array, right: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(sparse.hstack([left, right]))


def _surely(solved: Solved | None) -> Solved:
    if solved is None:
        raise RuntimeError("a set that was found is found no more")
    return solved
