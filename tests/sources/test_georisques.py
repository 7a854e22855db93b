"""Registers of pollution: pages of the service as it answers, exports, and the real sites of the ADEME."""

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.errors import SourceError
from geo.models import Role
from geo.sources._files import Table, read_all, read_tables
from geo.sources._pages import read_pages
from geo.sources.inventory import take_inventory
from geo.sources.manifest import Manifest
from geo.sources.recognition import read_layer, recognise

PLACE = {"type": "Point", "coordinates": [2.2601, 48.8009]}
AREA = {"type": "MultiPolygon", "coordinates": [[[[2.26, 48.8], [2.261, 48.8], [2.261, 48.801], [2.26, 48.8]]]]}
SECTOR = {
    "nom": "Ancienne usine à gaz",
    "adresse": "12 rue du Port",
    "superficie": 812.5,
    "geom": AREA,
    "id_sis": "92SIS05555",
    "identifiant_ssp": "SSP00012340101",
    "adresse_lieudit": None,
    "code_insee": "92023",
    "nom_commune": "CLAMART",
    "fiche_risque": "https://fiches-risques.brgm.fr/georisques/sis/92SIS05555",
    "date_maj": "2023-05-04",
    "statut_classification": "Évalué",
}
FORMER = {
    "identifiant_ssp": "SSP4067890",
    "identifiant_casias": "IDF9200012",
    "nom_etablissement": "Garage du Port",
    "adresse": "3 rue du Port",
    "code_insee": "92023",
    "nom_commune": "CLAMART",
    "statut": "En arrêt",
    "fiche_risque": "https://fiches-risques.brgm.fr/georisques/casias/SSP4067890",
    "date_maj": "2022-01-10",
    "geom": PLACE,
}
INSTRUCTION = FORMER | {"identifiant_ssp": "SSP0001234", "identifiant_casias": None, "statut": "En surveillance"}
INSTALLATION = {
    "raisonSociale": "PRESSING DU PORT",
    "adresse1": "3 rue du Port",
    "codePostal": "92140",
    "codeInsee": "92023",
    "commune": "CLAMART",
    "longitude": 2.2601,
    "latitude": 48.8009,
    "industrie": True,
    "statutSeveso": "Non Seveso",
    "etatActivite": "En exploitation avec titre",
    "codeAIOT": "0006500001",
    "coordonneeXAIOT": 645712.0,
    "coordonneeYAIOT": 6856112.0,
    "systemeCoordonneesAIOT": "2154",
    "regime": "Enregistrement",
    "rubriques": [{"numeroRubrique": "2345", "nature": "Nettoyage à sec"}],
    "inspections": [],
    "date_maj": "2024-02-13T00:00:00",
}


def page(*rows, number=1, total=1):
    return {
        "results": len(rows),
        "page": number,
        "total_pages": total,
        "data": list(rows),
        "response_code": 200,
        "message": "",
        "next": None if number == total else f"https://www.georisques.gouv.fr/api/v1/ssp/casias?page={number + 1}",
        "previous": None,
    }


def tables(folder, document, name="page.json"):
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return read_tables(path)


def layer(table):
    return read_layer(table, recognise(table), file="page.json")


def layer_of(folder, document):
    (table,) = tables(folder, document)
    return layer(table)


def test_a_page_of_sectors(tmp_path):
    read = layer_of(tmp_path, page(SECTOR))
    assert read.frame.drop(columns="geometry").iloc[0].tolist() == [
        "92SIS05555",
        "Ancienne usine à gaz",
        "sis",
        "Évalué",
        "https://fiches-risques.brgm.fr/georisques/sis/92SIS05555",
    ]
    assert read.frame.geom_type.tolist() == ["MultiPolygon"]
    assert read.frame.crs == "EPSG:4326"
    assert read.provenances[0].vintage == "2023-05-04"
    assert read.notes == ()


def test_a_sector_without_a_name_has_its_address(tmp_path):
    assert layer_of(tmp_path, page(SECTOR | {"nom": None})).frame["name"].tolist() == ["12 rue du Port"]


