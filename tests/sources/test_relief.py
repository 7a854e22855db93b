"""Surfaces and terrains told apart by the manifest, the name and the heights."""

import numpy as np
import pytest
import rasterio
from affine import Affine

from geo.models import Bounds, Provenance, Role
from geo.sources._files import RasterHeader, read_raster_header
from geo.sources.relief import (
    CONTRADICTED,
    UNDECIDED,
    UNUSED_KIND,
    raster_file,
    relief_window,
    role_in_name,
    roles_of_rasters,
    same_plane,
    stands_on,
)

GROUND = np.fromfunction(lambda row, column: 50 + column / 10, (40, 60), dtype=float)
ROOFS = GROUND + np.where(np.arange(60) % 4 == 0, 8.0, 0.0)


def raster(folder, name, heights, west=650_000.0):
    path = folder / name
    profile = {"driver": "GTiff", "width": 60, "height": 40, "count": 1, "dtype": "float32", "crs": "EPSG:2154"}
    with rasterio.open(path, "w", transform=Affine(1, 0, west, 0, -1, 6_860_000), **profile) as file:
        file.write(heights.astype("float32"), 1)
    bounds = Bounds(west, 6_859_960.0, west + 60, 6_860_000.0)
    return RasterHeader(path, "EPSG:2154", bounds, 60, 40, 1.0, "float32", None, heights.min(), heights.max(), ())


def roles(headers, declared=None):
    judged = roles_of_rasters(headers, declared or {})
    return {path.name: judgement.role or judgement.note for path, judgement in judged.items()}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("mns_1m.tif", Role.SURFACE),
        ("DSM_KRbig.tif", Role.SURFACE),
        ("LHD_FXX_0770_6277_MNT_O_0M50_LAMB93_IGN69.tif", Role.TERRAIN),
        ("RGEALTI_FXX_0765_6280.tif", Role.TERRAIN),
        ("mnh_lidar.tif", None),
        ("CDSM.tif", None),
        ("mns-mnt.tif", None),
        ("pneumnsx.tif", None),
    ],
)
def test_names(name, role):
    assert role_in_name(name) is role


def test_names_are_believed_when_the_heights_agree(tmp_path):
    headers = [raster(tmp_path, "mns.tif", ROOFS), raster(tmp_path, "mnt.tif", GROUND)]
    assert roles(headers) == {"mns.tif": Role.SURFACE, "mnt.tif": Role.TERRAIN}


def test_names_and_heights_that_disagree_are_left_to_the_manifest(tmp_path):
    headers = [raster(tmp_path, "mnt.tif", ROOFS), raster(tmp_path, "mns.tif", GROUND)]
    assert roles(headers) == {"mnt.tif": CONTRADICTED, "mns.tif": CONTRADICTED}
    declared = {headers[0].path: Role.SURFACE, headers[1].path: Role.TERRAIN}
    assert roles(headers, declared) == {"mnt.tif": Role.SURFACE, "mns.tif": Role.TERRAIN}


def test_nothing_overrules_the_manifest(tmp_path):
    headers = [raster(tmp_path, "mns.tif", ROOFS), raster(tmp_path, "mnt.tif", GROUND)]
    declared = {headers[0].path: Role.TERRAIN, headers[1].path: Role.SURFACE}
    assert roles(headers, declared) == {"mns.tif": Role.TERRAIN, "mnt.tif": Role.SURFACE}


def test_two_rasters_without_a_name_are_told_apart_by_their_heights(tmp_path):
    headers = [raster(tmp_path, "a.tif", GROUND), raster(tmp_path, "b.tif", ROOFS)]
    assert roles(headers) == {"a.tif": Role.TERRAIN, "b.tif": Role.SURFACE}


def test_one_name_is_enough_for_both(tmp_path):
    headers = [raster(tmp_path, "mnt.tif", GROUND), raster(tmp_path, "b.tif", ROOFS)]
    assert roles(headers) == {"mnt.tif": Role.TERRAIN, "b.tif": Role.SURFACE}


def test_a_raster_alone_without_a_name_is_left_to_the_manifest(tmp_path):
    header = raster(tmp_path, "a.tif", GROUND)
    assert roles([header]) == {"a.tif": UNDECIDED}
    assert roles([header], {header.path: Role.TERRAIN}) == {"a.tif": Role.TERRAIN}


