"""Against the slow truth, on windows of real surfaces and of the demonstration territory."""

from datetime import date

import numpy as np
import pytest

from geo.models import Window
from geo.sources._blocks import heights_of
from geo.sunlight import Period, Scene, season_of
from tests.sunlight.conftest import bands_of, held
from tests.sunlight.marching import marched

SOLSTICE = Period(date(2025, 6, 21), date(2025, 6, 21), 10)
CELLS = 1_500


def errors_h(surface, terrain, window, **means):
    """Return the errors on ground cells, in hours a day."""
    heights, ground = surface.read(window), terrain.read(window)
    from geo.sunlight import place_of

    season = season_of(Scene(held(heights, surface.cell_m)), SOLSTICE, place_of(surface.crs, surface.bounds))
    cells = np.argwhere(heights - ground < 0.5)
    cells = cells[np.random.default_rng(3).permutation(len(cells))[:CELLS]]
    truth = marched(heights, surface.cell_m, cells, season.suns) / 6
    return bands_of(season, **means)[0][cells[:, 0], cells[:, 1]] - truth


def check(errors, within_30, within_60):
    slack = 1e-4  # hours are of 32 bits
    assert (np.abs(errors) <= 0.5 + slack).mean() >= within_30
    assert (np.abs(errors) <= 1.0 + slack).mean() >= within_60
    assert abs(errors.mean()) <= 0.05


@pytest.mark.parametrize(("means", "within_30", "within_60"), [({}, 0.97, 0.995), ({"families": 1}, 0.95, 0.98)])
def test_montpellier(real_data, means, within_30, within_60):
    surface, terrain = (
        heights_of(real_data / "lidar" / f"{name}_lidar_montpellier_0m50.tif") for name in ("mns", "mnt")
    )
    check(errors_h(surface, terrain, Window(0, 60, 200, 200), **means), within_30, within_60)


def test_gothenburg(real_data):
    surface, terrain = (heights_of(real_data / "dsm_umep" / f"{name}_KRbig.tif") for name in ("DSM", "DEM"))
    check(errors_h(surface, terrain, Window(10, 10, 200, 200)), 0.97, 0.995)


@pytest.mark.parametrize("corner", [(800, 1_000), (1_300, 1_500)])
def test_the_demonstration_territory(demonstration, corner):
    surface, terrain = (heights_of(demonstration / "layers" / f"{name}-val-fiacre.tif") for name in ("mns", "mnt"))
    check(errors_h(surface, terrain, Window(*corner, 180, 180)), 0.97, 0.995)
