"""How far the answer can be trusted near the edge of what is known.

A cell beside the edge may be shaded by something that the raster does not hold. The quality of a cell is the share of
the suns that nothing unseen could hide, were the unseen everywhere as high as the highest point of the scene: 1 where
the whole sky of the period was judged, less towards edges and holes::

    unseen, as high as the highest ┐
                                   │╲  sun
              ────────── cell ─────┘ ╲
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.models import Heights, Window
from geo.sunlight._kernels import MARGIN, mean_of_squares
from geo.sunlight.positions import Suns
from geo.sunlight.ruler import Relief, ruler_for
from geo.sunlight.sweeps import Strip, bundles, no_shadow, walk

_MOST_COARSE = 200
"""Cells on a side of the coarse raster on which the unseen is judged."""
_MOST_SUNS = 100
_READ_CELLS = 4_000_000


def quality_of(surface: Heights, suns: Suns, relief: Relief) -> Callable[[Window], NDArray[np.float32]]:
    """
    Return the function that gives the quality of the cells of a window.

    It is judged on at most 200 × 200 coarse cells and 100 suns of the period: an edge is a matter of tens of
    metres, not of one.

    Parameters
    ----------
    surface
        What is known.
    suns
        Of the period.
    relief
        Extremes of the scene.
    """
    side = -(-max(surface.rows, surface.columns) // _MOST_COARSE)
    some = suns.only(np.arange(0, len(suns), max(1, -(-len(suns) // _MOST_SUNS))))
    share = share_judged(coarse(surface, side), some, relief, cell_m=surface.cell_m * side)

    def quality(window: Window) -> NDArray[np.float32]:
        rows = np.arange(window.row, window.row + window.rows) // side
        columns = np.arange(window.column, window.column + window.columns) // side
        return share.take(rows, axis=0).take(columns, axis=1)

    return quality


def coarse(heights: Heights, side: int) -> NDArray[np.float32]:
    """
    Return the means of squares of cells; missing where all of them are.

    Parameters
    ----------
    heights
        Read in strips.
    side
        Cells on a side of a square.
    """
    columns, thick = -(-heights.columns // side), max(1, _READ_CELLS // (heights.columns * side)) * side
    strips = []
    for row in range(0, heights.rows, thick):
        rows = -(-min(thick, heights.rows - row) // side)
        strips.append(mean_of_squares(heights.read(Window(row, 0, rows * side, columns * side)), side))
    return np.concatenate(strips)


def share_judged(ground: NDArray[np.float32], suns: Suns, relief: Relief, *, cell_m: float) -> NDArray[np.float32]:
    """
    Return the share of suns that pass over walls put up in place of all that is unseen. [0–1]

    Parameters
    ----------
    ground
        Missing where unseen; what lies outside is unseen too. [m]
    suns
        Of the period.
    relief
        Extremes of the scene: the walls are as high as its highest point.
    cell_m
        Side of a cell. [m]
    """
    ruler, framed = ruler_for(relief.lowest, relief.highest), np.pad(ground, 1, constant_values=np.nan)
    highest = ruler.steps(np.array(relief.highest, np.float32))
    walls = np.pad(np.where(np.isnan(framed), highest, np.int16(0)), MARGIN)
    floor, passed = np.pad(ruler.steps(framed), MARGIN), np.zeros(framed.shape, np.int32)
    once = replace(suns, month=np.ones(len(suns), np.int64))
    for bundle in bundles(once, (1,), cell_m=cell_m, step_m=ruler.step_m):
        turned = bundle.quarter.turned
        cast, below = (np.ascontiguousarray(steps.T) if turned else steps for steps in (walls, floor))
        strip = Strip(0, cast.shape[0] - 2 * MARGIN, cast, below, 0)
        seen = np.zeros((1, *strip.shape), np.int16)
        walk(seen, strip, bundle, no_shadow(bundle, 1, *strip.shape))
        passed += seen[0].T if turned else seen[0]
    return np.asarray(passed[1:-1, 1:-1] / max(len(suns), 1), dtype=np.float32)
