"""A budget is a sum that one can do by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.costs import Interval, Measure, Options, budget
from geo.errors import CostError
from geo.plans import ObjectKind, Zone
from tests.costs.holdings import FILES, OBJECTS, gardens, holdings

PRICES = FILES.prices


def line(found, name):
    return next(line for line in found.lines if line.price.id == name)


def test_lines_are_quantity_times_price():
    found = budget(holdings(), PRICES)
    # 20 + 100 m of boundary without a gate of 2 m; 4 to 4 + 43.2 m³ of soil.
    assert line(found, "fence").cost == Interval(118 * 40, 118 * 80)
    assert line(found, "topsoil").cost == Interval(4 * 37.5, 47.2 * 62.5)
    assert line(found, "raised_bed").cost == Interval(600, 1600)
    assert line(found, "water_connection").cost == Interval(1500, 4000)
    assert line(found, "studies").cost == Interval(2400, 4800)
    assert line(found, "tree").cost == Interval(280, 630)
    assert line(found, "composter").quantity == Interval(3, 3)


def test_the_whole_budget_by_hand():
    found = budget(holdings(), PRICES)
    low = 2400 + 800 + 4720 + 600 + 1200 + 720 + 150 + 600 + 560 + 896 + 280 + 300 + 1500 + 300 + 300 + 800
    low += 180 + 600 + 600 + 200 + 150 + 80 + 1000
    high = 4800 + 4000 + 9440 + 2000 + 3200 + 2160 + 2950 + 1600 + 1400 + 2240 + 630 + 600 + 4000 + 800 + 1800 + 2500
    high += 450 + 1800 + 2000 + 700 + 500 + 300 + 2500
    assert found.contingency.low == pytest.approx(low * 0.05)
    assert found.total.low == pytest.approx(low * 1.05)
    assert found.total.high == pytest.approx(high * 1.15)
    assert found.fallow_year.low <= 800 * 2.20 <= found.fallow_year.high


def test_the_upper_bound_of_800_m2_is_the_published_one():
    assert PRICES.ceiling.for_area(800) == pytest.approx((54 + 6) * 800 * 1.09)
    assert round(PRICES.ceiling.for_area(800)) == 52_320


def test_the_sum_is_held_against_outside_figures():
    checks = {check.id: check for check in budget(holdings(), PRICES).checks}
    assert checks["shared_garden"].usual == Interval(16_000, 64_000)
    assert checks["shared_garden"].agrees
    assert checks["ceiling"].usual.high == pytest.approx(52_320)
    # 54 650 € × 1.15 at most: above the upper bound, and told.
    assert not checks["ceiling"].agrees
    assert "high estimate" in str(checks["ceiling"].text)


@pytest.mark.parametrize(("street_m", "text"), [(2_000.0, "Above the cost"), (20.0, "high estimate"), (None, "Under")])
def test_the_ceiling_tells_where_the_sum_lies(street_m, text):
    plan = holdings(street_m=street_m) if street_m else holdings(street_m=0.0, private_m=0.0, path_m2=0.0, beds_m2=0.0)
    assert str(budget(plan, PRICES).checks[1].text).startswith(("The " + text, text))


def test_a_sum_away_from_the_usual_is_told():
    check = budget(holdings(private_m=3_000.0), PRICES).checks[0]
    assert not check.agrees
    assert str(check.text).startswith("Away")


def test_options_count_on_the_area_that_is_given_and_leave_the_checks_alone():
    bare, cleaned = budget(holdings(), PRICES), budget(holdings(), PRICES, Options({"remediation": 100.0}))
    assert line(cleaned, "remediation").cost == Interval(4950, 8250)
    assert cleaned.total.low - bare.total.low == pytest.approx(4950 * 1.05)
    assert cleaned.total.high - bare.total.high == pytest.approx(8250 * 1.15)
    # 800 m² to clean would pass the upper bound by far: it is no cost of a garden.
    assert budget(holdings(), PRICES, Options({"remediation": 800.0})).checks == bare.checks
    assert not [line for line in bare.lines if line.price.optional]


def test_fences_that_stand_are_not_paid_again():
    assert line(budget(holdings(), PRICES, Options(fenced_m=100)), "fence").quantity == Interval(18, 18)
    assert "fence" not in [line.price.id for line in budget(holdings(), PRICES, Options(fenced_m=500)).lines]


@pytest.mark.parametrize("areas", [{"fence": 1.0}, {"gold": 1.0}, {"remediation": -1.0}, {"remediation": float("nan")}])
def test_an_option_that_makes_no_sense_is_refused(areas):
    with pytest.raises(CostError, match=next(iter(areas))):
        budget(holdings(), PRICES, Options(areas))


def test_what_has_no_price_is_told():
    without = PRICES.model_copy(update={"prices": tuple(p for p in PRICES.prices if p.measure != Measure.BENCH)})
    assert budget(holdings(), without).unpriced == (Measure.BENCH,)
    assert budget(holdings(objects=OBJECTS | {ObjectKind.BENCH: 0}), without).unpriced == ()
    assert budget(holdings(), PRICES).unpriced == ()


def test_a_reduced_garden_has_no_lines_for_what_it_has_not():
    zones = {Zone.POTAGER: 100.0, Zone.FLEURS: 20.0, Zone.ACCUEIL: 30.0, Zone.SERVICE: 15.0}
    names = {line.price.id for line in budget(holdings(zones_m2=zones, trees=0, espalier_m=0.0), PRICES).lines}
    assert not names & {"herbs", "tree", "espalier"}


@given(gardens())
def test_bounds_are_in_order_and_the_total_is_the_sum(garden):
    found = budget(garden, PRICES)
    assert all(line.cost.low <= line.cost.high for line in found.lines)
    assert found.total.low == pytest.approx(1.05 * sum(line.cost.low for line in found.lines))
    assert found.total.high == pytest.approx(1.15 * sum(line.cost.high for line in found.lines))


@given(gardens(), st.sampled_from(["usable_m2", "path_m2", "private_m", "beds_m2", "bed_soil_m3"]), st.floats(1, 500))
def test_a_larger_garden_never_costs_less(garden, name, more):
    larger = replace(garden, **{name: getattr(garden, name) + more})
    one, other = budget(garden, PRICES).total, budget(larger, PRICES).total
    assert one.low <= other.low + 1e-9
    assert one.high < other.high
