import os

from geo.present.assets import LEAFLET_FOLDER
from geo.ui.leaflet import KEPT_FILES, KEPT_SECONDS, clean, write_once

NOW = 2_000_000_000.0


def aged(folder, name, seconds):
    path = folder / name
    path.write_text("")
    os.utime(path, (NOW - seconds, NOW - seconds))
    return path


def test_leaflet_is_where_its_package_says():
    assert (LEAFLET_FOLDER / "leaflet.js").is_file()
    assert (LEAFLET_FOLDER / "leaflet.css").is_file()


def test_a_file_is_written_once_and_its_use_is_noted(tmp_path):
    path = tmp_path / "a.json.gz"
    write_once(path, b"first")
    os.utime(path, (1, 1))
    write_once(path, b"first")
    assert path.stat().st_mtime > 1
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_the_latest_files_stay_and_old_ones_go(tmp_path):
    paths = [aged(tmp_path, f"{n}.json.gz", KEPT_SECONDS + 10 + n) for n in range(KEPT_FILES + 3)]
    clean(tmp_path, now=NOW)
    assert [path.exists() for path in paths] == [True] * KEPT_FILES + [False] * 3


def test_pictures_and_territories_are_kept_apart(tmp_path):
    old = [aged(tmp_path, f"{n}.png", KEPT_SECONDS + 10 + n) for n in range(KEPT_FILES + 1)]
    territory = aged(tmp_path, "a.json.gz", KEPT_SECONDS + 1000)
    runtime = aged(tmp_path, "map-0.js", KEPT_SECONDS + 1000)
    clean(tmp_path, now=NOW)
    assert [path.exists() for path in old] == [True] * KEPT_FILES + [False]
    assert territory.exists()
    assert runtime.exists()


def test_a_file_that_someone_may_be_loading_stays(tmp_path):
    paths = [aged(tmp_path, f"{n}.json.gz", n) for n in range(KEPT_FILES + 20)]
    clean(tmp_path, now=NOW)
    assert all(path.exists() for path in paths)
