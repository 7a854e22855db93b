"""Meetings: who may open, join, close, reveal and decide. The rights are held here, not on the page.

::

    organiser   open ─▶ weights ─▶ votes ─▶ closed        reveals the votes, writes the decision
                                                          takes a person off, and back
    participant        join, weigh ──▶ vote               sees the votes once they are revealed
                                                          leaves, and comes back
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from geo.errors import StoreError
from geo.messages import N_, Message
from geo.store.database import reading
from geo.store.keys import hashed, is_key, is_password, new_code, new_id, new_key, now, sealed, since, typed_code
from geo.store.tables import MEETINGS

_TRIES = 20
_WRONG_PASSWORDS = 20
"""In one meeting within `_LOCK_S`: a room that mistypes stays far below, a program that guesses does not."""
_LOCK_S = 60.0


class Stage(StrEnum):
    """How far a meeting is."""

    WEIGHTS = "weights"
    VOTES = "votes"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    A meeting as everybody in it may know it.

    Attributes
    ----------
    code
        What people type to join.
    sites
        Ids of the sites that are voted on.
    guarded
        A password is asked for.
    decision
        Empty until it is written.
    opened, closed
        The second is empty while the meeting lasts. [UTC]
    """

    id: str
    code: str
    study: str
    title: str
    sites: tuple[str, ...]
    guarded: bool
    stage: Stage
    revealed: bool
    decision: str
    opened: str
    closed: str


def open_meeting(
    store: Engine, *, study: str, title: str, sites: Sequence[str], password: str = ""
) -> tuple[Meeting, str]:
    """
    Open a meeting on a saved study.

    Returns
    -------
    meeting, key
        The key makes its holder the organiser: the store keeps its seal only, it cannot be asked for again.

    Raises
    ------
    StoreError
        There is no such study.
    """
    key, guard = new_key(), hashed(password)
    for _ in range(_TRIES):
        meeting = Meeting(
            id=new_id(),
            code=new_code(),
            study=study,
            title=title[:200],
            sites=tuple(sites),
            guarded=bool(password),
            stage=Stage.WEIGHTS,
            revealed=False,
            decision="",
            opened=now(),
            closed="",
        )
        if _written(store, meeting, organiser=sealed(key), password=guard):
            return meeting, key
    raise StoreError(
        Message(N_("The meeting cannot be opened: its study is not saved here.")),
        where=title,
        remedy=Message(N_("Save the study, then open the meeting again.")),
    )


def _written(store: Engine, meeting: Meeting, *, organiser: str, password: str) -> bool:
    values = {name: getattr(meeting, name) for name in Meeting.__slots__ if name not in {"guarded", "sites"}}
    values |= {"sites": json.dumps(meeting.sites), "organiser": organiser, "password": password}
    try:
        with store.begin() as connection:
            connection.execute(insert(MEETINGS).values(**values))
    except IntegrityError:  # the code is taken (one in 900 million), or the study is not there
        return False
    return True


def meeting_of(store: Engine, code: str) -> Meeting:
    """
    Return the meeting that people join with a code.

    Raises
    ------
    StoreError
        No meeting has this code.
    """
    with reading(store) as connection:
        return _meeting(_row(connection, MEETINGS.c.code == typed_code(code), code))


def closed_meetings(store: Engine, study: str) -> tuple[Meeting, ...]:
    """Return the meetings on a study that have ended, the latest first."""
    ended = (MEETINGS.c.study == study) & (MEETINGS.c.stage == Stage.CLOSED)
    with reading(store) as connection:
        rows = connection.execute(select(MEETINGS).where(ended).order_by(MEETINGS.c.closed.desc(), MEETINGS.c.id))
        return tuple(map(_meeting, rows))


def is_organiser(store: Engine, meeting: Meeting, key: str) -> bool:
    """Tell whether a key is the organiser's."""
    with reading(store) as connection:
        return is_key(key, _row(connection, MEETINGS.c.id == meeting.id, meeting.code).organiser)


def go_to(store: Engine, meeting: Meeting, key: str, stage: Stage) -> Meeting:
    """
    Lead the meeting to another stage; a closed one stays closed.

    Raises
    ------
    StoreError
        The key is not the organiser's, or the meeting is closed.
    """
    closed = now() if stage is Stage.CLOSED else ""
    return _led(store, meeting, key, stage=stage, closed=closed)


