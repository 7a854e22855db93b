"""Documents as PDF: typst sets them, our template looks like Jachère, tags and texts say what pictures show."""

import importlib.util
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from geo.present.document import Block, Columns, Document, Picture, Sheet
from geo.sources._writing import write_atomically

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
_FONTS = ("fontpkg_source_sans_3", "font_source_sans_pro")
_FACE_OF_PICTURES = 'font-family="Source Sans Pro"'
"""Typst draws a variable font in pictures at its lightest weight: there it takes the same letters of fixed weights."""
_FACE = re.compile(r'font-family="[^"]*"')
_STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 [ISO 14289-1]: typst refuses to write what breaks it."""
_NO_TIME = 0
"""The same document gives the same bytes."""


def pdf(document: Document) -> bytes:
    """
    Return a document as an accessible PDF (PDF/UA-1).

    Parameters
    ----------
    document
        Its texts are data: none of them is read as markup.
    """
    with _compiler(document) as compiler:
        return cast(bytes, compiler.compile(format="pdf", pdf_standards=[_STANDARD], timestamp=_NO_TIME))


def thumbnails(document: Document, *, ppi: float = 72.0) -> tuple[bytes, ...]:
    """
    Return the pages of a document as PNG, to leaf through before it is taken away.

    Parameters
    ----------
    ppi
        [pixels per inch]
    """
    with _compiler(document) as compiler:
        pages = compiler.compile(format="png", ppi=ppi, timestamp=_NO_TIME)
    return tuple(pages) if isinstance(pages, list) else (cast(bytes, pages),)


@contextmanager
def _compiler(document: Document) -> Iterator["typst.Compiler"]:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        files = _written_pictures(document, Path(folder))
        (Path(folder) / "document.typ").write_bytes(_TEMPLATE.read_bytes())
        yield typst.Compiler(
            str(Path(folder) / "document.typ"),
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=_fonts()),
            sys_inputs={"document": json.dumps(_described(document, files))},
        )


def write_pdf(path: Path, document: Document) -> None:
    """
    Write a document as an accessible PDF.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    content = pdf(document)
    write_atomically(path, lambda draft: _put(draft, content))


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _fonts() -> list[str]:
    specs = [importlib.util.find_spec(name) for name in _FONTS]
    return [str(Path(spec.origin).parent / "files") for spec in specs if spec and spec.origin]


def _written_pictures(document: Document, folder: Path) -> dict[int, str]:
    """Put the pictures beside the template under names of ours."""
    names = {}
    for number, picture in enumerate(document.pictures()):
        name = f"picture-{number}.{picture.form}"
        (folder / name).write_bytes(_lettered(picture.data) if picture.form == "svg" else picture.data)
        names[id(picture)] = name
    return names


def _lettered(svg: bytes) -> bytes:
    """Put the letters of a drawing of ours into the face of the pictures; no text of anybody holds a quote of SVG."""
    return _FACE.sub(_FACE_OF_PICTURES, svg.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _described(document: Document, files: dict[int, str]) -> dict[str, Any]:
    return {
        "language": document.language,
        "kicker": document.kicker,
        "title": document.title,
        "subtitle": document.subtitle,
        "authors": document.authors,
        "day": document.day,
        "warning": document.warning,
        "landscape": document.landscape_a3,
        "paged": document.paged and not document.landscape_a3,
        "cover": [_block(block, files) for block in document.cover],
        "blocks": [_block(block, files) for block in document.blocks],
    }


def _block(block: Block, files: dict[int, str]) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Columns):
        return {"kind": kind, "columns": [[_block(inner, files) for inner in column] for column in block.columns]}
    if isinstance(block, Sheet):
        size = {"width": block.width_mm, "height": block.height_mm}
        return {"kind": kind, "file": files[id(block)], "alt": block.alt, **size}
    if isinstance(block, Picture):
        parts = {"alt": block.alt, "caption": block.caption, "source": block.source, "width": block.width}
        return {"kind": kind, "file": files[id(block)], **parts}
    return {"kind": kind, **asdict(block)}
