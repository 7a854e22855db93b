"""Exact areas of polygons cut by parallel lines, and where to cut for a given area."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Chords:
    """
    Polygons seen along a direction: how much of them lies before a line across it.

    Attributes
    ----------
    heading
        Unit vector, shape (2,).
    edges
        Ends (u₁, v₁, u₂, v₂) of the edges, polygons on their left, shape (edges, 4). [m]
    knots, areas
        Where corners are along the direction [m], and the area before each [m²]; in increasing order.

    Notes
    -----
    By Green's theorem the area before u is the sum over the edges of −∫v du up to u: between two corners a parabola.
    """

    heading: Numbers
    edges: Numbers
    knots: Numbers
    areas: Numbers

    @property
    def total_m2(self) -> float:
        """The whole area. [m²]"""
        return float(self.areas[-1]) if self.areas.size else 0.0


def chords_of(polygons: Sequence[Polygon], heading: Numbers) -> Chords:
    """
    Prepare polygons to be cut across a direction.

    Parameters
    ----------
    polygons
        They do not overlap.
    heading
        Unit vector.

    Examples
    --------
    >>> chords = chords_of([shapely.box(0, 0, 10, 4)], np.array([1.0, 0.0]))
    >>> cut_at(chords, 10.0)
    2.5
    """
    across = np.array([-heading[1], heading[0]])
    rings = [ring for part in polygons for ring in shapely.get_rings(shapely.orient_polygons(part))]
    points = [shapely.get_coordinates(ring) @ np.stack([heading, across], axis=1) for ring in rings]
    edges = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in points]) if points else np.empty((0, 4))
    knots = np.unique(edges[:, 0])
    return Chords(heading, edges, knots, _areas(edges, knots))


def _areas(edges: Numbers, places: Numbers) -> Numbers:
    """Return the area before each place, shape (places,)."""
    u1, v1, u2, v2 = edges.T[:, :, None]
    low, high = np.minimum(u1, u2), np.maximum(u1, u2)
    reached = np.clip(places[None, :], low, high)
    run = np.where(u2 == u1, 1.0, u2 - u1)
    start = np.where(u2 >= u1, v1, v2)
    here = v1 + (v2 - v1) * (reached - u1) / run
    return np.asarray((-np.sign(u2 - u1) * (start + here) / 2 * (reached - low)).sum(axis=0), np.float64)


def area_before(chords: Chords, place: float) -> float:
    """
    Return the area before a line across the direction. [m²]

    Parameters
    ----------
    place
        Of the line, along the direction. [m]

    Examples
    --------
    >>> area_before(chords_of([shapely.box(0, 0, 10, 4)], np.array([1.0, 0.0])), 2.5)
    10.0
    """
    return float(_areas(chords.edges, np.array([place]))[0])


def cut_at(chords: Chords, area_m2: float) -> float:
    """
    Return where a line across the direction has a given area before it. [m]

    Parameters
    ----------
    area_m2
        From 0 to the whole area; taken into that range. [m²]

    Examples
    --------
    >>> triangle = shapely.Polygon([(0, 0), (10, -5), (10, 5)])
    >>> round(cut_at(chords_of([triangle], np.array([1.0, 0.0])), 12.5), 6)
    5.0
    """
    if area_m2 <= 0 or area_m2 >= chords.total_m2:
        return float(chords.knots[0] if area_m2 <= 0 else chords.knots[-1])
    after = int(np.searchsorted(chords.areas, area_m2))
    low, high = chords.knots[after - 1], chords.knots[after]
    begin, middle, end = _areas(chords.edges, np.array([low, (low + high) / 2, high]))
    # a parabola through three points, in the share of the way from one corner to the next
    bend, slope = 2 * (end - 2 * middle + begin), max(4 * middle - 3 * begin - end, 0.0)
    wanted = area_m2 - begin
    root = np.sqrt(max(slope**2 + 4 * bend * wanted, 0.0))
    share = 2 * wanted / (slope + root) if slope + root > 0 else 0.0
    return float(low + np.clip(share, 0.0, 1.0) * (high - low))
