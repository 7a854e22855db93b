"""What a local plan says of a site: its zone, and what is reserved, wooded or kept as garden."""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.kinds import Prescription, Zone
from geo.overlaps import are_near, covered_m2, outlines, overlaps

STRICTEST_FIRST = (Zone.RESERVED, Zone.TO_URBANISE, Zone.FARMLAND, Zone.NATURAL, Zone.URBAN, Zone.GARDEN)

_MOST = 0.5
"""What covers this share of a site or more decides for it (our assumption). [0–1]"""
_SAME_TOWN_M = 5_000.0
"""Prescriptions are drawn town by town: nothing within the width of a town means another one (our assumption). [m]"""


def zoning(
    sites: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None, prescriptions: gpd.GeoDataFrame | None = None
) -> pd.Series:
    """
    Return what a local plan lets each site become.

    A place reserved for a public work (Code de l’urbanisme L151-41), then a garden to be kept (L151-23), decide where
    they cover half of the site or more; else the zone over most of it does, the stricter of two equal ones.

    Parameters
    ----------
    sites, zones, prescriptions
        In one metric CRS.

    Returns
    -------
    zoning
        A `Zone`; missing where nothing is reserved nor kept and the zones cover less than half of the site: they are
        then of another town, and say nothing of this one.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(90, 0, 99, 10)], crs=2154)
    >>> areas = [box(0, 0, 6, 10), box(6, 0, 50, 10)]
    >>> zones = gpd.GeoDataFrame({"zone": ["urban", "natural"]}, geometry=areas, crs=2154)
    >>> zoning(sites, zones).tolist()
    ['urban', nan]
    """
    found = pd.Series(np.nan, index=sites.index, name="zoning", dtype="str")
    if zones is not None:
        found = _main_zone(sites, zones)
    if prescriptions is not None:
        for kind, zone in ((Prescription.GARDEN, Zone.GARDEN), (Prescription.RESERVED, Zone.RESERVED)):
            found = found.mask(_share(sites, prescriptions, kind) >= _MOST, zone.value)
    return found


def reserved_share(
    sites: gpd.GeoDataFrame, prescriptions: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None = None
) -> pd.Series:
    """
    Return the share of each site that is reserved for a public work (Code de l’urbanisme L151-41). [0–1]

    Parameters
    ----------
    sites, prescriptions, zones
        In one metric CRS. The zones tell which plan a site is under.

    Returns
    -------
    reserved_share
        Missing where the prescriptions are of another plan, see `woodland_share`.
    """
    return _known_share(sites, prescriptions, Prescription.RESERVED, zones).rename("reserved_share")


def woodland_share(
    sites: gpd.GeoDataFrame, prescriptions: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None = None
) -> pd.Series:
    """
    Return the share of each site under protected woodland (EBC, Code de l’urbanisme L113-1). [0–1]

    Parameters
    ----------
    sites, prescriptions, zones
        In one metric CRS. The zones tell which plan a site is under.

    Returns
    -------
    woodland_share
        Missing where the prescriptions say nothing of the site: none lies on it, and its plan has none at all, is not
        in the zones, or has no name while there is none within 5 km.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 10, 10), box(9000, 0, 9010, 10)], crs=2154)
    >>> drawn = {"prescription": ["woodland"], "document": [None]}
    >>> woods = gpd.GeoDataFrame(drawn, geometry=[box(8, 0, 99, 9)], crs=2154)
    >>> woodland_share(sites, woods).tolist()
    [0.18, nan]
    """
    return _known_share(sites, prescriptions, Prescription.WOODLAND, zones).rename("woodland_share")


def _main_zone(sites: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> pd.Series:
    plots = outlines(sites)
    found = overlaps(plots, outlines(zones))
    kind = zones["zone"].map({zone: rank for rank, zone in enumerate(STRICTEST_FIRST)}).to_numpy()[found.cover]
    area = np.zeros((len(sites), len(STRICTEST_FIRST)))
    np.add.at(area, (found.place, kind.astype(np.intp)), found.area_m2)
    # A tie is one to a square millimetre, whatever the order in which areas are summed.
    names = [STRICTEST_FIRST[rank].value for rank in np.round(area, 6).argmax(axis=1)]
    most = pd.Series(names, index=sites.index, name="zoning", dtype="str")
    return most.where(area.sum(axis=1) >= _MOST * sites.geometry.area)


def _known_share(
    sites: gpd.GeoDataFrame, prescriptions: gpd.GeoDataFrame, kind: Prescription, zones: gpd.GeoDataFrame | None
) -> pd.Series:
    return _share(sites, prescriptions, kind).where(_are_told(sites, prescriptions, zones))


def _share(sites: gpd.GeoDataFrame, prescriptions: gpd.GeoDataFrame, kind: Prescription) -> pd.Series:
    covered = covered_m2(outlines(sites), outlines(prescriptions[prescriptions["prescription"] == kind]))
    return pd.Series(covered / sites.geometry.area, index=sites.index).clip(upper=1.0)


def _are_told(
    sites: gpd.GeoDataFrame, prescriptions: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None
) -> NDArray[np.bool_]:
    """Tell of which sites the prescriptions speak, if only to say that there is none."""
    plots, drawn = outlines(sites), outlines(prescriptions)
    near = are_near(plots, drawn, within_m=_SAME_TOWN_M)
    told = covered_m2(plots, drawn) > 0
    if zones is None:
        return np.asarray(told | near)
    least = _MOST * sites.geometry.area.to_numpy()
    same_plan = zones["document"].isin(prescriptions["document"].dropna())
    nameless = zones["document"].isna() | bool(prescriptions["document"].isna().any())
    under_same, under_nameless = (covered_m2(plots, outlines(zones[kind])) >= least for kind in (same_plan, nameless))
    return np.asarray(told | under_same | (under_nameless & near))
