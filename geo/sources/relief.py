"""Surface models (MNS, with what stands on the ground), terrain models (MNT, the bare ground), heights of trees (MNH).

Nothing inside a GeoTIFF says which of them it is. In order: the manifest, the name, then the heights themselves
where two rasters overlap, since a surface lies on or above its terrain::

    MNS   ___     __/\\__
         |   |   |     |
    MNT __________________
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.messages import N_, Message
from geo.models import Bounds, Provenance, Raster, RasterFile, Role
from geo.sources._files import RasterHeader, read_window
from geo.sources.source import Dataset

RELIEF = Dataset(
    publisher="IGN",
    name="LiDAR HD, RGE ALTI",
    licence="Licence Ouverte 2.0",
    attribution="© IGN",
    url="https://geoservices.ign.fr/lidarhd",
)
SURFACE_WORDS = frozenset({"mns", "dsm", "mne", "surface"})
TERRAIN_WORDS = frozenset({"mnt", "dtm", "dem", "terrain", "alti", "rgealti"})
TREE_WORDS = frozenset({"mnh", "chm", "cdsm", "canopy", "canopee"})
OTHER_WORDS = TREE_WORDS | {"landcover", "ortho"}
RELIEF_ROLES = frozenset({Role.SURFACE, Role.TERRAIN, Role.TREES})
TREES_M = (-2.0, 70.0)
"""Heights above the ground lie within: no tree of France is higher, and two surveys differ a little. [m]"""

_WORD = re.compile(r"[a-z]+")
_SAMPLE_CELLS = 100
_TOLERANCE_M = 0.5
_LEAST_SHARE = 0.9

UNUSED_KIND = Message(
    N_("This raster is neither a surface, nor a terrain model, nor heights of trees: it is left alone.")
)
UNDECIDED = Message(
    N_("Nothing tells whether this raster is a surface (MNS) or a terrain (MNT): give its role in MANIFEST.toml.")
)
CONTRADICTED = Message(
    N_("Its name and its heights disagree, the surface being under the terrain: give its role in MANIFEST.toml.")
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    What a raster is taken for.

    Attributes
    ----------
    role
        Missing where nothing tells, or where the raster is of no use.
    note
        Why the role is missing.
    quantity, scale
        Of a raster of the soil: what it measures, what its cells are multiplied by.
    """

    role: Role | None
    note: Message | None = None
    quantity: str = ""
    scale: float = 1.0


def roles_of_rasters(headers: Sequence[RasterHeader], declared: Mapping[Path, Role]) -> dict[Path, Judgement]:
    """
    Tell surfaces from terrains and heights of trees.

    Parameters
    ----------
    headers
        The rasters of a territory.
    declared
        Roles given in its manifest, which nothing overrules.

    Returns
    -------
    judgements
        One for each raster.
    """
    hinted = {header.path: declared.get(header.path) or _role_alone(header) for header in headers}
    compared = {header.path: _role_beside(header, headers, hinted) for header in headers if not hinted[header.path]}
    roles = hinted | {path: role for path, role in compared.items() if role}
    return {header.path: _judged(header, headers, roles, declared) for header in headers}


def _role_alone(header: RasterHeader) -> Role | None:
    """Return the role that a name hints at; heights of trees must look like heights above the ground too."""
    if not _words(header.path.name) & TREE_WORDS or _words(header.path.name) & (OTHER_WORDS - TREE_WORDS):
        return role_in_name(header.path.name)
    if header.least is None or header.greatest is None:
        return None
    lowest, highest = TREES_M
    return Role.TREES if lowest <= header.least and header.greatest <= highest else None


def role_in_name(name: str) -> Role | None:
    """
    Return the role that a file's name hints at.

    Examples
    --------
    >>> role_in_name("LHD_FXX_0770_6277_MNS_O_0M50_LAMB93_IGN69.tif"), role_in_name("relief.tif")
    (<Role.SURFACE: 'surface'>, None)
    """
    words = _words(name)
    surface, terrain = bool(words & SURFACE_WORDS), bool(words & TERRAIN_WORDS)
    if surface == terrain or words & OTHER_WORDS:
        return None
    return Role.SURFACE if surface else Role.TERRAIN


def stands_on(upper: RasterHeader, lower: RasterHeader) -> bool | None:
    """
    Return whether one raster lies on or above the other; nothing where they do not overlap.

    Heights are averaged on about 100 × 100 cells of the overlap; nine in ten must not be below the other by more
    than half a metre (our assumption), and the mean must be above.

    Parameters
    ----------
    upper, lower
        Two rasters in the same CRS.
    """
    shared = overlap(upper.bounds, lower.bounds)
    if shared is None or upper.crs != lower.crs:
        return None
    cell_m = max(shared.east - shared.west, shared.north - shared.south) / _SAMPLE_CELLS
    cell_m = max(cell_m, upper.cell_m, lower.cell_m)
    above = read_window(upper.path, shared, cell_m=cell_m).values
    below = read_window(lower.path, shared, cell_m=cell_m).values
    gap = (above - below)[np.isfinite(above) & np.isfinite(below)]
    if not gap.size:
        return None
    return bool(gap.mean() > 0 and (gap >= -_TOLERANCE_M).mean() >= _LEAST_SHARE)


def raster_file(header: RasterHeader, role: Role, provenance: Provenance) -> RasterFile:
    """
    Return the raster as a layer of its role, not yet read.

    Parameters
    ----------
    header
        What the door found.
    role
        Surface, terrain or trees.
    provenance
        Where it comes from.
    """
    return RasterFile(
        role=role,
        path=header.path,
        crs=header.crs,
        bounds=header.bounds,
        width=header.width,
        height=header.height,
        cell_m=header.cell_m,
        provenance=provenance,
        notes=header.notes,
    )


