"""The local plan on sites, against hand-computed cases and a real plan."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.indicators import land
from geo.kinds import Prescription, Zone
from geo.models import Role
from geo.schemas import check
from tests.factories import CRS

PLAN = "92023_PLU_20200101"


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    return gpd.GeoDataFrame(index=index, geometry=list(plots), crs=CRS)


def zones(*rows, document=PLAN):
    kinds, shapes = zip(*rows, strict=True) if rows else ((), ())
    return gpd.GeoDataFrame({"zone": list(kinds), "document": document}, geometry=list(shapes), crs=CRS)


def prescriptions(*rows, document=PLAN):
    kinds, shapes = zip(*rows, strict=True) if rows else ((), ())
    return gpd.GeoDataFrame({"prescription": list(kinds), "document": document}, geometry=list(shapes), crs=CRS)


SQUARE = box(0, 0, 10, 10)


def test_every_zone_has_its_place_in_the_order():
    assert set(land.STRICTEST_FIRST) == set(Zone)


def test_the_zone_over_most_of_the_site_counts():
    found = land.zoning(sites(SQUARE), zones(("urban", box(0, 0, 4, 10)), ("natural", box(4, 0, 20, 10))))
    assert found.name == "zoning"
    assert found.tolist() == ["natural"]


def test_pieces_of_one_zone_are_summed():
    pieces = zones(("urban", box(0, 0, 3, 10)), ("natural", box(3, 0, 7, 10)), ("urban", box(7, 0, 10, 10)))
    assert land.zoning(sites(SQUARE), pieces).tolist() == ["urban"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_stricter_of_two_equal_zones_counts(order):
    halves = zones(*[("urban", box(0, 0, 5, 10)), ("to_urbanise", box(5, 0, 10, 10))][::order])
    assert land.zoning(sites(SQUARE), halves).tolist() == ["to_urbanise"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_tie_is_one_whatever_the_last_digit_of_a_sum(order):
    edge = 0.1 + 0.2  # which is a little more than 0.3
    pieces = [("urban", box(0, 0, 0.1, 1)), ("urban", box(0.1, 0, edge, 1)), ("natural", box(edge, 0, 0.6, 1))][::order]
    assert land.zoning(sites(box(0, 0, 0.6, 1)), zones(*pieces)).tolist() == ["natural"]


@pytest.mark.parametrize(("width", "known"), [(5.0, True), (4.9, False)])
def test_zones_over_less_than_half_of_a_site_say_nothing(width, known):
    found = land.zoning(sites(SQUARE), zones(("urban", box(0, 0, width, 10))))
    assert found.notna().tolist() == [known]


def test_the_plan_of_another_town_says_nothing():
    assert land.zoning(sites(SQUARE), zones(("urban", box(20_000, 0, 30_000, 9_000)))).isna().all()
    assert land.zoning(sites(SQUARE), zones()).isna().all()
    assert land.zoning(sites(SQUARE), None, None).isna().all()


@pytest.mark.parametrize("kind", ["reserved", "garden"])
@pytest.mark.parametrize(("width", "decides"), [(5.0, True), (4.9, False)])
def test_what_is_reserved_or_kept_decides_from_half_of_the_site(kind, width, decides):
    drawn = prescriptions((kind, box(0, 0, width, 10)))
    assert land.zoning(sites(SQUARE), zones(("urban", SQUARE)), drawn).tolist() == [kind if decides else "urban"]
    assert land.zoning(sites(SQUARE), None, drawn).fillna("?").tolist() == [kind if decides else "?"]


def test_reserved_land_comes_before_a_garden_to_keep():
    drawn = prescriptions(("garden", SQUARE), ("reserved", box(0, 0, 5, 10)))
    assert land.zoning(sites(SQUARE), zones(("urban", SQUARE)), drawn).tolist() == ["reserved"]


def test_other_prescriptions_change_no_zone():
    others = [(kind, SQUARE) for kind in Prescription if kind not in {Prescription.RESERVED, Prescription.GARDEN}]
    assert land.zoning(sites(SQUARE), zones(("urban", SQUARE)), prescriptions(*others)).tolist() == ["urban"]


@pytest.mark.parametrize(("measure", "kind"), [(land.reserved_share, "reserved"), (land.woodland_share, "woodland")])
def test_shares_are_of_the_ground_that_is_drawn_once(measure, kind):
    drawn = prescriptions((kind, box(0, 0, 3, 10)), (kind, box(2, 0, 4, 10)), ("other", SQUARE))
    found = measure(sites(SQUARE, box(10, 0, 20, 10)), drawn)
    assert found.name == f"{kind}_share"
    assert found.tolist() == pytest.approx([0.4, 0])


def test_a_site_of_the_same_plan_is_told_that_nothing_is_drawn_on_it():
    drawn, far = prescriptions(("woodland", SQUARE)), box(9_000, 0, 9_010, 10)
    plan = zones(("urban", box(-10_000, 0, 10_000, 100)))
    assert land.woodland_share(sites(far), drawn, plan).tolist() == [0.0]


@pytest.mark.parametrize(("west", "known"), [(1_000, False), (0, True)])
def test_a_site_of_a_plan_without_prescriptions_is_not(west, known):
    """The neighbouring town may have woods too: its file is not here."""
    plan = pd.concat(
        [
            zones(("urban", box(-100, 0, 500, 100))),
            zones(("urban", box(500, 0, 9_000, 100)), document="92007_PLU_20190101"),
        ]
    )
    drawn = prescriptions(("woodland", box(50, 0, 60, 10)))
    site = sites(box(west, 0, west + 10, 10))
    assert land.woodland_share(site, drawn, gpd.GeoDataFrame(plan, crs=CRS)).notna().tolist() == [known]


@pytest.mark.parametrize("drawn_in", [None, PLAN])
@pytest.mark.parametrize("plan", [None, PLAN])
def test_a_site_outside_of_the_zones_is_of_another_plan(drawn_in, plan):
    here, beside = box(50, 0, 60, 10), box(200, 0, 210, 10)
    areas, drawn = zones(("urban", box(0, 0, 100, 50)), document=plan), prescriptions(("woodland", SQUARE))
    found = land.woodland_share(sites(here, beside), drawn.assign(document=drawn_in), areas)
    assert found.fillna(-1).tolist() == [0, -1]


def test_what_is_drawn_on_a_site_counts_whatever_its_plan():
    other = zones(("urban", SQUARE), document="92007_PLU_20190101")
    assert land.reserved_share(sites(SQUARE), prescriptions(("reserved", box(0, 0, 1, 10))), other).tolist() == [0.1]


@pytest.mark.parametrize("document", [None, PLAN])
@pytest.mark.parametrize(("west", "known"), [(5_010.0, True), (5_011.0, False)])
def test_without_the_name_of_the_plan_the_nearest_drawing_tells(document, west, known):
    drawn = prescriptions(("woodland", SQUARE), document=document)
    found = land.woodland_share(sites(box(west, 0, west + 10, 10)), drawn)
    assert found.fillna(-1).tolist() == [0.0 if known else -1]


def test_no_prescription_at_all_says_nothing():
    assert land.reserved_share(sites(SQUARE), prescriptions()).isna().all()


TYPES = {"U": "urban", "AUc": "to_urbanise", "AUs": "to_urbanise", "A": "farmland", "N": "natural"}
CODES = {"01": "woodland", "05": "reserved"}


@pytest.fixture(scope="module")
def real_plan(real_data):
    """Return the zones and prescriptions of a real plan, in contract."""
    file = real_data / "plu" / "plu_cnig_samples.gpkg"
    areas = gpd.read_file(file, layer="30014_ZONE_URBA")
    drawn = gpd.read_file(file, layer="30014_PRESCRIPTION_SURF")
    blank = {"label": None, "long_label": None, "approved": None, "url": None}
    areas = areas.assign(zone=areas["TYPEZONE"].map(TYPES), document=areas["IDURBA"], **blank)
    drawn = drawn.assign(prescription=drawn["TYPEPSC"].map(CODES).fillna("other"), document=drawn["IDURBA"], label=None)
    return check(areas, Role.ZONING), check(drawn, Role.PRESCRIPTIONS)


def test_sites_inside_real_zones_have_their_zone(real_plan):
    areas, _ = real_plan
    inside = areas.assign(geometry=areas.geometry.representative_point().buffer(0.5))
    inside = inside[inside.within(areas.geometry)]
    twice = [index for index, site in inside.geometry.items() if areas.intersects(site).sum() > 1]
    found = land.zoning(inside, areas)
    assert len(inside) > 80
    assert found.drop(twice).tolist() == inside["zone"].drop(twice).tolist()
    # This plan draws 1 120 m² of natural zone on its farmland, and left no hole there: the stricter counts.
    assert sorted(inside["zone"].loc[twice]) == ["farmland", "farmland", "natural"]
    assert set(found.loc[twice]) == {"farmland"}


def test_real_sites_agree_with_a_plain_overlay(real_plan):
    areas, drawn = real_plan
    west, south, east, north = areas.total_bounds
    rng = np.random.default_rng(7)
    x, y = rng.uniform(west, east, 200), rng.uniform(south, north, 200)
    plots = sites(*(box(a, b, a + 40, b + 25) for a, b in zip(x, y, strict=True)))
    cut = gpd.overlay(plots.reset_index(), areas[["zone", "geometry"]])
    area = cut.assign(area=cut.area).pivot_table(index="site_id", columns="zone", values="area", aggfunc="sum")
    known = area[area.sum(axis=1) >= 500].fillna(0)
    found = land.zoning(plots, areas)
    assert set(found.dropna().index) == set(known.index)
    assert found.loc[known.index].tolist() == known.idxmax(axis=1).tolist()
    woods = drawn[drawn["prescription"] == "woodland"].union_all()
    share = land.woodland_share(plots, drawn, areas)
    assert share.dropna().tolist() == pytest.approx((plots.intersection(woods).area / 1000)[share.notna()].tolist())
    assert share.max() > 0.5
    assert share.loc[known.index].notna().all()


def test_a_real_reserved_place_is_one(real_plan):
    areas, drawn = real_plan
    reserved = drawn[drawn["prescription"] == "reserved"].reset_index(drop=True)
    found = land.zoning(reserved, areas, drawn)
    assert set(found) == {"reserved"}
    assert land.reserved_share(reserved, drawn, areas).tolist() == pytest.approx([1.0] * len(reserved))
