"""Which neighbouring parcels could become one garden together.

Parcels are the nodes of a graph whose edges are common borders. A useful assembly is a connected set of two to
four nodes that reaches the target area while no connected part of it does. Sets grow by one neighbour at a time,
all sets of a size at once:

::

    (a)   (b)        a–b, b–c, b–d touch; 250 m² each, target 600 m²
      \\   /          pairs:    ab bc bd       500 m², too small, they grow
       (b')          triples:  abc abd bcd    750 m², useful, they stop here
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.candidates.rules import AssemblyRules
from geo.geometry import Geometries, contacts

Sets = NDArray[np.int64]
"""Positions of parcels, one set a row, in increasing order, padded at the end with −1: shape (sets, max_members)."""


@dataclass(frozen=True, eq=False, slots=True)
class Members:
    """
    Parcels that may be part of an assembly, all arrays of shape (n,).

    Attributes
    ----------
    plots
        Polygons in a metric CRS.
    usable_m2
        Usable area of each by itself. [m²]
    listed
        In an inventory of fallow land.
    owner
        Number of the owner, −1 where unknown.
    alone
        Never to be joined with others, as joint property.
    """

    plots: Geometries
    usable_m2: NDArray[np.float64]
    listed: NDArray[np.bool_]
    owner: NDArray[np.int64]
    alone: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class _Graph:
    """Neighbours of each node (compressed rows) and the usable area that each edge wins back."""

    start: NDArray[np.int64]
    neighbour: NDArray[np.int64]
    keys: NDArray[np.int64]
    won_m2: NDArray[np.float64]
    size: int


def assemble(members: Members, rules: AssemblyRules, *, inset_m: float) -> Sets:
    """
    List the useful assemblies, those that nothing dominates.

    Parameters
    ----------
    members
        Parcels; those that reach the target alone, and joint properties, are left aside.
    inset_m
        Strip lost along every edge: two joined parcels win it back on both sides of their border. [m]

    Returns
    -------
    sets
        In increasing order.

    Examples
    --------
    >>> import shapely
    >>> plots = shapely.box([0, 10, 20], 0, [10, 20, 30], 27)
    >>> three = Members(plots, np.full(3, 234.0), np.ones(3, bool), np.full(3, 7), np.zeros(3, bool))
    >>> assemble(three, AssemblyRules(), inset_m=0.5).tolist()
    [[0, 1, 2, -1]]
    """
    open_ = np.flatnonzero((members.usable_m2 < rules.target_m2) & ~members.alone)
    part = replace(
        members,
        plots=members.plots[open_],
        usable_m2=members.usable_m2[open_],
        listed=members.listed[open_],
        owner=members.owner[open_],
        alone=members.alone[open_],
    )
    graph = _graph(part, rules, inset_m)
    useful = _undominated(_grow(part, graph, rules), part, graph, rules)
    found = np.where(useful >= 0, open_[useful], -1)
    return found[np.lexsort(found.T[::-1])]


def _graph(members: Members, rules: AssemblyRules, inset_m: float) -> _Graph:
    size = len(members.plots)
    touching = contacts(members.plots, gap_m=rules.gap_m)
    joined = touching.length_m >= rules.contact_m
    first, second = touching.first[joined].astype(np.int64), touching.second[joined].astype(np.int64)
    tail, head = np.concatenate([first, second]), np.concatenate([second, first])
    order = np.lexsort((head, tail))
    start = np.searchsorted(tail[order], np.arange(size + 1))
    return _Graph(start, head[order], first * size + second, 2 * inset_m * touching.length_m[joined], size)


def _edges(graph: _Graph, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of the edge between two nodes, −1 where there is none (or where a node is padding)."""
    if not len(graph.keys):
        return np.full(one.shape, -1)
    key = np.minimum(one, other) * graph.size + np.maximum(one, other)
    place = np.minimum(np.searchsorted(graph.keys, key), len(graph.keys) - 1)
    return np.where((graph.keys[place] == key) & (np.minimum(one, other) >= 0), place, -1)


def _usable_m2(sets: Sets, members: Members, graph: _Graph) -> NDArray[np.float64]:
    """Sum the members' areas and what their common borders win back."""
    area = np.where(sets >= 0, members.usable_m2[sets], 0.0).sum(axis=1)
    for i in range(sets.shape[1]):
        for j in range(i + 1, sets.shape[1]):
            edge = _edges(graph, sets[:, i], sets[:, j])
            area += np.where(edge >= 0, graph.won_m2[edge] if len(graph.won_m2) else 0.0, 0.0)
    return np.asarray(area)


