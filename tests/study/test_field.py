"""Field checks and analyses of the soil over a survey: which word counts, for which site, and how far."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from geo.kinds import Subject
from geo.models import Layer, Role, State
from geo.study.claims import CLAIM_COLUMNS, INDICATORS
from geo.study.field import MERGING, settled, with_checks
from geo.study.readings import READINGS
from geo.study.survey import survey
from tests import factories

A, B, C = (f"920230000A000{number}" for number in (1, 2, 3))
PLOTS = factories.row_of_plots(12, 12, 12)
"""None is large enough for the garden of Clamart; the three together are."""


def check(target, subject, value, day="2026-05-04", author="Ana", sureness="seen"):
    return {
        "target": target,
        "subject": subject,
        "value": value,
        "date": day,
        "author": author,
        "sureness": sureness,
        "remark": None,
    }


def checks(*rows):
    return pd.DataFrame(list(rows))


def sample(target=None, place=None, day="2026-05-04", **found):
    longitude, latitude = (np.nan, np.nan) if place is None else place
    row = {"sample_id": "1", "target": target, "longitude": longitude, "latitude": latitude, "date": day}
    metals = dict.fromkeys(("lead", "cadmium", "copper", "zinc", "nickel", "chromium"), np.nan)
    numbers = {f"{metal}_mg_kg": value for metal, value in metals.items()}
    rest = {"laboratory": "Labo", "lead_bioaccessible_share": np.nan, "ph": np.nan, "texture": None, "depth_cm": np.nan}
    return row | numbers | rest | found


def samples(*rows):
    frame = pd.DataFrame(list(rows))
    return frame.astype({"target": "str", "texture": "str", "date": "str", "laboratory": "str"})


@pytest.fixture(scope="module")
def filed():
    return survey(factories.territory(factories.parcels(*PLOTS)))


def assembly(surveyed):
    return surveyed.sites.index[surveyed.sites["kind"] == "assembly"][0]


def alone(surveyed, parcel):
    return surveyed.sites.index[surveyed.sites["parcels"] == (parcel,)][0]


def told(surveyed, site, indicator):
    return surveyed.indicators.at[site, indicator]


def test_without_checks_a_survey_is_what_the_files_tell(filed):
    assert with_checks(filed) is not None
    assert filed.proofs is None
    assert with_checks(filed, checks().reindex(columns=list(check("", "", "")))).proofs is None


def test_fallow_seen_confirms_a_site_and_use_seen_denies_it(filed):
    site, other = alone(filed, A), alone(filed, B)
    seen = with_checks(filed, checks(check(A, "fallow", "yes"), check(B, "fallow", "no")))
    assert told(seen, site, "evidence") == seen.sites.at[site, "evidence"] == "confirmed"
    assert told(seen, other, "evidence") == seen.sites.at[other, "evidence"] == "denied"
    assert told(seen, alone(filed, C), "evidence") == "unbuilt"
    assert filed.sites.at[site, "evidence"] == "unbuilt", "the files still say what they said"


def test_good_news_counts_when_all_parcels_have_it_and_bad_news_at_once(filed):
    site = assembly(filed)
    two = with_checks(filed, checks(*(check(parcel, "fallow", "yes") for parcel in (A, B))))
    assert told(two, site, "evidence") == "unbuilt"
    three = with_checks(filed, checks(*(check(parcel, "fallow", "yes") for parcel in (A, B, C))))
    assert told(three, site, "evidence") == "confirmed"
    one = with_checks(filed, checks(check(B, "fallow", "no")))
    assert told(one, site, "evidence") == "denied"


@pytest.mark.parametrize(
    ("subject", "said", "expected"),
    [
        ("access", ["no", "yes", None], "yes"),
        ("access", ["no", "no", None], np.nan),
        ("access", ["no", "no", "no"], "no"),
        ("permit", ["none", "active", None], "active"),
        ("permit", ["none", "none", None], np.nan),
        ("permit", ["no", "no", "no"], "none"),
        ("road_barrier", ["yes", "yes", "no"], "no"),
        ("road_barrier", ["yes", "yes", "yes"], "yes"),
        ("flood_zone", ["blue", "red", None], "red"),
        ("flood_zone", ["none", "none", None], np.nan),
        ("secured_years", ["9", "3", None], np.nan),
        ("secured_years", ["9", "3", "5"], 3.0),
        ("water_distance_m", ["60", "12.5", None], 12.5),
        ("soil_depth_cm", ["60", "25", None], 25.0),
        ("soil_ph", ["6.5", "8.1", None], 8.1),
        ("soil_ph", ["6.5", "4.9", "7.5"], 4.9),
        ("soil_texture", ["loam", "sand", "clay_loam"], "sand"),
        ("lead_mg_kg", ["80", "240", None], 240.0),
        ("gate_width_m", ["1.2", "3", None], 3.0),
    ],
)
def test_what_is_said_of_the_parcels_becomes_what_is_said_of_the_site(filed, subject, said, expected):
    rows = [check(parcel, subject, value) for parcel, value in zip((A, B, C), said, strict=True) if value]
    found = told(with_checks(filed, checks(*rows)), assembly(filed), subject)
    assert found == expected or (pd.isna(found) and pd.isna(expected))


def test_land_seen_occupied_is_occupied_all_of_it(filed):
    site = alone(filed, A)
    seen = with_checks(filed, checks(check(A, "occupied", "yes")))
    assert (told(seen, site, "occupied_share"), told(seen, site, "occupied_kind")) == (1.0, "seen")
    free = with_checks(filed, checks(check(A, "occupied", "no")))
    assert (told(free, site, "occupied_share"), told(free, site, "occupied_kind")) == (0.0, "none")
    assert free.states.at[site, "occupied_kind"] == State.NONE_FOUND


def test_the_latest_day_counts_then_the_surest_word(filed):
    site = alone(filed, A)
    rows = [
        check(A, "access", "yes", day="2026-05-04"),
        check(A, "access", "no", day="2025-05-04", sureness="measured"),
    ]
    assert told(with_checks(filed, checks(*rows)), site, "access") == "yes"
    same = [
        check(A, "access", "no", sureness="told"),
        check(A, "access", "yes"),
        check(A, "access", "no", sureness="told"),
    ]
    assert told(with_checks(filed, checks(*same)), site, "access") == "yes"
    measured = [*same, check(A, "access", "no", sureness="measured")]
    assert told(with_checks(filed, checks(*measured)), site, "access") == "no"


def test_of_one_day_and_as_sure_the_worst_counts(filed):
    rows = [check(A, "fallow", "yes", author="Ana"), check(A, "fallow", "no", author="Zoé")]
    for order in (rows, rows[::-1]):
        seen = with_checks(filed, checks(*order))
        assert told(seen, alone(filed, A), "evidence") == "denied"
        assert seen.proofs["author"].unique().tolist() == ["Zoé"]


def test_a_word_on_the_whole_site_speaks_of_each_parcel(filed):
    site = assembly(filed)
    later = [check(site, "fallow", "yes", day="2026-06-01"), check(B, "fallow", "no", day="2026-05-01")]
    assert told(with_checks(filed, checks(*later)), site, "evidence") == "confirmed"
    earlier = [check(site, "fallow", "yes", day="2026-04-01"), check(B, "fallow", "no", day="2026-05-01")]
    assert told(with_checks(filed, checks(*earlier)), site, "evidence") == "denied"
    assert told(with_checks(filed, checks(later[0])), alone(filed, A), "evidence") == "unbuilt"


@pytest.mark.parametrize(("sureness", "quality"), [("measured", 1.0), ("seen", 0.8), ("told", 0.4)])
def test_the_sureness_is_the_quality(filed, sureness, quality):
    seen = with_checks(filed, checks(check(A, "secured_years", "9", sureness=sureness)))
    site = alone(filed, A)
    assert seen.quality.at[site, "secured_years"] == quality
    assert seen.states.at[site, "secured_years"] == State.MEASURED
    assert seen.states.at[alone(filed, B), "secured_years"] == State.UNKNOWN


def test_checks_of_the_app_replace_each_other_and_those_of_the_files_stay(filed):
    rows = checks(check(A, "access", "yes"))
    layer = Layer(Role.FIELD_CHECKS, rows, ())
    surveyed = survey(factories.territory(factories.parcels(*PLOTS), layer))
    site = alone(surveyed, A)
    assert told(surveyed, site, "access") == "yes"
    once = with_checks(surveyed, checks(check(A, "water_distance_m", "5")))
    twice = with_checks(once, checks(check(A, "secured_years", "9")))
    assert told(once, site, "water_distance_m") == 5
    assert pd.isna(told(twice, site, "water_distance_m"))
    assert (told(twice, site, "access"), told(twice, site, "secured_years")) == ("yes", 9)
    assert pd.isna(told(twice.filed, site, "access"))


def test_a_way_in_that_was_seen_voids_what_the_files_say_of_it():
    shut = [box(0, 0, 30, 30), box(0, 30, 30, 60), box(0, -30, 30, 0), box(-30, -30, 0, 60), box(30, -30, 60, 60)]
    surveyed = survey(factories.territory(factories.parcels(*shut)))
    site = alone(surveyed, A)
    assert told(surveyed, site, "frontage_m") == told(surveyed, site, "gate_width_m") == 0
    seen = with_checks(surveyed, checks(check(A, "access", "yes")))
    assert pd.isna(told(seen, site, "frontage_m"))
    assert pd.isna(told(seen, site, "gate_width_m"))
    assert seen.states.at[site, "frontage_m"] == State.UNKNOWN
    wide = with_checks(surveyed, checks(check(A, "access", "yes"), check(A, "gate_width_m", "1.5")))
    assert told(wide, site, "gate_width_m") == 1.5
    assert told(with_checks(surveyed, checks(check(A, "access", "no"))), site, "frontage_m") == 0


def test_what_is_about_no_site_is_told(filed):
    seen = with_checks(filed, checks(check("920230000Z0001", "access", "yes"), check(A, "soil_ph", "acid")))
    assert [note.values for note in seen.notes if "no site" in note.msgid] == [{"count": 2}]
    again = with_checks(seen, checks(check(A, "access", "yes")))
    assert not [note for note in again.notes if "no site" in note.msgid]
    assert pd.isna(told(again, alone(filed, A), "soil_ph"))


def in_degrees(x, y):
    import geopandas as gpd

    [place] = gpd.GeoSeries([Point(x, y)], crs=factories.CRS).to_crs("EPSG:4326")
    return place.x, place.y


def test_a_sample_counts_where_it_was_taken():
    plots = [box(x, 6_860_000, x + 40, 6_860_040) for x in (640_000, 640_050)]
    surveyed = survey(factories.territory(factories.parcels(*plots)))
    inside = sample(place=in_degrees(640_020, 6_860_020), lead_mg_kg=120.0, lead_bioaccessible_share=0.5, ph=6.1)
    outside = sample(place=in_degrees(640_045, 6_860_020), lead_mg_kg=900.0)
    seen = with_checks(surveyed, samples=samples(inside, outside))
    here, there = alone(surveyed, A), alone(surveyed, B)
    assert (told(seen, here, "lead_mg_kg"), told(seen, here, "lead_bioaccessible_mg_kg")) == (120, 60)
    assert told(seen, here, "soil_ph") == 6.1
    assert seen.quality.at[here, "lead_mg_kg"] == 1
    assert pd.isna(told(seen, there, "lead_mg_kg"))


def test_a_sample_elsewhere_on_a_site_clears_no_earlier_one(filed):
    rows = [sample(A, day="2024-01-01", lead_mg_kg=400.0), sample(B, day="2026-01-01", lead_mg_kg=30.0)]
    site = assembly(filed)
    assert told(with_checks(filed, samples=samples(*rows)), site, "lead_mg_kg") == 400
    whole = [*rows, sample(site, day="2026-06-01", lead_mg_kg=50.0)]
    assert told(with_checks(filed, samples=samples(*whole)), site, "lead_mg_kg") == 400
    again = [*rows, sample(A, day="2026-06-01", lead_mg_kg=50.0)]
    assert told(with_checks(filed, samples=samples(*again)), site, "lead_mg_kg") == 50


def test_an_analysis_and_a_check_of_the_lead_speak_together(filed):
    seen = with_checks(
        filed,
        checks(check(A, "lead_mg_kg", "150", sureness="told")),
        samples(sample(A, day="2025-01-01", lead_mg_kg=90.0)),
    )
    assert told(seen, alone(filed, A), "lead_mg_kg") == 150
    assert seen.quality.at[alone(filed, A), "lead_mg_kg"] == 0.4


def test_a_date_that_is_not_known_is_the_oldest(filed):
    rows = [sample(A, day=None, cadmium_mg_kg=9.0), sample(A, cadmium_mg_kg=0.2)]
    assert told(with_checks(filed, samples=samples(*rows)), alone(filed, A), "cadmium_mg_kg") == 0.2


def test_every_subject_has_its_indicator_its_merging_and_its_reading():
    assert set(INDICATORS) == set(Subject)
    assert set(INDICATORS.values()) <= set(MERGING)
    assert set(MERGING) <= set(READINGS)


claims = st.lists(
    st.tuples(
        st.sampled_from(["s1", "s2"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["access", "secured_years"]),
        st.integers(0, 2),
        st.sampled_from(["2025-01-01", "2026-01-01"]),
        st.sampled_from(["Ana", "Bea"]),
        st.sampled_from(["told", "seen", "measured"]),
    ),
    min_size=1,
    max_size=12,
)


@given(claims, st.randoms())
def test_what_is_believed_does_not_depend_on_the_order_of_the_words(rows, random):
    rows = [
        (*row[:3], float(row[3]) if row[2] == "secured_years" else ("yes", "no")[row[3] % 2], *row[4:]) for row in rows
    ]
    shuffled = random.sample(rows, len(rows))
    parcels = pd.Series({"s1": 1, "s2": 2})
    one, other = (settled(pd.DataFrame(part, columns=list(CLAIM_COLUMNS)), parcels) for part in (rows, shuffled))
    pd.testing.assert_frame_equal(one, other)
    assert not one.duplicated(["site_id", "indicator"]).any()
