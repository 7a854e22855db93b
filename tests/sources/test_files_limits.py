"""Each limit on what a file may cost, tripped with the limit lowered."""

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely

from geo.errors import SourceError
from geo.sources._door import find
from geo.sources._limits import LIMITS
from tests.sources import hostile


@pytest.fixture
def lowered(monkeypatch):
    def lower(module, **limits):
        monkeypatch.setattr(f"geo.sources.{module}.LIMITS", replace(LIMITS, **limits))

    return lower


@pytest.fixture
def squares(tmp_path):
    document = hostile.collection(hostile.polygon(*hostile.SQUARE), hostile.polygon(*hostile.SQUARE))
    return hostile.write_geojson(tmp_path / "squares.geojson", document)


def refusal(path, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(SourceError) as caught:
        find(path, folder)
    assert caught.value.remedy is not None
    assert caught.value.where == path.name
    return str(caught.value.reason)


def test_bytes(squares, tmp_path, lowered):
    lowered("_door", file_bytes=100)
    assert "bigger than" in refusal(squares, tmp_path)


def test_features(squares, tmp_path, lowered):
    lowered("_layers", features=1)
    assert "more features than the 1" in refusal(squares, tmp_path)


def test_points(squares, tmp_path, lowered):
    lowered("_repair", vertices=7)
    assert "more points than the 7" in refusal(squares, tmp_path)


def test_features_of_a_geopackage(tmp_path, lowered):
    path = write_geopackage(tmp_path, layers=1)
    lowered("_vectors", features=1)
    lowered("_layers", features=1)
    assert "more features than the 1" in refusal(path, tmp_path)


def test_layers(tmp_path, lowered):
    path = write_geopackage(tmp_path, layers=2)
    lowered("_vectors", layers=1)
    assert "more layers than the 1" in refusal(path, tmp_path)


def write_geopackage(tmp_path, *, layers):
    frame = gpd.GeoDataFrame(geometry=[shapely.box(2, 48, 2.1, 48.1)] * 3, crs="EPSG:4326")
    for rank in range(layers):
        frame.to_file(tmp_path / "x.gpkg", layer=f"l{rank}")
    return tmp_path / "x.gpkg"


def test_size_of_a_parquet_once_unpacked(tmp_path, lowered):
    path = tmp_path / "x.parquet"
    gpd.GeoDataFrame(geometry=[shapely.box(2, 48, 2.1, 48.1)], crs="EPSG:4326").to_parquet(path)
    lowered("_columnar", unpacked_bytes=10)
    assert "too big once unpacked" in refusal(path, tmp_path)


def test_memory(squares, tmp_path, monkeypatch):
    def exhausted(path):
        raise MemoryError

    monkeypatch.setattr("geo.sources._geojson.read_geojson", exhausted)
    assert "too big for the memory" in refusal(squares, tmp_path)


def test_a_raster_inside_an_archive(tmp_path):
    whole = hostile.tiff_header(2, 2)
    path = hostile.zip_of(tmp_path / "x.zip", **{"x.tif": whole})
    assert "inside an archive" in refusal(path, tmp_path)
