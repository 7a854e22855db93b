"""`MANIFEST.toml`: what a person declares of the files of a territory.

::

    name = "Agglomération du Val"
    fictional = false

    [[file]]
    path = "parcels/cadastre-13029-parcelles.geojson"
    role = "parcels"
    vintage = "2024-04-01"
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import tomli_w
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Provenance, Role
from geo.sources._files import write_atomically

NAME = "MANIFEST.toml"
MOST_BYTES = 1_000_000

_REMEDY = Message(N_("Correct the file, or delete it: the territory is read without it."))
_LINE = re.compile(r"line (\d+)")


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class DeclaredFile(BaseModel):
    """One `[[file]]` of a manifest. What is left out is taken from the file itself or from its publisher."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    path: Annotated[str, Field(min_length=1)]
    role: Annotated[Role | None, Field(strict=False)] = None
    publisher: str = ""
    dataset: str = ""
    vintage: Annotated[str, BeforeValidator(_written)] = ""
    licence: str = ""
    url: str = ""
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class Manifest(BaseModel):
    """The whole of `MANIFEST.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = ""
    fictional: bool = False
    file: Annotated[tuple[DeclaredFile, ...], Field(strict=False)] = ()

    def about(self, path: str, role: Role | None = None) -> DeclaredFile:
        """Return what is declared of a file by its path in the folder, for the role where it has several."""
        entries = [declared for declared in self.file if declared.path == path]
        exact = [declared for declared in entries if declared.role is role]
        return next(iter(exact + entries), DeclaredFile(path=path))

    def roles(self, path: str) -> frozenset[Role]:
        """Return the roles that are declared for a file."""
        return frozenset(declared.role for declared in self.file if declared.path == path and declared.role)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a territory with the role it was taken for, as a manifest keeps it."""

    role: Role
    provenance: Provenance


def read_manifest(folder: Path) -> Manifest:
    """
    Return what the folder's manifest declares; nothing where it has none.

    Raises
    ------
    SourceError
        The manifest is too big, is not TOML (with the line), or has a key or value that is not allowed (with the key).
    """
    path = folder / NAME
    if not path.is_file():
        return Manifest()
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(Message(N_("The manifest is bigger than 1 MB.")), where=NAME, remedy=_REMEDY)
    return parse_manifest(path.read_bytes())


def parse_manifest(content: bytes) -> Manifest:
    """
    Return what a manifest declares.

    Raises
    ------
    SourceError
        As `read_manifest`.

    Examples
    --------
    >>> parse_manifest(b'name = "Le Val"').name
    'Le Val'
    """
    try:
        return Manifest.model_validate(tomllib.loads(content.decode("utf-8")))
    except UnicodeDecodeError as error:
        reason = Message(N_("The manifest is not written in UTF-8 (byte {position})."), {"position": error.start})
        raise SourceError(reason, where=NAME, remedy=_REMEDY) from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(_toml_fault(str(error), content), where=NAME, remedy=_REMEDY) from error
    except ValidationError as error:
        raise SourceError(_key_fault(error), where=NAME, remedy=_REMEDY) from error


def write_manifest(folder: Path, name: str, records: Sequence[FileRecord], *, fictional: bool) -> None:
    """
    Write `MANIFEST.toml`, whole or not at all.

    Parameters
    ----------
    folder
        The territory's folder.
    name
        The territory's name.
    records
        Its files, each with its role and origin.
    fictional
        Whether its data are invented.
    """
    files = [_declared(record) for record in sorted(records, key=lambda record: record.provenance.file)]
    content = tomli_w.dumps({"name": name, "fictional": fictional, "file": files})
    write_atomically(folder / NAME, lambda path: _write_text(path, content))


def _write_text(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")


def _declared(record: FileRecord) -> dict[str, str]:
    origin = record.provenance
    return {
        "path": origin.file,
        "role": record.role.value,
        "publisher": origin.publisher,
        "dataset": origin.dataset,
        "vintage": origin.vintage,
        "licence": origin.licence,
        "url": origin.url,
        "sha256": origin.sha256,
    }


def _toml_fault(detail: str, content: bytes) -> Message:
    found = _LINE.search(detail)
    line = int(found.group(1)) if found else content.count(b"\n") + 1
    return Message(N_("The manifest is not valid TOML at line {line}."), {"line": line})


def _key_fault(error: ValidationError) -> Message:
    first = error.errors()[0]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return Message(N_("The manifest has a key that nobody knows: “{key}”."), {"key": key})
    if first["type"] == "missing":
        return Message(N_("The manifest lacks the key “{key}”."), {"key": key})
    if key.endswith("role"):
        allowed = ", ".join(role.value for role in Role)
        return Message(
            N_("The key “{key}” of the manifest must be one of: {allowed}."), {"key": key, "allowed": allowed}
        )
    return Message(N_("The key “{key}” of the manifest has a value that is not allowed."), {"key": key})