def test_a_page_of_former_sites_tells_those_that_are_followed(tmp_path):
    read = layer_of(tmp_path, page(FORMER, INSTRUCTION))
    assert read.frame[["pollution_id", "register", "state"]].to_numpy().tolist() == [
        ["IDF9200012", "casias", "En arrêt"],
        ["SSP0001234", "basol", "En surveillance"],
    ]


def test_a_former_site_without_place_is_left_out_and_told(tmp_path):
    read = layer_of(tmp_path, page(FORMER, INSTRUCTION | {"geom": None}))
    assert read.frame["register"].tolist() == ["casias"]
    assert [str(note) for note in read.notes] == ["Features without geometry, left out: 1."]


def test_one_answer_with_several_registers_gives_a_layer_of_each(tmp_path):
    both = INSTRUCTION | {"identifiant_casias": "IDF9200012"}
    answer = {
        "casias": page(FORMER),
        "instructions": page(both),
        "conclusions_sis": page(SECTOR),
        "conclusions_sup": page({"identifiant_sup": "1", "geom": AREA}),
    }
    read = {table.name: table for table in tables(tmp_path, answer)}
    assert list(read) == ["casias", "instructions", "conclusions_sis", "conclusions_sup"]
    assert recognise(read.pop("conclusions_sup")) is None
    found = {name: layer(table).frame.iloc[0] for name, table in read.items()}
    assert {name: row["register"] for name, row in found.items()} == {
        "casias": "casias",
        "instructions": "basol",
        "conclusions_sis": "sis",
    }
    assert found["instructions"]["pollution_id"] == "SSP0001234"


def test_a_page_of_installations_is_placed_by_its_degrees(tmp_path):
    read = layer_of(tmp_path, page(INSTALLATION))
    row = read.frame.iloc[0]
    assert row[["pollution_id", "name", "register", "state"]].tolist() == [
        "0006500001",
        "PRESSING DU PORT",
        "icpe",
        "En exploitation avec titre",
    ]
    assert (row.geometry.x, row.geometry.y) == (2.2601, 48.8009)
    assert read.provenances[0].vintage == "2024-02-13"


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, 1),
        ({"etatActivite": "En fin d'exploitation"}, 1),
        ({"etatActivite": None}, 1),
        ({"etatActivite": "Non construit"}, 0),
        ({"etatActivite": "En construction"}, 0),
        ({"regime": "Non ICPE"}, 0),
        ({"regime": "Autres régimes"}, 1),
    ],
)
def test_an_installation_in_service_or_closed_is_a_flag(tmp_path, change, kept):
    read = layer_of(tmp_path, page(INSTALLATION | change))
    assert len(read.frame) == kept
    assert [note.values["count"] for note in read.notes] == [1] * (1 - kept)


def test_an_installation_without_place_is_left_out_and_told(tmp_path):
    nowhere = [{"longitude": None}, {"longitude": 0.0, "latitude": 0.0}, {"latitude": 91.0}]
    read = layer_of(tmp_path, page(INSTALLATION, *(INSTALLATION | change for change in nowhere)))
    assert len(read.frame) == 1
    assert str(read.notes[0]) == "Rows left out, for lack of a place: 3."


def test_several_pages_are_several_files_and_a_long_answer_says_so(tmp_path):
    folder = tmp_path / "layers"
    folder.mkdir()
    for number, row in enumerate((FORMER, FORMER | {"identifiant_casias": "IDF9200013"}), 1):
        (folder / f"{number}.json").write_text(json.dumps(page(row, number=number, total=2)))
    findings = take_inventory(tmp_path, Manifest())
    assert [len(finding.layer.frame) for finding in findings] == [1, 1]
    assert [str(finding.remarks[0]) for finding in findings] == [
        "It is page 1 of an answer of 2: put the other pages beside it.",
        "It is page 2 of an answer of 2: put the other pages beside it.",
    ]
    assert [finding.repairs for finding in findings] == [(), ()]


