"""Why a site has its verdict and its score, in texts that a person can check."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.messages import N_, Message, Value
from geo.scoring.criteria import Criterion, Part, ValueFunction
from geo.scoring.profile import Profile
from geo.scoring.rules import Rule
from geo.scoring.value import measured_decides
from geo.scoring.verdict import unknowns

_MIDDLE = 50.0
_SHOWN = 3
_ORDER = ("excluded", "conditional", "check")


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
    rules = [rule for rule in _gravest_first(profile) if rule.indicator in indicators and rule.id in findings]
    by_rule = [_texts(findings[rule.id], indicators[rule.indicator], rule) for rule in rules]
    by_criterion = _decisive(indicators, utilities, profile)
    return {
        site: (*(texts[site] for texts in by_rule if site in texts), *by_criterion[site]) for site in indicators.index
    }


def checks(indicators: pd.DataFrame, profile: Profile) -> Mapping[str, tuple[Message, ...]]:
    """
    Tell what has to be checked of each site because nobody knows it and it could exclude the site, or bind it.

    Parameters
    ----------
    indicators
        One row per `site_id`; only the sites to explain are needed.

    Returns
    -------
    checks
        By `site_id`: what could weigh most first. An unknown excludes nothing.
    """
    unknown = unknowns(indicators, profile.rules)
    rules = [rule for rule in _gravest_first(profile) if rule.if_unknown]
    return {
        site: tuple(Message(rule.if_unknown) for rule in rules if unknown.at[site, rule.id])
        for site in indicators.index
    }


def _gravest_first(profile: Profile) -> list[Rule]:
    return sorted(profile.rules, key=lambda rule: _ORDER.index(rule.then))


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
    on_the_ground = np.column_stack([measured_decides(indicators, criterion) for criterion in profile.criteria])
    records = indicators.to_dict("records")
    told = {}
    for row, site in enumerate(utilities.index):
        places = sorted((place for place in strongest[row] if pull[row, place]), key=lambda place: -pull[row, place])
        told[site] = tuple(
            _told(profile.criteria[place], records[row], measured=bool(on_the_ground[row, place])) for place in places
        )
    return told


def _told(criterion: Criterion, values: Mapping[str, object], *, measured: bool) -> Message:
    label = Message(criterion.label)
    if criterion.measured is not None and measured:
        return Message(N_("{label}: {values}"), {"label": label, "values": (_part(criterion.measured, values),)})
    if criterion.parts:
        known = tuple(_part(part, values) for part in criterion.parts if pd.notna(values.get(part.indicator)))
        return Message(N_("{label}: {values}"), {"label": label, "values": known})
    value = values[criterion.indicator]
    if _is_nothing(value):
        return Message(N_("{label}: none found"), {"label": label})
    if criterion.unit:
        return Message(
            N_("{label}: {value} {unit}"), {"label": label, "value": _shown(value), "unit": _unit(criterion)}
        )
    return Message(N_("{label}: {value}"), {"label": label, "value": _shown(value)})


def _part(part: Part, values: Mapping[str, object]) -> Message:
    value, label = values[part.indicator], Message(part.label)
    if _is_nothing(value):
        return Message(N_("{label} none found"), {"label": label})
    if part.unit:
        return Message(N_("{label} {value} {unit}"), {"label": label, "value": _shown(value), "unit": _unit(part)})
    return Message(N_("{label} {value}"), {"label": label, "value": _shown(value)})


def _unit(function: ValueFunction) -> Message:
    return Message(function.unit)


def _is_nothing(value: object) -> bool:
    return isinstance(value, float) and bool(np.isinf(value))
