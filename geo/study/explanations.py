"""Why a site has its verdict, in a form that stands before a council: rule, value, limit, who says so, since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo import scoring
from geo.messages import N_, Message, Value
from geo.models import Provenance, Role
from geo.scoring import Criterion, Profile, Rule
from geo.sources.absence import absence
from geo.study.appeals import facts
from geo.study.judgement import Judgement
from geo.study.readings import missing, origins
from geo.study.surveyed import Survey

_ORDER = ("excluded", "conditional", "check")


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    One rule that a site trips.

    Attributes
    ----------
    then
        ``excluded``, ``conditional`` or ``check``.
    value, limit
        What was found, and the number not to pass, where the rule has one. [unit of the indicator]
    source
        Where the limit comes from; empty for our own assumption.
    origins
        Who published what was found, the most decisive layer first.
    said
        Who said so on the ground, in place of the files.
    """

    rule: str
    then: str
    text: Message
    value: Value
    limit: float | None
    source: str
    origins: tuple[Provenance, ...]
    said: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """
    One thing to check.

    Attributes
    ----------
    weight
        Of the criterion that is not known, 0 for a rule. [points]
    missing
        Layers that would tell.
    remedies
        Where to get them.
    """

    text: Message
    weight: float = 0.0
    missing: tuple[Role, ...] = ()
    remedies: tuple[Message, ...] = ()


def explanations(surveyed: Survey, judgement: Judgement, sites: Sequence[str]) -> Mapping[str, tuple[Explanation, ...]]:
    """
    Explain the verdicts of some sites.

    Parameters
    ----------
    sites
        Their ids.

    Returns
    -------
    explanations
        By `site_id`, every rule that it trips, the gravest first.
    """
    rules = _gravest_first(judgement.profile)
    told = _proofs(surveyed)
    published = {rule.indicator: origins(surveyed.territory, rule.indicator) for rule in rules}
    return {
        site: tuple(
            _explained(rule, surveyed.indicators.at[site, rule.indicator], published[rule.indicator], told, site)
            for rule in rules
            if judgement.findings.at[site, rule.id]
        )
        for site in sites
    }


def doubts(surveyed: Survey, judgement: Judgement, sites: Sequence[str]) -> Mapping[str, tuple[Doubt, ...]]:
    """
    Tell what is to be checked of some sites: what could exclude or bind them, then what would move their score.

    Parameters
    ----------
    sites
        Their ids.

    Returns
    -------
    doubts
        By `site_id`: rules that nobody can hold the site against, rules that ask to look, then the criteria that
        are not known, the heaviest first, each with the layers that would tell.
    """
    asked = list(sites)
    profile = judgement.profile
    unknown = scoring.unknowns(surveyed.indicators.loc[asked], profile.rules)
    rules = [rule for rule in _gravest_first(profile) if rule.if_unknown]
    heaviest = sorted(profile.criteria, key=lambda criterion: -criterion.weight)
    by_rule = {rule.id: _doubt(surveyed, Message(rule.if_unknown), rule.indicators) for rule in rules}
    by_criterion = {criterion.id: _unknown(surveyed, criterion) for criterion in heaviest}
    looked = _to_look_at(surveyed, judgement, asked)
    return {
        site: (
            *(by_rule[rule.id] for rule in rules if unknown.at[site, rule.id]),
            *looked[site],
            *(by_criterion[name] for name in by_criterion if pd.isna(judgement.utilities.at[site, name])),
        )
        for site in asked
    }


def _explained(
    rule: Rule,
    value: object,
    published: tuple[Provenance, ...],
    told: Mapping[tuple[str, str], pd.DataFrame],
    site: str,
) -> Explanation:
    said = facts(told[site, rule.indicator]) if (site, rule.indicator) in told else ()
    shown: Value = Message(value) if isinstance(value, str) else float(str(value))
    figures: dict[str, Value] = {"value": shown} | ({} if rule.limit is None else {"limit": rule.limit})
    text = Message(rule.text, figures)
    return Explanation(rule.id, rule.then, text, shown, rule.limit, rule.source, () if said else published, said)


def _gravest_first(profile: Profile) -> list[Rule]:
    return sorted(profile.rules, key=lambda rule: _ORDER.index(rule.then))


def _proofs(surveyed: Survey) -> Mapping[tuple[str, str], pd.DataFrame]:
    if surveyed.proofs is None:
        return {}
    return {(str(site), str(name)): part for (site, name), part in surveyed.proofs.groupby(["site_id", "indicator"])}


def _to_look_at(surveyed: Survey, judgement: Judgement, sites: Sequence[str]) -> Mapping[str, tuple[Doubt, ...]]:
    found = explanations(surveyed, judgement, sites)
    return {site: tuple(Doubt(one.text) for one in found[site] if one.then == "check") for site in sites}


def _unknown(surveyed: Survey, criterion: Criterion) -> Doubt:
    text = Message(N_("{label}: not known"), {"label": Message(criterion.label)})
    return _doubt(surveyed, text, criterion.indicators, criterion.weight)


def _doubt(surveyed: Survey, text: Message, indicators: Sequence[str], weight: float = 0.0) -> Doubt:
    roles = missing(surveyed.territory, indicators)
    return Doubt(text, weight, roles, tuple(absence(role)[1] for role in roles))
