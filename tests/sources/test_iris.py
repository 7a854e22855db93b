"""Homes by IRIS: the real table, and the official headers of two editions of the census."""

import pytest

from geo.models import Role
from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of


def layer_of(folder, *lines):
    path = folder / "base-ic-logement.CSV"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def test_the_real_table(real_data):
    (found,) = tables_of(real_data / "iris" / "iris_population_logement_2021_dep92.csv")
    layer = read_layer(found, recognise(found), file="iris.csv")
    assert layer.role is Role.HOUSING
    assert len(layer.frame) == 616
    assert (layer.frame["commune"] == "92023").sum() == 21
    first = layer.frame.set_index("iris").loc["920020101"]
    assert first[["people", "homes", "flats"]].tolist() == [1485.0, 929.0, 453.0]
    assert layer.notes == ()


def test_the_edition_of_2021(tmp_path):
    header = "IRIS;COM;TYP_IRIS;LAB_IRIS;P21_LOG;P21_RP;P21_MAISON;P21_APPART;P21_PMEN"
    layer = layer_of(tmp_path, header, "920230101;92023;H;1;929.5;807;349;453,25;1480")
    assert layer.frame.iloc[0].drop("name").tolist() == ["920230101", "92023", 1480.0, 929.5, 453.25]
    assert layer.frame["name"].isna().all()


def test_the_edition_of_2016_has_names(tmp_path):
    header = "IRIS;REG;DEP;UU2010;COM;LIBCOM;TRIRIS;GRD_QUART;LIBIRIS;TYP_IRIS;MODIF_IRIS;LAB_IRIS;P16_LOG;P16_APPART"
    layer = layer_of(tmp_path, header, "010040101;84;01;01401;01004;Ambérieu;x;x;Les Pérouses;H;00;1;900;450")
    assert layer.frame[["iris", "commune", "name", "flats"]].iloc[0].tolist() == [
        "010040101",
        "01004",
        "Les Pérouses",
        450.0,
    ]


def test_inhabitants_that_someone_joined_win_over_those_of_households(tmp_path):
    layer = layer_of(tmp_path, "IRIS;COM;P20_LOG;P20_APPART;P20_PMEN;P20_POP", "920230101;92023;9;4;14;15")
    assert layer.frame["people"].tolist() == [15.0]


def test_zeros_that_a_spreadsheet_lost_are_put_back(tmp_path):
    layer = layer_of(tmp_path, "IRIS;COM;P20_LOG;P20_APPART", "10040101;1004;9;4")
    assert layer.frame[["iris", "commune"]].iloc[0].tolist() == ["010040101", "01004"]


@pytest.mark.parametrize("line", ["?;92023;9;4", "920230101;?;9;4"])
def test_a_row_of_no_iris_is_left_out_and_told(tmp_path, line):
    layer = layer_of(tmp_path, "IRIS;COM;P20_LOG;P20_APPART", line, "920230102;92023;9;4")
    assert layer.frame["iris"].tolist() == ["920230102"]
    assert [note.values["count"] for note in layer.notes] == [1]


def test_a_table_of_another_theme_is_not_known(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("IRIS;COM;TYP_IRIS;LAB_IRIS;P21_POP\n920230101;92023;H;1;10\n", encoding="utf-8")
    (found,) = tables_of(path)
    assert recognise(found) is None
