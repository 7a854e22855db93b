"""A generated commune for the benchmark of the map: 24-vertex sites on a grid, as many parcels, and buildings."""

import os
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.present.map_document import MapLayer, MapSites, map_document

WEST, SOUTH = 645_000, 6_856_000
VERTICES = 24


@dataclass(frozen=True, eq=False)
class Scene:
    document: dict[str, Any]
    sites: gpd.GeoDataFrame
    classes: list[int]
    hidden: tuple[int, ...]


def blobs(count: int, radius: float) -> NDArray[Any]:
    """Return rounded polygons on a square grid. [m]"""
    side = int(np.ceil(count**0.5))
    row, column = np.divmod(np.arange(count), side)
    centres = np.column_stack([WEST + 40 * column, SOUTH + 40 * row])
    angles = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    reach = radius * (1 + 0.2 * np.random.default_rng(0).random((count, VERTICES)))
    wheel = np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=-1)
    return np.asarray(shapely.polygons(centres[:, None, :] + wheel))


def frame(count: int, radius: float) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=blobs(count, radius), crs="EPSG:2154")


def scene() -> Scene:
    count = int(os.environ["MAP_SITES"])
    sites = frame(count, 14)
    sites.index = sites.index.map(str)
    layers = [
        MapLayer("parcels", "Parcels", frame(count, 16), "parcels"),
        MapLayer("buildings", "Buildings", frame(count * 4 // 5, 6), "buildings"),
    ]
    names = [f"Site {n}\nSection A n° {n}" for n in range(count)]
    document = map_document(layers, MapSites("Sites", sites, names), translate=str)
    return Scene(document, sites, [n % 13 for n in range(count)], ())
