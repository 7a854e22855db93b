"""The file of figures that are no prices: water, team, yield, thresholds of the law."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from geo.costs.documents import Frozen, Reference


class WaterFigures(Frozen):
    """
    What a garden drinks and what it catches.

    Attributes
    ----------
    need
        A watering. [L/m²]
    every
        Time between two waterings. [days]
    heatwave
        How many times the need in a heatwave. [–]
    season
        Days of the year in which one waters. [days]
    roof
        Rain that a roof gives. [m³/m²·yr]
    tank
        What one tank of the plan holds. [m³]
    """

    need: Reference
    every: Reference
    heatwave: Reference
    season: Reference
    roof: Reference
    tank: Reference


class TeamFigures(Frozen):
    """
    Who works there, on which contracts.

    Attributes
    ----------
    gardeners, supervisors
        Of a whole team.
    hours
        Of a gardener on an insertion contract. [h/week]
    full_time_hours
        Of a full-time post, and of a supervisor. [h/week]
    weeks
        Worked in a year. [weeks]
    per_supervisor
        Gardeners that one supervisor may have at most.
    aid
        State aid for a full-time post of a gardener. [€/yr]
    aid_extra
        Part of the aid that depends on results. [%]
    source
        Of the numbers of people.
    """

    gardeners: int = Field(ge=1, le=200)
    supervisors: int = Field(ge=0, le=50)
    full_time_hours: float = Field(gt=0, le=48)
    per_supervisor: int = Field(ge=1, le=100)
    source: str = Field(min_length=1, max_length=120)
    dated: date
    hours: Reference
    weeks: Reference
    aid: Reference
    aid_extra: Reference


class FormalityFigures(Frozen):
    """
    Thresholds of the law.

    Attributes
    ----------
    shed_free_m2, shed_permit_m2
        Up to the first nothing is asked, over the second a permit is. [m²]
    tall_tree_m
        Over this height a tree is tall. [m]
    tall_distance_m, short_distance_m
        From a tall tree, and from a short one, to the neighbour's boundary. [m]
    """

    shed_free_m2: float = Field(gt=0, le=1_000)
    shed_permit_m2: float = Field(gt=0, le=1_000)
    tall_tree_m: float = Field(gt=0, le=20)
    tall_distance_m: float = Field(ge=0, le=20)
    short_distance_m: float = Field(ge=0, le=20)
    dated: date
    to_check: bool = True

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.shed_free_m2 > self.shed_permit_m2:
            raise ValueError("shed_free_m2 must not be larger than shed_permit_m2")
        return self


class Figures(Frozen):
    """
    A file of figures.

    Attributes
    ----------
    yearly_yield
        Food of a community garden, by area of the edible zones. [kg/m²·yr]
    edible_share
        Usual share of the edible zones in a plot. [%]
    """

    water: WaterFigures
    team: TeamFigures
    formalities: FormalityFigures
    yearly_yield: Reference
    edible_share: Reference

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every figure with its source, in the order of the file."""
        parts = (self.water, self.team, self)
        return tuple(value for part in parts for _, value in part if isinstance(value, Reference))
