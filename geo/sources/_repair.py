"""Geometries as they are found, made fit for use, and what it took."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._findings import FLATTENED
from geo.sources._limits import LIMITS
from geo.sources._placement import place

HALF_TURN = 180.0
"""Beyond it, an easting is no longitude. [degrees]"""

FARTHEST = 1e9
"""Beyond it, a coordinate is no place in any unit: areas would overflow. [m or degrees]"""

DEGREE_M = 111_195.0
"""One degree of a great circle of a sphere of 6 371 km. [m]"""

Geometries: TypeAlias = NDArray[np.object_]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """
    Geometries as a format gives them.

    Attributes
    ----------
    values
        None where there is none or none that can be read.
    unreadable
        Those that the file has and that make no geometry, such as a ring of two points.
    nowhere
        Those with a coordinate that is no number, or so large that it is no place.
    """

    values: Geometries
    unreadable: Mask
    nowhere: Mask


@dataclass(frozen=True, eq=False, slots=True)
class Repaired:
    """
    Geometries fit for use: two dimensions, finite, not empty, valid, in a known CRS.

    Attributes
    ----------
    rows
        Positions of the features kept, in their order.
    """

    rows: NDArray[np.intp]
    geometries: Geometries
    crs: str
    notes: tuple[Message, ...]


def from_wkb(wkb: Geometries) -> Found:
    """
    Return the geometries of a column of well-known binary.

    Examples
    --------
    >>> two_points = bytes.fromhex("0103000000" "01000000" "02000000") + bytes(32)
    >>> from_wkb(np.array([two_points, None], dtype=object)).unreadable
    array([ True, False])
    """
    # NaN coordinates are counted below: GEOS need not warn of them
    with np.errstate(invalid="ignore", over="ignore"):
        values = shapely.from_wkb(wkb, on_invalid="ignore")
    present = np.array([binary is not None for binary in wkb], dtype=bool)
    return Found(values, shapely.is_missing(values) & present, nowhere_among(values))


def nowhere_among(values: Geometries) -> Mask:
    """Tell the geometries with a coordinate that is no number, or so large that it is no place."""
    coordinates, owners = shapely.get_coordinates(values, return_index=True)
    if len(coordinates) > LIMITS.vertices:
        raise SourceError(
            Message(N_("It has more points than the {limit} allowed."), {"limit": LIMITS.vertices}),
            remedy=Message(N_("Cut it to your communes and supply that.")),
        )
    mask = np.zeros(len(values), dtype=bool)
    mask[owners[~(np.abs(coordinates) < FARTHEST).all(axis=1)]] = True
    return mask


def repair(found: Found, *, crs: str | None) -> Repaired:
    """
    Keep what can be used of a layer's geometries and mend it.

    Parameters
    ----------
    found
        Geometries of a layer, row by row.
    crs
        Authority's code or WKT as declared, none when the file says nothing.

    Raises
    ------
    SourceError
        No geometry can be used, or the coordinates fit no known place.
    """
    missing = (shapely.is_missing(found.values) & ~found.unreadable) | shapely.is_empty(found.values)
    rows = np.flatnonzero(~(missing | found.unreadable | found.nowhere))
    if len(found.values) and not len(rows):
        raise _nothing_usable(found)
    flat, flat_notes = _flattened(found.values[rows])
    placed = place(flat, crs=crs)
    valid, valid_notes = _made_valid(placed.geometries)
    solid = ~shapely.is_empty(valid)
    notes = (*_drop_notes(missing & ~found.nowhere, found), *flat_notes, *placed.notes, *valid_notes)
    return Repaired(rows[solid], valid[solid], placed.crs, notes)


def _nothing_usable(found: Found) -> SourceError:
    if found.nowhere.any():
        reason = Message(N_("Its coordinates are not numbers (NaN or infinite), or no place."))
    else:
        reason = Message(N_("It has no feature with a usable geometry, out of {count}."), {"count": len(found.values)})
    return SourceError(reason, remedy=Message(N_("Export the layer again with its geometry.")))


def _drop_notes(missing: Mask, found: Found) -> tuple[Message, ...]:
    reasons = (
        (missing, N_("Features without geometry, left out: {count}.")),
        (found.unreadable, N_("Features with a broken geometry, such as a ring of two points, left out: {count}.")),
        (found.nowhere, N_("Features whose coordinates are no numbers, or no place, left out: {count}.")),
    )
    return tuple(Message(text, {"count": int(mask.sum())}) for mask, text in reasons if mask.any())


def _flattened(geometries: Geometries) -> tuple[Geometries, tuple[Message, ...]]:
    tall = shapely.has_z(geometries) | shapely.has_m(geometries)
    if not tall.any():
        return geometries, ()
    return shapely.force_2d(geometries), (Message(FLATTENED, {"count": int(tall.sum())}),)


def _made_valid(geometries: Geometries) -> tuple[Geometries, tuple[Message, ...]]:
    wrong = np.flatnonzero(~shapely.is_valid(geometries))
    if not len(wrong):
        return geometries, ()
    mended = geometries.copy()
    # the other method leaves lines and points beside the polygons: slivers, not land
    mended[wrong] = shapely.make_valid(geometries[wrong], method="structure", keep_collapsed=False)
    flat = shapely.is_empty(mended[wrong])
    moved_m2 = _area_change(geometries[wrong][~flat], mended[wrong][~flat])
    notes = (
        (len(wrong) - int(flat.sum()), N_("Invalid geometries, repaired: {count}.")),
        (int(flat.sum()), N_("Geometries without any extent, left out: {count}.")),
        (round(moved_m2) if moved_m2 > 1 else 0, N_("These repairs changed areas by {count} m² in all.")),
    )
    return mended, tuple(Message(text, {"count": count}) for count, text in notes if count)


def _area_change(before: Geometries, after: Geometries) -> float:
    """Return the sum of the changes of area, on a sphere's plane where coordinates are degrees. [m²]"""
    change = np.abs(shapely.area(after) - shapely.area(before))
    _, south, east, north = shapely.bounds(after).T
    if not len(after) or np.nanmax(np.abs(east)) > HALF_TURN:
        return float(change.sum())
    return float((change * DEGREE_M**2 * np.cos(np.radians((south + north) / 2))).sum())
