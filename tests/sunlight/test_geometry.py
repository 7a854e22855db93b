"""Scenes whose sun is known by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sunlight.ruler import Relief
from tests.sunlight.conftest import seen_from, suns_at

WIDE = Relief(0.0, 14.0)


@pytest.mark.parametrize("families", [1, 2])
@pytest.mark.parametrize(("side", "azimuth"), [("south", 180), ("north", 0), ("east", 90), ("west", 270)])
@pytest.mark.parametrize("far", [1, 4, 10])
def test_a_wall_throws_a_shadow_as_long_as_its_height_says(families, side, azimuth, far):
    heights = np.zeros((61, 61))
    line = {"south": np.s_[60, :], "north": np.s_[0, :], "east": np.s_[:, 60], "west": np.s_[:, 0]}[side]
    heights[line] = 5.3
    row, column = {"south": (60 - far, 30), "north": (far, 30), "east": (30, 60 - far), "west": (30, far)}[side]
    limit = np.degrees(np.arctan(5.0 / far))  # the eye is 0.3 m above the ground
    for elevation, lit in ((limit - 0.2, 0), (limit + 0.2, 1)):
        assert seen_from(heights, suns_at(azimuth, elevation), families=families)[row, column] == lit


@pytest.mark.parametrize("lean", [-40, -20, 20, 40])
def test_a_wall_seen_askew_is_farther_away(lean):
    heights = np.zeros((41, 101))
    heights[40, :] = 4.3
    limit = np.degrees(np.arctan(4.0 * np.cos(np.radians(lean)) / 8))
    suns = suns_at(180 + lean, [limit - 0.3, limit + 0.3])
    assert seen_from(heights, suns)[32, 50] == 1


def test_the_bottom_of_a_pit_sees_the_sun_over_its_rim():
    heights = np.full((41, 41), 6.0)
    heights[15:26, 15:26] = 0.0
    limit = np.degrees(np.arctan((6.0 - 0.3) / 6))  # the rim's cells are six rows from the middle
    for azimuth in (0, 90, 180, 270):
        assert seen_from(heights, suns_at(azimuth, [limit - 0.3, limit + 0.3]))[20, 20] == 1
    corner = np.degrees(np.arctan((6.0 - 0.3) / (6 * np.sqrt(2))))
    for azimuth in (45, 135, 225, 315):
        assert seen_from(heights, suns_at(azimuth, [corner - 4, corner + 4]))[20, 20] == 1


def test_a_thin_pole_shades_where_its_shadow_falls_and_nowhere_else():
    heights = np.zeros((41, 41))
    heights[30, 20] = 10.0
    seen = seen_from(heights, suns_at(180, 45))
    assert (seen[21:29, 20] == 0).all()
    assert seen[:20, 20].all()
    assert seen[:, :19].all()
    assert seen[:, 22:].all()
    assert seen[31:].all()


def test_the_observer_looks_over_low_things():
    heights = np.zeros((21, 21))
    heights[15, :] = 0.25
    suns = suns_at(180, 2)
    assert seen_from(heights, suns).all()
    assert not seen_from(heights, suns, observer_m=0.0)[14].any()


def test_what_is_missing_casts_no_shadow_and_gets_nothing():
    heights = np.zeros((21, 21))
    heights[10, :] = 8.0
    holed = heights.copy()
    holed[10, 3:18] = np.nan
    from geo.sunlight import Period, Scene, season_of
    from tests.sunlight.conftest import CLAMART, bands_of, held

    bands = bands_of(season_of(Scene(held(holed)), Period(step_min=120, only_day=15), CLAMART))
    assert np.isnan(bands[:, 10, 3:18]).all()
    assert np.isfinite(bands[:, :10]).all()
    whole = bands_of(season_of(Scene(held(heights)), Period(step_min=120, only_day=15), CLAMART))
    assert (bands[0, 9, 5:15] > whole[0, 9, 5:15] + 1).all()


def test_a_mirrored_town_has_a_mirrored_sun(town):
    azimuths, elevations = np.meshgrid(np.arange(92, 269, 4.0), [10.0, 25.0, 50.0])
    seen = seen_from(town, suns_at(azimuths, elevations))
    mirrored = seen_from(town[:, ::-1], suns_at(360 - azimuths, elevations))[:, ::-1]
    # lines start elsewhere, so that edges of shadows may differ by a sun or two, never one way
    assert abs((seen - mirrored).mean()) < 0.15
    assert (np.abs(seen - mirrored) <= 6).mean() > 0.99


def test_twice_as_large_is_the_same(town):
    suns = suns_at(*np.meshgrid(np.arange(5, 360, 7.0), [3.0, 20.0, 60.0]))
    small = seen_from(town, suns)
    assert (seen_from(2 * town, suns, cell_m=2.0, observer_m=0.6) == small).all()


@given(
    cells=st.lists(st.integers(0, 10_000), min_size=144, max_size=144),
    place=st.tuples(st.integers(0, 11), st.integers(0, 11)),
    more=st.integers(1, 3_000),
    azimuth=st.floats(0, 359.9),
    elevation=st.floats(1, 80),
    families=st.sampled_from([1, 2]),
)
def test_raising_a_cell_never_gives_sun_to_another(cells, place, more, azimuth, elevation, families):
    low = np.array(cells).reshape(12, 12) / 1_000
    high = low.copy()
    high[place] += more / 1_000
    suns = suns_at(azimuth, elevation)
    before, after = (seen_from(heights, suns, relief=WIDE, families=families) for heights in (low, high))
    before[place] = after[place]
    assert (after <= before).all()


@given(azimuth=st.floats(0, 359.9), elevation=st.floats(1, 89.9), slope=st.floats(-0.01, 0.01))
def test_open_ground_sees_every_sun(azimuth, elevation, slope):
    heights = np.add.outer(np.arange(15) * slope, np.arange(20) * slope) + 50
    assert seen_from(heights, suns_at(azimuth, elevation)).all()
