"""In which metres a place is measured: the official plane of the territory, another good one where the file has it."""

import numpy as np
from pyproj import CRS, Proj, Transformer
from pyproj.exceptions import ProjError
from shapely import Point

from geo.sources._placement import FRANCE, WGS84

_OFFICIAL = ("EPSG:2154", "EPSG:5490", "EPSG:2972", "EPSG:2975", "EPSG:4471", "EPSG:4467")
"""Of each box of `FRANCE`: Lambert-93, then the UTM zones set overseas by decree 2000-1276 and its successors."""
_TRUE = 0.02
"""A plane whose areas are more than this wrong is no metric one: Mercator doubles those of France. [0–1]"""


def plane_of(middle: Point, crs: str) -> str:
    """
    Return the metric CRS that a site is laid out in: its own where that is true to areas, else that of its place.

    Parameters
    ----------
    middle
        A point of the site.
    crs
        The one that the point is in.

    Examples
    --------
    >>> plane_of(Point(2.26, 48.8), "EPSG:4326"), plane_of(Point(55.4, -21.0), "EPSG:4326")
    ('EPSG:2154', 'EPSG:2975')
    >>> plane_of(Point(1652000, 8175000), "EPSG:3949"), plane_of(Point(251_000, 6_249_000), "EPSG:3857")
    ('EPSG:3949', 'EPSG:2154')
    >>> plane_of(Point(-73.57, 45.5), "EPSG:4326")
    'EPSG:32618'
    """
    longitude, latitude = Transformer.from_crs(crs, WGS84, always_xy=True).transform(middle.x, middle.y)
    if _is_true(CRS(crs), longitude, latitude):
        return crs
    for box, official in zip(FRANCE, _OFFICIAL, strict=True):
        if box.holds(longitude, latitude):
            return official
    zone = int(np.clip((longitude + 180) // 6 + 1, 1, 60))
    return f"EPSG:{32_600 + zone if latitude >= 0 else 32_700 + zone}"


def _is_true(crs: CRS, longitude: float, latitude: float) -> bool:
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info[:2]):
        return False
    try:
        scale = Proj(crs).get_factors(longitude, latitude).areal_scale
    except ProjError:
        return False
    return bool(abs(scale - 1) <= _TRUE)
