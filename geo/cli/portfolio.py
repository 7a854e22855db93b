"""The command `portfolio`: which gardens together."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.terminal import AsJson, Lang, Language, print_json, print_table, say, steps
from geo.cli.territory import Folder, refuse
from geo.errors import PortfolioError
from geo.messages import N_, Message
from geo.present.labels import Translator, translator

if TYPE_CHECKING:
    from geo.portfolio import Goal, Portfolio
    from geo.study import Judgement, Survey


def portfolio(
    folder: Folder,
    gardens: Annotated[int, typer.Option("--gardens", min=1, help="How many gardens.")] = 3,
    at_most: Annotated[bool, typer.Option("--at-most", help="Fewer gardens will do.")] = False,
    communes: Annotated[int, typer.Option("--communes", min=0, help="In so many communes at least.")] = 0,
    communes_most: Annotated[int | None, typer.Option("--communes-most", min=1, help="And at most.")] = None,
    per_commune: Annotated[int | None, typer.Option("--per-commune", min=1, help="Most gardens in a commune.")] = None,
    residences: Annotated[int, typer.Option("--residences", min=0, help="Gardens in a residence at least.")] = 0,
    budget: Annotated[float | None, typer.Option("--budget", min=0, help="For all together, in euros.")] = None,
    staff: Annotated[float | None, typer.Option("--staff", min=0, help="Full-time posts for all together.")] = None,
    teams: Annotated[int | None, typer.Option("--teams", min=1, help="Teams of gardeners.")] = None,
    team_sites: Annotated[int, typer.Option("--team-sites", min=1, help="Gardens that share one team.")] = 1,
    apart: Annotated[float, typer.Option("--apart", min=0, help="Metres between two gardens at least.")] = 0.0,
    include: Annotated[list[str] | None, typer.Option("--with", help="A site_id that is in; repeat it.")] = None,
    exclude: Annotated[list[str] | None, typer.Option("--without", help="A site_id that is out.")] = None,
    weights: Annotated[
        str, typer.Option("--weights", help="Such as score=40,neighbourhoods=30,green_deficit=15,partners=15.")
    ] = "",
    count: Annotated[int, typer.Option("--count", min=1, max=20, help="Sets to show, the best first.")] = 3,
    profile: Annotated[Path | None, typer.Option("--profile", help="TOML file of criteria and weights.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Sheet of the gardens to write, .pdf or .docx.")] = None,
    as_json: AsJson = False,
    lang: Lang = Language.FR,
) -> None:
    """Choose several gardens together: sites that are good, and that serve most people between them."""
    from geo.export.dossier import check_path
    from geo.portfolio import Limits, choose
    from geo.present.portfolio import document
    from geo.study.portfolio import offered

    if out is not None:
        check_path(out)
    translate = translator(lang)
    limits = Limits(
        gardens=gardens,
        exactly=not at_most,
        budget_eur=budget,
        staff=staff,
        teams=teams,
        sites_per_team=team_sites,
        communes_least=communes,
        communes_most=communes_most,
        most_per_commune=per_commune,
        required=tuple(include or ()),
        refused=tuple(exclude or ()),
        residences_least=residences,
        apart_m=apart,
    )
    asked = _weights(weights)
    with steps(translate) as step:
        surveyed, judgement = _judged(folder, profile, step)
        step(N_("Choosing the gardens"))
        found = offered(surveyed, judgement)
        sets = choose(found.offer, limits, asked, count=count)
    if out is not None:
        _write(out, surveyed, judgement, sets, found.notes, lang)
    if as_json:
        print_json(document(surveyed, judgement, limits, sets, found.notes, translate))
        return
    _print(surveyed, judgement, sets, translate)
    for note in found.notes:
        say(translate(note))


def _write(
    out: Path,
    surveyed: "Survey",
    judgement: "Judgement",
    sets: "Sequence[Portfolio]",
    notes: Sequence[Message],
    language: str,
) -> None:
    from geo.export.dossier import write_document
    from geo.present.portfolio_sheet import portfolio_sheet

    write_document(out, portfolio_sheet(surveyed, judgement, sets, notes, translator(language), language))
    say(str(out))


def _judged(folder: Path, profile: Path | None, step: Callable[[str], None]) -> "tuple[Survey, Judgement]":
    from geo import study
    from geo.scoring import builtin
    from geo.study.profiles import read_profile
    from geo.territory import open_territory

    view = read_profile(profile or builtin.DEFAULT)
    step(N_("Reading the files"))
    territory = open_territory(folder)
    refuse(territory)
    step(N_("Looking for candidate sites"))
    surveyed = study.survey(territory)
    step(N_("Scoring"))
    return surveyed, study.judge(surveyed, view)


def _weights(text: str) -> "dict[Goal, float]":
    """Read the weights of the goals; those that are not named keep theirs when none is, and have none otherwise."""
    from geo.portfolio import DEFAULT_WEIGHTS, Goal

    if not text:
        return dict(DEFAULT_WEIGHTS)
    try:
        parts = [part.split("=") for part in text.split(",")]
        return {Goal(name.strip()): float(value) for name, value in parts}
    except ValueError as error:
        raise PortfolioError(
            Message(N_("These weights cannot be read: {text}."), {"text": text}),
            remedy=Message(N_("Write such as score=40,neighbourhoods=30,green_deficit=15,partners=15.")),
        ) from error


def _print(surveyed: "Survey", judgement: "Judgement", sets: "tuple[Portfolio, ...]", translate: Translator) -> None:
    from geo.present import portfolio as views
    from geo.present.screening import territory_title

    rows = []
    for rank, one in enumerate(sets, start=1):
        told = [views.proof_text(one, rank, translate)]
        told += [] if rank == 1 else [views.change_text(surveyed, sets[0], one, translate)]
        gardens = "\n".join(views.garden_lines(surveyed, judgement, one, translate))
        rows.append([str(rank), gardens, "\n".join(views.gain_lines(one, translate)), "\n".join(told)])
    titles = [translate(Message(title)) for title in _TITLES]
    print_table(territory_title(surveyed.territory, translate), titles, rows)


_TITLES = (N_("Rank"), N_("Gardens"), N_("Together"), N_("Against the other sets"))
