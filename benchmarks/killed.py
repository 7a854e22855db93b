"""A server that is killed in the middle of a vote: `python -m benchmarks.killed [URL of a database]`.

Thirty phones vote without a pause over the channel of a real server; after a thousand votes that pages have shown as
counted, the server is killed (signal 9). Prints how many of them the store does not hold. Without a URL, a SQLite file.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.meeting import DEMONSTRATION, best_sites, convened, served, voting
from benchmarks.phones import Phone, join, opened
from geo.store import meetings, room
from geo.store.database import open_store
from geo.store.meetings import Meeting, Stage
from geo.store.room import Seat

PHONES, VOTES = 30, 1_000

Vote = tuple[str, bool]


@dataclass
class Voter:
    """
    A phone, and what its page has shown as counted.

    Attributes
    ----------
    counted
        Site → the last answer that was acknowledged.
    under_way
        The vote that was sent last: it may be there or not.
    """

    phone: Phone
    seat: Seat
    counted: dict[str, bool] = field(default_factory=dict)
    under_way: Vote | None = None


async def seated(url: str, meeting: Meeting, number: int) -> Voter:
    """Join a meeting."""
    phone = await opened(url, f"code={meeting.code}")
    await join(phone, f"P{number}")
    participant, key = json.loads(phone.kept[f"jachere-{meeting.code}"]["seat"])
    return Voter(phone, Seat(participant, meeting.id, key))


async def vote_on(voter: Voter, sites: Sequence[str], acknowledged: asyncio.Semaphore) -> None:
    """Vote without end, each time the other way; the server's death ends it."""
    for turn in range(1_000_000):
        site, approves = sites[turn % len(sites)], turn // len(sites) % 2 == 0
        voter.under_way = (site, approves)
        await voting(voter.phone, site, approves=approves)
        voter.counted[site] = approves
        acknowledged.release()


async def until_killed(
    url: str, process: subprocess.Popen[bytes], meeting: Meeting, *, phones: int, votes: int
) -> list[Voter]:
    """
    Vote until so many votes are acknowledged, then kill the server.

    Returns
    -------
    voters
        With what each was told.
    """
    voters = [await seated(url, meeting, number) for number in range(phones)]
    acknowledged = asyncio.Semaphore(0)
    # The last site stays unasked: a ballot stays open.
    at_work = [asyncio.create_task(vote_on(voter, meeting.sites[:-1], acknowledged)) for voter in voters]
    for _ in range(votes):
        await acknowledged.acquire()
    process.kill()
    process.wait()
    for task in at_work:
        task.cancel()
    await asyncio.gather(*at_work, return_exceptions=True)
    for voter in voters:
        with contextlib.suppress(OSError):
            await voter.phone.close()
    return voters


def missing(store: Engine, voters: Sequence[Voter]) -> list[Vote]:
    """Return the votes that were acknowledged and are not in the store."""
    lost = []
    for voter in voters:
        held = room.own_votes(store, voter.seat)
        told = voter.counted.items()
        lost += [one for one in told if held.get(one[0]) != one[1] and voter.under_way != (one[0], held.get(one[0]))]
    return lost


def main(url: str = "") -> None:
    sites = best_sites()
    with tempfile.TemporaryDirectory() as place:
        where = url or f"sqlite:///{Path(place) / 'jachere.sqlite'}"
        store = open_store(where)
        meeting, key = convened(store, DEMONSTRATION, sites)
        meeting = meetings.go_to(store, meeting, key, Stage.VOTES)
        with served(where, DEMONSTRATION, 8797) as (address, process):
            voters = asyncio.run(until_killed(address, process, meeting, phones=PHONES, votes=VOTES))
        print(f"{VOTES} votes acknowledged before the kill, {len(missing(open_store(where), voters))} missing after it")


if __name__ == "__main__":
    main(*sys.argv[1:])
