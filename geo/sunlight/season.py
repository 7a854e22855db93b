"""Hours of direct sun of every cell, month by month.

The surface is **bilinear between the centres of the cells**: flat-topped cells would differ by a third of an hour a
day. The observer stands 0.3 m above the centre of each cell. The raster is walked strip by strip, each
strip handing the heights of its shadows on to the next: no strip needs to look back, and memory does not grow with the
raster.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.models import Block, Heights
from geo.sunlight._kernels import Steps, hours_of
from geo.sunlight._planes import Planes
from geo.sunlight.positions import Period, Place, Suns, place_of, suns_of
from geo.sunlight.quality import quality_of
from geo.sunlight.ruler import Relief, relief_of, ruler_for
from geo.sunlight.scene import Scene, squares
from geo.sunlight.strips import Strips
from geo.sunlight.sweeps import Bundle, Strip, bundles, no_shadow, no_shadow_bytes, walk
from geo.sunlight.trees import DECIDUOUS

_SQUARE = 512
"""Cells on a side of a block: whole tiles of the file that it goes to."""


MEAN = "sun_hours"
QUALITY = "sun_quality"


def month_band(month: int) -> str:
    """
    Return the name of the band of a month.

    Examples
    --------
    >>> month_band(4)
    'sun_hours_04'
    """
    return f"{MEAN}_{month:02d}"


@dataclass(frozen=True, slots=True)
class Sweeping:
    """
    How exactly and with what means the sun is computed; the means never change a bit of the result.

    Attributes
    ----------
    observer_m
        Height of the eye above the ground. [m]
    families
        Lines that cross a cell: 2, or 1 for the fast variant.
    transmissivity
        Share of the sun that crowns let through, by month. [0–1]
    threads
        Processors used.
    strip_cells, state_bytes
        Cells of a strip; bytes of shadows handed on between strips.
    scratch
        Folder of the sums of a large raster.
    """

    observer_m: float = 0.3
    families: int = 2
    transmissivity: Mapping[int, float] = field(default_factory=lambda: DECIDUOUS)
    threads: int = 2
    strip_cells: int = 250_000
    state_bytes: int = 64 * 1024**2
    scratch: Path | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Season:
    """
    What is to be computed.

    Attributes
    ----------
    months
        Those of the period, in its order: band 1 is the mean of the period, then one band a month, then the quality.
    days
        How many days of each month are in the period.
    """

    scene: Scene
    period: Period
    suns: Suns
    relief: Relief
    months: tuple[int, ...]
    days: tuple[int, ...]

    @property
    def bands(self) -> tuple[str, ...]:
        """Names of the bands: the mean of the period, one a month, the quality."""
        return (MEAN, *(month_band(month) for month in self.months), QUALITY)


def season_of(scene: Scene, period: Period, place: Place | None = None) -> Season:
    """
    Prepare the season of a scene: its relief and its suns.

    Parameters
    ----------
    scene
        The surface, with its trees if they are known.
    period
        Days and step.
    place
        Where on Earth; the centre of the surface when not given.

    Raises
    ------
    SunlightError
        The surface holds no height, or none of a ground in metres.
    """
    scene = scene.held()
    surface = scene.surface
    suns = suns_of(period, place or place_of(surface.crs, surface.bounds))
    found = [(month, len(list(days))) for month, days in groupby(period.days, key=lambda day: day.month)]
    months, days = zip(*found, strict=True)
    return Season(scene, period, suns, relief_of(scene), months, days)


def sun_hours(
    season: Season, sweeping: Sweeping | None = None, told: Callable[[float], None] = lambda _: None
) -> Iterator[Block]:
    """
    Compute the hours of direct sun of every cell of a season.

    Parameters
    ----------
    season
        What `season_of` prepared.
    sweeping
        How exactly, with what means.
    told
        Called with the share of the work that is done. [0–1]

    Yields
    ------
    block
        A square of one band: band 1, mean hours a day over the period; then mean hours a day of each month; last, the
        quality (`geo.sunlight.quality`). Missing where the surface is. [h]

    References
    ----------
    .. [1] Shadow heights swept from the sun: Ratti, C., Richens, P. (1999), Urban texture analysis with image
       processing techniques; here along digital lines, one pass over the rows.
    """
    means, surface = sweeping or Sweeping(), season.scene.surface
    counts = _counted(season, means, told)
    sound = quality_of(surface, season.suns, season.relief)
    for window in squares(surface, _SQUARE):
        known = np.isfinite(surface.read(window))
        hours = _hours(season, means, [planes.read(window) for planes in counts], known)
        for band, values in enumerate((*hours, np.where(known, sound(window), np.float32(np.nan))), start=1):
            yield Block(band, window, values)


def _kinds(scene: Scene) -> tuple[bool, ...]:
    """Say of each count whether crowns are in the way: first without them."""
    return (False,) if scene.canopy is None else (False, True)


def _hours(
    season: Season, means: Sweeping, counts: Sequence[NDArray[np.uint16]], known: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return the mean of the period, then the hours a day of each month; crowns let their share of the sun through."""
    lets = np.array([means.transmissivity[month] for month in season.months], np.float32)
    day_h = np.array([season.period.step_min / 60 / days for days in season.days], np.float32)
    share = np.array(season.days, np.float32) / np.float32(sum(season.days))
    bands = np.empty((1 + len(season.months), *known.shape), np.float32)
    hours_of(bands, counts[0], counts[-1], lets, day_h, share, known)
    return bands


