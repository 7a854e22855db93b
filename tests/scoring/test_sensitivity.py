"""Where two sites change places, and how far one score can move."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.scoring import Theme, scores
from geo.scoring.sensitivity import nearest_reversal, reversals, tornado

NAMES = ["a", "b", "c", "d"]
THEMES = {"a": Theme.LAND, "b": Theme.LAND, "c": Theme.SOCIAL, "d": Theme.SERVICES}
pairs = st.lists(st.tuples(*[st.none() | st.integers(0, 100)] * len(NAMES)), min_size=2, max_size=2).map(
    lambda rows: pd.DataFrame(rows, columns=NAMES, index=["x", "y"], dtype="float64")
)
weightings = st.lists(st.integers(1, 40), min_size=4, max_size=4).map(
    lambda w: pd.Series(w, index=NAMES, dtype="float64")
)


def gap(pair, weights):
    score = scores(pair, weights, pair.notna().astype("float64"))["score"]
    return score["x"] - score["y"]


def moved(weights, name, weight):
    names = [name] if name in NAMES else [n for n in NAMES if THEMES[n] == name]
    return weights.where(~weights.index.isin(names), weights * weight / weights[names].sum())


def test_a_hand_computed_case():
    pair = pd.DataFrame({"sun": [80.0, 50.0], "water": [20.0, 60.0], "area": [50.0, 50.0]}, index=["x", "y"])
    themes = {"sun": Theme.PHYSICAL, "water": Theme.SERVICES, "area": Theme.PHYSICAL}
    table = reversals(pair, pd.Series({"sun": 60.0, "water": 30.0, "area": 10.0}), "x", "y", themes)
    # 30·sun = 40·water: sun alone at 40, water alone at 45, sun and area together at 40 × 70/60; area alone never
    assert table["reversed_at"].to_dict() == pytest.approx({"water": 45, "sun": 40, "physical": 40 * 70 / 60})
    assert table["change"].to_dict() == pytest.approx({"water": 15, "sun": -20, "physical": 40 * 70 / 60 - 70})
    assert list(table.index) == ["water", "sun", "physical"]
    assert table.loc["physical", "kind"] == "theme"


def test_a_site_that_is_better_everywhere_is_never_passed():
    pair = pd.DataFrame({"sun": [80.0, 50.0], "water": [70.0, 60.0]}, index=["x", "y"])
    weights = pd.Series({"sun": 60.0, "water": 30.0})
    assert reversals(pair, weights, "x", "y", {"sun": Theme.LAND, "water": Theme.LAND}).empty
    assert nearest_reversal(pair, weights, "x", "y").isna().all()


def test_equal_only_once_a_criterion_counts_for_nothing_is_no_reversal():
    pair = pd.DataFrame({"sun": [80.0, 50.0], "water": [60.0, 60.0]}, index=["x", "y"])
    themes = {"sun": Theme.LAND, "water": Theme.SOCIAL}
    assert reversals(pair, pd.Series({"sun": 60.0, "water": 30.0}), "x", "y", themes).empty


@given(pairs, weightings)
def test_two_sites_are_equal_there_and_change_places_beyond(pair, weights):
    before = gap(pair, weights)
    assume(np.isfinite(before) and abs(before) > 1e-3)
    for name, row in reversals(pair, weights, "x", "y", THEMES).iterrows():
        assert gap(pair, moved(weights, name, row["reversed_at"])) == pytest.approx(0, abs=1e-5)
        step = 1e-4 * max(row["reversed_at"], 1e-2) * np.sign(row["change"])
        beyond = gap(pair, moved(weights, name, row["reversed_at"] + step))
        assert beyond * before <= 1e-9


@given(pairs, weightings)
def test_no_smaller_change_would_do(pair, weights):
    before = gap(pair, weights)
    assume(np.isfinite(before) and abs(before) > 1e-3)
    table = reversals(pair, weights, "x", "y", THEMES)
    for name in NAMES:
        change = abs(table["change"].get(name, 960.0))
        tried = np.linspace(max(weights[name] - change, 0) + 1e-3, weights[name] + change - 1e-3, 11)
        gaps = [gap(pair, moved(weights, name, weight)) for weight in tried]
        assert all(np.isnan(found) or found * before > -1e-9 for found in gaps)


differences = st.lists(st.integers(-100, 100), min_size=4, max_size=4).filter(lambda d: min(d) < 0 < max(d))


@given(differences, weightings)
def test_the_nearest_weights_make_them_equal_and_no_random_ones_are_nearer(difference, weights):
    difference = np.array(difference, dtype="float64")
    pair = pd.DataFrame([(100 + difference) / 2, (100 - difference) / 2], index=["x", "y"], columns=NAMES)
    nearest = nearest_reversal(pair, weights, "x", "y").to_numpy()
    assert nearest @ difference == pytest.approx(0, abs=1e-3)
    assert nearest.sum() == pytest.approx(weights.sum())
    assert (nearest >= -1e-9).all()
    others = np.random.default_rng(0).dirichlet(np.ones(4), 500) * weights.sum()
    beyond = others[(others @ difference) * (weights @ difference) <= 0]
    distance = ((nearest - weights.to_numpy()) ** 2).sum()
    assert (((beyond - weights.to_numpy()) ** 2).sum(axis=1) >= distance - 1e-2).all()


def test_the_nearest_of_two_criteria_is_by_hand():
    pair = pd.DataFrame({"sun": [80.0, 50.0], "water": [20.0, 60.0], "soil": [np.nan, 3.0]}, index=["x", "y"])
    nearest = nearest_reversal(pair, pd.Series({"sun": 60.0, "water": 30.0, "soil": 9.0}), "x", "y")
    # 30·sun = 40·water and sun + water = 90
    assert nearest[["sun", "water"]].tolist() == pytest.approx([360 / 7, 270 / 7], abs=1e-3)
    assert np.isnan(nearest["soil"])


def test_a_tornado_by_hand():
    site = pd.Series({"sun": 80.0, "water": 20.0, "soil": np.nan})
    weights, quality = (
        pd.Series({"sun": 60.0, "water": 20.0, "soil": 20.0}),
        pd.Series({"sun": 0.8, "water": 1, "soil": 0}),
    )
    table = tornado(site, weights, quality)
    # 65 now; sun ± 10: (60·70 + 400)/80 = 57.5 and (60·90 + 400)/80 = 72.5; soil at 0 or 100: 5200/100 and 7200/100
    assert list(table.index) == ["sun", "water", "soil"]
    assert table.loc["sun"].tolist() == pytest.approx([20, 10000 / 140, 57.5, 72.5])
    assert table.loc["water"].tolist() == pytest.approx([80, 5600 / 100, 65, 65])
    assert table.loc["soil"].tolist() == pytest.approx([65, 65, 52, 72])


@given(pairs, weightings)
def test_a_tornado_agrees_with_the_scores(pair, weights):
    site = pair.loc["x"]
    assume(site.notna().any())
    table = tornado(site, weights, pd.Series(0.5, index=NAMES))
    for name in NAMES:
        for column, weight in (("without", 0.0), ("doubled", 2 * weights[name])):
            changed = weights.where(weights.index != name, weight)
            expected = scores(pair.loc[["x"]], changed, pair.loc[["x"]].notna() * 1.0)["score"].iloc[0]
            assert table.loc[name, column] == pytest.approx(expected, abs=1e-6, nan_ok=True)
        for column, told in (("worst", -25.0), ("best", 25.0)):
            end = site[name] + told if site.notna()[name] else 50 + 2 * told
            learnt = pair.loc[["x"]].assign(**{name: np.clip(end, 0, 100)})
            expected = scores(learnt, weights, learnt.notna() * 1.0)["score"].iloc[0]
            assert table.loc[name, column] == pytest.approx(expected, abs=1e-6)


def test_what_is_measured_has_no_doubt():
    site = pd.Series({"sun": 80.0, "water": 20.0})
    table = tornado(site, pd.Series({"sun": 1.0, "water": 1.0}), pd.Series({"sun": 1.0, "water": 1.0}))
    assert (table["worst"] == table["best"]).all()
