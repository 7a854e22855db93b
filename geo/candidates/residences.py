"""Open spaces of social residences: what the buildings, their surroundings and the ways leave of a parcel.

::

    ┌──────────────────────────┐
    │ ░░░░░░░░░░░░░ ┌────────┐ │   ░  an open space: 3 m from the walls, off the ways, nowhere narrower than 5 m
    │ ░░░░░░░░░░░░░ │building│ │
    │ ░░░░░░░░░░░░░ └────────┘ │
    │ ════════ way ═══════════ │
    └──────────────────────────┘
"""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon, affinity

from geo import geometry
from geo.candidates.rules import CandidateRules, Rejection, ResidenceRules
from geo.candidates.survey import footprints, obstacles, usable
from geo.geometry import Geometries
from geo.kinds import PlaceKind
from geo.models import Layer, OwnerGroup, Role

PATH = "6"
"""Importance of the ways that are no streets, as BD TOPO counts it."""
_TOLERANCE_M = 0.1


@dataclass(frozen=True, eq=False, slots=True)
class OpenSpaces:
    """
    Pieces of residences, all arrays of shape (n,), by parcel, the largest of each first.

    Attributes
    ----------
    parcel
        Position of the parcel in the table.
    number
        From 1 in each parcel.
    alone
        Whether it is the only one of its parcel.
    outline
        Polygons in a metric CRS.
    usable_m2
        What a garden can use of each. [m²]
    """

    parcel: NDArray[np.intp]
    number: NDArray[np.int64]
    alone: NDArray[np.bool_]
    outline: Geometries
    usable_m2: NDArray[np.float64]


def open_spaces(
    layers: Mapping[Role, Layer], parcels: gpd.GeoDataFrame, reasons: pd.Series, rules: CandidateRules
) -> OpenSpaces:
    """
    Find the open spaces of the residences that a garden would fit in.

    A residence is a built parcel of a social landlord, or one that an inventory of places puts a social residence
    on. Files rarely know where cars park: what is found is to be seen on the ground.

    Parameters
    ----------
    layers
        In one metric CRS: buildings, streets, places and prescriptions are used when there.
    parcels
        From `geo.candidates.survey.survey`.
    reasons
        A `Rejection` by parcel, missing where the parcel is a site: only those that are built are searched.
    rules
        Thresholds.
    """
    homes = np.flatnonzero((reasons == Rejection.BUILT).to_numpy() & _is_residence(layers, parcels))
    plots = np.asarray(parcels.geometry.array, dtype=object)[homes]
    free = _without_ways(layers, _beside_buildings(layers, plots, rules.residence), rules.residence)
    wide, owner = shapely.get_parts(_opened(free, rules.residence.min_width_m), return_index=True)
    pieces = np.array([_widest_part(piece, rules.residence.enough_m2) for piece in wide], dtype=object)
    area = shapely.area(usable(pieces, obstacles(layers), rules.inset_m))
    large = area >= rules.min_usable_m2
    return _ordered(homes[owner[large]], pieces[large], area[large], rules.residence.max_pieces)


def _is_residence(layers: Mapping[Role, Layer], parcels: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    owned = np.array(parcels["owner_group"] == OwnerGroup.SOCIAL_LANDLORD, dtype=bool)
    if Role.PLACES not in layers:
        return owned
    places = layers[Role.PLACES].frame
    homes = places[places["kind"] == PlaceKind.SOCIAL_RESIDENCE].geometry
    inside = shapely.point_on_surface(np.asarray(homes.array, dtype=object))
    _, parcel = shapely.STRtree(np.asarray(parcels.geometry.array)).query(inside, predicate="intersects")
    owned[parcel] = True
    return owned


def _beside_buildings(layers: Mapping[Role, Layer], plots: Geometries, rules: ResidenceRules) -> Geometries:
    """Take the buildings off with a strip along their walls, of the neighbours' too."""
    buildings = footprints(layers)
    near = np.unique(shapely.STRtree(buildings).query(plots, predicate="dwithin", distance=rules.beside_building_m)[1])
    strips = shapely.buffer(buildings[near], rules.beside_building_m, join_style="mitre")
    return geometry.subtract(plots, np.asarray(strips, dtype=object))


def _without_ways(layers: Mapping[Role, Layer], plots: Geometries, rules: ResidenceRules) -> Geometries:
    if Role.STREETS not in layers:
        return plots
    streets = layers[Role.STREETS].frame
    axes = np.asarray(streets.geometry.array, dtype=object)
    inside = np.unique(shapely.STRtree(axes).query(plots, predicate="intersects")[1])
    usual = np.where(streets["importance"] == PATH, rules.path_m, rules.street_m)
    width = streets["width_m"].fillna(pd.Series(usual, index=streets.index)).to_numpy()
    return geometry.subtract(plots, np.asarray(shapely.buffer(axes[inside], width[inside] / 2, cap_style="flat")))


def _opened(plots: Geometries, width_m: float) -> Geometries:
    """Cut off whatever is narrower than a width: what a disc of that diameter cannot reach."""
    narrow = shapely.buffer(plots, -width_m / 2, quad_segs=4)
    wide = shapely.buffer(narrow, width_m / 2, quad_segs=4)
    return np.asarray(shapely.intersection(wide, plots, grid_size=geometry.GRID_M), dtype=object)


def _widest_part(piece: Polygon, enough_m2: float) -> Polygon:
    """Cut a large open space down to a square window on its widest place, along its main direction."""
    if piece.area <= enough_m2:
        return piece
    centre = shapely.get_point(shapely.maximum_inscribed_circle(piece, tolerance=_TOLERANCE_M), 0)
    near, far = 0.0, float(np.sqrt(piece.envelope.area))
    while far - near > _TOLERANCE_M:
        half = (near + far) / 2
        near, far = (half, far) if _window(piece, centre, half).area < enough_m2 else (near, half)
    return _window(piece, centre, far)


def _window(piece: Polygon, centre: Point, half_m: float) -> Polygon:
    """Return the part of a piece around a place that a turned square shows."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(piece))
    turn = float(np.degrees(np.arctan2(*(corners[1] - corners[0])[::-1])))
    square = centre.buffer(half_m, cap_style="square")
    seen = shapely.intersection(piece, affinity.rotate(square, turn), grid_size=geometry.GRID_M)
    parts = shapely.get_parts(seen)
    return Polygon(parts[np.argmax(shapely.intersects(parts, centre))])


def _ordered(parcel: NDArray[np.intp], pieces: Geometries, area: NDArray[np.float64], most: int) -> OpenSpaces:
    west, south = shapely.bounds(pieces).reshape(-1, 4)[:, :2].T
    order = np.lexsort((south, west, -area, parcel))
    parcel, pieces, area = parcel[order], pieces[order], area[order]
    first = np.searchsorted(parcel, parcel)
    number = np.arange(len(parcel)) - first + 1
    kept = number <= most
    alone = np.searchsorted(parcel, parcel, side="right") - first == 1
    return OpenSpaces(parcel[kept], number[kept], alone[kept], pieces[kept], area[kept])
