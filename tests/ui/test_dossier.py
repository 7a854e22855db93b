"""The page of the dossier without a browser: pages to leaf through, own words that stay, one button for each file."""

import pytest
from streamlit.testing.v1 import AppTest

from geo.study import ranking

SECONDS = 240


def page_only():
    from geo.ui import dossier

    dossier.page()


def with_costs():
    import streamlit as st

    from geo.study.costing import Costing
    from geo.ui import choosing, dossier, handouts

    site = choosing.choices().site
    choosing.change(costings={site: Costing(areas_m2={"remediation": 120, "gone": 5}, sites=3)})
    handouts.of_site = lambda case, document: st.session_state.update(found=case.found)
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


def test_what_was_said_of_the_cost_on_the_page_of_the_site_is_in_the_dossier(shown, surveyed, judgement, monkeypatch):
    from geo.ui import handouts

    monkeypatch.setattr(handouts, "of_site", handouts.of_site)  # the page under test replaces it
    app = AppTest.from_function(with_costs, default_timeout=SECONDS)
    app.query_params["site"] = ranking(surveyed, judgement).index[0]
    app.run()
    assert not app.exception
    found = app.session_state["found"]
    [cleaned] = [line for line in found.budget.lines if line.price.id == "remediation"]
    assert cleaned.quantity.high == 120
    assert found.team.sites == 3
