"""What every command does at the terminal: options they share, messages, progress and tables."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from geo.messages import Message
from geo.present.labels import Translator


class Language(StrEnum):
    """Languages of the messages."""

    FR = "fr"
    EN = "en"


Lang = Annotated[Language, typer.Option("--lang", help="Language of the messages.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]


@contextmanager
def steps(translate: Translator) -> Iterator[Callable[[str], None]]:
    """Show on stderr which step runs and since when; one line a step where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda msgid: say(translate(Message(msgid)))
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("")
        yield lambda msgid: progress.update(task, description=translate(Message(msgid)))


@contextmanager
def share_done(translate: Translator, msgid: str) -> Iterator[Callable[[float], None]]:
    """Show on stderr how much of a long work is done and how long the rest takes; a line at the start elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        say(translate(Message(msgid)))
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(translate(Message(msgid)), total=1.0)
        yield lambda share: progress.update(task, completed=share)


@contextmanager
def reports(translate: Translator, msgid: str) -> Iterator[Callable[[Sequence[str], float], None]]:
    """Show on stderr how much of a list of works is done, and what each of them has to tell."""
    console = Console(stderr=True, soft_wrap=True)
    if not console.is_terminal:
        say(translate(Message(msgid)))
        yield lambda lines, _: say("\n".join(lines))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(translate(Message(msgid)), total=1.0)

        def report(lines: Sequence[str], share: float) -> None:
            console.print(Text("\n".join(lines)))
            progress.update(task, completed=share)

        yield report


def say(text: str, style: str = "") -> None:
    """Print a message on stderr, as it is."""
    Console(stderr=True, soft_wrap=True).print(Text(text, style=style))


def print_json(document: Any) -> None:
    """Print a document on stdout."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout; its cells are texts, whatever they hold."""
    table = Table(title=Text(title), show_lines=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
