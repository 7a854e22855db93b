"""The main job from the terminal, on the real commune and on a generated one: `python -m benchmarks.screen`.

Prints the CPU seconds, wall seconds and peak memory of the whole command (children included), and of the steps that
have a target of their own. Give folders to measure others.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bulk import write_commune
from geo.candidates import find_candidates
from geo.scoring import Theme, builtin, parse_profile
from geo.sources.settings import read_settings
from geo.study import judge, survey
from geo.territory import open_territory

JACHERE = Path(sys.executable).with_name("jachere")


@contextmanager
def measured(label: str) -> Iterator[None]:
    start = time.process_time()
    yield
    print(f"  {label:<44} {time.process_time() - start:6.2f} CPU s")


def command(folder: Path, out: Path) -> None:
    """Run the command and print what the system says it cost."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    asked = [sys.executable, "-c", script, str(JACHERE), "screen", str(folder), "--out", str(out)]
    peak = int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e6:.1f} MB" for path in sorted(out.iterdir()))
    print(f"  {'jachere screen':<44} {cpu:6.2f} CPU s, {wall:.1f} s wall, peak {peak / 1024:.0f} MiB; {sizes}")


def steps(folder: Path) -> None:
    """Measure the steps inside one process."""
    with measured("open the territory (without the readers)"):
        territory = open_territory(folder)
    with measured("candidates and assemblies"):
        find_candidates(territory.layers)
    with measured("survey (candidates and indicators)"):
        surveyed = survey(territory)
    profile = parse_profile(read_settings(builtin.DEFAULT), where="")
    with measured(f"judge {len(surveyed.sites)} sites"):
        judge(surveyed, profile)
    moved = profile.with_theme_weights({Theme.SOCIAL: 60})
    with measured("judge again with other weights"):
        judge(surveyed, moved)
    print(f"  {surveyed.sites['kind'].value_counts().to_dict()}")


def main(folders: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as place:
        if not folders:
            print("writing a commune of 10 000 parcels and 8 000 buildings …", flush=True)
            folders = [write_commune(Path(place) / "bulk")]
        for folder in folders:
            print(folder.name)
            command(folder, Path(place) / "out")
            steps(folder)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
