"""Every layer of the demonstration taken away, one at a time: no crash, more doubt, and the gap is told."""

import sys
from dataclasses import replace

import pytest

from geo.models import Role, Territory
from geo.study import doubts, judge, ranking, survey
from geo.study.readings import READINGS
from geo.study.sun import SunSurvey

SEEN_BY_THE_SUN = {Role.SURFACE, Role.TERRAIN, Role.BUILDINGS, Role.TREES}
SAID = {Role.FIELD_CHECKS, Role.LAB_SAMPLES}
"""A word of hearsay is worth less than the open data that it replaces: without it, reliability may rise."""

TOLD_APART = {Role.POPULATION: "green_m2_per_inhabitant"}
"""A grid knows where nobody lives, and leaves an indicator unknown there; the average of a commune does not."""


def roles(territory: Territory) -> list[Role]:
    return [role for role in Role if role in territory.layers or role in territory.rasters]


def without(territory: Territory, role: Role) -> Territory:
    layers = {one: layer for one, layer in territory.layers.items() if one is not role}
    rasters = {one: tiles for one, tiles in territory.rasters.items() if one is not role}
    return replace(territory, layers=layers, rasters=rasters)


@pytest.fixture(scope="module")
def whole(surveyed, judgement):
    return surveyed, judgement


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARCELS])
def test_a_layer_that_is_gone_is_missed(whole, profile, role, monkeypatch):
    before, judged = whole
    if role not in roles(before.territory):
        return
    if role not in SEEN_BY_THE_SUN:
        sun = [name for name in before.indicators if name.startswith("sun_")]
        table, quality = before.indicators[sun], before.quality[sun[0]].max()

        def same_sun(_territory, sites):
            return SunSurvey(table.reindex(sites.index), before.sun, before.sun_notes, quality)

        monkeypatch.setattr(sys.modules["geo.study.survey"], "survey_sun", same_sun)
    after = survey(without(before.territory, role))
    found = judge(after, profile)
    assert len(ranking(after, found)) == len(after.sites)
    same = after.sites.index.intersection(before.sites.index)
    if role in TOLD_APART:
        same = same[before.indicators.loc[same, TOLD_APART[role]].notna()]
    assert len(same) > 50
    old, new = judged.results.loc[same], found.results.loc[same]
    wider = (new["score_high"] - new["score_low"]) - (old["score_high"] - old["score_low"])
    assert (wider > -1e-6).all()
    surer = new["reliability"] - old["reliability"]
    assert role in SAID or (surer < 1e-6).all()
    if (role,) in [READINGS[name].needs for c in profile.criteria for name in _own(c)]:
        assert (wider > 1e-6).any()
        assert (surer < -1e-6).any()
    told = {missing for some in doubts(after, found, same[:40]).values() for one in some for missing in one.missing}
    assert role in told or not _asked_about(profile, role)


def _own(criterion):
    return [function.indicator for function in criterion.functions]


def _asked_about(profile, role: Role) -> bool:
    """Tell whether any criterion or weighty rule needs a layer, and no other would do."""
    asked = [name for criterion in profile.criteria for name in _own(criterion)]
    asked += [rule.indicator for rule in profile.rules if rule.if_unknown]
    return any(READINGS[name].needs == (role,) for name in asked)
