"""Rasters of the soil: acidity, particles, depth.

Nothing in a GeoTIFF says what it measures, so that the name of the file is needed (`phh2o_0-5cm_mean.tif` of SoilGrids,
or words such as `ph`, `argile`, `profondeur_sol`), and it is never believed alone: the cells must lie where such values
lie. SoilGrids 2.0 [1] writes tenths (pH × 10, g/kg for particles), in layers of depth that are averaged down to the
roots; any other file is known by its cells to be in pH, in percents or in their tenths::

    name ──quantity──▶ cells within its range? ──▶ unit ──▶ role soil
                            └─ no: left alone, told

Unlike heights, a raster of the soil may be in any metric CRS, such as the Homolosine of SoilGrids: its cells are ten to
a hundred times larger than a site, so that the nearest one is read.

References
----------
.. [1] Poggio, L. et al. (2021), SoilGrids 2.0. SOIL 7, 217–240; units and conversion factors at
   https://www.isric.org/explore/soilgrids/faq-soilgrids.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from geo.kinds import SoilQuantity
from geo.messages import N_, Message
from geo.models import Bounds, Provenance, Raster, RasterFile, Role
from geo.sources._files import RasterHeader, read_window
from geo.sources.relief import Judgement, overlap, relief_window, same_plane
from geo.sources.source import Dataset

SOILGRIDS = Dataset(
    publisher="ISRIC",
    name="SoilGrids 2.0",
    licence="CC-BY 4.0",
    attribution="© ISRIC – World Soil Information, SoilGrids",
    url="https://soilgrids.org",
)

NAMES: Mapping[SoilQuantity, frozenset[str]] = MappingProxyType(
    {
        SoilQuantity.PH: frozenset({"phh2o", "ph"}),
        SoilQuantity.CLAY: frozenset({"clay", "argile"}),
        SoilQuantity.SILT: frozenset({"silt", "limon"}),
        SoilQuantity.SAND: frozenset({"sand", "sable"}),
        SoilQuantity.DEPTH: frozenset({"bdricm"}),
    }
)
"""Words in the names of files; a depth is also said of the soil (`profondeur_sol`, `soil_depth`)."""
_PARTICLES = ((0.0, 100.0, 1.0), (0.0, 1000.0, 0.1))
RANGES: Mapping[SoilQuantity, tuple[tuple[float, float, float], ...]] = MappingProxyType(
    {
        SoilQuantity.PH: ((2.5, 11.0, 1.0), (25.0, 110.0, 0.1)),
        SoilQuantity.CLAY: _PARTICLES,
        SoilQuantity.SILT: _PARTICLES,
        SoilQuantity.SAND: _PARTICLES,
        SoilQuantity.DEPTH: ((0.0, 3000.0, 1.0),),
    }
)
"""Where the cells of a quantity lie, and what they are then multiplied by: pH, percents, centimetres."""
TOPSOIL_CM = 30.0
"""Depth of the roots of vegetables: deeper layers are not read. [cm]"""
TENTHS = 0.1
"""What SoilGrids divides pH and percents by."""

_WORD = re.compile(r"[a-z]+\d*[a-z]*")
_LAYER = re.compile(r"(\d+)-(\d+)cm")
_SOILGRIDS = re.compile(r"(?P<quantity>[a-z0-9]+)_\d+-\d+cm_(?P<figure>[a-z0-9.]+?)(\.tiff?)?$")
_FIGURES = frozenset({"mean", "q0.5"})
_SOILS = frozenset({"sol", "sols", "soil"})
_DEPTHS = frozenset({"profondeur", "depth"})
_FINER = 5

UNUSED = Message(
    N_("This raster of the soil is left alone: another property, another figure than a mean, or too deep.")
)
UNLIKELY = Message(N_("Its name says that it measures the soil, but its cells do not: it is left alone."))


@dataclass(frozen=True, slots=True)
class Grid:
    """Upright square cells over a rectangle, in some metric CRS."""

    bounds: Bounds
    rows: int
    columns: int


def soil_of_raster(header: RasterHeader) -> Judgement | None:
    """
    Return what a raster measures of the soil; nothing where its name is not about the soil.

    Parameters
    ----------
    header
        What the door found: the name of the file and the extremes of its cells.
    """
    name = header.path.name.casefold()
    grids = _SOILGRIDS.match(name)
    quantity = quantity_in_name(name)
    if grids and (quantity is None or grids["figure"] not in _FIGURES or _deep(name)):
        return Judgement(None, UNUSED)
    if quantity is None:
        return None
    scale = scale_of(quantity, header.least, header.greatest, tenths=grids is not None)
    return Judgement(None, UNLIKELY) if scale is None else Judgement(Role.SOIL, quantity=quantity, scale=scale)


def origin(file: str) -> Provenance:
    """
    Return where a raster of the soil comes from: SoilGrids names its files as nobody else does.

    Parameters
    ----------
    file
        Its path in the folder.

    Examples
    --------
    >>> origin("layers/clay_0-5cm_mean.tif").publisher, origin("argile.tif").publisher
    ('ISRIC', '')
    """
    if not _SOILGRIDS.match(file.rpartition("/")[2].casefold()):
        return Provenance(file)
    return Provenance(
        file, publisher=SOILGRIDS.publisher, dataset=SOILGRIDS.name, licence=SOILGRIDS.licence, url=SOILGRIDS.url
    )


def quantity_in_name(name: str) -> SoilQuantity | None:
    """
    Return what a file's name says that it measures, if it is one thing.

    Examples
    --------
    >>> quantity_in_name("phh2o_0-5cm_mean.tif"), quantity_in_name("profondeur_sol.tif"), quantity_in_name("mnt.tif")
    (<SoilQuantity.PH: 'ph'>, <SoilQuantity.DEPTH: 'depth'>, None)
    """
    words = set(_WORD.findall(name.casefold()))
    found = {quantity for quantity, own in NAMES.items() if own & words}
    if words & _DEPTHS and words & _SOILS:
        found.add(SoilQuantity.DEPTH)
    return found.pop() if len(found) == 1 else None


def scale_of(quantity: SoilQuantity, least: float | None, greatest: float | None, *, tenths: bool) -> float | None:
    """
    Return what cells are multiplied by to be in the unit of a quantity; nothing where they cannot measure it.

    Parameters
    ----------
    quantity
        What the name says.
    least, greatest
        Extremes of the cells; none where all are missing.
    tenths
        Whether its publisher is known to write tenths.

    Examples
    --------
    >>> scale_of(SoilQuantity.PH, 52, 71, tenths=False), scale_of(SoilQuantity.PH, 40, 240, tenths=False)
    (0.1, None)
    """
    if least is None or greatest is None:
        return None
    allowed = [scale for low, high, scale in RANGES[quantity] if low <= least and greatest <= high]
    if tenths:
        return TENTHS if TENTHS in allowed else None
    return allowed[0] if allowed else None


def layer_cm(name: str) -> tuple[float, float] | None:
    """
    Return where a layer of the soil begins and ends, as SoilGrids names it.

    Examples
    --------
    >>> layer_cm("clay_15-30cm_mean.tif"), layer_cm("argile.tif")
    ((15.0, 30.0), None)
    """
    found = _LAYER.search(name)
    return (float(found[1]), float(found[2])) if found else None


def _deep(name: str) -> bool:
    layer = layer_cm(name)
    return layer is not None and layer[1] > TOPSOIL_CM


def soil_window(tiles: Sequence[RasterFile], quantity: SoilQuantity, bounds: Bounds, crs: str) -> Raster | None:
    """
    Read a rectangle of one quantity of the soil, averaged over the layers of the topsoil by their thickness.

    Parameters
    ----------
    tiles
        Rasters of the soil, of any quantity; of two that overlap in a layer, the first counts.
    quantity
        What is wanted.
    bounds
        The rectangle, widened to whole cells. [m]
    crs
        Metric CRS of the rectangle and of the result.

    Returns
    -------
    raster
        pH in water, percents of the fine earth or centimetres of depth; nothing where no tile has the quantity.

    Raises
    ------
    SourceError
        A file changed or went away since the territory was opened.
    """
    layers: dict[tuple[float, float] | None, list[RasterFile]] = {}
    for tile in tiles:
        if tile.quantity == quantity:
            layers.setdefault(layer_cm(tile.path.name), []).append(tile)
    if not layers:
        return None
    grid = _grid(next(iter(layers.values())), bounds, crs)
    parts = [(_cells(own, grid, crs), _thickness(layer)) for layer, own in layers.items()]
    return Raster(_weighted(parts), grid.bounds, crs)


def _thickness(layer: tuple[float, float] | None) -> float:
    return TOPSOIL_CM if layer is None else layer[1] - layer[0]


def _weighted(parts: Sequence[tuple[NDArray[np.float64], float]]) -> NDArray[np.float32]:
    values = np.stack([cells for cells, _ in parts])
    weights = np.array([weight for _, weight in parts])[:, None, None] * np.isfinite(values)
    total = weights.sum(axis=0)
    sums = (np.where(np.isfinite(values), values, 0.0) * weights).sum(axis=0)
    means = np.full(total.shape, np.nan, dtype=np.float32)
    np.divide(sums, total, out=means, where=total > 0, casting="same_kind")
    return means


def _grid(tiles: Sequence[RasterFile], bounds: Bounds, crs: str) -> Grid:
    """Return the tile's own cells, or finer ones where it lies askew in another CRS."""
    first = tiles[0]
    if same_plane(first.crs, crs):
        window = relief_window([first], bounds)
        return Grid(window.bounds, *window.values.shape)
    side = first.cell_m / _FINER
    west, south = math.floor(bounds.west / side), math.floor(bounds.south / side)
    east, north = max(math.ceil(bounds.east / side), west + 1), max(math.ceil(bounds.north / side), south + 1)
    return Grid(Bounds(west * side, south * side, east * side, north * side), north - south, east - west)


