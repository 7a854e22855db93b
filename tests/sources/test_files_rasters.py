"""Rasters: what a header promises, and windows whose values were computed by hand."""

import struct
from contextlib import suppress

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.models import Bounds
from geo.sources._files import read_raster_header, read_window
from geo.sources._rasters import known_only, read_header
from geo.sources._tiff import check_tiff

WEST, NORTH = 650_000.0, 6_860_000.0


def write(path, values, *, cell=1.0, crs="EPSG:2154", nodata=None, transform=None, **options):
    values = np.asarray(values)
    height, width = values.shape
    placed = transform or Affine(cell, 0, WEST, 0, -cell, NORTH)
    profile = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": values.dtype, "crs": crs}
    with rasterio.open(path, "w", transform=placed, nodata=nodata, **profile, **options) as dataset:
        dataset.write(values, 1)
    return path


def window(path, west, south, east, north, **options):
    """In metres from the raster's south-west… its north-west corner: y grows southwards."""
    return read_window(path, Bounds(WEST + west, NORTH - south, WEST + east, NORTH - north), **options)


@pytest.fixture
def stairs(tmp_path):
    return write(tmp_path / "stairs.tif", np.arange(16, dtype=np.float32).reshape(4, 4))


def test_a_window_holds_whole_cells_and_nothing_else(stairs):
    raster = window(stairs, 1, 3, 3, 1)
    assert raster.values.tolist() == [[5, 6], [9, 10]]
    assert raster.values.dtype == np.float32
    assert raster.bounds == Bounds(WEST + 1, NORTH - 3, WEST + 3, NORTH - 1)
    assert raster.crs == "EPSG:2154"


def test_a_window_is_widened_to_whole_cells(stairs):
    assert window(stairs, 1.2, 2.5, 2.9, 1.1).values.tolist() == [[5, 6], [9, 10]]


def test_a_coarse_window_holds_means(stairs):
    raster = window(stairs, 0, 4, 4, 0, cell_m=2)
    assert raster.values.tolist() == [[2.5, 4.5], [10.5, 12.5]]
    assert raster.bounds == Bounds(WEST, NORTH - 4, WEST + 4, NORTH)


def test_cells_finer_than_the_file_are_those_of_the_file(stairs):
    assert window(stairs, 0, 4, 4, 0, cell_m=0.5).values.shape == (4, 4)


def test_three_tenths_are_three_cells_of_a_tenth(tmp_path):
    path = write(tmp_path / "x.tif", np.ones((6, 6), dtype=np.float32), cell=0.1)
    assert window(path, 0, 0.6, 0.6, 0, cell_m=0.3).values.shape == (2, 2)


def test_outside_of_the_file_is_missing(stairs):
    raster = window(stairs, -1, 2, 1, -1)
    assert np.isnan(raster.values).tolist() == [[True, True], [True, False], [True, False]]
    assert np.isnan(window(stairs, 100, 110, 110, 100).values).all()


def test_means_leave_missing_cells_out(tmp_path):
    path = write(tmp_path / "x.tif", np.array([[1, -9999], [3, -9999]], dtype=np.float32), nodata=None)
    assert window(path, 0, 2, 2, 0, cell_m=2).values.tolist() == [[2.0]]


@pytest.mark.parametrize("mark", [-9999, -99999, 3.4e38, -3.4028235e38, np.nan, np.inf, -32768])
def test_undeclared_marks_of_missing_cells_are_missing(mark):
    assert np.isnan(known_only(np.array([mark], dtype=np.float32))).all()


def test_a_declared_mark_is_missing_even_as_a_plausible_height(tmp_path):
    path = write(tmp_path / "x.tif", np.array([[0, 7]], dtype=np.int16), nodata=0)
    raster = window(path, 0, 1, 2, 0)
    assert np.isnan(raster.values[0, 0])
    assert raster.values[0, 1] == 7


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 4), st.integers(1, 12))
def test_neighbouring_windows_fit_together(tmp_path_factory, row, column, factor, size):
    values = np.random.default_rng(0).random((24, 24), dtype=np.float32)
    path = write(tmp_path_factory.mktemp("tiles") / "x.tif", values)
    whole = window(path, 0, 24, 24, 0, cell_m=factor).values
    part = window(path, column, row + size, column + size, row, cell_m=factor)
    top = round((NORTH - part.bounds.north) / factor)
    left = round((part.bounds.west - WEST) / factor)
    seen = whole[top : top + part.values.shape[0], left : left + part.values.shape[1]]
    assert np.array_equal(part.values[: seen.shape[0], : seen.shape[1]], seen, equal_nan=True)


