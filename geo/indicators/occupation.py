"""Land that is already in use as a park, a garden or a school yard."""

from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.kinds import GreenKind, PlaceKind
from geo.overlaps import are_near, covered_m2, outlines

NONE = "none"
"""Searched in vain."""

_OCCUPYING = (GreenKind.SHARED_GARDEN, GreenKind.PARK, GreenKind.PLAYGROUND, PlaceKind.SCHOOL)
"""In the order in which one is named when two cover a site equally. Woods and other green may still become gardens."""
_SAME_FILE_M = 10_000.0
"""Green spaces are everywhere on a map of them: none within 10 km tells that it is of another place (our
assumption). [m]"""


def occupied_share(
    sites: gpd.GeoDataFrame, greens: gpd.GeoDataFrame | None, places: gpd.GeoDataFrame | None = None
) -> pd.Series:
    """
    Return the share of each site that is already a park, a garden, a playground or a school yard. [0–1]

    Parameters
    ----------
    sites, greens, places
        In one metric CRS. Those known as points take no room.

    Returns
    -------
    occupied_share
        Ground under several of them counts once; missing where nothing lies on the site and the nearest green space is
        more than 10 km away, since the layer is then of another place.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10)], crs=2154)
    >>> lawns = [box(0, 0, 5, 10), box(4, 0, 6, 10)]
    >>> greens = gpd.GeoDataFrame({"kind": ["park", "playground"]}, geometry=lawns, crs=2154)
    >>> occupied_share(sites, greens).tolist()
    [0.6]
    """
    occupying = _occupying(sites, greens, places)
    covered = covered_m2(outlines(sites), outlines(occupying)) / sites.geometry.area
    found = pd.Series(covered, index=sites.index, name="occupied_share").clip(upper=1.0)
    return found.where((found > 0) | _is_covered(sites, greens))


def occupied_kind(
    sites: gpd.GeoDataFrame, greens: gpd.GeoDataFrame | None, places: gpd.GeoDataFrame | None = None
) -> pd.Series:
    """
    Return what occupies most of each site.

    Parameters
    ----------
    sites, greens, places
        In one metric CRS.

    Returns
    -------
    occupied_kind
        A `GreenKind` or ``school``; ``none``; missing where `occupied_share` is.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10)], crs=2154)
    >>> lawns = [box(0, 0, 5, 10), box(4, 0, 6, 10)]
    >>> greens = gpd.GeoDataFrame({"kind": ["park", "playground"]}, geometry=lawns, crs=2154)
    >>> occupied_kind(sites, greens).tolist()
    ['park']
    """
    occupying = _occupying(sites, greens, places)
    area = np.stack(
        [covered_m2(outlines(sites), outlines(occupying[occupying["kind"] == kind])) for kind in _OCCUPYING], axis=1
    )
    # A tie is one to a square millimetre, whatever the order in which areas are summed.
    most = np.array([kind.value for kind in _OCCUPYING])[np.round(area, 6).argmax(axis=1)]
    found = pd.Series(np.where(area.any(axis=1), most, NONE), index=sites.index, name="occupied_kind", dtype="str")
    return found.where((found != NONE) | _is_covered(sites, greens))


def _occupying(
    sites: gpd.GeoDataFrame, greens: gpd.GeoDataFrame | None, places: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    """Join what takes room on the ground: green spaces and schools."""
    layers = [layer[["kind", "geometry"]] for layer in (greens, places) if layer is not None and len(layer)]
    if not layers:
        return gpd.GeoDataFrame({"kind": pd.Series(dtype="str")}, geometry=[], crs=sites.crs)
    both = cast(gpd.GeoDataFrame, pd.concat(layers, ignore_index=True))
    return both[both["kind"].isin(_OCCUPYING)]


def _is_covered(sites: gpd.GeoDataFrame, greens: gpd.GeoDataFrame | None) -> pd.Series:
    """Tell which sites the layer of green spaces speaks of; an empty one was searched in vain everywhere."""
    if greens is None:
        return pd.Series(data=False, index=sites.index)
    if greens.empty:
        return pd.Series(data=True, index=sites.index)
    return pd.Series(are_near(outlines(sites), outlines(greens), within_m=_SAME_FILE_M), index=sites.index)
