"""The command `sun`: hours of direct sun on every cell of a surface model."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.terminal import Lang, Language, say, share_done
from geo.errors import SourceError
from geo.messages import N_, Message
from geo.present.labels import translator

if TYPE_CHECKING:
    from geo.sunlight import Scene


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
    crowns: Annotated[
        Path | None, typer.Option("--crowns", help="TOML file: share of the sun that crowns let through, by month.")
    ] = None,
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
        transmissivity=_through(crowns, evergreen=evergreen),
        scratch=_folder_of(out),
    )
    season = sunlight.season_of(_scene(dsm, terrain, trees), period)
    with share_done(translate, N_("Following the sun")) as told:
        write_blocks(out, season.scene.surface, season.bands, sunlight.sun_hours(season, means, told))
    say(str(out))
    if sites is not None:
        from geo.export.sun import write_sites

        say(str(write_sites(out.with_suffix(".csv"), sites, out, season.scene)))


def _through(crowns: Path | None, *, evergreen: bool) -> Mapping[int, float]:
    """Return the share of the sun that crowns let through, by month."""
    from geo.sources.settings import read_settings
    from geo.sunlight import DECIDUOUS, EVERGREEN, transmissivity_of

    if crowns is not None:
        return transmissivity_of(read_settings(crowns), where=crowns.name)
    return EVERGREEN if evergreen else DECIDUOUS


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
