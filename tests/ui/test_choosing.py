"""Choices that stay, step back and reopen: on a page of two buttons, without a browser."""

from streamlit.testing.v1 import AppTest

from geo.study.choices import Choices, choices_at
from geo.study.wishes import Wish

SITE = "92901abb515e5be"

PAGE = """
import streamlit as st
from geo.study.choices import Choices
from geo.study.wishes import Wish
from geo.ui import choosing, wishes

step = st.session_state.get("step", lambda: None)
step()
st.session_state["step"] = lambda: None
st.session_state["seen"] = choosing.choices()
st.session_state["address"] = dict(st.query_params)
st.session_state["undoable"] = choosing.can_undo("weights"), choosing.can_undo("profile")
"""


def page(**query):
    app = AppTest.from_string(PAGE)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def act(app, step):
    app.session_state["step"] = step
    app.run()
    assert not app.exception
    return app.session_state["seen"]


def change(**parts):
    def step():
        from geo.ui import choosing

        choosing.change(**parts)

    return step


def weigh(**parts):
    def step():
        from geo.ui import choosing

        choosing.weigh(**parts)

    return step


def undo(*facet):
    def step():
        from geo.ui import choosing

        choosing.undo(*(facet or choosing.WEIGHING))

    return step


def test_a_link_is_what_a_page_starts_from():
    app = page(profile="elu", weights="B1:15", site=SITE)
    assert app.session_state["seen"] == choices_at({"profile": "elu", "weights": "B1:15", "site": SITE})


def test_choices_go_into_the_address_and_stay():
    app = page()
    seen = act(app, change(profile="association", compared=(SITE,)))
    assert (seen.profile, seen.compared) == ("association", (SITE,))
    assert app.session_state["address"] == {"profile": "association", "compare": SITE}
    assert act(app, lambda: None) == seen


def test_each_facet_steps_back_by_itself():
    app = page()
    act(app, change(weights={"A1": 20}))
    act(app, change(profile="elu"))
    act(app, change(weights={"A1": 30}))
    assert app.session_state["undoable"] == (True, True)
    assert act(app, undo("weights")).weights == {"A1": 20}
    assert act(app, undo("weights")).weights == {}
    assert app.session_state["seen"].profile == "elu"
    assert app.session_state["undoable"] == (False, True)
    assert act(app, undo("weights")) == app.session_state["seen"]


def test_weights_step_back_with_the_point_of_view_that_they_belong_to():
    app = page()
    act(app, weigh(weights={"A1": 20}))
    act(app, weigh(profile="elu", weights={}))
    act(app, weigh(weights={"B1": 3}))
    assert act(app, undo()).weights == {}
    seen = act(app, undo())
    assert (seen.profile, seen.weights) == ("technicien", {"A1": 20})
    assert act(app, undo()).weights == {}


def test_the_moves_of_one_slider_are_one_step():
    app = page()
    for points in (11, 12, 13):
        act(app, change(gesture="A1", weights={"A1": points}))
    act(app, change(gesture="B1", weights={"A1": 13, "B1": 2}))
    assert act(app, undo("weights")).weights == {"A1": 13}
    assert act(app, undo("weights")).weights == {}


def test_a_saved_study_is_reopened_with_its_sketches():
    saved = Choices(profile="elu", site=SITE, wishes={SITE: Wish(seed=4)})

    def step():
        from geo.ui import choosing, wishes

        choosing.change(weights={"A1": 20})
        choosing.reopen(saved)
        assert wishes.wish_of(SITE) == Wish(seed=4)

    app = page()
    assert act(app, step) == saved
    assert app.session_state["undoable"] == (False, False)
