"""BD TOPO: real files of both editions, and every other set of names by hand."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, box

from geo.models import Role
from geo.sources._files import Table, read_tables
from geo.sources.recognition import read_layer, recognise

SQUARE = box(0, 0, 10, 10)


def table(row, shape=SQUARE, name="layer"):
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[shape], crs=2154)
    return Table(Path("bdtopo.gpkg"), name, "GPKG", frame, ())


def layer_of(found):
    return read_layer(found, recognise(found), file=found.path.name)


@pytest.fixture(scope="module")
def third_edition(real_data):
    return {found.name: found for found in read_tables(real_data / "bdtopo" / "bdtopo_v3_12174_olemps.gpkg")}


def test_only_buildings_and_communes_are_known_in_the_real_third_edition(third_edition):
    known = {name: recognise(found).role for name, found in third_edition.items() if recognise(found)}
    assert known == {"BATIMENT": Role.BUILDINGS, "COMMUNE": Role.COMMUNES}


def test_the_real_buildings_of_the_third_edition(third_edition):
    frame = layer_of(third_edition["BATIMENT"]).frame
    official = third_edition["BATIMENT"].frame["HAUTEUR"]
    assert len(frame) == 2273
    assert official.isna().sum() == 269
    assert frame["height_m"].isna().sum() == (official.isna() | (official == 0)).sum() > 269
    assert frame["height_m"].min() > 0
    assert frame["light"].sum() == (third_edition["BATIMENT"].frame["LEGER"] == "Oui").sum() > 0


def test_the_real_commune(third_edition):
    layer = layer_of(third_edition["COMMUNE"])
    assert layer.frame[["commune", "name", "population"]].iloc[0].tolist() == ["12174", "Olemps", 3439.0]
    assert layer.provenances[0].vintage == "2022-05-16"


def test_the_real_second_edition(real_data):
    layers = [layer_of(found) for found in read_tables(real_data / "bdtopo" / "bdtopo_v2_12174_olemps.gpkg")]
    frames = {layer.role: layer.frame for layer in layers}
    assert {role: len(frame) for role, frame in frames.items()} == {Role.BUILDINGS: 10481, Role.STREETS: 4981}
    assert "NC" not in set(frames[Role.STREETS]["importance"].dropna())
    assert frames[Role.STREETS]["width_m"].min() > 0


def test_buildings_of_the_web_service():
    row = {
        "cleabs": "BATIMENT1",
        "nature": "Indifférenciée",
        "usage_1": "Résidentiel",
        "construction_legere": True,
        "hauteur": 6.5,
        "nombre_d_etages": 2,
        "nombre_de_logements": 4,
        "date_modification": "2024-05-06T10:00:00",
    }
    layer = layer_of(table(row))
    expected = {
        "building_id": "BATIMENT1",
        "height_m": 6.5,
        "storeys": 2.0,
        "dwellings": 4.0,
        "use": "Résidentiel",
        "light": True,
    }
    assert pd.DataFrame(layer.frame).drop(columns="geometry").iloc[0].to_dict() == expected
    assert layer.provenances[0].vintage == "2024-05-06"


@pytest.mark.parametrize("height", [0, None])
def test_a_null_or_zero_height_is_unknown(height):
    row = {"ID": "B1", "NATURE": "x", "USAGE1": "y", "LEGER": "Non", "HAUTEUR": height}
    assert layer_of(table(row)).frame["height_m"].isna().all()


@pytest.mark.parametrize(
    "row",
    [
        {"ID": "T1", "NATURE": "Rue", "NOM_1_G": "R DU PORT", "IMPORTANCE": "5", "LARGEUR": 0, "NB_VOIES": 1},
        {"ID": "T1", "NATURE": "Rue", "NOM_COLL_D": "R DU PORT", "IMPORTANCE": "5", "LARGEUR": 0, "NB_VOIES": 1},
        {
            "cleabs": "T1",
            "nature": "Rue",
            "nom_voie_ban_gauche": None,
            "nom_collaboratif_gauche": "R DU PORT",
            "importance": "5",
            "largeur_de_chaussee": None,
        },
    ],
)
def test_streets_in_every_set_of_names(row):
    layer = layer_of(table(row, LineString([(0, 0), (9, 9)])))
    assert layer.role is Role.STREETS
    assert layer.frame[["street_id", "name", "importance"]].iloc[0].tolist() == ["T1", "Rue du Port", "5"]
    assert layer.frame["width_m"].isna().all()


def test_another_layer_with_the_columns_of_a_commune_is_not_a_commune():
    row = {"ID": "Z1", "NATURE": "Bois", "INSEE_COM": "12174", "NOM": "Olemps", "CODE_POST": "12510", "POPULATION": 1}
    assert recognise(table(row)) is None


def test_a_commune_of_the_web_service():
    row = {
        "cleabs": "COMMUNE_1",
        "code_insee": "12174",
        "nom_officiel": "Olemps",
        "code_postal": "12510",
        "population": 3439,
    }
    assert layer_of(table(row)).frame["name"].tolist() == ["Olemps"]
