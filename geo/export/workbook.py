"""The judgement as a spreadsheet whose scores are formulas, so that a planner can check them and move the weights.

::

    Weights (a row a criterion) ──▶ Utilities (sites × criteria, weights above) ──▶ Ranking (score, low, high)
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.export.packing import repacked
from geo.messages import N_, Message
from geo.models import Verdict
from geo.present.labels import Translator, column_label
from geo.present.palette import VERDICT_LABELS
from geo.present.screening import provenances, site_names
from geo.present.svg import plain
from geo.present.themes import THEME_LABELS
from geo.scoring import Theme
from geo.sources._writing import write_atomically
from geo.study import Judgement, Survey, ranking, reasons

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_FIRST_WEIGHT, _FIRST_SITE, _WEIGHTS_ROW, _FIRST_CRITERION = 2, 4, 2, 3
_MOST_LETTERS = 32_000
"""A cell holds no more."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_workbook(path: Path, surveyed: Survey, judgement: Judgement, translate: Translator) -> None:
    """
    Write the judgement as XLSX; the same judgement gives the same bytes.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    content = workbook(surveyed, judgement, translate)
    write_atomically(path, lambda draft: _put(draft, content))


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def workbook(surveyed: Survey, judgement: Judgement, translate: Translator) -> bytes:
    """
    Return the judgement as XLSX, its scores as formulas of the weights and the utilities.

    Texts of the files are written as texts, whatever they begin with: none is ever a formula.
    """
    from openpyxl import Workbook

    book = Workbook()
    titles = [translate(Message(name)) for name in (N_("Ranking"), N_("Weights"), N_("Utilities"), N_("Sources"))]
    sheets = [book.active if place == 0 else book.create_sheet() for place in range(len(titles))]
    for sheet, title in zip(sheets, titles, strict=True):
        sheet.title = title
    table = ranking(surveyed, judgement)
    _write_ranking(sheets[0], surveyed, judgement, table, translate)
    _write_weights(sheets[1], judgement, translate)
    _write_utilities(sheets[2], judgement, table.index.tolist(), (surveyed, titles[1], translate))
    _write_sources(sheets[3], surveyed, translate)
    _settle(book)
    return _saved(book)


def _write_ranking(
    sheet: "Worksheet", surveyed: Survey, judgement: Judgement, table: pd.DataFrame, translate: Translator
) -> None:
    names = ("rank", "site_id", "parcels", "commune", "area_m2", "verdict", "score", "score_low", "score_high")
    labels = [column_label(name, translate) for name in (*names, "reliability", "reasons")]
    _header(sheet, 1, [translate(Message(N_("Name"))), *labels])
    told, called = reasons(surveyed, judgement, table.index), site_names(surveyed, table.index, translate)
    utilities = translate(Message(N_("Utilities")))
    last = _letter(_FIRST_CRITERION + len(judgement.profile.criteria) - 1)
    for place, (site, row) in enumerate(zip(table.index, table.to_dict("records"), strict=True)):
        line = place + 2
        texts = [called[place], None, site, ", ".join(row["parcels"]), row["commune"], None]
        _texts(sheet, line, texts)
        sheet.cell(line, 2, int(row["rank"]))
        sheet.cell(line, 6, round(float(row["area_m2"]), 1))
        _texts(sheet, line, [translate(VERDICT_LABELS[Verdict(row["verdict"])])], first=7)
        for column, formula in enumerate(_formulas(utilities, last, place + _FIRST_SITE), start=8):
            sheet.cell(line, column, formula).number_format = "0.0"
        sheet.cell(line, 11, round(float(row["reliability"]), 3)).number_format = "0.00"
        _texts(sheet, line, ["; ".join(translate(text) for text in told[site])], first=12)


def _formulas(utilities: str, last: str, row: int) -> tuple[str, str, str]:
    """Return the score on what is known, and its bounds if the unknown is worth 0 or 100."""
    first = _letter(_FIRST_CRITERION)
    weights = f"'{utilities}'!${first}${_WEIGHTS_ROW}:${last}${_WEIGHTS_ROW}"
    worth = f"'{utilities}'!{first}{row}:{last}{row}"
    gained = f"SUMPRODUCT({weights},{worth})"
    known = f"SUMPRODUCT({weights},ISNUMBER({worth})*1)"
    whole = f"SUM({weights})"
    return (
        f'=IF({known}=0,"",{gained}/{known})',
        f"={gained}/{whole}",
        f"=({gained}+100*({whole}-{known}))/{whole}",
    )


def _write_weights(sheet: "Worksheet", judgement: Judgement, translate: Translator) -> None:
    _header(sheet, 1, [translate(Message(name)) for name in (N_("Criterion"), N_("Theme"), N_("Label"), N_("Weight"))])
    for line, criterion in enumerate(judgement.profile.criteria, start=_FIRST_WEIGHT):
        theme = translate(Message(THEME_LABELS[Theme(criterion.theme)]))
        _texts(sheet, line, [criterion.id, theme, translate(Message(criterion.label))])
        sheet.cell(line, 4, criterion.weight)
    told = N_("Change a weight: every score of the ranking follows. Empty utilities are not known.")
    _texts(sheet, len(judgement.profile.criteria) + _FIRST_WEIGHT + 1, [translate(Message(told))])


def _write_utilities(
    sheet: "Worksheet", judgement: Judgement, sites: Sequence[str], words: tuple[Survey, str, Translator]
) -> None:
    surveyed, weights, translate = words
    criteria = judgement.profile.criteria
    _header(sheet, 1, ["site_id", translate(Message(N_("Name"))), *(criterion.id for criterion in criteria)])
    _texts(sheet, _WEIGHTS_ROW, ["", translate(Message(N_("Weight")))])
    _texts(sheet, 3, ["", "", *(translate(Message(criterion.label)) for criterion in criteria)])
    for place in range(len(criteria)):
        sheet.cell(_WEIGHTS_ROW, _FIRST_CRITERION + place, f"='{weights}'!$D${_FIRST_WEIGHT + place}")
    called = site_names(surveyed, sites, translate)
    for line, (site, name) in enumerate(zip(sites, called, strict=True), start=_FIRST_SITE):
        _texts(sheet, line, [site, name])
        for place, criterion in enumerate(criteria):
            worth = judgement.utilities.at[site, criterion.id]
            if pd.notna(worth):
                sheet.cell(line, _FIRST_CRITERION + place, float(worth)).number_format = "0.0"


def _write_sources(sheet: "Worksheet", surveyed: Survey, translate: Translator) -> None:
    names = (N_("Publisher"), N_("Dataset"), N_("Vintage"), N_("Licence"), N_("File"), N_("Address"))
    _header(sheet, 1, [translate(Message(name)) for name in names])
    for line, origin in enumerate(provenances(surveyed.territory), start=2):
        told = [origin.publisher, origin.dataset, origin.vintage, origin.licence, origin.file, origin.url]
        _texts(sheet, line, told)


def _header(sheet: "Worksheet", line: int, texts: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font

    _texts(sheet, line, texts)
    for cell in sheet[line]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def _texts(sheet: "Worksheet", line: int, texts: Iterable[str | None], *, first: int = 1) -> None:
    """Write texts as texts: one that begins like a formula keeps the mark by which a spreadsheet leaves it alone."""
    for column, text in enumerate(texts, start=first):
        if text is None:
            continue
        cell = sheet.cell(line, column)
        cell.value = plain(text)[:_MOST_LETTERS].replace("\r", " ")
        cell.data_type = "s"
        cell.quotePrefix = True


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _settle(book: "Workbook") -> None:
    widths: dict[int, tuple[int, ...]] = {0: (42, 7, 17, 30, 10, 12, 16, 9, 9, 9, 11, 80), 1: (11, 26, 40, 9)}
    for place, sheet in enumerate(book.worksheets):
        sheet.freeze_panes = "C4" if place == 2 else "A2"
        for column, width in enumerate(widths.get(place, (24, 36, 12)), start=1):
            sheet.column_dimensions[_letter(column)].width = width
    properties = book.properties
    properties.creator, properties.created, properties.lastModifiedBy = "Jachère", _ANY_DAY.replace(tzinfo=None), ""


def _saved(book: "Workbook") -> bytes:
    """Save without the time of saving: the same study gives the same bytes."""
    content, timeless = io.BytesIO(), io.BytesIO()
    book.save(content)
    fixed = b"\\g<1>" + _ANY_DAY.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(timeless, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member, _MODIFIED.sub(fixed, data) if member.filename == "docProps/core.xml" else data)
    return repacked(timeless.getvalue())
