"""The door without its sandbox, for tests of readers: the same steps, without a process for each small file."""

import tempfile
from pathlib import Path

from geo.sources import _door, _files
from geo.sources._files import Table


def tables_of(path: Path) -> tuple[Table, ...]:
    with tempfile.TemporaryDirectory() as folder:
        found = _door.find(path, Path(folder))
    assert isinstance(found, tuple), f"{path.name} holds no table"
    return tuple(_files._table(path, layer) for layer in found)
