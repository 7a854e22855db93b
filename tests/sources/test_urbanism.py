"""Local plans: real CNIG deliveries, and every rule on codes and labels."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, box

from geo.kinds import Prescription, Zone
from geo.models import Role
from geo.sources._files import Table, read_tables
from geo.sources._findings import FLATTENED
from geo.sources.recognition import read_layer, recognise
from geo.sources.urbanism import KINDS, ZONES, kinds

ZONE = {"LIBELLE": "UA", "LIBELONG": "Centre", "TYPEZONE": "U", "IDURBA": "92023_PLU_20230622", "DATVALID": "20230622"}


def layer_of(*rows, shape=None):
    frame = gpd.GeoDataFrame(pd.DataFrame(list(rows)), geometry=[shape or box(0, 0, 1, 1)] * len(rows), crs=2154)
    table = Table(Path("a.gpkg"), "a", "GPKG", frame, ())
    return read_layer(table, recognise(table), file="a.gpkg")


def zones(*changes):
    return layer_of(*(ZONE | change for change in changes))


@pytest.fixture(scope="module")
def real(real_data):
    found = read_tables(real_data / "plu" / "plu_cnig_samples.gpkg")
    return {table.name: read_layer(table, recognise(table), file=table.name) for table in found}


def test_the_real_zones(real):
    town, towns = real["30014_ZONE_URBA"].frame, real["241800432_PLUi_ZONE_URBA"].frame
    assert town["zone"].value_counts().to_dict() == {"farmland": 50, "natural": 22, "urban": 16, "to_urbanise": 2}
    assert towns["zone"].value_counts().to_dict() == {"natural": 167, "urban": 38, "farmland": 13, "to_urbanise": 3}
    assert set(town["approved"]) == {"2017-10-13"}
    assert real["30014_ZONE_URBA"].provenances[0].vintage == "2017-10-13"
    assert [note.msgid for note in real["30014_ZONE_URBA"].notes] == [FLATTENED]


def test_the_real_prescriptions(real):
    read = real["30014_PRESCRIPTION_SURF"]
    counts = read.frame["prescription"].value_counts().to_dict()
    assert counts == {"woodland": 41, "other": 18, "landscape": 14, "reserved": 4}
    labels = read.frame.groupby("prescription")["label"].first()
    assert labels["woodland"] == "Espace boisé classé"
    assert labels["landscape"] == "Elément de paysage à préserver"


def test_a_zone_as_the_portal_serves_it():
    row = {
        "gid": 1,
        "partition": "DU_92023",
        "libelle": "1AU",
        "libelong": "",
        "typezone": "AUc",
        "datappro": "20230622",
    }
    read = layer_of(row | {"urlfic": "https://data.geopf.fr/reglement.pdf"})
    assert read.frame.drop(columns="geometry").iloc[0].fillna("").tolist() == [
        "to_urbanise",
        "1AU",
        "",
        "DU_92023",
        "2023-06-22",
        "https://data.geopf.fr/reglement.pdf",
    ]


@pytest.mark.parametrize(("kind", "zone"), [*ZONES.items(), ("AUc", Zone.TO_URBANISE), ("Nh", Zone.NATURAL)])
def test_types_of_zones(kind, zone):
    assert zones({"TYPEZONE": kind}).frame["zone"].tolist() == [zone]


def test_a_zone_of_another_standard_is_left_out_and_told():
    read = zones({}, {"TYPEZONE": "NAE"}, {"TYPEZONE": None})
    assert read.frame["zone"].tolist() == ["urban"]
    assert read.notes[0].values["count"] == 2


@pytest.mark.parametrize(
    ("label", "name", "kind", "zone"),
    [
        ("Nj", None, "N", Zone.GARDEN),
        ("UAj", None, "U", Zone.GARDEN),
        ("Aj1", None, "A", Zone.GARDEN),
        ("N", "Secteur de jardins familiaux", "N", Zone.GARDEN),
        ("N", "Potagers du Port", "N", Zone.GARDEN),
        ("N", "Jardinerie", "N", Zone.NATURAL),
        ("UJ", "Zone d’activités", "U", Zone.URBAN),
        ("Njs", None, "N", Zone.NATURAL),
        ("1AUj", "Jardins", "AUc", Zone.TO_URBANISE),
    ],
)
def test_zones_for_gardens(label, name, kind, zone):
    assert zones({"LIBELLE": label, "LIBELONG": name, "TYPEZONE": kind}).frame["zone"].tolist() == [zone]


def kind_of(code, under="00", words=""):
    return kinds(pd.Series([code]), pd.Series([under]), pd.Series([words])).tolist()[0]


@pytest.mark.parametrize(
    ("code", "under", "words", "kind"),
    [
        ("01", "00", "", Prescription.WOODLAND),
        ("01", "02", "EBC à créer", Prescription.WOODLAND),
        ("02", "01", "", Prescription.RISK),
        ("05", "00", "Emplacement réservé n°2", Prescription.RESERVED),
        ("05", "04", "espaces verts, jardin public", Prescription.RESERVED),
        ("07", "01", "Maison de maître", Prescription.HERITAGE),
        ("07", "02", "", Prescription.LANDSCAPE),
        ("07", "03", "", Prescription.LANDSCAPE),
        ("07", "04", "", Prescription.LANDSCAPE),
        ("07", "05", "", Prescription.LANDSCAPE),
        ("07", "00", "Façade", Prescription.HERITAGE),
        ("07", "00", "Elément de paysage à préserver", Prescription.LANDSCAPE),
        ("07", "00", "Jardins à préserver", Prescription.GARDEN),
        ("07", "02", "Jardins à préserver (L151-23)", Prescription.GARDEN),
        ("07", "01", "Arbre remarquable", Prescription.HERITAGE),
        ("08", "00", "", Prescription.GARDEN),
        ("25", "00", "", Prescription.LANDSCAPE),
        ("16", "03", "STECAL", Prescription.OTHER),
        ("99", "00", "Jardins", Prescription.OTHER),
        ("15", "05", "", Prescription.OTHER),
    ],
)
def test_kinds_of_prescriptions(code, under, words, kind):
    assert kind_of(code, under, words) == kind


@given(st.sampled_from(sorted(KINDS)), st.sampled_from(["00", None, "01"]))
def test_numbers_that_lost_their_zero_say_the_same(code, under):
    bare = float(code[:2])
    assert kind_of(bare, None if under is None else float(under)) == kind_of(code[:2], under)


def test_lines_and_points_are_no_surface_prescriptions():
    row = {"LIBELLE": "Haie", "TXT": "", "TYPEPSC": "07", "STYPEPSC": "02"}
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[LineString([(0, 0), (1, 1)])], crs=2154)
    assert recognise(Table(Path("a.gpkg"), "PRESCRIPTION_LIN", "GPKG", frame, ())) is None


def test_zones_and_prescriptions_are_told_apart():
    assert layer_of(ZONE).role is Role.ZONING
    assert layer_of({"LIBELLE": "EBC", "TYPEPSC": "01"}).role is Role.PRESCRIPTIONS
