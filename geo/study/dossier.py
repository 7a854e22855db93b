"""All that a dossier tells of one site, gathered once: what the files know, its sketch, its costs, its neighbours.

::

    survey, judgement ─┐
    wish ── drawn ─────┼── gather ──▶ case ──▶ its pages
    own words, day ────┘
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.costs import Estimate, Figures, Files, Funds, Prices, builtin, parse
from geo.errors import GeoError
from geo.models import Role, Territory, Verdict
from geo.plans import Sketch, Zone
from geo.sources.settings import read_settings
from geo.study.costing import Costing, estimated
from geo.study.grounds import Prepared
from geo.study.judgement import Judgement, ranking
from geo.study.measures.social import partners
from geo.study.own_words import OwnWords
from geo.study.sketches import ground_of, sketched, usual_wish
from geo.study.surveyed import Survey
from geo.study.wishes import Wish

MOST_OTHERS = 5
"""Sites that one is compared with where nobody chose them."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that somebody took of the site."""

    data: bytes
    form: Literal["png", "jpg"]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Deliberation:
    """
    What a meeting that is closed said of the site.

    Attributes
    ----------
    present
        How many people took part.
    weighed
        How many of them gave weights.
    place, among
        Rank of the site under the weights of the room, and of how many; no place where it is excluded.
    approve, refuse
        Votes about the site.
    decision
        Empty where none was written.
    """

    title: str
    day: date | None
    present: int
    weighed: int
    place: int | None
    among: int
    approve: int
    refuse: int
    decision: str


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """
    The sketches of a site, or why there are none.

    Attributes
    ----------
    sketches
        The best first; none where `refusal` tells why.
    """

    prepared: Prepared | None
    sketches: tuple[Sketch, ...] = ()
    refusal: GeoError | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a person asks of a dossier.

    Attributes
    ----------
    variant
        Number of the sketch, from 1.
    compared
        Sites to compare with; the best others where there are none.
    day
        Of the dossier; by default none is written but that of the data, so that the same study gives the same pages.
    costing
        What the person knows of the cost.
    deliberations
        Of the meetings on this study, the latest first.
    """

    variant: int = 1
    compared: tuple[str, ...] = ()
    words: OwnWords = field(default_factory=OwnWords)
    photos: tuple[Photo, ...] = ()
    day: date | None = None
    costing: Costing = field(default_factory=Costing)
    deliberations: tuple[Deliberation, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """
    One site with all that its dossier tells.

    Attributes
    ----------
    partners
        Places within 800 m on foot (`geo.study.measures.social.partners`).
    others
        Sites that it is compared with, the best first; no two of them share a parcel.
    sketch, found
        Plan and estimate; missing where no garden could be drawn, and `drawn.refusal` tells why.
    """

    surveyed: Survey
    judgement: Judgement
    site: str
    asked: Asked
    drawn: Drawn
    partners: gpd.GeoDataFrame
    others: tuple[str, ...]
    sketch: Sketch | None
    found: Estimate | None

    @property
    def territory(self) -> Territory:
        """Where it is."""
        return self.surveyed.territory

    @property
    def row(self) -> pd.Series:
        """Its indicators."""
        return self.surveyed.indicators.loc[self.site]

    @property
    def standing(self) -> pd.Series:
        """Its verdict, rank and scores."""
        return self.judgement.results.loc[self.site]

    @property
    def verdict(self) -> Verdict:
        """What is thought of it."""
        return Verdict(self.standing["verdict"])

    @property
    def parcels(self) -> tuple[str, ...]:
        """Ids of its parcels."""
        return tuple(self.surveyed.sites.at[self.site, "parcels"])

    def frame(self, role: Role) -> pd.DataFrame | None:
        """Return the table of a role, if the territory has one."""
        return self.territory.layers[role].frame if role in self.territory.layers else None

    def number(self, indicator: str) -> float:
        """Return an indicator as a number; NaN where it is not known."""
        return float(self.row[indicator]) if indicator in self.row and pd.notna(self.row[indicator]) else float("nan")

    def word(self, indicator: str) -> str:
        """Return an indicator as a word; empty where it is not known."""
        return str(self.row[indicator]) if indicator in self.row and pd.notna(self.row[indicator]) else ""


def usual_files(folder: Path | None = None) -> Files:
    """
    Return the prices, figures and funds that come with the tool.

    Parameters
    ----------
    folder
        Of the territory; a `funding.toml` in it, made from ours, takes the place of our funds.

    Raises
    ------
    SourceError
        Its `funding.toml` cannot be read.
    CostError
        Something in it makes no sense.
    """
    funds = funds_file(folder)
    return Files(
        prices=parse(Prices, read_settings(builtin.PRICES), where=builtin.PRICES.name),
        figures=parse(Figures, read_settings(builtin.FIGURES), where=builtin.FIGURES.name),
        funds=parse(Funds, read_settings(funds), where=funds.name),
    )


def funds_file(folder: Path | None = None) -> Path:
    """
    Return the file of the funds of a territory: its own where it has one.

    Examples
    --------
    >>> funds_file().name, funds_file(Path("nowhere")) == funds_file()
    ('funding.toml', True)
    """
    own = None if folder is None else folder / builtin.FUNDS.name
    return own if own is not None and own.is_file() else builtin.FUNDS


def drawn(surveyed: Survey, site: str, wish: Wish | None = None) -> Drawn:
    """
    Sketch a site as a person wishes, or as is usual for such a site; keep why where it cannot be done.

    Parameters
    ----------
    site
        Its `site_id`.
    """
    prepared = None
    try:
        prepared = ground_of(surveyed, site)
        return Drawn(prepared, sketched(prepared.ground, wish or usual_wish(surveyed, site)))
    except GeoError as error:
        return Drawn(prepared, refusal=error)


def gather(
    surveyed: Survey, judgement: Judgement, site: str, sketches: Drawn, files: Files, asked: Asked | None = None
) -> Case:
    """
    Gather all that the dossier of a site tells.

    Parameters
    ----------
    site
        Its `site_id`.
    sketches
        From `drawn`.
    """
    asked = asked or Asked()
    found = sketches.sketches
    sketch = found[min(asked.variant, len(found)) - 1] if found else None
    return Case(
        surveyed=surveyed,
        judgement=judgement,
        site=site,
        asked=asked,
        drawn=sketches,
        partners=gpd.GeoDataFrame(partners(surveyed.territory, surveyed.sites.loc[[site]])),
        others=others(surveyed, judgement, site, asked.compared),
        sketch=sketch,
        found=None if sketch is None else estimated(surveyed, site, sketch, files, asked.costing),
    )


def others(surveyed: Survey, judgement: Judgement, site: str, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """
    Return the sites to compare one with: those that were asked for, else the best that share no land with it.

    Parameters
    ----------
    site
        Its `site_id`.
    asked
        Ids; unknown ones and the site itself are left out.
    """
    chosen = tuple(one for one in asked if one != site and one in surveyed.sites.index)
    return chosen or tuple(_best_apart(surveyed, judgement, site))


def _best_apart(surveyed: Survey, judgement: Judgement, site: str) -> Iterator[str]:
    """Yield the best sites, each on parcels of its own."""
    table = ranking(surveyed, judgement)
    taken, count = {*surveyed.sites.at[site, "parcels"]}, 0
    for name in table.index[table["verdict"] != Verdict.EXCLUDED]:
        parcels = {*table.at[name, "parcels"]}
        if name != site and not parcels & taken and count < MOST_OTHERS:
            taken |= parcels
            count += 1
            yield str(name)


def day_of_data(territory: Territory) -> date | None:
    """
    Return the latest day that a file of the territory says it is of.

    Returns
    -------
    day
        Nothing where no file is dated.
    """
    origins = [origin for layer in territory.layers.values() for origin in layer.provenances]
    origins += [raster.provenance for tiles in territory.rasters.values() for raster in tiles]
    days = [day for origin in origins if (day := day_of(origin.vintage)) is not None]
    return max(days, default=None)


def day_of(vintage: str) -> date | None:
    """
    Return the day of a vintage, where it tells one.

    Examples
    --------
    >>> day_of("2025-10-01"), day_of("2024")
    (datetime.date(2025, 10, 1), None)
    """
    try:
        return date.fromisoformat(vintage)
    except ValueError:
        return None


def theme_scores(judgement: Judgement, site: str) -> dict[str, float]:
    """
    Return what a site is worth in each theme: the mean of its known criteria by their weights; NaN where none is.

    Returns
    -------
    scores
        By theme. [0–100]
    """
    worth, found = judgement.utilities.loc[site], {}
    for theme in dict.fromkeys(criterion.theme for criterion in judgement.profile.criteria):
        known = [c for c in judgement.profile.criteria if c.theme == theme and pd.notna(worth[c.id]) and c.weight > 0]
        weights = [criterion.weight for criterion in known]
        found[theme.value] = float(np.average([worth[c.id] for c in known], weights=weights)) if known else float("nan")
    return found


def zone_hours(sketch: Sketch) -> dict[Zone, float]:
    """
    Return the mean hours of direct sun of each zone of a sketch, over the cells whose middle lies in it.

    Returns
    -------
    hours
        NaN where nothing is known of a zone; empty where the sun of the ground is not known. [h/day]
    """
    raster = sketch.plan.ground.sun
    if raster is None:
        return {}
    rows, columns = raster.values.shape
    bounds = raster.bounds
    x = bounds.west + (np.arange(columns) + 0.5) * (bounds.east - bounds.west) / columns
    y = bounds.north - (np.arange(rows) + 0.5) * (bounds.north - bounds.south) / rows
    xs, ys = np.meshgrid(x, y)
    inside = {zone: raster.values[shapely.contains_xy(shape, xs, ys)] for zone, shape in sketch.plan.zones.items()}
    known = {zone: hours[np.isfinite(hours)] for zone, hours in inside.items()}
    return {zone: float(hours.mean()) if len(hours) else float("nan") for zone, hours in known.items()}
