"""The files of a plan, from a garden drawn by hand."""

import json
import math
from dataclasses import replace

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import shape

from geo.errors import LayoutError
from geo.export.layout import feature_collection, plan_layers, rules_document, write_refusal, write_sketches
from geo.layout.rules import check
from geo.messages import Message
from geo.plans import RuleCheck, Sketch, Zone
from geo.present.labels import translator
from tests.layout.handmade import handmade_plan, handmade_programme

LAYERS = {
    "zones": ["zone", "area_m2", "target_m2"],
    "paths": ["width_m"],
    "beds": ["area_m2"],
    "trees": ["crown_radius_m", "height_m", "form"],
    "objects": ["kind"],
    "entrance": [],
    "espaliers": ["length_m"],
    "kept": ["area_m2"],
}
ENDINGS = ("dxf", "geojson", "gpkg", "png", "svg")


def sketched(number=1, plan=None):
    plan = plan or handmade_plan()
    return Sketch(number, Message("Variant {number}", {"number": number}), plan, check(plan, handmade_programme()))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans") / "handmade"
    return folder, write_sketches(folder, [sketched(1), sketched(2)], "fr", sources=["sites.geojson"])


def test_every_file_is_there_and_told(written):
    folder, files = written
    names = {f"plan-{n}.{ending}" for n in (1, 2) for ending in ENDINGS} | {"rules-1.json", "rules-2.json"}
    assert {path.name for path in folder.iterdir()} == names
    assert {path.name for path in files} == names


def test_the_geopackage_has_every_layer_with_its_columns(written):
    path = written[0] / "plan-1.gpkg"
    assert [name for name, _ in pyogrio.list_layers(path)] == list(LAYERS)
    for name, columns in LAYERS.items():
        frame = gpd.read_file(path, layer=name)
        assert list(frame.columns) == [*columns, "geometry"]
        assert frame.crs.to_epsg() == 2154
        assert frame.is_valid.all()


def test_the_geopackage_holds_the_plan(written):
    plan, path = handmade_plan(), written[0] / "plan-1.gpkg"
    zones = gpd.read_file(path, layer="zones").set_index("zone")
    assert sorted(zones.index) == sorted(Zone)
    for zone, outline in plan.zones.items():
        assert zones.geometry[zone].equals(outline)
        assert zones.area_m2[zone] == pytest.approx(outline.area, abs=0.01)
        assert zones.target_m2[zone] == pytest.approx(plan.targets_m2[zone], abs=0.01)
    paths = gpd.read_file(path, layer="paths")
    assert len(paths) == 1
    assert paths.width_m[0] == 1.6
    trees = gpd.read_file(path, layer="trees")
    assert len(trees) == len(plan.trees)
    assert set(trees.geom_type) == {"Point"}
    assert set(trees.form) == {"low_stem"}
    objects = gpd.read_file(path, layer="objects")
    assert objects.kind.value_counts()["composter"] == 3
    assert gpd.read_file(path, layer="entrance").geometry[0].equals(plan.entrance)
    assert len(gpd.read_file(path, layer="beds")) == len(plan.beds)
    assert gpd.read_file(path, layer="kept").area_m2.tolist() == [4.0]


def test_an_empty_layer_keeps_its_columns_and_its_kind(tmp_path):
    bare = replace(handmade_plan(), beds=(), trees=(), espaliers=(), objects=())
    write_sketches(tmp_path, [sketched(1, bare)], "fr")
    kinds = {str(name): str(kind) for name, kind in pyogrio.list_layers(tmp_path / "plan-1.gpkg")}
    assert list(kinds) == list(LAYERS)
    assert [kinds[name] for name in ("beds", "trees", "espaliers", "objects")] == [
        "Polygon", "Point", "LineString", "Polygon",
    ]  # fmt: skip
    types = pyogrio.read_info(tmp_path / "plan-1.gpkg", layer="trees")
    assert dict(zip(types["fields"], types["ogr_types"], strict=True)) == {
        "crown_radius_m": "OFTReal", "height_m": "OFTReal", "form": "OFTString",
    }  # fmt: skip


