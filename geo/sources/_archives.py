"""Archives, checked before anything is unpacked and watched while it is."""

import bz2
import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.sources._limits import LIMITS
from geo.sources._sniff import Kind

_CHUNK = 1 << 20


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, as the archive declares it. [bytes]"""

    name: str
    size: int
    is_plain: bool


def unpack(path: Path, kind: Kind, folder: Path) -> tuple[Path, ...]:
    """
    Unpack an archive into an empty folder and return its files.

    Raises
    ------
    SourceError
        A member would land outside the folder or is a link, there are too many, they are too big, or it is damaged.
    """
    try:
        if kind is Kind.ZIP:
            return _unpack_zip(path, folder)
        if tarfile.is_tarfile(path):
            return _unpack_tar(path, folder)
        return (_unpack_single(path, kind, folder),)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, zlib.error, ValueError, RuntimeError) as error:
        raise SourceError(
            Message(N_("This archive is damaged, protected by a password or incomplete.")),
            remedy=Message(N_("Download the file again.")),
        ) from error


def worth_reading(members: Iterable[Path]) -> tuple[Path, ...]:
    """
    Return the members of an archive that are read, in the order of their names.

    Of a public transport timetable (GTFS), only the stops: its stop times have millions of rows, for no role.

    Examples
    --------
    >>> [path.name for path in worth_reading([Path("trips.txt"), Path("stops.txt"), Path("stop_times.txt")])]
    ['stops.txt']
    """
    every = sorted(members)
    names = {path.name for path in every}
    if {"stops.txt", "trips.txt"} <= names:
        return tuple(path for path in every if path.name == "stops.txt")
    return tuple(every)


def _unpack_zip(path: Path, folder: Path) -> tuple[Path, ...]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        members = [Member(entry.filename, entry.file_size, _is_plain(entry)) for entry in entries]
        allowed = checked(members, packed=path.stat().st_size)
        landed = []
        for entry in entries:
            target = _landing(folder, entry.filename)
            with archive.open(entry) as source:
                allowed -= _copied(source, target, allowed=allowed)
            landed.append(target)
    return tuple(landed)


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    unix_type = (entry.external_attr >> 16) & 0o170000
    return unix_type in {0, 0o100000}


def _unpack_tar(path: Path, folder: Path) -> tuple[Path, ...]:
    landed: list[Path] = []
    members: list[Member] = []
    packed = path.stat().st_size
    with tarfile.open(path) as archive:
        # one member at a time: to list them all is to decompress them all
        for entry in archive:
            if entry.isdir():
                continue
            members.append(Member(entry.name, entry.size, entry.isreg()))
            checked(members, packed=packed)
            source = archive.extractfile(entry)
            if source is not None:
                landed.append(_landing(folder, entry.name))
                _copied(source, landed[-1], allowed=entry.size)
    return tuple(landed)


def _unpack_single(path: Path, kind: Kind, folder: Path) -> Path:
    target = _landing(folder, path.stem)
    allowed = _allowance(path.stat().st_size)
    with gzip.open(path) if kind is Kind.GZIP else bz2.open(path) as source:
        _copied(source, target, allowed=allowed)
    return target


def checked(members: Iterable[Member], *, packed: int) -> int:
    """
    Return the bytes that the members may take once unpacked.

    Parameters
    ----------
    members
        As the archive declares them.
    packed
        Size of the archive. [bytes]

    Raises
    ------
    SourceError
        One lands outside the folder or is no plain file, there are too many, or they are too big.

    Examples
    --------
    >>> checked([Member("../../evil.shp", 10, is_plain=True)], packed=100)
    Traceback (most recent call last):
        ...
    geo.errors.SourceError: This archive has a member outside its own folder: “../../evil.shp”. ...
    """
    members = list(members)
    for member in members:
        _check_member(member)
    allowed = _allowance(packed)
    if len(members) > LIMITS.members:
        raise _refused(Message(N_("This archive has more files than the {limit} allowed."), {"limit": LIMITS.members}))
    if sum(member.size for member in members) > allowed:
        raise _too_big()
    return allowed


def _check_member(member: Member) -> None:
    name = member.name.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
        raise _refused(
            Message(N_("This archive has a member outside its own folder: “{member}”."), {"member": member.name[:80]})
        )
    if not member.is_plain:
        raise _refused(Message(N_("This archive has a member that is a link: “{member}”."), {"member": name[:80]}))


def _allowance(packed: int) -> int:
    return min(LIMITS.unpacked_bytes, max(LIMITS.ratio_bytes, int(packed * LIMITS.ratio)))


def _refused(reason: Message) -> SourceError:
    return SourceError(reason, remedy=Message(N_("Unpack it yourself, check it, and supply the data file alone.")))


def _too_big() -> SourceError:
    return _refused(Message(N_("This archive is too big once unpacked, or unpacks out of all proportion.")))


def _landing(folder: Path, name: str) -> Path:
    """Return where a member lands, with an empty folder made for it."""
    target = folder.joinpath(*PurePosixPath(name.replace("\\", "/")).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _copied(source: _Readable, target: Path, *, allowed: int) -> int:
    """Copy a stream and return its size, refusing it as soon as it is beyond what is allowed. [bytes]"""
    size = 0
    with target.open("xb") as stream:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > allowed:
                raise _too_big()
            stream.write(chunk)
    return size
