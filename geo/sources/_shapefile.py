"""A shapefile is a group of files that are often incomplete: copied together, mended, its letters recognised."""

import codecs
import shutil
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._text import is_utf8

_SIDECARS = frozenset(
    {".dbf", ".shx", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".idx", ".fbn", ".fbx", ".ain", ".aih", ".ixs"}
)
_SIDECAR_ENDINGS = (".shp.xml", ".aux.xml", ".ovr", ".tfw", ".msk")
_NEEDED = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_HEADER_BYTES = 100


@dataclass(frozen=True, slots=True)
class Shapefile:
    """
    A private copy of a shapefile, ready for GDAL.

    Attributes
    ----------
    encoding
        Of its table: what its bytes say, before what its `.cpg` claims.
    """

    path: Path
    encoding: str
    notes: tuple[Message, ...]


def is_sidecar(path: Path) -> bool:
    """
    Tell whether a file goes with another that is read for both, or is never read.

    Examples
    --------
    >>> is_sidecar(Path("PARCELLE.DBF"))
    True
    """
    name = path.name.lower()
    return path.suffix.lower() in _SIDECARS or name.endswith(_SIDECAR_ENDINGS)


def parts(path: Path) -> dict[str, Path]:
    """Return the files of the group that reading needs, by suffix in lower case."""
    # the names are tried and the folder not listed: a confined process may not see it
    spellings = {suffix: (suffix, suffix.upper()) for suffix in _NEEDED}
    beside = {suffix: [path.with_suffix(spelling) for spelling in both] for suffix, both in spellings.items()}
    return {suffix: file for suffix, files in beside.items() for file in files if file.is_file()}


def prepare(path: Path, folder: Path) -> Shapefile:
    """
    Copy a shapefile to a folder of ours and mend what is missing in it.

    Raises
    ------
    SourceError
        The `.dbf` is missing, or the `.shp` is cut short.
    """
    group = parts(path)
    _check_length(path)
    if ".dbf" not in group:
        raise SourceError(
            Message(N_("The “.dbf” file that goes with this shapefile is missing.")),
            remedy=Message(N_("Put the .shp, .shx, .dbf and .prj files side by side, under the same name.")),
        )
    for suffix, file in group.items():
        if suffix != ".cpg":
            shutil.copyfile(file, folder / f"layer{suffix}")
    encoding, encoding_notes = _encoding(group)
    missing = () if ".shx" in group else (Message(N_("The “.shx” index was missing: it was rebuilt.")),)
    return Shapefile(folder / "layer.shp", encoding, (*encoding_notes, *missing))


def _check_length(path: Path) -> None:
    """Hold the length in the header, in 16-bit words, against the file: GDAL gives null geometries for the rest."""
    with path.open("rb") as stream:
        declared = 2 * int.from_bytes(stream.read(_HEADER_BYTES)[24:28], "big")
    if path.stat().st_size < max(declared, _HEADER_BYTES):
        raise SourceError(
            Message(N_("This shapefile is cut short: its “.shp” file is shorter than it declares.")),
            remedy=Message(N_("Download or copy the file again.")),
        )


def _encoding(group: dict[str, Path]) -> tuple[str, tuple[Message, ...]]:
    letters = _letters(group[".dbf"].read_bytes())
    if letters.isascii():
        return "UTF-8", ()
    declared = _declared(group.get(".cpg"))
    western = declared if declared not in {"", "UTF-8"} else "CP1252"
    found = "UTF-8" if is_utf8(letters) else western
    if found == declared:
        return found, ()
    return found, (Message(N_("The letters of its table were read as {encoding}."), {"encoding": found}),)


def _letters(content: bytes) -> bytes:
    """Return the names of the columns and the records of a dBase table, without the numbers of its header."""
    header = int.from_bytes(content[8:10], "little")
    names = (content[start : start + 11] for start in range(32, max(header - 31, 32), 32))
    return b" ".join([*names, content[header:]])


def _declared(cpg: Path | None) -> str:
    """Return the encoding that a `.cpg` names, empty when there is none or none that Python knows."""
    name = cpg.read_text("ascii", errors="replace").strip()[:40] if cpg else ""
    try:
        return codecs.lookup(f"cp{name}" if name.isdigit() and name != "65001" else name).name.upper()
    except LookupError:
        return ""
