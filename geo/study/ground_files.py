"""The files of `jachere layout` made into grounds: sites, streets, gates, obstacles, buildings, sun and terrain."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import SourceError
from geo.geometry import Geometries
from geo.messages import N_, Message, Value
from geo.models import Raster
from geo.sources._blocks import heights_of, where_is
from geo.sources._files import Table, read_all
from geo.sources._findings import FLATTENED
from geo.study.ground_cells import cells_over, hours_over
from geo.study.grounds import GATE_M, Prepared, Surroundings, prepare
from geo.study.planes import plane_of

SITE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""A `site_id` that can be the name of a folder on any machine."""

_SURFACES = frozenset({"Polygon", "MultiPolygon"})
_WAYS = _SURFACES | {"LineString", "MultiLineString"}
_POINTS = frozenset({"Point", "MultiPoint"})
_LEFT_OUT = "left out"
"""Words of the door's notes on features that it could not use."""


@dataclass(frozen=True, slots=True)
class GroundFiles:
    """
    What is known of sites; only the sites themselves are needed.

    Attributes
    ----------
    sites
        One polygon a site.
    sun
        Made by `jachere sun`: its first band is read.
    terrain
        The bare ground. [m]
    """

    sites: Path
    street: Path | None = None
    entrances: Path | None = None
    obstacles: Path | None = None
    buildings: Path | None = None
    sun: Path | None = None
    terrain: Path | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files, for the title block of a plan."""
        paths = (getattr(self, part.name) for part in fields(self))
        return tuple(dict.fromkeys(path.name for path in paths if path is not None))


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """A polygon of the file, with the name of its folder, in its metric CRS."""

    site_id: str
    shape: BaseGeometry
    crs: str


@dataclass(frozen=True, eq=False, slots=True)
class Sites:
    """
    Everything read, one ground at a time.

    Attributes
    ----------
    around
        What lies around the sites, by metric CRS.
    notes
        What was mended or left aside in the files.
    """

    files: GroundFiles
    sites: tuple[Site, ...]
    around: Mapping[str, Surroundings]
    notes: tuple[Message, ...]

    def prepare(self, site: Site) -> Prepared:
        """
        Make the ground of a site.

        Raises
        ------
        SourceError
            A raster cannot be used.
        LayoutError
            The site has no area.
        """
        sun = None if self.files.sun is None else hours_over(self.files.sun, site.shape, site.crs)
        terrain = None if self.files.terrain is None else cells_over(self.files.terrain, site.shape, site.crs)
        prepared = prepare(site.site_id, site.shape, self.around[site.crs], sun=sun, terrain=terrain)
        return Prepared(prepared.ground, (*prepared.notes, *self._unreached(sun, terrain)))

    def _unreached(self, sun: Raster | None, terrain: Raster | None) -> Iterator[Message]:
        if self.files.sun is not None and sun is None:
            yield Message(N_("Sun unknown: the raster does not reach this site."))
        if self.files.terrain is not None and terrain is None:
            yield Message(N_("Slopes unknown: the terrain does not reach this site."))


def read_sites(files: GroundFiles) -> Sites:
    """
    Read the tables, name the sites, and put everything in the metric CRS of each site.

    Raises
    ------
    SourceError
        A file cannot be used, or does not hold what it is for.
    """
    if files.sun is not None:
        where_is(files.sun)
    if files.terrain is not None:
        heights_of(files.terrain)
    tables = _read(files)
    frame, notes = _site_frame(tables[files.sites], files.sites)
    names, told = site_ids(frame)
    sites = _in_metres(frame, names)
    layers = {
        "street": _layer(tables, files.street, _WAYS),
        "gates": _layer(tables, files.entrances, _POINTS),
        "obstacles": _layer(tables, files.obstacles, _SURFACES),
        "buildings": _layer(tables, files.buildings, _SURFACES),
    }
    around = {crs: _surroundings(crs, frame, layers) for crs in sorted({site.crs for site in sites})}
    mended = [*notes, *told, *_told(tables), *_lonely(sites, around)]
    return Sites(files, sites, around, tuple(mended))


def _read(files: GroundFiles) -> dict[Path, tuple[Table, ...]]:
    paths = [files.sites, files.street, files.entrances, files.obstacles, files.buildings]
    wanted = list(dict.fromkeys(path for path in paths if path is not None))
    readings = read_all(wanted)
    tables = {}
    for path in wanted:
        reading = readings.get(path)
        if isinstance(reading, SourceError):
            raise reading
        if not isinstance(reading, tuple):
            raise SourceError(
                Message(N_("This file holds no table that Jachère knows how to read.")),
                where=path.name,
                remedy=Message(N_("Supply a GeoPackage, a GeoJSON, a Shapefile or a CSV.")),
            )
        tables[path] = reading
    return tables


def _of_kinds(tables: Sequence[Table], kinds: frozenset[str]) -> list[tuple[Table, gpd.GeoDataFrame]]:
    found = []
    for table in tables:
        if isinstance(table.frame, gpd.GeoDataFrame):
            rows = _opened(table.frame)
            rows = rows[rows.geom_type.isin(kinds)]
            if len(rows):
                found.append((table, rows))
    return found


def _opened(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take the polygons out of collections, which some tools write around them."""
    mixed = frame.geom_type == "GeometryCollection"
    if not mixed.any():
        return frame
    shapes = frame.geometry.array.copy()
    for place in np.flatnonzero(mixed):
        parts = [part for part in shapely.get_parts(shapes[place]) if part.geom_type in _SURFACES]
        shapes[place] = shapely.union_all(parts) if parts else shapes[place]
    return frame.set_geometry(shapes, crs=frame.crs)


