"""What criteria bring to a score adds up to the score as it is shown, whatever is unknown."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.scoring import contributions, scores

NAMES = list("abcdefg")
tables = st.lists(st.tuples(*[st.none() | st.floats(0, 100)] * len(NAMES)), min_size=1, max_size=5).map(
    lambda rows: pd.DataFrame(rows, columns=NAMES, dtype="float64").rename(index=lambda i: f"s{i}")
)
weightings = st.lists(st.floats(0, 1000), min_size=len(NAMES), max_size=len(NAMES)).filter(lambda w: sum(w) > 1e-3)
bounds = st.sampled_from(["score", "score_low", "score_high"])


def scored(table, weights):
    return scores(table, weights, table.notna().astype("float64"))


@given(tables, weightings, bounds, st.integers(0, 3))
def test_contributions_add_up_exactly_to_the_score_that_is_shown(table, weights, of, decimals):
    weights = pd.Series(weights, index=NAMES)
    shares = contributions(table, weights, of=of, decimals=decimals)
    # in whole units of the last decimal, so that the equality is one of integers
    units = np.rint(shares.fillna(0) * 10**decimals).astype("int64")
    shown = np.rint(scored(table, weights)[of].fillna(0).round(decimals) * 10**decimals).astype("int64")
    assert units.sum(axis=1).tolist() == shown.tolist()


@given(tables, weightings, bounds)
def test_no_contribution_is_a_unit_away_from_its_exact_share(table, weights, of):
    weights = pd.Series(weights, index=NAMES)
    shares = contributions(table, weights, of=of, decimals=0)
    worth = table.fillna({"score": np.nan, "score_low": 0.0, "score_high": 100.0}[of])
    exact = worth * weights
    exact = exact.div((worth.notna() * weights).sum(axis=1), axis=0)
    assert (shares.isna() == exact.isna()).all(axis=None)
    assert ((shares - exact).abs().fillna(0) < 1 + 1e-6).all(axis=None)
    assert (shares.fillna(0) >= 0).all(axis=None)


def test_a_hand_computed_case():
    table = pd.DataFrame({"area": [80.0], "sun": [np.nan], "owner": [100.0]}, index=["a"])
    weights = pd.Series({"area": 50.0, "sun": 30.0, "owner": 20.0})
    # score 60 ÷ 0.7 = 85.714…: 57.142… and 28.571… ; the remainder of one tenth goes to the larger, 28.571
    assert contributions(table, weights).loc["a"].to_dict() == pytest.approx(
        {"area": 57.1, "sun": np.nan, "owner": 28.6}, nan_ok=True
    )
    assert contributions(table, weights, of="score_low").loc["a"].tolist() == [40, 0, 20]
    assert contributions(table, weights, of="score_high").loc["a"].tolist() == [40, 30, 20]


def test_nothing_known_is_nothing_brought():
    table = pd.DataFrame(np.nan, index=["a"], columns=NAMES)
    assert contributions(table, pd.Series(1.0, index=NAMES)).isna().all(axis=None)
