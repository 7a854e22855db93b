"""What maps and rasters of soils tell of the sites: depth, acidity, texture.

::

    map of soils ──────────────────────────────▶ depth, pH, texture ─┬─▶ of regional quality
    rasters: depth, pH, sand + silt + clay ────▶ where the map is ───┘
             (their layers down to 30 cm)        silent
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.geometry import by_square
from geo.indicators import soil
from geo.messages import N_, Message
from geo.models import Bounds, Measures, RasterFile, Role, Territory
from geo.sources.relief import relief_window
from geo.study.measures.columns import Column, measured, unknown
from geo.study.measures.quality import REGIONAL, of_one_quality

COLUMNS = (
    Column("soil_depth_cm", (Role.SOIL,), soil.soil_depth),
    Column("soil_ph", (Role.SOIL,), soil.soil_ph),
    Column("soil_texture", (Role.SOIL,), soil.soil_texture, text=True),
)
PROPERTIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ph": frozenset({"ph", "phh2o"}),
        "sand": frozenset({"sand", "sable", "sables"}),
        "silt": frozenset({"silt", "limon", "limons"}),
        "clay": frozenset({"clay", "argile", "argiles"}),
        "depth": frozenset({"depth", "profondeur", "bdricm"}),
    }
)
"""Words of a raster's name that tell what its cells hold, those of SoilGrids among them. Depth in cm."""

_GRAINS = ("sand", "silt", "clay")
_WORD = re.compile(r"[a-z]+[0-9]*[a-z]*")
_LAYER = re.compile(r"(\d+)-(\d+)cm")
_ROOTS_CM = 30
"""Vegetables root that deep: what is under does not count. [cm]"""
_SQUARE_M = 1000.0

_REGIONAL = Message(
    N_("Depth, texture and acidity of the soil come from a regional source, which is not made for a plot: dig a hole.")
)


@dataclass(frozen=True, slots=True)
class SoilCells:
    """
    What the cells of a raster hold.

    Attributes
    ----------
    top_cm, bottom_cm
        Of the layer of soil that it is about; all that vegetables root in where its name tells none. [cm]
    """

    what: str
    top_cm: int = 0
    bottom_cm: int = _ROOTS_CM


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Tell what the soil of the sites is like, as far as a region knows it.

    Parameters
    ----------
    territory
        With a map or rasters of soils, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        `soil_depth_cm`, `soil_ph`, `soil_texture`: of the map, else of the rasters.
    """
    mapped = measured(territory, sites, COLUMNS, REGIONAL)
    cells = _of_rasters(territory.rasters.get(Role.SOIL, ()), sites)
    values = pd.DataFrame({name: mapped.values[name].fillna(cells[name]) for name in mapped.values})
    notes = [*mapped.notes, *_unnamed(territory)]
    if values.notna().any(axis=None):
        notes.append(_REGIONAL)
    return replace(of_one_quality(values, REGIONAL), notes=tuple(notes))


def cells_named(name: str) -> SoilCells | None:
    """
    Return what a raster holds by its name; nothing where that tells none or several things.

    Examples
    --------
    >>> cells_named("phh2o_5-15cm_mean.tif")
    SoilCells(what='ph', top_cm=5, bottom_cm=15)
    >>> cells_named("sols.tif")
    """
    words = set(_WORD.findall(name.casefold()))
    told = [what for what, known in PROPERTIES.items() if words & known]
    layer = _LAYER.search(name.casefold())
    if len(told) != 1:
        return None
    if layer is None:
        return SoilCells(told[0])
    return SoilCells(told[0], int(layer[1]), int(layer[2]))


def _unnamed(territory: Territory) -> list[Message]:
    names = [file.path.name for file in territory.rasters.get(Role.SOIL, ())]
    text = N_("Nothing in the name of “{file}” tells what it holds of the soil (pH, sand, silt, clay, depth): unused.")
    return [Message(text, {"file": name}) for name in names if cells_named(name) is None]


def _of_rasters(files: Sequence[RasterFile], sites: gpd.GeoDataFrame) -> Mapping[str, pd.Series]:
    held = {what: _mean(files, sites, what) for what in PROPERTIES}
    return {
        "soil_depth_cm": held["depth"],
        "soil_ph": soil.ph_of_cells(held["ph"]),
        "soil_texture": soil.texture_of(*(held[grain] for grain in _GRAINS)),
    }


def _mean(files: Sequence[RasterFile], sites: gpd.GeoDataFrame, what: str) -> pd.Series:
    """Return the mean of one property over the layers that are known, each counting for its thickness."""
    layers: dict[SoilCells, list[RasterFile]] = {}
    for file in files:
        cells = cells_named(file.path.name)
        if cells is not None and cells.what == what and cells.bottom_cm <= _ROOTS_CM:
            layers.setdefault(cells, []).append(file)
    if not layers:
        return unknown(sites, what)
    table = np.stack([_of_layer(tiles, sites).to_numpy() for tiles in layers.values()])
    thickness = np.array([[cells.bottom_cm - cells.top_cm] for cells in layers])
    weights = np.where(np.isnan(table), 0, thickness)
    total, of_all = weights.sum(axis=0), (np.nan_to_num(table) * weights).sum(axis=0)
    mean = np.divide(of_all, total, out=np.full(len(sites), np.nan), where=total > 0)
    return pd.Series(mean, index=sites.index, name=what)


def _of_layer(tiles: Sequence[RasterFile], sites: gpd.GeoDataFrame) -> pd.Series:
    parts = []
    for index in by_square(sites, _SQUARE_M):
        west, south, east, north = (float(side) for side in sites.loc[index].total_bounds)
        parts.append(soil.cells_mean(sites.loc[index], relief_window(tiles, Bounds(west, south, east, north))))
    return pd.concat(parts).reindex(sites.index) if parts else unknown(sites, "mean")
