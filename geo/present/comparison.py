"""Some sites side by side: what differs most first, the best of each row marked, what is missing visibly missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from geo.messages import N_, Message, Value
from geo.models import Verdict
from geo.present import palette
from geo.present.labels import Translator
from geo.present.standalone import SiteCard
from geo.scoring import Criterion, Profile, Theme
from geo.scoring.criteria import ValueFunction
from geo.study import Judgement, Survey

THEMES: Mapping[Theme, str] = {
    Theme.SOCIAL: N_("People and partners"),
    Theme.PHYSICAL: N_("Ground and sun"),
    Theme.LAND: N_("Land and law"),
    Theme.HEALTH: N_("Health"),
    Theme.SERVICES: N_("Water and access"),
}
_SAME = 0.5
"""Utilities closer than this are as good as one another. [utility]"""


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One criterion of one site.

    Attributes
    ----------
    text
        Its value in words; empty where it is not known.
    utility
        Missing where it is not known. [0–100]
    best
        No other site of the comparison is better, and some are worse.
    """

    text: str
    utility: float | None
    best: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of every site, with what its differences weigh in the score. [points of the score]"""

    criterion: Criterion
    cells: tuple[Cell, ...]
    difference: float


def compared(
    surveyed: Survey, judgement: Judgement, sites: Sequence[str], translate: Translator
) -> Mapping[Theme, tuple[Row, ...]]:
    """
    Return the criteria of some sites by theme; themes and criteria that differ most come first.

    Parameters
    ----------
    sites
        Their ids, in the order of the columns.
    """
    profile, asked = judgement.profile, list(sites)
    worth = judgement.utilities.loc[asked]
    records = surveyed.indicators.loc[asked].to_dict("records")
    rows = [_row(criterion, worth[criterion.id], records, profile, translate) for criterion in profile.criteria]
    rows.sort(key=lambda row: (-row.difference, -row.criterion.weight))
    themes = dict.fromkeys(row.criterion.theme for row in rows)
    return {theme: tuple(row for row in rows if row.criterion.theme is theme) for theme in themes}


def _row(
    criterion: Criterion,
    worth: pd.Series,
    records: Sequence[Mapping[Any, object]],
    profile: Profile,
    translate: Translator,
) -> Row:
    known = worth.dropna()
    spread = float(known.max() - known.min()) if len(known) > 1 else 0.0
    whole = sum(one.weight for one in profile.criteria)
    cells = tuple(
        Cell(
            text="" if np.isnan(utility) else value_text(criterion, record, translate),
            utility=None if np.isnan(utility) else float(utility),
            best=bool(spread > _SAME and utility >= known.max() - _SAME),
        )
        for utility, record in zip(worth.to_numpy(dtype="float64"), records, strict=True)
    )
    return Row(criterion, cells, spread * criterion.weight / whole)


def value_text(criterion: Criterion, record: Mapping[Any, object], translate: Translator) -> str:
    """
    Return what is known of a criterion on one site, in words: its value, or those of its parts.

    Parameters
    ----------
    record
        The indicators of the site.
    """
    if criterion.measured is not None and pd.notna(record.get(criterion.measured.indicator)):
        own = _value(criterion.measured, record, translate)
        return f"{translate(Message(criterion.measured.label))} {own}"
    if not criterion.parts:
        return _value(criterion, record, translate)
    told = [
        f"{translate(Message(part.label))} {_value(part, record, translate)}"
        for part in criterion.parts
        if pd.notna(record.get(part.indicator))
    ]
    return " · ".join(told)


def _value(function: ValueFunction, record: Mapping[Any, object], translate: Translator) -> str:
    value = record.get(function.indicator)
    if isinstance(value, str):
        return translate(Message(value))
    number = float(str(value))
    if np.isnan(number):
        return ""
    if np.isinf(number):
        return translate(Message(N_("none found")))
    shown: dict[str, Value] = {"value": number, "unit": Message(function.unit)}
    return translate(Message("{value} {unit}", shown)) if function.unit else translate(number)


def comparison_html(
    cards: Mapping[str, SiteCard],
    pictures: Mapping[str, str],
    themes: Mapping[Theme, Sequence[Row]],
    translate: Translator,
) -> str:
    """
    Return the comparison as one table of HTML; every text is escaped, since some come from the files.

    Parameters
    ----------
    cards
        What a list shows of each site, in the order of the columns.
    pictures
        Address of the little map of each site.
    themes
        From `compared`.
    """
    heads = "".join(_head(card, pictures[site]) for site, card in cards.items())
    span = len(cards) + 1
    body = "".join(_theme(theme, rows, span, translate) for theme, rows in themes.items())
    caption = escape(translate(Message(N_("Criteria of the sites, those that differ most first"))))
    corner = escape(translate(Message(N_("Criterion"))))
    return (
        f'<div class="jc-scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="jc-table jc-compared"><caption class="jc-unseen">{caption}</caption>'
        f'<thead><tr><th scope="col">{corner}</th>{heads}</tr></thead>{body}</table></div>'
    )


def _head(card: SiteCard, picture: str) -> str:
    verdict = Verdict(card.verdict)
    colour, shape = palette.VERDICT_COLOURS[verdict], palette.VERDICT_MARKS[verdict]
    mark = f'<i aria-hidden="true" style="color:{colour};font-style:normal">{shape}</i>'
    return (
        f'<th scope="col"><img src="{escape(picture)}" alt=""><strong>{escape(card.title)}</strong>'
        f"<span>{mark} {escape(card.verdict_text)}</span>"
        f'<span class="jc-figure">{escape(card.score_text)}</span><small>{escape(card.detail)}</small></th>'
    )


def _theme(theme: Theme, rows: Sequence[Row], span: int, translate: Translator) -> str:
    title = escape(translate(Message(THEMES[theme])))
    lines = "".join(_line(row, translate) for row in rows)
    return f'<tbody><tr class="jc-theme"><th scope="rowgroup" colspan="{span}">{title}</th></tr>{lines}</tbody>'


def _line(row: Row, translate: Translator) -> str:
    name = escape(translate(Message(row.criterion.label)))
    return f'<tr><th scope="row">{name}</th>{"".join(_cell(cell, translate) for cell in row.cells)}</tr>'


def _cell(cell: Cell, translate: Translator) -> str:
    if cell.utility is None:
        missing = translate(Message(N_("missing data")))
        return f'<td class="jc-missing">{escape(missing)}</td>'
    told = translate(Message(N_("best")))
    best = f"<em>{escape(told)}</em>" if cell.best else ""
    bar = f'<span class="jc-worth" aria-hidden="true"><i style="width:{cell.utility:.0f}%"></i></span>'
    return f"<td{' class=jc-best' if cell.best else ''}><span>{escape(cell.text)}</span>{best}{bar}</td>"
