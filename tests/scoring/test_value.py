"""Value functions: the breakpoints of the profile, no matter which sites are there."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.scoring import builtin, parse_profile
from geo.scoring.value import qualities, utilities, utility, valued
from geo.sources.settings import read_settings

PROFILE = parse_profile(read_settings(builtin.DEFAULT), where="technicien.toml")
CRITERIA = {criterion.id: criterion for criterion in PROFILE.criteria}
PARTS = {part.indicator: part for criterion in PROFILE.criteria for part in criterion.parts}
LEAD = CRITERIA["S1"].measured
NUMERIC = [function for function in (*PROFILE.criteria, *PARTS.values(), LEAD) if function.points]
HUMPED = {"usable_area_m2", "soil_ph"}
"""What can be too much of a good thing."""


@pytest.mark.parametrize(
    ("criterion", "value", "expected"),
    [
        ("A2", 150, 0), ("A2", 300, 40), ("A2", 600, 80), ("A2", 700, 90), ("A2", 800, 100), ("A2", 2000, 100),
        ("A2", 4000, 70), ("A2", 90000, 70), ("A3", 3, 100), ("A3", 4, 90), ("A3", 15, 0), ("A3", 40, 0),
        ("B1", 0, 100), ("B1", 50, 85), ("B1", 100, 85), ("B1", 300, 60), ("B1", 550, 30), ("B1", 800, 0),
        ("B1", np.inf, 0), ("S1", np.inf, 90), ("A1", 5, 55),
        ("F1", "commune", 100), ("F1", "condominium", 10), ("F1", "social_landlord", 85), ("F1", "individual", 25),
        ("F1", "intercommunal", 85), ("F1", "state", 65), ("F1", "other_public", 65), ("F1", "company", 35),
        ("F2", "garden", 100), ("F2", "urban", 80), ("F2", "natural", 60), ("F2", "farmland", 50),
        ("F2", "to_urbanise", 30), ("F2", "reserved", 15), ("F3", 0, 0), ("F3", 0.9, 0), ("F3", 3, 50), ("F3", 5, 80),
        ("F3", 9, 100), ("F3", 30, 100), ("S1", 0, 20), ("S1", 50, 20), ("S1", 75, 40), ("S1", 100, 60),
        ("S2", 0, 15), ("S2", 9.99, 15), ("S2", 10, 40), ("S2", 20, 57.5), ("S2", 30, 75), ("S2", 75, 100),
        ("S2", np.inf, 100), ("A1", 2, 0), ("A1", 4, 30), ("A1", 6, 80), ("A1", 7, 100), ("A3", 5, 80), ("A3", 10, 30),
        ("E1", 0, 100), ("E1", 20, 80), ("E1", 50, 40), ("E1", 100, 0), ("E1", np.inf, 0), ("B1", 0.02, 85),
        ("B2", 0, 0), ("B2", 150, 50), ("B2", 500, 100), ("B3", 0, 0), ("B3", 1, 40), ("B3", 2, 70), ("B3", 5, 100),
        ("B4", 0, 0), ("B4", 1, 50), ("B4", 2, 75), ("B4", 3, 100), ("B5", 3, 100), ("B5", 10, 40), ("B5", 25, 0),
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


@given(st.sampled_from([f for f in NUMERIC if f.indicator not in HUMPED]), st.floats(-1e3, 1e5), st.floats(0, 1e4))
def test_more_is_always_better_or_always_worse(function, value, step):
    rising = function.points[-1][1] > function.points[0][1]
    low, high = utility(pd.Series([value, value + step]), function)
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


def site(criterion, **indicators):
    return valued(pd.DataFrame([indicators], index=["site"]), CRITERIA[criterion])["site"]


@pytest.mark.parametrize(
    ("indicator", "value", "expected"),
    [
        ("soil_depth_cm", 30, 60), ("soil_depth_cm", 60, 100), ("soil_texture", "loam", 100),
        ("soil_texture", "clay", 40), ("soil_ph", 6, 100), ("soil_ph", 7.5, 100), ("soil_ph", 5.25, 50),
        ("frontage_m", 0.79, 0), ("frontage_m", 0.8, 40), ("frontage_m", 6, 100),
        ("gate_width_m", 1.39, 0), ("gate_width_m", 1.4, 100), ("stop_distance_m", 300, 100),
        ("stop_distance_m", 550, 50), ("stop_distance_m", 800, 0), ("stop_distance_m", np.inf, 0),
    ],
)  # fmt: skip
def test_the_parts_of_a_criterion(indicator, value, expected):
    assert utility(pd.Series([value]), PARTS[indicator])[0] == pytest.approx(expected)


def test_a_criterion_of_parts_is_the_mean_of_those_that_are_known():
    assert site("A4", soil_depth_cm=30.0, soil_texture="sand", soil_ph=6.5) == pytest.approx((60 + 45 + 100) / 3)
    assert site("A4", soil_depth_cm=30.0, soil_texture=None, soil_ph=6.5) == pytest.approx(80)
    assert site("A4", soil_ph=6.5) == pytest.approx(100)
    assert np.isnan(site("A4", soil_depth_cm=np.nan))
    assert site("E2", frontage_m=6.0, gate_width_m=1.0, stop_distance_m=550.0) == pytest.approx(50)


@pytest.mark.parametrize(
    ("distance", "lead", "expected"),
    [
        (np.inf, np.nan, 90),  # nothing found never means clean
        (np.inf, 40, 100),  # measured: it replaces what was not found
        (np.inf, 200, 30),
        (np.nan, 40, 100),
        (100, 40, 60),  # beside a flag, it can only lower
        (100, 250, 15),
        (20, 100, 20),
        (np.nan, np.nan, np.nan),
    ],
)
def test_measured_lead_replaces_nothing_found_and_elsewhere_the_lower_counts(distance, lead, expected):
    found = site("S1", pollution_distance_m=distance, lead_mg_kg=lead)
    assert found == pytest.approx(expected, nan_ok=True)


def test_lead_alone_is_enough():
    assert site("S1", lead_mg_kg=100.0) == pytest.approx(60)


@pytest.mark.parametrize(
    ("criterion", "indicators", "expected"),
    [
        ("S2", {"busy_road_distance_m": 30.0, "road_barrier": "yes"}, 90),
        ("S2", {"busy_road_distance_m": 30.0, "road_barrier": "no"}, 75),
        ("S2", {"busy_road_distance_m": 30.0, "road_barrier": None}, 75),
        ("S2", {"busy_road_distance_m": 70.0, "road_barrier": "yes"}, 100),
        ("S2", {"busy_road_distance_m": np.nan, "road_barrier": "yes"}, np.nan),
        ("B5", {"green_m2_per_inhabitant": 10.0, "gardens_nearby": 0.0}, 40),
        ("B5", {"green_m2_per_inhabitant": 10.0, "gardens_nearby": 1.0}, 10),
        ("B5", {"green_m2_per_inhabitant": 20.0, "gardens_nearby": 3.0}, 0),
        ("B5", {"green_m2_per_inhabitant": 10.0, "gardens_nearby": np.nan}, 40),
    ],
)
def test_circumstances_add_or_take_away_between_0_and_100(criterion, indicators, expected):
    assert site(criterion, **indicators) == pytest.approx(expected, nan_ok=True)


def trust(criterion, values, quality):
    table = qualities(pd.DataFrame([values], index=["s"]), pd.DataFrame([quality], index=["s"]), PROFILE)
    return table.loc["s", criterion]


def test_quality_is_scaled_by_the_share_that_is_known():
    values = {"soil_depth_cm": 40.0, "soil_texture": None, "soil_ph": 6.5}
    quality = {"soil_depth_cm": 1.0, "soil_texture": np.nan, "soil_ph": 0.5}
    assert trust("A4", values, quality) == pytest.approx((1 + 0 + 0.5) / 3)
    assert trust("A2", {"usable_area_m2": 800.0}, {"usable_area_m2": 0.8}) == 0.8
    assert trust("A2", {"usable_area_m2": np.nan}, {"usable_area_m2": np.nan}) == 0
    assert trust("F1", {"owner_group": "martian"}, {"owner_group": 0.8}) == 0
    assert trust("A1", {"usable_area_m2": 800.0}, {"usable_area_m2": 0.8}) == 0


@pytest.mark.parametrize(("distance", "expected"), [(np.inf, 1.0), (100.0, 1.0), (10.0, 0.8)])
def test_quality_is_that_of_the_value_which_decides(distance, expected):
    values = {"pollution_distance_m": distance, "lead_mg_kg": 150.0}
    assert trust("S1", values, {"pollution_distance_m": 0.8, "lead_mg_kg": 1.0}) == expected


rows = st.fixed_dictionaries(
    {
        "soil_depth_cm": st.none() | st.floats(0, 200),
        "soil_texture": st.none() | st.sampled_from(["loam", "clay"]),
        "soil_ph": st.none() | st.floats(3, 10),
        "pollution_distance_m": st.none() | st.floats(0, 100) | st.just(np.inf),
        "lead_mg_kg": st.none() | st.floats(0, 900),
        "green_m2_per_inhabitant": st.none() | st.floats(0, 50),
        "gardens_nearby": st.none() | st.integers(0, 3).map(float),
    }
)


def table_of(rows):
    return pd.DataFrame(rows, index=[f"s{i}" for i in range(len(rows))])


@given(st.lists(rows, min_size=2, max_size=6), st.randoms())
def test_utilities_depend_neither_on_the_other_sites_nor_on_their_order(rows, random):
    table = table_of(rows)
    order = list(table.index)
    random.shuffle(order)
    kept = order[: max(1, len(order) - 1)]
    pd.testing.assert_frame_equal(utilities(table.loc[kept], PROFILE), utilities(table, PROFILE).loc[kept])


@given(rows, st.floats(0, 500))
def test_more_lead_is_never_better(row, more):
    dirtier = row | {"lead_mg_kg": None if row["lead_mg_kg"] is None else row["lead_mg_kg"] + more}
    clean, dirty = utilities(table_of([row, dirtier]), PROFILE)["S1"]
    assert np.isnan(clean) or dirty <= clean + 1e-9
