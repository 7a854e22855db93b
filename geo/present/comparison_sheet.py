"""Two to four sites on one A3 page: map, verdict, then every criterion, those that differ most first."""

from collections.abc import Sequence

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Verdict
from geo.present.comparison import THEMES, Cell, Row, compared
from geo.present.document import Block, Columns, Document, Heading, Notice, Paragraph, Picture, Table
from geo.present.labels import Translator, number
from geo.present.palette import VERDICT_LABELS
from geo.present.plan_words import Words
from geo.present.screening import score_text, site_names, territory_title
from geo.present.situation import situation_svg
from geo.study import Judgement, Survey, reasons
from geo.study.choices import MOST_COMPARED
from geo.study.dossier import Case

_MAP_M, _RATIO = 200.0, 0.5
_REASONS = 2


def comparison_sheet(
    surveyed: Survey, judgement: Judgement, sites: Sequence[str], translate: Translator, language: str, *, day: str = ""
) -> Document:
    """
    Return some sites side by side as a document of one page.

    Parameters
    ----------
    sites
        Two to four ids, in the order of the columns.
    day
        Of the sheet, in words.
    """
    words = Words(translate, language)
    names = site_names(surveyed, sites, translate)
    heads = Columns(
        tuple(_head(surveyed, judgement, site, name, words) for site, name in zip(sites, names, strict=True))
    )
    return Document(
        language=language,
        kicker=words.say(N_("Jachère · comparison of sites")),
        title=words.say(N_("Which site, and why?")),
        subtitle=territory_title(surveyed.territory, translate),
        authors="",
        day=day,
        warning=words.say(N_("Fictional territory")) if surveyed.territory.fictional else "",
        cover=(),
        blocks=(heads, _criteria(surveyed, judgement, sites, names, words), Paragraph(words.say(_HOW), "note")),
        landscape_a3=True,
    )


def comparison_of(case: Case, translate: Translator, language: str) -> Document:
    """
    Return a site beside those that it is compared with, as many as fit on the page.

    Raises
    ------
    SourceError
        There is no other site in the territory.
    """
    if not case.others:
        raise SourceError(Message(N_("No other candidate was found in this territory.")), where=case.site)
    sites = (case.site, *case.others)[:MOST_COMPARED]
    day = "" if case.asked.day is None else translate(case.asked.day)
    return comparison_sheet(case.surveyed, case.judgement, sites, translate, language, day=day)


_HOW = N_(
    "★ best of the row, where there is one. Score of each criterion in brackets, out of 100. “?” is not known: it "
    "counts in the interval of the score only. Within a theme, the criteria that make most difference come first."
)


def _head(surveyed: Survey, judgement: Judgement, site: str, name: str, words: Words) -> tuple[Block, ...]:
    result = judgement.results.loc[site].to_dict()
    verdict = Verdict(result["verdict"])
    told = [words.translate(text) for text in reasons(surveyed, judgement, [site])[site][:_REASONS]]
    parts = (words.say(N_("Score {score}"), score=score_text(result, words.translate)), *told)
    shape = surveyed.sites.geometry[site]
    svg = situation_svg(surveyed.territory, shape, words.translate, width_m=_MAP_M, ratio=_RATIO)
    alt = words.say(N_("Map of the surroundings of {site}."), site=name)
    return (
        Heading(name),
        Picture(svg.encode(), "svg", alt),
        Notice(words.translate(VERDICT_LABELS[verdict]), ". ".join(parts) + ".", verdict.value),
    )


def _criteria(
    surveyed: Survey, judgement: Judgement, sites: Sequence[str], names: Sequence[str], words: Words
) -> Table:
    found = compared(surveyed, judgement, sites, words.translate)
    total = sum(criterion.weight for criterion in judgement.profile.criteria)
    rows = [_row(row, total, words) for criteria in found.values() for row in criteria]
    header = (words.say(N_("Theme")), words.say(N_("Criterion")), words.say(N_("Weight")), *names)
    return Table(header, tuple(rows), widths=(1.5, 2.4, 0.7, *(10.5 / len(names),) * len(names)))


def _row(row: Row, total: float, words: Words) -> tuple[str, ...]:
    weight = f"{number(100 * row.criterion.weight / total, words.language, decimals=0)}\u00a0%"
    theme = words.translate(Message(THEMES[row.criterion.theme]))
    return (theme, words.translate(Message(row.criterion.label)), weight, *(_cell(cell) for cell in row.cells))


def _cell(cell: Cell) -> str:
    if cell.utility is None:
        return "?"
    return f"{'★ ' if cell.best else ''}{cell.text} ({round(cell.utility)})"
