"""What strangers wrote, in every file that leaves: found as it was written, and inert."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from html import unescape

import docx as office
import ezdxf
import openpyxl
import pandas as pd
import pyogrio
import pypdf
import pytest

from geo.export.attachments import FileKind, attachment
from geo.export.docx import docx
from geo.export.gis import study_tables, write_study
from geo.export.pdf import pdf
from geo.portfolio import Limits, choose
from geo.present.comparison_sheet import comparison_sheet
from geo.present.document import Notice
from geo.present.dossier import dossier
from geo.present.labels import translator
from geo.present.letters import letters
from geo.present.minutes import minutes
from geo.present.plan_words import TitleBlock
from geo.present.portfolio_sheet import portfolio_sheet
from geo.store.meetings import Meeting, Stage
from geo.store.room import Participant
from geo.study.portfolio import offered
from tests.export import hostile
from tests.export.hostile import NAME

FR = translator("fr")
STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def _meeting(sites):
    times = {"opened": "2026-11-20T18:00:00+00:00", "closed": "2026-11-20T20:00:00+00:00"}
    return Meeting(
        *("1", "ABC234", "s", NAME, tuple(sites), False, Stage.CLOSED, True), decision=f"{NAME}\n{NAME}", **times
    )


def _people(site):
    return [Participant(str(n), NAME, NAME, {"health": 10.0 + n}, {site: True}, True) for n in range(3)]


@pytest.fixture(scope="module")
def sheets(attacked):
    """Return every document, by its name."""
    surveyed, judged, sites = attacked.surveyed, attacked.judgement, attacked.surveyed.sites.index[:2].tolist()
    found = offered(surveyed, judged)
    sets = choose(found.offer, Limits(gardens=1), count=2)
    meeting, people = _meeting(sites), _people(sites[0])
    return {
        "dossier": dossier(attacked, FR, "fr"),
        "letters": letters(attacked, FR, "fr"),
        "comparison": comparison_sheet(surveyed, judged, sites, FR, "fr"),
        "gardens": portfolio_sheet(surveyed, judged, sets, found.notes, FR, "fr"),
        "minutes": minutes(meeting, people, surveyed, judged.profile, FR, "fr"),
    }


def bare(text):
    """Take out what a line break may have put in."""
    return re.sub(r"[\s\-\u00ad\u2010]", "", text)


@pytest.mark.parametrize("name", ["dossier", "letters", "comparison", "gardens", "minutes"])
def test_a_pdf_tells_them_as_they_are_and_runs_nothing(sheets, name):
    content = pdf(sheets[name])
    reader = pypdf.PdfReader(io.BytesIO(content))
    told = bare("".join(page.extract_text() for page in reader.pages))
    assert bare(NAME)[:60] in told
    assert not [key for key in ("/OpenAction", "/AA", "/AcroForm") if key in reader.trailer["/Root"]]
    assert b"/JavaScript" not in content
    assert not [page for page in reader.pages if page.get("/Annots")]


@pytest.mark.parametrize("name", ["dossier", "letters", "comparison", "gardens", "minutes"])
def test_a_docx_tells_them_as_they_are_and_holds_no_field_of_theirs(sheets, name):
    content = docx(sheets[name])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {member: file.read(member).decode("utf-8", "replace") for member in file.namelist()}
    for text in parts.values():
        assert "instrText" not in text
        assert set(re.findall(r'w:instr="([^"]*)"', text)) <= {"PAGE"}
        assert 'TargetMode="External"' not in text
    body = "".join(part.text or "" for part in office.Document(io.BytesIO(content)).element.body.iter())
    assert NAME in body


def test_minutes_tell_the_decision_and_nobody_by_name(sheets):
    [decision] = [block for block in sheets["minutes"].cover if isinstance(block, Notice)]
    assert decision.text == f"{NAME}\n{NAME}"
    assert [row[0] for row in sheets["minutes"].blocks[1].rows] == [NAME, "Total"]


@pytest.fixture(scope="module")
def study(attacked, tmp_path_factory):
    out = tmp_path_factory.mktemp("hostile")
    write_study(out, attacked.surveyed, attacked.judgement, "fr", {attacked.site: attacked.sketch})
    return out


def test_names_of_files_are_plain(study):
    names = [path.name for path in study.rglob("*")]
    assert not [name for name in names if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", name)]
    assert all(study in path.resolve().parents for path in study.rglob("*"))


def test_the_geopackage_keeps_them_as_texts(study):
    path = study / "study.gpkg"
    candidates = pyogrio.read_dataframe(path, layer="candidates")
    assert candidates["name"].str.contains(NAME, regex=False).any()
    values = pyogrio.read_dataframe(path, layer="indicators")["value"]
    assert (values == NAME).sum() >= 4
    assert (pyogrio.read_dataframe(path, layer="partners")["name"] == NAME).all()
    assert (pyogrio.read_dataframe(path, layer="sources")["licence"] == NAME).any()
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    for column in ("styleQML", "styleSLD"):
        for text in styles[column]:
            ET.fromstring(text.split("\n", 1)[1] if text.startswith("<!DOCTYPE") else text)


def test_the_geojson_keeps_them_as_texts(study):
    document = json.loads((study / "candidates.geojson").read_text(encoding="utf-8"))
    assert [f for f in document["features"] if NAME in f["properties"]["name"]]


def test_the_map_holds_them_in_its_data_alone(study):
    page = (study / "map.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert NAME not in page
    outside = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    assert [unescape(text) for text in re.findall(r"<title>(.*?)</title>", outside)] == [NAME]
    opened, closed = len(re.findall(r"<script\b", page)), len(re.findall(r"</script>", page))
    assert opened == closed


@pytest.mark.parametrize("text", [NAME, *STARTS])
def test_no_spreadsheet_takes_them_for_a_formula(attacked, text, tmp_path):
    frame = attacked.surveyed.indicators.assign(street=text)
    surveyed = replace(attacked.surveyed, indicators=frame)
    write_study(tmp_path, surveyed, attacked.judgement, "fr")
    book = openpyxl.load_workbook(tmp_path / "study.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    named = [cell for cell in cells if f"{text.strip()} (A" in str(cell.value)]
    assert len(named) >= len(frame)
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in named)


@pytest.mark.parametrize("text", [NAME, *STARTS])
def test_no_line_of_a_csv_begins_like_a_formula(text, tmp_path):
    from geo.export.tables import write_rows

    path = tmp_path / "rows.csv"
    write_rows(path, [{"name": text, "many": [text, text]}])
    [_, row] = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert all(cell[0] == "'" and text.strip() in cell for cell in row)


@pytest.mark.parametrize("ending", ["svg", "dxf"])
def test_the_plan_keeps_them_as_texts(study, attacked, ending):
    [path] = (study / "plans").glob(f"*.{ending}")
    told = _texts_of_svg(path.read_bytes()) if ending == "svg" else _texts_of_dxf(path.read_bytes())
    assert any("#panic() $x$ {{ 7*7 }}" in text for text in told) or ending == "dxf"
    assert not any("%%" in text or "^" in text for text in told) or ending == "svg"


def _texts_of_svg(content):
    root = ET.fromstring(content)
    assert not [part for part in root.iter() if part.tag.rpartition("}")[2] in {"script", "foreignObject", "a"}]
    assert not [name for part in root.iter() for name in part.attrib if name.startswith("on")]
    return ["".join(root.itertext())]


def _texts_of_dxf(content):
    document = ezdxf.read(io.StringIO(content.decode("utf-8")))
    assert document.audit().errors == []
    return [text.dxf.text for text in document.modelspace().query("TEXT")]


@pytest.mark.parametrize("kind", [*FileKind])
def test_every_file_of_a_sketch_is_made(attacked, kind):
    ground = replace(attacked.sketch.plan.ground, site_id=NAME)
    named = replace(attacked.sketch, plan=replace(attacked.sketch.plan, ground=ground))
    block = TitleBlock(NAME, NAME, NAME, NAME, (NAME,))
    content = attachment(kind, named, attacked.found.budget, "fr", block=block)
    if kind == FileKind.SVG:
        assert "{{ 7*7 }}" in _texts_of_svg(content)[0]
    if kind == FileKind.DXF:
        assert not any("%%" in text or "^" in text for text in _texts_of_dxf(content))
    if kind == FileKind.RULES:
        assert json.loads(content)["site_id"] == NAME
    assert len(content) > 500


def test_a_word_that_is_a_broken_format_stays_a_word(attacked):
    frame = attacked.surveyed.indicators.assign(zoning="Projet {ZAC", street="{0} {} {x!r:>{y}}")
    tables = study_tables(replace(attacked.surveyed, indicators=frame), attacked.judgement, FR, {})
    told = pd.Series(tables["indicators"]["value"])
    assert {"Projet {ZAC", "{0} {} {x!r:>{y}}"} <= {*told}


def test_own_words_keep_their_paragraphs(attacked):
    asked = replace(attacked.asked, words=hostile.WORDS.model_copy(update={"asked": f"{NAME}\n\n{NAME}"}))
    document = dossier(replace(attacked, asked=asked), FR, "fr")
    told = [block.text for block in document.blocks if getattr(block, "tone", "") == "words"]
    assert told.count(NAME) >= 4
