"""Who lives within a walk: homes without a garden of their own, and people.

Three sources tell it, each coarser than the one before: the homes of each building, the households of each cell of
200 m, the homes of the whole commune.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.geometry import Geometries
from geo.overlaps import outlines, overlaps
from geo.walking import DETOUR, somewhere_near

REACH_M = 300.0
"""Five minutes on foot, as Insee counts for green spaces. [m]"""
FLATS_FROM = 3
"""Homes that make a building one of flats: a house may be split in two (our assumption). [–]"""

_HERE_M = 1000.0
"""No town has a square kilometre without a home: a grid or a layer of buildings that is farther does not cover the
site (our assumption). [m]"""
_KNOWN_SHARE = 0.2
"""Outbuildings have no count of homes; where fewer buildings have one, the layer does not know it (our assumption)."""
_SPOT_M = 50.0
_MOST_SPOTS = 40
_ROUNDING = 0.01


def flats_in_buildings(sites: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, walks: pd.DataFrame) -> pd.Series:
    """
    Count the homes in buildings of flats within 300 m on foot of each site.

    Parameters
    ----------
    sites, buildings
        In one metric CRS; `dwellings` is the number of homes.
    walks
        From the sites to the buildings, up to 300 m at least (`geo.walking.within`).

    Returns
    -------
    flats_nearby
        Missing where fewer than a fifth of the buildings within 300 m in a straight line have a number of homes, or
        where no building that has one is within 1 km.

    Examples
    --------
    >>> from shapely import box
    >>> from geo.walking import within
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 9, 9)], crs=2154)
    >>> blocks = shapely.box([20, 60, 500], 0, [40, 80, 550], 9)
    >>> buildings = gpd.GeoDataFrame({"dwellings": [12.0, 2.0, 30.0]}, geometry=blocks, crs=2154)
    >>> flats_in_buildings(sites, buildings, within(None, sites, buildings, REACH_M)).tolist()
    [12.0]
    """
    homes = buildings["dwellings"]
    near = walks[walks["distance_m"] <= REACH_M]
    flats = _added(sites, near, homes.where(homes >= FLATS_FROM, 0.0))
    known = (_known_share(sites, buildings) >= _KNOWN_SHARE) & somewhere_near(sites, buildings[homes.notna()], _HERE_M)
    return flats.where(known).rename("flats_nearby")


def flats_in_cells(sites: gpd.GeoDataFrame, spots: gpd.GeoDataFrame, walks: pd.DataFrame) -> pd.Series:
    """
    Count the households in flats within 300 m on foot of each site.

    Parameters
    ----------
    sites
        In a metric CRS.
    spots
        Of the cells, as `spread` makes them.
    walks
        From the sites to the spots, up to 300 m at least (`geo.walking.within`).

    Returns
    -------
    flats_nearby
        Missing where no cell with a known number is within 1 km.
    """
    near = walks[walks["distance_m"] <= REACH_M]
    flats = _added(sites, near, spots["households_in_flats"])
    known = spots[spots["households_in_flats"].notna()]
    return flats.where(somewhere_near(sites, known, _HERE_M)).rename("flats_nearby")


def flats_in_communes(sites: gpd.GeoDataFrame, communes: gpd.GeoDataFrame, housing: pd.DataFrame) -> pd.Series:
    """
    Estimate the flats within 300 m on foot of each site as if those of the commune were spread evenly over it.

    Parameters
    ----------
    sites, communes
        In one metric CRS.
    housing
        Number of `flats` by IRIS, with its `commune`.

    Returns
    -------
    flats_nearby
        Over the land within 300 m ÷ 1.3 of the outline; missing where half of it is in no commune that is known.

    Examples
    --------
    >>> from shapely import box
    >>> commune = gpd.GeoDataFrame({"commune": ["92023"]}, geometry=[box(-1000, -1000, 1000, 1000)], crs=2154)
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 20, 20)], crs=2154)
    >>> housing = pd.DataFrame({"commune": ["92023", "92023"], "flats": [3000.0, 1000.0]})
    >>> flats_in_communes(sites, commune, housing).round().tolist()
    [186.0]
    """
    total = housing.groupby("commune")["flats"].sum(min_count=1)
    reach = _around(sites, REACH_M / DETOUR)
    return _from_communes(sites, communes, communes["commune"].map(total), reach).rename("flats_nearby")


def people_in_cells(sites: gpd.GeoDataFrame, cells: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the people within 300 m of each site in a straight line, each cell for the share of it that is in reach.

    Parameters
    ----------
    sites, cells
        In one metric CRS; `people` live in each cell.

    Returns
    -------
    people_nearby
        Missing where no cell with a known number is within 1 km.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 20, 20), box(9000, 0, 9020, 20)], crs=2154)
    >>> cells = gpd.GeoDataFrame({"people": [80.0]}, geometry=[box(220, 0, 420, 20)], crs=2154)
    >>> people_in_cells(sites, cells).tolist()
    [40.0, nan]
    """
    known = cells[cells["people"].notna()]
    found = overlaps(_around(sites, REACH_M), outlines(known))
    density = (known["people"] / known.area).to_numpy()
    people = _sums(found.place, found.area_m2 * density[found.cover], len(sites))
    return pd.Series(people, index=sites.index, name="people_nearby").where(somewhere_near(sites, known, _HERE_M))


