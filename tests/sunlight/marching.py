"""The slow truth: every ray marched in steps of 2 cm over the bilinear surface. Shares no code with the engine."""

import math
from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True)
def bilinear(heights: Any, row: Any, column: Any) -> Any:
    top, left = min(int(row), heights.shape[0] - 2), min(int(column), heights.shape[1] - 2)
    down, right = row - top, column - left
    upper = (1 - right) * heights[top, left] + right * heights[top, left + 1]
    lower = (1 - right) * heights[top + 1, left] + right * heights[top + 1, left + 1]
    return (1 - down) * upper + down * lower


@njit(nogil=True)
def is_lit(heights: Any, cell_m: Any, cell: Any, sun: Any, observer_m: Any, highest: Any, step_m: Any) -> Any:
    (row, column), (azimuth, elevation) = cell, sun
    north, east, rise = math.cos(azimuth) / cell_m, math.sin(azimuth) / cell_m, math.tan(elevation)
    eye, away = heights[row, column] + observer_m, step_m
    while eye + away * rise <= highest:
        at_row, at_column = row - away * north, column + away * east
        if not (0 <= at_row <= heights.shape[0] - 1 and 0 <= at_column <= heights.shape[1] - 1):
            break
        if bilinear(heights, at_row, at_column) > eye + away * rise:
            return False
        away += step_m
    return True


@njit(nogil=True)
def _count(heights: Any, cell_m: Any, cells: Any, azimuth: Any, elevation: Any, observer_m: Any, step_m: Any) -> Any:
    seen, highest = np.zeros(len(cells), np.int64), heights.max()
    for i in range(len(cells)):
        for sun in range(azimuth.size):
            cell, position = (cells[i, 0], cells[i, 1]), (azimuth[sun], elevation[sun])
            seen[i] += is_lit(heights, cell_m, cell, position, observer_m, highest, step_m)
    return seen


def marched(heights: Any, cell_m: float, cells: Any, suns: Any, observer_m: float = 0.3, step_m: float = 0.02) -> Any:
    """Return how many suns each of the cells sees."""
    return _count(heights.astype(np.float64), cell_m, cells, suns.azimuth, suns.elevation, observer_m, step_m)
