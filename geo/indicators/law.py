"""Rules that come with the place: listed buildings, floods, protected nature, and what is already permitted."""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.kinds import FloodZone, Nature
from geo.overlaps import are_near, covered_m2, outlines

NONE = "none"
"""Searched in vain."""

GRAVEST_FLOOD_FIRST = (FloodZone.RED, FloodZone.BLUE, FloodZone.OTHER)
STRICTEST_NATURE_FIRST = (Nature.WETLAND, Nature.RESERVE, Nature.NATURA_2000, Nature.INVENTORY)

_LEAST_M2 = 1.0
_LEAST_SHARE = 0.01
"""What touches a site by less than one of these is the width of a pen (our assumption). [0–1]"""
_SAME_FILE_M = 10_000.0
"""Perimeters and flood plans are published by department and lie close together: none within 10 km tells that the
file is of another place (our assumption). [m]"""
_OTHER_REGION_M = 50_000.0
"""The inventory of nature is national: nothing within 50 km tells that this is an extract of another region. [m]"""


def heritage(sites: gpd.GeoDataFrame, perimeters: gpd.GeoDataFrame) -> pd.Series:
    """
    Return whether the architect of listed buildings has a say on each site (Code du patrimoine L621-30, L631-1).

    Parameters
    ----------
    sites, perimeters
        In one metric CRS.

    Returns
    -------
    heritage
        ``yes`` where a perimeter covers more than 1 m² or 1 % of the site; ``no``; missing where the nearest is more
        than 10 km away, since the layer is then of another place.

    Examples
    --------
    >>> from shapely import Point, box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(600, 0, 610, 10)], crs=2154)
    >>> heritage(sites, gpd.GeoDataFrame(geometry=[Point(0, 0).buffer(500)], crs=2154)).tolist()
    ['yes', 'no']
    """
    touched = np.where(_touched(sites, perimeters), "yes", "no")
    found = pd.Series(touched, index=sites.index, name="heritage", dtype="str")
    return found.where(_is_covered(sites, perimeters, _SAME_FILE_M))


def flood_zone(sites: gpd.GeoDataFrame, floods: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the gravest zone of a flood plan (Code de l’environnement L562-1) on each site.

    Parameters
    ----------
    sites, floods
        In one metric CRS.

    Returns
    -------
    flood_zone
        A `FloodZone` that covers more than 1 m² or 1 % of the site; ``none``; missing where the nearest zone is more
        than 10 km away, since the layer is then of another place.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(50, 0, 60, 10)], crs=2154)
    >>> zones = gpd.GeoDataFrame({"flood_zone": ["blue", "red"]}, geometry=[box(0, 0, 9, 9), box(0, 0, 9, 2)], crs=2154)
    >>> flood_zone(sites, zones).tolist()
    ['red', 'none']
    """
    parts = {zone: floods[floods["flood_zone"] == zone] for zone in GRAVEST_FLOOD_FIRST}
    touched = {zone.value: _touched(sites, part) for zone, part in parts.items()}
    return _gravest(sites, touched, _is_covered(sites, floods, _SAME_FILE_M)).rename("flood_zone")


def protected_nature(sites: gpd.GeoDataFrame, nature: gpd.GeoDataFrame) -> pd.Series:
    """
    Return the strictest protection of nature on each site.

    Parameters
    ----------
    sites, nature
        In one metric CRS.

    Returns
    -------
    protected_nature
        A `Nature` that covers more than 1 % of the site, wetlands and reserves first: they exclude it whole, which the
        width of a drawn line must not do; ``none``; missing where the nearest is more than 50 km away, since the layer
        is then about another region.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(50, 0, 60, 10)], crs=2154)
    >>> marsh = gpd.GeoDataFrame({"nature": ["wetland"]}, geometry=[box(9, 0, 30, 10)], crs=2154)
    >>> protected_nature(sites, marsh).tolist()
    ['wetland', 'none']
    """
    parts = {kind: nature[nature["nature"] == kind] for kind in STRICTEST_NATURE_FIRST}
    touched = {kind.value: _touched(sites, part, least_m2=np.inf) for kind, part in parts.items()}
    return _gravest(sites, touched, _is_covered(sites, nature, _OTHER_REGION_M)).rename("protected_nature")


def permit(sites: gpd.GeoDataFrame, permits: pd.DataFrame) -> pd.Series:
    """
    Return whether a building permit is under way on any parcel of each site.

    Parameters
    ----------
    sites
        `parcels` holds their ids.
    permits
        One row a permit and parcel.

    Returns
    -------
    permit
        ``active``, ``none``; missing for a site without parcels, and in towns without a single permit in the layer,
        which then does not cover them.

    Examples
    --------
    >>> sites = gpd.GeoDataFrame({"parcels": [("920230000A0001",), ("920230000A0002", "920230000A0003"), ()]})
    >>> permits = pd.DataFrame({"parcel_id": ["920230000A0003", "920230000A0001"], "active": [True, False]})
    >>> permit(sites, permits).tolist()
    ['none', 'active', nan]
    """
    parcels = pd.Series(sites["parcels"].to_numpy(), index=range(len(sites))).explode().dropna().astype("str")
    active = parcels.isin(permits.loc[permits["active"], "parcel_id"]).groupby(level=0).any()
    towns = frozenset(permits["parcel_id"].str[:5])
    known = parcels.str[:5].isin(towns).groupby(level=0).all()
    told = pd.Series(np.where(active, "active", NONE), index=active.index, dtype="str").where(active | known)
    return told.reindex(range(len(sites))).set_axis(sites.index).rename("permit")


def _gravest(sites: gpd.GeoDataFrame, touched: dict[str, NDArray[np.bool_]], covered: NDArray[np.bool_]) -> pd.Series:
    """Return the first kind that touches each site, in the order of the table."""
    found = np.select(list(touched.values()), list(touched), default=NONE)
    return pd.Series(found, index=sites.index, dtype="str").where(covered)


def _touched(sites: gpd.GeoDataFrame, features: gpd.GeoDataFrame, *, least_m2: float = _LEAST_M2) -> NDArray[np.bool_]:
    least = np.minimum(least_m2, _LEAST_SHARE * sites.geometry.area.to_numpy())
    return np.asarray(covered_m2(outlines(sites), outlines(features)) > least)


def _is_covered(sites: gpd.GeoDataFrame, features: gpd.GeoDataFrame, within_m: float) -> NDArray[np.bool_]:
    """Tell which sites the layer speaks of; one without any feature was searched in vain everywhere."""
    if features.empty:
        return np.ones(len(sites), dtype=bool)
    return are_near(outlines(sites), outlines(features), within_m=within_m)
