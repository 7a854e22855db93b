import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely import box

from geo.models import Verdict
from geo.plans import Zone
from geo.study.choices import OWN, Choices, Filters, Gardens, address_of, choices_at, choices_from
from geo.study.costing import Costing
from geo.study.plots import MOST_PLOTS, plot_of
from geo.study.profiles import profile_named, profile_of
from geo.study.wishes import Wish

A, B, C = "92901abb515e5be", "92902cc0515e5be", "2A004cc0515e5be"

MINE = plot_of(box(650_000.123, 6_860_000, 650_020, 6_860_030.5), "EPSG:2154")
SITES = st.sampled_from([A, B, C])
CHOICES = st.builds(
    Choices,
    profile=st.sampled_from(["technicien", "elu", "association"]),
    weights=st.dictionaries(st.sampled_from(["F1", "A1", "B1"]), st.integers(0, 400).map(lambda n: n / 4)),
    site=st.one_of(st.none(), SITES),
    compared=st.lists(SITES, unique=True).map(tuple),
    filters=st.builds(Filters, verdicts=st.just((Verdict.ELIGIBLE,)), least_m2=st.floats(0, 1e4)),
    gardens=st.builds(Gardens, count=st.integers(1, 12), kept=st.lists(SITES, unique=True).map(tuple)),
    given=st.sampled_from([(), (MINE,)]),
    costings=st.dictionaries(SITES, st.builds(Costing, fenced_m=st.floats(0, 90), sites=st.integers(1, 12))),
    wishes=st.dictionaries(SITES, st.builds(Wish, seed=st.integers(0, 9), shares=st.just({Zone.VERGER: 12}))),
)


@given(CHOICES)
def test_choices_come_back_from_the_store_as_they_were(choices):
    assert choices_from(choices.text()) == choices


@given(CHOICES)
def test_a_link_brings_back_what_it_holds(choices):
    found = choices_at(address_of(choices))
    assert (found.profile, found.weights, found.site) == (choices.profile, choices.weights, choices.site)
    assert found.compared == choices.compared
    if choices.site in choices.wishes:
        assert found.wishes == {choices.site: choices.wishes[choices.site]}


@given(st.dictionaries(st.sampled_from(["profile", "weights", "site", "compare", "sketch", "lang"]), st.text()))
def test_no_link_breaks_a_page(address):
    assert isinstance(choices_at(address), Choices)


@given(st.text())
def test_no_document_breaks_a_page(text):
    assert isinstance(choices_from(text), Choices)


def test_a_part_of_a_link_that_makes_no_sense_leaves_the_others():
    found = choices_at({"profile": "elu", "weights": "F1:-3", "site": A, "compare": f"{A},{A}", "sketch": "{"})
    assert (found.profile, found.weights, found.site, found.compared) == ("elu", {}, A, ())


def test_a_site_is_not_compared_with_itself_nor_with_too_many():
    with pytest.raises(ValidationError):
        Choices(compared=(A, A))
    with pytest.raises(ValidationError):
        Choices(compared=tuple(f"92901abb515e5b{n}" for n in range(5)))


def test_only_so_many_plots_are_kept_and_none_that_is_no_plot():
    assert len(Choices(given=[MINE] * MOST_PLOTS).given) == MOST_PLOTS
    with pytest.raises(ValidationError):
        Choices(given=[MINE] * (MOST_PLOTS + 1))
    assert choices_from('{"profile": "elu", "given": [{"epsg": 2154, "wkt": "POINT (0 0)"}]}') == Choices()


def test_a_point_of_view_of_ones_own_comes_back_with_the_study_and_not_in_a_link():
    own = profile_named("elu").with_weights({"F1": 41.5})
    chosen = Choices(profile=OWN, own=own, weights={"A1": 7})
    again = choices_from(chosen.text())
    assert again == chosen
    assert profile_of(again) == own.with_weights({"A1": 7})
    assert address_of(chosen) == {}
    assert profile_of(Choices(profile=OWN)).name == "technicien"
