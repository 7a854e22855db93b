"""Choose several gardens at once, and tell what they bring together."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from geo.portfolio.conflict import conflict
from geo.portfolio.limits import counts_communes, limits_of
from geo.portfolio.model import Model, build, counted_communes, one_a_parcel, served_places
from geo.portfolio.question import COVERED, DEFAULT_WEIGHTS, Goal, Limits, Offer, check
from geo.portfolio.solving import Best, best_sets


@dataclass(frozen=True, slots=True)
class Reach:
    """
    How many a set of gardens serves, each counted once.

    Attributes
    ----------
    served, total
        Inhabitants or partners within walking distance, and in the whole territory.
    by_one_only
        By site: those whom no other garden of the set serves.
    """

    served: float
    total: float
    by_one_only: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """
    A set of gardens, and the proof that none is better.

    Attributes
    ----------
    sites
        Their ids, in order.
    merit
        Weighted sum of the goals. [0–100]
    bound
        No set that is not already listed has more. [0–100]
    score
        Mean of the scores. [0–100]
    reached
        By goal, where anything is known of it.
    communes
        Gardens in each.
    cost_low, cost_high
        Of all together, missing where not known. [€]
    staff
        Posts of all together, missing where not known. [FTE]
    residences
        Gardens in a residence.
    shares
        Of each goal in the merit. [0–1]
    """

    sites: tuple[str, ...]
    merit: float
    bound: float
    score: float
    reached: Mapping[Goal, Reach]
    communes: Mapping[str, int]
    cost_low: float
    cost_high: float
    staff: float
    residences: int
    shares: Mapping[Goal, float]

    @property
    def gap(self) -> float:
        """How far a better set could be; 0 when none can exist. [points of 100]"""
        return round(self.bound - self.merit, 6)


def choose(
    offer: Offer,
    limits: Limits,
    weights: Mapping[Goal, float] = DEFAULT_WEIGHTS,
    *,
    count: int = 3,
    seconds: float = 60.0,
) -> tuple[Portfolio, ...]:
    """
    Choose the best sets of gardens: which sites together, not which are best alone.

    The merit of a set is the weighted sum of the mean score of its sites and of the part of the inhabitants and
    partners of the whole territory that it serves. Whoever lives near two of its gardens counts once.

    Parameters
    ----------
    weights
        Of the goals; a goal of which nothing is known is left aside. [points]
    count
        How many sets: the best, the second best … Equals stand in the order of their ids.
    seconds
        For each search; when the time is over, `Portfolio.gap` tells how far from proven the set is. [s]

    Returns
    -------
    portfolios
        The best first; fewer when there are no more. The same whatever the order of the rows.

    Raises
    ------
    PortfolioError
        The question has no meaning, or no set meets all the limits: the message says which to relax.

    References
    ----------
    .. [1] Church, R. and ReVelle, C. (1974), The maximal covering location problem. Papers of the Regional Science
       Association 32, 101–118.
    .. [2] Balas, E. and Jeroslow, R. (1972), Canonical cuts on the unit hypercube. SIAM Journal on Applied
       Mathematics 23(1), 61–69: how the sets already found are cut off.

    Examples
    --------
    Two gardens serve more people apart than the two best sites, which serve the same ones.

    >>> sites = {"score": [80.0, 78.0, 60.0], "commune": "92023", "parcels": [("A",), ("B",), ("C",)]}
    >>> candidates = pd.DataFrame(sites, index=["a", "b", "c"])
    >>> demand = pd.DataFrame({"neighbourhoods": [900.0, 600.0]}, index=["north", "south"])
    >>> near = pd.DataFrame({"site_id": ["a", "b", "c"], "place": ["north", "north", "south"]})
    >>> best, second, third = choose(Offer(candidates, demand, near), Limits(2))
    >>> best.sites, best.reached[Goal.NEIGHBOURHOODS].served, best.gap
    (('a', 'c'), 1500.0, 0.0)
    """
    check(offer, limits, weights)
    model = build(offer, limits.gardens, weights)
    fixed = [one_a_parcel(model), *(counted_communes(model) if counts_communes(limits) else ())]
    wishes = limits_of(model, limits)
    rows = [*fixed, served_places(model), *(wish.rows for wish in wishes)]
    found = tuple(islice(best_sets(model, rows, seconds), count))
    if not found:
        raise conflict(model, fixed, wishes, seconds)
    return tuple(_portfolio(offer, model, best) for best in found)


def _portfolio(offer: Offer, model: Model, best: Best) -> Portfolio:
    chosen = model.candidates[best.chosen]
    return Portfolio(
        sites=tuple(chosen.index),
        merit=round(best.merit, 9),
        bound=round(best.bound, 9),
        score=float(chosen["score"].mean()),
        reached=_reached(offer, chosen.index),
        communes=chosen.groupby("commune").size().to_dict(),
        cost_low=_sum(chosen, "cost_low"),
        cost_high=_sum(chosen, "cost_high"),
        staff=_sum(chosen, "staff"),
        residences=int(chosen["residence"].sum()) if "residence" in chosen else 0,
        shares=model.shares,
    )


def _sum(chosen: pd.DataFrame, column: str) -> float:
    return float(chosen[column].sum(skipna=False)) if column in chosen else np.nan


def _reached(offer: Offer, sites: pd.Index) -> dict[Goal, Reach]:
    """Count whom a set serves, and whom only one of its sites does."""
    pairs = offer.coverage[offer.coverage["site_id"].isin(sites)].drop_duplicates()
    alone = pairs[~pairs["place"].duplicated(keep=False)].sort_values("place")
    reached = {}
    for goal in COVERED:
        if goal in offer.demand:
            there = offer.demand[goal].astype(float).sort_index()
            by_one = there.loc[alone["place"]].groupby(alone["site_id"].to_numpy()).sum()
            served = float(there.loc[sorted({*pairs["place"]})].sum())
            reached[goal] = Reach(served, float(there.sum()), {site: float(by_one.get(site, 0.0)) for site in sites})
    return reached
