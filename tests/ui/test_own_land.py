"""Plots that a person gives on the page of the map: by parcels, by file, drawn; taken back, kept with the choices."""

import io
import zipfile

import geopandas as gpd
import pytest
from streamlit.testing.v1 import AppTest

from geo.models import SiteKind
from geo.study.choices import Choices
from geo.study.plots import plot_of
from tests.conftest import PROJECT

SECONDS = 120
PAGE = "from geo.ui import frame, ranking\nframe.guarded(ranking.page)()"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return AppTest.from_string(PAGE, default_timeout=SECONDS).run()


@pytest.fixture(scope="module")
def outline(surveyed):
    sites = surveyed.sites
    return gpd.GeoSeries([sites[sites["kind"] == SiteKind.PARCEL].geometry.iloc[0].buffer(-2)], crs=sites.crs)


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    return app.run()


def given(app):
    return app.session_state["choices"].given if "choices" in app.session_state else ()


def sheet(app):
    shown = " ".join(part.proto.body for part in app.get("html") if "<article" in part.proto.body)
    return shown.replace("\u00a0", " ")  # a reference is kept on one line


def name(app, text):
    app.text_input(key="own-references").set_value(text)
    return press(app, "Choisir ces parcelles")


def send(app, name, content):
    app.file_uploader(key="own-outline").set_value((name, content, "application/octet-stream"))
    return press(app, "Choisir ces contours")


def test_touching_parcels_become_a_site_that_is_looked_at(app, surveyed):
    name(app, "AH 126, AH 127")
    assert not app.exception
    assert "votre tracé sur AH 126 + AH 127" in sheet(app)
    assert len(given(app)) == 1
    assert f"{len(surveyed.sites) + 1} terrains candidats" in " ".join(caption.value for caption in app.caption)


def test_parcels_that_are_a_site_already_are_looked_at_and_not_given_twice(app):
    name(app, "AH 126 + AH 127 + AH 128")
    assert not app.exception
    assert "AH 126 + AH 127 + AH 128" in sheet(app)
    assert given(app) == ()


@pytest.mark.parametrize("text", ["AH 999", HOSTILE, "", "AH 126, AH 1"])
def test_references_that_make_no_plot_are_told(app, text):
    name(app, text)
    assert not app.exception
    assert app.error
    assert given(app) == ()


def test_a_plot_is_taken_back_and_comes_back(app):
    name(app, "AH 126, AH 127")
    press(app, "✕")
    assert given(app) == ()
    name(app, "AH 127, AH 128")
    press(app, "✕")
    assert not app.exception
    assert given(app) == ()


def test_an_outline_of_a_file_becomes_a_site(app, outline):
    send(app, "mon terrain.geojson", outline.to_crs(4326).to_json().encode())
    assert not app.exception
    assert "votre tracé" in sheet(app)
    assert len(given(app)) == 1


def test_a_zipped_shapefile_becomes_a_site(app, outline, tmp_path):
    outline.to_file(tmp_path / "plot.shp")
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        for part in tmp_path.glob("plot.*"):
            archive.write(part, part.name)
    send(app, "plot.zip", packed.getvalue())
    assert not app.exception
    assert len(given(app)) == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("x.geojson", b"{}"), ""),
        ((f"{HOSTILE}.csv", b"a;b\n1;2\n"), "aucun contour"),
        (("../../x.geojson", b'{"type":"FeatureCollection","features":[]}'), ""),
    ],
)
def test_a_file_without_outlines_is_told(app, file, words):
    send(app, *file)
    assert not app.exception
    assert words in " ".join(error.value for error in app.error)
    assert app.error
    assert given(app) == ()


def test_an_outline_elsewhere_is_told(app, outline):
    send(app, "far.geojson", outline.translate(50_000).to_crs(4326).to_json().encode())
    assert "hors de ce territoire" in " ".join(warning.value for warning in app.warning)
    assert given(app) == ()


def test_a_plot_is_drawn_corner_by_corner(app, outline):
    corners = [(y, x) for x, y in outline.to_crs(4326).iloc[0].exterior.coords[:-1]]
    press(app, "Commencer le dessin")
    assert app.button(key="drawn").disabled
    app.session_state["corners"] = tuple(corners)
    app.run()
    press(app, "Terminer")
    assert not app.exception
    assert len(given(app)) == 1
    assert "corners" not in app.session_state


def test_a_drawing_that_crosses_itself_is_told_and_can_be_mended(app, outline):
    west, south, east, north = outline.to_crs(4326).total_bounds
    press(app, "Commencer le dessin")
    app.session_state["corners"] = ((south, west), (north, east), (north, west), (south, east))
    app.run()
    press(app, "Terminer")
    assert "se croise" in " ".join(error.value for error in app.error)
    press(app, "Retirer un sommet")
    assert len(app.session_state["corners"]) == 3
    press(app, "Abandonner")
    assert "corners" not in app.session_state


def test_plots_of_a_saved_study_are_on_every_page(outline, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=SECONDS)
    app.session_state["choices"] = Choices(given=(plot_of(outline.iloc[0], "EPSG:2154"),))
    app.run()
    assert not app.exception
    assert "307 terrains candidats" in " ".join(caption.value for caption in app.caption)


def test_communes_are_filtered(app, surveyed):
    codes = sorted(surveyed.sites["commune"].unique())
    app.multiselect(key="communes").set_value(codes[:1])
    app.run()
    assert not app.exception
    assert app.session_state["choices"].filters.communes == (codes[0],)


def test_the_steadiness_of_the_ranking_is_told(app):
    tables = " ".join(part.proto.body for part in app.get("html"))
    assert "jc-steady" in tables
    assert "pondérations" in " ".join(text.value for text in app.markdown)
