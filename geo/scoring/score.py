"""The additive model, with an honest interval.

::

    known criteria                      unknown criteria
    score  = Σ w·u ÷ Σ w known          low: they are all worth 0, high: they are all worth 100
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.models import Verdict


def scores(utilities: pd.DataFrame, weights: pd.Series, quality: pd.DataFrame) -> pd.DataFrame:
    """
    Score every site by itself: no other site changes its figures.

    Parameters
    ----------
    utilities
        Sites × criteria, missing where unknown. [0–100]
    weights
        By criterion. [points]
    quality
        Sites × criteria: how far each known value can be trusted. [0–1]

    Returns
    -------
    scores
        score (missing when nothing is known), score_low, score_high [0–100], reliability [0–1].

    References
    ----------
    .. [1] Keeney, R. L. and Raiffa, H. (1976), Decisions with multiple objectives. The additive value model.

    Examples
    --------
    >>> known = pd.DataFrame({"area": [80.0], "sun": [np.nan]})
    >>> half = pd.DataFrame({"area": [0.8], "sun": [0.8]})
    >>> scores(known, pd.Series({"area": 30, "sun": 10}), half).iloc[0].to_dict()
    {'score': 80.0, 'score_low': 60.0, 'score_high': 85.0, 'reliability': 0.6}
    """
    share = weights / weights.sum()
    known = utilities.notna().to_numpy() * share.to_numpy()
    low = np.nansum(utilities.to_numpy() * share.to_numpy(), axis=1)
    covered = known.sum(axis=1)
    score = np.divide(low, covered, out=np.full(len(low), np.nan), where=covered > 0)
    columns = {
        "score": score,
        "score_low": low,
        "score_high": low + 100 * (1 - covered),
        "reliability": (known * quality[utilities.columns].to_numpy()).sum(axis=1),
    }
    # Sums of shares leave traces such as 79.99999999999999.
    return pd.DataFrame(columns, index=utilities.index).round(9)


def ranks(utilities: pd.DataFrame, weights: pd.Series, verdicts: pd.Series) -> pd.Series:
    """
    Rank the sites, equals sharing a rank: 1 + how many sites are surely better.

    Criteria that are unknown for all sites are left aside; excluded sites come after the others.

    Returns
    -------
    rank
        From 1.

    Examples
    --------
    >>> known = pd.DataFrame({"area": [80.0, 60.0, 70.0], "sun": [np.nan, 40.0, 90.0]})
    >>> ranks(known, pd.Series({"area": 30, "sun": 10}), pd.Series("eligible", index=range(3))).tolist()
    [1, 3, 1]
    """
    common = utilities.columns[utilities.notna().any()]
    rank = pd.Series(1, index=utilities.index, name="rank")
    excluded = verdicts == Verdict.EXCLUDED
    if len(common) and weights[common].sum():
        trust = pd.DataFrame(0.0, index=utilities.index, columns=common)
        interval = scores(utilities[common], weights[common], trust)
        for group in (excluded, ~excluded):
            rank[group] = 1 + _surely_better(interval[group])
    return rank + excluded * int((~excluded).sum())


def _surely_better(interval: pd.DataFrame) -> NDArray[np.int64]:
    low = np.sort(interval["score_low"].to_numpy())
    return len(low) - np.asarray(np.searchsorted(low, interval["score_high"].to_numpy(), side="right"))
