"""The land unrolled along a path, in compiled loops.

Each square belongs to the nearest leg of the path and to one side of it. Walked from the gate along the left side,
round the end and back along the right side, the squares form one row; zones are stretches of that row::

      ← ← ← ←          row:  1 2 3 4 5 6 │ 7 8 9 …
    ↓  ┌─ end                left side   │ right side
    ↓  │        ↑
    ↓  │ path   ↑      sums along the row give area, sun, centre and spread of any stretch at once
     gate
"""

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

_CLASS_M = 10_000.0
SUMS = 10
"""Along the row: sun, x, y, x², y², xy, squares by the street, squares on the path, squares far from it, quiet ones."""
FAR_M = 13.5
"""Squares farther from the axis of the path are not served by it. [m]"""


@compiled
def unroll(
    points: Numbers,
    joints: Indices,
    x: Numbers,
    y: Numbers,
    mask: NDArray[np.bool_],
    cell_m: float,
    half_m: float,
) -> Numbers:
    """
    Place every square along a path.

    Parameters
    ----------
    points
        Corners of the path, shape (legs + 1, 2). [m]
    joints
        Who owns the land inside and outside of each corner, as `leg_at` wants it, shape (legs − 1, 2).
    x, y
        Centres of the squares, shape (cells,). [m]
    mask
        Land, shape (rows, columns), from the origin of the coordinates.
    cell_m, half_m
        Side of a square; half the width of the path. [m]

    Returns
    -------
    placed
        Shape (cells, 4): place in the row, −1 where the square is the path's and −2 where no land leads to it; way
        from the gate [m]; distance from the path's axis [m]; 1 where the square lies on the edge of the path. A square
        behind something has the place of its neighbour.
    """
    legs = points.shape[0] - 1
    headings, lengths, before = np.empty((legs, 2)), np.empty(legs), np.zeros(legs + 1)
    for leg in range(legs):
        step = points[leg + 1] - points[leg]
        lengths[leg] = np.sqrt(step[0] ** 2 + step[1] ** 2)
        headings[leg] = step / lengths[leg]
        before[leg + 1] = before[leg] + lengths[leg]
    placed = np.empty((x.size, 4))
    for i in range(x.size):
        leg = leg_at(points, headings, lengths, joints, x[i], y[i])
        dx, dy = x[i] - points[leg, 0], y[i] - points[leg, 1]
        u = dx * headings[leg, 0] + dy * headings[leg, 1]
        v = -dx * headings[leg, 1] + dy * headings[leg, 0]
        foot = min(max(u, 0.0), lengths[leg])
        placed[i, 0] = _CLASS_M * leg + _CLASS_M / 2 + u if v >= 0 else _CLASS_M * (2 * legs - leg) - _CLASS_M / 2 - u
        placed[i, 1], placed[i, 2] = before[leg] + foot, np.sqrt(v * v + (u - foot) ** 2)
        corner = 0.0 if leg == legs - 1 else half_m
        aside, ahead = abs(v) - half_m, max(-u, u - lengths[leg] - corner)
        placed[i, 3] = 1.0 if max(aside, ahead) <= 0.75 * cell_m and min(aside, ahead) <= 0.0 else 0.0
        if aside < 0.0 and ahead < 0.0:
            placed[i, 0] = -1.0
            continue
        fx, fy = points[leg, 0] + foot * headings[leg, 0], points[leg, 1] + foot * headings[leg, 1]
        if not _seen(mask, cell_m, fx, fy, x[i], y[i]):
            placed[i, 0] = -2.0
    _spread(placed, x, y, mask, cell_m)
    return placed


@compiled
def _spread(placed: Numbers, x: Numbers, y: Numbers, mask: NDArray[np.bool_], cell_m: float) -> None:
    """Give squares that the path does not see the place of a neighbour, from one to the next."""
    number = np.full((mask.shape[0] + 1, mask.shape[1] + 1), -1)
    for i in range(x.size):
        number[int(y[i] / cell_m), int(x[i] / cell_m)] = i
    hidden = np.flatnonzero(placed[:, 0] == -2.0)
    while hidden.size > 0:
        left = 0
        for k in range(hidden.size):
            i = hidden[k]
            row, column = int(y[i] / cell_m), int(x[i] / cell_m)
            for down, right in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                other = number[row + down, column + right]
                if other >= 0 and placed[other, 0] >= 0:
                    placed[i, :2] = placed[other, :2]
                    placed[i, 3] = 0.0
                    break
            if placed[i, 0] == -2.0:
                hidden[left] = i
                left += 1
        if left == hidden.size:
            return
        hidden = hidden[:left]


@compiled
def bridges(order: Indices, x: Numbers, y: Numbers, mask: NDArray[np.bool_], cell_m: float) -> Indices:
    """
    Find where a row of squares holds together only through squares that are far apart in it.

    Returns
    -------
    bridges
        Shape (squares, 2): of the pairs of neighbours on the land that lie on both sides of each place of the row, the
        two that are nearest in the row; a zone across the place is whole if it holds both. (−1, squares) where none do.
    """
    count = order.size
    number = np.full((mask.shape[0] + 1, mask.shape[1] + 1), -1)
    for k in range(count):
        number[int(y[order[k]] / cell_m), int(x[order[k]] / cell_m)] = k
    nearest = np.full((count, 2), -1)
    nearest[:, 1] = count
    for k in range(count):
        row, column = int(y[order[k]] / cell_m), int(x[order[k]] / cell_m)
        for other in (number[row, column + 1], number[row + 1, column]):
            if other >= 0:
                low, high = min(k, other), max(k, other)
                for place in range(low, high):
                    if high - low < nearest[place, 1] - nearest[place, 0]:
                        nearest[place, 0], nearest[place, 1] = low, high
    return nearest


