"""OpenStreetMap: real extracts, answers to queries, and every tag that counts by hand."""

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box

from geo.errors import SourceError
from geo.models import Role
from geo.sources._files import Table, read_tables
from geo.sources._osm_tags import Tags, tag_in
from geo.sources.inventory import take_inventory
from geo.sources.manifest import Manifest
from geo.sources.osm import is_everything
from geo.sources.recognition import is_silent, read_layer, recognise_all

PLACE, WAY, AREA = Point(2.26, 48.8), LineString([(2.26, 48.8), (2.27, 48.8)]), box(2.26, 48.8, 2.261, 48.801)


def table(*features):
    """Return an answer of Overpass Turbo: one shape and some tags per feature."""
    rows = [{"id": f"way/{number}", **tags} for number, (_, tags) in enumerate(features, 1)]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=[shape for shape, _ in features], crs=4326)
    return Table(Path("export.geojson"), "export", "GeoJSON", frame)


def frame_of(found, role):
    source = next(source for source in recognise_all(found) if source.role is role)
    return read_layer(found, source, file="export.geojson").frame


def extract(folder, *elements, name="extract.osm"):
    path = folder / name
    nodes = [(1, 48.80, 2.260), (2, 48.80, 2.261), (3, 48.801, 2.261), (4, 48.801, 2.260)]
    written = "".join(f'<node id="{i}" lat="{lat}" lon="{lon}"/>' for i, lat, lon in nodes)
    path.write_text(f'<?xml version="1.0"?>\n<osm version="0.6">{written}{"".join(elements)}</osm>', encoding="utf-8")
    return path


def way(number, *, ring=True, **tags):
    nodes = "".join(f'<nd ref="{node}"/>' for node in ([1, 2, 3, 4, 1] if ring else [1, 2, 3]))
    told = "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items())
    return f'<way id="{number}">{nodes}{told}</way>'


def roles_in(path, folder):
    root = folder / "territory" / "layers"
    root.mkdir(parents=True)
    shutil.copy(path, root / path.name)
    found = take_inventory(folder / "territory", Manifest())
    return {finding.layer.role: len(finding.layer.frame) for finding in found if finding.layer}, found


# ---- the real extract -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def redon(real_data):
    (found,) = read_tables(real_data / "osm" / "redon.osm")
    return {source.role: read_layer(found, source, file="redon.osm").frame for source in recognise_all(found)}


def test_the_real_extract_serves_six_roles(redon):
    assert {role: len(frame) for role, frame in redon.items()} == {
        Role.STREETS: 293,
        Role.PLACES: 7,
        Role.GARDENS_AND_PARKS: 8,
        Role.WATER: 6,
        Role.STOPS: 8,
        Role.BUILDINGS: 1053,
    }


def test_the_real_streets(redon):
    assert redon[Role.STREETS]["importance"].value_counts().to_dict() == {"6": 153, "5": 97, "2": 24, "4": 13, "3": 6}
    assert "Quai Jean Bart" in set(redon[Role.STREETS]["name"])
    assert redon[Role.STREETS]["street_id"].str.fullmatch(r"way/[0-9]+").all()


def test_the_real_places(redon):
    found = redon[Role.PLACES].set_index("name")
    assert found.loc["Centre communal d'action sociale", "kind"] == "ccas"
    social = found.loc["Centre départemental d'action sociale du Pays de Redon"]
    assert social[["kind", "address"]].tolist() == ["social_services", "9 Avenue de la Gare"]


def test_the_real_shared_gardens(redon):
    assert redon[Role.GARDENS_AND_PARKS]["kind"].value_counts().to_dict() == {"park": 4, "shared_garden": 3, "wood": 1}


def test_the_real_extract_in_a_folder_gives_one_finding_a_role(real_data, tmp_path):
    roles, found = roles_in(real_data / "osm" / "redon.osm", tmp_path)
    assert len(found) == len(roles) == 6
    assert {finding.file for finding in found} == {"layers/redon.osm"}


def test_a_whole_extract_without_water_says_that_there_is_none(real_data):
    (found,) = read_tables(real_data / "osm" / "overpass_pont_de_veyle.osm.gz")
    (source,) = (source for source in recognise_all(found) if source.role is Role.WATER)
    layer = read_layer(found, source, file="a")
    assert layer.frame.empty
    assert not is_silent(layer, found, source)


