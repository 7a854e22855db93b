"""The sun of sites, as a table beside the raster."""

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import SourceError
from geo.indicators.sun import sun
from geo.messages import N_, Message
from geo.models import Bounds, Heights, Raster, Window
from geo.sources._blocks import read_bands, where_is
from geo.sources._files import read_tables
from geo.sources._writing import write_atomically
from geo.sunlight import Scene

_TILE_M = 1_000.0
"""Sites are measured square by square, so that memory does not grow with their number. [m]"""
_MONTHS = {f"sun_hours_{month:02d}": month for month in range(1, 13)}


def write_sites(path: Path, sites: Path, raster: Path, scene: Scene) -> Path:
    """
    Write the sun of each site of a file as CSV.

    Parameters
    ----------
    path
        The table to make or replace.
    sites
        Polygons, with a `site_id`; else numbered in their order from 1.
    raster
        Made by `jachere sun`.
    scene
        What it was made of, on the same cells: where it has a terrain, what stands on the ground is left out.

    Raises
    ------
    SourceError
        A file cannot be used, or holds no polygon.
    """
    crs, bounds = where_is(raster)
    places = _sites(sites).to_crs(crs)
    met = places[places.intersects(shapely.box(bounds.west, bounds.south, bounds.east, bounds.north))]
    if met.empty:
        raise SourceError(
            Message(N_("None of these sites lies on the raster.")),
            where=sites.name,
            remedy=Message(N_("Choose the surface model of the same place.")),
        )
    parts = [
        sun(met.loc[index], months, scene.raised(_window(scene.surface, next(iter(months.values())))))
        for index, months in _squares(met, raster)
    ]
    table = pd.concat(parts).reindex(places.index).rename_axis("site_id").round(3)
    text = table.to_csv(lineterminator="\n")
    write_atomically(path, lambda draft: _write_text(draft, text))
    return path


def _sites(path: Path) -> gpd.GeoDataFrame:
    for table in read_tables(path):
        frame = table.frame
        if isinstance(frame, gpd.GeoDataFrame) and frame.geom_type.isin({"Polygon", "MultiPolygon"}).any():
            polygons = frame[frame.geom_type.isin({"Polygon", "MultiPolygon"})]
            order = pd.Index([str(number + 1) for number in range(len(polygons))])
            return polygons.set_axis(polygons["site_id"].astype(str) if "site_id" in polygons else order)
    raise SourceError(
        Message(N_("This file holds no polygon.")),
        where=path.name,
        remedy=Message(N_("Supply the sites as polygons, such as candidates.gpkg.")),
    )


def _squares(places: gpd.GeoDataFrame, raster: Path) -> Iterator[tuple[pd.Index, dict[int, Raster]]]:
    centre = places.geometry.centroid
    square = pd.DataFrame({"column": centre.x // _TILE_M, "row": centre.y // _TILE_M})
    for index in square.groupby(["column", "row"]).groups.values():
        bands = read_bands(raster, Bounds(*map(float, places.loc[index].total_bounds)))
        yield index, {_MONTHS[name]: band for name, band in bands.items() if name in _MONTHS}


def _window(surface: Heights, cells: Raster) -> Window:
    """Return where the cells of a raster are among those of the surface."""
    north, west = surface.bounds.north - cells.bounds.north, cells.bounds.west - surface.bounds.west
    rows, columns = cells.values.shape
    return Window(round(north / surface.cell_m), round(west / surface.cell_m), rows, columns)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