def people_in_communes(sites: gpd.GeoDataFrame, communes: gpd.GeoDataFrame, housing: pd.DataFrame | None) -> pd.Series:
    """
    Estimate the people within 300 m of each site in a straight line as if those of the commune were spread evenly.

    Parameters
    ----------
    sites, communes
        In one metric CRS; `population` of each commune.
    housing
        Number of `people` by IRIS, for the communes whose population is not known.

    Returns
    -------
    people_nearby
        Missing where half of the land around is in no commune that is known.
    """
    population = communes["population"]
    if housing is not None:
        population = population.fillna(communes["commune"].map(housing.groupby("commune")["people"].sum(min_count=1)))
    reach = _around(sites, REACH_M)
    return _from_communes(sites, communes, population, reach).rename("people_nearby")


def spread(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Spread the households of each cell over spots 50 m apart, so that a walk reaches a part of a cell.

    Parameters
    ----------
    cells
        In a metric CRS, with `households_in_flats`.

    Returns
    -------
    spots
        Points with their share of `households_in_flats`.

    Examples
    --------
    >>> from shapely import box
    >>> spots = spread(gpd.GeoDataFrame({"households_in_flats": [32.0]}, geometry=[box(0, 0, 200, 200)], crs=2154))
    >>> len(spots), spots["households_in_flats"].tolist()[:2], spots.geometry.iloc[0].coords[0]
    (16, [2.0, 2.0], (25.0, 25.0))
    """
    shapes = outlines(cells)
    west, south, east, north = shapely.bounds(shapes).T
    columns, rows = _spots_along(east - west), _spots_along(north - south)
    cell = np.repeat(np.arange(len(shapes)), columns * rows)
    spot = np.arange(len(cell)) - np.repeat(np.cumsum(columns * rows) - columns * rows, columns * rows)
    x = west[cell] + (spot % columns[cell] + 0.5) * ((east - west) / columns)[cell]
    y = south[cell] + (spot // columns[cell] + 0.5) * ((north - south) / rows)[cell]
    inside = shapely.intersects_xy(shapes[cell], x, y)
    missed = np.setdiff1d(np.arange(len(shapes)), cell[inside])
    cell = np.concatenate([cell[inside], missed])
    points = np.concatenate([shapely.points(x[inside], y[inside]), shapely.point_on_surface(shapes[missed])])
    share = 1 / np.bincount(cell, minlength=len(shapes))[cell]
    homes = cells["households_in_flats"].to_numpy()[cell] * share
    return gpd.GeoDataFrame({"households_in_flats": homes}, geometry=points, crs=cells.crs)


def _spots_along(side_m: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.clip(np.ceil(np.nan_to_num(side_m) / _SPOT_M - _ROUNDING), 1, _MOST_SPOTS).astype(np.intp)


def _around(sites: gpd.GeoDataFrame, reach_m: float) -> Geometries:
    return np.asarray(shapely.buffer(outlines(sites), reach_m, quad_segs=16))


def _added(sites: gpd.GeoDataFrame, walks: pd.DataFrame, amounts: pd.Series) -> pd.Series:
    """Add what is at the end of the walks of each site, in their order, so that other sites change no bit."""
    site = sites.index.get_indexer(walks["site_id"])
    amount = amounts.reindex(walks["place"]).fillna(0.0).to_numpy(np.float64)
    return pd.Series(_sums(site, amount, len(sites)), index=sites.index)


def _sums(group: NDArray[np.intp], amounts: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(group, amounts, minlength=count).astype(np.float64)  # without any amount it would be whole


def _known_share(sites: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.Series:
    """Return the share of the buildings around whose number of homes is known, 1 where there is no building."""
    tree = shapely.STRtree(outlines(sites))
    building, site = tree.query(outlines(buildings), predicate="dwithin", distance=REACH_M)
    known = buildings["dwellings"].notna().to_numpy()[building]
    count = np.bincount(site, minlength=len(sites))
    share = np.where(count > 0, np.bincount(site, known, minlength=len(sites)) / np.maximum(count, 1), 1.0)
    return pd.Series(share, index=sites.index)


def _from_communes(
    sites: gpd.GeoDataFrame, communes: gpd.GeoDataFrame, total: pd.Series, reach: Geometries
) -> pd.Series:
    known = communes[total.notna()]
    density = total[total.notna()].to_numpy() / known.area.to_numpy()
    found = overlaps(reach, outlines(known))
    covered = _sums(found.place, found.area_m2, len(sites))
    counted = _sums(found.place, found.area_m2 * density[found.cover], len(sites))
    area = shapely.area(reach)
    enough = covered >= area / 2
    whole = np.divide(counted * area, covered, out=np.full(len(sites), np.nan), where=enough)
    return pd.Series(whole, index=sites.index)
