"""Cells of a spreadsheet that someone wrote, such as weights: a CSV in any French flavour, or an Excel workbook."""

import csv
import io
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._files import read_tables
from geo.sources._sniff import Kind, separator_of, signature
from geo.sources._text import decode

Rows: TypeAlias = "tuple[tuple[str, ...], ...]"

_LARGEST = 1 << 20
_REMEDY = Message(N_("Save the first sheet as a workbook (.xlsx) or as CSV, and send that."))


def read_cells(path: Path) -> Rows:
    """
    Return the cells of a small spreadsheet, row by row, empty ones as empty texts.

    Parameters
    ----------
    path
        At most one mebibyte: a CSV separated by `;`, `,` or tabs, in UTF-8 or Windows-1252, or an Excel workbook, of
        which the first sheet with something in it is read.

    Raises
    ------
    SourceError
        It is too large, damaged, or no spreadsheet.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise SourceError(Message(N_("This spreadsheet is too large.")), where=path.name, remedy=_REMEDY)
        return _from_workbook(path) if signature(path) is Kind.ZIP else _from_text(path)
    except OSError as error:
        reason = Message(N_("This spreadsheet cannot be opened."))
        raise SourceError(reason, where=path.name, remedy=Message(N_("Check its name and your rights."))) from error


def _from_workbook(path: Path) -> Rows:
    for table in read_tables(path):
        if table.driver == Kind.XLSX and table.frame.notna().any(axis=None):
            return tuple(tuple("" if pd.isna(cell) else str(cell) for cell in row) for row in table.frame.to_numpy())
    raise SourceError(Message(N_("No sheet of this spreadsheet has anything in it.")), where=path.name, remedy=_REMEDY)


def _from_text(path: Path) -> Rows:
    text, _ = decode(path.read_bytes())
    # The line with most separators: the first may be a title.
    best = max(text.splitlines(), key=lambda line: max(map(line.count, ";,\t")), default="")
    separator = separator_of(best.encode())
    if separator is None or "\0" in text:
        raise SourceError(Message(N_("This file is no spreadsheet.")), where=path.name, remedy=_REMEDY)
    try:
        return tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator.decode()))
    except csv.Error as error:
        raise SourceError(Message(N_("This file is no spreadsheet.")), where=path.name, remedy=_REMEDY) from error
