"""The pages without a browser: what they say, what they choose, how they fail."""

import shutil
from datetime import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.study import ranking
from geo.ui import session
from tests.conftest import PROJECT

SECONDS = 120


def opened(monkeypatch, folder=None, **query):
    if folder:
        monkeypatch.setenv("JACHERE_TERRITORY", str(folder))
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def shown(app):
    """Return what the pictures of a page are for who cannot see them."""
    return {picture.alt for part in app.get("image") for picture in part.proto.imgs}


def words(app):
    return " ".join(
        str(part.value) for kind in (app.text, app.caption, app.markdown, app.error, app.info) for part in kind
    )


def test_the_first_page_is_the_map_and_ranking_in_french(monkeypatch):
    app = opened(monkeypatch)
    assert not app.exception
    assert "territoire fictif" in words(app)
    assert "terrains candidats" in words(app)
    assert "Parcelles non retenues" in words(app)


def test_the_address_chooses_the_language(monkeypatch):
    app = opened(monkeypatch, lang="en")
    assert not app.exception
    assert "candidate sites" in words(app)


def test_the_table_view_lists_the_ranking(monkeypatch, surveyed, judgement):
    app = opened(monkeypatch, view="table")
    assert not app.exception
    table = app.dataframe[0].value
    assert len(table) == len(surveyed.sites)
    # whole numbers, as on the cards: the table itself would cut the decimals off
    assert table["Note (/100)"].tolist() == [round(score) for score in ranking(surveyed, judgement)["score"]]


def test_a_site_in_the_address_shows_its_sheet(monkeypatch, surveyed, judgement):
    best = ranking(surveyed, judgement).index[0]
    app = opened(monkeypatch, site=best)
    assert not app.exception
    sheets = [part.proto.body for part in app.get("html") if "<article" in part.proto.body]
    assert len(sheets) == 1
    assert "Éligible" in sheets[0]


@pytest.mark.parametrize("site", ["nothing", "<script>"])
def test_an_unknown_site_in_the_address_is_nobody(monkeypatch, site):
    app = opened(monkeypatch, site=site)
    assert not app.exception
    assert "Choisissez un terrain" in words(app)


def test_filters_that_leave_nothing_say_what_to_do(monkeypatch):
    app = opened(monkeypatch)
    app.slider(key="area").set_range(0, 50)
    app.run()
    assert "Élargissez" in words(app)


def test_all_weights_at_zero_keep_the_usual_ones(monkeypatch):
    app = opened(monkeypatch)
    for slider in app.slider:
        if slider.key.startswith("weight-"):
            slider.set_value(0)
    app.run()
    assert not app.exception
    assert [warning.value for warning in app.warning]


def test_the_territory_page_shows_health_and_sources():
    app = AppTest.from_string("from geo.ui import territory\nterritory.page()", default_timeout=SECONDS).run()
    assert not app.exception
    assert {"Couches lues", "Fichiers refusés", "Couches manquantes"} < {metric.label for metric in app.metric}
    tables = " ".join(part.proto.body for part in app.get("html"))
    assert "Géométries invalides, réparées" in tables
    assert "CC0" in tables


def test_the_site_page_shows_the_sun_by_month_and_at_a_moment(monkeypatch):
    app = AppTest.from_string("from geo.ui import site\nsite.page()", default_timeout=SECONDS).run()
    assert not app.exception
    assert "D’avril à septembre" in words(app)
    assert "au-dessus de l’horizon" in words(app)
    assert shown(app) >= {"Le soleil mois par mois", "21 mars 2025, 10:00"}
    hour = next(slider for slider in app.slider if slider.label == "Heure légale")
    hour.set_value(time(21, 0)).run()
    assert "Le soleil est couché" in words(app)


def test_the_site_page_without_a_surface_says_what_is_missing(monkeypatch, demonstration, tmp_path):
    bare = shutil.ignore_patterns("*batiments*")
    shutil.copytree(demonstration / "parcels", tmp_path / "parcels", ignore=bare)
    monkeypatch.setenv("JACHERE_TERRITORY", str(tmp_path))
    app = AppTest.from_string("from geo.ui import site\nsite.page()", default_timeout=SECONDS).run()
    assert not app.exception
    assert "modèle de surface" in words(app)
    assert "Heure légale" not in [slider.label for slider in app.slider]


def test_the_site_page_says_that_a_sun_made_of_buildings_is_an_estimate(monkeypatch, demonstration, tmp_path):
    shutil.copytree(demonstration / "parcels", tmp_path / "parcels")
    monkeypatch.setenv("JACHERE_TERRITORY", str(tmp_path))
    app = AppTest.from_string("from geo.ui import site\nsite.page()", default_timeout=SECONDS).run()
    assert not app.exception
    assert "Surface estimée d’après la hauteur" in words(app)
    assert "le sol est supposé plat" in words(app)
    assert shown(app) >= {"Le soleil mois par mois", "21 mars 2025, 10:00"}


def test_a_folder_that_cannot_be_used_is_told_with_the_button_that_mends_it(monkeypatch, tmp_path):
    app = opened(monkeypatch, folder=tmp_path / "nowhere")
    assert not app.exception
    assert "n’existe pas" in words(app)
    assert [button.label for button in app.button] == ["Ouvrir le territoire de démonstration"]
    app.button[0].click().run()
    assert "terrains candidats" in words(app)


def test_no_site_at_all_is_told(monkeypatch, tmp_path):
    from shapely import box

    from tests import factories

    (tmp_path / "parcels").mkdir()
    frame = factories.parcels(box(650000, 6860000, 650005, 6860005)).frame.rename(
        columns={"parcel_id": "id", "number": "numero", "registered_area_m2": "contenance"}
    )
    frame.assign(prefixe="000").to_crs(4326).to_file(tmp_path / "parcels" / "one.geojson")
    app = opened(monkeypatch, folder=tmp_path)
    assert not app.exception
    assert "Aucune parcelle" in words(app)


def test_the_demonstration_is_where_the_tool_is():
    assert session.DEMONSTRATION == PROJECT / "data"
    assert Path(session.DEMONSTRATION, "MANIFEST.toml").is_file()
