"""A quantity that is known between two bounds: no cost of a garden is one number."""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Interval:
    """
    From `low` to `high`, neither negative.

    Bounds are added and multiplied one by one: nothing is supposed on how doubts make up for one another.

    Raises
    ------
    ValueError
        The bounds are negative, not finite or in the wrong order.

    Examples
    --------
    >>> Interval(1, 2) + Interval(3, 4), Interval(1, 2) * Interval(3, 4), Interval(6, 8) / Interval(2, 3)
    (Interval(low=4, high=6), Interval(low=3, high=8), Interval(low=2.0, high=4.0))
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (0 <= self.low <= self.high and isfinite(self.high)):
            raise ValueError(f"from {self.low} to {self.high} is no interval")

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, other: "Interval | float") -> "Interval":
        by = _interval(other)
        return Interval(self.low * by.low, self.high * by.high)

    def __truediv__(self, other: "Interval | float") -> "Interval":
        by = _interval(other)
        return Interval(self.low / by.high, self.high / by.low)

    def meets(self, other: "Interval") -> bool:
        """
        Return whether a value can lie in both.

        Examples
        --------
        >>> Interval(1, 2).meets(Interval(2, 3)), Interval(1, 2).meets(Interval(3, 4))
        (True, False)
        """
        return self.low <= other.high and other.low <= self.high


ZERO = Interval(0.0, 0.0)


def total(intervals: "list[Interval] | tuple[Interval, ...]") -> Interval:
    """
    Add intervals.

    Examples
    --------
    >>> total([Interval(1, 2), Interval(3, 4)])
    Interval(low=4.0, high=6.0)
    """
    return sum(intervals, start=ZERO)


def _interval(value: "Interval | float") -> Interval:
    return value if isinstance(value, Interval) else Interval(value, value)
