"""How much green the neighbours have already."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.kinds import GreenKind
from geo.overlaps import covered_m2, outlines
from geo.walking import one_place, somewhere_near

GARDEN = GreenKind.SHARED_GARDEN
REACH_M = 300.0
"""Five minutes on foot, as Insee counts for green spaces. [m]"""


def green_per_inhabitant(sites: gpd.GeoDataFrame, greens: gpd.GeoDataFrame, people: pd.Series) -> pd.Series:
    """
    Return the public green around each site for each person who lives there. [m²]

    Both are counted within 300 m in a straight line; of a park, only the part that is so near.

    Parameters
    ----------
    sites, greens
        In one metric CRS. Green spaces known as points take no room.
    people
        Who live within 300 m of each site, indexed as the sites.

    Returns
    -------
    green_m2_per_inhabitant
        Ground under several green spaces counts once, the site itself never. Missing where nobody is known to live
        there, or where no green space is within 20 km, since the layer is then about another region.

    Examples
    --------
    >>> from shapely import box
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 20, 20)], crs=2154)
    >>> greens = gpd.GeoDataFrame(geometry=[box(10, 0, 60, 20), box(30, 0, 60, 20), box(900, 0, 999, 99)], crs=2154)
    >>> green_per_inhabitant(sites, greens, pd.Series([200.0])).round(6).tolist()
    [4.0]
    """
    plots = outlines(sites)
    around = np.asarray(shapely.difference(shapely.buffer(plots, REACH_M), plots))
    green = pd.Series(covered_m2(around, outlines(greens)), index=sites.index)
    known = (people > 0) & somewhere_near(sites, greens)
    return (green / people).where(known).rename("green_m2_per_inhabitant")


def gardens_nearby(sites: gpd.GeoDataFrame, greens: gpd.GeoDataFrame, walks: pd.DataFrame) -> pd.Series:
    """
    Count the shared gardens within 300 m on foot of each site.

    Parameters
    ----------
    sites, greens
        In one metric CRS; `kind` is a `GreenKind`.
    walks
        From the sites to the green spaces, up to 300 m at least (`geo.walking.within`).

    Returns
    -------
    gardens_nearby
        One garden that several sources name counts once, one on the site itself never. Missing where no green space of
        any kind is within 20 km, since the layer is then about another region.

    Examples
    --------
    >>> from shapely import Point, box
    >>> from geo.walking import within
    >>> sites = gpd.GeoDataFrame(geometry=[box(0, 0, 20, 20)], crs=2154)
    >>> kinds = {"kind": ["shared_garden", "shared_garden", "park"]}
    >>> greens = gpd.GeoDataFrame(kinds, geometry=[Point(10, 10), Point(90, 10), box(40, 0, 60, 9)], crs=2154)
    >>> gardens_nearby(sites, greens, within(None, sites, greens, REACH_M)).tolist()
    [1.0]
    """
    gardens = greens[greens["kind"] == GARDEN]
    near = walks[(walks["distance_m"] <= REACH_M) & walks["place"].isin(gardens.index)]
    numbered = near.assign(number=one_place(gardens).reindex(near["place"]).to_numpy())
    own = numbered.groupby(["site_id", "number"])["distance_m"].transform("min") == 0
    count = numbered[~own].groupby("site_id")["number"].nunique()
    return (
        count.reindex(sites.index, fill_value=0)
        .astype("float64")
        .where(somewhere_near(sites, greens))
        .rename("gardens_nearby")
    )
