"""People and homes: the 200 m grid of Filosofi and the homes by IRIS, from the homes that were drawn."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from data.generator.blueprint import SAINT_FIACRE, Commune
from data.generator.society import table
from data.generator.topo import WRITTEN
from data.generator.town import Town, communes

CELL_M = 200.0
LIVED_IN = 0.93
"""Share of the homes that somebody lives in all year. [0–1]"""
IN_FLAT, IN_HOUSE = 2.1, 2.6
"""People in a household."""
FLATS_FROM = 3
"""Homes in a building from which on they are flats."""
SECRET_BELOW = 11.0
"""Households under which Insee estimates the cell instead of telling it."""

_TO_GRID = Transformer.from_crs("EPSG:2154", "EPSG:3035", always_xy=True)
_FROM_GRID = Transformer.from_crs("EPSG:3035", "EPSG:2154", always_xy=True)


def homes(town: Town) -> pd.DataFrame:
    """Return one row a building with homes: commune, x, y [m], houses, flats, and those in the poor quarters."""
    rows = []
    poor = shapely.union_all([quarter.outline for quarter in town.neighbourhoods])
    for lot, row in enumerate(town.built):
        for building in row:
            if building.dwellings:
                middle, flats = building.footprint.centroid, building.dwellings >= FLATS_FROM
                rows.append(
                    {
                        "commune": town.commune_of(lot).code,
                        "x": middle.x,
                        "y": middle.y,
                        "houses": 0 if flats else building.dwellings,
                        "flats": building.dwellings if flats else 0,
                        "poor": poor.covers(middle),
                    }
                )
    return pd.DataFrame(rows)


def write_filosofi(town: Town, path: Path) -> None:
    """Write the grid of two communes, in the columns of 2019; the third one's cells are not in this extract."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN})
    path.unlink(missing_ok=True)
    frame = grid(homes(town).query("commune != @outside", local_dict={"outside": SAINT_FIACRE.code}))
    pyogrio.write_dataframe(frame, path, layer="carreaux_200m_met", driver="GPKG", geometry_type="Polygon")


def grid(places: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the cells with somebody in them, in the columns of Filosofi."""
    east, north = _TO_GRID.transform(places["x"].to_numpy(), places["y"].to_numpy())
    cell = pd.DataFrame({"e": east // CELL_M * CELL_M, "n": north // CELL_M * CELL_M})
    known = pd.concat([places.reset_index(drop=True), cell.astype("int64")], axis=1)
    known["poor_homes"] = (known["houses"] + known["flats"]) * np.where(known["poor"], 0.42, 0.09)
    sums = known.groupby(["n", "e"], sort=True).agg(
        commune=("commune", "first"), houses=("houses", "sum"), flats=("flats", "sum"), poor=("poor_homes", "sum")
    )
    sums = sums.reset_index()
    return gpd.GeoDataFrame(_columns(sums), geometry=_squares(sums), crs="EPSG:2154")


def _columns(sums: pd.DataFrame) -> pd.DataFrame:
    in_flats, in_houses = (sums[name] * LIVED_IN for name in ("flats", "houses"))
    households = in_flats + in_houses
    people = in_flats * IN_FLAT + in_houses * IN_HOUSE
    names = zip(sums["n"], sums["e"], strict=True)
    columns = {
        "idcar_200m": [f"CRS3035RES200mN{north}E{east}" for north, east in names],
        "i_est_200": (households < SECRET_BELOW).astype("int64"),
        "lcog_geo": sums["commune"],
        "ind": people,
        "men": households,
        "men_pauv": sums["poor"] * LIVED_IN,
        "men_1ind": households * 0.34,
        "men_5ind": households * 0.08,
        "men_prop": in_houses * 0.78 + in_flats * 0.31,
        "men_fmp": households * 0.13,
        "ind_snv": people * 21_500.0,
        "men_surf": in_houses * 92 + in_flats * 58,
        "men_coll": in_flats,
        "men_mais": in_houses,
        "log_soc": sums["poor"] * 1.9,
    }
    return pd.DataFrame(columns).round(1)


def _squares(sums: pd.DataFrame) -> NDArray[np.object_]:
    east, north = sums["e"].to_numpy("float64"), sums["n"].to_numpy("float64")
    corners = [_FROM_GRID.transform(east + CELL_M * i, north + CELL_M * j) for i, j in _CORNERS]
    return np.asarray(shapely.polygons(np.transpose(corners, (2, 0, 1))))


_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))


def iris_file(town: Town) -> bytes:
    """Return the homes of each commune as the table of the census: two IRIS a commune, west and east."""
    places = homes(town)
    rows = []
    for commune in communes(town):
        own = places[places["commune"] == commune.code]
        middle = own["x"].median()
        for rank, part in enumerate((own[own["x"] < middle], own[own["x"] >= middle]), start=1):
            rows.append(_iris(commune, rank, part))
    return table(rows, separator=",")


def _iris(commune: Commune, rank: int, part: pd.DataFrame) -> Mapping[str, str]:
    houses, flats = int(part["houses"].sum()), int(part["flats"].sum())
    lived = round((houses + flats) * LIVED_IN)
    people = round((flats * IN_FLAT + houses * IN_HOUSE) * LIVED_IN)
    values = {
        "iris": f"{commune.code}{rank:04d}",
        "com": commune.code,
        "typ_iris": "H",
        "lab_iris": 1,
        "pop": people,
        "pop_0_19": round(people * 0.25),
        "pop_20_64": round(people * 0.57),
        "pop_65p": people - round(people * 0.25) - round(people * 0.57),
        "logements": houses + flats,
        "res_principales": lived,
        "res_secondaires": 0,
        "logements_vacants": houses + flats - lived,
        "maisons": houses,
        "appartements": flats,
        "rp_en_appartement": round(flats * LIVED_IN),
    }
    return {name: str(value) for name, value in values.items()}
