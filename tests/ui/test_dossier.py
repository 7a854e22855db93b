"""The page of the dossier without a browser: pages to leaf through, own words that stay, one button for each file."""

import pytest
from streamlit.testing.v1 import AppTest

from geo.study import ranking

SECONDS = 240


def page_only():
    from geo.ui import dossier

    dossier.page()


@pytest.fixture(scope="module")
def shown(surveyed, judgement):
    app = AppTest.from_function(page_only, default_timeout=SECONDS)
    app.query_params["site"] = ranking(surveyed, judgement).index[0]
    return app.run()


def test_the_pages_of_the_site_in_the_address_are_shown(shown):
    assert not shown.exception
    assert "Rue des Tilleuls" in " ".join(str(part.value) for part in shown.subheader)
    assert "pages, telles qu’elles seront imprimées" in " ".join(str(part.value) for part in shown.caption)


def test_there_is_a_button_for_each_file(shown):
    labels = {button.proto.label for button in shown.get("download_button")}
    assert {
        *("Dossier (PDF)", "Dossier (Word)", "Comparaison (A3)", "Plan (DXF)", "Plan (SVG)", "Plan (image)"),
        *("GeoPackage (QGIS)", "Tableur (XLSX)", "Carte (HTML)"),
    } <= labels


def test_own_words_are_in_the_pages_and_stay(shown):
    shown.text_input(key="word-project").set_value("Jardin <b>des</b> *Tilleuls*").run()
    assert not shown.exception
    assert shown.session_state["choices"].words.project == "Jardin <b>des</b> *Tilleuls*"
    assert "\\<b\\>" in " ".join(str(part.value) for part in shown.subheader)
    shown.text_input(key="word-project").set_value("").run()
