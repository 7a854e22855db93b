"""Priority neighbourhoods of both generations."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.sources._files import Table, read_tables
from geo.sources.qpv import in_force
from geo.sources.recognition import read_layer, recognise


def layer_of(found):
    return read_layer(found, recognise(found), file=found.path.name)


def table(row):
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[box(2, 48, 2.1, 48.1)], crs=4326)
    return Table(Path("qpv.geojson"), "qpv", "GeoJSON", frame, ())


@pytest.mark.parametrize(
    ("file", "generation", "codes"),
    [
        ("qp2015_idf_extrait_2.geojson", "2015", ["QP075019", "QP094025"]),
        ("qp2024_paca_extrait_2.geojson", "2024", ["QN00401M", "QN00601M"]),
    ],
)
def test_the_real_extracts(real_data, file, generation, codes):
    (found,) = read_tables(real_data / "qpv" / file)
    frame = layer_of(found).frame
    assert frame["neighbourhood_id"].tolist() == codes
    assert set(frame["generation"]) == {generation}
    assert frame["name"].notna().all()


@pytest.mark.parametrize(
    ("row", "generation"),
    [
        ({"CODE_QP": "QP092001", "NOM_QP": "Le Port", "COMMUNE_QP": "x"}, "2015"),
        ({"code_qp": "QN09203M", "lib_qp": "Le Port", "lib_com": "x", "insee_dep": "92"}, "2024"),
    ],
)
def test_the_official_names(row, generation):
    frame = layer_of(table(row)).frame
    assert frame[["name", "generation"]].iloc[0].tolist() == ["Le Port", generation]


def test_short_keys_need_codes_of_neighbourhoods():
    assert recognise(table({"q": "1", "n": "x"})) is None


def test_the_neighbourhoods_of_2015_give_way_in_their_department_only():
    frame = pd.DataFrame({"neighbourhood_id": ["QP092001", "QP092002", "QP075019", "QN09203M"]})
    extract = in_force(frame, frozenset(frame["neighbourhood_id"]))
    assert extract.frame["neighbourhood_id"].tolist() == ["QP075019", "QN09203M"]
    assert extract.notes[0].values == {"count": 2}


def test_without_those_of_2024_those_of_2015_stay():
    frame = pd.DataFrame({"neighbourhood_id": ["QP092001"]})
    assert in_force(frame, frozenset(frame["neighbourhood_id"])).notes == ()
