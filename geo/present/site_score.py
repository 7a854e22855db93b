"""The score of one site as tables and figures, beside its charts."""

from collections.abc import Sequence

import pandas as pd

from geo.messages import N_, Message
from geo.present.costs import Table
from geo.present.labels import Translator
from geo.scoring import Criterion
from geo.scoring.robustness import Robustness

__all__ = ["Table", "contributions_table", "firmness", "tornado_table"]

_HARDLY = 0.01


def contributions_table(
    shares: "pd.Series[float]", utilities: "pd.Series[float]", criteria: Sequence[Criterion], translate: Translator
) -> Table:
    """
    Return what each criterion brings to a score, what brings most first, then what is not known.

    Parameters
    ----------
    shares, utilities
        Of one site, by criterion; missing where unknown. [0–100]
    """
    heads = (N_("Criterion"), N_("Value"), N_("Weight"), N_("Brings"))
    order = sorted(
        (criterion for criterion in criteria if criterion.weight > 0),
        key=lambda criterion: -1.0 if pd.isna(shares[criterion.id]) else float(shares[criterion.id]),
        reverse=True,
    )
    rows = [
        (
            translate(Message(criterion.label)),
            "?" if pd.isna(utilities[criterion.id]) else translate(round(float(utilities[criterion.id]))),
            translate(float(criterion.weight)),
            "–" if pd.isna(shares[criterion.id]) else translate(float(shares[criterion.id])),
        )
        for criterion in order
    ]
    total = translate(round(float(shares.sum()), 1))
    rows.append((translate(Message(N_("Score"))), "", "", total))
    return Table(
        translate(Message(N_("Contributions to the score"))),
        tuple(translate(Message(head)) for head in heads),
        tuple(rows),
        (translate(Message(N_("“?”: not known; it widens the interval and brings nothing."))),),
    )


def tornado_table(moves: pd.DataFrame, criteria: Sequence[Criterion], translate: Translator) -> Table:
    """
    Return how far a score moves with each criterion.

    Parameters
    ----------
    moves
        By criterion: without, doubled, worst, best. [0–100]
    """
    labels = {criterion.id: criterion.label for criterion in criteria}
    heads = (N_("Criterion"), N_("Weight at 0"), N_("Weight doubled"), N_("Worst value"), N_("Best value"))
    rows = tuple(
        (translate(Message(labels[str(name)])), *(_figure(row[key], translate) for key in _ENDS))
        for name, row in moves.dropna(how="all").iterrows()
    )
    caption = translate(Message(N_("Score if one thing changes")))
    return Table(caption, tuple(translate(Message(head)) for head in heads), rows)


_ENDS = ("without", "doubled", "worst", "best")


def _figure(value: float, translate: Translator) -> str:
    return "–" if pd.isna(value) else translate(round(float(value), 1))


def firmness(found: Robustness, site: str, translate: Translator) -> list[tuple[str, str, str]]:
    """
    Return how often a site comes first, and among the first three, when the weights are drawn at random.

    Parameters
    ----------
    site
        One that is not excluded.
    """
    row = found.summary.loc[site]
    first, three = float(row["first"]), float(row["top_three"])
    return [
        (
            translate(Message(N_("Comes first"))),
            percent_text(first, translate),
            translate(Message(N_("of the draws"))),
        ),
        (
            translate(Message(N_("Among the first three"))),
            percent_text(three, translate),
            translate(Message(N_("of the draws"))),
        ),
    ]


def percent_text(share: float, translate: Translator) -> str:
    """
    Return a share in hundredths, never rounded to none or all.

    Examples
    --------
    >>> [percent_text(share, str) for share in (0, 0.004, 0.5, 0.996, 1)]
    ['0\\xa0%', '< 1\\xa0%', '50\\xa0%', '> 99\\xa0%', '100\\xa0%']
    """
    if 0 < share < _HARDLY:
        return "< 1\u00a0%"
    if 1 - _HARDLY < share < 1:
        return "> 99\u00a0%"
    return f"{translate(round(100 * share))}\u00a0%"
