import base64
import io
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pyproj import Transformer

from geo.models import Bounds, Raster
from geo.present.palette import SUN_BREAKS, SUN_RAMP
from geo.present.pictures import (
    MOST_PIXELS,
    Places,
    coarsened,
    control_places,
    data_uri,
    pixel_grid,
    places_of,
    sun_overlay,
    sun_picture,
)

PARIS = (645_000.0, 6_856_000.0)
OPAQUE, CLEAR = 255, 0


def raster(values, *, cell=1.0, at=PARIS, crs="EPSG:2154"):
    values = np.asarray(values, dtype=np.float32)
    rows, columns = values.shape
    return Raster(values, Bounds(at[0], at[1], at[0] + columns * cell, at[1] + rows * cell), crs)


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


def colours(picture):
    return np.asarray(opened(picture).convert("RGBA"))


def rgba(place):
    return [*bytes.fromhex(SUN_RAMP[place][1:]), OPAQUE]


def pixel_at(picture, x, y, crs="EPSG:2154"):
    """The colour that a map shows at a place: the picture stretched between its corners in EPSG:3857."""
    image = colours(picture)
    south, west, north, east = picture.bounds
    on_map = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    (left, right), (bottom, top) = on_map.transform([west, east], [south, north])
    px, py = Transformer.from_crs(crs, "EPSG:3857", always_xy=True).transform(x, y)
    row = int((top - py) / (top - bottom) * image.shape[0])
    column = int((px - left) / (right - left) * image.shape[1])
    return image[row, column].tolist()


@pytest.mark.parametrize(
    ("hours", "place"),
    [(0, 0), (1.99, 0), (2, 1), (3.99, 1), (4, 2), (5.99, 2), (6, 3), (7.99, 3), (8, 4), (10, 4), (14, 4)],
)
def test_a_break_begins_its_class(hours, place):
    picture = sun_picture(raster(np.full((4, 4), hours)))
    assert pixel_at(picture, PARIS[0] + 2, PARIS[1] + 2) == rgba(place)


