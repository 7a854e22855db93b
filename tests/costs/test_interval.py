"""Bounds stay in order whatever is done with them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.costs.interval import Interval, total

bounds = st.tuples(st.floats(0.01, 1e6), st.floats(0.01, 1e6)).map(lambda pair: Interval(min(pair), max(pair)))


@pytest.mark.parametrize(("low", "high"), [(2, 1), (-1, 1), (0, math.inf), (math.nan, 1), (0, math.nan)])
def test_what_is_no_interval_is_refused(low, high):
    with pytest.raises(ValueError, match="no interval"):
        Interval(low, high)


@given(bounds, bounds, st.floats(0, 1), st.floats(0, 1))
def test_every_result_of_values_inside_is_inside(one, other, part, other_part):
    a = one.low + part * (one.high - one.low)
    b = other.low + other_part * (other.high - other.low)
    for found, value in ((one + other, a + b), (one * other, a * b), (one / other, a / b)):
        assert found.low * (1 - 1e-9) <= value <= found.high * (1 + 1e-9)


def test_a_number_multiplies_both_bounds():
    assert Interval(1, 2) * 3 == Interval(3, 6)
    assert Interval(3, 6) / 3 == Interval(1, 2)
    assert total([]) == Interval(0, 0)


@pytest.mark.parametrize(("other", "meets"), [((0, 1), True), ((2.5, 9), True), ((0, 0.9), False), ((3.1, 4), False)])
def test_intervals_meet_when_a_value_is_in_both(other, meets):
    assert Interval(1, 3).meets(Interval(*other)) is meets
