import sqlite3
from contextlib import closing

import pytest

from geo.errors import StoreError
from geo.store import meetings, room
from geo.store.backup import back_up, restore
from geo.store.checks import checks_of, keep_check, take_back
from geo.store.database import open_store
from geo.store.studies import read, save_new, saved

CHECK = {
    "target": "920230000A0001",
    "subject": "fallow",
    "value": "oui",
    "date": "2026-03-02",
    "author": "Ana",
    "sureness": "seen",
    "remark": "Ronces ; =cmd()",
}


@pytest.fixture
def lived(store):
    study = save_new(store, name="Valmartin", territory="Val-Fiacre", document="{}")
    meeting, _ = meetings.open_meeting(store, study=study.id, title="Choix", sites=["a"])
    room.weigh(store, room.join(store, meeting.code, name="Aïcha"), {"F1": 1.0})
    keep_check(store, CHECK)
    return store, study, meeting


def test_a_copy_brings_everything_back(lived, tmp_path):
    store, study, meeting = lived
    assert back_up(store, tmp_path / "copy.sqlite") == 5
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["copy.sqlite"]
    fresh = open_store(f"sqlite:///{tmp_path / 'fresh' / 'b.sqlite'}")
    assert restore(fresh, tmp_path / "copy.sqlite") == 5
    assert read(fresh, study.id) == study
    assert room.room(fresh, meeting) == room.room(store, meeting)
    assert checks_of(fresh, [CHECK["target"]]).equals(checks_of(store, [CHECK["target"]]))
    fresh.dispose()


def test_a_copy_never_writes_over_a_file(lived, tmp_path):
    (tmp_path / "copy.sqlite").write_text("mine")
    with pytest.raises(StoreError, match="there already"):
        back_up(lived[0], tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "mine"


def test_nothing_is_restored_over_what_is_saved(lived, tmp_path):
    back_up(lived[0], tmp_path / "copy.sqlite")
    with pytest.raises(StoreError, match="saved here already"):
        restore(lived[0], tmp_path / "copy.sqlite")


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_copy_is_told(store, tmp_path, content):
    if content is not None:
        (tmp_path / "copy.sqlite").write_bytes(content)
    with pytest.raises(StoreError):
        restore(store, tmp_path / "copy.sqlite")
    assert saved(store) == ()


def test_checks_are_found_by_their_target_and_can_be_taken_back(store):
    first = keep_check(store, CHECK)
    keep_check(store, CHECK | {"target": "other"})
    found = checks_of(store, [CHECK["target"]])
    assert found.loc[first].to_dict() == CHECK
    take_back(store, first)
    assert checks_of(store, [CHECK["target"]]).empty


def test_a_copy_of_an_earlier_version_is_brought_up_to_date(lived, tmp_path):
    store, _study, meeting = lived
    copy = tmp_path / "copy.sqlite"
    back_up(store, copy)
    with closing(sqlite3.connect(copy)) as earlier:
        for table, column in (("participants", "standing"), ("meetings", "refusals"), ("meetings", "refused")):
            earlier.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        earlier.execute("UPDATE alembic_version SET version_num = '0001'")
        earlier.commit()
    before = copy.read_bytes()
    fresh = open_store(f"sqlite:///{tmp_path / 'fresh' / 'b.sqlite'}")
    assert restore(fresh, copy) == 5
    assert room.room(fresh, meeting) == room.room(store, meeting)
    assert copy.read_bytes() == before
    fresh.dispose()
