"""
The choice as an integer programme.

::

    variables   x  one a site, 0 or 1: a garden there
                y  one a group of places, 0…1: somebody there is served
                z  one a commune, 0…1: a garden in it
    maximise    merit = Σ share of the score · score ÷ gardens · x  +  Σ value of the places · y
    rows        y ≤ Σ x of the sites that serve the group      each place counts once
                Σ x of the sites on one parcel ≤ 1             one garden on one piece of land
                z ≤ Σ x of the commune,  x ≤ z                 where communes are counted

Only x needs to be integer: y and z then are, at the best solution. Places that the same sites serve are one group.

References
----------
.. [1] Church, R. and ReVelle, C. (1974), The maximal covering location problem. Papers of the Regional Science
   Association 32, 101–118.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from geo.errors import PortfolioError
from geo.messages import N_, Message
from geo.portfolio.question import COVERED, Goal, Offer

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """
    Conditions on the variables: low ≤ matrix · variables ≤ high.

    Attributes
    ----------
    matrix
        Sparse, shape (rows, variables).
    """

    matrix: sparse.csr_array
    low: float = -np.inf
    high: float = np.inf

    def hold(self, variables: Vector) -> bool:
        """Tell whether some values of the variables keep to every row."""
        found = self.matrix @ variables
        return bool((found >= self.low - _TOLERANCE).all() and (found <= self.high + _TOLERANCE).all())


_TOLERANCE = 1e-6
"""As exact as the solver is."""


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """
    The offer as arrays, the sites in the order of their ids.

    Attributes
    ----------
    candidates
        In that order.
    communes
        Sorted.
    covers
        Sites × groups of places, 0 or 1.
    in_commune
        Sites × communes, 0 or 1.
    worth
        Merit of each variable, x then y then z. [points of 100]
    shares
        Of each goal in the merit; a goal of which nothing is known has none. [0–1]
    """

    candidates: pd.DataFrame
    communes: tuple[str, ...]
    covers: sparse.csr_array
    in_commune: sparse.csr_array
    worth: Vector
    shares: Mapping[Goal, float]

    @property
    def sites(self) -> int:
        """Number of sites."""
        return len(self.candidates)

    def row(self, by_site: Vector | sparse.csr_array, by_commune: Vector | None = None) -> sparse.csr_array:
        """Return rows of coefficients of the sites, and of the communes, all others being zero."""
        first = sparse.csr_array(np.atleast_2d(by_site) if isinstance(by_site, np.ndarray) else by_site)
        count, _ = first.shape
        places = sparse.csr_array((count, self.covers.shape[1]))
        last = np.zeros((count, len(self.communes))) if by_commune is None else np.atleast_2d(by_commune)
        return sparse.csr_array(sparse.hstack([first, places, sparse.csr_array(last)]))

    def variables(self, chosen: NDArray[np.bool_]) -> Vector:
        """Return the variables of a set of sites, whose places and communes follow from it."""
        served = np.minimum(chosen @ self.covers, 1)
        lived_in = np.minimum(chosen @ self.in_commune, 1)
        return np.concatenate([chosen, served, lived_in]).astype(float)

    def merit(self, chosen: NDArray[np.bool_]) -> float:
        """Return the merit of a set of sites. [points of 100]"""
        return float(self.worth @ self.variables(chosen))


def build(offer: Offer, gardens: int, weights: Mapping[Goal, float]) -> Model:
    """
    Put an offer into arrays.

    Parameters
    ----------
    gardens
        How many at most: the score of a set is their mean.
    weights
        Of the goals. [points]

    Raises
    ------
    PortfolioError
        Nothing is known of any goal that has a weight.
    """
    candidates = offer.candidates.sort_index()
    demand = offer.demand.sort_index()
    shares = _shares(demand, weights)
    covers, values = _groups(candidates.index, demand, offer.coverage, _value(demand, shares))
    communes = tuple(sorted({*candidates["commune"]}))
    in_commune = sparse.csr_array(candidates["commune"].to_numpy()[:, None] == np.array(communes, dtype=object))
    scores = candidates["score"].to_numpy(dtype=float) * (shares.get(Goal.SCORE, 0.0) / gardens)
    worth = np.concatenate([scores, values, np.zeros(len(communes))])
    return Model(candidates, communes, covers, in_commune.astype(float), worth, shares)


def _shares(demand: pd.DataFrame, weights: Mapping[Goal, float]) -> dict[Goal, float]:
    known = {goal for goal in COVERED if goal in demand and demand[goal].sum() > 0} | {Goal.SCORE}
    used = {goal: weight for goal, weight in weights.items() if goal in known and weight > 0}
    if not used:
        raise PortfolioError(
            Message(N_("Nothing is known of what these weights ask for.")),
            remedy=Message(N_("Give the score of the sites a weight, or add the population and the places.")),
        )
    return {goal: weight / sum(used.values()) for goal, weight in used.items()}


def _value(demand: pd.DataFrame, shares: Mapping[Goal, float]) -> Vector:
    """Return what serving each place adds to the merit: its part of all that the territory holds. [points of 100]"""
    value = np.zeros(len(demand))
    for goal in COVERED:
        if goal in shares:
            there = demand[goal].to_numpy(dtype=float)
            value += 100 * shares[goal] * there / there.sum()
    return value


def _groups(
    sites: pd.Index, demand: pd.DataFrame, coverage: pd.DataFrame, value: Vector
) -> tuple[sparse.csr_array, Vector]:
    """Join the places that the same sites serve; those without value or without site are left out."""
    pairs = coverage.drop_duplicates()
    row, column = sites.get_indexer(pairs["site_id"]), demand.index.get_indexer(pairs["place"])
    by_place = sparse.csr_array((np.ones(len(pairs)), (column, row)), shape=(len(demand), len(sites)))
    by_place.sort_indices()
    worth: dict[tuple[int, ...], float] = {}
    for place in np.flatnonzero(value):
        served = tuple(by_place.indices[by_place.indptr[place] : by_place.indptr[place + 1]].tolist())
        worth[served] = worth.get(served, 0.0) + float(value[place])
    kept = sorted(served for served in worth if served)
    row = np.array([site for served in kept for site in served], dtype=np.intp)
    column = np.repeat(np.arange(len(kept)), [len(served) for served in kept]) if kept else row
    covers = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(sites), len(kept)))
    return covers, np.array([worth[served] for served in kept])


def one_a_parcel(model: Model) -> Rows:
    """Return the rows that keep two gardens off one parcel."""
    held = model.candidates["parcels"].reset_index(drop=True).explode().dropna()
    shared = held[held.duplicated(keep=False)]
    parcel, names = pd.factorize(shared, sort=True)
    site = shared.index.to_numpy(dtype=np.intp)
    matrix = sparse.csr_array((np.ones(len(shared)), (parcel, site)), shape=(len(names), model.sites))
    return Rows(model.row(matrix), high=1.0)


def served_places(model: Model) -> Rows:
    """Return the rows that count a place only when one of its sites is chosen."""
    groups, communes = model.covers.shape[1], len(model.communes)
    parts = [-model.covers.T, sparse.eye_array(groups), sparse.csr_array((groups, communes))]
    return Rows(sparse.csr_array(sparse.hstack(parts)), high=0.0)


def counted_communes(model: Model) -> tuple[Rows, ...]:
    """Return the rows that count a commune when, and only when, one of its sites is chosen."""
    here = model.in_commune
    at_least = model.row(-here.T.tocsr(), np.eye(len(model.communes)))
    at_most = model.row(sparse.eye_array(model.sites, format="csr"), -here.toarray())
    return Rows(at_least, high=0.0), Rows(at_most, high=0.0)
