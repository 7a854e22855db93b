"""Where on Earth coordinates are, whatever a file declares."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.errors import SourceError
from geo.messages import N_, Message

WGS84 = "EPSG:4326"
LAMBERT93 = "EPSG:2154"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of easting (or longitude) and northing (or latitude). [unit of the CRS]"""

    west: float
    south: float
    east: float
    north: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is in the box."""
        return self.west <= x <= self.east and self.south <= y <= self.north


FRANCE = (
    Box(-5.6, 41.2, 9.8, 51.3),  # mainland and Corsica
    Box(-63.3, 14.2, -60.7, 18.3),  # Martinique, Guadeloupe, Saint-Martin, Saint-Barthélemy
    Box(-54.8, 2.0, -51.4, 6.0),  # Guyane
    Box(55.1, -21.5, 56.0, -20.8),  # La Réunion
    Box(44.9, -13.2, 45.4, -12.5),  # Mayotte
    Box(-56.6, 46.7, -56.0, 47.2),  # Saint-Pierre-et-Miquelon
)
"""Extents of French territories in WGS84, a little widened. [degrees] Source: areas of use of their EPSG codes."""

_DEGREES = frozenset({WGS84, "EPSG:4171"})
"""WGS84 and RGF93: the same place to a metre in mainland France."""

LAMBERT93_EXTENT = Box(0.0, 5_900_000.0, 1_350_000.0, 7_250_000.0)
"""Extent of Lambert-93, a little widened. [m] Source: area of use of EPSG:2154."""

EARTH = Box(-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, eq=False, slots=True)
class Placed:
    """Geometries with the CRS that their coordinates really are in."""

    geometries: NDArray[np.object_]
    crs: str
    notes: tuple[Message, ...] = ()


def place(geometries: NDArray[np.object_], *, crs: str | None) -> Placed:
    """
    Hold the declared CRS against the coordinates, and mend what French files get wrong.

    The test is on the median of the centres, so that a stray feature does not move a whole layer.

    Parameters
    ----------
    geometries
        Finite, not empty.
    crs
        Authority's code or WKT as declared, none when the file says nothing.

    Raises
    ------
    SourceError
        The CRS is unknown to PROJ, or the coordinates fit neither it nor Lambert-93 nor WGS84 in France.

    Examples
    --------
    >>> placed = place(np.array([shapely.Point(652_000, 6_857_000)]), crs="EPSG:4326")
    >>> placed.crs
    'EPSG:2154'
    """
    code = normal_code(crs) if crs else None
    if not len(geometries):
        return Placed(geometries, code or WGS84)
    x, y = _middle(geometries)
    if code is not None and fits(code, x, y) and not _is_swapped(code, x, y):
        return Placed(geometries, code)
    for likely in (code, LAMBERT93, WGS84):
        if likely is not None and _is_french(likely, x, y):
            return Placed(geometries, likely, _crs_notes(code, likely))
        if likely is not None and _is_french(likely, y, x):
            swapped = shapely.transform(geometries, lambda points: points[:, ::-1])
            return replace(Placed(swapped, likely), notes=(*_crs_notes(code, likely), _swap_note(len(geometries))))
    raise SourceError(
        Message(N_("Its coordinates, around {x}; {y}, fit no known place."), {"x": round(x, 3), "y": round(y, 3)}),
        remedy=Message(N_("Export it again with its coordinate reference system, for example Lambert-93.")),
    )


def _middle(geometries: NDArray[np.object_]) -> tuple[float, float]:
    west, south, east, north = shapely.bounds(geometries).T
    return float(np.median((west + east) / 2)), float(np.median((south + north) / 2))


def normal_code(crs: str) -> str:
    """
    Return the code of an authority for a CRS, EPSG's if it has one, else its WKT.

    Raises
    ------
    SourceError
        PROJ does not know it, or it would have to open something to know it.

    Examples
    --------
    >>> normal_code("urn:ogc:def:crs:OGC:1.3:CRS84")
    'EPSG:4326'
    """
    if normalised := _KNOWN.get(crs):
        return normalised
    try:
        definition = _definition(crs)
    except CRSError as error:
        raise SourceError(
            Message(N_("Its coordinate reference system is unknown: “{crs}”."), {"crs": crs[:60]}),
            remedy=Message(N_("Export it again in Lambert-93 (EPSG:2154) or WGS84 (EPSG:4326).")),
        ) from error
    return _code_of(definition)


def _definition(crs: str) -> CRS:
    # as PROJJSON, a CRS begins with the address of its schema, which nothing opens
    named = "" if crs.startswith("{") else crs
    if "init=" in named or "://" in named or "nadgrids" in named:
        raise CRSError("it names a file or an address")
    definition = CRS.from_user_input(crs)
    if definition.is_bound:
        raise CRSError("it names the file of a grid")
    return definition


_KNOWN = {
    WGS84: WGS84,
    LAMBERT93: LAMBERT93,
    "OGC:CRS84": WGS84,
    "urn:ogc:def:crs:OGC:1.3:CRS84": WGS84,
}


def _code_of(definition: CRS) -> str:
    epsg = definition.to_epsg()
    if epsg is not None:
        return f"EPSG:{epsg}"
    authority = definition.to_authority()
    code = ":".join(authority) if authority else definition.to_wkt()
    return _KNOWN.get(code, code)


def fits(code: str, x: float, y: float) -> bool:
    """
    Tell whether a point can be in a CRS: near the CRS's area of use, or anywhere on Earth in degrees.

    Examples
    --------
    >>> fits("EPSG:2154", 2.25, 48.8)
    False
    """
    if code in _DEGREES:
        return EARTH.holds(x, y)
    if code == LAMBERT93:
        return LAMBERT93_EXTENT.holds(x, y)
    definition = CRS.from_user_input(code)
    if definition.is_geographic:
        return EARTH.holds(x, y)
    return _is_near(definition, x, y)


def _is_near(definition: CRS, x: float, y: float) -> bool:
    area: Any = definition.area_of_use
    try:
        longitude, latitude = Transformer.from_crs(definition, WGS84, always_xy=True).transform(x, y)
    except ProjError:
        return False
    if not (np.isfinite(longitude) and np.isfinite(latitude)):
        return False
    return area is None or Box(area.west - 5, area.south - 5, area.east + 5, area.north + 5).holds(longitude, latitude)


def _is_french(code: str, x: float, y: float) -> bool:
    if code == LAMBERT93:
        return LAMBERT93_EXTENT.holds(x, y)
    return code in _DEGREES and any(box.holds(x, y) for box in FRANCE)


def _is_swapped(code: str, x: float, y: float) -> bool:
    """A French place with its degrees swapped is a real place elsewhere: in Somalia or in the Indian Ocean."""
    return code in _DEGREES and not _is_french(code, x, y) and _is_french(code, y, x)


def _crs_notes(declared: str | None, found: str) -> tuple[Message, ...]:
    if declared == found:
        return ()
    if declared is None:
        return (Message(N_("It declares no coordinate reference system: read as {found}."), {"found": found}),)
    values = {"declared": declared[:60], "found": found}
    return (Message(N_("It declares {declared} but its coordinates are in {found}, which was used."), values),)


def _swap_note(count: int) -> Message:
    return Message(N_("Features whose two coordinates were swapped, put in order: {count}."), {"count": count})
