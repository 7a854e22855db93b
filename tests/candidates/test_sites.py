"""From parcels to sites, each parcel with its reason."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from geo.candidates import Rejection, find_candidates, site_id
from geo.candidates.sites import SITE_COLUMNS
from geo.models import Evidence, SiteKind
from tests import factories
from tests.factories import row_of_plots


def found(*layers, **options):
    return find_candidates({layer.role: layer for layer in layers}, **options)


def single(candidates, number):
    parcel = f"920230000A{number:04d}"
    rows = candidates.sites[[parcels == (parcel,) for parcels in candidates.sites["parcels"]]]
    return rows.iloc[0] if len(rows) else None


def test_an_unbuilt_parcel_is_a_site_to_be_checked():
    candidates = found(factories.parcels(box(0, 0, 30, 20)))
    site = single(candidates, 1)
    assert (site["evidence"], site["kind"]) == (Evidence.UNBUILT, SiteKind.PARCEL)
    assert site["area_m2"] == pytest.approx(600)
    assert site["usable_area_m2"] == pytest.approx(29 * 19)
    assert list(candidates.sites.columns) == list(SITE_COLUMNS)


@pytest.mark.parametrize(
    ("house", "kept"),
    [(box(0, 0, 5, 4), True), (box(0, 0, 5, 4.1), False), (box(0, 0, 9, 9), False)],
)
def test_a_shed_is_no_building_but_a_house_is(house, kept):
    candidates = found(factories.parcels(box(0, 0, 30, 20)), factories.buildings(house))
    assert (single(candidates, 1) is not None) is kept
    assert candidates.rejections.to_dict() == ({} if kept else {"920230000A0001": Rejection.BUILT})


def test_many_sheds_make_a_built_parcel():
    sheds = [box(x, 0, x + 4, 4.9) for x in range(0, 20, 5)]
    candidates = found(factories.parcels(box(0, 0, 30, 20)), factories.buildings(*sheds))
    assert candidates.rejections.tolist() == [Rejection.BUILT]


@pytest.mark.parametrize(
    ("plot", "reason"),
    [
        (box(0, 0, 12, 12), Rejection.TOO_SMALL),
        (box(0, 0, 2.9, 200), Rejection.TOO_NARROW),
        (box(0, 0, 13.3, 13.3), None),
    ],
)
def test_small_and_narrow_parcels_are_told(plot, reason):
    assert found(factories.parcels(plot)).rejections.tolist() == ([reason] if reason else [])


def test_a_listed_parcel_is_a_site_even_with_a_building_on_it():
    plot = box(0, 0, 30, 30)
    layers = factories.parcels(plot), factories.buildings(box(0, 0, 20, 20))
    by_place = found(*layers, factories.fallow(Point(25, 25)))
    by_reference = found(*layers, factories.fallow(Point(900, 900), parcel_ids="920230000A0001|920230000B0001"))
    by_outline = found(*layers, factories.fallow(box(-5, -5, 25, 25)))
    for candidates in (by_place, by_reference, by_outline):
        site = single(candidates, 1)
        assert site["evidence"] == Evidence.LISTED
        assert site["fallow_status"] == "no_project"
        assert site["built_share"] == pytest.approx(400 / 900)
    assert single(found(*layers, factories.fallow(box(-5, -5, 20, 20))), 1) is None


def test_a_converted_site_is_rejected_with_its_reason():
    candidates = found(factories.parcels(box(0, 0, 30, 30)), factories.fallow(Point(5, 5), status="converted"))
    assert candidates.rejections.tolist() == [Rejection.CONVERTED]


def test_three_touching_parcels_make_one_garden_of_800_m2():
    plots = row_of_plots(240 / 27, 270 / 27, 290 / 27)
    candidates = found(factories.parcels(*plots), factories.fallow(*[plot.centroid for plot in plots]))
    assembly = candidates.sites[candidates.sites["kind"] == SiteKind.ASSEMBLY].iloc[0]
    ids = tuple(f"920230000A000{n}" for n in (1, 2, 3))
    assert assembly["parcels"] == ids
    assert assembly.name == site_id("92023", SiteKind.ASSEMBLY, ids)
    assert assembly["area_m2"] == pytest.approx(800, abs=0.1)
    width = 800 / 27
    assert assembly["usable_area_m2"] == pytest.approx((width - 1) * 26, abs=0.5)
    assert assembly["gain_m2"] == pytest.approx((width - 1) * 26 - (290 / 27 - 1) * 26, abs=0.5)
    assert assembly["evidence"] == Evidence.LISTED


def test_owners_of_an_assembly():
    plots = row_of_plots(12, 12, 12)
    town, firm = ("commune", "COMMUNE"), ("company", "SCI DES LILAS")
    owned = {"920230000A0001": town, "920230000A0002": firm, "920230000A0003": town}
    candidates = found(factories.parcels(*plots), factories.owners(owned))
    assembly = candidates.sites[candidates.sites["kind"] == SiteKind.ASSEMBLY]
    assert assembly["owners"].tolist() == [2]
    assert assembly["owner_group"].tolist() == ["company"]


def test_parcels_that_no_legal_entity_owns_belong_to_persons_and_are_not_joined_by_three():
    plots = row_of_plots(12, 12, 12, 40)
    candidates = found(factories.parcels(*plots), factories.owners({"920230000A0004": ("commune", "COMMUNE")}))
    assert SiteKind.ASSEMBLY not in set(candidates.sites["kind"])
    assert single(candidates, 1)["owner_group"] == "individual"
    assert single(candidates, 4)["owner_group"] == "commune"


def test_a_commune_that_the_owners_file_leaves_out_stays_unknown():
    here, there = factories.parcels(box(0, 0, 30, 30)), factories.parcels(box(50, 0, 80, 30), commune="92007")
    both = type(here)(here.role, pd.concat([here.frame, there.frame], ignore_index=True), ())
    candidates = found(both, factories.owners({"920230000A0001": ("commune", "COMMUNE")}))
    groups = candidates.sites.set_index("commune")["owner_group"]
    assert groups["92023"] == "commune"
    assert pd.isna(groups["92007"])


def test_an_assembly_is_measured_again_before_it_is_proposed(monkeypatch):
    pair = np.array([[0, 1, -1, -1]])
    monkeypatch.setattr("geo.candidates.sites.assemble", lambda *_, **__: pair)
    candidates = found(factories.parcels(*row_of_plots(11, 11)))
    assert set(candidates.sites["kind"]) == {SiteKind.PARCEL}


def test_a_parcel_with_several_owners_is_joint_property():
    layer = factories.owners({"920230000A0001": ("company", "A")})
    twice = pd.concat([layer.frame, layer.frame.assign(owner_name="B")], ignore_index=True)
    candidates = found(factories.parcels(box(0, 0, 30, 30)), type(layer)(layer.role, twice, ()))
    assert single(candidates, 1)["owner_group"] == "condominium"


def test_without_owners_nothing_is_said_of_them():
    site = single(found(factories.parcels(box(0, 0, 30, 30))), 1)
    assert pd.isna(site["owner_group"])
    assert pd.isna(site["owners"])


def test_a_plot_drawn_by_the_user_is_a_site_with_its_parcels():
    drawn = gpd.GeoDataFrame(geometry=[box(5, 5, 45, 25)], crs=factories.CRS)
    layers = factories.parcels(box(0, 0, 30, 30), box(30, 0, 60, 30)), factories.buildings(box(10, 10, 20, 20))
    candidates = found(*layers, given=drawn.to_crs("EPSG:4326"))
    site = candidates.sites[candidates.sites["kind"] == SiteKind.GIVEN].iloc[0]
    assert site["parcels"] == ("920230000A0001", "920230000A0002")
    assert site["evidence"] == Evidence.GIVEN
    assert site["built_share"] == pytest.approx(100 / 800, abs=1e-3)
    assert site["usable_area_m2"] < 800 - 100


def test_the_same_drawing_has_the_same_id():
    layers = (factories.parcels(box(0, 0, 30, 30)),)
    one, other = box(5, 5, 15, 15), box(5, 5, 15, 15).reverse()
    ids = [
        found(*layers, given=gpd.GeoDataFrame(geometry=[shape], crs=factories.CRS)).sites.index[-1]
        for shape in (one, other)
    ]
    assert ids[0] == ids[1]


@given(st.permutations(range(5)))
def test_sites_do_not_depend_on_the_order_of_the_parcels(order):
    layer = factories.parcels(*row_of_plots(9, 12, 14, 16, 30))
    shuffled = type(layer)(layer.role, layer.frame.iloc[list(order)], ())
    expected, result = found(layer), found(shuffled)
    assert result.sites.index.tolist() == expected.sites.index.tolist()
    assert result.sites["usable_area_m2"].tolist() == expected.sites["usable_area_m2"].tolist()
    assert result.rejections.to_dict() == expected.rejections.to_dict()


def test_no_candidate_at_all_is_an_empty_table_with_its_columns():
    candidates = found(factories.parcels(box(0, 0, 5, 5)))
    assert candidates.sites.empty
    assert list(candidates.sites.columns) == list(SITE_COLUMNS)
    assert candidates.sites.crs == factories.CRS


def test_an_id_is_made_of_the_commune_and_ten_hexadecimal_digits():
    assert site_id("2A004", SiteKind.PARCEL, ["2A0040000A0001"])[:5] == "2A004"
    assert site_id("92023", SiteKind.ASSEMBLY, ["b", "a"]) == site_id("92023", SiteKind.ASSEMBLY, ["a", "b"])
    assert site_id("92023", SiteKind.PARCEL, ["a"]) != site_id("92023", SiteKind.GIVEN, ["a"])
