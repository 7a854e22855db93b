"""Days, addresses and places as official tables write them in columns of text or numbers."""

from collections.abc import Sequence
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.messages import N_, Message
from geo.sources.source import Extract, numbers, texts

_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d")
_DEGREES = (180.0, 90.0)
_LOST = N_("Rows left out, for lack of a place: {count}.")


def days(values: pd.Series) -> pd.Series:
    """
    Return days as ``2024-02-13``; what is no day is missing.

    Parameters
    ----------
    values
        Days, texts such as 13/02/2024 or 2024-02-13T00:00:00, or numbers such as 20240213.

    Examples
    --------
    >>> days(pd.Series(["13/02/2024", "2024-02-13 10:00", 20240213.0, "?"])).tolist()
    ['2024-02-13', '2024-02-13', '2024-02-13', nan]
    """
    written = texts(values).str.slice(0, 10).str.removesuffix(".0")
    found = pd.Series(pd.NaT, index=values.index, dtype="datetime64[s]")
    for form in _FORMS:
        found = found.fillna(pd.to_datetime(written, format=form, errors="coerce").astype("datetime64[s]"))
    return found.dt.strftime("%Y-%m-%d").astype("str")


def addresses(values: pd.Series) -> pd.Series:
    """
    Return addresses of the Web; anything else, which a click could run, is missing.

    Examples
    --------
    >>> addresses(pd.Series(["https://www.georisques.gouv.fr/x", "javascript:alert(1)"])).isna().tolist()
    [False, True]
    """
    written = texts(values)
    return written.where(written.str.match(r"https?://\S+$", case=False).fillna(value=False).astype(bool))


def placed(frame: pd.DataFrame, columns: Sequence[tuple[str, str, str]]) -> Extract:
    """
    Return a table with its geometry, drawn as points from two columns where it has none.

    Parameters
    ----------
    frame
        A table with folded names.
    columns
        Folded names of the easting and the northing and their CRS, the most precise first. Degrees beyond those of the
        Earth and a place at zero are no places.

    Examples
    --------
    >>> row = pd.DataFrame({"longitude": ["2,25", ""], "latitude": ["48,8", "48.8"]})
    >>> extract = placed(row, [("longitude", "latitude", "EPSG:4326")])
    >>> extract.frame.geometry.tolist(), str(extract.notes[0])
    ([<POINT (2.25 48.8)>], 'Rows left out, for lack of a place: 1.')
    """
    if isinstance(frame, gpd.GeoDataFrame):
        return Extract(cast(pd.DataFrame, frame))
    east, north, crs = next((three for three in columns if {*three[:2]} <= {*frame.columns}), ("", "", "EPSG:4326"))
    nowhere = pd.Series(np.nan, index=frame.index)
    x, y = (numbers(frame.get(name, nowhere)) for name in (east, north))
    known = np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
    if crs == "EPSG:4326":
        known &= (x.abs() <= _DEGREES[0]) & (y.abs() <= _DEGREES[1])
    points = gpd.points_from_xy(x[known], y[known], crs=crs)
    kept = gpd.GeoDataFrame(frame.loc[known].reset_index(drop=True), geometry=points)
    lost = int((~known).sum())
    return Extract(kept, (Message(_LOST, {"count": lost}),) if lost else ())
