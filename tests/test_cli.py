"""The commands, as a person or a script meets them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

JACHERE = [str(Path(sys.executable).with_name("jachere"))]
RANKING = [
    "rank", "site_id", "parcels", "commune", "area_m2", "evidence", "verdict", "score", "score_low", "score_high",
    "reliability", "reasons",
]  # fmt: skip


def run(*arguments):
    return subprocess.run([*JACHERE, *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(real_data, tmp_path_factory):
    home = tmp_path_factory.mktemp("territory")
    (home / "parcels").mkdir()
    for name in ("parcelles", "batiments"):
        shutil.copy(real_data / "cadastre" / f"cadastre-13029-{name}.geojson", home / "parcels")
    return home


@pytest.fixture(scope="module")
def screened(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "new"
    done = run("screen", folder, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    return done, out


def test_screen_prints_one_document_and_nothing_else(screened):
    done, _ = screened
    document = json.loads(done.stdout)
    assert document["candidates"] == len(document["ranking"]) > 200
    assert list(document["ranking"][0]) == RANKING
    assert {row["verdict"] for row in document["ranking"]} <= {"eligible", "conditional", "excluded"}
    assert [row["rank"] for row in document["ranking"]] == sorted(row["rank"] for row in document["ranking"])
    assert {layer["role"] for layer in document["layers"]} >= {"parcels", "buildings", "terrain"}


def test_screen_writes_files_that_others_open(screened):
    done, out = screened
    ranked = json.loads(done.stdout)["ranking"]
    sites = gpd.read_file(out / "candidates.gpkg", layer="candidates")
    assert len(sites) == len(ranked)
    assert sites.crs.to_epsg() == 2154
    assert sites.is_valid.all()
    table = pd.read_csv(out / "ranking.csv", dtype={"commune": str})
    assert list(table.columns) == RANKING
    assert table["site_id"].tolist() == [row["site_id"] for row in ranked]
    assert table["parcels"].str.split(";").map(len).max() > 1
    page = (out / "map.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert 'lang="fr"' in page


def test_the_same_files_give_the_same_bytes(screened, folder, tmp_path):
    _, out = screened
    assert run("screen", folder, "--out", tmp_path).returncode == 0
    for name in ("candidates.gpkg", "ranking.csv", "map.html"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


def test_messages_are_french_unless_asked_otherwise(folder):
    french = run("check", folder)
    assert "État" in french.stdout
    assert "Lecture des fichiers" in french.stderr
    english = run("check", folder, "--lang", "en")
    assert "State" in english.stdout
    assert "Reading the files" in english.stderr


def test_check_tells_the_health_of_every_layer(folder):
    done = run("check", folder, "--json")
    assert done.returncode == 0
    layers = json.loads(done.stdout)["layers"]
    found = {layer["role"]: layer for layer in layers}
    assert found["parcels"]["features"] == 389
    assert found["terrain"]["state"] == "missing"
    assert found["terrain"]["notes"]


def test_check_writes_a_manifest(folder, tmp_path):
    home = shutil.copytree(folder, tmp_path / "copy")
    assert run("check", home, "--write-manifest").returncode == 0
    assert "sha256" in (home / "MANIFEST.toml").read_text(encoding="utf-8")
    assert run("check", home, "--json").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nowhere"], "n’existe pas"),
        (["screen", "nowhere", "--out", "x"], "n’existe pas"),
        (["check", "nowhere", "--lang", "en"], "does not exist"),
        (["screen", "--out", "x"], "DIR"),
        (["screen", ".", "--out", "x", "--profile", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_one_message(arguments, words, tmp_path):
    done = subprocess.run([*JACHERE, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_profile_names_the_key(folder, tmp_path):
    profile = tmp_path / "mine.toml"
    profile.write_text('name = "mine"\nlabel = "Mine"\ncriteria = []\n', encoding="utf-8")
    done = run("screen", folder, "--out", tmp_path / "out", "--profile", profile)
    assert done.returncode == 2
    assert "criteria" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_refused_file_stops_the_work(folder, tmp_path):
    home = shutil.copytree(folder, tmp_path / "copy")
    (home / "parcels" / "leak.geojson").write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>",
        encoding="utf-8",
    )
    for command in (["check", home], ["screen", home, "--out", tmp_path / "out"]):
        done = run(*command)
        assert done.returncode == 2
        assert "leak.geojson" in done.stderr
        assert "root:" not in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()


def test_a_failure_of_ours_is_one_line_and_ends_with_1(folder, tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    done = run("screen", folder, "--out", tmp_path / "taken")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "JACHERE_DEBUG" in done.stderr


def test_start_up_is_light():
    code = "import sys, geo.cli; print([m for m in ('streamlit', 'folium', 'geopandas', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
