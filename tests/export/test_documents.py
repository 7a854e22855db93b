"""One document, written as PDF and as DOCX: the same content, tagged, inert, the same bytes each time."""

import io
import re
import zipfile

import docx as office
import pypdf
import pytest

from geo.export.docx import docx, write_docx
from geo.export.pdf import pdf, write_pdf
from geo.present.document import (
    Bullets,
    Document,
    Heading,
    KeyFigures,
    Notice,
    Pairs,
    Paragraph,
    Picture,
    Table,
)

SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#7FB069"/></svg>'
)
HOSTILE = "#panic() $x$ {{ 7*7 }} <img src=x onerror=alert(1)> =cmd|'/c calc'!A1 \\` _a_ *b* @ref // end"


def document(**parts):
    usual = {
        "language": "fr",
        "kicker": "Jachère · dossier",
        "title": "Rue des Tilleuls",
        "subtitle": "AH 126 + AH 127, Valmartin",
        "authors": "Association des Tilleuls",
        "day": "25 novembre 2026",
        "warning": "Territoire fictif",
        "cover": (Picture(SQUARE, "svg", "Plan du terrain", "Situation", "Cadastre, 2025"),),
        "blocks": (
            Heading("En une page"),
            Notice("Éligible", "Sol à contrôler avant culture.", "eligible"),
            KeyFigures((("Surface", "800 m²", "trois parcelles"), ("Soleil", "7,2 h", ""))),
            Heading("Trois raisons", 2),
            Bullets(("Au soleil", "Près d’un quartier prioritaire"), ("+", "+")),
            Bullets(("Sans marque",)),
            Paragraph("Chapeau", "lead"),
            Paragraph("Petite note", "note"),
            Paragraph("Nos mots", "words"),
            Pairs((("Section", "AH"), ("Propriétaire", "Commune"))),
            Table(("Poste", "Bas"), (("Clôture", "1 000 €"), ("Total", "1 000 €")), "Budget", (1,), total=True),
        ),
    }
    return Document(**usual | parts)


def pdf_text(content):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def docx_text(content):
    body = office.Document(io.BytesIO(content)).element.body
    return " ".join("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())


@pytest.mark.parametrize(("write", "read"), [(pdf, pdf_text), (docx, docx_text)])
def test_every_text_is_there(write, read):
    told = read(write(document()))
    for text in (
        "Rue des Tilleuls", "AH 126 + AH 127, Valmartin", "Association des Tilleuls", "25 novembre 2026",
        "Territoire fictif", "Situation", "Cadastre, 2025", "En une page", "Éligible", "Sol à contrôler", "800 m²",
        "trois parcelles", "Trois raisons", "Au soleil", "Sans marque", "Chapeau", "Petite note", "Nos mots",
        "Propriétaire", "Commune", "Budget", "Clôture", "1 000 €",
    ):  # fmt: skip
        assert text in told, text


@pytest.mark.parametrize("write", [pdf, docx])
def test_the_same_document_gives_the_same_bytes(write):
    assert write(document()) == write(document())


@pytest.mark.parametrize(("write", "read"), [(pdf, pdf_text), (docx, docx_text)])
def test_hostile_texts_are_texts_everywhere(write, read):
    told = read(
        write(
            document(
                kicker=HOSTILE,
                title=HOSTILE,
                subtitle=HOSTILE,
                authors=HOSTILE,
                day=HOSTILE,
                warning=HOSTILE,
                cover=(Picture(SQUARE, "svg", HOSTILE, HOSTILE, HOSTILE),),
                blocks=(
                    Heading(HOSTILE),
                    Notice(HOSTILE, HOSTILE),
                    KeyFigures(((HOSTILE, HOSTILE, HOSTILE),)),
                    Bullets((HOSTILE,)),
                    Bullets((HOSTILE,), (HOSTILE,)),
                    Paragraph(HOSTILE),
                    Pairs(((HOSTILE, HOSTILE),)),
                    Table((HOSTILE,), ((HOSTILE,),), HOSTILE),
                ),
            )
        )
    )
    # A line may break anywhere: what counts is that nothing was taken away or worked out.
    assert told.replace(" ", "").replace("-", "").count("{{7*7}}<imgsrc=xonerror=alert(1)>=cmd|") >= 15
    assert "49" not in told


def test_the_pdf_is_tagged_titled_spoken_in_its_language_and_describes_its_pictures():
    reader = pypdf.PdfReader(io.BytesIO(pdf(document())))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "fr"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Rue des Tilleuls"
    assert "pdfuaid" in reader.xmp_metadata.rdf_root.toxml()
    kinds, texts = _structure(catalogue["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Figure", "/Table", "/TH", "/TD", "/L"} <= kinds
    assert "Plan du terrain" in texts


def _structure(node, depth=0):
    kinds, texts = set(), set()
    kids = node.get("/K", [])
    for kid in (reference.get_object() for reference in (kids if isinstance(kids, list) else [kids])):
        if not hasattr(kid, "get") or depth > 40:
            continue
        kinds |= {kid["/S"]} if "/S" in kid else set()
        texts |= {kid["/Alt"]} if "/Alt" in kid else set()
        deeper = _structure(kid, depth + 1)
        kinds, texts = kinds | deeper[0], texts | deeper[1]
    return kinds, texts


def test_a_picture_that_is_none_is_refused():
    import typst

    with pytest.raises(typst.TypstError):
        pdf(document(cover=(Picture(b"no picture", "svg", "x"),)))


def test_the_docx_has_real_styles_a_repeated_header_and_described_pictures():
    word = office.Document(io.BytesIO(docx(document())))
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.text}
    assert styles["Rue des Tilleuls"] == "Title"
    assert styles["En une page"] == "Heading 1"
    assert styles["Trois raisons"] == "Heading 2"
    assert styles["Sans marque"] == "List Bullet"
    assert word.inline_shapes[0]._inline.docPr.get("descr") == "Plan du terrain"
    [table] = [table for table in word.tables if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    parts = [part.tag.rpartition("}")[2] for part in table._tbl.tblPr]
    assert [name for name in _TABLE_PARTS if name in parts] == parts
    assert [cell.text for cell in table.rows[0].cells] == ["Poste", "Bas"]
    assert word.core_properties.title == "Rue des Tilleuls"


_TABLE_PARTS = ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook")
"""In the order that the format asks for [ISO 29500-1, CT_TblPr]."""


def test_the_docx_holds_no_field_but_the_number_of_the_page_and_asks_nobody():
    with zipfile.ZipFile(io.BytesIO(docx(document()))) as file:
        for name in file.namelist():
            text = file.read(name).decode("utf-8", "replace")
            assert "instrText" not in text
            assert set(re.findall(r'w:instr="([^"]*)"', text)) <= {"PAGE"}
            assert 'TargetMode="External"' not in text


@pytest.mark.parametrize("write", [write_pdf, write_docx])
def test_files_are_written_whole(write, tmp_path):
    path = tmp_path / "dossier"
    path.write_text("old")
    write(path, document())
    assert path.stat().st_size > 5_000
    assert [*tmp_path.iterdir()] == [path]


def test_a_comparison_is_one_a3_page():
    sheet = document(landscape_a3=True, cover=(), blocks=(Heading("Comparaison"), Paragraph("Deux terrains")))
    reader = pypdf.PdfReader(io.BytesIO(pdf(sheet)))
    assert len(reader.pages) == 1
    assert [round(side / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [420, 297]
