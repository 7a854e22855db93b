"""Plots of a person beside the sites of a survey: the same figures as if all had been surveyed together."""

import pandas as pd
import pytest
import shapely

from geo.models import Evidence, SiteKind
from geo.study import judge, survey
from geo.study.given import with_given
from geo.study.plots import frame_of, plot_of, plot_of_parcels
from geo.territory import open_territory


@pytest.fixture(scope="module")
def plots(surveyed):
    sites = surveyed.sites
    parcels = sites.loc[sites["kind"] == SiteKind.ASSEMBLY, "parcels"].iloc[0]
    text = ", ".join(parcels)
    joined, _ = plot_of_parcels(text, parcels[0][:5], surveyed.territory)
    part = sites.loc[sites["kind"] == SiteKind.PARCEL].geometry.iloc[0].buffer(-3)
    return joined, plot_of(part, surveyed.territory.crs)


@pytest.fixture(scope="module")
def together(surveyed, plots):
    return with_given(surveyed, plots)


def test_a_plot_becomes_a_site_of_its_own_kind(surveyed, together):
    new = together.sites.loc[together.sites.index.difference(surveyed.sites.index)]
    assert len(new) == 2
    assert set(new["kind"]) == {SiteKind.GIVEN}
    assert set(new["evidence"]) == {Evidence.GIVEN}


def test_the_other_sites_keep_their_figures(surveyed, together):
    for name in ("indicators", "states", "quality"):
        pd.testing.assert_frame_equal(getattr(together, name).loc[surveyed.sites.index], getattr(surveyed, name))


def test_a_plot_is_measured_as_if_all_were_surveyed_together(demonstration, plots, together):
    whole = survey(open_territory(demonstration), given=frame_of(plots, together.territory.crs))
    assert whole.sites.index.equals(together.sites.index)
    sunny = [name for name in whole.indicators if name.startswith("sun_")]
    pd.testing.assert_frame_equal(together.indicators.drop(columns=sunny), whole.indicators.drop(columns=sunny))
    pd.testing.assert_frame_equal(together.states, whole.states)
    pd.testing.assert_frame_equal(together.quality, whole.quality)
    apart = (together.indicators[sunny] - whole.indicators[sunny]).abs().max()
    assert apart["sun_hours"] < 0.01
    assert apart.max() < 0.06


def test_a_plot_of_known_parcels_knows_its_owners(surveyed, together):
    site = together.sites.loc[together.sites["kind"] == SiteKind.GIVEN].sort_values("area_m2").iloc[-1]
    twin = surveyed.sites[[set(parcels) == set(site["parcels"]) for parcels in surveyed.sites["parcels"]]].iloc[0]
    assert (site["owner_group"], site["owners"]) == (twin["owner_group"], twin["owners"])


def test_plots_are_judged_with_the_others(together, profile):
    results = judge(together, profile).results
    given = together.sites.index[together.sites["kind"] == SiteKind.GIVEN]
    assert results.loc[given, "score"].notna().all()


def test_the_digest_follows_the_plots_and_nothing_else(surveyed, together, plots):
    assert together.digest != surveyed.digest
    assert with_given(surveyed, plots).digest == together.digest
    assert with_given(surveyed, plots[:1]).digest not in {surveyed.digest, together.digest}


def test_a_plot_elsewhere_or_none_changes_nothing(surveyed):
    far = plot_of(shapely.box(0, 0, 20, 20), surveyed.territory.crs)
    assert with_given(surveyed, [far]) is surveyed
    assert with_given(surveyed, []) is surveyed


def test_a_plot_that_is_there_already_changes_nothing(together, plots):
    assert with_given(together, plots[:1]) is together
