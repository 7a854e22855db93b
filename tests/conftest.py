"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