def _grow(members: Members, graph: _Graph, rules: AssemblyRules) -> Sets:
    """List the connected sets that reach the target while none of their connected parts does."""
    growing = np.arange(graph.size, dtype=np.int64)[:, None]
    useful = []
    for size in range(2, rules.max_members + 1):
        grown = _owned(_with_neighbours(growing, graph), members, rules)
        enough = _usable_m2(grown, members, graph) >= rules.target_m2
        growing = grown[~enough]
        minimal = grown[enough][_minimal(grown[enough], members, graph, rules)]
        useful.append(np.pad(minimal, ((0, 0), (0, rules.max_members - size)), constant_values=-1))
    return np.concatenate(useful) if useful else np.empty((0, rules.max_members), np.int64)


def _with_neighbours(sets: Sets, graph: _Graph) -> Sets:
    """Join each set with each neighbour of each of its members; every new set once, sorted."""
    grown = []
    for node in sets.T:
        degree = graph.start[node + 1] - graph.start[node]
        row = np.repeat(np.arange(len(sets)), degree)
        offset = np.arange(len(row)) - np.repeat(np.cumsum(degree) - degree, degree)
        newcomer = graph.neighbour[graph.start[node][row] + offset]
        fresh = (sets[row] != newcomer[:, None]).all(axis=1)
        grown.append(np.column_stack([sets[row], newcomer])[fresh])
    return _distinct(np.sort(np.concatenate(grown), axis=1), graph.size)


def _distinct(sets: Sets, size: int) -> Sets:
    # One integer a set where it fits 63 bits (four members: 55 000 parcels) is ten times faster than rows.
    if size ** sets.shape[1] >= 2**63:
        return np.unique(sets, axis=0)
    powers = size ** np.arange(sets.shape[1] - 1, -1, -1, dtype=np.int64)
    _, first = np.unique(sets @ powers, return_index=True)
    return sets[first]


def _owned(sets: Sets, members: Members, rules: AssemblyRules) -> Sets:
    return sets[_owners(sets, members) <= rules.max_owners]


def _owners(sets: Sets, members: Members) -> NDArray[np.int64]:
    """Count the distinct known owners of each set."""
    owner = np.sort(np.where(sets >= 0, members.owner[sets], -1), axis=1)
    new = np.diff(owner, axis=1, prepend=-1) > 0
    return np.asarray((new & (owner >= 0)).sum(axis=1), dtype=np.int64)


def _minimal(sets: Sets, members: Members, graph: _Graph, rules: AssemblyRules) -> NDArray[np.bool_]:
    """Tell which sets have no superfluous member: without any one, the rest is cut in two or too small."""
    minimal = np.ones(len(sets), dtype=bool)
    for left_out in range(sets.shape[1]):
        rest = np.delete(sets, left_out, axis=1)
        superfluous = _connected(rest, graph) & (_usable_m2(rest, members, graph) >= rules.target_m2)
        minimal &= ~superfluous
    return minimal


def _connected(sets: Sets, graph: _Graph) -> NDArray[np.bool_]:
    """Tell which sets hang together, by spreading from the first member along the edges."""
    count = sets.shape[1]
    linked = np.zeros((len(sets), count, count), dtype=bool)
    for i in range(count):
        for j in range(i + 1, count):
            linked[:, i, j] = linked[:, j, i] = _edges(graph, sets[:, i], sets[:, j]) >= 0
    reached = np.zeros((len(sets), count), dtype=bool)
    reached[:, 0] = True
    for _ in range(count - 1):
        reached |= (linked & reached[:, :, None]).any(axis=1)
    return np.asarray(reached.all(axis=1))


def _undominated(sets: Sets, members: Members, graph: _Graph, rules: AssemblyRules) -> Sets:
    """
    Keep a set when it is the best that at least one of its parcels can be part of.

    A set beats another with at most as many parcels, at most as many owners and as good evidence,
    when it is better in one of them or has more usable area, up to what is enough.
    """
    cost = np.column_stack([(sets >= 0).sum(axis=1), _owners(sets, members), _unlisted(sets, members)])
    area = np.minimum(_usable_m2(sets, members, graph), rules.enough_m2)
    row, column = np.nonzero(sets >= 0)
    parcel = sets[row, column]
    best = np.zeros(len(sets), dtype=bool)
    kinds, kind = np.unique(cost, axis=0, return_inverse=True)
    largest = np.full((len(kinds), graph.size), -np.inf)
    np.maximum.at(largest, (kind.ravel()[row], parcel), area[row])
    for number, own in enumerate(kinds):
        mine = kind.ravel()[row] == number
        rivals = np.flatnonzero((kinds <= own).all(axis=1) & (kinds != own).any(axis=1))
        cheaper = largest[rivals].max(axis=0, initial=-np.inf)
        alike = largest[number]
        kept = (area[row] >= alike[parcel]) & (area[row] > cheaper[parcel]) & mine
        best[row[kept]] = True
    return sets[best]


def _unlisted(sets: Sets, members: Members) -> NDArray[np.int64]:
    return np.asarray(((sets >= 0) & ~members.listed[sets]).any(axis=1), dtype=np.int64)
