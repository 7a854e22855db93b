"""Documents as DOCX, with real styles, headings and tables: an association edits them in any office suite."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, assert_never

from geo.export.docx_page import ACCENT, INK, LINE, QUIET, bare, lay, number_pages, settle
from geo.export.packing import repacked
from geo.present.document import (
    Block,
    Bullets,
    Columns,
    Document,
    Heading,
    KeyFigures,
    Notice,
    Pairs,
    Paragraph,
    Picture,
    Sheet,
    Table,
)
from geo.present.palette import VERDICT_COLOURS, VERDICT_MARKS
from geo.present.rendering import png_of_svg
from geo.sources._writing import write_atomically

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table as WordTable
    from docx.table import _Cell

_TABLE = "Light Shading"
_TONES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{verdict.value: (mark, bare(VERDICT_COLOURS[verdict])) for verdict, mark in VERDICT_MARKS.items()},
        "plain": ("", QUIET),
    }
)
_PICTURE_PX = 1320
"""Of a picture as wide as the text: 200 dots per inch."""
_PAIR_SHARES = (0.34, 0.66)
_SHEET_DPI = 170
"""Of a drawing at its true size. [dots per inch]"""


def docx(document: Document) -> bytes:
    """
    Return a document as DOCX; the same document gives the same bytes.

    Parameters
    ----------
    document
        Its texts are data: no field code, no markup in them is ever read.
    """
    import docx as office

    word = office.Document()
    settle(word, document)
    _write_title(word, document)
    for block in (*document.cover, *document.blocks):
        _write(word, block)
    content = io.BytesIO()
    word.save(content)
    return repacked(content.getvalue())


def write_docx(path: Path, document: Document) -> None:
    """
    Write a document as DOCX.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    content = docx(document)
    write_atomically(path, lambda draft: _put(draft, content))


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _write_title(word: "Word", document: Document) -> None:
    _paragraph(word, document.kicker, colour=ACCENT, bold=True)
    word.add_paragraph(document.title, style="Title")
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Subtitle")
    signed = " · ".join(part for part in (document.authors, document.day) if part)
    _paragraph(word, signed, colour=QUIET)
    if document.warning:
        _paragraph(word, document.warning, bold=True)


def _write(word: "Word", block: Block) -> None:
    match block:
        case Heading():
            heading = word.add_heading(block.text, level=block.level)
            if block.joined:
                heading.paragraph_format.page_break_before = False
        case Paragraph():
            _write_paragraph(word, block)
        case Bullets():
            _write_bullets(word, block)
        case Pairs():
            _write_pairs(word, block)
        case _:
            _write_framed(word, block)


def _write_framed(word: "Word", block: "Table | Picture | KeyFigures | Notice | Columns | Sheet") -> None:
    match block:
        case Table():
            _write_table(word, block)
        case Picture():
            _write_picture(word, block)
        case KeyFigures():
            _write_key_figures(word, block)
        case Notice():
            _write_notice(word, block)
        case Columns():
            _write_columns(word, block)
        case Sheet():
            _write_sheet(word, block)
        case _:
            assert_never(block)


def _write_paragraph(word: "Word", block: Paragraph) -> None:
    styles = {"note": "Caption", "words": "Quote"}
    paragraph = word.add_paragraph(block.text, style=styles.get(block.tone, "Normal"))
    if block.tone == "lead":
        from docx.shared import Pt

        paragraph.runs[0].font.size = Pt(12.5)


def _write_bullets(word: "Word", block: Bullets) -> None:
    if not block.marks:
        for item in block.items:
            word.add_paragraph(item, style="List Bullet")
        return
    for item, mark in zip(block.items, block.marks, strict=True):
        paragraph = word.add_paragraph(style="List")
        _run(paragraph, f"{mark}  ", colour=ACCENT, bold=True)
        _run(paragraph, item)


def _write_pairs(word: "Word", block: Pairs) -> None:
    table = word.add_table(rows=0, cols=2)
    for name, value in block.rows:
        cells = table.add_row().cells
        _run(cells[0].paragraphs[0], name, colour=QUIET)
        _run(cells[1].paragraphs[0], value, bold=True)
        for cell, share in zip(cells, _PAIR_SHARES, strict=True):
            _tighten(cell.paragraphs[0])
            cell.width = int(_text_width(word) * share)
    _gap(word)


def _write_table(word: "Word", block: Table) -> None:
    if block.caption:
        _paragraph(word, block.caption, bold=True)
    table = word.add_table(rows=1, cols=len(block.header), style=_TABLE)
    _settle_table(table)
    _fill(table.rows[0].cells, 0, block.header, block)
    if block.widths:
        whole = _text_width(word)
        for column, width in zip(table.columns, block.widths, strict=True):
            column.width = int(whole * width / sum(block.widths))
    for number, row in enumerate(block.rows, start=1):
        _fill(table.add_row().cells, number, row, block)
    _repeat_header(table)
    _keep_rows_whole(table)
    _gap(word)


