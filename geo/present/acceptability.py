"""How often each site is first, second or third when the weights are drawn at random: bars, and one sentence."""

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.messages import N_, Message, Value
from geo.present.labels import DEFAULT_LANGUAGE, Translator, number
from geo.present.palette import INK, PAPER, SCORE_RAMP
from geo.present.plan_text import line_of, width_of
from geo.present.score_rows import (
    NAMES_PX,
    QUIET,
    SMALL_SIZE,
    TEXT_SIZE,
    WIDTH_PX,
    Scale,
    axis,
    framed,
    keys,
    name_block,
    paragraph,
)
from geo.present.svg import Element, drawing, element
from geo.present.themes import Box

MOST_SITES = 12
"""A screen that is read from the back of a room has no more lines."""

SHOWN_RANKS = 3
"""Those after are drawn as one."""

SURE, LIKELY = 0.75, 0.5
"""A site that is first so often is a firm choice, and a likely one (our assumption). [–]"""

_ROW_PX, _BAR_PX = 46.0, 28.0
_STEPS = ((SCORE_RAMP[4], PAPER), (SCORE_RAMP[3], PAPER), (SCORE_RAMP[1], INK), ("#F1F0EC", INK))
"""Fill and ink of the first rank, the second, the third and all others, from dark to light."""
_RANKS = (N_("1st"), N_("2nd"), N_("3rd"), N_("4th or after"))


