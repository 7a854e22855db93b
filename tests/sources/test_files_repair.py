"""What French files get wrong is mended and told, with counts; what cannot be mended is refused."""

import json
import struct

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon

from geo.errors import SourceError
from geo.sources._geojson import read_geojson
from geo.sources._placement import place
from geo.sources._repair import from_wkb, repair
from geo.sources._sniff import Kind, sniff
from geo.sources._text import decode, is_utf8
from tests.sources import hostile

BOWTIE = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
LAMBERT_SQUARE = shapely.transform(BOWTIE.envelope, lambda points: points + np.array([650_000, 6_860_000]))


def found(*geometries):
    return from_wkb(np.array([None if geometry is None else shapely.to_wkb(geometry) for geometry in geometries]))


def shifted(geometry, x=650_000.0, y=6_860_000.0):
    return shapely.transform(geometry, lambda points: points + np.array([x, y]))


def texts(repaired):
    return [str(note) for note in repaired.notes]


def test_a_crossed_polygon_is_mended_and_its_change_of_area_told():
    # the two triangles of a 10 m bow tie hold 25 m² each; their signed areas cancelled out before
    repaired = repair(found(shifted(BOWTIE)), crs="EPSG:2154")
    assert shapely.is_valid(repaired.geometries).all()
    assert shapely.area(repaired.geometries).tolist() == [50.0]
    assert texts(repaired) == [
        "Invalid geometries, repaired: 1.",
        "These repairs changed areas by 50 m² in all.",
    ]


def test_a_change_of_area_in_degrees_is_told_in_square_metres():
    side = 10 / 111_195
    crossed = shifted(shapely.transform(BOWTIE, lambda points: points * side / 10), 2.3, 60.0)
    repaired = repair(found(crossed), crs="EPSG:4326")
    assert "changed areas by 25 m²" in texts(repaired)[-1]  # cos 60° = ½


def test_only_the_polygons_of_a_mended_polygon_are_kept():
    spiked = shifted(Polygon([(0, 0), (10, 0), (10, 10), (10, 30), (10, 10), (0, 10)]))
    repaired = repair(found(spiked), crs="EPSG:2154")
    assert repaired.geometries[0].geom_type == "Polygon"
    assert repaired.geometries[0].area == 100


def test_a_polygon_without_area_is_left_out():
    flat = shifted(Polygon([(0, 0), (10, 0), (5, 0), (0, 0)]))
    repaired = repair(found(flat, LAMBERT_SQUARE), crs="EPSG:2154")
    assert repaired.rows.tolist() == [1]
    assert texts(repaired) == ["Geometries without any extent, left out: 1."]


def test_missing_empty_broken_and_infinite_are_counted_apart():
    two_points = bytes.fromhex("01030000000100000002000000") + np.array([0, 0, 1, 1], dtype="<f8").tobytes()
    infinite = shapely.to_wkb(Point(np.inf, 6_860_000))
    wkb = np.array(
        [None, shapely.to_wkb(Polygon()), two_points, infinite, shapely.to_wkb(LAMBERT_SQUARE)], dtype=object
    )
    repaired = repair(from_wkb(wkb), crs="EPSG:2154")
    assert repaired.rows.tolist() == [4]
    assert texts(repaired) == [
        "Features without geometry, left out: 2.",
        "Features with a broken geometry, such as a ring of two points, left out: 1.",
        "Features whose coordinates are no numbers, or no place, left out: 1.",
    ]


def test_heights_are_dropped_and_told():
    repaired = repair(found(shapely.force_3d(LAMBERT_SQUARE, 35.0), LAMBERT_SQUARE), crs="EPSG:2154")
    assert not shapely.has_z(repaired.geometries).any()
    assert texts(repaired) == ["Geometries with a height or a measure, which is not used: 1."]


def test_nothing_usable_is_refused():
    with pytest.raises(SourceError, match="no feature with a usable geometry, out of 2"):
        repair(found(None, Polygon()), crs="EPSG:2154")
    with pytest.raises(SourceError, match="not numbers"):
        repair(found(Point(np.nan, np.inf)), crs="EPSG:2154")


