"""What was acknowledged is there after the process is killed, and many who write at once lose nothing."""

import subprocess
import sys
import threading
from pathlib import Path

from geo.store import meetings, room
from geo.store.database import open_store
from geo.store.meetings import Stage
from geo.store.studies import save_new

VOTER = Path(__file__).with_name("voter.py")
ROUNDS = 4


def _meeting(store):
    study = save_new(store, name="Valmartin", territory="Val-Fiacre", document="{}")
    sites = [f"site-{number}" for number in range(1000)]
    meeting, key = meetings.open_meeting(store, study=study.id, title="Choix", sites=sites)
    return meetings.go_to(store, meeting, key, Stage.VOTES)


def _killed_after(count, url, seat):
    """Return the votes that a process was told are kept, before it was killed in the middle of others."""
    arguments = [sys.executable, str(VOTER), url, seat.participant, seat.meeting, seat.key]
    told = []
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=VOTER.parents[2]) as process:
        for line in process.stdout:
            told.append(line.strip())
            if len(told) >= count:
                process.kill()
                break
        told += [line.strip() for line in process.stdout]
    # A line that was cut in the middle was not read as told.
    return [int(turn) for turn in told if turn]


def test_no_acknowledged_vote_is_lost_when_the_process_is_killed(store, url):
    meeting = _meeting(store)
    for count in range(60, 60 + 70 * ROUNDS, 70):
        seat = room.join(store, meeting.code, name=f"P{count}")
        told = _killed_after(count, url, seat)
        assert len(told) >= count
        again = open_store(url)
        assert {f"site-{turn}" for turn in told} <= set(room.own_votes(again, seat))
        again.dispose()


def test_eight_who_vote_at_once_lose_no_vote(store):
    meeting = _meeting(store)
    seats = [room.join(store, meeting.code, name=f"P{number}") for number in range(8)]

    def vote(seat):
        for number in range(25):
            room.vote(store, seat, f"site-{number}", approves=number % 2 == 0)

    threads = [threading.Thread(target=vote, args=[seat]) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seat in seats:
        assert room.own_votes(store, seat) == {f"site-{number}": number % 2 == 0 for number in range(25)}
