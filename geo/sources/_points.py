"""Points of tables that write coordinates in columns, in degrees or in a plane, put in WGS84."""

from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.messages import N_, Message
from geo.sources._placement import WGS84, Placed, place
from geo.sources.source import Extract

LOST = N_("Rows left out, for lack of readable coordinates: {count}.")
OVERSEAS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471, "977": 5490, "978": 5490}
"""Official metric CRS overseas (EPSG), by the first three digits of the commune (decree 2006-272, as amended)."""
MAINLAND = 2154


def official_plane(communes: pd.Series) -> pd.Series:
    """
    Return the code of the official plane of each commune, missing where the commune is.

    Examples
    --------
    >>> official_plane(pd.Series(["92023", "97411", None])).tolist()
    ['EPSG:2154', 'EPSG:2975', nan]
    """
    codes = communes.astype("str").str[:3].map(OVERSEAS).fillna(MAINLAND).astype(int)
    return ("EPSG:" + codes.astype("str")).where(communes.notna())


def located(frame: pd.DataFrame, x: pd.Series, y: pd.Series, crs: pd.Series | str = WGS84) -> Extract:
    """
    Give each row its point, and leave out those that have none; a table with its own geometry keeps it.

    Coordinates that are swapped, or in Lambert-93 under names of degrees, are put right where they tell it.

    Parameters
    ----------
    frame
        With folded names.
    x, y
        Numbers, missing where unknown. Both 0 is unknown too. [degrees or m, as `crs` says]
    crs
        Code of an authority, for all or for each row.

    Returns
    -------
    extract
        A GeoDataFrame in WGS84, with rows numbered anew.

    Raises
    ------
    SourceError
        The coordinates fit no known place.
    """
    if isinstance(frame, gpd.GeoDataFrame):
        return Extract(cast(pd.DataFrame, frame))
    codes = crs if isinstance(crs, pd.Series) else pd.Series(crs, index=frame.index)
    usable = codes.notna() & np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
    points = np.full(len(frame), None, dtype=object)
    notes: list[Message] = []
    for code in codes[usable].unique():
        rows = (usable & (codes == code)).to_numpy()
        found = place(shapely.points(x.to_numpy()[rows], y.to_numpy()[rows]), crs=code)
        points[rows] = _in_degrees(found)
        notes += found.notes
    lost = shapely.is_missing(points)
    kept = gpd.GeoDataFrame(frame.loc[~lost], geometry=points[~lost], crs=WGS84).reset_index(drop=True)
    told = (Message(LOST, {"count": int(lost.sum())}),) if lost.any() else ()
    return Extract(kept, (*notes, *told))


def _in_degrees(found: Placed) -> NDArray[np.object_]:
    points = np.asarray(gpd.GeoSeries(found.geometries, crs=found.crs).to_crs(WGS84).array, dtype=object).copy()
    x, y = shapely.get_x(points), shapely.get_y(points)
    # Stray rows of a plane may lie beyond what its projection can undo.
    points[~((np.abs(x) <= 180.0) & (np.abs(y) <= 90.0))] = None
    return points
