"""Protected nature: each of the ways the INPN names its areas, and the wetlands."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.kinds import Nature
from geo.sources._files import Table
from geo.sources.recognition import read_layer, recognise

NOTICE = "https://inpn.mnhn.fr"


def layer_of(row, crs=2154):
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[box(0, 0, 1, 1)], crs=crs)
    table = Table(Path("a.shp"), "a", "ESRI Shapefile", frame, ())
    return read_layer(table, recognise(table), file="a.shp")


def nature_of(row):
    return layer_of(row).frame["nature"].tolist()[0]


def test_the_shapefile_of_natura_2000():
    read = layer_of({"SITECODE": "FR1100795", "SITENAME": "Massif de Fontainebleau"})
    assert read.frame[["nature", "name"]].to_numpy().tolist() == [["natura_2000", "Massif de Fontainebleau"]]


@pytest.mark.parametrize(
    ("code", "kind", "notice", "nature"),
    [
        ("FR3600001", "RNN", f"{NOTICE}/espace/protege/FR3600001", Nature.RESERVE),
        ("FR3600001", None, None, Nature.RESERVE),
        ("FR9300034", "RNR", None, Nature.RESERVE),
        ("FR3800975", "APB", None, Nature.RESERVE),
        ("FR2400001", "I", None, Nature.RESERVE),
        ("FR3300003", "CPN", None, Nature.RESERVE),
        ("FR3800975", None, None, Nature.RESERVE),
        ("FR3600099", "PNR", None, Nature.INVENTORY),
        ("FR3400003", "AAPN", None, Nature.INVENTORY),
        ("FR8000001", "PNR", None, Nature.INVENTORY),
        ("FR9301234", None, f"{NOTICE}/site/natura2000/FR9301234", Nature.NATURA_2000),
        ("FR1112013", "ZPS", None, Nature.NATURA_2000),
        ("110020468", None, f"{NOTICE}/zone/znieff/110020468", Nature.INVENTORY),
        ("110020468.0", None, None, Nature.INVENTORY),
        ("FR9999999", None, None, Nature.INVENTORY),
    ],
)
def test_areas_of_the_inpn(code, kind, notice, nature):
    row = {"ID_MNHN": code, "NOM_SITE": "Un site", "CODE_R_ENP": kind, "URL_FICHE": notice}
    assert nature_of(row) == nature


def test_the_names_of_the_service_of_the_ign():
    row = {"id_mnhn": "FR3600001", "nom": "Bruyères de Sainte-Assise", "url": f"{NOTICE}/espace/protege/FR3600001"}
    assert nature_of(row) == Nature.RESERVE


def test_the_older_inventory():
    read = layer_of({"NM_SFFZN": 110020468, "LB_ZN": "Forêt de Meudon"})
    assert read.frame[["nature", "name"]].to_numpy().tolist() == [["inventory", "Forêt de Meudon"]]


def test_wetlands_keep_their_kind_as_a_name():
    row = {"type_zone": "zone humide effective", "cog_region": "11", "cog_departement": "92", "cog_commune": "92023"}
    assert layer_of(row).frame[["nature", "name"]].to_numpy().tolist() == [["wetland", "zone humide effective"]]


def test_an_area_without_a_name_has_its_code():
    assert layer_of({"id_mnhn": "FR3600001", "nom_site": " "}).frame["name"].tolist() == ["FR3600001"]
