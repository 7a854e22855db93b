"""Rasters of the soil: told by name and cells together, read in proper units wherever they lie."""

import json
from dataclasses import replace

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geo.kinds import SoilQuantity
from geo.models import Bounds, Health, Role
from geo.sources._files import read_raster_header
from geo.sources.relief import raster_file
from geo.sources.soil_rasters import (
    RANGES,
    UNLIKELY,
    UNUSED,
    area_in,
    origin,
    quantity_in_name,
    scale_of,
    soil_of_raster,
    soil_window,
)
from geo.territory import open_territory

WEST, NORTH, CELL_M = 650_000.0, 6_860_000.0, 250.0
PH = np.array([[60, 62, 64], [66, 68, 70]], dtype="int16")
PLACE = Bounds(650_100, 6_859_600, 650_400, 6_859_900)


def written(folder, name, cells, *, crs="EPSG:2154", west=WEST, north=NORTH, cell_m=CELL_M):
    path = folder / name
    cells = np.asarray(cells)
    rows, columns = cells.shape
    profile = {"driver": "GTiff", "width": columns, "height": rows, "count": 1, "dtype": cells.dtype.name}
    transform = Affine(cell_m, 0, west, 0, -cell_m, north)
    with rasterio.open(path, "w", transform=transform, crs=crs, nodata=-32768, **profile) as file:
        file.write(cells, 1)
    return path


def judged(folder, name, cells):
    return soil_of_raster(read_raster_header(written(folder, name, cells)))


def tile(folder, name, cells, **place):
    header = read_raster_header(written(folder, name, cells, **place))
    judgement = soil_of_raster(header)
    return replace(raster_file(header, Role.SOIL, origin(name)), quantity=judgement.quantity, scale=judgement.scale)


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("phh2o_0-5cm_mean.tif", SoilQuantity.PH),
        ("PH_sol.tif", SoilQuantity.PH),
        ("clay_5-15cm_mean.tif", SoilQuantity.CLAY),
        ("argile.tif", SoilQuantity.CLAY),
        ("limon_2024.tif", SoilQuantity.SILT),
        ("sand_15-30cm_mean.tif", SoilQuantity.SAND),
        ("BDRICM_M_250m.tif", SoilQuantity.DEPTH),
        ("profondeur_sol.tif", SoilQuantity.DEPTH),
        ("profondeur_nappe.tif", None),
        ("argile_limon.tif", None),
        ("phare.tif", None),
        ("mnt.tif", None),
    ],
)
def test_names(name, quantity):
    assert quantity_in_name(name) is quantity


@pytest.mark.parametrize(
    ("name", "cells", "scale"),
    [
        ("phh2o_0-5cm_mean.tif", [[60, 70]], 0.1),
        ("ph.tif", [[6.0, 7.5]], 1.0),
        ("ph.tif", [[60, 75]], 0.1),
        ("clay_0-5cm_mean.tif", [[80, 90]], 0.1),
        ("clay_0-5cm_Q0.5.tif", [[80, 410]], 0.1),
        ("argile.tif", [[8, 90]], 1.0),
        ("argile.tif", [[8, 410]], 0.1),
        ("profondeur_sol.tif", [[20, 150]], 1.0),
    ],
)
def test_a_name_and_cells_that_agree(tmp_path, name, cells, scale):
    judgement = judged(tmp_path, name, np.array(cells, dtype="float32"))
    assert (judgement.role, judgement.scale, judgement.note) == (Role.SOIL, scale, None)


@pytest.mark.parametrize(
    ("name", "cells", "note"),
    [
        ("phh2o_0-5cm_mean.tif", [[40, 240]], UNLIKELY),
        ("phh2o_0-5cm_mean.tif", [[6.0, 7.0]], UNLIKELY),
        ("ph.tif", [[2.4, 7.0]], UNLIKELY),
        ("argile.tif", [[8, 1001]], UNLIKELY),
        ("argile.tif", [[-1, 40]], UNLIKELY),
        ("ph.tif", [[-32768, -32768]], UNLIKELY),
        ("phh2o_30-60cm_mean.tif", [[60, 70]], UNUSED),
        ("phh2o_0-5cm_uncertainty.tif", [[60, 70]], UNUSED),
        ("bdod_0-5cm_mean.tif", [[120, 140]], UNUSED),
    ],
)
def test_a_name_is_never_believed_alone(tmp_path, name, cells, note):
    judgement = judged(tmp_path, name, np.array(cells, dtype="float32"))
    assert (judgement.role, judgement.note) == (None, note)


