"""The land along a path cut into zones of exact areas by lines square to the path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.geometry import GRID_M
from geo.layout._unrolling import leg_at
from geo.layout.canvas import Canvas, largest
from geo.layout.chords import Chords, area_before, chords_of, cut_at
from geo.layout.hidden import Nook, Side, housed, parted, slab
from geo.layout.spines import PATH_M, Spine
from geo.plans import Zone

Numbers = NDArray[np.float64]

_AWAY_M = 400.0
_SLIVER_M = 1.1
"""Land beside the path that is nowhere this wide becomes a part of the path. [m]"""
_SLIVER_M2, _SLIVER_BESIDE_M = 0.3, 1.0
_BESIDE_M, _BY_PATH_M = 1e-4, 0.02
_WHEEL_M, _CORNER, _POINTED_M2 = 1.5, 1.43, 0.4
_CRUMB_M2 = 0.01


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """
    The land that one side of one leg serves.

    Attributes
    ----------
    chords
        Its parts seen along the leg.
    polygons
        Its parts.
    nooks
        Land behind something that goes with one place of the leg, in the order of the places.
    number
        Of its side of a leg, as in `placed`.
    forwards
        Whether the row runs away from the gate here: on the left side it does.
    """

    number: int
    chords: Chords
    polygons: tuple[Polygon, ...]
    nooks: tuple[Nook, ...]
    forwards: bool

    @property
    def total_m2(self) -> float:
        """Its area. [m²]"""
        return self.chords.total_m2 + sum(nook.polygon.area for nook in self.nooks)

    def before(self, along_m: float) -> float:
        """Return how much of it lies before a place along its side, in the sense of the row. [m²]"""
        here = along_m if self.forwards else -along_m
        behind = sum(nook.polygon.area for nook in self.nooks if nook.place < here)
        seen = area_before(self.chords, here) + behind
        return seen if self.forwards else self.total_m2 - seen

    def place(self, area_m2: float) -> float:
        """Return where a line across the leg has a given area before it; beside a nook where it would divide that."""
        before = 0.0
        for nook in self.nooks:
            seen, whole = area_before(self.chords, nook.place) + before, nook.polygon.area
            if area_m2 <= seen:
                break
            if area_m2 < seen + whole:
                return nook.place + (_BESIDE_M if area_m2 > seen + whole / 2 else -_BESIDE_M)
            before += whole
        return cut_at(self.chords, area_m2 - before)


@dataclass(frozen=True, eq=False, slots=True)
class Unrolled:
    """
    The land along a path, ready to be cut.

    Attributes
    ----------
    paths
        The path and the slivers beside it.
    cells
        In the order of the row: left side from the gate, right side back to it.
    """

    paths: Polygon
    cells: tuple[Cell, ...]

    @property
    def pieces(self) -> list[Polygon]:
        """The land that can be zones."""
        return [part for cell in self.cells for part in (*cell.polygons, *(nook.polygon for nook in cell.nooks))]

    @property
    def area_m2(self) -> float:
        """What can be zones. [m²]"""
        return sum(cell.total_m2 for cell in self.cells)


def unrolled(canvas: Canvas, spine: Spine, branches: Sequence[BaseGeometry] = ()) -> Unrolled:
    """
    Lay a path on the land and sort what is left by leg and side.

    Parameters
    ----------
    canvas
        The ground.
    spine
        The axis of the path.
    branches
        Paths that start from it.
    """
    paths = _blunt(_path(canvas.land, spine, branches))
    rest = shapely.difference(canvas.land, paths)
    slivers = _slivers(rest, paths)
    if slivers:
        paths = _blunt(largest(shapely.union_all([paths, *slivers], grid_size=GRID_M)))
    return beside(canvas.land, paths, spine)


def beside(land: Polygon, paths: Polygon, spine: Spine, taken: Sequence[Polygon] = ()) -> Unrolled:
    """
    Sort what paths leave of the land by leg and side.

    Parameters
    ----------
    land
        The whole of it.
    paths
        With all their branches.
    spine
        The axis of the main one.
    taken
        Parts of the land that are not to be cut.
    """
    rest = shapely.difference(land, shapely.union_all([paths, *taken], grid_size=GRID_M) if taken else paths)
    kept = [part for part in shapely.get_parts(rest) if part.area > _CRUMB_M2]
    return Unrolled(paths, tuple(_cells(kept, spine, land, paths)) if kept else ())


def _slivers(rest: BaseGeometry, paths: Polygon) -> list[Polygon]:
    """Return the parts of the land beside a path that are too thin to be anything else."""
    wide = rest.buffer(-_SLIVER_M / 2, join_style="mitre").buffer(_SLIVER_M / 2 + GRID_M, join_style="mitre")
    thin = shapely.get_parts(shapely.difference(rest, wide, grid_size=GRID_M))
    slivers = [part for part in thin if isinstance(part, Polygon) and part.area > _SLIVER_M2]
    edge = paths.buffer(0.02, quad_segs=1)
    return [part for part in slivers if part.boundary.intersection(edge).length >= _SLIVER_BESIDE_M]


def _blunt(paths: Polygon) -> Polygon:
    """Cut off the corners of paths that are so sharp that no wheel comes near their point."""
    reached = paths.buffer(-_WHEEL_M / 2, quad_segs=8).buffer(_WHEEL_M / 2 * _CORNER, quad_segs=4)
    points = [part for part in shapely.get_parts(paths.difference(reached)) if part.area > _POINTED_M2]
    return largest(shapely.difference(paths, shapely.union_all(points), grid_size=GRID_M)) if points else paths


def _path(land: Polygon, spine: Spine, branches: Sequence[BaseGeometry]) -> Polygon:
    """Return the path, drawn through the gate to the outside so that it meets an oblique boundary whole."""
    first, second = spine.points[:2]
    outside = first - 2.0 * (second - first) / np.hypot(*(second - first))
    axis = LineString([outside, *spine.points[1:]])
    drawn = shapely.union_all([axis.buffer(PATH_M / 2, cap_style="flat", join_style="mitre"), *branches])
    inside = shapely.intersection(drawn, land, grid_size=GRID_M)
    parts = [part for part in shapely.get_parts(inside) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=Polygon())


def _cells(rest: Sequence[Polygon], spine: Spine, land: Polygon, paths: Polygon) -> list[Cell]:
    legs, headings = len(spine.points) - 1, _headings(spine)
    faces = _faces(rest, spine, headings)
    place, _ = placed(spine, shapely.get_coordinates(shapely.point_on_surface(faces)))
    along = {number: headings[min(number, 2 * legs - 1 - number)] for number in np.unique(place).tolist()}
    shapely.prepare(land)
    parts = {number: _parted(faces[place == number], spine, number, (land, paths)) for number in along}
    sides = {number: Side(along[number], tuple(seen)) for number, (seen, _) in parts.items()}
    hidden = [(number, part) for number, (_, some) in parts.items() for part in some]
    return [_cell(number, side, forwards=number < legs) for number, side in housed(sides, hidden).items()]


def placed(spine: Spine, points: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    """
    Return where points lie in the row along a path.

    Parameters
    ----------
    points
        Shape (points, 2). [m]

    Returns
    -------
    place
        Number of the side of a leg: the left sides from the gate on, then the right sides back to it.
    along
        How far along that side, in the sense of the row; back from the end on the right it is negative. [m]
    """
    legs, headings = len(spine.points) - 1, _headings(spine)
    lengths = np.hypot(*np.diff(spine.points, axis=0).T)
    leg = np.array([leg_at(spine.points, headings, lengths, spine.joints, x, y) for x, y in points.tolist()], np.int64)
    away = points - spine.points[leg]
    left = headings[leg, 0] * away[:, 1] - headings[leg, 1] * away[:, 0] >= 0
    along = (away * headings[leg]).sum(axis=1)
    return np.where(left, leg, 2 * legs - 1 - leg), np.where(left, along, -along)


def _headings(spine: Spine) -> Numbers:
    steps = np.diff(spine.points, axis=0)
    return np.asarray(steps / np.hypot(*steps.T)[:, None])


def _parted(
    faces: NDArray[np.object_], spine: Spine, number: int, around: tuple[Polygon, Polygon]
) -> tuple[list[Polygon], list[Polygon]]:
    """Part the land on a side of a leg into seen and hidden; what does not come to the path is behind a wall."""
    land, paths = around
    legs = len(spine.points) - 1
    leg = min(number, 2 * legs - 1 - number)
    parts = np.array(shapely.get_parts(shapely.union_all(faces)), object)
    reached = shapely.dwithin(parts, paths, _BY_PATH_M)
    ends, side = spine.points[leg : leg + 2], 1 if number < legs else -1
    found = [parted(part, ends, side, land) for part in parts[reached]]
    hidden = [*parts[~reached], *(part for _, some in found for part in some)]
    return [part for some, _ in found for part in some], hidden


def _cell(number: int, side: Side, *, forwards: bool) -> Cell:
    nooks = tuple(sorted(side.nooks, key=lambda nook: nook.place))
    return Cell(number, chords_of(side.polygons, side.heading), side.polygons, nooks, forwards)


def _faces(rest: Sequence[Polygon], spine: Spine, headings: Numbers) -> NDArray[np.object_]:
    """Cut the land beside a path where one leg's side ends and the next begins."""
    # from inside the path, so that it crosses its end
    lines = [LineString([spine.points[-1] - 0.5 * headings[-1], spine.points[-1] + _AWAY_M * headings[-1]])]
    for corner, before, after, owners in zip(
        spine.points[1:-1], headings[:-1], headings[1:], spine.joints, strict=True
    ):
        apart = (after - before) / np.hypot(*(after - before))
        inside, outside = (apart, after, -before)[owners[0]], (-apart, before, -after)[owners[1]]
        lines += [LineString([corner, corner + _AWAY_M * side]) for side in (inside, outside)]
    if len(headings) == 3:
        lines += _between(spine, headings)
    edges = shapely.union_all([*[part.boundary for part in rest], *lines])
    faces = np.array(shapely.get_parts(shapely.polygonize([edges])), object)
    inside = shapely.intersects(shapely.multipolygons(list(rest)), shapely.point_on_surface(faces))
    return faces[inside]


