"""Rasters as pictures of the map: a few colours, in the plane of web maps, the same bytes for the same cells."""

import base64
import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pyproj import Transformer

from geo.messages import N_, Message
from geo.models import Bounds, Raster
from geo.present.map_document import MapPicture, Translate
from geo.present.palette import SUN_BREAKS, SUN_RAMP
from geo.present.shapes import MAP_CRS

MOST_PIXELS = 4_000_000
"""Of one picture: a telephone still draws it."""

CONTROL_M = 500.0
"""Between two points whose place is computed, the others lying between them: off by less than 0.01 m. [m]"""

_STRIP = 256
_ROUNDED = 9


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A picture laid on the map.

    Attributes
    ----------
    name
        Made of a hash of the content: it cannot be guessed without knowing the content.
    data
        PNG.
    bounds
        South, west, north, east. [degrees]
    """

    name: str
    data: bytes
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PixelGrid:
    """Square pixels in the plane of the map, row 0 to the north. [m in EPSG:3857]"""

    west: float
    north: float
    side: float
    rows: int
    columns: int


@dataclass(frozen=True, eq=False, slots=True)
class Places:
    """Where the points of a control grid lie in the plane of the raster. [m]"""

    x: NDArray[np.float64]
    y: NDArray[np.float64]


def sun_picture(hours: Raster) -> Picture:
    """
    Return hours of direct sun as a picture in the classes of `palette.SUN_BREAKS`, transparent where missing.

    Each pixel takes the cell under its centre. Where the cells would make more than `MOST_PIXELS`, the mean of
    whole squares of cells is shown.

    Parameters
    ----------
    hours
        Any metric CRS. [h/day]
    """
    grid = pixel_grid(hours)
    shown = coarsened(hours, grid)
    classes = np.empty((grid.rows, grid.columns), dtype=np.uint8)
    places = control_places(grid, hours.crs)
    for first in range(0, grid.rows, _STRIP):
        rows = np.arange(first, min(first + _STRIP, grid.rows))
        classes[rows] = sun_classes(_sampled(shown, places_of(rows, grid, places)))
    data = paletted_png(classes, [(colour, 255) for colour in SUN_RAMP] + [(SUN_RAMP[0], 0)])
    return Picture(f"{hashlib.sha256(data).hexdigest()[:40]}.png", data, _degrees(grid))


def sun_classes(hours: NDArray[np.float32]) -> NDArray[np.uint8]:
    """
    Return the place of each value in `palette.SUN_RAMP`; a break begins its class, and a missing value comes last.

    Examples
    --------
    >>> sun_classes(np.array([0, 1.9, 2, 7.9, 12, np.nan], dtype=np.float32)).tolist()
    [0, 0, 1, 3, 4, 5]
    """
    classes = np.digitize(hours, SUN_BREAKS[1:-1]).astype(np.uint8)
    classes[np.isnan(hours)] = len(SUN_RAMP)
    return classes


def pixel_grid(raster: Raster) -> PixelGrid:
    """
    Return the pixels that cover a raster, each as large as a cell there, or larger if there would be too many.

    Examples
    --------
    >>> from geo.models import Bounds
    >>> values = np.zeros((10, 20), dtype=np.float32)
    >>> grid = pixel_grid(Raster(values, Bounds(645_000, 6_856_000, 645_020, 6_856_010), "EPSG:2154"))
    >>> grid.rows, grid.columns, round(grid.side, 2)  # a metre at this latitude is 1.5 m of the map
    (11, 21, 1.52)
    """
    to_map = Transformer.from_crs(raster.crs, MAP_CRS, always_xy=True)
    bounds = raster.bounds
    west, south, east, north = to_map.transform_bounds(bounds.west, bounds.south, bounds.east, bounds.north)
    side = max(_cell_on_map(raster, to_map), math.sqrt((east - west) * (north - south) / MOST_PIXELS))
    rows, columns = (max(1, math.ceil(round(length / side, 6))) for length in (north - south, east - west))
    return PixelGrid(west, north, side, rows, columns)


def _cell_on_map(raster: Raster, to_map: Transformer) -> float:
    bounds = raster.bounds
    x, y = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    (x0, x1), (y0, y1) = to_map.transform([x, x + _cell(raster)], [y, y])
    return float(math.hypot(x1 - x0, y1 - y0))


def _cell(raster: Raster) -> float:
    return float((raster.bounds.east - raster.bounds.west) / raster.values.shape[1])


def coarsened(raster: Raster, grid: PixelGrid) -> Raster:
    """Return the means of squares of cells, as large as fit into a pixel; missing where all their cells are."""
    to_map = Transformer.from_crs(raster.crs, MAP_CRS, always_xy=True)
    factor = int(round(grid.side / _cell_on_map(raster, to_map), 6))
    if factor <= 1:
        return raster
    known = ~np.isnan(raster.values)
    sums = _block_sums(np.where(known, raster.values, np.float32(0)), factor)
    counts = _block_sums(known.astype(np.float32), factor)
    values = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan).astype(np.float32)
    side, bounds, (rows, columns) = _cell(raster) * factor, raster.bounds, values.shape
    whole = Bounds(bounds.west, bounds.north - rows * side, bounds.west + columns * side, bounds.north)
    return Raster(values, whole, raster.crs)


def _block_sums(values: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    rows, columns = (np.arange(0, length, factor) for length in values.shape)
    return np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)


def control_places(grid: PixelGrid, crs: str) -> Places:
    """Return where points of the map, every `CONTROL_M` or less, lie in another CRS."""
    east, south = grid.west + grid.columns * grid.side, grid.north - grid.rows * grid.side
    x, y = np.meshgrid(_stops(grid.west, east), _stops(grid.north, south))
    back = Transformer.from_crs(MAP_CRS, crs, always_xy=True)
    return Places(*back.transform(x, y))


def _stops(start: float, end: float) -> NDArray[np.float64]:
    return np.linspace(start, end, math.ceil(abs(end - start) / CONTROL_M) + 1)


def places_of(rows: NDArray[np.int64], grid: PixelGrid, control: Places) -> Places:
    """
    Return where the centres of the pixels of some rows lie in the plane of the raster.

    Bilinear between the control points: a projection bends so little that a few of them are enough.
    """
    down = (rows + 0.5) / grid.rows
    along = (np.arange(grid.columns) + 0.5) / grid.columns
    return Places(*(_between(_between(plane, down).T, along).T for plane in (control.x, control.y)))


def _between(plane: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rows of a plane at some shares of its height, each between its two neighbours."""
    at = shares * (len(plane) - 1)
    above = np.minimum(at.astype(np.int64), len(plane) - 2)
    part = (at - above)[:, None]
    mixed: NDArray[np.float64] = plane[above] * (1 - part) + plane[above + 1] * part
    return mixed


