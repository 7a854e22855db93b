"""Fruit trees of the verger: low stems in rows, off boundaries and paths, their shade off the potager."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.plans import PlannedTree

Numbers = NDArray[np.float64]

SPACING_M = 4.05
"""Low stems stand 4 m apart [pepinieresdenghien.be]. [m]"""
CROWN_M = 1.5
HEIGHT_M = 3.0
"""Radius of the crown and height of a grown low stem (our assumption). [m]"""
BOUNDARY_M = 2.02
"""Trees over 2 m tall stand 2 m from a private boundary [Code civil, art. 671]. [m]"""

_PATH_M = 1.02
_EDGE_M = 0.3
_OBSTACLE_M = 1.5
_PER_TREE_M2 = 35.0
_MOST_SHADE = 0.07
_STEP_M, _STARTS = 0.5, 24
_HOURS = np.radians([-30.0, -15.0, 0.0, 15.0, 30.0])
_AROUND = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_OFFSETS = np.linspace(0, 1, 5)[:-1]


def least_trees(verger_m2: float) -> int:
    """
    Return how many trees an orchard has at least.

    Examples
    --------
    >>> least_trees(40.0), least_trees(160.0)
    (2, 5)
    """
    return max(2, int(np.ceil(verger_m2 / _PER_TREE_M2)))


def trees_of(
    verger: Polygon,
    potager: BaseGeometry,
    paths: Polygon,
    private: BaseGeometry,
    obstacles: BaseGeometry,
    latitude_deg: float,
) -> tuple[PlannedTree, ...]:
    """
    Plant an orchard.

    Parameters
    ----------
    verger, potager, paths
        Zones and path of the plan.
    private
        Lines of the site's outline that are no public way.
    obstacles
        What stands on the site.
    latitude_deg
        For the shade. [°]

    Returns
    -------
    trees
        As many as there is room for, less those that would shade the potager too much.
    """
    room: BaseGeometry = verger.buffer(-_EDGE_M, quad_segs=2)
    for other, distance in ((private, BOUNDARY_M), (paths, _PATH_M), (obstacles, _OBSTACLE_M)):
        room = room.difference(other.buffer(distance, quad_segs=6))
    if room.is_empty:
        return ()
    wanted = least_trees(verger.area)
    points = _lattice(room, verger)
    if len(points) < wanted:
        points = max(points, _greedy(room, verger), key=len)
    kept = _out_of_the_light(points, potager, latitude_deg, wanted)
    if _shaded(kept, potager, latitude_deg) > _MOST_SHADE:
        aside = _greedy(room.difference(_shading_places(potager, latitude_deg)), verger)
        kept = aside if len(aside) >= wanted else _least_shading(room, kept, potager, latitude_deg, wanted)
    return tuple(PlannedTree(Point(x, y), CROWN_M, HEIGHT_M) for x, y in kept.tolist())


def _shaded(points: Numbers, potager: BaseGeometry, latitude_deg: float) -> float:
    """Return the share of the potager that trees shade at the worst hour. [0–1]"""
    if potager.is_empty or not len(points):
        return 0.0
    shades = shapely.intersection(_shades(points, latitude_deg), potager)
    return float(shapely.area(shapely.union_all(shades, axis=0)).max() / potager.area)


def _shading_places(potager: BaseGeometry, latitude_deg: float) -> BaseGeometry:
    """Return where a tree would shade the potager: from 10 h to 14 h the shade is a crown wide and as long as shown."""
    shifts = equinox_shifts(latitude_deg) * HEIGHT_M
    moved = [
        translate(potager, -east, -north) for east, north in [(0.0, 0.0), *shifts.tolist(), *(shifts / 2).tolist()]
    ]
    return shapely.union_all(moved).buffer(CROWN_M, quad_segs=4)


def _axis(verger: Polygon) -> Numbers:
    box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(verger))
    sides = np.diff(box[:3], axis=0)
    longest = sides[np.argmax(np.hypot(*sides.T))]
    return np.asarray(longest / np.hypot(*longest), np.float64)


def _lattice(room: BaseGeometry, verger: Polygon) -> Numbers:
    """Return the rows of trees that have the most of them, along the longer side of the orchard."""
    axis = _axis(verger)
    frame = np.stack([axis, [-axis[1], axis[0]]])
    corners = shapely.get_coordinates(room) @ frame.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    counts = np.floor((high - low) / SPACING_M).astype(int) + 2
    grid = np.stack(np.meshgrid(np.arange(counts[0]), np.arange(counts[1]), indexing="ij"), axis=-1).reshape(-1, 2)
    best = np.empty((0, 2))
    slack = (high - low) % SPACING_M
    for share in _OFFSETS:
        for other in _OFFSETS:
            points = (low + 0.01 + slack * [share, other] + grid * SPACING_M) @ frame
            inside = points[shapely.contains_xy(room, points[:, 0], points[:, 1])]
            if len(inside) > len(best):
                best = inside
    return best


def _greedy(room: BaseGeometry, verger: Polygon) -> Numbers:
    """Return trees set one after the other along the orchard, each as near to the last as it may."""
    if room.is_empty:
        return np.empty((0, 2))
    west, south, east, north = room.bounds
    x, y = np.meshgrid(np.arange(west, east + 0.01, 0.25), np.arange(south, north + 0.01, 0.25))
    inside = shapely.intersects_xy(room, x.ravel(), y.ravel())
    rim = shapely.get_coordinates(shapely.segmentize(shapely.boundary(room.buffer(-0.003)), 0.5))
    points = np.concatenate([np.stack([x.ravel(), y.ravel()], axis=1)[inside], rim])
    points = points[np.argsort(points @ _axis(verger), kind="stable")]
    kept: list[Numbers] = []
    for point in points:
        if all(np.hypot(*(point - other)) >= SPACING_M for other in kept):
            kept.append(point)
    return np.array(kept).reshape(-1, 2)


def _out_of_the_light(points: Numbers, potager: BaseGeometry, latitude_deg: float, wanted: int) -> Numbers:
    """Leave out the trees whose shade costs the potager most, until it costs little or no tree can be spared."""
    kept = np.arange(len(points))
    if potager.is_empty or not len(points):
        return points
    shades = shapely.intersection(_shades(points, latitude_deg), potager)
    while len(kept) > wanted:
        shaded = shapely.area(shapely.union_all(shades[kept], axis=0)) / potager.area
        if shaded.max() <= _MOST_SHADE:
            break
        kept = np.delete(kept, np.argmax(shapely.area(shades[kept]).sum(axis=1)))
    return points[kept]


def _least_shading(
    room: BaseGeometry, points: Numbers, potager: BaseGeometry, latitude_deg: float, wanted: int
) -> Numbers:
    """Return just the trees that are wanted where they shade the potager least; those that there are if none do."""
    west, south, east, north = room.bounds
    x, y = np.meshgrid(np.arange(west, east, _STEP_M), np.arange(south, north, _STEP_M))
    inside = shapely.intersects_xy(room, x.ravel(), y.ravel())
    rim = shapely.get_coordinates(shapely.segmentize(shapely.boundary(room.buffer(-0.003)), _STEP_M))
    places = np.concatenate([np.stack([x.ravel(), y.ravel()], axis=1)[inside], rim])
    shaded_m2 = shapely.area(shapely.intersection(_shades(places, latitude_deg), potager))
    best, least_m2 = points, np.inf
    for start in np.argsort(shaded_m2.max(axis=1), kind="stable")[:_STARTS]:
        chosen = _spread_out(places, shaded_m2, int(start), wanted)
        total_m2 = float(shaded_m2[chosen].sum(axis=0).max())
        if len(chosen) == wanted and total_m2 < least_m2:
            best, least_m2 = places[chosen], total_m2
    return best


def _spread_out(places: Numbers, shaded_m2: Numbers, start: int, wanted: int) -> list[int]:
    """Return places far enough apart, from one on always the one that adds the least shade at the worst hour."""
    chosen = [start]
    while len(chosen) < wanted:
        apart = np.hypot(*(places[:, None] - places[chosen]).transpose(2, 0, 1)).min(axis=1)
        total_m2 = np.where(apart >= SPACING_M, (shaded_m2 + shaded_m2[chosen].sum(axis=0)).max(axis=1), np.inf)
        if not np.isfinite(total_m2).any():
            break
        chosen.append(int(total_m2.argmin()))
    return chosen


def _shades(points: Numbers, latitude_deg: float) -> NDArray[np.object_]:
    """
    Return the shade of each tree at 10, 11, 12, 13 and 14 h solar at the equinox, shape (trees, 5).

    The hull of the crown's disc and of that disc shifted away from the sun by its height ÷ tan(elevation).
    """
    shift = equinox_shifts(latitude_deg) * HEIGHT_M
    disc = CROWN_M * np.stack([np.cos(_AROUND), np.sin(_AROUND)], axis=1) / np.cos(np.pi / len(_AROUND))
    near = points[:, None, None, :] + disc[None, None]
    both = np.concatenate(
        [np.broadcast_to(near, (len(points), 5, len(disc), 2)), near + shift[None, :, None, :]], axis=2
    )
    return np.asarray(shapely.convex_hull(shapely.linestrings(both)))


def equinox_shifts(latitude_deg: float) -> Numbers:
    """
    Return where the shade of a point one metre up falls, from 10 h to 14 h solar at the equinox, shape (5, 2).

    Parameters
    ----------
    latitude_deg
        [°]

    Examples
    --------
    >>> equinox_shifts(45.0)[2].round(6).tolist()
    [0.0, 1.0]
    """
    latitude = np.radians(latitude_deg)
    east, south = -np.sin(_HOURS), np.sin(latitude) * np.cos(_HOURS)
    up = np.cos(latitude) * np.cos(_HOURS)
    return np.stack([-east / up, south / up], axis=1)


def espaliers_of(verger: Polygon, private: BaseGeometry, trees: Sequence[PlannedTree]) -> tuple[BaseGeometry, ...]:
    """
    Return lines for trained trees along the private boundary of an orchard, half a metre off it.

    Parameters
    ----------
    trees
        They keep 1.5 m off.
    """
    line = verger.buffer(-0.5, join_style="mitre").boundary.intersection(private.buffer(0.6, quad_segs=2))
    for tree in trees:
        line = line.difference(tree.place.buffer(1.5))
    return tuple(part for part in shapely.get_parts(shapely.line_merge(line)) if part.length >= 3.0)
