"""The people of a meeting: their seats, their weights, their votes."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from geo.errors import StoreError
from geo.messages import N_, Message
from geo.store.database import reading
from geo.store.keys import is_key, new_id, new_key, now, sealed, since
from geo.store.meetings import Meeting, Stage, entered, lasting, led
from geo.store.tables import MEETINGS, PARTICIPANTS, VOTES, WEIGHTS

MOST_SEATS = 300
"""In one meeting: a council and its public."""
MOST_AT_ONCE = 60
"""New seats within `AT_ONCE_S`: a room that scans the same picture together, no more. Our assumption."""
AT_ONCE_S = 10.0
_MOST_WEIGHTS = 100
_LONGEST_NAME = 40
_INSERT: Mapping[str, Any] = MappingProxyType({"sqlite": insert_in_sqlite, "postgresql": insert_in_postgresql})


class Standing(StrEnum):
    """Whether a person takes part."""

    HERE = "here"
    LEFT = "left"
    REMOVED = "removed"


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
    standing
        Whether the person still takes part.
    """

    id: str
    name: str
    group: str
    weights: Mapping[str, float]
    votes: Mapping[str, bool]
    has_voted: bool
    standing: Standing = Standing.HERE


def join(store: Engine, code: str, *, name: str, group: str = "", password: str = "") -> Seat:
    """
    Take a seat in a meeting.

    Raises
    ------
    StoreError
        The code, the password or the name cannot be used, the meeting is closed or full, or too many come at once.
    """
    if not name.strip():
        raise StoreError(Message(N_("A name is missing.")), remedy=Message(N_("Write your name, or initials.")))
    meeting = entered(store, code, password)
    seat = Seat(new_id(), meeting.id, new_key())
    with store.begin() as connection:
        lasting(connection, meeting.id)
        _refuse_when_full(connection, meeting)
        connection.execute(
            insert(PARTICIPANTS).values(
                id=seat.participant,
                meeting=meeting.id,
                key=sealed(seat.key),
                name=name.strip()[:80],
                group=group.strip()[:80],
                joined=now(),
                standing=Standing.HERE,
            )
        )
    return seat


def leave(store: Engine, seat: Seat) -> None:
    """
    Leave a meeting: the person's weights and votes count no more, and are kept for a return.

    Raises
    ------
    StoreError
        The seat is not this person's, or the meeting is closed.
    """
    with store.begin() as connection:
        _seated(connection, seat)
        _stand(connection, seat.participant, Standing.LEFT)


def come_back(store: Engine, seat: Seat) -> None:
    """
    Take a seat again that one left.

    Raises
    ------
    StoreError
        The seat is not this person's, the organiser took it away, or the meeting is closed.
    """
    with store.begin() as connection:
        if _own(connection, seat).standing == Standing.REMOVED:
            raise _absent(Standing.REMOVED)
        lasting(connection, seat.meeting)
        _stand(connection, seat.participant, Standing.HERE)


def take_off(store: Engine, meeting: Meeting, key: str, participant: str, *, removed: bool = True) -> None:
    """
    Take a person off a meeting as its organiser, or bring the person back.

    Parameters
    ----------
    key
        Of the organiser.
    participant
        Somebody who is not in this meeting is left alone.

    Raises
    ------
    StoreError
        The key is not the organiser's, or the meeting is closed.
    """
    with store.begin() as connection:
        led(connection, meeting, key)
        standing = Standing.REMOVED if removed else Standing.HERE
        who = (PARTICIPANTS.c.id == participant) & (PARTICIPANTS.c.meeting == meeting.id)
        connection.execute(update(PARTICIPANTS).where(who).values(standing=standing))


def standing_of(store: Engine, seat: Seat) -> Standing:
    """
    Tell whether a person still takes part.

    Raises
    ------
    StoreError
        The seat is not this person's.
    """
    with reading(store) as connection:
        return Standing(_own(connection, seat).standing)