def acceptability_chart(
    names: Mapping[str, str],
    acceptability: pd.DataFrame,
    translate: Translator,
    *,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """
    Return the acceptability of the ranks as one bar a site, the site that is most often first on top.

    Parameters
    ----------
    names
        By site; those of no known acceptability are left out, and so are the last ones after the twelfth.
    acceptability
        Sites × ranks from 1 (`geo.scoring.robustness`). [0–1]
    """
    shares = rank_shares(acceptability.loc[[site for site in names if site in acceptability.index]])
    shown = shares.iloc[:MOST_SITES]
    scale = Scale(NAMES_PX + 12, WIDTH_PX - 110)
    samples = [(_sample(place), translate(Message(rank))) for place, rank in enumerate(_RANKS)]
    legend, top = keys(samples, 0, scale.left)
    top += 20
    bottom = top + _ROW_PX * len(shown)
    heading = line_of(
        translate(Message(N_("in the top three"))), WIDTH_PX, top - 8, SMALL_SIZE, text_anchor="end", fill=QUIET
    )
    parts = [*legend, heading, *axis(scale, top, bottom, "\u00a0%", language)]
    for place, site in enumerate(shown.index):
        parts += _row(names[site], shown.loc[site].tolist(), (scale, top + _ROW_PX * place), language)
    bottom += 24
    if len(shares) > len(shown):
        values: dict[str, Value] = {
            "count": len(shares) - len(shown),
            "share": _percent(shares["first"].iloc[MOST_SITES]),
        }
        note, bottom = paragraph(translate(Message(_OTHERS, values)), bottom + 18)
        parts += note
    title = translate(Message(N_("How often each site comes first, second or third")))
    return drawing(WIDTH_PX, bottom, parts, title=title, description=_description(names, shown, translate))


_OTHERS = N_("{count} other sites are not shown: each is first in {share} % of the draws at most.")


def rank_shares(acceptability: pd.DataFrame) -> pd.DataFrame:
    """
    Join the ranks after the third, and put the sites in order.

    Returns
    -------
    shares
        By site, the most often first on top, then second, then third: first, second, third, after. [0–1]

    Examples
    --------
    >>> ranks = pd.DataFrame([[0.2, 0.8], [0.8, 0.2]], index=["a", "b"], columns=[1, 2])
    >>> rank_shares(ranks).loc["b"].round(2).to_dict()
    {'first': 0.8, 'second': 0.2, 'third': 0.0, 'after': 0.0}
    """
    first = (
        acceptability.reindex(columns=range(1, SHOWN_RANKS + 1))
        .fillna(0.0)
        .set_axis(["first", "second", "third"], axis=1)
    )
    shares = first.assign(after=(1 - first.sum(axis=1)).clip(lower=0.0))
    return shares.sort_values(["first", "second", "third"], ascending=False, kind="stable")


def robustness_text(names: Mapping[str, str], acceptability: pd.DataFrame, draws: int, translate: Translator) -> str:
    """
    Say in one sentence how far the choice of the first site depends on the weights.

    Parameters
    ----------
    draws
        Number of weightings.

    Examples
    --------
    >>> ranks = pd.DataFrame([[0.2, 0.8], [0.8, 0.2]], index=["a", "b"], columns=[1, 2])
    >>> robustness_text({"a": "Rue Haute", "b": "Parcel B 7"}, ranks, 10_000, str)
    'Parcel B 7 comes first in 80 % of 10000 weightings: the choice hardly depends on the weights.'
    """
    shares = rank_shares(acceptability.loc[[site for site in names if site in acceptability.index]])
    if shares.empty:
        return translate(Message(N_("No site can be ranked: all are excluded.")))
    if len(shares) == 1:
        return translate(Message(N_("Only one site can be ranked: the weights decide nothing.")))
    best = shares["first"].iloc[0]
    values: dict[str, Value] = {"name": names[shares.index[0]], "share": _percent(best), "draws": draws}
    if best >= SURE:
        return translate(Message(_FIRM, values))
    if best >= LIKELY:
        return translate(Message(_PROBABLE, values))
    rivals = tuple(
        Message(N_("{name} {share} %"), {"name": names[site], "share": _percent(shares.at[site, "first"])})
        for site in shares.index[:3]
    )
    return translate(Message(_OPEN, {"draws": draws, "rivals": rivals}))


_FIRM = N_("{name} comes first in {share} % of {draws} weightings: the choice hardly depends on the weights.")
_PROBABLE = N_("{name} comes first in {share} % of {draws} weightings: most often, not always. The weights matter.")
_OPEN = N_("No site comes first in half of {draws} weightings: the weights decide. The most often first: {rivals}.")


def _percent(share: float) -> int:
    return round(100 * share)


def _share_text(share: float, language: str) -> str:
    """Return a share in hundredths; what is rare is not told as never."""
    return "<\u00a01\u00a0%" if 0 < share < 0.01 else f"{number(_percent(share), language)}\u00a0%"


def _row(name: str, shares: Sequence[float], place: tuple[Scale, float], language: str) -> list[Element]:
    scale, top = place
    bar = top + (_ROW_PX - _BAR_PX) / 2
    parts = name_block(name, top + _ROW_PX / 2, NAMES_PX - 8)
    start = 0.0
    for rank, share in enumerate(shares):
        left, right = scale.x(100 * start), scale.x(100 * (start + share))
        start += share
        parts += _part(Box(left, bar, right - left, _BAR_PX), rank, _share_text(share, language))
    parts.append(framed(Box(scale.left, bar, scale.right - scale.left, _BAR_PX)))
    three = _share_text(sum(shares[:3]), language)
    parts.append(line_of(three, WIDTH_PX, bar + 21, 20, bold=True, text_anchor="end"))
    return parts


def _part(box: Box, rank: int, words: str) -> list[Element]:
    """Return the part of a bar for one rank, after a thin edge, with its figure where there is room for it."""
    fill, ink = _STEPS[rank]
    parts = [element("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=fill)]
    if rank and box.width > 3:
        parts.append(element("rect", x=box.x, y=box.y, width=1.5, height=box.height, fill=PAPER))
    if box.width > width_of(words, TEXT_SIZE, bold=True) + 8:
        middle = box.x + box.width / 2
        parts.append(line_of(words, middle, box.y + 19, TEXT_SIZE, bold=True, text_anchor="middle", fill=ink))
    return parts


def _sample(rank: int) -> list[Element]:
    box = Box(0, 0, 22, 16)
    return [*_part(box, rank, "0" * 9), framed(box)]


def _description(names: Mapping[str, str], shares: pd.DataFrame, translate: Translator) -> str:
    text = N_("{name}: first {first} %, second {second} %, third {third} %, after {after} %.")
    return " ".join(
        translate(Message(text, {"name": names[str(site)], **{str(key): _percent(row[key]) for key in shares}}))
        for site, row in shares.iterrows()
    )
