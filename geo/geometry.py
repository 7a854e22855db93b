"""What several modules need of planes: contacts between parcels, widths, shape. Everything is in metres."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

Geometries = NDArray[np.object_]

_ON_M = 1e-6
GRID_M = 0.001
"""Coordinates are snapped to this grid before an overlay: GEOS is not robust on nearly equal vertices. [m]"""


@dataclass(frozen=True, eq=False, slots=True)
class Contacts:
    """
    Pairs of geometries that touch, each pair once, `first` < `second`, in increasing order.

    Attributes
    ----------
    first, second
        Positions in the array of geometries, shape (pairs,).
    length_m
        Length of the common border, true to the width of the gap, shape (pairs,). [m]
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    length_m: NDArray[np.float64]


def contacts(geometries: Geometries, *, gap_m: float) -> Contacts:
    """
    Find which geometries touch, and along which length.

    Two surveys of one fence differ by some decimetres: borders closer than the gap are one border.

    Parameters
    ----------
    geometries
        Polygons in a metric CRS, shape (n,).
    gap_m
        Largest distance between two borders that count as one. [m]

    Examples
    --------
    >>> squares = shapely.box([0, 10.2, 30], 0, [10, 20.2, 40], 10)
    >>> found = contacts(squares, gap_m=0.5)
    >>> found.first.tolist(), found.second.tolist(), found.length_m.round().tolist()
    ([0], [1], [10.0])
    """
    tree = shapely.STRtree(geometries)
    one, other = tree.query(geometries, predicate="dwithin", distance=gap_m)
    first, second = one[one < other], other[one < other]
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    zone = shapely.buffer(geometries, gap_m, quad_segs=2)
    shared = shapely.intersection(shapely.boundary(geometries)[first], zone[second])
    # The zone reaches beyond both ends of the common border by the gap.
    return Contacts(first, second, np.clip(shapely.length(shared) - 2 * gap_m, 0, None))


def unite(groups: Geometries, *, gap_m: float) -> Geometries:
    """
    Join the polygons of each row into one, closing the slits that are narrower than the gap.

    Parameters
    ----------
    groups
        Polygons in a metric CRS, None where a row has fewer, shape (n, members).
    gap_m
        Largest distance between two borders that count as one. [m]

    Returns
    -------
    outlines
        Shape (n,).

    Examples
    --------
    >>> unite(shapely.box([[0, 10.2]], 0, [[10, 20.2]], 10), gap_m=0.5)[0].area
    202.0
    """
    outlines = np.asarray(shapely.union_all(shapely.set_precision(groups, GRID_M), grid_size=GRID_M, axis=1))
    split = shapely.get_type_id(outlines) == shapely.GeometryType.MULTIPOLYGON
    outlines[split] = _close(outlines[split], gap_m)
    return outlines


def _close(geometries: Geometries, gap_m: float) -> Geometries:
    wide = shapely.buffer(geometries, gap_m / 2, join_style="mitre")
    closed = shapely.buffer(wide, -gap_m / 2, join_style="mitre")
    return np.asarray(shapely.union(closed, geometries, grid_size=GRID_M))


def subtract(geometries: Geometries, obstacles: Geometries) -> Geometries:
    """
    Cut obstacles out of each geometry.

    Examples
    --------
    >>> plot, house = shapely.box(0, 0, 10, 10), shapely.box(5, 5, 20, 20)
    >>> shapely.area(subtract(np.array([plot]), np.array([house]))).tolist()
    [75.0]
    """
    free = geometries.copy()
    tree = shapely.STRtree(obstacles)
    which, obstacle = tree.query(geometries, predicate="intersects")
    for position in np.unique(which):
        cut = shapely.union_all(shapely.set_precision(obstacles[obstacle[which == position]], GRID_M))
        free[position] = shapely.difference(geometries[position], cut, grid_size=GRID_M)
    return free


