"""The pages of a DOCX: size, margins, styles, what stands at the head and the foot of each."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from geo.models import Verdict
from geo.present import palette
from geo.present.document import Document

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.section import Section
    from docx.shared import Length

QUIET, LINE = "4A5660", "DEDBD3"
_FONT = "Calibri"
"""Letters that office suites have, or letters of the same widths; those of our pages are on few machines."""
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def bare(colour: str) -> str:
    """
    Return a colour as office files write it.

    Examples
    --------
    >>> bare("#1B7F5C")
    '1B7F5C'
    """
    return colour.removeprefix("#")


ACCENT, INK = bare(palette.VERDICT_COLOURS[Verdict.ELIGIBLE]), bare(palette.INK)


def settle(word: "Word", document: Document) -> None:
    """Set the page, the styles and what the file says of itself."""
    from docx.shared import Mm

    section = word.sections[0]
    size = (Mm(420), Mm(297)) if document.landscape_a3 else (Mm(210), Mm(297))
    lay(section, size, (Mm(22), Mm(20), Mm(22), Mm(20)))
    section.header.paragraphs[0].text = " · ".join(part for part in (document.kicker, document.warning) if part)
    _write_footer(section.footer.paragraphs[0], document.title)
    _settle_styles(word, document)
    told = word.core_properties
    told.title, told.author, told.subject = document.title[:255], document.authors[:255], document.subtitle[:255]
    told.language, told.comments, told.created, told.modified = document.language, "", _ANY_DAY, _ANY_DAY
    told.last_modified_by = ""


def _write_footer(paragraph: Any, title: str) -> None:
    paragraph.text = f"{title} · "
    number_pages(paragraph)


def number_pages(paragraph: Any) -> None:
    """End a line with the number of its page, the one field of the file: no text of anybody is in it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _settle_styles(word: "Word", document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = {
        "Normal": 10,
        "Title": 28,
        "Subtitle": 13,
        "Heading 1": 18,
        "Heading 2": 12.5,
        "Heading 3": 11,
        "Caption": 8.5,
        "Quote": 10,
    }
    for name, size in sizes.items():
        style = word.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        colour = ACCENT if name == "Heading 1" else QUIET if name in {"Subtitle", "Caption"} else INK
        style.font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
    for line in word.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)
    word.styles["Caption"].font.bold = False
    word.styles["Normal"].paragraph_format.space_after = Pt(6)
    word.styles["Normal"].paragraph_format.line_spacing = 1.05
    word.styles["Caption"].paragraph_format.space_after = Pt(4)
    word.styles["Subtitle"].font.italic = False
    word.styles["Heading 1"].paragraph_format.page_break_before = document.paged and not document.landscape_a3
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), {"fr": "fr-FR", "en": "en-GB"}.get(document.language, document.language))
    word.styles["Normal"].element.get_or_add_rPr().append(spoken)


def lay(section: "Section", size: tuple["Length | None", ...], sides: tuple["Length | None", ...]) -> None:
    """Give a section its page and its margins: top, bottom, left, right."""
    from docx.enum.section import WD_ORIENT

    section.page_width, section.page_height = size
    wide = int(size[0] or 0) > int(size[1] or 0)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = sides
