"""How far a ranking depends on the weights and on what is unknown: stochastic multicriteria acceptability analysis.

Every draw takes other weights and other values for what is unknown, and ranks the sites. The share of the draws in
which a site comes first, second … is its acceptability for that rank: nobody has to agree on the weights first.
"""

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.models import Verdict
from geo.scoring import _draws

DRAWS = 10_000
"""An acceptability is then known to one percent, 19 times out of 20."""
CONCENTRATION = 100.0
"""Of the weights around a profile: one of 10 points out of 100 moves between 6 and 15, 9 times out of 10 (our
assumption). [–]"""
TRIALS = 1_000
"""Draws of what is unknown for a confidence factor."""
_PARTS = 4
"""Of the draws, for as many cores."""
_BLOCK = 256
"""Draws at a time: the values of a thousand sites stay in the cache."""


@dataclass(frozen=True, eq=False, slots=True)
class Robustness:
    """
    What random weightings make of the sites that are not excluded.

    Attributes
    ----------
    acceptability
        Sites × ranks, counted from 1: share of the draws that give a site a rank; equals share the best. [0–1]
    summary
        By site: first, top_three, and confidence, the probability that the site comes first under its own central
        weights, whatever the unknown turns out to be; missing where it never comes first. [0–1]
    central_weights
        Sites × criteria: the mean of the weights that rank a site first, in shares; missing where none does. [0–1]
    draws
        Their number.
    """

    acceptability: pd.DataFrame
    summary: pd.DataFrame
    central_weights: pd.DataFrame
    draws: int


def robustness(
    utilities: pd.DataFrame,
    verdicts: pd.Series,
    *,
    around: pd.Series | None = None,
    concentration: float = CONCENTRATION,
    draws: int = DRAWS,
    kept: int = 1_000,
    seed: int = 0,
) -> Robustness:
    """
    Rank the sites under random weights.

    Weights are uniform on the simplex, or follow a Dirichlet distribution around those of a profile. What is unknown
    of a site is drawn between 0 and 100. Excluded sites, and criteria unknown to all the others, are left aside.

    Parameters
    ----------
    utilities
        Sites × criteria, missing where unknown. [0–100]
    verdicts
        By site.
    around
        Weights of a profile, by criterion; without them, any weights. [points]
    concentration
        Sum of the parameters of the Dirichlet distribution: the higher, the nearer to the profile.
    kept
        Ranks to keep.
    seed
        The same seed gives the same result, whatever the order of the sites.

    Returns
    -------
    robustness
        Criteria that are left aside have no central weight.

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001), SMAA-2: stochastic multicriteria acceptability analysis for group
       decision making. Operations Research 49 (3), 444–454.
    .. [2] Tervonen, T. and Lahdelma, R. (2007), Implementing stochastic multicriteria acceptability analysis.
       European Journal of Operational Research 178 (2), 500–513.

    Examples
    --------
    >>> sites = pd.DataFrame({"sun": [100.0, 40.0], "water": [0.0, 40.0]}, index=["a", "b"])
    >>> robustness(sites, pd.Series("eligible", index=sites.index)).summary["first"].round(1).to_dict()
    {'a': 0.6, 'b': 0.4}
    """
    judged = utilities.loc[verdicts.reindex(utilities.index) != Verdict.EXCLUDED]
    known = judged.loc[:, judged.notna().any()]
    if around is not None:
        known = known.loc[:, around[known.columns] > 0]
    weights = _weights(
        len(known.columns), draws, seed, None if around is None else around[known.columns], concentration
    )
    ranks, firsts = _counted(known, weights, min(kept, len(known)), seed)
    central = firsts / np.maximum(ranks[:, :1], 1)
    central[ranks[:, :1].sum(axis=1) == 0] = np.nan
    acceptability = pd.DataFrame(ranks / draws, index=known.index, columns=range(1, ranks.shape[1] + 1))
    summary = {
        "first": acceptability.get(1, pd.Series(dtype="float64")),
        "top_three": acceptability.loc[:, :3].sum(axis=1),
        "confidence": _confidence(known, central, seed),
    }
    return Robustness(
        acceptability,
        pd.DataFrame(summary, index=known.index),
        pd.DataFrame(central, index=known.index, columns=known.columns),
        draws,
    )


def _weights(count: int, draws: int, seed: int, around: pd.Series | None, concentration: float) -> NDArray[np.float32]:
    """Draw weights that sum to 1: draws × criteria."""
    if not count:
        return np.zeros((draws, 0), dtype=np.float32)
    parameters = np.ones(count) if around is None else concentration * (around / around.sum()).to_numpy()
    generator = np.random.Generator(np.random.PCG64(seed))
    return generator.dirichlet(parameters, size=draws).astype(np.float32)


def _counted(
    known: pd.DataFrame, weights: NDArray[np.float32], kept: int, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """
    Count the ranks of every site, and sum the weights that rank it first.

    Draws are shared out in parts whose number does not depend on the machine, and summed in their order.
    """
    table = known.to_numpy(dtype=np.float32).T
    criterion, site = np.nonzero(np.isnan(table))
    unknown = (site, criterion, _keys(known, seed).T[criterion, site])
    filled = np.ascontiguousarray(np.nan_to_num(table))

    def part(first: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        ranks, firsts = np.zeros((len(known), kept), dtype=np.int32), np.zeros(known.shape)
        for start in range(first, min(first + size, len(weights)), _BLOCK):
            block = weights[start : min(start + _BLOCK, first + size)]
            values = np.empty((len(block), len(known)), dtype=np.float32)
            _draws.totals(block, filled, *unknown, start, values)
            _draws.count(values, _least(values, kept), block, ranks, firsts)
        return ranks, firsts

    size = math.ceil(len(weights) / _PARTS)
    with ThreadPoolExecutor(min(_PARTS, os.cpu_count() or 1)) as pool:
        parts = list(pool.map(part, range(0, len(weights), size)))
    return np.sum([ranks for ranks, _ in parts], axis=0), np.sum([firsts for _, firsts in parts], axis=0)


def _least(values: NDArray[np.float32], kept: int) -> NDArray[np.float32]:
    """Return the value that the last of the kept ranks has in each draw: only who reaches it is put in order."""
    if not kept:
        return np.full(len(values), np.inf, dtype=np.float32)
    place = values.shape[1] - kept
    return np.asarray(np.partition(values, place, axis=1)[:, place])


def _keys(known: pd.DataFrame, seed: int) -> NDArray[np.uint64]:
    """Give every utility a number of its own that depends on the names of its site and criterion alone."""
    sites, criteria = (
        pd.util.hash_array(names.to_numpy(dtype=object)) for names in (known.index.astype("str"), known.columns)
    )
    salt = pd.util.hash_array(np.array([str(seed)], dtype=object))
    return np.asarray(sites[:, None] ^ criteria[None, :] ^ salt, dtype=np.uint64)


def _confidence(known: pd.DataFrame, central: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Return how probably each site comes first under its central weights, for those that ever do."""
    filled, unknown = known.fillna(0.0).to_numpy(), known.isna().to_numpy()
    # Other draws of the unknown than those that gave the central weights.
    keys = _keys(known, seed + 1)
    trials = TRIALS if unknown.any() else 1
    result = np.full(len(known), np.nan)
    for site in np.flatnonzero(~np.isnan(central).any(axis=1)):
        result[site] = _draws.wins(central[site], filled, keys, unknown, int(site), trials) / trials
    return result
