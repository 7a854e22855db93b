"""What a visit or an analysis changes, and why the sheet says so."""

import pandas as pd
import pytest
from shapely import box

from geo.models import OwnerGroup, Verdict
from geo.present.labels import translator
from geo.study import appeals, judge, with_checks
from geo.study.survey import survey
from tests import factories

PARCEL = "920230000A0001"
TOWN = factories.owners({PARCEL: (OwnerGroup.COMMUNE, "COMMUNE")})


def check(subject, value, day="2026-05-04", author="Ana", sureness="seen"):
    row = {"target": PARCEL, "subject": subject, "value": value, "date": day, "author": author}
    return row | {"sureness": sureness, "remark": None}


@pytest.fixture(scope="module")
def locked():
    """One parcel of the town, shut in by four others: no way in."""
    ring = [box(0, 30, 30, 60), box(0, -30, 30, 0), box(-30, -30, 0, 60), box(30, -30, 60, 60)]
    houses = factories.buildings(*[plot.buffer(-8) for plot in ring])
    return survey(factories.territory(factories.parcels(box(0, 0, 30, 30), *ring), houses, TOWN))


def heard(surveyed, profile, *rows):
    seen = with_checks(surveyed, pd.DataFrame(list(rows)))
    return seen, appeals(seen, profile)


def test_without_a_word_there_is_no_appeal(locked, profile):
    assert appeals(locked, profile) == {}


def test_an_access_that_was_seen_makes_an_excluded_site_eligible(locked, profile):
    [site] = locked.sites.index
    assert judge(locked, profile).results.at[site, "verdict"] == Verdict.EXCLUDED
    seen, found = heard(locked, profile, check("access", "yes"))
    [appeal] = found.values()
    assert (appeal.before.verdict, appeal.after.verdict) == (Verdict.EXCLUDED, Verdict.ELIGIBLE)
    french = translator("fr")(appeal.texts[0])
    assert french.startswith("Exclu → Éligible")
    assert french.endswith("accès à une voie publique, constaté par Ana le 4 mai 2026")
    assert judge(seen, profile).results.at[site, "verdict"] == Verdict.ELIGIBLE


def test_land_seen_in_use_is_excluded(locked, profile):
    open_, _ = heard(locked, profile, check("access", "yes"))
    _, found = heard(locked, profile, check("access", "yes"), check("fallow", "no", author="Léa"))
    [appeal] = found.values()
    assert appeal.after.verdict == Verdict.EXCLUDED
    assert judge(open_, profile).results["verdict"].tolist() == [Verdict.ELIGIBLE]
    assert "terrain utilisé ou cultivé, constaté par Léa" in translator("fr")(appeal.texts[0])


def test_a_site_that_was_seen_fallow_need_not_be_checked_any_more(locked, profile):
    seen, _ = heard(locked, profile, check("fallow", "yes"))
    [site] = seen.sites.index
    before, after = judge(locked, profile).findings, judge(seen, profile).findings
    assert before.at[site, "unbuilt_is_not_fallow"]
    assert not after.at[site, "unbuilt_is_not_fallow"]


def test_years_secured_move_the_score_and_the_reliability(locked, profile):
    _, found = heard(locked, profile, check("secured_years", "9", sureness="told"))
    [appeal] = found.values()
    assert appeal.before.verdict is appeal.after.verdict
    assert appeal.after.score_low == pytest.approx(appeal.before.score_low + 4)
    assert appeal.after.score_high == pytest.approx(appeal.before.score_high)
    assert appeal.after.reliability == pytest.approx(appeal.before.reliability + 0.04 * 0.4)
    assert "9 années assurées, selon Ana" in translator("fr")(appeal.texts[0])


def test_lead_that_was_measured_binds_the_site(locked, profile):
    rows = [check("access", "yes"), check("lead_mg_kg", "240", sureness="measured")]
    _, found = heard(locked, profile, *rows)
    [appeal] = found.values()
    assert (appeal.before.verdict, appeal.after.verdict) == (Verdict.EXCLUDED, Verdict.CONDITIONAL)
    assert len(appeal.texts) == 3


def test_only_what_made_the_change_is_told_with_it(locked, profile):
    rows = [check("access", "yes"), check("secured_years", "5"), check("soil_ph", "6.5")]
    _, found = heard(locked, profile, *rows)
    [appeal] = found.values()
    assert "assurées" not in translator("fr")(appeal.texts[0])
    assert len(appeal.texts) == 1 + len(rows)
    # A barrier against a road that nobody knows moves nothing, though the criterion on traffic reads it.
    _, found = heard(locked, profile, *rows[1:], check("flood_zone", "none"), check("road_barrier", "yes"))
    [appeal] = found.values()
    change = translator("fr")(appeal.texts[0])
    assert change.startswith("Note ")
    assert "5 années assurées" in change
    assert "zone inondable" not in change
    assert "écran" not in change


def test_what_changes_nothing_is_told_too(locked, profile):
    _, found = heard(locked, profile, check("flood_zone", "none"))
    [appeal] = found.values()
    assert translator("fr")(appeal.texts[0]).startswith("Ni le verdict ni la note ne changent")
