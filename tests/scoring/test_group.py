"""The weights of several people: what they share, who stands apart, on what."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from geo.errors import ScoringError
from geo.scoring import group, scores

CRITERIA = ["sun", "water", "people"]
ROOM = group.shares(
    {
        "Ana": {"sun": 50, "water": 30, "people": 20},
        "Luc": {"sun": 5, "water": 3, "people": 2},
        "Zoe": {"sun": 10, "water": 10, "people": 80},
    },
    CRITERIA,
)
people = st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any), min_size=2, max_size=6).map(
    lambda rows: group.shares({f"p{i}": dict(zip(CRITERIA, row, strict=True)) for i, row in enumerate(rows)}, CRITERIA)
)


def test_the_same_weights_on_another_scale_are_the_same():
    assert ROOM.loc["Ana"].tolist() == pytest.approx(ROOM.loc["Luc"].tolist())
    assert ROOM.sum(axis=1).tolist() == pytest.approx([100] * 3)


@pytest.mark.parametrize("weights", [{}, {"sun": 0}, {"sun": -1, "water": 3}, {"sun": np.inf}])
def test_weights_that_make_no_sense_name_their_author(weights):
    with pytest.raises(ScoringError) as raised:
        group.shares({"Ana": {"sun": 1}, "Bob": weights}, CRITERIA)
    assert raised.value.where == "Bob"


def test_mean_and_median_by_hand():
    assert group.aggregated(ROOM).tolist() == pytest.approx([110 / 3, 70 / 3, 40])
    # medians 50, 30, 20
    assert group.aggregated(ROOM, "median").tolist() == pytest.approx([50, 30, 20])
    apart = group.shares({"Ana": {"sun": 1}, "Luc": {"water": 1}, "Zoe": {"people": 1}}, CRITERIA)
    assert group.aggregated(apart, "median").tolist() == pytest.approx([100 / 3] * 3)


def test_groups_by_hand():
    table = group.by_group(ROOM, pd.Series({"Ana": "town", "Luc": "town", "Zoe": "residents"}))
    assert table.loc["town"].tolist() == pytest.approx([50, 30, 20])
    assert table.loc["residents"].tolist() == pytest.approx([10, 10, 80])
    assert list(group.by_group(ROOM, pd.Series({"Zoe": "residents"})).index) == ["residents"]


def test_agreement_by_hand():
    # Ana and Luc agree; each would have to move 60 % of the weights to join Zoe
    assert group.agreement(ROOM) == pytest.approx(1 - (0 + 0.6 + 0.6) / 3)
    assert group.agreement(ROOM.loc[["Ana", "Luc"]]) == pytest.approx(1)
    assert group.agreement(ROOM.loc[["Zoe"]]) == 1


def test_who_stands_apart_and_on_what():
    apart = group.apart(ROOM)
    assert apart.index[0] == "Zoe"
    assert apart["Zoe"] == pytest.approx(0.4)
    assert apart["Ana"] == pytest.approx(0.4 - 0.6)
    first = group.deviations(ROOM).iloc[0]
    assert (first["person"], first["criterion"]) == ("Zoe", "people")
    assert first["difference"] == pytest.approx(80 - 20)
    assert (group.deviations(ROOM.loc[["Zoe"]])["difference"] == 0).all()


@given(people)
def test_agreement_lies_between_0_and_1_and_weights_sum_to_100(room):
    assert -1e-9 <= group.agreement(room) <= 1 + 1e-9
    for how in ("mean", "median"):
        assert group.aggregated(room, how).sum() == pytest.approx(100)


@given(people, st.randoms())
def test_the_order_of_people_changes_nothing(room, random):
    order = list(room.index)
    random.shuffle(order)
    assert group.agreement(room.loc[order]) == pytest.approx(group.agreement(room))
    assert group.aggregated(room.loc[order]).tolist() == pytest.approx(group.aggregated(room).tolist())


SITES = pd.DataFrame(
    {"sun": [90.0, 20.0, 50.0, 50.0], "water": [50.0, np.nan, 50.0, 50.0], "people": [10.0, 100.0, 50.0, 50.0]},
    index=list("abcd"),
)


def test_the_same_sites_under_each_ones_weights():
    table = group.scores_by_person(SITES, ROOM)
    assert table.loc["a"].tolist() == pytest.approx([62, 62, 22])
    assert table.loc["b", "Zoe"] == pytest.approx((2 + 80) / 0.9)
    alone = group.scores_by_person(SITES.loc[["b"]], ROOM)
    assert alone.loc["b"].tolist() == table.loc["b"].tolist()
    ranks = group.ranks_by_person(
        table, pd.Series(["eligible", "conditional", "excluded", "eligible"], index=SITES.index)
    )
    assert ranks["Ana"].to_dict() == {"a": 1, "b": 3, "d": 2}
    assert ranks["Zoe"].to_dict() == {"a": 3, "b": 1, "d": 2}


def test_equals_share_a_rank():
    table = group.scores_by_person(SITES, ROOM)
    ranks = group.ranks_by_person(table, pd.Series("eligible", index=SITES.index))
    assert ranks["Ana"].to_dict() == {"a": 1, "b": 4, "c": 2, "d": 2}


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=3, max_size=6).filter(
        lambda rows: any(len(set(column)) > 1 for column in zip(*rows, strict=True))
    )
)
def test_concordance_is_that_of_scipy(rows):
    table = pd.DataFrame(rows, dtype="float64")
    sites, people = table.shape
    # one argument a site, one value a person
    found = friedmanchisquare(*table.to_numpy()).statistic
    assert group.concordance(table) == pytest.approx(found / (people * (sites - 1)))


def test_concordance_of_opposite_rankings_is_none():
    assert group.concordance(pd.DataFrame({"Ana": [1.0, 2.0, 3.0], "Luc": [3.0, 2.0, 1.0]})) == pytest.approx(0)
    assert np.isnan(group.concordance(pd.DataFrame({"Ana": [1.0, 2.0]})))
    assert np.isnan(group.concordance(pd.DataFrame({"Ana": [1.0, 1.0], "Luc": [2.0, 2.0]})))


def test_one_persons_scores_are_those_of_the_model():
    weights = pd.Series({"sun": 50.0, "water": 30.0, "people": 20.0})
    expected = scores(SITES, weights, SITES.notna() * 1.0)["score"]
    assert group.scores_by_person(SITES, ROOM)["Ana"].tolist() == pytest.approx(expected.tolist())