def test_the_geojson_is_the_same_plan_in_degrees(written):
    document = json.loads((written[0] / "plan-1.geojson").read_text(encoding="utf-8"))
    assert set(document) == {"type", "features"}
    layers = {name: table for name, table in plan_layers(handmade_plan()).items() if len(table)}
    assert list(dict.fromkeys(feature["properties"]["layer"] for feature in document["features"])) == list(layers)
    for name, table in layers.items():
        features = [feature for feature in document["features"] if feature["properties"]["layer"] == name]
        places = [shape(feature["geometry"]) for feature in features]
        back = gpd.GeoSeries(places, crs="EPSG:4326").to_crs(table.crs)
        assert (back.normalize().hausdorff_distance(table.geometry.normalize()) < 0.001).all()
        for feature, row in zip(features, table.drop(columns="geometry").to_dict("records"), strict=True):
            assert feature["properties"] == {"layer": name, **row}


def test_outer_rings_turn_to_the_left(written):
    document = json.loads((written[0] / "plan-1.geojson").read_text(encoding="utf-8"))
    polygons = [shape(f["geometry"]) for f in document["features"] if f["geometry"]["type"] == "Polygon"]
    assert len(polygons) > 20
    assert all(polygon.exterior.is_ccw for polygon in polygons)


def test_a_collection_of_nothing_is_one():
    assert feature_collection({}) == {"type": "FeatureCollection", "features": []}


def test_rules_are_told_with_their_figures(written):
    document = json.loads((written[0] / "rules-1.json").read_text(encoding="utf-8"))
    checks = check(handmade_plan(), handmade_programme())
    assert document["valid"] is all(one.met for one in checks)
    assert [rule["id"] for rule in document["rules"]] == [one.id for one in checks]
    for rule in document["rules"]:
        assert set(rule) == {"id", "met", "measured", "limit", "unit", "text"}
        assert isinstance(rule["met"], bool)
        assert "{" not in rule["text"]


def test_what_has_no_number_is_none_and_an_unmet_rule_is_shown():
    odd = RuleCheck("x.y", met=False, measured=math.nan, limit=math.inf, unit="m", text=Message("Slope"))
    one = replace(sketched(), checks=(odd,), remedies=(Message("Slope"),))
    document = rules_document(one, translator("fr"))
    assert document["valid"] is False
    assert document["rules"][0] == {
        "id": "x.y", "met": False, "measured": None, "limit": None, "unit": "m", "text": "Pente",
    }  # fmt: skip
    assert document["remedies"] == ["Pente"]
    json.dumps(document, allow_nan=False)


def test_the_same_plan_gives_the_same_bytes(written, tmp_path):
    _, files = written
    write_sketches(tmp_path, [sketched(1), sketched(2)], "fr", sources=["sites.geojson"])
    for path in files:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_plans_of_an_earlier_run_go_and_files_of_others_stay(tmp_path):
    write_sketches(tmp_path, [sketched(1), sketched(2)], "fr")
    for name in ("notes.txt", "plan-2.pdf", "my plan-2.svg"):
        (tmp_path / name).write_text("mine")
    write_sketches(tmp_path, [sketched(1)], "fr")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"plan-1.{e}" for e in ENDINGS} | {"rules-1.json", "notes.txt", "plan-2.pdf", "my plan-2.svg"}


def test_a_refusal_is_one_rule_and_takes_the_plans_away(tmp_path):
    write_sketches(tmp_path, [sketched(1), sketched(2)], "fr")
    with pytest.raises(LayoutError) as refused:
        handmade_programme().for_area(96.4)
    write_refusal(tmp_path, refused.value, 96.4, "fr")
    assert [path.name for path in tmp_path.iterdir()] == ["rules-1.json"]
    document = json.loads((tmp_path / "rules-1.json").read_text(encoding="utf-8"))
    assert document["valid"] is False
    (rule,) = document["rules"]
    assert rule["met"] is False
    assert (rule["measured"], rule["limit"], rule["unit"]) == (96.4, 150.0, "m²")
    assert "150" in rule["text"]
    assert document["remedies"]
