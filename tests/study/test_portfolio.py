"""From a study to a choice of gardens: who is served, who is left out, what is said."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.models import Layer, Provenance, Role
from geo.portfolio import Goal, Limits, choose
from geo.study import judge, survey
from geo.study.portfolio import offered
from tests import factories

WIDE = 40.0
PLOTS = [box(x, 0, x + WIDE, 27) for x in (0, 2000, 4000)]


def layer(role, geometries, **columns):
    frame = gpd.GeoDataFrame(columns, index=range(len(geometries)), geometry=list(geometries), crs=factories.CRS)
    return Layer(role, frame, (Provenance(f"{role}.gpkg"),))


def population(*cells, people):
    columns = {"cell_id": [f"c{i}" for i in range(len(cells))], "people": people}
    empty = dict.fromkeys(["households", "households_in_flats", "poor_households"], 0.0)
    return layer(Role.POPULATION, cells, **columns, **empty)


def places(*points, kind):
    return layer(Role.PLACES, points, place_id=None, name="Lieu", kind=kind, address=None)


def greens(*shapes):
    return layer(Role.GARDENS_AND_PARKS, shapes, green_id=None, name=None, kind="park")


def study_of(profile, *layers):
    surveyed = survey(factories.territory(factories.parcels(*PLOTS), *layers))
    return surveyed, judge(surveyed, profile)


def offer_of(profile, *layers):
    return offered(*study_of(profile, *layers))


# A cell of 200 m in front of the first plot: 16 spots 50 m apart, the nearest at 25 m.
CELL = box(-80, 27, 120, 227)


def test_inhabitants_of_a_neighbourhood_within_a_walk_are_served(profile):
    half = factories.neighbourhoods(box(-80, 27, 20, 227))
    offer = offer_of(profile, population(CELL, box(3900, 1000, 4100, 1200), people=[160.0, 80.0]), half).offer
    assert offer.demand[Goal.NEIGHBOURHOODS].sum() == pytest.approx(80)
    # Without streets 300 m are 230 m in a straight line: all spots of the near cell, none of the far one.
    assert set(offer.coverage["site_id"]) == {offer.candidates["x"].idxmin()}
    assert choose(offer, Limits(1))[0].reached[Goal.NEIGHBOURHOODS].served == pytest.approx(80)


def test_a_walk_of_300_m_just_misses(profile):
    inside = factories.neighbourhoods(box(-1000, -1000, 9000, 9000))
    # Spots lie 25, 75, 125 and 175 m from the edge: at 1.3 times the distance, 230.7 m are within a walk.
    for gap_m, served in ((205.0, 10.0), (206.5, 0.0)):
        cell = box(-30, 27 + gap_m, 20, 27 + gap_m + 50)
        offer = offer_of(profile, population(cell, CELL, people=[10.0, 1.0]), inside).offer
        own = choose(offer, Limits(1), {Goal.NEIGHBOURHOODS: 1.0})[0].reached[Goal.NEIGHBOURHOODS]
        assert own.served - 1 == pytest.approx(served)


def test_people_short_of_green_are_counted_under_ten_square_metres(profile):
    # 100 people: 1 001 m² of park within 300 m are enough, 999 m² are not.
    for side, short in ((1001 / 25, 0.0), (999 / 25, 100.0)):
        park = greens(box(0, 300, side, 325))
        demand = offer_of(profile, population(CELL, people=[100.0]), park).offer.demand
        assert demand.get(Goal.GREEN_DEFICIT, pd.Series(dtype=float)).sum() == pytest.approx(short)


def test_partners_count_once_and_children_walk_less(profile):
    kinds = ["ccas", "ccas", "school", "school"]
    # The town hall is named twice; 400 m on foot are 307 m in a straight line, 800 m are 615 m.
    there = places(Point(20, 427), Point(25, 430), Point(20, 327), Point(20, 427), kind=kinds)
    offer = offer_of(profile, there, layer(Role.COMMUNES, [box(-9, -9, 9000, 9000)], **COMMUNE)).offer
    assert offer.demand[Goal.PARTNERS].sum() == 3
    assert choose(offer, Limits(1))[0].reached[Goal.PARTNERS].served == 2


COMMUNE = {"commune": "92023", "name": "Clamart", "population": 50_000.0}


def test_what_lies_in_other_communes_is_not_counted(profile):
    near, far = Point(20, 50), Point(20, 60_000)
    communes = layer(Role.COMMUNES, [box(-9, -9, 9000, 9000)], **COMMUNE)
    offer = offer_of(profile, places(near, far, kind="ccas"), communes).offer
    assert offer.demand[Goal.PARTNERS].sum() == 1


def test_what_is_missing_is_said_and_left_aside(profile):
    found = offer_of(profile)
    assert list(found.offer.demand) == []
    told = " ".join(map(str, found.notes))
    for word in ("Inhabitants are left aside", "Priority", "green", "Partners", "1.3", "usual cost"):
        assert word in told
    assert choose(found.offer, Limits(2))[0].shares == {Goal.SCORE: 1.0}


def test_excluded_sites_are_left_out_and_conditional_ones_are_in(profile):
    surveyed, judgement = study_of(profile)
    assert len(offered(surveyed, judgement).offer.candidates) == 3
    judgement.results.loc[judgement.results.index[:2], "verdict"] = ["excluded", "conditional"]
    assert list(offered(surveyed, judgement).offer.candidates.index) == list(judgement.results.index[1:])


def test_costs_and_posts_follow_the_usable_area(profile):
    site = offer_of(profile).offer.candidates.iloc[0]
    usable = (WIDE - 1) * 26
    assert (site["cost_low"], site["cost_high"]) == pytest.approx((20 * usable, 80 * usable))
    assert site["staff"] == pytest.approx((4 * 26 / 35 + 1) * usable / 800)


def test_the_demonstration_has_three_gardens_in_two_communes_with_a_residence(surveyed, judgement):
    found = offered(surveyed, judgement)
    assert set(found.offer.demand) == {Goal.NEIGHBOURHOODS, Goal.GREEN_DEFICIT, Goal.PARTNERS}
    best, second, third = choose(found.offer, Limits(3, communes_least=2, communes_most=2, residences_least=1))
    assert (len(best.communes), best.gap) == (2, 0)
    assert best.residences >= 1
    assert best.merit >= second.merit >= third.merit
