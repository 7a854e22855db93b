"""A verdict that stands before a council: rule, value, limit, source, publisher, date; and what is to be checked."""

from dataclasses import replace

import pandas as pd
import pytest
from shapely import box

from geo.models import Layer, OwnerGroup, Provenance, Role
from geo.study import doubts, explanations, judge, with_checks
from geo.study.survey import survey
from tests import factories

PARCEL = "920230000A0001"
DGFIP = Provenance("owners.csv", publisher="DGFiP", dataset="Parcelles des personnes morales", vintage="2024-01-01")


def owned_by(group):
    layer = factories.owners({PARCEL: (group, "X")})
    return Layer(layer.role, layer.frame, (DGFIP,))


@pytest.fixture(scope="module")
def private():
    return survey(factories.territory(factories.parcels(box(0, 0, 30, 30)), owned_by(OwnerGroup.COMPANY)))


def test_a_tripped_rule_says_what_was_found_and_who_published_it(private, profile):
    [site] = private.sites.index
    found = {one.rule: one for one in explanations(private, judge(private, profile), [site])[site]}
    owner = found["private_owner"]
    assert (owner.then, str(owner.value), owner.limit) == ("conditional", "company", None)
    assert owner.origins[0] == DGFIP
    assert owner.said == ()


def test_a_limit_is_told_with_its_value_and_its_source(profile):
    narrow = survey(factories.territory(factories.parcels(box(0, 0, 30, 30)), owned_by(OwnerGroup.COMMUNE)))
    seen = with_checks(narrow, pd.DataFrame([check("gate_width_m", "1.2"), check("lead_mg_kg", "310", author="Labo")]))
    [site] = seen.sites.index
    found = explanations(seen, judge(seen, profile), [site])[site]
    by_rule = {one.rule: one for one in found}
    assert (by_rule["narrow_gate"].value, by_rule["narrow_gate"].limit) == (1.2, 1.4)
    assert by_rule["narrow_gate"].source == "arrêté du 15 janvier 2007"
    assert by_rule["narrow_gate"].origins == (), "somebody measured it, in place of the cadastre"
    lead = by_rule["much_lead"]
    assert (lead.value, lead.limit, lead.origins) == (310, 300, ())
    assert str(lead.said[0]) == "lead 310.0 mg/kg, seen by Labo on 2026-05-04"
    order = ("excluded", "conditional", "check")
    assert [one.then for one in found] == sorted((one.then for one in found), key=order.index)


def check(subject, value, author="Ana"):
    row = {"target": PARCEL, "subject": subject, "value": value, "date": "2026-05-04", "author": author}
    return row | {"sureness": "seen", "remark": None}


def test_what_is_not_known_is_to_be_checked_with_the_files_that_would_tell(private, profile):
    [site] = private.sites.index
    found = doubts(private, judge(private, profile), [site])[site]
    by_text = {str(one.text.values.get("label", one.text)): one for one in found}
    flood = next(one for text, one in by_text.items() if "flood zone" in text)
    assert flood.missing == (Role.FLOOD, Role.FIELD_CHECKS)
    assert "Get it from" in str(flood.remedies[0])
    zoning = by_text["Zoning"]
    assert (zoning.weight, zoning.missing) == (6, (Role.ZONING, Role.PRESCRIPTIONS))
    assert any("Unbuilt on the map" in text for text in by_text)
    weights = [one.weight for one in found if one.weight]
    assert weights == sorted(weights, reverse=True)


def test_what_is_known_is_no_doubt(private, profile):
    [site] = private.sites.index
    labels = [str(one.text.values.get("label", "")) for one in doubts(private, judge(private, profile), [site])[site]]
    assert "Usable area" not in labels
    assert "Owner" not in labels


def test_an_explanation_needs_no_other_site(private, profile):
    more = replace(private)
    judged = judge(more, profile)
    assert explanations(more, judged, []) == {}
    assert doubts(more, judged, []) == {}
