"""The additive model: hand-computed cases, its interval, ranks with ties."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.scoring.score import ranks, scores

WEIGHTS = pd.Series({"area": 50.0, "sun": 30.0, "owner": 20.0})
utilities = st.lists(
    st.tuples(*[st.one_of(st.none(), st.floats(0, 100)) for _ in WEIGHTS]), min_size=1, max_size=6
).map(lambda rows: pd.DataFrame(rows, columns=WEIGHTS.index, dtype="float64").rename(index=lambda i: f"s{i}"))


def scored(table):
    return scores(table, WEIGHTS, pd.DataFrame(0.8, index=table.index, columns=table.columns))


def test_a_hand_computed_case():
    table = pd.DataFrame({"area": [80.0], "sun": [np.nan], "owner": [100.0]}, index=["a"])
    # known: 0.5·80 + 0.2·100 = 60 over 0.7; unknown: 0.3
    assert scored(table).loc["a"].to_dict() == pytest.approx(
        {"score": 60 / 0.7, "score_low": 60, "score_high": 90, "reliability": 0.56}
    )


def test_all_known_leaves_no_interval():
    table = pd.DataFrame({"area": [80.0], "sun": [20.0], "owner": [100.0]}, index=["a"])
    row = scored(table).loc["a"]
    assert row["score"] == row["score_low"] == row["score_high"] == pytest.approx(66)


def test_nothing_known_is_no_score_and_full_doubt():
    row = scored(pd.DataFrame(np.nan, index=["a"], columns=WEIGHTS.index)).loc["a"]
    assert np.isnan(row["score"])
    assert (row["score_low"], row["score_high"], row["reliability"]) == (0, 100, 0)


@given(utilities)
def test_the_score_lies_in_its_interval_and_reliability_between_0_and_1(table):
    result = scored(table)
    known = result["score"].notna()
    assert (result.loc[known, "score_low"] <= result.loc[known, "score"] + 1e-6).all()
    assert (result.loc[known, "score"] <= result.loc[known, "score_high"] + 1e-6).all()
    assert result["reliability"].between(0, 1).all()


@given(utilities, st.randoms())
def test_a_score_depends_neither_on_the_others_nor_on_their_order(table, random):
    alone = pd.concat([scored(table.loc[[site]]) for site in table.index])
    order = list(table.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(scored(table.loc[order]).loc[table.index], alone)


@given(utilities, st.sampled_from(list(WEIGHTS.index)), st.floats(0, 100))
def test_learning_something_never_widens_the_interval(table, criterion, value):
    before, after = scored(table), scored(table.assign(**{criterion: table[criterion].fillna(value)}))
    width = "score_high", "score_low"
    assert (after[width[0]] - after[width[1]] <= before[width[0]] - before[width[1]] + 1e-6).all()
    assert (after["reliability"] >= before["reliability"] - 1e-9).all()


def test_ranks_share_a_place_where_intervals_overlap():
    table = pd.DataFrame(
        {"area": [90.0, 60.0, 70.0, 10.0], "sun": [50.0, 50.0, np.nan, 50.0], "owner": np.nan}, index=list("abcd")
    )
    # owner is unknown to all and left aside: a 75, b 56.25, c 43.75–81.25, d 25
    assert ranks(table, WEIGHTS, pd.Series("eligible", index=table.index)).to_dict() == {"a": 1, "b": 2, "c": 1, "d": 4}


def test_excluded_sites_come_last_whatever_their_score():
    table = pd.DataFrame({"area": [90.0, 60.0], "sun": 50.0, "owner": 50.0}, index=["a", "b"])
    verdicts = pd.Series({"a": "excluded", "b": "eligible"})
    assert ranks(table, WEIGHTS, verdicts).to_dict() == {"a": 2, "b": 1}


def test_when_nothing_is_known_all_are_equal():
    table = pd.DataFrame(np.nan, index=["a", "b"], columns=WEIGHTS.index)
    assert ranks(table, WEIGHTS, pd.Series("eligible", index=table.index)).tolist() == [1, 1]
