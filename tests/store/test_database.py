import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from geo.errors import StoreError
from geo.store.database import address, open_store
from geo.store.studies import save_new, saved
from geo.store.tables import METADATA


def test_the_migrations_make_exactly_the_tables(store):
    with store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_store_that_is_opened_again_keeps_what_it_holds(store, url):
    kept = save_new(store, name="Valmartin", territory="Val-Fiacre", document="{}")
    again = open_store(url)
    assert saved(again) == (kept,)
    again.dispose()


def test_sqlite_writes_to_the_disk_before_it_answers(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with store.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    store.dispose()


def test_the_file_lies_in_the_data_folder_of_the_user(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert address({}) == f"sqlite:///{tmp_path}/jachere/jachere.sqlite"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////proc/nowhere/a.sqlite",
        "postgresql+psycopg://me:secret@127.0.0.1:1/x",
        "no url at all",
    ],
)
def test_a_store_that_cannot_be_opened_is_said_without_its_password(url):
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)
    assert caught.value.remedy is not None
