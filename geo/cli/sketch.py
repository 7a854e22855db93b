"""The command `layout`: gardens sketched on sites."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.terminal import Lang, Language, reports, say, steps
from geo.errors import LayoutError
from geo.messages import N_, Message, Value
from geo.present.labels import translator

if TYPE_CHECKING:
    from geo.layout.programme import Programme
    from geo.plans import Sketch
    from geo.study.ground_files import Site, Sites


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked of every site."""

    out: Path
    programme: "Programme"
    variants: int
    seed: int
    language: str


def layout(
    sites: Annotated[Path, typer.Argument(metavar="SITES", help="Sites to sketch, one polygon each.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for OUT/<site_id>/plan-1.gpkg, .svg, .png …")],
    sun: Annotated[Path | None, typer.Option("--sun", help="Hours of sun, made by `jachere sun`.")] = None,
    street: Annotated[Path | None, typer.Option("--street", help="Lines along the public ways.")] = None,
    entrances: Annotated[Path | None, typer.Option("--entrances", help="Points: gates that never move.")] = None,
    obstacles: Annotated[Path | None, typer.Option("--obstacles", help="Polygons of what is kept.")] = None,
    terrain: Annotated[Path | None, typer.Option("--terrain", help="Terrain model (MNT): the bare ground.")] = None,
    buildings: Annotated[
        Path | None, typer.Option("--buildings", help="Polygons of buildings, on the sites and around them.")
    ] = None,
    programme: Annotated[
        Path | None, typer.Option("--programme", help="TOML file of zones, or clamart, residence, dense.")
    ] = None,
    variants: Annotated[int, typer.Option("--variants", min=1, max=9, help="Plans a site.")] = 3,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed, other plans.")] = 0,
    lang: Lang = Language.FR,
) -> None:
    """Sketch gardens on sites: zones, paths, beds, trees and furniture, with the rules that they meet or not."""
    from geo.study.ground_files import GroundFiles, read_sites

    translate = translator(lang)
    wish = _Wish(out, _programme(programme), variants, seed, lang)
    with steps(translate) as step:
        step(N_("Reading the files"))
        book = read_sites(GroundFiles(sites, street, entrances, obstacles, buildings, sun, terrain))
    for note in book.notes:
        say(translate(note))
    with reports(translate, N_("Sketching the gardens")) as report:
        for number, site in enumerate(book.sites, start=1):
            told = [
                Message(N_("{where}: {reason}"), {"where": site.site_id, "reason": text})
                for text in _laid_out(book, site, wish)
            ]
            report([translate(text) for text in told], number / len(book.sites))
    say(str(out))


def _programme(path: Path | None) -> "Programme":
    """Read a programme: a file, or the name of one of ours."""
    from geo.layout.programme import DEFAULT, FOLDER, parse_programme
    from geo.sources.settings import read_settings

    ours = FOLDER / f"{path}.toml"
    chosen = DEFAULT if path is None else ours if path.name == str(path) and ours.is_file() else path
    return parse_programme(read_settings(chosen), where=chosen.name)


def _laid_out(book: "Sites", site: "Site", wish: _Wish) -> Iterator[Message]:
    """Sketch a site, write its files, and tell what there is to know of it."""
    from geo.export.layout import write_refusal, write_sketches
    from geo.layout import sketch

    folder, usable_m2 = wish.out / site.site_id, 0.0
    try:
        prepared = book.prepare(site)
        usable_m2 = prepared.ground.usable.area
        yield from prepared.notes
        sketches = sketch(prepared.ground, wish.programme, variants=wish.variants, seed=wish.seed)
        if not sketches:
            raise LayoutError(Message(N_("No plan could be drawn on this land.")))
    except LayoutError as error:
        write_refusal(folder, error, usable_m2, wish.language)
        yield Message(N_("No plan. {reason}"), {"reason": error.reason})
        yield from [] if error.remedy is None else [error.remedy]
        return
    write_sketches(folder, sketches, wish.language, sources=book.files.names)
    yield from _verdict(sketches)


def _verdict(sketches: "Sequence[Sketch]") -> Iterator[Message]:
    count: dict[str, Value] = {"valid": sum(one.valid for one in sketches), "count": len(sketches)}
    yield Message(N_("Plans that meet every rule: {valid} of {count}."), count)
    best = sketches[0]
    for check in best.checks:
        if not check.met:
            yield Message(N_("Plan 1, rule not met: {rule}"), {"rule": check.text})
    yield from best.remedies