def _settle_table(table: "WordTable") -> None:
    """Leave the first column as the others are, since it is no header, and lines between the rows, no stripes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:noHBand"), "1")
        look.set(qn("w:val"), "0620")
    lines, between = OxmlElement("w:tblBorders"), OxmlElement("w:insideH")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
        between.set(qn(f"w:{name}"), value)
    lines.append(between)
    # the parts of a table stand in a fixed order: borders come before the layout and the look
    table._tbl.tblPr.find(qn("w:tblW")).addnext(lines)


def _fill(cells: "Sequence[_Cell]", number: int, texts: tuple[str, ...], block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    bold = number == 0 or (block.total and number == len(block.rows))
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        _run(paragraph, text, bold=bold, colour=ACCENT if number == 0 else INK).font.size = Pt(9)
        _tighten(paragraph)
        if place in block.figures:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_header(table: "WordTable") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _keep_rows_whole(table: "WordTable") -> None:
    """Let no row go on to the next page."""
    from docx.oxml import OxmlElement

    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _write_picture(word: "Word", block: Picture) -> None:
    width = _text_width(word) * block.width
    shape = word.add_picture(_opened(block, block.width), width=int(width))
    described = shape._inline.docPr
    described.set("descr", block.alt)
    described.set("title", block.caption)
    for text in (block.caption, block.source):
        if text:
            word.add_paragraph(text, style="Caption")


def _text_width(word: "Word") -> int:
    section = word.sections[0]
    sides = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (int(side or 0) for side in sides)
    return page - left - right


def _write_key_figures(word: "Word", block: KeyFigures) -> None:
    from docx.shared import Pt

    table = word.add_table(rows=1, cols=len(block.items))
    for cell, (name, value, meaning) in zip(table.rows[0].cells, block.items, strict=True):
        _run(cell.paragraphs[0], name, colour=QUIET)
        _run(cell.add_paragraph(), value, bold=True).font.size = Pt(15)
        _run(cell.add_paragraph(), meaning, colour=QUIET)
    _gap(word)


def _write_notice(word: "Word", block: Notice) -> None:
    mark, colour = _TONES[block.tone]
    table = word.add_table(rows=1, cols=1, style="Table Grid")
    paragraph = table.rows[0].cells[0].paragraphs[0]
    _run(paragraph, f"{mark} " if mark else "", colour=colour, bold=True)
    _run(paragraph, block.title, bold=True)
    if block.text:
        _run(table.rows[0].cells[0].add_paragraph(), block.text)
    _keep_rows_whole(table)
    _gap(word)


def _write_columns(word: "Word", block: Columns) -> None:
    """Write pictures side by side, anything else one under the other: that is what people edit without trouble."""
    pictures = [inner for column in block.columns for inner in column if isinstance(inner, Picture)]
    if pictures and len(pictures) == sum(len(column) for column in block.columns):
        _write_beside(word, pictures)
        return
    for column in block.columns:
        for inner in column:
            _write(word, inner)


def _write_beside(word: "Word", pictures: list[Picture]) -> None:
    table = word.add_table(rows=1, cols=max(len(pictures), 2))
    share = 1 / max(len(pictures), 2)
    width = 0.94 * _text_width(word) * share
    for cell, picture in zip(table.rows[0].cells, pictures, strict=False):
        shape = (
            cell.paragraphs[0]
            .add_run()
            .add_picture(_opened(picture, share), width=int(width * min(picture.width, 1.0)))
        )
        shape._inline.docPr.set("descr", picture.alt)
        if picture.caption:
            cell.add_paragraph(picture.caption, style="Caption")
    _gap(word)


def _opened(picture: Picture, share: float) -> io.BytesIO:
    """Return a picture as large as its share of the width of the text needs."""
    svg = picture.form == "svg"
    pixels = round(_PICTURE_PX * share)
    return io.BytesIO(png_of_svg(picture.data.decode(), width_px=pixels) if svg else picture.data)


def _write_sheet(word: "Word", block: Sheet) -> None:
    """Give the drawing a section of its own, as large as the drawing, then come back to the usual page."""
    from docx.enum.section import WD_SECTION
    from docx.shared import Mm, Pt

    width, height = Mm(block.width_mm), Mm(block.height_mm)
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    lay(section, (width, height), (Mm(0),) * 4)
    section.header_distance = section.footer_distance = Mm(0)
    data = png_of_svg(block.data.decode(), width_px=round(block.width_mm / 25.4 * _SHEET_DPI))
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    # in a line of its own height, a hair lower than the page: what holds it must not go on to another page
    shape = paragraph.add_run().add_picture(io.BytesIO(data), width=width, height=int(0.985 * height))
    shape._inline.docPr.set("descr", block.alt)
    _come_back(word)


def _come_back(word: "Word") -> None:
    """Begin a section like the first one, with its header and footer."""
    from docx.enum.section import WD_SECTION

    first, section = word.sections[0], word.add_section(WD_SECTION.NEW_PAGE)
    sides = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    lay(section, (first.page_width, first.page_height), sides)
    section.header_distance, section.footer_distance = first.header_distance, first.footer_distance
    for edge, model in ((section.header, first.header), (section.footer, first.footer)):
        edge.is_linked_to_previous = False
        edge.paragraphs[0].text = model.paragraphs[0].text
    number_pages(section.footer.paragraphs[0])


def _paragraph(word: "Word", text: str, *, colour: str = INK, bold: bool = False) -> None:
    _run(word.add_paragraph(), text, colour=colour, bold=bold)


def _gap(word: "Word") -> None:
    """Leave a little room under a table, without which two in a row would be one."""
    from docx.shared import Pt

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(4)


def _tighten(paragraph: Any) -> None:
    """Leave as little room under a line of a table as above it."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)


def _run(paragraph: Any, text: str, *, colour: str = INK, bold: bool = False) -> Any:
    from docx.shared import RGBColor

    run = paragraph.add_run(text)
    run.bold = bold
    run.font.color.rgb = RGBColor.from_string(colour)
    return run
