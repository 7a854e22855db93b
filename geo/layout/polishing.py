"""Local moves: a leg of the path a little aside, its end a little farther, as long as the garden gains by it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from geo.layout.canvas import Canvas
from geo.layout.fitting import LACK
from geo.layout.programme import Programme
from geo.layout.rows import Row, row_of
from geo.layout.spines import PATH_M, Spine
from geo.layout.unrolled import Arrangement, ordered
from geo.plans import Zone

Numbers = NDArray[np.float64]

COARSE_M, FINE_M = (0.9, 0.4), (0.4, 0.15)
"""Steps of the moves, on squares and on exact zones. [m]"""
_SHORTEST_LEG_M = 2.4
_ASIDE_M = 0.6
_MOVES = 6
_GAIN = 0.05


def polished(
    canvas: Canvas,
    programme: Programme,
    found: Iterable[Arrangement],
    lack: Callable[[Arrangement], float],
    steps_m: tuple[float, ...] = COARSE_M,
) -> Iterator[Arrangement]:
    """
    Improve arrangements by local moves.

    Parameters
    ----------
    found
        Where to start.
    lack
        What keeps an arrangement from being a garden.
    steps_m
        Of the moves, the longest first. [m]

    Yields
    ------
    arrangement
        One for each.
    """
    room = canvas.land.buffer(0.004 - PATH_M / 2, join_style="mitre")
    shapely.prepare(room)
    climb = _Climb(canvas, programme, lack, room, steps_m)
    for arrangement in found:
        yield climb.top(arrangement)


@dataclass(frozen=True, eq=False, slots=True)
class _Climb:
    canvas: Canvas
    programme: Programme
    lack: Callable[[Arrangement], float]
    room: Polygon
    steps_m: tuple[float, ...]

    def top(self, start: Arrangement) -> Arrangement:
        """Return where no small move gains anything."""
        row = row_of(self.canvas, start.spine)
        if row is None:
            return start
        best = self._judged(row, start.order, -np.inf) or start
        for step_m in self.steps_m:
            for _ in range(_MOVES):
                before = best.score
                best = self._step(best, step_m)
                if best.score <= before + _GAIN:
                    break
        return best

    def _step(self, start: Arrangement, step_m: float) -> Arrangement:
        """Return the best of what one small move of the path, of a corner or of two zones gives."""
        best = start
        row = row_of(self.canvas, start.spine)
        if row is not None:
            for order in _swaps(start.order):
                best = self._judged(row, order, best.score) or best
        for spine in (*_neighbours(self.canvas, start.spine, step_m), *_owned(start.spine)):
            axis = LineString(spine.points)
            if self.room.covers(substring(axis, PATH_M, axis.length - PATH_M / 2)):
                row = row_of(self.canvas, spine)
                if row is not None:
                    best = self._judged(row, best.order, best.score) or best
        return best

    def _judged(self, row: Row, order: tuple[Zone, ...], least: float) -> Arrangement | None:
        """Return an arrangement with its score less what it lacks, if that is more than some score."""
        found = next(ordered(self.canvas, self.programme, row, [order], roughly=True))
        if found.score <= least:
            return None
        lack = self.lack(found)
        found = replace(found, score=found.score - LACK * lack, lack=lack)
        return found if found.score > least else None


def _swaps(order: tuple[Zone, ...]) -> Iterator[tuple[Zone, ...]]:
    """Yield orders with two neighbours changed over."""
    for place in range(len(order) - 1):
        yield (*order[:place], order[place + 1], order[place], *order[place + 2 :])


def _owned(spine: Spine) -> Iterator[Spine]:
    """Yield a path whose land at one corner is another leg's."""
    joints = spine.joints.tolist()
    for corner, owners in enumerate(joints):
        for side in (0, 1):
            for owner in (0, 1, 2):
                if owner != owners[side]:
                    changed = [list(pair) for pair in joints]
                    changed[corner][side] = owner
                    yield replace(spine, owners=tuple((pair[0], pair[1]) for pair in changed))


def _neighbours(canvas: Canvas, spine: Spine, step_m: float) -> Iterator[Spine]:
    points = spine.points
    headings = np.diff(points, axis=0)
    lengths = np.hypot(*headings.T)
    headings = headings / lengths[:, None]
    for length in (-step_m, step_m):
        if lengths[-1] + length >= _SHORTEST_LEG_M:
            yield replace(spine, points=np.vstack([points[:-1], points[-1] + length * headings[-1]]))
    for leg, heading in enumerate(headings):
        for aside in (-step_m, step_m):
            moved = _aside(points, leg, aside * np.array([-heading[1], heading[0]]))
            found = _at_gate(canvas, spine, moved) if leg == 0 else replace(spine, points=moved)
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
        return replace(spine, points=points) if off <= _ASIDE_M else None
    if canvas.street.distance(Point(points[0])) > _ASIDE_M:
        return None
    nearest = shapely.shortest_line(Point(points[0]), canvas.street)
    gate = shapely.get_coordinates(nearest)[-1]
    return replace(spine, points=np.vstack([gate, points[1:]]), gate=gate)
