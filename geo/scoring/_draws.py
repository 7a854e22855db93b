"""The inner loops of the random weightings, compiled.

A draw gives every criterion a weight, and every unknown utility a value of its own. That value is a hash of the seed,
of the draw, of the site and of the criterion: it depends neither on the other sites, nor on their order, nor on how
the draws are cut into blocks.
"""

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Reals = NDArray[np.float32]
Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
Counts = NDArray[np.int32]
Keys = NDArray[np.uint64]

_WEYL = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_24 = np.uint64(40)
_UNIT = np.float32(2.0**-24)


@compiled
def _uniform(key: np.uint64, draw: np.uint64) -> np.float32:
    """Return a number in [0, 1) from a key and a draw (SplitMix64: Steele, Lea and Flood, 2014)."""
    mixed = key + draw * _WEYL
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return np.float32((mixed ^ (mixed >> np.uint64(31))) >> _24) * _UNIT


@compiled
def totals(weights: Reals, known: Reals, site: Indices, criterion: Indices, keys: Keys, first: int, out: Reals) -> None:
    """
    Value every site under a block of draws.

    Parameters
    ----------
    weights
        Draws × criteria.
    known
        Criteria × sites, 0 where unknown. [0–100]
    site, criterion, keys
        Of each unknown utility, in the order of the criteria.
    first
        Number of the first draw of the block.
    out
        Draws × sites.
    """
    for draw in range(out.shape[0]):
        out[draw, :] = 0
        for row in range(known.shape[0]):
            weight = weights[draw, row]
            for column in range(known.shape[1]):
                out[draw, column] += weight * known[row, column]
        number = np.uint64(first + draw)
        for cell in range(site.size):
            drawn = np.float32(100) * _uniform(keys[cell], number)
            out[draw, site[cell]] += weights[draw, criterion[cell]] * drawn


@compiled
def count(values: Reals, least: Reals, weights: Reals, ranks: Counts, firsts: Numbers) -> None:
    """
    Count the rank of every site in a block of draws; equals share the best of their ranks.

    Parameters
    ----------
    values
        Draws × sites.
    least
        By draw: the value of the last site whose rank is counted.
    weights
        Draws × criteria.
    ranks
        Sites × ranks, added to; ranks beyond the last column are left out.
    firsts
        Sites × criteria, added to: sum of the weights that rank a site first.
    """
    kept = ranks.shape[1]
    for draw in range(values.shape[0]):
        front = np.flatnonzero(values[draw] >= least[draw])
        order = front[np.argsort(-values[draw][front])]
        rank = 0
        for place in range(order.size):
            site = order[place]
            if place and values[draw, site] < values[draw, order[place - 1]]:
                rank = place
            if rank >= kept:
                break
            ranks[site, rank] += 1
            if rank == 0:
                firsts[site] += weights[draw]


@compiled
def wins(weights: Numbers, known: Numbers, keys: Keys, unknown: NDArray[np.bool_], site: int, trials: int) -> int:
    """
    Count the trials in which no rival stands above a site under one weighting.

    Parameters
    ----------
    known, keys, unknown
        Sites × criteria.
    """
    low = np.zeros(known.shape[0])
    high = np.zeros(known.shape[0])
    for rival in range(known.shape[0]):
        for row in range(known.shape[1]):
            worth = weights[row] * known[rival, row]
            low[rival] += worth
            high[rival] += worth + (weights[row] * 100.0 if unknown[rival, row] else 0.0)
    strongest = np.argsort(-high)
    won = 0
    for trial in range(trials):
        own = _drawn(low[site], weights, keys[site], unknown[site], trial)
        beaten = False
        for rival in strongest:
            if high[rival] <= own:
                break
            if low[rival] > own or _drawn(low[rival], weights, keys[rival], unknown[rival], trial) > own:
                beaten = True
                break
        if not beaten:
            won += 1
    return won


@compiled
def _drawn(low: float, weights: Numbers, keys: Keys, unknown: NDArray[np.bool_], trial: int) -> float:
    value = low
    for row in range(weights.size):
        if unknown[row]:
            value += weights[row] * 100.0 * _uniform(keys[row], np.uint64(trial))
    return value
