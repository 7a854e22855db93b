"""Open spaces of residences, and what is taken off the usable area of every site."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, box

from geo.candidates import Rejection, find_candidates, site_id
from geo.models import Evidence, Layer, Role, SiteKind
from tests import factories

LANDLORD = factories.owners({"920230000A0001": ("social_landlord", "OFFICE")})
PLOT, HOUSE = box(0, 0, 36, 36), box(24, 24, 33, 33)
"""An L of open land around a house: 3 m from its walls, it is 21 m wide in the south and in the west."""


def layer(role, columns, *shapes):
    return Layer(
        role, gpd.GeoDataFrame(columns, index=range(len(shapes)), geometry=list(shapes), crs=factories.CRS), ()
    )


def places(*shapes, kind="social_residence"):
    return layer(Role.PLACES, {"place_id": None, "name": None, "kind": kind, "address": None}, *shapes)


def streets(*axes, importance="5", width_m=np.nan):
    columns = {"street_id": None, "name": None, "importance": importance, "width_m": width_m, "walkable": True}
    return layer(Role.STREETS, columns, *axes)


def prescriptions(*shapes, kind="woodland"):
    return layer(Role.PRESCRIPTIONS, {"prescription": kind, "label": None, "document": None}, *shapes)


def greens(*shapes, kind="park"):
    return layer(Role.GARDENS_AND_PARKS, {"green_id": None, "name": None, "kind": kind}, *shapes)


def found(*layers):
    return find_candidates({one.role: one for one in layers})


def homes(candidates):
    return candidates.sites[candidates.sites["kind"] == SiteKind.RESIDENCE]


def around(*extra, plot=PLOT, house=HOUSE, owner=LANDLORD):
    return homes(found(factories.parcels(plot), factories.buildings(house), owner, *extra))


def test_the_lawn_of_a_residence_is_a_site_with_its_own_outline():
    [site] = around().itertuples()
    # The plot without a square of 15 m; a disc of 5 m does not reach into its five corners: 1.34 m² each.
    assert site.area_m2 == pytest.approx(36 * 36 - 15 * 15 - 5 * (1 - np.pi / 4) * 2.5**2, abs=1)
    assert site.geometry.distance(HOUSE) == pytest.approx(3, abs=1e-3)
    assert (site.evidence, site.built_share, site.owner_group) == (Evidence.RESIDENCE, 0, "social_landlord")
    assert site.parcels == ("920230000A0001",)
    assert site.Index == site_id("92023", SiteKind.RESIDENCE, site.parcels)


def test_the_parcel_itself_stays_built():
    candidates = found(factories.parcels(PLOT), factories.buildings(HOUSE), LANDLORD)
    assert candidates.rejections.tolist() == [Rejection.BUILT]
    assert set(candidates.sites["evidence"]) == {Evidence.RESIDENCE}


def test_a_place_makes_a_residence_and_another_owner_does_not():
    town = factories.owners({"920230000A0001": ("commune", "COMMUNE")})
    assert around(owner=town).empty
    assert len(around(places(Point(30, 30)), owner=town)) == 1
    assert len(around(places(HOUSE), owner=town)) == 1
    assert around(places(Point(60, 30)), owner=town).empty
    assert around(places(Point(30, 30), kind="school"), owner=town).empty


def test_ways_inside_are_taken_off_by_their_width():
    [whole] = around()["area_m2"]
    crossing = LineString([(-5, 18), (45, 18)])
    pieces = around(streets(crossing, width_m=6.0))
    # South of the way 36 × 15, north of it 21 × 15; four corners each are out of reach.
    corners = 4 * (1 - np.pi / 4) * 2.5**2
    assert pieces["area_m2"].max() == pytest.approx(36 * 15 - corners, abs=1)
    assert pieces["area_m2"].min() == pytest.approx(21 * 15 - corners, abs=1)
    [street], [path] = ([whole - around(streets(crossing, importance=kind))["area_m2"].sum()] for kind in ("5", "6"))
    assert street > path > 0


def test_several_pieces_have_a_number_the_largest_first():
    pieces = around(streets(LineString([(-5, 18), (45, 18)]), width_m=6.0))
    largest, smallest = pieces.sort_values("area_m2", ascending=False).index
    assert largest == site_id("92023", SiteKind.RESIDENCE, ["920230000A0001", "1"])
    assert smallest == site_id("92023", SiteKind.RESIDENCE, ["920230000A0001", "2"])


@pytest.mark.parametrize(("depth", "kept"), [(5.2, 1), (4.9, 0)])
def test_a_strip_must_be_wide_enough(depth, kept):
    """The house leaves a strip of this depth along the south."""
    plot = box(0, 0, 60, 20)
    assert len(around(plot=plot, house=box(-1, depth + 3, 61, 21))) == kept


@pytest.mark.parametrize(("width", "kept"), [(17.5, 1), (17.0, 0)])
def test_a_lawn_must_hold_the_smallest_garden(width, kept):
    """Usable: (width − 1) × 9.5 less 3.4 m² of corners; 150 m² are needed."""
    plot = box(0, 0, width, 30)
    assert len(around(plot=plot, house=box(-1, 10.5 + 3, width + 1, 31))) == kept


def test_of_a_park_between_towers_a_garden_is_proposed():
    estate, tower = box(0, 0, 120, 120), box(80, 80, 100, 100)
    [site] = around(plot=estate, house=tower).itertuples()
    assert site.area_m2 == pytest.approx(1200, rel=0.01)
    assert estate.covers(site.geometry)
    assert site.geometry.distance(tower) >= 3 - 1e-6


@pytest.mark.parametrize(("wood", "kept"), [(box(0, 0, 30, 12), True), (box(0, 0, 30, 15), False)])
def test_protected_woodland_is_taken_off_before_the_area_is_judged(wood, kept):
    candidates = found(factories.parcels(box(0, 0, 30, 20)), prescriptions(wood))
    if kept:
        assert candidates.sites["usable_area_m2"].tolist() == [pytest.approx(29 * 7)]
        assert candidates.sites["area_m2"].tolist() == [600]
    else:
        assert candidates.rejections.tolist() == [Rejection.WOODED]


def test_another_prescription_takes_nothing():
    candidates = found(factories.parcels(box(0, 0, 30, 20)), prescriptions(box(0, 0, 30, 20), kind="landscape"))
    assert candidates.sites["usable_area_m2"].tolist() == [pytest.approx(29 * 19)]


def test_what_is_too_small_without_its_woodland_is_too_small():
    candidates = found(factories.parcels(box(0, 0, 10, 10)), prescriptions(box(0, 0, 3, 3)))
    assert candidates.rejections.tolist() == [Rejection.TOO_SMALL]


@pytest.mark.parametrize(("share", "joined"), [(0.6, False), (0.4, True)])
def test_a_park_is_a_site_to_exclude_but_never_part_of_an_assembly(share, joined):
    plots = factories.row_of_plots(12, 12, 12)
    park = box(24, 0, 24 + 12 * share, 27)
    candidates = found(factories.parcels(*plots), greens(park))
    kinds = candidates.sites["kind"].value_counts()
    assert kinds["parcel"] == 3
    assert (SiteKind.ASSEMBLY in kinds) is joined
    yard = found(factories.parcels(*plots), places(park, kind="school"))
    assert (SiteKind.ASSEMBLY in set(yard.sites["kind"])) is joined


def test_sites_of_residences_do_not_depend_on_the_order_of_the_parcels():
    plots = [PLOT, box(50, 0, 90, 40), box(100, 0, 140, 40)]
    parcels = factories.parcels(*plots)
    built = factories.buildings(HOUSE, box(75, 25, 87, 37), box(120, 25, 137, 37))
    ids = [f"920230000A000{n}" for n in (1, 2, 3)]
    owned = factories.owners(dict.fromkeys(ids, ("social_landlord", "OFFICE")))
    shuffled = Layer(parcels.role, parcels.frame.iloc[[2, 0, 1]], ())
    one, other = (homes(found(layer_, built, owned)) for layer_ in (parcels, shuffled))
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))
    assert len(one) == 3


def test_a_lawn_behind_the_house_is_entered_over_its_parcel():
    from geo.study.measures.access import measure

    plots = box(0, 0, 40, 60), box(40, 0, 80, 60), box(-40, 0, 0, 60), box(-40, 60, 80, 100), box(-40, -40, 80, -12)
    house = factories.buildings(box(2, 2, 38, 12))
    territory = factories.territory(factories.parcels(*plots), house, LANDLORD)
    [site] = homes(found(*territory.layers.values())).index
    sites = homes(found(*territory.layers.values()))
    assert measure(territory, sites).values.at[site, "frontage_m"] == pytest.approx(40, abs=3)


def test_an_estate_without_a_side_on_a_street_has_a_way_in_that_is_not_known():
    from geo.study.measures.access import measure

    ring = box(-20, 60, 60, 90), box(-20, -30, 60, 0), box(-20, 0, 0, 60), box(40, 0, 60, 60)
    territory = factories.territory(
        factories.parcels(box(0, 0, 40, 60), *ring), factories.buildings(box(2, 2, 38, 12)), LANDLORD
    )
    sites = found(*territory.layers.values()).sites
    frontage = measure(territory, sites).values["frontage_m"]
    assert frontage[sites["kind"] == SiteKind.RESIDENCE].isna().tolist() == [True]
