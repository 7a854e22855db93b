"""A choice of gardens in words and as JSON."""

import json
from dataclasses import replace

import pytest

from geo.portfolio import Limits, choose
from geo.present import portfolio as views
from geo.present.labels import translator
from geo.study.portfolio import offered


@pytest.fixture(scope="module")
def sets(surveyed, judgement):
    return choose(offered(surveyed, judgement).offer, Limits(3))


def test_each_garden_has_its_name_its_commune_and_a_score_with_its_interval(surveyed, judgement, sets):
    lines = views.garden_lines(surveyed, judgement, sets[0], translator())
    assert len(lines) == 3
    names = views.commune_names(surveyed)
    assert all(any(name in line for name in names.values()) and "–" in line for line in lines)


def test_gains_are_in_french_with_units(sets):
    told = "\n".join(views.gain_lines(replace(sets[0], cost_low=1000.0, cost_high=80_000.0), translator()))
    assert "Note moyenne des terrains\u00a0:" in told
    assert "1\u202f000–80\u202f000\u00a0€" in told
    assert "sur 14" in told


def test_unknown_costs_and_posts_are_not_shown(sets):
    told = views.gain_lines(replace(sets[0], cost_high=float("nan"), staff=float("nan")), str)
    assert not [line for line in told if "Cost" in line or "Posts" in line]


def test_another_set_is_told_by_what_it_changes(surveyed, sets):
    told = views.change_text(surveyed, sets[0], sets[1], str)
    assert "in place of" in told
    fewer = replace(sets[0], sites=sets[0].sites[:2])
    assert views.change_text(surveyed, sets[0], fewer, str).startswith("(Message(msgid='nothing'") or "nothing" in (
        views.change_text(surveyed, sets[0], fewer, translator("en"))
    )


def test_the_document_is_json_and_holds_the_proof(surveyed, judgement, sets):
    unknown = (replace(sets[0], cost_high=float("nan")), *sets[1:])
    document = views.document(surveyed, judgement, Limits(3), unknown, (), translator())
    text = json.dumps(document, allow_nan=False)
    assert json.loads(text) == document
    first = document["portfolios"][0]
    assert (first["rank"], first["gap"], first["cost_high"]) == (1, 0.0, None)
    assert [site["site_id"] for site in first["sites"]] == list(sets[0].sites)
    assert set(document["weights"]) == {"score", "neighbourhoods", "green_deficit", "partners"}
