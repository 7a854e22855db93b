import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.scoring import Theme
from geo.study import judge
from geo.study.council import council, counted, differing, ranked, ranks_among, shortlist, spread, themes
from geo.study.profiles import profile_named

PROFILE = profile_named("technicien")
POINTS = st.dictionaries(st.sampled_from([theme.value for theme in Theme]), st.integers(0, 10).map(float))


@given(POINTS)
def test_the_points_of_a_theme_are_all_shared_among_its_criteria(points):
    weights = spread(PROFILE, points)
    for theme in Theme:
        own = [weights[criterion.id] for criterion in PROFILE.criteria if criterion.theme is theme]
        assert sum(own) == pytest.approx(points.get(theme.value, 0.0))


def test_a_room_without_weights_keeps_the_usual_ones():
    found = council(PROFILE, {"Ana": {}, "Luc": {"land": 0.0}})
    assert (found.profile, len(found.shares), found.agreement) == (PROFILE, 0, None)


def test_everybody_counts_once_however_many_points_they_give():
    found = council(PROFILE, {"Ana": {"land": 10.0}, "Luc": {"social": 1.0}})
    assert found.profile.theme_weight(Theme.LAND) == pytest.approx(50)
    assert found.profile.theme_weight(Theme.SOCIAL) == pytest.approx(50)
    assert found.agreement == pytest.approx(0)


def test_people_who_agree_agree_wholly():
    found = council(PROFILE, {"Ana": {"land": 5.0, "social": 5.0}, "Luc": {"land": 2.0, "social": 2.0}})
    assert found.agreement == pytest.approx(1)


def test_one_person_alone_neither_agrees_nor_not():
    assert council(PROFILE, {"Ana": {"land": 5.0}}).agreement is None


def test_groups_are_told_apart_by_theme():
    found = council(PROFILE, {"Ana": {"land": 5.0}, "Luc": {"social": 5.0}, "Zoe": {"social": 1.0}})
    table = themes(PROFILE, found.shares, {"Ana": "Élus", "Luc": "Habitants", "Zoe": "Habitants"})
    assert table.loc["Élus"].to_dict() == pytest.approx(
        {"land": 100, "health": 0, "physical": 0, "services": 0, "social": 0}
    )
    assert table.loc["Habitants", "social"] == pytest.approx(100)


def test_votes_are_counted_site_by_site():
    table = counted(("a", "b", "c"), {"Ana": {"a": True, "b": False}, "Luc": {"a": True, "b": True}, "Zoe": {}})
    assert table.to_dict("index") == {
        "a": {"approve": 2, "refuse": 0},
        "b": {"approve": 1, "refuse": 1},
        "c": {"approve": 0, "refuse": 0},
    }


def test_sites_are_ranked_among_themselves(surveyed):
    judgement = judge(surveyed, PROFILE)
    few = judgement.results.sort_values("score").index[-9::3]
    ranks = ranks_among(judgement, few)
    assert set(ranks.index) == set(few)
    assert ranks.iloc[0] == 1
    assert ranks.is_monotonic_increasing
    pd.testing.assert_series_equal(ranks, ranks_among(judgement, few[::-1]))


def test_a_shortlist_ranks_as_the_whole_judgement_does(surveyed):
    usual = judge(surveyed, PROFILE)
    few = usual.results.sort_values("score").index[::40].tolist()
    moved = PROFILE.with_weights(spread(PROFILE, {"land": 1.0, "social": 7.0}))
    found = ranked(shortlist(surveyed, usual, few), moved)
    whole = judge(surveyed, moved)
    assert found["rank"].to_dict() == ranks_among(whole, few).to_dict()
    assert set(found["verdict"]) == {"eligible", "conditional", "excluded"} & set(whole.results.loc[few, "verdict"])
    columns = ["score", "score_low", "score_high", "reliability"]
    pd.testing.assert_frame_equal(found[columns], whole.results.loc[found.index, columns])
    assert found["rank"].is_monotonic_increasing


def test_the_group_that_differs_most_is_told_first():
    weights = {
        "A": {"land": 5.0},
        "B": {"land": 5.0},
        "C": {"land": 3.0, "social": 1.0, "health": 1.0},
        "D": {"land": 3.0, "social": 1.0, "health": 1.0},
    }
    found = council(PROFILE, weights)
    groups = {"A": "Élus", "B": "Élus", "C": "Habitants", "D": "Habitants"}
    table = differing(PROFILE, found.shares, groups)
    first = table.iloc[0]
    assert (first["group"], first["theme"]) == ("Élus", "land")
    assert first["difference"] == pytest.approx(40)
    assert len(table) == 2 * len(Theme)


def test_a_group_of_one_is_never_told_apart():
    found = council(PROFILE, {"A": {"land": 5.0}, "B": {"land": 5.0}, "C": {"social": 1.0}})
    assert differing(PROFILE, found.shares, {"A": "Élus", "B": "Élus", "C": "Habitants"}).empty
    assert differing(PROFILE, found.shares, {}).empty
    assert differing(PROFILE, council(PROFILE, {}).shares, {"A": "Élus"}).empty
