"""Months, means, strips, threads, trees and the edge."""

from datetime import date

import numpy as np
import pytest

from geo.errors import SunlightError
from geo.sunlight import EVERGREEN, Period, Scene, Tree, canopy_of, season_of, transmissivity_of
from geo.sunlight.scene import HeldHeights
from geo.sunlight.trees import DECIDUOUS
from tests.sunlight.conftest import CLAMART, bands_of, held

SHORT = Period(date(2025, 5, 28), date(2025, 6, 3), 60)


@pytest.fixture(scope="module")
def season(town):
    return season_of(Scene(held(town)), SHORT, CLAMART)


@pytest.fixture(scope="module")
def whole(season):
    return bands_of(season, threads=1)


@pytest.mark.parametrize("means", [
    {"strip_cells": 240}, {"strip_cells": 1_201}, {"threads": 2}, {"threads": 3, "strip_cells": 2_000},
    {"state_bytes": 1}, {"state_bytes": 20_000, "strip_cells": 700},
])  # fmt: skip
def test_strips_passes_and_threads_do_not_change_a_bit(season, whole, means):
    assert (bands_of(season, **means) == whole).all()


def test_the_fast_variant_is_the_same_everywhere_too(season):
    whole = bands_of(season, families=1, threads=1)
    assert (bands_of(season, families=1, threads=2, strip_cells=900) == whole).all()


def test_large_sums_go_through_a_file(season, whole, monkeypatch, tmp_path):
    monkeypatch.setattr("geo.sunlight._planes._HELD_BYTES", 1)
    assert (bands_of(season, scratch=tmp_path, strip_cells=1_000) == whole).all()
    assert list(tmp_path.iterdir()) == []


def test_the_mean_weighs_each_month_by_its_days(season, whole):
    assert season.bands == ("sun_hours", "sun_hours_05", "sun_hours_06", "sun_quality")
    assert season.days == (4, 3)
    np.testing.assert_allclose(whole[0], (4 * whole[1] + 3 * whole[2]) / 7, rtol=1e-5)


def test_a_month_alone_gives_the_same_hours_within_a_step(town, whole):
    may = bands_of(season_of(Scene(held(town)), Period(date(2025, 5, 28), date(2025, 5, 31), 60), CLAMART))
    assert abs((may[1] - whole[1]).mean()) < 0.05
    assert (may[0] == may[1]).all()


def test_a_period_across_new_year_keeps_its_order(town):
    period = Period(date(2025, 12, 30), date(2025, 1, 2), 120)
    season = season_of(Scene(held(town)), period, CLAMART)
    assert season.bands == ("sun_hours", "sun_hours_12", "sun_hours_01", "sun_quality")
    assert np.isfinite(bands_of(season)).all()


def test_an_open_plain_has_the_hours_that_the_ephemeris_says():
    import pandas as pd
    import pvlib

    day = date(2025, 6, 21)
    season = season_of(Scene(held(np.zeros((5, 5)))), Period(day, day, 1), CLAMART)
    moments = pd.date_range("2025-06-21", periods=8_640, freq="10s", tz="UTC")
    place = pvlib.solarposition.get_solarposition(moments, CLAMART.latitude, CLAMART.longitude)
    truth = (place["apparent_elevation"] > 1).sum() / 360
    np.testing.assert_allclose(bands_of(season)[0], truth, atol=2 / 60)