def _between(spine: Spine, headings: Numbers) -> list[LineString]:
    """Return the line halfway between the first and the third leg when they run side by side."""
    if abs(headings[0] @ headings[2]) < 0.9:
        return []
    middle = (spine.points[1] + spine.points[2]) / 2
    along = headings[0] * np.sign(headings[0] @ headings[2]) + headings[2]
    return [LineString([middle - _AWAY_M * along, middle + _AWAY_M * along])]


def cut(land: Unrolled, order: Sequence[Zone], targets: Mapping[Zone, float]) -> dict[Zone, BaseGeometry]:
    """
    Cut the row of cells into zones, one after the other.

    Parameters
    ----------
    land
        From `unrolled`.
    order
        Of the zones along the row.
    targets
        Areas that add up to the land's. [m²]

    Returns
    -------
    zones
        Of exactly these areas; more than one piece where the land is broken.
    """
    bounds = np.concatenate([[0.0], np.cumsum([cell.total_m2 for cell in land.cells])])
    ends = np.cumsum([targets[zone] for zone in order])
    ends[-1] = bounds[-1]
    zones = {}
    for zone, first, last in zip(order, [0.0, *ends[:-1]], ends, strict=True):
        pieces = [
            piece
            for cell, begin, end in zip(land.cells, bounds[:-1], bounds[1:], strict=True)
            if first < end - _CRUMB_M2 and last > begin + _CRUMB_M2
            for piece in _slice(cell, max(first - begin, 0.0), min(last, end) - begin)
        ]
        zones[zone] = shapely.union_all(shapely.set_precision(pieces, GRID_M), grid_size=GRID_M)
    return zones


def _slice(cell: Cell, first_m2: float, last_m2: float) -> list[BaseGeometry]:
    """Return the parts of a cell between two areas counted along the row."""
    total = cell.total_m2
    if not cell.forwards:
        first_m2, last_m2 = total - last_m2, total - first_m2
    if first_m2 <= _CRUMB_M2 and last_m2 >= total - _CRUMB_M2:
        return [*cell.polygons, *(nook.polygon for nook in cell.nooks)]
    begin = cell.place(first_m2) if first_m2 > _CRUMB_M2 else -_AWAY_M
    end = cell.place(last_m2) if last_m2 < total - _CRUMB_M2 else _AWAY_M
    parts = shapely.intersection(np.array(cell.polygons, object), slab(cell.chords.heading, begin, end))
    behind = [nook.polygon for nook in cell.nooks if begin <= nook.place < end]
    return [part for part in (*parts, *behind) if not part.is_empty]
