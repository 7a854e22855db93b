"""The raster cut into strips, each the rows that one walk crosses."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from geo.models import Window
from geo.sunlight._kernels import MARGIN, Steps
from geo.sunlight.ruler import Ruler
from geo.sunlight.scene import Scene
from geo.sunlight.sweeps import Quarter, Strip

_HELD = 4
"""Strips kept: a raster of one or two strips is read and turned once."""


class Strips:
    """
    The strips of a scene, on a ruler.

    Parameters
    ----------
    observer_m
        Height of the eye above the ground. [m]
    cells
        Cells of a strip.
    crowns
        Whether crowns cast shadows.
    """

    def __init__(self, scene: Scene, ruler: Ruler, observer_m: float, cells: int, *, crowns: bool) -> None:
        self.scene = scene
        self._ruler = ruler
        self._observer = ruler.length(observer_m)
        self._cells = cells
        self._crowns = crowns
        self.read = lru_cache(_HELD)(self._read)

    def windows(self, quarter: Quarter) -> Iterator[Window]:
        """Yield the strips of a quarter in the order of the walk, away from the sun."""
        surface = self.scene.surface
        length, width = quarter.walked(surface.rows, surface.columns)
        thick = max(1, self._cells // width)
        firsts = range(0, length, thick)
        for first in reversed(firsts) if quarter.towards > 0 else firsts:
            some = min(thick, length - first)
            yield Window(0, first, width, some) if quarter.turned else Window(first, 0, some, width)

    def _read(self, turned: bool, window: Window) -> Strip:  # noqa: FBT001
        """Return a strip, turned when columns are walked as rows."""
        wider = Window(
            window.row - MARGIN, window.column - MARGIN, window.rows + 2 * MARGIN, window.columns + 2 * MARGIN
        )
        ground = self._turned(self._ruler.steps(self.scene.opaque(wider)), turned)
        casting = self._turned(self._ruler.steps(self.scene.tops(wider)), turned) if self._crowns else ground
        surface = self.scene.surface
        first, total = (window.column, surface.columns) if turned else (window.row, surface.rows)
        return Strip(first, total, casting, ground, self._observer)

    @staticmethod
    def _turned(steps: Steps, turned: bool) -> Steps:  # noqa: FBT001
        return np.ascontiguousarray(steps.T) if turned else steps
