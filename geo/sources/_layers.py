"""What every format of layer shares: limits, repair of the geometry column, the words for a broken file."""

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._findings import GEOMETRY, RawLayer
from geo.sources._limits import LIMITS
from geo.sources._repair import from_wkb, repair


def broken() -> SourceError:
    """Return the refusal of a file that its format's own rules reject."""
    return SourceError(
        Message(N_("This file is damaged or incomplete.")),
        remedy=Message(N_("Download or export the file again.")),
    )


def check_size(*, rows: int, columns: int) -> None:
    """
    Refuse a table beyond the limits.

    Raises
    ------
    SourceError
        Too many features or columns.
    """
    remedy = Message(N_("Cut it to your communes and supply that."))
    if rows > LIMITS.features:
        raise SourceError(
            Message(N_("It has more features than the {limit} allowed."), {"limit": LIMITS.features}), remedy=remedy
        )
    if columns > LIMITS.columns:
        raise SourceError(
            Message(N_("It has more columns than the {limit} allowed."), {"limit": LIMITS.columns}), remedy=remedy
        )


def repaired_layer(name: str, driver: str, table: pa.Table, *, geometry: str, crs: str | None) -> RawLayer:
    """
    Return a layer whose geometry column of well-known binary has been repaired.

    Raises
    ------
    SourceError
        No geometry can be used.
    """
    wkb = np.array(table.column(geometry).to_pylist(), dtype=object)
    repaired = repair(from_wkb(wkb), crs=crs)
    kept = table.drop_columns([geometry])
    if len(repaired.rows) < table.num_rows:
        kept = kept.take(pa.array(repaired.rows))
    binary = pa.array(shapely.to_wkb(repaired.geometries), pa.binary())
    return RawLayer(
        name, driver, _without(kept, GEOMETRY).append_column(GEOMETRY, binary), repaired.crs, repaired.notes
    )


def _without(table: pa.Table, name: str) -> pa.Table:
    return table.drop_columns([name]) if name in table.column_names else table
