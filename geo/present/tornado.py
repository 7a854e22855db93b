"""What moves the score of one site: each weight from nothing to double, each figure from the worst to the best."""

from collections.abc import Callable, Sequence

import pandas as pd

from geo.messages import N_, Message, Value
from geo.present.labels import DEFAULT_LANGUAGE, Translator, number
from geo.present.palette import INK, PAPER, SELECTED
from geo.present.plan_text import line_of, wrapped
from geo.present.score_rows import (
    NAMES_PX,
    QUIET,
    SMALL_SIZE,
    TEXT_SIZE,
    WIDTH_PX,
    Scale,
    axis,
    framed,
    haloed,
    keys,
    paragraph,
)
from geo.present.svg import Element, drawing, element, length
from geo.present.themes import Box
from geo.scoring import Criterion

MOST_CRITERIA = 10
"""Criteria that move a score less than ten others are not what to talk about."""

_ROW_PX, _STEP_PX, _BAR_PX = 44.0, 15.0, 13.0
_DOUBT = "#F2CF7E"
_ENDS = ("without", "doubled", "worst", "best")
_ROUND = 10
_SEEN = 0.1
"""A bar that is shorter says nothing; nor does one whose ends are missing. [points]"""


def tornado_chart(
    name: str,
    score: float,
    utilities: pd.Series,
    tornado: pd.DataFrame,
    criteria: Sequence[Criterion],
    translate: Translator,
    *,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """
    Return how far the score of a site moves, the criterion that moves it most on top.

    Parameters
    ----------
    name
        Of the site.
    score, utilities
        Of the site: its score, and what it is worth by criterion, missing where unknown. [0–100]
    tornado
        By criterion: without, doubled, worst, best (`geo.scoring.sensitivity.tornado`). [0–100]
    """
    rows = tornado[[*_ENDS]].dropna(how="all").iloc[:MOST_CRITERIA]
    scale = _scale(rows, score)
    legend, top = keys(_samples(translate), 0)
    top += 34
    bottom = top + _ROW_PX * len(rows)
    parts = [*legend, *axis(scale, top, bottom, "", language)]
    labels = {criterion.id: translate(_label(criterion, utilities)) for criterion in criteria}
    for place, criterion in enumerate(rows.index):
        parts += _row(labels[criterion], rows.loc[criterion], (scale, top + _ROW_PX * place), language)
    parts += _score_line(scale, score, top, bottom, language)
    note, bottom = paragraph(translate(_reading(len(tornado.dropna(how="all")) - len(rows))), bottom + 44)
    title = translate(Message(N_("What moves the score of {name}"), {"name": name}))
    told = _description(rows, labels, translate, language)
    return drawing(WIDTH_PX, bottom, [*parts, *note], title=title, description=told)


def _label(criterion: Criterion, utilities: pd.Series) -> Message:
    label = Message(criterion.label)
    if pd.isna(utilities[criterion.id]):
        return Message(N_("{label} (unknown)"), {"label": label})
    return label


def _scale(rows: pd.DataFrame, score: float) -> Scale:
    """Take the tens around all that is drawn, so that small moves are seen."""
    values = [value for value in [*rows.to_numpy().ravel(), score] if not pd.isna(value)] or [0.0, 100.0]
    low = max(int(min(values) // _ROUND) * _ROUND, 0)
    high = min(int(-(-max(values) // _ROUND)) * _ROUND, 100)
    return Scale(NAMES_PX + 56, WIDTH_PX - 56, low, max(high, low + _ROUND))


def _samples(translate: Translator) -> list[tuple[list[Element], str]]:
    weight, doubt = Box(0, 3, 22, 10), Box(0, 3, 22, 10)
    return [
        (_weight_bar(weight), translate(Message(N_("its weight, from nothing to double")))),
        (_doubt_bar(doubt), translate(Message(N_("its value, from the worst to the best that it may be")))),
    ]


def _weight_bar(box: Box) -> list[Element]:
    fill = element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=SELECTED)
    return [fill, framed(box)]


def _doubt_bar(box: Box) -> list[Element]:
    """Return a bar with upright hatches, told from the other one without colour."""
    fill = element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=_DOUBT)
    strokes = "".join(
        f"M{length(box.x + at)} {length(box.y)}v{length(box.height)}" for at in range(4, int(box.width), 5)
    )
    return [fill, element("path", d=strokes or "M0 0", stroke=INK, stroke_width=1, stroke_opacity=0.45), framed(box)]


def _row(label: str, row: pd.Series, place: tuple[Scale, float], language: str) -> list[Element]:
    scale, top = place
    lines = wrapped(label, NAMES_PX - 6, TEXT_SIZE + 1, most=2)
    first = top + _ROW_PX / 2 + 5 - 8 * (len(lines) - 1)
    parts = [line_of(line, 0, first + 16 * at, TEXT_SIZE + 1) for at, line in enumerate(lines)]
    spans = [(_weight_bar, float(row["without"]), float(row["doubled"]))]
    spans.append((_doubt_bar, float(row["worst"]), float(row["best"])))
    seen = [(bar, min(ends), max(ends)) for bar, *ends in spans if abs(ends[0] - ends[1]) >= _SEEN]
    y = top + (_ROW_PX - _STEP_PX * len(seen)) / 2
    for at, (bar, low, high) in enumerate(seen):
        parts += _span(bar, (low, high), scale, y + _STEP_PX * at, language)
    return parts


def _span(
    bar: Callable[[Box], list[Element]], ends: tuple[float, float], scale: Scale, y: float, language: str
) -> list[Element]:
    left, right = (scale.x(end) for end in ends)
    figures = [
        line_of(number(round(value), language), x, y + 11, SMALL_SIZE, text_anchor=anchor, fill=QUIET)
        for value, x, anchor in ((ends[0], left - 6, "end"), (ends[1], right + 6, "start"))
    ]
    return [*bar(Box(left, y, right - left, _BAR_PX)), *figures]


def _score_line(scale: Scale, score: float, top: float, bottom: float, language: str) -> list[Element]:
    if pd.isna(score):
        return []
    x = scale.x(score)
    upright = f"M{length(x)} {length(top - 12)}V{length(bottom)}"
    return [
        element("path", d=upright, stroke=PAPER, stroke_width=5, stroke_opacity=0.8),
        element("path", d=upright, stroke=INK, stroke_width=2),
        haloed(number(round(score), language), x, top - 16, 18),
    ]


def _reading(hidden: int) -> Message:
    text = Message(N_("The upright line is the score. What is not known may be anything from 0 to 100."))
    if not hidden:
        return text
    others = Message(N_("{count} criteria that move it less are not shown."), {"count": hidden})
    return Message(N_("{text} {more}"), {"text": text, "more": others})


def _description(rows: pd.DataFrame, labels: dict[str, str], translate: Translator, language: str) -> str:
    told = []
    for criterion, row in rows.iterrows():
        ends: dict[str, Value] = {
            end: Message(N_("unknown")) if pd.isna(row[end]) else number(round(row[end]), language) for end in _ENDS
        }
        told.append(translate(Message(_TOLD, {"label": labels[str(criterion)], **ends})))
    return " ".join(told)


_TOLD = N_(
    "{label}: {without} without its weight, {doubled} with twice its weight, "
    "{worst} at the worst of its value, {best} at the best."
)
