"""Schools, with the headers of both datasets of data.education.gouv.fr."""

import json

import pytest

from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

NEW = (
    "identifiant_de_l_etablissement;nom_etablissement;type_etablissement;statut_public_prive;adresse_1;code_postal;"
    "code_commune;nom_commune;ecole_maternelle;latitude;longitude;date_maj_ligne;etat;code_nature;libelle_nature"
)
OLD = (
    "numero_uai;appellation_officielle;denomination_principale;patronyme_uai;secteur_public_prive_libe;adresse_uai;"
    "code_postal_uai;libelle_commune;coordonnee_x;coordonnee_y;epsg;latitude;longitude;nature_uai;nature_uai_libe;"
    "etat_etablissement;etat_etablissement_libe;code_commune"
)


def new(number="0920001A", kind="Ecole", state="OUVERT", nature="151", where="48.8;2.26"):
    return (
        f"{number};Ecole Jules Ferry;{kind};Public;1 rue du Port;92140;92023;Clamart;1;{where};2024-02-13;{state};"
        f"{nature};ECOLE"
    )


def old(number="0920001A", nature="151", state="OUVERT"):
    return (
        f"{number};Ecole Jules Ferry;ECOLE;JULES FERRY;Public;1 rue du Port;92140;Clamart;645000.1;6855000.2;EPSG:2154;"
        f"48.8;2.26;{nature};ECOLE;1;{state};92023"
    )


def layer_of(folder, *rows, header=NEW):
    path = folder / "fr-en-annuaire-education.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def test_the_directory(tmp_path):
    layer = layer_of(tmp_path, new())
    row = layer.frame.iloc[0]
    assert row[["place_id", "name", "kind", "address"]].tolist() == [
        "0920001A",
        "Ecole Jules Ferry",
        "school",
        "1 rue du Port",
    ]
    assert layer.provenances[0].vintage == "2024-02-13"
    assert layer.frame.geometry.iloc[0].coords[0] == (2.26, 48.8)


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (new(kind="Collège", nature="340"), True),
        (new(kind="Lycée", nature="302"), False),
        (new(kind="Service Administratif", nature="800"), False),
        (new(kind="EREA", nature="370"), False),
        (new(state="A FERMER"), True),
        (new(state="FERME"), False),
        (new(nature="170"), False),
    ],
)
def test_which_establishments_are_schools(tmp_path, row, kept):
    assert len(layer_of(tmp_path, row).frame) == kept


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (old(), True),
        (old(nature="101"), True),
        (old(nature="340"), True),
        (old(nature="302"), False),
        (old(nature="170"), False),
        (old(state="FERMÉ"), False),
    ],
)
def test_the_older_dataset_tells_natures_by_numbers(tmp_path, row, kept):
    assert len(layer_of(tmp_path, row, header=OLD).frame) == kept


def test_a_school_without_a_place_is_told(tmp_path):
    layer = layer_of(tmp_path, new(where=";"), new("0920002B"))
    assert layer.frame["place_id"].tolist() == ["0920002B"]
    assert [note.values["count"] for note in layer.notes] == [1]


def test_swapped_degrees_are_put_right(tmp_path):
    layer = layer_of(tmp_path, new(where="2.26;48.8"))
    assert layer.frame.geometry.iloc[0].coords[0] == (2.26, 48.8)
    assert "swapped" in str(layer.notes[0])


def test_an_export_in_geojson(tmp_path):
    properties = dict(zip(NEW.split(";"), new().split(";"), strict=True))
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [2.26, 48.8]},
        "properties": properties | {"ecole_maternelle": 1, "code_nature": 151},
    }
    path = tmp_path / "annuaire.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    (found,) = tables_of(path)
    assert read_layer(found, recognise(found), file=path.name).frame["kind"].tolist() == ["school"]
