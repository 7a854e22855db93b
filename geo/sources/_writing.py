"""How every file of ours goes out: whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """
    Write a file so that a reader finds the old one or the new one, whole, whatever happens.

    Parameters
    ----------
    path
        The file to make or replace; its folder exists.
    write
        Writes the content to the path it is given: the same name, in a hidden folder beside it.
    """
    # a folder of its own keeps the draft's name, after which drivers call the layers that they write
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".draft-") as folder:
        draft = Path(folder, path.name)
        write(draft)
        _flush(draft)
        draft.replace(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
