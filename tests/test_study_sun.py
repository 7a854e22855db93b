"""The sun of sites: one pass over the surface, and one moment around one of them."""

import dataclasses
from datetime import UTC, datetime

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from affine import Affine
from shapely import box

from geo.models import Bounds, Provenance, RasterFile, Role
from geo.study import judge, survey
from geo.study.sun import sun_at, survey_sun
from tests import factories

WEST, NORTH, SIDE = 651_000.0, 6_862_000.0, 300


def field(heights, folder, name="mns.tif"):
    """Write a surface of 1 m cells and return its place in a territory."""
    path, rows, columns = folder / name, *heights.shape
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:2154", "nodata": -9999.0}
    with rasterio.open(
        path, "w", width=columns, height=rows, transform=Affine(1, 0, WEST, 0, -1, NORTH), **profile
    ) as file:
        file.write(heights.astype(np.float32), 1)
    bounds = Bounds(WEST, NORTH - rows, WEST + columns, NORTH)
    return RasterFile(Role.SURFACE, path, "EPSG:2154", bounds, columns, rows, 1.0, Provenance(name))


@pytest.fixture(scope="module")
def walled(tmp_path_factory):
    """Return a flat field with a wall of 12 m along its middle, from west to east."""
    heights = np.full((SIDE, SIDE), 50.0)
    heights[148:152, 50:250] = 62.0
    tile = field(heights, tmp_path_factory.mktemp("walled"))
    return dataclasses.replace(factories.territory(), rasters={Role.SURFACE: (tile,)})


def site(west, south, east, north):
    return gpd.GeoDataFrame(
        index=["s"], geometry=[box(WEST + west, NORTH - south, WEST + east, NORTH - north)], crs=2154
    )


def test_the_side_of_the_wall_decides(walled):
    north, south = site(140, 146, 160, 136), site(140, 174, 160, 164)
    shaded, sunny = (survey_sun(walled, place).table.iloc[0] for place in (north, south))
    assert sunny["sun_hours"] > shaded["sun_hours"] + 2
    assert sunny["sun_over_6h_share"] == 1
    assert shaded["sun_hours_03"] < shaded["sun_hours_06"]
    assert list(shaded.index[-8:]) == [f"sun_hours_{month:02d}" for month in range(3, 11)]


def test_the_map_shows_the_whole_surface(walled):
    view = survey_sun(walled, site(140, 146, 160, 136)).view
    assert view.values.shape == (SIDE, SIDE)
    assert view.bounds == Bounds(WEST, NORTH - SIDE, WEST + SIDE, NORTH)
    assert np.nanmax(view.values) > 11


def test_a_site_off_the_surface_is_unknown(walled):
    assert survey_sun(walled, site(900, 920, 920, 900)).table["sun_hours"].isna().all()


def test_tiles_give_what_one_surface_gives(walled, tmp_path):
    with rasterio.open(walled.rasters[Role.SURFACE][0].path) as file:
        heights = file.read(1)
    halves = []
    for number, part in enumerate(np.hsplit(heights, [170])):
        tile = field(part, tmp_path, f"{number}.tif")
        west = WEST + 170 * number
        with rasterio.open(tile.path, "r+") as file:
            file.transform = Affine(1, 0, west, 0, -1, NORTH)
        bounds = Bounds(west, NORTH - SIDE, west + part.shape[1], NORTH)
        halves.append(dataclasses.replace(tile, bounds=bounds))
    tiled = dataclasses.replace(walled, rasters={Role.SURFACE: tuple(halves)})
    place = site(140, 146, 190, 136)
    assert survey_sun(tiled, place).table.equals(survey_sun(walled, place).table)


@pytest.mark.parametrize(
    ("hour", "lit_north_of_the_wall"),
    [(12, False), (0, None)],
)
def test_a_moment(walled, hour, lit_north_of_the_wall):
    moment = sun_at(walled, site(140, 146, 160, 136).geometry, datetime(2025, 12, 21, hour, tzinfo=UTC))
    assert set(np.unique(moment.lit.values)) <= {0.0, 1.0}
    if lit_north_of_the_wall is None:
        assert moment.elevation_deg < 0
        assert not moment.lit.values.any()
        return
    row, column = int(moment.lit.bounds.north - (NORTH - 140)), int(WEST + 150 - moment.lit.bounds.west)
    # 12 m ÷ tan(17.7°) = 38 m of shadow at noon on the shortest day
    assert moment.elevation_deg == pytest.approx(17.7, abs=0.7)
    assert not moment.lit.values[row, column]
    assert moment.lit.values[row + 40, column]


def test_the_survey_uses_the_sun_and_the_profile_excludes_the_dark(profile, tmp_path):
    heights = np.full((SIDE, SIDE), 190.0)
    heights[120:180, 120:180] = 50.0
    tile = field(heights, tmp_path)
    plots = [box(WEST + 126, NORTH - 174, WEST + 150, NORTH - 130), box(WEST + 20, NORTH - 60, WEST + 50, NORTH - 20)]
    place = dataclasses.replace(factories.territory(factories.parcels(*plots)), rasters={Role.SURFACE: (tile,)})
    found = survey(place)
    judged = judge(found, profile)
    by_parcel = {parcels[0][-1]: site for site, parcels in found.sites["parcels"].items()}
    pit, top = by_parcel["1"], by_parcel["2"]
    assert found.sun is not None
    assert judged.results.loc[pit, "verdict"] == "excluded"
    assert judged.results.loc[top, "verdict"] == "eligible"
    assert judged.utilities.loc[top, "A1"] == 100
    assert judged.utilities.loc[pit, "A1"] < 30
