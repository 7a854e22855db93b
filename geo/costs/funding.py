"""Who could help to pay: all to be checked, what is closed is told."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from geo.costs.documents import Frozen
from geo.costs.interval import Interval
from geo.costs.prices import Name


class Fund(Frozen):
    """
    A programme that gives money.

    Attributes
    ----------
    note
        For what, on which condition.
    low, high
        What it gives, where amounts are known. [€]
    most_percent
        Its largest share of the cost, where it is known. [%]
    to_check
        « À vérifier »: calls open and close.
    """

    id: Name
    label: str = Field(min_length=1, max_length=80)
    note: str = Field(min_length=1, max_length=200)
    closed: bool = False
    low: float | None = Field(default=None, ge=0, le=100_000_000)
    high: float | None = Field(default=None, ge=0, le=100_000_000)
    most_percent: float | None = Field(default=None, gt=0, le=100)
    dated: date
    to_check: bool = True

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("give both low and high, or neither")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low must not be larger than high")
        return self


class Funds(Frozen):
    """A file of funds."""

    funds: tuple[Fund, ...] = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _names_each_fund_once(self) -> Self:
        names = [fund.id for fund in self.funds]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the id {twice[0]} is used twice")
        return self


@dataclass(frozen=True, slots=True)
class Chance:
    """
    What a fund could give to one garden.

    Attributes
    ----------
    amount
        From nothing, since a request may be refused; missing where the fund tells no amount, or is closed. [€]
    """

    fund: Fund
    amount: Interval | None


def funding(funds: Funds, cost: Interval) -> tuple[Chance, ...]:
    """
    List the funds, those that are closed at the end, with what each could give at most.

    Parameters
    ----------
    cost
        Of the garden. No fund gives more than that. [€]
    """
    in_order = sorted(funds.funds, key=lambda fund: fund.closed)
    return tuple(Chance(fund, None if fund.closed else _amount(fund, cost)) for fund in in_order)


def _amount(fund: Fund, cost: Interval) -> Interval | None:
    limits = [cost.high]
    if fund.high is not None:
        limits.append(fund.high)
    if fund.most_percent is not None:
        limits.append(cost.high * fund.most_percent / 100)
    return Interval(0.0, min(limits)) if len(limits) > 1 else None
