"""Pages that are tested write into a store of their own."""

from collections.abc import Iterator

import pytest

from geo.ui import storage


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test read what another one, or the person at this machine, has kept."""
    monkeypatch.setenv("JACHERE_DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('store') / 'jachere.sqlite'}")
    storage.store.clear()
    yield
    storage.store.clear()
