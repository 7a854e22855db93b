"""Short paths into a potager that is too large, or too deep for the main path to serve."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon

from geo.layout.spines import PATH_M, Spine

Numbers = NDArray[np.float64]

BRANCH_M2 = 400.0
"""A larger potager has an accessible branch inside it (our assumption). [m²]"""

_REACH_M = 13.5
_SERVED = 0.85
_BEYOND_M = 3.5
_SHORTEST_M = 3.0
_AWAY_M = 200.0
_PLACES = (0.25, 0.5, 0.75)
_MOST = 3


def branches_of(potager: Polygon, paths: Polygon, spine: Spine) -> list[Polygon]:
    """
    Return branches of the path into a potager, square to it; none where it is small and the path is near.

    Parameters
    ----------
    potager, paths
        In the coordinates of the spine.
    spine
        The axis of the path.
    """
    found: list[Polygon] = []
    axes = [LineString(pair) for pair in zip(spine.points[:-1], spine.points[1:], strict=True)]
    while len(found) < _MOST:
        served = _served(potager, paths, found)
        if served >= _SERVED and (found or potager.area <= BRANCH_M2):
            break
        offers = [offer for axis in axes for offer in _offers(potager, axis)]
        shares = [_served(potager, paths, [*found, drawn]) for drawn, _ in offers]
        if not shares or max(shares) < served + (0.03 if found or potager.area <= BRANCH_M2 else 0.0):
            break
        best, axis = offers[int(np.argmax(np.round(shares, 4)))]
        found.append(best)
        axes.append(axis)
    return found


def _served(potager: Polygon, paths: Polygon, branches: list[Polygon]) -> float:
    """Return the share of a potager that lies near enough to a path. [0–1]"""
    near = shapely.union_all(shapely.buffer([paths, *branches], _REACH_M, quad_segs=3))
    return float(potager.intersection(near).area / potager.area)


def _offers(potager: Polygon, axis: LineString) -> Iterator[tuple[Polygon, LineString]]:
    """Yield branches, with their axes, that leave a path at some places beside the potager, and from its end."""
    start, end = (np.array(point) for point in (axis.coords[0], axis.coords[-1]))
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]])
    contact = axis.intersection(potager.buffer(PATH_M, quad_segs=2))
    for share in _PLACES if contact.length > PATH_M else ():
        foot = np.array(contact.interpolate(share, normalized=True).coords[0])
        for side in (across, -across):
            yield from _inwards(potager, foot, side)
    yield from _inwards(potager, end, along)


def _inwards(potager: Polygon, foot: Numbers, heading: Numbers) -> Iterator[tuple[Polygon, LineString]]:
    """Yield the branch that runs from a path into the potager and stops before its far side, if there is room."""
    aside = np.array([-heading[1], heading[0]]) * PATH_M
    depth = min(_depth(potager, foot + shift, heading) for shift in (-aside, 0 * aside, aside))
    reach = PATH_M / 2 + depth - _BEYOND_M
    if depth - _BEYOND_M >= _SHORTEST_M:
        axis = LineString([foot, foot + reach * heading])
        yield Polygon(axis.buffer(PATH_M / 2, cap_style="flat")), axis


def _depth(potager: Polygon, foot: Numbers, heading: Numbers) -> float:
    """Return how far a potager reaches from beside a path, unbroken. [m]"""
    ray = LineString([foot, foot + _AWAY_M * heading])
    parts = [part for part in shapely.get_parts(ray.intersection(potager)) if part.length > 0]
    first = min(parts, key=lambda part: part.distance(Point(foot)), default=None)
    return float(first.length) if first is not None and first.distance(Point(foot)) <= 1.5 * PATH_M else 0.0
