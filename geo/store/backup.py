"""A copy of the whole store in one file, safe while people write, and back again."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, MetaData, create_engine, insert, select

from geo.errors import StoreError
from geo.messages import N_, Message
from geo.store.database import open_store
from geo.store.tables import METADATA, STUDIES

_VERSIONS = "alembic_version"


def back_up(store: Engine, file: Path) -> int:
    """
    Copy the store into a SQLite file, whatever it is kept in.

    Parameters
    ----------
    file
        Where nothing is yet.

    Returns
    -------
    rows
        How many were copied.

    Raises
    ------
    StoreError
        The file is there already, or cannot be written.
    """
    if file.exists():
        raise _refused(N_("A file of this name is there already."), file)
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        copy = open_store(f"sqlite:///{part}")
        rows = _poured(store, copy)
        copy.dispose()
        _settled(part)
        part.replace(file)
    finally:
        for left in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            left.unlink(missing_ok=True)
    return rows


def restore(store: Engine, file: Path) -> int:
    """
    Fill an empty store from a copy.

    Parameters
    ----------
    file
        As `back_up` wrote it.

    Returns
    -------
    rows
        How many were brought back.

    Raises
    ------
    StoreError
        The file is no copy of a store, or the store is not empty: nothing is ever written over.
    """
    if not file.is_file():
        raise _refused(N_("This file does not exist."), file)
    with store.begin() as connection:
        held = any(connection.execute(select(table).limit(1)).first() for table in METADATA.sorted_tables)
    if held:
        raise _refused(N_("Something is saved here already: a copy is restored into an empty store only."), file)
    if not _is_copy(file):
        raise _refused(N_("This file is no copy of saved studies."), file)
    with tempfile.TemporaryDirectory() as folder:
        # A copy of an earlier version has earlier tables: it is brought up to date beside, never in its place.
        own = Path(shutil.copy(file, folder))
        today = open_store(f"sqlite:///{own}")
        try:
            return _poured(today, store)
        finally:
            today.dispose()


def _is_copy(file: Path) -> bool:
    try:
        engine, found = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true"), MetaData()
        found.reflect(engine)
        engine.dispose()
    except Exception as error:  # noqa: BLE001 — any failure to read means that it is no database
        return not error
    return {_VERSIONS, STUDIES.name} <= set(found.tables)


def _poured(origin: Engine, target: Engine) -> int:
    """Copy every row, parents first, in one transaction on each side."""
    rows = 0
    with origin.begin() as giving, target.begin() as taking:
        for table in METADATA.sorted_tables:
            found = [dict(row._mapping) for row in giving.execute(select(table))]
            if found:
                taking.execute(insert(table), found)
            rows += len(found)
    return rows


def _settled(file: Path) -> None:
    """Put everything into the one file, on the disk."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _refused(reason: str, file: Path) -> StoreError:
    return StoreError(
        Message(reason), where=str(file), remedy=Message(N_("Choose another file, or another place for the store."))
    )