@compiled
def leg_at(points: Numbers, headings: Numbers, lengths: Numbers, joints: Indices, x: float, y: float) -> int:
    """
    Return the leg that serves a place: the nearest, unless the land at a corner is one leg's.

    Parameters
    ----------
    points, headings, lengths
        Of the path, shapes (legs + 1, 2), (legs, 2) and (legs,).
    joints
        Inside and outside of each corner, shape (legs − 1, 2): 0 halved, 1 of the leg before it, 2 of the leg after it.
    x, y
        The place. [m]
    """
    best = _nearest_leg(points, headings, lengths, x, y)
    for corner in range(max(best - 1, 0), min(best + 1, joints.shape[0])):
        dx, dy = x - points[corner + 1, 0], y - points[corner + 1, 1]
        before, after = headings[corner], headings[corner + 1]
        turn = 1.0 if before[0] * after[1] - before[1] * after[0] > 0 else -1.0
        by_first, by_second = turn * (before[0] * dy - before[1] * dx), turn * (after[0] * dy - after[1] * dx)
        if by_first * by_second > 0:
            owner = joints[corner, 0] if by_first > 0 else joints[corner, 1]
            if owner > 0:
                return int(corner + owner - 1)
    return best


@compiled
def _nearest_leg(points: Numbers, headings: Numbers, lengths: Numbers, x: float, y: float) -> int:
    """Return the leg that a point is nearest to; of two that share the nearest corner, the one on its side of it."""
    best, least = 0, 1e18
    for leg in range(lengths.size):
        dx, dy = x - points[leg, 0], y - points[leg, 1]
        u = dx * headings[leg, 0] + dy * headings[leg, 1]
        foot = min(max(u, 0.0), lengths[leg])
        ex, ey = dx - foot * headings[leg, 0], dy - foot * headings[leg, 1]
        distance = ex * ex + ey * ey
        if distance < least - 1e-9:
            best, least = leg, distance
        elif distance < least + 1e-9 and leg == best + 1:
            beyond = dx * (headings[best, 0] + headings[leg, 0]) + dy * (headings[best, 1] + headings[leg, 1])
            if beyond >= 0:
                best, least = leg, distance
    return best


@compiled
def _seen(mask: NDArray[np.bool_], cell_m: float, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Return whether the land is unbroken between two points."""
    length = np.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)
    steps = int(length / (0.8 * cell_m))
    for k in range(1, steps):
        share = k / steps
        row, column = int((y0 + share * (y1 - y0)) / cell_m), int((x0 + share * (x1 - x0)) / cell_m)
        if row < 0 or column < 0 or row >= mask.shape[0] or column >= mask.shape[1]:
            return False
        if not mask[row, column] and share > 0.25:
            return False
    return True


@compiled
def summed(
    order: Indices,
    x: Numbers,
    y: Numbers,
    sun: Numbers,
    by_street: NDArray[np.bool_],
    quiet: NDArray[np.bool_],
    placed: Numbers,
) -> Numbers:
    """Return the sums along a row of squares, in the order of `SUMS`, shape (squares + 1, 10)."""
    sums = np.zeros((order.size + 1, SUMS))
    for k in range(order.size):
        i = order[k]
        street, far = 1.0 if by_street[i] else 0.0, 1.0 if placed[i, 2] > FAR_M else 0.0
        still = 1.0 if quiet[i] else 0.0
        values = (sun[i], x[i], y[i], x[i] * x[i], y[i] * y[i], x[i] * y[i], street, placed[i, 3], far, still)
        for column in range(SUMS):
            sums[k + 1, column] = sums[k, column] + values[column]
    return sums


@compiled
def stretch(sums: Numbers, first: int, last: int) -> Numbers:
    """
    Describe the squares of a row from `first` to `last`, that one left out.

    Returns
    -------
    described
        Mean sun, x, y, smaller and larger spread (standard deviations, in metres), squares by the street, squares on
        the path, share far from it, quiet squares.
    """
    count = max(last - first, 1)
    total = sums[last] - sums[first]
    mx, my = total[1] / count, total[2] / count
    xx, yy, xy = total[3] / count - mx * mx, total[4] / count - my * my, total[5] / count - mx * my
    middle, half = (xx + yy) / 2, np.sqrt(((xx - yy) / 2) ** 2 + xy * xy)
    described = np.empty(9)
    described[0], described[1], described[2] = total[0] / count, mx, my
    described[3], described[4] = np.sqrt(max(middle - half, 0.0)), np.sqrt(max(middle + half, 0.0))
    described[5], described[6], described[7] = total[6], total[7], total[8] / count
    described[8] = total[9]
    return described
