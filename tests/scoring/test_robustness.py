"""Acceptabilities under random weights: areas solved by hand, a published example, an independent implementation."""

import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import WSM

from geo.scoring import _draws, scores
from geo.scoring.robustness import CONCENTRATION, _weights, robustness

# Three standard errors of a share of ten thousand draws.
CLOSE = 0.015


def table(rows, columns=None):
    frame = pd.DataFrame.from_dict(rows, orient="index", dtype="float64")
    return frame.set_axis(columns or list("wxyz")[: frame.shape[1]], axis=1)


def eligible(sites):
    return pd.Series("eligible", index=sites.index)


def found(sites, **options):
    return robustness(sites, eligible(sites), **options)


def test_two_criteria_by_hand():
    # w uniform: a first above 0.6, b under 0.4, c between; then c second, or a and b halves of what is between
    result = found(table({"a": [100, 0], "b": [0, 100], "c": [60, 60]}))
    expected = [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]]
    assert result.acceptability.to_numpy() == pytest.approx(np.array(expected), abs=CLOSE)
    assert result.central_weights.loc["a"].tolist() == pytest.approx([0.8, 0.2], abs=CLOSE)
    assert result.central_weights.loc["c"].tolist() == pytest.approx([0.5, 0.5], abs=CLOSE)
    assert result.summary["top_three"].tolist() == [1, 1, 1]
    assert result.summary["confidence"].tolist() == [1, 1, 1]


def test_areas_of_a_triangle_by_hand():
    # d is first in the middle triangle, where no weight is over a half; each corner is a quarter as well
    result = found(table({"a": [100, 0, 0], "b": [0, 100, 0], "c": [0, 0, 100], "d": [50, 50, 50]}))
    assert result.summary["first"].tolist() == pytest.approx([0.25] * 4, abs=CLOSE)
    assert result.central_weights.loc["a"].tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=CLOSE)
    assert result.central_weights.loc["d"].tolist() == pytest.approx([1 / 3] * 3, abs=CLOSE)


def test_an_unknown_is_drawn_over_its_whole_range():
    result = found(table({"a": [60], "b": [np.nan]}))
    assert result.summary["first"].tolist() == pytest.approx([0.6, 0.4], abs=CLOSE)
    assert result.summary["confidence"].tolist() == pytest.approx([0.6, 0.4], abs=0.05)


def test_two_unknowns_are_drawn_apart():
    result = found(table({"a": [np.nan, 0], "b": [np.nan, 0], "c": [np.nan, 0], "d": [50, 0]}))
    # one draw in eight leaves a, b and c under 50
    assert result.summary["first"]["d"] == pytest.approx(1 / 8, abs=CLOSE)
    assert result.summary["first"][["a", "b", "c"]].tolist() == pytest.approx([7 / 24] * 3, abs=CLOSE)


def test_the_example_of_the_r_package_smaa():
    """
    Heparin or enoxaparin after a trauma: printed by version 0.3 of the package for 10 000 draws of its own.

    Deep vein thromboses (proximal, distal) and bleedings counted by Geerts et al. (1996, N. Engl. J. Med. 335), as
    Beta distributions and with the value ranges that the samples of the package follow.
    """
    draws = 40_000
    generator = np.random.default_rng(1)
    cases = {"heparin": (136, (20, 40, 1)), "enoxaparin": (129, (8, 32, 5))}
    best, worst = np.array([0.0, 0.15, 0.0]), np.array([0.25, 0.40, 0.10])
    risk = np.stack(
        [generator.beta(counts, people - np.array(counts), size=(draws, 3)) for people, counts in cases.values()],
        axis=1,
    )
    weights = _weights(3, draws, 0, None, CONCENTRATION)
    values = np.einsum("dac,dc->da", (worst - risk) / (worst - best), weights).astype(np.float32)
    ranks, firsts = np.zeros((2, 2), dtype=np.int32), np.zeros((2, 3))
    _draws.count(values, values.min(axis=1), weights, ranks, firsts)
    assert ranks / draws == pytest.approx(np.array([[0.3504, 0.6496], [0.6496, 0.3504]]), abs=CLOSE)
    published = [[0.1865097, 0.2772205, 0.5362698], [0.4073100, 0.3641477, 0.2285423]]
    assert firsts / ranks[:, :1] == pytest.approx(np.array(published), abs=CLOSE)


