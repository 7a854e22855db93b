"""The command `sun`, as a person or a script meets it."""

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from shapely import box

from tests.sources.test_files_rasters import NORTH, WEST, write
from tests.test_cli import run

SHORT = ("--from", "04-14", "--to", "05-02", "--step", "60")


@pytest.fixture(scope="module")
def surface(tmp_path_factory):
    heights = np.full((60, 80), 40.0, np.float32)
    heights[40:50, 20:60] += 12
    heights[0, 0] = -9999
    return write(tmp_path_factory.mktemp("sun") / "mns.tif", heights)


def test_sun_writes_the_bands_that_it_promises(surface, tmp_path):
    out = tmp_path / "sun.tif"
    done = run("sun", surface, "--out", out, *SHORT)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "Course du soleil" in done.stderr
    with rasterio.open(out) as dataset, rasterio.open(surface) as given:
        assert dataset.descriptions == ("sun_hours", "sun_hours_04", "sun_hours_05", "sun_quality")
        assert (dataset.transform, dataset.crs, dataset.shape) == (given.transform, given.crs, given.shape)
        bands = dataset.read()
    assert np.isnan(bands[:, 0, 0]).all()
    assert np.isnan(bands).sum() == 4
    np.testing.assert_allclose(bands[0], (17 * bands[1] + 2 * bands[2]) / 19, rtol=1e-5)
    assert bands[0, 36, 40] < bands[0, 10, 10] - 3
    assert np.nanmax(bands[0]) < 14.5


def test_the_same_file_gives_the_same_bytes(surface, tmp_path):
    for name in ("a.tif", "b.tif"):
        assert run("sun", surface, "--out", tmp_path / name, *SHORT, "--fast").returncode == 0
    assert (tmp_path / "a.tif").read_bytes() == (tmp_path / "b.tif").read_bytes()


def test_sites_get_a_table(surface, tmp_path):
    places = gpd.GeoDataFrame(
        {"site_id": ["sunny", "shaded", "elsewhere"]},
        geometry=[
            box(WEST + 5, NORTH - 15, WEST + 15, NORTH - 5),
            box(WEST + 30, NORTH - 39, WEST + 50, NORTH - 36),
            box(WEST + 900, NORTH - 39, WEST + 950, NORTH - 36),
        ],
        crs="EPSG:2154",
    )
    places.to_crs("EPSG:4326").to_file(tmp_path / "sites.gpkg")
    done = run("sun", surface, "--out", tmp_path / "sun.tif", *SHORT, "--sites", tmp_path / "sites.gpkg")
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "sun.csv", index_col="site_id")
    assert list(table.index) == ["sunny", "shaded", "elsewhere"]
    assert table.loc["sunny", "sun_hours"] > table.loc["shaded", "sun_hours"] + 3
    assert table.loc["sunny", "sun_over_6h_share"] == 1
    assert table.loc["elsewhere"].isna().all()


def test_roofs_are_no_ground_where_the_terrain_tells_them(surface, tmp_path):
    half, roof = (box(WEST + 30, NORTH - 50, WEST + 50, NORTH - top) for top in (30, 40))
    places = gpd.GeoDataFrame({"site_id": ["half", "roof"]}, geometry=[half, roof], crs="EPSG:2154")
    places.to_file(tmp_path / "sites.gpkg")
    terrain = write(tmp_path / "mnt.tif", np.full((60, 80), 40.0, np.float32))
    found = {}
    for name, extra in {"all": (), "ground": ("--terrain", terrain)}.items():
        out = tmp_path / f"{name}.tif"
        done = run("sun", surface, "--out", out, *SHORT, "--sites", tmp_path / "sites.gpkg", *extra)
        assert done.returncode == 0, done.stderr
        found[name] = pd.read_csv(tmp_path / f"{name}.csv", index_col="site_id")["sun_hours_04"]
    with rasterio.open(out) as dataset:
        april = dataset.read(2)
    assert found["all"]["half"] == pytest.approx(april[30:50, 30:50].mean(), abs=0.01)
    assert found["ground"]["half"] == pytest.approx(april[30:40, 30:50].mean(), abs=0.01)
    assert found["all"]["half"] > found["ground"]["half"] + 1
    assert np.isnan(found["ground"]["roof"])


