"""Vote without end and say each vote once the store has acknowledged it: the test kills this process."""

import sys

from geo.store.database import open_store
from geo.store.room import Seat, vote


def main(url: str, participant: str, meeting: str, key: str) -> None:
    store = open_store(url)
    seat = Seat(participant, meeting, key)
    for turn in range(1_000_000):
        vote(store, seat, f"site-{turn % 1000}", approves=turn < 1000)
        sys.stdout.write(f"{turn}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
