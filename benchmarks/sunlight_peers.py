"""What the peers take for the same suns on the same surface, where they are installed.

`insolation` is on PyPI, `r.sun` in the package grass-core of Debian; neither is a dependency.
"""

import importlib.util
import resource
import shutil
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.export.rasters import write_blocks
from geo.models import Block, Window
from geo.sunlight import HeldHeights, Season


def insolation_cpu_s(season: Season, heights: NDArray[np.float32]) -> float | None:
    """Return the CPU seconds of `insolation.doshade` for every sun of a season; nothing when it is not installed."""
    if importlib.util.find_spec("insolation") is None:
        return None
    from insolation.insolf import doshade  # type: ignore[import-not-found]

    azimuth, elevation = season.suns.azimuth, season.suns.elevation
    flat = np.cos(elevation)
    vectors = np.stack([flat * np.sin(azimuth), -flat * np.cos(azimuth), np.sin(elevation)], axis=1)
    surface = heights.astype(np.float64)
    doshade(surface, 1.0, vectors[0])
    start = time.process_time()
    for vector in vectors:
        doshade(surface, 1.0, vector)
    return time.process_time() - start


def grass_cpu_s(surface: HeldHeights, day: date, step_min: int) -> float | None:
    """Return the CPU seconds of GRASS `r.sun` for the hours of direct sun of one day; nothing without GRASS."""
    grass = shutil.which("grass")
    if grass is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mns.tif")
        whole = Window(0, 0, surface.rows, surface.columns)
        write_blocks(path, surface, ("heights",), [Block(1, whole, surface.values)])
        number, step_h = day.timetuple().tm_yday, step_min / 60
        script = (
            f"r.in.gdal input={path} output=mns --quiet && g.region raster=mns && "
            f"r.sun elevation=mns slope_value=0 aspect_value=270 day={number} step={step_h} insol_time=hours --quiet"
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [grass, "--tmp-location", surface.crs, "--exec", "sh", "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"r.sun: {done.stderr[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
