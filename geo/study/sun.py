"""The sun of a territory's sites: the season for all of them in one pass, and one moment around one of them."""

import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.errors import SunlightError
from geo.geometry import by_square
from geo.indicators.sun import SEASON, season_mean
from geo.indicators.sun import sun as sun_of_sites
from geo.messages import N_, Message
from geo.models import Bounds, Heights, Raster, Territory, Window
from geo.study.scenes import SHADOW_M, SURVEYED, Known, roofs_on, scene_around, scene_of
from geo.sunlight import Period, Scene, Season, Suns, place_of, season_of, sun_hours
from geo.sunlight.positions import LOWEST_DEG, YEAR, sun_positions
from geo.sunlight.ruler import relief_of

SCREENING = Period(date(YEAR, 3, 1), date(YEAR, 10, 31), step_min=30, only_day=15)
"""Enough to compare sites; `jachere sun` computes every day in steps of ten minutes."""

GROWING = Period(date(YEAR, 4, 1), date(YEAR, 9, 30), step_min=10, only_day=15)
"""The season of a sketch, as exact by the hour as `jachere sun`."""

AROUND_M = 40.0
"""What a picture of a moment shows around a site. [m]"""

GROUND_CELL_M = 0.5
"""Side of the cells that a sketch works on. [m]"""

_SQUARE_M = 1000.0
_VIEW_CELLS = 4_000_000
_HALF_LIT = 0.5
"""One sun stands for an hour in `Moment`: what is lit has it, crowns let a share of it through. [h]"""