# ---- what was searched ------------------------------------------------------------------------------------------


def test_streets_and_plain_buildings_make_a_whole_extract(tmp_path):
    path = extract(tmp_path, way(1, ring=False, highway="residential"), way(2, building="yes"))
    roles, _ = roles_in(path, tmp_path)
    assert roles == {Role.STREETS: 1, Role.BUILDINGS: 1} | dict.fromkeys(
        (Role.PLACES, Role.GARDENS_AND_PARKS, Role.WATER, Role.STOPS), 0
    )


def test_a_query_for_streets_says_nothing_of_the_rest(tmp_path):
    roles, _ = roles_in(extract(tmp_path, way(1, ring=False, highway="residential")), tmp_path)
    assert roles == {Role.STREETS: 1}


def test_a_query_for_schools_gives_no_buildings(tmp_path):
    school = way(2, building="yes", amenity="school")
    roles, _ = roles_in(extract(tmp_path, way(1, ring=False, highway="residential"), school), tmp_path)
    assert roles == {Role.STREETS: 1, Role.PLACES: 1}


def test_an_extract_of_nothing_useful_is_told(tmp_path):
    roles, (finding,) = roles_in(extract(tmp_path, way(1, ring=False, barrier="fence")), tmp_path)
    assert roles == {}
    assert "holds nothing" in str(finding.remarks[0])


def test_what_makes_an_extract_whole():
    street, plain = (WAY, {"highway": "service"}), (AREA, {"building": "house"})
    assert is_everything(table(street, plain).frame)
    assert not is_everything(table(plain).frame)
    assert not is_everything(table((WAY, {"highway": "proposed"}), plain).frame)
    assert not is_everything(table(street, (AREA, {"building": "yes", "office": "ngo"})).frame)


# ---- tags -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("highway", "importance", "walkable"),
    [
        ("motorway", "1", False),
        ("trunk", "1", False),
        ("trunk_link", "1", False),
        ("primary", "2", True),
        ("secondary_link", "3", True),
        ("tertiary", "4", True),
        ("residential", "5", True),
        ("living_street", "5", True),
        ("service", "5", True),
        ("footway", "6", True),
        ("steps", "6", True),
        ("pedestrian", "6", True),
    ],
)
def test_importance_and_walking(highway, importance, walkable):
    row = frame_of(table((WAY, {"highway": highway})), Role.STREETS).iloc[0]
    assert [row["importance"], row["walkable"]] == [importance, walkable]


@pytest.mark.parametrize("highway", ["proposed", "construction", "raceway", "elevator", "razed"])
def test_what_is_no_street(highway):
    assert frame_of(table((WAY, {"highway": highway})), Role.STREETS).empty


@pytest.mark.parametrize(
    ("tags", "walkable"),
    [
        ({"access": "private"}, False),
        ({"access": "no"}, False),
        ({"access": "no", "foot": "yes"}, True),
        ({"access": "destination"}, True),
        ({"foot": "no"}, False),
        ({"foot": "use_sidepath"}, True),
    ],
)
def test_who_may_walk(tags, walkable):
    row = frame_of(table((WAY, {"highway": "residential", **tags})), Role.STREETS).iloc[0]
    assert row["walkable"] == walkable


def test_a_trunk_road_open_to_walkers_is_walkable():
    assert frame_of(table((WAY, {"highway": "trunk", "foot": "designated"})), Role.STREETS)["walkable"].all()


def test_the_drive_of_a_house_is_no_public_way():
    found = table((WAY, {"highway": "service", "service": "driveway"}), (WAY, {"highway": "service"}))
    assert frame_of(found, Role.STREETS)["street_id"].tolist() == ["way/2"]


