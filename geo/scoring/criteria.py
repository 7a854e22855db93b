"""What a criterion is: value functions of indicators, what is measured on the ground, what adds or takes away."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Utility = Annotated[float, Field(ge=0, le=100)]
Weight = Annotated[float, Field(ge=0, le=1000)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Label = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^{}]*$")]
"""Shown as it is, in the user's language where that is known: a brace would be read as a place for a value."""


class Theme(StrEnum):
    """The five themes of the criteria."""

    LAND = "land"
    HEALTH = "health"
    PHYSICAL = "physical"
    SERVICES = "services"
    SOCIAL = "social"


class Frozen(BaseModel):
    """A part of a profile: unknown keys, infinite numbers and changes are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Condition(Frozen):
    """
    What may be true of one indicator of a site; never of one that is unknown.

    Attributes
    ----------
    below, above, at_least, at_most
        Bounds of a number, all to be met where several are given.
    among
        Categories, for an indicator that is no number.
    """

    indicator: Name
    below: float | None = None
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    among: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[float, ...]:
        """The bounds that are given, the lower before the upper."""
        every = (self.above, self.at_least, self.below, self.at_most)
        return tuple(bound for bound in every if bound is not None)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if bool(self.bounds) == bool(self.among):
            raise ValueError("give either bounds (below, above, at_least, at_most) or among")
        return self


class Adjustment(Condition):
    """
    What a circumstance adds to a utility, or takes from it.

    Attributes
    ----------
    add
        The sum stays between 0 and 100. [utility]
    """

    add: float = Field(ge=-100, le=100)


class ValueFunction(Frozen):
    """
    What one indicator is worth, whatever the other sites are.

    Attributes
    ----------
    indicator
        Column of the table of indicators.
    points
        Breakpoints (value, utility), in increasing order of the value; straight between them, flat beyond. A value
        that stands twice makes a step, and its second utility counts from there on.
    categories
        Utility of each category, for an indicator that is no number. [0–100]
    none_found
        Utility when the search found nothing; without it, the end of the function. [0–100]
    source
        Where the function comes from; empty for our own assumption.
    """

    indicator: Name | Literal[""]
    unit: str = Field(default="", max_length=20, pattern=r"^[^{}]*$")
    points: tuple[tuple[float, Utility], ...] = ()
    categories: Mapping[str, Utility] = Field(default_factory=dict)
    none_found: Utility | None = None
    source: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        _check_function(self)
        return self


def _check_function(function: ValueFunction) -> None:
    if not function.indicator:
        raise ValueError("give its indicator")
    if bool(function.points) == bool(function.categories):
        raise ValueError("give either points or categories")
    _check_order([value for value, _ in function.points])


def _check_order(values: list[float]) -> None:
    if len(values) == 1:
        raise ValueError("give at least two points")
    if any(later < earlier for earlier, later in pairwise(values)):
        raise ValueError("the points must be in increasing order of the value")
    if any(values.count(value) > 2 for value in values):
        raise ValueError("a value can stand twice, for a step, and no more")


class Part(ValueFunction):
    """
    One of several indicators whose mean a criterion is.

    Attributes
    ----------
    label
        What a person reads.
    """

    label: Label


class Criterion(ValueFunction):
    """
    One line of the additive model: a value function of its own, or the mean of its parts.

    Attributes
    ----------
    weight
        Importance; only its share of the sum of the weights matters. [points]
    parts
        The mean of those that are known; unknown when none is.
    measured
        An indicator measured on the ground: it replaces a search that found nothing or an unknown, and otherwise can
        only lower the utility.
    adjustments
        Circumstances that add to the utility, in turn.
    """

    id: Name
    theme: Theme
    label: Label
    weight: Weight
    indicator: Name | Literal[""] = ""
    parts: tuple[Part, ...] = ()
    measured: Part | None = None
    adjustments: tuple[Adjustment, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        own = bool(self.indicator or self.points or self.categories or self.none_found is not None)
        if own and self.parts:
            raise ValueError("give either an indicator of its own or parts")
        if own:
            _check_function(self)
        elif len(self.parts) < 2:
            raise ValueError("give an indicator with points or categories, or at least two parts")
        return self

    @property
    def functions(self) -> tuple[ValueFunction, ...]:
        """Its parts, or itself where it has a value function of its own."""
        return self.parts or (self,)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that it reads, the most decisive first."""
        measured = () if self.measured is None else (self.measured,)
        names = [part.indicator for part in (*self.functions, *measured)]
        return tuple(dict.fromkeys([*names, *(adjustment.indicator for adjustment in self.adjustments)]))
