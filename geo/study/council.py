"""The weights of a whole room, from the points that each person gave to the themes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo import scoring
from geo.models import Verdict
from geo.scoring import Profile, Theme
from geo.scoring.group import aggregated, agreement, by_group, deviations, shares
from geo.study.judgement import Judgement
from geo.study.surveyed import Survey

FEWEST_TOLD = 2
"""People whose weights are told together: of fewer, the weights would be somebody's own."""


@dataclass(frozen=True, eq=False, slots=True)
class Council:
    """
    What a room thinks counts.

    Attributes
    ----------
    profile
        With everybody's weights together; the usual one while nobody has weighed.
    shares
        People × criteria; each row sums to 100. [%]
    agreement
        1 when all give the same weights; missing while fewer than two people have. [0–1]
    """

    profile: Profile
    shares: pd.DataFrame
    agreement: float | None


@dataclass(frozen=True, eq=False, slots=True)
class Shortlist:
    """
    The sites of a meeting, known but for the weights: to rank them under new ones takes milliseconds.

    Attributes
    ----------
    utilities, quality
        Sites × criteria. [0–100], [0–1]
    verdicts
        By site; no weight moves them.
    """

    utilities: pd.DataFrame
    quality: pd.DataFrame
    verdicts: pd.Series


def spread(profile: Profile, points: Mapping[str, float]) -> dict[str, float]:
    """
    Share the points of each theme among its criteria, as the profile does.

    Parameters
    ----------
    points
        By theme; a theme that is not named counts for nothing. [points]

    Returns
    -------
    weights
        By criterion.

    Examples
    --------
    >>> from geo.study.profiles import profile_named
    >>> weights = spread(profile_named("technicien"), {"health": 30})
    >>> round(weights["S1"], 1), round(weights["S2"], 1), weights["F1"]
    (18.0, 12.0, 0.0)
    """
    whole = {theme: profile.theme_weight(theme) for theme in Theme}
    return {
        criterion.id: points.get(criterion.theme.value, 0.0) * criterion.weight / (whole[criterion.theme] or 1.0)
        for criterion in profile.criteria
    }


def council(profile: Profile, points: Mapping[str, Mapping[str, float]]) -> Council:
    """
    Return the weights of a room: the mean of its people's, each counting once.

    Parameters
    ----------
    profile
        How the points of a theme are shared among its criteria.
    points
        By person, then by theme; whoever gave none, or only zeros, is left aside. [points]
    """
    spreads = {person: spread(profile, given) for person, given in points.items()}
    weighed = {person: weights for person, weights in spreads.items() if sum(weights.values()) > 0}
    criteria = [criterion.id for criterion in profile.criteria]
    if not weighed:
        return Council(profile, pd.DataFrame(columns=criteria, dtype="float64"), None)
    table = shares(weighed, criteria)
    together = {str(name): round(float(weight), 6) for name, weight in aggregated(table).items()}
    return Council(profile.with_weights(together), table, agreement(table) if len(table) > 1 else None)


def themes(profile: Profile, table: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """
    Return the mean weight of each theme in each group of people.

    Parameters
    ----------
    table
        People × criteria. [%]
    groups
        Group of each person; empty for none.

    Returns
    -------
    weights
        Groups × themes, in the order of the themes. [%]
    """
    named = pd.Series({person: group for person, group in groups.items() if group}, dtype="str")
    means = by_group(table, named) if len(table) else table
    theme_of = {criterion.id: criterion.theme.value for criterion in profile.criteria}
    return means.T.groupby(means.columns.map(theme_of)).sum().T.reindex(columns=[theme.value for theme in Theme])


def counted(sites: tuple[str, ...], votes: Mapping[str, Mapping[str, bool]]) -> pd.DataFrame:
    """
    Count the votes of a room.

    Parameters
    ----------
    sites
        Those that are voted on.
    votes
        By person, then by site.

    Returns
    -------
    counts
        By site: approve, refuse; whoever said nothing is in neither.

    Examples
    --------
    >>> counted(("a", "b"), {"Ana": {"a": True, "b": False}, "Luc": {"a": True}}).loc["a"].to_dict()
    {'approve': 2, 'refuse': 0}
    """
    told = [[votes[person].get(site) for person in votes] for site in sites]
    rows = [(row.count(True), row.count(False)) for row in told]
    return pd.DataFrame(rows, columns=["approve", "refuse"], index=pd.Index(sites, dtype="str"))


def ranks_among(judgement: Judgement, sites: Sequence[str]) -> pd.Series:
    """
    Rank some sites among themselves, equals sharing a rank, the best first.

    Parameters
    ----------
    sites
        Their ids, in any order.
    """
    asked = list(sites)
    weights = pd.Series({criterion.id: criterion.weight for criterion in judgement.profile.criteria}, dtype="float64")
    results = judgement.results.loc[asked]
    ranks = scoring.ranks(judgement.utilities.loc[asked], weights, results["verdict"])
    order = pd.DataFrame({"rank": ranks, "score": -results["score"], "site": asked}, index=asked)
    return ranks.loc[order.sort_values(["rank", "score", "site"]).index]


def differing(profile: Profile, table: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """
    Tell which group differs from the others on which theme, the furthest first.

    Parameters
    ----------
    table
        People × criteria. [%]
    groups
        Group of each person; a group of which fewer than `FEWEST_TOLD` gave weights is left out.

    Returns
    -------
    differences
        group, theme, difference to the mean of the other groups. [percentage points]
    """
    named = pd.Series({person: group for person, group in groups.items() if group and person in table.index})
    sizes = named.value_counts()
    told = {str(person): str(group) for person, group in named.items() if sizes[group] >= FEWEST_TOLD}
    means = themes(profile, table, told)
    found = deviations(means) if len(means) > 1 else pd.DataFrame(columns=["person", "criterion", "difference"])
    table = found.rename(columns={"person": "group", "criterion": "theme"})
    # Two groups differ as much one way as the other: what counts more is told first.
    order = pd.DataFrame({"far": -table["difference"].abs().round(6), "less": table["difference"] < 0})
    return table.loc[order.sort_values(["far", "less"], kind="stable").index].reset_index(drop=True)


def shortlist(surveyed: Survey, judgement: Judgement, sites: Sequence[str]) -> Shortlist:
    """
    Return what is known of some sites whatever the weights.

    Parameters
    ----------
    judgement
        Under any weights of the profile.
    sites
        Their ids.
    """
    asked = list(sites)
    indicators, quality = surveyed.indicators.loc[asked], surveyed.quality.loc[asked]
    return Shortlist(
        judgement.utilities.loc[asked],
        scoring.qualities(indicators, quality, judgement.profile),
        judgement.results["verdict"].loc[asked],
    )


def ranked(short: Shortlist, profile: Profile) -> pd.DataFrame:
    """
    Rank the sites of a meeting under some weights, equals sharing a rank, the best first.

    Returns
    -------
    ranking
        rank, verdict, score, score_low, score_high, reliability, by site.
    """
    weights = pd.Series({criterion.id: criterion.weight for criterion in profile.criteria}, dtype="float64")
    table = scoring.scores(short.utilities, weights, short.quality)
    table.insert(0, "verdict", short.verdicts)
    table.insert(0, "rank", scoring.ranks(short.utilities, weights, short.verdicts))
    order = table.assign(excluded=table["verdict"] == Verdict.EXCLUDED, site=table.index)
    order = order.sort_values(["rank", "excluded", "score", "site"], ascending=[True, True, False, True])
    return table.loc[order.index]