def test_trees_are_lighter_than_walls(surface, tmp_path):
    canopy = np.zeros((60, 80), np.float32)
    canopy[20:25, 20:60] = 10
    trees = write(tmp_path / "trees.tif", canopy)
    terrain = write(tmp_path / "mnt.tif", np.full((60, 80), 40.0, np.float32))
    hours = {}
    (tmp_path / "open.toml").write_text("[transmissivity]\n12 = 1\n01 = 1.0\n", encoding="utf-8")
    table = ("--crowns", tmp_path / "open.toml")
    for name, extra in {"none": (), "bare": (), "leaf": ("--evergreen",), "open": table}.items():
        given = () if name == "none" else ("--trees", trees, "--terrain", terrain)
        out = tmp_path / f"{name}.tif"
        done = run("sun", surface, "--out", out, "--from", "12-20", "--to", "01-10", "--step", "60", *given, *extra)
        assert done.returncode == 0, done.stderr
        with rasterio.open(out) as dataset:
            assert dataset.descriptions[1:3] == ("sun_hours_12", "sun_hours_01")
            hours[name] = dataset.read(1)[15, 40]
    assert hours["none"] == hours["open"] > hours["bare"] > hours["leaf"]


@pytest.mark.parametrize(("options", "words"), [
    (("--from", "31-10"), "mois"), (("--step", "7"), "divise"), (("--to", "02-30"), "02-30"),
    (("--trees", "none.tif"), "none.tif"), (("--out", "no/where/sun.tif"), "dossier"),
    (("--sites", "none.gpkg"), "none.gpkg"),
])  # fmt: skip
def test_what_cannot_be_used_ends_with_2_and_one_message(surface, tmp_path, options, words):
    arguments = ["sun", surface, "--out", "sun.tif", *SHORT, *options]
    done = subprocess.run(
        [str(Path(sys.executable).with_name("jachere")), *map(str, arguments)],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("options", "words"), [
    ({"crs": "EPSG:4326"}, ["métrique", "Lambert-93", "gdalwarp -t_srs EPSG:2154"]), ({"nodata": 3}, ["vides"]),
    ({"dtype": np.uint8}, ["image", "MNS"]), ({"crs": "EPSG:2263"}, ["mètres", "Lambert-93"]),
    ({"unit": "ft"}, ["« ft »", "mètres"]), ({"bands": 3}, ["image"]), ({"values": 12_000}, ["altitudes de", "mètres"]),
])  # fmt: skip
def test_what_is_no_surface_says_how_to_mend_it(tmp_path, options, words):
    values = np.full((8, 8), options.pop("values", 3), options.pop("dtype", np.float32))
    unit, bands = options.pop("unit", None), options.pop("bands", 1)
    path = write(tmp_path / "odd.tif", values, **options)
    if unit:
        with rasterio.open(path, "r+") as dataset:
            dataset.units = [unit]
    if bands > 1:
        with rasterio.open(path) as dataset:
            profile = dataset.profile | {"count": bands}
        with rasterio.open(path, "w", **profile) as dataset:
            dataset.write(np.stack([values] * bands))
    done = run("sun", path, "--out", tmp_path / "sun.tif")
    assert done.returncode == 2
    assert [word for word in words if word not in done.stderr.replace("\xa0", " ")] == []
    assert not (tmp_path / "sun.tif").exists()


def beside(folder, name):
    """Write what does not go with the surface: elsewhere, in another plane, altitudes in place of heights, no table."""
    if name.endswith(".toml"):
        (folder / name).write_text("[transmissivity]\n06 = 3\n", encoding="utf-8")
        return folder / name
    values = np.full((60, 80), 171.0 if name == "altitudes.tif" else 5.0, np.float32)
    shifted = {"transform": Affine(1, 0, WEST + 5_000, 0, -1, NORTH)} if name == "elsewhere.tif" else {}
    return write(folder / name, values, crs="EPSG:3945" if name == "plane.tif" else "EPSG:2154", **shifted)


@pytest.mark.parametrize(("option", "name", "words"), [
    ("--terrain", "plane.tif", "EPSG:3945"), ("--trees", "elsewhere.tif", "ne couvre pas la surface"),
    ("--trees", "altitudes.tif", "hauteurs d’arbres"), ("--crowns", "odd.toml", "« 06 »"),
])  # fmt: skip
def test_what_does_not_go_with_the_surface_says_how_to_mend_it(surface, tmp_path, option, name, words):
    done = run("sun", surface, "--out", tmp_path / "sun.tif", *SHORT, option, beside(tmp_path, name))
    assert done.returncode == 2
    assert words in done.stderr.replace("\xa0", " ")
    assert not (tmp_path / "sun.tif").exists()


def test_the_command_carries_no_table_nor_screen():
    code = (
        "import sys; import geo.cli, geo.sunlight, geo.sources._blocks, geo.export.rasters;"
        "heavy = ('streamlit', 'folium', 'geopandas', 'pandas', 'pvlib', 'pyogrio');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_where_nothing_can_be_kept_is_no_hindrance(tmp_path):
    code = (
        "import numba.core.caching as caching\n"
        "def refuse(*_): raise RuntimeError('cannot cache')\n"
        "caching.CacheImpl.__init__ = refuse\n"
        "from geo.sunlight._kernels import _share_of\n"
        "import numpy as np\n"
        "assert _share_of(np.int16(1000), np.int16(16384)) == 500"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
