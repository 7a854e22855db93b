"""Every order of the zones on a row of squares, judged in compiled loops."""

import math

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.layout._fitting import parts
from geo.layout._unrolling import stretch

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

KEPT = 8
"""Orders of a row that are looked at closely."""
_BODIES, _WIDE_M = 4, 2.5


@compiled
def judge_orders(  # noqa: PLR0913, PLR0917 — one array a name: a structure would not be compiled
    orders: Indices,
    sums: Numbers,
    bodies: Numbers,
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
    bodies
        From `bodies_before`, shape (squares + 1, 6, 4).
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
                zone, found[zone], first, min(last, squares), bodies, way, links, least, wanted, end, known, weights
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
    bodies: Numbers,
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
    width, length = float(3.4641 * found[3]), float(3.4641 * found[4])
    score = 0.0
    score -= 30.0 * max(0.0, 1.2 - width / least[zone]) + weights[6] * max(0.0, 1.0 - width / wanted[zone])
    score -= weights[6] * 0.35 * max(0.0, math.log(max(length, 0.1) / max(width, 0.1)) - 0.5)
    score -= 25.0 * max(0.0, 1.6 - found[6] * known[4])
    score -= 80.0 * max(0.0, 0.88 - float((bodies[last, zone] - bodies[first, zone]).max()) / (last - first))
    if first < end[0] < last and 0 < end[0] < way.size:
        score -= 40.0 * max(0.0, 1.15 - end[1] / least[zone])
    for link in range(links.shape[0]):
        if first <= links[link, 0] < last - 1 and (links[link, 1] < first or links[link, 2] >= last):
            score -= 50.0
    if zone == 5:
        near = min(way[first], way[last - 1])
        score -= weights[4] * near / known[3] + 300.0 * max(0.0, near / known[3] - 0.92)
        score -= 40.0 * max(0.0, 1.0 - found[8] * known[4] * known[4] / 4.0)
    return float(score)


@compiled
def _judge_places(found: Numbers, shares: Numbers, gate: Numbers, known: Numbers, weights: Numbers) -> float:
    """Judge where the zones lie: sun, neighbours, street."""
    size = math.sqrt(known[0])
    score = -70.0 * max(0.0, float(found[0, 7]) - 0.2)
    if known[1] > 0:
        ratio = found[0, 0] / known[1]
        score += weights[0] * ratio
        if found[0, 0] < 8.0:
            score -= 200.0 * max(0.0, 0.9 - ratio)
        if shares[2] > 0 and found[2, 0] < 6.0:
            score -= 40.0 * max(0.0, 0.95 - found[2, 0] / max(known[2], 0.1))
    if shares[2] > 0:
        apart = _apart(found[2], found[4]) - (math.sqrt(known[0] * shares[2]) + math.sqrt(known[0] * shares[4])) / 2
        score -= weights[1] * max(0.0, apart) / size + 6.0 * max(0.0, apart - 4.0)
    score -= weights[2] * (found[3, 5] < 1.5) + 40.0 * (found[3, 5] < 0.5)
    if shares[1] > 0:
        score -= weights[3] * max(0.0, 0.1 + (found[0, 2] - found[1, 2]) / size)
    gathering = math.sqrt((found[4, 1] - gate[0]) ** 2 + (found[4, 2] - gate[1]) ** 2)
    return float(score - weights[5] * gathering / size)


@compiled
def _apart(one: Numbers, other: Numbers) -> float:
    return math.sqrt((one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2)


@compiled
def kept_shares(  # noqa: PLR0913, PLR0917 — one array a name
    order: Indices,
    row: Indices,
    shares: Numbers,
    least: Numbers,
    x: Numbers,
    y: Numbers,
    shape: tuple[int, int],
    cell_m: float,
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


@compiled
def kept_beside(row: Indices, x: Numbers, y: Numbers, shape: tuple[int, int], width_m: float, cell_m: float) -> float:
    """Return how much of the land beside a path a disc can sweep, counted on squares. [0–1]"""
    land = np.full(shape, -1)
    for i in row:
        land[int(y[i] / cell_m), int(x[i] / cell_m)] = 0
    return _kept_share(land, 0, row, x, y, width_m / 2, cell_m)


@compiled
def bodies_before(
    row: Indices, x: Numbers, y: Numbers, shape: tuple[int, int], least: Numbers, cell_m: float
) -> Numbers:
    """
    Count the squares along a row that lie in each body of the land beside the path: what one disc can sweep.

    Parameters
    ----------
    row
        Squares in their order.
    x, y
        Centres of all squares. [m]
    shape
        Rows and columns of the canvas.
    least
        Width of the disc by number of the zone, shape (6,); one of 2.50 m goes nearly everywhere. [m]
    cell_m
        Side of a square. [m]

    Returns
    -------
    bodies
        Before each place of the row, by number of the zone, in the largest bodies; shape (squares + 1, 6, 4).
    """
    land = np.full((shape[0] + 2, shape[1] + 2), -1)
    rows, columns = np.empty(row.size, np.int64), np.empty(row.size, np.int64)
    for k in range(row.size):
        rows[k], columns[k] = int(y[row[k]] / cell_m) + 1, int(x[row[k]] / cell_m) + 1
        land[rows[k], columns[k]] = 0
    bodies = np.zeros((row.size + 1, least.size, _BODIES))
    for zone in range(least.size):
        if least[zone] < _WIDE_M:
            bodies[:, zone, 0] = np.arange(row.size + 1)
            continue
        body_of = _bodies(land, rows, columns, least[zone] / 2 / cell_m + 0.35)
        for k in range(row.size):
            bodies[k + 1, zone] = bodies[k, zone]
            body = body_of[rows[k], columns[k]]
            if body >= 0:
                bodies[k + 1, zone, body] += 1.0
    return bodies


@compiled
def _bodies(land: Indices, rows: Indices, columns: Indices, radius: float) -> Indices:
    """Return for squares of the land the number of the body that a disc sweeps there, the largest first, or −1."""
    core, body_of = np.full(land.shape, -1), np.full(land.shape, -1)
    for k in range(rows.size):
        if _clear(land, 0, rows[k], columns[k], int(radius) + 1, radius):
            core[rows[k], columns[k]] = 0
    where = np.argwhere(core == 0)
    if not where.shape[0]:
        return body_of
    part, sizes, _ = parts(core, where[:, 0].copy(), where[:, 1].copy())
    rank = np.empty(sizes.size, np.int64)
    for place, number in enumerate(np.argsort(-sizes, kind="mergesort")):
        rank[number] = place
    for k in range(where.shape[0]):
        body = rank[part[where[k, 0], where[k, 1]]]
        if body < _BODIES:
            _sweep(body_of, where[k, 0], where[k, 1], body, radius)
    return body_of


@compiled
def _sweep(body_of: Indices, row: int, column: int, body: int, radius: float) -> None:
    """Write the number of a body on all squares within a radius, but over those of a larger one. [squares]"""
    reach = int(radius) + 1
    for down in range(max(-reach, -row), min(reach, body_of.shape[0] - 1 - row) + 1):
        for right in range(max(-reach, -column), min(reach, body_of.shape[1] - 1 - column) + 1):
            here = body_of[row + down, column + right]
            if down * down + right * right <= radius * radius and not 0 <= here <= body:
                body_of[row + down, column + right] = body
