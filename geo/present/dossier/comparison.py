"""The site beside the other candidates: verdict first, then the score of each theme."""

import numpy as np
import pandas as pd

from geo.messages import N_
from geo.models import Verdict
from geo.present.contributions import contributions_chart
from geo.present.document import Block, Heading, Paragraph, Picture, Table
from geo.present.dossier import telling
from geo.present.palette import VERDICT_LABELS, VERDICT_MARKS
from geo.present.plan_words import Words
from geo.present.screening import score_text, site_names
from geo.present.themes import THEME_LABELS
from geo.scoring import Theme
from geo.scoring.contributions import contributions
from geo.study.dossier import Case, theme_scores


def comparison(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the site among others."""
    title = Heading(words.say(N_("Comparison with other candidates")))
    if not case.others:
        return (title, Paragraph(words.say(N_("No other candidate was found in this territory."))))
    sites = [case.site, *case.others]
    names = dict(zip(sites, site_names(case.surveyed, sites, words.translate), strict=True))
    return (
        title,
        Paragraph(_told(case, words)),
        _verdicts(case, names, words),
        _chart(case, names, words),
        _themes(case, names, words),
        Paragraph(words.say(_HOW), "note"),
    )


_HOW = N_(
    "Two sites whose intervals overlap are equals: the interval is what the score would be if all that is not known "
    "were bad, or good. Value functions are fixed: another candidate changes no score. Weights and functions are our "
    "assumption, listed with the sources."
)


def _told(case: Case, words: Words) -> str:
    count = len(case.judgement.results)
    if case.asked.compared:
        return words.say(N_("With the sites that were chosen, among {count} candidates."), count=count)
    return words.say(N_("With the best sites that share no land with it, among {count} candidates."), count=count)


def _verdicts(case: Case, names: dict[str, str], words: Words) -> Table:
    rows = []
    for site, name in names.items():
        result = case.judgement.results.loc[site].to_dict()
        verdict = Verdict(result["verdict"])
        rank = "–" if verdict is Verdict.EXCLUDED else str(int(result["rank"]))
        told = f"{VERDICT_MARKS[verdict]} {words.translate(VERDICT_LABELS[verdict])}"
        area = telling.figure(float(case.surveyed.sites.at[site, "usable_area_m2"]), "usable_area_m2", words)
        rows.append((rank, _mine(case, site, name, words), told, area, score_text(result, words.translate)))
    header = (N_("Rank"), N_("Site"), N_("Verdict"), N_("Usable area"), N_("Score and interval"))
    return Table(tuple(words.say(name) for name in header), tuple(rows), figures=(3, 4), widths=(0.8, 4.2, 2, 1.6, 2))


def _chart(case: Case, names: dict[str, str], words: Words) -> Picture:
    criteria = case.judgement.profile.criteria
    weights = pd.Series({criterion.id: criterion.weight for criterion in criteria}, dtype="float64")
    shares = contributions(case.judgement.utilities.loc[list(names)], weights)
    results = case.judgement.results.loc[list(names)]
    svg = contributions_chart(names, results, shares, criteria, words.translate, language=words.language)
    told = words.say(N_("What each theme brings to the score of each site, with the interval of the score."))
    return Picture(svg.encode(), "svg", told, told, width=0.94)


def _themes(case: Case, names: dict[str, str], words: Words) -> Table:
    themes = list(dict.fromkeys(criterion.theme for criterion in case.judgement.profile.criteria))
    rows = []
    for site, name in names.items():
        worth = theme_scores(case.judgement, site)
        cells = ["?" if np.isnan(worth[theme]) else str(round(worth[theme])) for theme in themes]
        rows.append((_mine(case, site, name, words), *cells))
    header = (words.say(N_("Site")), *(words.say(THEME_LABELS[Theme(theme)]) for theme in themes))
    caption = words.say(N_("Score of each theme, on what is known (out of 100)"))
    figures = tuple(range(1, len(header)))
    return Table(header, tuple(rows), caption, figures, widths=(3.6, *(1.5,) * len(themes)))


def _mine(case: Case, site: str, name: str, words: Words) -> str:
    return words.say(N_("▶ {name}"), name=name) if site == case.site else name
