"""A wrong profile is refused with the key that is wrong; weights can be changed, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ScoringError, SourceError
from geo.scoring import Theme, builtin, parse_profile
from geo.sources.settings import read_settings

DOCUMENT = read_settings(builtin.DEFAULT)


def changed(criterion=None, rule=None, **top):
    document = DOCUMENT | top
    if criterion:
        document |= {"criteria": [DOCUMENT["criteria"][0] | criterion, *DOCUMENT["criteria"][1:]]}
    if rule:
        document |= {"rules": [DOCUMENT["rules"][0] | rule, *DOCUMENT["rules"][1:]]}
    return document


@pytest.mark.parametrize(
    ("document", "key"),
    [
        (changed(criterion={"weight": -1}), "criteria.0.weight"),
        (changed(criterion={"weight": float("nan")}), "criteria.0.weight"),
        (changed(criterion={"points": [[0, 0], [1, 100]]}), "criteria.0"),
        (changed(criterion={"categories": {}}), "criteria.0"),
        (changed(criterion={"categories": {}, "points": [[0, 0]]}), "criteria.0"),
        (changed(criterion={"categories": {}, "points": [[1, 0], [0, 9]]}), "criteria.0"),
        (changed(criterion={"categories": {"commune": 101}}), "criteria.0.categories.commune"),
        (changed(criterion={"id": "A2"}), "profile"),
        (changed(criterion={"colour": "red"}), "criteria.0.colour"),
        (changed(criteria=[]), "criteria"),
        (changed(rule={"above": 3.0}), "rules.0"),
        (changed(rule={"then": "perhaps"}), "rules.0.then"),
        (changed(name="../../etc"), "name"),
        ({}, "name"),
    ],
)
def test_the_message_names_the_key(document, key):
    with pytest.raises(ScoringError) as raised:
        parse_profile(document, where="mine.toml")
    assert raised.value.where == "mine.toml"
    assert key in [fault.values["key"] for fault in raised.value.reason.values["faults"]]
    assert raised.value.remedy


def test_all_weights_at_zero_are_refused():
    profile = parse_profile(DOCUMENT, where="t")
    with pytest.raises(ScoringError, match="positive"):
        profile.with_weights(dict.fromkeys([c.id for c in profile.criteria], 0))


@given(st.dictionaries(st.sampled_from(list(Theme)), st.integers(1, 100), min_size=1))
def test_theme_weights_keep_the_shares_inside_a_theme(weights):
    profile = parse_profile(DOCUMENT, where="t")
    moved = profile.with_theme_weights(weights)
    for theme in Theme:
        assert moved.theme_weight(theme) == pytest.approx(weights.get(theme, profile.theme_weight(theme)))
    shares = [[c.weight / p.theme_weight(c.theme) for c in p.criteria] for p in (profile, moved)]
    assert shares[0] == pytest.approx(shares[1])


def test_a_syntax_error_names_the_line(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\nlabel = oops\n', encoding="utf-8")
    with pytest.raises(SourceError, match="line 2"):
        read_settings(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = " + b"1" * (1 << 20)])
def test_a_settings_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"mine\.toml"):
        read_settings(path)


def test_a_settings_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match="cannot be opened"):
        read_settings(tmp_path / "none.toml")
