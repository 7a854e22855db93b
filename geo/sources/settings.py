"""TOML files of the product and of its users, read into plain dictionaries; each reader checks its own keys."""

import tomllib
from pathlib import Path
from typing import Any

from geo.errors import SourceError
from geo.messages import N_, Message

_LARGEST = 1 << 20


def read_settings(path: Path) -> dict[str, Any]:
    """
    Read a TOML file.

    Parameters
    ----------
    path
        At most one mebibyte.

    Raises
    ------
    SourceError
        Naming the line where the syntax breaks, or why the file cannot be opened.
    """
    try:
        content = path.read_bytes()
        if len(content) > _LARGEST:
            raise SourceError(Message(N_("This settings file is too large.")), where=path.name, remedy=_EDIT)
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        reason = Message(N_("This settings file cannot be opened."))
        raise SourceError(reason, where=str(path), remedy=Message(N_("Check its name and your rights."))) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        values = {"detail": str(error)}
        reason = Message(N_("This settings file is not valid TOML: {detail}."), values)
        raise SourceError(reason, where=path.name, remedy=_EDIT) from error


_EDIT = Message(N_("Correct it in a text editor, or start again from a copy of the one that comes with the tool."))
