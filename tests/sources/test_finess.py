"""FINESS: the file without header, line for line, and the table of the Agence du numérique en santé."""

import geopandas as gpd
import pytest

from geo.errors import SourceError
from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

HEAD = "finess;etalab;92;2020-03-04"
LAMBERT = "2,ATLASANTE,100,BDADRESSE,EPSG:2154 RGF93 / Lambert-93 (Métropole)"
STRUCTURE = (
    "structureet;{number};920000001;{name};;;;12;R;DU PORT;;;023;92;HAUTS DE SEINE;92140 CLAMART;0141000000;;"
    "{category};Libellé;4501;Groupe;21920023500014;8790B;99;Indéterminé;;;2004-01-01;2004-01-01;2020-01-01;"
)


def structure(number="920000017", category="214", name="CHRS DU PORT"):
    return STRUCTURE.format(number=number, category=category, name=name)


def place(number="920000017", x="646400.0", y="6855700.0", origin=LAMBERT):
    return f"geolocalisation;{number};{x};{y};{origin};2020-02-04"


def layer_of(folder, *lines, head=HEAD, encoding="utf-8"):
    path = folder / "etalab-cs1100507-stock-20200304-0416.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding=encoding)
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def test_both_kinds_of_lines_make_one_place(tmp_path):
    layer = layer_of(tmp_path, structure(), place(), encoding="cp1252")
    row = layer.frame.iloc[0]
    assert row[["place_id", "name", "kind", "address"]].tolist() == [
        "920000017",
        "CHRS DU PORT",
        "shelter",
        "12 R DU PORT",
    ]
    x, y = gpd.GeoDataFrame(layer.frame).to_crs(2154).get_coordinates().iloc[0]
    assert (x, y) == pytest.approx((646_400.0, 6_855_700.0), abs=0.01)


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("214", "shelter"),
        ("219", "shelter"),
        ("443", "shelter"),
        ("256", "social_residence"),
        ("257", "social_residence"),
        ("258", "social_residence"),
        ("259", "social_residence"),
        ("255", None),
        ("500", None),
        ("620", None),
    ],
)
def test_categories(tmp_path, category, kind):
    frame = layer_of(tmp_path, structure(category=category), place()).frame
    assert frame["kind"].tolist() == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("origin", "x", "y", "longitude"),
    [
        (LAMBERT, 646_400.0, 6_855_700.0, 2.27),
        ("1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93", 646_400.0, 6_855_700.0, 2.27),
        ("2,ATLASANTE,89,BAN,EPSG:4471 RGM04/UTM zone 38S (Mayotte)", 512_658.2, 8_585_893.9, 45.1),
        ("1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,UTM_S40", 338_000.0, 7_690_000.0, 55.4),
    ],
)
def test_the_plane_is_read_from_the_origin(tmp_path, origin, x, y, longitude):
    frame = layer_of(tmp_path, structure(), place(x=x, y=y, origin=origin)).frame
    assert frame.geometry.iloc[0].x == pytest.approx(longitude, abs=0.1)


def test_the_middle_of_a_commune_is_no_place(tmp_path):
    centre = "3,ATLASANTE,.,ADMIN-EXPRESS-2023,EPSG:2154 RGF93 / Lambert-93 (Métropole)"
    layer = layer_of(tmp_path, structure(), place(origin=centre), structure("920000025"), place("920000025"))
    assert layer.frame["place_id"].tolist() == ["920000025"]
    assert "in their commune" in str(layer.notes[0])


@pytest.mark.parametrize("lines", [(structure(),), (structure(), place(origin="9,?,?")), (structure(), place(x=""))])
def test_an_establishment_without_a_place_is_told(tmp_path, lines):
    layer = layer_of(tmp_path, *lines)
    assert layer.frame.empty
    assert str(layer.notes[0]) == "Rows left out, for lack of readable coordinates: 1."


def test_a_line_cut_short_is_told(tmp_path):
    layer = layer_of(tmp_path, structure(), "structureet;920000033;incomplet", place())
    assert len(layer.frame) == 1
    assert str(layer.notes[0]) == "Lines without the right number of columns, left out: 1."


def test_a_file_without_any_establishment_is_refused(tmp_path):
    with pytest.raises(SourceError, match="damaged or incomplete"):
        layer_of(tmp_path, place())


def test_the_table_with_a_header(tmp_path):
    header = "finess,etat,type,rs,telephone,categ_code,san_urg,geoloc_4326_long,geoloc_4326_lat"
    rows = (
        "920000017,ACTUEL,ET,RESIDENCE ADOMA,,259,.,2.26,48.8",
        "920000025,FERME,ET,ANCIEN FOYER,,256,.,2.26,48.8",
        "920000033,ACTUEL,EJ,SIEGE,,256,.,2.26,48.8",
        "920000041,ACTUEL,ET,PHARMACIE,,620,.,2.26,48.8",
    )
    frame = layer_of(tmp_path, *rows, head=header).frame
    assert frame[["place_id", "name", "kind"]].to_numpy().tolist() == [
        ["920000017", "RESIDENCE ADOMA", "social_residence"]
    ]
