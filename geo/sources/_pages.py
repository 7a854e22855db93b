"""Answers of a public service kept as files: plain JSON, one page of rows, or several lists of rows under their names.

::

    {"results": 3, "page": 1, "total_pages": 1, "data": [{…, "geom": {GeoJSON}}, …], "next": null}
    {"casias": {"results": 3, …, "data": […]}, "instructions": {"results": 0, …}, …}
"""

from pathlib import Path
from typing import Any

import pyarrow as pa

from geo.messages import N_, Message
from geo.sources._findings import PAGE_OF, RawLayer
from geo.sources._geojson import columns_of, features_layer, parse_json
from geo.sources._layers import check_size
from geo.sources._placement import WGS84
from geo.sources._text import decode

DRIVER = "JSON"
PLACE = "geom"
"""Key of a row's geometry, as GeoJSON in WGS84; its own `crs`, which might be a link, is never looked at."""


def read_pages(path: Path) -> tuple[RawLayer, ...]:
    """
    Read a page of rows, or the several pages of one answer, each as a layer of its own; nothing of any other JSON.

    Raises
    ------
    SourceError
        The text is not JSON, or it is beyond the limits.
    """
    text, notes = decode(path.read_bytes())
    document = parse_json(text, cut_short=N_("This JSON file is cut short or malformed."))
    pages = _pages(document, path.name.split(".")[0]) if isinstance(document, dict) else {}
    return tuple(_layer(name, page, notes) for name, page in pages.items())


def _pages(document: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """Return the pages that have rows: an empty one has no columns that would say what it is about."""
    parts = {name: document} if "data" in document else document
    return {key: part for key, part in parts.items() if isinstance(part, dict) and _rows(part)}


def _rows(page: dict[str, Any]) -> list[dict[str, Any]]:
    rows = page.get("data")
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else []


def _layer(name: str, page: dict[str, Any], notes: tuple[Message, ...]) -> RawLayer:
    rows = _rows(page)
    check_size(rows=len(rows), columns=0)
    notes = (*notes, *_rest_of_it(page))
    bare = [{key: value for key, value in row.items() if key != PLACE} for row in rows]
    if not any(isinstance(row.get(PLACE), dict) for row in rows):
        return RawLayer(name, DRIVER, pa.table(columns_of(bare)), notes=notes)
    features = [{"geometry": row.get(PLACE), "properties": rest} for row, rest in zip(rows, bare, strict=True)]
    return features_layer(features, name=name, driver=DRIVER, crs=WGS84, notes=notes)


def _rest_of_it(page: dict[str, Any]) -> tuple[Message, ...]:
    number, total = page.get("page"), page.get("total_pages")
    if not isinstance(number, int) or not isinstance(total, int) or total <= 1:
        return ()
    return (Message(PAGE_OF, {"page": number, "total": total}),)