def _site_frame(tables: Sequence[Table], path: Path) -> tuple[gpd.GeoDataFrame, tuple[Message, ...]]:
    found = _of_kinds(tables, _SURFACES)
    if not found:
        raise SourceError(
            Message(N_("This file holds no polygon.")),
            where=path.name,
            remedy=Message(N_("Supply the sites as polygons, such as candidates.gpkg.")),
        )
    table, frame = found[0]
    dropped = [note for note in table.notes if _LEFT_OUT in note.msgid]
    if dropped and not _all_named(frame):
        # without them, the third site of the file would be called 2
        raise SourceError(
            Message(N_("Some sites have no usable outline, so that the others cannot be numbered by their order.")),
            where=path.name,
            remedy=Message(N_("Draw or delete them, or give each site a site_id.")),
        )
    notes = []
    if len(found) > 1:
        values = {"file": path.name, "layer": table.name}
        notes.append(Message(N_("{file}: only the layer “{layer}” is laid out."), values))
    if len(frame) < len(table.frame):
        others: dict[str, Value] = {"file": path.name, "count": len(table.frame) - len(frame)}
        notes.append(Message(N_("{file}: features that are no polygons, left aside: {count}."), others))
    return frame.assign(_order=np.flatnonzero(table.frame.index.isin(frame.index)) + 1), tuple(notes)


def _all_named(frame: pd.DataFrame) -> bool:
    return "site_id" in frame and all(_given(value) for value in frame["site_id"])


def site_ids(frame: pd.DataFrame) -> tuple[tuple[str, ...], tuple[Message, ...]]:
    """
    Name each site: its `site_id` where that can be the name of a folder and is given once, else its order.

    Examples
    --------
    >>> names, notes = site_ids(pd.DataFrame({"site_id": ["a", "../b", "a", None, 4.0]}))
    >>> names, len(notes)
    (('a', '2', '3', '4-2', '4'), 2)
    """
    order = frame["_order"] if "_order" in frame else pd.Series(range(1, len(frame) + 1))
    values = frame["site_id"] if "site_id" in frame else pd.Series([None] * len(frame), dtype=object)
    wanted, taken = [_given(value) for value in values], set[str]()
    names: dict[int, str] = {}
    for place, name in enumerate(wanted):
        # two names that differ by their case are one folder on some machines
        if name and name.casefold() not in taken:
            names[place] = name
            taken.add(name.casefold())
    for place, number in enumerate(order):
        if place not in names:
            names[place] = _free(str(number), taken)
            taken.add(names[place])
    notes = [
        Message(N_("The site_id “{given}” cannot be used or is given twice: “{name}” is used."), told)
        for place, value in enumerate(values)
        if not pd.isna(value)
        and (told := {"given": str(value)[:64], "name": names[place]})
        and wanted[place] != names[place]
    ]
    return tuple(names[place] for place in range(len(frame))), tuple(notes)


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number where another site has it."""
    if name not in taken:
        return name
    return next(f"{name}-{more}" for more in range(2, len(taken) + 3) if f"{name}-{more}" not in taken)


def _given(value: Any) -> str:
    """Return a `site_id` that can be used, an empty text for any other."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if isinstance(value, bool) or pd.isna(value) else str(value)
    return text if SITE_ID.fullmatch(text) else ""


