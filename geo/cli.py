"""The same calls as the app, from a terminal.

Messages go to stderr, `--json` prints one document on stdout and nothing else.
Exit codes: 0 done, 2 the input cannot be used, 1 anything else.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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

from geo.errors import GeoError, SourceError
from geo.messages import N_, Message, Value
from geo.models import Health, Territory
from geo.present.labels import Translator, column_label, error_text, translator

if TYPE_CHECKING:
    from geo.sunlight import Scene

app = typer.Typer(
    name="jachere",
    help="Find, choose and sketch solidarity gardens on fallow land.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Language(StrEnum):
    """Languages of the messages."""

    FR = "fr"
    EN = "en"


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the territory: parcels/ and layers/.")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of the messages.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]


def main() -> None:
    """Run the command; a person never sees a stack trace, unless JACHERE_DEBUG is set."""
    translate = translator(_language(sys.argv[1:]))
    try:
        app()
    except GeoError as error:
        _say(error_text(error, translate), style="bold red")
        raise SystemExit(2) from None
    except Exception as error:
        if os.environ.get("JACHERE_DEBUG"):
            raise
        values: dict[str, Value] = {"error": f"{type(error).__name__}: {error}"}
        _say(translate(Message(N_("Unexpected failure ({error}). {remedy}"), values | {"remedy": _REPORT})))
        raise SystemExit(1) from error


_REPORT = Message(N_("Set JACHERE_DEBUG=1, run the command again and send us what it prints."))


def _language(arguments: list[str]) -> str:
    """Find the language before the arguments are read, for the errors of reading them."""
    chosen = [later for earlier, later in pairwise(arguments) if earlier == "--lang"]
    chosen += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    return Language.EN if chosen[-1:] == [Language.EN] else Language.FR


@app.command()
def check(
    folder: Folder,
    write_manifest: Annotated[bool, typer.Option("--write-manifest", help="Write MANIFEST.toml.")] = False,
    as_json: AsJson = False,
    lang: Lang = Language.FR,
) -> None:
    """Show the health of the layers; exit 2 when a file cannot be used."""
    from geo import territory as territories
    from geo.present import screening

    translate = translator(lang)
    with _steps(translate) as step:
        step(N_("Reading the files"))
        territory = territories.open_territory(folder)
    if write_manifest:
        territories.write_manifest(territory)
    rows = screening.health_rows(territory, translate)
    title = screening.territory_title(territory, translate)
    if as_json:
        _print_json({"territory": territory.name, "fictional": territory.fictional, "layers": rows})
    else:
        cells = [[_cell(row[name], translate) for name in _HEALTH] for row in rows]
        _print_table(title, [translate(Message(label)) for label in _HEALTH.values()], cells)
    _refuse(territory)


_HEALTH = {
    "state_text": N_("State"),
    "role_text": N_("Role"),
    "file": N_("File"),
    "features": N_("Features"),
    "crs": N_("CRS"),
    "vintage": N_("Vintage"),
    "licence": N_("Licence"),
    "notes": N_("Notes"),
}


@app.command()
def screen(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="Folder for candidates.gpkg, ranking.csv and map.html.")],
    profile: Annotated[Path | None, typer.Option("--profile", help="TOML file of criteria and weights.")] = None,
    as_json: AsJson = False,
    lang: Lang = Language.FR,
) -> None:
    """Find the candidate sites, score and rank them, draw the map."""
    from geo import study
    from geo.export import screening
    from geo.present import screening as screen_views
    from geo.scoring import builtin, parse_profile
    from geo.sources.settings import read_settings
    from geo.territory import open_territory

    translate, path = translator(lang), profile or builtin.DEFAULT
    with _steps(translate) as step:
        view = parse_profile(read_settings(path), where=path.name)
        step(N_("Reading the files"))
        territory = open_territory(folder)
        _refuse(territory)
        step(N_("Looking for candidate sites"))
        surveyed = study.survey(territory)
        step(N_("Scoring"))
        judgement = study.judge(surveyed, view)
        step(N_("Writing the files"))
        files = screening.write(out, surveyed, judgement, lang)
    if as_json:
        _print_json(screening.document(surveyed, judgement, translate))
        return
    best = study.ranking(surveyed, judgement).index[:_LISTED]
    cards = screen_views.site_cards(surveyed, judgement, best, translate).values()
    rows = [[card.rank, card.title, card.verdict_text, card.score_text, card.detail] for card in cards]
    title = screen_views.territory_title(territory, translate)
    _print_table(title, [column_label(name, translate) for name in _RANKING], rows)
    for file in files:
        _say(str(file))


_LISTED = 20
_RANKING = ("rank", "parcels", "verdict", "score", "reasons")


@app.command()
def sun(
    dsm: Annotated[
        Path, typer.Argument(metavar="DSM.tif", help="Surface model (MNS): heights with what stands on it.")
    ],
    out: Annotated[Path, typer.Option("--out", help="GeoTIFF of the hours of direct sun a day.")],
    terrain: Annotated[Path | None, typer.Option("--terrain", help="Terrain model (MNT): the bare ground.")] = None,
    trees: Annotated[Path | None, typer.Option("--trees", help="Height of the crowns above the ground.")] = None,
    sites: Annotated[Path | None, typer.Option("--sites", help="Sites to measure, into a CSV beside --out.")] = None,
    start: Annotated[str, typer.Option("--from", metavar="MM-DD", help="First day.")] = "03-01",
    end: Annotated[str, typer.Option("--to", metavar="MM-DD", help="Last day.")] = "10-31",
    step: Annotated[int, typer.Option("--step", help="Minutes between two suns.")] = 10,
    observer: Annotated[
        float, typer.Option("--observer", min=0.0, max=3.0, help="Height of the eye, in metres.")
    ] = 0.3,
    fast: Annotated[
        bool, typer.Option("--fast", help="One line a cell instead of two: quicker, a little coarser.")
    ] = False,
    evergreen: Annotated[bool, typer.Option("--evergreen", help="The crowns keep their leaves in winter.")] = False,
    lang: Lang = Language.FR,
) -> None:
    """Compute the hours of direct sun on every cell of a surface model."""
    from geo import sunlight
    from geo.export.rasters import write_blocks

    translate = translator(lang)
    period = sunlight.Period(sunlight.month_day(start), sunlight.month_day(end), step)
    means = sunlight.Sweeping(
        observer_m=observer,
        families=1 if fast else 2,
        transmissivity=sunlight.EVERGREEN if evergreen else sunlight.DECIDUOUS,
        scratch=_folder_of(out),
    )
    season = sunlight.season_of(_scene(dsm, terrain, trees), period)
    with _share_done(translate, N_("Following the sun")) as told:
        write_blocks(out, season.scene.surface, season.bands, sunlight.sun_hours(season, means, told))
    _say(str(out))
    if sites is not None:
        from geo.export.sun import write_sites

        _say(str(write_sites(out.with_suffix(".csv"), sites, out)))


def _scene(dsm: Path, terrain: Path | None, trees: Path | None) -> "Scene":
    """Open the surface and put the other rasters on its cells."""
    from geo.sources._blocks import heights_of, placed_on
    from geo.sunlight import Scene

    surface = heights_of(dsm)
    canopy, ground = (placed_on(surface, [heights_of(path)]) if path else None for path in (trees, terrain))
    return Scene(surface, canopy, ground)


def _folder_of(out: Path) -> Path:
    if not out.parent.is_dir():
        raise SourceError(
            Message(N_("The folder of this file does not exist.")),
            where=str(out),
            remedy=Message(N_("Create it, or choose another one.")),
        )
    return out.parent


@app.command()
def serve(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of the territory to open.")] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8501,
) -> None:
    """Open the app; without a folder, on the fictional demonstration territory."""
    from geo.territory import open_territory

    environment = dict(os.environ)
    if folder is not None:
        open_territory(folder)
        environment["JACHERE_TERRITORY"] = str(folder.resolve())
    options = {"server.address": host, "server.port": port, "server.headless": "true"}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    page = Path(__file__).resolve().parents[1] / "app.py"
    os.execve(  # noqa: S606 — our own interpreter and page, no shell
        sys.executable, [sys.executable, "-m", "streamlit", "run", str(page), *arguments], environment
    )


@contextmanager
def _steps(translate: Translator) -> Iterator[Callable[[str], None]]:
    """Show on stderr which step runs and since when; one line a step where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda msgid: _say(translate(Message(msgid)))
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("")
        yield lambda msgid: progress.update(task, description=translate(Message(msgid)))


@contextmanager
def _share_done(translate: Translator, msgid: str) -> Iterator[Callable[[float], None]]:
    """Show on stderr how much of a long work is done and how long the rest takes; a line at the start elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        _say(translate(Message(msgid)))
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(translate(Message(msgid)), total=1.0)
        yield lambda share: progress.update(task, completed=share)


def _say(text: str, style: str = "") -> None:
    Console(stderr=True, soft_wrap=True).print(Text(text, style=style))


def _print_json(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def _refuse(territory: Territory) -> None:
    """Stop at the first file that was refused: a ranking without it would look complete."""
    for row in territory.health:
        if row.state is Health.REFUSED:
            reason, *remedy = row.notes
            raise SourceError(reason, where=row.file, remedy=remedy[0] if remedy else None)


def _print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=Text(title), show_lines=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _cell(value: Any, translate: Translator) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(value)
    return translate(value)
