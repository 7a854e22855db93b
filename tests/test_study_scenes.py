"""What the sun meets where no laser has flown, roofs that are no ground, trees, and the ground of one site."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from affine import Affine
from shapely import box

from geo.indicators.sun import sun
from geo.models import Bounds, Provenance, Raster, RasterFile, Role
from geo.study import judge, survey
from geo.study.scenes import ESTIMATED, SURVEYED, can_be_lit, scene_around, scene_of
from geo.study.sun import sun_at, sun_of_ground, survey_sun
from tests import factories

WEST, NORTH = 651_000.0, 6_862_000.0
WALL = (50, 152, 250, 148)
NORTH_OF_IT, SOUTH_OF_IT = (140, 146, 160, 136), (140, 174, 160, 164)


def plot(west, south, east, north):
    """Place a rectangle counted in metres from the north-west corner."""
    return box(WEST + west, NORTH - south, WEST + east, NORTH - north)


def site(*sides):
    return gpd.GeoDataFrame(index=["s"], geometry=[plot(*sides)], crs=2154)


def tile(path, heights, role, cell_m=1.0):
    rows, columns = heights.shape
    place = Affine(cell_m, 0, WEST, 0, -cell_m, NORTH)
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:2154", "nodata": -9999.0}
    with rasterio.open(path, "w", width=columns, height=rows, transform=place, **profile) as file:
        file.write(heights.astype(np.float32), 1)
    bounds = Bounds(WEST, NORTH - rows * cell_m, WEST + columns * cell_m, NORTH)
    return RasterFile(role, path, "EPSG:2154", bounds, columns, rows, cell_m, Provenance(path.name))


def buildings(*heights_m, storeys=np.nan):
    layer = factories.buildings(plot(*WALL))
    return dataclasses.replace(layer, frame=layer.frame.assign(height_m=list(heights_m), storeys=storeys))


def territory(*layers, **rasters):
    place = factories.territory(factories.parcels(plot(0, 300, 300, 0)), *layers)
    return dataclasses.replace(place, rasters={Role(name): (found,) for name, found in rasters.items()})


def walled(folder, height=12.0, side=300):
    heights = np.full((side, side), 50.0)
    heights[148:152, 50:250] += height
    return tile(folder / "mns.tif", heights, Role.SURFACE)


def test_buildings_on_flat_ground_shade_as_the_surface_model_does(tmp_path):
    estimated, surveyed = territory(buildings(12.0)), territory(buildings(12.0), surface=walled(tmp_path))
    for place in (site(*NORTH_OF_IT), site(*SOUTH_OF_IT)):
        guess, truth = (survey_sun(one, place) for one in (estimated, surveyed))
        assert guess.table["sun_hours"].item() == pytest.approx(truth.table["sun_hours"].item(), abs=0.1)
        assert (guess.quality, truth.quality) == (ESTIMATED, SURVEYED)
        assert truth.notes == ()
        assert [note.values for note in guess.notes] == [{"count": 1, "unknown": 0, "height_m": 6.0}, {}]
        assert "flat" in str(guess.notes[1])


@pytest.mark.parametrize(("height", "storeys", "same_as", "unknown"), [
    (np.nan, np.nan, 6.0, 1), (0.0, np.nan, 6.0, 1), (np.nan, 4.0, 12.0, 0), (9.0, 1.0, 9.0, 0),
])  # fmt: skip
def test_an_unknown_height_comes_from_the_storeys_else_is_two_of_them_and_is_counted(height, storeys, same_as, unknown):
    guess = survey_sun(territory(buildings(height, storeys=storeys)), site(*NORTH_OF_IT))
    said = survey_sun(territory(buildings(same_as)), site(*NORTH_OF_IT))
    assert guess.table.equals(said.table)
    assert guess.notes[0].values["unknown"] == unknown


def test_the_estimate_stands_on_a_terrain_of_coarser_cells(tmp_path):
    slope = np.repeat([np.arange(60) * 0.25], 60, axis=0)
    known = scene_of(territory(buildings(12.0), terrain=tile(tmp_path / "mnt.tif", slope, Role.TERRAIN, 5.0)))
    assert [note.values.get("count") for note in known.notes] == [1]
    around = scene_around(territory(buildings(12.0)), Bounds(WEST, NORTH - 300, WEST + 300, NORTH))
    surface = known.scene.surface
    assert surface.bounds == Bounds(WEST - 150, NORTH - 450, WEST + 450, NORTH + 150)
    row, columns = 150 + 20, np.arange(150 + 10, 150 + 20)
    np.testing.assert_allclose(surface.values[row, columns], (columns - 150 + 0.5 - 2.5) / 20, rtol=1e-4)
    roof = surface.values[150 + 149, 150 + 60 : 150 + 240]
    assert np.ptp(roof) == 0
    assert roof[0] == pytest.approx(12 + np.mean((np.arange(50, 250) + 0.5 - 2.5) / 20), abs=0.01)
    assert np.ptp(around.scene.surface.values) == 12


def test_nothing_is_known_without_surface_nor_buildings():
    nowhere, place = territory(), site(*NORTH_OF_IT)
    assert not can_be_lit(nowhere)
    found = survey_sun(nowhere, place)
    assert found.view is None
    assert found.table["sun_hours"].isna().all()
    assert sun_of_ground(nowhere, place.geometry.iloc[0]) is None


def test_the_estimate_lowers_the_reliability_of_the_sun_and_is_told(profile, tmp_path):
    from geo.present.labels import translator
    from geo.present.screening import site_sheet, standalone_map

    plots = [plot(*NORTH_OF_IT), plot(*SOUTH_OF_IT)]
    place = territory(factories.parcels(*plots), buildings(12.0))
    guess, truth = survey(place), survey(dataclasses.replace(place, rasters={Role.SURFACE: (walled(tmp_path),)}))
    [weight] = [criterion.weight for criterion in profile.criteria if criterion.id == "A1"]
    lower, higher = (judge(found, profile).results["reliability"] for found in (guess, truth))
    np.testing.assert_allclose(higher - lower, weight * (SURVEYED - ESTIMATED) / 100)
    sheets = [site_sheet(s, judge(s, profile), s.sites.index[0], translator("fr")) for s in (guess, truth)]
    assert ["Surface estimée d’après la hauteur de 1 bâtiments" in sheet for sheet in sheets] == [True, False]
    page = standalone_map(guess, judge(guess, profile), translator("fr"), language="fr")
    assert "Surface estim" in page


def test_one_more_site_changes_nothing():
    one, two = site(*NORTH_OF_IT), gpd.GeoDataFrame(
        index=["s", "t"], geometry=[plot(*NORTH_OF_IT), plot(20, 290, 40, 280)], crs=2154
    )  # fmt: skip
    place = territory(buildings(12.0))
    np.testing.assert_allclose(survey_sun(place, two).table.loc["s"], survey_sun(place, one).table.loc["s"], rtol=1e-9)


def test_a_moment_of_an_estimate_has_its_shadow():
    from datetime import UTC, datetime

    moment = sun_at(territory(buildings(12.0)), site(*NORTH_OF_IT).geometry, datetime(2025, 12, 21, 12, tzinfo=UTC))
    assert moment.lit.crs == "EPSG:2154"
    row, column = int(moment.lit.bounds.north - (NORTH - 140)), int(WEST + 150 - moment.lit.bounds.west)
    assert not moment.lit.values[row, column]
    assert moment.lit.values[row + 40, column]


HALVES = Raster(np.repeat([[2.0, 2.0, 8.0, 8.0]], 4, axis=0).astype(np.float32), Bounds(0, 0, 4, 4), "EPSG:2154")


def test_the_sun_of_a_site_is_that_of_its_ground():
    roofs = np.zeros((4, 4), bool)
    roofs[:, 2:] = True
    sites = gpd.GeoDataFrame(
        index=["half", "roof", "edge"], geometry=[box(0, 0, 4, 4), box(2, 0, 4, 4), box(1, 0, 4, 4)], crs=2154
    )
    table = sun(sites, dict.fromkeys(range(4, 10), HALVES), roofs)
    assert table["sun_hours"].tolist() == pytest.approx([2, np.nan, 2], nan_ok=True)
    assert table["sun_under_3h_share"].tolist() == pytest.approx([1, np.nan, 1], nan_ok=True)
    assert sun(sites, dict.fromkeys(range(4, 10), HALVES))["sun_hours"].tolist() == pytest.approx([5, 8, 6])


def test_roofs_are_left_out_where_footprints_are_given(tmp_path):
    surface, place = walled(tmp_path), site(140, 152, 160, 140)
    whole, ground = (
        survey_sun(t, place) for t in (territory(surface=surface), territory(buildings(12.0), surface=surface))
    )
    beside = survey_sun(territory(surface=surface), site(140, 148, 160, 140))
    assert ground.table["sun_hours"].item() == pytest.approx(beside.table["sun_hours"].item(), abs=1e-5)
    assert whole.table["sun_hours"].item() > ground.table["sun_hours"].item() + 1


@pytest.mark.parametrize("surface_cell_m", [0.5, 1.0])
def test_the_ground_of_a_site_has_half_metre_cells_and_no_roof(tmp_path, surface_cell_m):
    heights = np.full((round(300 / surface_cell_m),) * 2, 50.0)
    heights[
        round(148 / surface_cell_m) : round(152 / surface_cell_m),
        round(50 / surface_cell_m) : round(250 / surface_cell_m),
    ] += 12
    tiles = tile(tmp_path / "mns.tif", heights, Role.SURFACE, surface_cell_m)
    hours = sun_of_ground(territory(buildings(12.0), surface=tiles), plot(140.2, 150, 160, 136))
    assert hours.bounds == Bounds(WEST + 140, NORTH - 150, WEST + 160, NORTH - 136)
    assert hours.values.shape == (28, 40)
    assert np.isnan(hours.values[24:]).all()
    assert np.isfinite(hours.values[:24]).all()
    whole = survey_sun(territory(surface=tiles), site(140, 146, 160, 136)).table["sun_hours"].item()
    assert hours.values[:20].mean() == pytest.approx(whole, abs=0.15)
    rows = hours.values[:24].mean(axis=1)
    assert (np.diff(rows) < 0.1).all(), "the nearer the wall, the darker"


def test_the_ground_of_an_estimate_and_of_a_hole(tmp_path):
    hours = sun_of_ground(territory(buildings(12.0)), plot(*NORTH_OF_IT))
    assert hours.values.shape == (20, 40)
    hole = tile(tmp_path / "mns.tif", np.full((300, 300), -9999.0), Role.SURFACE)
    assert np.isnan(sun_of_ground(territory(surface=hole), plot(*NORTH_OF_IT)).values).all()


@pytest.fixture
def wooded(tmp_path):
    """Return a flat field with a wall, a row of crowns, and the heights above the ground of both."""
    ground, above = np.full((300, 300), 50.0), np.zeros((300, 300))
    above[148:152, 50:250] = 12
    above[248:256, 50:250] = 12
    return {
        "surface": tile(tmp_path / "mns.tif", ground + above, Role.SURFACE),
        "terrain": tile(tmp_path / "mnt.tif", ground, Role.TERRAIN),
        "trees": tile(tmp_path / "mnh.tif", above, Role.TREES),
    }


def test_crowns_let_some_sun_through_and_roofs_none(wooded):
    with_trees = territory(buildings(12.0), **wooded)
    without = territory(buildings(12.0), surface=wooded["surface"], terrain=wooded["terrain"])
    behind_wall, behind_crowns = site(*NORTH_OF_IT), site(140, 246, 160, 236)
    light, dark = (survey_sun(place, behind_crowns).table.iloc[0] for place in (with_trees, without))
    assert light["sun_hours_03"] > dark["sun_hours_03"] + 1, "bare in March"
    assert light["sun_hours_06"] == pytest.approx(dark["sun_hours_06"], abs=0.3), "in leaf in June"
    one, other = (survey_sun(place, behind_wall).table.iloc[0] for place in (with_trees, without))
    assert one["sun_hours_03"] == pytest.approx(other["sun_hours_03"], abs=0.15)
    under = survey_sun(with_trees, site(140, 254, 160, 250)).table["sun_hours_06"].item()
    assert under < 2, "under the crowns, not on them"


@pytest.mark.parametrize("missing", ["terrain", "buildings"])
def test_trees_that_cannot_be_told_from_roofs_are_left_aside_and_it_is_said(wooded, missing):
    layers = () if missing == "buildings" else (buildings(12.0),)
    rasters = {name: found for name, found in wooded.items() if name != missing}
    found = survey_sun(territory(*layers, **rasters), site(140, 246, 160, 236))
    assert ["left aside" in str(note) for note in found.notes] == [True]
    alone = territory(*layers, **{name: kept for name, kept in rasters.items() if name != "trees"})
    assert found.table.equals(survey_sun(alone, site(140, 246, 160, 236)).table)
