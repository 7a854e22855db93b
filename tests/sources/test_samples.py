"""Analyses of the soil: the user's table, in the letters and numbers of a French spreadsheet."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.models import Role
from geo.sources._files import Table, read_tables
from geo.sources.recognition import read_layer, recognise
from geo.sources.samples import is_below, measured

HEADER = (
    "Échantillon;Parcelle;Longitude;Latitude;Date;Laboratoire;Plomb_mg_kg;Cadmium_mg_kg;Cuivre_mg_kg;Zinc_mg_kg;"
    "Nickel_mg_kg;Chrome_mg_kg;Plomb_bioaccessible_pct;pH;Texture;Profondeur_cm"
)
ROW = "E1;920230000A0007;2,2601;48,8009;13/02/2024;INRAE;142,5;<0,4;21;70;32;62;45;7,2;LAS;40"


def layer_of(folder, *rows, header=HEADER, encoding="utf-8"):
    path = folder / "analyses.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
    (table,) = read_tables(path)
    return read_layer(table, recognise(table), file="analyses.csv")


def sample(**columns):
    row = {"echantillon": "E1", "site": "92023-0a1b2c3d4e", "plomb_mg_kg": "50"} | columns
    table = Table(Path("a.csv"), "a", "CSV", pd.DataFrame([row]), ())
    return read_layer(table, recognise(table), file="a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_whole_row(tmp_path, encoding):
    read = layer_of(tmp_path, ROW, encoding=encoding)
    assert read.role is Role.LAB_SAMPLES
    assert read.frame.iloc[0].to_dict() == {
        "sample_id": "E1",
        "target": "920230000A0007",
        "longitude": 2.2601,
        "latitude": 48.8009,
        "date": "2024-02-13",
        "laboratory": "INRAE",
        "lead_mg_kg": 142.5,
        "cadmium_mg_kg": 0.2,
        "copper_mg_kg": 21.0,
        "zinc_mg_kg": 70.0,
        "nickel_mg_kg": 32.0,
        "chromium_mg_kg": 62.0,
        "lead_bioaccessible_share": 0.45,
        "ph": 7.2,
        "texture": "clay_loam",
        "depth_cm": 40.0,
    }
    assert "Values below the limit of detection, read as half of it: 1." in [str(note) for note in read.notes]


def test_the_names_of_a_laboratory(tmp_path):
    read = layer_of(tmp_path, "E1;S1;< 10;6.5", header="Echantillon;Site;Plomb (mg/kg MS);pH")
    assert read.frame[["target", "lead_mg_kg", "ph"]].to_numpy().tolist() == [["S1", 5.0, 6.5]]


def test_acidity_alone_is_an_analysis(tmp_path):
    read = layer_of(tmp_path, "E1;S1;6,5", header="echantillon;site;ph")
    assert read.frame["ph"].tolist() == [6.5]
    assert read.frame["lead_mg_kg"].isna().all()


@pytest.mark.parametrize(
    ("written", "content"),
    [("10", 10), ("<10", 5), ("< 10 mg/kg", 5), ("inf à 10", 5), ("inférieur à 0,5", 0.25), ("0", 0)],
)
def test_contents(written, content):
    assert measured(pd.Series([written])).tolist() == [content]


@pytest.mark.parametrize("written", ["nd", "", "-1", "<", "<LQ", None, "10>"])
def test_what_is_no_content(written):
    assert measured(pd.Series([written])).isna().all()
    assert not is_below(pd.Series([written])).any()


@given(st.decimals(min_value="0.01", max_value="9999", places=2))
def test_below_a_limit_is_always_half_of_it(limit):
    written = str(limit).replace(".", ",")
    assert measured(pd.Series([f"<{written}"])).tolist() == pytest.approx([float(limit) / 2])
    assert measured(pd.Series([written])).tolist() == pytest.approx([float(limit)])


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        ({"site": ""}, 0),
        ({"site": "", "longitude": "2,26", "latitude": "48,8"}, 1),
        ({"site": "", "longitude": "2,26", "latitude": "148,8"}, 0),
        ({"site": "", "longitude": "2,26"}, 0),
        ({"echantillon": ""}, 0),
    ],
)
def test_a_sample_must_be_of_somewhere_and_have_a_name(columns, kept):
    read = sample(**columns)
    assert len(read.frame) == kept
    assert [note.values["count"] for note in read.notes] == [1] * (1 - kept)


@pytest.mark.parametrize(("percent", "share"), [("0", 0.0), ("30", 0.3), ("100", 1.0), ("101", None), ("-1", None)])
def test_bioaccessible_shares(percent, share):
    found = sample(plomb_bioaccessible_pct=percent).frame["lead_bioaccessible_share"].iloc[0]
    assert pd.isna(found) if share is None else found == share


@pytest.mark.parametrize(("ph", "known"), [("0", False), ("0,1", True), ("14", True), ("14,1", False)])
def test_acidity_lies_between_0_and_14(ph, known):
    assert sample(ph=ph).frame["ph"].notna().tolist() == [known]


def test_a_texture_in_unknown_words_is_told():
    read = sample(texture="terre de bruyère")
    assert read.frame["texture"].isna().all()
    assert str(read.notes[0]) == "Textures in unknown words, left unknown: 1."


def test_a_soil_map_is_no_analysis():
    row = {"echantillon": "E1", "texture": "LA", "ph": "7", "profondeur_cm": "40", "site": "S1"}
    assert recognise(Table(Path("a.csv"), "a", "CSV", pd.DataFrame([row]), ())).role is Role.LAB_SAMPLES
