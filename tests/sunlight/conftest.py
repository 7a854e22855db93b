"""Scenes in memory, and the bands of a season as one array."""

from dataclasses import replace

import numpy as np
import pytest

from geo.models import Bounds
from geo.sunlight import HeldHeights, Period, Place, Scene, Sweeping, season_of, sun_hours
from geo.sunlight.positions import Suns
from geo.sunlight.ruler import Relief

CLAMART = Place(48.8, 2.26)


def held(values, cell_m=1.0):
    values = np.asarray(values, np.float32)
    rows, columns = values.shape
    return HeldHeights(values, Bounds(0, 0, columns * cell_m, rows * cell_m), "EPSG:2154")


def bands_of(season, **means):
    surface = season.scene.surface
    bands = np.full((len(season.bands), surface.rows, surface.columns), -1, np.float32)
    for block in sun_hours(season, Sweeping(**means)):
        window = block.window
        place = np.s_[window.row : window.row + window.rows, window.column : window.column + window.columns]
        assert (bands[block.band - 1][place] == -1).all(), "a cell was written twice"
        bands[block.band - 1][place] = block.values
    return bands


def seen_from(values, suns, cell_m=1.0, relief=None, **means):
    """Count the suns that each cell sees."""
    season = season_of(Scene(held(values, cell_m)), Period(step_min=60), CLAMART)
    season = replace(season, suns=suns, months=(6,), days=(1,), relief=relief or season.relief)
    return np.rint(bands_of(season, **means)[0]).astype(int)


def suns_at(azimuths_deg, elevations_deg):
    azimuths, elevations = np.broadcast_arrays(np.radians(azimuths_deg), np.radians(elevations_deg))
    return Suns(azimuths.ravel().copy(), elevations.ravel().copy(), np.full(azimuths.size, 6))


@pytest.fixture(scope="session")
def town():
    """Return a small made-up town on a slope: blocks, walls, a pit and a spire. [m]"""
    rng = np.random.default_rng(7)
    heights = np.add.outer(np.linspace(0, 6, 90), np.linspace(2, 0, 120))
    for _ in range(25):
        row, column, deep, wide = rng.integers((0, 0, 2, 2), (80, 110, 12, 12))
        heights[row : row + deep, column : column + wide] += rng.uniform(2, 15)
    heights[40:44, 50:54] -= 4
    heights[20, 30] += 25
    return heights.astype(np.float32)


__all__ = ["CLAMART", "Relief", "bands_of", "held", "seen_from", "suns_at"]
