"""A profile says what counts and how much: criteria with weights and value functions, and rules that come first."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geo.errors import ScoringError
from geo.faults import faults_in
from geo.messages import N_, Message
from geo.models import Verdict

Utility = Annotated[float, Field(ge=0, le=100)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]


class Theme(StrEnum):
    """The five themes of the criteria."""

    LAND = "land"
    HEALTH = "health"
    PHYSICAL = "physical"
    SERVICES = "services"
    SOCIAL = "social"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Criterion(_Frozen):
    """
    One line of the additive model.

    Attributes
    ----------
    weight
        Importance; only its share of the sum of the weights matters. [points]
    indicator
        Column of the table of indicators.
    points
        Breakpoints (value, utility), in increasing order of the value; straight between them, flat beyond.
    categories
        Utility of each category, for an indicator that is no number. [0–100]
    none_found
        Utility when the search found nothing; without it, the end of the function. [0–100]
    source
        Where the function comes from; empty for our own assumption.
    """

    id: Name
    theme: Theme
    label: str = Field(min_length=1, max_length=80)
    weight: float = Field(ge=0, le=1000)
    indicator: Name
    unit: str = ""
    points: tuple[tuple[float, Utility], ...] = ()
    categories: Mapping[str, Utility] = Field(default_factory=dict)
    none_found: Utility | None = None
    source: str = ""

    @model_validator(mode="after")
    def _has_one_value_function(self) -> Self:
        if bool(self.points) == bool(self.categories):
            raise ValueError("give either points or categories")
        if self.points and len(self.points) < 2:
            raise ValueError("give at least two points")
        if any(later[0] <= earlier[0] for earlier, later in pairwise(self.points)):
            raise ValueError("the points must be in increasing order of the value")
        return self


class Rule(_Frozen):
    """
    A limit that comes before any score.

    Attributes
    ----------
    then
        What happens when the rule is tripped: the site is excluded, conditional, or there is something to check.
    below, above, among
        Tripped by a number under `below` or over `above`, or by one of the categories `among`.
    text
        What a person reads; ``{value}`` and ``{limit}`` stand for the figures.
    """

    id: Name
    then: Literal["excluded", "conditional", "check"]
    indicator: Name
    below: float | None = None
    above: float | None = None
    among: tuple[str, ...] = ()
    text: str = Field(min_length=1, max_length=300)
    source: str = ""

    @model_validator(mode="after")
    def _has_one_limit(self) -> Self:
        if [self.below is not None, self.above is not None, bool(self.among)].count(True) != 1:
            raise ValueError("give exactly one of below, above, among")
        return self

    @property
    def limit(self) -> float | None:
        """The number not to pass, if the rule has one."""
        return self.below if self.below is not None else self.above

    @property
    def verdict(self) -> Verdict:
        """The verdict of a site that trips this rule and no other."""
        return Verdict.ELIGIBLE if self.then == "check" else Verdict(self.then)


class Profile(_Frozen):
    """
    A point of view on the sites.

    Attributes
    ----------
    name
        Used in file names and links.
    label
        What a person reads.
    """

    name: Name
    label: str = Field(min_length=1, max_length=80)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for names in ([c.id for c in self.criteria], [r.id for r in self.rules]):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"the id {twice[0]} is used twice")
        if not sum(criterion.weight for criterion in self.criteria):
            raise ValueError("at least one weight must be positive")
        return self

    def with_weights(self, weights: Mapping[str, float]) -> "Profile":
        """
        Return the same profile with other weights.

        Parameters
        ----------
        weights
            By criterion id; the others keep theirs. [points]

        Raises
        ------
        ScoringError
            A weight is negative or not a number, or all are zero.
        """
        criteria = [
            criterion.model_dump() | {"weight": weights.get(criterion.id, criterion.weight)}
            for criterion in self.criteria
        ]
        return parse_profile(self.model_dump() | {"criteria": criteria}, where=self.name)

    def theme_weight(self, theme: Theme) -> float:
        """Return the sum of the weights of a theme. [points]"""
        return sum(criterion.weight for criterion in self.criteria if criterion.theme == theme)

    def with_theme_weights(self, weights: Mapping[Theme, float]) -> "Profile":
        """
        Return the same profile with other weights for its themes, shared inside each as they were.

        Parameters
        ----------
        weights
            By theme; the others keep theirs. [points]

        Raises
        ------
        ScoringError
            A weight is negative, or all are zero.
        """
        factors = {theme: weight / own for theme, weight in weights.items() if (own := self.theme_weight(theme))}
        return self.with_weights({c.id: c.weight * factors.get(c.theme, 1.0) for c in self.criteria})


def parse_profile(document: Mapping[str, Any], *, where: str) -> Profile:
    """
    Check a profile read from a file.

    Parameters
    ----------
    document
        The content of the TOML file.
    where
        Its name, for the message.

    Raises
    ------
    ScoringError
        Naming every key that is wrong and why.

    Examples
    --------
    >>> try:
    ...     parse_profile({"name": "mine", "label": "Mine", "criteria": []}, where="mine.toml")
    ... except ScoringError as error:
    ...     print(error.reason.values["faults"][0].values["key"])
    criteria
    """
    try:
        return Profile.model_validate(document)
    except ValidationError as error:
        faults = faults_in(error, N_("profile"))
        raise ScoringError(
            Message(N_("This profile cannot be used: {faults}."), {"faults": faults}),
            where=where,
            remedy=Message(N_("Correct these keys, or start again from a copy of the profile “technicien”.")),
        ) from error
