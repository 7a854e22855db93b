"""The first directory of a TIFF, read by ourselves so that a lying header costs nothing (TIFF 6.0, BigTIFF)."""

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._limits import LIMITS

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _SAMPLES = 256, 257, 258, 259, 277
_STRIP_ROWS, _TILE_WIDTH, _TILE_HEIGHT = 278, 322, 323
_METADATA = 42112
_ENTRY_LIMIT = 1_000
_METADATA_LIMIT = 1 << 20
_COMPRESSIONS = frozenset({1, 5, 8, 32773, 32946, 34887, 34925, 50000})
"""None, LZW, deflate (two codes), PackBits, LERC, LZMA, Zstandard: what elevation models are delivered in."""

_TYPES: Mapping[int, str] = {1: "B", 3: "H", 4: "I", 16: "Q"}
_SIZES: Mapping[int, int] = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}


@dataclass(frozen=True, slots=True)
class ByteLayout:
    """How the numbers of a TIFF differ between its two versions."""

    order: str
    offset: str
    count: str

    @property
    def entry(self) -> struct.Struct:
        """One entry of a directory: tag, type, count, and the value or where it is."""
        return struct.Struct(f"{self.order}HH{self.offset}{len(self.pointer(0))}s")

    def pointer(self, value: int) -> bytes:
        """Return an offset as it is written."""
        return struct.pack(f"{self.order}{self.offset}", value)


@dataclass(frozen=True, slots=True)
class TiffHeader:
    """
    What the first directory declares.

    Attributes
    ----------
    block_bytes
        Size of one tile or strip in memory. [bytes]
    metadata
        GDAL's own XML.
    """

    width: int
    height: int
    compression: int
    block_bytes: int
    metadata: bytes


def check_tiff(path: Path) -> None:
    """
    Refuse a TIFF that promises more than its length can hold, or that points elsewhere.

    Raises
    ------
    SourceError
        Too many cells, blocks too big, an unexpected compression, overviews in another file, or a broken directory.
    """
    try:
        with path.open("rb") as stream:
            header = _header(stream)
    except (struct.error, KeyError, OverflowError, OSError) as error:
        raise _broken() from error
    cells = header.width * header.height
    too_big = cells > LIMITS.raster_cells or header.block_bytes > LIMITS.block_bytes
    if not cells:
        raise _broken()
    if too_big or cells > path.stat().st_size * LIMITS.cells_per_byte:
        raise SourceError(
            Message(
                N_(
                    "This raster declares {width} × {height} cells, which is too many or more than its length can hold."
                ),
                {"width": header.width, "height": header.height},
            ),
            remedy=Message(N_("Cut it to your communes, or download it again.")),
        )
    if header.compression not in _COMPRESSIONS or b"OVERVIEW" in header.metadata.upper():
        raise SourceError(
            Message(N_("This raster is compressed in an unexpected way, or points to another file.")),
            remedy=Message(N_("Save it as a plain GeoTIFF compressed with deflate.")),
        )


def _broken() -> SourceError:
    return SourceError(
        Message(N_("This raster is damaged or incomplete.")),
        remedy=Message(N_("Download or export the file again.")),
    )


def _header(stream: IO[bytes]) -> TiffHeader:
    layout, start = _opening(stream.read(16))
    entries = _entries(stream, layout, start)
    numbers = {tag: _number(entry, layout) for tag, entry in entries.items() if entry[0] in _TYPES}
    width, height = numbers[_WIDTH], numbers[_HEIGHT]
    compression = numbers.get(_COMPRESSION, 1)
    if _TILE_WIDTH in numbers:
        block = numbers[_TILE_WIDTH] * numbers[_TILE_HEIGHT]
    else:
        # GDAL reads uncompressed strips line by line, whatever their height
        block = width * (1 if compression == 1 else min(height, numbers.get(_STRIP_ROWS, height)))
    depth = _bits(stream, entries, layout) // 8 or 1
    metadata = _bytes(stream, entries[_METADATA], layout) if _METADATA in entries else b""
    return TiffHeader(width, height, compression, block * depth * numbers.get(_SAMPLES, 1), metadata)


def _opening(head: bytes) -> tuple[ByteLayout, int]:
    order = "<" if head.startswith(b"II") else ">"
    if struct.unpack(f"{order}H", head[2:4]) == (42,):
        return ByteLayout(order, "I", "H"), struct.unpack(f"{order}I", head[4:8])[0]
    return ByteLayout(order, "Q", "Q"), struct.unpack(f"{order}Q", head[8:16])[0]


def _entries(stream: IO[bytes], layout: ByteLayout, start: int) -> dict[int, tuple[int, int, bytes]]:
    stream.seek(start)
    counter = struct.Struct(f"{layout.order}{layout.count}")
    (count,) = counter.unpack(stream.read(counter.size))
    if count > _ENTRY_LIMIT:
        raise struct.error("too many entries")
    entries = layout.entry.iter_unpack(stream.read(count * layout.entry.size))
    return {tag: (kind, length, value) for tag, kind, length, value in entries}


def _number(entry: tuple[int, int, bytes], layout: ByteLayout) -> int:
    code = struct.Struct(layout.order + _TYPES[entry[0]])
    return int(code.unpack_from(entry[2])[0]) if code.size <= len(entry[2]) else 0


def _bytes(stream: IO[bytes], entry: tuple[int, int, bytes], layout: ByteLayout) -> bytes:
    kind, length, value = entry
    size = length * _SIZES[kind]
    if size <= len(value):
        return value[:size]
    if size > _METADATA_LIMIT:
        raise struct.error("too long")
    stream.seek(struct.unpack(f"{layout.order}{layout.offset}", value)[0], os.SEEK_SET)
    return stream.read(size)


def _bits(stream: IO[bytes], entries: dict[int, tuple[int, int, bytes]], layout: ByteLayout) -> int:
    """Return the bits of a sample: the field holds one number a band, of which the first is enough."""
    if _BITS not in entries:
        return 1
    return int(struct.unpack_from(f"{layout.order}H", _bytes(stream, entries[_BITS], layout))[0])
