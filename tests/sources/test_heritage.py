"""Heritage perimeters: easements of the CNIG with and without their category, and discs around monuments."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from geo.models import Role
from geo.sources._files import Table
from geo.sources.recognition import read_layer, recognise, recognise_all

EASEMENT = {
    "gid": 1,
    "suptype": "ac1",
    "partition": "172014607_ac1",
    "idass": "AC1-1-1",
    "idgen": "AC1-1",
    "nomass": "AC1_eglise_ass",
    "typeass": "Périmètre des abords",
    "nomsuplitt": "Église Saint-Pierre",
}
MONUMENT = {
    "reference": "PA00088000",
    "titre_editorial_de_la_notice": "Église Saint-Pierre-Saint-Paul",
    "denomination_de_l_edifice": "église",
    "coordonnees_au_format_wgs84": "48.8009, 2.2601",
}


def table(*rows, shape=None):
    frame = gpd.GeoDataFrame(pd.DataFrame(list(rows)), geometry=[shape or box(0, 0, 1, 1)] * len(rows), crs=2154)
    return Table(Path("a.gpkg"), "assiette_sup_s", "GPKG", frame, ())


def layer(found, source=None):
    return read_layer(found, source or recognise(found), file=found.path.name)


def test_an_easement_as_the_portal_serves_it():
    read = layer(table(EASEMENT))
    assert read.role is Role.HERITAGE
    assert read.frame[["name", "kind"]].to_numpy().tolist() == [["Église Saint-Pierre", "ac1"]]
    assert read.notes == ()


def test_the_other_easements_of_a_file_are_left_out_and_told():
    read = layer(table(EASEMENT, EASEMENT | {"suptype": "AC4"}, EASEMENT | {"suptype": "i4"}))
    assert read.frame["kind"].tolist() == ["ac1", "ac4"]
    assert read.notes[0].values["count"] == 1


def test_a_file_of_other_easements_is_left_alone():
    assert recognise(table(EASEMENT | {"suptype": "i4"})) is None


def test_a_file_with_flood_easements_serves_both_roles():
    found = table(EASEMENT, EASEMENT | {"suptype": "pm1", "nomsuplitt": "PPRI de la Seine"})
    read = {layer(found, source).role: layer(found, source) for source in recognise_all(found)}
    assert {role: len(one.frame) for role, one in read.items()} == {Role.HERITAGE: 1, Role.FLOOD: 1}


@pytest.mark.parametrize(
    ("area", "kind"),
    [
        ("Périmètre des abords", "ac1"),
        ("Périmètre délimité des abords", "ac1"),
        ("Site inscrit", "ac2"),
        ("Emprise du site classé", "ac2"),
        ("Site patrimonial remarquable", "ac4"),
        ("ZPPAUP", "ac4"),
    ],
)
def test_a_delivered_file_is_known_by_its_areas(area, kind):
    row = {"IDASS": "1", "IDGEN": "1", "NOMASS": "Le bourg", "TYPEASS": area, "MODEGEOASS": "Emprise"}
    read = layer(table(row))
    assert read.frame[["name", "kind"]].to_numpy().tolist() == [["Le bourg", kind]]


def test_a_delivered_file_about_something_else_is_left_alone():
    assert recognise(table({"IDASS": "1", "NOMASS": "Canalisation", "TYPEASS": "Bande de servitude"})) is None


def test_a_disc_of_500_m_is_drawn_around_a_monument_and_told():
    read = layer(Table(Path("mh.csv"), "mh", "CSV", pd.DataFrame([MONUMENT]), ()))
    disc = read.frame.to_crs(2154).geometry.iloc[0]
    assert disc.area == pytest.approx(np.pi * 500**2, rel=0.01)
    centre = gpd.GeoSeries([Point(2.2601, 48.8009)], crs=4326).to_crs(2154).iloc[0]
    assert disc.centroid.distance(centre) < 1
    assert read.frame["name"].tolist() == ["Église Saint-Pierre-Saint-Paul"]
    assert str(read.notes[0]) == ("Perimeters of 500 m drawn around monuments whose place alone is known (L621-30): 1.")


def test_a_monument_without_place_is_left_out_and_told():
    lost = MONUMENT | {"coordonnees_au_format_wgs84": ""}
    read = layer(Table(Path("mh.csv"), "mh", "CSV", pd.DataFrame([lost]), ()))
    assert read.frame.empty
    assert [str(note) for note in read.notes] == ["Rows left out, for lack of a place: 1."]


def test_monuments_with_their_point():
    read = layer(table(MONUMENT, shape=Point(645712, 6856112)))
    assert read.frame.crs == "EPSG:2154"
    assert read.frame.geometry.iloc[0].distance(Point(645712 + 499, 6856112)) == 0
    assert read.frame.geometry.iloc[0].distance(Point(645712 + 503, 6856112)) > 0
