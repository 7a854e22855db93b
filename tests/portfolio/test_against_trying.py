"""The solver against every set tried, on small offers of any kind."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import PortfolioError
from geo.portfolio import Goal, Limits, Offer, choose
from tests.portfolio.trying import best_by_trying

COMMUNES = ("Bagneux", "Clamart", "Malakoff")


@st.composite
def offers(draw):
    count, places = draw(st.integers(2, 7)), draw(st.integers(0, 6))
    names = [f"s{i}" for i in range(count)]
    figures = st.lists(st.integers(0, 10), min_size=count, max_size=count)
    candidates = pd.DataFrame(
        {
            "score": [10.0 * v for v in draw(figures)],
            "commune": draw(st.lists(st.sampled_from(COMMUNES), min_size=count, max_size=count)),
            "parcels": draw(
                st.lists(st.sets(st.sampled_from("ABCDEFGH"), max_size=2).map(tuple), min_size=count, max_size=count)
            ),
            "residence": draw(st.lists(st.booleans(), min_size=count, max_size=count)),
            "cost_high": [1000.0 * v for v in draw(figures)],
            "staff": [0.5 * v for v in draw(figures)],
            "x": [100.0 * v for v in draw(figures)],
            "y": [100.0 * v for v in draw(figures)],
        },
        index=names,
    )
    inhabitants = st.lists(st.integers(0, 5), min_size=places, max_size=places)
    columns = draw(st.sets(st.sampled_from([Goal.NEIGHBOURHOODS, Goal.GREEN_DEFICIT, Goal.PARTNERS])))
    index = [f"p{i}" for i in range(places)]
    demand = pd.DataFrame({goal: draw(inhabitants) for goal in sorted(columns)}, index=index, dtype=float)
    pairs = draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from(index)), max_size=20)) if places else set()
    coverage = pd.DataFrame(sorted(pairs), columns=["site_id", "place"], dtype=str)
    return Offer(candidates, demand, coverage)


limits = st.builds(
    Limits,
    gardens=st.integers(1, 4),
    exactly=st.booleans(),
    budget_eur=st.none() | st.integers(0, 25).map(lambda v: 1000.0 * v),
    staff=st.none() | st.integers(0, 12).map(float),
    teams=st.none() | st.integers(1, 2),
    sites_per_team=st.integers(1, 2),
    communes_least=st.integers(0, 3),
    communes_most=st.none() | st.integers(1, 3),
    most_per_commune=st.none() | st.integers(1, 3),
    least_in=st.dictionaries(st.sampled_from(COMMUNES), st.integers(0, 2), max_size=1),
    most_in=st.dictionaries(st.sampled_from(COMMUNES), st.integers(0, 2), max_size=1),
    required=st.sampled_from([(), (), ("s0",)]),
    refused=st.sampled_from([(), (), ("s1",)]),
    residences_least=st.integers(0, 1),
    apart_m=st.sampled_from([0.0, 0.0, 150.0, 400.0]),
)
weights = st.tuples(st.integers(1, 3), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)).map(
    lambda given: dict(zip(Goal, map(float, given), strict=True))
)


@given(offers(), limits, weights)
def test_the_best_three_are_those_of_trying_everything(offer, limits, weights):
    wanted = best_by_trying(offer, limits, weights, 3)
    if not wanted:
        with pytest.raises(PortfolioError, match="No set of gardens"):
            choose(offer, limits, weights)
        return
    found = choose(offer, limits, weights)
    assert [one.merit for one in found] == pytest.approx([merit for _, merit in wanted], abs=1e-6)
    assert [one.sites for one in found] == [sites for sites, _ in wanted]
    assert [one.gap for one in found] == [0.0] * len(found)


@given(offers(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(offer, random):
    def shuffled(frame):
        return frame.iloc[random.sample(range(len(frame)), len(frame))]

    mixed = Offer(shuffled(offer.candidates), shuffled(offer.demand), shuffled(offer.coverage))
    asked = Limits(2, exactly=False)
    assert choose(mixed, asked) == choose(offer, asked)