known = st.lists(st.tuples(*[st.integers(0, 100)] * 4), min_size=2, max_size=7).map(
    lambda rows: table({f"s{i}": row for i, row in enumerate(rows)})
)
holed = st.lists(st.tuples(*[st.none() | st.integers(0, 100)] * 4), min_size=2, max_size=7).map(
    lambda rows: table({f"s{i}": row for i, row in enumerate(rows)})
)
weightings = st.lists(st.integers(1, 40), min_size=4, max_size=4)


@given(known, weightings)
def test_the_weighted_sum_is_that_of_pymcdm(sites, weights):
    shares = pd.Series(weights, index=sites.columns, dtype="float64")
    score = scores(sites, shares, sites.notna() * 1.0)["score"]
    other = WSM(lambda values, cost: values)(
        sites.to_numpy(), (shares / shares.sum()).to_numpy(), np.ones(4), validation=False
    )
    assert score.tolist() == pytest.approx(other.tolist())


@given(known)
@settings(max_examples=10)
def test_the_ranks_of_every_draw_are_those_of_pymcdm(sites):
    draws, model = 300, WSM(lambda values, cost: values)
    counts = np.zeros((len(sites), len(sites)))
    for weights in _weights(4, draws, 5, None, CONCENTRATION).astype("float64"):
        value = model(sites.to_numpy(), weights, np.ones(4), validation=False)
        # to the precision of the draws, under which equals are equal
        rank = (value[None, :] > value[:, None] + 1e-4).sum(axis=1)
        counts[np.arange(len(sites)), rank] += 1
    ours = found(sites, draws=draws, seed=5).acceptability.to_numpy()
    assert np.abs(ours - counts / draws).max() <= 2 / draws


@given(holed, st.randoms())
@settings(max_examples=15)
def test_the_order_of_the_sites_changes_nothing(sites, random):
    order = list(sites.index)
    random.shuffle(order)
    one, other = found(sites, draws=500), found(sites.loc[order], draws=500)
    pd.testing.assert_frame_equal(one.acceptability, other.acceptability.loc[sites.index])
    pd.testing.assert_frame_equal(one.central_weights, other.central_weights.loc[sites.index])
    pd.testing.assert_frame_equal(one.summary, other.summary.loc[sites.index])


@given(holed)
@settings(max_examples=15)
def test_a_site_that_is_never_first_takes_nothing_from_the_first(sites):
    sites = sites.assign(v=50.0)
    last = sites.notna().any().map({True: -1.0, False: np.nan}).rename("last")
    more = pd.concat([sites, last.to_frame().T])
    expected = found(sites, draws=500).summary["first"]
    assert found(more, draws=500).summary["first"][sites.index].tolist() == expected.tolist()


@given(holed)
@settings(max_examples=15)
def test_every_draw_gives_every_site_a_rank_and_someone_the_first(sites):
    result = found(sites, draws=300)
    assert result.acceptability.sum(axis=1).tolist() == pytest.approx([1.0] * len(sites))
    assert result.summary["first"].sum() >= 1 - 1e-9
    central = result.central_weights[result.summary["first"] > 0].dropna(axis=1)
    central = central if len(central.columns) else central.assign(nothing=1.0)
    assert central.sum(axis=1).tolist() == pytest.approx([1.0] * len(central), abs=1e-5)
    assert result.summary["confidence"].notna().tolist() == (result.summary["first"] > 0).tolist()


def test_equals_share_the_best_of_their_ranks():
    result = found(table({"a": [50, 50], "b": [50, 50], "c": [10, 10]}), draws=200)
    assert result.acceptability.to_numpy().tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert result.summary["confidence"].tolist()[:2] == [1, 1]