@dataclass(frozen=True, eq=False, slots=True)
class SunSurvey:
    """
    The sun of a season.

    Attributes
    ----------
    table
        Sites × the columns of `geo.indicators.sun`, of the ground beside the buildings.
    view
        Mean hours from April to September of all that was swept, for the map; nothing where nothing is known. [h/day]
    notes
        What must be said beside every figure.
    quality
        For the reliability. [0–1]
    """

    table: pd.DataFrame
    view: Raster | None = None
    notes: tuple[Message, ...] = ()
    quality: float = SURVEYED


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
    Compute the sun of every site of a territory in one pass over its surface.

    Without a surface model, buildings on the terrain stand for it, and the survey says so.

    Parameters
    ----------
    territory
        Without a surface model nor buildings, the sun of every site is unknown.
    sites
        In the CRS of the territory.

    Raises
    ------
    GeoError
        A tile of the surface changed, or holds no heights.
    """
    return _season_of(territory, sites, None if sites.empty else scene_of(territory), period)


def sun_of_plots(territory: Territory, sites: gpd.GeoDataFrame, period: Period = SCREENING) -> SunSurvey:
    """
    Compute the sun of a few sites, each in the scene around it alone, without a view.

    Parameters
    ----------
    territory
        As of `survey_sun`.
    sites
        In the CRS of the territory.

    Raises
    ------
    GeoError
        A tile of the surface changed, or holds no heights.
    """
    found = [
        _season_of(territory, sites.loc[[site]], _scene_near(territory, sites.loc[[site]]), period)
        for site in sites.index
    ]
    if not found:
        return _season_of(territory, sites, None, period)
    notes = tuple(dict.fromkeys(note for one in found for note in one.notes))
    return SunSurvey(pd.concat([one.table for one in found]), None, notes, min(one.quality for one in found))


def _scene_near(territory: Territory, site: gpd.GeoDataFrame) -> Known | None:
    return scene_around(territory, _widened(site.total_bounds, SHADOW_M))


def _season_of(territory: Territory, sites: gpd.GeoDataFrame, known: Known | None, period: Period) -> SunSurvey:
    if known is None:
        return SunSurvey(pd.DataFrame(np.nan, index=sites.index, columns=["sun_hours", "sun_under_3h_share"]))
    surface, season = known.scene.surface, season_of(known.scene, period)
    with tempfile.TemporaryFile(prefix="jachere-sun-") as scratch:
        hours = _hours(season, np.memmap(scratch, np.float32, shape=_shape(season, surface)))
        parts = []
        for index in by_square(sites, _SQUARE_M):
            part = sites.loc[index]
            months = _months(season, surface, hours, _widened(part.total_bounds, 0.0))
            parts.append(sun_of_sites(part, months, roofs_on(territory, next(iter(months.values())))))
        return SunSurvey(
            pd.concat(parts).reindex(sites.index), _view(season, surface, hours), known.notes, known.quality
        )


def sun_of_ground(territory: Territory, outline: shapely.Geometry, period: Period = GROWING) -> Raster | None:
    """
    Compute the sun of one piece of ground on cells of 0.5 m, for its sketch.

    Parameters
    ----------
    territory
        With a surface model or buildings; else nothing is known.
    outline
        Polygon in the CRS of the territory.
    period
        Days and step; its mean is returned.

    Returns
    -------
    hours
        Mean hours a day over the period, on whole cells of half a metre that cover the outline: missing on roofs, in
        the holes of the surface, and everywhere when nothing is known around. Nothing without anything that throws a
        shadow. [h/day]

    Raises
    ------
    GeoError
        A tile of the surface changed, or holds no heights.
    """
    extent = np.array(shapely.bounds(outline))
    known = scene_around(territory, _widened(extent, SHADOW_M), cell_m=GROUND_CELL_M)
    if known is None:
        return None
    surface = known.scene.surface
    mean = np.full((surface.rows, surface.columns), np.nan, np.float32)
    if np.isfinite(surface.read(_whole(surface))).any():
        for block in sun_hours(season_of(known.scene, period)):
            if block.band == 1:
                mean[_cells(block.window)] = block.values
    hours = _cut(Raster(mean, surface.bounds, surface.crs), _widened(extent, 0.0))
    return replace(hours, values=np.where(roofs_on(territory, hours), np.float32(np.nan), hours.values))


def sun_at(territory: Territory, site: gpd.GeoSeries, moment: datetime) -> Moment:
    """
    Tell light from shadow around a site at one moment.

    Parameters
    ----------
    territory
        For which `can_be_lit` is true.
    site
        One polygon in the CRS of the territory.
    moment
        With its time zone.

    Raises
    ------
    GeoError
        A tile of the surface changed, or holds no heights; nothing is known that throws a shadow.
    """
    shown = _widened(site.total_bounds, AROUND_M)
    known = scene_around(territory, _widened(site.total_bounds, AROUND_M + SHADOW_M))
    if known is None:
        raise SunlightError(
            Message(N_("Nothing is known here that throws a shadow.")),
            remedy=Message(N_("Add a surface model (MNS) or the buildings of the BD TOPO to the territory.")),
        )
    surface = known.scene.surface
    azimuth, elevation = sun_positions(np.array([moment.timestamp()]), place_of(surface.crs, surface.bounds))
    lit = np.where(np.isnan(surface.read(_whole(surface))), np.nan, 0.0).astype(np.float32)
    if np.degrees(elevation[0]) >= LOWEST_DEG and np.isfinite(lit).any():
        lit = _swept(known.scene, Suns(azimuth, elevation, np.array([moment.month])))
    height, bearing = float(np.degrees(elevation[0])), float(np.degrees(azimuth[0]))
    return Moment(_cut(Raster(lit, surface.bounds, surface.crs), shown), height, bearing)


def _swept(scene: Scene, suns: Suns) -> NDArray[np.float32]:
    """Return the cells that one sun lights; half of the light or more under a crown is light."""
    month = int(suns.month[0])
    day = Period(date(YEAR, month, 1), date(YEAR, month, 1), step_min=60)
    season = Season(scene, day, suns, relief_of(scene), (month,), (1,))
    lit = np.full((scene.surface.rows, scene.surface.columns), np.nan, np.float32)
    for block in sun_hours(season):
        if block.band == 1:
            lit[_cells(block.window)] = np.where(np.isnan(block.values), np.nan, block.values >= _HALF_LIT)
    return lit


def _shape(season: Season, surface: Heights) -> tuple[int, int, int]:
    return len(season.months), surface.rows, surface.columns


def _whole(heights: Heights) -> Window:
    return Window(0, 0, heights.rows, heights.columns)


def _cells(window: Window) -> tuple[slice, slice]:
    return slice(window.row, window.row + window.rows), slice(window.column, window.column + window.columns)


def _hours(season: Season, hours: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fill months × rows × columns with the hours of each month; band 1 is the mean, the last one the quality."""
    for block in sun_hours(season):
        if 2 <= block.band <= 1 + len(season.months):
            hours[block.band - 2, *_cells(block.window)] = block.values
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
