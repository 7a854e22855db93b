"""What the sun costs and how true it is: CPU seconds, memory, exactness against a march, and the peers.

Run with ``python -m benchmarks.sunlight``; ``--season`` adds every day in steps of ten minutes, ``--large`` the rasters
of 4 000 and 8 000 cells a side, ``--peers`` those of `benchmarks.sunlight_peers`, ``--all`` everything. Suns are those
of the 15th of March to October every 30 minutes, unless said. CPU seconds are the least of several runs.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.sunlight_peers import grass_cpu_s, insolation_cpu_s
from geo.export.rasters import write_blocks
from geo.models import Block, Bounds, Window
from geo.sources._blocks import heights_of
from geo.sunlight import HeldHeights, Period, Scene, Season, Sweeping, place_of, season_of, sun_hours
from geo.sunlight.ruler import ruler_for
from geo.sunlight.strips import Strips
from geo.sunlight.sweeps import bundles, no_shadow, walk
from tests.sunlight.marching import marched

PROJECT = Path(__file__).resolve().parents[1]
DEMONSTRATION = PROJECT / "data" / "layers"
REAL = Path(os.environ.get("JACHERE_REAL_DATA", PROJECT.parent / "shared" / "data"))
DAYS = Period(step_min=30, only_day=15)
SOLSTICE = Period(date(2025, 6, 21), date(2025, 6, 21), 30)
MARCHED = Period(date(2025, 6, 21), date(2025, 6, 21), 10)
VARIANTS = ((2, "default"), (1, "--fast"))

Real = NDArray[np.float64]


def town(side: int) -> HeldHeights:
    """Return the middle of the demonstration territory, repeated to the size wanted."""
    surface = heights_of(DEMONSTRATION / "mns-val-fiacre.tif")
    square = surface.read(Window(500, 500, 1_000, 1_000))
    tiles = -(-side // 1_000)
    values = np.tile(square, (tiles, tiles))[:side, :side]
    bounds = Bounds(640_000, 6_850_000, 640_000 + side, 6_850_000 + side)
    return HeldHeights(np.ascontiguousarray(values), bounds, surface.crs)


def least(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the least CPU and wall seconds of a piece of work done several times."""
    runs = []
    for _ in range(times):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        runs.append((time.process_time() - cpu, time.perf_counter() - wall))
    return min(cpu for cpu, _ in runs), min(wall for _, wall in runs)


def swept(season: Season, means: Sweeping) -> None:
    """Compute a season and forget it."""
    for _ in sun_hours(season, means):
        pass


def loop(name: str, season: Season, means: Sweeping, times: int) -> float:
    """Print and return the CPU seconds of the engine: sweeps, quality, hours by month; imports and suns left aside."""
    cpu, wall = least(lambda: swept(season, means), times)
    cells = season.scene.surface.rows * season.scene.surface.columns
    print(f"{name:52} {cpu:8.3f} CPU s {wall:8.3f} s {cpu / cells / len(season.suns) * 1e9:8.2f} ns a cell and sun")
    return cpu


def inner_loop(season: Season, families: int) -> float:
    """Return the CPU seconds of the compiled sweeps alone: nothing read, turned, joined or judged at the edges."""
    surface = season.scene.surface
    ruler = ruler_for(season.relief.lowest, season.relief.highest + 0.3)
    strips, total = Strips(season.scene, ruler, 0.3, 250_000, crowns=False), 0.0
    for bundle in bundles(season.suns, season.months, cell_m=surface.cell_m, step_m=ruler.step_m):
        shadows = no_shadow(bundle, families, *bundle.quarter.walked(surface.rows, surface.columns))
        for window in strips.windows(bundle.quarter):
            strip = strips.read(bundle.quarter.turned, window)
            lit = np.zeros((len(season.months), *strip.shape), np.int16)
            start = time.process_time()
            walk(lit, strip, bundle, shadows)
            total += time.process_time() - start
    return total


