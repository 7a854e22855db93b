"""Every format comes in the same, and every file of ours goes out whole."""

import gzip
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import SourceError
from geo.sources._files import read_all, read_raster_header, read_tables, sha256, write_atomically
from tests.sources import hostile

SQUARES = gpd.GeoDataFrame(
    {"nom": ["Créteil", "Noë"], "rang": [1, 2]},
    geometry=[shapely.box(652_000, 6_857_000, 652_010, 6_857_010), shapely.box(652_020, 6_857_000, 652_030, 6_857_010)],
    crs="EPSG:2154",
)
FORMATS = {
    "plain.geojson": "GeoJSON",
    "plain.json": "GeoJSON",
    "packed.json.gz": "GeoJSON",
    "plain.gpkg": "GPKG",
    "plain.shp": "ESRI Shapefile",
    "utf8_without_cpg.shp": "ESRI Shapefile",
    "latin.shp": "ESRI Shapefile",
    "claims_utf8.shp": "ESRI Shapefile",
    "without_shx.shp": "ESRI Shapefile",
    "CAPITALS.SHP": "ESRI Shapefile",
    "packed.zip": "ESRI Shapefile",
    "plain.fgb": "FlatGeobuf",
    "plain.parquet": "Parquet",
}


def write_formats(folder):
    degrees = SQUARES.to_crs("EPSG:4326")
    one_line = degrees.to_json(drop_id=True, ensure_ascii=False).encode()
    (folder / "plain.geojson").write_bytes(one_line)
    (folder / "plain.json").write_bytes(b"\xef\xbb\xbf" + one_line)
    (folder / "packed.json.gz").write_bytes(gzip.compress(one_line))
    SQUARES.to_file(folder / "plain.gpkg", layer="carrés")
    SQUARES.to_file(folder / "plain.fgb")
    SQUARES.to_parquet(folder / "plain.parquet")
    write_shapefiles(folder)


def write_shapefiles(folder):
    for name in ("plain", "utf8_without_cpg", "without_shx", "CAPITALS"):
        SQUARES.to_file(folder / f"{name}.shp", encoding="UTF-8")
    for name in ("latin", "claims_utf8"):
        SQUARES.to_file(folder / f"{name}.shp", encoding="ISO-8859-1")
    (folder / "utf8_without_cpg.cpg").unlink()
    (folder / "latin.cpg").unlink()
    (folder / "claims_utf8.cpg").write_text("UTF-8", encoding="ascii")
    (folder / "without_shx.shx").unlink()
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        for part in folder.glob("plain.*"):
            if part.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg"}:
                archive.write(part, f"dossier/{part.name}")
    for part in list(folder.glob("CAPITALS.*")):
        part.rename(part.with_suffix(part.suffix.upper()))


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("formats")
    write_formats(folder)
    write_broken(folder)
    return {path.name: reading for path, reading in read_all(sorted(folder.iterdir())).items()}


def write_broken(folder):
    for suffix in (".shp", ".shx", ".dbf"):
        shutil.copyfile(folder / f"plain{suffix}", folder / f"cut{suffix}")
        shutil.copyfile(folder / f"plain{suffix}", folder / f"alone{suffix}")
    (folder / "cut.shp").write_bytes((folder / "plain.shp").read_bytes()[:-40])
    (folder / "alone.dbf").unlink()
    for suffix in (".gpkg", ".fgb", ".parquet"):
        whole = (folder / f"plain{suffix}").read_bytes()
        (folder / f"cut{suffix}").write_bytes(whole[: len(whole) * 2 // 3])
    (folder / "open.gpkg").write_bytes((folder / "plain.gpkg").read_bytes())
    (folder / "open.gpkg-wal").write_bytes(b"changes")
    (folder / "notes.txt").write_text("Chère collègue,\nvoici les fichiers.\n", encoding="utf-8")
    (folder / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    hostile.zip_of(folder / "letter.docx", **{"word/document.xml": b"<w/>"})


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_table(readings, name):
    (table,) = readings[name]
    assert table.driver == FORMATS[name]
    # FlatGeobuf keeps its features in the order of its index
    frame = table.frame.sort_values("rang", ignore_index=True)
    assert frame["nom"].tolist() == ["Créteil", "Noë"]
    assert frame["rang"].tolist() == [1, 2]
    apart = frame.to_crs("EPSG:2154").symmetric_difference(SQUARES.geometry)
    assert apart.area.max() < 1e-3


def test_what_was_guessed_is_told(readings):
    told = {name: [str(note) for table in readings[name] for note in table.notes] for name in FORMATS}
    assert told["utf8_without_cpg.shp"] == ["The letters of its table were read as UTF-8."]
    assert told["claims_utf8.shp"] == ["The letters of its table were read as CP1252."]
    assert told["without_shx.shp"] == ["The “.shx” index was missing: it was rebuilt."]
    assert told["plain.gpkg"] == told["plain.geojson"] == told["plain.shp"] == []


def test_the_parts_of_a_shapefile_and_unknown_files_are_left_alone(readings):
    for name in ("plain.dbf", "plain.shx", "plain.prj", "plain.cpg", "CAPITALS.DBF"):
        assert readings[name] is None
    for name in ("notes.txt", "package.json", "letter.docx", "open.gpkg-wal"):
        assert readings[name] is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cut.shp", "cut short"),
        ("alone.shp", "“.dbf” file"),
        ("cut.gpkg", "damaged or incomplete"),
        ("cut.fgb", "damaged or incomplete"),
        ("cut.parquet", "damaged or incomplete"),
        ("open.gpkg", "open in another program"),
    ],
)
def test_an_incomplete_file_is_refused(readings, name, reason):
    assert isinstance(readings[name], SourceError)
    assert reason in str(readings[name].reason)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("code;nom\r\n01;Créteil\r\n02;\r\n", "cp1252"),
        ("code,nom\n01,Créteil\n02,\n", "utf-8-sig"),
        ("code\tnom\n01\tCréteil\n02\t\n", "utf-8"),
    ],
)
def test_delimited_text_is_read_as_text(tmp_path, text, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode(encoding))
    (table,) = read_tables(path)
    assert table.frame["code"].tolist() == ["01", "02"]
    assert table.frame["nom"].tolist()[0] == "Créteil"
    assert table.frame["nom"].isna().tolist() == [False, True]


