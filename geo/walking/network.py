"""Streets made into a network that one can walk, both ways.

Official streets share a vertex where one can turn from one into the other; those that only cross on the map, on a
bridge, share none. So a crossing is a vertex of two streets, and each street is cut there into stretches.

::

            │                        │
    ●───────●──────●         ●───────┼──────●
            │                        │
    one vertex: a crossing    none: a bridge
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

Geometries = NDArray[np.object_]
Positions = NDArray[np.intp]
Lengths = NDArray[np.float64]

SNAP_M = 0.5
"""An end of a street that is nearer to another street was meant to touch it (our assumption). [m]"""
FRAGMENT_M = 500.0
"""Streets joined to no others over less than this are lanes of one yard, or a fault of the file: nobody walks through
them (our assumption). [m]"""

_MILLIMETRES = 1000.0
_MILLIONTHS = 2.0**20
_MOST_PARTS = 63


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """
    Stretches of streets between crossings.

    Attributes
    ----------
    lines
        One line a stretch, shape (stretches,).
    ends
        Crossings at the start and at the end of each, shape (stretches, 2).
    length_m
        Shape (stretches,). [m]
    part
        One bit for each set of streets that are joined: two stretches with the same bit have a way between them.
    graph
        Crossings × crossings: length of the shortest stretch between them. [m]
    pieces
        The straight pieces of the lines, shape (pieces,).
    piece_line
        Position of the line of each piece, shape (pieces,).
    piece_start_m
        Where on its line each piece begins, shape (pieces,). [m]
    tree
        Of the pieces.
    """

    lines: Geometries
    ends: Positions
    length_m: Lengths
    part: NDArray[np.int64]
    graph: csr_matrix
    pieces: Geometries
    piece_line: Positions
    piece_start_m: Lengths
    tree: shapely.STRtree


def street_network(streets: gpd.GeoDataFrame) -> Network | None:
    """
    Build the network of the streets that one can walk along.

    Parameters
    ----------
    streets
        In a metric CRS, with `walkable` as in the contract of streets.

    Returns
    -------
    network
        The same whatever the order of the streets, but for the numbers of its stretches. Fragments are left out;
        nothing when there is no street.

    Examples
    --------
    >>> from shapely import LineString
    >>> cross = [LineString([(0, 0), (300, 0), (600, 0)]), LineString([(300, 0), (300, 400)])]
    >>> streets = gpd.GeoDataFrame({"walkable": True}, index=[0, 1], geometry=cross, crs=2154)
    >>> network = street_network(streets)
    >>> network.length_m.tolist(), network.graph.shape
    ([300.0, 300.0, 400.0], (4, 4))
    """
    lines = _simple_lines(np.asarray(streets.geometry.array[streets["walkable"].to_numpy(bool)]))
    if not len(lines):
        return None
    stretches = _cut_where_shared(_meeting(lines))
    ends, count = _crossings(stretches)
    length_m = shapely.length(stretches)
    part = _parts(ends, length_m, count)
    kept = part > 0
    graph = shortest_arcs(ends[kept], length_m[kept], count)
    pieces, piece_line, piece_start_m = _straight_pieces(stretches[kept])
    return Network(
        lines=stretches[kept],
        ends=ends[kept],
        length_m=length_m[kept],
        part=part[kept],
        graph=graph,
        pieces=pieces,
        piece_line=piece_line,
        piece_start_m=piece_start_m,
        tree=shapely.STRtree(pieces),
    )


def shortest_arcs(ends: Positions, length_m: Lengths, count: int) -> csr_matrix:
    """
    Return the matrix of the arcs, both ways, each pair of ends with its shortest arc.

    Parameters
    ----------
    ends
        Shape (arcs, 2); an arc from a place to itself leads nowhere and is left out.
    length_m
        Shape (arcs,). [m]
    count
        Number of places that the ends number.

    Examples
    --------
    >>> shortest_arcs(np.array([[0, 1], [1, 0], [1, 1]]), np.array([5.0, 3.0, 2.0]), 2).toarray().tolist()
    [[0.0, 3.0], [3.0, 0.0]]
    """
    apart = ends[:, 0] != ends[:, 1]
    start, end = np.sort(ends[apart], axis=1).T
    order = np.lexsort((length_m[apart], end, start))
    start, end, length = start[order], end[order], length_m[apart][order]
    first = np.ones(len(start), bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    start, end, length = start[first], end[first], length[first]
    both = (np.concatenate([start, end]), np.concatenate([end, start]))
    return csr_matrix((np.concatenate([length, length]), both), shape=(count, count))


def _simple_lines(geometries: Geometries) -> Geometries:
    """Return single lines in the plane, on whole millimetres, without repeated vertices."""
    coordinates, line = shapely.get_coordinates(shapely.get_parts(geometries), return_index=True)
    return _lines(np.round(coordinates * _MILLIMETRES) / _MILLIMETRES, line)


def _lines(coordinates: Lengths, line: Positions) -> Geometries:
    moved = np.ones(len(line), bool)
    moved[1:] = (line[1:] != line[:-1]) | (coordinates[1:] != coordinates[:-1]).any(axis=1)
    coordinates, line = coordinates[moved], line[moved]
    real = np.bincount(line)[line] > 1
    number = np.unique(line[real], return_inverse=True)[1]
    return np.asarray(shapely.linestrings(coordinates[real], indices=number), dtype=object)


def _meeting(lines: Geometries) -> Geometries:
    """Make loose ends that nearly touch another street touch it."""
    lines = _with_common_ends(lines)
    coordinates, owner = _loose_ends(lines)
    ends = np.asarray(shapely.points(coordinates), dtype=object)
    end, line = shapely.STRtree(lines).query(ends, predicate="dwithin", distance=SNAP_M)
    foreign = owner[end] != line
    met = lines.copy()
    for which in np.unique(line[foreign]):
        targets = shapely.multipoints(ends[end[foreign & (line == which)]])
        met[which] = shapely.snap(lines[which], targets, SNAP_M)
    return met


def _with_common_ends(lines: Geometries) -> Geometries:
    """Move loose ends that are nearly one to the most western of them."""
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    at = _loose(coordinates, line)
    pairs = cKDTree(coordinates[at]).query_pairs(SNAP_M, output_type="ndarray")
    joined = csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(at), len(at)))
    group = connected_components(joined, directed=False)[1]
    order = np.lexsort((coordinates[at, 1], coordinates[at, 0], group))
    leader = order[_first_of(group[order])]
    coordinates[at] = coordinates[at[leader[group]]]
    return _lines(coordinates, line)


def _loose_ends(lines: Geometries) -> tuple[Lengths, Positions]:
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    at = _loose(coordinates, line)
    return coordinates[at], line[at]


def _loose(coordinates: Lengths, line: Positions) -> Positions:
    """Return the rows of the ends of lines that no other vertex shares."""
    use = np.unique(coordinates, axis=0, return_inverse=True)[1].ravel()
    return np.flatnonzero((np.bincount(use)[use] == 1) & (_first_of(line) | _last_of(line)))


def _cut_where_shared(lines: Geometries) -> Geometries:
    """Cut each line at its vertices that another line has too, or that it passes twice."""
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    use = np.unique(coordinates, axis=0, return_inverse=True)[1].ravel()
    inside = ~_first_of(line) & ~_last_of(line)
    cut = inside & (np.bincount(use)[use] > 1)
    copies = np.repeat(np.arange(len(line)), 1 + cut)
    starts = _first_of(line)[copies]
    starts[1:] |= copies[1:] == copies[:-1]
    return np.asarray(shapely.linestrings(coordinates[copies], indices=np.cumsum(starts) - 1))


def _crossings(stretches: Geometries) -> tuple[Positions, int]:
    coordinates, line = shapely.get_coordinates(stretches, return_index=True)
    ends = coordinates[_first_of(line) | _last_of(line)]
    places, number = np.unique(ends, axis=0, return_inverse=True)
    return number.reshape(-1, 2), len(places)


def _parts(ends: Positions, length_m: Lengths, count: int) -> NDArray[np.int64]:
    """Number the sets of joined stretches by bits, the longest first; 0 for fragments."""
    joined = csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    part = connected_components(joined, directed=False)[1][ends[:, 0]]
    total = np.bincount(part, length_m)
    order = np.argsort(-total, kind="stable")[:_MOST_PARTS]
    real = order[(total[order] >= FRAGMENT_M) | (order == order[0])]
    bits = np.zeros(len(total), np.int64)
    bits[real] = np.int64(1) << np.arange(len(real), dtype=np.int64)
    return np.asarray(bits[part])


def _straight_pieces(lines: Geometries) -> tuple[Geometries, Positions, Lengths]:
    """Return the pieces between the vertices of lines, the line of each and where on it the piece begins."""
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    inner = line[1:] == line[:-1]
    start, end, owner = coordinates[:-1][inner], coordinates[1:][inner], line[1:][inner]
    # Whole millionths of a metre (binary ones) add up without rounding: other lines change no bit.
    length_m = np.round(np.hypot(*(end - start).T) * _MILLIONTHS) / _MILLIONTHS
    run_m = np.cumsum(length_m) - length_m
    first = np.flatnonzero(_first_of(owner))
    begin_m = run_m - np.repeat(run_m[first], np.diff(np.append(first, len(owner))))
    return np.asarray(shapely.linestrings(np.stack([start, end], axis=1))), owner, begin_m


def _first_of(groups: Positions) -> NDArray[np.bool_]:
    """Tell which rows begin a run of one number."""
    first = np.ones(len(groups), bool)
    first[1:] = groups[1:] != groups[:-1]
    return first


def _last_of(groups: Positions) -> NDArray[np.bool_]:
    return _first_of(groups[::-1])[::-1]
