"""Tables without GDAL: Parquet with or without geometry, and delimited text."""

import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._establishments import MARK, read_establishments
from geo.sources._findings import RawLayer
from geo.sources._layers import broken, check_size, repaired_layer
from geo.sources._limits import LIMITS
from geo.sources._sniff import separator_of
from geo.sources._text import decode

_LEAST_NAMES = 3
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def read_parquet(path: Path) -> RawLayer:
    """
    Read a GeoParquet file (geometry as WKB), or a plain Parquet table.

    Raises
    ------
    SourceError
        It is damaged, beyond the limits, or its geometry has another encoding than WKB.
    """
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
        _check_parquet(file.metadata)
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise broken() from error
    description = _geo_description(table)
    name = path.name.split(".")[0]
    if description is None:
        return RawLayer(name, "Parquet", table)
    column, crs = description
    if column not in table.column_names:
        raise broken()
    return repaired_layer(name, "Parquet", table.replace_schema_metadata(None), geometry=column, crs=crs)


def _check_parquet(metadata: Any) -> None:
    check_size(rows=metadata.num_rows, columns=metadata.num_columns)
    size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if size > LIMITS.unpacked_bytes:
        raise SourceError(
            Message(N_("It is too big once unpacked.")), remedy=Message(N_("Cut it to your communes and supply that."))
        )


def _geo_description(table: pa.Table) -> tuple[str, str] | None:
    """Return the geometry column and its CRS, WGS84 where none is written (GeoParquet 1.1, “crs”)."""
    written = (table.schema.metadata or {}).get(b"geo")
    if written is None:
        return None
    try:
        document = json.loads(written)
        column = str(document["primary_column"])
        description = document["columns"][column]
        encoding, crs = description["encoding"], description.get("crs", "OGC:CRS84")
    except (ValueError, KeyError, TypeError) as error:
        raise broken() from error
    if encoding != "WKB":
        raise SourceError(
            Message(N_("Its geometry is encoded as “{encoding}”, not as WKB."), {"encoding": str(encoding)[:40]}),
            remedy=Message(N_("Export it again as GeoParquet with WKB geometry, or as a GeoPackage.")),
        )
    return column, crs if isinstance(crs, str) else json.dumps(crs)


def read_csv(path: Path) -> RawLayer:
    """
    Read a table in text whose columns are separated by `;`, `,` or tabs. Every column is text, an empty one is missing.

    Raises
    ------
    SourceError
        It is not a table, or it is beyond the limits.
    """
    text, notes = decode(path.read_bytes())
    name = path.name.split(".")[0]
    if text.startswith(MARK):
        found, short = read_establishments(text)
        return RawLayer(name, "CSV", found, notes=(*notes, *_lines_note(short)))
    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = separator_of(header.encode())
    if separator is None:
        raise broken()
    table, skipped = _table(without_captions(text, separator.decode()), separator.decode())
    return RawLayer(name, "CSV", table, notes=(*notes, *_lines_note(skipped)))


def without_captions(text: str, separator: str) -> str:
    """
    Return a table without the line of captions that the ministry of ecology puts above the names of its columns.

    Parameters
    ----------
    text
        A table with its header, or with captions (words and spaces) then its header (names of the kind ``ETAT_DAU``).
    separator
        Of its columns.

    Examples
    --------
    >>> without_captions("Code de la commune;État du permis;Date\\nCOMM;ETAT_DAU;DATE_DOC\\n92023;2;\\n", ";")
    'COMM;ETAT_DAU;DATE_DOC\\n92023;2;\\n'
    """
    first, line_end, rest = text.lstrip().partition("\n")
    captions, names = (_cells(line, separator) for line in (first, rest.partition("\n")[0]))
    named = len(names) >= _LEAST_NAMES and all(_NAME.fullmatch(cell) for cell in names)
    marked = sum("_" in cell for cell in names) * 2 >= len(names)
    worded = sum(" " in cell for cell in captions) * 2 >= len(captions) == len(names)
    return rest if line_end and named and marked and worded and len(set(names)) == len(names) else text


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]


def _lines_note(skipped: int) -> tuple[Message, ...]:
    note = N_("Lines without the right number of columns, left out: {count}.")
    return (Message(note, {"count": skipped}),) if skipped else ()


def _table(text: str, separator: str) -> tuple[pa.Table, int]:
    content = pa.py_buffer(text.encode())
    skipped: list[csv.InvalidRow] = []

    def skip(row: csv.InvalidRow) -> str:
        skipped.append(row)
        return "skip"

    tolerant = csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=skip)
    try:
        names = csv.open_csv(content, parse_options=tolerant).schema.names
        skipped.clear()
        _check_names(names)
        table = csv.read_csv(content, parse_options=tolerant, convert_options=_as_text(names))
    except pa.ArrowException as error:
        raise broken() from error
    check_size(rows=table.num_rows, columns=table.num_columns)
    return table, len(skipped)


def _as_text(names: list[str]) -> csv.ConvertOptions:
    return csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )


def _check_names(names: list[str]) -> None:
    check_size(rows=0, columns=len(names))
    if len(set(names)) < len(names):
        raise SourceError(
            Message(N_("Several of its columns have the same name.")),
            remedy=Message(N_("Give each column its own name.")),
        )
