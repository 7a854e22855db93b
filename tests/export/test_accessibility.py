"""What a screen reader finds in the PDF files: tags, titles in order, words for pictures, the language."""

import io
import re
from itertools import pairwise

import pypdf
import pytest

from geo.export.pdf import pdf
from geo.present.comparison_sheet import comparison_of
from geo.present.dossier import dossier
from geo.present.labels import translator
from geo.present.letters import letters

MAKERS = {"dossier": dossier, "comparison": comparison_of, "letters": letters}


def elements(node):
    """Yield the elements of the structure, each after its parent."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node and not isinstance(node["/K"], int):
            yield from elements(node["/K"])


@pytest.fixture(scope="module", params=[(name, language) for name in MAKERS for language in ("fr", "en")])
def read(request, best):
    name, language = request.param
    content = pdf(MAKERS[name](best, translator(language), language))
    return name, language, pypdf.PdfReader(io.BytesIO(content))


def tree(reader):
    return [*elements(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])]


def test_every_picture_has_words(read):
    name, _, reader = read
    figures = [node for node in tree(reader) if node["/S"] == "/Figure"]
    assert all(str(node.get("/Alt", "")).strip() for node in figures)
    assert bool(figures) is (name != "letters")


def test_titles_go_down_one_step_at_a_time(read):
    _, _, reader = read
    levels = [int(node["/S"][2:]) for node in tree(reader) if re.fullmatch(r"/H\d", node["/S"])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_header(read):
    _, _, reader = read
    tables = [node for node in tree(reader) if node["/S"] == "/Table"]
    assert all(any(part["/S"] == "/TH" for part in elements(table["/K"])) for table in tables)


def test_the_file_tells_its_language_its_title_and_its_standard(read):
    _, language, reader = read
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title
    told = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", told)


def test_every_page_follows_the_structure(read):
    _, _, reader = read
    assert all("/StructParents" in page for page in reader.pages)
    assert all(page.get("/Tabs", "/S") == "/S" for page in reader.pages)
