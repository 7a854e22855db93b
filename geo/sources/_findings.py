"""What the door finds in a file, in a form that crosses from one process to another.

The reading process loads nothing it can do without: neither pandas nor geopandas, which would double its cost.
"""

from dataclasses import dataclass

import pyarrow as pa

from geo.messages import N_, Message

GEOMETRY = "geometry"
"""Name of the geometry column, as well-known binary in a `RawLayer`."""

FLATTENED = N_("Geometries with a height or a measure, which is not used: {count}.")
"""A note that tells of no fault: all of BD TOPO has heights."""

PAGE_OF = N_("It is page {page} of an answer of {total}: put the other pages beside it.")
"""A note that tells of no fault, on each page of a long answer of a public service."""

ESTIMATED = N_("Cells where too few people live, whose values the Insee estimates: {count} of {total}.")
"""A note that tells of no fault: most cells of the countryside are so."""

REMARKS = frozenset({FLATTENED, PAGE_OF, ESTIMATED})
"""The notes that tell of no fault."""


@dataclass(frozen=True, eq=False, slots=True)
class RawLayer:
    """
    One layer of one file, read and repaired.

    Attributes
    ----------
    crs
        ``EPSG:2154``, another authority's code or WKT; none for a table without geometry.
    table
        The columns, geometry as WKB in the column `geometry`.
    notes
        What was repaired or dropped.
    """

    name: str
    driver: str
    table: pa.Table
    crs: str | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRaster:
    """
    A raster that passed the door, described without its cells.

    Attributes
    ----------
    crs
        ``EPSG:2154`` or another authority's code, else WKT.
    west, south, east, north
        Its edges. [m]
    cell_m
        Side of a square cell. [m]
    nodata
        Declared value of a missing cell.
    least, greatest
        Extremes of a sample, missing cells left out; none when all are missing. [unit of the layer]
    """

    crs: str
    west: float
    south: float
    east: float
    north: float
    width: int
    height: int
    cell_m: float
    dtype: str
    nodata: float | None
    least: float | None
    greatest: float | None
    notes: tuple[Message, ...] = ()
