"""Building permits: the list of the SDES with its two headers, parcels, states and ages."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sources._files import Table, read_tables
from geo.sources.permits import is_active
from geo.sources.recognition import read_layer, recognise

CAPTIONS = (
    "Code de la région du lieu des travaux;Code de la commune du lieu des travaux;Type de DAU;Numéro de la DAU;"
    "État d'avancement du projet;Date réelle d'autorisation initiale;Date réelle d'ouverture de chantier;"
    "Date réelle d'achèvement des travaux;Section cadastrale 1;Numéro cadastral 1;Section cadastrale 2;"
    "Numéro cadastral 2;Section cadastrale 3;Numéro cadastral 3"
)
HEADER = (
    "REG_CODE;COMM;TYPE_DAU;NUM_DAU;ETAT_DAU;DATE_REELLE_AUTORISATION;DATE_REELLE_DOC;DATE_REELLE_DAACT;"
    "SEC_CADASTRE1;NUM_CADASTRE1;SEC_CADASTRE2;NUM_CADASTRE2;SEC_CADASTRE3;NUM_CADASTRE3"
)
PERMIT = "11;92023;PC;0920232400012;2;2024-03-05;;;A;7;AB;0128;;"


def layer_of(folder, *rows, header=f"{CAPTIONS}\n{HEADER}"):
    path = folder / "Liste-des-autorisations-durbanisme-creant-des-logements.2024-12.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (table,) = read_tables(path)
    return read_layer(table, recognise(table), file=path.name)


@pytest.mark.parametrize("header", [f"{CAPTIONS}\n{HEADER}", HEADER, HEADER.title()])
def test_the_published_list_gives_one_row_per_parcel(tmp_path, header):
    read = layer_of(tmp_path, PERMIT, header=header)
    assert read.frame.to_numpy().tolist() == [
        ["920230000A0007", "PC0920232400012", True, "2024-03-05"],
        ["92023000AB0128", "PC0920232400012", True, "2024-03-05"],
    ]
    assert read.notes == ()
    assert read.provenances[0].vintage == "2024-03-05"


def test_a_permit_without_a_parcel_gives_no_row(tmp_path):
    assert layer_of(tmp_path, "11;92023;PC;0920232400012;2;2024-03-05;;;;;;;;").frame.empty


def test_a_reference_that_is_no_parcel_is_left_out_and_told(tmp_path):
    read = layer_of(tmp_path, PERMIT.replace(";A;7;", ";A;12345;"))
    assert read.frame["parcel_id"].tolist() == ["92023000AB0128"]
    assert read.notes[0].values == {"count": 1, "column": "parcel_id"}


def test_the_newest_row_of_a_permit_counts(tmp_path):
    again = PERMIT.replace(";2;2024-03-05;", ";4;2024-09-05;")
    for rows in ((PERMIT, again), (again, PERMIT)):
        read = layer_of(tmp_path, *rows)
        assert read.frame["active"].tolist() == [False, False]
        assert read.frame["date"].tolist() == ["2024-09-05"] * 2


def test_permits_to_lay_out_land(tmp_path):
    header = "COMM;NUM_PA;ETAT_PA;DATE_REELLE_AUTORISATION;SEC_CADASTRE1;NUM_CADASTRE1"
    read = layer_of(tmp_path, "92023;0920232400001;2;05/03/2024;A;7", header=header)
    assert read.frame.to_numpy().tolist() == [["920230000A0007", "0920232400001", True, "2024-03-05"]]


def test_permits_to_demolish_are_left_alone():
    row = dict.fromkeys(("COMM", "NUM_PD", "ETAT_PD", "SEC_CADASTRE1", "NUM_CADASTRE1"), "1")
    assert recognise(Table(Path("pd.csv"), "pd", "CSV", pd.DataFrame([row]), ())) is None


NEWEST = {"state": "6", "date": "2024-12-31", "begun": None, "finished": None}


@pytest.mark.parametrize(
    ("state", "date", "begun", "finished", "active"),
    [
        ("2", "2024-03-05", None, None, True),
        ("2", "2020-01-02", None, None, True),
        ("2", "2019-12-30", None, None, False),
        ("2", None, None, None, True),
        ("2", "2024-03-05", "2024-06-01", "2024-11-01", False),
        ("2", "2019-01-01", "2020-06-01", None, True),
        ("5", "2015-01-02", None, None, True),
        ("5", "2014-12-29", None, None, False),
        ("5", "2023-03-05", "2023-06-01", None, True),
        ("4", "2024-03-05", "2024-06-01", None, False),
        ("6", "2024-03-05", None, None, False),
        ("6", "2023-03-05", "2023-06-01", None, False),
        ("2.0", "2024-03-05", None, None, True),
        (None, "2024-03-05", None, None, False),
        ("9", "2024-03-05", None, None, False),
    ],
)
def test_what_is_still_to_be_expected(state, date, begun, finished, active):
    row = {"state": state, "date": date, "begun": begun, "finished": finished}
    assert is_active(pd.DataFrame([row, NEWEST])).tolist() == [active, False]


@given(st.permutations(["2", "4", "5", "6", "2", "5"]))
def test_the_order_of_rows_does_not_matter(states):
    dates = [f"{2012 + 2 * place}-01-01" for place in range(6)]
    frame = pd.DataFrame({"state": states, "date": dates, "begun": None, "finished": None})
    turned = frame.iloc[::-1]
    assert is_active(turned).iloc[::-1].tolist() == is_active(frame).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "nom du site;code du site;type de site\nLe Port;A_1;B_2\n",
        "nom;code;type\nLE_PORT;A_1;B_2\n",
        "nom du site;code du site\nLE_PORT;A_1\n",
        "nom du site;code du site;type de site\nLE_PORT;A_1;A_1\n",
        "nom du site;code du site;type de site\nPort;A;B\n",
    ],
)
def test_a_table_whose_second_line_is_no_header_keeps_its_first(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = read_tables(path)
    assert table.frame.columns.tolist() == text.partition("\n")[0].split(";")