def test_a_street_without_a_name_has_its_number():
    named = table((WAY, {"highway": "primary", "name": None, "ref": "D 67", "width": "6,5 m"}))
    assert frame_of(named, Role.STREETS)[["name", "width_m"]].iloc[0].tolist() == ["D 67", 6.5]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "school"}, "school"),
        ({"amenity": "kindergarten"}, "school"),
        ({"amenity": "school", "school:FR": "lycée"}, None),
        ({"amenity": "school", "school:FR": "collège"}, "school"),
        ({"amenity": "social_facility", "social_facility": "shelter"}, "shelter"),
        ({"amenity": "social_facility", "social_facility": "assisted_living"}, None),
        ({"amenity": "social_facility", "social_facility": "group_home", "social_facility:for": "senior"}, None),
        (
            {"amenity": "social_facility", "social_facility": "group_home", "social_facility:for": "migrant"},
            "social_residence",
        ),
        ({"amenity": "social_facility", "name": "Résidence Adoma"}, "social_residence"),
        ({"amenity": "social_facility", "social_facility": "outreach"}, "social_services"),
        ({"office": "government", "name": "C.C.A.S. de Clamart"}, "ccas"),
        ({"amenity": "social_facility", "name": "CCAS"}, "ccas"),
        ({"shop": "yes", "name": "Les accas"}, None),
        ({"amenity": "community_centre"}, "social_centre"),
        ({"amenity": "social_centre"}, "social_centre"),
        ({"amenity": "community_centre", "name": "Salle des fêtes"}, None),
        ({"amenity": "community_centre", "community_centre": "village_hall"}, None),
        ({"amenity": "community_centre", "community_centre": "youth_centre"}, "leisure_centre"),
        ({"amenity": "childcare", "name": "Centre de loisirs Jules Ferry"}, "leisure_centre"),
        ({"amenity": "childcare"}, None),
        ({"amenity": "bar"}, None),
    ],
)
def test_kinds_of_places(tags, kind):
    found = frame_of(table((AREA, tags)), Role.PLACES)
    assert found["kind"].tolist() == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"leisure": "park"}, "park"),
        ({"leisure": "park", "access": "private"}, None),
        ({"leisure": "garden", "name": "Square du Port"}, "park"),
        ({"leisure": "garden"}, "other"),
        ({"leisure": "garden", "garden:type": "residential"}, None),
        ({"leisure": "garden", "garden:type": "community"}, "shared_garden"),
        ({"leisure": "garden", "access": "private", "garden:type": "community"}, "shared_garden"),
        ({"leisure": "park", "name": "Jardin partagé des Sorrières"}, "shared_garden"),
        ({"landuse": "allotments"}, "shared_garden"),
        ({"leisure": "playground"}, "playground"),
        ({"natural": "wood"}, "wood"),
        ({"landuse": "grass"}, None),
        ({"landuse": "recreation_ground"}, None),
        ({"leisure": "nature_reserve"}, None),
    ],
)
def test_kinds_of_green_spaces(tags, kind):
    found = frame_of(table((AREA, tags)), Role.GARDENS_AND_PARKS)
    assert found["kind"].tolist() == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"emergency": "fire_hydrant"}, "hydrant"),
        ({"emergency": "fire_hydrant", "fire_hydrant:type": "pillar"}, "hydrant"),
        ({"emergency": "fire_hydrant", "fire_hydrant:type": "pond"}, None),
        ({"amenity": "drinking_water"}, "fountain"),
        ({"man_made": "water_tap"}, "tap"),
        ({"man_made": "water_tap", "drinking_water": "no"}, None),
        ({"amenity": "fountain"}, None),
    ],
)
def test_kinds_of_water(tags, kind):
    found = frame_of(table((PLACE, tags)), Role.WATER)
    assert found["kind"].tolist() == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("tags", "mode"),
    [
        ({"highway": "bus_stop"}, "bus"),
        ({"public_transport": "platform", "tram": "yes"}, "tram"),
        ({"railway": "tram_stop"}, "tram"),
        ({"railway": "station"}, "train"),
        ({"railway": "station", "station": "subway"}, "subway"),
        ({"amenity": "bus_station"}, "bus"),
    ],
)
def test_stops_and_their_modes(tags, mode):
    assert frame_of(table((PLACE, tags)), Role.STOPS)["mode"].tolist() == [mode]


def test_where_a_train_only_passes_is_no_stop():
    found = table((PLACE, {"public_transport": "stop_position"}), (PLACE, {"railway": "level_crossing"}))
    assert frame_of(found, Role.STOPS).empty


def test_buildings_of_a_whole_extract():
    tall = {"building": "yes", "height": "12 m", "building:levels": "4", "amenity": None}
    found = table((WAY, {"highway": "service"}), (AREA, tall), (AREA, {"building": "shed"}), (AREA, {"building": "no"}))
    frame = frame_of(found, Role.BUILDINGS)
    assert frame[["building_id", "height_m", "storeys", "light"]].to_numpy().tolist()[0] == ["way/2", 12.0, 4.0, False]
    assert frame["light"].tolist() == [False, True]


