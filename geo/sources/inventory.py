"""The inventory of a folder: each file recognised, left alone or refused, before anything is put together."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.errors import GeoError, SourceError
from geo.messages import N_, Message
from geo.models import Layer, Provenance, RasterFile, Role
from geo.sources._files import RasterHeader, Reading, Table, read_all, sha256
from geo.sources._findings import REMARKS
from geo.sources.manifest import NAME, Manifest
from geo.sources.recognition import is_silent, read_layer, recognise_all
from geo.sources.relief import RELIEF_ROLES, Judgement, raster_file, roles_of_rasters
from geo.sources.soil_rasters import origin, soil_of_raster
from geo.sources.source import Source

FOLDERS = ("parcels", "layers")
_MOST_NAMES = 12
_UNKNOWN_FORMAT = Message(N_("It holds no data of a format that is read here: it is left alone."))
_NOTHING_OF_USE = Message(N_("It was read, and holds nothing that is used here."))


@dataclass(frozen=True, eq=False, slots=True)
class Finding:
    """
    What became of one file, or of one layer of it.

    Attributes
    ----------
    file
        Its path in the folder.
    digest
        Hexadecimal sha256 of its content.
    crs
        Of the file, before anything is moved.
    repairs
        Faults found and what was done about each.
    remarks
        What the person should know and that changes nothing in the data.
    """

    file: str
    digest: str
    crs: str = ""
    layer: Layer | None = None
    raster: RasterFile | None = None
    refusal: GeoError | None = None
    repairs: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()


def data_files(folder: Path) -> tuple[Path, ...]:
    """
    Return the files of a territory in the order of their names, hidden ones left aside.

    Parameters
    ----------
    folder
        Its `parcels/` and `layers/` are searched, with their own sub-folders. Without these two, the files that lie
        directly in it are taken.
    """
    roots = [folder / name for name in FOLDERS if (folder / name).is_dir()]
    if not roots:
        return tuple(path for path in _children(folder) if path.is_file() and path.name != NAME)
    entries = [path for root in roots for path in _children(root)]
    nested = [path for entry in entries if entry.is_dir() for path in _children(entry)]
    return tuple(sorted(path for path in entries + nested if path.is_file()))


def take_inventory(folder: Path, manifest: Manifest) -> tuple[Finding, ...]:
    """
    Read every file of a folder, in one go, and tell what each is.

    Parameters
    ----------
    folder
        A territory's folder.
    manifest
        What is declared of its files.

    Returns
    -------
    findings
        In the order of the files; a file with several known layers, or one that serves several roles,
        gives one finding for each.
    """
    readings = read_all(data_files(folder))
    names = {path: path.relative_to(folder).as_posix() for path in readings}
    headers = [reading for reading in readings.values() if isinstance(reading, RasterHeader)]
    declared = {path: role for path, name in names.items() for role in manifest.roles(name) & RELIEF_ROLES}
    judgements = _judgements(headers, declared)
    bare = {path: Finding(names[path], _digest(path)) for path in readings}
    found = [
        _findings(bare[path], reading, judgements.get(path), manifest)
        for path, reading in readings.items()
        if reading is not None or not _is_sidecar(path, readings)
    ]
    return tuple(_remarked(finding, manifest) for findings in found for finding in findings)


def _judgements(headers: Sequence[RasterHeader], declared: Mapping[Path, Role]) -> dict[Path, Judgement]:
    """Tell the rasters of the soil first: among heights, they would be taken for another surface."""
    named = {header.path: soil_of_raster(header) for header in headers if header.path not in declared}
    soils = {path: judgement for path, judgement in named.items() if judgement}
    return soils | roles_of_rasters([header for header in headers if header.path not in soils], declared)


def _digest(path: Path) -> str:
    # A file that may not be read is refused by the door, with its reason.
    return sha256(path) if os.access(path, os.R_OK) else ""


def _children(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _is_sidecar(path: Path, readings: Mapping[Path, Reading]) -> bool:
    stem = path.name.split(".")[0]
    return any(
        reading is not None and other.parent == path.parent and other.name.split(".")[0] == stem
        for other, reading in readings.items()
    )


def _findings(bare: Finding, reading: Reading, judgement: Judgement | None, manifest: Manifest) -> list[Finding]:
    if isinstance(reading, SourceError):
        return [replace(bare, refusal=reading)]
    if isinstance(reading, RasterHeader) and judgement:
        return [_raster_finding(bare, reading, judgement, manifest)]
    if isinstance(reading, tuple):
        return _table_findings(bare, reading, manifest)
    return [replace(bare, remarks=(_UNKNOWN_FORMAT,))]


def _raster_finding(bare: Finding, header: RasterHeader, judgement: Judgement, manifest: Manifest) -> Finding:
    if judgement.role is None:
        return replace(bare, remarks=(judgement.note,) if judgement.note else ())
    # Nothing in a relief says who made it: only the manifest can.
    told = origin(bare.file) if judgement.role is Role.SOIL else Provenance(bare.file)
    provenance = _declared_origin(told, judgement.role, bare.digest, manifest)
    raster = replace(
        raster_file(header, judgement.role, provenance), quantity=judgement.quantity, scale=judgement.scale
    )
    return replace(bare, crs=header.crs, raster=raster, repairs=header.notes)


def _table_findings(bare: Finding, tables: Sequence[Table], manifest: Manifest) -> list[Finding]:
    sources = [(table, recognise_all(table)) for table in tables]
    strange = [table.name for table, kinds in sources if not kinds]
    tried = [_layer_finding(bare, table, source, manifest) for table, kinds in sources for source in kinds]
    known = [finding for finding in tried if finding]
    if not strange:
        return known or [replace(bare, remarks=(_NOTHING_OF_USE,))]
    first, *rest = known or [bare]
    return [replace(first, remarks=(*first.remarks, _left_alone(strange))), *rest]


def _left_alone(names: Sequence[str]) -> Message:
    shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
    note = N_("Layers left alone, since their columns are those of no known publisher: {layers}.")
    return Message(note, {"layers": shown})


def _layer_finding(bare: Finding, table: Table, source: Source, manifest: Manifest) -> Finding | None:
    try:
        layer = read_layer(table, source, file=bare.file)
    except GeoError as refusal:
        return replace(bare, refusal=refusal)
    if is_silent(layer, table, source):
        return None
    origin = _declared_origin(layer.provenances[0], layer.role, bare.digest, manifest)
    dated = replace(layer, provenances=(origin,))
    repairs = tuple(note for note in layer.notes if note.msgid not in REMARKS)
    remarks = tuple(note for note in layer.notes if note.msgid in REMARKS)
    return replace(bare, crs=_crs_name(table), layer=dated, repairs=repairs, remarks=remarks)


def _crs_name(table: Table) -> str:
    crs = getattr(table.frame, "crs", None)
    if crs is None:
        return ""
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)


def _declared_origin(origin: Provenance, role: Role, digest: str, manifest: Manifest) -> Provenance:
    declared = manifest.about(origin.file, role)
    return Provenance(
        file=origin.file,
        publisher=declared.publisher or origin.publisher,
        dataset=declared.dataset or origin.dataset,
        vintage=declared.vintage or origin.vintage,
        licence=declared.licence or origin.licence,
        url=declared.url or origin.url,
        sha256=digest,
    )


def _remarked(finding: Finding, manifest: Manifest) -> Finding:
    remarks = []
    if manifest.about(finding.file).sha256 not in {"", finding.digest}:
        remarks.append(Message(N_("The file is not the one that the manifest describes: its sha256 has changed.")))
    found = finding.layer or finding.raster
    declared = manifest.roles(finding.file)
    if found and declared and found.role not in declared:
        values = {"declared": Message(min(declared).value), "found": Message(found.role.value)}
        note = N_("The manifest says “{declared}”, but the columns say “{found}”: the columns are believed.")
        remarks.append(Message(note, values))
    return replace(finding, remarks=(*finding.remarks, *remarks))