def _cells(tiles: Sequence[RasterFile], grid: Grid, crs: str) -> NDArray[np.float64]:
    cells = np.full((grid.rows, grid.columns), np.nan)
    for tile in tiles:
        cells = np.where(np.isnan(cells), _nearest(tile, grid, crs), cells)
    return cells


def _nearest(tile: RasterFile, grid: Grid, crs: str) -> NDArray[np.float64]:
    """Return the tile's cell under the centre of each cell of the grid."""
    x, y = _centres(grid)
    if not same_plane(tile.crs, crs):
        x, y = Transformer.from_crs(crs, tile.crs, always_xy=True).transform(x, y)
    cells = np.full(x.shape, np.nan)
    somewhere = np.isfinite(x) & np.isfinite(y)
    if not somewhere.any():
        return cells
    area = Bounds(x[somewhere].min(), y[somewhere].min(), x[somewhere].max(), y[somewhere].max())
    if overlap(_widened(area, tile.cell_m), tile.bounds) is None:
        return cells
    window = read_window(tile.path, _widened(area, tile.cell_m))
    row = np.floor((window.bounds.north - y[somewhere]) / tile.cell_m).astype(np.intp)
    column = np.floor((x[somewhere] - window.bounds.west) / tile.cell_m).astype(np.intp)
    cells[somewhere] = window.values[row, column] * tile.scale
    return cells


def _centres(grid: Grid) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    bounds = grid.bounds
    width, height = (bounds.east - bounds.west) / grid.columns, (bounds.north - bounds.south) / grid.rows
    x = bounds.west + (np.arange(grid.columns) + 0.5) * width
    y = bounds.north - (np.arange(grid.rows) + 0.5) * height
    across, down = np.meshgrid(x, y)
    return across, down


def _widened(area: Bounds, by_m: float) -> Bounds:
    return Bounds(area.west - by_m, area.south - by_m, area.east + by_m, area.north + by_m)


def area_in(tile: RasterFile, crs: str) -> Bounds:
    """
    Return the rectangle around a raster in another CRS.

    Parameters
    ----------
    tile
        In its own CRS.
    crs
        Metric CRS wanted.
    """
    if same_plane(tile.crs, crs):
        return tile.bounds
    bounds = tile.bounds
    return Bounds(
        *Transformer.from_crs(tile.crs, crs, always_xy=True).transform_bounds(
            bounds.west, bounds.south, bounds.east, bounds.north
        )
    )