def test_an_empty_layer_stays_empty():
    repaired = repair(found(), crs="EPSG:2154")
    assert len(repaired.rows) == 0
    assert repaired.crs == "EPSG:2154"


PLACES = {
    "Lambert-93 declared WGS84": ((652_000, 6_857_000), "EPSG:4326", "EPSG:2154", False),
    "Lambert-93 without CRS": ((652_000, 6_857_000), None, "EPSG:2154", False),
    "Lambert-93 swapped": ((6_857_000, 652_000), "EPSG:2154", "EPSG:2154", True),
    "degrees declared Lambert-93": ((2.26, 48.8), "EPSG:2154", "EPSG:4326", False),
    "degrees without CRS": ((2.26, 48.8), None, "EPSG:4326", False),
    "degrees swapped": ((48.8, 2.26), "EPSG:4326", "EPSG:4326", True),
    "RGF93 swapped": ((48.8, 2.26), "EPSG:4171", "EPSG:4171", True),
    "Réunion swapped": ((-21.1, 55.5), "EPSG:4326", "EPSG:4326", True),
    "Guyane": ((-52.3, 4.9), "EPSG:4326", "EPSG:4326", False),
    "Gothenburg, not France": ((11.97, 57.7), "EPSG:4326", "EPSG:4326", False),
    "Gothenburg, its own plane": ((147_800, 6_398_600), "EPSG:3007", "EPSG:3007", False),
    "Réunion, its own plane": ((340_000, 7_664_000), "EPSG:2975", "EPSG:2975", False),
}


@pytest.mark.parametrize("case", PLACES)
def test_coordinates_say_where_they_are(case):
    (x, y), declared, expected, swapped = PLACES[case]
    placed = place(np.array([Point(x, y)]), crs=declared)
    assert placed.crs == expected
    assert (placed.geometries[0].x == y) is swapped
    assert bool(placed.notes) is (swapped or declared != expected)


@pytest.mark.parametrize(
    ("x", "y", "declared"), [(5e8, 1, "EPSG:4326"), (200, 95, None), (652_000, 6_857_000, "EPSG:3007")]
)
def test_coordinates_that_fit_nowhere(x, y, declared):
    if declared == "EPSG:3007":
        assert place(np.array([Point(x, y)]), crs=declared).crs == "EPSG:2154"
        return
    with pytest.raises(SourceError, match="fit no known place"):
        place(np.array([Point(x, y)]), crs=declared)


@pytest.mark.parametrize(
    "crs", ["+init=epsg:2154", "+proj=longlat +nadgrids=/etc/passwd", "https://x.fr/crs", "Lambert 12"]
)
def test_a_crs_that_would_open_something_or_is_unknown_is_refused(crs):
    with pytest.raises(SourceError, match="coordinate reference system is unknown"):
        place(np.array([Point(652_000, 6_857_000)]), crs=crs)


def test_one_stray_feature_does_not_move_a_layer():
    points = np.array([Point(652_000 + rank, 6_857_000) for rank in range(9)] + [Point(0, 0)])
    assert place(points, crs="EPSG:2154").crs == "EPSG:2154"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(), st.floats(-90, 90)), min_size=3, max_size=8))
def test_a_repaired_ring_is_a_valid_polygon_of_finite_coordinates(corners):
    ring = np.array([*corners, corners[0]], dtype="<f8")
    wild = struct.pack("<BIII", 1, 3, 1, len(ring)) + ring.tobytes()
    tame = shapely.to_wkb(shapely.box(2, 48, 2.1, 48.1))
    repaired = repair(from_wkb(np.array([wild, tame, tame], dtype=object)), crs="EPSG:4326")
    assert shapely.is_valid(repaired.geometries).all()
    assert np.isfinite(shapely.get_coordinates(repaired.geometries)).all()
    assert not shapely.is_empty(repaired.geometries).any()


def read(tmp_path, document, **options):
    return read_geojson(hostile.write_geojson(tmp_path / "x.geojson", document, **options))