def _in_metres(frame: gpd.GeoDataFrame, names: Sequence[str]) -> tuple[Site, ...]:
    own = _code(frame.crs)
    middles = frame.geometry.representative_point()
    planes = np.array([plane_of(middle, own) for middle in middles], dtype=object)
    shapes = np.empty(len(frame), dtype=object)
    for plane in sorted(set(planes)):
        moved = planes == plane
        part = frame.geometry[moved]
        shapes[moved] = part.array if plane == own else part.to_crs(plane).array
    return tuple(Site(name, shape, plane) for name, shape, plane in zip(names, shapes, planes, strict=True))


def _code(crs: CRS) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.to_wkt())


def _layer(
    tables: Mapping[Path, tuple[Table, ...]], path: Path | None, kinds: frozenset[str]
) -> list[gpd.GeoSeries] | None:
    """Return the shapes of all layers of a file; none where no file was given."""
    if path is None:
        return None
    found = _of_kinds(tables[path], kinds)
    if not found:
        texts = {
            _WAYS: N_("This file holds no line."),
            _POINTS: N_("This file holds no point."),
            _SURFACES: N_("This file holds no polygon."),
        }
        raise SourceError(
            Message(texts[kinds]), where=path.name, remedy=Message(N_("Choose another file, or leave this option out."))
        )
    return [rows.geometry for _, rows in found]


def _surroundings(crs: str, frame: gpd.GeoDataFrame, layers: Mapping[str, list[gpd.GeoSeries] | None]) -> Surroundings:
    shapes = {name: _shapes(found, crs) for name, found in layers.items() if found is not None}
    return Surroundings(crs=crs, parcels=_shapes([frame.geometry], crs), **shapes)


def _shapes(layers: Sequence[gpd.GeoSeries], crs: str) -> Geometries:
    arrays = [np.asarray(shapes.to_crs(crs).array, dtype=object) for shapes in layers]
    joined = np.concatenate(arrays)
    wrong = ~shapely.is_valid(joined)
    joined[wrong] = shapely.make_valid(joined[wrong], method="structure", keep_collapsed=False)
    return joined


def _told(tables: Mapping[Path, tuple[Table, ...]]) -> Iterator[Message]:
    """Tell what the door mended; that a height was dropped is no fault."""
    for path, found in tables.items():
        for table in found:
            for note in table.notes:
                if note.msgid != FLATTENED:
                    yield Message(N_("{file}: {note}"), {"file": path.name, "note": note})


def _lonely(sites: Sequence[Site], around: Mapping[str, Surroundings]) -> Iterator[Message]:
    """Tell how many gates belong to no site."""
    crs = next(iter(around))
    gates = shapely.get_parts(around[crs].gates)
    outlines = [shapely.boundary(site.shape) for site in sites if site.crs == crs]
    if len(gates) and len(around) == 1:
        attached = shapely.STRtree(outlines).query(gates, predicate="dwithin", distance=GATE_M)[0]
        lonely = len(gates) - len(np.unique(attached))
        if lonely:
            values = {"count": lonely, "within_m": GATE_M}
            yield Message(N_("Entrances farther than {within_m} m from any site, left aside: {count}."), values)
