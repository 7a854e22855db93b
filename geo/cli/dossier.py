"""The commands that hand out files: `dossier` for one site, `export` for a whole study."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.terminal import Lang, Language, say, steps
from geo.cli.territory import Folder, refuse
from geo.errors import CostError, SourceError
from geo.messages import N_, Message
from geo.present.labels import translator

if TYPE_CHECKING:
    from geo.costs import Files
    from geo.present.document import Document
    from geo.study import Judgement, Survey
    from geo.study.costing import Costing
    from geo.study.dossier import Case, Photo
    from geo.study.own_words import OwnWords

_DAY = "%Y-%m-%d"


class Handout(StrEnum):
    """What can be written of one site."""

    DOSSIER = "dossier"
    COMPARISON = "comparison"
    LETTERS = "letters"


_MOST_PHOTOS = 4


def dossier(
    folder: Folder,
    site: Annotated[str, typer.Option("--site", help="A site_id, as in ranking.csv.")],
    out: Annotated[Path, typer.Option("--out", help="File to write, .pdf or .docx.")],
    profile: Annotated[Path | None, typer.Option("--profile", help="TOML file of criteria and weights.")] = None,
    variant: Annotated[int, typer.Option("--variant", min=1, max=9, help="Number of the sketch.")] = 1,
    compare: Annotated[list[str] | None, typer.Option("--compare", help="A site_id beside it; repeat it.")] = None,
    words: Annotated[Path | None, typer.Option("--words", help="TOML file: the association’s own words.")] = None,
    photo: Annotated[list[Path] | None, typer.Option("--photo", help="A JPEG or PNG of the site; repeat it.")] = None,
    day: Annotated[datetime | None, typer.Option("--date", formats=[_DAY], help="Day of the dossier.")] = None,
    document: Annotated[
        Handout, typer.Option("--document", help="The dossier, the A3 comparison, or letters to the partners.")
    ] = Handout.DOSSIER,
    fenced: Annotated[float, typer.Option("--fenced", min=0, help="Metres of fence that stand already.")] = 0.0,
    work: Annotated[list[str] | None, typer.Option("--work", help="Such as remediation=200, in m²; repeat it.")] = None,
    team_sites: Annotated[int, typer.Option("--team-sites", min=1, max=12, help="Sites that share the team.")] = 1,
    lang: Lang = Language.FR,
) -> None:
    """Write the dossier of a site, for the mayor and the council; or its comparison, or letters to its partners."""
    from geo.export.dossier import check_path, write_document
    from geo.study.dossier import Asked, drawn, gather, usual_files

    check_path(out)
    translate, files = translator(lang), usual_files(folder)
    costing = _costing(fenced, work, team_sites, files)
    asked = Asked(variant, tuple(compare or ()), _words(words), _photos(photo), _date(day), costing)
    with steps(translate) as step:
        surveyed, judgement = _judged(folder, profile, step)
        _check_sites(surveyed, (site, *asked.compared))
        step(N_("Sketching the garden"))
        sketches = drawn(surveyed, site)
        step(N_("Writing the files"))
        case = gather(surveyed, judgement, site, sketches, files, asked)
        write_document(out, _document(document, case, lang))
    say(str(out))


def _document(kind: Handout, case: "Case", language: str) -> "Document":
    from geo.present.comparison_sheet import comparison_of
    from geo.present.dossier import dossier as pages
    from geo.present.letters import letters

    makers = {Handout.DOSSIER: pages, Handout.COMPARISON: comparison_of, Handout.LETTERS: letters}
    return makers[kind](case, translator(language), language)


def _costing(fenced: float, works: Sequence[str] | None, sites: int, files: "Files") -> "Costing":
    """Read what is known of the cost; works are written as the id of their price and an area."""
    from geo.study.costing import Costing, optional_works

    known = optional_works(files)
    try:
        areas = {name.strip(): float(area) for name, area in (work.split("=") for work in works or ())}
        if not areas.keys() <= {*known}:
            raise ValueError
        return Costing(areas_m2=areas, fenced_m=fenced, sites=sites)
    except ValueError as error:
        raise CostError(
            Message(N_("These works cannot be counted: {works}."), {"works": tuple(works or ())}),
            remedy=Message(N_("Write such as remediation=200, with one of: {known}."), {"known": known}),
        ) from error


def export(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="Folder for study.gpkg, study.xlsx, map.html …")],
    site: Annotated[list[str] | None, typer.Option("--site", help="A site_id to sketch; repeat it.")] = None,
    profile: Annotated[Path | None, typer.Option("--profile", help="TOML file of criteria and weights.")] = None,
    lang: Lang = Language.FR,
) -> None:
    """Write a study for a GIS, for a spreadsheet that recomputes the scores, for a draughtsman."""
    from geo.export.gis import write_study
    from geo.study.dossier import drawn

    translate = translator(lang)
    with steps(translate) as step:
        surveyed, judgement = _judged(folder, profile, step)
        _check_sites(surveyed, site or ())
        step(N_("Sketching the gardens"))
        found = {name: drawn(surveyed, name) for name in site or ()}
        step(N_("Writing the files"))
        sketches = {name: one.sketches[0] for name, one in found.items() if one.sketches}
        files = write_study(out, surveyed, judgement, lang, sketches)
    for name, one in found.items():
        if one.refusal is not None:
            say(translate(Message(N_("{where}: {reason}"), {"where": name, "reason": one.refusal.reason})))
    for file in files:
        say(str(file))


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


def _check_sites(surveyed: "Survey", sites: Sequence[str]) -> None:
    """Refuse a site that is none before anything is drawn for it."""
    for site in sites:
        if site not in surveyed.sites.index:
            raise SourceError(
                Message(N_("No site of this territory has this identifier.")),
                where=site,
                remedy=Message(N_("Take one from the column site_id of ranking.csv, which `jachere screen` writes.")),
            )


def _words(path: Path | None) -> "OwnWords":
    from geo.sources.settings import read_settings
    from geo.study.own_words import OwnWords, parse_words

    return OwnWords() if path is None else parse_words(read_settings(path), where=path.name)


def _photos(paths: list[Path] | None) -> "tuple[Photo, ...]":
    from geo.present.dossier.photographs import printed

    return tuple(printed(_read(path), name=path.name) for path in (paths or [])[:_MOST_PHOTOS])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            Message(N_("This picture cannot be opened.")),
            where=str(path),
            remedy=Message(N_("Check its name and your rights.")),
        ) from error


def _date(day: datetime | None) -> date | None:
    return None if day is None else day.date()
