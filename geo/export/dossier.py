"""The dossier and the sheets as files: names that are safe and readable, PDF or DOCX by their ending."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from geo.errors import SourceError
from geo.export.docx import docx
from geo.export.pdf import pdf
from geo.messages import N_, Message
from geo.present.document import Document
from geo.sources._writing import write_atomically

_LONGEST = 80
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for itself."""


class DocumentKind(StrEnum):
    """Files that a document can be written to; the values are the endings of their names."""

    PDF = "pdf"
    DOCX = "docx"


MAKERS: Mapping[DocumentKind, Callable[[Document], bytes]] = MappingProxyType(
    {DocumentKind.PDF: pdf, DocumentKind.DOCX: docx}
)
MIME_TYPES: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.PDF: "application/pdf",
        DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)


def safe_name(*parts: str) -> str:
    """
    Return the name of a file without its ending, made of letters, figures and hyphens whatever the parts hold.

    Examples
    --------
    >>> safe_name("dossier", "Rue de l’Église (AH 126 + AH 127)"), safe_name("../../etc/passwd"), safe_name("con")
    ('dossier-rue-de-l-eglise-ah-126-ah-127', 'etc-passwd', 'con-1')
    >>> safe_name("日本"), len(safe_name("x" * 500))
    ('document', 80)
    """
    text = "-".join(parts).lower().replace("œ", "oe").replace("æ", "ae")
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    name = _NOT_PLAIN.sub("-", bare).strip("-")[:_LONGEST].strip("-")
    if not name:
        return "document"
    return f"{name}-1" if name in _RESERVED else name


def write_document(path: Path, document: Document) -> None:
    """
    Write a document as its ending says, whole or not at all; the same document gives the same bytes.

    Raises
    ------
    SourceError
        The ending is neither ``.pdf`` nor ``.docx``, or the folder is not there.
    OSError
        The disk refuses; an older file stays as it was.
    """
    check_path(path)
    content = MAKERS[DocumentKind(path.suffix.lower().removeprefix("."))](document)
    write_atomically(path, lambda draft: _put(draft, content))


def check_path(path: Path) -> None:
    """
    Refuse a path that no document can be written to, before anything is computed for it.

    Raises
    ------
    SourceError
        The ending is neither ``.pdf`` nor ``.docx``, or the folder is not there.
    """
    if path.suffix.lower().removeprefix(".") not in {*DocumentKind}:
        raise SourceError(
            Message(N_("A document is written as .pdf or as .docx.")),
            where=path.name,
            remedy=Message(N_("Give the file one of these endings.")),
        )
    if not path.parent.is_dir():
        raise SourceError(
            Message(N_("The folder of this file is not there.")),
            where=str(path.parent),
            remedy=Message(N_("Make it first, or write elsewhere.")),
        )


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
