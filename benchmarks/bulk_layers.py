"""Layers that the judgement reads, scattered over a large generated commune, in the contracts of their roles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import Geometry, LineString
from shapely.ops import substring

from geo import schemas
from geo.kinds import (
    FloodZone,
    GreenKind,
    Nature,
    PlaceKind,
    Prescription,
    Register,
    Subject,
    Sureness,
    Texture,
    WaterKind,
    Zone,
)
from geo.models import Layer, Provenance, Role, Territory

STREETS, PLACES = 4_000, 500
_CELL_M = 200.0


def with_judged_layers(territory: Territory, *, seed: int = 0) -> Territory:
    """
    Return a territory with every layer that the judgement reads.

    Parameters
    ----------
    territory
        With parcels, buildings and streets. Streets are cut in two, the longest first, until there are 4 000.
    """
    land = gpd.GeoDataFrame(territory.layers[Role.PARCELS].frame)
    draw = _Draw(np.random.default_rng(seed), land.total_bounds, str(land.crs))
    streets = _cut(gpd.GeoDataFrame(territory.layers[Role.STREETS].frame), STREETS)
    made = {**_law(draw), **_ground(draw), **_people(draw), **_said(draw, land), Role.STREETS: streets}
    layers = {role: Layer(role, schemas.check(frame, role), (_origin(role),)) for role, frame in made.items()}
    return replace(territory, layers={**territory.layers, **layers})


class _Draw:
    """Random points, patches and words of one place."""

    def __init__(self, random: np.random.Generator, bounds: NDArray[np.float64], crs: str) -> None:
        self.random, self.bounds, self.crs = random, bounds, crs

    def points(self, count: int) -> NDArray[np.object_]:
        """Return places anywhere."""
        west, south, east, north = self.bounds
        return np.asarray(shapely.points(self.random.uniform((west, south), (east, north), (count, 2))))

    def patches(self, count: int, radius_m: float) -> NDArray[np.object_]:
        """Return discs of 64 corners, from half to twice a radius."""
        return np.asarray(shapely.buffer(self.points(count), radius_m * self.random.uniform(0.5, 2.0, count)))

    def words(self, kinds: Sequence[str], count: int) -> NDArray[np.str_]:
        """Return one of some words each."""
        return self.random.choice([str(kind) for kind in kinds], count)

    def frame(self, shapes: NDArray[np.object_], **columns: Any) -> gpd.GeoDataFrame:
        """Return a table."""
        return gpd.GeoDataFrame(columns, index=range(len(shapes)), geometry=list(shapes), crs=self.crs)

    def mosaic(self, side_m: float) -> NDArray[np.object_]:
        """Return squares that cover the whole place."""
        west, south, east, north = self.bounds
        columns, rows = np.meshgrid(np.arange(west, east, side_m), np.arange(south, north, side_m))
        return np.asarray(shapely.box(columns, rows, columns + side_m, rows + side_m)).ravel()


def _law(draw: _Draw) -> Mapping[Role, pd.DataFrame]:
    zones, woods = draw.mosaic(250.0), draw.patches(120, 25.0)
    kinds = [kind for kind in Prescription if kind is not Prescription.GARDEN]
    plan = {"label": "U", "document": "92990_PLU"}
    return {
        Role.ZONING: draw.frame(
            zones, zone=draw.words(list(Zone), len(zones)), long_label="", approved="2023-06-22", url="", **plan
        ),
        Role.PRESCRIPTIONS: draw.frame(woods, prescription=draw.words(kinds, len(woods)), **plan),
        Role.HERITAGE: draw.frame(draw.patches(5, 250.0), name="Église", kind="AC1"),
        Role.PROTECTED_NATURE: draw.frame(draw.patches(8, 100.0), nature=draw.words(list(Nature), 8), name="Mare"),
        Role.FLOOD: draw.frame(
            draw.patches(12, 150.0), flood_zone=draw.words(list(FloodZone), 12), name="PPRI", label="R"
        ),
    }


def _ground(draw: _Draw) -> Mapping[Role, pd.DataFrame]:
    soils = draw.mosaic(400.0)
    count = len(soils)
    return {
        Role.SOIL: draw.frame(
            soils,
            soil_id=[str(n) for n in range(count)],
            name="Rendosol",
            texture=draw.words(list(Texture), count),
            ph=draw.random.uniform(5.0, 8.5, count),
            depth_cm=draw.random.uniform(20.0, 120.0, count),
        ),
        Role.POLLUTION: draw.frame(
            draw.points(200),
            pollution_id=[str(n) for n in range(200)],
            name="Atelier",
            register=draw.words(list(Register), 200),
            state="",
            url="",
        ),
        Role.WATER: draw.frame(draw.points(400), water_id="", kind=draw.words(list(WaterKind), 400)),
    }


def _people(draw: _Draw) -> Mapping[Role, pd.DataFrame]:
    cells = draw.mosaic(_CELL_M)
    homes = draw.random.integers(5, 400, len(cells)).astype("float64")
    greens = draw.patches(150, 30.0)
    return {
        Role.POPULATION: draw.frame(
            cells,
            cell_id=[str(n) for n in range(len(cells))],
            people=2.1 * homes,
            households=homes,
            households_in_flats=0.6 * homes,
            poor_households=0.2 * homes,
        ),
        Role.HOUSING: pd.DataFrame(
            {"iris": ["929900101"], "commune": "92990", "name": "Centre", "people": 42e3, "homes": 2e4, "flats": 9e3}
        ),
        Role.PLACES: draw.frame(
            draw.points(PLACES), place_id="", name="Lieu", kind=draw.words(list(PlaceKind), PLACES), address=""
        ),
        Role.GARDENS_AND_PARKS: draw.frame(
            greens, green_id="", name="Square", kind=draw.words(list(GreenKind), len(greens))
        ),
        Role.STOPS: draw.frame(draw.points(150), stop_id=[str(n) for n in range(150)], name="Arrêt", mode="bus"),
    }


def _said(draw: _Draw, land: gpd.GeoDataFrame) -> Mapping[Role, pd.DataFrame]:
    ids = draw.random.choice(land["parcel_id"], 300, replace=False)
    checks = {"subject": Subject.SECURED_YEARS.value, "value": "5", "date": "2026-04-12", "author": "Service foncier"}
    found = {"date": "2026-03-17", "laboratory": "Labo", "texture": Texture.LOAM.value, "ph": 6.8, "depth_cm": 40.0}
    metals = {f"{metal}_mg_kg": draw.random.uniform(5.0, 200.0, 60) for metal in schemas.METALS}
    return {
        Role.PERMITS: pd.DataFrame(
            {"parcel_id": ids, "permit_id": "PC 092", "active": draw.random.random(300) < 0.3, "date": "2025-02-11"}
        ),
        Role.FIELD_CHECKS: pd.DataFrame({"target": ids, **checks, "sureness": Sureness.TOLD.value, "remark": ""}),
        Role.LAB_SAMPLES: pd.DataFrame(
            {
                "sample_id": [str(n) for n in range(60)],
                "target": ids[:60],
                "longitude": np.nan,
                "latitude": np.nan,
                "lead_bioaccessible_share": 0.3,
                **found,
                **metals,
            }
        ),
    }


def _cut(streets: gpd.GeoDataFrame, count: int) -> gpd.GeoDataFrame:
    """Cut streets in two, the longest first, until there are so many."""
    while len(streets) < count:
        longest = streets.length.nlargest(min(count - len(streets), len(streets))).index
        axes = streets.geometry.loc[longest]
        halves = [
            streets.loc[longest].set_geometry(axes.map(lambda axis, part=part: _half(axis, part))) for part in (0, 1)
        ]
        streets = gpd.GeoDataFrame(
            pd.concat([streets.drop(index=longest), *halves], ignore_index=True), crs=streets.crs
        )
    return streets


def _half(axis: LineString, part: int) -> Geometry:
    return cast(Geometry, substring(axis, 0.5 * part, 0.5 + 0.5 * part, normalized=True))


def _origin(role: Role) -> Provenance:
    return Provenance(
        f"{role}.geojson", publisher="Jachère (données fictives)", dataset=str(role), vintage="2026-01-01"
    )
