"""How findings cross from the reading process to ours: JSON and Arrow, which carry data and never code."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from geo.errors import SourceError
from geo.messages import Message, from_json, to_json
from geo.sources._findings import RawLayer, RawRaster

RESULT = "result.json"

Outcome = tuple[RawLayer, ...] | RawRaster | SourceError | None


def write_outcome(outcome: Outcome, folder: Path) -> None:
    """Write what a file gave, the index last: without it there is no outcome."""
    document: dict[str, Any]
    if isinstance(outcome, SourceError):
        document = {"error": _error_document(outcome)}
    elif isinstance(outcome, RawRaster):
        document = {"raster": asdict(outcome) | {"notes": to_json(outcome.notes)}}
    else:
        document = {"layers": [_write_layer(layer, folder, order) for order, layer in enumerate(outcome or ())]}
    (folder / RESULT).write_text(json.dumps(document), encoding="utf-8")


def _error_document(error: SourceError) -> dict[str, Any]:
    remedy = None if error.remedy is None else to_json(error.remedy)
    return {"reason": to_json(error.reason), "where": error.where, "remedy": remedy}


def _write_layer(layer: RawLayer, folder: Path, order: int) -> dict[str, Any]:
    file = f"{order}.arrow"
    with pa.OSFile(str(folder / file), "wb") as sink, pa.ipc.new_file(sink, layer.table.schema) as writer:
        writer.write_table(layer.table)
    return {
        "file": file,
        "name": layer.name,
        "driver": layer.driver,
        "crs": layer.crs,
        "notes": to_json(layer.notes),
    }


def read_outcome(folder: Path) -> Outcome:
    """
    Return what a file gave.

    Raises
    ------
    OSError
        The reading process did not get to the end.
    """
    document = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    if "error" in document:
        return _error(document["error"])
    if "raster" in document:
        return _raster(document["raster"])
    return tuple(_read_layer(entry, folder) for entry in document["layers"]) or None


def _error(document: Mapping[str, Any]) -> SourceError:
    remedy = None if document["remedy"] is None else _message(document["remedy"])
    return SourceError(_message(document["reason"]), where=document["where"], remedy=remedy)


def _message(document: Any) -> Message:
    message = from_json(document)
    if not isinstance(message, Message):
        raise TypeError("a reading process wrote something that is no message")
    return message


def _notes(documents: list[Any]) -> tuple[Message, ...]:
    return tuple(_message(document) for document in documents)


def _raster(document: Mapping[str, Any]) -> RawRaster:
    return RawRaster(**{**document, "notes": _notes(document["notes"])})


def _read_layer(entry: Mapping[str, Any], folder: Path) -> RawLayer:
    with pa.OSFile(str(folder / Path(entry["file"]).name), "rb") as source, pa.ipc.open_file(source) as reader:
        table = reader.read_all()
    # the process that wrote it may have been taken over by the file it read
    table.validate(full=True)
    return RawLayer(entry["name"], entry["driver"], table, entry["crs"], _notes(entry["notes"]))
