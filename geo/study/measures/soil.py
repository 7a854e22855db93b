"""What maps and rasters of soils tell of the sites: depth, acidity, texture.

::

    map of soils ──────────────────────────────▶ depth, pH, texture ─┬─▶ of regional quality
    rasters: depth, pH, sand + silt + clay ────▶ where the map is ───┘
                                                 silent
"""

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.geometry import by_square
from geo.indicators import soil
from geo.kinds import SoilQuantity
from geo.messages import N_, Message
from geo.models import Bounds, Measures, Role, Territory
from geo.sources.soil_rasters import soil_window
from geo.study.measures.columns import Column, measured, unknown
from geo.study.measures.quality import REGIONAL, of_one_quality

COLUMNS = (
    Column("soil_depth_cm", (Role.SOIL,), soil.soil_depth),
    Column("soil_ph", (Role.SOIL,), soil.soil_ph),
    Column("soil_texture", (Role.SOIL,), soil.soil_texture, text=True),
)
"""Of the map."""

_SQUARE_M = 1000.0
"""Rasters are read square by square, so that memory does not grow with the territory. [m]"""

_REGIONAL = Message(
    N_("Depth, texture and acidity of the soil come from a regional source, which is not made for a plot: dig a hole.")
)


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

    Raises
    ------
    SourceError
        A raster changed or went away since the territory was opened.
    """
    mapped = measured(territory, sites, COLUMNS, REGIONAL)
    if Role.SOIL not in territory.rasters:
        values, notes = mapped.values, mapped.notes
    else:
        cells, notes = _of_rasters(territory, sites), ()
        values = pd.DataFrame({name: mapped.values[name].fillna(cells[name]) for name in mapped.values})
    if values.notna().any(axis=None):
        notes = (*notes, _REGIONAL)
    return replace(of_one_quality(values, REGIONAL), notes=notes)


def _of_rasters(territory: Territory, sites: gpd.GeoDataFrame) -> Mapping[str, pd.Series]:
    held = {quantity: _mean(territory, sites, quantity) for quantity in SoilQuantity}
    sand, silt, clay = (held[grain] for grain in (SoilQuantity.SAND, SoilQuantity.SILT, SoilQuantity.CLAY))
    return {
        "soil_depth_cm": held[SoilQuantity.DEPTH],
        "soil_ph": held[SoilQuantity.PH],
        "soil_texture": soil.texture_of(sand, silt, clay),
    }


def _mean(territory: Territory, sites: gpd.GeoDataFrame, quantity: SoilQuantity) -> pd.Series:
    parts = []
    for index in by_square(sites, _SQUARE_M):
        west, south, east, north = (float(side) for side in sites.loc[index].total_bounds)
        cells = soil_window(territory.rasters[Role.SOIL], quantity, Bounds(west, south, east, north), territory.crs)
        if cells is not None:
            parts.append(soil.cells_mean(sites.loc[index], cells))
    return pd.concat(parts).reindex(sites.index) if parts else unknown(sites, quantity.value)
