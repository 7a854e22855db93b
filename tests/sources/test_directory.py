"""Social services of service-public.fr: lists in JSON inside the cells of a table."""

import csv
import json

import pytest

from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

HEADER = ("id", "nom", "pivot", "adresse", "code_insee_commune", "date_modification")
ADDRESS = {
    "type_adresse": "Adresse",
    "numero_voie": "1 rue du Port",
    "code_postal": "92140",
    "nom_commune": "Clamart",
    "longitude": "2.26",
    "latitude": "48.8",
}


def row(service="ccas", address=ADDRESS, name="Centre communal d'action sociale - Clamart", number="a-1"):
    pivot = json.dumps([{"type_service_local": service, "code_insee_commune": ["92023"]}])
    return (number, name, pivot, json.dumps([address]), "92023", "13/02/2024 10:00:00")


def layer_of(folder, *rows):
    path = folder / "api-lannuaire-administration.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerows([HEADER, *rows])
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def test_the_social_services_of_a_town(tmp_path):
    layer = layer_of(tmp_path, row(), row("mairie", number="a-2"), row("mds", name="MDS", number="a-3"))
    assert layer.frame[["place_id", "kind"]].to_numpy().tolist() == [["a-1", "ccas"], ["a-3", "social_services"]]
    assert layer.frame["address"].iloc[0] == "1 rue du Port 92140 Clamart"
    assert layer.provenances[0].vintage == "2024-02-13"
    assert layer.frame.geometry.iloc[0].coords[0] == (2.26, 48.8)


@pytest.mark.parametrize("address", [{}, {"longitude": "", "latitude": ""}, {"longitude": None}])
def test_a_service_without_a_place_is_told(tmp_path, address):
    layer = layer_of(tmp_path, row(address=address))
    assert layer.frame.empty
    assert [note.values["count"] for note in layer.notes] == [1]


@pytest.mark.parametrize("cell", ["", "[", "[]", "[1]", '"ccas"', "[" * 5_000])
def test_a_cell_that_is_no_list_is_no_service(tmp_path, cell):
    broken = (*row()[:2], cell, *row()[3:])
    assert layer_of(tmp_path, broken).frame.empty
