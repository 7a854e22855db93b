"""What the sun meets on a territory: its surface model, or the buildings put on its terrain where no laser has flown.

::

    surface (MNS) ── trees, where footprints and terrain tell crowns from roofs ──▶ scene, as good as open data
    buildings + terrain (MNT), else flat ground ─────────────────────────────────▶ scene, an estimate that says so
"""

import math
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.messages import N_, Message
from geo.models import Bounds, Heights, Raster, RasterFile, Role, Territory
from geo.sources._blocks import heights_of, mosaic_of, placed_on
from geo.sources.relief import overlap, relief_window
from geo.sunlight import HeldHeights, Scene, footprint_mask, resampled, surface_from_buildings
from geo.sunlight.scene import CrownsOnly
from geo.sunlight.surface import STOREY_M

SURVEYED = 0.8
"""Quality of a sun computed on a surface model, which is open data (our assumption)."""
ESTIMATED = 0.5
"""Quality of a sun computed on a surface made of building heights, as that of a regional source (our assumption)."""

SHADOW_M = 150.0
"""What is farther throws no shadow that counts: leaving it out adds 0.003 h a day. [m]"""

_CELL_M = 1.0
_MOST_CELLS = 16_000_000
"""Cells of an estimate; a territory that is larger gets coarser ones."""
_EAVES_M = 1.0
"""Roofs reach farther than the walls that are drawn (our assumption). [m]"""
_NONE = np.array([], dtype=object)

_FLAT = Message(N_("Without a terrain model, the ground is taken as flat."))
_TREES_UNUSED = Message(
    N_("The heights of trees are left aside: only a terrain and buildings tell crowns from roofs, and one is missing.")
)


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """
    A scene, and how far it is to be believed.

    Attributes
    ----------
    notes
        What must be said beside every figure drawn from it.
    quality
        For the reliability. [0–1]
    """

    scene: Scene
    notes: tuple[Message, ...] = ()
    quality: float = SURVEYED


def can_be_lit(territory: Territory) -> bool:
    """Tell whether anything is known that throws a shadow: a surface model, or buildings."""
    return Role.SURFACE in territory.rasters or Role.BUILDINGS in territory.layers


def scene_of(territory: Territory) -> Known | None:
    """
    Return what the sun meets on a whole territory: its surface model, else an estimate around its parcels.

    Nothing depends on the sites: the sun of one must not change with the others.

    Parameters
    ----------
    territory
        With a surface model, or parcels and buildings; else there is nothing to return.

    Raises
    ------
    GeoError
        A tile changed, or holds no heights.
    """
    if Role.SURFACE in territory.rasters:
        surface = mosaic_of([heights_of(tile.path) for tile in territory.rasters[Role.SURFACE]])
        return _with_trees(territory, surface)
    if not can_be_lit(territory) or Role.PARCELS not in territory.layers:
        return None
    west, south, east, north = gpd.GeoDataFrame(territory.layers[Role.PARCELS].frame).total_bounds
    around = _widened(Bounds(float(west), float(south), float(east), float(north)), SHADOW_M)
    area_m2 = (around.east - around.west) * (around.north - around.south)
    cell_m = max(_CELL_M, math.ceil(2 * math.sqrt(area_m2 / _MOST_CELLS)) / 2)
    return _estimated(territory, _snapped(around, cell_m), cell_m)


def scene_around(territory: Territory, around: Bounds, *, cell_m: float | None = None) -> Known | None:
    """
    Return what the sun meets in a rectangle, in memory.

    Parameters
    ----------
    territory
        With a surface model or buildings, else there is nothing to return.
    around
        The rectangle, widened to whole cells. [m]
    cell_m
        Side of the cells wanted; those of the surface model, or 1 m, when not given. [m]

    Raises
    ------
    GeoError
        A tile changed, or holds no heights.
    """
    if Role.SURFACE not in territory.rasters:
        return _estimated(territory, _snapped(around, cell_m or _CELL_M), cell_m or _CELL_M)
    # bilinear heights need the cells on either side
    wide = _widened(around, max(tile.cell_m for tile in territory.rasters[Role.SURFACE]))
    raster = relief_window(territory.rasters[Role.SURFACE], wide if cell_m else around, cell_m)
    if cell_m:
        raster = resampled(raster, _snapped(around, cell_m), cell_m)
    return _with_trees(territory, HeldHeights.of(raster))


