"""The reading process: what it cannot do, and what becomes of it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources import _sandbox
from geo.sources._confinement import VECTOR_DRIVERS, environment, landlock_version, sandbox_strength
from geo.sources._crossing import read_outcome, write_outcome
from geo.sources._files import read_all, read_tables
from geo.sources._findings import RawLayer, RawRaster
from tests.sources import hostile

PROJECT = Path(__file__).resolve().parents[2]
ATTEMPTS = """
import os, socket, sys, urllib.request
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from geo.sources._confinement import confine
allowed, folder, secret, port = Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5])
confine([allowed], folder)

def attempt(name, action):
    try:
        action()
    except OSError:
        print(name, "refused")
    except MemoryError:
        print(name, "refused")
    else:
        print(name, "done")

attempt("read the file", lambda: allowed.read_bytes())
attempt("write in the folder", lambda: (folder / "x").write_text("x"))
attempt("read another file", lambda: secret.read_bytes())
attempt("list another folder", lambda: list(secret.parent.iterdir()))
attempt("write the file", lambda: allowed.write_text("x"))
attempt("write beside", lambda: (allowed.parent / "y").write_text("y"))
attempt("run a program", lambda: os.execv("/bin/true", ["true"]))
attempt("connect", lambda: socket.create_connection(("127.0.0.1", port), 2))
attempt("take memory", lambda: bytearray(7 << 30))
"""


@pytest.fixture
def square(tmp_path):
    return hostile.write_geojson(tmp_path / "square.geojson", hostile.collection(hostile.polygon(*hostile.SQUARE)))


@pytest.mark.skipif(landlock_version() < 4, reason="this kernel cannot confine a process")
def test_a_confined_process_can_read_one_file_and_write_in_one_folder(tmp_path):
    allowed, secret = tmp_path / "allowed" / "a.txt", tmp_path / "secret" / "s.txt"
    folder = tmp_path / "folder"
    for file in (allowed, secret):
        file.parent.mkdir()
        file.write_text(hostile.SECRET, encoding="utf-8")
    folder.mkdir()
    with hostile.listening() as (address, requests):
        command = [sys.executable, "-I", "-c", ATTEMPTS, str(PROJECT), str(allowed), str(folder), str(secret)]
        done = subprocess.run([*command, address.rsplit(":", 1)[1]], capture_output=True, text=True, check=True)
        assert requests == []
    outcomes = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    granted = {"read the file", "write in the folder"}
    assert {name for name, outcome in outcomes.items() if outcome == "done"} == granted
    assert len(outcomes) == 9


def test_the_strength_of_the_sandbox_is_told():
    expected = "no network" if landlock_version() >= 4 else "separate process"
    assert expected in str(sandbox_strength())


def test_without_landlock_files_are_still_read(square, monkeypatch):
    absent = "import geo.sources._confinement as c, geo.sources._reader as r; c.landlock_version = int; "
    in_reader(monkeypatch, absent + "r.landlock_version = int")
    assert len(read_tables(square)[0].frame) == 1


def test_gdal_knows_no_other_vector_driver_than_ours():
    code = "import pyogrio, json; print(json.dumps(sorted(pyogrio.list_drivers())))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert set(json.loads(done.stdout)) == VECTOR_DRIVERS


def in_reader(monkeypatch, change):
    """Change the reading process from inside, as a file that takes it over would."""
    monkeypatch.setattr(_sandbox, "_BOOT", _sandbox._BOOT.replace("main()", change + "; main()"))


SHORTER = "import dataclasses; {module}.LIMITS = dataclasses.replace({module}.LIMITS, {limit}); "
DEATHS = {
    "killed": ("import os; r.find = lambda path, folder: os.kill(os.getpid(), 9)", "stopped short"),
    "bug": ("r.find = lambda path, folder: 1 / 0", "stopped short"),
    "exit": ("import os; r.find = lambda path, folder: os._exit(3)", "stopped short"),
    "memory": ("r.find = lambda path, folder: bytearray(7 << 30)", "stopped short"),
    "sleep": (
        SHORTER.format(module="r", limit="wall_s=0.2") + "import time; r.find = lambda path, folder: time.sleep(60)",
        "takes longer",
    ),
    "loop": (
        "import geo.sources._confinement as c; "
        + SHORTER.format(module="c", limit="cpu_s=1")
        + "r.find = lambda path, folder: [0 for _ in iter(int, 1)]",
        "takes longer",
    ),
    "all": ("import os; r._run = lambda job: os._exit(1)", "stopped before this one"),
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_reading_that_dies_or_lasts_refuses_its_file(square, monkeypatch, death):
    change, reason = DEATHS[death]
    in_reader(monkeypatch, "import geo.sources._reader as r; " + change)
    with pytest.raises(SourceError, match=reason):
        read_tables(square)


def test_the_death_of_one_reading_leaves_the_others(square, monkeypatch):
    other = square.with_name("other.geojson")
    other.write_bytes(square.read_bytes())
    guard = "old = r.find; r.find = lambda path, folder: 1 / 0 if path.name == 'square.geojson' else old(path, folder)"
    in_reader(monkeypatch, "import geo.sources._reader as r; " + guard)
    readings = read_all([square, other])
    assert isinstance(readings[square], SourceError)
    assert isinstance(readings[other], tuple)


def test_nothing_is_left_behind(square, tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    read_all([square, tmp_path / "absent.geojson"])
    assert list(place.iterdir()) == []


def test_an_interruption_ends_the_reading_process(square, monkeypatch):
    in_reader(monkeypatch, "import time; import geo.sources._reader as r; r.find = lambda path, folder: time.sleep(60)")
    started = []
    real = subprocess.Popen

    class Interrupted(real):
        def communicate(self, *args, **kwargs):
            if not started:
                started.append(self.pid)
                raise KeyboardInterrupt
            return super().communicate(*args, **kwargs)

    monkeypatch.setattr(_sandbox.subprocess, "Popen", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_all([square])
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


OUTCOMES = [
    SourceError(Message(N_("x {n}"), {"n": 1}), where="a.shp", remedy=Message("y")),
    SourceError(Message("x")),
    RawRaster("EPSG:2154", 0.0, 0.0, 1.0, 1.0, 2, 2, 0.5, "float32", None, None, None, (Message("n"),)),
    None,
]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_outcome_crosses_unchanged(tmp_path, outcome):
    write_outcome(outcome, tmp_path)
    crossed = read_outcome(tmp_path)
    assert str(crossed) == str(outcome)
    assert type(crossed) is type(outcome)


def test_a_layer_crosses_unchanged(tmp_path):
    layer = RawLayer("l", "CSV", pa.table({"a": ["é", None]}), None, (Message("n {c}", {"c": Message("inner")}),))
    write_outcome((layer,), tmp_path)
    ((crossed),) = read_outcome(tmp_path)
    assert crossed.table.equals(layer.table)
    assert crossed.notes == layer.notes
