"""What covers a place, by how much, and what lies near it: a few thousand features against a thousand places.

Whether a layer says anything of a place is a coarse question, answered with the rectangles around its features.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.geometry import Geometries


@dataclass(frozen=True, eq=False, slots=True)
class Overlaps:
    """
    Pairs of a place and a cover that share some ground, ordered by place then cover.

    Attributes
    ----------
    place, cover
        Positions in both arrays, shape (pairs,).
    pieces
        The ground that they share, shape (pairs,).
    area_m2
        Its area, more than 0, shape (pairs,). [m²]
    """

    place: NDArray[np.intp]
    cover: NDArray[np.intp]
    pieces: Geometries
    area_m2: NDArray[np.float64]


def outlines(frame: gpd.GeoDataFrame) -> Geometries:
    """
    Return the geometries of a table in its order, shape (n,).

    Examples
    --------
    >>> outlines(gpd.GeoDataFrame(geometry=[shapely.Point(1, 2)])).tolist()
    [<POINT (1 2)>]
    """
    return np.asarray(frame.geometry.array, dtype=object)


def overlaps(places: Geometries, covers: Geometries) -> Overlaps:
    """
    Cut covers to the places that they lie on.

    Parameters
    ----------
    places
        Polygons in a metric CRS, shape (n,).
    covers
        Geometries in the same CRS: what has no area covers nothing.

    Examples
    --------
    >>> found = overlaps(shapely.box([0, 50], 0, [10, 60], 10), shapely.box([5, 20], 0, [20, 30], 10))
    >>> found.place.tolist(), found.cover.tolist(), found.area_m2.tolist()
    ([0], [0], [50.0])
    """
    place, cover = shapely.STRtree(covers).query(places)
    order = np.lexsort((cover, place))
    place, cover = place[order], cover[order]
    # A cover may have ten thousands of vertices: once prepared, only the places across its edge are cut. The copies
    # are of this call alone, since threads must not share what is prepared.
    near, back = np.unique(cover, return_inverse=True)
    prepared = shapely.force_2d(covers[near])
    shapely.prepare(prepared)
    pieces, ground = places[place], prepared[back]
    across = ~shapely.contains_properly(ground, pieces)
    met = ~across | shapely.intersects(ground, pieces)
    cut = across & met
    pieces[cut] = shapely.intersection(pieces[cut], ground[cut])
    area = np.where(met, shapely.area(pieces), 0.0)
    kept = area > 0
    return Overlaps(place[kept], cover[kept], pieces[kept], area[kept])


def covered_m2(places: Geometries, covers: Geometries) -> NDArray[np.float64]:
    """
    Measure the ground of each place under any cover, once where several covers overlap. [m²]

    Examples
    --------
    >>> covered_m2(shapely.box([0], 0, 10, 10), shapely.box([5, 0], [5, 0], [9, 6], [9, 6])).tolist()
    [51.0]
    """
    found = overlaps(places, covers)
    first, order = np.unique(found.place, return_index=True)
    covered = np.zeros(len(places))
    covered[first] = found.area_m2[order]
    pairs = np.bincount(found.place, minlength=len(places))
    several = np.flatnonzero(pairs > 1)
    if len(several):
        of_several = pairs[found.place] > 1
        row = np.searchsorted(several, found.place[of_several])
        column = np.concatenate([np.arange(count) for count in pairs[several]])
        table = np.full((len(several), pairs.max()), None, dtype=object)
        table[row, column] = found.pieces[of_several]
        covered[several] = shapely.area(shapely.union_all(table, axis=1))
    return covered


def nearest_m(places: Geometries, features: Geometries, *, within_m: float) -> NDArray[np.float64]:
    """
    Measure the straight distance from each place to its nearest feature, 0 where they touch. [m]

    Parameters
    ----------
    within_m
        Infinite beyond. [m]

    Examples
    --------
    >>> nearest_m(shapely.box([0, 90], 0, [10, 99], 10), shapely.points([[14, 5]]), within_m=50).tolist()
    [4.0, inf]
    """
    distance = np.full(len(places), np.inf)
    tree = shapely.STRtree(features)
    (place, _), found = tree.query_nearest(places, max_distance=within_m, all_matches=False, return_distance=True)
    distance[place] = found
    return distance


def are_near(places: Geometries, features: Geometries, *, within_m: float) -> NDArray[np.bool_]:
    """
    Tell which places lie within some distance of the rectangle around any feature.

    A layer in whose reach a place does not lie is about another region, and says nothing of it.

    Parameters
    ----------
    within_m
        How far a layer still speaks of a place. [m]

    Examples
    --------
    >>> are_near(shapely.box([0, 90], 0, [10, 99], 10), shapely.points([[14, 5]]), within_m=50).tolist()
    [True, False]
    """
    around = shapely.envelope(features)
    return np.isfinite(nearest_m(shapely.envelope(places), around, within_m=within_m))
