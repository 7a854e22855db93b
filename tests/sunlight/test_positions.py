"""Suns, days and directions."""

from datetime import date

import numpy as np
import pytest

from geo.errors import SunlightError
from geo.models import Bounds
from geo.sunlight import Period, Place, month_day, place_of, suns_of


def test_positions_are_those_of_pvlib():
    import pandas as pd
    import pvlib

    day = date(2025, 9, 3)
    suns = suns_of(Period(day, day, 20), Place(43.6, 3.9))
    moments = pd.date_range("2025-09-03", periods=72, freq="20min", tz="UTC") + pd.Timedelta(minutes=10)
    truth = pvlib.solarposition.get_solarposition(moments, 43.6, 3.9)
    truth = truth[truth["apparent_elevation"] >= 1]
    np.testing.assert_allclose(np.degrees(suns.azimuth), truth["azimuth"], atol=1e-3)
    np.testing.assert_allclose(np.degrees(suns.elevation), truth["apparent_elevation"], atol=1e-3)


def test_the_grid_is_turned_as_its_meridians_are():
    west, east = (place_of("EPSG:2154", Bounds(x, 6_800_000, x + 10, 6_800_010)) for x in (400_000, 1_000_000))
    assert west.north_deg == pytest.approx(-east.north_deg, abs=0.01)
    assert west.north_deg > 2
    straight, turned = (suns_of(Period(only_day=21), Place(48.8, 2.3, north)) for north in (0.0, 0.5))
    np.testing.assert_allclose(np.degrees(turned.azimuth - straight.azimuth) % 360, 0.5, atol=1e-9)


def test_suns_under_one_degree_are_left_out():
    suns = suns_of(Period(only_day=15, step_min=10), Place(48.8, 2.3))
    assert np.degrees(suns.elevation).min() >= 1
    assert set(suns.month) == set(range(3, 11))


@pytest.mark.parametrize(("start", "end", "days"), [
    ("03-01", "10-31", 245), ("06-21", "06-21", 1), ("12-31", "01-01", 2), ("03-02", "03-01", 365),
])  # fmt: skip
def test_both_ends_are_in_the_period(start, end, days):
    found = Period(month_day(start), month_day(end)).days
    assert len(found) == len(set(found)) == days
    assert {day.year for day in found} == {2025}


@pytest.mark.parametrize("text", ["31-10", "02-29", "2025-03-01", "mars", "", "03-1x"])
def test_a_day_that_is_none_is_refused(text):
    with pytest.raises(SunlightError, match="no day"):
        month_day(text)


@pytest.mark.parametrize("step", [0, -10, 7, 121, 1440])
def test_a_step_must_divide_a_day(step):
    with pytest.raises(SunlightError, match="divide"):
        Period(step_min=step)
