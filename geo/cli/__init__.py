"""The same calls as the app, from a terminal.

Messages go to stderr, `--json` prints one document on stdout and nothing else.
Exit codes: 0 done, 2 the input cannot be used, 1 anything else.
"""

import os
import sys
from itertools import pairwise

import typer

from geo.cli.dossier import dossier, export
from geo.cli.portfolio import portfolio
from geo.cli.serve import serve
from geo.cli.sketch import layout
from geo.cli.store import backup, restore
from geo.cli.sun import sun
from geo.cli.terminal import Language, say
from geo.cli.territory import check, screen
from geo.errors import GeoError
from geo.messages import N_, Message, Value
from geo.present.labels import error_text, translator

app = typer.Typer(
    name="jachere",
    help="Find, choose and sketch solidarity gardens on fallow land.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (check, screen, sun, layout, portfolio, dossier, export, backup, restore, serve):
    app.command()(command)


def main() -> None:
    """Run the command; a person never sees a stack trace, unless JACHERE_DEBUG is set."""
    translate = translator(_language(sys.argv[1:]))
    try:
        app()
    except GeoError as error:
        say(error_text(error, translate), style="bold red")
        raise SystemExit(2) from None
    except Exception as error:
        if os.environ.get("JACHERE_DEBUG"):
            raise
        values: dict[str, Value] = {"error": f"{type(error).__name__}: {error}"}
        say(translate(Message(N_("Unexpected failure ({error}). {remedy}"), values | {"remedy": _REPORT})))
        raise SystemExit(1) from error


_REPORT = Message(N_("Set JACHERE_DEBUG=1, run the command again and send us what it prints."))


def _language(arguments: list[str]) -> str:
    """Find the language before the arguments are read, for the errors of reading them."""
    chosen = [later for earlier, later in pairwise(arguments) if earlier == "--lang"]
    chosen += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    return Language.EN if chosen[-1:] == [Language.EN] else Language.FR
