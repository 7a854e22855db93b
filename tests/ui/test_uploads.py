"""Territories that people send, as the page takes them: opened, added to a copy, refused without harm."""

import functools
import io
import json
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from geo.sources.uploads import MEBIBYTE, Quotas, receive
from geo.ui import session, uploads
from tests.sources.test_uploads import inside, parcels_file

SECONDS = 120
PAGE = "from geo.ui import frame, territory\nframe.guarded(territory.page)()"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return uploads.home()


@pytest.fixture
def app(home):
    return AppTest.from_string(PAGE, default_timeout=SECONDS).run()


def send(app, *files, into="sent-files", button="Ouvrir ces fichiers"):
    app.file_uploader(key=into).set_value([(name, content, "application/octet-stream") for name, content in files])
    next(one for one in app.button if one.label == button).click()
    return app.run()


def tables(app):
    return " ".join(part.proto.body for part in app.get("html"))


def told(app):
    return " ".join(str(error.value) for error in app.error)


def test_files_that_are_sent_become_the_territory(app, home):
    app.text_input(key="sent-name").set_value("Le Val")
    send(app, ("parcelles.geojson", parcels_file()))
    assert not app.exception
    assert not app.error
    assert "layers/parcelles.geojson" in tables(app)
    assert app.session_state["folder"].startswith(str(home))
    assert [metric.value for metric in app.metric][:2] == ["1", "2"]


def test_what_is_missing_does_not_drown_the_page(app):
    send(app, ("parcelles.geojson", parcels_file()))
    shown = [part.proto.body for part in app.get("html") if '<ul class="jc-missing"' in part.proto.body]
    assert shown[0].count("<li>") == 3
    assert "Bâtiments" in shown[0]
    assert "Moins utiles" in app.expander[0].label


def test_files_are_added_to_a_copy_and_the_demonstration_stays_as_it_was(app, home, demonstration):
    before = {path: path.stat().st_mtime_ns for path in demonstration.rglob("*") if "__pycache__" not in str(path)}
    send(app, ("mes notes.txt", b"rien"), into="more-sent-files", button="Ajouter ces fichiers")
    assert not app.exception
    assert "layers/mes notes.txt" in tables(app)
    assert "layers/mns-val-fiacre.tif" in tables(app)
    after = {path: path.stat().st_mtime_ns for path in demonstration.rglob("*") if "__pycache__" not in str(path)}
    assert after == before


def test_files_without_parcels_change_nothing_and_say_what_to_send(app, home):
    send(app, ("notes.csv", b"a;b\n1;2\n"))
    assert not app.exception
    assert "parcelles" in told(app)
    assert str(home) not in told(app)
    assert "folder" not in app.session_state
    assert inside(home) == []


def test_nothing_sent_is_told(app):
    send(app)
    assert "Choisissez d’abord" in told(app)


@pytest.mark.parametrize(
    "name", ["../../../escape.geojson", "..\\escape.geojson", "/tmp/escape.geojson", f"{HOSTILE}.geojson"]
)
def test_a_hostile_name_stays_in_its_folder_and_is_shown_as_text(app, home, tmp_path, name):
    send(app, (name, parcels_file()))
    assert not app.exception
    assert {path.split("/")[0] for path in inside(tmp_path)} == {"data"}
    assert all(path.count("/") == 2 or path.endswith("MANIFEST.toml") for path in inside(home))
    assert "<img" not in tables(app)


def test_hostile_texts_of_files_are_shown_as_texts(app):
    document = json.loads(parcels_file())
    manifest = f"name = '''{HOSTILE}'''\n[[file]]\npath = 'layers/p.geojson'\npublisher = '''{HOSTILE}'''\n"
    send(app, ("MANIFEST.toml", manifest.encode()), ("p.geojson", json.dumps(document).encode()))
    assert not app.exception
    assert "&lt;img src=x onerror=alert(1)&gt;" in tables(app)
    assert "<img" not in tables(app)


def test_a_bomb_is_refused_and_the_rest_is_there(app):
    with zipfile.ZipFile(packed := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("parcelles.geojson", bytes(60 * MEBIBYTE))
    send(app, ("bomb.zip", packed.getvalue()), ("p.geojson", parcels_file()))
    assert not app.exception
    assert 'tr class="jc-refused"' in tables(app)
    assert [metric.value for metric in app.metric][3] == "1"


def test_too_much_is_refused_with_figures(app, home, monkeypatch):
    little = Quotas(file_bytes=MEBIBYTE)
    monkeypatch.setattr(uploads, "receive", functools.partial(receive, quotas=little))
    send(app, ("p.geojson", parcels_file() + b" " * 2 * MEBIBYTE))
    assert "Mo au plus" in told(app)
    assert inside(home) == []


def test_a_folder_of_the_machine_is_offered_only_where_nobody_else_can_reach_it(home, monkeypatch):
    for alone in (True, False):
        monkeypatch.setattr(session, "may_choose_folder", lambda alone=alone: alone)
        app = AppTest.from_string(PAGE, default_timeout=SECONDS).run()
        assert ("folder-asked" in {field.key for field in app.text_input}) is alone


def test_a_folder_that_is_opened_takes_the_place_of_the_demonstration(home, monkeypatch, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "p.geojson").write_bytes(parcels_file())
    monkeypatch.setattr(session, "may_choose_folder", lambda: True)
    app = AppTest.from_string(PAGE, default_timeout=SECONDS).run()
    app.text_input(key="folder-asked").set_value(str(tmp_path / "mine"))
    next(button for button in app.button if button.label == "Ouvrir").click()
    app.run()
    assert not app.exception
    assert "p.geojson" in tables(app)
    next(button for button in app.button if button.label == "Démonstration").click()
    app.run()
    assert "layers/mns-val-fiacre.tif" in tables(app)
