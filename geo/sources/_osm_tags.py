"""Tags of OpenStreetMap, whether a file gives each its column or writes them in one text."""

import re

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.sources.source import fold, texts

NO = frozenset({"no", "private", "customers", "none"})
"""Values that close a way or a place to the public, or that deny a tag."""

_METRES = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*m?")
_ESCAPED = re.compile(r"\\(.)")
_KNOWN_ID = re.compile(r"(?:node|way|relation)/-?[0-9]+")
_ELEMENTS = {"n": "node", "w": "way", "r": "relation"}


class Tags:
    """
    The tags of a table, each read when it is asked for.

    Attributes
    ----------
    frame
        With folded names.

    Examples
    --------
    >>> tags = Tags(pd.DataFrame({"amenity": ["school", None], "other_tags": [None, '"amenity"=>"bar","a"=>"b"']}))
    >>> tags["amenity"].tolist()
    ['school', 'bar']
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._read: dict[str, pd.Series] = {}

    def __getitem__(self, key: str) -> pd.Series:
        """Return the values of a tag, such as ``addr:street``, missing where a feature has none."""
        if key not in self._read:
            self._read[key] = self._values(key)
        return self._read[key]

    def _values(self, key: str) -> pd.Series:
        missing = pd.Series(np.nan, index=self.frame.index, dtype="str")
        own = texts(self.frame[fold(key)]) if fold(key) in self.frame else missing
        if "other_tags" not in self.frame:
            return own
        stored = tag_in(self.frame["other_tags"].astype("str"), key)
        return own.where(own.notna(), stored)


def tag_in(written: pd.Series, key: str) -> pd.Series:
    r"""
    Return the values of one tag in texts such as ``"amenity"=>"school","name"=>"Jean \"le\" Bon"``.

    Examples
    --------
    >>> tag_in(pd.Series([r'"a"=>"1","name"=>"Jean \"le\" Bon"', '"noname"=>"x"', None]), "name").tolist()
    ['Jean "le" Bon', nan, nan]
    """
    # Marks inside a value are escaped: nothing in one looks like a key.
    found = written.str.extract(rf'"{re.escape(key)}"=>"((?:[^"\\]|\\.)*)"', expand=False)
    return texts(found.map(lambda value: _ESCAPED.sub(r"\1", value), na_action="ignore"))


def identifiers(frame: pd.DataFrame) -> pd.Series:
    """
    Return what names each feature in OpenStreetMap: ``node/1``, ``way/2`` or ``relation/3``.

    Examples
    --------
    >>> from shapely import Point, box
    >>> shapes = [Point(0, 0), box(0, 0, 1, 1), box(0, 0, 1, 1)]
    >>> table = gpd.GeoDataFrame({"osm_id": ["1", None, "3"], "osm_way_id": [None, "2", None]}, geometry=shapes)
    >>> identifiers(table).tolist()
    ['node/1', 'way/2', 'relation/3']
    """
    if "full_id" in frame:
        written = frame["full_id"].astype("str")
        return written.str[:1].map(_ELEMENTS).astype("str") + "/" + written.str[1:]
    if "id" in frame and "osm_id" not in frame:
        written = frame["id"].astype("str")
        return written.where(written.str.fullmatch(_KNOWN_ID).fillna(value=False).astype(bool))
    return _of_gdal(gpd.GeoDataFrame(frame))


def _of_gdal(frame: gpd.GeoDataFrame) -> pd.Series:
    own = texts(frame["osm_id"]).str.removesuffix(".0")
    way = texts(frame.get("osm_way_id", pd.Series(np.nan, index=frame.index, dtype="str"))).str.removesuffix(".0")
    elements = np.where(frame.geom_type.str.endswith("Point"), "node/", "way/")
    elements = np.where(frame.geom_type.str.endswith("Polygon"), "relation/", elements)
    named = pd.Series(elements, index=frame.index, dtype="str") + own
    return named.mask(way.notna(), "way/" + way)


def measure(values: pd.Series) -> pd.Series:
    """
    Return numbers above zero written as ``6``, ``6.5 m`` or ``6,5``; any other unit is unknown. [m, or none]

    Examples
    --------
    >>> measure(pd.Series(["6", "6,5 m", "20 ft", "3;4", "0", None])).tolist()
    [6.0, 6.5, nan, nan, nan, nan]
    """
    found = values.astype("str").str.extract(rf"^{_METRES.pattern}$", expand=False)
    numbers = pd.to_numeric(found.str.replace(",", ".", regex=False), errors="coerce").astype("float64")
    return numbers.where(numbers > 0)
