"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from geo.scoring import Profile, builtin, parse_profile
from geo.sources.settings import read_settings
from geo.study import Judgement, Survey, judge, survey
from geo.territory import open_territory

# The machine is shared: a slow example is no failure. The same examples at each run, so that a failure is one for all.
settings.register_profile("shared", deadline=None, max_examples=40, derandomize=True)
settings.load_profile("shared")

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real official files, which is never part of the project."""
    folder = Path(os.environ.get("JACHERE_REAL_DATA", PROJECT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("real official files are not here: set JACHERE_REAL_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """Return the folder of the fictional territory."""
    return PROJECT / "data"


@pytest.fixture(scope="session")
def surveyed(demonstration: Path) -> Survey:
    """Return the sites of the demonstration territory."""
    return survey(open_territory(demonstration))


@pytest.fixture(scope="session")
def profile() -> Profile:
    """Return the default profile."""
    return parse_profile(read_settings(builtin.DEFAULT), where=builtin.DEFAULT.name)


@pytest.fixture(scope="session")
def judgement(surveyed: Survey, profile: Profile) -> Judgement:
    """Return what the default profile makes of the demonstration territory."""
    return judge(surveyed, profile)
