"""Value functions: the breakpoints of the profile, no matter which sites are there."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.scoring import builtin, parse_profile
from geo.scoring.value import utilities, utility
from geo.sources.settings import read_settings

PROFILE = parse_profile(read_settings(builtin.DEFAULT), where="technicien.toml")
CRITERIA = {criterion.id: criterion for criterion in PROFILE.criteria}
NUMERIC = [criterion for criterion in PROFILE.criteria if criterion.points]
POLLUTION = CRITERIA["S1"]


@pytest.mark.parametrize(
    ("criterion", "value", "expected"),
    [
        ("A2", 150, 0), ("A2", 300, 40), ("A2", 600, 80), ("A2", 700, 90), ("A2", 800, 100), ("A2", 2000, 100),
        ("A2", 4000, 70), ("A2", 90000, 70), ("A3", 3, 100), ("A3", 4, 90), ("A3", 15, 0), ("A3", 40, 0),
        ("B1", 0, 100), ("B1", 50, 85), ("B1", 100, 85), ("B1", 300, 60), ("B1", 550, 30), ("B1", 800, 0),
        ("B1", np.inf, 0), ("S1", np.inf, 90), ("A1", 5, 55),
        ("F1", "commune", 100), ("F1", "condominium", 10), ("F1", "social_landlord", 85), ("F1", "individual", 25),
    ],
)  # fmt: skip
def test_the_value_functions_are_those_of_the_domain(criterion, value, expected):
    assert utility(pd.Series([value]), CRITERIA[criterion])[0] == pytest.approx(expected)


def test_weights_of_the_domain_sum_to_a_hundred():
    assert sum(criterion.weight for criterion in PROFILE.criteria) == 100
    assert {theme: PROFILE.theme_weight(theme) for theme in ("land", "health", "physical", "services", "social")} == {
        "land": 20, "health": 15, "physical": 25, "services": 10, "social": 30,
    }  # fmt: skip


@given(st.sampled_from(NUMERIC), st.floats(-1e6, 1e6))
def test_a_value_lies_between_0_and_100(criterion, value):
    assert 0 <= utility(pd.Series([value]), criterion)[0] <= 100


@given(st.sampled_from([c for c in NUMERIC if c.id != "A2"]), st.floats(-1e3, 1e5), st.floats(0, 1e4))
def test_more_is_always_better_or_always_worse(criterion, value, step):
    rising = criterion.points[-1][1] > criterion.points[0][1]
    low, high = utility(pd.Series([value, value + step]), criterion)
    assert low <= high + 1e-9 if rising else low >= high - 1e-9


@given(st.lists(st.floats(0, 5000) | st.none(), min_size=1, max_size=8), st.randoms())
def test_a_value_does_not_depend_on_the_other_sites(values, random):
    series = pd.Series(values, index=[f"s{i}" for i in range(len(values))], dtype="float64")
    alone = pd.concat([utility(series[[name]], CRITERIA["A2"]) for name in series.index])
    shuffled = list(series.index)
    random.shuffle(shuffled)
    pd.testing.assert_series_equal(utility(series[shuffled], CRITERIA["A2"])[series.index], alone)


def test_an_unknown_category_is_unknown():
    assert utility(pd.Series(["martian", None]), CRITERIA["F1"]).isna().all()


def test_a_criterion_without_its_indicator_is_unknown_for_all():
    table = utilities(pd.DataFrame({"usable_area_m2": [800.0]}, index=["a"]), PROFILE)
    assert table.loc["a"].dropna().to_dict() == {"A2": 100.0}
    assert list(table.columns) == list(CRITERIA)