def test_each_cell_is_where_it_was_measured():
    values = np.array([[1, 3, 5, 7, 9], [9, 7, 5, 3, 1]])
    picture = sun_picture(raster(values, cell=100))
    for row, column in np.ndindex(values.shape):
        x, y = PARIS[0] + 100 * column + 50, PARIS[1] + 100 * (1 - row) + 50
        assert pixel_at(picture, x, y) == rgba(int(values[row, column] // 2))


def test_what_is_missing_is_fully_transparent():
    values = np.full((20, 20), 5.0)
    values[:, :10] = np.nan
    picture = sun_picture(raster(values))
    assert pixel_at(picture, PARIS[0] + 5, PARIS[1] + 10)[3] == CLEAR
    assert pixel_at(picture, PARIS[0] + 15, PARIS[1] + 10) == rgba(2)
    assert set(np.unique(colours(picture)[..., 3])) == {CLEAR, OPAQUE}


def test_a_raster_without_any_value_is_an_empty_picture():
    assert not colours(sun_picture(raster(np.full((5, 5), np.nan))))[..., 3].any()


def test_the_same_cells_give_the_same_bytes_under_a_name_made_of_them():
    first, again, other = (sun_picture(raster(np.full((9, 7), hours))) for hours in (5, 5, 7))
    assert first == again
    assert re.fullmatch(r"[0-9a-f]{40}\.png", first.name)
    assert first.name != other.name


def test_the_picture_is_a_small_palette_and_nothing_else():
    rng = np.random.default_rng(0)
    image = opened(sun_picture(raster(rng.uniform(0, 12, (300, 300)))))
    assert image.mode == "P"
    assert set(image.info) == {"transparency"}
    assert len(image.palette.colors) <= len(SUN_RAMP) + 1


PLANES = {  # a corner of each metric CRS of a French territory that can be far from its axis
    "EPSG:2154": ((110_000, 1_240_000), (6_050_000, 7_100_000)),
    "EPSG:32620": ((600_000, 740_000), (1_590_000, 2_000_000)),
    "EPSG:2975": ((310_000, 380_000), (7_630_000, 7_690_000)),
    "EPSG:3857": ((200_000, 300_000), (6_200_000, 6_300_000)),
}


@given(
    crs=st.sampled_from(sorted(PLANES)),
    east=st.floats(0, 1),
    north=st.floats(0, 1),
    size=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    cell=st.floats(0.25, 30),
)
def test_a_pixel_is_placed_within_ten_centimetres(crs, east, north, size, cell):
    (west0, west1), (south0, south1) = PLANES[crs]
    at = (west0 + east * (west1 - west0), south0 + north * (south1 - south0))
    grid = pixel_grid(raster(np.zeros(size), cell=cell, at=at, crs=crs))
    rows = np.unique(np.linspace(0, grid.rows - 1, 7).astype(int))
    found = places_of(rows, grid, control_places(grid, crs))
    true = exact_places(rows, grid, crs)
    assert np.hypot(found.x - true.x, found.y - true.y).max() < 0.1


def exact_places(rows, grid, crs):
    x = grid.west + (np.arange(grid.columns) + 0.5) * grid.side
    y = grid.north - (rows + 0.5) * grid.side
    return Places(*Transformer.from_crs("EPSG:3857", crs, always_xy=True).transform(*np.meshgrid(x, y)))


@given(st.tuples(st.integers(1, 60), st.integers(1, 60)), st.floats(0.3, 20))
def test_every_corner_of_the_raster_is_inside_the_picture(size, cell):
    whole = raster(np.zeros(size), cell=cell)
    south, west, north, east = sun_picture(whole).bounds
    bounds = whole.bounds
    xs, ys = [bounds.west, bounds.east] * 2, [bounds.south] * 2 + [bounds.north] * 2
    lon, lat = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True).transform(xs, ys)
    hair = 1e-8
    assert min(lon) >= west - hair
    assert max(lon) <= east + hair
    assert min(lat) >= south - hair
    assert max(lat) <= north + hair


def test_a_picture_of_too_many_cells_shows_the_means_of_squares():
    stripes = np.zeros((3000, 4500), dtype=np.float32)
    stripes[:, ::2] = 10  # 5 h on average
    whole = raster(stripes, cell=0.5)
    grid = pixel_grid(whole)
    assert MOST_PIXELS * 0.99 < grid.rows * grid.columns < MOST_PIXELS * 1.01
    assert coarsened(whole, grid).values.shape == (3000, 4500)  # 1.9 cells a pixel: no whole square fits
    wide = raster(np.tile(stripes, (1, 2)), cell=0.5)
    shown = coarsened(wide, pixel_grid(wide))
    assert shown.values.shape == (1500, 4500)
    assert np.all(shown.values == 5)


def test_the_mean_of_a_square_leaves_out_what_is_missing_and_keeps_its_place():
    values = np.full((2501, 3001), 4.0, dtype=np.float32)
    values[:, ::2] = np.nan
    values[:, -600:] = np.nan
    whole = raster(values)
    grid = pixel_grid(raster(np.broadcast_to(np.float32(0), (5000, 6000))))
    shown = coarsened(whole, grid)
    assert shown.values.shape == (1251, 1501)
    assert shown.bounds.north == whole.bounds.north
    assert shown.bounds.south == whole.bounds.north - 2502
    assert shown.bounds.east == whole.bounds.west + 3002
    assert np.all(shown.values[:, :1200] == 4)
    assert np.isnan(shown.values[:, 1201:]).all()


def test_the_overlay_says_what_its_colours_mean():
    picture = sun_picture(raster(np.ones((3, 3))))
    overlay = sun_overlay(picture, data_uri(picture.data), str)
    assert overlay.key == "sun"
    assert (overlay.ramp, overlay.breaks, overlay.unit) == (SUN_RAMP, SUN_BREAKS, "h")
    assert overlay.bounds == picture.bounds
    assert base64.b64decode(overlay.address.removeprefix("data:image/png;base64,")) == picture.data