def test_the_top_level_id_becomes_a_column_where_no_property_has_that_name(tmp_path):
    document = hostile.collection(hostile.polygon(*hostile.SQUARE))
    document["features"][0]["id"] = "920230000G0128"
    assert read(tmp_path, document).table["id"].to_pylist() == ["920230000G0128"]
    document["features"][0]["properties"]["id"] = "own"
    assert read(tmp_path, document).table["id"].to_pylist() == ["own"]


def test_a_ring_of_two_points_leaves_the_other_features(tmp_path):
    short = hostile.polygon([[2.26, 48.8], [2.27, 48.8]])
    layer = read(tmp_path, hostile.collection(short, hostile.polygon(*hostile.SQUARE)))
    assert layer.table["rang"].to_pylist() == [1]
    assert "Features with a broken geometry" in str(layer.notes[0])


def test_letters_of_older_software_are_read_and_told(tmp_path):
    document = hostile.collection(hostile.polygon(*hostile.SQUARE), properties={"nom": "Créteil – l’Échat"})
    layer = read(tmp_path, document, encoding="cp1252")
    assert layer.table["nom"].to_pylist() == ["Créteil – l’Échat"]
    assert "Windows-1252" in str(layer.notes[0])


def test_a_byte_order_mark_is_no_matter(tmp_path):
    layer = read(tmp_path, hostile.collection(hostile.polygon(*hostile.SQUARE)), encoding="utf-8-sig")
    assert layer.notes == ()


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        ([1, None], pa.int64()),
        ([1, 2.5], pa.float64()),
        ([True, None], pa.bool_()),
        (["1", 1], pa.string()),
        ([None, None], pa.string()),
        ([10**30, 1], pa.string()),
        ([{"a": "é"}, [1]], pa.string()),
    ],
)
def test_a_column_keeps_its_type_when_it_has_only_one(tmp_path, values, type_):
    document = hostile.collection(*[hostile.polygon(*hostile.SQUARE)] * len(values))
    for feature, value in zip(document["features"], values, strict=True):
        feature["properties"] = {"v": value}
    column = read(tmp_path, document).table["v"]
    assert column.type == type_
    assert column.null_count == values.count(None)


def test_a_feature_and_a_bare_geometry_are_geojson_too(tmp_path):
    square = hostile.polygon(*hostile.SQUARE)
    assert read(tmp_path, square).table.num_rows == 1
    assert read(tmp_path, {"type": "Feature", "properties": None, "geometry": square}).table.num_rows == 1


@pytest.mark.parametrize("document", [[], {"type": "FeatureCollection"}, {"type": "Topology"}, {"features": [1]}])
def test_other_json_is_refused(tmp_path, document):
    with pytest.raises(SourceError, match="not GeoJSON"):
        read(tmp_path, document)


def test_the_features_may_come_late_in_the_file(tmp_path):
    document = hostile.collection(hostile.polygon(*hostile.SQUARE), metadata="x" * 100_000)
    document = {"metadata": document.pop("metadata"), **document}
    path = hostile.write_geojson(tmp_path / "late.geojson", document)
    assert sniff(path) is Kind.GEOJSON


def test_exact_duplicates_are_kept(tmp_path):
    square = hostile.polygon(*hostile.SQUARE)
    assert read(tmp_path, hostile.collection(square, square, properties={"id": "a"})).table.num_rows == 2


def test_many_parts_and_lines_are_kept(tmp_path):
    many = MultiPolygon([shapely.box(2, 48, 2.1, 48.1), shapely.box(2.2, 48, 2.3, 48.1)])
    line = LineString([(2, 48), (2.1, 48.1)])
    layer = read(tmp_path, hostile.collection(*(json.loads(shapely.to_geojson(part)) for part in (many, line))))
    kinds = [geometry.geom_type for geometry in shapely.from_wkb(layer.table["geometry"].to_pylist())]
    assert kinds == ["MultiPolygon", "LineString"]


@given(st.text())
def test_utf8_is_always_recognised(text):
    assert is_utf8(text.encode("utf-8"))
    assert decode(text.encode("utf-8"))[1] == ()
