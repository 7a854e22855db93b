"""Thirty participants of a meeting at once: `python -m benchmarks.meeting`.

A real server on the demonstration, thirty phones over its own channel (`benchmarks.phones`), a screen of the room and
a desk. Each phone weighs, then votes, every two seconds; all of them also ask by themselves as pages do. Prints how
long each action took until the page showed its result, the CPU of the server, its memory for one more phone, and the
votes that the store misses.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.app import cpu_seconds
from benchmarks.maps import ready
from benchmarks.phones import Page, Phone, button_named, data_of, given, join, mounted, opened, pressed
from geo.scoring import Theme, builtin, parse_profile
from geo.sources.settings import read_settings
from geo.store import meetings, room
from geo.store.database import open_store
from geo.store.meetings import Meeting, Stage
from geo.store.studies import save_new
from geo.study import judge, ranking, survey
from geo.study.choices import Choices
from geo.territory import open_territory

PROJECT = Path(__file__).resolve().parents[1]
DEMONSTRATION = PROJECT / "data"
PHONES, FIRST, EVERY_S, LASTING_S = 30, 5, 2.0, 40.0
SITES, WARM = 6, 20


@dataclass(frozen=True)
class Room:
    """A meeting that is open on a server."""

    url: str
    pid: int
    store: Engine
    meeting: Meeting
    key: str


def best_sites(count: int = SITES) -> list[str]:
    """Return the best sites of the demonstration."""
    surveyed = survey(open_territory(DEMONSTRATION))
    profile = parse_profile(read_settings(builtin.DEFAULT), where="")
    return [str(site) for site in ranking(surveyed, judge(surveyed, profile)).index[:count]]


@contextmanager
def served(store: str, folder: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start the app on a folder and a port, with a store; it is killed in the end, if it is not yet."""
    jachere = Path(sys.executable).with_name("jachere")
    environment = {**os.environ, "JACHERE_DATABASE_URL": store}
    command = [str(jachere), "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    try:
        while not ready(f"http://127.0.0.1:{port}"):
            if process.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def convened(store: Engine, folder: Path, sites: list[str]) -> tuple[Meeting, str]:
    """Open a meeting on a study of a folder."""
    document = json.dumps({"folder": str(folder), "choices": Choices().text()})
    study = save_new(store, name="Essai", territory="Val-Fiacre", document=document)
    return meetings.open_meeting(store, study=study.id, title="Essai", sites=sites)


async def weighing(phone: Phone, turn: int) -> float:
    """Give weights, or ask to change them."""
    if mounted(phone.page, "questions"):
        points = {theme.value: (turn * 3 + place) % 11 for place, theme in enumerate(Theme)}
        told = given(phone.page, "questions", "given", points)
        return await phone.act(told, seen=lambda page: button_named(page, "again"))
    return await phone.act(pressed(phone.page, "again"), seen=lambda page: mounted(page, "questions"))


async def voting(phone: Phone, site: str, *, approves: bool) -> float:
    """Vote about a site; the last site of the ballot stays unasked, so that a ballot stays open."""
    turn = data_of(phone.page, "ballot")["turn"]

    def counted(page: Page) -> bool:
        return bool(data_of(page, "ballot").get("turn", -1) > turn)

    return await phone.act(given(phone.page, "ballot", "vote", {"site": site, "approves": approves}), seen=counted)


async def busy(phone: Phone, number: int, sites: list[str], *, votes: bool) -> list[float]:
    """Act every two seconds, the phones spread over them."""
    await asyncio.sleep(EVERY_S * number / PHONES)
    start, waits = time.perf_counter(), list[float]()
    for turn in range(int(LASTING_S / EVERY_S)):
        await asyncio.sleep(max(0.0, start + turn * EVERY_S - time.perf_counter()))
        act = voting(phone, sites[turn % (len(sites) - 1)], approves=turn % 2 == 0) if votes else weighing(phone, turn)
        waits.append(await act)
    return waits


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process. [MB]"""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def told(name: str, waits: list[float], spent: float) -> None:
    p95 = statistics.quantiles(waits, n=20)[-1]
    print(
        f"{name}: {len(waits)} actions, median {statistics.median(waits):.2f} s, p95 {p95:.2f} s, "
        f"worst {max(waits):.2f} s; server {spent / LASTING_S:.2f} CPU s a second",
        flush=True,
    )


async def measure(of: Room, sites: list[str]) -> None:
    """Let the room weigh, then vote."""
    phones = [await opened(of.url, f"code={of.meeting.code}") for _ in range(FIRST)]
    screen = await opened(of.url, f"code={of.meeting.code}&view=screen")
    for number, phone in enumerate(phones):
        await join(phone, f"P{number}")
        for turn in range(WARM):
            await weighing(phone, turn)
    before = memory_mb(of.pid)
    for number in range(FIRST, PHONES):
        phones.append(await opened(of.url, f"code={of.meeting.code}"))
        await join(phones[-1], f"P{number}")
        await weighing(phones[-1], 0)
    joined = memory_mb(of.pid)
    for name, votes in (("weights", False), ("votes", True)):
        if votes:
            meetings.go_to(of.store, of.meeting, of.key, Stage.VOTES)
            await asyncio.gather(*(phone.until(lambda page: mounted(page, "ballot")) for phone in phones))
        spent = cpu_seconds(of.pid)
        waits = await asyncio.gather(*(busy(phone, number, sites, votes=votes) for number, phone in enumerate(phones)))
        told(name, [wait for of_phone in waits for wait in of_phone], cpu_seconds(of.pid) - spent)
    people = room.room(of.store, of.meeting, of.key)
    last = {site: turn % 2 == 0 for turn in range(int(LASTING_S / EVERY_S)) for site in [sites[turn % (SITES - 1)]]}
    missed = sum(dict(person.votes) != last for person in people)
    print(f"{len(people)} people, {missed} whose votes are not their last ones; the screen asked {screen.reruns} times")
    lost = sum(phone.lost for phone in phones)
    print(f"pages that found themselves not drawn to the end, and asked again: {lost}")
    each = [(after - before) / (PHONES - FIRST) for after in (joined, memory_mb(of.pid))]
    print(f"memory for one more phone: {each[0]:.2f} MB joined, {each[1]:.2f} MB at the end; {before:.0f} MB before")
    for phone in [*phones, screen]:
        await phone.close()


def main() -> None:
    sites = best_sites()
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'jachere.sqlite'}"
        with served(url, DEMONSTRATION, 8797) as (address, process):
            store = open_store(url)
            meeting, key = convened(store, DEMONSTRATION, sites)
            asyncio.run(measure(Room(address, process.pid, store, meeting, key), sites))


if __name__ == "__main__":
    main()
