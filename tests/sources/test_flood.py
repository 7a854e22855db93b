"""Flood plans: the two standards of zones, the easements, and the plans of other hazards."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.kinds import FloodZone
from geo.sources._files import Table
from geo.sources.flood import zones
from geo.sources.recognition import read_layer, recognise

COVADIS = {"ID_ZONE": "18", "ID_GASPAR": "76DDTM20120001", "NOM": "Zone rouge", "CODEZONE": "R1", "TYPEREG": "04"}
CNIG = {
    "idzonereglementaire": "18",
    "codeprocedure": "76DDTM20120001",
    "codezonereglement": "B2",
    "libellezonereglement": "Zone de constructions possibles sous conditions",
    "typereglement": "02",
    "existemesuresobligatoires": False,
}


def layer_of(*rows, name="n_zone_reg_pprn_20120001_s_076"):
    frame = gpd.GeoDataFrame(pd.DataFrame(list(rows)), geometry=[box(0, 0, 1, 1)] * len(rows), crs=2154)
    table = Table(Path("a.gpkg"), name, "GPKG", frame, ())
    return read_layer(table, recognise(table), file="a.gpkg")


def test_the_zones_of_the_older_standard():
    read = layer_of(COVADIS)
    assert read.frame.drop(columns="geometry").to_numpy().tolist() == [["red", "Zone rouge", "R1"]]
    assert read.notes == ()


def test_the_zones_of_the_standard_in_force():
    read = layer_of(CNIG, name="pprn_76ddtm20120001_zonereglementaireurba_s")
    assert read.frame[["flood_zone", "label"]].to_numpy().tolist() == [["blue", "B2"]]


@pytest.mark.parametrize("name", ["pprt_69dreal20090005_zonereglementaireurba_s", "PPRM_38ddt_zonereglementaireurba_s"])
def test_technological_and_mining_plans_are_no_flood_plans(name):
    read = layer_of(CNIG, name=name)
    assert read.frame.empty
    assert read.notes[0].values["count"] == 1


@pytest.mark.parametrize(
    ("rule", "label", "zone"),
    [
        ("01", "Z2", FloodZone.OTHER),
        ("02", "B2", FloodZone.BLUE),
        ("03", "P", FloodZone.RED),
        ("04", "R", FloodZone.RED),
        (4.0, "R", FloodZone.RED),
        ("02", "Rouge", FloodZone.BLUE),
        ("05", "De1", FloodZone.OTHER),
        (None, "Zone ROUGE hachurée", FloodZone.RED),
        (None, "bleu clair", FloodZone.BLUE),
        (None, "Violet", FloodZone.OTHER),
        (None, None, FloodZone.OTHER),
    ],
)
def test_the_colour_of_a_zone(rule, label, zone):
    assert zones(pd.Series([rule]), pd.Series([label])).tolist() == [zone]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Prescription - inondation par remontée de nappe", 1),
        ("Interdiction stricte", 1),
        ("Glissement de terrain, niveau fort", 0),
        ("Retrait-gonflement des argiles", 0),
        ("Glissement et crue torrentielle", 1),
        ("Feux de forêt", 0),
        ("Zone d’aléa fort, hauteur d’eau supérieure à 1 m", 1),
    ],
)
def test_a_zone_of_another_hazard_is_left_out_and_told(name, kept):
    read = layer_of(COVADIS | {"NOM": name})
    assert len(read.frame) == kept
    assert [note.values["count"] for note in read.notes] == [1] * (1 - kept)


@pytest.mark.parametrize(("hazard", "kept"), [("11", 1), ("112", 1), ("124", 1), ("21", 0), (None, 1)])
def test_the_hazard_that_a_plan_writes(hazard, kept):
    assert len(layer_of(CNIG | {"typealea": hazard}).frame) == kept


def test_an_easement_says_that_there_is_a_plan_not_which_zone():
    row = {"suptype": "pm1", "idass": "1", "nomsuplitt": "PPRI de la Seine", "typeass": "Zone du plan", "nomass": "x"}
    read = layer_of(row, row | {"nomsuplitt": "PPR mouvement de terrain"}, row | {"suptype": "i4"})
    assert read.frame.drop(columns="geometry").to_numpy().tolist() == [["other", "PPRI de la Seine", "Zone du plan"]]
    assert read.notes[0].values["count"] == 1
