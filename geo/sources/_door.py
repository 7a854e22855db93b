"""One file from its bytes to layers, in the order of the checks. Runs where nothing else can be touched."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._archives import unpack, worth_reading
from geo.sources._findings import RawLayer, RawRaster
from geo.sources._limits import LIMITS
from geo.sources._shapefile import is_sidecar, prepare
from geo.sources._sniff import ARCHIVES, Kind, sniff

Finding = tuple[RawLayer, ...] | RawRaster | None


def find(path: Path, folder: Path) -> Finding:
    """
    Return the layers or the raster header of a file, none when it is not data that we know.

    Parameters
    ----------
    path
        A file.
    folder
        An empty folder of our own, for what has to be unpacked or mended.

    Raises
    ------
    SourceError
        With the name of the file, the reason and the remedy.
    """
    try:
        return _find(path, folder)
    except SourceError as error:
        raise SourceError(error.reason, where=error.where or path.name, remedy=error.remedy) from error
    except PermissionError as error:
        raise SourceError(
            Message(N_("You are not allowed to read this file.")),
            where=path.name,
            remedy=Message(N_("Ask its owner for the right to read it.")),
        ) from error
    except (MemoryError, pa.ArrowMemoryError) as error:
        raise SourceError(
            Message(N_("This file is too big for the memory that one file may use.")),
            where=path.name,
            remedy=Message(N_("Cut it to your communes and supply that.")),
        ) from error


def _find(path: Path, folder: Path) -> Finding:
    # a pipe or a device would be waited for, or read, without end
    if not path.is_file():
        raise SourceError(
            Message(N_("This is not a file, or it is no longer there.")),
            remedy=Message(N_("Put the file back, then try again.")),
        )
    if path.stat().st_size > LIMITS.file_bytes:
        raise SourceError(
            Message(N_("This file is bigger than the {limit} GiB allowed."), {"limit": LIMITS.file_bytes >> 30}),
            remedy=Message(N_("Cut it to your communes and supply that.")),
        )
    kind = sniff(path)
    if kind in ARCHIVES:
        return _find_unpacked(path, kind, folder)
    return None if kind is None else _read(path, kind, folder)


def _find_unpacked(path: Path, kind: Kind, folder: Path) -> Finding:
    inside = folder / "unpacked"
    inside.mkdir()
    layers: list[RawLayer] = []
    for member in worth_reading(unpack(path, kind, inside)):
        layers.extend(_find_member(member, folder))
    return tuple(layers) or None


def _find_member(member: Path, folder: Path) -> tuple[RawLayer, ...]:
    kind = None if is_sidecar(member) else sniff(member)
    if kind is Kind.GEOTIFF:
        raise SourceError(
            Message(N_("A raster cannot be read inside an archive.")),
            remedy=Message(N_("Unpack it and supply the GeoTIFF itself.")),
        )
    found = None if kind is None or kind in ARCHIVES else _read(member, kind, folder)
    return found if isinstance(found, tuple) else ()


def _read(path: Path, kind: Kind, folder: Path) -> Finding:
    # imported late: a folder of GeoJSON files needs no GDAL at all
    if kind is Kind.GEOTIFF:
        from geo.sources._rasters import read_header

        return read_header(path)
    if kind in {Kind.GEOJSON, Kind.PAGES}:
        return _read_json(path, kind) or None
    if kind in {Kind.PARQUET, Kind.CSV, Kind.XLSX}:
        return _read_table(path, kind)
    if kind is Kind.OSM:
        from geo.sources._osm import read_osm

        return (read_osm(path, folder),)
    from geo.sources._vectors import read_vectors

    if kind is Kind.SHAPEFILE:
        return _read_shapefile(path, folder)
    return read_vectors(path, kind.value)


def _read_json(path: Path, kind: Kind) -> tuple[RawLayer, ...]:
    if kind is Kind.PAGES:
        from geo.sources._pages import read_pages

        return read_pages(path)
    from geo.sources._geojson import read_geojson

    return (read_geojson(path),)


def _read_table(path: Path, kind: Kind) -> Finding:
    if kind is Kind.XLSX:
        from geo.sources._sheets import read_workbook

        return read_workbook(path) or None
    from geo.sources import _columnar

    return (_columnar.read_parquet(path) if kind is Kind.PARQUET else _columnar.read_csv(path),)


def _read_shapefile(path: Path, folder: Path) -> tuple[RawLayer, ...]:
    from geo.sources._vectors import read_vectors

    shapefile = prepare(path, Path(tempfile.mkdtemp(dir=folder)))
    layers = read_vectors(shapefile.path, Kind.SHAPEFILE.value, encoding=shapefile.encoding)
    return tuple(replace(layer, name=path.stem, notes=(*shapefile.notes, *layer.notes)) for layer in layers)