def test_a_raster_of_heights_is_none_of_the_soil(tmp_path):
    assert judged(tmp_path, "mnt.tif", np.array([[60, 70]], dtype="float32")) is None


@given(st.sampled_from(list(SoilQuantity)), st.floats(-50, 5000), st.floats(0, 500))
def test_a_scale_always_brings_cells_into_their_first_range(quantity, least, width):
    scale = scale_of(quantity, least, least + width, tenths=False)
    low, high, _ = RANGES[quantity][0]
    if scale is not None:
        assert low - 1e-9 <= least * scale
        assert (least + width) * scale <= high + 1e-9


def test_only_soilgrids_has_its_publisher():
    assert origin("layers/phh2o_0-5cm_mean.tif").licence == "CC-BY 4.0"
    assert origin("layers/ph_sol.tif").licence == ""


def test_a_window_is_in_ph_on_the_cells_of_the_file(tmp_path):
    window = soil_window([tile(tmp_path, "phh2o_0-5cm_mean.tif", PH)], SoilQuantity.PH, PLACE, "EPSG:2154")
    np.testing.assert_allclose(window.values, [[6.0, 6.2], [6.6, 6.8]], rtol=1e-6)
    assert window.bounds == Bounds(650_000, 6_859_500, 650_500, 6_860_000)
    assert window.values.dtype == np.float32


def test_layers_of_the_topsoil_count_by_their_thickness(tmp_path):
    tiles = [
        tile(tmp_path, "phh2o_0-5cm_mean.tif", PH),
        tile(tmp_path, "phh2o_5-15cm_mean.tif", PH + 3),
        tile(tmp_path, "phh2o_15-30cm_mean.tif", PH + 9),
    ]
    window = soil_window(tiles, SoilQuantity.PH, PLACE, "EPSG:2154")
    # (5 × 6.0 + 10 × 6.3 + 15 × 6.9) ÷ 30
    assert window.values[0, 0] == pytest.approx(6.55)


def test_a_missing_cell_of_one_layer_leaves_the_others(tmp_path):
    holed = PH.copy()
    holed[0, 0] = -32768
    tiles = [tile(tmp_path, "phh2o_0-5cm_mean.tif", holed), tile(tmp_path, "phh2o_5-15cm_mean.tif", PH + 3)]
    window = soil_window(tiles, SoilQuantity.PH, PLACE, "EPSG:2154")
    assert window.values[0, 0] == pytest.approx(6.3)
    alone = soil_window(tiles[:1], SoilQuantity.PH, PLACE, "EPSG:2154")
    assert np.isnan(alone.values[0, 0])


def test_the_first_of_two_tiles_counts_and_the_second_fills_its_gaps(tmp_path):
    first = tile(tmp_path, "ph_a.tif", PH)
    second = tile(tmp_path, "ph_b.tif", PH + 20, west=WEST + 500)
    window = soil_window([first, second], SoilQuantity.PH, Bounds(650_300, 6_859_800, 651_200, 6_859_900), "EPSG:2154")
    np.testing.assert_allclose(window.values[0], [6.2, 6.4, 8.2, 8.4], rtol=1e-6)


def test_nothing_has_no_window(tmp_path):
    assert soil_window([], SoilQuantity.PH, PLACE, "EPSG:2154") is None
    assert soil_window([tile(tmp_path, "ph.tif", PH)], SoilQuantity.CLAY, PLACE, "EPSG:2154") is None