def test_lines_with_a_wrong_number_of_columns_are_told(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('a;b\n1;"deux\nlignes"\n3;4;5\n6;7\n', encoding="utf-8")
    (table,) = read_tables(path)
    assert table.frame["b"].tolist() == ["deux\nlignes", "7"]
    assert [str(note) for note in table.notes] == ["Lines without the right number of columns, left out: 1."]


def test_columns_of_the_same_name_are_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a;a\n1;2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="same name"):
        read_tables(path)


def test_an_unusable_layer_is_left_aside_and_told(tmp_path):
    path = tmp_path / "x.gpkg"
    SQUARES.to_file(path, layer="bonne")
    lost = SQUARES.set_geometry([None, None], crs="EPSG:2154")
    lost.to_file(path, layer="perdue", geometry_type="Polygon")
    tables = read_tables(path)
    assert [table.name for table in tables] == ["bonne"]
    assert "“perdue” was left aside: It has no feature with a usable geometry, out of 2" in str(tables[0].notes[-1])


def test_a_table_without_geometry_is_a_plain_frame(tmp_path):
    pd.DataFrame({"code": ["01"]}).to_parquet(tmp_path / "x.parquet")
    (table,) = read_tables(tmp_path / "x.parquet")
    assert not isinstance(table.frame, gpd.GeoDataFrame)
    assert table.frame["code"].tolist() == ["01"]


def test_asking_for_the_wrong_thing_says_so(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text("# Notes", encoding="utf-8")
    with pytest.raises(SourceError, match="no table"):
        read_tables(path)
    with pytest.raises(SourceError, match="not a GeoTIFF"):
        read_raster_header(path)
    with pytest.raises(SourceError, match="no longer there"):
        read_tables(tmp_path / "absent.geojson")


def test_nothing_to_read_starts_nothing():
    assert read_all([]) == {}


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "candidates.json"
    write_atomically(path, lambda draft: draft.write_text("old", encoding="utf-8") and None)

    def fail(draft):
        draft.write_text("half", encoding="utf-8")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        write_atomically(path, fail)
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["candidates.json"]


def test_who_was_reading_the_old_file_still_reads_it(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("old", encoding="utf-8")
    with path.open(encoding="utf-8") as reader:
        write_atomically(path, lambda draft: draft.write_text("new", encoding="utf-8") and None)
        assert reader.read() == "old"
    assert path.read_text(encoding="utf-8") == "new"


def test_a_geopackage_that_qgis_left_in_its_journal_mode_is_read(tmp_path):
    path = tmp_path / "x.gpkg"
    SQUARES.to_file(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    (table,) = read_tables(path)
    assert len(table.frame) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["x.gpkg"]


def test_the_draft_has_the_same_name_on_the_same_disk(tmp_path):
    drafts = []
    write_atomically(tmp_path / "plan.gpkg", lambda draft: drafts.append(draft) or SQUARES.to_file(draft))
    assert (drafts[0].parent.parent, drafts[0].name) == (tmp_path, "plan.gpkg")
    assert gpd.list_layers(tmp_path / "plan.gpkg")["name"].tolist() == ["plan"]
    assert [file.name for file in tmp_path.iterdir()] == ["plan.gpkg"]
    assert len(gpd.read_file(tmp_path / "plan.gpkg")) == 2


def test_a_written_file_has_ordinary_rights(tmp_path):
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    write_atomically(tmp_path / "x.json", lambda draft: draft.write_text(json.dumps({}), encoding="utf-8") and None)
    assert (tmp_path / "x.json").stat().st_mode == ordinary.stat().st_mode


def test_sha256_of_a_known_content(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert sha256(tmp_path / "x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
