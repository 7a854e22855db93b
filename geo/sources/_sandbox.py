"""Our side of the reading process: start it, wait for it, collect what it found."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._confinement import environment
from geo.sources._crossing import Outcome, read_outcome
from geo.sources._limits import LIMITS

_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from geo.sources._reader import main; main()"
_START_S = 60.0
"""Time to load the libraries on a slow machine. [s]"""


def read_apart(paths: Sequence[Path]) -> tuple[Outcome, ...]:
    """
    Return what each file gives, read in another process.

    `subprocess` and not `multiprocessing`, which starts the main script again: under Streamlit that is the app.

    Parameters
    ----------
    paths
        Files that exist.
    """
    with tempfile.TemporaryDirectory(prefix="jachere-") as name:
        folders = [Path(name, str(order)) for order in range(len(paths))]
        for folder in folders:
            folder.mkdir()
        _run([(str(path.absolute()), str(folder)) for path, folder in zip(paths, folders, strict=True)])
        return tuple(_collect(path, folder) for path, folder in zip(paths, folders, strict=True))


def _run(jobs: Sequence[tuple[str, str]]) -> None:
    command = [sys.executable, "-I", "-c", _BOOT, str(Path(__file__).resolve().parents[2])]
    process = subprocess.Popen(  # noqa: S603 — our own interpreter, our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=True,
    )
    # a file that is never reached tells so itself, for want of a result
    try:
        with suppress(subprocess.TimeoutExpired):
            process.communicate(json.dumps(jobs).encode(), timeout=_START_S + LIMITS.wall_s * len(jobs))
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Leave no reading process behind, whatever interrupted us."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _collect(path: Path, folder: Path) -> Outcome:
    try:
        return read_outcome(folder)
    except FileNotFoundError:
        return SourceError(
            Message(N_("The process that reads files stopped before this one.")),
            where=path.name,
            remedy=Message(N_("Try again; if it happens again, supply the files one by one.")),
        )
