"""A store of each kind: a SQLite file, and a PostgreSQL that the tests start on a spare port."""

import os
import shutil
import socket
import subprocess
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
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of a server, without the name of a database."""
    if not _PROGRAMS:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    programs = _PROGRAMS[-1].parent
    folder = tmp_path_factory.mktemp("postgresql")
    if os.geteuid() == 0:
        # The server runs as somebody else, who must reach the folder through those of the tests.
        for parent in (folder, *(one for one in folder.parents if "pytest" in str(one))):
            parent.chmod(0o755)
        shutil.chown(folder, "postgres")
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    data = str(folder / "data")
    _run(str(programs / "initdb"), "-D", data, "-U", "jachere", "-A", "trust", "--no-locale", "-E", "UTF8")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
    _run(str(programs / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    yield f"postgresql+psycopg://jachere@127.0.0.1:{port}"
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
