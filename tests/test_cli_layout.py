"""The command `layout`, as a person or a script meets it."""

import json

import geopandas as gpd
import numpy as np
import pytest
from affine import Affine
from shapely import LineString, Point, Polygon, box

from geo.layout.programme import FOLDER, parse_programme
from geo.sources.settings import read_settings
from tests.sources.test_files_rasters import write
from tests.test_cli import run

WEST, SOUTH = 650_000.0, 6_860_000.0
CRS = "EPSG:2154"
ENDINGS = ("dxf", "geojson", "gpkg", "png", "svg")


def plot(west, south, east, north):
    return box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def save(path, *shapes, crs=CRS, **columns):
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS).to_crs(crs).to_file(path)
    return path


def names(folder):
    return {path.name for path in folder.iterdir()}


def files_of(count):
    return {f"plan-{n}.{e}" for n in range(1, count + 1) for e in ENDINGS} | {
        f"rules-{n}.json" for n in range(1, count + 1)
    }


def rules(folder, number=1):
    return json.loads((folder / f"rules-{number}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Return files of a site of 800 m² and of one that is too small, with all that the command takes."""
    home = tmp_path_factory.mktemp("given")
    save(
        home / "sites.geojson",
        plot(0, 0, 32, 25),
        plot(100, 0, 108, 12),
        crs="EPSG:4326",
        site_id=["clos", "pocket"],
    )
    save(home / "street.gpkg", LineString([(WEST, SOUTH - 0.1), (WEST + 32, SOUTH - 0.1)]))
    save(home / "gates.geojson", Point(WEST + 12, SOUTH), crs="EPSG:4326")
    save(home / "kept.gpkg", plot(28, 20, 31, 23))
    save(home / "houses.gpkg", plot(40, 0, 50, 10), plot(-12, 5, -4, 15))
    return home


@pytest.fixture(scope="module")
def everything(given):
    hours = np.linspace(9, 5, 60, dtype=np.float32)[None, :].repeat(60, axis=0)
    heights = np.linspace(80, 81, 60, dtype=np.float32)[:, None].repeat(60, axis=1)
    placed = Affine(1, 0, WEST - 10, 0, -1, SOUTH + 45)
    write(given / "sun.tif", hours, transform=placed)
    write(given / "mnt.tif", heights, transform=placed)
    return (
        "--street", given / "street.gpkg", "--entrances", given / "gates.geojson", "--obstacles", given / "kept.gpkg",
        "--buildings", given / "houses.gpkg", "--terrain", given / "mnt.tif", "--sun", given / "sun.tif",
    )  # fmt: skip


@pytest.fixture(scope="module")
def laid_out(given, everything, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "new"
    done = run("layout", given / "sites.geojson", "--out", out, *everything)
    assert done.returncode == 0, done.stderr
    return done, out


def test_every_site_has_its_folder_with_three_plans(laid_out):
    done, out = laid_out
    assert names(out) == {"clos", "pocket"}
    assert names(out / "clos") == files_of(3)
    assert done.stdout == ""
    for text in ("Lecture des fichiers", "Esquisse des jardins", "clos : Plans qui respectent toutes les règles"):
        assert text in done.stderr.replace("\u00a0", " ")


def test_the_plan_is_a_garden_on_that_site(laid_out):
    _, out = laid_out
    path = out / "clos" / "plan-1.gpkg"
    zones = gpd.read_file(path, layer="zones")
    site, kept = plot(0, 0, 32, 25), plot(28, 20, 31, 23)
    assert set(zones.zone) == {"potager", "verger", "aromatiques", "fleurs", "accueil", "service"}
    assert zones.crs.to_epsg() == 2154
    paths = gpd.read_file(path, layer="paths")
    drawn = zones.union_all().union(paths.union_all())
    assert drawn.difference(site.buffer(0.01)).area < 0.1
    assert drawn.intersection(kept).area < 0.1
    assert drawn.area > 0.96 * (site.area - kept.area)
    gate = gpd.read_file(path, layer="entrance").geometry[0]
    assert gate.distance(Point(WEST + 12, SOUTH)) < 0.01
    assert gpd.read_file(path, layer="kept").area.sum() == pytest.approx(9, abs=0.1)


def test_rules_tell_of_everything_that_was_given(laid_out):
    document = rules(laid_out[1] / "clos")
    assert document["valid"] is all(rule["met"] for rule in document["rules"])
    themes = " ".join(rule["id"] for rule in document["rules"])
    assert len(document["rules"]) > 30
    assert "sun" in themes
    assert "slope" in themes


def test_a_site_too_small_gets_its_reason_and_no_plan(laid_out):
    done, out = laid_out
    assert names(out / "pocket") == {"rules-1.json"}
    document = rules(out / "pocket")
    assert document["valid"] is False
    assert [rule["met"] for rule in document["rules"]] == [False]
    assert document["rules"][0]["limit"] == 150
    assert "pocket" in done.stderr


def test_the_same_files_give_the_same_bytes(laid_out, given, everything, tmp_path):
    _, out = laid_out
    assert run("layout", given / "sites.geojson", "--out", tmp_path, *everything).returncode == 0
    made = sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    assert made == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    for name in made:
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


def test_only_the_polygons_are_needed_and_what_was_assumed_is_told(given, tmp_path):
    save(tmp_path / "sites.gpkg", plot(0, 0, 32, 25))
    done = run("layout", tmp_path / "sites.gpkg", "--out", tmp_path / "out", "--variants", "1", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "out" / "1") == files_of(1)
    assert "No street is known here: the longest side without neighbour, 32 m" in done.stderr
    assert "Plans that meet every rule" in done.stderr


@pytest.mark.parametrize("programme", ["residence", "dense"])
def test_our_programmes_are_known_by_their_names(given, tmp_path, programme):
    save(tmp_path / "sites.gpkg", plot(0, 0, 32, 25))
    arguments = ("--variants", "1", "--programme", programme)
    done = run("layout", tmp_path / "sites.gpkg", "--out", tmp_path / "out", *arguments)
    assert done.returncode == 0, done.stderr
    zones = gpd.read_file(tmp_path / "out" / "1" / "plan-1.gpkg", layer="zones").set_index("zone")
    wanted = parse_programme(read_settings(FOLDER / f"{programme}.toml"), where=programme)
    targets = wanted.targets_m2(zones.target_m2.sum())
    assert zones.target_m2.to_dict() == pytest.approx(targets, abs=0.1)
    assert targets["verger"] / targets["potager"] != pytest.approx(20 / 36, abs=0.01)


def test_a_rerun_with_fewer_plans_leaves_no_older_one(given, tmp_path):
    save(tmp_path / "sites.gpkg", plot(0, 0, 32, 25))
    for variants in ("2", "1"):
        done = run("layout", tmp_path / "sites.gpkg", "--out", tmp_path / "out", "--variants", variants)
        assert done.returncode == 0, done.stderr
    assert names(tmp_path / "out" / "1") == files_of(1)


@pytest.mark.parametrize("text", ["../../up", "a/b", "x" * 65, "nul\u0000", "{{ 7*7 }}", "Rue de l`Église"])
def test_a_hostile_name_never_becomes_a_folder(tmp_path, text):
    square = plot(0, 0, 9, 9)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    feature = {"type": "Feature", "properties": {"site_id": text}, "geometry": square.__geo_interface__}
    document = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
    (tmp_path / "sites.geojson").write_text(json.dumps(document))
    done = run("layout", tmp_path / "sites.geojson", "--out", tmp_path / "deep" / "er" / "out")
    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "deep" / "er" / "out") == {"1"}
    assert names(tmp_path) == {"sites.geojson", "deep"}


@pytest.mark.parametrize(("arguments", "words"), [
    (("none.gpkg",), "none.gpkg"), (("sites.gpkg", "--street", "none.gpkg"), "none.gpkg"),
    (("sites.gpkg", "--street", "points.gpkg"), "ligne"), (("sites.gpkg", "--entrances", "sites.gpkg"), "point"),
    (("points.gpkg",), "polygone"), (("sites.gpkg", "--sun", "heights.tif"), "soleil"),
    (("sites.gpkg", "--terrain", "sites.gpkg"), "sites.gpkg"), (("sites.gpkg", "--programme", "no.toml"), "no.toml"),
    (("sites.gpkg", "--programme", "broken.toml"), "zones"), (("sites.gpkg", "--variants", "0"), "variants"),
    (("empty.geojson",), "empty.geojson"), (("leak.geojson",), "leak.geojson"),
])  # fmt: skip
def test_what_cannot_be_used_ends_with_2_and_one_message(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "sites.gpkg", plot(0, 0, 32, 25))
    save(tmp_path / "points.gpkg", Point(WEST, SOUTH))
    write(tmp_path / "heights.tif", np.full((60, 80), 42, np.float32))
    heights = gpd.GeoDataFrame(geometry=[box(650_000, 6_859_950, 650_030, 6_859_980)], crs=CRS)
    if "heights.tif" in arguments:
        heights.to_file(tmp_path / "sites.gpkg")
    (tmp_path / "broken.toml").write_text('name = "mine"\nlabel = "Mine"\n', encoding="utf-8")
    empty = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": []}}
    (tmp_path / "empty.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [empty]}))
    (tmp_path / "leak.geojson").write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>"
    )
    done = run("layout", *arguments, "--out", tmp_path / "out")
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_odd_shapes_get_a_plan_or_a_reason_and_never_stop_the_others(tmp_path):
    shapes = [
        Polygon([(WEST, SOUTH), (WEST + 40, SOUTH + 30), (WEST + 40, SOUTH), (WEST, SOUTH + 20)]),
        Point(WEST + 200, SOUTH).buffer(12),
        plot(300, 0, 460, 1.2),
        plot(500, 0, 530, 30).difference(plot(501, 1, 529, 29)),
        plot(600, 0, 620, 30).union(plot(700, 0, 710, 30)),
        plot(800, 0, 800.0001, 30),
    ]
    save(tmp_path / "sites.gpkg", *shapes)
    done = run("layout", tmp_path / "sites.gpkg", "--out", tmp_path / "out", "--variants", "1")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    folders = sorted((tmp_path / "out").iterdir())
    assert [folder.name for folder in folders] == [str(number) for number in range(1, 7)]
    for folder in folders:
        assert names(folder) in ({"rules-1.json"}, files_of(1))
        assert rules(folder)["rules"]
    assert names(folders[5]) == {"rules-1.json"}
    assert "morceaux" in done.stderr


def test_real_parcels_with_their_buildings(real_data, tmp_path):
    folder = real_data / "cadastre"
    parcels = gpd.read_file(folder / "cadastre-13029-parcelles.geojson").to_crs(CRS)
    chosen = parcels[parcels.area.between(500, 1500)].head(2).to_crs("EPSG:4326")
    chosen.rename(columns={"id": "site_id"})[["site_id", "geometry"]].to_file(tmp_path / "sites.geojson")
    houses = folder / "cadastre-13029-batiments.geojson"
    arguments = ("--buildings", houses, "--variants", "1")
    done = run("layout", tmp_path / "sites.geojson", "--out", tmp_path / "out", *arguments)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "out") == set(chosen["id"])
    assert all((tmp_path / "out" / name / "rules-1.json").is_file() for name in chosen["id"])
