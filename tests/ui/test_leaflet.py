import os

from geo.present.assets import LEAFLET_FOLDER
from geo.present.maps import MapScript
from geo.ui.leaflet import KEPT_SCRIPTS, KEPT_SECONDS, clean, write_script

NOW = 2_000_000_000.0


def aged(folder, name, seconds):
    path = folder / name
    path.write_text("")
    os.utime(path, (NOW - seconds, NOW - seconds))
    return path


def test_leaflet_is_where_its_package_says():
    assert (LEAFLET_FOLDER / "leaflet.js").is_file()
    assert (LEAFLET_FOLDER / "leaflet.css").is_file()


def test_a_script_is_written_once_and_its_use_is_noted(tmp_path):
    script = MapScript("a.js", "Été", (0, 0, 0, 0))
    write_script(tmp_path, script)
    assert (tmp_path / "a.js").read_text("utf-8") == "Été"
    os.utime(tmp_path / "a.js", (1, 1))
    write_script(tmp_path, script)
    assert (tmp_path / "a.js").stat().st_mtime > 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.js"]


def test_the_latest_scripts_stay_and_old_ones_go(tmp_path):
    paths = [aged(tmp_path, f"{n}.js", KEPT_SECONDS + 10 + n) for n in range(KEPT_SCRIPTS + 3)]
    clean(tmp_path, now=NOW)
    assert [path.exists() for path in paths] == [True] * KEPT_SCRIPTS + [False] * 3


def test_a_script_that_someone_may_be_loading_stays(tmp_path):
    paths = [aged(tmp_path, f"{n}.js", n) for n in range(KEPT_SCRIPTS + 20)]
    clean(tmp_path, now=NOW)
    assert all(path.exists() for path in paths)