def test_rasters_of_different_places_say_nothing_of_each_other(tmp_path):
    headers = [raster(tmp_path, "a.tif", GROUND), raster(tmp_path, "b.tif", ROOFS, west=700_000)]
    assert stands_on(headers[1], headers[0]) is None
    assert roles(headers) == {"a.tif": UNDECIDED, "b.tif": UNDECIDED}


def test_twins_say_nothing_of_each_other(tmp_path):
    headers = [raster(tmp_path, "a.tif", GROUND), raster(tmp_path, "b.tif", GROUND)]
    assert roles(headers) == {"a.tif": UNDECIDED, "b.tif": UNDECIDED}


def test_heights_of_trees_are_known_by_name_and_heights_and_never_compared(tmp_path):
    headers = [raster(tmp_path, "mnh.tif", ROOFS - GROUND), raster(tmp_path, "mns.tif", ROOFS)]
    assert roles(headers) == {"mnh.tif": Role.TREES, "mns.tif": Role.SURFACE}
    absolute = [raster(tmp_path, "CDSM.tif", ROOFS + 200), raster(tmp_path, "mns.tif", ROOFS)]
    assert roles(absolute) == {"CDSM.tif": UNUSED_KIND, "mns.tif": Role.SURFACE}
    assert roles(absolute, {absolute[0].path: Role.TREES})["CDSM.tif"] is Role.TREES
    cover = raster(tmp_path, "landcover.tif", ROOFS - GROUND)
    assert roles([cover]) == {"landcover.tif": UNUSED_KIND}


def test_declared_trees_say_nothing_of_a_raster_beside(tmp_path):
    headers = [raster(tmp_path, "a.tif", ROOFS - GROUND), raster(tmp_path, "b.tif", GROUND)]
    assert roles(headers, {headers[0].path: Role.TREES}) == {"a.tif": Role.TREES, "b.tif": UNDECIDED}


def test_the_real_surface_stands_on_the_real_terrain(real_data, tmp_path):
    surface, terrain = (
        read_raster_header(real_data / "lidar" / f"{name}_lidar_montpellier_0m50.tif") for name in ("mns", "mnt")
    )
    assert stands_on(surface, terrain)
    assert not stands_on(terrain, surface)


def tile(folder, name, heights, west=650_000.0):
    return raster_file(raster(folder, name, heights, west), Role.TERRAIN, Provenance(name))


def test_a_window_of_the_terrain(tmp_path):
    window = relief_window([tile(tmp_path, "mnt.tif", GROUND)], Bounds(650_010, 6_859_980, 650_014, 6_859_982))
    np.testing.assert_allclose(window.values, [[51.0, 51.1, 51.2, 51.3]] * 2, rtol=1e-6)


@pytest.mark.parametrize("cell_m", [None, 2.0])
def test_a_window_across_two_tiles_is_seamless(tmp_path, cell_m):
    tiles = [tile(tmp_path, "a.tif", GROUND), tile(tmp_path, "b.tif", GROUND + 6, 650_060.0)]
    window = relief_window(tiles, Bounds(650_050, 6_859_970, 650_070, 6_859_980), cell_m)
    side = cell_m or 1
    assert window.values.shape == (10 / side, 20 / side)
    expected = 50 + (50 + (side - 1) / 2 + side * np.arange(20 / side)) / 10
    np.testing.assert_allclose(window.values, np.tile(expected, (int(10 / side), 1)), rtol=1e-6)


def test_the_first_of_two_tiles_counts_where_they_overlap(tmp_path):
    tiles = [tile(tmp_path, "a.tif", GROUND), tile(tmp_path, "b.tif", GROUND * 0, 650_030.0)]
    window = relief_window(tiles, Bounds(650_020, 6_859_980, 650_080, 6_859_981))
    assert (window.values[0, :40] > 0).all()
    assert (window.values[0, 40:] == 0).all()


def test_a_window_outside_of_every_tile_is_all_missing(tmp_path):
    window = relief_window([tile(tmp_path, "a.tif", GROUND)], Bounds(0, 0, 10, 10))
    assert np.isnan(window.values).all()


@pytest.mark.parametrize(("one", "other", "same"), [("", "EPSG:2154", False), ("EPSG:2154", "EPSG:2154", True)])
def test_planes(one, other, same):
    assert same_plane(one, other) is same