def _refuse_when_full(connection: Connection, meeting: Meeting) -> None:
    seats = PARTICIPANTS.c.meeting == meeting.id
    taken = select(func.count()).select_from(PARTICIPANTS).where(seats)
    if connection.execute(taken.where(PARTICIPANTS.c.standing == Standing.HERE)).scalar_one() >= MOST_SEATS:
        raise StoreError(
            Message(N_("This meeting is full: {count} people."), {"count": MOST_SEATS}),
            where=meeting.title,
            remedy=Message(N_("Share the phone of a neighbour.")),
        )
    if connection.execute(taken.where(PARTICIPANTS.c.joined >= since(AT_ONCE_S))).scalar_one() >= MOST_AT_ONCE:
        raise StoreError(
            Message(N_("Too many people are joining at the same moment.")),
            where=meeting.title,
            remedy=Message(N_("Wait ten seconds, then join again.")),
        )


def weigh(store: Engine, seat: Seat, weights: Mapping[str, float]) -> None:
    """
    Keep the weights of a person, in place of earlier ones.

    Raises
    ------
    StoreError
        The seat is not this person's, the meeting is closed, or these are no weights.
    """
    if not _are_weights(weights):
        raise StoreError(
            Message(N_("These weights cannot be used: they must not be negative, nor all zero.")),
            remedy=Message(N_("Give at least one criterion a weight.")),
        )
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


def own_weights(store: Engine, seat: Seat) -> Mapping[str, float]:
    """Return the weights that a person gave; nothing until then."""
    with reading(store) as connection:
        row = connection.execute(select(WEIGHTS).where(WEIGHTS.c.participant == seat.participant)).one_or_none()
    return {} if row is None else json.loads(row.document)


def room(store: Engine, meeting: Meeting, key: str = "", *, absent: bool = False) -> tuple[Participant, ...]:
    """
    Return the people of a meeting in the order of their coming.

    Parameters
    ----------
    key
        Of the organiser, who alone sees the votes before they are revealed.
    absent
        Those too who left or were taken off.
    """
    with reading(store) as connection:
        now_ = connection.execute(select(MEETINGS).where(MEETINGS.c.id == meeting.id)).one()
        seats = PARTICIPANTS.c.meeting == meeting.id
        if not absent:
            seats &= PARTICIPANTS.c.standing == Standing.HERE
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
    standing = Standing(row.standing)
    return Participant(row.id, row.name, row.group, weights, own if told else {}, bool(own), standing)


def _are_weights(weights: Mapping[str, float]) -> bool:
    usable = all(math.isfinite(value) and value >= 0 and len(name) <= _LONGEST_NAME for name, value in weights.items())
    return usable and len(weights) <= _MOST_WEIGHTS and sum(weights.values()) > 0


def _own(connection: Connection, seat: Seat) -> Row[tuple[object, ...]]:
    row = connection.execute(select(PARTICIPANTS).where(PARTICIPANTS.c.id == seat.participant)).one_or_none()
    if row is None or row.meeting != seat.meeting or not is_key(seat.key, row.key):
        raise StoreError(
            Message(N_("This seat is not yours.")), remedy=Message(N_("Join the meeting again with its code."))
        )
    return row


def _seated(connection: Connection, seat: Seat) -> Meeting:
    standing = Standing(_own(connection, seat).standing)
    if standing is not Standing.HERE:
        raise _absent(standing)
    return lasting(connection, seat.meeting)


def _absent(standing: Standing) -> StoreError:
    if standing is Standing.REMOVED:
        reason, remedy = N_("The organiser took you off this meeting."), N_("Speak to the organiser.")
        return StoreError(Message(reason), remedy=Message(remedy))
    return StoreError(Message(N_("You left this meeting.")), remedy=Message(N_("Come back to take part again.")))


def _stand(connection: Connection, participant: str, standing: Standing) -> None:
    connection.execute(update(PARTICIPANTS).where(PARTICIPANTS.c.id == participant).values(standing=standing))


def _put(connection: Connection, table: Table, row: Mapping[str, object], *, key: tuple[str, ...]) -> None:
    statement = _INSERT[connection.dialect.name](table).values(**row)
    rest = {name: statement.excluded[name] for name in row if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=rest))
