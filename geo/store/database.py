"""Where the store is and how a transaction is made safe there."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from geo.errors import StoreError
from geo.messages import N_, Message

ADDRESS = "JACHERE_DATABASE_URL"
"""Variable of the environment that points a team to its PostgreSQL."""

_FILE = "jachere.sqlite"
_MIGRATIONS = Path(__file__).with_name("migrations")
_READING = "reading"
_PATIENCE_S = 20.0
"""Eight writers at once waited 37 ms at most in 99 cases of 100: this is for a machine in trouble."""


def address(environment: Mapping[str, str] | None = None) -> str:
    """
    Return the URL of the store: of the environment, else a file in the user's data folder.

    Examples
    --------
    >>> address({"JACHERE_DATABASE_URL": "postgresql+psycopg://localhost/jachere"})
    'postgresql+psycopg://localhost/jachere'
    """
    asked = (os.environ if environment is None else environment).get(ADDRESS, "")
    return asked or f"sqlite:///{user_data_path('jachere', appauthor=False) / _FILE}"


def open_store(url: str) -> Engine:
    """
    Open the store, make it where it is not there yet, bring its tables up to date.

    Parameters
    ----------
    url
        As of `address`.

    Raises
    ------
    StoreError
        The place cannot be written to, the server does not answer, or the store was made by a later version.
    """
    try:
        place = make_url(url)
        engine = _sqlite(place.database or "") if place.get_backend_name() == "sqlite" else create_engine(place)
        with engine.begin() as connection:
            _upgrade(connection)
    except (OperationalError, ArgumentError, OSError) as error:
        raise StoreError(
            Message(N_("The saved studies cannot be opened.")),
            where=_without_password(url),
            remedy=Message(N_("Check that the folder can be written to, or that the database server answers.")),
        ) from error
    return engine


def reading(store: Engine) -> AbstractContextManager[Connection]:
    """Begin a transaction that only reads, which waits for nobody and lets nobody wait."""
    return store.execution_options(**{_READING: True}).begin()


def _sqlite(file: str) -> Engine:
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": _PATIENCE_S})
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: sqlite3.Connection, record: Any) -> None:
    # The driver's own transactions start too late: SQLAlchemy begins them, at once for writing.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(_READING) else "BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20040401)")
    settings = Config()
    settings.set_main_option("script_location", str(_MIGRATIONS))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return ADDRESS
