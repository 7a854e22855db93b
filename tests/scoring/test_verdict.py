"""Rules come before the score: each one has a case that trips it and one that just misses it."""

import numpy as np
import pandas as pd
import pytest

from geo.models import Verdict
from geo.scoring import builtin, checks, findings, parse_profile, unknowns, verdicts
from geo.scoring.reasons import reasons
from geo.scoring.value import utilities
from geo.sources.settings import read_settings

PROFILE = parse_profile(read_settings(builtin.DEFAULT), where="technicien.toml")
SOUND = {"usable_area_m2": 800.0, "slope_percent": 2.0, "fallow_status": None, "owner_group": "commune"}
SOUND |= {"evidence": "listed", "neighbourhood_distance_m": np.inf}


def judged(**changes):
    table = pd.DataFrame([SOUND | changes], index=["site"])
    found = findings(table, PROFILE.rules)
    return verdicts(found, PROFILE.rules)["site"], reasons(table, utilities(table, PROFILE), found, PROFILE)["site"]


CASES = [
    ({}, Verdict.ELIGIBLE),
    ({"usable_area_m2": 149.9}, Verdict.EXCLUDED),
    ({"usable_area_m2": 150.0}, Verdict.ELIGIBLE),
    ({"slope_percent": 15.1}, Verdict.EXCLUDED),
    ({"slope_percent": 15.0}, Verdict.ELIGIBLE),
    ({"slope_percent": np.nan}, Verdict.ELIGIBLE),
    ({"fallow_status": "with_project"}, Verdict.EXCLUDED),
    ({"fallow_status": "converted"}, Verdict.EXCLUDED),
    ({"fallow_status": "no_project"}, Verdict.ELIGIBLE),
    ({"owner_group": "company"}, Verdict.CONDITIONAL),
    ({"owner_group": "individual"}, Verdict.CONDITIONAL),
    ({"owner_group": "condominium"}, Verdict.CONDITIONAL),
    ({"owner_group": None}, Verdict.ELIGIBLE),
    ({"evidence": "unbuilt"}, Verdict.ELIGIBLE),
    ({"evidence": "denied"}, Verdict.EXCLUDED),
    ({"evidence": "confirmed"}, Verdict.ELIGIBLE),
    ({"fallow_status": "converted", "evidence": "confirmed"}, Verdict.ELIGIBLE),
    ({"fallow_status": "with_project", "evidence": "confirmed"}, Verdict.EXCLUDED),
    ({"occupied_share": 0.51}, Verdict.EXCLUDED),
    ({"occupied_share": 0.5}, Verdict.ELIGIBLE),
    ({"occupied_share": 0.9, "evidence": "confirmed"}, Verdict.ELIGIBLE),
    ({"evidence": "residence"}, Verdict.ELIGIBLE),
    ({"frontage_m": 0.79}, Verdict.EXCLUDED),
    ({"frontage_m": 0.8}, Verdict.ELIGIBLE),
    ({"frontage_m": np.nan}, Verdict.ELIGIBLE),
    ({"frontage_m": 0.0, "access": "yes"}, Verdict.ELIGIBLE),
    ({"frontage_m": 0.0, "access": None}, Verdict.EXCLUDED),
    ({"frontage_m": 9.0, "access": "no"}, Verdict.EXCLUDED),
    ({"permit": "active"}, Verdict.EXCLUDED),
    ({"permit": "none"}, Verdict.ELIGIBLE),
    ({"sun_under_3h_share": 0.71}, Verdict.EXCLUDED),
    ({"sun_under_3h_share": 0.7}, Verdict.ELIGIBLE),
    ({"protected_nature": "wetland"}, Verdict.EXCLUDED),
    ({"protected_nature": "reserve"}, Verdict.EXCLUDED),
    ({"protected_nature": "natura_2000"}, Verdict.ELIGIBLE),
    ({"protected_nature": "none"}, Verdict.ELIGIBLE),
    ({"pollution_distance_m": 0.0}, Verdict.CONDITIONAL),
    ({"pollution_distance_m": 50.0}, Verdict.CONDITIONAL),
    ({"pollution_distance_m": 50.1}, Verdict.ELIGIBLE),
    ({"pollution_distance_m": np.inf}, Verdict.ELIGIBLE),
    ({"lead_mg_kg": 99.9}, Verdict.ELIGIBLE),
    ({"lead_mg_kg": 100.0}, Verdict.CONDITIONAL),
    ({"lead_mg_kg": 300.1}, Verdict.CONDITIONAL),
    ({"lead_bioaccessible_mg_kg": 90.1}, Verdict.CONDITIONAL),
    ({"lead_bioaccessible_mg_kg": 90.0}, Verdict.ELIGIBLE),
    ({"flood_zone": "red"}, Verdict.CONDITIONAL),
    ({"flood_zone": "blue"}, Verdict.ELIGIBLE),
    ({"heritage": "yes"}, Verdict.CONDITIONAL),
    ({"heritage": "no"}, Verdict.ELIGIBLE),
    ({"gate_width_m": 1.39}, Verdict.CONDITIONAL),
    ({"gate_width_m": 1.4}, Verdict.ELIGIBLE),
    ({"woodland_share": 0.01}, Verdict.ELIGIBLE),
    ({"woodland_share": 0.0}, Verdict.ELIGIBLE),
    ({"owner_group": "company", "slope_percent": 20.0}, Verdict.EXCLUDED),
]


