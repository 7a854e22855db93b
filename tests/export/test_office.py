"""The dossier for Word, opened by another office suite: nothing of it is lost on the way to paper."""

import io
import re

import docx as office
import pypdf

from geo.export.docx import docx
from geo.present.document import Sheet
from geo.present.dossier import dossier
from geo.present.labels import translator


def printed(content, folder, convert):
    """Return the pages that LibreOffice prints."""
    path = folder / "dossier.docx"
    path.write_bytes(content)
    convert(path, "pdf")
    return pypdf.PdfReader(io.BytesIO(path.with_suffix(".pdf").read_bytes()))


def bare(text):
    """Take out what a line break may have put in, and a mark that is drawn with other letters."""
    return re.sub(r"[\s\-\u00ad\u2010▶]", "", text)


def test_libreoffice_prints_every_text_and_every_picture_at_its_size(best, libreoffice, tmp_path):
    document = dossier(best, translator("fr"), "fr")
    content = docx(document)
    reader = printed(content, tmp_path, libreoffice)
    told = bare("".join(page.extract_text() for page in reader.pages))
    word = office.Document(io.BytesIO(content))
    texts = [part.text for part in word.paragraphs]
    texts += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert [text for text in texts if bare(text) not in told] == []
    [sheet] = [block for block in document.pictures() if isinstance(block, Sheet)]
    sizes = [[round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] for page in reader.pages]
    assert [sheet.width_mm, sheet.height_mm] in sizes
    drawn = {image.name for page in reader.pages for image in page.images}
    assert len(drawn) >= len({picture.data for picture in document.pictures()}) - 1
    assert all(len(page.extract_text()) > 200 for page in reader.pages if not page.images)
