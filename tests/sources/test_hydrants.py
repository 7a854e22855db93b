"""Fire hydrants in the national schema."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geo.sources._files import Table
from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

HEADER = (
    "insee,id_sdis,id_gestion,nom_gest,ref_terr,type_pei,type_rd,diam_pei,diam_cana,source_pei,statut,nom_etab,"
    "situation,press_dyn,press_stat,debit,volume,disponible,date_dispo,date_mes,date_maj,date_ct,date_ro,prec,x,y,lon,lat"
)


def row(number="92023.00001", kind="PI", source="reseau_aep", where="646400.00,6855700.00,2.2700,48.7980"):
    return f"92023,{number},,,1,{kind},poteau,100,,{source},public,,Rue du Port,,,60,,1,,,2020-02-03,,,01,{where}"


def layer_of(folder, *rows):
    path = folder / "pei_92.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


def test_the_national_schema(tmp_path):
    layer = layer_of(tmp_path, row())
    assert layer.frame[["water_id", "kind"]].iloc[0].tolist() == ["92023.00001", "hydrant"]
    assert layer.frame.geometry.iloc[0].coords[0] == (2.27, 48.798)
    assert layer.provenances[0].vintage == "2020-02-03"


@pytest.mark.parametrize(
    ("kind", "source", "kept"),
    [
        ("PI", "reseau_aep", True),
        ("BI", "", True),
        ("bi", "reseau_aep", True),
        ("PA", "", False),
        ("CI", "citerne", False),
        ("PI", "plan_eau", False),
    ],
)
def test_what_is_on_the_mains(tmp_path, kind, source, kept):
    assert len(layer_of(tmp_path, row(kind=kind, source=source)).frame) == kept


def test_lambert_93_where_there_are_no_degrees(tmp_path):
    layer = layer_of(tmp_path, row(where="646400.00,6855700.00,,"))
    x, y = gpd.GeoDataFrame(layer.frame).to_crs(2154).get_coordinates().iloc[0]
    assert (x, y) == pytest.approx((646_400.0, 6_855_700.0), abs=0.01)


def test_hydrants_of_one_number_once(tmp_path):
    layer = layer_of(tmp_path, row(), row())
    assert len(layer.frame) == 1
    assert [note.values["count"] for note in layer.notes] == [1]


def test_a_layer_with_points():
    frame = gpd.GeoDataFrame(
        pd.DataFrame({"ID_SDIS": ["7"], "TYPE_PEI": ["BI"]}), geometry=[Point(2.2, 48.8)], crs=4326
    )
    found = Table(Path("pei.shp"), "pei", "ESRI Shapefile", frame)
    assert read_layer(found, recognise(found), file="pei.shp").frame["water_id"].tolist() == ["7"]