def test_a_large_window_is_read_in_bands(tmp_path, monkeypatch):
    values = np.random.default_rng(1).random((30, 7), dtype=np.float32)
    path = write(tmp_path / "x.tif", values)
    at_once = window(path, 0, 30, 7, 0, cell_m=3).values
    monkeypatch.setattr("geo.sources._windows._BAND_CELLS", 10)
    assert np.array_equal(window(path, 0, 30, 7, 0, cell_m=3).values, at_once, equal_nan=True)


def test_a_window_beyond_the_memory_is_refused(stairs):
    with pytest.raises(SourceError, match="more than 150000000 cells"):
        window(stairs, 0, 1e6, 1e6, 0)


def test_a_header_tells_what_the_file_holds(tmp_path):
    values = np.full((8, 6), 42, dtype=np.float32)
    values[0, 0] = -9999
    header = read_raster_header(write(tmp_path / "x.tif", values, cell=0.5))
    assert header.path == tmp_path / "x.tif"
    assert (header.crs, header.width, header.height, header.cell_m) == ("EPSG:2154", 6, 8, 0.5)
    assert header.bounds == Bounds(WEST, NORTH - 4, WEST + 3, NORTH)
    assert (header.dtype, header.nodata, header.least, header.greatest) == ("float32", None, 42, 42)


def test_a_large_raster_is_sampled_by_squares(tmp_path):
    values = np.zeros((1_200, 1_100), dtype=np.uint8)
    values[-1, -1] = 9
    header = read_header(write(tmp_path / "x.tif", values, tiled=True, compress="deflate"))
    assert (header.least, header.greatest) == (0, 9)


def test_a_raster_without_crs_in_lambert_93_is_told(tmp_path):
    header = read_header(write(tmp_path / "x.tif", np.ones((2, 2), dtype=np.float32), crs=None))
    assert header.crs == "EPSG:2154"
    assert "declares no coordinate reference system" in str(header.notes[0])


REFUSED = {
    "degrees": ({"crs": "EPSG:4326", "transform": Affine(0.001, 0, 2, 0, -0.001, 48)}, "not in a metric"),
    "nowhere": ({"crs": None, "transform": Affine(1, 0, 5, 0, -1, 5)}, "not in a metric"),
    "oblong": ({"transform": Affine(1, 0, WEST, 0, -2, NORTH)}, "upright squares"),
    "turned": ({"transform": Affine(1, 0.1, WEST, 0.1, -1, NORTH)}, "upright squares"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_rasters_without_square_metres_are_refused(tmp_path, case):
    options, reason = REFUSED[case]
    with pytest.raises(SourceError, match=reason):
        read_header(write(tmp_path / "x.tif", np.ones((2, 2), dtype=np.float32), **options))


@pytest.mark.parametrize(
    "options", [{}, {"compress": "deflate"}, {"compress": "lzw", "tiled": True}, {"BIGTIFF": "YES"}]
)
def test_ordinary_tiffs_pass(tmp_path, options):
    path = write(tmp_path / "x.tif", np.ones((64, 64), dtype=np.float32), **options)
    check_tiff(path)
    assert window(path, 0, 64, 64, 0).values.sum() == 4_096


def test_big_endian_tiffs_pass(tmp_path):
    path = write(tmp_path / "x.tif", np.ones((4, 4), dtype=np.float32), ENDIANNESS="BIG")
    assert path.read_bytes().startswith(b"MM")
    check_tiff(path)


def test_an_unexpected_compression_is_refused(tmp_path):
    path = write(tmp_path / "x.tif", np.ones((64, 64), dtype=np.uint8), compress="jpeg")
    with pytest.raises(SourceError, match="unexpected way"):
        check_tiff(path)


def test_a_block_too_big_for_the_memory_is_refused(tmp_path):
    path = tmp_path / "x.tif"
    entries = [(256, 4, 1, 60_000), (257, 4, 1, 60_000), (258, 3, 1, 32), (259, 3, 1, 8), (278, 4, 1, 60_000)]
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    path.write_bytes((b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + bytes(4)).ljust(4 << 20, b"\0"))
    with pytest.raises(SourceError, match="too many or more"):
        check_tiff(path)


def test_a_raster_cut_short_is_refused(tmp_path):
    path = write(tmp_path / "x.tif", np.random.default_rng(2).random((200, 200)).astype(np.float32))
    path.write_bytes(path.read_bytes()[:50_000])
    with pytest.raises(SourceError, match="damaged or incomplete"):
        read_header(path)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_random_directories_are_refused_or_pass(tmp_path_factory, noise):
    path = tmp_path_factory.getbasetemp() / "noise.tif"
    path.write_bytes(b"II*\0" + struct.pack("<I", 8) + noise)
    with suppress(SourceError):
        check_tiff(path)