def reveal(store: Engine, meeting: Meeting, key: str, *, revealed: bool = True) -> Meeting:
    """
    Show the votes to all, or hide them again.

    Raises
    ------
    StoreError
        As of `go_to`.
    """
    return _led(store, meeting, key, revealed=revealed)


def decide(store: Engine, meeting: Meeting, key: str, decision: str) -> Meeting:
    """
    Write the decision of the meeting, which closes it and shows the votes.

    Raises
    ------
    StoreError
        As of `go_to`.
    """
    return _led(store, meeting, key, decision=decision.strip()[:2000], stage=Stage.CLOSED, revealed=True, closed=now())


def entered(store: Engine, code: str, password: str) -> Meeting:
    """
    Return the meeting of a code to somebody who knows its password.

    A password is slow to hash on purpose: no transaction is open meanwhile, so that nobody waits for it.

    Raises
    ------
    StoreError
        No meeting has this code, it is closed, the password is another one, or was guessed at too often.
    """
    with reading(store) as connection:
        row = _row(connection, MEETINGS.c.code == typed_code(code), code)
    if row.stage == Stage.CLOSED:
        raise _closed(row.title)
    lately = row.refusals if row.refused >= since(_LOCK_S) else 0
    if lately >= _WRONG_PASSWORDS:
        raise StoreError(
            Message(N_("Wrong passwords were tried too often.")),
            where=row.title,
            remedy=Message(N_("Wait a minute, then try again.")),
        )
    if not is_password(password, row.password):
        _count_refusal(store, row.id, lately + 1)
        raise StoreError(
            Message(N_("This is not the password of the meeting.")),
            where=row.title,
            remedy=Message(N_("Ask the organiser for it.")),
        )
    return _meeting(row)


def _count_refusal(store: Engine, meeting: str, refusals: int) -> None:
    with store.begin() as connection:
        values = {"refusals": refusals, "refused": now()}
        connection.execute(update(MEETINGS).where(MEETINGS.c.id == meeting).values(**values))


def lasting(connection: Connection, meeting: str) -> Meeting:
    """
    Return a meeting that is not closed.

    Raises
    ------
    StoreError
        It is closed.
    """
    found = _meeting(_row(connection, MEETINGS.c.id == meeting, ""))
    if found.stage is Stage.CLOSED:
        raise _closed(found.title)
    return found


def led(connection: Connection, meeting: Meeting, key: str) -> Meeting:
    """
    Return a meeting that is not closed to the one who leads it.

    Raises
    ------
    StoreError
        The key is not the organiser's, or the meeting is closed.
    """
    row = _row(connection, MEETINGS.c.id == meeting.id, meeting.code)
    if not is_key(key, row.organiser):
        raise StoreError(
            Message(N_("Only the organiser leads the meeting.")),
            where=row.title,
            remedy=Message(N_("Go back to the browser that opened it.")),
        )
    if row.stage == Stage.CLOSED:
        raise _closed(row.title)
    return _meeting(row)


def _led(store: Engine, meeting: Meeting, key: str, **values: object) -> Meeting:
    with store.begin() as connection:
        found = led(connection, meeting, key)
        connection.execute(update(MEETINGS).where(MEETINGS.c.id == meeting.id).values(**values))
        return replace(found, **values)  # type: ignore[arg-type]


def _row(connection: Connection, which: object, code: str) -> Row[tuple[object, ...]]:
    row = connection.execute(select(MEETINGS).where(which)).one_or_none()  # type: ignore[arg-type]
    if row is None:
        raise StoreError(
            Message(N_("No meeting has this code.")),
            where=typed_code(code),
            remedy=Message(N_("Read the code again on the screen of the room: six letters and figures.")),
        )
    return row


def _meeting(row: Row[tuple[object, ...]]) -> Meeting:
    values = {name: getattr(row, name) for name in Meeting.__slots__ if name != "guarded"}
    values |= {"sites": tuple(json.loads(values["sites"])), "stage": Stage(values["stage"])}
    return Meeting(**values, guarded=bool(row.password))


def _closed(title: str) -> StoreError:
    return StoreError(
        Message(N_("This meeting is closed.")),
        where=title,
        remedy=Message(N_("Its minutes are on the organiser’s screen.")),
    )
