"""Where a site can be entered: its boundary along a public way.

A public way has no parcel number: it is what the parcels leave between them. Where no parcel follows, the map ends
there or a street runs there; only a parcel on the other side tells which.

::

    ┌────────┐ ┌────────┐
    │ other  │ │ other  │
    └────────┘ └────────┘
         street              ← parcels on both sides: a way
    ┌────────┬────────┐
    │  site  │ other  │
    └────────┴────────┘      ← nothing beyond: the edge of the sheet, unknown
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.geometry import GRID_M, Geometries
from geo.models import SiteKind

NEIGHBOUR_M = 1.0
"""A boundary nearer to another parcel has a neighbour. [m]"""
WIDEST_WAY_M = 30.0
"""The widest public way between two parcels; what is wider counts as the edge of the sheet (our assumption). [m]"""
STREET_REACH_M = 15.0
"""A boundary is on a street when the axis of the street is nearer (our assumption). [m]"""

_EDGE_M = 0.1
_MEMBER_SHARE = 0.5


@dataclass(frozen=True, eq=False, slots=True)
class Frontage:
    """
    The boundary of a site that has no neighbour.

    Attributes
    ----------
    street
        Lines along a public way; empty where there is none.
    unknown
        Lines at the edge of the sheet: a street may run there, the file cannot tell. Empty where streets are known.
    """

    street: BaseGeometry
    unknown: BaseGeometry


def frontage(outline: Polygon, parcels: Geometries, streets: Geometries | None = None) -> Frontage:
    """
    Find where a site can be entered.

    Parameters
    ----------
    outline
        The site, in a metric CRS.
    parcels
        All the parcels around; those that the site is made of are known by their place and left aside.
    streets
        Axes of the streets, where they are known: a boundary without neighbour is then on a street only near one.

    Examples
    --------
    >>> plot, beside, across = shapely.box([0, 20, 0], [0, 0, 30], [20, 40, 40], [20, 20, 50])
    >>> found = frontage(plot, np.array([plot, beside, across]))
    >>> round(found.street.length), round(found.unknown.length)
    (19, 39)
    >>> axis = shapely.LineString([(-9, 25), (9, 25)])
    >>> frontage(plot, np.array([plot, beside, across]), np.array([axis])).street.bounds
    (0.0, 10.0, 19.0, 20.0)
    """
    others = _around(outline, parcels)
    near = others[shapely.dwithin(others, outline, NEIGHBOUR_M)]
    free = shapely.difference(outline.exterior, shapely.union_all(shapely.buffer(near, NEIGHBOUR_M)))
    if streets is not None:
        reach = shapely.union_all(shapely.buffer(streets, STREET_REACH_M))
        return Frontage(_lines(shapely.intersection(free, reach)), shapely.MultiLineString())
    edge = shapely.buffer(shapely.boundary(_sheet(outline, others)), _EDGE_M)
    return Frontage(_lines(shapely.difference(free, edge)), _lines(shapely.intersection(free, edge)))


def entered_through(sites: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """
    Return the land through which each site is entered: itself, and the rest of its parcels where it is a part of one.

    The lawn of a residence, or a plot that someone drew, is reached over the land of the same owner.

    Parameters
    ----------
    sites
        With their `kind` and `parcels`.
    parcels
        In the contract of parcels, in the same CRS.

    Examples
    --------
    >>> about = {"kind": ["residence", "parcel"], "parcels": [("A",), ("B",)]}
    >>> sites = gpd.GeoDataFrame(about, geometry=[shapely.box(5, 5, 9, 9), shapely.box(20, 0, 30, 9)], crs=2154)
    >>> land = shapely.box([0, 20], 0, [19, 30], 9)
    >>> parcels = gpd.GeoDataFrame({"parcel_id": ["A", "B"]}, geometry=land, crs=2154)
    >>> entered_through(sites, parcels).area.tolist()
    [171.0, 90.0]
    """
    outlines = sites.geometry.copy()
    parts = sites["kind"].isin([SiteKind.RESIDENCE, SiteKind.GIVEN])
    own = sites.loc[parts, "parcels"].explode().dropna().rename("parcel_id").rename_axis("site_id").reset_index()
    land = own.merge(pd.DataFrame(parcels[["parcel_id", "geometry"]]), on="parcel_id")
    for site, group in land.groupby("site_id"):
        whole = np.array([outlines[site], *group["geometry"]], dtype=object)
        outlines[site] = shapely.union_all(shapely.set_precision(whole, GRID_M), grid_size=GRID_M)
    return outlines


def _around(outline: Polygon, parcels: Geometries) -> Geometries:
    """Return the parcels near enough to face the site across a way, without those that it is made of."""
    near = parcels[shapely.dwithin(parcels, outline, 2 * WIDEST_WAY_M)]
    shared = shapely.area(shapely.intersection(near, outline, grid_size=GRID_M))
    return near[shared < _MEMBER_SHARE * shapely.area(near)]


def _sheet(outline: Polygon, others: Geometries) -> BaseGeometry:
    """Return the land that the parcels and the ways between them cover."""
    half = WIDEST_WAY_M / 2
    wide = shapely.union_all(shapely.buffer(np.array([outline, *others]), half, quad_segs=16))
    return shapely.buffer(wide, -half, quad_segs=16)


def _lines(shape: BaseGeometry) -> BaseGeometry:
    """Join the pieces of a line that a cut left at the start of the ring."""
    return shapely.line_merge(shape) if isinstance(shape, shapely.MultiLineString) else shape
