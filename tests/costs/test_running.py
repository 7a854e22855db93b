"""Water, team, harvest, formalities and funds against results by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.costs import Interval, Step, estimate, formalities, funding, harvest, team, water_balance
from geo.errors import CostError
from geo.plans import ObjectKind, Zone
from tests.costs.holdings import FILES, OBJECTS, gardens, holdings

WATER, TEAM, LAW = FILES.figures.water, FILES.figures.team, FILES.figures.formalities


def approx(low, high):
    return pytest.approx((low, high), rel=1e-6)


def bounds(interval):
    return interval.low, interval.high


def test_the_need_of_water_by_hand():
    found = water_balance(holdings(), WATER)
    # 144 m² of beds + 56 m² of herbs, at most + 112 m² of flowers; 3 L every 3 days to 5 L every 2 days.
    assert found.watered_m2 == Interval(200, 312)
    assert bounds(found.daily) == approx(200 * 1.0, 312 * 2.5)
    assert bounds(found.heatwave) == approx(400, 4 * 780)
    assert bounds(found.season) == approx(20, 117)
    assert bounds(found.roof_year) == approx(2.5, 3.25)
    assert bounds(found.tanks) == approx(2, 3)
    assert bounds(found.tank_days) == approx(2000 / 780, 3000 / 200)
    assert found.mains_needed


def test_twelve_square_metres_of_roof_give_seven_cubic_metres_and_the_mains_are_needed():
    found = water_balance(holdings(shed_m2=12.0), WATER)
    assert found.roof_year.low <= 7 <= found.roof_year.high
    assert 12 * WATER.roof.published == pytest.approx(7, abs=0.1)
    assert found.mains_needed
    assert "mains" in str(found.text)


def test_only_a_large_roof_does_without_the_mains():
    assert water_balance(holdings(shed_m2=233.0), WATER).mains_needed
    found = water_balance(holdings(shed_m2=235.0), WATER)
    assert not found.mains_needed
    assert str(found.text).startswith("The roof gives enough")


def test_nothing_to_water_nothing_to_wait_for():
    assert water_balance(holdings(zones_m2={Zone.POTAGER: 80.0}, beds_m2=0.0), WATER).tank_days is None
    assert water_balance(holdings(objects=OBJECTS | {ObjectKind.TANK: 0}), WATER).tanks == Interval(0, 0)


def test_four_gardeners_are_2_97_posts_and_66_200_euros():
    found = team(TEAM, area_m2=800.0)
    assert bounds(found.posts) == approx(4 * 26 / 35, 4 * 26 / 35)
    assert round(found.posts.low, 2) == 2.97
    assert found.aid_year.low == pytest.approx(66_200, abs=50)
    assert found.aid_year.high == pytest.approx(1.1 * found.aid_year.low)
    assert found.supervision == 1
    assert bounds(found.hours_m2_year) == approx(4 * 26 * 44 / 800, 4 * 26 * 46 / 800)


@given(st.integers(1, 20), st.floats(150, 3_000))
def test_a_shared_team_is_shared_in_equal_parts(sites, area_m2):
    alone, shared = team(TEAM, area_m2=area_m2), team(TEAM, area_m2=area_m2, sites=sites)
    for name in ("posts", "aid_year", "hours_m2_year"):
        assert getattr(shared, name).high * sites == pytest.approx(getattr(alone, name).high)
    assert shared.supervision * sites == pytest.approx(1)


@pytest.mark.parametrize(("gardeners", "supervisors", "enough"), [(12, 1, True), (13, 1, False), (24, 2, True)])
def test_one_supervisor_has_twelve_gardeners_at_most(gardeners, supervisors, enough):
    figures = TEAM.model_copy(update={"gardeners": gardeners, "supervisors": supervisors})
    found = team(figures, area_m2=800.0)
    assert found.enough_supervision is enough
    assert ("sufficient" in str(found.text)) is enough


@pytest.mark.parametrize(("sites", "area_m2"), [(0, 800.0), (1, 0.0), (1, float("nan"))])
def test_a_team_without_land_is_refused(sites, area_m2):
    with pytest.raises(CostError):
        team(TEAM, area_m2=area_m2, sites=sites)


def test_the_harvest_by_hand():
    found = harvest(holdings(), FILES.figures)
    # 288 + 160 + 56 m².
    assert found.edible_m2 == 504
    assert found.edible_percent == pytest.approx(63)
    assert bounds(found.kilograms_year) == approx(100.8, 1108.8)
    assert "as is usual" in str(found.text)


@pytest.mark.parametrize(("usable_m2", "text"), [(1_000.0, "less than"), (600.0, "more than")])
def test_an_unusual_edible_share_is_told(usable_m2, text):
    assert text in str(harvest(holdings(usable_m2=usable_m2), FILES.figures).text)


@pytest.mark.parametrize(
    ("shed_m2", "protected", "step"),
    [
        (5.0, False, Step.NOTHING),
        (5.0000001, False, Step.NOTHING),
        (5.0, None, Step.ASK),
        (5.0, True, Step.DECLARATION),
        (5.1, False, Step.DECLARATION),
        (20.0, None, Step.DECLARATION),
        (20.1, False, Step.PERMIT),
        (20.1, True, Step.PERMIT),
    ],
)
def test_sheds_have_thresholds(shed_m2, protected, step):
    found = {f.id: f for f in formalities(holdings(shed_m2=shed_m2), LAW, protected=protected)}
    assert found["shed"].step == step
    assert "R421" in str(found["shed"].source)


def test_fences_and_trees_have_their_articles():
    found = {f.id: f for f in formalities(holdings(), LAW)}
    assert list(found) == ["shed", "fence", "trees"]
    assert found["fence"].step == Step.ASK
    assert "2.0 m or more" in str(found["trees"].text)
    assert "0.5 m;" in str(found["trees"].text)
    assert str(found["trees"].source) == "Civil code, article 671"
    assert {f.id: f.step for f in formalities(holdings(), LAW, protected=True)}["fence"] == Step.DECLARATION


def test_nothing_is_said_of_what_the_plan_has_not():
    assert [f.id for f in formalities(holdings(shed_m2=0.0, trees=0, espalier_m=0.0), LAW)] == ["fence"]
    assert "trees" in [f.id for f in formalities(holdings(trees=0), LAW)]


def test_funds_by_hand():
    found = funding(FILES.funds, Interval(20_000, 60_000))
    amounts = {chance.fund.id: chance.amount for chance in found}
    assert amounts["plan_vert"] == Interval(0, 30_000)
    assert amounts["budget_participatif"] == Interval(0, 10_000)
    assert amounts["contrat_de_ville"] is None
    assert amounts["quartiers_fertiles"] is None
    assert [chance.fund.closed for chance in found] == [False] * 5 + [True] * 2
    assert all(chance.fund.to_check for chance in found)


def test_no_fund_gives_more_than_the_cost():
    amounts = {chance.fund.id: chance.amount for chance in funding(FILES.funds, Interval(1_000, 3_000))}
    assert amounts["budget_participatif"] == Interval(0, 3_000)
    assert amounts["plan_vert"] == Interval(0, 1_500)


@given(gardens(), st.integers(1, 5), st.sampled_from([None, True, False]))
def test_any_garden_can_be_estimated(garden, sites, protected):
    found = estimate(garden, FILES, sites=sites, protected=protected)
    assert found.team.sites == sites
    assert found.budget.total.low <= found.budget.total.high
    assert 0 <= found.harvest.kilograms_year.low <= found.harvest.kilograms_year.high
    assert found.water.daily.low <= found.water.heatwave.low


@given(gardens(), st.floats(1, 500))
def test_more_edible_land_gives_and_drinks_more(garden, more_m2):
    zones = dict(garden.zones_m2) | {Zone.AROMATIQUES: garden.zones_m2[Zone.AROMATIQUES] + more_m2}
    larger = holdings(usable_m2=garden.usable_m2, zones_m2=zones, beds_m2=garden.beds_m2)
    smaller = holdings(usable_m2=garden.usable_m2, zones_m2=garden.zones_m2, beds_m2=garden.beds_m2)
    assert harvest(smaller, FILES.figures).kilograms_year.high < harvest(larger, FILES.figures).kilograms_year.high
    assert water_balance(smaller, WATER).season.low < water_balance(larger, WATER).season.low
