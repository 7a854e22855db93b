"""The commands on a territory: `check` its files, `screen` it for sites."""

from pathlib import Path
from typing import Annotated, Any

import typer

from geo.cli.terminal import AsJson, Lang, Language, print_json, print_table, say, steps
from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Health, Territory
from geo.present.labels import Translator, column_label, translator

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the territory: parcels/ and layers/.")]


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
    with steps(translate) as step:
        step(N_("Reading the files"))
        territory = territories.open_territory(folder)
    if write_manifest:
        territories.write_manifest(territory)
    rows = screening.health_rows(territory, translate)
    title = screening.territory_title(territory, translate)
    if as_json:
        print_json({"territory": territory.name, "fictional": territory.fictional, "layers": rows})
    else:
        cells = [[_cell(row[name], translate) for name in _HEALTH] for row in rows]
        print_table(title, [translate(Message(label)) for label in _HEALTH.values()], cells)
    refuse(territory)


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
    from geo.scoring import builtin
    from geo.study.profiles import read_profile
    from geo.territory import open_territory

    translate, path = translator(lang), profile or builtin.DEFAULT
    with steps(translate) as step:
        view = read_profile(path)
        step(N_("Reading the files"))
        territory = open_territory(folder)
        refuse(territory)
        step(N_("Looking for candidate sites"))
        surveyed = study.survey(territory)
        step(N_("Scoring"))
        judgement = study.judge(surveyed, view)
        step(N_("Writing the files"))
        files = screening.write(out, surveyed, judgement, lang)
    if as_json:
        print_json(screening.document(surveyed, judgement, translate))
        return
    best = study.ranking(surveyed, judgement).index[:_LISTED]
    cards = screen_views.site_cards(surveyed, judgement, best, translate).values()
    rows = [[card.rank, card.title, card.verdict_text, card.score_text, card.detail] for card in cards]
    title = screen_views.territory_title(territory, translate)
    print_table(title, [column_label(name, translate) for name in _RANKING], rows)
    for file in files:
        say(str(file))


_LISTED = 20
_RANKING = ("rank", "parcels", "verdict", "score", "reasons")


def refuse(territory: Territory) -> None:
    """Stop at the first file that was refused: a ranking without it would look complete."""
    for row in territory.health:
        if row.state is Health.REFUSED:
            reason, *remedy = row.notes
            raise SourceError(reason, where=row.file, remedy=remedy[0] if remedy else None)


def _cell(value: Any, translate: Translator) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(value)
    return translate(value)
