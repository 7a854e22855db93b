"""The reading process: loads the libraries once, then forks for each file a child that gives up everything else."""

import gc
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._confinement import confine, landlock_version
from geo.sources._crossing import Outcome, write_outcome
from geo.sources._door import find
from geo.sources._limits import LIMITS
from geo.sources._shapefile import parts
from geo.sources._sniff import ARCHIVES, Kind, signature


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read and the empty folder of its own to work in."""

    path: Path
    folder: Path


def main() -> None:
    """Read the files that standard input lists, one after the other, each in its own child."""
    jobs = [Job(Path(path), Path(folder)) for path, folder in json.load(sys.stdin)]
    _load_libraries(job.path for job in jobs)
    for job in jobs:
        _run(job)


def _load_libraries(paths: Iterable[Path]) -> None:
    """Import what these files need, so that no child has to, and nothing else."""
    _do_without("pandas", "geopandas")
    readable = [path for path in paths if os.access(path, os.R_OK)]
    kinds = {signature(path) for path in readable}
    wanted = {"geo.sources._geojson", "geo.sources._pages", "geo.sources._columnar"}
    if any(path.suffix.lower() == ".xlsx" for path in readable):
        wanted.add("geo.sources._sheets")
    if kinds & {Kind.GEOPACKAGE, Kind.SHAPEFILE, Kind.FLATGEOBUF, *ARCHIVES}:
        wanted.add("geo.sources._vectors")
    if Kind.GEOTIFF in kinds:
        wanted |= {"geo.sources._rasters", "rasterio", "rasterio.windows"}
    if landlock_version():
        wanted.add("landlock")
    for name in sorted(wanted):
        import_module(name)
    if "rasterio" in wanted:
        # GDAL names its two hundred drivers once here, and not again in each child
        with import_module("rasterio").Env():
            pass


def _do_without(*names: str) -> None:
    """Hide packages that pyarrow and pyogrio load when they are there, only to offer results that we do not ask for."""

    def find_spec(name: str, *_: object) -> None:
        if name in names:
            raise ModuleNotFoundError(name)

    finder: Any = SimpleNamespace(find_spec=find_spec)
    sys.meta_path.insert(0, finder)


def _run(job: Job) -> None:
    # the child holds the writing end: it closes when the child ends, however it ends
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _read_and_leave(job)
    os.close(writing)
    ended, _, _ = select.select([reading], [], [], LIMITS.wall_s)
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    if status != 0:
        write_outcome(_failure(job.path, status, in_time=bool(ended)), job.folder)


def _read_and_leave(job: Job) -> None:
    """Read a file and end the process, whatever happens: a child must never go on with its parent's list."""
    status = 1
    # a large GeoJSON makes millions of lists: looking for rubbish among them takes longer than reading it
    gc.disable()
    try:
        confine([job.path, *_beside(job.path)], job.folder)
        write_outcome(_outcome(job), job.folder)
        status = 0
    except Exception:  # noqa: BLE001 — whatever it is, the parent tells it as a refusal of this file
        traceback.print_exc()
    finally:
        os._exit(status)


def _beside(path: Path) -> Iterable[Path]:
    return parts(path).values() if path.suffix.lower() == ".shp" else ()


def _outcome(job: Job) -> Outcome:
    try:
        return find(job.path, job.folder)
    except SourceError as error:
        return error


def _failure(path: Path, status: int, *, in_time: bool) -> SourceError:
    too_long = not in_time or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU)
    if too_long:
        reason = Message(N_("Reading this file takes longer than the {limit} s allowed."), {"limit": LIMITS.cpu_s})
    else:
        reason = Message(N_("Reading this file stopped short: it is damaged, or made to do harm."))
    return SourceError(reason, where=path.name, remedy=Message(N_("Replace it by a fresh export from its publisher.")))
