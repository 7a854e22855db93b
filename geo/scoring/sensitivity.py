"""What it takes to change a ranking: the smallest change of weights that reverses two sites, and a tornado of a score.

::

    score of a site when one weight changes by t:   N + t·u
                                                    ───────     u, its utility; both t stand only where u is known
                                                    D + t
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.scoring.criteria import Theme

Numbers = NDArray[np.float64]

_HEAVIEST = 1_000.0
"""No weight of a profile is heavier. [points]"""
_NOTHING = 1e-6
"""Share of a weight that counts for nothing, above what rounding leaves of a double root."""
_WIDEST = 50.0
"""Half of the range of a utility that nobody knows: one of quality q may be off by this times 1 − q (our assumption).
[0–100]"""


def reversals(
    utilities: pd.DataFrame, weights: pd.Series, first: str, second: str, themes: Mapping[str, Theme]
) -> pd.DataFrame:
    """
    Return the smallest change of one weight, or of the weights of one theme together, that makes two sites equal.

    Other weights stay as they are; inside a theme, shares stay as they are. Scores are those on the known weights.

    Parameters
    ----------
    utilities
        Sites × criteria, missing where unknown. [0–100]
    weights
        By criterion. [points]
    first, second
        Two sites, such as the best two.
    themes
        Theme of each criterion.

    Returns
    -------
    reversals
        Indexed by criterion id or theme, the smallest change first, those that cannot reverse the two left out:
        kind (criterion or theme), weight, reversed_at (beyond which the other one leads), change. [points]

    References
    ----------
    .. [1] Triantaphyllou, E. and Sánchez, A. (1997), A sensitivity analysis approach for some deterministic
       multi-criteria decision-making methods. Decision Sciences 28 (1), 151–194.

    Examples
    --------
    >>> sites = pd.DataFrame({"sun": [80.0, 50.0], "water": [20.0, 60.0]}, index=["a", "b"])
    >>> themes = {"sun": Theme.PHYSICAL, "water": Theme.SERVICES}
    >>> reversals(sites, pd.Series({"sun": 60.0, "water": 30.0}), "a", "b", themes)["reversed_at"].to_dict()
    {'water': 45.0, 'sun': 40.0}
    """
    pair, share = utilities.loc[[first, second]].to_numpy(), weights[utilities.columns].to_numpy(dtype="float64")
    rows = {}
    for name, kind, moved in _moves(utilities.columns, share, themes):
        change = _equalising(pair, share, moved)
        weight = float(share[moved > 0].sum())
        if not np.isnan(change):
            rows[name] = {"kind": kind, "weight": weight, "reversed_at": weight + change, "change": change}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["kind", "weight", "reversed_at", "change"])
    return table.sort_values("change", key=np.abs, kind="stable")


def _moves(columns: pd.Index, share: Numbers, themes: Mapping[str, Theme]) -> list[tuple[str, str, Numbers]]:
    """Return what each change of one point moves: one criterion, or the criteria of a theme in their shares."""
    moves = [(str(name), "criterion", np.eye(len(share))[place]) for place, name in enumerate(columns)]
    for theme in Theme:
        inside = np.array([themes[str(name)] == theme for name in columns]) * share
        if np.count_nonzero(inside) > 1:
            moves.append((theme.value, "theme", inside / inside.sum()))
    return moves


def _equalising(pair: Numbers, share: Numbers, moved: Numbers) -> float:
    """
    Return the smallest t that equals two scores, weights being share + t·moved; missing where there is none.

    Cross-multiplied, N₁/D₁ = N₂/D₂ is a polynomial of degree two in t, of degree one where both know the criterion.
    """
    known = ~np.isnan(pair)
    worth = np.nan_to_num(pair)
    (n1, n2), (d1, d2) = worth @ share, known @ share
    (a1, a2), (b1, b2) = worth @ moved, known @ moved
    polynomial = [a1 * b2 - a2 * b1, a1 * d2 + n1 * b2 - a2 * d1 - n2 * b1, n1 * d2 - n2 * d1]
    least = -float(share[moved > 0].sum())
    # Where nothing of the weight is left, equal is not reversed, and both sides of the equation may vanish.
    roots = [root for root in _real_roots(polynomial) if least * (1 - _NOTHING) < root <= _HEAVIEST + least]
    roots = [root for root in roots if d1 + root * b1 > _NOTHING * d1 and d2 + root * b2 > _NOTHING * d2]
    return min(roots, key=abs, default=np.nan)


def _real_roots(polynomial: list[float]) -> list[float]:
    """Return the real roots of odd multiplicity: where a polynomial changes its sign."""
    a, b, c = polynomial
    if abs(a) <= 1e-12 * (abs(b) + abs(c)):
        return [] if abs(b) <= 1e-12 * abs(c) or b == 0 else [-c / b]
    discriminant = b * b - 4 * a * c
    if discriminant <= 0:
        return []
    # The form that does not subtract two near numbers.
    far = -(b + np.copysign(np.sqrt(discriminant), b)) / 2
    return [far / a, c / far]


def nearest_reversal(utilities: pd.DataFrame, weights: pd.Series, first: str, second: str) -> pd.Series:
    """
    Return the weights nearest to those given, in the sum of squared changes, that make two sites equal.

    Only the criteria that are known of both count; the sum of the weights stays, none falls below 0.

    Returns
    -------
    weights
        By criterion, missing for those left aside; all missing where no weights can reverse the two. [points]

    Examples
    --------
    >>> sites = pd.DataFrame({"sun": [80.0, 50.0], "water": [20.0, 60.0]}, index=["a", "b"])
    >>> nearest_reversal(sites, pd.Series({"sun": 60.0, "water": 30.0}), "a", "b").round(1).to_dict()
    {'sun': 51.4, 'water': 38.6}
    """
    known = utilities.columns[utilities.loc[[first, second]].notna().all()]
    gap = (utilities.loc[first, known] - utilities.loc[second, known]).to_numpy(dtype="float64")
    found = _projected(weights[known].to_numpy(dtype="float64"), gap)
    return pd.Series(found, index=known, dtype="float64").reindex(utilities.columns)


def _projected(share: Numbers, gap: Numbers) -> Numbers:
    """Project weights on those whose sum is the same and whose gap is none, and which are not negative."""
    from scipy.optimize import LinearConstraint, minimize

    if not len(share) or gap.min() > 0 or gap.max() < 0:
        return np.full(len(share), np.nan)
    # In shares and hundredths, so that the solver's tolerances are about the same for all.
    total, slope = share.sum(), gap / max(np.abs(gap).max(), 1e-9)
    start = share / total
    done = minimize(
        lambda x: ((x - start) ** 2).sum(),
        start,
        jac=lambda x: 2 * (x - start),
        bounds=[(0, 1)] * len(share),
        constraints=LinearConstraint(np.vstack([np.ones_like(slope), slope]), [1, 0], [1, 0]),
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 200},
    )
    return np.asarray(done.x) * total if done.success else np.full(len(share), np.nan)


def tornado(utilities: pd.Series, weights: pd.Series, quality: pd.Series) -> pd.DataFrame:
    """
    Return how far the score of one site moves with each weight, and with what is not sure of each utility.

    Parameters
    ----------
    utilities, weights, quality
        Of one site, by criterion: missing where unknown [0–100], points, how far each can be trusted [0–1].

    Returns
    -------
    tornado
        By criterion, the widest range first: without and doubled, the score when the weight is 0 or twice as heavy;
        worst and best, the score at both ends of the utility's doubt, which is the whole scale where it is unknown.
        Missing where nothing else is known. [0–100]

    Examples
    --------
    >>> site = pd.Series({"sun": 80.0, "water": 20.0, "soil": None}, dtype="float64")
    >>> sure = pd.Series({"sun": 0.8, "water": 1.0, "soil": 0.0})
    >>> tornado(site, pd.Series({"sun": 60.0, "water": 20.0, "soil": 20.0}), sure).loc["sun"].tolist()
    [20.0, 71.42857142857143, 57.5, 72.5]
    """
    share = weights[utilities.index].to_numpy(dtype="float64")
    own, known = utilities.fillna(0.0).to_numpy(), utilities.notna().to_numpy()
    doubt = _WIDEST * (1 - quality[utilities.index].to_numpy(dtype="float64"))
    total, counted = (own * share).sum(), share * known
    covered = counted.sum()
    ends = {
        "worst": np.where(known, np.clip(own - doubt, 0, 100), 0.0),
        "best": np.where(known, np.clip(own + doubt, 0, 100), 100.0),
    }
    columns = {
        "without": _ratio(total - counted * own, covered - counted),
        "doubled": _ratio(total + counted * own, covered + counted),
        **{name: _ratio(total - counted * own + share * end, covered - counted + share) for name, end in ends.items()},
    }
    table = pd.DataFrame(columns, index=utilities.index)
    width = table.max(axis=1) - table.min(axis=1)
    return table.loc[width.sort_values(ascending=False, kind="stable").index]


def _ratio(value: Numbers, by: Numbers) -> Numbers:
    return np.divide(value, by, out=np.full_like(value, np.nan), where=by > 1e-12)
