"""Rules come before the score: each one has a case that trips it and one that just misses it."""

import numpy as np
import pandas as pd
import pytest

from geo.models import Verdict
from geo.scoring import builtin, findings, parse_profile, verdicts
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


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
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
        ({"owner_group": "company", "slope_percent": 20.0}, Verdict.EXCLUDED),
    ],
)
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