def loops() -> None:
    """Print the engine on a million cells."""
    days = season_of(Scene(town(1_000)), DAYS)
    swept(season_of(Scene(town(100)), DAYS), Sweeping())
    print(f"1 000 × 1 000 cells, {len(days.suns)} suns, eight months")
    for families, name in VARIANTS:
        for threads in (1, 2):
            loop(f"{name}, {threads} thread(s)", days, Sweeping(families=families, threads=threads), 15)
        print(
            f"{f'{name}, the compiled sweeps alone':52} {min(inner_loop(days, families) for _ in range(10)):8.3f} CPU s"
        )


def seasons() -> None:
    """Print every day from March to October in steps of ten minutes."""
    season = season_of(Scene(town(1_000)), Period())
    print(f"1 000 × 1 000 cells, every day from March to October in steps of 10 min: {len(season.suns)} suns")
    for families, name in VARIANTS:
        loop(f"{name}, 2 threads", season, Sweeping(families=families), 3)


def peers() -> None:
    """Print the peers and how much more they take."""
    scene = Scene(town(1_000))
    whole = scene.surface.read(Window(0, 0, 1_000, 1_000))
    for name, period in (("March to October", DAYS), ("21 June, 30 min", SOLSTICE)):
        season = season_of(scene, period)
        print(f"Peers, {name}: {len(season.suns)} suns")
        ours = [loop(variant, season, Sweeping(families=number, threads=1), 15) for number, variant in VARIANTS]
        theirs = {"insolation.doshade": insolation_cpu_s(season, whole)}
        if period is SOLSTICE:
            theirs["GRASS r.sun"] = grass_cpu_s(town(1_000), SOLSTICE.start, SOLSTICE.step_min)
        for peer, cpu in theirs.items():
            if cpu is None:
                print(f"{peer}: not installed")
            else:
                times = " and ".join(f"{cpu / own:.0f} ×" for own in ours)
                print(f"{peer:52} {cpu:8.3f} CPU s, {times} more than ours")


def command(name: str, side: int, *options: str, times: int = 1) -> None:
    """Print the least CPU and wall seconds, and the peak memory, of the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        surface, out = Path(folder, "mns.tif"), Path(folder, "sun.tif")
        heights = town(side)
        write_blocks(surface, heights, ("heights",), [Block(1, Window(0, 0, side, side), heights.values)])
        arguments = [str(Path(sys.executable).with_name("jachere")), "sun", str(surface), "--out", str(out), *options]
        runs = [run(arguments) for _ in range(times)]
    cpu, wall, peak = (min(figures) for figures in zip(*runs, strict=True))
    print(f"{name:52} {cpu:8.3f} CPU s {wall:8.3f} s {peak:8.0f} MiB at most")


def run(arguments: list[str]) -> tuple[float, float, float]:
    """Return CPU seconds, wall seconds and peak memory [MiB] of a process."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    peak = peak_mib(child)
    if child.returncode:
        raise SystemExit(f"{arguments}: the command failed")
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, peak


def peak_mib(child: subprocess.Popen[bytes]) -> float:
    """Wait for a process and return its peak memory; what `wait` tells would hold that of this process too. [MiB]"""
    status, peak = Path(f"/proc/{child.pid}/status"), 0.0
    while child.poll() is None:
        for line in status.read_text(encoding="ascii").splitlines() if status.exists() else []:
            if line.startswith("VmHWM"):
                peak = float(line.split()[1]) / 1024
        time.sleep(0.02)
    return peak


def exactness(cells: int) -> None:
    """Print the share of ground cells within 30 and 60 minutes of the march in steps of 2 cm, on each surface."""
    print("Against the march over the bilinear surface, 21 June in steps of 10 min, ground cells")
    for name, surface, terrain, window in surfaces():
        if not surface.is_file():
            print(f"{name}: not here")
            continue
        heights, ground = (heights_of(path) for path in (surface, terrain))
        values = heights.read(window)
        chosen = np.argwhere(values - ground.read(window) < 0.5)
        chosen = chosen[np.random.default_rng(3).permutation(len(chosen))[:cells]]
        side_m = heights.cell_m
        box = Bounds(0, 0, window.columns * side_m, window.rows * side_m)
        scene = Scene(HeldHeights(values, box, heights.crs))
        season = season_of(scene, MARCHED, place_of(heights.crs, heights.bounds))
        truth = marched(values, side_m, chosen, season.suns) / 6
        for families, variant in VARIANTS:
            told(f"{name}, {variant}", mean_of(season, families)[chosen[:, 0], chosen[:, 1]] - truth)


