"""Where the sun is: true solar geometry with refraction, over the days of a period.

The calendar is that of 2025, a year without 29 February; hours are universal time, so that no time zone enters.
"""

import importlib.util
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import SunlightError
from geo.messages import N_, Message
from geo.models import Bounds

YEAR = 2025
LOWEST_DEG = 1.0
"""Suns below are left out everywhere: what little they give is hidden by anything. [°]"""

_DELTA_T_S = 67.0
"""Terrestrial time minus universal time, as in pvlib; the sun moves 0.004° in a second. [s]"""
_REFRACTION_DEG = 0.5667
_PRESSURE_HPA = 1013.25
_TEMPERATURE_C = 12.0


@dataclass(frozen=True, slots=True)
class Period:
    """
    Days of a year and the step between two suns.

    Attributes
    ----------
    start, end
        Both included; a start after the end is a period across new year. The year does not count.
    step_min
        A divisor of a day; suns stand in the middle of each step. [min]
    only_day
        One day a month that stands for all of it: 30 times quicker, 0.02 h a day too sunny.
    """

    start: date = date(YEAR, 3, 1)
    end: date = date(YEAR, 10, 31)
    step_min: int = 10
    only_day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.step_min <= 120 or 1440 % self.step_min:
            raise SunlightError(
                Message(N_("A step of {step} minutes does not divide a day."), {"step": self.step_min}),
                remedy=Message(N_("Choose a step such as 5, 10, 15, 30 or 60 minutes.")),
            )

    @property
    def days(self) -> tuple[date, ...]:
        """
        The days of the period, in their order.

        Examples
        --------
        >>> len(Period(date(2025, 12, 30), date(2025, 1, 2)).days)
        4
        """
        start, end = self.start.replace(year=YEAR), self.end.replace(year=YEAR)
        length = (end - start).days % 365 + 1
        days = ((start + timedelta(days=number)).replace(year=YEAR) for number in range(length))
        return tuple(day for day in days if self.only_day in {None, day.day})


def month_day(text: str) -> date:
    """
    Read a day written month first, such as 03-01.

    Raises
    ------
    SunlightError
        There is no such day in the calendar of 2025.

    Examples
    --------
    >>> month_day("10-31")
    datetime.date(2025, 10, 31)
    """
    try:
        return datetime.strptime(f"{YEAR}-{text}", "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise SunlightError(
            Message(N_("“{text}” is no day of the year."), {"text": text}),
            remedy=Message(N_("Write the month, then the day: 03-01 is the first of March.")),
        ) from error


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where the sun is looked at from.

    Attributes
    ----------
    latitude, longitude
        Of the centre of the territory. [°]
    north_deg
        Azimuth of true north on the grid, clockwise: the convergence of the meridians with its sign turned. [°]
    """

    latitude: float
    longitude: float
    north_deg: float = 0.0


@dataclass(frozen=True, eq=False, slots=True)
class Suns:
    """
    Positions of the sun, one a moment.

    Attributes
    ----------
    azimuth
        Clockwise from the north of the grid. [rad]
    elevation
        Apparent, with refraction. [rad]
    month
        1 to 12.
    """

    azimuth: NDArray[np.float64]
    elevation: NDArray[np.float64]
    month: NDArray[np.int64]

    def __len__(self) -> int:
        return self.azimuth.size

    def only(self, wanted: NDArray[Any]) -> "Suns":
        """Return the suns that a mask or a list of numbers picks."""
        return Suns(self.azimuth[wanted], self.elevation[wanted], self.month[wanted])


def place_of(crs: str, bounds: Bounds) -> Place:
    """
    Return the centre of a rectangle on Earth and the direction of true north there.

    The direction is measured between two points of the same meridian, which leaves no sign to chance.

    Parameters
    ----------
    crs
        A metric CRS.
    bounds
        The rectangle in it. [m]

    Examples
    --------
    >>> place = place_of("EPSG:2154", Bounds(651000, 6861000, 653000, 6863000))
    >>> round(place.latitude, 2), round(place.longitude, 2), round(place.north_deg, 2)
    (48.86, 2.35, 0.47)
    """
    from pyproj import Transformer

    to_earth = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    longitude, latitude = to_earth.transform((bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2)
    (west, east), (south, north) = to_earth.transform(
        [longitude, longitude], [latitude - 0.005, latitude + 0.005], direction="INVERSE"
    )
    return Place(latitude, longitude, math.degrees(math.atan2(east - west, north - south)))


def suns_of(period: Period, place: Place) -> Suns:
    """
    Return the suns of a period that stand at least 1° above the horizon.

    Parameters
    ----------
    period
        Days and step; suns stand at the centre of each step of universal time.
    place
        Latitude, longitude and north of the grid.

    References
    ----------
    .. [1] Reda, I., Andreas, A. (2004), Solar position algorithm for solar radiation applications. Solar Energy 76(5),
       577–589, as in pvlib.

    Examples
    --------
    >>> suns = suns_of(Period(date(2025, 6, 21), date(2025, 6, 21)), Place(48.8, 2.2))
    >>> len(suns), round(float(np.degrees(suns.elevation.max())), 1)
    (95, 64.6)
    """
    starts = np.array([datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() for day in period.days])
    within = (np.arange(1440 // period.step_min) + 0.5) * period.step_min * 60
    moments = (starts[:, np.newaxis] + within).ravel()
    months = np.repeat([day.month for day in period.days], within.size)
    azimuth, elevation = sun_positions(moments, place)
    up = elevation >= math.radians(LOWEST_DEG)
    return Suns(azimuth[up], elevation[up], months[up])


def sun_positions(moments: NDArray[np.float64], place: Place) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return azimuths on the grid and apparent elevations.

    Parameters
    ----------
    moments
        Since 1970-01-01, universal time. [s]

    Returns
    -------
    azimuth, elevation
        [rad]
    """
    found = _spa().solar_position_numpy(
        moments, place.latitude, place.longitude, 0.0, _PRESSURE_HPA, _TEMPERATURE_C, _DELTA_T_S, _REFRACTION_DEG, 1
    )
    azimuth = np.radians((found[4] + place.north_deg) % 360.0)
    return azimuth, np.radians(found[2])


@cache
def _spa() -> ModuleType:
    """Load pvlib's solar positions alone: the whole package takes longer to import than the suns to sweep."""
    package = importlib.util.find_spec("pvlib")
    if package is None or not package.submodule_search_locations:
        raise ImportError("pvlib")
    path = Path(package.submodule_search_locations[0], "spa.py")
    spec = importlib.util.spec_from_file_location("geo.sunlight._pvlib_spa", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