def test_progress_ends_at_the_whole(season):
    from geo.sunlight import Sweeping, sun_hours

    told = []
    list(sun_hours(season, Sweeping(strip_cells=1_000), told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_crown_lets_through_what_its_month_says():
    flat, canopy = np.zeros((40, 40)), np.zeros((40, 40))
    canopy[25:35, 10:30] = 8.0
    scene = Scene(held(flat), held(canopy))
    season = season_of(scene, Period(date(2025, 6, 21), date(2025, 6, 21), 30), CLAMART)
    leafy, bare = bands_of(season)[0], bands_of(season, transmissivity=dict.fromkeys(range(1, 13), 1.0))[0]
    wall = bands_of(season_of(Scene(held(flat + canopy)), season.period, CLAMART))[0]
    open_ = bare[20, 20]
    assert (bare == open_).all()
    outside = canopy == 0
    opaque = bands_of(season, transmissivity=dict.fromkeys(range(1, 13), 0.0))[0]
    assert (opaque[outside] == wall[outside]).all()
    np.testing.assert_allclose(leafy, opaque + 0.03 * (open_ - opaque), atol=1e-5)
    assert leafy[23, 20] < open_ - 2


def test_trees_in_winter_are_lighter_unless_they_are_evergreen():
    canopy = canopy_of([Tree(20.0, 10.0, 4.0, 9.0)], held(np.zeros((40, 40))).bounds, cell_m=1.0)
    scene = Scene(held(np.zeros((40, 40))), held(canopy))
    season = season_of(scene, Period(date(2025, 1, 15), date(2025, 1, 15), 30), CLAMART)
    bare, leafy = bands_of(season)[0], bands_of(season, transmissivity=EVERGREEN)[0]
    assert (bare >= leafy).all()
    assert (bare - leafy).max() > 1
    assert set(DECIDUOUS) == set(EVERGREEN) == set(range(1, 13))


def test_crowns_that_the_surface_shows_are_taken_away():
    ground, canopy = np.full((30, 30), 10.0), np.zeros((30, 30))
    canopy[10:15, 10:15] = 7.0
    shown = Scene(held(ground + canopy), held(canopy), held(ground))
    apart = Scene(held(ground), held(canopy))
    period = Period(date(2025, 6, 21), date(2025, 6, 21), 60)
    hours = [bands_of(season_of(scene, period, CLAMART))[:-1] for scene in (shown, apart)]
    assert (hours[0] == hours[1]).all()
    assert hours[0].min() < 8


@pytest.mark.parametrize("settings", [
    {}, {"transmissivity": {}}, {"transmissivity": 3}, {"transmissivity": {"13": 0.1}}, {"transmissivity": {"6": 0.1}},
    {"transmissivity": {"06": 1.1}}, {"transmissivity": {"06": "0.1"}}, {"transmissivity": {"06": True}},
    {"transmissivity": {"06": 0.1}, "more": 1},
])  # fmt: skip
def test_a_table_of_crowns_that_is_none_is_refused(settings):
    with pytest.raises(SunlightError, match="no share"):
        transmissivity_of(settings, where="crowns.toml")


def test_a_table_of_crowns_changes_its_months_only():
    table = transmissivity_of({"transmissivity": {"01": 1, "06": 0.25}}, where="crowns.toml")
    assert {month: share for month, share in table.items() if share != DECIDUOUS[month]} == {1: 1.0, 6: 0.25}


def test_quality_falls_towards_what_is_unseen(whole, town):
    quality = whole[-1]
    assert ((quality >= 0) & (quality <= 1)).all()
    assert quality[85, 60] < quality[45, 60], "the sun comes from the south, where the raster ends"
    flat = np.zeros((60, 60))
    flat[30, 30] = 2.0
    quality = bands_of(season_of(Scene(held(flat, 10.0)), SHORT, CLAMART))[-1]
    assert quality[20:40, 20:40].min() > 0.97
    assert quality[30, 0] < quality[30, 30], "low suns come from the west, where the raster ends"
    flat[25:35, 25:35] = np.nan
    flat[0, 0] = 20.0
    holed = bands_of(season_of(Scene(held(flat, 10.0)), SHORT, CLAMART))[-1]
    assert holed[24, 30] < holed[10, 30] - 0.05


@pytest.mark.parametrize(("values", "words"), [
    (np.full((5, 5), np.nan), "missing"),
    (np.linspace(0, 65_535, 25).reshape(5, 5), "not those of a ground"),
    (np.linspace(-3_000, 0, 25).reshape(5, 5), "not those of a ground"),
])  # fmt: skip
def test_what_is_no_surface_is_refused(values, words):
    with pytest.raises(SunlightError, match=words):
        season_of(Scene(held(values)), SHORT, CLAMART)


def test_heights_in_memory_are_missing_outside():
    heights = HeldHeights(np.ones((3, 3), np.float32), held(np.ones((3, 3))).bounds, "EPSG:2154")
    from geo.models import Window

    assert np.isnan(heights.read(Window(5, 5, 2, 2))).all()
    assert np.isfinite(heights.read(Window(-1, -1, 3, 3))).sum() == 4
