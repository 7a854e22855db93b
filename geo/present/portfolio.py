"""Several gardens chosen together: what they bring, in words for a page and a terminal, and as JSON types."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from geo.costs import Interval
from geo.messages import N_, Message, Value
from geo.models import Role
from geo.portfolio import Goal, Limits, Portfolio
from geo.present.costs import money
from geo.present.labels import Translator
from geo.present.screening import score_text, site_names
from geo.study import Judgement, Survey

GOAL_LABELS: Mapping[Goal, str] = MappingProxyType(
    {
        Goal.SCORE: N_("Mean score of the sites"),
        Goal.NEIGHBOURHOODS: N_("Inhabitants of priority neighbourhoods within 300 m on foot"),
        Goal.GREEN_DEFICIT: N_("Inhabitants short of green within 300 m on foot"),
        Goal.PARTNERS: N_("Partners within a walk"),
    }
)
"""The goals as a person reads them; the walk to partners is 800 m for social relays, 400 m for children."""


def commune_names(surveyed: Survey) -> dict[str, str]:
    """Return the name of each commune that has sites, its code where no file names it."""
    codes = sorted({*surveyed.sites["commune"]})
    if Role.COMMUNES not in surveyed.territory.layers:
        return {code: code for code in codes}
    communes = surveyed.territory.layers[Role.COMMUNES].frame
    return {code: code for code in codes} | dict(zip(communes["commune"], communes["name"], strict=True))


def garden_lines(
    surveyed: Survey, judgement: Judgement, portfolio: Portfolio, translate: Translator
) -> tuple[str, ...]:
    """Return one line a garden: its name, its commune, its score with its interval."""
    communes, results = commune_names(surveyed), judgement.results
    names = site_names(surveyed, portfolio.sites, translate)
    return tuple(
        f"{name}, {communes[surveyed.sites.at[site, 'commune']]} · {score_text(results.loc[site], translate)}"
        for site, name in zip(portfolio.sites, names, strict=True)
    )


def gain_lines(portfolio: Portfolio, translate: Translator) -> tuple[str, ...]:
    """Return what a set of gardens brings together, one line a goal, then communes, residences and costs."""
    return tuple(translate(line) for line in _gains(portfolio))


def _gains(portfolio: Portfolio) -> Iterator[Message]:
    yield _line(GOAL_LABELS[Goal.SCORE], round(portfolio.score, 1))
    for goal, reach in portfolio.reached.items():
        counts: dict[str, Value] = {"served": round(reach.served), "total": round(reach.total)}
        yield _line(GOAL_LABELS[goal], Message(N_("{served} of {total}"), counts))
    yield from (_line(label, value) for label, value in _figures_of_all(portfolio))


def gain_figures(portfolio: Portfolio, translate: Translator) -> dict[str, str]:
    """Return what a set of gardens is and costs, each figure under its name: communes, residences, cost, posts."""
    return {translate(Message(label)): translate(value) for label, value in _figures_of_all(portfolio)}


def _figures_of_all(portfolio: Portfolio) -> Iterator[tuple[str, Value]]:
    yield N_("Communes"), len(portfolio.communes)
    yield N_("Gardens in a residence"), portfolio.residences
    if np.isfinite(portfolio.cost_high):
        yield N_("Cost of all"), money(Interval(portfolio.cost_low, portfolio.cost_high))
    if np.isfinite(portfolio.staff):
        yield N_("Posts for all"), round(portfolio.staff, 1)


def _line(label: str, value: Value) -> Message:
    return Message(N_("{label}: {value}"), {"label": Message(label), "value": value})


def proof_text(portfolio: Portfolio, rank: int, translate: Translator) -> str:
    """
    Say how sure it is that no better set exists.

    Parameters
    ----------
    rank
        From 1.

    Examples
    --------
    >>> from dataclasses import replace
    >>> found = Portfolio(("a",), 70.0, 70.0, 70.0, {}, {"92023": 1}, 0.0, 0.0, 1.0, 0, {})
    >>> proof_text(found, 1, str)
    'Proven: no other set that meets the limits does better.'
    >>> proof_text(found, 2, str)
    'Proven: only the sets before it do better, or as well.'
    >>> proof_text(replace(found, bound=71.25), 1, str)
    'Not proven: a set with up to 1.25 points more may exist.'
    """
    if portfolio.gap <= 0 and rank == 1:
        return translate(Message(N_("Proven: no other set that meets the limits does better.")))
    if portfolio.gap <= 0:
        return translate(Message(N_("Proven: only the sets before it do better, or as well.")))
    return translate(Message(N_("Not proven: a set with up to {gap} points more may exist."), {"gap": portfolio.gap}))


def change_text(surveyed: Survey, best: Portfolio, other: Portfolio, translate: Translator) -> str:
    """Say which gardens another set has in place of those of the best one, and what that costs in merit."""
    left = site_names(surveyed, sorted({*best.sites} - {*other.sites}), translate)
    new = site_names(surveyed, sorted({*other.sites} - {*best.sites}), translate)
    values: dict[str, Value] = {
        "new": tuple(new) or Message(N_("nothing")),
        "left": tuple(left) or Message(N_("nothing")),
        "points": round(best.merit - other.merit, 1),
    }
    return translate(Message(N_("{new} in place of {left}; {points} points less"), values))


def document(
    surveyed: Survey,
    judgement: Judgement,
    limits: Limits,
    portfolios: Sequence[Portfolio],
    notes: Sequence[Message],
    translate: Translator,
) -> dict[str, Any]:
    """Return a choice of gardens as one document of JSON types: what is not known is null."""
    communes = commune_names(surveyed)
    return {
        "territory": surveyed.territory.name,
        "fictional": surveyed.territory.fictional,
        "profile": judgement.profile.name,
        "gardens": limits.gardens,
        "weights": {goal.value: share for goal, share in portfolios[0].shares.items()},
        "portfolios": [
            {"rank": rank, "sites": _sites(surveyed, judgement, one, translate), **_figures(one, communes)}
            for rank, one in enumerate(portfolios, start=1)
        ],
        "notes": [translate(note) for note in notes],
    }


def _sites(surveyed: Survey, judgement: Judgement, portfolio: Portfolio, translate: Translator) -> list[dict[str, Any]]:
    names = site_names(surveyed, portfolio.sites, translate)
    return [
        {
            "site_id": site,
            "name": name,
            "parcels": list(surveyed.sites.at[site, "parcels"]),
            "commune": surveyed.sites.at[site, "commune"],
            "kind": surveyed.sites.at[site, "kind"],
            "verdict": judgement.results.at[site, "verdict"],
            **{key: _known(judgement.results.at[site, key]) for key in ("score", "score_low", "score_high")},
            "served_by_it_alone": {goal.value: reach.by_one_only[site] for goal, reach in portfolio.reached.items()},
        }
        for site, name in zip(portfolio.sites, names, strict=True)
    ]


def _figures(portfolio: Portfolio, communes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "merit": portfolio.merit,
        "gap": portfolio.gap,
        "score": portfolio.score,
        "served": {
            goal.value: {"served": reach.served, "total": reach.total} for goal, reach in portfolio.reached.items()
        },
        "communes": [
            {"commune": code, "name": communes[code], "gardens": count} for code, count in portfolio.communes.items()
        ],
        "residences": portfolio.residences,
        **{name: _known(getattr(portfolio, name)) for name in ("cost_low", "cost_high", "staff")},
    }


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
