"""Recognition: no signature hides another, and a column of dates dates a layer."""

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from geo.errors import GeoError, LayerError
from geo.models import Role
from geo.schemas import GEOMETRIES
from geo.sources._files import Table
from geo.sources.recognition import SOURCES, read_layer, recognise, recognise_all, vintage

VALUES = {"id": "92023", "q": "QN09203M", "code_qp": "QN09203M"}
EXAMPLES = ("92023", "QN09203M", "way/1", "w1", "ac1", "pm1", "C108", "périmètre des abords")
"""Values that some source asks for in a column of a common name."""


def example(source):
    told = {name: VALUES.get(name, "1") for name in sorted(source.signature)}
    row = told | {name: next(v for v in EXAMPLES if re.fullmatch(form, v)) for name, form in source.values.items()}
    if source.role not in GEOMETRIES or source.places_in_text:
        return Table(Path("a.csv"), "a", "CSV", pd.DataFrame([row]), ())
    shape = LineString([(0, 0), (1, 1)]) if source.role is Role.STREETS else box(0, 0, 1, 1)
    return Table(Path("a.gpkg"), "a", "GPKG", gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[shape], crs=2154), ())


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.dataset.name}-{len(source.signature)}")
def test_its_own_signature_is_enough_to_know_a_source(source):
    assert source in recognise_all(example(source))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.dataset.name}-{len(source.signature)}")
def test_one_column_less_and_it_is_not_known(source):
    table = example(source)
    for name in source.signature:
        less = Table(table.path, table.name, table.driver, table.frame.drop(columns=name), ())
        assert source not in recognise_all(less)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.dataset.name}-{len(source.signature)}")
def test_one_table_serves_a_role_once_and_has_one_publisher(source):
    found = recognise_all(example(source))
    assert len({kind.role for kind in found}) == len(found)
    assert {kind.dataset for kind in found} == {source.dataset}


ANYTHING = st.one_of(st.none(), st.integers(), st.floats(), st.booleans(), st.text(max_size=8), st.just("QN09203M"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(SOURCES))
def test_whatever_is_in_the_columns_a_reader_gives_a_layer_or_an_error_of_ours(data, source):
    names = sorted(source.signature)
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, ANYTHING)), min_size=1, max_size=4))
    table = example(source)
    columns = {name: pd.Series([row[name] for row in rows]) for name in names}
    shape = table.frame.geometry.iloc[0] if isinstance(table.frame, gpd.GeoDataFrame) else None
    frame = gpd.GeoDataFrame(columns, geometry=[shape] * len(rows), crs=2154) if shape else pd.DataFrame(columns)
    with suppress(GeoError):
        layer = read_layer(replace(table, frame=frame), source, file="a")
        assert len(layer.frame) <= len(rows)


def test_every_role_of_a_table_has_a_source():
    assert {source.role for source in SOURCES} == set(Role) - {Role.SURFACE, Role.TERRAIN, Role.TREES}


def test_every_dataset_says_whom_to_cite_and_where_it_is():
    assert all(
        source.dataset.attribution and source.dataset.url.startswith("https://" if source.dataset.licence else "")
        for source in SOURCES
    )


def test_the_order_of_columns_and_case_do_not_matter():
    row = {"NUMERO": "7", "Section": "A", "PREFIXE": "000", "commune": "92023", "ID": "920230000A0007"}
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[box(0, 0, 1, 1)], crs=2154)
    assert recognise(Table(Path("a.shp"), "a", "ESRI Shapefile", frame, ())).role is Role.PARCELS


def test_the_right_columns_without_geometry_are_not_parcels():
    row = {"id": "x", "commune": "x", "prefixe": "x", "section": "x", "numero": "x"}
    assert recognise(Table(Path("a.csv"), "a", "CSV", pd.DataFrame([row]), ())) is None


def test_an_empty_layer_is_known():
    frame = gpd.GeoDataFrame({"code_qp": [], "lib_qp": []}, geometry=[], crs=4326)
    assert recognise(Table(Path("a.json"), "a", "GeoJSON", frame, ())).role is Role.NEIGHBOURHOODS


def test_a_layer_that_breaks_its_contract_is_refused_with_its_file():
    row = {"id": "920230000A0007", "commune": "?", "prefixe": "0", "section": "A", "numero": "7"}
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[box(0, 0, 1, 1)], crs=2154)
    table = Table(Path("a.json"), "a", "GeoJSON", frame, ())
    with pytest.raises(LayerError) as refusal:
        read_layer(table, recognise(table), file="parcels/a.json")
    assert refusal.value.where == "parcels/a.json"


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        (["2024-01-02", None], "2024-01-02"),
        (["13/02/2024", "01/12/2023"], "2024-02-13"),
        ([20240102.0, None], "2024-01-02"),
        (pd.to_datetime(["2024-01-02T10:00:00"]), "2024-01-02"),
        (["inconnu"], ""),
        ([None], ""),
        ([], ""),
    ],
)
def test_vintages(dates, day):
    assert vintage(pd.DataFrame({"updated": dates}), "updated") == day


def test_no_column_of_dates_is_no_vintage():
    assert vintage(pd.DataFrame({"a": [1]}), "updated") == ""
