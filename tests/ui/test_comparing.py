"""Compare and Together without a browser: what they show, what they keep, how they fail."""

import pytest
from streamlit.testing.v1 import AppTest

from geo.study import ranking

SECONDS = 180
COMPARE = "from geo.ui import comparing\ncomparing.page()"
TOGETHER = "from geo.ui import together\ntogether.page()"


def opened(script, **query):
    app = AppTest.from_string(script, default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def html(app):
    return " ".join(part.proto.body for part in app.get("html"))


def words(app):
    return " ".join(str(part.value) for kind in (app.caption, app.markdown, app.warning, app.info) for part in kind)


@pytest.fixture(scope="module")
def best(surveyed, judgement):
    return ranking(surveyed, judgement).index[:6].tolist()


def test_the_best_three_are_compared_at_first(best):
    app = opened(COMPARE)
    assert app.multiselect(key="compared").value == best[:3]
    table = html(app)
    assert table.count("<thead") == 1
    assert table.count('scope="col"') == 4
    assert "donnée manquante" in table
    assert "meilleur" in table


def test_a_link_brings_its_sites_and_a_choice_goes_into_it(best):
    app = opened(COMPARE, compare=",".join(best[3:5]))
    assert app.multiselect(key="compared").value == best[3:5]
    app.multiselect(key="compared").set_value(best[1:4]).run()
    assert not app.exception
    assert app.query_params["compare"] in (",".join(best[1:4]), [",".join(best[1:4])])


def test_one_site_alone_is_not_compared(best):
    app = opened(COMPARE, compare=best[0])
    assert "Choisissez deux à quatre terrains" in words(app)


def test_gardens_are_drawn_when_they_are_asked_for(best):
    app = opened(COMPARE, compare=",".join(best[:2]))
    before = len(app.get("image"))
    app.toggle(key="compare-gardens").set_value(True).run()
    assert not app.exception
    assert len(app.get("image")) == before + 2


def test_the_best_set_of_three_gardens_is_proven():
    app = opened(TOGETHER)
    told = words(app)
    assert "aucun autre ensemble" in told
    assert "3. " in told
    assert "4. " not in told


def test_the_question_is_kept_and_answered_anew():
    app = opened(TOGETHER)
    app.number_input(key="gardens-count").set_value(2).run()
    assert not app.exception
    assert app.session_state["choices"].gardens.count == 2
    assert "3. " not in words(app)


def test_what_cannot_be_is_told_with_what_to_relax():
    app = opened(TOGETHER)
    app.number_input(key="gardens-budget").set_value(10.0).run()
    assert not app.exception
    assert app.warning
