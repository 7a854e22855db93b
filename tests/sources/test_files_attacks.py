"""A hostile file is refused with a reason, and nothing else is read, written or called."""

import json
import os
import tarfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.models import Bounds
from geo.sources._files import read_all, read_raster_header, read_tables, read_window
from tests.sources import hostile

POINTER = "it tells where to fetch some"
NOT_THE_NAME = "not what its name"

REFUSALS = {
    "vrt.geojson": POINTER,
    "vrt.txt": POINTER,
    "vrt_over_http.geojson": POINTER,
    "raster_vrt.tif": POINTER,
    "mrf.tif": POINTER,
    "gdalg.json": POINTER,
    "gdalg.geojson": POINTER,
    "wfs.gpkg": POINTER,
    "link.geojson": "by a link or otherwise",
    "file_crs.geojson": "by a link or otherwise",
    "proj_file.geojson": "by a link or otherwise",
    "png.tif": NOT_THE_NAME,
    "noise.gpkg": NOT_THE_NAME,
    "letters.shp": NOT_THE_NAME,
    "parent.zip": "outside its own folder",
    "absolute.zip": "outside its own folder",
    "drive.zip": "outside its own folder",
    "link.zip": "member that is a link",
    "inside.zip": POINTER,
    "parent.tar.bz2": "outside its own folder",
    "link.tar.bz2": "member that is a link",
    "many.zip": "more files than",
    "bomb.json.gz": "out of all proportion",
    "bomb.zip": "out of all proportion",
    "bomb.tar.bz2": "out of all proportion",
    "cut.zip": "damaged, protected",
    "huge.tif": "200000 × 200000 cells",
    "endless.gpkg": "computed table",
    "deep.geojson": "cut short or malformed",
    "half.geojson": "cut short or malformed",
    "nan.geojson": "not numbers",
    "nowhere.geojson": "fit no known place",
    "wide.geojson": "more columns than",
    "folder.geojson": "not a file",
    "pipe.csv": "not a file",
}


def write_hostile_files(folder: Path, address: str) -> None:
    secret = folder / "secret.csv"
    outside = folder.parent / "secret_outside.csv"
    for file in (secret, outside):
        file.write_text(f"code;mot\n1;{hostile.SECRET}\n", encoding="utf-8")
    texts = {
        "vrt.geojson": hostile.vrt(str(outside)),
        "vrt.txt": hostile.vrt(str(outside)),
        "vrt_over_http.geojson": hostile.vrt(f"/vsicurl/{address}/x.geojson"),
        "raster_vrt.tif": hostile.raster_vrt(f"/vsicurl/{address}/x.tif"),
        "mrf.tif": hostile.mrf(str(folder / "written_by_mrf")),
        "gdalg.json": json.dumps(hostile.gdalg(str(outside))),
        "gdalg.geojson": json.dumps(hostile.gdalg(str(outside))),
        "wfs.gpkg": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
        "letters.shp": "not a shapefile",
        "deep.geojson": '{"type":"FeatureCollection","features":' + "[" * 100_000,
        "half.geojson": '{"type": "FeatureCollection", "features": [{"type": "Fea',
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_hostile_geojson(folder, address)
    write_hostile_archives(folder)
    (folder / "png.tif").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "noise.gpkg").write_bytes(bytes(range(256)))
    (folder / "huge.tif").write_bytes(hostile.tiff_header(200_000, 200_000))
    hostile.geopackage_with_view(folder / "endless.gpkg")
    (folder / "folder.geojson").mkdir()
    os.mkfifo(folder / "pipe.csv")


def write_hostile_geojson(folder: Path, address: str) -> None:
    square = hostile.polygon(*hostile.SQUARE)
    file_crs = {"type": "name", "properties": {"name": "/etc/passwd"}}
    proj_file = {"type": "name", "properties": {"name": "+init=file:/etc/passwd"}}
    documents = {
        "link.geojson": hostile.linked_crs(address),
        "file_crs.geojson": hostile.collection(square, crs=file_crs),
        "proj_file.geojson": hostile.collection(square, crs=proj_file),
        "nan.geojson": hostile.collection(hostile.point(float("nan"), float("nan"))),
        "nowhere.geojson": hostile.collection(hostile.point(5e8, -7e8)),
        "wide.geojson": hostile.collection(square, properties={f"c{rank}": 1 for rank in range(600)}),
    }
    for name, document in documents.items():
        hostile.write_geojson(folder / name, document)


