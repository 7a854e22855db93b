"""A garden drawn by hand on a rectangle of 20 × 40 m, street in the south, that meets every rule.

::

      0         13  14.6   20
   40 ┌──────────────────────┐
      │        verger        │
      │         ┌──┐         │ 32.7
 31.7 ├─────────┤  ├─────────┤
      │         │  │   aro   │
 20.5 │ potager │  ├─────────┤
      │         │  │ accueil │
  8.9 ├─────────┤  │         │
      │  fleurs │  ├─────────┤ 6.3
    2 ├─┐       │  │ service │
    0 └─┴───────┴──┴─────────┘
       kept   gate 13.8         (a neighbour's house stands from x = 27 on)
"""

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.affinity import translate

from geo.layout.programme import DEFAULT, Programme, parse_programme
from geo.models import Bounds, Raster
from geo.plans import Ground, ObjectKind, Plan, PlannedObject, PlannedTree, Zone
from geo.sources.settings import read_settings

WEST_M, SOUTH_M = 650_000.0, 6_860_000.0
CRS = "EPSG:2154"
WIDTH_M, DEPTH_M = 20.0, 40.0

BOXES = {
    Zone.POTAGER: (0, 8.9, 13, 31.7),
    Zone.VERGER: (0, 31.7, 20, 40),
    Zone.AROMATIQUES: (14.6, 20.5, 20, 31.7),
    Zone.ACCUEIL: (14.6, 6.3, 20, 20.5),
    Zone.SERVICE: (14.6, 0, 20, 6.3),
}
KEPT = (0, 0, 2, 2)
PATH = (13, 0, 14.6, 32.7)
GATE = (13.8, 0)
TREES = ((3, 37.5), (8, 37.5), (13, 37.5), (17.5, 37.5), (5.5, 33.9), (10.5, 33.9), (15.3, 33.9))
OBJECTS = (
    (ObjectKind.SHED, (17.4, 3.7, 19.9, 5.7)),
    (ObjectKind.TANK, (18.7, 2.0, 19.9, 3.2)),
    (ObjectKind.COMPOSTER, (15.6, 0.1, 16.6, 1.1)),
    (ObjectKind.COMPOSTER, (16.8, 0.1, 17.8, 1.1)),
    (ObjectKind.COMPOSTER, (18.0, 0.1, 19.0, 1.1)),
    (ObjectKind.TABLE, (16.0, 14.0, 17.8, 14.8)),
    (ObjectKind.TABLE, (16.0, 16.5, 17.8, 17.3)),
    (ObjectKind.BENCH, (19.3, 7.0, 19.8, 8.5)),
    (ObjectKind.BENCH, (19.3, 9.5, 19.8, 11.0)),
    (ObjectKind.BENCH, (19.3, 12.0, 19.8, 13.5)),
    (ObjectKind.BENCH, (19.3, 15.0, 19.8, 16.5)),
    (ObjectKind.TAP, (12.65, 20.2, 12.95, 20.5)),
    (ObjectKind.TAP, (14.7, 5.8, 15.0, 6.1)),
    (ObjectKind.RAISED_BED, (16.2, 22.5, 17.4, 24.5)),
    (ObjectKind.RAISED_BED, (16.2, 26.5, 17.4, 28.5)),
    (ObjectKind.NOTICE_BOARD, (11.6, 0.2, 12.8, 0.4)),
    (ObjectKind.BIKE_RACK, (14.9, 6.6, 15.7, 8.6)),
    (ObjectKind.INSECT_HOTEL, (3.0, 5.0, 3.6, 5.3)),
)


def box(west: float, south: float, east: float, north: float) -> Polygon:
    """Return a rectangle given in metres from the south-west corner of the site."""
    return shapely.box(WEST_M + west, SOUTH_M + south, WEST_M + east, SOUTH_M + north)


def point(x: float, y: float) -> Point:
    """Return a point given in metres from the south-west corner of the site."""
    return Point(WEST_M + x, SOUTH_M + y)


def line(*places: tuple[float, float]) -> LineString:
    """Return a line given in metres from the south-west corner of the site."""
    return translate(LineString(places), WEST_M, SOUTH_M)


def raster(values: np.ndarray, *, cell_m: float = 1.0, margin_m: float = 2.0) -> Raster:
    """Return a raster whose north-west corner is `margin_m` outside of the site's."""
    rows, columns = values.shape
    west, north = WEST_M - margin_m, SOUTH_M + DEPTH_M + margin_m
    bounds = Bounds(west, north - rows * cell_m, west + columns * cell_m, north)
    return Raster(np.asarray(values, dtype=np.float32), bounds, CRS)


def handmade_sun() -> Raster:
    """Return hours of sun: 7.8 h in the west, less and less under the house in the east (5.8 h at the fence)."""
    x = np.arange(24) - 1.5
    return raster(np.tile(7.8 - 2.0 * np.clip((x - 12) / 8, 0, 1), (44, 1)))


def handmade_terrain(slope: float = 0.02) -> Raster:
    """Return a ground that climbs from the street to the north. [m]"""
    y = 42 - 0.5 - np.arange(44)
    return raster(np.tile(80 + slope * y[:, None], (1, 24)))


def handmade_ground() -> Ground:
    """Return the site with its sun, its terrain, a kept transformer at the street and a neighbour's house."""
    return Ground(
        site_id="handmade",
        outline=box(0, 0, WIDTH_M, DEPTH_M),
        crs=CRS,
        street=line((0, 0), (WIDTH_M, 0)),
        obstacles=MultiPolygon([box(*KEPT)]),
        entrances=(point(*GATE),),
        neighbours=MultiPolygon([box(27, 0, 36, 12)]),
        sun=handmade_sun(),
        terrain=handmade_terrain(),
        latitude_deg=48.8,
    )


def handmade_programme() -> Programme:
    """Return the programme of the plan: the one of Clamart."""
    return parse_programme(read_settings(DEFAULT), where=DEFAULT.name)


def handmade_beds() -> tuple[Polygon, ...]:
    """Return 7 columns of 3 beds of 1.20 × 6.80 m, alleys of 0.55 m between columns and 0.70 m between rows."""
    corners = [(0.7 + 1.75 * column, 9.4 + 7.5 * row) for column in range(7) for row in range(3)]
    return tuple(box(x, y, x + 1.2, y + 6.8) for x, y in corners)


def handmade_plan() -> Plan:
    """Return the plan, valid for `handmade_programme`."""
    zones = {zone: box(*corners) for zone, corners in BOXES.items()}
    zones[Zone.VERGER] = zones[Zone.VERGER].difference(box(*PATH))
    zones[Zone.FLEURS] = box(0, 0, 13, 8.9).difference(box(*KEPT))
    total = sum(zone.area for zone in zones.values())
    return Plan(
        ground=handmade_ground(),
        zones={zone: zones[zone] for zone in Zone},
        targets_m2=handmade_programme().targets_m2(total),
        paths=box(*PATH),
        path_width_m=1.6,
        entrance=point(*GATE),
        beds=handmade_beds(),
        trees=tuple(PlannedTree(point(*place), crown_radius_m=1.8, height_m=3.5) for place in TREES),
        espaliers=(line((0.3, 33), (0.3, 39)),),
        objects=tuple(PlannedObject(kind, box(*corners)) for kind, corners in OBJECTS),
    )