def test_a_window_beside_the_raster_is_missing(tmp_path):
    window = soil_window([tile(tmp_path, "ph.tif", PH)], SoilQuantity.PH, Bounds(0, 0, 500, 500), "EPSG:2154")
    assert np.isnan(window.values).all()


def test_cells_of_another_plane_are_read_where_they_lie(tmp_path):
    homolosine = "ESRI:54052"
    x, y = Transformer.from_crs("EPSG:2154", homolosine, always_xy=True).transform(650_250, 6_859_750)
    cells = np.array([[50, 60], [70, 80]], dtype="int16")
    own = tile(tmp_path, "phh2o_0-5cm_mean.tif", cells, crs=homolosine, west=x - CELL_M, north=y + CELL_M)
    window = soil_window([own], SoilQuantity.PH, Bounds(650_000, 6_859_500, 650_500, 6_860_000), "EPSG:2154")
    assert window.crs == "EPSG:2154"
    rows, columns = window.values.shape
    assert (rows, columns) == (10, 10)
    # the four cells meet in the middle of the window, whatever the angle between the two planes
    middle = window.values[4:6, 4:6]
    np.testing.assert_allclose(middle, [[5.0, 6.0], [7.0, 8.0]], rtol=1e-6)
    area = area_in(own, "EPSG:2154")
    assert (area.west + area.east) / 2 == pytest.approx(650_250, abs=60)


def parcel(folder):
    corner, side = (2.3175, 48.8305), 0.002
    ring = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]]
    shape = {"type": "Polygon", "coordinates": [[[corner[0] + x, corner[1] + y] for x, y in ring]]}
    row = {"id": "920230000A0007", "commune": "92023", "prefixe": "000", "section": "A", "numero": "7"}
    document = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": row, "geometry": shape}]}
    (folder / "parcelles.geojson").write_text(json.dumps(document))


def test_a_territory_keeps_a_raster_of_the_soil_where_it_lies(tmp_path):
    homolosine = "ESRI:54052"
    parcel(tmp_path)
    x, y = Transformer.from_crs("EPSG:4326", homolosine, always_xy=True).transform(2.3175, 48.8305)
    written(tmp_path, "phh2o_0-5cm_mean.tif", np.full((8, 8), 68, "int16"), crs=homolosine, west=x - 1e3, north=y + 1e3)
    written(tmp_path, "phh2o_5-15cm_mean.tif", np.full((8, 8), 68, "int16"), crs=homolosine, west=x + 1e5, north=y)
    territory = open_territory(tmp_path)
    (raster,) = territory.rasters[Role.SOIL]
    assert (raster.quantity, raster.provenance.publisher) == ("ph", "ISRIC")
    states = {row.file: row.state for row in territory.health if row.file}
    assert states["phh2o_0-5cm_mean.tif"] is Health.SOUND
    assert states["phh2o_5-15cm_mean.tif"] is Health.UNRECOGNISED
    sides = territory.layers[Role.PARCELS].frame.total_bounds
    window = soil_window(territory.rasters[Role.SOIL], SoilQuantity.PH, Bounds(*map(float, sides)), territory.crs)
    np.testing.assert_allclose(window.values, 6.8, rtol=1e-6)


def test_a_relief_in_another_plane_is_still_refused(tmp_path):
    parcel(tmp_path)
    written(tmp_path, "mnt.tif", np.full((8, 8), 68, "int16"), crs="EPSG:3857")
    states = {row.file: row.state for row in open_territory(tmp_path).health if row.file}
    assert states["mnt.tif"] is Health.REFUSED


def test_a_raster_declared_a_terrain_is_one_whatever_its_name(tmp_path):
    parcel(tmp_path)
    written(tmp_path, "ph.tif", np.full((8, 8), 68, "float32"), west=649_000, north=6_861_000)
    assert Role.TERRAIN not in open_territory(tmp_path).rasters
    (tmp_path / "MANIFEST.toml").write_text('[[file]]\npath = "ph.tif"\nrole = "terrain"\n')
    assert Role.TERRAIN in open_territory(tmp_path).rasters


def test_every_quantity_has_a_range():
    assert set(RANGES) == set(SoilQuantity)
