"""Nothing meets all the limits: which one to relax, and how far."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import ceil

import numpy as np

from geo.errors import PortfolioError
from geo.messages import N_, Message, Value
from geo.portfolio.limits import Limit
from geo.portfolio.model import Model, Rows
from geo.portfolio.solving import solve


def conflict(model: Model, fixed: Sequence[Rows], limits: Sequence[Limit], seconds: float) -> PortfolioError:
    """
    Explain why no set of sites meets all the limits.

    Each limit is given up alone, to see whether the others can then be met; when none suffices, two at a time.

    Parameters
    ----------
    fixed
        Rows that nobody can give up.

    Returns
    -------
    error
        To be raised.
    """
    found = tuple(_ways_out(model, fixed, limits, seconds))
    reason = Message(N_("No set of gardens meets all these limits together."))
    if not found:
        return PortfolioError(reason, remedy=Message(N_("Take three limits away or more: too many contradict others.")))
    return PortfolioError(reason, remedy=Message(N_("Relax one of these: {limits}."), {"limits": found}))


def _ways_out(model: Model, fixed: Sequence[Rows], limits: Sequence[Limit], seconds: float) -> Iterator[Value]:
    alone = [limit for limit in limits if _feasible(model, [*fixed, *_without(limits, (limit,))], seconds)]
    if alone:
        yield from (_told(model, limit, [*fixed, *_without(limits, (limit,))], seconds) for limit in alone)
        return
    for pair in combinations(limits, 2):
        if _feasible(model, [*fixed, *_without(limits, pair)], seconds):
            both: dict[str, Value] = {"one": pair[0].text, "other": pair[1].text}
            yield Message(N_("{one} and {other} together"), both)


def _without(limits: Sequence[Limit], given_up: Sequence[Limit]) -> Iterator[Rows]:
    for limit in limits:
        yield from limit.relaxed if any(limit is one for one in given_up) else (limit.rows,)


def _feasible(model: Model, rows: Sequence[Rows], seconds: float) -> bool:
    return solve(np.zeros(len(model.worth)), model.sites, rows, seconds) is not None


def _told(model: Model, limit: Limit, rows: Sequence[Rows], seconds: float) -> Value:
    """Return the words of a limit with the figure that the others leave possible, where it has one."""
    if limit.rows.matrix.shape[0] != 1 or not limit.figure:
        return limit.text
    coefficients = limit.rows.matrix.toarray().ravel()
    least = solve(coefficients, model.sites, rows, seconds)
    most = solve(-coefficients, model.sites, rows, seconds)
    if least is None or most is None:
        return limit.text
    possible = coefficients @ least.values.round(9)
    if possible <= limit.rows.high:
        possible = coefficients @ most.values.round(9)
    return Message(N_("{limit} (possible: {possible})"), {"limit": limit.text, "possible": _rounded(float(possible))})


def _rounded(value: float) -> int | float:
    """
    Round up: what is named has to suffice.

    Examples
    --------
    >>> _rounded(2.0), _rounded(2.31), _rounded(52320.4)
    (2, 2.4, 52321)
    """
    if value >= 100 or abs(value - round(value)) < 1e-6:
        return ceil(value - 1e-6)
    return ceil(value * 10 - 1e-6) / 10
