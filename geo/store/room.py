"""The people of a meeting: their seats, their weights, their votes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from geo.errors import StoreError
from geo.messages import N_, Message
from geo.store.database import reading
from geo.store.keys import is_key, new_id, new_key, now, sealed
from geo.store.meetings import Meeting, Stage, entered, lasting
from geo.store.tables import MEETINGS, PARTICIPANTS, VOTES, WEIGHTS

MOST_SEATS = 300
"""In one meeting: a council and its public."""
_INSERT: Mapping[str, Any] = MappingProxyType({"sqlite": insert_in_sqlite, "postgresql": insert_in_postgresql})


@dataclass(frozen=True, slots=True)
class Seat:
    """
    A person's place in a meeting; who holds the key may weigh and vote in this person's name.

    Attributes
    ----------
    key
        Kept by the person's browser only.
    """

    participant: str
    meeting: str
    key: str


@dataclass(frozen=True, slots=True)
class Participant:
    """
    A person in a meeting.

    Attributes
    ----------
    weights
        By criterion or theme, as the person set them; empty until then. [points]
    votes
        Site → approved or not; empty while the votes are hidden.
    """

    id: str
    name: str
    group: str
    weights: Mapping[str, float]
    votes: Mapping[str, bool]
    has_voted: bool


def join(store: Engine, code: str, *, name: str, group: str = "", password: str = "") -> Seat:
    """
    Take a seat in a meeting.

    Raises
    ------
    StoreError
        The code, the password or the name cannot be used, the meeting is closed or full.
    """
    if not name.strip():
        raise StoreError(Message(N_("A name is missing.")), remedy=Message(N_("Write your name, or initials.")))
    with store.begin() as connection:
        meeting = entered(connection, code, password)
        _refuse_when_full(connection, meeting)
        seat = Seat(new_id(), meeting.id, new_key())
        connection.execute(
            insert(PARTICIPANTS).values(
                id=seat.participant,
                meeting=meeting.id,
                key=sealed(seat.key),
                name=name.strip()[:80],
                group=group.strip()[:80],
                joined=now(),
            )
        )
    return seat


def _refuse_when_full(connection: Connection, meeting: Meeting) -> None:
    seats = select(func.count()).select_from(PARTICIPANTS).where(PARTICIPANTS.c.meeting == meeting.id)
    if connection.execute(seats).scalar_one() >= MOST_SEATS:
        raise StoreError(
            Message(N_("This meeting is full: {count} people."), {"count": MOST_SEATS}),
            where=meeting.title,
            remedy=Message(N_("Share the phone of a neighbour.")),
        )


def weigh(store: Engine, seat: Seat, weights: Mapping[str, float]) -> None:
    """
    Keep the weights of a person, in place of earlier ones.

    Raises
    ------
    StoreError
        The seat is not this person's, or the meeting is closed.
    """
    with store.begin() as connection:
        _seated(connection, seat)
        row = {"participant": seat.participant, "document": json.dumps(dict(weights)), "changed": now()}
        _put(connection, WEIGHTS, row, key=("participant",))


def vote(store: Engine, seat: Seat, site: str, *, approves: bool) -> None:
    """
    Keep the vote of a person on one site, in place of an earlier one.

    Raises
    ------
    StoreError
        The seat is not this person's, it is not the time to vote, or nobody votes on this site.
    """
    with store.begin() as connection:
        meeting = _seated(connection, seat)
        if meeting.stage is not Stage.VOTES or site not in meeting.sites:
            raise StoreError(
                Message(N_("It is not the time to vote on this site.")),
                where=meeting.title,
                remedy=Message(N_("Wait until the organiser opens the vote.")),
            )
        row = {"participant": seat.participant, "site": site, "approves": approves, "changed": now()}
        _put(connection, VOTES, row, key=("participant", "site"))


def own_votes(store: Engine, seat: Seat) -> Mapping[str, bool]:
    """Return what a person voted, by site."""
    with reading(store) as connection:
        rows = connection.execute(select(VOTES).where(VOTES.c.participant == seat.participant))
        return {row.site: row.approves for row in rows}


def room(store: Engine, meeting: Meeting, key: str = "") -> tuple[Participant, ...]:
    """
    Return the people of a meeting in the order of their coming.

    Parameters
    ----------
    key
        Of the organiser, who alone sees the votes before they are revealed.
    """
    with reading(store) as connection:
        now_ = connection.execute(select(MEETINGS).where(MEETINGS.c.id == meeting.id)).one()
        seats = PARTICIPANTS.c.meeting == meeting.id
        people = connection.execute(
            select(PARTICIPANTS).where(seats).order_by(PARTICIPANTS.c.joined, PARTICIPANTS.c.id)
        )
        weights = connection.execute(select(WEIGHTS).join(PARTICIPANTS).where(seats))
        votes = connection.execute(select(VOTES).join(PARTICIPANTS).where(seats).order_by(VOTES.c.site)).all()
        told = now_.revealed or is_key(key, now_.organiser)
        weighed = {row.participant: json.loads(row.document) for row in weights}
        return tuple(_participant(row, weighed.get(row.id, {}), votes, told=told) for row in people)


def _participant(row: Any, weights: Mapping[str, float], votes: Any, *, told: bool) -> Participant:
    own = {vote.site: vote.approves for vote in votes if vote.participant == row.id}
    return Participant(row.id, row.name, row.group, weights, own if told else {}, bool(own))


def _seated(connection: Connection, seat: Seat) -> Meeting:
    row = connection.execute(select(PARTICIPANTS).where(PARTICIPANTS.c.id == seat.participant)).one_or_none()
    if row is None or row.meeting != seat.meeting or not is_key(seat.key, row.key):
        raise StoreError(
            Message(N_("This seat is not yours.")), remedy=Message(N_("Join the meeting again with its code."))
        )
    return lasting(connection, seat.meeting)


def _put(connection: Connection, table: Table, row: Mapping[str, object], *, key: tuple[str, ...]) -> None:
    statement = _INSERT[connection.dialect.name](table).values(**row)
    rest = {name: statement.excluded[name] for name in row if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=rest))
