"""The territory's folder: every file, then the manifest that says what they are."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from data.generator import official
from data.generator.blueprint import AGGLOMERATION
from data.generator.surface import Cells, Models, models
from data.generator.topo import write_bdtopo
from data.generator.town import Town, communes

PUBLISHER = "Jachère (données fictives)"
LICENCE = "CC0 1.0"


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
    topo = "layers/bdtopo-val-fiacre.gpkg"
    write_bdtopo(town, folder / topo)
    layers = (("buildings", "BD TOPO, BATIMENT"), ("streets", "BD TOPO, TRONCON_DE_ROUTE"))
    return [*entries, *makers, *(Entry(topo, role, dataset, "2025-09-15") for role, dataset in layers)]


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
