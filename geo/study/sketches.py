"""From a site of a territory to the ground that its garden is sketched on, and what a person changes there.

::

    survey ── parcels, streets ──▶ frontage ─┐
           ── buildings ─────────────────────┼──▶ ground ── another gate, things that stay ──▶ ground
           ── surface, terrain ──▶ sun ──────┘
"""

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.candidates import frontage
from geo.errors import LayoutError
from geo.geometry import GRID_M, Geometries
from geo.layout import Locked, Ways, sketch_along
from geo.messages import N_, Message
from geo.models import Bounds, Raster, Role, SiteKind, Territory
from geo.plans import Ground, Sketch
from geo.sources.relief import relief_window
from geo.study.grounds import Prepared, Surroundings, prepare
from geo.study.sun import sun_of_ground
from geo.study.survey import Survey
from geo.study.wishes import Wish, programme_of

VARIANTS = 3
"""Gardens that are proposed for one wish."""
AROUND_M = 60.0
"""Parcels, streets and buildings farther than this from a site have no part in its sketch. [m]"""
GATE_MARGIN_M = 1.0
"""A gate keeps this from both ends of the street side, where there is room for it: half a path and a post. [m]"""

_TERRAIN_CELL_M = 1.0
_ELSE = Message(N_("Choose another programme, free the gate, keep fewer things, or add a neighbouring parcel."))
_UNLOCK = Message(N_("Unlock a zone."))


def ground_of(surveyed: Survey, site_id: str) -> Prepared:
    """
    Make the ground of a site from all that its territory knows around it.

    Parameters
    ----------
    surveyed
        The sites of a territory.
    site_id
        One of them, whatever its verdict.

    Raises
    ------
    GeoError
        The site has no area, or a file changed since the territory was opened.
    """
    territory, shape = surveyed.territory, surveyed.sites.geometry[site_id]
    around = Surroundings(
        crs=territory.crs,
        parcels=_near(territory, Role.PARCELS, shape),
        street=_street_side(territory, shape),
        buildings=_near(territory, Role.BUILDINGS, shape),
    )
    return prepare(site_id, shape, around, sun=sun_of_ground(territory, shape), terrain=_terrain(territory, shape))


def usual_wish(surveyed: Survey, site_id: str) -> Wish:
    """
    Return what is proposed for a site before anybody wishes otherwise: for a residence, the programme of one.

    Parameters
    ----------
    surveyed
        The sites of a territory.
    site_id
        One of them.
    """
    home = surveyed.sites.at[site_id, "kind"] == SiteKind.RESIDENCE
    return Wish(programme="residence" if home else "clamart")


def changed(ground: Ground, wish: Wish) -> Ground:
    """
    Return a ground with another gate and with more that stays, as a person wishes.

    Examples
    --------
    >>> street = shapely.LineString([(0, 0), (30, 0)])
    >>> ground = Ground("here", shapely.box(0, 0, 30, 20), "EPSG:2154", street)
    >>> moved = changed(ground, Wish(gate_m=12, kept=({"east_m": 15, "north_m": 10, "radius_m": 2},)))
    >>> moved.entrances[0].coords[0], round(moved.obstacles.area)
    ((12.0, 0.0), 13)
    """
    gates = ground.entrances if wish.gate_m is None else (gate_at(ground, wish.gate_m),)
    if not wish.kept:
        return replace(ground, entrances=gates)
    west, south, *_ = ground.outline.bounds
    discs = [Point(west + one.east_m, south + one.north_m).buffer(one.radius_m) for one in wish.kept]
    stays = shapely.union_all([ground.obstacles, *discs], grid_size=GRID_M)
    obstacles = _parts(shapely.intersection(stays, ground.outline, grid_size=GRID_M))
    return replace(ground, entrances=gates, obstacles=MultiPolygon(obstacles))


def ways_of(ground: Ground, wish: Wish) -> Ways:
    """
    Return the ways of a ground as a person wishes it; those of `Wish.on_the_land` are the same.

    Parameters
    ----------
    ground
        From `ground_of`.
    """
    return Ways(changed(ground, wish), wish.seed)


