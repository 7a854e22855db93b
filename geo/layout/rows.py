"""The squares of a ground in one row along a path."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.layout._judging import kept_beside
from geo.layout._unrolling import bridges, unroll
from geo.layout.canvas import Canvas, cells_at
from geo.layout.spines import PATH_M, Spine

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

_MOST_LOST = 0.12
_WIDTH_M = 3.2
_HELD_CELLS = 1.2
_CLASS_M = 10_000.0
_SAMPLE_M, _SAMPLES = 1.0, 4
GENTLE_PERCENT = 4.6
"""A little less than the 5 % of an accessible path [arrêté du 15 janvier 2007]. [%]"""


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """
    The squares of a canvas along a path.

    Attributes
    ----------
    order
        Numbers of the squares, from the gate along the left side, round the end and back along the right side.
    placed
        What `unroll` says of every square.
    end
        The first place of the row on the right side.
    lost
        Share of the land that no place of the path leads to. [0–1]
    slope_percent
        The steepest 4 m of the path; 0 where the terrain is not known. [%]
    """

    spine: Spine
    order: Indices
    placed: Numbers
    end: int
    lost: float
    slope_percent: float

    @property
    def way_m(self) -> Numbers:
        """From the gate to the foot of each square of the row. [m]"""
        return np.ascontiguousarray(self.placed[self.order, 1])


def row_of(canvas: Canvas, spine: Spine) -> Row | None:
    """Unroll the land along a path; nothing when too much of it is lost."""
    placed = unroll(spine.points, spine.joints, canvas.x, canvas.y, canvas.mask, canvas.cell_m, PATH_M / 2)
    lost = float((placed[:, 0] < -1.5).mean())
    on_row = np.flatnonzero(placed[:, 0] >= 0)
    if lost > _MOST_LOST or not on_row.size:
        return None
    order = on_row[np.argsort(placed[on_row, 0], kind="stable")]
    end = int(np.searchsorted(placed[order, 0], _CLASS_M * (len(spine.points) - 1)))
    return Row(spine, order, placed, end, lost, slope_percent(canvas, spine))


def promise(canvas: Canvas, row: Row) -> float:
    """Return what a path may be worth before any zone is laid: wide land beside it, none of it deep or lost."""
    depth, length = float(row.placed[row.order, 2].mean()), float(row.way_m.max())
    wide = kept_beside(row.order, canvas.x, canvas.y, canvas.mask.shape, _WIDTH_M, canvas.cell_m)
    steep = max(0.0, row.slope_percent - GENTLE_PERCENT)
    return (
        20 * wide
        - 2 * steep
        - 8 * row.lost
        - 0.06 * abs(2 * depth - 8.0)
        - 0.012 * length
        - 0.1 * len(row.spine.points)
    )


def slope_percent(canvas: Canvas, spine: Spine) -> float:
    """Return the slope of the steepest 4 m along a path; 0 where the terrain is not known. [%]"""
    terrain = canvas.ground.terrain
    if terrain is None:
        return 0.0
    points = spine.points
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    evenly = np.arange(0.0, along[-1], _SAMPLE_M)
    x, y = np.interp(evenly, along, points[:, 0]), np.interp(evenly, along, points[:, 1])
    heights = cells_at(terrain, x + canvas.origin[0], y + canvas.origin[1])
    rise = np.abs(heights[_SAMPLES:] - heights[:-_SAMPLES]) if heights.size > _SAMPLES else np.zeros(1)
    return float(np.nan_to_num(rise).max() / (_SAMPLES * _SAMPLE_M) * 100)


def gap_m(canvas: Canvas, spine: Spine) -> float:
    """Return how much land there is straight beyond the end of a path. [m]"""
    tip, heading = spine.points[-1], spine.points[-1] - spine.points[-2]
    heading = heading / np.hypot(*heading)
    ahead = (canvas.x - tip[0]) * heading[0] + (canvas.y - tip[1]) * heading[1]
    aside = np.abs((canvas.y - tip[1]) * heading[0] - (canvas.x - tip[0]) * heading[1])
    beyond = ahead[(aside <= max(PATH_M / 2, canvas.cell_m / 2)) & (ahead > 0)]
    return float(beyond.max(initial=0.0)) + canvas.cell_m / 2


def links(canvas: Canvas, row: Row) -> Indices:
    """
    Return the places of a row that only squares far apart in it hold together, one of each run of such places.

    Returns
    -------
    links
        Place, and the two squares nearest in the row that hold it, shape (places, 3).
    """
    nearest = bridges(row.order, canvas.x, canvas.y, canvas.mask, canvas.cell_m)
    reach = nearest[:, 1] - nearest[:, 0]
    places = np.flatnonzero(reach > _HELD_CELLS * np.sqrt(row.order.size))[:-1]
    some = places[np.flatnonzero(np.diff(places, prepend=-9) > 1)]
    worst = places[np.argsort(-reach[places], kind="stable")][:6]
    some = np.unique(np.concatenate([some, worst]))[:16]
    return np.column_stack([some, nearest[some]]).astype(np.int64)