def write_hostile_archives(folder: Path) -> None:
    good = json.dumps(hostile.collection(hostile.polygon(*hostile.SQUARE))).encode()
    hostile.zip_of(folder / "parent.zip", **{"../../evil.geojson": good})
    hostile.zip_of(folder / "absolute.zip", **{"/tmp/evil.geojson": good})
    hostile.zip_of(folder / "drive.zip", **{"C:\\evil.geojson": good})
    hostile.zip_with_link(folder / "link.zip", "/etc/passwd")
    hostile.zip_of(folder / "inside.zip", **{"x.geojson": hostile.vrt("/etc/passwd").encode()})
    hostile.zip_of(folder / "many.zip", **{f"{rank}.txt": b"" for rank in range(1_001)})
    hostile.zip_of(folder / "bomb.zip", **{"x.geojson": bytes(40 << 20)})
    hostile.bomb(folder / "bomb.json.gz", 40)
    hostile.tar_of(folder / "parent.tar.bz2", (tarfile.TarInfo("../evil.THF"), good))
    hostile.tar_of(folder / "bomb.tar.bz2", (tarfile.TarInfo("x.THF"), bytes(12 << 20)))
    hostile.tar_of(folder / "link.tar.bz2", (hostile.tar_link("x.THF", "/etc/passwd"), b""))
    whole = hostile.zip_of(folder / "cut.zip", **{"x.geojson": good}).read_bytes()
    (folder / "cut.zip").write_bytes(whole[: len(whole) // 2])


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("territory") / "layers"
    folder.mkdir()
    with hostile.listening() as (address, requests):
        write_hostile_files(folder, address)
        hostile.write_geojson(folder / "good.geojson", hostile.collection(hostile.polygon(*hostile.SQUARE)))
        before = set(folder.parent.rglob("*"))
        readings = read_all(sorted(folder.iterdir()))
        written = set(folder.parent.rglob("*")) - before
    return {path.name: reading for path, reading in readings.items()}, requests, written


@pytest.mark.parametrize("name", REFUSALS)
def test_a_hostile_file_is_refused_with_its_reason(attacked, name):
    reading = attacked[0][name]
    assert isinstance(reading, SourceError)
    assert REFUSALS[name] in str(reading.reason)
    assert reading.where == name
    assert reading.remedy is not None


def test_every_hostile_file_has_an_expected_refusal(attacked):
    assert {name for name, reading in attacked[0].items() if isinstance(reading, SourceError)} == set(REFUSALS)


def test_a_refused_file_stops_no_other(attacked):
    (table,) = attacked[0]["good.geojson"]
    assert len(table.frame) == 1


def test_nothing_is_called(attacked):
    assert attacked[1] == []


def test_nothing_is_written_beside_the_files(attacked):
    assert attacked[2] == set()


def test_no_other_file_is_read(attacked):
    refused = {name: reading for name, reading in attacked[0].items() if name != "secret.csv"}
    assert hostile.SECRET not in "".join(
        table.frame.to_csv() if not isinstance(table, SourceError) else str(table)
        for reading in refused.values()
        for table in (reading if isinstance(reading, tuple) else (reading,))
        if table is not None
    )


def write_raster(path: Path, **tags: str) -> Path:
    profile = {"driver": "GTiff", "width": 600, "height": 600, "count": 1, "dtype": "float32", "crs": "EPSG:2154"}
    with rasterio.open(path, "w", transform=Affine(1, 0, 650_000, 0, -1, 6_860_000), **profile) as dataset:
        dataset.write(np.ones((1, 600, 600), dtype=np.float32))
        if tags:
            dataset.update_tags(ns="OVERVIEWS", **tags)
    return path


def test_overviews_in_another_file_are_never_opened(tmp_path):
    with hostile.listening() as (address, requests):
        inside = write_raster(tmp_path / "inside.tif", OVERVIEW_FILE=f"/vsicurl/{address}/o.tif")
        beside = write_raster(tmp_path / "beside.tif")
        pointer = f'<MDI key="OVERVIEW_FILE">/vsicurl/{address}/o.tif</MDI>'
        xml = f'<PAMDataset><Metadata domain="OVERVIEWS">{pointer}</Metadata></PAMDataset>'
        (tmp_path / "beside.tif.aux.xml").write_text(xml, encoding="utf-8")
        with pytest.raises(SourceError, match="points to another file"):
            read_window(inside, Bounds(650_000, 6_859_500, 650_500, 6_860_000), cell_m=4)
        assert read_raster_header(beside).width == 600
        coarse = read_window(beside, Bounds(650_000, 6_859_500, 650_500, 6_860_000), cell_m=4)
        assert (coarse.values == 1).all()
        assert requests == []


def test_a_lying_header_is_refused_before_its_cells(tmp_path):
    path = tmp_path / "huge.tif"
    path.write_bytes(hostile.tiff_header(200_000, 200_000))
    with pytest.raises(SourceError, match="too many or more than its length can hold") as refusal:
        read_window(path, Bounds(0, 0, 1, 1))
    assert refusal.value.where == "huge.tif"


def test_a_file_without_right_to_read_is_refused(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("the administrator may read every file")
    path = hostile.write_geojson(tmp_path / "closed.geojson", hostile.collection(hostile.polygon(*hostile.SQUARE)))
    path.chmod(0)
    with pytest.raises(SourceError, match="not allowed to read"):
        read_tables(path)


_BEGINNINGS = [b"", b"{", b'{"type":"FeatureCollection","features":[', b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"PAR1"]
_BEGINNINGS += [
    b"SQLite format 3\0",
    b"fgb\x03fgb\x01",
    b"II*\0",
    b"MM\0+",
    b"\x00\x00\x27\x0a",
    b"a;b\n1;",
    b"\xef\xbb\xbf",
]
_SUFFIXES = [
    ".geojson",
    ".gpkg",
    ".shp",
    ".fgb",
    ".parquet",
    ".tif",
    ".zip",
    ".csv",
    ".json.gz",
    ".tar.bz2",
    ".dat",
    "",
]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(_BEGINNINGS), st.binary(max_size=300), st.sampled_from(_SUFFIXES)), max_size=25)
)
def test_random_bytes_never_break_the_door(tmp_path_factory, blobs):
    folder = tmp_path_factory.mktemp("noise")
    paths = []
    for rank, (beginning, body, suffix) in enumerate(blobs):
        paths.append(folder / f"{rank}{suffix}")
        paths[-1].write_bytes(beginning + body)
    for reading in read_all(paths).values():
        assert reading is None or isinstance(reading, SourceError | tuple)
