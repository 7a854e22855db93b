"""Saved studies: a document with a version, so that nobody writes over the work of another unseen."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Row, insert, select, update

from geo.errors import StoreError
from geo.messages import N_, Message
from geo.store.database import reading
from geo.store.keys import new_id, now
from geo.store.tables import STUDIES


class ConflictError(StoreError):
    """Somebody else saved the study since it was opened."""


@dataclass(frozen=True, slots=True)
class Study:
    """
    One saved study.

    Attributes
    ----------
    territory
        Name of the territory that it is about.
    document
        All that was chosen, as JSON.
    version
        From 1; grows by one at each saving.
    author, changed
        Of the last saving. [UTC]
    """

    id: str
    name: str
    territory: str
    document: str
    version: int
    author: str
    changed: str


def save_new(store: Engine, *, name: str, territory: str, document: str, author: str = "") -> Study:
    """Save a study for the first time."""
    study = Study(new_id(), name[:200], territory[:200], document, 1, author[:80], now())
    with store.begin() as connection:
        connection.execute(insert(STUDIES).values(**_columns(study)))
    return study


def save(store: Engine, study: Study, *, document: str, author: str = "", name: str = "") -> Study:
    """
    Save a study again, unless somebody else did since it was read.

    Parameters
    ----------
    study
        As it was read, or last saved.

    Raises
    ------
    ConflictError
        It has another version now. Nothing was written.
    StoreError
        There is no such study.
    """
    fresh = Study(study.id, name[:200] or study.name, study.territory, document, study.version + 1, author[:80], now())
    with store.begin() as connection:
        same = (STUDIES.c.id == study.id) & (STUDIES.c.version == study.version)
        written = connection.execute(update(STUDIES).where(same).values(**_columns(fresh)))
        if written.rowcount != 1:
            raise _conflict(_read(connection, study.id))
    return fresh


def read(store: Engine, study: str) -> Study:
    """
    Return a saved study.

    Raises
    ------
    StoreError
        There is none of this name.
    """
    with reading(store) as connection:
        return _read(connection, study)


def saved(store: Engine) -> tuple[Study, ...]:
    """Return the saved studies, the latest first."""
    with reading(store) as connection:
        rows = connection.execute(select(STUDIES).order_by(STUDIES.c.changed.desc(), STUDIES.c.id))
        return tuple(_study(row) for row in rows)


def _read(connection: Connection, study: str) -> Study:
    row = connection.execute(select(STUDIES).where(STUDIES.c.id == study)).one_or_none()
    if row is None:
        raise StoreError(
            Message(N_("This study is not saved here.")),
            where=study[:40],
            remedy=Message(N_("Open another one, or save it again under a new name.")),
        )
    return _study(row)


def _conflict(there: Study) -> ConflictError:
    who = there.author or Message(N_("somebody"))
    return ConflictError(
        Message(
            N_("{who} saved this study since you opened it (version {version})."),
            {"who": who, "version": there.version},
        ),
        where=there.name,
        remedy=Message(N_("Open that version, or save yours under another name: nothing is lost.")),
    )


def _study(row: Row[tuple[object, ...]]) -> Study:
    return Study(**row._mapping)


def _columns(study: Study) -> dict[str, object]:
    return {name: getattr(study, name) for name in Study.__slots__}
