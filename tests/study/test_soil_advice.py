"""Soil: what is read against which limit, and what follows from it, at each limit and just beside it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from geo.models import Layer, Provenance, Role
from geo.study import survey
from geo.study.soil_advice import USUAL_MG_KG, Level, metals_of, soil_of
from tests import factories

HERE = "920230000A0001"


def surveyed(**indicators):
    """Return a survey of one site of which some indicators are known."""
    found = survey(factories.territory(factories.parcels(box(0, 0, 30, 30)), factories.fallow(Point(9, 9))))
    for name, value in indicators.items():
        found.indicators[name] = value
    return found


def advice(**indicators):
    found = surveyed(**indicators)
    return [str(one.text) for one in soil_of(found, found.sites.index[0]).advice]


def has(texts, start):
    return any(text.startswith(start) for text in texts)


@pytest.mark.parametrize(
    ("column", "value", "level"),
    [
        ("lead_mg_kg", 32.6, Level.USUAL),
        ("lead_mg_kg", 32.7, Level.UNUSUAL),
        ("lead_mg_kg", 99.9, Level.UNUSUAL),
        ("lead_mg_kg", 100.0, Level.VIGILANCE),
        ("lead_mg_kg", 300.0, Level.VIGILANCE),
        ("lead_mg_kg", 300.1, Level.TOO_MUCH),
        ("lead_bioaccessible_mg_kg", 90.0, Level.USUAL),
        ("lead_bioaccessible_mg_kg", 90.1, Level.TOO_MUCH),
        ("cadmium_mg_kg", 0.41, Level.USUAL),
        ("cadmium_mg_kg", 0.42, Level.UNUSUAL),
        ("zinc_mg_kg", 70.0, Level.USUAL),
        ("zinc_mg_kg", 5000.0, Level.UNUSUAL),
    ],
)
def test_each_metal_at_its_limit_and_just_beside(column, value, level):
    [found] = metals_of(pd.Series({column: value}))
    assert (found.column, found.level) == (column, level)


@given(st.sampled_from(sorted(USUAL_MG_KG)), st.floats(0, 1e4), st.floats(0, 1e4))
def test_more_of_a_metal_is_never_read_as_less(metal, one, other):
    order = list(Level)
    levels = [metals_of(pd.Series({f"{metal}_mg_kg": value}))[0].level for value in sorted([one, other])]
    assert order.index(levels[0]) <= order.index(levels[1])


def test_what_was_not_measured_is_not_told():
    assert metals_of(pd.Series({"lead_mg_kg": np.nan, "sun_hours": 3.0})) == ()


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"lead_mg_kg": 300.1}, "No food in the ground and no corner"),
        ({"lead_mg_kg": 120.0, "lead_bioaccessible_mg_kg": 90.1}, "No food in the ground and no corner"),
        ({"lead_mg_kg": 100.0}, "Cover the bare soil"),
        ({"lead_mg_kg": 99.9}, "An analysis holds"),
        ({"pollution_distance_m": 50.0}, "No food in the ground before a study"),
        ({"pollution_distance_m": 50.1}, "Have lead, cadmium"),
        ({"pollution_distance_m": np.inf}, "Have lead, cadmium"),
        ({"pollution_distance_m": np.nan}, "No inventory"),
        ({"soil_depth_cm": 29.9}, "Under 30 cm"),
        ({"soil_depth_cm": 30.0}, "Enough soil for vegetables"),
        ({"soil_ph": 5.9}, "A sour soil"),
        ({"soil_ph": 7.6}, "An alkaline soil"),
        ({"soil_texture": "clay"}, "A hard texture"),
    ],
)
def test_what_follows(known, told):
    assert has(advice(**known), told)


@pytest.mark.parametrize(
    ("known", "silent"),
    [
        ({"lead_mg_kg": 300.0}, "No food in the ground and no corner"),
        ({"lead_mg_kg": 99.9}, "Cover the bare soil"),
        ({"lead_mg_kg": 300.1}, "Cover the bare soil"),
        ({"pollution_distance_m": 50.1}, "No food in the ground before a study"),
        ({"pollution_distance_m": np.inf, "lead_mg_kg": 20.0}, "Have lead"),
        ({"soil_depth_cm": 60.0}, "Enough soil"),
        ({"soil_ph": 6.0}, "A sour soil"),
        ({"soil_ph": 7.5}, "An alkaline soil"),
        ({"soil_texture": "loam"}, "A hard texture"),
    ],
)
def test_what_does_not_follow(known, silent):
    assert not has(advice(**known), silent)


def test_what_is_grave_comes_first():
    found = surveyed(lead_mg_kg=400.0, pollution_distance_m=0.0, soil_ph=5.0)
    grave = [one.grave for one in soil_of(found, found.sites.index[0]).advice]
    assert grave == sorted(grave, reverse=True)
    assert sum(grave) == 3


def test_places_of_the_inventories_are_named_up_to_100_m_the_nearest_first():
    flags = pd.DataFrame(
        {
            "pollution_id": ["a", "b", "c", "d"],
            "name": ["Far", "Edge", None, "On it"],
            "register": ["casias", "sis", "icpe", "basol"],
            "state": None,
            "url": None,
        }
    )
    places = [Point(131, 0), Point(130, 0), Point(60, 10), Point(5, 5)]
    frame = gpd.GeoDataFrame(flags, geometry=places, crs=factories.CRS)
    layer = Layer(Role.POLLUTION, frame, (Provenance("sis.json"),))
    found = survey(factories.territory(factories.parcels(box(0, 0, 30, 30)), factories.fallow(Point(9, 9)), layer))
    soil = soil_of(found, found.sites.index[0])
    assert [(flag.name, flag.distance_m) for flag in soil.flags] == [("On it", 0.0), ("", 30.0), ("Edge", 100.0)]
    assert soil.searched
    assert not soil_of(surveyed(), surveyed().sites.index[0]).searched
