"""Extracts of OpenStreetMap in XML, through GDAL, as one table: what is a street and what is a place is told by tags.

GDAL keeps the commonest tags in columns and the others in one text, `other_tags`. Relations that are no polygons
(routes, borders) have no use here.
"""

from pathlib import Path
from xml.parsers import expat

import pyarrow as pa
import pyogrio  # noqa: TID251 — this is the door
import pyogrio.raw  # noqa: TID251

from geo.sources._findings import RawLayer
from geo.sources._layers import broken, check_size, repaired_layer
from geo.sources._limits import LIMITS
from geo.sources._placement import WGS84

LAYERS = ("points", "lines", "multipolygons")
_PLACE = "wkb_geometry"


def read_osm(path: Path, folder: Path) -> RawLayer:
    """
    Read the points, lines and polygons of an extract as one table; every column but the geometry is text.

    Parameters
    ----------
    path
        A file that begins as OpenStreetMap XML.
    folder
        Of our own, where GDAL may keep the nodes of a large extract.

    Raises
    ------
    SourceError
        The file is cut short, malformed, beyond the limits, or holds no feature.
    """
    _check_whole(path)
    pyogrio.set_gdal_config_options({"CPL_TMPDIR": str(folder)})
    try:
        table = pa.concat_tables([_layer(path, name) for name in LAYERS], promote_options="default")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError, pa.ArrowException, ValueError) as error:
        raise broken() from error
    check_size(rows=table.num_rows, columns=table.num_columns)
    return repaired_layer(path.name.split(".")[0], "OSM", table, geometry=_PLACE, crs=WGS84)


def _check_whole(path: Path) -> None:
    """Refuse what is no XML to its end: GDAL would return the features before the fault and say nothing."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise broken() from error


def _refuse_entities(*_: object) -> None:
    raise broken()


def _layer(path: Path, name: str) -> pa.Table:
    meta, table = pyogrio.raw.read_arrow(path, layer=name, max_features=LIMITS.features + 1)
    place = meta["geometry_name"] or _PLACE
    texts = {column: table.column(column).cast(pa.string()) for column in table.column_names if column != place}
    return pa.table({**texts, _PLACE: table.column(place)})
