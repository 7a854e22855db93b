"""The inner loops of the search, compiled: the land unrolled along a path, and every order of the zones on it.

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

KEPT = 8
"""Orders of a row that are looked at closely."""
_CLASS_M = 10_000.0
SUMS = 10
"""Along the row: sun, x, y, x², y², xy, squares by the street, squares on the path, squares far from it, quiet ones."""
FAR_M = 13.5
"""Squares farther from the axis of the path are not served by it. [m]"""


@compiled
def unroll(points: Numbers, x: Numbers, y: Numbers, mask: NDArray[np.bool_], cell_m: float, half_m: float) -> Numbers:
    """
    Place every square along a path.

    Parameters
    ----------
    points
        Corners of the path, shape (legs + 1, 2). [m]
    x, y
        Centres of the squares, shape (cells,). [m]
    mask
        Land, shape (rows, columns), from the origin of the coordinates.
    cell_m, half_m
        Side of a square; half the width of the path. [m]

    Returns
    -------
    placed
        Shape (cells, 4): place in the row, −1 where the square is the path's and −2 where no land leads to it; way from
        the gate [m]; distance from the path's axis [m]; 1 where the square lies on the edge of the path. A square behind
        something has the place of its neighbour.
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
        leg = _nearest_leg(points, headings, lengths, x[i], y[i])
        dx, dy = x[i] - points[leg, 0], y[i] - points[leg, 1]
        u = dx * headings[leg, 0] + dy * headings[leg, 1]
        v = -dx * headings[leg, 1] + dy * headings[leg, 0]
        foot = min(max(u, 0.0), lengths[leg])
        placed[i, 0] = _CLASS_M * leg + _CLASS_M / 2 + u if v >= 0 else _CLASS_M * (2 * legs - leg) - _CLASS_M / 2 - u
        placed[i, 1], placed[i, 2] = before[leg] + foot, abs(v)
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
    hidden = 0
    for i in range(x.size):
        number[int(y[i] / cell_m), int(x[i] / cell_m)] = i
        hidden += placed[i, 0] == -2.0
    while hidden > 0:
        before = hidden
        for i in range(x.size):
            if placed[i, 0] != -2.0:
                continue
            row, column = int(y[i] / cell_m), int(x[i] / cell_m)
            for down, right in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                other = number[row + down, column + right]
                if other >= 0 and placed[other, 0] >= 0:
                    placed[i, :3] = placed[other, :3]
                    placed[i, 3] = 0.0
                    hidden -= 1
                    break
        if hidden == before:
            return


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


@compiled
def judge_orders(  # noqa: PLR0913, PLR0917 — one array a name: a structure would not be compiled
    orders: Indices,
    sums: Numbers,
    way: Numbers,
    links: Indices,
    shares: Numbers,
    least: Numbers,
    wanted: Numbers,
    gate: Numbers,
    end: Numbers,
    known: Numbers,
    weights: Numbers,
) -> Numbers:
    """
    Judge every order of the zones on one row of squares.

    Parameters
    ----------
    orders
        Zones by number (0 potager, 1 verger, 2 aromatiques, 3 fleurs, 4 accueil, 5 service), in increasing order of the
        rows, shape (orders, zones).
    sums
        From `summed`, shape (squares + 1, 10).
    way
        From the gate to the foot of each square of the row, shape (squares,). [m]
    links
        Places of the row that few squares hold together: place, and the two squares that do, shape (places, 3).
    shares
        Of each zone number in the row; 0 for a zone that the programme leaves out, shape (6,). [0–1]
    least, wanted
        Widths of each zone number, shape (6,). [m]
    gate
        Its x and y. [m]
    end
        First square of the row on the right side; land beyond the end of the path. [–, m]
    known
        Area of the row [m²], the best sun [h] and the mean sun [h] of the land, the most that service may be away [m],
        side of a square [m].
    weights
        Of the terms, in the order of `geo.layout.objective.WEIGHTS`.

    Returns
    -------
    scores
        More is better, shape (orders,); those that cannot be among the best are not finished and far below.
    """
    squares, zones = way.size, orders.shape[1]
    scores, tops = np.full(orders.shape[0], -1e9), np.full(KEPT, -1e9)
    # what the first zones of an order are worth serves every order that begins like it
    partial, filled, found = np.zeros(zones + 1), np.zeros(zones + 1), np.zeros((6, 9))
    hopeless = -1
    for number in range(orders.shape[0]):
        start = 0
        if number > 0:
            while orders[number, start] == orders[number - 1, start]:
                start += 1
        if start > hopeless >= 0:
            continue
        hopeless = -1
        for place in range(start, zones):
            zone = orders[number, place]
            filled[place + 1] = filled[place] + shares[zone]
            first, last = int(filled[place] * squares + 0.5), int(filled[place + 1] * squares + 0.5)
            found[zone] = stretch(sums, first, min(last, squares))
            partial[place + 1] = partial[place] + _judge_zone(
                zone, found[zone], first, min(last, squares), way, links, least, wanted, end, known, weights
            )
            if partial[place + 1] + weights[0] < tops.min():
                hopeless = place
                break
        if hopeless < 0:
            scores[number] = partial[zones] + _judge_places(found, shares, gate, known, weights)
            if scores[number] > tops.min():
                tops[tops.argmin()] = scores[number]
    return scores


