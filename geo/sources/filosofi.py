"""People and households on the 200 m grid of Filosofi (Insee).

Columns: dictionaries of the « données carroyées » of 2010 (id_car2010, depcom), 2015 (IdINSPIRE, Depcom, I_est_cr) and
2017 to 2021 (idcar_200m, lcog_geo, i_est_200). Where fewer than 11 households live, the Insee shares out the values of
a larger square: those cells are estimated. Households in flats are `men_coll` (« logement collectif »).
"""

from types import MappingProxyType
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources._findings import ESTIMATED
from geo.sources._placement import WGS84
from geo.sources._points import LOST
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, true, well_formed, without_repeats

FILOSOFI = Dataset(
    publisher="Insee",
    name="Filosofi, carreaux de 200 m",
    licence="Licence Ouverte 2.0",
    attribution="© Insee – Filosofi",
    url="https://www.insee.fr/fr/statistiques/7655475",
)
COLUMNS = MappingProxyType(
    {
        "idcar_200m": "cell_id",
        "idinspire": "cell_id",
        "id_car2010": "cell_id",
        "ind": "people",
        "men": "households",
        "men_coll": "households_in_flats",
        "men_pauv": "poor_households",
        "i_est_200": "estimated",
        "i_est_cr": "estimated",
    }
)
SIDE_M = 200
"""Side of a cell. [m]"""

PLANES = frozenset({"3035", "32620", "5490", "2972", "2975", "4471"})
"""Planes of the grids of mainland France and overseas (EPSG)."""

GRID = "EPSG:3035"
CELL = rf"CRS([0-9]+)RES{SIDE_M}mN([0-9]+)E([0-9]+)"
"""Identifier of the INSPIRE directive: plane, then northing and easting of the south-western corner. [m]"""

_COUNTS = ("people", "households", "households_in_flats", "poor_households")


def read_cells(table: Table) -> Extract:
    """
    Return the cells, drawn from their identifiers where the table has no geometry.

    Parameters
    ----------
    table
        Cells with folded names.
    """
    rows = take(table.frame, COLUMNS)
    counted = rows.assign(**{name: numbers(rows[name]) for name in _COUNTS}, cell_id=texts(rows["cell_id"]))
    named = _named(counted)
    formed = well_formed(named.frame, "cell_id", CELL)
    once = without_repeats(formed.frame, "cell_id")
    drawn = _drawn(once.frame)
    estimated = int(true(drawn.frame["estimated"]).sum())
    told = (Message(ESTIMATED, {"count": estimated, "total": len(drawn.frame)}),) if estimated else ()
    return Extract(drawn.frame, named.notes + formed.notes + once.notes + drawn.notes + told)


def squares(cells: pd.Series) -> gpd.GeoSeries:
    """
    Return the squares that identifiers tell, in WGS84; none where the plane is not one of a grid.

    Examples
    --------
    >>> square = squares(pd.Series(["CRS3035RES200mN2387600E3728800"])).to_crs(3035)
    >>> [round(side) for side in square.total_bounds]
    [3728800, 2387600, 3729000, 2387800]
    """
    parts = cells.str.extract(f"^{CELL}$")
    corners = parts[[2, 1]].astype("float64").to_numpy()
    boxes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + SIDE_M, corners[:, 1] + SIDE_M)
    drawn = np.full(len(cells), None, dtype=object)
    for code in sorted(PLANES & set(parts[0].dropna())):
        rows = (parts[0] == code).to_numpy()
        moved = gpd.GeoSeries(boxes[rows], crs=f"EPSG:{code}").to_crs(WGS84)
        drawn[rows] = np.asarray(moved.array, dtype=object)
    return gpd.GeoSeries(drawn, index=cells.index, crs=WGS84)


def _named(frame: pd.DataFrame) -> Extract:
    """Name the cells that a file drew and did not name, after the square of the European grid that they are."""
    nameless = frame["cell_id"].isna()
    if not isinstance(frame, gpd.GeoDataFrame) or not nameless.any() or frame.crs is None:
        return Extract(frame)
    centres = frame.geometry[nameless].to_crs(GRID).centroid
    north, east = ((np.floor(side / SIDE_M) * SIDE_M).astype(int).astype("str") for side in (centres.y, centres.x))
    names = f"CRS3035RES{SIDE_M}mN" + north + "E" + east
    note = N_("Cells without an identifier, named after their place: {count}.")
    named = frame.assign(cell_id=frame["cell_id"].where(~nameless, names))
    return Extract(cast(pd.DataFrame, named), (Message(note, {"count": int(nameless.sum())}),))


def _drawn(frame: pd.DataFrame) -> Extract:
    if isinstance(frame, gpd.GeoDataFrame):
        return Extract(cast(pd.DataFrame, frame))
    shapes = squares(frame["cell_id"])
    known = shapes.is_valid & (shapes.bounds.max(axis=1) <= 180.0)
    kept = gpd.GeoDataFrame(frame[known], geometry=shapes[known], crs=WGS84).reset_index(drop=True)
    lost = int((~known).sum())
    return Extract(kept, (Message(LOST, {"count": lost}),) if lost else ())


SOURCES = tuple(
    Source(
        role=Role.POPULATION,
        dataset=FILOSOFI,
        signature=frozenset({identifier, "ind", "men", "men_pauv"}),
        places_in_text=True,
        read=read_cells,
    )
    for identifier in ("idcar_200m", "idinspire", "id_car2010")
)
