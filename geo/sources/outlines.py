"""Polygons that a person gives, in whatever format the door reads: GeoJSON, GeoPackage, Shapefile in a zip, KML …"""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._files import read_tables

_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def read_outlines(path: Path) -> gpd.GeoDataFrame:
    """
    Return the polygons of a file; what else it says of them is left aside.

    Returns
    -------
    outlines
        In the CRS of the first layer that has some.

    Raises
    ------
    SourceError
        The file is refused, has no polygon, or does not say where on earth they are.
    """
    frames = [table.frame for table in read_tables(path) if isinstance(table.frame, gpd.GeoDataFrame)]
    areas = [frame.geometry[np.isin(shapely.get_type_id(frame.geometry.array), _AREAS)] for frame in frames]
    found = [part for part in areas if len(part)]
    if not found:
        raise SourceError(
            Message(N_("This file holds no outline of a plot.")),
            where=path.name,
            remedy=Message(N_("Draw the plot as a polygon, and export it as GeoJSON or as a Shapefile in a zip.")),
        )
    if any(part.crs is None for part in found):
        raise SourceError(
            Message(N_("This file does not say in which projection its coordinates are.")),
            where=path.name,
            remedy=Message(N_("Export it in WGS 84 or Lambert-93, with its projection (.prj).")),
        )
    outlines = pd.concat([part.to_crs(found[0].crs) for part in found], ignore_index=True)
    return gpd.GeoDataFrame(geometry=outlines)