def sketched(
    ground: Ground,
    wish: Wish,
    *,
    earlier: Sequence[Sketch] = (),
    variants: int = VARIANTS,
    ways: Ways | None = None,
) -> tuple[Sketch, ...]:
    """
    Draw the gardens that a person wishes on a ground, the best first.

    Parameters
    ----------
    ground
        From `ground_of`.
    earlier
        Sketches that zones are locked in, where they are at hand; they are drawn again where they are not.
    variants
        How many: with fewer, the first ones come sooner and are the same.
    ways
        From `ways_of`, where they are at hand.

    Raises
    ------
    LayoutError
        No garden can be drawn there.
    """
    ways = ways or ways_of(ground, wish)
    if wish.lock is None:
        return _drawn(ways, wish, None, variants, _ELSE)
    drawn = earlier or sketched(ground, wish.lock.wish)
    stays = drawn[min(wish.lock.number, len(drawn)) - 1]
    if wish.model_copy(update={"lock": wish.lock.wish.lock}) == wish.lock.wish:
        return (replace(stays, number=1),)  # nothing else is wished yet
    return _drawn(ways, wish, Locked(stays.plan, frozenset(wish.lock.zones)), variants, _UNLOCK)


def _drawn(ways: Ways, wish: Wish, locked: Locked | None, variants: int, remedy: Message) -> tuple[Sketch, ...]:
    found = sketch_along(ways, programme_of(wish), variants=variants, locked=locked)
    if not found:
        raise LayoutError(Message(N_("No plan could be drawn on this land.")), remedy=remedy)
    return found


def gate_at(ground: Ground, along_m: float) -> Point:
    """
    Return the place of a gate on the street side, so far from its beginning; the pieces of the side follow each other.

    Examples
    --------
    >>> pieces = shapely.MultiLineString([[(0, 0), (10, 0)], [(20, 0), (40, 0)]])
    >>> ground = Ground("here", shapely.box(0, 0, 40, 20), "EPSG:2154", pieces)
    >>> gate_at(ground, 12.0).coords[0], gate_at(ground, 99.0).coords[0]
    ((22.0, 0.0), (39.0, 0.0))
    """
    pieces = shapely.get_parts(ground.street)
    rest = along_m
    for piece in pieces[:-1]:
        if rest <= piece.length:
            return _on(piece, rest)
        rest -= piece.length
    return _on(pieces[-1], rest)


def along_street_m(ground: Ground, gate: Point) -> float:
    """
    Return how far a gate is from the beginning of the street side. [m]

    Examples
    --------
    >>> ground = Ground("here", shapely.box(0, 0, 30, 20), "EPSG:2154", shapely.LineString([(0, 0), (30, 0)]))
    >>> along_street_m(ground, gate_at(ground, 12.0))
    12.0
    """
    pieces = shapely.get_parts(ground.street)
    nearest = int(np.argmin(shapely.distance(pieces, gate)))
    before = float(shapely.length(pieces[:nearest]).sum())
    return before + float(shapely.line_locate_point(pieces[nearest], gate))


def _on(piece: LineString, along_m: float) -> Point:
    margin = min(GATE_MARGIN_M, piece.length / 2)
    return Point(shapely.line_interpolate_point(piece, min(max(along_m, margin), piece.length - margin)))


def _street_side(territory: Territory, shape: BaseGeometry) -> Geometries | None:
    """Return the boundary along a public way; none where no street is known there, nor a parcel across one."""
    known = Role.STREETS in territory.layers
    streets = _near(territory, Role.STREETS, shape) if known else None
    outline = max(_parts(shape), key=lambda part: part.area, default=Polygon())
    found = frontage(outline, _near(territory, Role.PARCELS, shape), streets)
    if found.street.is_empty:
        return np.array([], dtype=object) if known else None
    return np.array([found.street], dtype=object)


def _near(territory: Territory, role: Role, shape: BaseGeometry) -> Geometries:
    if role not in territory.layers:
        return np.array([], dtype=object)
    shapes = gpd.GeoDataFrame(territory.layers[role].frame).geometry
    found = shapes.sindex.query(shape, predicate="dwithin", distance=AROUND_M)
    return np.asarray(shapes.array[np.sort(found)], dtype=object)


def _terrain(territory: Territory, shape: BaseGeometry) -> Raster | None:
    if Role.TERRAIN not in territory.rasters:
        return None
    files = territory.rasters[Role.TERRAIN]
    cell_m = max(_TERRAIN_CELL_M, files[0].cell_m)
    west, south, east, north = (float(side) for side in shape.bounds)
    return relief_window(files, Bounds(west - cell_m, south - cell_m, east + cell_m, north + cell_m), cell_m)


def _parts(shape: BaseGeometry) -> list[Polygon]:
    found = [part for part in shapely.get_parts(shapely.get_parts(shape)) if isinstance(part, Polygon)]
    return [part for part in found if part.area > 0]
