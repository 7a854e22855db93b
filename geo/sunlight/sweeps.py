"""From suns to sweeps: which way to walk, how the lines lean, how fast a shadow sinks."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from geo.sunlight._kernels import MARGIN, Indices, Numbers, Steps, sweep
from geo.sunlight.positions import Suns
from geo.sunlight.ruler import MOST_STEPS

BUNDLE = 32
"""Suns swept together: enough to read each row of the surface once for many, few enough to stay near the processor."""

_GOLDEN = (math.sqrt(5) - 1) / 2
_SAME_BEARING = math.radians(8.0)
"""Half a row away, 4° aside is three hundredths of a cell."""


class Quarter(Enum):
    """
    The side that the sun is on: its rows are walked away from it.

    Values: whether columns are walked as rows, and whether the sun is at the higher ones (+1).
    """

    SOUTH = (False, 1)
    NORTH = (False, -1)
    EAST = (True, 1)
    WEST = (True, -1)

    @property
    def turned(self) -> bool:
        """Whether columns are walked as rows."""
        return self.value[0]

    @property
    def towards(self) -> int:
        """+1 where the sun is at the higher rows, −1 else."""
        return self.value[1]

    def walked(self, rows: int, columns: int) -> tuple[int, int]:
        """Return how many rows are walked on a raster, and how many cells each has."""
        return (columns, rows) if self.turned else (rows, columns)


@dataclass(frozen=True, eq=False, slots=True)
class Bundle:
    """
    Suns of one quarter that are swept together; every attribute has one value a sun.

    Attributes
    ----------
    months
        Number of the month in the period, from 0.
    bearings, slopes
        Columns a row: of the ray looked at near a cell, shared by neighbours; of the lines.
    phases
        Where the lines start, spread evenly so that what lies between two lines is no sun's every time. [columns]
    drops
        How much a shadow sinks a row. [steps]
    """

    quarter: Quarter
    months: Indices
    bearings: Numbers
    slopes: Numbers
    phases: Numbers
    drops: Numbers

    def __len__(self) -> int:
        return self.slopes.size


def bundles(suns: Suns, months: Sequence[int], *, cell_m: float, step_m: float) -> Iterator[Bundle]:
    """
    Sort suns into bundles of one quarter and of neighbouring azimuths.

    Parameters
    ----------
    suns
        Of the period.
    months
        Those of the period, in its order. [1–12]
    cell_m, step_m
        Side of a cell, step of the ruler. [m]
    """
    east, north = np.sin(suns.azimuth), np.cos(suns.azimuth)
    phases: Numbers = np.asarray(np.arange(len(suns)) * _GOLDEN % 1.0, np.float64)
    quarters, number = _quarters(east, north), np.array([months.index(month) for month in suns.month], np.int64)
    for quarter in Quarter:
        mine = np.flatnonzero(quarters == list(Quarter).index(quarter))
        mine = mine[np.argsort(suns.azimuth[mine], kind="stable")]
        along, aside = (east, -north) if quarter.turned else (-north, east)
        for start in range(0, mine.size, BUNDLE):
            some = mine[start : start + BUNDLE]
            slopes = aside[some] / along[some]
            drops = np.asarray(cell_m / step_m * np.tan(suns.elevation[some]) / np.abs(along[some]), np.float64)
            bearings = _shared(slopes, suns.azimuth[some])
            yield Bundle(quarter, number[some], bearings, slopes, phases[some], np.clip(drops, 0.0, MOST_STEPS))


def _quarters(east: Numbers, north: Numbers) -> NDArray[np.int64]:
    """Number the quarter of each sun, in the order of `Quarter`."""
    upright = np.abs(north) >= np.abs(east)
    return np.asarray(np.where(upright, np.where(north < 0, 0, 1), np.where(east > 0, 2, 3)), np.int64)


def _shared(slopes: Numbers, azimuths: Numbers) -> Numbers:
    """Give neighbours within 8° of azimuth their mean bearing."""
    group = np.floor((azimuths - azimuths[0]) / _SAME_BEARING).astype(np.intp)
    means = np.bincount(group, slopes) / np.maximum(np.bincount(group), 1)
    return np.asarray(means[group], np.float64)


@dataclass(frozen=True, eq=False, slots=True)
class Strip:
    """
    Rows of a raster walked by the sweeps of a quarter, turned when columns are walked.

    Attributes
    ----------
    first, total
        Number of its first row in the whole raster; rows of the whole raster.
    casting, ground
        What casts shadows and what is looked at, with one row or column more on each side. [steps]
    observer
        Height of the eye above the ground. [steps]
    """

    first: int
    total: int
    casting: Steps
    ground: Steps
    observer: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns without the margin."""
        return self.ground.shape[0] - 2 * MARGIN, self.ground.shape[1] - 2 * MARGIN


def no_shadow(bundle: Bundle, families: int, rows: int, columns: int) -> Steps:
    """Return the heights of the shadows of a bundle before the first row of those it walks: none anywhere. [steps]"""
    return np.zeros((len(bundle), families, _lines_of(bundle, rows, columns)), np.int16)


def no_shadow_bytes(bundle: Bundle, families: int, rows: int, columns: int) -> int:
    """Return the memory that `no_shadow` takes. [bytes]"""
    return 2 * len(bundle) * families * _lines_of(bundle, rows, columns)


def _lines_of(bundle: Bundle, rows: int, columns: int) -> int:
    """Return how many lines cross the raster for the most leaning sun of a bundle."""
    return columns + math.ceil(float(np.abs(bundle.slopes).max()) * rows) + 2 * MARGIN + 6


def walk(lit: Steps, strip: Strip, bundle: Bundle, shadows: Steps) -> None:
    """
    Add to `lit` the suns of a bundle that each cell of a strip sees; `shadows` is handed on to the next strip.

    Parameters
    ----------
    lit, shadows
        Changed in place: suns seen, by month, row and column; heights of the shadows. [steps]
    """
    # lines lean one way: the origin leaves room for those that start before column 0
    leaning = np.maximum(bundle.slopes, 0.0) * (strip.total + 1)
    origins: Indices = np.ceil(leaning).astype(np.int64) + MARGIN + 3
    sweep(
        lit,
        shadows,
        strip.casting,
        strip.ground,
        strip.observer,
        strip.first,
        strip.total - 1,
        bundle.quarter.towards,
        bundle.months,
        bundle.bearings,
        bundle.slopes,
        bundle.phases,
        bundle.drops,
        origins,
    )
