"""How well zones fit on small squares: in one piece, wide enough, on the path; in compiled loops."""

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

PATH = 9
"""What a square of the path holds instead of the number of a zone."""
_NOTHING = -1
_BALANCED = 3
_CLOSE = 0.01
_ERODED, _DILATED = 0.1, 0.45
_AROUND = np.array([(0, 1), (0, -1), (1, 0), (-1, 0)])


@compiled
def fitted(
    placed: Numbers, x: Numbers, y: Numbers, shape: tuple[int, int], cell_m: float, order: Indices, shares: Numbers
) -> tuple[Indices, Numbers]:
    """
    Lay the zones on the squares along a path, loose parts given to neighbours, until their areas are right.

    Parameters
    ----------
    placed
        From `unroll`, shape (cells, 4).
    x, y
        Centres of the squares. [m]
    shape, cell_m
        Rows and columns; side of a square. [m]
    order
        Zones by number along the row.
    shares
        Of the row, by number of the zone, shape (6,). [0–1]

    Returns
    -------
    zone_of
        Number of the zone of every square, `PATH` or −1, in a margin of −1; shape (rows + 2, columns + 2).
    whole
        The share of each zone number that its largest part held, shape (6,). [0–1]
    """
    ranks = np.argsort(placed[:, 0], kind="mergesort")
    ranks = ranks[placed[ranks, 0] >= 0]
    rows, columns = np.empty(x.size, np.int64), np.empty(x.size, np.int64)
    for i in range(x.size):
        rows[i], columns[i] = int(y[i] / cell_m) + 1, int(x[i] / cell_m) + 1
    wanted, whole = shares * ranks.size, np.ones(6)
    zone_of = np.full((shape[0] + 2, shape[1] + 2), _NOTHING)
    for _ in range(_BALANCED):
        for i in range(x.size):
            zone_of[rows[i], columns[i]] = PATH if placed[i, 0] == -1.0 else _NOTHING
        filled, first = 0.0, 0
        for zone in order:
            filled += wanted[zone]
            last = min(int(filled + 0.5), ranks.size)
            for k in range(first, last):
                zone_of[rows[ranks[k]], columns[ranks[k]]] = zone
            first = last
        whole = _mended(zone_of, rows[ranks], columns[ranks])
        lacking = shares * ranks.size
        for k in range(ranks.size):
            lacking[zone_of[rows[ranks[k]], columns[ranks[k]]]] -= 1
        if np.abs(lacking).max() <= _CLOSE * ranks.size:
            break
        wanted = np.maximum(wanted + lacking, 1.0) * (shares > 0)
        wanted *= ranks.size / wanted.sum()
    return zone_of, whole


@compiled
def _mended(zone_of: Indices, rows: Indices, columns: Indices) -> Numbers:
    """Give the loose parts of zones to the neighbour that they touch most; return the share of the largest parts."""
    part, sizes, owners = parts(zone_of, rows, columns)
    largest, total = np.full(6, _NOTHING), np.zeros(6)
    for number in range(sizes.size):
        total[owners[number]] += sizes[number]
        if largest[owners[number]] < 0 or sizes[number] > sizes[largest[owners[number]]]:
            largest[owners[number]] = number
    touching = np.zeros((sizes.size, 6))
    for k in range(rows.size):
        number = part[rows[k], columns[k]]
        for step in range(4):
            other = zone_of[rows[k] + _AROUND[step, 0], columns[k] + _AROUND[step, 1]]
            if 0 <= other < 6 and other != owners[number]:
                touching[number, other] += 1
    for k in range(rows.size):
        number = part[rows[k], columns[k]]
        if number != largest[owners[number]] and touching[number].max() > 0:
            zone_of[rows[k], columns[k]] = touching[number].argmax()
    whole = np.ones(6)
    for zone in range(6):
        if total[zone] > 0:
            whole[zone] = sizes[largest[zone]] / total[zone]
    return whole


@compiled
def parts(zone_of: Indices, rows: Indices, columns: Indices) -> tuple[Indices, Numbers, Indices]:
    """Return the number of the connected part that each square is in, the sizes of the parts, and their zones."""
    part = np.full(zone_of.shape, _NOTHING)
    sizes, owners = np.zeros(rows.size), np.zeros(rows.size, np.int64)
    stack = np.empty((rows.size + 1, 2), np.int64)
    count = 0
    for k in range(rows.size):
        if part[rows[k], columns[k]] >= 0:
            continue
        zone = zone_of[rows[k], columns[k]]
        stack[0, 0], stack[0, 1], depth = rows[k], columns[k], 1
        part[rows[k], columns[k]], owners[count] = count, zone
        while depth > 0:
            depth -= 1
            row, column = stack[depth, 0], stack[depth, 1]
            sizes[count] += 1
            for step in range(4):
                down, right = row + _AROUND[step, 0], column + _AROUND[step, 1]
                if zone_of[down, right] == zone and part[down, right] < 0:
                    part[down, right] = count
                    stack[depth, 0], stack[depth, 1] = down, right
                    depth += 1
        count += 1
    return part, sizes[:count], owners[:count]


