"""The commands `backup` and `restore`: what people saved, in one file and back."""

from pathlib import Path
from typing import Annotated

import typer

from geo.cli.terminal import Lang, Language, say
from geo.messages import N_, Message
from geo.present.labels import translator


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write, where nothing is yet.")],
    lang: Lang = Language.FR,
) -> None:
    """Copy the saved studies, meetings, votes and checks into one file, even while people write."""
    from geo.store.backup import back_up
    from geo.store.database import address, open_store

    rows = back_up(open_store(address()), file)
    say(translator(lang)(Message(N_("{file}: {count} rows saved."), {"file": str(file), "count": rows})))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File that `backup` wrote.")],
    lang: Lang = Language.FR,
) -> None:
    """Bring a copy back into an empty store; nothing is ever written over."""
    from geo.store import backup as copies
    from geo.store.database import address, open_store

    rows = copies.restore(open_store(address()), file)
    say(translator(lang)(Message(N_("{file}: {count} rows brought back."), {"file": str(file), "count": rows})))
