"""What the files of prices, figures and funds have in common: a figure with its doubt, its source and its date."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.costs.interval import Interval
from geo.errors import CostError
from geo.faults import faults_in
from geo.messages import N_, Message


class Basis(StrEnum):
    """What a figure rests on, from the strongest to the weakest."""

    PUBLISHED = "published"
    GENERAL_KNOWLEDGE = "general_knowledge"
    ASSUMPTION = "assumption"


class Frozen(BaseModel):
    """A part of a file: unknown keys, infinite numbers and changes are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Figure(Frozen):
    """
    A number that a person can change, and why it can be believed.

    Attributes
    ----------
    low, high
        Between which the truth is thought to lie. [unit of the figure]
    published
        The one number that the source gives, where low and high around it are our assumption. [unit of the figure]
    source
        Who published it; empty for general knowledge and for our assumptions.
    dated
        When it was published or, failing that, written here.
    to_check
        « À vérifier »: nobody has confirmed it for the town yet.
    """

    label: str = Field(min_length=1, max_length=80)
    low: float = Field(ge=0, le=1_000_000)
    high: float = Field(ge=0, le=1_000_000)
    published: float | None = None
    basis: Basis
    source: str = Field(default="", max_length=120)
    dated: date
    to_check: bool = True

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("low must not be larger than high")
        if self.published is not None and not self.low <= self.published <= self.high:
            raise ValueError("the published number must lie between low and high")
        if (self.basis == Basis.PUBLISHED) != bool(self.source):
            raise ValueError("a published figure needs its source, and only a published one has a source")
        return self

    @property
    def interval(self) -> Interval:
        """From low to high. [unit of the figure]"""
        return Interval(self.low, self.high)


class Reference(Figure):
    """
    A figure with its unit.

    Attributes
    ----------
    unit
        Such as ``L/m²``.
    """

    unit: str = Field(min_length=1, max_length=20)


Part = TypeVar("Part", bound=Frozen)


def parse(model: type[Part], document: Mapping[str, Any], *, where: str) -> Part:
    """
    Check what was read from a file of prices, figures or funds.

    Parameters
    ----------
    model
        What the file should hold.
    document
        The content of the TOML file.
    where
        Its name, for the message.

    Raises
    ------
    CostError
        Naming every key that is wrong and why.

    Examples
    --------
    >>> try:
    ...     parse(Reference, {"label": "Pay", "low": 3, "high": 2}, where="mine.toml")
    ... except CostError as error:
    ...     print([fault.values["key"] for fault in error.reason.values["faults"]])
    ['basis', 'dated', 'unit']
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        faults = faults_in(error, Message(N_("the whole file")))
        raise CostError(
            Message(N_("This file of prices and figures cannot be used: {faults}."), {"faults": faults}),
            where=where,
            remedy=Message(N_("Correct these keys, or start again from a copy of the file that comes with the tool.")),
        ) from error
