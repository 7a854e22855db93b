"""Which layers an indicator is read from, what state each value is in, and how far it can be trusted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.messages import Message
from geo.models import Health, HealthRow, Measures, Provenance, Role, State
from geo.study.measures.quality import joined, of_one_quality
from geo.study.readings import COUNTS, NOTHING, READINGS, missing, origins, states
from tests import factories

TOWN = factories.territory(factories.parcels(box(0, 0, 30, 30)), factories.neighbourhoods())
BROKEN = replace(TOWN, health=(HealthRow(Health.REFUSED, None, "mnt.tif", notes=(Message("broken"),)),))


def state(name, value, territory=TOWN):
    return states(pd.DataFrame({name: [value]}), territory)[name][0]


def test_every_indicator_of_the_survey_says_where_it_comes_from(surveyed):
    assert sorted(set(surveyed.indicators) - set(READINGS)) == []
    assert COUNTS | set(NOTHING) <= set(READINGS)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("slope_percent", 0.0, State.MEASURED),
        ("slope_percent", np.nan, State.UNKNOWN),
        ("pollution_distance_m", np.inf, State.NONE_FOUND),
        ("social_relays", 0.0, State.NONE_FOUND),
        ("social_relays", 1.0, State.MEASURED),
        ("neighbourhood_distance_m", 0.0, State.MEASURED),
        ("permit", "none", State.NONE_FOUND),
        ("permit", "active", State.MEASURED),
        ("heritage", "no", State.NONE_FOUND),
        ("access", "no", State.MEASURED),
        ("zoning", None, State.UNKNOWN),
    ],
)
def test_states(name, value, expected):
    assert state(name, value) == expected


def test_a_refused_file_may_have_held_every_role_that_is_missing():
    assert state("slope_percent", np.nan, BROKEN) == State.SOURCE_FAILED
    assert state("neighbourhood_distance_m", np.nan, BROKEN) == State.UNKNOWN, "its layer is there"
    assert state("sun_hours", np.nan, BROKEN) == State.SOURCE_FAILED
    built = replace(BROKEN, layers={**TOWN.layers, Role.BUILDINGS: factories.buildings()})
    assert state("sun_hours", np.nan, built) == State.UNKNOWN, "one of its two layers is there"


def test_the_origin_is_that_of_the_layers_that_are_there():
    assert origins(TOWN, "neighbourhood_distance_m") == (Provenance("qpv.geojson"),)
    assert origins(TOWN, "usable_area_m2") == (Provenance("parcels.geojson"),)
    assert origins(TOWN, "slope_percent") == ()


def test_what_is_missing_comes_with_the_most_decisive_first():
    assert missing(TOWN, ["social_relays", "slope_percent"]) == (Role.PLACES, Role.TERRAIN, Role.STREETS)
    assert missing(TOWN, ["area_m2"]) == ()


def test_themes_are_joined_and_no_note_is_told_twice():
    note, other = Message("walks are straight", {"count": 3}), Message("walks are straight", {"count": 4})
    one = replace(of_one_quality(pd.DataFrame({"a": [1.0, np.nan]})), notes=(note,))
    two = Measures(pd.DataFrame({"b": ["x", None]}), pd.DataFrame({"b": [0.5, np.nan]}), (note, other))
    both = joined([one, two])
    assert list(both.values) == list(both.quality) == ["a", "b"]
    assert both.notes == (note, other)
    assert both.quality["a"].isna().tolist() == [False, True]
