"""Maps of soils, and the words for their textures."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.kinds import Texture
from geo.sources._files import Table
from geo.sources.recognition import read_layer, recognise
from geo.sources.soil import TEXTURES, texture


def layer_of(row):
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[box(0, 0, 1, 1)], crs=2154)
    table = Table(Path("rrp.shp"), "rrp", "ESRI Shapefile", frame, ())
    return read_layer(table, recognise(table), file="rrp.shp")


@pytest.mark.parametrize("number", ["ID_UCS", "NO_UCS"])
def test_a_reference_map_gives_numbers_and_names(number):
    read = layer_of({number: 92012.0, "NOM_UCS": "Plateaux limoneux"})
    assert read.frame.drop(columns="geometry").iloc[0].fillna("").tolist() == ["92012", "Plateaux limoneux", "", "", ""]


def test_a_map_with_depth_acidity_and_texture():
    row = {"NO_UCS": 12, "NOM_UCS": "Limons", "TEXTURE": "LA", "PH": "6,8", "PROFONDEUR_CM": 80}
    read = layer_of(row)
    assert read.frame.drop(columns="geometry").iloc[0].tolist() == ["12", "Limons", "clay_loam", 6.8, 80.0]
    assert read.notes == ()


def test_a_map_in_our_own_columns():
    read = layer_of({"texture": "?", "ph": 15, "profondeur_cm": 0})
    assert read.frame[["texture", "ph", "depth_cm"]].isna().all(axis=None)
    assert str(read.notes[0]) == "Textures in unknown words, left unknown: 1."


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("S", Texture.SAND),
        ("SL", Texture.SANDY_LOAM),
        ("LMS", Texture.LOAM),
        ("LSA", Texture.CLAY_LOAM),
        ("ALO", Texture.CLAY),
        ("Sablo-limoneux", Texture.SANDY_LOAM),
        ("limon argileux", Texture.CLAY_LOAM),
        ("Équilibrée", Texture.LOAM),
        ("sandy_loam", Texture.SANDY_LOAM),
    ],
)
def test_words_for_textures(word, kind):
    assert texture(pd.Series([word])).tolist() == [kind]


@given(st.sampled_from(sorted(TEXTURES)))
def test_case_and_hyphens_never_change_a_texture(word):
    spelt = pd.Series([word, word.upper(), word.replace("_", "-"), f" {word} "])
    assert set(texture(spelt)) == {TEXTURES[word].value}
