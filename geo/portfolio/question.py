"""What there is to choose from, what counts, and what may not be exceeded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.errors import PortfolioError
from geo.messages import N_, Message, Value


class Goal(StrEnum):
    """What a set of gardens is good for."""

    SCORE = "score"
    NEIGHBOURHOODS = "neighbourhoods"
    GREEN_DEFICIT = "green_deficit"
    PARTNERS = "partners"


COVERED = (Goal.NEIGHBOURHOODS, Goal.GREEN_DEFICIT, Goal.PARTNERS)
"""The goals that are reached by being near: columns of the demand."""

DEFAULT_WEIGHTS: Mapping[Goal, float] = MappingProxyType(
    {Goal.SCORE: 40.0, Goal.NEIGHBOURHOODS: 30.0, Goal.GREEN_DEFICIT: 15.0, Goal.PARTNERS: 15.0}
)
"""Our assumption; only the share of each in the sum matters. [points]"""


@dataclass(frozen=True, eq=False, slots=True)
class Offer:
    """
    The sites, and whom each of them would serve.

    Attributes
    ----------
    candidates
        Indexed by `site_id`: score [0–100], commune, parcels (a tuple: two sites that share one exclude each other),
        residence (true or false), cost_low and cost_high [€], staff [FTE], x and y in a metric CRS [m].
        What no limit asks for may be missing.
    demand
        Indexed by place, one column a goal of `COVERED`: how many inhabitants or partners are there. A column that
        is absent is a goal of which nothing is known.
    coverage
        Pairs `site_id`, `place`: the place is within walking distance of the site.
    """

    candidates: pd.DataFrame
    demand: pd.DataFrame
    coverage: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What every set of gardens has to keep to.

    Attributes
    ----------
    gardens
        How many; with `exactly` false, at most.
    budget_eur
        For all together, at their high costs. [€]
    staff
        Posts for all together. [FTE]
    teams, sites_per_team
        Each team of gardeners serves so many sites.
    communes_least, communes_most
        In how many communes the gardens lie.
    most_per_commune
        Gardens in any one commune.
    least_in, most_in
        Gardens in a given commune.
    required, refused
        Sites that are in, or out, whatever their merit.
    residences_least
        Gardens in a residence.
    apart_m
        Between any two gardens, in a straight line. [m]
    """

    gardens: int
    exactly: bool = True
    budget_eur: float | None = None
    staff: float | None = None
    teams: int | None = None
    sites_per_team: int = 1
    communes_least: int = 0
    communes_most: int | None = None
    most_per_commune: int | None = None
    least_in: Mapping[str, int] = field(default_factory=dict)
    most_in: Mapping[str, int] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    residences_least: int = 0
    apart_m: float = 0.0


def check(offer: Offer, limits: Limits, weights: Mapping[Goal, float]) -> None:
    """
    Refuse a question that has no meaning, with all its faults at once.

    Raises
    ------
    PortfolioError
        A site is named twice or is not there, a figure is missing, negative or out of its bounds, no weight is
        positive.
    """
    faults = (*_faults_of_offer(offer), *_faults_of_figures(offer, limits), *_faults_of_wish(offer, limits, weights))
    if faults:
        raise PortfolioError(Message(N_("These gardens cannot be chosen: {faults}."), {"faults": faults}))


def _faults_of_offer(offer: Offer) -> Iterator[Value]:
    sites, places = offer.candidates.index, offer.demand.index
    if sites.empty:
        yield Message(N_("there is no site to choose from"))
    for index in (sites, places):
        yield from (_fault(N_("named twice"), str(name)) for name in index[index.duplicated()].unique())
    for column, known in (("site_id", sites), ("place", places)):
        yield from (_fault(N_("not in its table"), str(name)) for name in sorted({*offer.coverage[column]} - {*known}))
    for goal in offer.demand:
        if not _all_within(offer.demand[goal], 0, np.inf):
            yield _fault(N_("missing or negative"), str(goal))


def _faults_of_figures(offer: Offer, limits: Limits) -> Iterator[Value]:
    """Look at the columns that the goals and the limits need, at no others."""
    needed = {"score": (0.0, 100.0)}
    if limits.budget_eur is not None:
        needed["cost_high"] = (0.0, np.inf)
    if limits.staff is not None:
        needed["staff"] = (0.0, np.inf)
    if limits.apart_m:
        needed |= {"x": (-np.inf, np.inf), "y": (-np.inf, np.inf)}
    for column, (low, high) in needed.items():
        if column not in offer.candidates or not _all_within(offer.candidates[column], low, high):
            yield _fault(N_("missing or out of its bounds"), column)


def _all_within(values: pd.Series, low: float, high: float) -> bool:
    numbers = values.to_numpy(dtype=float)
    return bool((np.isfinite(numbers) & (numbers >= low) & (numbers <= high)).all())


def _faults_of_wish(offer: Offer, limits: Limits, weights: Mapping[Goal, float]) -> Iterator[Value]:
    named = {*limits.required, *limits.refused}
    yield from (
        _fault(N_("not among the sites to choose from"), site) for site in sorted(named - {*offer.candidates.index})
    )
    if limits.gardens < 1 or limits.sites_per_team < 1:
        yield Message(N_("at least one garden is needed"))
    given = np.array([*weights.values()], dtype=float)
    if not (np.isfinite(given).all() and (given >= 0).all() and given.sum() > 0):
        yield Message(N_("weights are positive or zero, and one of them is positive"))


def _fault(reason: str, name: Value) -> Message:
    return Message(N_("{key}: {reason}"), {"key": name, "reason": Message(reason)})
