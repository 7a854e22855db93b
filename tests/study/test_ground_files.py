import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from shapely import GeometryCollection, LineString, Point, Polygon, box

from geo.errors import SourceError
from geo.study.ground_files import SITE_ID, GroundFiles, read_sites, site_ids
from geo.study.planes import plane_of
from tests.sources.test_files_rasters import NORTH, WEST, write

CRS = "EPSG:2154"


def plot(west, south, east, north):
    """Return a rectangle given in metres from the north-west corner of the rasters, southwards."""
    return box(WEST + west, NORTH - north, WEST + east, NORTH - south)


def save(path, *shapes, crs=CRS, **columns):
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs).to_file(path)
    return path


def read(tmp_path, *shapes, crs=CRS, columns=None, **files):
    book = read_sites(GroundFiles(save(tmp_path / "sites.gpkg", *shapes, crs=crs, **(columns or {})), **files))
    return book, [book.prepare(site) for site in book.sites]


def texts(notes):
    return [str(note) for note in notes]


def test_sites_are_named_by_their_id_else_by_their_order(tmp_path):
    columns = {"site_id": ["clos-1", "../up", "clos-1", None]}
    book, _ = read(tmp_path, *(plot(40 * n, 0, 40 * n + 30, 20) for n in range(4)), columns=columns)
    assert [site.site_id for site in book.sites] == ["clos-1", "2", "3", "4"]
    assert texts(book.notes) == [
        "The site_id “../up” cannot be used or is given twice: “2” is used.",
        "The site_id “clos-1” cannot be used or is given twice: “3” is used.",
    ]


def test_numbers_are_ids_and_no_two_sites_share_a_folder():
    names, _ = site_ids(pd.DataFrame({"site_id": [7.0, None, 2, "A", "a", "x" * 65, True]}))
    assert names == ("7", "2-2", "2", "A", "5", "6", "7-2")


@given(st.lists(st.one_of(st.none(), st.text(max_size=70), st.integers(), st.floats(), st.booleans()), max_size=12))
def test_every_name_is_a_folder_of_its_own(values):
    names, _ = site_ids(pd.DataFrame({"site_id": pd.Series(values, dtype=object)}))
    assert len(names) == len(values) == len({name.casefold() for name in names})
    assert all(SITE_ID.fullmatch(name) for name in names)


def test_degrees_are_put_into_the_metres_of_the_place(tmp_path):
    (square,) = gpd.GeoSeries([plot(0, 0, 30, 20)], crs=CRS).to_crs("EPSG:4326")
    document = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": square.__geo_interface__}],
    }
    (tmp_path / "sites.geojson").write_text(json.dumps(document))
    book = read_sites(GroundFiles(tmp_path / "sites.geojson"))
    (site,) = book.sites
    assert site.crs == CRS
    assert site.shape.area == pytest.approx(600, rel=1e-3)
    assert book.prepare(site).ground.crs == CRS


@pytest.mark.parametrize(
    ("place", "crs", "plane"),
    [
        (Point(-61.0, 14.6), "EPSG:4326", "EPSG:5490"),
        (Point(-52.3, 4.9), "EPSG:4326", "EPSG:2972"),
        (Point(45.2, -12.8), "EPSG:4326", "EPSG:4471"),
        (Point(-56.2, 46.8), "EPSG:4326", "EPSG:4467"),
        (Point(18.4, -33.9), "EPSG:4326", "EPSG:32734"),
        (Point(650_000, 6_860_000), "EPSG:2154", "EPSG:2154"),
        (Point(319_180, 6_396_600), "EPSG:3007", "EPSG:3007"),
        (Point(900_000, 700_000), "EPSG:2263", "EPSG:32618"),  # feet of New York
    ],
)
def test_the_plane_is_that_of_the_place(place, crs, plane):
    assert plane_of(place, crs) == plane


def test_a_mercator_map_is_no_plane_to_measure_in(tmp_path):
    (square,) = gpd.GeoSeries([plot(0, 0, 30, 20)], crs=CRS).to_crs("EPSG:3857")
    book, _ = read(tmp_path, square, crs="EPSG:3857")
    assert book.sites[0].crs == CRS
    assert book.sites[0].shape.area == pytest.approx(600, rel=1e-3)


def test_sites_far_apart_keep_their_own_plane(tmp_path):
    book, prepared = read(tmp_path, box(2.3, 48.8, 2.3004, 48.8003), box(55.4, -21, 55.4003, -20.9997), crs="EPSG:4326")
    assert [site.crs for site in book.sites] == ["EPSG:2154", "EPSG:2975"]
    assert [one.ground.crs for one in prepared] == ["EPSG:2154", "EPSG:2975"]