def _counted(season: Season, means: Sweeping, told: Callable[[float], None]) -> list[Planes]:
    """Count the suns of every cell, by month; a second time with crowns where there are some."""
    surface, kinds = season.scene.surface, _kinds(season.scene)
    ruler = ruler_for(season.relief.lowest, season.relief.highest + means.observer_m)
    waiting = list(bundles(season.suns, season.months, cell_m=surface.cell_m, step_m=ruler.step_m))
    planes = [Planes((len(season.months), surface.rows, surface.columns), means.scratch) for _ in kinds]
    total, done = len(kinds) * len(waiting) * surface.rows * surface.columns, 0
    with ThreadPoolExecutor(means.threads) as pool:
        for crowns, counts in zip(kinds, planes, strict=True):
            strips = Strips(season.scene, ruler, means.observer_m, means.strip_cells, crowns=crowns)
            for part in _passes(waiting, surface, means):
                for cells in _walked(part, strips, counts, means, pool):
                    done += cells * len(part)
                    told(done / total)
    return planes


def _passes(waiting: Sequence[Bundle], surface: Heights, means: Sweeping) -> Iterator[list[Bundle]]:
    """Group bundles of one quarter, as many as have room for the shadows that strips hand on."""
    part: list[Bundle] = []
    held = 0
    for bundle in waiting:
        size = no_shadow_bytes(bundle, means.families, *bundle.quarter.walked(surface.rows, surface.columns))
        if part and (bundle.quarter is not part[0].quarter or held + size > means.state_bytes):
            yield part
            part, held = [], 0
        part.append(bundle)
        held += size
    if part:
        yield part


def _walked(
    part: Sequence[Bundle], strips: Strips, counts: Planes, means: Sweeping, pool: ThreadPoolExecutor
) -> Iterator[int]:
    """Walk the strips away from the sun with all the bundles of a pass, and yield the cells of each strip."""
    quarter, surface = part[0].quarter, strips.scene.surface
    walked = quarter.walked(surface.rows, surface.columns)
    shadows = [no_shadow(bundle, means.families, *walked) for bundle in part]

    def share(strip: Strip, number: int) -> Steps:
        lit = np.zeros((counts.months, *strip.shape), np.int16)
        for bundle, shadow in list(zip(part, shadows, strict=True))[number :: means.threads]:
            walk(lit, strip, bundle, shadow)
        return lit

    for window in strips.windows(quarter):
        strip = strips.read(quarter.turned, window)
        seen, *others = pool.map(lambda number, strip=strip: share(strip, number), range(min(means.threads, len(part))))
        for lit in others:
            seen += lit
        counts.add(window, seen, turned=quarter.turned)
        yield window.rows * window.columns
