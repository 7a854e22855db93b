"""One place that several publishers tell is counted once, and what was never searched is not « none found »."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
from shapely import Point, box

from geo.kinds import PlaceKind
from geo.models import Layer, Provenance, Role
from geo.sources.coverage import searched_kinds
from geo.sources.inventory import Finding
from geo.sources.joining import SAME_PLACE_M, in_one_plane, joined
from tests.factories import parcels

LAMBERT = "EPSG:2154"
HERE = (646_400.0, 6_855_700.0)


def finding(publisher, *places, kind="school", file=None):
    frame = gpd.GeoDataFrame(
        {
            "place_id": pd.Series([None] * len(places), dtype="str"),
            "name": pd.Series([publisher] * len(places), dtype="str"),
            "kind": kind,
            "address": None,
        },
        geometry=list(places),
        crs=LAMBERT,
    )
    name = file or f"layers/{publisher}.csv"
    return Finding(name, "0", layer=Layer(Role.PLACES, frame, (Provenance(name, publisher=publisher),)))


def at(metres):
    return Point(HERE[0] + metres, HERE[1])


def kept(*findings):
    plot = box(HERE[0], HERE[1], HERE[0] + 30, HERE[1] + 30)
    land = Finding("parcels.geojson", "0", layer=parcels(plot))
    return joined(in_one_plane([land, *findings], LAMBERT))[Role.PLACES].frame["name"].tolist()


def test_a_school_that_two_publishers_tell_is_one():
    assert kept(finding("Insee", at(0)), finding("Ministère", at(SAME_PLACE_M))) == ["Insee"]


def test_a_school_a_little_farther_is_another():
    assert kept(finding("Insee", at(0)), finding("Ministère", at(SAME_PLACE_M + 1))) == ["Insee", "Ministère"]


def test_two_schools_of_one_publisher_are_two():
    assert len(kept(finding("Insee", at(0), at(20)))) == 2
    assert len(kept(finding("Insee", at(0)), finding("Insee", at(20), file="layers/b.csv"))) == 2


def test_a_shelter_beside_a_school_is_no_school():
    assert len(kept(finding("Insee", at(0)), finding("FINESS", at(0), kind="shelter"))) == 2


def test_the_file_with_outlines_is_believed_first():
    yard = box(HERE[0], HERE[1], HERE[0] + 50, HERE[1] + 50)
    assert kept(finding("Insee", at(0)), finding("OpenStreetMap", yard)) == ["OpenStreetMap"]


def test_then_the_file_with_names():
    nameless = finding("Insee", at(0))
    nameless.layer.frame["name"] = pd.Series([None], dtype="str")
    assert kept(nameless, finding("Ministère", at(0))) == ["Ministère"]


def test_what_was_left_out_is_told():
    plot = box(HERE[0], HERE[1], HERE[0] + 30, HERE[1] + 30)
    land = Finding("parcels.geojson", "0", layer=parcels(plot))
    _, _, other = in_one_plane([land, finding("Insee", at(0)), finding("Ministère", at(0))], LAMBERT)
    assert [note.values["count"] for note in other.remarks] == [1]


def places(*publishers, kinds=(), file="layers/a"):
    frame = pd.DataFrame({"kind": pd.Series(list(kinds), dtype="str")})
    return Layer(Role.PLACES, frame, tuple(Provenance(file, publisher=name) for name in publishers))


def test_a_directory_of_schools_says_nothing_of_shelters():
    layers = {Role.PLACES: places("Ministère de l’Éducation nationale", kinds=["school"])}
    assert searched_kinds(layers) == {PlaceKind.SCHOOL}


def test_several_files_were_searched_for_all_of_their_kinds():
    found = searched_kinds({Role.PLACES: places("Insee", "Agence du numérique en santé", "DILA")})
    assert found == set(PlaceKind)


def test_the_answer_to_a_query_was_searched_for_what_it_holds():
    layers = {Role.PLACES: places("OpenStreetMap", kinds=["school"])}
    assert searched_kinds(layers) == {PlaceKind.SCHOOL}
    buildings = replace(places("OpenStreetMap"), role=Role.BUILDINGS)
    assert searched_kinds(layers | {Role.BUILDINGS: buildings}) == set(PlaceKind)


def test_no_file_was_searched_for_nothing():
    assert searched_kinds({}) == set()