@compiled
def _judge_zone(  # noqa: PLR0913, PLR0917
    zone: int,
    found: Numbers,
    first: int,
    last: int,
    way: Numbers,
    links: Indices,
    least: Numbers,
    wanted: Numbers,
    end: Numbers,
    known: Numbers,
    weights: Numbers,
) -> float:
    """Judge one zone by itself: never more than 0."""
    if last <= first:
        return -1e9
    width, length, score = 3.4641 * found[3], 3.4641 * found[4], 0.0
    score -= 30.0 * max(0.0, 1.2 - width / least[zone]) + weights[6] * max(0.0, 1.0 - width / wanted[zone])
    score -= weights[6] * 0.35 * max(0.0, np.log(max(length, 0.1) / max(width, 0.1)) - 0.5)
    score -= 12.0 * max(0.0, 1.6 - found[6] * known[4])
    if first < end[0] < last and 0 < end[0] < way.size:
        score -= 40.0 * max(0.0, 1.15 - end[1] / least[zone])
    for link in range(links.shape[0]):
        if first <= links[link, 0] < last - 1 and (links[link, 1] < first or links[link, 2] >= last):
            score -= 25.0
    if zone == 5:
        near = min(way[first], way[last - 1])
        score -= weights[4] * near / known[3] + 30.0 * max(0.0, near / known[3] - 0.9)
        score -= 8.0 * max(0.0, 1.0 - found[8] * known[4] * known[4] / 4.0)
    return score


@compiled
def _judge_places(found: Numbers, shares: Numbers, gate: Numbers, known: Numbers, weights: Numbers) -> float:
    """Judge where the zones lie: sun, neighbours, street."""
    size, score = np.sqrt(known[0]), -20.0 * max(0.0, found[0, 7] - 0.3)
    if known[1] > 0:
        ratio = found[0, 0] / known[1]
        score += weights[0] * ratio
        if found[0, 0] < 8.0:
            score -= 60.0 * max(0.0, 0.9 - ratio)
        if shares[2] > 0 and found[2, 0] < 6.0:
            score -= 40.0 * max(0.0, 0.95 - found[2, 0] / max(known[2], 0.1))
    if shares[2] > 0:
        apart = _apart(found[2], found[4]) - (np.sqrt(known[0] * shares[2]) + np.sqrt(known[0] * shares[4])) / 2
        score -= weights[1] * max(0.0, apart) / size + 3.0 * max(0.0, apart - 4.0)
    score -= weights[2] * (found[3, 5] < 1.5) + 18.0 * (found[3, 5] < 0.5)
    if shares[1] > 0:
        score -= weights[3] * max(0.0, 0.1 + (found[0, 2] - found[1, 2]) / size)
    gathering = np.sqrt((found[4, 1] - gate[0]) ** 2 + (found[4, 2] - gate[1]) ** 2)
    return score - weights[5] * gathering / size


@compiled
def _apart(one: Numbers, other: Numbers) -> float:
    return np.sqrt((one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2)


@compiled
def kept_shares(
    order: Indices, row: Indices, shares: Numbers, least: Numbers, x: Numbers, y: Numbers, shape: tuple[int, int], cell_m: float
) -> Numbers:
    """
    Return how much of each zone a disc as wide as it must be can sweep, counted on squares.

    Parameters
    ----------
    order
        Zones by number, along the row.
    row
        Squares in their order.
    shares, least
        Share of the row [0–1] and width [m] of each zone number, shape (6,).
    x, y
        Centres of all squares. [m]
    shape
        Rows and columns of the canvas.
    cell_m
        Side of a square. [m]

    Returns
    -------
    kept
        One share a place in the order. [0–1]
    """
    zone_of = np.full(shape, -1)
    filled, first = 0.0, 0
    for zone in order:
        filled += shares[zone]
        last = min(int(filled * row.size + 0.5), row.size)
        for k in range(first, last):
            zone_of[int(y[row[k]] / cell_m), int(x[row[k]] / cell_m)] = zone
        first = last
    kept, filled, first = np.empty(order.size), 0.0, 0
    for place in range(order.size):
        filled += shares[order[place]]
        last = min(int(filled * row.size + 0.5), row.size)
        kept[place] = _kept_share(zone_of, order[place], row[first:last], x, y, least[order[place]] / 2, cell_m)
        first = last
    return kept


@compiled
def _kept_share(
    zone_of: NDArray[np.int64], zone: int, squares: Indices, x: Numbers, y: Numbers, radius: float, cell_m: float
) -> float:
    reach = int((radius + cell_m / 2) / cell_m) + 1
    swept = np.zeros(zone_of.shape, np.bool_)
    for i in squares:
        row, column = int(y[i] / cell_m), int(x[i] / cell_m)
        if _clear(zone_of, zone, row, column, reach, radius / cell_m + 0.35):
            for down in range(-reach, reach + 1):
                for right in range(-reach, reach + 1):
                    inside = down * down + right * right <= (radius / cell_m + 0.35) ** 2
                    there = 0 <= row + down < zone_of.shape[0] and 0 <= column + right < zone_of.shape[1]
                    if inside and there:
                        swept[row + down, column + right] = True
    count = 0
    for i in squares:
        count += swept[int(y[i] / cell_m), int(x[i] / cell_m)]
    return count / max(squares.size, 1)


@compiled
def _clear(zone_of: NDArray[np.int64], zone: int, row: int, column: int, reach: int, radius: float) -> bool:
    """Return whether all squares within a radius belong to a zone. [squares]"""
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if down * down + right * right > radius * radius:
                continue
            if not (0 <= row + down < zone_of.shape[0] and 0 <= column + right < zone_of.shape[1]):
                return False
            if zone_of[row + down, column + right] != zone:
                return False
    return True
