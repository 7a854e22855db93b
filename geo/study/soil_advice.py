"""What is known of the soil of a site, against what is usual and what is too much, and what to do about it.

No threshold binds the soil of a garden in France: the figures below are those that health agencies and agronomists
compare with. Nothing found is never clean.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import geopandas as gpd
import pandas as pd
import shapely

from geo.messages import N_, Message
from geo.models import Role
from geo.overlaps import outlines
from geo.schemas import METALS
from geo.study.surveyed import Survey

FLAGGED_M = 100.0
"""Places of an inventory that are farther are not told. [m]"""
BINDING_M = 50.0
"""A place of an inventory that is nearer forbids food in the ground until a study (our assumption). [m]"""

VIGILANCE_MG_KG, SCREENING_MG_KG = 100.0, 300.0
"""Lead: vigilance, to be checked with the health agency; screening of the HCSP, 2014. [mg/kg]"""
BIOACCESSIBLE_MG_KG = 90.0
"""Lead that the body can take up: the screening of the HCSP is 300 where 30 % of it is. [mg/kg]"""

USUAL_MG_KG: Mapping[str, float] = MappingProxyType(
    {"lead": 32.6, "cadmium": 0.41, "copper": 21.0, "zinc": 70.0, "nickel": 32.0, "chromium": 62.0}
)
"""Nine farmed soils of Île-de-France in ten hold less (aqua regia; denis-baize.fr). [mg/kg]"""

_VEGETABLES_CM, _TREES_CM = 30.0, 60.0
_LEAST_PH, _MOST_PH = 6.0, 7.5
_HEALTH_AGENCY = "HCSP, 2014"
_AGRONOMY = "denis-baize.fr"


class Level(StrEnum):
    """How much of a metal there is."""

    USUAL = "usual"
    UNUSUAL = "unusual"
    VIGILANCE = "vigilance"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Flag:
    """
    A place that an inventory of polluted, or possibly polluted, land names near a site. Unknown texts are empty.

    Attributes
    ----------
    distance_m
        From the outline of the site, 0 on it. [m]
    """

    name: str
    register: str
    state: str
    url: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Metal:
    """
    What a laboratory found of one metal.

    Attributes
    ----------
    column
        Of the survey, such as ``lead_mg_kg``.
    usual, limit
        What most farmed soils of the region hold less of, and the figure not to pass, where there is one. [mg/kg]
    """

    column: str
    value: float
    usual: float | None
    limit: float | None
    level: Level


@dataclass(frozen=True, slots=True)
class Advice:
    """
    One thing to do.

    Attributes
    ----------
    grave
        It comes before any food.
    source
        Who says so; empty for our own assumption.
    """

    text: Message
    grave: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Soil:
    """
    The soil of a site.

    Attributes
    ----------
    searched
        An inventory of polluted land was read that speaks of this place.
    advice
        The gravest first.
    """

    flags: tuple[Flag, ...]
    metals: tuple[Metal, ...]
    searched: bool
    advice: tuple[Advice, ...]


def soil_of(surveyed: Survey, site: str) -> Soil:
    """
    Gather what is known of the soil of a site and what follows from it.

    Parameters
    ----------
    site
        Its `site_id`.
    """
    row = surveyed.indicators.loc[site]
    found = metals_of(row)
    near = _flags(surveyed, site)
    told = sorted([*_health(row, found), *_growing(row)], key=lambda one: not one.grave)
    return Soil(near, found, bool(pd.notna(row.get("pollution_distance_m"))), tuple(told))


def metals_of(row: "pd.Series[float]") -> tuple[Metal, ...]:
    """
    Hold what a laboratory found against what is usual and what is too much.

    Parameters
    ----------
    row
        Indicators of a site, by name. [mg/kg]

    Examples
    --------
    >>> found = metals_of(pd.Series({"lead_mg_kg": 210.0, "cadmium_mg_kg": 0.41, "zinc_mg_kg": 71.0}))
    >>> [(one.column, one.level.value) for one in found]
    [('lead_mg_kg', 'vigilance'), ('cadmium_mg_kg', 'usual'), ('zinc_mg_kg', 'unusual')]
    """
    columns = [*(f"{metal}_mg_kg" for metal in METALS), "lead_bioaccessible_mg_kg"]
    return tuple(_metal(column, float(row[column])) for column in columns if pd.notna(row.get(column)))


def _metal(column: str, value: float) -> Metal:
    usual = USUAL_MG_KG.get(column.removesuffix("_mg_kg"))
    limit = {"lead_mg_kg": SCREENING_MG_KG, "lead_bioaccessible_mg_kg": BIOACCESSIBLE_MG_KG}.get(column)
    level = Level.USUAL if usual is None or value <= usual else Level.UNUSUAL
    if column == "lead_mg_kg" and value >= VIGILANCE_MG_KG:
        level = Level.VIGILANCE
    if limit is not None and value > limit:
        level = Level.TOO_MUCH
    return Metal(column, value, usual, limit, level)


def _flags(surveyed: Survey, site: str) -> tuple[Flag, ...]:
    if Role.POLLUTION not in surveyed.territory.layers:
        return ()
    frame = gpd.GeoDataFrame(surveyed.territory.layers[Role.POLLUTION].frame)
    distance = pd.Series(shapely.distance(outlines(frame), surveyed.sites.geometry[site]), index=frame.index)
    near = frame.assign(distance_m=distance)[distance <= FLAGGED_M].sort_values("distance_m", kind="stable")
    texts = ["name", "register", "state", "url"]
    rows = pd.DataFrame(near)[[*texts, "distance_m"]].fillna(dict.fromkeys(texts, "")).to_dict("records")
    return tuple(Flag(**{str(name): value for name, value in row.items()}) for row in rows)


def _health(row: "pd.Series[float]", metals: tuple[Metal, ...]) -> Iterator[Advice]:
    """Yield what is to be done before food is grown."""
    levels = {metal.column: metal.level for metal in metals}
    if Level.TOO_MUCH in levels.values():
        text = N_("No food in the ground and no corner for children: flowers, and beds off the ground, only.")
        yield Advice(Message(text), grave=True, source=_HEALTH_AGENCY)
        yield Advice(Message(N_("Ask the regional health agency (ARS) before any work.")), grave=True)
    elif levels.get("lead_mg_kg") is Level.VIGILANCE:
        text = N_(
            "Cover the bare soil, grow food in raised beds of brought soil, ask the regional health agency (ARS)."
        )
        yield Advice(Message(text), grave=True, source=_HEALTH_AGENCY)
    distance = row.get("pollution_distance_m")
    if pd.isna(distance):
        yield Advice(
            Message(N_("No inventory of polluted land was read: have the soil analysed before food is grown."))
        )
    elif distance <= BINDING_M:
        yield Advice(Message(N_("No food in the ground before a study of the soil.")), grave=True)
    elif "lead_mg_kg" not in levels:
        yield Advice(
            Message(N_("Have lead, cadmium, zinc and pH analysed before food is grown: some samples, some weeks."))
        )
    if "lead_mg_kg" in levels:
        yield Advice(Message(N_("An analysis holds for the places that were sampled: have each future bed checked.")))
    if Level.UNUSUAL in levels.values():
        text = N_("Some metals are above what most farmed soils hold: have the laboratory read the figures with you.")
        yield Advice(Message(text), source=_AGRONOMY)


def _growing(row: "pd.Series[float]") -> Iterator[Advice]:
    """Yield what the ground itself asks for (general knowledge of gardeners, our assumption)."""
    depth, acidity = row.get("soil_depth_cm"), row.get("soil_ph")
    if pd.notna(depth) and depth < _VEGETABLES_CM:
        yield Advice(Message(N_("Under 30 cm of soil, vegetables need brought soil or raised beds.")))
    elif pd.notna(depth) and depth < _TREES_CM:
        yield Advice(
            Message(N_("Enough soil for vegetables; trees need 60 cm: dig their holes deeper, or choose shrubs."))
        )
    if pd.notna(acidity) and acidity < _LEAST_PH:
        yield Advice(Message(N_("A sour soil: lime it, or grow what likes it (pH 6 to 7.5 suits vegetables).")))
    if pd.notna(acidity) and acidity > _MOST_PH:
        yield Advice(Message(N_("An alkaline soil: compost year after year (pH 6 to 7.5 suits vegetables).")))
    if row.get("soil_texture") in {"clay", "sand"}:
        yield Advice(Message(N_("A hard texture to work: compost and mulch make it lighter, and keep its water.")))
