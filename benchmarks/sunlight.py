"""What the sun costs: CPU seconds in the loop, of the whole command, memory, and the peers that are installed.

Run with ``python -m benchmarks.sunlight``; ``--season`` adds every day in steps of ten minutes, ``--large`` the rasters
of 4 000 and 8 000 cells a side. The peer `insolation` is timed on the same suns where it can be imported.
"""

import argparse
import importlib.util
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.export.rasters import write_blocks
from geo.models import Block, Bounds, Window
from geo.sources._blocks import heights_of
from geo.sunlight import HeldHeights, Period, Scene, Season, Sweeping, season_of, sun_hours

DEMONSTRATION = Path(__file__).resolve().parents[1] / "data" / "layers" / "mns-val-fiacre.tif"
DAYS = Period(step_min=30, only_day=15)
SEASON = Period()


def town(side: int) -> HeldHeights:
    """Return the middle of the demonstration territory, repeated to the size wanted."""
    surface = heights_of(DEMONSTRATION)
    square = surface.read(Window(500, 500, 1_000, 1_000))
    tiles = -(-side // 1_000)
    values = np.tile(square, (tiles, tiles))[:side, :side]
    bounds = Bounds(640_000, 6_850_000, 640_000 + side, 6_850_000 + side)
    return HeldHeights(np.ascontiguousarray(values), bounds, surface.crs)


def cpu_s(work: Callable[[], object]) -> tuple[float, float]:
    """Return CPU and wall seconds of a piece of work."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def swept(season: Season, means: Sweeping) -> None:
    """Compute a season and forget it."""
    for _ in sun_hours(season, means):
        pass


def loop(name: str, season: Season, means: Sweeping) -> float:
    """Print and return the CPU seconds of the engine alone, imports and suns left aside."""
    cpu, wall = cpu_s(lambda: swept(season, means))
    cells = season.scene.surface.rows * season.scene.surface.columns / 1e6
    each = cpu / cells / len(season.suns) * 1e3
    print(f"{name:46} {cpu:8.3f} CPU s {wall:8.3f} s   {each:6.2f} ns a cell and sun")
    return cpu


def peer(season: Season, heights: NDArray[np.float32]) -> None:
    """Time `insolation.doshade` on the same suns."""
    if importlib.util.find_spec("insolation") is None:
        print("insolation: not installed")
        return
    from insolation.insolf import doshade  # type: ignore[import-not-found]

    azimuth, elevation = season.suns.azimuth, season.suns.elevation
    flat = np.cos(elevation)
    vectors = np.stack([flat * np.sin(azimuth), -flat * np.cos(azimuth), np.sin(elevation)], axis=1)
    surface = heights.astype(np.float64)
    doshade(surface, 1.0, vectors[0])
    cpu, wall = cpu_s(lambda: [doshade(surface, 1.0, vector) for vector in vectors])
    print(f"{'insolation.doshade, the same suns':46} {cpu:8.3f} CPU s {wall:8.3f} s")


def command(name: str, side: int, *options: str) -> None:
    """Print CPU seconds, wall seconds and peak memory of the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        surface, out = Path(folder, "mns.tif"), Path(folder, "sun.tif")
        heights = town(side)
        write_blocks(surface, heights, ("heights",), [Block(1, Window(0, 0, side, side), heights.values)])
        arguments = [str(Path(sys.executable).with_name("jachere")), "sun", str(surface), "--out", str(out), *options]
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        child = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
        peak = peak_mib(child)
        if child.returncode:
            raise SystemExit(f"{name}: the command failed")
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{name:46} {cpu:8.3f} CPU s {wall:8.3f} s   {peak:6.0f} MiB at most")


def peak_mib(child: subprocess.Popen[bytes]) -> float:
    """Wait for a process and return its peak memory; what `wait` tells would hold that of this process too. [MiB]"""
    status, peak = Path(f"/proc/{child.pid}/status"), 0.0
    while child.poll() is None:
        for line in status.read_text(encoding="ascii").splitlines() if status.exists() else []:
            if line.startswith("VmHWM"):
                peak = float(line.split()[1]) / 1024
        time.sleep(0.05)
    return peak


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--season", action="store_true")
    parser.add_argument("--large", action="store_true")
    wanted = parser.parse_args()
    scene = Scene(town(1_000))
    days = season_of(scene, DAYS)
    swept(season_of(Scene(town(100)), DAYS), Sweeping())
    print(f"1 000 × 1 000 cells, {len(days.suns)} suns")
    for families, name in ((2, "default"), (1, "--fast")):
        for threads in (1, 2):
            loop(f"{name}, {threads} thread(s)", days, Sweeping(families=families, threads=threads))
    peer(days, scene.surface.read(Window(0, 0, 1_000, 1_000)))
    command("jachere sun, one day, 10 min", 1_000, "--from", "06-21", "--to", "06-21")
    if wanted.season:
        season = season_of(scene, SEASON)
        print(f"1 000 × 1 000 cells, {len(season.suns)} suns")
        loop("default, 2 threads", season, Sweeping())
        loop("--fast, 2 threads", season, Sweeping(families=1))
    if wanted.large:
        for side in (4_000, 8_000):
            command(
                f"jachere sun, {side} × {side}, one day, hourly",
                side,
                "--from",
                "06-21",
                "--to",
                "06-21",
                "--step",
                "60",
            )


if __name__ == "__main__":
    main()
