"""What the council said, in the dossier: places, votes and decisions as they were, and nothing where no meeting was."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from html import escape

import pypdf
import pytest

from geo.export.docx import docx
from geo.export.pdf import pdf
from geo.present.document import Heading, Table, flat
from geo.present.dossier import dossier
from geo.present.labels import translator
from geo.study.dossier import Deliberation

HOSTILE = "#eval(1) <b>*x*</b> {{7*7}} @label"
SAID = Deliberation(HOSTILE, date(2026, 10, 1), 12, 9, 2, 3, 7, 4, "Retenu, sous réserve d’une étude de sol.")


def part(case, *told, language="fr"):
    """Return the table and the texts of the part, if there is one."""
    asked = replace(case, asked=replace(case.asked, deliberations=told))
    blocks = list(flat(dossier(asked, translator(language), language).blocks))
    titles = {"fr": "Ce que le conseil en a dit", "en": "What the council said"}
    [start] = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == titles[language]]
    table = blocks[start + 1]
    assert isinstance(table, Table)
    return table, [block.text for block in blocks[start + 2 : start + 2 + len(told)]]


def test_a_dossier_without_a_meeting_has_no_such_part(best):
    texts = [b.text for b in flat(dossier(best, translator("fr"), "fr").blocks) if isinstance(b, Heading)]
    assert "Ce que le conseil en a dit" not in texts


def test_place_votes_and_decision_are_told(best):
    table, [decision] = part(best, SAID)
    assert table.rows == ((f"{HOSTILE}, 1er octobre 2026", "12", "2 sur 3", "7", "4"),)
    assert decision == f"Décision de «\u00a0{HOSTILE}\u00a0»\u00a0: Retenu, sous réserve d’une étude de sol."


@pytest.mark.parametrize(
    ("changes", "place"), [({"weighed": 0}, "nobody gave weights"), ({"place": None}, "excluded"), ({}, "2 of 3")]
)
def test_a_place_that_is_not_known_is_said(best, changes, place):
    table, _ = part(best, replace(SAID, **changes), language="en")
    assert table.rows[0][2] == place


def test_a_meeting_without_a_decision_says_so(best):
    _, [decision] = part(best, replace(SAID, decision="", day=None), language="en")
    assert decision == f"Decision of “{HOSTILE}”: closed without a decision"


def test_words_of_a_meeting_stay_words_in_both_files(best):
    asked = replace(best, asked=replace(best.asked, deliberations=(SAID,)))
    document = dossier(asked, translator("fr"), "fr")
    with zipfile.ZipFile(io.BytesIO(docx(document))) as package:
        assert escape(HOSTILE, quote=False) in package.read("word/document.xml").decode()
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(document))).pages)
    assert "".join(HOSTILE.split()) in "".join(printed.split())
