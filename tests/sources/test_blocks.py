"""Heights read piece by piece, put on other cells, joined; our own rasters written and read again."""

import numpy as np
import pytest
import rasterio

from geo.errors import SourceError
from geo.export.rasters import write_blocks
from geo.models import Block, Bounds, Window
from geo.sources._blocks import heights_of, mosaic_of, placed_on, read_bands, where_is
from tests.sources.test_files_rasters import NORTH, WEST, write

STAIRS = np.arange(16, dtype=np.float32).reshape(4, 4)


def shifted(path, values, east=0.0, south=0.0, cell=1.0, **options):
    from affine import Affine

    return write(path, values, transform=Affine(cell, 0, WEST + east, 0, -cell, NORTH - south), **options)


def test_a_window_may_stick_out(tmp_path):
    heights = heights_of(write(tmp_path / "a.tif", STAIRS, nodata=5))
    assert (heights.rows, heights.columns, heights.cell_m, heights.crs) == (4, 4, 1.0, "EPSG:2154")
    read = heights.read(Window(-1, 2, 3, 3))
    np.testing.assert_array_equal(read, [[np.nan] * 3, [2, 3, np.nan], [6, 7, np.nan]])
    assert np.isnan(heights.read(Window(1, 1, 1, 1))).all()


def test_a_coarser_file_is_put_on_the_cells_of_a_finer_one(tmp_path):
    fine = heights_of(write(tmp_path / "fine.tif", np.zeros((4, 4), np.float32), cell=0.5))
    coarse = heights_of(write(tmp_path / "coarse.tif", np.array([[1, 2], [3, 4]], np.float32)))
    placed = placed_on(fine, [coarse])
    np.testing.assert_array_equal(placed.read(Window(0, 0, 4, 4)), np.kron([[1, 2], [3, 4]], np.ones((2, 2))))
    assert np.isnan(placed.read(Window(-3, 0, 2, 2))).all()


def test_tiles_make_one_raster_and_the_first_counts(tmp_path):
    west = heights_of(shifted(tmp_path / "w.tif", STAIRS))
    east = heights_of(shifted(tmp_path / "e.tif", STAIRS + 100, east=3))
    north = heights_of(shifted(tmp_path / "n.tif", STAIRS + 200, south=-4))
    joined = mosaic_of([west, east, north])
    assert (joined.rows, joined.columns) == (8, 7)
    assert joined.bounds == Bounds(WEST, NORTH - 4, WEST + 7, NORTH + 4)
    whole = joined.read(Window(0, 0, 8, 7))
    np.testing.assert_array_equal(whole[4:, :4], STAIRS)
    np.testing.assert_array_equal(whole[4:, 4:], STAIRS[:, 1:] + 100)
    np.testing.assert_array_equal(whole[:4, :4], STAIRS + 200)
    assert np.isnan(whole[:4, 4:]).all()
    np.testing.assert_array_equal(joined.read(Window(3, 2, 3, 4)), whole[3:6, 2:6])


@pytest.mark.parametrize(("options", "words"), [
    ({"crs": "EPSG:4326"}, "metric"), ({"crs": "EPSG:2263"}, "not in metres"),
    ({"values": STAIRS.astype(np.uint8)}, "picture"),
])  # fmt: skip
def test_what_is_no_surface_in_metres_is_refused(tmp_path, options, words):
    values = options.pop("values", STAIRS)
    with pytest.raises(SourceError, match=words) as told:
        heights_of(write(tmp_path / "bad.tif", values, **options))
    assert told.value.where == "bad.tif"
    assert told.value.remedy


def test_heights_in_feet_are_refused(tmp_path):
    path = write(tmp_path / "feet.tif", STAIRS)
    with rasterio.open(path, "r+") as dataset:
        dataset.units = ["ft"]
    with pytest.raises(SourceError, match="ft"):
        heights_of(path)


def test_a_picture_of_three_bands_is_refused(tmp_path):
    with rasterio.open(write(tmp_path / "one.tif", STAIRS)) as one:
        profile = one.profile | {"count": 3}
    with rasterio.open(tmp_path / "ortho.tif", "w", **profile) as dataset:
        dataset.write(np.stack([STAIRS] * 3))
    with pytest.raises(SourceError, match="picture"):
        heights_of(tmp_path / "ortho.tif")


def test_another_place_or_plane_is_refused(tmp_path):
    here = heights_of(write(tmp_path / "here.tif", STAIRS))
    with pytest.raises(SourceError, match="does not cover"):
        placed_on(here, [heights_of(shifted(tmp_path / "there.tif", STAIRS, east=500))])
    with pytest.raises(SourceError, match="EPSG:3007"):
        placed_on(here, [heights_of(write(tmp_path / "sweden.tif", STAIRS, crs="EPSG:3007"))])


def test_blocks_are_written_whole_or_not_at_all(tmp_path):
    cells = heights_of(write(tmp_path / "cells.tif", np.zeros((300, 520), np.float32)))
    truth = np.random.default_rng(0).random((2, 300, 520)).astype(np.float32)
    truth[1, 7, 9] = np.nan

    def blocks(until=520):
        for band in (2, 1):
            for column in range(0, until, 256):
                some = truth[band - 1, :, column : column + 256]
                yield Block(band, Window(0, column, 300, some.shape[1]), some)

    out = tmp_path / "out.tif"
    write_blocks(out, cells, ("first", "second"), blocks())
    with rasterio.open(out) as dataset:
        assert dataset.descriptions == ("first", "second")
        assert (dataset.dtypes, dataset.profile["tiled"]) == (("float32", "float32"), True)
        assert dataset.compression.value == "DEFLATE"
        assert np.isnan(dataset.nodata)
        np.testing.assert_array_equal(dataset.read(), truth)
    before = out.read_bytes()

    def failing():
        yield next(blocks())
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_blocks(out, cells, ("first", "second"), failing())
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cells.tif", "out.tif"]
    bands = read_bands(out, Bounds(WEST + 2.5, NORTH - 9, WEST + 10, NORTH + 50))
    np.testing.assert_array_equal(bands["second"].values, truth[1, :9, 2:10])
    assert bands["first"].bounds == Bounds(WEST + 2, NORTH - 9, WEST + 10, NORTH)
    assert where_is(out) == ("EPSG:2154", cells.bounds)
