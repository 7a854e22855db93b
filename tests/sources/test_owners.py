"""Parcels of legal persons, with the header that the DGFiP publishes."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.models import OwnerGroup
from geo.sources._files import Table, read_tables
from geo.sources.owners import OWNER_GROUPS, parcel_ids
from geo.sources.recognition import read_layer, recognise

HEADER = (
    "Département (Champ géographique);Code Direction (Champ géographique);Code Commune (Champ géographique);"
    "Nom Commune (Champ géographique);Préfixe (Références cadastrales);Section (Références cadastrales);"
    "N° plan (Références cadastrales);N° de voirie (Adresse parcelle);Indice de répétition (Adresse parcelle);"
    "Code voie MAJIC (Adresse parcelle);Code voie rivoli (Adresse parcelle);Nature voie (Adresse parcelle);"
    "Nom voie (Adresse parcelle);Contenance (Caractéristiques parcelle);SUF (Evaluation SUF);"
    "Nature culture (Evaluation SUF);Contenance (Evaluation SUF);Code droit (Propriétaire(s) parcelle);"
    "N° MAJIC (Propriétaire(s) parcelle);N° SIREN (Propriétaire(s) parcelle);"
    "Groupe personne (Propriétaire(s) parcelle);Forme juridique (Propriétaire(s) parcelle);"
    "Forme juridique abrégée (Propriétaire(s) parcelle);Dénomination (Propriétaire(s) parcelle)"
)
ROW = "92;0;023;CLAMART;;A;7;12;;00123;0456;RUE;DU PORT;812;A;S;{part};P;PBCDEF;219200235;{group};7210;COM;{name}"


def layer_of(folder, *rows, encoding="utf-8"):
    path = folder / "PM_23_NB_920.csv"
    path.write_text("\r\n".join((HEADER, *rows)) + "\r\n", encoding=encoding)
    (found,) = read_tables(path)
    return read_layer(found, recognise(found), file=path.name)


def row(part=400, group=4, name="COMMUNE DE CLAMART"):
    return ROW.format(part=part, group=group, name=name)


def test_the_published_file_gives_one_row_per_owner(tmp_path):
    layer = layer_of(tmp_path, row(400), row(412), row(400, 1, "ETAT"))
    assert layer.frame.to_numpy().tolist() == [
        ["920230000A0007", "commune", "COMMUNE DE CLAMART"],
        ["920230000A0007", "state", "ETAT"],
    ]
    assert layer.notes == ()


def test_the_file_in_the_encoding_of_excel(tmp_path):
    assert layer_of(tmp_path, row(name="SOCIÉTÉ DU PORT"), encoding="cp1252").frame["owner_name"].tolist() == [
        "SOCIÉTÉ DU PORT"
    ]


def test_a_row_of_an_unknown_group_or_parcel_is_left_out_and_told(tmp_path):
    layer = layer_of(tmp_path, row(), row(group="X"), row().replace("92;0;023", "92;0;"))
    assert len(layer.frame) == 1
    assert [note.values["column"] for note in layer.notes] == ["parcel_id", "owner_group"]


def test_headers_without_brackets_or_accents_are_known():
    columns = ["Departement", "Code Commune", "Prefixe", "Section", "N_plan", "Groupe_personne", "Denomination"]
    frame = pd.DataFrame([["92", "023", "000", "0A", "0007", "5", "OFFICE"]], columns=columns)
    found = Table(Path("pm.csv"), "pm", "CSV", frame, ())
    layer = read_layer(found, recognise(found), file="pm.csv")
    assert layer.frame.iloc[0].tolist() == ["920230000A0007", "social_landlord", "OFFICE"]


@pytest.mark.parametrize(
    ("department", "commune", "start"),
    [
        ("92", "23", "92023"),
        ("1", "4", "01004"),
        ("2A", "004", "2A004"),
        ("97", "101", "97101"),
        ("974", "11", "97411"),
    ],
)
def test_every_way_of_writing_a_commune(department, commune, start):
    parts = {"department": [department], "commune": [commune], "prefix": [""], "section": ["A"], "number": ["1"]}
    assert parcel_ids(pd.DataFrame(parts)).tolist() == [f"{start}0000A0001"]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 95), st.integers(1, 999), st.integers(0, 999), st.integers(1, 9999))
def test_padding_never_changes_the_parcel(department, commune, prefix, number):
    bare = {
        "department": [str(department)],
        "commune": [str(commune)],
        "prefix": [str(prefix)],
        "section": ["A"],
        "number": [str(number)],
    }
    padded = {name: [value[0].zfill(2 if name in {"department", "section"} else 3)] for name, value in bare.items()}
    expected = f"{department:02}{commune:03}{prefix:03}0A{number:04}"
    assert parcel_ids(pd.DataFrame(bare)).tolist() == parcel_ids(pd.DataFrame(padded)).tolist() == [expected]


def test_the_ten_groups():
    assert len(OWNER_GROUPS) == 10
    assert OWNER_GROUPS["7"] is OwnerGroup.CONDOMINIUM
    assert OWNER_GROUPS["0"] is OWNER_GROUPS["8"] is OwnerGroup.COMPANY
