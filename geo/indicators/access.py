"""How a site meets the public way, and how far public transport is."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.walking import somewhere_near

STOP_LIMIT_M = 2000.0
"""Nobody walks farther to a bus, as far as a garden is concerned (our assumption). [m]"""

_WITHIN_M = 40.0
_STRAIGHT_DEGREES = 20.0


def street_name(sites: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the name of the nearest street, for people to recognise the place.

    Parameters
    ----------
    sites, streets
        In one metric CRS.

    Returns
    -------
    street
        Missing where no street with a name is within 40 m.

    Examples
    --------
    >>> from shapely import LineString, box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(0, 900, 9, 909)], crs=2154)
    >>> streets = gpd.GeoDataFrame({"name": ["Rue Haute"]}, geometry=[LineString([(0, 14), (50, 14)])], crs=2154)
    >>> street_name(sites, streets).tolist()
    ['Rue Haute', nan]
    """
    names = pd.Series(np.nan, index=sites.index, name="street", dtype="str")
    named = streets[streets["name"].notna()]
    if len(named):
        tree = shapely.STRtree(np.asarray(named.geometry.array))
        site, street = tree.query_nearest(np.asarray(sites.geometry.array), max_distance=_WITHIN_M, all_matches=False)
        names.iloc[site] = named["name"].to_numpy()[street]
    return names


def frontage(sites: gpd.GeoDataFrame, fronts: gpd.GeoSeries) -> pd.Series:
    """
    Return the length of the boundary of each site along a public way. [m]

    Parameters
    ----------
    sites
        In a metric CRS.
    fronts
        Lines of the boundary along a public way, indexed as the sites: empty where there is none, missing where the
        files cannot tell.

    Examples
    --------
    >>> from shapely import LineString
    >>> sites = gpd.GeoDataFrame(index=["a", "b", "c"])
    >>> fronts = gpd.GeoSeries([LineString([(0, 0), (9, 0)]), LineString(), None], index=["a", "b", "c"])
    >>> frontage(sites, fronts).tolist()
    [9.0, 0.0, nan]
    """
    return fronts.length.reindex(sites.index).rename("frontage_m")


def gate_width(sites: gpd.GeoDataFrame, fronts: gpd.GeoSeries) -> pd.Series:
    """
    Return the widest gate that the boundary along a public way has room for. [m]

    The longest piece of it that nowhere turns by more than 20° (our assumption): a gate is straight.

    Parameters
    ----------
    sites, fronts
        As for `frontage`.

    Examples
    --------
    >>> from shapely import LineString
    >>> corner = gpd.GeoSeries([LineString([(0, 0), (4, 0), (9, 1), (9, 9)])])
    >>> gate_width(gpd.GeoDataFrame(index=[0]), corner).round(2).tolist()
    [9.1]
    """
    shapes = np.asarray(fronts.array)
    width = pd.Series(np.where(shapely.is_missing(shapes), np.nan, 0.0), index=fronts.index, name="gate_width_m")
    lines, site = shapely.get_parts(shapes, return_index=True)
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    step, owner = np.diff(coordinates, axis=0), line[1:]
    step, owner = step[owner == line[:-1]], owner[owner == line[:-1]]
    if len(owner):
        one, two = step[:-1], step[1:]
        turn = np.arctan2(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0], (one * two).sum(axis=1))
        breaks = (owner[1:] != owner[:-1]) | (np.abs(turn) > np.radians(_STRAIGHT_DEGREES))
        run = np.concatenate([[0], np.cumsum(breaks)])
        length = pd.Series(np.hypot(*step.T)).groupby(run).sum()
        widest = length.groupby(site[pd.Series(owner).groupby(run).first()]).max()
        width.iloc[widest.index] = widest.to_numpy()
    return width.reindex(sites.index)


def stop_distance(sites: gpd.GeoDataFrame, stops: gpd.GeoDataFrame, walks: pd.DataFrame) -> pd.Series:
    """
    Return how far people walk from each site to the nearest stop of public transport. [m]

    Parameters
    ----------
    sites, stops
        In one metric CRS.
    walks
        From the sites to the stops, up to 2 000 m (`geo.walking.within`).

    Returns
    -------
    stop_distance_m
        Infinite where no stop is within 2 000 m; missing where none is within 20 km, since the layer is then about
        another region.

    Examples
    --------
    >>> from shapely import Point
    >>> from geo.walking import within
    >>> sites = gpd.GeoDataFrame(geometry=[Point(0, 0), Point(5000, 0), Point(0, 50_000)], crs=2154)
    >>> stops = gpd.GeoDataFrame(geometry=[Point(100, 0)], crs=2154)
    >>> stop_distance(sites, stops, within(None, sites, stops, STOP_LIMIT_M)).tolist()
    [130.0, inf, nan]
    """
    found = walks.groupby("site_id")["distance_m"].min().reindex(sites.index).fillna(np.inf)
    return found.where(somewhere_near(sites, stops)).rename("stop_distance_m")
