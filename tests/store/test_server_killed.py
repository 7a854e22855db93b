"""The app's own server is killed while phones vote: what their pages have shown as counted is kept."""

import asyncio
import shutil
import socket

import pytest

from benchmarks.killed import missing, until_killed
from benchmarks.meeting import convened, served
from geo.scoring import builtin, parse_profile
from geo.sources.settings import read_settings
from geo.store import meetings, room
from geo.store.database import open_store
from geo.store.meetings import Stage
from geo.study import judge, ranking, survey
from geo.territory import open_territory


@pytest.fixture(scope="module")
def small(demonstration, tmp_path_factory):
    """Return a folder with little more than parcels, which a server surveys in a second."""
    home = tmp_path_factory.mktemp("small")
    shutil.copytree(demonstration / "parcels", home / "parcels")
    (home / "layers").mkdir()
    shutil.copy(next((demonstration / "layers").glob("cartofriches*")), home / "layers")
    return home


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def test_no_vote_that_a_page_has_counted_is_lost(store, url, small):
    surveyed = survey(open_territory(small))
    judged = judge(surveyed, parse_profile(read_settings(builtin.DEFAULT), where=""))
    sites = [str(site) for site in ranking(surveyed, judged).index[:4]]
    meeting, key = convened(store, small, sites)
    meeting = meetings.go_to(store, meeting, key, Stage.VOTES)
    with served(url, small, free_port()) as (address, process):
        voters = asyncio.run(until_killed(address, process, meeting, phones=8, votes=160))
    again = open_store(url)
    assert sum(len(room.own_votes(again, voter.seat)) for voter in voters) >= 20
    assert missing(again, voters) == []
    voters[0].counted[sites[3]] = True
    assert missing(again, voters) == [(sites[3], True)]
    again.dispose()
