"""What a GeoPackage may hold: tables and the indexes of their geometry, nothing that computes when it is read."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from geo.errors import SourceError
from geo.messages import N_, Message

_VIRTUAL = re.compile(r"^\s*CREATE\s+VIRTUAL\s+TABLE\b", re.IGNORECASE)
_INDEX = re.compile(r"\bUSING\s+rtree\s*\(", re.IGNORECASE)


def is_geopackage(path: Path) -> bool:
    """
    Tell whether an SQLite database has the table that every GeoPackage has (OGC 12-128r19, requirement 13).

    Raises
    ------
    SourceError
        The database is damaged.
    """
    return any(name == "gpkg_contents" for _, name, _ in _objects(path))


def check_geopackage(path: Path) -> None:
    """
    Refuse a GeoPackage whose reading runs SQL of its own, or that another program is writing.

    Triggers are let through: they run when a table is written, and we only read.

    Raises
    ------
    SourceError
        It has a view, a virtual table that is no spatial index, or changes not yet written into it.
    """
    for kind, name, sql in _objects(path):
        if kind == "view" or (_VIRTUAL.match(sql) and not _INDEX.search(sql)):
            raise SourceError(
                Message(
                    N_("This GeoPackage has a computed table, “{table}”, which could run for ever."), {"table": name}
                ),
                remedy=Message(N_("Export its layers to a new GeoPackage.")),
            )
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists() and journal.stat().st_size:
        raise SourceError(
            Message(N_("This GeoPackage is open in another program: its last changes are not in it yet.")),
            remedy=Message(N_("Close the other program, then try again.")),
        )


def _objects(path: Path) -> list[tuple[str, str, str]]:
    """Return the type, name and definition of everything in a database, opened so that nothing can be written."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            rows = connection.execute("SELECT type, name, COALESCE(sql, '') FROM sqlite_master").fetchall()
    except sqlite3.DatabaseError as error:
        raise SourceError(
            Message(N_("This file is damaged or incomplete.")),
            remedy=Message(N_("Download or export the file again.")),
        ) from error
    return [(str(kind), str(name), str(sql)) for kind, name, sql in rows]
