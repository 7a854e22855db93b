"""Stops: a file, a zip of a whole feed, and the national file."""

import zipfile

import pytest

from geo.sources._files import read_tables
from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

HEADER = "stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,parent_station"


def row(number="A1", kind="", where="48.8,2.26"):
    return f"{number},,Mairie,{where},{kind},"


def content(*rows, header=HEADER):
    return "\n".join((header, *rows)) + "\n"


def layer_of(path):
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def stops_in(folder, *rows, header=HEADER):
    path = folder / "stops.txt"
    path.write_text(content(*rows, header=header), encoding="utf-8-sig")
    return layer_of(path)


def test_stops(tmp_path):
    layer = stops_in(tmp_path, row())
    assert layer.frame[["stop_id", "name"]].iloc[0].tolist() == ["A1", "Mairie"]
    assert layer.frame["mode"].isna().all()
    assert layer.frame.geometry.iloc[0].coords[0] == (2.26, 48.8)


@pytest.mark.parametrize(("kind", "kept"), [("", True), ("0", True), ("1", True), ("2", False), ("3", False), ("4", 0)])
def test_where_one_boards(tmp_path, kind, kept):
    assert len(stops_in(tmp_path, row(kind=kind)).frame) == kept


def test_stops_without_a_place_or_a_number_are_told(tmp_path):
    layer = stops_in(tmp_path, row(where=","), row(number=""), row("B2"))
    assert layer.frame["stop_id"].tolist() == ["B2"]
    assert len(layer.notes) == 2


def test_a_feed_in_a_zip_gives_its_stops_alone(tmp_path):
    path = tmp_path / "gtfs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stops.txt", content(row()))
        archive.writestr("trips.txt", content("a,b", header="trip_id,route_id"))
        archive.writestr("stop_times.txt", "this,is\nno\ntable,at,all,\n")
    (found,) = read_tables(path)
    assert found.frame["stop_id"].tolist() == ["A1"]


def test_the_national_file(tmp_path):
    header = "dataset_id,resource_id,dataset_custom_title," + HEADER
    layer = stops_in(tmp_path, f"12,34,Réseau,{row()}", f"13,35,Autre,{row()}", header=header)
    assert layer.frame["stop_id"].tolist() == ["A1", "A1"]
