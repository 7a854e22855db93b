"""Geometry made small enough for a page: whole centimetres, each point written as its step from the one before.

The plane is the one that web maps draw in (EPSG:3857), so that the browser has nothing left to compute.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.errors import LayerError
from geo.messages import N_, Message

MAP_CRS = "EPSG:3857"
UNITS_PER_METRE = 100
KINDS = "pla"
"""Letter of a point, a line and an area, in the order of their dimensions."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The point that positions are counted from. [whole cm in EPSG:3857]"""

    x: int
    y: int


def on_map(frame: gpd.GeoDataFrame, *, where: str = "") -> NDArray[Any]:
    """
    Return the geometries in the plane of the map.

    Parameters
    ----------
    frame
        Any CRS.
    where
        Name of the layer, for the message.

    Raises
    ------
    LayerError
        The frame does not tell its CRS.
    """
    if frame.crs is None:
        raise LayerError(
            Message(N_("This layer cannot be drawn: its coordinate reference system is unknown.")),
            where=where,
            remedy=Message(N_("Give the file its coordinate reference system, then load it again.")),
        )
    return np.asarray(frame.geometry.to_crs(MAP_CRS).array, dtype=object)


def encode(geometries: NDArray[Any], origin: Origin) -> dict[str, Any]:
    """
    Return the shapes as lists of whole numbers.

    Parameters
    ----------
    geometries
        In the plane of the map. A missing or empty one has no rings.
    origin
        Subtracted from every first point.

    Returns
    -------
    shapes
        `kinds` has one letter per geometry, `rings` one list per geometry, of rings, lines or points:
        ``[x, y, dx, dy, …]``. [cm] Rings are left open; holes turn the other way than their outline.

    Examples
    --------
    >>> encode(np.array([shapely.box(0, 0, 2, 1)]), Origin(0, 0))
    {'kinds': 'a', 'rings': [[[200, 0, 0, 100, -200, 0, 0, -100]]]}
    """
    dimensions = np.maximum(shapely.get_dimensions(geometries), 0)
    lines, owners = _lines(geometries, dimensions)
    xy, line_of = shapely.get_coordinates(lines, return_index=True)
    whole = np.rint(xy * UNITS_PER_METRE).astype(np.int64) - (origin.x, origin.y)
    keep = ~_closing(line_of, dimensions[owners][line_of] == 2)
    rings: list[list[list[int]]] = [[] for _ in geometries]
    for line, steps in _steps(whole[keep], line_of[keep]):
        rings[owners[line]].append(steps)
    return {"kinds": "".join(KINDS[dimension] for dimension in dimensions), "rings": rings}


def _lines(geometries: NDArray[Any], dimensions: NDArray[np.int32]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    parts, owners = shapely.get_parts(geometries, return_index=True)
    alike = shapely.get_dimensions(parts) == dimensions[owners]
    parts, owners = parts[alike], owners[alike]
    areas = shapely.get_dimensions(parts) == 2
    rings, of_part = shapely.get_rings(shapely.orient_polygons(parts[areas]), return_index=True)
    every = np.concatenate([rings, parts[~areas]])
    every_owner = np.concatenate([owners[areas][of_part], owners[~areas]]).astype(np.int64)
    order = np.argsort(every_owner, kind="stable")
    return every[order], every_owner[order]


def _closing(line_of: NDArray[np.int64], in_area: NDArray[np.bool_]) -> NDArray[np.bool_]:
    last = np.append(line_of[1:] != line_of[:-1], True)[: len(line_of)]
    return last & in_area


def _steps(whole: NDArray[np.int64], line_of: NDArray[np.int64]) -> list[tuple[int, list[int]]]:
    if not len(whole):
        return []
    starts = np.flatnonzero(np.append(True, line_of[1:] != line_of[:-1]))
    steps = np.diff(whole, axis=0, prepend=0)
    steps[starts] = whole[starts]
    pieces = np.split(steps.ravel(), 2 * starts[1:])
    return [(int(line), piece.tolist()) for line, piece in zip(line_of[starts], pieces, strict=True)]


def bounds_of(parts: list[NDArray[Any]]) -> tuple[float, float, float, float]:
    """
    Return west, south, east and north of everything; a point at the origin when there is nothing. [m in EPSG:3857]

    Examples
    --------
    >>> bounds_of([np.array([shapely.Point(1, 2)]), np.array([None])])
    (1.0, 2.0, 1.0, 2.0)
    """
    every = shapely.total_bounds(np.concatenate([np.array([None]), *parts]))
    west, south, east, north = (0.0 if pd.isna(side) else float(side) for side in every)
    return west, south, east, north
