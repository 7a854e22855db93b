"""The weights of several people: what they have in common, who differs on what, and the sites under each one's."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from geo.errors import ScoringError
from geo.messages import N_, Message
from geo.models import Verdict
from geo.scoring.score import scores


def shares(weights: Mapping[str, Mapping[str, float]], criteria: Sequence[str]) -> pd.DataFrame:
    """
    Put the weights of several people on the same scale.

    Parameters
    ----------
    weights
        By person, then by criterion id; what a person does not name counts for nothing. [points]
    criteria
        Ids, in the order of the columns.

    Returns
    -------
    shares
        People × criteria, each row summing to 100. [%]

    Raises
    ------
    ScoringError
        Someone's weights are all zero, negative or not numbers: with the name.

    Examples
    --------
    >>> shares({"Ana": {"sun": 3, "water": 1}, "Luc": {"water": 10}}, ["sun", "water"]).loc["Ana"].tolist()
    [75.0, 25.0]
    """
    table = pd.DataFrame.from_dict(dict(weights), orient="index", dtype="float64").reindex(columns=list(criteria))
    table = table.fillna(0.0)
    for person, row in table.iterrows():
        if not np.isfinite(row).all() or (row < 0).any() or not row.sum():
            raise ScoringError(
                Message(N_("These weights cannot be used: they must not be negative, nor all zero.")),
                where=str(person),
                remedy=Message(N_("Give at least one criterion a weight.")),
            )
    return 100 * table.div(table.sum(axis=1), axis=0)


def aggregated(shares: pd.DataFrame, how: Literal["mean", "median"] = "mean") -> pd.Series:
    """
    Return one weighting for all: the mean, or the median, which a few extreme views do not move.

    Returns
    -------
    weights
        By criterion, summing to 100; the medians are scaled up to that, and are the means where all of them are 0. [%]

    Examples
    --------
    >>> room = shares({"Ana": {"a": 1, "b": 1}, "Luc": {"a": 3, "b": 2}, "Zoe": {"b": 1}}, ["a", "b"])
    >>> aggregated(room).round(1).tolist(), aggregated(room, "median").round(1).tolist()
    ([36.7, 63.3], [50.0, 50.0])
    """
    middle = shares.median() if how == "median" else shares.mean()
    return 100 * middle / middle.sum() if middle.sum() > 0 else shares.mean()


def by_group(shares: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """
    Return the mean weights of each group.

    Parameters
    ----------
    groups
        Name of the group of each person; whoever has none is left out.

    Returns
    -------
    weights
        Groups × criteria. [%]
    """
    return shares.groupby(groups.reindex(shares.index)).mean()


def agreement(shares: pd.DataFrame) -> float:
    """
    Return how much people agree: 1 when all give the same weights, 0 when nobody shares a criterion with another.

    One minus the mean, over all pairs, of the share of the weights that one would have to move to join the other (half
    of the L1 distance). Our assumption; one person alone agrees.

    Examples
    --------
    >>> agreement(shares({"Ana": {"sun": 1}, "Luc": {"water": 1}}, ["sun", "water"]))
    0.0
    """
    pairs = list(combinations(shares.to_numpy() / 100, 2))
    return 1.0 - float(np.mean([np.abs(one - other).sum() / 2 for one, other in pairs])) if pairs else 1.0


def apart(shares: pd.DataFrame) -> pd.Series:
    """
    Return how much the agreement would rise without each person: whoever stands most apart first.

    Returns
    -------
    apart
        By person; negative for those who hold the room together. [0–1]
    """
    whole = agreement(shares)
    rises = {person: agreement(shares.drop(index=person)) - whole for person in shares.index}
    return pd.Series(rises, dtype="float64").sort_values(ascending=False, kind="stable")


def deviations(shares: pd.DataFrame) -> pd.DataFrame:
    """
    Return who differs from the others on what.

    Returns
    -------
    deviations
        person, criterion, difference: the person's weight minus the mean of the others', the largest first. [%]

    Examples
    --------
    >>> room = shares({"Ana": {"a": 1, "b": 1}, "Luc": {"a": 1, "b": 1}, "Zoe": {"b": 1}}, ["a", "b"])
    >>> deviations(room).iloc[0].to_dict()
    {'person': 'Zoe', 'criterion': 'a', 'difference': -50.0}
    """
    others = (shares.sum() - shares) / max(len(shares) - 1, 1)
    difference = (shares - others) if len(shares) > 1 else shares * 0.0
    table = difference.rename_axis(index="person", columns="criterion").stack().rename("difference").reset_index()
    return table.sort_values("difference", key=np.abs, ascending=False, kind="stable", ignore_index=True)


def scores_by_person(utilities: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """
    Score the same sites under each person's weights.

    Parameters
    ----------
    utilities
        Sites × criteria, missing where unknown. [0–100]

    Returns
    -------
    scores
        Sites × people. [0–100]
    """
    trust = utilities.notna().astype("float64")
    weighted = {person: scores(utilities, row[utilities.columns], trust)["score"] for person, row in shares.iterrows()}
    return pd.DataFrame(weighted, index=utilities.index, dtype="float64")


def ranks_by_person(scores: pd.DataFrame, verdicts: pd.Series) -> pd.DataFrame:
    """
    Rank the sites that are not excluded under each person's weights: 1 for the best score, equals sharing a rank.

    Parameters
    ----------
    scores
        Sites × people.
    verdicts
        By site.
    """
    kept = scores.loc[verdicts.reindex(scores.index) != Verdict.EXCLUDED]
    return kept.rank(ascending=False, method="min", na_option="bottom").astype("int64")


def concordance(scores: pd.DataFrame) -> float:
    """
    Return Kendall's W of the rankings that people's weights make: 1 when all rank alike, 0 when nothing is common.

    Parameters
    ----------
    scores
        Sites × people; a site without a score for someone is left out. [0–100]

    Returns
    -------
    concordance
        Corrected for ties; missing under two sites or two people, or when nobody tells the sites apart. [0–1]

    References
    ----------
    .. [1] Kendall, M. G. and Babington Smith, B. (1939), The problem of m rankings. Annals of Mathematical Statistics
       10 (3), 275–287.

    Examples
    --------
    >>> concordance(pd.DataFrame({"Ana": [3.0, 2.0, 1.0], "Luc": [9.0, 5.0, 4.0]}))
    1.0
    """
    ranked = scores.dropna().rank(method="average")
    sites, people = ranked.shape
    if min(sites, people) < 2:
        return float("nan")
    spread = float(((ranked.sum(axis=1) - people * (sites + 1) / 2) ** 2).sum())
    ties = sum(float((counts**3 - counts).sum()) for counts in (column.value_counts() for _, column in ranked.items()))
    possible = people**2 * (sites**3 - sites) - people * ties
    return 12 * spread / possible if possible > 0 else float("nan")
