"""Grounds and programmes for the tests of the layout engine, in small coordinates that a reader can follow."""

import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.layout.canvas import Canvas, canvas_of
from geo.layout.programme import FOLDER, Programme, parse_programme
from geo.layout.spines import Spine
from geo.models import Raster
from geo.plans import Ground
from geo.sources.settings import read_settings

CRS = "EPSG:2154"


def programme(name: str = "clamart") -> Programme:
    """Return a programme of the house."""
    return parse_programme(read_settings(FOLDER / f"{name}.toml"), where=name)


def ground(
    outline: Polygon,
    *,
    street: BaseGeometry | None = None,
    obstacles: MultiPolygon | None = None,
    entrances: tuple[Point, ...] = (),
    neighbours: MultiPolygon | None = None,
    sun: Raster | None = None,
) -> Ground:
    """Return a ground whose street is the first edge of its outline unless another is given."""
    front = LineString(outline.exterior.coords[:2]) if street is None else street
    none = MultiPolygon()
    return Ground(
        site_id="ground",
        outline=outline,
        crs=CRS,
        street=front,
        obstacles=obstacles or none,
        entrances=entrances,
        neighbours=neighbours or none,
        sun=sun,
    )


def rectangle(width_m: float = 20.0, depth_m: float = 40.0, *, west_m: float = 0.0, south_m: float = 0.0) -> Polygon:
    """Return a rectangle whose first edge is its south side."""
    east, north = west_m + width_m, south_m + depth_m
    return Polygon([(west_m, south_m), (east, south_m), (east, north), (west_m, north)])


def canvas(outline: Polygon | None = None) -> Canvas:
    """Return the squares of a ground of 20 × 40 m, or of another outline."""
    return canvas_of(ground(rectangle() if outline is None else outline))


def spine(*points: tuple[float, float]) -> Spine:
    """Return a path whose gate is its first point."""
    places = shapely.get_coordinates(LineString(points))
    return Spine(places, places[0])