@pytest.mark.parametrize(("change", "verdict"), CASES)
def test_verdicts(change, verdict):
    assert judged(**change)[0] == verdict


def test_a_reason_names_the_value_and_the_limit_and_the_gravest_comes_first():
    _, told = judged(owner_group="company", slope_percent=20.0, evidence="unbuilt")
    assert str(told[0]) == "Too steep: 20.0 % on average, 15.0 % at most"
    assert [str(text).split()[0] for text in told[1:3]] == ["The", "Unbuilt"]


def test_strengths_are_told_before_weaknesses():
    _, told = judged()
    assert [str(text) for text in told] == [
        "Owner: commune", "Usable area: 800.0 m²", "Distance to a priority neighbourhood: none found",
    ]  # fmt: skip


def test_a_rule_without_its_indicator_is_not_tripped():
    assert verdicts(findings(pd.DataFrame(index=["a"]), PROFILE.rules), PROFILE.rules).tolist() == ["eligible"]


def trips(**changes):
    table = pd.DataFrame([SOUND | changes], index=["site"])
    found = findings(table, PROFILE.rules).loc["site"]
    return set(found.index[found])


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"lead_mg_kg": 99.9}, set()),
        ({"lead_mg_kg": 300.0}, {"lead"}),
        ({"lead_mg_kg": 300.1}, {"much_lead"}),
        ({"woodland_share": 0.01}, {"woodland"}),
        ({"woodland_share": 0.0}, set()),
        ({"evidence": "unbuilt"}, {"unbuilt_is_not_fallow"}),
        ({"evidence": "residence"}, {"residence"}),
        ({"frontage_m": 0.5, "gate_width_m": 0.5}, {"no_way_in", "narrow_gate"}),
    ],
)
def test_which_rule_is_tripped(change, rules):
    assert trips(**change) == rules


def test_every_rule_is_tripped_by_a_case_and_missed_by_another_of_its_indicator():
    assert {rule for change, _ in CASES for rule in trips(**change)} == {rule.id for rule in PROFILE.rules}
    for rule in PROFILE.rules:
        near = [change for change, _ in CASES if rule.indicator in change] or [{}]
        assert any(rule.id not in trips(**change) for change in near)


KNOWN = SOUND | {
    "occupied_share": 0.0, "frontage_m": 9.0, "permit": "none", "sun_under_3h_share": 0.1, "protected_nature": "none",
    "pollution_distance_m": np.inf, "flood_zone": "none", "heritage": "no",
}  # fmt: skip


@pytest.mark.parametrize("unknown", sorted({rule.indicator for rule in PROFILE.rules if rule.if_unknown}))
def test_what_is_not_known_asks_for_a_check_and_excludes_nothing(unknown):
    table = pd.DataFrame([KNOWN | {unknown: np.nan}], index=["site"])
    [told] = checks(table, PROFILE)["site"]
    [rule] = [rule for rule in PROFILE.rules if rule.if_unknown == told.msgid]
    assert rule.indicator == unknown
    assert checks(table.drop(columns=unknown), PROFILE)["site"] == (told,)
    assert verdicts(findings(table, PROFILE.rules), PROFILE.rules)["site"] != Verdict.EXCLUDED


def test_when_all_is_known_nothing_is_to_be_checked():
    assert checks(pd.DataFrame([KNOWN], index=["site"]), PROFILE) == {"site": ()}


def test_an_access_that_someone_saw_needs_no_check():
    table = pd.DataFrame([KNOWN | {"frontage_m": np.nan, "access": "yes"}], index=["site"])
    assert not unknowns(table, PROFILE.rules).loc["site", "no_way_in"]


def test_checks_tell_first_what_could_exclude():
    told = checks(pd.DataFrame(index=["site"]), PROFILE)["site"]
    verdict_of = {rule.if_unknown: rule.then for rule in PROFILE.rules}
    assert [verdict_of[text.msgid] for text in told] == ["excluded"] * 6 + ["conditional"] * 4


def test_reasons_tell_the_parts_of_a_criterion_and_what_was_measured():
    soil = {"soil_depth_cm": 70.0, "soil_ph": 6.5, "soil_texture": None, "stop_distance_m": np.inf}
    row = {"pollution_distance_m": np.inf, "lead_mg_kg": 40.0, **soil}
    table = pd.DataFrame([row], index=["site"])
    told = reasons(table, utilities(table, PROFILE), findings(table, PROFILE.rules), PROFILE)["site"]
    parts = {str(text.values["label"]): [str(part) for part in text.values["values"]] for text in told}
    assert parts == {
        "History of the land": ["lead 40.0 mg/kg"],
        "Soil": ["depth 70.0 cm", "pH 6.5"],
        "Access": ["stop none found"],
    }
