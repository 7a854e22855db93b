"""Terrain and surface models: the ground, roofs, tree crowns, on a grid of one metre."""

from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import rasterize
from scipy.ndimage import distance_transform_edt, zoom
from shapely import Polygon

from data.generator.blueprint import Use, Way
from data.generator.relief import elevation
from data.generator.town import Town

Cells = NDArray[np.float32]

STEP_M = 1 / 16
"""Heights are rounded to a power of two, which compresses four times better than decimals. [m]"""

_PITCH = 0.75
_RIDGE_M = 2.8
_COARSE = 4
_CUTTING_M = 4.0


@dataclass(frozen=True, eq=False, slots=True)
class Models:
    """Ground and surface, row 0 to the north, with the place of their cells."""

    terrain: Cells
    surface: Cells
    transform: Affine


@dataclass(frozen=True, eq=False, slots=True)
class Trees:
    """Trunks, heights and crown radii. [m]"""

    places: NDArray[np.float64]
    heights: NDArray[np.float64]
    radii: NDArray[np.float64]


def models(town: Town, rng: np.random.Generator, *, margin_m: int = 40) -> Models:
    """Return the terrain and the surface of the whole town and a margin around it. [m above sea level]"""
    bounds = shapely.total_bounds([block.face for block in town.blocks])
    west, south = np.floor(bounds[:2] / 10) * 10 - margin_m
    east, north = np.ceil(bounds[2:] / 10) * 10 + margin_m
    transform = Affine(1, 0, west, 0, -1, north)
    terrain = _terrain(town, transform, int(north - south), int(east - west))
    above = np.maximum(_roofs(town, transform, terrain), _crowns(trees(town, rng), transform, terrain.shape))
    return Models(_rounded(terrain), _rounded(terrain + above), transform)


def _rounded(values: NDArray[np.floating]) -> Cells:
    return (np.round(values / STEP_M) * STEP_M).astype(np.float32)


def _terrain(town: Town, transform: Affine, rows: int, columns: int) -> NDArray[np.float64]:
    # The relief is smooth: every fourth metre is enough, the rest is interpolated.
    y = transform.f - 0.5 - np.arange(0, rows + _COARSE, _COARSE)
    x = transform.c + 0.5 + np.arange(0, columns + _COARSE, _COARSE)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    cutting = _CUTTING_M * np.exp(-((_to_railway(town, points) / 12) ** 4))
    coarse = (elevation(points, town.relief) - cutting).reshape(len(y), len(x))
    size = ((len(y) - 1) * _COARSE + 1, (len(x) - 1) * _COARSE + 1)
    fine = zoom(coarse, (size[0] / len(y), size[1] / len(x)), order=1, grid_mode=False)
    level: NDArray[np.float64] = fine[:rows, :columns]
    return level


def _to_railway(town: Town, points: NDArray[np.float64]) -> NDArray[np.float64]:
    rails = shapely.union_all([street.axis for street in town.streets if street.way is Way.RAILWAY])
    return np.asarray(np.nan_to_num(shapely.distance(shapely.points(points), rails), nan=np.inf))


def _roofs(town: Town, transform: Affine, terrain: NDArray[np.float64]) -> NDArray[np.float64]:
    built = [building for lot in town.built for building in lot]
    numbers = rasterize(
        ((building.footprint, i + 1) for i, building in enumerate(built)),
        terrain.shape,
        transform=transform,
        dtype="int32",
    )
    eaves = np.array([0.0] + [building.eaves_m for building in built])
    pitched = np.array([False] + [building.pitched for building in built])
    inside = distance_transform_edt(numbers > 0)
    roofs: NDArray[np.float64] = eaves[numbers] + pitched[numbers] * np.minimum((inside - 1) * _PITCH, _RIDGE_M)
    return roofs


def trees(town: Town, rng: np.random.Generator) -> Trees:
    """Return the trees: a wood, parks and estates, avenues' gardens; none on or near the story's garden."""
    kinds = (
        (Use.WOOD, 6.5, 14, 22),
        (Use.PARK, 14, 9, 17),
        (Use.ESTATE, 19, 8, 16),
        (Use.CEMETERY, 17, 6, 12),
        (Use.RAILWAY, 16, 4, 8),
    )
    found = [_planted(_land(town, use), spacing, low, high, rng) for use, spacing, low, high in kinds]
    found.append(_planted(_gardens(town), 17.5, 3.5, 9, rng))
    garden = shapely.union_all([town.lots[i].polygon for i in town.garden])
    everything = np.concatenate([places for places, _ in found]), np.concatenate([heights for _, heights in found])
    footprints = shapely.STRtree([building.footprint for lot in town.built for building in lot])
    points = shapely.points(everything[0])
    clear = ~np.asarray(shapely.dwithin(points, garden, 24))
    clear[footprints.query(points, predicate="dwithin", distance=1.5)[0]] = False
    places, heights = everything[0][clear], everything[1][clear]
    return Trees(places, heights, np.clip(heights * rng.uniform(0.22, 0.32, len(heights)), 1.4, 5.0))


def _land(town: Town, use: Use) -> list[Polygon]:
    return [lot.polygon for lot in town.lots if lot.use is use]


def _gardens(town: Town) -> list[Polygon]:
    housing = {Use.PAVILION, Use.SUBDIVISION, Use.VILLA, Use.VILLAGE}
    return [lot.polygon for lot in town.lots if lot.use in housing and lot.polygon.area > 260]


def _planted(
    lands: list[Polygon], spacing: float, low: float, high: float, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return about one tree a square of `spacing`, inside the lands. [m]"""
    if not lands:
        return np.empty((0, 2)), np.empty(0)
    tree = shapely.STRtree(lands)
    west, south, east, north = shapely.total_bounds(lands)
    grid = np.stack(np.meshgrid(np.arange(west, east, spacing), np.arange(south, north, spacing)), axis=-1).reshape(
        -1, 2
    )
    grid = grid + rng.uniform(-0.45, 0.45, grid.shape) * spacing
    inside = np.unique(tree.query(shapely.points(grid), predicate="within")[0])
    return grid[inside], rng.uniform(low, high, len(inside))


def _crowns(wood: Trees, transform: Affine, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return the height of the crowns above the ground: half ellipsoids, the highest wins. [m]"""
    above = np.zeros(shape)
    columns, rows = wood.places[:, 0] - transform.c, transform.f - wood.places[:, 1]
    for column, row, height, radius in zip(columns, rows, wood.heights, wood.radii, strict=True):
        top, left = max(int(row - radius), 0), max(int(column - radius), 0)
        window = above[top : int(row + radius) + 1, left : int(column + radius) + 1]
        y, x = np.ogrid[top : top + window.shape[0], left : left + window.shape[1]]
        share = ((y + 0.5 - row) ** 2 + (x + 0.5 - column) ** 2) / radius**2
        crown = np.where(share < 1, height * (0.55 + 0.45 * np.sqrt(np.maximum(1 - share, 0))), 0)
        np.maximum(window, crown, out=window)
    return above
