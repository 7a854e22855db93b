"""The sketch of a site without a browser: what it says, what a person can change, how it declines."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from geo.study import ranking
from geo.study.wishes import Kept, Wish

SECONDS = 300
PAGE = "from geo.ui import site\nsite.page()"


@pytest.fixture(scope="module")
def small(surveyed, judgement):
    """Return a site that is sketched fast."""
    table = ranking(surveyed, judgement)
    return table.index[table["area_m2"].between(430, 480)][0]


def opened(site, **query):
    app = AppTest.from_string(PAGE, default_timeout=SECONDS)
    for name, value in {"site": site, **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def html(app):
    return " ".join(part.proto.body for part in app.get("html"))


def areas(app):
    found = re.findall(r"</span>([^<]+)</th><td>([\d\u202f]+)\xa0m²", html(app))
    return {name: int(area.replace("\u202f", "")) for name, area in found}


def wish(app):
    value = app.query_params.get("sketch", "{}")
    return json.loads(value[0] if isinstance(value, list) else value)


def widget(found, label):
    return next(one for one in found if one.label == label)


def done(touched):
    """Run the page after a widget was touched."""
    assert not touched.run().exception


def test_the_page_answers_what_one_would_make_of_it(small):
    app = opened(small)
    assert "Esquisse\xa0: qu’y ferait-on\xa0?" in [part.value for part in app.header]
    assert "règles" in re.sub(r"\s", " ", html(app))
    assert set(areas(app)) == {"Potager", "Verger", "Aromatiques", "Fleurs", "Accueil", "Service", "Allées"}
    assert "avant tout devis" in html(app)
    assert [tab.label for tab in app.tabs][2:] == [
        "Budget", "Quantités", "Eau", "Équipe", "Récolte", "Formalités", "Financements", "Règles"
    ]  # fmt: skip
    plan = app.get("imgs") or app.get("image")
    assert any("tableau" in str(part.proto) for part in plan)
    assert len(app.get("download_button")) == 6


def test_a_share_that_is_moved_moves_the_plan_and_can_be_taken_back(small):
    app = opened(small)
    before = areas(app)
    done(widget(app.slider, "Fleurs").set_value(40))
    assert wish(app) == {"shares": {"fleurs": 40.0}}
    assert areas(app)["Fleurs"] > 1.3 * before["Fleurs"]
    assert widget(app.slider, "Fleurs").value == 40
    done(widget(app.button, "Annuler").click())
    assert wish(app) == {}
    assert areas(app) == before
    assert widget(app.slider, "Fleurs").value == 14
    assert widget(app.button, "Annuler").disabled


def test_the_moves_of_one_slider_are_one_step_back(small):
    app = opened(small)
    for share in (20, 30, 26):
        done(widget(app.slider, "Fleurs").set_value(share))
    done(widget(app.slider, "Accueil").set_value(12))
    done(widget(app.button, "Annuler").click())
    assert wish(app) == {"shares": {"fleurs": 26.0}}
    done(widget(app.button, "Annuler").click())
    assert wish(app) == {}


def test_another_programme_takes_its_own_shares(small):
    app = opened(small, sketch=Wish(shares={"fleurs": 40}).text())
    done(app.radio[0].set_value("dense"))
    assert wish(app) == {"programme": "dense"}
    assert widget(app.slider, "Verger").value == 12
    assert widget(app.slider, "Fleurs").value == 18


def test_back_to_the_programme(small):
    app = opened(small, sketch=Wish(shares={"fleurs": 40}).text())
    assert widget(app.slider, "Fleurs").value == 40
    done(widget(app.button, "Revenir au programme").click())
    assert wish(app) == {}
    assert widget(app.slider, "Fleurs").value == 14


def test_the_gate_goes_where_it_is_put_and_is_free_again(small):
    app = opened(small)
    gate = widget(app.slider, "Place du portail le long de la rue (m)")
    place = 3.0 if gate.value > 4 else gate.value + 1.0
    done(gate.set_value(place))
    assert wish(app) == {"gate_m": place}
    assert widget(app.slider, "Place du portail le long de la rue (m)").value == place
    done(widget(app.button, "Laisser l’esquisse choisir").click())
    assert wish(app) == {}


def test_what_stays_is_gone_around_and_can_be_removed(small):
    app = opened(small)
    done(widget(app.button, "Conserver").click())
    [kept] = wish(app)["kept"]
    assert kept["radius_m"] == 1.0
    remove = next(button for button in app.button if button.label.startswith("Retirer"))
    done(remove.click())
    assert wish(app) == {}


def test_a_locked_zone_stays_while_the_others_move_and_is_freed(small):
    app = opened(small)
    before = areas(app)
    done(widget(app.checkbox, "Potager").check())
    assert wish(app)["lock"] == {"wish": {}, "number": 1, "zones": ["potager"]}
    done(widget(app.slider, "Fleurs").set_value(30))
    assert areas(app)["Potager"] == before["Potager"]
    assert areas(app)["Fleurs"] > before["Fleurs"]
    assert widget(app.checkbox, "Potager").value
    done(widget(app.checkbox, "Potager").uncheck())
    assert wish(app) == {"shares": {"fleurs": 30.0}}


def test_moving_the_gate_unlocks(small):
    app = opened(small)
    done(widget(app.checkbox, "Verger").check())
    gate = widget(app.slider, "Place du portail le long de la rue (m)")
    done(gate.set_value(gate.value - 1 if gate.value > 4 else gate.value + 1))
    assert set(wish(app)) == {"gate_m"}


def test_another_draw_is_another_seed(small):
    app = opened(small)
    done(widget(app.button, "Proposer autre chose").click())
    assert wish(app) == {"seed": 1}
    done(widget(app.button, "Proposer autre chose").click())
    assert wish(app) == {"seed": 2}


def test_a_link_opens_the_same_sketch(small):
    text = Wish(programme="residence", seed=3).text()
    app = opened(small, sketch=text)
    assert app.radio[0].value == "residence"
    assert wish(app) == {"programme": "residence", "seed": 3}


@pytest.mark.parametrize("text", ["<script>", '{"programme": "../clamart"}', '{"seed": -5}'])
def test_an_address_that_makes_no_sense_shows_the_usual_sketch(small, text):
    app = opened(small, sketch=text)
    assert wish(app) == {}
    assert app.radio[0].value == "clamart"


def test_the_wish_for_one_site_is_none_for_another(small, surveyed, judgement):
    app = opened(small, sketch=Wish(programme="dense").text())
    table = ranking(surveyed, judgement)
    other = table.index[table["area_m2"].between(430, 480)][1]
    done(app.selectbox[0].set_value(other))
    assert wish(app) == {}
    done(app.selectbox[0].set_value(small))
    assert wish(app) == {"programme": "dense"}


def test_a_site_without_room_is_told_calmly_with_the_controls_in_reach(small, surveyed):
    west, south, east, north = surveyed.sites.geometry[small].bounds
    everywhere = [
        Kept(east_m=(east - west) * x / 3, north_m=(north - south) * y / 3, radius_m=15)
        for x in range(4)
        for y in range(3)
    ]
    app = opened(small, sketch=Wish(kept=tuple(everywhere)).text())
    told = " ".join(str(part.value) for part in app.info)
    assert "150\xa0m²" in told or "150 m²" in told
    assert "parcelle voisine" in told
    assert widget(app.radio, "Composition du jardin").value == "clamart"
    assert not app.get("download_button")
    assert "Sources et dates" in [part.value for part in app.header]


def test_a_team_shared_between_sites_costs_each_of_them_less(small):
    app = opened(small)
    done(app.number_input(key="cost-sites").set_value(4))
    assert "par an, pour un des 4 terrains" in html(app)


def test_options_are_counted_in_the_budget(small):
    app = opened(small)
    assert "Dépollution" not in html(app)
    done(app.number_input(key="cost-remediation").set_value(100.0))
    assert "Dépollution" in html(app)


def test_in_english_the_sketch_is_in_english(small):
    app = opened(small, lang="en")
    assert "Sketch: what one would make of it" in [part.value for part in app.header]
    assert "Vegetables" in areas(app)


def test_an_excluded_site_is_sketched_too(surveyed, judgement):
    results = judgement.results
    excluded = results.index[results["verdict"] == "excluded"]
    if not len(excluded):
        pytest.skip("no site of the demonstration is excluded")
    smallest = surveyed.sites.loc[excluded, "area_m2"].idxmin()
    assert not opened(smallest).exception
