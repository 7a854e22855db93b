"""What the sun meets: a surface, and the crowns of trees kept apart from it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.models import Bounds, Heights, Raster, Window
from geo.sunlight.trees import crown_tops, without_crowns

RAISED_M = 2.0
"""What stands higher above the bare ground is no ground: a roof, or a crown that is not told apart (our assumption)."""

_HELD_CELLS = 4_000_000


@dataclass(frozen=True, eq=False, slots=True)
class HeldHeights:
    """
    Heights in memory, read like those of a file.

    Examples
    --------
    >>> held = HeldHeights(np.ones((2, 2), np.float32), Bounds(0, 0, 2, 2), "EPSG:2154")
    >>> held.read(Window(1, 1, 2, 2)).tolist()
    [[1.0, nan], [nan, nan]]
    """

    values: NDArray[np.float32]
    bounds: Bounds
    crs: str

    @classmethod
    def of(cls, raster: Raster) -> "HeldHeights":
        """Return the cells of a raster as heights."""
        return cls(raster.values, raster.bounds, raster.crs)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.values)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return int(self.values.shape[1])

    @property
    def cell_m(self) -> float:
        """Side of a cell. [m]"""
        return (self.bounds.east - self.bounds.west) / self.columns

    def read(self, window: Window) -> NDArray[np.float32]:
        """Return the heights of a window, NaN outside. [m]"""
        inside, cells = _shared(window, self.values.shape)
        found = self.values[cells]
        if found.shape == (window.rows, window.columns):
            return found.copy()
        read = np.full((window.rows, window.columns), np.nan, np.float32)
        read[inside] = found
        return read


@dataclass(frozen=True, eq=False, slots=True)
class CrownsOnly:
    """
    Heights of trees without those of the roofs: those that a laser measures hold both.

    Attributes
    ----------
    above_ground
        Height of all that stands on the ground. [m]
    roofs
        Cells that are no crown's, of the same shape.
    """

    above_ground: Heights
    roofs: NDArray[np.bool_]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.above_ground.rows

    @property
    def columns(self) -> int:
        """Number of columns."""
        return self.above_ground.columns

    @property
    def cell_m(self) -> float:
        """Side of a cell. [m]"""
        return self.above_ground.cell_m

    @property
    def bounds(self) -> Bounds:
        """Rectangle of the whole raster. [m]"""
        return self.above_ground.bounds

    @property
    def crs(self) -> str:
        """Metric CRS."""
        return self.above_ground.crs

    def read(self, window: Window) -> NDArray[np.float32]:
        """Return the crowns of a window, 0 on roofs, NaN outside. [m]"""
        read, (inside, cells) = self.above_ground.read(window), _shared(window, self.roofs.shape)
        read[inside] = np.where(self.roofs[cells], np.float32(0), read[inside])
        return read


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """
    What the sun meets.

    Attributes
    ----------
    surface
        Ground and buildings; with crowns too when `terrain` tells where to take them away. [m]
    canopy
        Height of the crowns above the ground, 0 or missing where there is none, on the cells of the surface. [m]
    terrain
        The bare ground on the cells of the surface. [m]
    """

    surface: Heights
    canopy: Heights | None = None
    terrain: Heights | None = None

    def held(self) -> "Scene":
        """Return the same scene, in memory where it is small."""
        canopy, terrain = (heights and held(heights) for heights in (self.canopy, self.terrain))
        return Scene(held(self.surface), canopy, terrain)

    def opaque(self, window: Window) -> NDArray[np.float32]:
        """Return ground and buildings, crowns taken away. [m]"""
        surface = self.surface.read(window)
        if self.canopy is None or self.terrain is None:
            return surface
        return without_crowns(surface, self.canopy.read(window), self.terrain.read(window))

    def tops(self, window: Window) -> NDArray[np.float32]:
        """Return ground, buildings and crowns together. [m]"""
        opaque = self.opaque(window)
        return opaque if self.canopy is None else crown_tops(opaque, self.canopy.read(window))

    def raised(self, window: Window) -> NDArray[np.bool_]:
        """Tell the cells where something stands on the ground, crowns left aside: nowhere without a terrain."""
        if self.terrain is None:
            return np.zeros((window.rows, window.columns), bool)
        return np.asarray(self.opaque(window) - self.terrain.read(window) > RAISED_M)


def _shared(window: Window, shape: tuple[int, ...]) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return what a window and a raster share: where it is in the window, and where in the raster."""
    rows, columns = shape
    top, left = min(max(window.row, 0), rows), min(max(window.column, 0), columns)
    bottom, right = (
        max(min(window.row + window.rows, rows), top),
        max(min(window.column + window.columns, columns), left),
    )
    cells = np.s_[top:bottom, left:right]
    return np.s_[top - window.row : bottom - window.row, left - window.column : right - window.column], cells


def held(heights: Heights) -> Heights:
    """Return the same heights in memory when they are few, so that a file is read once."""
    if heights.rows * heights.columns > _HELD_CELLS:
        return heights
    return HeldHeights(heights.read(Window(0, 0, heights.rows, heights.columns)), heights.bounds, heights.crs)


def row_windows(heights: Heights, cells: int) -> Iterator[Window]:
    """Yield windows of whole rows from the north, each of about so many cells."""
    rows = max(1, cells // heights.columns)
    for row in range(0, heights.rows, rows):
        yield Window(row, 0, min(rows, heights.rows - row), heights.columns)


def squares(heights: Heights, side: int) -> Iterator[Window]:
    """
    Yield square windows from the north-west, cut at the edges.

    Parameters
    ----------
    side
        Cells on a side.
    """
    for row in range(0, heights.rows, side):
        for column in range(0, heights.columns, side):
            yield Window(row, column, min(side, heights.rows - row), min(side, heights.columns - column))


def same_cells(one: Heights, other: Heights) -> bool:
    """Return whether two rasters have the same cells, within a hundredth of one."""
    slack = one.cell_m / 100
    return (one.rows, one.columns) == (other.rows, other.columns) and all(
        abs(here - there) <= slack
        for here, there in (
            (one.bounds.west, other.bounds.west),
            (one.bounds.north, other.bounds.north),
            (one.bounds.east, other.bounds.east),
            (one.bounds.south, other.bounds.south),
        )
    )
