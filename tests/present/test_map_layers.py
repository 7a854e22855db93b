"""Every role with places is on the map, folded away, and says what it is; no text of a file is ever read as markup."""

import geopandas as gpd
import pytest
from shapely import Point, box

from geo.models import Role
from geo.present import palette
from geo.present.labels import translator
from geo.present.map_layers import DRAWN, map_layers
from geo.schemas import GEOMETRIES
from geo.territory import open_territory

FRENCH = translator("fr")


@pytest.fixture(scope="module")
def layers(demonstration):
    return {layer.key: layer for layer in map_layers(open_territory(demonstration), FRENCH)}


def test_every_role_that_has_places_is_on_the_map():
    assert {drawn.role for drawn in DRAWN} == set(GEOMETRIES)


def test_every_layer_has_a_style_of_its_own():
    keys = [drawn.key for drawn in DRAWN]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(palette.LAYER_STYLES)


def test_only_the_usual_layers_are_drawn_at_first(layers):
    assert {key for key, layer in layers.items() if layer.shown} == {
        "communes", "streets", "parcels", "buildings", "neighbourhoods", "fallow",
    }  # fmt: skip
    assert {layer.group for layer in layers.values()} == {
        "", "Droit et risques", "Sol et eau", "Habitants et partenaires",
    }  # fmt: skip


def test_places_are_shared_between_partners_and_children(layers, demonstration):
    places = open_territory(demonstration).layers[Role.PLACES].frame
    assert len(layers["partners"].frame) + len(layers["children"].frame) == len(places)
    assert set(layers["children"].frame["kind"]) == {"school", "leisure_centre"}


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("zoning", "UE · Zone urbaine pavillonnaire\nzone urbaine"),
        ("flood", "Zone rouge du PPRI du Val-Fiacre (inondation)\nzone rouge"),
        ("partners", "CHRS La Halte\ncentre d’hébergement"),
        ("soil", "Limons du coteau\nlimon\npH 6,9\n75 cm de profondeur"),
        ("gardens_and_parks", "Jardins familiaux\njardin partagé ou familial"),
    ],
)
def test_a_feature_says_what_it_is(layers, key, told):
    assert told in layers[key].tooltips


def test_a_feature_without_name_says_its_kind(layers):
    assert "aire de jeux" in layers["gardens_and_parks"].tooltips


def test_texts_follow_the_features(layers):
    for layer in layers.values():
        if layer.tooltips is not None:
            assert len(layer.tooltips) == len(layer.frame)


def test_a_folder_of_parcels_alone_draws_parcels_alone(demonstration, tmp_path):
    (tmp_path / "parcels").mkdir()
    name = "cadastre-92903-parcelles.json.gz"
    (tmp_path / "parcels" / name).write_bytes((demonstration / "parcels" / name).read_bytes())
    assert [layer.key for layer in map_layers(open_territory(tmp_path), FRENCH)] == ["parcels"]


def test_hostile_names_stay_texts():
    from geo.present.map_layers import _layer

    drawn = next(one for one in DRAWN if one.key == "partners")
    names = ["{{ 7*7 }}", "<img src=x onerror=alert(1)>"]
    frame = gpd.GeoDataFrame({"name": names, "kind": ["ccas", "shelter"]}, geometry=[Point(0, 0), box(0, 0, 1, 1)])
    assert _layer(drawn, frame, FRENCH).tooltips == [f"{names[0]}\nCCAS", f"{names[1]}\ncentre d’hébergement"]
