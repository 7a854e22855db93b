"""The ground in small squares, for the search: where the land is, how sunny, how far from the street."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.geometry import GRID_M
from geo.models import Raster
from geo.plans import Ground

Numbers = NDArray[np.float64]
G = TypeVar("G", bound=BaseGeometry)

_CELLS = 700
"""Squares of a site: enough to rank thousands of paths, few enough to do it in tenths of a second."""
_STREET_M = 2.0
BODY_M = 6.0
"""Width from which on a site is no longer the pole of a flag. [m]"""
_QUIET_M = 5.6


@dataclass(frozen=True, eq=False, slots=True)
class Canvas:
    """
    The usable land of a ground in squares, in coordinates from a corner of it.

    Attributes
    ----------
    origin
        What was taken from the coordinates, so that they are small numbers. [m]
    land
        The usable land, in one piece; what is cut off from its largest part cannot be laid out. [m]
    body
        Where the middle of a circle of 6 m can be: a flag lot has none of it on its pole; the land where it has none.
    cell_m
        Side of a square. [m]
    x, y
        Centres of the squares on the land, shape (cells,). [m]
    sun
        Hours a day of each; the same everywhere when unknown. [h]
    by_street
        Whether the square lies along the street.
    quiet
        Whether the square is so far from neighbouring buildings that compost can stand there.
    mask
        Squares on the land among all rows and columns, row 0 in the south; shape (rows, columns).
    """

    ground: Ground
    origin: tuple[float, float]
    land: Polygon
    body: BaseGeometry
    street: BaseGeometry
    cell_m: float
    x: Numbers
    y: Numbers
    sun: Numbers
    by_street: NDArray[np.bool_]
    quiet: NDArray[np.bool_]
    mask: NDArray[np.bool_]

    @property
    def cell_m2(self) -> float:
        """Land a square stands for. [m²]"""
        return float(self.land.area / self.x.size)

    @property
    def squares(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Row and column of each square, in a margin of one."""
        return (self.y / self.cell_m).astype(np.intp) + 1, (self.x / self.cell_m).astype(np.intp) + 1

    def moved(self, geometry: G) -> G:
        """Return a geometry of the ground in the coordinates of the canvas."""
        return shapely.transform(geometry, lambda points: points - self.origin)

    def placed(self, geometry: G) -> G:
        """Return a geometry of the canvas in the coordinates of the ground."""
        return shapely.transform(geometry, lambda points: points + self.origin)


def canvas_of(ground: Ground, cells: int = _CELLS) -> Canvas:
    """
    Draw the squares of a ground.

    Parameters
    ----------
    ground
        With a usable area.
    cells
        About how many.
    """
    west, south, *_ = ground.outline.bounds
    origin = (float(np.floor(west)), float(np.floor(south)))
    usable = shapely.transform(ground.usable, lambda points: points - origin)
    land = largest(shapely.set_precision(usable, GRID_M))
    body = land.buffer(-BODY_M / 2)
    neighbours = shapely.transform(ground.neighbours, lambda points: points - origin)
    street = shapely.transform(ground.street, lambda points: points - origin)
    cell_m = float(np.sqrt(land.area / cells))
    x, y = _centres(land, cell_m)
    inside = shapely.contains_xy(land, x, y)
    points = shapely.points(x[inside], y[inside])
    return Canvas(
        ground=ground,
        origin=origin,
        land=land,
        body=land if body.is_empty else body,
        street=street,
        cell_m=cell_m,
        x=x[inside],
        y=y[inside],
        sun=cells_at(ground.sun, x[inside] + origin[0], y[inside] + origin[1]),
        by_street=np.asarray(shapely.distance(points, street) <= max(_STREET_M, cell_m)) & (not street.is_empty),
        quiet=np.full(x[inside].size, neighbours.is_empty) | (shapely.distance(points, neighbours) > _QUIET_M),
        mask=inside,
    )


def largest(geometry: BaseGeometry) -> Polygon:
    """
    Return the largest polygon of a geometry; an empty one when it has none.

    Examples
    --------
    >>> largest(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 4, 1)])).area
    2.0
    """
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return max(polygons, key=lambda part: part.area, default=Polygon())


def _centres(land: Polygon, cell_m: float) -> tuple[Numbers, Numbers]:
    """Return the centres of all squares from the coordinates' origin, shape (rows, columns)."""
    _, _, east, north = land.bounds
    columns, rows = int(np.ceil(east / cell_m)) + 1, int(np.ceil(north / cell_m)) + 1
    x, y = np.meshgrid((np.arange(columns) + 0.5) * cell_m, (np.arange(rows) + 0.5) * cell_m)
    return x, y


def cells_at(raster: Raster | None, x: Numbers, y: Numbers) -> Numbers:
    """
    Return the values of a raster at points, those of the nearest cell; the mean where a point is off the raster.

    Parameters
    ----------
    raster
        0 everywhere when there is none.
    x, y
        In the CRS of the raster, shape (n,). [m]

    Examples
    --------
    >>> from geo.models import Bounds
    >>> raster = Raster(np.array([[5, 7]], np.float32), Bounds(0, 0, 2, 1), "EPSG:2154")
    >>> cells_at(raster, np.array([1.5, 9.0]), np.array([0.5, 0.5])).tolist()
    [7.0, 6.0]
    """
    if raster is None or not np.isfinite(raster.values).any():
        return np.zeros(x.size)
    rows, columns = raster.values.shape
    cell_m = (raster.bounds.east - raster.bounds.west) / columns
    column = np.floor((x - raster.bounds.west) / cell_m).astype(np.intp)
    row = np.floor((raster.bounds.north - y) / cell_m).astype(np.intp)
    known = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    found = np.full(x.size, np.nan)
    found[known] = raster.values[row[known], column[known]]
    off = ~np.isfinite(found)
    if off.any():
        found[off] = np.nanmean(raster.values)
    return found
