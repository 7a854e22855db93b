"""One button for each file that leaves the page of the dossier; a file is made when its button is pressed."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from geo.export.attachments import MIME_TYPES as PLAN_TYPES
from geo.export.attachments import FileKind, attachment
from geo.export.dossier import MAKERS, MIME_TYPES, DocumentKind, safe_name
from geo.export.gis import study_tables, write_study_geopackage
from geo.export.workbook import workbook
from geo.messages import N_, Message
from geo.portfolio import Portfolio
from geo.present import screening
from geo.present.comparison_sheet import comparison_of
from geo.present.document import Document
from geo.present.labels import translator
from geo.present.letters import letters
from geo.present.plan_words import TitleBlock
from geo.present.portfolio_sheet import portfolio_sheet
from geo.study import Judgement, Survey
from geo.study.dossier import Case
from geo.ui import session

_PLANS = {FileKind.DXF: N_("Plan (DXF)"), FileKind.SVG: N_("Plan (SVG)"), FileKind.PNG: N_("Plan (image)")}
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_site(case: Case, document: Document) -> None:
    """Offer the dossier, the plan and the comparison of a site."""
    say = session.words()
    stem = safe_name(*screening.site_names(case.surveyed, [case.site], session.translate()))
    st.subheader(say(N_("Files of this site")))
    with st.container(horizontal=True, key="files-site"):
        for kind, label in ((DocumentKind.PDF, N_("Dossier (PDF)")), (DocumentKind.DOCX, N_("Dossier (Word)"))):
            name = f"dossier-{stem}.{kind}"
            _offer(say(label), partial(MAKERS[kind], document), name, MIME_TYPES[kind], first=kind == DocumentKind.PDF)
        if case.others:
            compared = say(N_("Comparison"))
            name = f"{safe_name(compared, stem)}.pdf"
            _offer(say(N_("Comparison (A3)")), partial(_compared, case), name, MIME_TYPES[DocumentKind.PDF])
        if len(case.partners):
            partners = say(N_("Partners"))
            name = f"{safe_name(partners, stem)}.docx"
            _offer(say(N_("Letters to partners (Word)")), partial(_letters, case), name, MIME_TYPES[DocumentKind.DOCX])
        if case.sketch is not None:
            for plan, label in _PLANS.items():
                _offer(say(label), partial(_plan, case, plan), f"plan-{stem}.{plan}", PLAN_TYPES[plan])


def of_study(case: Case) -> None:
    """Offer the files of all the sites."""
    say = session.words()
    stem = safe_name(case.territory.name)
    st.subheader(say(N_("Files of all the sites")))
    with st.container(horizontal=True, key="files-study"):
        _offer("GeoPackage (QGIS)", partial(_geopackage, case), f"{stem}.gpkg", PLAN_TYPES[FileKind.GEOPACKAGE])
        _offer(say(N_("Spreadsheet (XLSX)")), partial(_workbook, case), f"{stem}.xlsx", _SHEETS)
        _offer(say(N_("Map (HTML)")), partial(_map, case), f"{stem}.html", "text/html")


def _offer(label: str, make: Callable[[], bytes], name: str, kind: str, *, first: bool = False) -> None:
    st.download_button(
        label,
        make,
        name,
        kind,
        key=f"hand-{label}",
        icon=":material/download:",
        type="primary" if first else "secondary",
        on_click="ignore",
    )


def _compared(case: Case) -> bytes:
    return MAKERS[DocumentKind.PDF](comparison_of(case, session.translate(), session.language()))


def _letters(case: Case) -> bytes:
    return MAKERS[DocumentKind.DOCX](letters(case, session.translate(), session.language()))


def _plan(case: Case, kind: FileKind) -> bytes:
    if case.sketch is None or case.found is None:
        return b""
    language = session.language()
    [name] = screening.site_names(case.surveyed, [case.site], session.translate())
    block = TitleBlock(name, case.asked.day or date.today(), case.asked.words.project, case.word("street"))
    return attachment(kind, case.sketch, case.found.budget, language, block=block)


def _geopackage(case: Case) -> bytes:
    translate = translator(session.language())
    sketches = {} if case.sketch is None else {case.site: case.sketch}
    tables = study_tables(case.surveyed, case.judgement, translate, sketches)
    with tempfile.TemporaryDirectory(prefix="jachere-study-") as folder:
        path = Path(folder, "study.gpkg")
        write_study_geopackage(path, tables, translate)
        return path.read_bytes()


def _workbook(case: Case) -> bytes:
    return workbook(case.surveyed, case.judgement, session.translate())


def _map(case: Case) -> bytes:
    text = screening.standalone_map(case.surveyed, case.judgement, session.translate(), language=session.language())
    return text.encode("utf-8")


def of_gardens(surveyed: Survey, judgement: Judgement, sets: Sequence[Portfolio], notes: Sequence[Message]) -> None:
    """
    Offer the sheet of several gardens.

    Parameters
    ----------
    sets
        The best first.
    """
    say = session.words()
    make = partial(_gardens, surveyed, judgement, sets, notes)
    title, together = say(N_("Sheet of the gardens (PDF)")), say(N_("Together"))
    _offer(title, make, f"{safe_name(together)}.pdf", MIME_TYPES[DocumentKind.PDF])


def _gardens(surveyed: Survey, judgement: Judgement, sets: Sequence[Portfolio], notes: Sequence[Message]) -> bytes:
    document = portfolio_sheet(surveyed, judgement, sets, notes, session.translate(), session.language())
    return MAKERS[DocumentKind.PDF](document)
