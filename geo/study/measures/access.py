"""What streets and stops tell of the sites: where they can be entered, how far people walk to a bus."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo import candidates
from geo.candidates.frontage import STREET_REACH_M, WIDEST_WAY_M
from geo.geometry import Geometries
from geo.indicators import access
from geo.indicators.access import STOP_LIMIT_M
from geo.models import Measures, Role, SiteKind, Territory
from geo.overlaps import outlines
from geo.study.measures.on_foot import network_of, walked_quality
from geo.study.measures.quality import OPEN_DATA
from geo.walking import nearest

_STREETS_HERE_M = 500.0
"""No plot of a town is farther from a street: the layer is then of another place (our assumption). [m]"""
_NOTHING = MultiLineString()


def measure(territory: Territory, sites: gpd.GeoDataFrame) -> Measures:
    """
    Measure the frontage of the sites, the widest gate that it has room for, and the walk to a stop.

    The open space of a residence and a plot of the user are entered over the land of the same owner: the frontage is
    that of their parcels.

    Parameters
    ----------
    territory
        With parcels; streets and stops, or without.
    sites
        Of `geo.candidates`, in the CRS of the territory.

    Returns
    -------
    measures
        `frontage_m`, `gate_width_m`, `stop_distance_m`.
    """
    parcels = gpd.GeoDataFrame(territory.layers[Role.PARCELS].frame)
    lines = fronts(territory, sites.set_geometry(candidates.entered_through(sites, parcels)))
    # People live there: where the parcel has no side on a street, they come over the estate, which files do not tell.
    lines[lines.is_empty & (sites["kind"] == SiteKind.RESIDENCE)] = None
    along = pd.concat([access.frontage(sites, lines), access.gate_width(sites, lines)], axis=1)
    stop, quality = _stop(territory, sites)
    values = along.assign(stop_distance_m=stop)
    trusted = along.notna().replace({True: OPEN_DATA, False: np.nan}).assign(stop_distance_m=quality)
    return Measures(values, trusted.astype("float64").where(values.notna()))


def fronts(territory: Territory, sites: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """
    Return the boundary of each site along a public way.

    Parameters
    ----------
    territory
        With parcels; streets, or without.
    sites
        Polygons in the CRS of the territory.

    Returns
    -------
    fronts
        Empty where every side has a neighbour; missing where a side is free, but no street is known beside it: it may
        be a path that the file does not have, or the edge of the map.
    """
    plots = outlines(sites)
    parcels = outlines(gpd.GeoDataFrame(territory.layers[Role.PARCELS].frame))
    around = _near(plots, parcels, 2 * WIDEST_WAY_M)
    streets, here = _streets(territory, plots)
    beside = _near(plots, streets, STREET_REACH_M)
    lines = [
        _front(plot, parcels[near], streets[axes] if known else None)
        for plot, near, axes, known in zip(plots, around, beside, here, strict=True)
    ]
    return gpd.GeoSeries(lines, index=sites.index, crs=sites.crs)


def _front(plot: BaseGeometry, parcels: Geometries, streets: Geometries | None) -> BaseGeometry | None:
    parts = [part for part in shapely.get_parts(plot) if isinstance(part, Polygon)]
    found = [candidates.frontage(part, parcels, streets) for part in parts]
    street = shapely.union_all([front.street for front in found])
    if not street.is_empty:
        return street
    if streets is not None:  # free, with no street beside: the boundary itself stands for a street that is everywhere
        found = [candidates.frontage(part, parcels, np.array([plot])) for part in parts]
        return None if any(not front.street.is_empty for front in found) else _NOTHING
    return None if any(not front.unknown.is_empty for front in found) else _NOTHING


def _streets(territory: Territory, plots: Geometries) -> tuple[Geometries, np.ndarray]:
    """Return the axes that one can enter from, and for each site whether streets are known around it."""
    if Role.STREETS not in territory.layers:
        return np.array([], dtype=object), np.zeros(len(plots), bool)
    frame = gpd.GeoDataFrame(territory.layers[Role.STREETS].frame)
    axes = outlines(frame)[frame["walkable"].to_numpy(bool)]
    site, _ = shapely.STRtree(axes).query_nearest(plots, max_distance=_STREETS_HERE_M, all_matches=False)
    return axes, np.isin(np.arange(len(plots)), site)


def _near(plots: Geometries, features: Geometries, reach_m: float) -> Sequence[np.ndarray]:
    """Return the positions of the features near each plot, in their order."""
    plot, feature = shapely.STRtree(features).query(plots, predicate="dwithin", distance=reach_m)
    order = np.lexsort((feature, plot))
    ends = np.searchsorted(plot[order], np.arange(len(plots)), side="right")
    return np.split(feature[order], ends)[: len(plots)]  # without the empty rest


def _stop(territory: Territory, sites: gpd.GeoDataFrame) -> tuple[pd.Series, pd.Series]:
    if Role.STOPS not in territory.layers:
        unknown = pd.Series(np.nan, index=sites.index, name="stop_distance_m")
        return unknown, unknown
    stops, network = gpd.GeoDataFrame(territory.layers[Role.STOPS].frame), network_of(territory)
    walks = nearest(network, sites, stops, STOP_LIMIT_M)
    walked = walks[walks["place"].notna()].rename_axis("site_id").reset_index()
    return access.stop_distance(sites, stops, walked), walked_quality(sites, network, walked)
