"""Short paths into a potager that is too large, or too deep for the main path to serve."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon

from geo.layout.canvas import largest
from geo.layout.detours import HUGGING, Berth, detours
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
_WORTH_A_BEND = 0.05


def branches_of(potager: Polygon, paths: Polygon, spine: Spine, berth: Berth = HUGGING) -> list[Polygon]:
    """
    Return branches of the path into a potager; none where it is small and the path is near.

    They are square to the path, or go round what stands in the potager where no straight one serves it.

    Parameters
    ----------
    potager, paths
        In the coordinates of the spine.
    spine
        The axis of the path.
    berth
        What a branch that bends leaves beside itself.
    """
    found: list[Polygon] = []
    axes = [LineString(pair) for pair in pairwise(spine.points)]
    while len(found) < _MOST:
        served = _served(potager, paths, found)
        if served >= _SERVED and (found or potager.area <= BRANCH_M2):
            break
        best, share = _best(potager, paths, found, axes, berth)
        if best is None or share < served + (0.03 if found or potager.area <= BRANCH_M2 else 0.0):
            break
        found.append(_drawn(best))
        axes += [LineString(pair) for pair in pairwise(best.coords)]
    return found


def _best(
    potager: Polygon,
    paths: Polygon,
    found: Sequence[Polygon],
    axes: Sequence[LineString],
    berth: Berth,
) -> tuple[LineString | None, float]:
    """Return the axis of the branch that serves most, and the share then served; bent where no straight one does."""
    straight = [offer for axis in axes for offer in _offers(potager, axis)]
    best = _first(straight, potager, paths, found)
    if best[1] >= _SERVED:
        return best
    ways = shapely.union_all([paths, *found])
    bent = _first(list(detours(potager, largest(ways), axes, _REACH_M, berth)), potager, paths, found)
    return bent if bent[1] > best[1] + _WORTH_A_BEND else best


def _first(
    offers: Sequence[LineString], potager: Polygon, paths: Polygon, found: Sequence[Polygon]
) -> tuple[LineString | None, float]:
    """Return the shortest axis that serves enough, or else the one that serves most, and the share then served."""
    shares = [_served(potager, paths, [*found, _drawn(axis)]) for axis in offers]
    if not shares:
        return None, 0.0
    enough = [place for place, share in enumerate(shares) if share >= _SERVED]
    short = min(enough, key=lambda one: round(offers[one].length, 3), default=None)
    place = int(np.argmax(np.round(shares, 4))) if short is None else short
    return offers[place], shares[place]


def _drawn(axis: LineString) -> Polygon:
    return Polygon(axis.buffer(PATH_M / 2, cap_style="flat", join_style="mitre"))


def _served(potager: Polygon, paths: Polygon, branches: Sequence[Polygon]) -> float:
    """Return the share of a potager that lies near enough to a path. [0–1]"""
    near = shapely.union_all(shapely.buffer([paths, *branches], _REACH_M, quad_segs=3))
    return float(potager.intersection(near).area / potager.area)


def _offers(potager: Polygon, axis: LineString) -> Iterator[LineString]:
    """Yield the axes of branches that leave a path at some places beside the potager, and from its end."""
    start, end = (np.array(point) for point in (axis.coords[0], axis.coords[-1]))
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]])
    contact = axis.intersection(potager.buffer(PATH_M, quad_segs=2))
    for share in _PLACES if contact.length > PATH_M else ():
        foot = np.array(contact.interpolate(share, normalized=True).coords[0])
        for side in (across, -across):
            yield from _inwards(potager, foot, side)
    yield from _inwards(potager, end, along)


def _inwards(potager: Polygon, foot: Numbers, heading: Numbers) -> Iterator[LineString]:
    """Yield the axis of the branch that runs from a path into the potager and ends before its far side, if any."""
    aside = np.array([-heading[1], heading[0]]) * PATH_M
    depth = min(_depth(potager, foot + shift, heading) for shift in (-aside, 0 * aside, aside))
    reach = PATH_M / 2 + depth - _BEYOND_M
    if depth - _BEYOND_M >= _SHORTEST_M:
        yield LineString([foot, foot + reach * heading])


def _depth(potager: Polygon, foot: Numbers, heading: Numbers) -> float:
    """Return how far a potager reaches from beside a path, unbroken. [m]"""
    ray = LineString([foot, foot + _AWAY_M * heading])
    parts = [part for part in shapely.get_parts(ray.intersection(potager)) if part.length > 0]
    first = min(parts, key=lambda part: part.distance(Point(foot)), default=None)
    return float(first.length) if first is not None and first.distance(Point(foot)) <= 1.5 * PATH_M else 0.0
