"""Which parts of a dossier share a page: a part of a few lines alone would leave its page nearly empty."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.present.document import Block, Bullets, Heading, Pairs, Paragraph

_LINE = 95
"""Of a line of text; what is shorter takes a whole one. [letters]"""
_SHORT = 20 * _LINE
"""Under that, half of the page is left. [letters]"""


def joined(parts: Sequence[tuple[Block, ...]]) -> Iterator[tuple[Block, ...]]:
    """
    Yield the parts, one that comes after a short one set on the same page.

    Examples
    --------
    >>> sun, soil = (Heading("Sun"), Paragraph("Not known.")), (Heading("Soil"), Paragraph("Not known."))
    >>> [part[0].joined for part in joined([sun, soil, sun])]
    [False, True, False]
    """
    room = False
    for part in parts:
        first, *others = part
        together = room and isinstance(first, Heading)
        yield (replace(first, joined=True), *others) if isinstance(first, Heading) and together else part
        room = not together and all(map(_is_text, part)) and sum(map(_letters, part)) < _SHORT


def _is_text(block: Block) -> bool:
    return isinstance(block, Heading | Paragraph | Bullets | Pairs)


def _letters(block: Block) -> int:
    """Count the letters of a text, each line of it as a full one at least."""
    match block:
        case Paragraph():
            lines = [block.text]
        case Bullets():
            lines = list(block.items)
        case Pairs():
            lines = [f"{name} {value}" for name, value in block.rows]
        case _:
            lines = [""]
    return sum(max(_LINE, len(line)) for line in lines)
