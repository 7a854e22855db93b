"""Hand-computed choices: the covering problem, Clamart's question, every limit tripped and just missed."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import milp

from geo.errors import PortfolioError
from geo.portfolio import Goal, Limits, Offer, choose
from tests.portfolio.clamart import OFFER, QUESTION, SITES

PEOPLE_ONLY = {Goal.NEIGHBOURHOODS: 1.0}


def line(inhabitants, near, scores=None):
    """Return an offer in which sites along a street serve some of the places along it."""
    names = sorted(near)
    sites = pd.DataFrame(
        {"score": scores or [50.0] * len(names), "commune": "c", "parcels": [(name,) for name in names]}, index=names
    )
    pairs = [(site, place) for site in names for place in near[site]]
    places = pd.DataFrame({Goal.NEIGHBOURHOODS: inhabitants.values()}, index=list(inhabitants), dtype=float)
    return Offer(sites, places, pd.DataFrame(pairs, columns=["site_id", "place"], dtype=str))


def test_the_covering_problem_that_a_greedy_choice_loses():
    # The middle serves most alone (12), then only 5 more: 17. Both ends together serve all 22.
    street = line({"a": 5, "b": 6, "c": 6, "d": 5}, {"end": "ab", "middle": "bc", "other-end": "cd"})
    best, second, third = choose(street, Limits(2), PEOPLE_ONLY)
    assert best.sites == ("end", "other-end")
    assert best.reached[Goal.NEIGHBOURHOODS].served == best.reached[Goal.NEIGHBOURHOODS].total == 22
    assert (best.merit, best.gap) == (100.0, 0.0)
    # Equals stand in the order of their ids.
    assert [second.sites, third.sites] == [("end", "middle"), ("middle", "other-end")]
    assert second.merit == third.merit == pytest.approx(100 * 17 / 22)
    (alone, *_) = choose(street, Limits(1), PEOPLE_ONLY)
    assert alone.sites == ("middle",)


def test_who_lives_near_two_gardens_counts_once():
    street = line({"a": 10, "b": 4}, {"east": "ab", "west": "a"})
    (both,) = choose(street, Limits(2), PEOPLE_ONLY)
    reach = both.reached[Goal.NEIGHBOURHOODS]
    assert (reach.served, reach.by_one_only) == (14, {"east": 4.0, "west": 0.0})


def test_a_pair_that_is_told_twice_counts_once():
    twice = replace(OFFER, coverage=pd.concat([OFFER.coverage, OFFER.coverage]))
    assert choose(twice, QUESTION) == choose(OFFER, QUESTION)


def test_no_gap_is_left_to_the_solver(monkeypatch):
    asked = []

    def spied(*arguments, **named):
        asked.append(named["options"])
        return milp(*arguments, **named)

    monkeypatch.setattr("scipy.optimize.milp", spied)
    choose(OFFER, QUESTION, seconds=9.0)
    assert [*map(dict, asked)] == [{"mip_rel_gap": 0.0, "time_limit": 9.0}] * len(asked)
    assert asked


def test_the_best_of_9_880_sets_that_are_nearly_alike():
    random = np.random.default_rng(7)
    names = [f"s{place:02d}" for place in range(40)]
    near = random.random((40, 60)) < 0.2
    people = random.integers(90, 110, 60).astype(float)
    offer = line(dict(zip((f"p{place:02d}" for place in range(60)), people, strict=True)), dict.fromkeys(names, ()))
    site, place = np.nonzero(near)
    pairs = pd.DataFrame({"site_id": np.array(names)[site], "place": offer.demand.index.to_numpy()[place]})
    best = choose(replace(offer, coverage=pairs), Limits(3), PEOPLE_ONLY, count=1)[0]
    served = max(float(people[near[list(three)].any(axis=0)].sum()) for three in combinations(range(40), 3))
    assert best.reached[Goal.NEIGHBOURHOODS].served == pytest.approx(served)


def test_places_that_the_same_gardens_serve_add_up():
    street = line({"a": 10, "b": 4, "c": 6}, {"east": "ab", "west": "c"})
    assert [one.merit for one in choose(street, Limits(1), PEOPLE_ONLY)] == pytest.approx([70.0, 30.0])


def test_the_question_of_clamart():
    best, second, third = choose(OFFER, QUESTION)
    # Fontenay, Malakoff and Clamart have the best sites: three communes, no residence.
    assert tuple(SITES["score"].nlargest(3).index) == ("fontenay-gare", "malakoff-passage", "clamart-pavillons")
    assert best.sites == ("bagneux-dalle", "clamart-adoma", "clamart-pavillons")
    # 40 % of the mean score, 30 % of 3 000 of 3 000, 15 % of 2 200 of 4 000, 15 % of 4 of 5.
    assert best.score == pytest.approx((70 + 68 + 80) / 3)
    assert best.merit == pytest.approx(0.4 * 218 / 3 + 30 + 15 * 2200 / 4000 + 15 * 4 / 5)
    assert (best.communes, best.residences, best.cost_high) == ({"Bagneux": 1, "Clamart": 2}, 1, 132_000)
    assert best.merit > second.merit > third.merit
    assert [one.gap for one in (best, second, third)] == [0, 0, 0]
    assert second.sites == ("bagneux-dalle", "clamart-adoma", "clamart-plateau")


def test_sites_that_share_a_parcel_are_never_chosen_together():
    # Pavillons and plateau share C4, dalle and mail B2.
    for portfolio in choose(OFFER, Limits(4), count=30):
        chosen = set(portfolio.sites)
        assert not {"clamart-pavillons", "clamart-plateau"} <= chosen
        assert not {"bagneux-dalle", "bagneux-mail"} <= chosen


SQUARE = Offer(
    pd.DataFrame(
        {
            "score": [90.0, 80.0, 70.0, 60.0],
            "commune": ["K", "K", "L", "M"],
            "parcels": [("1",), ("2",), ("3",), ("4",)],
            "residence": [False, False, False, True],
            "cost_high": [50.0, 40.0, 30.0, 20.0],
            "staff": [2.0, 1.5, 1.0, 0.5],
            "x": [0.0, 300.0, 0.0, 300.0],
            "y": [0.0, 0.0, 400.0, 400.0],
        },
        index=list("abcd"),
    ),
    pd.DataFrame(index=pd.Index([], dtype=str)),
    pd.DataFrame({"site_id": [], "place": []}, dtype=str),
)


@pytest.mark.parametrize(
    ("just_missed", "tripped", "instead"),
    [
        ({"budget_eur": 90.0}, {"budget_eur": 89.99}, "ac"),
        ({"staff": 3.5}, {"staff": 3.49}, "ac"),
        ({"communes_least": 1}, {"communes_least": 2}, "ac"),
        ({"communes_most": 1}, {"communes_most": 1, "most_in": {"K": 1}}, None),
        ({"most_per_commune": 2}, {"most_per_commune": 1}, "ac"),
        ({"least_in": {"K": 2}}, {"least_in": {"L": 1}}, "ac"),
        ({"most_in": {"K": 2}}, {"most_in": {"K": 1}}, "ac"),
        ({"required": ("a",)}, {"required": ("d",)}, "ad"),
        ({"refused": ("c", "d")}, {"refused": ("a",)}, "bc"),
        ({"residences_least": 0}, {"residences_least": 1}, "ad"),
        ({"apart_m": 300.0}, {"apart_m": 300.1}, "ac"),
        ({"apart_m": 500.0, "refused": ("b", "c")}, {"apart_m": 500.1, "refused": ("b", "c")}, None),
        ({"teams": 1, "sites_per_team": 2}, {"teams": 1, "sites_per_team": 1}, None),
    ],
)
def test_every_limit_trips_and_just_misses(just_missed, tripped, instead):
    loosely = choose(SQUARE, Limits(2, **just_missed))[0]
    assert loosely.sites == (("a", "d") if "refused" in just_missed and "apart_m" in just_missed else ("a", "b"))
    if instead is None:
        with pytest.raises(PortfolioError, match="No set of gardens"):
            choose(SQUARE, Limits(2, **tripped))
    else:
        assert choose(SQUARE, Limits(2, **tripped))[0].sites == tuple(instead)


def test_at_most_takes_fewer_where_no_more_fit():
    assert choose(SQUARE, Limits(3, exactly=False, budget_eur=50.0))[0].sites == ("c", "d")
    # The mean is over the three that were asked for: a place left empty is worth nothing.
    assert choose(SQUARE, Limits(3, exactly=False, budget_eur=50.0))[0].merit == pytest.approx((70 + 60) / 3)
    assert choose(SQUARE, Limits(3, exactly=False, budget_eur=20.0))[0].sites == ("d",)


def remedies(limits, offer=SQUARE):
    with pytest.raises(PortfolioError) as caught:
        choose(offer, limits)
    return [str(way) for way in caught.value.remedy.values["limits"]]


def test_what_to_relax_is_said_with_the_figure_that_would_do():
    assert remedies(Limits(3, budget_eur=60.0)) == [
        "gardens: 3 (possible: 2)",
        "budget: at most 60.0 € (possible: 90)",
    ]
    assert remedies(Limits(2, staff=1.0)) == ["gardens: 2 (possible: 1)", "posts: at most 1.0 (possible: 1.5)"]
    assert remedies(Limits(2, communes_least=3)) == ["gardens: 2 (possible: 3)", "communes: at least 3 (possible: 2)"]
    assert remedies(Limits(1, residences_least=2)) == ["gardens in a residence: at least 2 (possible: 1)"]
    assert remedies(Limits(2, required=("a",), refused=("a",))) == [
        "a chosen in any case",
        "a left out in any case",
    ]


def test_the_figure_named_does_and_a_little_less_does_not():
    assert choose(SQUARE, Limits(3, budget_eur=90.0))[0].sites == ("b", "c", "d")
    with pytest.raises(PortfolioError):
        choose(SQUARE, Limits(3, budget_eur=89.0))


def test_two_limits_are_named_when_no_single_one_is_to_blame():
    asked = Limits(2, budget_eur=10.0, staff=0.4)
    assert remedies(asked) == ["budget: at most 10.0 € and posts: at most 0.4 together"]


def test_three_limits_to_blame_are_not_searched_for():
    with pytest.raises(PortfolioError, match="Take three limits away"):
        choose(SQUARE, Limits(2, budget_eur=10.0, staff=0.4, residences_least=2))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"candidates": SITES.iloc[:0]}, "no site to choose from"),
        ({"candidates": pd.concat([SITES, SITES.iloc[:1]])}, "bagneux-dalle: named twice"),
        ({"candidates": SITES.drop(index="clamart-adoma")}, "clamart-adoma: not in its table"),
        ({"candidates": SITES.assign(score=np.nan)}, "score: missing or out of its bounds"),
        ({"candidates": SITES.assign(score=100.1)}, "score: missing or out of its bounds"),
        ({"demand": OFFER.demand.assign(partners=-1.0)}, "partners: missing or negative"),
        ({"demand": OFFER.demand.drop(index="gare")}, "gare: not in its table"),
    ],
)
def test_an_offer_without_meaning_is_refused(change, fault):
    with pytest.raises(PortfolioError) as caught:
        choose(replace(OFFER, **change), QUESTION)
    assert fault in [str(one) for one in caught.value.reason.values["faults"]] or fault in str(caught.value)


@pytest.mark.parametrize(
    ("limits", "weights", "fault"),
    [
        (Limits(0), PEOPLE_ONLY, "at least one garden is needed"),
        (Limits(1, teams=1, sites_per_team=0), PEOPLE_ONLY, "at least one garden is needed"),
        (Limits(1, required=("z",)), PEOPLE_ONLY, "z: not among the sites to choose from"),
        (Limits(1, staff=1.0), PEOPLE_ONLY, "staff: missing or out of its bounds"),
        (
            Limits(1),
            {Goal.SCORE: -1.0, Goal.PARTNERS: 2.0},
            "weights are positive or zero, and one of them is positive",
        ),
        (Limits(1), {Goal.SCORE: 0.0}, "weights are positive or zero, and one of them is positive"),
    ],
)
def test_a_question_without_meaning_is_refused(limits, weights, fault):
    with pytest.raises(PortfolioError) as caught:
        choose(OFFER, limits, weights)
    assert [str(one) for one in caught.value.reason.values["faults"]] == [fault]


def test_a_score_of_exactly_the_bounds_is_accepted():
    assert choose(replace(OFFER, candidates=SITES.assign(score=100.0)), QUESTION)[0].score == 100


def test_a_goal_of_which_nothing_is_known_is_left_aside():
    nobody = replace(OFFER, demand=OFFER.demand.assign(green_deficit=0.0).drop(columns=Goal.PARTNERS))
    best = choose(nobody, QUESTION)[0]
    assert best.shares == pytest.approx({Goal.SCORE: 4 / 7, Goal.NEIGHBOURHOODS: 3 / 7})
    with pytest.raises(PortfolioError, match="Nothing is known"):
        choose(nobody, QUESTION, {Goal.PARTNERS: 1.0})


def test_costs_that_are_not_known_are_not_summed():
    known = SITES.assign(cost_low=SITES["cost_high"].where(SITES.index != "clamart-adoma"))
    assert np.isnan(choose(replace(OFFER, candidates=known), QUESTION)[0].cost_low)


def test_a_search_without_time_says_so():
    with pytest.raises(PortfolioError, match=r"in 0\.0 s"):
        choose(OFFER, QUESTION, seconds=0.0)


def test_the_solver_is_not_taken_at_its_word(monkeypatch):
    from geo.portfolio import solving

    def wrong(objective, integers, rows, seconds):
        return solving.Solved(np.ones(len(objective)), float(objective.sum()))

    monkeypatch.setattr(solving, "solve", wrong)
    with pytest.raises(RuntimeError, match="breaks a limit"):
        choose(OFFER, QUESTION)
