"""Cartofriches: real files in both forms, lists, owners and places."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geo.models import FallowStatus, OwnerGroup
from geo.sources._files import Table, read_tables
from geo.sources.friches import owner_group, parcel_references
from geo.sources.recognition import read_layer, recognise

SITE = {
    "site_id": "92023_1",
    "site_nom": "NA",
    "site_statut": "friche sans projet",
    "comm_insee": "92023",
    "proprio_type": "P5a",
    "unite_fonciere_refcad": "920230000A0001|920230000A0002",
    "geompoint": "POINT (2.26 48.8)",
    "geomsurf": "NA",
}


def layer_of(found):
    return read_layer(found, recognise(found), file=found.path.name)


def sites(*rows):
    return layer_of(Table(Path("friches.csv"), "friches", "CSV", pd.DataFrame(list(rows)), ()))


@pytest.fixture(scope="module")
def cartofriches(real_data):
    (table,) = read_tables(real_data / "friches" / "cartofriches_idf_2024.geojson")
    return layer_of(table)


@pytest.fixture(scope="module")
def standard(real_data):
    (table,) = read_tables(real_data / "friches" / "friches_standard_cnig_sample.csv")
    return layer_of(table)


def test_the_real_cartofriches(cartofriches):
    frame = cartofriches.frame
    assert len(frame) == 830
    assert frame["status"].value_counts().to_dict() == {"potential": 385, "no_project": 241, "with_project": 204}
    assert frame["commune"].str.startswith("92").sum() == 81
    assert (frame["commune"] == "92023").sum() == 3
    assert cartofriches.provenances[0].vintage == "2024-02-13"
    first = frame.set_index("fallow_id").loc["91692_6428"]
    assert first["parcel_ids"] == "91692000BR0295"


def test_the_owners_of_the_real_cartofriches(cartofriches):
    groups = cartofriches.frame["owner_group"]
    assert groups.isna().sum() == 58
    assert (groups == OwnerGroup.COMMUNE).sum() == 65
    assert (groups == OwnerGroup.CONDOMINIUM).sum() > 57


def test_the_real_standard(standard):
    frame = standard.frame
    assert len(frame) == 2594
    assert (frame["status"] == FallowStatus.CONVERTED).sum() == 20
    assert frame.crs == "EPSG:4326"
    assert standard.provenances[0].vintage == "2024-02-13"
    assert frame["parcel_ids"].iloc[0] == "50419000ZK0101|50419000ZK0102"
    assert sum(note.values.get("count", 0) for note in standard.notes) == 66


def test_na_is_a_missing_text():
    assert sites(SITE).frame["name"].isna().all()


def test_an_unknown_status_is_unknown():
    assert sites(SITE | {"site_statut": "autre"}).frame["status"].tolist() == ["unknown"]


def test_a_site_without_place_is_left_out_and_told():
    layer = sites(
        SITE, SITE | {"site_id": "b", "geompoint": "NA"}, SITE | {"site_id": "c", "geompoint": "POINT (900 1)"}
    )
    assert layer.frame["fallow_id"].tolist() == ["92023_1"]
    assert layer.notes[0].values["count"] == 2


def test_an_outline_is_preferred_to_a_point():
    outline = "POLYGON ((2 48, 2.1 48, 2.1 48.1, 2 48))"
    assert sites(SITE | {"geomsurf": outline}).frame.geom_type.tolist() == ["Polygon"]


def test_a_reference_that_is_no_parcel_is_left_out_and_told():
    layer = sites(SITE | {"unite_fonciere_refcad": "920230000A0001|0A0002"})
    assert layer.frame["parcel_ids"].tolist() == ["920230000A0001"]
    assert layer.notes[0].values["count"] == 1


def test_no_reference_is_an_empty_list():
    assert sites(SITE | {"unite_fonciere_refcad": "NA"}).frame["parcel_ids"].tolist() == [""]


def test_the_standard_with_a_geometry_is_known_too():
    frame = gpd.GeoDataFrame(pd.DataFrame([SITE]), geometry=[Point(650000, 6860000)], crs=2154)
    layer = layer_of(Table(Path("friches.gpkg"), "friches", "GPKG", frame, ()))
    assert layer.frame.crs == "EPSG:2154"


@pytest.mark.parametrize(
    ("codes", "group"),
    [
        ("{P1b}", OwnerGroup.STATE),
        ("{P1a}", OwnerGroup.OTHER_PUBLIC),
        ("{P4a}", OwnerGroup.INTERCOMMUNAL),
        ("{F1a}", OwnerGroup.SOCIAL_LANDLORD),
        ("{F7b}", OwnerGroup.COMPANY),
        ("{F7b,G2a}", OwnerGroup.CONDOMINIUM),
        ("F1a|P5a", OwnerGroup.SOCIAL_LANDLORD),
        ("G1a|X1a", OwnerGroup.INDIVIDUAL),
        ("NULL", None),
        ("", None),
    ],
)
def test_owner_classes(codes, group):
    assert owner_group(codes) is group


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[0-9]{9}[A-Z][0-9]{4}", fullmatch=True), unique=True))
def test_both_ways_of_writing_a_list_say_the_same(references):
    assert parcel_references("{" + ",".join(references) + "}") == parcel_references("|".join(references))
    assert parcel_references("|".join(references)) == tuple(references)
