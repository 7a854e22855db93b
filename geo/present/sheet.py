"""The short sheet of a site as HTML. Every text is escaped: some of them come from the files."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from geo.messages import N_, Message
from geo.models import Verdict
from geo.present import palette
from geo.present.labels import Translator


def sheet_html(
    name: str,
    row: Mapping[str, Any],
    score: str,
    facts: Sequence[tuple[str, str]],
    doubts: tuple[Message, ...],
    translate: Translator,
    *,
    notes: Sequence[Message] = (),
) -> str:
    """
    Return a sheet to read from top to bottom: verdict, score with its doubt, key figures, reasons.

    Parameters
    ----------
    name
        Of the site.
    row
        Of `geo.study.ranking`.
    score
        The score in words, with its interval.
    facts
        Labels and values.
    doubts
        What is not known.
    notes
        What must be said of figures that are estimates.

    Examples
    --------
    >>> row = {"verdict": "eligible", "score": 72.0, "score_low": 64.0, "score_high": 81.0, "reliability": 0.7,
    ...        "reasons": ()}
    >>> "<img" in sheet_html("<img src=x>", row, "72 (64–81)", [], (), str)
    False
    """
    verdict = Verdict(row["verdict"])
    colour, mark = palette.VERDICT_COLOURS[verdict], palette.VERDICT_MARKS[verdict]
    label = escape(translate(palette.VERDICT_LABELS[verdict]))
    doubt = translate(Message(N_("reliability {value}"), {"value": round(float(row["reliability"]), 2)}))
    reasons = "".join(f"<li>{escape(translate(reason))}</li>" for reason in row["reasons"])
    figures = "".join(f"<div><dt>{escape(key)}</dt><dd>{escape(value)}</dd></div>" for key, value in facts)
    estimates = "".join(f'<p class="jc-doubt">{escape(translate(note))}</p>' for note in notes)
    return (
        f'<article class="jc-sheet"><h3>{escape(name)}</h3>'
        f'<p class="jc-verdict"><span aria-hidden="true" style="color:{colour}">{mark}</span> <strong>{label}</strong>'
        f'<span class="jc-figure">{escape(score)}</span></p>{interval_html(row)}'
        f'<p class="jc-doubt">{escape(doubt)}</p><ul>{reasons}</ul><dl>{figures}</dl>{estimates}'
        f"{_doubts_html(doubts, translate)}</article>"
    )


def _doubts_html(doubts: tuple[Message, ...], translate: Translator) -> str:
    if not doubts:
        return ""
    title = translate(Message(N_("Criteria not known yet: {count}"), {"count": len(doubts)}))
    return f'<details class="jc-doubt"><summary>{escape(title)}</summary>{escape(translate(doubts))}</details>'


def interval_html(row: Mapping[str, Any]) -> str:
    """
    Return the interval of a score as a bar from 0 to 100 with a mark at the score; nothing when it is unknown.

    Examples
    --------
    >>> interval_html({"score": float("nan"), "score_low": 0.0, "score_high": 100.0})
    ''
    """
    if pd.isna(row["score"]):
        return ""
    score, low, high = (float(row[name]) for name in ("score", "score_low", "score_high"))
    return (
        '<div class="jc-bar" aria-hidden="true">'
        f'<span class="jc-bar-range" style="left:{low:.1f}%;width:{high - low:.1f}%"></span>'
        f'<span class="jc-bar-point" style="left:{score:.1f}%"></span></div>'
    )
