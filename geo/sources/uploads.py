"""Files that a person sends: kept under safe names, in a folder of their own that is read like any other territory.

::

    sent files ──limits, safe names──▶ territories/<random>/layers/ ──▶ the door, when the territory is opened
    another territory ──copied─────────────┘

Nothing is read here: what the files hold is judged by the door, apart from the rest.
"""

import os
import re
import secrets
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources import manifest
from geo.sources._files import write_atomically
from geo.sources.inventory import FOLDERS, data_files

MEBIBYTE = 1 << 20

_ODD = re.compile(r"[^\w .()'+-]")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
_DOUBLE = frozenset({".gz", ".xml"})
_STEM_BYTES, _SUFFIX_BYTES = 160, 24
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Quotas:
    """
    How much people may send. The figures are our assumption, for a small server of one town.

    Attributes
    ----------
    file_bytes, territory_bytes, all_bytes
        One file; a territory with what it is copied from; all the territories that are kept. [bytes]
    files
        In one go.
    days
        A territory that no saved study names is forgotten after so many without any change.
    """

    file_bytes: int = 200 * MEBIBYTE
    territory_bytes: int = 1024 * MEBIBYTE
    all_bytes: int = 10 * 1024 * MEBIBYTE
    files: int = 100
    days: int = 30


QUOTAS = Quotas()


@dataclass(frozen=True, slots=True)
class Sent:
    """
    One file that a person sends.

    Attributes
    ----------
    name
        As the browser tells it, which may be anything.
    size
        [bytes]
    """

    name: str
    size: int
    content: BinaryIO