def test_streets_gates_and_obstacles_come_from_any_crs(tmp_path):
    def moved(name, *shapes):
        frame = gpd.GeoDataFrame(geometry=list(shapes), crs=CRS).to_crs("EPSG:4326")
        frame.to_file(tmp_path / name)
        return tmp_path / name

    _, (prepared,) = read(
        tmp_path,
        plot(0, 0, 30, 20),
        street=moved("street.gpkg", LineString([(WEST, NORTH), (WEST + 30, NORTH)])),
        entrances=moved("gates.gpkg", Point(WEST + 9, NORTH)),
        obstacles=moved("kept.gpkg", plot(5, 5, 8, 8)),
        buildings=moved("houses.gpkg", plot(35, 0, 45, 9)),
    )
    ground = prepared.ground
    assert ground.street_known
    assert ground.street.length == pytest.approx(30, abs=0.01)
    assert ground.entrances[0].distance(Point(WEST + 9, NORTH)) < 0.01
    assert ground.obstacles.area == pytest.approx(9, abs=0.01)
    assert ground.neighbours.area == pytest.approx(90, abs=0.1)
    assert prepared.notes == ()


def test_gates_of_no_site_are_told(tmp_path):
    gates = save(tmp_path / "gates.gpkg", Point(WEST, NORTH - 4), Point(WEST - 3, NORTH - 4))
    book, (prepared,) = read(tmp_path, plot(0, 0, 30, 20), entrances=gates)
    assert len(prepared.ground.entrances) == 1
    assert texts(book.notes) == ["Entrances farther than 2.0 m from any site, left aside: 1."]


def test_other_sites_are_neighbours(tmp_path):
    _, (one, other) = read(tmp_path, plot(0, 0, 30, 20), plot(0, 20, 30, 40))
    assert one.ground.street.bounds[1] == NORTH
    assert other.ground.street.bounds[3] == NORTH - 40


def test_hours_of_sun_are_cut_out_of_the_raster(tmp_path):
    hours = np.arange(48, dtype=np.float32).reshape(6, 8) / 4
    sun = write(tmp_path / "sun.tif", np.kron(hours, np.ones((10, 10), np.float32)))
    _, (prepared, beyond) = read(tmp_path, plot(12, 22, 28, 38), plot(900, 0, 930, 20), sun=sun)
    raster = prepared.ground.sun
    assert raster.values.shape == (20, 20)
    assert raster.bounds.west == WEST + 10
    assert raster.bounds.north == NORTH - 20
    assert np.unique(raster.values).tolist() == [4.25, 4.5, 6.25, 6.5]
    assert beyond.ground.sun is None
    assert "Sun unknown: the raster does not reach this site." in texts(beyond.notes)


def test_a_raster_in_another_crs_is_read_cell_by_cell(tmp_path):
    west, north = 319_180.0, 6_396_600.0
    hours = np.arange(1600, dtype=np.float32).reshape(40, 40) / 80
    sun = write(tmp_path / "sun.tif", hours, transform=Affine(1, 0, west, 0, -1, north), crs="EPSG:3007")
    square = gpd.GeoSeries([box(west + 10, north - 30, west + 30, north - 10)], crs="EPSG:3007").to_crs("EPSG:25832")
    _, (prepared,) = read(tmp_path, square[0], crs="EPSG:25832", sun=sun)
    raster = prepared.ground.sun
    assert raster.crs == prepared.ground.crs == "EPSG:25832"
    rows, columns = raster.values.shape
    side = (raster.bounds.east - raster.bounds.west) / columns
    east, north_of = np.meshgrid(
        raster.bounds.west + (np.arange(columns) + 0.5) * side, raster.bounds.north - (np.arange(rows) + 0.5) * side
    )
    back = Transformer.from_crs("EPSG:25832", "EPSG:3007", always_xy=True)
    x, y = back.transform(east, north_of)
    expected = (40 * np.floor(north - y) + np.floor(x - west)) / 80
    np.testing.assert_array_equal(raster.values, expected.astype(np.float32))
    covered = box(raster.bounds.west, raster.bounds.south, raster.bounds.east, raster.bounds.north)
    assert covered.covers(prepared.ground.outline)


def test_heights_are_no_hours(tmp_path):
    heights = write(tmp_path / "mns.tif", np.full((60, 80), 42.0, np.float32))
    with pytest.raises(SourceError, match="no hours of sun"):
        read(tmp_path, plot(10, 10, 40, 30), sun=heights)