@pytest.mark.parametrize(
    "text",
    ['{"data": 3}', '{"data": [1, 2]}', '{"results": 0, "data": []}', '{"page": {"data": []}}', '{"message": "hello"}'],
)
def test_other_json_is_left_alone(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text)
    assert read_all([path])[path] is None


@pytest.mark.parametrize("text", ['{"results": 1, "data": [{"a": ', '{"data": ' + "[" * 100_000])
def test_a_page_cut_short_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match="cut short or malformed"):
        tables(tmp_path, text)


def test_a_link_in_a_geometry_is_never_followed(tmp_path):
    link = {"type": "link", "properties": {"href": "https://example.org/crs.wkt", "type": "ogcwkt"}}
    read = layer_of(tmp_path, page(FORMER | {"geom": PLACE | {"crs": link}}))
    assert read.frame.crs == "EPSG:4326"


def test_a_collection_that_begins_with_foreign_members_stays_geojson(tmp_path):
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": PLACE}
    (table,) = tables(tmp_path, {"results": 1, "type": "FeatureCollection", "features": [feature]})
    assert (table.driver, len(table.frame)) == ("GeoJSON", 1)


def test_a_place_in_a_feature_counts_too(tmp_path):
    wrapped = FORMER | {"geom": {"type": "Feature", "properties": {}, "geometry": PLACE}}
    assert layer_of(tmp_path, page(wrapped)).frame.geometry.iloc[0] == Point(PLACE["coordinates"])


@given(
    st.dictionaries(
        st.text(max_size=6), st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4), min_size=1
    )
)
def test_any_row_gives_a_table(tmp_path_factory, row):
    path = tmp_path_factory.mktemp("pages") / "a.json"
    path.write_text(json.dumps(page(row | {"geom": None})))
    (found,) = read_pages(path)
    assert found.table.num_rows == 1


def test_the_export_of_installations_in_csv_and_lambert_93():
    row = {"code_aiot": "0006500001", "nom_ets": "PRESSING", "lib_regime": "Autorisation", "cd_insee": "92023"}
    frame = pd.DataFrame([row | {"x": "645712,5", "y": "6856112"}])
    read = layer(Table(Path("icpe.csv"), "icpe", "CSV", frame, ()))
    assert (read.frame.crs, read.frame.geometry.x.tolist()) == ("EPSG:2154", [645712.5])
    assert read.frame["register"].tolist() == ["icpe"]


def test_the_older_export_of_installations_with_its_geometry():
    row = {"code_s3ic": "0065.00001", "nom_ets": "PRESSING", "lib_regime": "Autorisation", "url_fiche": "http://a.fr/1"}
    frame = gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[Point(645712, 6856112)], crs=2154)
    read = layer(Table(Path("icpe.shp"), "icpe", "ESRI Shapefile", frame, ()))
    assert read.frame.iloc[0][["pollution_id", "url"]].tolist() == ["0065.00001", "http://a.fr/1"]


def test_an_address_that_is_no_page_of_the_web_is_dropped(tmp_path):
    read = layer_of(tmp_path, page(FORMER | {"fiche_risque": "javascript:alert(1)"}))
    assert read.frame["url"].isna().all()


def test_the_real_sites_of_the_ademe(real_data):
    (table,) = read_tables(real_data / "georisques" / "ademe_sites_pollues_419.geojson")
    assert recognise(table).role is Role.POLLUTION
    read = layer(table)
    assert len(read.frame) == 390
    assert [str(note) for note in read.notes] == ["Features without geometry, left out: 29."]
    assert read.frame["register"].unique().tolist() == ["ademe"]
    assert read.frame["pollution_id"].is_unique
    named = read.frame.set_index("pollution_id")
    assert named.loc["1", "name"] == "ARDENITY"
    clamart = read.frame[read.frame["name"].str.contains("CORSE DES PETROLES", na=False)]
    assert clamart.geometry.x.tolist() == pytest.approx([2.26], abs=0.05)
    assert set(read.frame["state"].dropna().str.lower()) == {"terminée", "en cours", "non intervention srd"}
