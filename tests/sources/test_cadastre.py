"""The cadastre: Etalab files and EDIGEO exchanges, real and made by hand."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.errors import SourceError
from geo.models import Role
from geo.sources._files import Table, read_tables
from geo.sources.cadastre import department
from geo.sources.recognition import read_layer, recognise

PARCEL = {
    "id": "920230000A0007",
    "commune": "92023",
    "prefixe": "000",
    "section": "A",
    "numero": "7",
    "contenance": 812,
    "updated": "2024-01-31",
}


def parcels(*rows, crs=4326, driver="GeoJSON", path="cadastre.json"):
    squares = [box(2 + i / 1000, 48, 2.0005 + i / 1000, 48.0005) for i in range(len(rows))]
    frame = gpd.GeoDataFrame(pd.DataFrame(list(rows)), geometry=squares, crs=crs)
    return Table(Path(path), "parcels", driver, frame, ())


def layer_of(table):
    return read_layer(table, recognise(table), file=table.path.name)


@pytest.fixture(scope="module")
def etalab(real_data):
    (table,) = read_tables(real_data / "cadastre" / "cadastre-13029-parcelles.geojson")
    return layer_of(table)


@pytest.fixture(scope="module")
def exchange(real_data):
    tables = read_tables(real_data / "cadastre" / "edigeo_src" / "edigeo-130290000A01.tar.bz2")
    return {layer.role: layer for layer in (layer_of(table) for table in tables if recognise(table))}


def test_the_real_etalab_parcels(etalab):
    assert etalab.role is Role.PARCELS
    assert len(etalab.frame) == 389
    assert set(etalab.frame["commune"]) == {"13029"}
    assert etalab.provenances[0].vintage == "2021-04-13"
    first = etalab.frame.set_index("parcel_id").loc["130290000A0215"]
    assert (first["section"], first["number"], first["registered_area_m2"]) == ("A", "215", 21947.0)


def test_the_real_exchange_gives_the_same_parcels(etalab, exchange):
    ours = exchange[Role.PARCELS].frame.set_index("parcel_id")
    theirs = etalab.frame.set_index("parcel_id")
    assert set(ours.index) == set(theirs.index)
    columns = ["commune", "section", "number", "registered_area_m2"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(ours.loc[theirs.index, columns]), pd.DataFrame(theirs[columns]), check_dtype=False
    )


def test_the_real_exchange_puts_the_parcels_at_the_same_place(etalab, exchange):
    ours = exchange[Role.PARCELS].frame.set_index("parcel_id").geometry.to_crs(2154)
    theirs = etalab.frame.set_index("parcel_id").geometry.to_crs(2154)
    assert ours.centroid.distance(theirs.centroid[ours.index]).max() < 0.1


def test_the_real_buildings_of_both(real_data, exchange):
    (table,) = read_tables(real_data / "cadastre" / "cadastre-13029-batiments.geojson")
    buildings = layer_of(table)
    assert len(buildings.frame) == len(exchange[Role.BUILDINGS].frame) == 239
    assert buildings.frame["light"].sum() == exchange[Role.BUILDINGS].frame["light"].sum() > 0
    assert buildings.frame["height_m"].isna().all()


def test_a_repeated_parcel_is_kept_once_and_told():
    layer = layer_of(parcels(PARCEL, PARCEL))
    assert len(layer.frame) == 1
    assert layer.notes[0].values["count"] == 1


def test_a_missing_area_is_unknown():
    bare = {key: value for key, value in PARCEL.items() if key != "contenance"}
    assert layer_of(parcels(bare)).frame["registered_area_m2"].isna().all()


def test_a_malformed_identifier_is_left_out_and_told():
    layer = layer_of(parcels(PARCEL, PARCEL | {"id": "92023A7"}))
    assert layer.frame["parcel_id"].tolist() == ["920230000A0007"]
    assert layer.notes[0].values["count"] == 1


def test_types_01_and_02_are_durable_and_light():
    row = {"nom": None, "commune": "92023", "created": "2024-01-01", "updated": "2024-01-01"}
    layer = layer_of(parcels(row | {"type": "01"}, row | {"type": "02"}))
    assert layer.role is Role.BUILDINGS
    assert layer.frame["light"].tolist() == [False, True]


def test_buildings_with_an_identifier_of_their_own_are_no_communes():
    row = {"id": "92023", "type": "01", "nom": None, "commune": "92023"}
    assert recognise(parcels(row | {"created": "2024-01-01", "updated": "2024-01-01"})).role is Role.BUILDINGS


EXCHANGED = {"OBJECT_RID": "Objet_1", "IDU": "0230000A0007", "INDP": "01", "SUPF": 812.0}


@pytest.mark.parametrize("name", ["edigeo-920230000A01.tar.bz2", "EDIGEO_92023.tar.bz2", "92023A.tar.bz2"])
def test_the_department_comes_from_the_name_of_the_archive(name):
    layer = layer_of(parcels(EXCHANGED, crs=2154, driver="EDIGEO", path=name))
    assert layer.frame["parcel_id"].tolist() == ["920230000A0007"]


def test_prefix_section_and_number_are_read_apart():
    idu = {"IDU": "023123AB0007"}
    layer = layer_of(parcels(EXCHANGED | idu, crs=2154, driver="EDIGEO", path="edigeo-92023123AB01.tar.bz2"))
    assert layer.frame[["parcel_id", "section", "number"]].iloc[0].tolist() == ["92023123AB0007", "AB", "7"]


@pytest.mark.parametrize("name", ["archive.tar.bz2", "edigeo-130290000A01.tar.bz2"])
def test_without_its_published_name_an_exchange_is_refused(name):
    with pytest.raises(SourceError) as refusal:
        layer_of(parcels(EXCHANGED, crs=2154, driver="EDIGEO", path=name))
    assert refusal.value.where == name
    assert refusal.value.remedy is not None


@settings(max_examples=30, deadline=None)
@given(st.from_regex(r"(2[AB]|[0-9]{2})[0-9]{3}", fullmatch=True))
def test_every_department_is_found(commune):
    assert department(f"edigeo-{commune}0000A01.tar.bz2", pd.Series([f"{commune[2:]}0000A0001"])) == commune[:2]
