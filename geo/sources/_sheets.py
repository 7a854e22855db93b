"""Sheets of an Excel workbook, cell by cell as text. Runs where nothing else can be touched."""

import zipfile
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from geo.sources._archives import Member, checked
from geo.sources._findings import RawLayer
from geo.sources._layers import broken, check_size


def read_workbook(path: Path) -> tuple[RawLayer, ...]:
    """
    Read every sheet of a workbook; columns have numbers for names, since any row may be the header.

    A formula counts for the value that it had when the workbook was saved.

    Raises
    ------
    SourceError
        It is damaged, protected by a password, or beyond the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [Member(entry.filename, entry.file_size, is_plain=True) for entry in archive.infolist()]
        checked(members, packed=path.stat().st_size)
        with CalamineWorkbook.from_path(path) as workbook:
            names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
            return tuple(_sheet(workbook, name) for name in names)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise broken() from error


def _sheet(workbook: CalamineWorkbook, name: str) -> RawLayer:
    sheet = workbook.get_sheet_by_name(name)
    # its end is the place of its last cell, counted from 0
    height, width = (place + 1 for place in sheet.end or (-1, -1))
    check_size(rows=height, columns=width)
    rows = sheet.to_python(skip_empty_area=False)
    columns = {str(place + 1): pa.array([_text(row[place]) for row in rows], pa.string()) for place in range(width)}
    return RawLayer(name, "XLSX", pa.table(columns))


def _text(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
