"""Where a site or a place joins the streets."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.walking.network import Geometries, Lengths, Network, Positions

FARTHEST_ENTRY_M = 150.0
"""What is farther from any known street is not on the network (our assumption). [m]"""

_AS_NEAR_M = 10.0
"""Streets that are nearly as near as the nearest serve as well: two sides of a corner plot. [m]"""
_FRONT_M = 5.0
"""The front of a plot along a street ends at corners that are hardly farther than its nearest point. [m]"""
_POINT = 0


@dataclass(frozen=True, eq=False, slots=True)
class Entries:
    """
    Where things join the streets: one row a thing and a straight piece of a stretch, ordered by thing.

    ::

        ○━━━━━━━┿━━━━━━━━━━━┿━━━○   stretch
               low         high
                │    gap    │
                └───────────┘       thing

    Attributes
    ----------
    thing, stretch
        Positions, shape (entries,).
    low_m, high_m
        From where to where along the stretch one can step from the thing. [m]
    gap_m
        From the outline of the thing to the piece. [m]
    parts
        Bits of the parts of the network that each thing joins, 0 off the streets, shape (things,).
    """

    thing: Positions
    stretch: Positions
    low_m: Lengths
    high_m: Lengths
    gap_m: Lengths
    parts: NDArray[np.int64]


def entries(network: Network, things: Geometries) -> Entries:
    """
    Find where things join the streets, from their outline: at the nearest piece of street and those nearly as near.

    Parameters
    ----------
    network
        Streets in the CRS of the things.
    things
        Sites, places, buildings, shape (things,).
    """
    (near, _), nearest_m = network.tree.query_nearest(
        things, max_distance=FARTHEST_ENTRY_M, return_distance=True, all_matches=False
    )
    found, piece = network.tree.query(things[near], predicate="dwithin", distance=nearest_m + _AS_NEAR_M)
    thing = near[found]
    order = np.lexsort((piece, thing))
    thing, piece = thing[order], piece[order]
    stretch, start_m, pieces = network.piece_line[piece], network.piece_start_m[piece], network.pieces[piece]
    gap_m = shapely.distance(things[thing], pieces)
    low_m, high_m = _fronts(things[thing], pieces, gap_m)
    parts = np.zeros(len(things), np.int64)
    np.bitwise_or.at(parts, thing, network.part[stretch])
    # Sums of pieces may exceed the whole by a rounding.
    low_m, high_m = (np.minimum(start_m + along_m, network.length_m[stretch]) for along_m in (low_m, high_m))
    return Entries(thing, stretch, low_m, high_m, gap_m, parts)


def on_streets(network: Network | None, sites: gpd.GeoDataFrame) -> pd.Series:
    """
    Tell which sites are near enough to a known street for people to walk from it along the streets.

    Examples
    --------
    >>> from shapely import LineString, Point
    >>> from geo.walking.network import street_network
    >>> axis = gpd.GeoDataFrame({"walkable": [True]}, geometry=[LineString([(0, 0), (900, 0)])], crs=2154)
    >>> sites = gpd.GeoDataFrame(geometry=[Point(9, 150), Point(9, 151)], crs=2154)
    >>> on_streets(street_network(axis), sites).tolist()
    [True, False]
    """
    if network is None:
        return pd.Series(data=False, index=sites.index)
    near, _ = network.tree.query_nearest(
        np.asarray(sites.geometry.array), max_distance=FARTHEST_ENTRY_M, all_matches=False
    )
    return pd.Series(np.isin(np.arange(len(sites)), near), index=sites.index)


def _fronts(things: Geometries, lines: Geometries, gap_m: Lengths) -> tuple[Lengths, Lengths]:
    """Return from where to where along each line its thing faces it: its nearest point, and corners hardly farther."""
    low_m = shapely.line_locate_point(lines, shapely.get_point(shapely.shortest_line(lines, things), 0))
    high_m = low_m.copy()
    wide = np.flatnonzero(shapely.get_type_id(things) != _POINT)
    places, row = shapely.get_coordinates(things[wide], return_index=True)
    corners, row = np.asarray(shapely.points(places)), wide[row]
    facing = shapely.distance(corners, lines[row]) <= gap_m[row] + _FRONT_M
    corners, row = corners[facing], row[facing]
    along_m = shapely.line_locate_point(lines[row], corners)
    np.minimum.at(low_m, row, along_m)
    np.maximum.at(high_m, row, along_m)
    return low_m, high_m
