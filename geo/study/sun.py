"""The sun of a territory's sites: the season for all of them in one pass, and one moment around one of them."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.geometry import by_square
from geo.indicators.sun import SEASON, season_mean
from geo.indicators.sun import sun as sun_of_sites
from geo.models import Bounds, Heights, Raster, Role, Territory
from geo.sources._blocks import heights_of, mosaic_of
from geo.sources.relief import relief_window
from geo.sunlight import HeldHeights, Period, Scene, Season, Suns, place_of, season_of, sun_hours
from geo.sunlight.positions import LOWEST_DEG, YEAR, sun_positions
from geo.sunlight.ruler import relief_of

SCREENING = Period(date(YEAR, 3, 1), date(YEAR, 10, 31), step_min=30, only_day=15)
"""Enough to compare sites; `jachere sun` computes every day in steps of ten minutes."""

SHADOW_M = 150.0
"""What is farther throws no shadow that counts: leaving it out adds 0.003 h a day. [m]"""

AROUND_M = 40.0
"""What a picture of a moment shows around a site. [m]"""

_SQUARE_M = 1000.0
_VIEW_CELLS = 4_000_000


@dataclass(frozen=True, eq=False, slots=True)
class SunSurvey:
    """
    The sun of a season.

    Attributes
    ----------
    table
        Sites × the columns of `geo.indicators.sun`.
    view
        Mean hours from April to September of the whole surface, for the map; none without a surface. [h/day]
    """

    table: pd.DataFrame
    view: Raster | None


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """
    Light and shadow around a site at one moment.

    Attributes
    ----------
    lit
        1 in the sun, 0 in the shade, missing where the surface is.
    elevation_deg, azimuth_deg
        Of the sun; nothing is lit under 1°. The azimuth is clockwise from the north of the grid. [°]
    """

    lit: Raster
    elevation_deg: float
    azimuth_deg: float


def survey_sun(territory: Territory, sites: gpd.GeoDataFrame, period: Period = SCREENING) -> SunSurvey:
    """
    Compute the sun of every site of a territory, sweeping the surface once.

    Parameters
    ----------
    territory
        With a surface model.
    sites
        In the CRS of the territory.

    Raises
    ------
    GeoError
        A tile of the surface changed, or holds no heights.
    """
    surface = mosaic_of([heights_of(tile.path) for tile in territory.rasters[Role.SURFACE]])
    season = season_of(Scene(surface), period)
    with tempfile.TemporaryFile(prefix="jachere-sun-") as scratch:
        hours = _hours(season, np.memmap(scratch, np.float32, shape=_shape(season, surface)))
        parts = []
        for index in by_square(sites, _SQUARE_M):
            part = sites.loc[index]
            parts.append(sun_of_sites(part, _months(season, surface, hours, _widened(part.total_bounds, 0.0))))
        return SunSurvey(pd.concat(parts).reindex(sites.index), _view(season, surface, hours))


def sun_at(territory: Territory, site: gpd.GeoSeries, moment: datetime) -> Moment:
    """
    Tell light from shadow around a site at one moment.

    Parameters
    ----------
    territory
        With a surface model.
    site
        One polygon in the CRS of the territory.
    moment
        With its time zone.

    Raises
    ------
    GeoError
        A tile of the surface changed, or holds no heights.
    """
    shown = _widened(site.total_bounds, AROUND_M)
    raster = relief_window(territory.rasters[Role.SURFACE], _widened(site.total_bounds, AROUND_M + SHADOW_M))
    surface = HeldHeights.of(raster)
    azimuth, elevation = sun_positions(np.array([moment.timestamp()]), place_of(surface.crs, surface.bounds))
    lit = np.where(np.isnan(raster.values), np.nan, 0.0).astype(np.float32)
    if np.degrees(elevation[0]) >= LOWEST_DEG:
        lit = _swept(surface, Suns(azimuth, elevation, np.array([moment.month])))
    height, bearing = float(np.degrees(elevation[0])), float(np.degrees(azimuth[0]))
    return Moment(_cut(Raster(lit, raster.bounds, raster.crs), shown), height, bearing)


def _swept(surface: HeldHeights, suns: Suns) -> NDArray[np.float32]:
    """Return the cells that one sun lights."""
    month = int(suns.month[0])
    day = Period(date(YEAR, month, 1), date(YEAR, month, 1), step_min=60)
    scene = Scene(surface)
    season = Season(scene, day, suns, relief_of(scene), (month,), (1,))
    lit = np.full((surface.rows, surface.columns), np.nan, np.float32)
    for block in sun_hours(season):
        if block.band == 1:
            window = block.window
            rows, columns = (
                slice(window.row, window.row + window.rows),
                slice(window.column, window.column + window.columns),
            )
            lit[rows, columns] = np.where(np.isnan(block.values), np.nan, block.values > 0)
    return lit


def _shape(season: Season, surface: Heights) -> tuple[int, int, int]:
    return len(season.months), surface.rows, surface.columns


def _hours(season: Season, hours: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fill months × rows × columns with the hours of each month; band 1 is the mean, the last one the quality."""
    for block in sun_hours(season):
        if 2 <= block.band <= 1 + len(season.months):
            window = block.window
            rows, columns = (
                slice(window.row, window.row + window.rows),
                slice(window.column, window.column + window.columns),
            )
            hours[block.band - 2, rows, columns] = block.values
    return hours


def _months(season: Season, surface: Heights, hours: NDArray[np.float32], bounds: Bounds) -> dict[int, Raster]:
    """Return the cells of each month that cover a rectangle."""
    planes = zip(season.months, hours, strict=True)
    return {month: _cut(Raster(plane, surface.bounds, surface.crs), bounds) for month, plane in planes}


def _view(season: Season, surface: Heights, hours: NDArray[np.float32]) -> Raster:
    """Return the growing season over the whole surface, thinned where it has too many cells for a picture."""
    step = max(1, int(np.ceil(np.sqrt(surface.rows * surface.columns / _VIEW_CELLS))))
    months = {
        month: plane[::step, ::step] for month, plane in zip(season.months, hours, strict=True) if month in SEASON
    }
    values = np.asarray(season_mean(months), np.float32)
    east = surface.bounds.west + values.shape[1] * step * surface.cell_m
    south = surface.bounds.north - values.shape[0] * step * surface.cell_m
    return Raster(values, Bounds(surface.bounds.west, south, east, surface.bounds.north), surface.crs)


def _widened(extent: NDArray[np.float64], by_m: float) -> Bounds:
    west, south, east, north = map(float, extent)
    return Bounds(west - by_m, south - by_m, east + by_m, north + by_m)


def _cut(raster: Raster, bounds: Bounds) -> Raster:
    """Return the whole cells of a raster that cover a rectangle, as far as it goes."""
    rows, columns = raster.values.shape
    cell_m = (raster.bounds.east - raster.bounds.west) / columns
    top = min(max(0, int((raster.bounds.north - bounds.north) // cell_m)), rows - 1)
    left = min(max(0, int((bounds.west - raster.bounds.west) // cell_m)), columns - 1)
    bottom = min(rows, max(top + 1, int(-((bounds.south - raster.bounds.north) // cell_m))))
    right = min(columns, max(left + 1, int(-((raster.bounds.west - bounds.east) // cell_m))))
    west, north = raster.bounds.west + left * cell_m, raster.bounds.north - top * cell_m
    east, south = raster.bounds.west + right * cell_m, raster.bounds.north - bottom * cell_m
    return Raster(np.array(raster.values[top:bottom, left:right]), Bounds(west, south, east, north), raster.crs)