def safe_name(name: str) -> str:
    """
    Return a name that any disk takes, and that stays where it is put.

    Parts of one shapefile keep one stem.

    Examples
    --------
    >>> safe_name("../../etc/passwd"), safe_name("Parcelles Clamart (été).geojson"), safe_name("<img src=x>.csv")
    ('passwd', 'Parcelles Clamart (été).geojson', '_img src_x_.csv')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printed = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    clean = _ODD.sub("_", printed).strip(" .")
    stem, suffix = _parted(clean)
    if suffix.lower() in _DOUBLE:
        stem, first = _parted(stem)
        suffix = first + suffix
    stem = _cut(stem, _STEM_BYTES).strip(" .") or "file"
    return ("_" if _RESERVED.fullmatch(stem) else "") + stem + _cut(suffix, _SUFFIX_BYTES)


def receive(sent: Sequence[Sent], home: Path, *, name: str, base: Path | None = None, quotas: Quotas = QUOTAS) -> Path:
    """
    Keep files that were sent in a new folder, with a copy of another territory if wished.

    Parameters
    ----------
    sent
        One file at least; one that has the name of a file of the base takes its place in the copy.
    home
        Of the territories that are kept; made where it is not there.
    name
        Of the territory, where no manifest tells it.
    base
        Folder of the territory that the files are added to: it is copied, never written to.

    Returns
    -------
    folder
        That of the new territory, which nobody else may read.

    Raises
    ------
    SourceError
        Nothing was sent, or too much, or the disk cannot take it; nothing is kept then.
    """
    copied = () if base is None else data_files(base)
    _check(sent, sum(path.stat().st_size for path in copied), home, quotas)
    folder = home / secrets.token_hex(16)
    try:
        folder.mkdir(mode=0o700, parents=True)
        if base is not None:
            _copy(base, copied, folder, home)
        _write(sent, folder, folder if base and not _has_folders(base) else folder / FOLDERS[1])
        if not (folder / manifest.NAME).is_file():
            manifest.write_manifest(folder, name, [], fictional=False)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        reason = Message(N_("The files cannot be kept: the disk of the server does not take them."))
        remedy = Message(N_("Tell whoever looks after the server, then try again."))
        raise SourceError(reason, remedy=remedy) from error
    return folder


@contextmanager
def apart(sent: Sent, quotas: Quotas = QUOTAS) -> Iterator[Path]:
    """
    Put one file on the disk for as long as it is read.

    Raises
    ------
    SourceError
        It is too heavy.
    """
    if sent.size > quotas.file_bytes:
        raise _heavy_file(sent, quotas)
    with tempfile.TemporaryDirectory(prefix="jachere-") as folder:
        path = Path(folder, safe_name(sent.name))
        _pour(sent, path)
        yield path


def forget(folder: Path, home: Path) -> None:
    """Delete a territory that was received; any other folder is left alone."""
    if folder.parent == home and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)


def forget_old(home: Path, kept: Collection[Path], *, now: float | None = None, quotas: Quotas = QUOTAS) -> None:
    """
    Delete the territories that nobody changed for long and that no saved study needs.

    Parameters
    ----------
    kept
        Folders that saved studies name.
    now
        Seconds since 1970; the present when not given.
    """
    limit = (time.time() if now is None else now) - quotas.days * _DAY_S
    for folder in _territories(home):
        if folder not in kept and folder.stat().st_mtime < limit:
            forget(folder, home)


def _check(sent: Sequence[Sent], copied: int, home: Path, quotas: Quotas) -> None:
    if not sent:
        raise SourceError(Message(N_("No file was sent.")), remedy=Message(N_("Choose one or several files first.")))
    if len(sent) > quotas.files:
        values = {"count": len(sent), "most": quotas.files}
        reason = Message(N_("{count} files were sent; {most} are taken in one go."), values)
        raise SourceError(reason, remedy=Message(N_("Put them together in a zip, or send them in several goes.")))
    for one in sent:
        if one.size > quotas.file_bytes:
            raise _heavy_file(one, quotas)
    total = copied + sum(one.size for one in sent)
    if total > quotas.territory_bytes:
        msgid = N_("This territory would weigh {size} MB; {most} MB are taken.")
        raise SourceError(_too_heavy(msgid, total, quotas.territory_bytes), remedy=_CUT)
    if _weight(home) + total > quotas.all_bytes:
        reason = Message(N_("The server keeps as many territories as it can."))
        remedy = Message(N_("Open the files as a folder on your own computer, or ask for room on the server."))
        raise SourceError(reason, remedy=remedy)


_CUT = Message(N_("Cut it to your communes, or open it as a folder on your own computer."))


def _heavy_file(sent: Sent, quotas: Quotas) -> SourceError:
    reason = _too_heavy(N_("This file weighs {size} MB; {most} MB are taken."), sent.size, quotas.file_bytes)
    return SourceError(reason, where=safe_name(sent.name), remedy=_CUT)


def _too_heavy(msgid: str, size: int, most: int) -> Message:
    return Message(msgid, {"size": -(-size // MEBIBYTE), "most": most // MEBIBYTE})


def _weight(home: Path) -> int:
    """Return what is kept; a file that several territories share counts once. [bytes]"""
    marks = [path.stat() for folder in _territories(home) for path in folder.rglob("*") if path.is_file()]
    return sum({(mark.st_dev, mark.st_ino): mark.st_size for mark in marks}.values())


def _territories(home: Path) -> list[Path]:
    return sorted(path for path in home.iterdir() if path.is_dir()) if home.is_dir() else []


def _has_folders(base: Path) -> bool:
    return any((base / name).is_dir() for name in FOLDERS)


def _copy(base: Path, files: Sequence[Path], folder: Path, home: Path) -> None:
    declared = base / manifest.NAME
    for path in [*files, *([declared] if declared.is_file() else [])]:
        copy = folder / path.relative_to(base)
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if home in path.parents and not path.is_symlink():
            os.link(path, copy)  # files of ours are never written to, only replaced
        else:
            shutil.copyfile(path, copy)


def _write(sent: Sequence[Sent], folder: Path, layers: Path) -> None:
    layers.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken: set[str] = set()
    for one in sent:
        name = _free(safe_name(one.name), taken)
        taken.add(name.casefold())
        place = folder / name if name == manifest.NAME else _twin(folder, name) or layers / name
        write_atomically(place, lambda path, one=one: _pour(one, path))  # type: ignore[misc]


def _pour(one: Sent, path: Path) -> None:
    one.content.seek(0)
    with path.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        shutil.copyfileobj(one.content, file, MEBIBYTE)


def _twin(folder: Path, name: str) -> Path | None:
    """Return the file of the copy that a file with the same name replaces."""
    return next((path for path in data_files(folder) if path.name == name), None)


def _free(name: str, taken: Collection[str]) -> str:
    stem, suffix = _parted(name)
    names = (name, *(f"{stem} ({number}){suffix}" for number in range(2, len(taken) + 3)))
    return next(free for free in names if free.casefold() not in taken)


def _parted(name: str) -> tuple[str, str]:
    suffix = Path(name).suffix
    return name.removesuffix(suffix), suffix


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore")
