"""Columns taken from official tables: names, numbers, texts, repeats."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geo.sources.source import fold, folded, numbers, positive, take, texts, true, well_formed, without_repeats


@settings(deadline=None)
@given(st.text())
def test_a_folded_name_folds_to_itself(name):
    assert fold(fold(name)) == fold(name)


@settings(deadline=None)
@given(st.text(alphabet="abcdefé_ °N", min_size=1))
def test_case_and_brackets_do_not_matter(name):
    assert fold(name.upper() + " (Champ géographique)") == fold(name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Département (Champ géographique)", "departement"),
        ("N° plan (Références cadastrales)", "n_plan"),
        ("Code droit (Propriétaire(s) parcelle)", "code_droit"),
        ("nombre_d_etages", "nombre_d_etages"),
        ("\ufeffDépartement", "departement"),
    ],
)
def test_official_names_are_folded(written, name):
    assert fold(written) == name


def test_the_geometry_keeps_its_name_and_its_crs():
    frame = gpd.GeoDataFrame({"ID": [1]}, geometry=[Point(1, 2)], crs=2154).rename_geometry("GEOM")
    named = folded(frame)
    assert named.geometry.name == "GEOM"
    taken = take(named, {"ID": "parcel_id"})
    assert taken.geometry.name == "geometry"
    assert taken.crs == frame.crs


def test_a_property_called_like_the_geometry_does_not_take_its_place():
    frame = gpd.GeoDataFrame({"GEOMETRY": ["x"], "id": [1]}, geometry=[Point(1, 2)], crs=2154)
    assert folded(frame).geometry.tolist() == [Point(1, 2)]


def test_the_first_known_official_column_wins():
    frame = pd.DataFrame({"nom_1_g": ["R DU PORT", None], "nom_voie_ban_gauche": ["Rue du Port", None]})
    taken = take(frame, {"nom_voie_ban_gauche": "name", "NOM_1_G": "name"})
    assert taken["name"].tolist()[0] == "Rue du Port"
    assert taken["name"].isna().tolist() == [False, True]


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32)))
def test_numbers_written_as_texts_are_the_same_numbers(values):
    written = pd.Series([repr(value) for value in values], dtype="str")
    assert numbers(written).tolist() == [float(value) for value in values]


def test_zero_and_less_are_unknown():
    assert positive(pd.Series([0, -1, 3])).tolist()[2] == 3.0
    assert positive(pd.Series([0, -1, 3])).isna().tolist() == [True, True, False]


def test_words_for_unknown_are_missing_whatever_their_type():
    assert texts(pd.Series([np.nan, "NR", " x "]), unknown=frozenset({"NR"})).isna().tolist() == [True, True, False]


def test_yes_in_every_official_way():
    assert true(pd.Series(["Oui", "OUI", "true", "1"])).all()
    assert not true(pd.Series(["Non", "0", "", None])).any()


def test_repeats_are_counted_and_the_first_is_kept():
    frame = pd.DataFrame({"key": ["a", "b", "a", None, None], "rank": range(5)})
    extract = without_repeats(frame, "key")
    assert extract.frame["rank"].tolist() == [0, 1, 3, 4]
    assert extract.notes[0].values == {"count": 1}


def test_nothing_is_told_when_nothing_is_wrong():
    frame = pd.DataFrame({"key": ["a", "b"]})
    assert without_repeats(frame, "key").notes == ()
    assert well_formed(frame, "key", "[ab]").notes == ()


def test_malformed_rows_are_counted_and_left_out():
    extract = well_formed(pd.DataFrame({"key": ["a", None, "zz"]}), "key", "[a-z]")
    assert extract.frame["key"].tolist() == ["a"]
    assert extract.notes[0].values == {"count": 2, "column": "key"}
