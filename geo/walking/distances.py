"""Who is within reach of whom, on foot."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geo.walking.entries import Entries, entries
from geo.walking.network import Geometries, Lengths, Network, Positions

DETOUR = 1.3
"""Length of a walk in a town over the straight line, where no street is known: usual in studies of walking access
(our assumption: their means go from 1.2 to 1.4). [–]"""

_SITES_AT_ONCE = 128


def within(network: Network | None, sites: gpd.GeoDataFrame, places: gpd.GeoDataFrame, limit_m: float) -> pd.DataFrame:
    """
    Return every place that people reach from a site within a walk, and how far it is.

    Along the streets: from the outline of the site to the street, along it, to the outline of the place. Where the site
    or the place is not on the streets, or no street joins them, 1.3 times the straight line.

    Parameters
    ----------
    network
        Streets, or nothing where they are not known.
    sites, places
        In the CRS of the streets.
    limit_m
        Longest walk. [m]

    Returns
    -------
    walks
        One row a site and a place, by site and then by distance, with the columns

        - `site_id`, `place`: labels of their rows;
        - `distance_m`: never under the straight line, 0 where they touch; [m]
        - `along_streets`: false where it is a straight line made longer.

        Other sites and the order of rows change nothing.

    References
    ----------
    .. [1] Dijkstra, E. W. (1959), A note on two problems in connexion with graphs. Numerische Mathematik 1, 269–271.

    Examples
    --------
    >>> from shapely import LineString, Point, box
    >>> from geo.walking.network import street_network
    >>> corner = LineString([(0, 0), (300, 0), (300, 400)])
    >>> streets = gpd.GeoDataFrame({"walkable": [True]}, geometry=[corner], crs=2154)
    >>> site = gpd.GeoDataFrame(index=["a"], geometry=[box(0, 10, 100, 50)], crs=2154)
    >>> school = gpd.GeoDataFrame(geometry=[Point(310, 100)], crs=2154)
    >>> within(street_network(streets), site, school, 400).values.tolist()
    [['a', 0, 320.0, True]]
    >>> within(None, site, school, 400).round(1).values.tolist()
    [['a', 0, 280.6, False]]
    """
    plots, targets = np.asarray(sites.geometry.array), np.asarray(places.geometry.array)
    place, site = shapely.STRtree(plots).query(targets, predicate="dwithin", distance=limit_m)
    order = np.lexsort((place, site))
    site, place = site[order], place[order]
    if network is None:
        distance_m, along = np.full(len(site), np.inf), np.zeros(len(site), bool)
    else:
        distance_m, along = _walked(network, plots, targets, (site, place), limit_m)
    near = np.flatnonzero(~along | (distance_m <= limit_m))
    site, place, along = site[near], place[near], along[near]
    straight_m = shapely.distance(plots[site], targets[place])
    distance_m = np.where(along, np.maximum(distance_m[near], straight_m), DETOUR * straight_m)
    distance_m[straight_m == 0] = 0.0
    kept = np.flatnonzero(distance_m <= limit_m)
    kept = kept[np.lexsort((distance_m[kept], site[kept]))]
    return pd.DataFrame(
        {
            "site_id": sites.index.take(site[kept]),
            "place": places.index.take(place[kept]),
            "distance_m": distance_m[kept],
            "along_streets": along[kept],
        }
    )


def nearest(network: Network | None, sites: gpd.GeoDataFrame, places: gpd.GeoDataFrame, limit_m: float) -> pd.DataFrame:
    """
    Return the place that is nearest to each site on foot.

    Parameters
    ----------
    network, sites, places, limit_m
        As for `within`.

    Returns
    -------
    nearest
        Indexed as the sites: `place`, missing where there is none; `distance_m`, infinite where none is within the
        limit; `along_streets`.
    """
    walks = within(network, sites, places, limit_m)
    first = walks.drop_duplicates("site_id").set_index("site_id").reindex(sites.index)
    first["distance_m"] = first["distance_m"].fillna(np.inf)
    first["along_streets"] = first["along_streets"].eq(other=True)  # nowhere to walk to: not along streets
    return first


def _walked(
    network: Network, plots: Geometries, targets: Geometries, pairs: tuple[Positions, Positions], limit_m: float
) -> tuple[Lengths, NDArray[np.bool_]]:
    """Return the walk of each pair, ordered by site, and whether streets join it; infinite beyond the limit."""
    site, place = pairs
    starts, goals = entries(network, plots), entries(network, targets)
    along = (starts.parts[site] & goals.parts[place]) != 0
    walk_m = np.full(len(site), np.inf)
    first_goal = np.searchsorted(goals.thing, np.arange(len(targets) + 1))
    for begin in range(0, len(plots), _SITES_AT_ONCE):
        end = min(begin + _SITES_AT_ONCE, len(plots))
        rows = np.arange(*np.searchsorted(site, [begin, end]))
        rows = rows[along[rows]]
        if len(rows):
            reach_m = _to_crossings(network, starts, begin, end, limit_m)
            walk_m[rows] = _at_goals(network, reach_m, (site[rows] - begin, place[rows]), goals, first_goal)
    direct_m = _on_one_stretch(starts, goals, site, place)
    return np.minimum(walk_m, direct_m), along


def _to_crossings(network: Network, starts: Entries, begin: int, end: int, limit_m: float) -> Lengths:
    """Return the walks from some sites to every crossing, shape (sites, crossings); infinite beyond the limit. [m]"""
    rows = slice(*np.searchsorted(starts.thing, [begin, end]))
    stretch = starts.stretch[rows]
    crossings, count = network.graph.shape[0], end - begin
    origin = np.concatenate([starts.thing[rows], starts.thing[rows]]) - begin
    crossing = network.ends[stretch].T.ravel()
    before_m = starts.gap_m[rows] + starts.low_m[rows]
    after_m = starts.gap_m[rows] + network.length_m[stretch] - starts.high_m[rows]
    length_m = np.concatenate([before_m, after_m])
    order = np.lexsort((length_m, crossing, origin))
    origin, crossing, length_m = origin[order], crossing[order], length_m[order]
    ways = network.graph
    first = np.searchsorted(origin, np.arange(1, count + 1))
    graph = csr_matrix(
        (
            np.concatenate([ways.data, length_m]),
            np.concatenate([ways.indices, crossing]),
            np.concatenate([ways.indptr, ways.indptr[-1] + first]),
        ),
        shape=(crossings + count, crossings + count),
    )
    sources = np.arange(crossings, crossings + count)
    return np.asarray(dijkstra(graph, indices=sources, limit=limit_m)[:, :crossings])


def _at_goals(
    network: Network, reach_m: Lengths, pairs: tuple[Positions, Positions], goals: Entries, first_goal: Positions
) -> Lengths:
    """Return the shortest walk of each pair through a crossing next to the place. [m]"""
    site, place = pairs
    count = first_goal[place + 1] - first_goal[place]
    begin = np.cumsum(count) - count
    entry = np.arange(count.sum()) - np.repeat(begin - first_goal[place], count)
    row, stretch = np.repeat(site, count), goals.stretch[entry]
    start, end = network.ends[stretch].T
    before_m = reach_m[row, start] + goals.low_m[entry]
    after_m = reach_m[row, end] + (network.length_m[stretch] - goals.high_m[entry])
    return np.asarray(np.minimum.reduceat(np.minimum(before_m, after_m) + goals.gap_m[entry], begin))


def _on_one_stretch(starts: Entries, goals: Entries, site: Positions, place: Positions) -> Lengths:
    """Return the walk of each pair along a stretch that both join, infinite where there is none. [m]"""
    one = pd.DataFrame({"stretch": starts.stretch, "start": np.arange(len(starts.thing))})
    two = pd.DataFrame({"stretch": goals.stretch, "goal": np.arange(len(goals.thing))})
    shared = one.merge(two, on="stretch")
    start, goal = shared["start"].to_numpy(), shared["goal"].to_numpy()
    apart_m = np.maximum(starts.low_m[start] - goals.high_m[goal], goals.low_m[goal] - starts.high_m[start])
    walk_m = starts.gap_m[start] + np.maximum(apart_m, 0.0) + goals.gap_m[goal]
    best_m = np.full(len(site), np.inf)
    many = len(goals.parts)
    key, wanted = site * many + place, starts.thing[start] * many + goals.thing[goal]
    at = np.searchsorted(key, wanted)
    known = np.flatnonzero(at < len(key))
    known = known[key[at[known]] == wanted[known]]
    np.minimum.at(best_m, at[known], walk_m[known])
    return best_m
