"""The second step of the recipe: a survey and a profile → verdicts, scores, ranks, reasons. It follows a slider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo import scoring
from geo.messages import Message
from geo.scoring import Profile
from geo.study.surveyed import Survey


@dataclass(frozen=True, eq=False, slots=True)
class Valuation:
    """
    What a profile makes of a survey whatever its weights. Every table has the sites' index.

    Attributes
    ----------
    utilities
        Sites × criteria. [0–100]
    qualities
        Sites × criteria: how far each can be trusted. [0–1]
    findings
        Sites × rules: which rules each site trips.
    """

    utilities: pd.DataFrame
    qualities: pd.DataFrame
    findings: pd.DataFrame


@dataclass(frozen=True, eq=False, slots=True)
class Judgement:
    """
    What a profile makes of a survey. Every table has the sites' index.

    Attributes
    ----------
    results
        rank, verdict, score, score_low, score_high [0–100], reliability [0–1].
    utilities
        Sites × criteria. [0–100]
    findings
        Sites × rules: which rules each site trips.
    """

    profile: Profile
    results: pd.DataFrame
    utilities: pd.DataFrame
    findings: pd.DataFrame


def valuation(surveyed: Survey, profile: Profile) -> Valuation:
    """Hold the sites against the value functions and the rules of a profile."""
    return Valuation(
        scoring.utilities(surveyed.indicators, profile),
        scoring.qualities(surveyed.indicators, surveyed.quality, profile),
        scoring.findings(surveyed.indicators, profile.rules),
    )


def judge(surveyed: Survey, profile: Profile, valued: Valuation | None = None) -> Judgement:
    """
    Hold the sites against a profile: verdicts, scores, ranks.

    Parameters
    ----------
    valued
        From `valuation`, where it is known already: a slider moves the weights alone.
    """
    known = valued or valuation(surveyed, profile)
    weights = pd.Series(profile.weights, dtype="float64")
    verdicts = scoring.verdicts(known.findings, profile.rules)
    results = scoring.scores(known.utilities, weights, known.qualities)
    results.insert(0, "verdict", verdicts)
    results.insert(0, "rank", scoring.ranks(known.utilities, weights, verdicts))
    return Judgement(profile, results, known.utilities, known.findings)


def reasons(surveyed: Survey, judgement: Judgement, sites: Sequence[str]) -> Mapping[str, tuple[Message, ...]]:
    """
    Tell what decides some sites: the rules that each trips, then what moves its score most.

    Only those asked for are explained, since a page shows some dozens of thousands.

    Parameters
    ----------
    sites
        Their ids.
    """
    asked = list(sites)
    return scoring.reasons(
        surveyed.indicators.loc[asked], judgement.utilities.loc[asked], judgement.findings.loc[asked], judgement.profile
    )


def ranking(surveyed: Survey, judgement: Judgement) -> pd.DataFrame:
    """
    Join what identifies each site and what is thought of it, the best first.

    Returns
    -------
    ranking
        Indexed by `site_id`: rank, parcels, commune, area_m2, evidence, verdict, score, score_low, score_high,
        reliability. Equals stand in the order of their scores, then of their ids.
    """
    identity = surveyed.sites[["parcels", "commune", "area_m2", "evidence"]]
    table = pd.DataFrame(identity).join(judgement.results)
    table = table.rename_axis("site_id").reset_index()
    table = table.sort_values(["rank", "score", "site_id"], ascending=[True, False, True]).set_index("site_id")
    first = ["rank", "parcels", "commune", "area_m2", "evidence", "verdict"]
    return table[[*first, "score", "score_low", "score_high", "reliability"]]