def same_plane(one: str, other: str) -> bool:
    """
    Return whether two CRS put a place at the same coordinates, heights left aside.

    Examples
    --------
    >>> same_plane("EPSG:2154", "EPSG:2154+5720"), same_plane("EPSG:2154", "EPSG:3007")
    (True, False)
    """
    try:
        first, second = _horizontal(CRS(one)), _horizontal(CRS(other))
    except CRSError:
        return False
    return first.equals(second, ignore_axis_order=True) or (
        first.to_epsg() is not None and first.to_epsg() == second.to_epsg()
    )


def overlap(one: Bounds, other: Bounds) -> Bounds | None:
    """
    Return the rectangle that two others share, if any.

    Examples
    --------
    >>> overlap(Bounds(0, 0, 2, 2), Bounds(1, 1, 3, 3))
    Bounds(west=1, south=1, east=2, north=2)
    """
    common = Bounds(
        west=max(one.west, other.west),
        south=max(one.south, other.south),
        east=min(one.east, other.east),
        north=min(one.north, other.north),
    )
    return common if common.west < common.east and common.south < common.north else None


def relief_window(tiles: Sequence[RasterFile], bounds: Bounds, cell_m: float | None = None) -> Raster:
    """
    Read a rectangle of a surface or terrain from the tiles that hold it.

    Parameters
    ----------
    tiles
        At least one, in one CRS; where two overlap, the first one counts.
    bounds
        The rectangle, in the CRS of the tiles. [m]
    cell_m
        Side of the cells wanted, averaged from finer ones; those of the first tile when not given. [m]

    Returns
    -------
    raster
        On the grid of the first tile that the rectangle meets; a tile on another grid gives its nearest cells.

    Raises
    ------
    SourceError
        A file changed or went away since the territory was opened.
    """
    met = [tile for tile in tiles if overlap(tile.bounds, bounds)] or list(tiles[:1])
    first, *others = (read_window(tile.path, bounds, cell_m=cell_m or met[0].cell_m) for tile in met)
    for other in others:
        first = filled(first, other)
    return first


def filled(raster: Raster, other: Raster) -> Raster:
    """
    Return a raster with its missing cells taken from the nearest cells of another one.

    Examples
    --------
    >>> hole = Raster(np.array([[1, np.nan]], np.float32), Bounds(0, 0, 2, 1), "EPSG:2154")
    >>> filled(hole, Raster(np.array([[7]], np.float32), Bounds(1, 0, 2, 1), "EPSG:2154")).values.tolist()
    [[1.0, 7.0]]
    """
    rows, columns = (
        _nearest(count, low, high, own_low, own_high, own)
        for count, own, (low, high), (own_low, own_high) in zip(
            raster.values.shape, other.values.shape, _sides(raster.bounds), _sides(other.bounds), strict=True
        )
    )
    padded = np.pad(other.values, (0, 1), constant_values=np.nan)
    return replace(raster, values=np.where(np.isnan(raster.values), padded[np.ix_(rows, columns)], raster.values))


def _sides(bounds: Bounds) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where rows, then columns, begin and end; rows go southwards."""
    return (-bounds.north, -bounds.south), (bounds.west, bounds.east)


def _nearest(count: int, low: float, high: float, own_low: float, own_high: float, own: int) -> NDArray[np.intp]:
    """Return the index of the other raster's cell at each cell's centre, one past its end where there is none."""
    centre = low + (np.arange(count) + 0.5) * (high - low) / count
    place = np.floor((centre - own_low) / (own_high - own_low) * own).astype(np.intp)
    return np.where((place >= 0) & (place < own), place, own)


def _words(name: str) -> set[str]:
    return set(_WORD.findall(name.casefold()))


def _role_beside(
    header: RasterHeader, headers: Sequence[RasterHeader], hinted: Mapping[Path, Role | None]
) -> Role | None:
    if _words(header.path.name) & OTHER_WORDS:
        return None
    for other in headers:
        if other.path == header.path or hinted[other.path] is Role.TREES or _words(other.path.name) & OTHER_WORDS:
            continue
        if hinted[other.path] is not Role.SURFACE and stands_on(header, other):
            return Role.SURFACE
        if hinted[other.path] is not Role.TERRAIN and stands_on(other, header):
            return Role.TERRAIN
    return None


def _judged(
    header: RasterHeader,
    headers: Sequence[RasterHeader],
    roles: Mapping[Path, Role | None],
    declared: Mapping[Path, Role],
) -> Judgement:
    role = roles[header.path]
    if header.path in declared:
        return Judgement(role)
    if role is None:
        return Judgement(None, UNUSED_KIND if _words(header.path.name) & OTHER_WORDS else UNDECIDED)
    if role is not Role.TREES and _is_contradicted(header, role, headers, roles):
        return Judgement(None, CONTRADICTED)
    return Judgement(role)


def _is_contradicted(
    header: RasterHeader, role: Role, headers: Sequence[RasterHeader], roles: Mapping[Path, Role | None]
) -> bool:
    opposite = Role.TERRAIN if role is Role.SURFACE else Role.SURFACE
    counterparts = [other for other in headers if roles[other.path] is opposite]
    pairs = [(header, other) if role is Role.SURFACE else (other, header) for other in counterparts]
    return any(stands_on(lower, upper) for upper, lower in pairs)


def _horizontal(crs: CRS) -> CRS:
    return crs.sub_crs_list[0] if crs.is_compound else crs
