"""Local moves: a leg of the path a little aside, its end a little farther, as long as the garden gains by it."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from geo.layout.canvas import Canvas
from geo.layout.programme import Programme
from geo.layout.rows import row_of
from geo.layout.spines import PATH_M, Spine
from geo.layout.unrolled import Arrangement, ordered, varied

Numbers = NDArray[np.float64]

_STEPS_M = (0.9, 0.4)
_SHORTEST_LEG_M = 2.4
_ASIDE_M = 0.6
_POLISHED = 14
_MOVES = 5


def polished(canvas: Canvas, programme: Programme, found: Sequence[Arrangement]) -> list[Arrangement]:
    """
    Improve the best arrangements by local moves.

    Parameters
    ----------
    found
        The best first.

    Returns
    -------
    arrangements
        All of them, the best first.
    """
    room = canvas.land.buffer(0.004 - PATH_M / 2, join_style="mitre")
    shapely.prepare(room)
    better = [_climbed(canvas, programme, arrangement, room) for arrangement in found[:_POLISHED]]
    return varied([*better, *found[_POLISHED:]])


def _climbed(canvas: Canvas, programme: Programme, start: Arrangement, room: Polygon) -> Arrangement:
    best = start
    for step_m in _STEPS_M:
        for _ in range(_MOVES):
            moved = list(_moved(canvas, programme, best, room, step_m))
            top = max(moved, key=lambda one: one.score, default=best)
            if top.score <= best.score + 0.05:
                break
            best = top
    return best


def _moved(
    canvas: Canvas, programme: Programme, from_: Arrangement, room: Polygon, step_m: float
) -> Iterator[Arrangement]:
    """Yield what each small move of a path gives, with the same order of the zones."""
    for spine in _neighbours(canvas, from_.spine, step_m):
        axis = LineString(spine.points)
        if room.covers(substring(axis, PATH_M, axis.length - PATH_M / 2)):
            row = row_of(canvas, spine)
            if row is not None:
                yield from ordered(canvas, programme, row, [from_.order])


def _neighbours(canvas: Canvas, spine: Spine, step_m: float) -> Iterator[Spine]:
    points = spine.points
    headings = np.diff(points, axis=0)
    lengths = np.hypot(*headings.T)
    headings = headings / lengths[:, None]
    for length in (-step_m, step_m):
        if lengths[-1] + length >= _SHORTEST_LEG_M:
            yield Spine(np.vstack([points[:-1], points[-1] + length * headings[-1]]), spine.gate)
    for leg, heading in enumerate(headings):
        for aside in (-step_m, step_m):
            moved = _aside(points, leg, aside * np.array([-heading[1], heading[0]]))
            found = _at_gate(canvas, spine, moved) if leg == 0 else Spine(moved, spine.gate)
            if found is not None and (np.hypot(*np.diff(found.points, axis=0).T) >= _SHORTEST_LEG_M).all():
                yield found


def _aside(points: Numbers, leg: int, shift: Numbers) -> Numbers:
    """Return a path with one leg moved; the legs before and after it grow or shrink as theirs run square to it."""
    moved = points.copy()
    moved[leg] += shift
    moved[leg + 1] += shift
    return moved


def _at_gate(canvas: Canvas, spine: Spine, points: Numbers) -> Spine | None:
    """Return a path whose first leg was moved, with its gate: a given one stays, a free one follows on the street."""
    if canvas.ground.entrances:
        heading = (points[1] - points[0]) / np.hypot(*(points[1] - points[0]))
        off = abs(heading[0] * (spine.gate - points[0])[1] - heading[1] * (spine.gate - points[0])[0])
        return Spine(points, spine.gate) if off <= _ASIDE_M else None
    if canvas.street.distance(Point(points[0])) > _ASIDE_M:
        return None
    nearest = shapely.shortest_line(Point(points[0]), canvas.street)
    gate = shapely.get_coordinates(nearest)[-1]
    return Spine(np.vstack([gate, points[1:]]), gate)