def surfaces() -> list[tuple[str, Path, Path, Window]]:
    """Return the surfaces that are marched over: name, surface, terrain, window."""
    lidar, umep = REAL / "lidar", REAL / "dsm_umep"
    val = DEMONSTRATION / "mns-val-fiacre.tif", DEMONSTRATION / "mnt-val-fiacre.tif"
    return [
        (
            "Montpellier, laser, 0.5 m",
            lidar / "mns_lidar_montpellier_0m50.tif",
            lidar / "mnt_lidar_montpellier_0m50.tif",
            Window(0, 60, 200, 200),
        ),
        ("Gothenburg, 2 m", umep / "DSM_KRbig.tif", umep / "DEM_KRbig.tif", Window(10, 10, 200, 200)),
        ("Val-Fiacre, old town, 1 m", *val, Window(800, 1_000, 180, 180)),
        ("Val-Fiacre, houses, 1 m", *val, Window(1_300, 1_500, 180, 180)),
    ]


def mean_of(season: Season, families: int) -> NDArray[np.float32]:
    """Return the first band of a season."""
    surface = season.scene.surface
    mean = np.empty((surface.rows, surface.columns), np.float32)
    for block in sun_hours(season, Sweeping(families=families)):
        if block.band == 1:
            window = block.window
            mean[window.row : window.row + window.rows, window.column : window.column + window.columns] = block.values
    return mean


def told(name: str, errors_h: Real) -> None:
    """Print how far from the truth a variant is; hours are of 32 bits, hence the slack."""
    within = [100 * float((np.abs(errors_h) <= hours + 1e-4).mean()) for hours in (0.5, 1.0)]
    print(f"{name:52} {within[0]:7.2f} % in 30 min {within[1]:7.2f} % in 60 min, bias {errors_h.mean():+.3f} h a day")


def one_site() -> None:
    """Print what the sun of one site costs on cells of half a metre, as the sketch asks for it."""
    from geo.study.sun import sun_of_ground
    from geo.territory import open_territory

    territory = open_territory(PROJECT / "data")
    middle = heights_of(DEMONSTRATION / "mns-val-fiacre.tif").bounds
    x, y = (middle.west + middle.east) / 2, (middle.south + middle.north) / 2
    cpu, wall = least(lambda: sun_of_ground(territory, shapely.box(x, y, x + 40, y + 20)), 5)
    print(f"{'one site of 800 m² on cells of 0.5 m':52} {cpu:8.3f} CPU s {wall:8.3f} s")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("season", "large", "peers", "all"):
        parser.add_argument(f"--{name}", action="store_true")
    wanted = parser.parse_args()
    loops()
    if wanted.season or wanted.all:
        seasons()
    if wanted.peers or wanted.all:
        peers()
    week = ("--from", "06-17", "--to", "06-23", "--step", "30")
    print("The whole command, files and imports in")
    command("1 000 × 1 000, 17 to 23 June, 30 min (224 suns)", 1_000, *week, times=5)
    command("1 000 × 1 000, 17 to 23 June, 30 min, --fast", 1_000, *week, "--fast", times=5)
    if wanted.season or wanted.all:
        command("1 000 × 1 000, March to October, 10 min", 1_000)
    if wanted.large or wanted.all:
        for side in (4_000, 8_000):
            command(f"{side} × {side}, 17 to 23 June, 30 min", side, *week)
    one_site()
    exactness(20_000 if wanted.all else 3_000)


if __name__ == "__main__":
    main()
