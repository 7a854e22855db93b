"""From a polygon and what lies around it to a ground that a garden can be laid out on.

::

    ─────────── street ───────────      boundary within 0.3 m of it: the street side
    ┌──────────────○─────────────┐      ○ a gate within 2 m of the outline belongs to it
    │   site         ┌───────────┼──┐
    │  ▒▒ obstacle   │  building │  │   on the site: kept; beyond it: a neighbour with windows
    └────────────────┴───────────┴──┘

Whatever had to be assumed or mended is told in the notes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Transformer
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import LayoutError
from geo.geometry import GRID_M, Geometries, out_of_reach
from geo.messages import N_, Message
from geo.models import Raster
from geo.plans import CLEAR_M, Ground

STREET_M = 0.3
"""A boundary nearer to a street line is on the street. [m]"""
GATE_M = 2.0
"""A gate nearer to an outline belongs to it. [m]"""
NEIGHBOUR_M = 1.0
"""A boundary nearer to another parcel has a neighbour. [m]"""
AROUND_M = 30.0
"""Buildings farther than this have no windows that matter. [m]"""

_NO_SHAPES = np.array([], dtype=object)
_ON_OUTLINE_M = 0.05
_LEAST_FRONT_M = 3.0
_ROUNDNESS_M = (0.05, 0.25, 1.0)
"""Corners that stray less from a straight line do not end an edge; the coarser ones are for round sites. [m]"""
_ODD_M2 = 4.0
"""What is cut off on less land is not worth telling. [m²]"""
_SLIVER_M = 0.3
"""What a building takes of a site on less width is the error of two surveys. [m]"""


@dataclass(frozen=True, eq=False, slots=True)
class Surroundings:
    """
    What lies around sites, all in one metric CRS.

    Attributes
    ----------
    parcels
        Other land: a boundary along it is no street.
    street
        Lines or surfaces of the public ways; missing where none are known.
    gates
        Points.
    obstacles
        Polygons of what is kept on the sites.
    buildings
        Polygons, on the sites and around them.
    """

    crs: str
    parcels: Geometries = field(default_factory=lambda: _NO_SHAPES)
    street: Geometries | None = None
    gates: Geometries = field(default_factory=lambda: _NO_SHAPES)
    obstacles: Geometries = field(default_factory=lambda: _NO_SHAPES)
    buildings: Geometries = field(default_factory=lambda: _NO_SHAPES)


@dataclass(frozen=True, eq=False, slots=True)
class Prepared:
    """A ground, and what was assumed or mended on the way to it."""

    ground: Ground
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class _Street:
    line: BaseGeometry
    known: bool
    notes: tuple[Message, ...] = ()


def prepare(
    site_id: str, shape: BaseGeometry, around: Surroundings, *, sun: Raster | None = None, terrain: Raster | None = None
) -> Prepared:
    """
    Make the ground of one site.

    Parameters
    ----------
    shape
        Of the site, in the CRS of what lies around it. Of several parts, the largest counts.
    around
        Streets, gates, obstacles, buildings and other land, however far.
    sun, terrain
        In the same CRS, over the outline.

    Raises
    ------
    LayoutError
        The shape has no area.

    Examples
    --------
    >>> prepared = prepare("here", shapely.box(0, 0, 30, 20), Surroundings("EPSG:2154"))
    >>> prepared.ground.street.length, prepared.ground.street_known, len(prepared.notes)
    (30.0, False, 1)
    """
    outline, notes = _outline(shape)
    buildings = _near(around.buildings, outline, AROUND_M)
    street = _street_side(outline, around)
    gates, told = _gates(outline, around.gates)
    obstacles = _obstacles(outline, around.obstacles, buildings)
    beyond, left_out = _out_of_reach(outline, obstacles, MultiPoint(gates) if gates else street.line)
    ground = Ground(
        site_id=site_id,
        outline=outline,
        crs=around.crs,
        street=street.line,
        street_known=street.known,
        obstacles=obstacles,
        out_of_reach=beyond,
        entrances=gates,
        neighbours=_polygons(_united(buildings).difference(outline)),
        sun=sun,
        terrain=terrain,
        latitude_deg=_latitude_deg(outline, around.crs),
    )
    return Prepared(ground, (*notes, *street.notes, *told, *left_out))


def _outline(shape: BaseGeometry) -> tuple[Polygon, tuple[Message, ...]]:
    """Return the largest valid part, on whole millimetres."""
    valid = shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = _parts(shapely.set_precision(valid, GRID_M))
    outline = max(parts, key=lambda part: part.area, default=Polygon())
    if outline.is_empty:
        raise LayoutError(
            Message(N_("This outline has no area.")), remedy=Message(N_("Draw the site again, as a polygon."))
        )
    notes = []
    if not shape.is_valid:
        notes.append(Message(N_("The outline crosses itself: it was repaired.")))
    if len(parts) > 1:
        values = {"count": len(parts), "area_m2": round(outline.area)}
        notes.append(Message(N_("The site is in {count} parts: the largest, {area_m2} m², is laid out."), values))
    return outline, tuple(notes)


def _street_side(outline: Polygon, around: Surroundings) -> _Street:
    if around.street is not None:
        near = shapely.buffer(_near(around.street, outline, STREET_M), STREET_M, cap_style="flat")
        side = _front(outline, _united(near))
        if side.length > 0:
            return _Street(side, known=True)
    side = _longest_free_edge(outline, around)
    text = (
        N_("No street is known here: the longest side without neighbour, {length_m} m, is taken for the street.")
        if around.street is None
        else N_("No street touches this site: its longest side without neighbour, {length_m} m, is taken for one.")
    )
    return _Street(side, known=False, notes=(Message(text, {"length_m": round(side.length, 1)}),))


def _front(outline: Polygon, near: BaseGeometry) -> BaseGeometry:
    """Return the boundary near a street, without the first decimetres of the sides that leave it."""
    cuts = [_joined(shapely.intersection(edge, near)) for edge in _edges(outline, _ROUNDNESS_M[0])]
    pieces = [piece for cut in cuts for piece in shapely.get_parts(cut)]
    long = [piece for piece in pieces if piece.length > 2.1 * STREET_M]
    return _joined(shapely.union_all(long or pieces))


def _longest_free_edge(outline: Polygon, around: Surroundings) -> BaseGeometry:
    """Return the longest piece of an edge along no other land nor building; of the whole outline where none is left."""
    others = _near(around.parcels, outline, NEIGHBOUR_M)
    others = others[shapely.area(shapely.intersection(others, outline, grid_size=GRID_M)) < 1.0]
    walls = _near(around.buildings, outline, STREET_M)
    taken = _united(np.array([*shapely.buffer(others, NEIGHBOUR_M), *shapely.buffer(walls, STREET_M)], dtype=object))
    free = shapely.difference(outline.exterior, taken)
    longest: BaseGeometry = LineString()
    for roundness_m in _ROUNDNESS_M:
        edges = list(_edges(outline, roundness_m))
        pieces = [piece for edge in edges for piece in shapely.get_parts(_joined(shapely.intersection(edge, free)))]
        found = [piece for piece in pieces if piece.length > 0]
        longest = max(found or edges, key=lambda piece: piece.length)
        if longest.length >= _LEAST_FRONT_M:
            break
    return longest


def _edges(outline: Polygon, roundness_m: float) -> Iterator[LineString]:
    """Cut the outer ring at its corners, the first of which is the point farthest from the middle."""
    ring = shapely.get_coordinates(outline.exterior)[:-1]
    first = int(np.argmax(np.hypot(*(ring - ring.mean(axis=0)).T)))
    ring = np.vstack([ring[first:], ring[: first + 1]])
    kept = {tuple(corner) for corner in shapely.get_coordinates(LineString(ring).simplify(roundness_m))}
    corners = [place for place, corner in enumerate(ring) if tuple(corner) in kept]
    for start, end in pairwise(corners):
        yield LineString(ring[start : end + 1])


def _gates(outline: Polygon, points: Geometries) -> tuple[tuple[Point, ...], tuple[Message, ...]]:
    """Take the gates near the outline; one beside it is put on it, one on it stays to the millimetre."""
    gates, notes = [], []
    for point in shapely.get_parts(_near(points, outline.exterior, GATE_M)):
        away = float(point.distance(outline.exterior))
        if away <= _ON_OUTLINE_M:
            gates.append(point)
        else:
            gates.append(outline.exterior.interpolate(outline.exterior.project(point)))
            notes.append(
                Message(N_("An entrance {away_m} m off the outline was put on it."), {"away_m": round(away, 1)})
            )
    return tuple(gates), tuple(notes)


def _obstacles(outline: Polygon, obstacles: Geometries, buildings: Geometries) -> MultiPolygon:
    """Return what is kept on the site: obstacles as given, buildings without the slivers of two surveys."""
    built = shapely.intersection(_united(buildings), outline, grid_size=GRID_M)
    wide = [part for part in _parts(built) if not part.buffer(-_SLIVER_M / 2).is_empty]
    given = _parts(shapely.intersection(_united(_near(obstacles, outline, 0.0)), outline, grid_size=GRID_M))
    return _polygons(_united(np.array([*wide, *given], dtype=object)))


def _out_of_reach(
    outline: Polygon, obstacles: MultiPolygon, start: BaseGeometry
) -> tuple[MultiPolygon, tuple[Message, ...]]:
    """Return land behind obstacles to which no accessible path can come, and say so."""
    found = [part for part in out_of_reach(outline.difference(obstacles), start, CLEAR_M).geoms if part.area > _ODD_M2]
    text = Message(
        N_("{area_m2} m² behind what stands there cannot be reached by an accessible path: they are left out."),
        {"area_m2": round(sum(part.area for part in found))},
    )
    return MultiPolygon(found), (text,) if found else ()


def _latitude_deg(outline: Polygon, crs: str) -> float:
    middle = outline.centroid
    return round(float(Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(middle.x, middle.y)[1]), 4)


def _near(shapes: Geometries, place: BaseGeometry, within_m: float) -> Geometries:
    return shapes[shapely.dwithin(shapes, place, within_m)] if len(shapes) else shapes


def _united(shapes: Geometries) -> BaseGeometry:
    return shapely.union_all(shapely.set_precision(shapes, GRID_M), grid_size=GRID_M)


def _joined(shape: BaseGeometry) -> BaseGeometry:
    """Return the lines of a cut, joined where the ring begins; points where it only touched are left out."""
    lines = [part for part in shapely.get_parts(shape) if isinstance(part, LineString)]
    return shapely.line_merge(shapely.MultiLineString(lines)) if len(lines) != 1 else lines[0]


def _parts(shape: BaseGeometry) -> list[Polygon]:
    found = [part for part in shapely.get_parts(shapely.get_parts(shape)) if isinstance(part, Polygon)]
    return [part for part in found if part.area > 0]


def _polygons(shape: BaseGeometry) -> MultiPolygon:
    return MultiPolygon(_parts(shape))
