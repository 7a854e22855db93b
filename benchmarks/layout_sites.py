"""Sites to sketch gardens on: seeded ones of ten shapes, and every parcel and assembly of a real commune."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from benchmarks.layout_shapes import SHAPES, Land, edges, turned
from geo.candidates import find_candidates, frontage
from geo.geometry import clear_width_m, out_of_reach
from geo.layout.programme import LEAST_SITE_M2
from geo.models import Bounds, Raster, Role, SiteKind, Territory
from geo.plans import CLEAR_M, Ground
from geo.sunlight import HeldHeights, Period, Scene, Sweeping, season_of, sun_hours
from geo.territory import open_territory

CRS = "EPSG:2154"
LEAST_M2, MOST_M2 = 250.0, 3_000.0
"""Sites that are sketched: of the outline. [m²]"""
LEAST_FREE_M, LEAST_BODY_M = 3.0, 5.2
"""A garden needs a way in, and a place wide enough for its vegetables and a path. [m]"""

_CELL_M = 0.5
_MARGIN_M = 40.0
_SEASON = Period(step_min=60, only_day=15)
_REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True, eq=False, slots=True)
class RealSite:
    """
    A real piece of land and what it lacks for a garden.

    Attributes
    ----------
    free_m
        Boundary on a public way; where it is 0, `edge_m` of it is on the edge of the sheet and may be one. [m]
    body_m
        Diameter of the largest circle in the usable land. [m]
    """

    ground: Ground
    kind: str
    free_m: float
    edge_m: float
    body_m: float

    @property
    def fit(self) -> bool:
        """Whether it has a way in, a body, and land enough that this way leads to."""
        return self.free_m >= LEAST_FREE_M and self.body_m >= LEAST_BODY_M and not self.cut_off

    @property
    def cut_off(self) -> bool:
        """Whether what stands on it leaves less land in reach than any garden needs."""
        return bool(self.ground.usable.area < LEAST_SITE_M2)


def synthetic_grounds(count: int, seed: int = 0) -> list[Ground]:
    """Draw sites of ten shapes in turn; a site depends on its number and on the seed only."""
    return [synthetic_ground(number, seed) for number in range(count)]


def synthetic_name(number: int) -> str:
    """Return the name of a seeded site: its shape and its number."""
    return f"{SHAPES[number % len(SHAPES)][0]}-{number:04d}"


def synthetic_ground(number: int, seed: int = 0) -> Ground:
    """
    Draw one site of 250–3 000 m² with its street, its neighbours, what stands on it and its sun.

    Examples
    --------
    >>> ground = synthetic_ground(5)
    >>> ground.site_id, 250 <= ground.outline.area <= 3000, ground.street.within(ground.outline.boundary.buffer(0.001))
    ('strip-0005', True, True)
    """
    rng = np.random.default_rng([seed, number])
    _, draw = SHAPES[number % len(SHAPES)]
    area_m2 = float(np.exp(rng.uniform(np.log(LEAST_M2 + 1), np.log(MOST_M2 - 1))))
    corner = rng.uniform(0, 5_000, 2).round()
    land = turned(draw(rng, area_m2), rng.uniform(0, 2 * np.pi), 650_000 + corner[0], 6_860_000 + corner[1])
    houses = _houses(rng, land)
    entrances = _entrances(rng, land)
    obstacles = _obstacles(rng, land, entrances)
    return Ground(
        site_id=synthetic_name(number),
        outline=land.outline,
        crs=CRS,
        street=land.street,
        obstacles=MultiPolygon(obstacles),
        entrances=entrances,
        neighbours=MultiPolygon(houses),
        sun=_sun(land.outline, houses, _heights_m(rng, len(houses))),
        latitude_deg=48.8,
    )


def _houses(rng: Generator, land: Land) -> list[Polygon]:
    """Build a house behind some sides, some on the boundary itself, and some across the street."""
    houses: list[Polygon] = []
    for edge in edges(land.outline):
        on_street = land.street.distance(edge.interpolate(0.5, normalized=True)) < 0.01
        if edge.length < 6 or rng.random() > (0.5 if on_street else 0.65):
            continue
        gap = rng.uniform(9, 14) if on_street else rng.choice([0.02, rng.uniform(1.5, 6)], p=[0.15, 0.85])
        house = _beside(edge, rng.uniform(0.3, 0.7), (rng.uniform(7, 13), rng.uniform(7, 10)), gap)
        if house.distance(land.outline) > 0.01 and all(house.disjoint(other) for other in houses):
            houses.append(house)
    return houses


def _beside(edge: LineString, share: float, size: tuple[float, float], gap: float) -> Polygon:
    """Return a rectangle on the right of an edge of a ring that turns to the left: outside of it."""
    (x0, y0), (x1, y1) = edge.coords
    along = np.array([x1 - x0, y1 - y0]) / edge.length
    out = np.array([along[1], -along[0]])
    foot = np.array([x0, y0]) + along * edge.length * share + out * gap
    half, depth = along * size[0] / 2, out * size[1]
    return Polygon(np.round([foot - half, foot + half, foot + half + depth, foot - half + depth], 3))


def _entrances(rng: Generator, land: Land) -> tuple[Point, ...]:
    """Give the gate on two sites in five, never in a corner."""
    if rng.random() > 0.4 or land.street.length < 3:
        return ()
    room = min(1.2, land.street.length / 2 - 0.1)
    return (land.street.interpolate(rng.uniform(room, land.street.length - room)),)


def _obstacles(rng: Generator, land: Land, entrances: tuple[Point, ...]) -> list[Polygon]:
    """Put a shed or the foot of a tree of 6–30 m² on a quarter of the sites, where it does not close the way in."""
    if rng.random() > 0.25:
        return []
    area_m2 = min(rng.uniform(6, 30), (land.outline.area - LEAST_M2) * 0.8)
    if area_m2 < 6:
        return []
    west, south, east, north = land.outline.bounds
    for _ in range(60):
        place = rng.uniform((west, south), (east, north))
        found = _obstacle(rng, place, area_m2)
        rest = land.outline.difference(found)
        clear = found.distance(land.street) > 5 and all(found.distance(gate) > 5 for gate in entrances)
        if land.outline.buffer(-0.3).covers(found) and clear and isinstance(rest.buffer(-1.0), Polygon):
            return [found]
    return []


def _obstacle(rng: Generator, place: NDArray[np.float64], area_m2: float) -> Polygon:
    if rng.random() < 0.5:
        return shapely.set_precision(Point(place).buffer(np.sqrt(area_m2 / np.pi), quad_segs=4), 0.001)
    ratio, turn = rng.uniform(1, 1.8), rng.uniform(0, np.pi)
    half = np.array([np.sqrt(area_m2 * ratio), np.sqrt(area_m2 / ratio)]) / 2
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    spun = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return Polygon(np.round(spun + place, 3))


def _heights_m(rng: Generator, count: int) -> NDArray[np.float64]:
    """Return the heights of houses, with a block of flats among five of them. [m]"""
    return np.where(rng.random(count) < 0.2, rng.uniform(10, 18, count), rng.uniform(4, 9, count))


def _sun(outline: Polygon, houses: list[Polygon], heights_m: NDArray[np.float64]) -> Raster:
    """Compute the mean hours of direct sun from March to October on the flat ground between the houses."""
    from affine import Affine
    from rasterio.features import rasterize

    west, south, east, north = np.floor(outline.buffer(_MARGIN_M).bounds) + np.array([0, 0, 1, 1])
    shape = int((north - south) / _CELL_M), int((east - west) / _CELL_M)
    surface = np.zeros(shape, np.float32)
    if houses:
        where = Affine(_CELL_M, 0, west, 0, -_CELL_M, north)
        rasterize(zip(houses, heights_m, strict=True), out=surface, transform=where)
    season = season_of(Scene(HeldHeights(surface, Bounds(west, south, east, north), CRS)), _SEASON)
    hours = np.zeros(shape, np.float32)
    for block in sun_hours(season, Sweeping(threads=1)):
        if block.band == 1:
            window = block.window
            rows = slice(window.row, window.row + window.rows)
            hours[rows, window.column : window.column + window.columns] = block.values
    inner = int((_MARGIN_M - 2) / _CELL_M)
    kept = np.ascontiguousarray(hours[inner:-inner, inner:-inner])
    edge = inner * _CELL_M
    return Raster(kept, Bounds(west + edge, south + edge, east - edge, north - edge), CRS)


def real_grounds() -> list[Ground]:
    """Return the real sites that have a way in and a body."""
    return [site.ground for site in real_sites() if site.fit]


def real_sites(territory: Territory | None = None) -> list[RealSite]:
    """
    Return every parcel and assembly of 250–3 000 m² of a territory, by default of a real commune.

    The files are those of the folder `JACHERE_REAL_DATA`, which is never part of the project.
    """
    if territory is None:
        with tempfile.TemporaryDirectory() as place:
            return real_sites(open_territory(_real_folder(Path(place))))
    return list(_real_sites(territory))


def _real_folder(place: Path) -> Path:
    source = Path(os.environ.get("JACHERE_REAL_DATA", _REAL_DATA)) / "cadastre"
    (place / "parcels").mkdir()
    for name in ("parcelles", "batiments"):
        shutil.copy(source / f"cadastre-13029-{name}.geojson", place / "parcels")
    return place


def _real_sites(territory: Territory) -> Iterator[RealSite]:
    parcels = territory.layers[Role.PARCELS].frame
    outlines = {row.parcel_id: ("parcel", row.geometry) for row in parcels.itertuples()}
    for site in find_candidates(territory.layers).sites.itertuples():
        if site.kind == SiteKind.ASSEMBLY:
            outlines[site.Index] = ("assembly", site.geometry)
    buildings = np.asarray(territory.layers[Role.BUILDINGS].frame.geometry.array)
    plots = np.asarray(parcels.geometry.array)
    for name, (kind, shape) in sorted(outlines.items()):
        outline = _largest(shape)
        if LEAST_M2 <= outline.area <= MOST_M2:
            yield _real_site(name, kind, outline, (plots, buildings))


def _real_site(
    name: str, kind: str, outline: Polygon, around: tuple[NDArray[np.object_], NDArray[np.object_]]
) -> RealSite:
    plots, buildings = around
    near = shapely.dwithin(buildings, outline, _MARGIN_M)
    standing = shapely.union_all(shapely.set_precision(buildings[near], 0.001), grid_size=0.001)
    found = frontage(outline, plots)
    known = found.street.length >= LEAST_FREE_M
    street, obstacles = found.street if known else found.unknown, _polygons(standing.intersection(outline))
    ground = Ground(
        site_id=name,
        outline=outline,
        crs=CRS,
        street=street,
        street_known=known,
        obstacles=obstacles,
        out_of_reach=out_of_reach(outline.difference(obstacles), street, CLEAR_M),
        neighbours=_polygons(standing.difference(outline)),
        latitude_deg=43.5,
    )
    body = float(clear_width_m(np.array([ground.usable]))[0])
    return RealSite(ground, kind, found.street.length, found.unknown.length, body)


def _polygons(shape: BaseGeometry) -> MultiPolygon:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area > 0.05]
    return MultiPolygon(parts)


def _largest(shape: BaseGeometry) -> Polygon:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=Polygon())