def test_excluded_sites_are_left_aside():
    sites = table({"a": [100, 100], "b": [10, 20], "c": [20, 10]})
    verdicts = pd.Series({"a": "excluded", "b": "eligible", "c": "conditional"})
    result = robustness(sites, verdicts)
    assert list(result.summary.index) == ["b", "c"]
    assert result.summary["first"].tolist() == pytest.approx([0.5, 0.5], abs=CLOSE)
    nobody = robustness(sites, pd.Series("excluded", index=sites.index))
    assert nobody.summary.empty
    assert nobody.acceptability.empty


def test_what_is_unknown_to_all_is_left_aside():
    sites = table({"a": [100, 0, np.nan], "b": [0, 100, np.nan]})
    result = found(sites)
    assert list(result.central_weights) == ["w", "x"]
    assert result.acceptability.equals(found(sites[["w", "x"]]).acceptability)


def test_when_nothing_is_known_all_are_first():
    sites = pd.DataFrame(np.nan, index=["a", "b"], columns=["w", "x"])
    assert found(sites, draws=100).summary["first"].tolist() == [1, 1]


def test_around_a_profile_weights_stay_near_it():
    sites = table({"a": [100, 0], "b": [0, 100]})
    profile = pd.Series({"w": 80.0, "x": 20.0})
    assert found(sites, around=profile).summary["first"]["a"] > 0.999
    assert found(sites, around=profile, concentration=4.0).summary["first"]["a"] == pytest.approx(
        1 - 0.0798, abs=CLOSE
    )  # Beta(3.2, 0.8) under a half
    weights = _weights(2, 20_000, 0, profile, CONCENTRATION)
    assert weights.mean(axis=0).tolist() == pytest.approx([0.8, 0.2], abs=0.002)
    assert weights[:, 1].std() == pytest.approx(np.sqrt(0.16 / 101), rel=0.03)


def test_a_criterion_that_weighs_nothing_stays_so():
    sites = table({"a": [100, 0, 0], "b": [0, 100, 0], "c": [0, 0, 100]})
    result = found(sites, around=pd.Series({"w": 50.0, "x": 50.0, "y": 0.0}))
    assert result.summary["first"]["c"] == 0
    assert np.isnan(result.summary["confidence"]["c"])
    assert list(result.central_weights) == ["w", "x"]


def test_the_same_seed_gives_the_same_whatever_the_cores(monkeypatch):
    generator = np.random.default_rng(0)
    sites = pd.DataFrame(generator.uniform(0, 100, (40, 5))).mask(generator.uniform(size=(40, 5)) < 0.3)
    one = found(sites)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    other = found(sites)
    for name in ("acceptability", "summary", "central_weights"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert not one.acceptability.equals(found(sites, seed=1).acceptability)


@settings(max_examples=20)
@given(sites=holed, kept=st.integers(1, 4))
def test_only_the_ranks_asked_for_are_kept(sites, kept):
    few, all_ranks = found(sites, kept=kept, draws=500), found(sites, draws=500)
    pd.testing.assert_frame_equal(few.acceptability, all_ranks.acceptability.loc[:, :kept])
    pd.testing.assert_frame_equal(few.central_weights, all_ranks.central_weights)


def test_the_numbers_drawn_are_uniform():
    keys = pd.util.hash_array(np.arange(200).astype(str).astype(object))
    drawn = np.array([_draws._uniform(key, np.uint64(draw)) for key in keys for draw in range(200)])
    assert drawn.min() >= 0
    assert drawn.max() < 1
    counts = np.histogram(drawn, bins=20, range=(0, 1))[0]
    # chi-square of 19 degrees of freedom, one in a thousand
    assert ((counts - 2000) ** 2 / 2000).sum() < 43.8
    paired = drawn.reshape(200, 200)
    assert abs(np.corrcoef(paired[:, :-1].ravel(), paired[:, 1:].ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(paired[:-1].ravel(), paired[1:].ravel())[0, 1]) < 0.02
