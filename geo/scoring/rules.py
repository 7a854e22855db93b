"""What a rule is: a limit that comes before any score."""

from typing import Literal

from pydantic import Field

from geo.models import Verdict
from geo.scoring.criteria import Condition, Name

_PLACES = r"^([^{}]|\{value\}|\{limit\})*$"
"""No other place nor format: anybody may write a profile, and “{value:999999999}” would fill the memory."""


class Rule(Condition):
    """
    A limit that comes before any score.

    Attributes
    ----------
    then
        What happens when the rule is tripped: the site is excluded, conditional, or there is something to check.
    unless
        What lifts the rule, such as an access that someone saw.
    text
        What a person reads; ``{value}`` and ``{limit}`` stand for the figures.
    if_unknown
        What a person reads where nobody knows whether the rule is tripped; empty for a rule too light to be checked
        everywhere.
    source
        Where the limit comes from; empty for our own assumption.
    """

    id: Name
    then: Literal["excluded", "conditional", "check"]
    unless: Condition | None = None
    text: str = Field(min_length=1, max_length=300, pattern=_PLACES)
    if_unknown: str = Field(default="", max_length=300, pattern=_PLACES)
    source: str = Field(default="", max_length=200)

    @property
    def limit(self) -> float | None:
        """The number not to pass, if the rule has one; the lower of two."""
        return self.bounds[0] if self.bounds else None

    @property
    def verdict(self) -> Verdict:
        """The verdict of a site that trips this rule and no other."""
        return Verdict.ELIGIBLE if self.then == "check" else Verdict(self.then)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that it reads."""
        return (self.indicator,) if self.unless is None else (self.indicator, self.unless.indicator)