@compiled
def widths_and_ways(
    zone_of: Indices, zone: int, body_of: Indices, width_m: float, cell_m: float
) -> tuple[float, float, float]:
    """
    Return how much of a zone a disc can sweep, in one piece [0–1]; its edge along the path [m]; its squares.

    Parameters
    ----------
    zone_of
        From `fitted`.
    zone
        Its number.
    body_of
        Number of the part of the land in which the disc can move from square to square, in the shape of `zone_of`:
        what is narrower between two parts than the disc by less than a square would not be seen otherwise.
    width_m, cell_m
        Of the disc; side of a square. [m]
    """
    squares = np.argwhere(zone_of == zone)
    if not squares.shape[0]:
        return 0.0, 0.0, 0.0
    radius = width_m / 2 / cell_m
    core = np.full(zone_of.shape, _NOTHING)
    contact, centres = 0, np.zeros(squares.shape[0], np.bool_)
    tight, wide = _disc(radius + _ERODED), _disc(radius + _DILATED)
    ahead = _rim(tight)
    for k in range(squares.shape[0]):
        row, column = squares[k]
        for step in range(4):
            contact += zone_of[row + _AROUND[step, 0], column + _AROUND[step, 1]] == PATH
        # the disc of the square before lies within the zone: what this one has over it is left to see
        centres[k] = _holds(zone_of, zone, row, column, ahead if core[row, column - 1] >= 0 else tight)
        if centres[k]:
            core[row, column] = body_of[row, column]
    if not centres.any():
        return 0.0, contact * cell_m, float(squares.shape[0])
    inner = squares[centres]
    part, sizes, _ = parts(core, inner[:, 0].copy(), inner[:, 1].copy())
    swept = _swept(zone_of, zone, inner, part, int(sizes.argmax()), wide)
    return swept / squares.shape[0], contact * cell_m, float(squares.shape[0])


@compiled
def _disc(radius: float) -> Indices:
    """Return the steps to all squares within a radius, the farthest first: they fail first. [squares]"""
    reach = int(radius) + 1
    steps = np.empty(((2 * reach + 1) ** 2, 2), np.int64)
    away = np.empty((2 * reach + 1) ** 2)
    count = 0
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if down * down + right * right <= radius * radius:
                steps[count, 0], steps[count, 1] = down, right
                away[count] = -(down * down + right * right)
                count += 1
    return steps[:count][np.argsort(away[:count], kind="mergesort")]


@compiled
def _rim(disc: Indices) -> Indices:
    """Return the steps of a disc that are not in the disc one column before. [squares]"""
    reach = np.abs(disc).max() + 1
    inside = np.zeros((2 * reach + 1, 2 * reach + 1), np.bool_)
    for k in range(disc.shape[0]):
        inside[disc[k, 0] + reach, disc[k, 1] + reach] = True
    kept = np.zeros(disc.shape[0], np.bool_)
    for k in range(disc.shape[0]):
        kept[k] = not inside[disc[k, 0] + reach, disc[k, 1] + reach + 1]
    return disc[kept]


@compiled
def _holds(zone_of: Indices, zone: int, row: int, column: int, disc: Indices) -> bool:
    for k in range(disc.shape[0]):
        down, right = row + disc[k, 0], column + disc[k, 1]
        if not (0 <= down < zone_of.shape[0] and 0 <= right < zone_of.shape[1]) or zone_of[down, right] != zone:
            return False
    return True


@compiled
def _swept(zone_of: Indices, zone: int, inner: Indices, part: Indices, largest: int, disc: Indices) -> int:
    """Count the squares of a zone that a disc sweeps whose centre stays in one part of what it can reach."""
    seen = np.zeros(zone_of.shape, np.bool_)
    count = 0
    for k in range(inner.shape[0]):
        if part[inner[k, 0], inner[k, 1]] != largest:
            continue
        row, column = inner[k, 0], inner[k, 1]
        around = 0
        for step in range(4):
            around += part[row + _AROUND[step, 0], column + _AROUND[step, 1]] == largest
        if around == 4:  # those around it sweep what it would
            count += not seen[row, column]
            seen[row, column] = True
            continue
        for step in range(disc.shape[0]):
            down, right = inner[k, 0] + disc[step, 0], inner[k, 1] + disc[step, 1]
            if 0 <= down < zone_of.shape[0] and 0 <= right < zone_of.shape[1] and not seen[down, right]:
                seen[down, right] = True
                count += zone_of[down, right] == zone
    return count


@compiled
def served(zone_of: Indices, zone: int, reach_m: float, cell_m: float) -> float:
    """Return how much of a zone lies near the path. [0–1]"""
    mine, path = np.argwhere(zone_of == zone), np.argwhere(zone_of == PATH)
    reach, count = (reach_m / cell_m) ** 2, 0
    for k in range(mine.shape[0]):
        for i in range(path.shape[0]):
            if (mine[k, 0] - path[i, 0]) ** 2 + (mine[k, 1] - path[i, 1]) ** 2 <= reach:
                count += 1
                break
    return count / max(mine.shape[0], 1)
