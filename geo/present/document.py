"""A document as values: what it says, in which order, with which pictures. PDF and DOCX are two ways to write the same.

Every text is already in the reader's language; none of it is markup, whoever wrote it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """
    The title of a part.

    Attributes
    ----------
    level
        From 1, which comes before any other; a part of the first level begins a page, unless the document is short.
    joined
        Whether it goes on under what comes before all the same, which leaves much room.
    """

    text: str
    level: int = 1
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of its own: of the body, a note in small letters, or the words of somebody."""

    text: str
    tone: Literal["body", "note", "lead", "words"] = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order; `marks` replaces the bullet of each line where it is given."""

    items: tuple[str, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and their values, such as an identity card."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table with a header.

    Attributes
    ----------
    caption
        Above it.
    figures
        Positions of the columns that hold figures, set to the right.
    total
        The last row is a sum.
    widths
        Of the columns, beside one another; all the same where none are given, those of figures as wide as they need.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    figures: tuple[int, ...] = ()
    total: bool = False
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A picture with what it shows in words.

    Attributes
    ----------
    data
        A PNG, a JPEG or an SVG.
    alt
        For those who do not see it.
    caption, source
        Under it.
    width
        Share of the width of the text. [0–1]
    """

    data: bytes
    form: Literal["png", "jpg", "svg"]
    alt: str
    caption: str = ""
    source: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Figures to see from afar: name, value, what it means."""

    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """
    A framed text.

    Attributes
    ----------
    tone
        What it is about, told by its mark too: a verdict or a plain word.
    """

    title: str
    text: str
    tone: Literal["eligible", "conditional", "excluded", "plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Columns:
    """
    Blocks side by side, in columns that are as wide as one another.

    Attributes
    ----------
    columns
        From left to right; each from top to bottom.
    """

    columns: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A drawing on a page of its own at its true size, so that its scale holds on paper.

    Attributes
    ----------
    data
        An SVG.
    alt
        For those who do not see it.
    width_mm, height_mm
        Of the page, which the drawing fills. [mm]
    """

    data: bytes
    alt: str
    width_mm: float
    height_mm: float
    form: Literal["svg"] = "svg"


Block: TypeAlias = "Heading | Paragraph | Bullets | Pairs | Table | Picture | KeyFigures | Notice | Columns | Sheet"


@dataclass(frozen=True, slots=True)
class Document:
    """
    A whole document.

    Attributes
    ----------
    kicker
        Above the title, such as the name of the tool and the kind of document.
    authors
        Who signs it; empty for nobody.
    day
        Of the document, in words.
    warning
        On every page, such as “fictional territory”; empty for none.
    cover
        Under the title.
    paged
        Whether a part of the first level begins a page; never in a landscape A3.
    """

    language: str
    kicker: str
    title: str
    subtitle: str
    authors: str
    day: str
    warning: str
    cover: tuple[Block, ...]
    blocks: tuple[Block, ...]
    landscape_a3: bool = False
    paged: bool = True

    def pictures(self) -> Iterator[Picture | Sheet]:
        """Yield every picture and sheet in the order of the pages."""
        return (block for block in flat((*self.cover, *self.blocks)) if isinstance(block, Picture | Sheet))


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, those of columns in the place of the columns."""
    for block in blocks:
        if isinstance(block, Columns):
            yield from flat(inner for column in block.columns for inner in column)
        else:
            yield block
