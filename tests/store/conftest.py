"""A store of each kind: a SQLite file, and a PostgreSQL that the tests start on a spare port."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from geo.store.database import open_store

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _as_postgres(arguments: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *arguments] if os.geteuid() == 0 else arguments


def _run(*arguments: str) -> None:
    subprocess.run(_as_postgres(list(arguments)), check=True, capture_output=True, cwd="/", timeout=120)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return the URL of a server, without the name of a database."""
    if not _PROGRAMS:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # Not in pytest's own folder, which a later run of the tests cleans away under a server that still runs.
    with tempfile.TemporaryDirectory(prefix="jachere-postgresql-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        yield from _served(_PROGRAMS[-1].parent, folder)


def _served(programs: Path, folder: Path) -> Iterator[str]:
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    data = str(folder / "data")
    _run(str(programs / "initdb"), "-D", data, "-U", "jachere", "-A", "trust", "--no-locale", "-E", "UTF8")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
    _run(str(programs / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://jachere@127.0.0.1:{port}"
    finally:
        _run(str(programs / "pg_ctl"), "-D", data, "-m", "fast", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of an empty store."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store' / 'jachere.sqlite'}"
        return
    server = request.getfixturevalue("postgresql")
    name = f"t{abs(hash(request.node.nodeid)) % 10**9}"
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{server}/{name}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Engine]:
    """Return an empty store."""
    opened = open_store(url)
    yield opened
    opened.dispose()
