"""What each criterion brings to a score, in figures that add up to it exactly as it is shown."""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.scoring.score import scores

Bound = Literal["score", "score_low", "score_high"]
_WORST: dict[Bound, float] = {"score": np.nan, "score_low": 0.0, "score_high": 100.0}


def contributions(
    utilities: pd.DataFrame, weights: pd.Series, *, of: Bound = "score", decimals: int = 1
) -> pd.DataFrame:
    """
    Share a score out among the criteria.

    Each contribution is rounded, and the remainder goes to those that rounding hurt most (largest remainders), so that
    they add up to the rounded score.

    Parameters
    ----------
    utilities
        Sites × criteria, missing where unknown. [0–100]
    weights
        By criterion. [points]
    of
        Which of the columns of `scores` to share out.
    decimals
        Of the score as it is shown.

    Returns
    -------
    contributions
        Sites × criteria, whole multiples of the last decimal; missing for what the score leaves aside. [0–100]

    Examples
    --------
    >>> known = pd.DataFrame({"area": [80.0], "slope": [10.0], "sun": [np.nan]})
    >>> weights = pd.Series({"area": 20, "slope": 10, "sun": 10})
    >>> contributions(known, weights, decimals=0).iloc[0].tolist()
    [53.0, 4.0, nan]
    >>> contributions(known, weights, of="score_high", decimals=0).iloc[0].tolist()
    [40.0, 3.0, 25.0]
    """
    worth = utilities.fillna(_WORST[of])
    share = weights[worth.columns].to_numpy(dtype="float64")
    counted = np.where(worth.isna(), 0.0, share)
    total = counted.sum(axis=1, keepdims=True)
    exact = worth.fillna(0.0).to_numpy() * np.divide(counted, total, out=np.zeros_like(counted), where=total > 0)
    score = scores(utilities, weights, utilities.notna().astype("float64"))[of].fillna(0.0).to_numpy()
    units = _apportioned(exact * 10**decimals, np.rint(np.round(score, decimals) * 10**decimals))
    known = worth.notna().to_numpy() & (total > 0)
    return pd.DataFrame(np.where(known, units, np.nan) / 10**decimals, index=worth.index, columns=worth.columns)


def _apportioned(exact: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round each row down, then give the units that are missing from its total to its largest remainders."""
    floor = np.floor(exact)
    missing = total - floor.sum(axis=1)
    order = np.argsort(np.argsort(-(exact - floor), axis=1, kind="stable"), axis=1)
    return np.asarray(floor + (order < missing[:, None]))
