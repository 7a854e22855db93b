"""Why a site has its verdict and its score, in texts that a person can check."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.messages import N_, Message, Value
from geo.scoring.profile import Criterion, Profile, Rule

_MIDDLE = 50.0
_SHOWN = 3


def reasons(
    indicators: pd.DataFrame, utilities: pd.DataFrame, findings: pd.DataFrame, profile: Profile
) -> Mapping[str, tuple[Message, ...]]:
    """
    Tell what decides each site: first the rules that it trips, then what moves its score most.

    Parameters
    ----------
    indicators, utilities, findings
        One row per `site_id`, in the same order; only the sites to explain are needed.

    Returns
    -------
    reasons
        By `site_id`: every rule tripped, the gravest first, then up to three criteria, strengths before weaknesses.
    """
    order = ("excluded", "conditional", "check")
    rules = sorted((rule for rule in profile.rules if rule.id in findings), key=lambda rule: order.index(rule.then))
    by_rule = [_texts(findings[rule.id], indicators[rule.indicator], rule) for rule in rules]
    by_criterion = _decisive(indicators, utilities, profile)
    return {
        site: (*(texts[site] for texts in by_rule if site in texts), *by_criterion[site]) for site in indicators.index
    }


def _texts(found: pd.Series, values: pd.Series, rule: Rule) -> dict[str, Message]:
    return {site: Message(rule.text, _figures(values[site], rule)) for site in found.index[found]}


def _figures(value: object, rule: Rule) -> dict[str, Value]:
    limit: dict[str, Value] = {} if rule.limit is None else {"limit": rule.limit}
    return {"value": _shown(value), **limit}


def _shown(value: object) -> Value:
    return Message(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _decisive(indicators: pd.DataFrame, utilities: pd.DataFrame, profile: Profile) -> Mapping[str, tuple[Message, ...]]:
    """Tell the criteria that pull each score farthest from the middle, strengths first."""
    weights = np.array([criterion.weight for criterion in profile.criteria])
    pull = np.nan_to_num((utilities.to_numpy() - _MIDDLE) * weights)
    strongest = np.argsort(-np.abs(pull), axis=1, kind="stable")[:, :_SHOWN]
    values = {c.indicator: indicators[c.indicator].to_numpy() for c in profile.criteria if c.indicator in indicators}
    told = {}
    for row, site in enumerate(utilities.index):
        places = sorted((place for place in strongest[row] if pull[row, place]), key=lambda place: -pull[row, place])
        criteria = [profile.criteria[place] for place in places]
        told[site] = tuple(_told(criterion, values[criterion.indicator][row]) for criterion in criteria)
    return told


def _told(criterion: Criterion, value: object) -> Message:
    label = Message(criterion.label)
    if isinstance(value, float) and np.isinf(value):
        return Message(N_("{label}: none found"), {"label": label})
    if criterion.unit:
        return Message(N_("{label}: {value} {unit}"), {"label": label, "value": _shown(value), "unit": criterion.unit})
    return Message(N_("{label}: {value}"), {"label": label, "value": _shown(value)})
