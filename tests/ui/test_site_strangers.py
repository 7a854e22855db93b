"""Texts of strangers on the sheet of a site: a file may hold any, and so may what people write."""

import re
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from geo.store import checks
from geo.ui import storage

HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}**Z**`l"
GARDEN, CASIAS = "92901f28f08b1c8", "92902c378953272"
NAMES = {
    "annuaire-education-val-fiacre.csv": "École primaire Jean-Macé",
    "parcelles-personnes-morales-val-fiacre.csv": "COMMUNE DE VALMARTIN (FICTIVE)",
    "georisques-casias-val-fiacre.json": "Garage de la Vallée 16",
    "zone-urba-val-fiacre.geojson": "Zone urbaine pavillonnaire",
    "communes-val-fiacre.geojson": "Valmartin",
    "verifications-val-fiacre.csv": "Service urbanisme (fictif)",
}


@pytest.fixture(scope="module")
def town(demonstration, tmp_path_factory):
    """Return the demonstration with hostile names, without what is slow."""
    folder = tmp_path_factory.mktemp("town") / "data"
    shutil.copytree(demonstration, folder, ignore=shutil.ignore_patterns("*.tif", "generator", "__pycache__"))
    for name, told in NAMES.items():
        path = folder / "layers" / name
        text = path.read_text(encoding="utf-8")
        assert told in text
        path.write_text(text.replace(told, HOSTILE), encoding="utf-8")
    return folder


def bodies(monkeypatch, town, site):
    monkeypatch.setenv("JACHERE_TERRITORY", str(town))
    app = AppTest.from_string("from geo.ui import site\nsite.page()", default_timeout=300)
    app.query_params["site"] = site
    app.run()
    assert not app.exception
    return app, [part.proto.body for part in app.get("html")]


@pytest.mark.parametrize("site", [GARDEN, CASIAS])
def test_names_in_files_are_text_and_never_markup(monkeypatch, town, site):
    app, shown = bodies(monkeypatch, town, site)
    assert sum("&lt;img src=x onerror=alert(1)&gt;{{ 7*7 }}" in body for body in shown) >= 2
    assert not [body for body in shown if re.search(r"<img|<script|\son\w+=[^&]", body.replace("src=x onerror", ""))]
    for picture in (one for part in app.get("image") for one in part.proto.imgs):
        assert "<img" not in picture.alt


def test_what_people_write_is_text_and_never_markup(monkeypatch, town):
    written = {"author": HOSTILE, "remark": HOSTILE + "\n# title [link](javascript:x)"}
    check = {"target": GARDEN, "subject": "access", "value": "yes", "date": "2026-05-04", "sureness": "seen"}
    checks.keep_check(storage.store(), check | written)
    app, shown = bodies(monkeypatch, town, GARDEN)
    assert not [body for body in shown if "<img" in body]
    told = [part.value for part in app.markdown if "onerror" in part.value]
    assert told
    assert all("\\<img" in text and "\\{\\{" in text and "\n# " not in text for text in told)
    assert all("](javascript" not in text.replace("\\]\\(", "") for text in told)