def roofs_on(territory: Territory, cells: Raster) -> NDArray[np.bool_]:
    """
    Tell roofs from the ground: the cells whose centres are inside a building.

    Parameters
    ----------
    cells
        Any raster in the CRS of the territory.

    Returns
    -------
    roofs
        Of the shape of the raster; false everywhere where no building is known.
    """
    return footprint_mask(_footprints(territory, cells.bounds)[0], cells.bounds, cells.values.shape)


def _with_trees(territory: Territory, surface: Heights) -> Known:
    """Put the crowns of trees on a surface model, when they can be told from its roofs."""
    trees, terrain = (_meeting(territory, role, surface.bounds) for role in (Role.TREES, Role.TERRAIN))
    if not trees:
        return Known(Scene(surface))
    if not terrain or Role.BUILDINGS not in territory.layers:
        return Known(Scene(surface), (_TREES_UNUSED,))
    canopy, ground = (placed_on(surface, [heights_of(tile.path) for tile in tiles]) for tiles in (trees, terrain))
    eaves = shapely.buffer(_footprints(territory, surface.bounds)[0], _EAVES_M, join_style="mitre")
    roofs = footprint_mask(eaves, surface.bounds, (surface.rows, surface.columns))
    return Known(Scene(surface, CrownsOnly(canopy, roofs), ground))


def _meeting(territory: Territory, role: Role, bounds: Bounds) -> list[RasterFile]:
    return [tile for tile in territory.rasters.get(role, ()) if overlap(tile.bounds, bounds)]


def _estimated(territory: Territory, bounds: Bounds, cell_m: float) -> Known | None:
    """Put the buildings of a rectangle on its terrain."""
    if Role.BUILDINGS not in territory.layers:
        return None
    terrain, notes = _ground(territory, bounds, cell_m)
    footprints, heights_m = _footprints(territory, bounds)
    built = surface_from_buildings(footprints, heights_m, terrain)
    return Known(Scene(built.heights), (built.note, *notes), ESTIMATED)


def _ground(territory: Territory, bounds: Bounds, cell_m: float) -> tuple[Raster, tuple[Message, ...]]:
    """Return the terrain of a rectangle, or flat ground and the note that says so."""
    tiles = _meeting(territory, Role.TERRAIN, bounds)
    if tiles:
        coarsest = max(tile.cell_m for tile in tiles)
        found = resampled(relief_window(tiles, _widened(bounds, coarsest), cell_m), bounds, cell_m)
        if np.isfinite(found.values).any():
            return found, ()
    rows, columns = round((bounds.north - bounds.south) / cell_m), round((bounds.east - bounds.west) / cell_m)
    return Raster(np.zeros((rows, columns), np.float32), bounds, territory.crs), (_FLAT,)


def _footprints(territory: Territory, bounds: Bounds) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Return the buildings that meet a rectangle, and their heights: said, else from their storeys, else missing."""
    if Role.BUILDINGS not in territory.layers:
        return _NONE, np.array([], np.float64)
    frame = gpd.GeoDataFrame(territory.layers[Role.BUILDINGS].frame)
    rectangle = shapely.box(bounds.west, bounds.south, bounds.east, bounds.north)
    near = frame.iloc[np.sort(frame.sindex.query(rectangle, predicate="intersects"))]
    heights, storeys = (pd.to_numeric(near[name]).astype("float64") for name in ("height_m", "storeys"))
    said = heights.where(heights > 0, (storeys * STOREY_M).where(storeys > 0))
    return np.asarray(near.geometry.array, dtype=object), said.to_numpy(np.float64)


def _widened(bounds: Bounds, by_m: float) -> Bounds:
    return Bounds(bounds.west - by_m, bounds.south - by_m, bounds.east + by_m, bounds.north + by_m)


def _snapped(bounds: Bounds, cell_m: float) -> Bounds:
    """Widen a rectangle to whole cells counted from the origin, so that neighbouring rectangles fit together."""
    west, south = (math.floor(side / cell_m + 1e-6) * cell_m for side in (bounds.west, bounds.south))
    east, north = (math.ceil(side / cell_m - 1e-6) * cell_m for side in (bounds.east, bounds.north))
    return replace(bounds, west=west, south=south, east=east, north=north)