# ---- every way of writing them ----------------------------------------------------------------------------------


def test_layers_made_by_ogr2ogr():
    frame = gpd.GeoDataFrame(
        {"osm_id": ["7", None], "osm_way_id": [None, "8"], "other_tags": ['"amenity"=>"school"', None]},
        geometry=[AREA, AREA],
        crs=4326,
    ).assign(leisure=[None, "park"])
    found = Table(Path("a.gpkg"), "multipolygons", "GPKG", frame)
    assert frame_of(found, Role.PLACES)["place_id"].tolist() == ["relation/7"]
    assert frame_of(found, Role.GARDENS_AND_PARKS)["green_id"].tolist() == ["way/8"]


def test_layers_of_quickosm():
    row = {"full_id": "n12", "osm_id": "12", "osm_type": "node", "highway": "bus_stop", "name": "Mairie"}
    found = Table(Path("a.gpkg"), "a", "GPKG", gpd.GeoDataFrame([row], geometry=[PLACE], crs=4326))
    assert frame_of(found, Role.STOPS)[["stop_id", "name"]].iloc[0].tolist() == ["node/12", "Mairie"]


def test_another_file_with_an_id_is_not_of_openstreetmap():
    frame = gpd.GeoDataFrame({"id": ["12"], "highway": ["bus_stop"]}, geometry=[PLACE], crs=4326)
    assert recognise_all(Table(Path("a.json"), "a", "GeoJSON", frame)) == ()


@given(st.dictionaries(st.text(min_size=1, max_size=6), st.text(max_size=12), max_size=4))
def test_any_tag_is_read_back_from_the_text_of_gdal(tags):
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    plain = {key: value for key, value in tags.items() if not set(key) & set('"\\')}
    written = ",".join(f"{quoted(key)}=>{quoted(value)}" for key, value in plain.items())
    for key, value in plain.items():
        (found,) = tag_in(pd.Series([written], dtype="str"), key)
        assert (found if isinstance(found, str) else "") == value.strip()


def test_a_column_wins_over_the_text():
    tags = Tags(pd.DataFrame({"name": ["Column"], "other_tags": ['"name"=>"Text"']}))
    assert tags["name"].tolist() == ["Column"]
    assert tags["amenity"].isna().all()


# ---- the door ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["extract.osm", "extract.xml"])
def test_a_file_is_known_by_its_content(tmp_path, name):
    (found,) = read_tables(extract(tmp_path, way(1, leisure="park", name="Parc"), name=name))
    assert [found.driver, str(found.frame.crs)] == ["OSM", "EPSG:4326"]
    assert found.frame["name"].dropna().tolist() == ["Parc"]


def test_what_claims_to_be_an_extract_and_is_not_is_refused(tmp_path):
    path = tmp_path / "a.osm"
    path.write_text("<gpx></gpx>", encoding="utf-8")
    with pytest.raises(SourceError, match="not what its name"):
        read_tables(path)


def test_entities_that_grow_are_not_read(tmp_path):
    path = tmp_path / "a.osm"
    path.write_text('<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aa">]><osm>&a;</osm>', encoding="utf-8")
    with pytest.raises(SourceError, match="not what its name"):
        read_tables(path)


@pytest.mark.parametrize("lost", [1, 7, 40])
def test_an_extract_cut_short_is_refused(tmp_path, lost):
    path = extract(tmp_path, way(1, leisure="park"))
    path.write_bytes(path.read_bytes()[:-lost])
    with pytest.raises(SourceError, match="damaged or incomplete"):
        read_tables(path)


def test_an_extract_broken_in_its_middle_is_refused(tmp_path):
    path = extract(tmp_path, way(1, leisure="park"), "<way id=<", way(2, leisure="park"))
    with pytest.raises(SourceError, match="damaged or incomplete"):
        read_tables(path)


def test_an_extract_without_any_feature(tmp_path):
    roles, (finding,) = roles_in(extract(tmp_path), tmp_path)
    assert roles == {}
    assert "holds nothing" in str(finding.remarks[0])
