"""Who could send people to a garden, and whose children could come, within a walk."""

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

from geo.kinds import PlaceKind
from geo.walking import one_place, somewhere_near

RELAYS = (
    PlaceKind.CCAS,
    PlaceKind.SOCIAL_SERVICES,
    PlaceKind.SOCIAL_CENTRE,
    PlaceKind.SHELTER,
    PlaceKind.SOCIAL_RESIDENCE,
)
"""Places that send or house the people whom a solidarity garden is for."""
CHILDREN = (PlaceKind.SCHOOL, PlaceKind.LEISURE_CENTRE)
"""Places from which groups of children come."""
RELAYS_M = 800.0
"""Ten minutes on foot. [m]"""
CHILDREN_M = 400.0
"""Five minutes on foot, for small legs. [m]"""

COLUMNS = ("site_id", "place", "name", "kind", "address", "distance_m", "along_streets")
"""Of the table of partners."""


def social_relays(sites: gpd.GeoDataFrame, places: gpd.GeoDataFrame, walks: pd.DataFrame) -> pd.Series:
    """
    Count the social relays within 800 m on foot of each site.

    Parameters
    ----------
    sites, places
        In one metric CRS; `kind` is a `PlaceKind`.
    walks
        From the sites to the places, up to 800 m at least (`geo.walking.within`).

    Returns
    -------
    social_relays
        One place that several sources name counts once; missing where no relay at all is within 20 km, since no file
        then lists those of this region.

    Examples
    --------
    >>> from shapely import Point
    >>> from geo.walking import within
    >>> sites = gpd.GeoDataFrame(geometry=[Point(0, 0), Point(50_000, 0)], crs=2154)
    >>> kinds = {"kind": ["ccas", "ccas", "shelter", "school"]}
    >>> places = gpd.GeoDataFrame(kinds, geometry=[Point(x, 0) for x in (100, 130, 200, 300)], crs=2154)
    >>> social_relays(sites, places, within(None, sites, places, 800)).tolist()
    [2.0, nan]
    """
    return _count(sites, places, walks, RELAYS, RELAYS_M).rename("social_relays")


def children_places(sites: gpd.GeoDataFrame, places: gpd.GeoDataFrame, walks: pd.DataFrame) -> pd.Series:
    """
    Count the schools and leisure centres within 400 m on foot of each site.

    Parameters
    ----------
    sites, places, walks
        As for `social_relays`, up to 400 m at least.

    Returns
    -------
    children_places
        As for `social_relays`.

    Examples
    --------
    >>> from shapely import Point
    >>> from geo.walking import within
    >>> sites = gpd.GeoDataFrame(geometry=[Point(0, 0)], crs=2154)
    >>> kinds = {"kind": ["school", "leisure_centre", "school"]}
    >>> places = gpd.GeoDataFrame(kinds, geometry=[Point(x, 0) for x in (300, 300, 310)], crs=2154)
    >>> children_places(sites, places, within(None, sites, places, 400)).tolist()
    [2.0]
    """
    return _count(sites, places, walks, CHILDREN, CHILDREN_M).rename("children_places")


def partners(places: gpd.GeoDataFrame, walks: pd.DataFrame) -> pd.DataFrame:
    """
    Return the places within a walk of each site, each place once.

    Parameters
    ----------
    places
        In a metric CRS, with `place_id`, `kind`, `name` and `address`.
    walks
        From the sites to the places (`geo.walking.within`).

    Returns
    -------
    partners
        By site and distance, with the columns `site_id`, `place` (label of its row), `name`, `kind`, `address`,
        `distance_m`, `along_streets`. Of a place that several sources name, the nearest entrance, and the words of a
        source that knows its name.
    """
    described = walks.join(places[["place_id", "name", "kind", "address"]], on="place")
    described["number"] = one_place(places).reindex(described["place"]).to_numpy()
    named = described.assign(nameless=described["name"].isna()).sort_values(["nameless", "name", "place_id"])
    words = named.groupby("number")[["name", "address"]].first()
    nearest = described.drop_duplicates(["site_id", "number"])
    told = nearest.drop(columns=["name", "address"]).join(words, on="number")
    return told[list(COLUMNS)].reset_index(drop=True)


def _count(
    sites: gpd.GeoDataFrame, places: gpd.GeoDataFrame, walks: pd.DataFrame, kinds: Collection[str], within_m: float
) -> pd.Series:
    wanted = places[places["kind"].isin(kinds)]
    number = one_place(wanted)
    near = walks[walks["distance_m"] <= within_m]
    numbered = near.assign(number=number.reindex(near["place"]).to_numpy())  # missing for other kinds: not counted
    count = numbered.groupby("site_id")["number"].nunique().reindex(sites.index, fill_value=0).astype("float64")
    return count.where(somewhere_near(sites, wanted))
