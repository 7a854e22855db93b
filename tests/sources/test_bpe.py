"""Base permanente des équipements, with the columns of the editions of 2018 and 2023."""

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from geo.models import Role
from geo.sources.bpe import KINDS
from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

OLD = "REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;LAMBERT_X;LAMBERT_Y;QUALITE_XY"
CLAMART = (646_400.0, 6_855_700.0)
"""Somewhere in Clamart, in Lambert-93."""


def layer_of(folder, *rows, header=OLD, encoding="utf-8"):
    path = folder / "bpe18_ensemble_xy.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding=encoding)
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def old(code, x=CLAMART[0], y=CLAMART[1], precision="Bonne", commune="92023"):
    return f"11;92;{commune};{commune}0101;2018;{code};{x};{y};{precision}"


def test_the_edition_of_2018(tmp_path):
    layer = layer_of(tmp_path, old("C101"), old("C104"), old("A501"), encoding="cp1252")
    assert layer.role is Role.PLACES
    assert layer.frame["kind"].tolist() == ["school", "school"]
    x, y = gpd.GeoDataFrame(layer.frame).to_crs(2154).get_coordinates().iloc[0]
    assert (x, y) == pytest.approx(CLAMART, abs=0.01)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("C107", "school"),
        ("C108", "school"),
        ("C109", "school"),
        ("C201", "school"),
        ("C301", None),
        ("D502", None),
        ("D505", "leisure_centre"),
        ("D506", "social_centre"),
        ("D703", "shelter"),
        ("D705", "shelter"),
        ("D710", "social_residence"),
        ("D701", None),
        ("A504", None),
    ],
)
def test_kinds(tmp_path, code, kind):
    assert layer_of(tmp_path, old(code)).frame["kind"].tolist() == ([kind] if kind else [])
    assert (KINDS.get(code) is None) is (kind is None)


def test_places_drawn_at_random_in_their_commune_are_left_out_and_told(tmp_path):
    layer = layer_of(tmp_path, old("C107", precision="Mauvaise"), old("C108", precision="Acceptable"))
    assert len(layer.frame) == 1
    assert [note.values["count"] for note in layer.notes] == [1]


def test_places_without_coordinates_are_left_out_and_told(tmp_path):
    layer = layer_of(tmp_path, old("C107", x="", y=""), old("C108", x=0, y=0), old("C109"))
    assert len(layer.frame) == 1
    assert str(layer.notes[0]) == "Rows left out, for lack of readable coordinates: 2."


def test_overseas_the_plane_is_another(tmp_path):
    layer = layer_of(tmp_path, old("C107", 338_000.0, 7_690_000.0, commune="97411"), old("C108"))
    assert layer.frame.geometry.iloc[0].x == pytest.approx(55.4, abs=0.1)
    assert layer.frame.geometry.iloc[1].x == pytest.approx(2.27, abs=0.1)


def test_the_edition_of_2023_in_parquet(tmp_path):
    row = {
        "AN": "2023",
        "NOMRS": "CENTRE SOCIAL DU PORT",
        "CNOMRS": None,
        "NUMVOIE": "12",
        "TYPVOIE": "RUE",
        "LIBVOIE": "DU PORT",
        "DEPCOM": "92023",
        "TYPEQU": "D506",
        "SIRET": "21920023500014",
        "LAMBERT_X": CLAMART[0],
        "LAMBERT_Y": CLAMART[1],
        "LONGITUDE": 2.26,
        "LATITUDE": 48.8,
        "QUALITE_XY": "11",
    }
    path = tmp_path / "BPE23.parquet"
    parquet.write_table(pa.table({name: pa.array([value, value]) for name, value in row.items()}), path)
    (found,) = tables_of(path)
    frame = read_layer(found, recognise(found), file=path.name).frame
    assert pd.DataFrame(frame)[["place_id", "name", "kind", "address"]].iloc[0].tolist() == [
        "21920023500014-D506",
        "CENTRE SOCIAL DU PORT",
        "social_centre",
        "12 RUE DU PORT",
    ]
    assert frame.geometry.iloc[0].coords[0] == (2.26, 48.8)


def test_the_code_of_a_random_position_since_2024(tmp_path):
    assert layer_of(tmp_path, old("C107", precision="33")).frame.empty