def test_the_terrain_is_cut_out_too(tmp_path):
    heights = write(tmp_path / "mnt.tif", np.full((60, 80), 42.0, np.float32))
    _, (prepared, beyond) = read(tmp_path, plot(10, 10, 40, 30), plot(900, 0, 930, 20), terrain=heights)
    assert prepared.ground.terrain.values.shape == (24, 34)
    assert "Slopes unknown: the terrain does not reach this site." in texts(beyond.notes)


@pytest.mark.parametrize("option", ["street", "entrances", "obstacles", "buildings"])
def test_a_file_that_does_not_hold_what_it_is_for_is_refused(tmp_path, option):
    wrong = plot(0, 0, 9, 9) if option == "entrances" else Point(WEST, NORTH)
    with pytest.raises(SourceError, match="holds no"):
        read(tmp_path, plot(0, 0, 30, 20), **{option: save(tmp_path / "wrong.gpkg", wrong)})


@pytest.mark.parametrize("option", ["street", "entrances", "obstacles", "buildings", "sun", "terrain"])
def test_a_file_that_is_not_there_is_named(tmp_path, option):
    with pytest.raises(SourceError, match=r"none\.gpkg"):
        read(tmp_path, plot(0, 0, 30, 20), **{option: tmp_path / "none.gpkg"})


def test_points_are_no_sites(tmp_path):
    with pytest.raises(SourceError, match="no polygon"):
        read(tmp_path, Point(WEST, NORTH))


def test_other_features_are_left_aside_and_keep_their_number(tmp_path):
    book, _ = read(tmp_path, Point(WEST, NORTH), plot(0, 0, 30, 20), crs=CRS)
    assert [site.site_id for site in book.sites] == ["2"]
    assert texts(book.notes) == ["sites.gpkg: features that are no polygons, left aside: 1."]


def test_a_collection_gives_its_polygons(tmp_path):
    mixed = GeometryCollection([plot(0, 0, 30, 20), Point(WEST, NORTH)])
    book, (prepared,) = read(tmp_path, mixed)
    assert prepared.ground.outline.area == 600
    assert [site.site_id for site in book.sites] == ["1"]


def feature(shape, **properties):
    geometry = None if shape is None else shape.__geo_interface__
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(path, *features):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": list(features)}))
    return path


def test_an_empty_site_stops_the_numbering_but_not_the_sites_with_a_name(tmp_path):
    empty = feature(Polygon())
    path = geojson(tmp_path / "a.geojson", empty, feature(plot(0, 0, 30, 20)))
    with pytest.raises(SourceError, match="cannot be numbered"):
        read_sites(GroundFiles(path))
    path = geojson(tmp_path / "b.geojson", empty, feature(plot(0, 0, 30, 20), site_id="good"))
    book = read_sites(GroundFiles(path))
    assert [site.site_id for site in book.sites] == ["good"]
    assert any("left out: 1" in text for text in texts(book.notes))


def test_only_empty_sites_are_an_error(tmp_path):
    with pytest.raises(SourceError, match="usable geometry"):
        read_sites(GroundFiles(geojson(tmp_path / "a.geojson", feature(Polygon()), feature(None))))


def test_a_bow_tie_is_repaired_and_told(tmp_path):
    bow = Polygon([(WEST, NORTH), (WEST + 40, NORTH - 30), (WEST + 40, NORTH), (WEST, NORTH - 20)])
    book = read_sites(GroundFiles(geojson(tmp_path / "a.geojson", feature(bow))))
    prepared = book.prepare(book.sites[0])
    assert prepared.ground.outline.is_valid
    assert any("Invalid geometries, repaired: 1" in text for text in texts(book.notes))
    assert any("2 parts" in text for text in texts(prepared.notes))


def test_every_polygon_layer_but_the_first_is_told(tmp_path):
    path = tmp_path / "sites.gpkg"
    for layer, east in (("first", 30), ("second", 60)):
        gpd.GeoDataFrame(geometry=[plot(0, 0, east, 20)], crs=CRS).to_file(path, layer=layer)
    book = read_sites(GroundFiles(path))
    assert len(book.sites) == 1
    assert texts(book.notes) == ["sites.gpkg: only the layer “first” is laid out."]


def test_parcels_of_a_real_commune_become_grounds(real_data):
    folder = real_data / "cadastre"
    files = GroundFiles(
        folder / "cadastre-13029-parcelles.geojson", buildings=folder / "cadastre-13029-batiments.geojson"
    )
    book = read_sites(files)
    grounds = [book.prepare(site).ground for site in book.sites[::10]]
    assert len(book.sites) == 389
    assert all(ground.outline.is_valid and ground.street.length > 0 for ground in grounds)
    assert any(ground.obstacles.area > 50 for ground in grounds)
    assert {ground.crs for ground in grounds} == {CRS}
