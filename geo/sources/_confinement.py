"""What a reading process gives up before it opens a file it does not trust."""

import ctypes
import os
import resource
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from geo.messages import N_, Message
from geo.sources._limits import LIMITS

VECTOR_DRIVERS = frozenset({"ESRI Shapefile", "FlatGeobuf", "GPKG", "EDIGEO", "OSM", "KML", "MEM"})

SKIPPED_DRIVERS = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,Arrow,CAD,CSV,CSW,Carto,DGN,DXF,EEDA,ESRIC,ESRIJSON,Elasticsearch,"
    "GDALG,GML,GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,HANA,HTTP,IDB,Idrisi,INTERLIS,JML,JSONFG,LIBKML,"
    "LVBAG,MBTiles,MSSQLSpatial,MVT,MapInfo File,MapML,MiraMonVector,MySQL,NAS,NGW,OAPIF,OCI,ODBC,ODS,OGCAPI,"
    "OGR_GMT,OGR_PDS,OGR_VRT,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PGeo,PLSCENES,PMTiles,Parquet,PostgreSQL,S57,"
    "SOSI,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLS,XLSX,XODR"
)
"""Every vector driver of GDAL 3.12 but ours, written for `OGR_SKIP`; a test tells when a new one appears."""

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_NETWORK_ABI, _SCOPE_ABI = 4, 6
_TCP = 0b11
_SCOPES = 0b11


def environment() -> dict[str, str]:
    """Return the variables of a reading process: nothing of ours but what it needs to start."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "OGR_SKIP": SKIPPED_DRIVERS,
        "GDAL_PAM_ENABLED": "NO",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "CPL_CURL_ENABLE_VSIMEM": "NO",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
        "SHAPE_RESTORE_SHX": "YES",
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_IO_THREADS": "1",
    }


def confine(files: Iterable[Path], folder: Path) -> None:
    """
    Give up, for ever and for this process, everything but some files to read and one folder to write in.

    Limits of memory, CPU time and file size hold everywhere. On Linux the network goes too, and where the kernel has
    Landlock, so do all other files.

    Parameters
    ----------
    files
        To read.
    folder
        To write in.
    """
    _limit()
    if sys.platform == "linux":
        _leave_network()
        if landlock_version():
            _forbid_connections(landlock_version())
            _forbid_files(files, folder)


def _limit() -> None:
    # a second between the two limits of CPU time lets the signal say why, before the kill that says nothing
    for kind, soft, hard in (
        (resource.RLIMIT_AS, LIMITS.memory_bytes, LIMITS.memory_bytes),
        (resource.RLIMIT_CPU, LIMITS.cpu_s, LIMITS.cpu_s + 1),
        (resource.RLIMIT_FSIZE, LIMITS.unpacked_bytes * 2, LIMITS.unpacked_bytes * 2),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        # macOS refuses a limit of address space, and nobody may raise what was set lower before: the others still hold
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def _leave_network() -> None:
    """Enter an empty network, where the kernel lets an ordinary process do so."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWNET)


class _Rules(ctypes.Structure):
    """`struct landlock_ruleset_attr` (linux/landlock.h)."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


def _forbid_connections(version: int) -> None:
    """Forbid every TCP connection, and signals and sockets to other processes: the package knows only of files."""
    if version < _NETWORK_ABI:
        return
    scopes = _SCOPES if version >= _SCOPE_ABI else 0
    rules = _Rules(0, _TCP, scopes)
    size = ctypes.sizeof(rules) if scopes else _Rules.scopes.offset
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if ruleset >= 0:
        libc.syscall(_RESTRICT_SELF, ruleset, 0)
        os.close(ruleset)


def _forbid_files(files: Iterable[Path], folder: Path) -> None:
    from landlock import FSAccess, Ruleset

    rules = Ruleset()
    for library in _libraries():
        rules.allow(library, rules=FSAccess.READ_FILE | FSAccess.READ_DIR)
    for file in (*files, Path("/dev/null"), Path("/dev/urandom")):
        if file.exists():
            rules.allow(file, rules=FSAccess.READ_FILE)
    rules.allow(folder, rules=FSAccess.all_dir() | FSAccess.READ_FILE | FSAccess.WRITE_FILE | FSAccess.TRUNCATE)
    rules.apply()


def _libraries() -> Iterator[Path]:
    """Yield the folders where Python, GDAL and PROJ keep their code and their tables."""
    names = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    candidates = [*(Path(name) for name in sorted(names)), Path(__file__).resolve().parents[1]]
    return (path for path in (*candidates, Path("/usr/share/zoneinfo")) if path.is_dir())


def landlock_version() -> int:
    """Return the version of Landlock in the kernel, 0 where there is none."""
    if sys.platform != "linux" or find_spec("landlock") is None:
        return 0
    from landlock import SyscallError, landlock_abi_version

    try:
        return int(landlock_abi_version())
    except SyscallError:
        return 0


def sandbox_strength() -> Message:
    """
    Return what protects this machine from a hostile file, for the page of health.

    Examples
    --------
    >>> "separate process" in str(sandbox_strength())
    True
    """
    version = landlock_version()
    if version >= _NETWORK_ABI:
        return Message(
            N_(
                "Each file is read in a separate process that sees no other file and no network (Landlock {version}), "
                "with limits of memory and time."
            ),
            {"version": version},
        )
    if version:
        return Message(
            N_("Each file is read in a separate process that sees no other file, with limits of memory and time.")
        )
    return Message(
        N_(
            "Each file is read in a separate process with limits of memory and time. "
            "This system cannot hide the other files from it."
        )
    )
