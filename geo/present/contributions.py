"""Where each score comes from: the contributions of the criteria as stacked bars, theme by theme, with the interval."""

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.messages import N_, Message, Value
from geo.models import Verdict
from geo.present.labels import DEFAULT_LANGUAGE, Translator, number
from geo.present.palette import INK, PAPER, THEME_COLOURS, VERDICT_LABELS
from geo.present.plan_text import line_of, width_of, wrapped
from geo.present.score_rows import (
    NAME_SIZE,
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
    name_block,
    paragraph,
    score_words,
    shared_out,
    verdict_mark,
)
from geo.present.svg import Element, drawing, element, length
from geo.present.themes import THEME_LABELS, Box, themed
from geo.scoring import Criterion, Theme

_ROW_PX = 64.0
_BAR_PX = 26.0
_LINE_PX = 22.0
_GAUGE = Scale(NAMES_PX + 60, NAMES_PX + 360)


def contributions_chart(
    names: Mapping[str, str],
    results: pd.DataFrame,
    contributions: pd.DataFrame,
    criteria: Sequence[Criterion],
    translate: Translator,
    *,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """
    Return the scores of some sites as bars made of what each criterion brings.

    Of a single site, every criterion is told under its bar, with the most that it could bring.

    Parameters
    ----------
    names
        By site, in the order of the chart.
    results
        By site: verdict, score, score_low, score_high. [0–100]
    contributions
        Sites × criteria, which add up to the score; missing where unknown (`geo.scoring.contributions`). [0–100]
    criteria
        Of the profile.
    """
    scale = Scale(NAMES_PX + 12, WIDTH_PX - 104)
    samples = [(themed(Box(0, 0, 22, 16), theme), translate(Message(THEME_LABELS[theme]))) for theme in Theme]
    doubt = _interval(Scale(0, 22), 8, 0, 62, 100)
    samples.append((doubt, translate(Message(N_("the score, and what it would be if the unknown were bad or good")))))
    legend, top = keys([*samples, *_verdicts(results, translate)], 0)
    bottom = top + _ROW_PX * len(names)
    parts = [*legend, *axis(scale, top, bottom, "", language)]
    for place, (site, name) in enumerate(names.items()):
        shares = contributions.loc[site]
        parts += _row(name, results.loc[site], _by_theme(shares, criteria), (scale, top + _ROW_PX * place), language)
    bottom += 32
    if len(names) == 1:
        site = next(iter(names))
        detail, bottom = _detail(contributions.loc[site], criteria, bottom, translate, language)
        parts += detail
    else:
        note, bottom = paragraph(translate(Message(_READING)), bottom + 12)
        parts += note
    told = _description(names, results, contributions, criteria, translate, language)
    return drawing(
        WIDTH_PX, bottom, parts, title=translate(Message(N_("Where the scores come from"))), description=told
    )


def _verdicts(results: pd.DataFrame, translate: Translator) -> list[tuple[list[Element], str]]:
    there = [verdict for verdict in Verdict if (results["verdict"] == verdict).any()]
    return [([verdict_mark(verdict, 4, 14)], translate(VERDICT_LABELS[verdict])) for verdict in there]


_READING = N_("White lines part the criteria inside a theme. What is not known is in no bar: it widens the interval.")


def _by_theme(shares: pd.Series, criteria: Sequence[Criterion]) -> dict[Theme, pd.Series]:
    """Group the contributions by theme, in the order of the themes; themes of which nothing is known are left out."""
    ids = {theme: [criterion.id for criterion in criteria if criterion.theme == theme] for theme in Theme}
    groups = {theme: shares.reindex(ids[theme]).dropna() for theme in Theme}
    return {theme: group for theme, group in groups.items() if len(group)}


def _row(
    name: str, row: pd.Series, groups: Mapping[Theme, pd.Series], place: tuple[Scale, float], language: str
) -> list[Element]:
    scale, top = place
    bar = top + 10
    parts = name_block(name, bar + 16, NAMES_PX - 8, verdict=Verdict(row["verdict"]))
    sums = [float(group.sum()) for group in groups.values()]
    start, bars, figures = 0.0, [], []
    for theme, total, whole in zip(groups, sums, shared_out(sums, _whole(row["score"])), strict=True):
        bars += _block(scale, bar, theme, groups[theme], start)
        halo = PAPER if row["verdict"] == Verdict.EXCLUDED else THEME_COLOURS[theme]
        figures += _figure(Box(scale.x(start), bar, scale.x(start + total) - scale.x(start), _BAR_PX), whole, halo)
        start += total
    parts += [element("g", *bars, opacity=1.0 if row["verdict"] != Verdict.EXCLUDED else 0.45), *figures]
    score, interval = score_words(row, language)
    parts += _interval(scale, bar + _BAR_PX + 11, row["score_low"], row["score"], row["score_high"])
    parts.append(line_of(score, scale.right + 14, bar + 21, 24, bold=True))
    beside = scale.right + 20 + width_of(score, 24, bold=True)
    parts.append(line_of(interval, beside, bar + 21, TEXT_SIZE, fill=QUIET))
    return parts


def _whole(score: float) -> int:
    return 0 if pd.isna(score) else round(score)


def _block(scale: Scale, top: float, theme: Theme, group: pd.Series, start: float) -> list[Element]:
    """Return the bar of a theme: its criteria side by side."""
    left, right = scale.x(start), scale.x(start + float(group.sum()))
    parts = themed(Box(left, top, right - left, _BAR_PX), theme)
    reached = start
    for share in group.iloc[:-1]:
        reached += float(share)
        x = scale.x(reached)
        parts.append(element("line", x1=x, x2=x, y1=top, y2=top + _BAR_PX, stroke=PAPER, stroke_width=1.5))
    return [*parts, framed(Box(left, top, right - left, _BAR_PX))]


def _figure(box: Box, total: int, halo: str) -> list[Element]:
    """Return the sum of a theme in its bar, where there is room for it."""
    if box.width <= width_of(str(total), TEXT_SIZE, bold=True) + 6:
        return []
    return [haloed(str(total), box.x + box.width / 2, box.y + 18, TEXT_SIZE, halo=halo)]


def _interval(scale: Scale, y: float, low: float, score: float, high: float) -> list[Element]:
    """Return the interval as a line between two stops, with a diamond at the score."""
    left, right = scale.x(low), scale.x(high)
    stops = "".join(f"M{length(x)} {length(y - 5)}v10" for x in (left, right))
    line = f"{stops}M{length(left)} {length(y)}H{length(right)}"
    parts = [element("path", d=line, stroke=INK, stroke_width=2, fill="none")]
    if not pd.isna(score):
        x = scale.x(score)
        diamond = f"M{length(x)} {length(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z"
        parts.append(element("path", d=diamond, fill=INK, stroke=PAPER, stroke_width=1))
    return parts


def _detail(
    shares: pd.Series, criteria: Sequence[Criterion], top: float, translate: Translator, language: str
) -> tuple[list[Element], float]:
    """Return one line a criterion, theme by theme, and the height where they end."""
    covered = sum(criterion.weight for criterion in criteria if not pd.isna(shares.get(criterion.id)))
    most = {c.id: 100 * c.weight / covered for c in criteria} if covered else {}
    widest = max(most.values(), default=1.0)
    parts, y = [], top + 12
    for theme in Theme:
        of_theme = [criterion for criterion in criteria if criterion.theme == theme and criterion.weight > 0]
        if of_theme:
            total = number(float(shares.reindex([c.id for c in of_theme]).sum()), language, decimals=1)
            parts += themed(Box(0, y - 13, 22, 16), theme)
            parts.append(line_of(translate(Message(THEME_LABELS[theme])), 30, y, NAME_SIZE, bold=True))
            parts.append(line_of(total, _GAUGE.left - 12, y, NAME_SIZE, bold=True, text_anchor="end"))
            y += _LINE_PX
        for criterion in of_theme:
            share, bound = shares.get(criterion.id, float("nan")), most.get(criterion.id, 0.0)
            parts += _criterion(criterion, (float(share), bound / widest * 100, bound), y, translate, language)
            y += _LINE_PX
        y += 8 if of_theme else 0
    return parts, y


def _criterion(
    criterion: Criterion, figures: tuple[float, float, float], y: float, translate: Translator, language: str
) -> list[Element]:
    """Return the line of a criterion: its name, what it brings, and an empty bar as long as what it could bring."""
    share, end, bound = figures
    [label] = wrapped(translate(Message(criterion.label)), NAMES_PX - 6, TEXT_SIZE, most=1)
    parts = [line_of(label, 30, y, TEXT_SIZE)]
    if pd.isna(share):
        unknown = translate(Message(N_("not known, weight {weight}"), {"weight": criterion.weight}))
        return [*parts, line_of(unknown, _GAUGE.left, y, TEXT_SIZE, fill=QUIET, font_style="italic")]
    value = number(share, language, decimals=1)
    box = Box(_GAUGE.left, y - 11, _GAUGE.x(end * share / bound if bound else 0) - _GAUGE.left, 13)
    told = Message(N_("{value} of {most}"), {"value": value, "most": number(bound, language, decimals=1)})
    return [
        *parts,
        *themed(box, criterion.theme),
        framed(Box(box.x, box.y, _GAUGE.x(end) - _GAUGE.left, box.height), QUIET),
        line_of(translate(told), _GAUGE.x(end) + 10, y, SMALL_SIZE),
    ]


def _description(
    names: Mapping[str, str],
    results: pd.DataFrame,
    contributions: pd.DataFrame,
    criteria: Sequence[Criterion],
    translate: Translator,
    language: str,
) -> str:
    return " ".join(
        translate(_told(name, results.loc[site], _by_theme(contributions.loc[site], criteria), language))
        for site, name in names.items()
    )


def _told(name: str, row: pd.Series, groups: Mapping[Theme, pd.Series], language: str) -> Message:
    score, interval = score_words(row, language)
    parts = tuple(
        Message(
            N_("{label} {value}"),
            {"label": Message(THEME_LABELS[theme]), "value": number(float(group.sum()), language, decimals=1)},
        )
        for theme, group in groups.items()
    )
    values: dict[str, Value] = {"name": name, "score": score, "interval": interval, "parts": parts}
    return Message(N_("{name}: {score} ({interval}), of which {parts}."), values)
