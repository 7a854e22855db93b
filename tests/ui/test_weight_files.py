"""Weights that come from a file and go into one, as the panel takes them."""

import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.study.profiles import profile_named
from geo.ui import weight_files

SECONDS = 120
PAGE = "from geo.ui import frame, weights\nframe.guarded(weights.panel)()"
HOSTILE = "![x](http://evil.example/x.png)"
MINE = """
extends = "technicien"
name = "mine"
label = "{label}"
[weights]
F1 = 40
"""


@pytest.fixture
def app():
    return AppTest.from_string(PAGE, default_timeout=SECONDS).run()


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    return app.run()


def read(app, name, content):
    app.file_uploader(key="weights-file").set_value((name, content, "text/csv"))
    return press(app, "Lire cette table")


def bring(app, text):
    app.file_uploader(key="profile-file").set_value(("mine.toml", text.encode(), "application/toml"))
    return press(app, "Prendre ce profil")


def weights(app):
    return dict(app.session_state["choices"].weights) if "choices" in app.session_state else {}


def told(app):
    return " ".join(str(part.value) for part in (*app.error, *app.warning, *app.caption))


def test_a_table_is_read_told_and_taken(app):
    usual = profile_named("technicien").weights
    first, second = list(usual)[:2]
    read(app, "poids.csv", f"Critère;Poids\n{first};3\n{second};1\nOmbre;7\n".encode())
    assert not app.exception
    assert "Poids lus\u00a0: 2." in told(app)
    assert "Ombre" in told(app)
    assert weights(app) == {}
    press(app, "Prendre ces poids")
    both = usual[first] + usual[second]
    taken = usual | weights(app)
    assert (taken[first], taken[second]) == pytest.approx((0.75 * both, 0.25 * both), abs=0.001)
    assert sum(taken.values()) == pytest.approx(sum(usual.values()), abs=0.01)


def test_a_workbook_of_several_people_asks_whose_weights(app):
    usual = profile_named("technicien").weights
    table = pd.DataFrame({"Critère": list(usual), "Ana": 1, "Luc": range(len(usual))})
    table.to_excel(file := io.BytesIO(), index=False)
    read(app, "reunion.xlsx", file.getvalue())
    assert not app.exception
    assert app.selectbox(key="weights-column").options == ["Ana", "Luc"]
    app.selectbox(key="weights-column").select("Luc").run()
    press(app, "Prendre ces poids")
    assert weights(app)[next(iter(usual))] == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.csv", b"\x00\x01\x02"), ("x.csv", b"a;b\n1;2\n"), ("../../x.xlsx", b"PK\x03\x04rubbish"), ("x.csv", b"")],
)
def test_what_is_no_table_of_weights_is_told(app, name, content):
    read(app, name, content)
    assert not app.exception
    assert app.error
    assert weights(app) == {}


def test_a_table_of_zeros_changes_nothing(app):
    read(app, "x.csv", "".join(f"{name};0\n" for name in profile_named("technicien").weights).encode())
    press(app, "Prendre ces poids")
    assert not app.exception
    assert weights(app) == {}


def test_texts_of_a_table_are_shown_as_texts(app):
    read(app, "x.csv", f"F1;3\n{HOSTILE};1\n".encode())
    assert HOSTILE not in told(app)
    assert "evil" in told(app)


def test_a_profile_of_ones_own_counts_and_can_be_left(app):
    bring(app, MINE.format(label="Mon regard"))
    assert not app.exception
    assert app.session_state["choices"].profile == "own_profile"
    assert app.number_input(key="weight-of-F1").value == 40
    assert "Mon regard" in app.segmented_control(key="point-of-view").options


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = [", "TOML"),
        (MINE.format(label="x") + "Z9 = 3\n", "weights.Z9"),
        ('name = "a"\nlabel = "b"\ncriteria = []\n', "criteria"),
        (MINE.format(label="{value.__class__}"), "label"),
        (
            MINE.format(label="x") + '[[rules]]\nid = "X1"\nthen = "excluded"\nindicator = "area_m2"\nbelow = 9\n'
            'text = "{value:999999999}"\n',
            "text",
        ),
        (
            MINE.format(label="x") + '[[rules]]\nid = "X1"\nthen = "excluded"\nindicator = "moon"\nbelow = 9\n'
            'text = "far"\n',
            "moon",
        ),
    ],
)
def test_a_profile_that_cannot_be_used_is_told_by_its_key(app, text, words):
    bring(app, text)
    assert not app.exception
    assert words in told(app).replace("\\", "")
    assert app.session_state["choices"].own is None


def test_a_download_comes_back_as_it_was(app):
    profile = profile_named("elu").with_weights({"F1": 12.5})
    table = weight_files.weights_csv(profile, {"F1": "=cmd()"}, "fr")
    assert b"'=cmd()" in table
    read(app, "poids.csv", table)
    press(app, "Prendre ces poids")
    taken = profile_named("technicien").weights | weights(app)
    total, usual = sum(profile.weights.values()), sum(profile_named("technicien").weights.values())
    assert taken == pytest.approx({name: weight * usual / total for name, weight in profile.weights.items()}, abs=0.01)
