"""Several gardens chosen together on a few pages: where they are, what they bring, why these."""

from collections.abc import Sequence

import shapely

from geo.costs import Interval
from geo.messages import N_, Message
from geo.models import Verdict
from geo.portfolio import Portfolio
from geo.present.costs import money
from geo.present.document import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from geo.present.labels import Translator
from geo.present.palette import SELECTED, VERDICT_LABELS, VERDICT_MARKS
from geo.present.plan_words import Words
from geo.present.portfolio import change_text, commune_names, gain_lines, proof_text
from geo.present.screening import score_text, site_names, territory_title
from geo.present.situation import Spot, situation_svg
from geo.study import Judgement, Survey


def portfolio_sheet(
    surveyed: Survey,
    judgement: Judgement,
    sets: Sequence[Portfolio],
    notes: Sequence[Message],
    translate: Translator,
    language: str,
) -> Document:
    """
    Return a choice of several gardens as a document.

    Parameters
    ----------
    sets
        The best first; the others are told by what they change.
    notes
        What is left aside or an estimate (`geo.study.portfolio.offered`).
    """
    words, best = Words(translate, language), sets[0]
    others = tuple(change_text(surveyed, best, other, translate) for other in sets[1:])
    more: tuple[Block, ...] = (Heading(words.say(N_("The next sets"))), Bullets(others)) if others else ()
    return Document(
        language=language,
        kicker=words.say(N_("Jachère · several gardens together")),
        title=words.say(N_("{count} gardens together"), count=len(best.sites)),
        subtitle=territory_title(surveyed.territory, translate),
        authors="",
        day="",
        warning=words.say(N_("Fictional territory")) if surveyed.territory.fictional else "",
        cover=(_map(surveyed, best, words),),
        blocks=(
            _gardens(surveyed, judgement, best, words),
            Heading(words.say(N_("What they bring together"))),
            Bullets(gain_lines(best, translate)),
            Paragraph(proof_text(best, 1, translate)),
            *more,
            *(Paragraph(translate(note), "note") for note in notes),
        ),
        paged=False,
    )


def _map(surveyed: Survey, best: Portfolio, words: Words) -> Picture:
    shapes = surveyed.sites.geometry.loc[list(best.sites)]
    spots = [Spot(shape, str(place), SELECTED) for place, shape in enumerate(shapes, start=1)]
    svg = situation_svg(
        surveyed.territory,
        shapely.union_all(shapes.to_numpy()),
        words.translate,
        width_m=1100.0,
        ratio=0.42,
        spots=spots,
    )
    told = words.say(N_("Map of the gardens, numbered as in the table."))
    return Picture(svg.encode(), "svg", told, told)


def _gardens(surveyed: Survey, judgement: Judgement, best: Portfolio, words: Words) -> Table:
    communes, names = commune_names(surveyed), site_names(surveyed, best.sites, words.translate)
    rows = []
    for place, (site, name) in enumerate(zip(best.sites, names, strict=True), start=1):
        result = judgement.results.loc[site].to_dict()
        verdict = Verdict(result["verdict"])
        told = f"{VERDICT_MARKS[verdict]} {words.translate(VERDICT_LABELS[verdict])}"
        area = words.area(float(surveyed.sites.at[site, "usable_area_m2"]))
        town = communes[surveyed.sites.at[site, "commune"]]
        rows.append((str(place), name, town, told, area, score_text(result, words.translate)))
    total = (
        "",
        words.say(N_("Cost of all")),
        "",
        "",
        "",
        words.translate(money(Interval(best.cost_low, best.cost_high))),
    )
    header = ("", N_("Site"), N_("Commune"), N_("Verdict"), N_("Usable area"), N_("Score and interval"))
    titles = tuple(words.say(name) if name else "" for name in header)
    return Table(titles, (*rows, total), figures=(4, 5), total=True, widths=(0.4, 3.6, 2.2, 1.9, 1.5, 2.4))