def _sampled(raster: Raster, places: Places) -> NDArray[np.float32]:
    count_rows, count_columns = raster.values.shape
    side, bounds = _cell(raster), raster.bounds
    rows = np.floor((bounds.north - places.y) / side).astype(np.int64)
    columns = np.floor((places.x - bounds.west) / side).astype(np.int64)
    inside = (rows >= 0) & (rows < count_rows) & (columns >= 0) & (columns < count_columns)
    found = np.full(rows.shape, np.nan, dtype=np.float32)
    found[inside] = raster.values[rows[inside], columns[inside]]
    return found


def _degrees(grid: PixelGrid) -> tuple[float, float, float, float]:
    east, south = grid.west + grid.columns * grid.side, grid.north - grid.rows * grid.side
    to_degrees = Transformer.from_crs(MAP_CRS, "EPSG:4326", always_xy=True)
    (west, east), (south, north) = to_degrees.transform([grid.west, east], [south, grid.north])
    south, west, north, east = (round(float(side), _ROUNDED) for side in (south, west, north, east))
    return south, west, north, east


def paletted_png(classes: NDArray[np.uint8], colours: Sequence[tuple[str, int]]) -> bytes:
    """
    Return a PNG that holds one place in a palette per pixel.

    Parameters
    ----------
    classes
        Shape (rows, columns).
    colours
        Each as ``#RRGGBB`` and its opacity. [0–255]
    """
    picture = Image.fromarray(classes)
    picture.putpalette(b"".join(bytes.fromhex(colour[1:]) for colour, _ in colours))
    file = io.BytesIO()
    picture.save(file, "PNG", transparency=bytes(opacity for _, opacity in colours), compress_level=9)
    return file.getvalue()


def data_uri(png: bytes) -> str:
    """
    Return a picture as an address that holds it whole, for a page without neighbours.

    Examples
    --------
    >>> data_uri(b"png")
    'data:image/png;base64,cG5n'
    """
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def sun_overlay(picture: Picture, address: str, translate: Translate, notes: Sequence[Message] = ()) -> MapPicture:
    """
    Return the sun as a layer of the map, which the reader switches on.

    Parameters
    ----------
    picture
        From `sun_picture`.
    address
        Where the page finds it: published beside the territory's file, or `data_uri`.
    notes
        What must be said of it, under its legend.
    """
    return MapPicture(
        key="sun",
        label=translate(Message(N_("Direct sun"))),
        legend=" · ".join(map(translate, [Message(N_("hours of direct sun a day, April to September")), *notes])),
        unit="h",
        address=address,
        bounds=picture.bounds,
        ramp=SUN_RAMP,
        breaks=SUN_BREAKS,
    )
