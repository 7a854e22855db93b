"""What a room thinks, in words and tables: what counts for each group, who differs on what, the ranking, the votes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from geo.messages import N_, Message, Value, word
from geo.models import Verdict
from geo.present.labels import Translator
from geo.present.palette import THEME_COLOURS, VERDICT_COLOURS, VERDICT_LABELS, VERDICT_MARKS
from geo.present.screening import score_text
from geo.present.themes import THEME_LABELS
from geo.scoring import Theme
from geo.study.council import Council

APART = 5.0
"""Groups whose weights of a theme differ by less weigh it alike. Our assumption. [percentage points]"""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a site in two sizes: the street, then the cadastral references."""

    main: str
    references: str


def split_name(name: str) -> Name:
    """
    Tell the street from the references in the name of a site.

    Examples
    --------
    >>> split_name("Rue Haute (A 12 + A 13)")
    Name(main='Rue Haute', references='A 12 + A 13')
    >>> split_name("Parcel A 12")
    Name(main='Parcel A 12', references='')
    """
    street, _, references = name.rpartition(" (")
    return Name(street, references[:-1]) if street and references.endswith(")") else Name(name, "")


def agreement_text(together: Council, translate: Translator) -> str:
    """Return how much a room agrees, in words; nothing while fewer than two people have weighed."""
    if together.agreement is None:
        return ""
    return translate(Message(N_("Agreement: {share} %"), {"share": round(100 * together.agreement)}))


def differing_text(differences: pd.DataFrame, translate: Translator) -> str:
    """
    Return in one sentence which group differs most on what.

    Parameters
    ----------
    differences
        group, theme, difference [percentage points], the furthest first.
    """
    if differences.empty:
        return ""
    first = differences.iloc[0]
    points = round(abs(float(first["difference"])))
    if abs(float(first["difference"])) < APART:
        return translate(Message(N_("The groups give much the same weights.")))
    more = N_("{group}: “{theme}” counts more than for the others (+{points} points)")
    less = N_("{group}: “{theme}” counts less than for the others (−{points} points)")
    theme = Message(THEME_LABELS[Theme(first["theme"])])
    values: dict[str, Value] = {"group": word(str(first["group"])), "theme": theme, "points": points}
    return translate(Message(more if first["difference"] > 0 else less, values))


def weights_html(table: pd.DataFrame, translate: Translator) -> str:
    """
    Return the mean weights of each group as a table with bars.

    Parameters
    ----------
    table
        Groups × themes; texts of groups may be anybody's. [%]
    """
    say = _saying(translate)
    heads = "".join(f'<th scope="col">{say(THEME_LABELS[Theme(theme)])}</th>' for theme in table.columns)
    names = [escape(translate(word(str(group)))) for group in table.index]
    rows = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(_share(*cell) for cell in row.items())}</tr>'
        for name, (_, row) in zip(names, table.iterrows(), strict=True)
    )
    caption, first = say(N_("What counts for each group")), say(N_("Group"))
    return (
        f'<div class="jc-scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="jc-table jc-weights"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{first}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _share(theme: object, value: float) -> str:
    share = 0.0 if pd.isna(value) else float(value)
    colour = THEME_COLOURS[str(theme)]
    bar = f'<i style="width:{share:.0f}%;background:{colour}"></i>'
    return f'<td>{share:.0f}\u00a0%<span class="jc-weight" aria-hidden="true">{bar}</span></td>'


def votes_html(names: Sequence[str], counts: pd.DataFrame, note: str, translate: Translator) -> str:
    """
    Return the votes on each site as a table.

    Parameters
    ----------
    names
        Of the sites, in the order of the counts.
    counts
        approve, refuse.
    note
        Who sees them, already translated.
    """
    say = _saying(translate)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{approve}</td><td>{refuse}</td></tr>'
        for name, approve, refuse in zip(names, counts["approve"], counts["refuse"], strict=True)
    )
    heads = "".join(f'<th scope="col">{say(head)}</th>' for head in (N_("Site"), N_("Approve"), N_("Do not approve")))
    title = say(N_("Votes"))
    return (
        f'<table class="jc-table jc-votes"><caption>{title} <small>{escape(note)}</small></caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def ranking_html(names: Sequence[str], ranking: pd.DataFrame, translate: Translator) -> str:
    """
    Return a short ranking as a list for a phone.

    Parameters
    ----------
    names
        Of the sites, in the order of the ranking.
    ranking
        rank, verdict, score, score_low, score_high.
    """
    rows = zip(names, ranking.to_dict("records"), strict=True)
    return f'<ol class="jc-own">{"".join(_ranked(name, row, translate) for name, row in rows)}</ol>'


def _ranked(name: str, row: Mapping[str, object], translate: Translator) -> str:
    shown = split_name(name)
    place = "–" if row["verdict"] == Verdict.EXCLUDED else str(row["rank"])
    told = f"{chip_html(Verdict(str(row['verdict'])), translate)} · {escape(score_text(row, translate))}"
    return (
        f'<li><span class="jc-own-rank">{place}</span><span><strong>{escape(shown.main)}</strong>'
        f"<small>{escape(shown.references)}</small><small>{told}</small></span></li>"
    )


def chip_html(verdict: Verdict, translate: Translator) -> str:
    """Return a verdict with its mark, as HTML."""
    mark = f'<span aria-hidden="true" style="color:{VERDICT_COLOURS[verdict]}">{VERDICT_MARKS[verdict]}</span>'
    return f'<span class="jc-chip">{mark} {escape(translate(VERDICT_LABELS[verdict]))}</span>'


def _saying(translate: Translator) -> Callable[[str], str]:
    return lambda text: escape(translate(Message(text)))