def overlap_m2(geometries: Geometries, obstacles: Geometries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Measure what obstacles take of each geometry.

    Returns
    -------
    total
        Area under the obstacles, which are taken not to overlap one another, shape (n,). [m²]
    largest
        Largest part under one obstacle, shape (n,). [m²]

    Examples
    --------
    >>> total, largest = overlap_m2(shapely.box([0], 0, 10, 10), shapely.box([5, 0], [5, 0], [9, 1], [9, 1]))
    >>> total.tolist(), largest.tolist()
    ([17.0], [16.0])
    """
    tree = shapely.STRtree(obstacles)
    which, obstacle = tree.query(geometries, predicate="intersects")
    area = shapely.area(shapely.intersection(geometries[which], obstacles[obstacle]))
    total, largest = np.zeros(len(geometries)), np.zeros(len(geometries))
    np.add.at(total, which, area)
    np.maximum.at(largest, which, area)
    return np.minimum(total, shapely.area(geometries)), largest


def clear_width_m(geometries: Geometries) -> NDArray[np.float64]:
    """
    Return the diameter of the largest circle inside each polygon: the widest place of a site. [m]

    Examples
    --------
    >>> clear_width_m(np.array([shapely.box(0, 0, 30, 8)])).round(1).tolist()
    [8.0]
    """
    width = np.zeros(len(geometries))
    solid = shapely.area(geometries) > 0
    width[solid] = 2 * shapely.length(shapely.maximum_inscribed_circle(geometries[solid], tolerance=0.1))
    return width


def compactness(geometries: Geometries) -> NDArray[np.float64]:
    """
    Return the isoperimetric quotient 4πA ÷ P² of each polygon, 1 for a disc. [–]

    References
    ----------
    .. [1] Polsby, D. and Popper, R. (1991), The third criterion. Yale Law & Policy Review 9(2).

    Examples
    --------
    >>> compactness(np.array([shapely.box(0, 0, 1, 1)])).round(3).tolist()
    [0.785]
    """
    return np.asarray(4 * np.pi * shapely.area(geometries) / shapely.length(geometries) ** 2)


def mean_width_m(geometries: Geometries) -> NDArray[np.float64]:
    """
    Return the short side of the rectangle that has the area and the perimeter of each polygon. [m]

    A shape rounder than any rectangle gets the side of the square of its area.

    Examples
    --------
    >>> mean_width_m(np.array([shapely.box(0, 0, 30, 8)])).round(3).tolist()
    [8.0]
    """
    half = shapely.length(geometries) / 4
    return np.asarray(half - np.sqrt(np.clip(half**2 - shapely.area(geometries), 0, None)))


def out_of_reach(land: BaseGeometry, start: BaseGeometry, width_m: float) -> MultiPolygon:
    """
    Return the parts of land to which nothing of a width can come: beyond a neck that is too narrow for it.

    Of parts that can all be entered, the largest is the one that is reached.

    Parameters
    ----------
    land
        With its holes.
    start
        Where it is entered; anywhere when empty.
    width_m
        Of what comes. [m]

    Examples
    --------
    >>> two = shapely.union_all([shapely.box(0, 0, 9, 9), shapely.box(9, 4, 12, 5), shapely.box(12, 0, 20, 9)])
    >>> round(out_of_reach(two, shapely.Point(0, 0), 1.4).area), out_of_reach(two, shapely.Point(0, 0), 0.9).is_empty
    (75, True)
    """
    rooms = shapely.get_parts(land.buffer(-width_m / 2))
    if len(rooms) < 2:
        return MultiPolygon()
    open_ = shapely.dwithin(rooms, start, 1.5 * width_m) if not start.is_empty else np.ones(len(rooms), bool)
    areas = np.where(open_ if open_.any() else True, shapely.area(rooms), 0.0)
    reached = shapely.buffer(rooms[areas.argmax()], width_m / 2 + _ON_M)
    others = shapely.union_all(np.delete(rooms, areas.argmax()))
    left = shapely.get_parts(shapely.difference(land, reached))
    return MultiPolygon([part for part in left if part.intersects(others)])


def by_square(sites: gpd.GeoDataFrame, side_m: float) -> Iterator[pd.Index]:
    """
    Group features by the square that their centre is in, so that a raster is read square by square.

    Parameters
    ----------
    side_m
        Side of the squares. [m]

    Examples
    --------
    >>> sites = gpd.GeoDataFrame(geometry=[shapely.Point(1, 1), shapely.Point(12, 1), shapely.Point(2, 2)])
    >>> [index.tolist() for index in by_square(sites, 10)]
    [[0, 2], [1]]
    """
    centre = sites.geometry.centroid
    square = pd.DataFrame({"column": centre.x // side_m, "row": centre.y // side_m})
    yield from square.groupby(["column", "row"]).groups.values()
