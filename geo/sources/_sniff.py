"""What a file is, told from its first bytes. Names are claims that the content must confirm."""

import re
from enum import StrEnum
from pathlib import Path

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._geopackage import is_geopackage

HEAD_BYTES = 65_536


class Kind(StrEnum):
    """The formats that the door lets in. The values are the names that readers and people see."""

    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GPKG"
    SHAPEFILE = "ESRI Shapefile"
    FLATGEOBUF = "FlatGeobuf"
    PARQUET = "Parquet"
    EDIGEO = "EDIGEO"
    OSM = "OSM"
    KML = "KML"
    PAGES = "JSON"
    CSV = "CSV"
    XLSX = "XLSX"
    GEOTIFF = "GeoTIFF"
    ZIP = "zip"
    GZIP = "gzip"
    BZIP2 = "bzip2"


ARCHIVES = frozenset({Kind.ZIP, Kind.GZIP, Kind.BZIP2})

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"SQLite format 3\0", Kind.GEOPACKAGE),
    (b"fgb\x03fgb", Kind.FLATGEOBUF),
    (b"PAR1", Kind.PARQUET),
    (b"\x00\x00\x27\x0a", Kind.SHAPEFILE),
    (b"II*\0", Kind.GEOTIFF),
    (b"MM\0*", Kind.GEOTIFF),
    (b"II+\0", Kind.GEOTIFF),
    (b"MM\0+", Kind.GEOTIFF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"\x1f\x8b\x08", Kind.GZIP),
    (b"BZh", Kind.BZIP2),
)

_CLAIMS: dict[str, frozenset[Kind]] = {
    ".geojson": frozenset({Kind.GEOJSON}),
    ".gpkg": frozenset({Kind.GEOPACKAGE}),
    ".shp": frozenset({Kind.SHAPEFILE}),
    ".fgb": frozenset({Kind.FLATGEOBUF}),
    ".parquet": frozenset({Kind.PARQUET}),
    ".geoparquet": frozenset({Kind.PARQUET}),
    ".tif": frozenset({Kind.GEOTIFF}),
    ".tiff": frozenset({Kind.GEOTIFF}),
    ".thf": frozenset({Kind.EDIGEO}),
    ".osm": frozenset({Kind.OSM}),
    ".kml": frozenset({Kind.KML}),
    ".zip": frozenset({Kind.ZIP}),
    ".gz": frozenset({Kind.GZIP}),
    ".bz2": frozenset({Kind.BZIP2}),
    ".xlsx": frozenset({Kind.XLSX}),
    ".csv": frozenset({Kind.CSV}),
    ".tsv": frozenset({Kind.CSV}),
}

_POINTERS = (b"<OGRVRTDataSource", b"<VRTDataset", b"<MRF_META", b"<GDAL_WMS", b"<OGRWFSDataSource")
_PIPELINE = re.compile(rb'"type"\s*:\s*"(gdal_streamed_alg|gdal_virtual_dataset)"|"command_line"\s*:\s*"\s*gdal')
_GEOJSON = re.compile(rb'"(FeatureCollection|Feature|features|geometry|coordinates|geometries)"')
# A document type would define entities, which may grow without end: such a file is none of ours.
_OSM = re.compile(rb"(<\?xml[^>]*\?>)?\s*(<!--.*?-->\s*)*<osm[\s>]", re.DOTALL)
_KML = re.compile(rb"(<\?xml[^>]*\?>)?\s*(<!--.*?-->\s*)*<kml[\s>]", re.DOTALL)
_DOCUMENTS = ((_OSM, Kind.OSM), (_KML, Kind.KML))
_COLLECTION = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
_PAGES = re.compile(
    rb'\{\s*"(results|page|total_pages|data|response_code|next|previous|casias|instructions|conclusions_sis|conclusions_sup)"'
    rb"\s*:"
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def sniff(path: Path) -> Kind | None:
    """
    Recognise a file by its content.

    Parameters
    ----------
    path
        A file; its suffix counts only as a claim, and to tell a table in text from a note.

    Returns
    -------
    kind
        None for a file that is not data as far as we know.

    Raises
    ------
    SourceError
        The file points to other files or addresses, or is not what its name claims.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    kind = _from_head(head, path.suffix.lower())
    if kind is Kind.GEOPACKAGE and not is_geopackage(path):
        kind = None
    # a workbook is an archive by its first bytes, and an archive that is no workbook fails as one
    if kind is Kind.ZIP and path.suffix.lower() == ".xlsx":
        kind = Kind.XLSX
    claimed = _CLAIMS.get(path.suffix.lower())
    if claimed and kind not in claimed:
        raise SourceError(
            Message(
                N_("The content of this file is not what its name “{suffix}” claims."), {"suffix": path.suffix.lower()}
            ),
            remedy=Message(N_("Replace it by a fresh export from its publisher.")),
        )
    return kind


def signature(path: Path) -> Kind | None:
    """Return the format of a file that begins with the mark of one, none for text."""
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        return _from_mark(stream.read(16))


def _from_mark(head: bytes) -> Kind | None:
    return next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)


def _from_head(head: bytes, suffix: str) -> Kind | None:
    if (kind := _from_mark(head)) is not None:
        return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    refuse_pointers(text)
    if text.startswith(b"{"):
        return _from_json(text, suffix)
    if (kind := next((kind for mark, kind in _DOCUMENTS if mark.match(text)), None)) is not None:
        return kind
    if suffix == ".thf":
        return Kind.EDIGEO if text.startswith(b"BOM") else None
    if suffix in {".csv", ".tsv", ".txt"} and text and not _BINARY.search(text):
        return Kind.CSV if is_rectangular(text) else None
    return None


def _from_json(text: bytes, suffix: str) -> Kind | None:
    if suffix != ".geojson" and _PAGES.match(text) and not _COLLECTION.search(text):
        return Kind.PAGES
    return Kind.GEOJSON if suffix == ".geojson" or _GEOJSON.search(text) else None


def refuse_pointers(head: bytes) -> None:
    """
    Refuse a text that tells GDAL to open something else.

    Raises
    ------
    SourceError
        A virtual dataset, a web service or a processing pipeline, whatever the name of the file.
    """
    if any(pointer in head for pointer in _POINTERS) or _PIPELINE.search(head):
        raise SourceError(
            Message(N_("This file holds no data: it tells where to fetch some, on this computer or on the network.")),
            remedy=Message(N_("Supply the data itself, for example as a GeoPackage.")),
        )


def is_rectangular(text: bytes) -> bool:
    """
    Tell whether a text begins like a table: at least two columns, as many in its second line as in its first.

    Examples
    --------
    >>> is_rectangular(b"iris;pop\\n920230101;2400\\n")
    True
    >>> is_rectangular(b"Dear colleague,\\nhere are the files.\\n")
    False
    """
    lines = [line for line in text.splitlines() if line.strip()][:2]
    separator = separator_of(lines[0]) if lines else None
    if separator is None:
        return False
    return len(lines) == 1 or lines[1].count(separator) >= lines[0].count(separator)


def separator_of(header: bytes) -> bytes | None:
    """
    Return the most frequent of `;`, tab and `,` in the header of a table, none when there is none.

    Examples
    --------
    >>> separator_of(b"code;name, in full;area")
    b';'
    """
    best = max((b";", b"\t", b","), key=header.count)
    return best if best in header else None
