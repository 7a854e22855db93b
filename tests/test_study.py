"""The one recipe: the survey of files, the judgement of a profile, the ranking."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.messages import Message
from geo.models import Health, HealthRow, Role, State
from geo.study import judge, ranking, reasons, survey, valuation
from tests import factories


@pytest.fixture(scope="module")
def town():
    plots = [box(x, 0, x + 30, 27) for x in range(0, 150, 30)]
    return factories.territory(
        factories.parcels(*plots), factories.buildings(box(3, 3, 13, 13)), factories.neighbourhoods(box(170, 0, 200, 9))
    )


def test_the_survey_measures_every_site(town):
    found = survey(town)
    assert len(found.sites) == 4
    assert found.indicators.index.equals(found.sites.index)
    assert found.indicators["neighbourhood_distance_m"].min() == pytest.approx(20)
    assert found.indicators["slope_percent"].isna().all()


def test_states_tell_the_four_kinds_of_missing(town):
    found = survey(town)
    assert set(found.states["usable_area_m2"]) == {State.MEASURED}
    assert set(found.states["slope_percent"]) == {State.UNKNOWN}
    none = {**town.layers, Role.NEIGHBOURHOODS: factories.neighbourhoods()}
    empty = survey(dataclasses.replace(town, layers=none))
    assert set(empty.states["neighbourhood_distance_m"]) == {State.NONE_FOUND}
    refused = HealthRow(Health.REFUSED, None, "mnt.tif", notes=(Message("broken"),))
    failed = survey(dataclasses.replace(town, health=(refused,)))
    assert set(failed.states["slope_percent"]) == {State.SOURCE_FAILED}
    assert set(failed.states["usable_area_m2"]) == {State.MEASURED}


def test_a_plot_of_the_user_joins_the_sites(town):
    drawn = gpd.GeoDataFrame(geometry=[box(35, 3, 85, 20)], crs=factories.CRS)
    assert len(survey(town, given=drawn).sites) == 5


def test_the_ranking_is_in_order_and_complete(town, profile):
    found = survey(town)
    table = ranking(found, judge(found, profile))
    assert table["rank"].tolist() == sorted(table["rank"])
    assert set(table.index) == set(found.sites.index)
    told = reasons(found, judge(found, profile), table.index[:2])
    assert list(told) == list(table.index[:2])
    assert all(told.values())


def test_a_score_does_not_depend_on_the_other_sites(town, profile):
    alone = {**town.layers, Role.PARCELS: factories.parcels(*[box(x, 0, x + 30, 27) for x in (0, 30)])}
    whole, part = survey(town), survey(dataclasses.replace(town, layers=alone))
    common = part.sites.index.intersection(whole.sites.index)
    assert len(common)
    columns = ["score", "score_low", "score_high", "reliability", "verdict"]
    assert judge(part, profile).results.loc[common, columns].equals(judge(whole, profile).results.loc[common, columns])


def test_moved_weights_are_judged_on_the_values_that_are_known(surveyed, profile):
    valued = valuation(surveyed, profile)
    moved = profile.with_weights({"F1": 40.0, "E1": 0.0})
    assert moved.apart_from_weights == profile.apart_from_weights
    pd.testing.assert_frame_equal(judge(surveyed, moved, valued).results, judge(surveyed, moved).results)
    assert not judge(surveyed, moved, valued).results.equals(judge(surveyed, profile).results)
    [first, *others] = profile.criteria
    other = profile.model_copy(update={"criteria": (first.model_copy(update={"points": ((0, 1), (9, 2))}), *others)})
    assert other.apart_from_weights != profile.apart_from_weights


def test_the_unknown_weighs_in_the_interval_only(town, profile):
    results = judge(survey(town), profile).results
    area, neighbourhood, sun, homes = 6, 10, 12, 7
    assert np.allclose(results["score_high"] - results["score_low"], 100 - area - neighbourhood - sun - homes)
    # Without a surface model the sun is an estimate, without streets the homes within a walk are one.
    assert np.allclose(results["reliability"], ((area + neighbourhood) * 0.8 + (sun + homes) * 0.5) / 100)


def test_the_story_is_told(surveyed, judgement):
    """Three touching fallow parcels of the town make 800 m² near a priority neighbourhood, and rank high."""
    table = ranking(surveyed, judgement)
    sites = surveyed.sites
    story = sites[(sites["kind"] == "assembly") & sites["evidence"].isin(["listed", "confirmed"])]
    three = story[story["parcels"].map(len) == 3]
    near = three[three["area_m2"].between(795, 805)]
    assert len(near) == 1
    site = near.index[0]
    assert table.loc[site, "verdict"] == "eligible"
    # Lawns of residences lie inside the neighbourhood: where little else is known, they come first.
    fallow = table[surveyed.sites["kind"].loc[table.index] != "residence"]
    assert (fallow["rank"] < table.loc[site, "rank"]).sum() < 10
    assert surveyed.indicators.loc[site, "neighbourhood_distance_m"] <= 100
    assert near["owners"].tolist() == [1]


def test_the_real_commune_gives_sites_and_assemblies(real_data, tmp_path, profile):
    from geo.territory import open_territory

    (tmp_path / "parcels").mkdir()
    for name in ("parcelles", "batiments"):
        source = real_data / "cadastre" / f"cadastre-13029-{name}.geojson"
        (tmp_path / "parcels" / source.name).write_bytes(source.read_bytes())
    found = survey(open_territory(tmp_path))
    kinds = found.sites["kind"].value_counts()
    assert kinds["parcel"] > 200
    assert kinds["assembly"] >= 3
    assert len(found.candidates.rejections) + kinds["parcel"] == 389
    assert judge(found, profile).results["score"].between(0, 100).all()
