"""An appeal: somebody went there, or had the soil analysed, and the verdict of a site is not what the files made it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from geo.kinds import Sureness
from geo.messages import N_, Message, Value
from geo.models import Verdict
from geo.scoring import Profile
from geo.study.judgement import Judgement, judge
from geo.study.surveyed import Survey


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What is thought of a site.

    Attributes
    ----------
    score
        On what is known. [0–100]
    """

    verdict: Verdict
    score: float
    score_low: float
    score_high: float
    reliability: float


@dataclass(frozen=True, slots=True)
class Appeal:
    """
    What field checks and analyses changed for one site.

    Attributes
    ----------
    before, after
        As the files alone tell it, and with what people said.
    texts
        The change with what made it, then each thing that was said.
    """

    before: Standing
    after: Standing
    texts: tuple[Message, ...]


VERDICTS: Mapping[Verdict, Message] = MappingProxyType(
    {
        Verdict.ELIGIBLE: Message(N_("Eligible")),
        Verdict.CONDITIONAL: Message(N_("Conditional")),
        Verdict.EXCLUDED: Message(N_("Excluded")),
    }
)

_FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "secured_years": N_("{value} years secured"),
        "water_distance_m": N_("water at {value} m"),
        "gate_width_m": N_("gate {value} m wide"),
        "soil_depth_cm": N_("soil {value} cm deep"),
        "soil_ph": N_("pH {value}"),
        "soil_texture": N_("soil: {value}"),
        "flood_zone": N_("flood zone: {value}"),
        "lead_mg_kg": N_("lead {value} mg/kg"),
        "lead_bioaccessible_mg_kg": N_("bioaccessible lead {value} mg/kg"),
        "cadmium_mg_kg": N_("cadmium {value} mg/kg"),
        "copper_mg_kg": N_("copper {value} mg/kg"),
        "zinc_mg_kg": N_("zinc {value} mg/kg"),
        "nickel_mg_kg": N_("nickel {value} mg/kg"),
        "chromium_mg_kg": N_("chromium {value} mg/kg"),
    }
)
_ANSWERS: Mapping[tuple[str, object], str] = MappingProxyType(
    {
        ("evidence", "confirmed"): N_("fallow land"),
        ("evidence", "denied"): N_("land in use"),
        ("occupied_share", 1.0): N_("land occupied"),
        ("occupied_share", 0.0): N_("land not occupied"),
        ("access", "yes"): N_("access from a public way"),
        ("access", "no"): N_("no access from a public way"),
        ("permit", "active"): N_("building permit under way"),
        ("permit", "none"): N_("no building permit"),
        ("road_barrier", "yes"): N_("a barrier against the road"),
        ("road_barrier", "no"): N_("no barrier against the road"),
        ("flood_zone", "none"): N_("no flood zone"),
    }
)
_HOW: Mapping[str, str] = MappingProxyType(
    {
        Sureness.MEASURED: N_("{fact}, measured by {author} on {day}"),
        Sureness.SEEN: N_("{fact}, seen by {author} on {day}"),
        Sureness.TOLD: N_("{fact}, told by {author} on {day}"),
    }
)


def appeals(surveyed: Survey, profile: Profile) -> Mapping[str, Appeal]:
    """
    Compare what is thought of each site with and without what people said of it.

    Parameters
    ----------
    surveyed
        With the field checks and analyses.
    profile
        A point of view.

    Returns
    -------
    appeals
        By `site_id`, of the sites that something was said of.
    """
    if surveyed.proofs is None or surveyed.filed is None:
        return {}
    sites = surveyed.proofs["site_id"].unique()
    before, after = (judge(_only(survey, sites), profile) for survey in (surveyed.filed, surveyed))
    said = dict(iter(surveyed.proofs.groupby("site_id")))
    return {site: _appeal(site, before, after, said[site]) for site in sites}


def facts(proofs: pd.DataFrame) -> tuple[Message, ...]:
    """
    Tell what was said of one site, by whom, when, and how sure.

    Parameters
    ----------
    proofs
        Rows of `Survey.proofs`.

    Examples
    --------
    >>> row = {"indicator": "access", "value": "yes", "day": "2026-05-04", "author": "Ana", "sureness": "seen"}
    >>> print(*facts(pd.DataFrame([row])))
    access from a public way, seen by Ana on 2026-05-04
    """
    return tuple(_fact(row) for row in proofs.to_dict("records"))


def _fact(row: Mapping[str, object]) -> Message:
    name, value = str(row["indicator"]), row["value"]
    told = _ANSWERS.get((name, value))
    shown: Value = Message(value) if isinstance(value, str) else float(str(value))
    fact = Message(told) if told else Message(_FIGURES[name], {"value": shown})
    day = str(row["day"])
    when: Value = date.fromisoformat(day) if day else Message(N_("an unknown day"))
    author: Value = str(row["author"]) or Message(N_("an unknown author"))
    return Message(_HOW[str(row["sureness"])], {"fact": fact, "author": author, "day": when})


def _appeal(site: str, before: Judgement, after: Judgement, said: pd.DataFrame) -> Appeal:
    one, other = (_standing(judged.results.loc[site].to_dict()) for judged in (before, after))
    return Appeal(one, other, (_change(site, before, after, said), *facts(said)))


def _change(site: str, before: Judgement, after: Judgement, said: pd.DataFrame) -> Message:
    """Tell the change of the verdict, else of the score, with those things that were said which made it."""
    verdicts = [VERDICTS[Verdict(judged.results.at[site, "verdict"])] for judged in (before, after)]
    scores = [round(float(judged.results.at[site, "score"]), 1) for judged in (before, after)]
    ruled = said["indicator"].isin(_ruling(site, before, after))
    if verdicts[0] != verdicts[1]:
        words: dict[str, Value] = {"before": verdicts[0], "after": verdicts[1], "facts": facts(said[ruled])}
        return Message(N_("{before} → {after}: {facts}"), words)
    if scores[0] == scores[1]:
        return Message(N_("Neither the verdict nor the score changes: {facts}"), {"facts": facts(said)})
    made = facts(said[ruled | said["indicator"].isin(_weighing(site, before, after))])
    return Message(N_("Score {before} → {after}: {facts}"), {"before": scores[0], "after": scores[1], "facts": made})


def _ruling(site: str, before: Judgement, after: Judgement) -> set[str]:
    """Return what the rules read that the site trips before or after, not both."""
    changed = before.findings.columns[before.findings.loc[site] != after.findings.loc[site]]
    return {name for rule in after.profile.rules if rule.id in changed for name in rule.indicators}


def _weighing(site: str, before: Judgement, after: Judgement) -> set[str]:
    """Return what the criteria read whose utility changed."""
    worth, now = before.utilities.loc[site], after.utilities.loc[site]
    moved = worth.index[(worth != now) & ~(worth.isna() & now.isna())]
    return {name for criterion in after.profile.criteria if criterion.id in moved for name in criterion.indicators}


def _standing(row: Mapping[str, object]) -> Standing:
    figures = {name: float(str(row[name])) for name in ("score", "score_low", "score_high", "reliability")}
    return Standing(Verdict(str(row["verdict"])), **figures)


def _only(surveyed: Survey, sites: object) -> Survey:
    tables = {name: getattr(surveyed, name).loc[sites] for name in ("indicators", "states", "quality")}
    candidates = replace(surveyed.candidates, sites=surveyed.sites.loc[sites])
    return replace(surveyed, candidates=candidates, **tables)
