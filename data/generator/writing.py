"""The territory's folder: every file, then the manifest that says what they are."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import rasterio

from data.generator import census, ground, law, official, society
from data.generator.blueprint import AGGLOMERATION
from data.generator.surface import Cells, Models, models
from data.generator.topo import write_bdtopo
from data.generator.town import Town, communes

PUBLISHER = "Jachère (données fictives)"
LICENCE = "CC0 1.0"
_OSM_ROLES = ("places", "gardens_and_parks", "water")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest."""

    path: str
    role: str
    dataset: str
    vintage: str


def write_territory(town: Town, folder: Path, *, seed: int, relief: bool = True) -> list[Entry]:
    """
    Write the official files of a town and its manifest, with terrain and surface models or without.

    Returns
    -------
    entries
        The files written, in the manifest's order.
    """
    entries = _vectors(town, folder)
    if relief:
        entries += _rasters(models(town, np.random.default_rng([seed, 9])), folder)
    (folder / "MANIFEST.toml").write_text(_manifest(entries, folder, seed), encoding="utf-8")
    return entries


def _vectors(town: Town, folder: Path) -> list[Entry]:
    for place in ("parcels", "layers"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    entries = []
    for commune in communes(town):
        files = {"parcelles": official.parcels_file, "batiments": official.buildings_file}
        for kind, make in files.items():
            path = f"parcels/cadastre-{commune.code}-{kind}.json.gz"
            (folder / path).write_bytes(make(town, commune))
            role = "parcels" if kind == "parcelles" else "buildings"
            entries.append(Entry(path, role, f"Cadastre Etalab, {kind}, {commune.name}", "2025-10-01"))
    makers = {
        Entry("layers/cartofriches-val-fiacre.geojson", "fallow", "Cartofriches", "2025-03-18"): official.fallow_file,
        Entry(
            "layers/qp2024-val-fiacre.geojson", "neighbourhoods", "Quartiers prioritaires 2024", "2024-01-01"
        ): official.neighbourhoods_file,
        Entry(
            "layers/communes-val-fiacre.geojson", "communes", "Contours des communes", "2025-01-01"
        ): official.communes_file,
        Entry(
            "layers/parcelles-personnes-morales-val-fiacre.csv",
            "owners",
            "Parcelles des personnes morales",
            "2024-01-01",
        ): official.owners_file,
    }
    for entry, write in makers.items():
        (folder / entry.path).write_bytes(write(town))
    entries += list(makers)
    if town.garden:
        entries += _write_judged(town, folder)
    topo = "layers/bdtopo-val-fiacre.gpkg"
    write_bdtopo(town, folder / topo)
    layers = (("buildings", "BD TOPO, BATIMENT"), ("streets", "BD TOPO, TRONCON_DE_ROUTE"))
    return [*entries, *(Entry(topo, role, dataset, "2025-09-15") for role, dataset in layers)]


def _write_judged(town: Town, folder: Path) -> list[Entry]:
    """Write what the judgement reads; it is told around the story, which a part of the town does not hold."""
    made = _judged(town)
    for entry, make in made.items():
        (folder / entry.path).write_bytes(make())
    grid = Entry("layers/filosofi-200m-val-fiacre.gpkg", "population", "Filosofi, carreaux de 200 m", "2019-12-31")
    census.write_filosofi(town, folder / grid.path)
    return [*made, grid]


def _judged(town: Town) -> Mapping[Entry, Callable[[], bytes]]:
    """Return the files that the judgement reads, and what makes each."""
    osm, osm_name = "layers/osm-val-fiacre.osm", "OpenStreetMap, extrait fictif"
    files: Mapping[tuple[str, str, str, str], Callable[[], bytes]] = {
        ("zone-urba-val-fiacre.geojson", "zoning", "PLU, ZONE_URBA", "2023-06-22"): partial(law.zones_file, town),
        ("prescription-surf-val-fiacre.geojson", "prescriptions", "PLU, PRESCRIPTION_SURF", "2023-06-22"): partial(
            law.prescriptions_file, town
        ),
        ("assiette-ac1-val-fiacre.geojson", "heritage", "Servitudes AC1", "2024-05-14"): partial(
            law.heritage_file, town
        ),
        ("inpn-val-fiacre.geojson", "protected_nature", "Réserves naturelles", "2024-01-01"): partial(
            ground.nature_file, law.wetland(town)
        ),
        ("ppri-val-fiacre.geojson", "flood", "PPRI, zonage réglementaire", "2012-04-02"): partial(
            ground.flood_file, law.flood_areas(town)
        ),
        ("sitadel-val-fiacre.csv", "permits", "Sit@del2, permis de construire", "2025-09-30"): partial(
            ground.permits_file, town
        ),
        ("georisques-casias-val-fiacre.json", "pollution", "CASIAS", "2025-09-18"): partial(
            ground.former_sites_file, town
        ),
        ("georisques-sis-val-fiacre.json", "pollution", "SIS", "2025-09-18"): partial(ground.sectors_file, town),
        ("rrp-val-fiacre.geojson", "soil", "Référentiel régional pédologique", "2019-01-01"): partial(
            ground.soils_file, town
        ),
        ("analyses-val-fiacre.csv", "lab_samples", "Analyses de sol", "2026-03-17"): partial(ground.samples_file, town),
        ("verifications-val-fiacre.csv", "field_checks", "Vérifications de terrain", "2026-04-09"): partial(
            ground.checks_file, town
        ),
        ("finess-val-fiacre.csv", "places", "FINESS, extraction", "2025-09-10"): partial(society.finess_file, town),
        ("annuaire-education-val-fiacre.csv", "places", "Annuaire de l’éducation", "2025-09-01"): partial(
            society.education_file, town
        ),
        ("stops-val-fiacre.txt", "stops", "Arrêts (GTFS)", "2025-08-25"): partial(society.stops_file, town),
        ("iris-val-fiacre.csv", "housing", "Recensement, logement par IRIS", "2021-01-01"): partial(
            census.iris_file, town
        ),
    }
    made = {Entry(f"layers/{name}", *rest): make for (name, *rest), make in files.items()}
    return made | {Entry(osm, role, osm_name, "2025-10-01"): partial(society.osm_file, town) for role in _OSM_ROLES}


def _rasters(grid: Models, folder: Path) -> list[Entry]:
    _write_raster(grid.surface, grid, folder / "layers/mns-val-fiacre.tif")
    _write_raster(grid.terrain, grid, folder / "layers/mnt-val-fiacre.tif")
    return [
        Entry("layers/mns-val-fiacre.tif", "surface", "LiDAR HD, MNS 1 m", "2024-04-02"),
        Entry("layers/mnt-val-fiacre.tif", "terrain", "LiDAR HD, MNT 1 m", "2024-04-02"),
    ]


def _write_raster(cells: Cells, grid: Models, path: Path) -> None:
    layout = {"driver": "GTiff", "dtype": "float32", "count": 1, "height": cells.shape[0], "width": cells.shape[1]}
    packing = {"compress": "deflate", "predictor": 3, "zlevel": 9, "tiled": True, "blockxsize": 512, "blockysize": 512}
    with rasterio.open(
        path, "w", crs="EPSG:2154", transform=grid.transform, nodata=-9999.0, **layout, **packing
    ) as file:
        file.write(cells, 1)


def _manifest(entries: list[Entry], folder: Path, seed: int) -> str:
    head = [
        f"# Written by `python -m data.generator` from seed {seed}: a fictional territory in the official formats.",
        f'name = "{AGGLOMERATION}"',
        "fictional = true",
    ]
    return "\n".join(head) + "\n" + "".join(_table(entry, folder) for entry in entries)


def _table(entry: Entry, folder: Path) -> str:
    digest = hashlib.sha256((folder / entry.path).read_bytes()).hexdigest()
    values: Mapping[str, str] = {
        "path": entry.path,
        "role": entry.role,
        "publisher": PUBLISHER,
        "dataset": entry.dataset,
        "vintage": entry.vintage,
        "licence": LICENCE,
        "url": "",
        "sha256": digest,
    }
    return "\n[[file]]\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())
