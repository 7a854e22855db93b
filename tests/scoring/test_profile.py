"""A wrong profile is refused with the key that is wrong; weights can be changed, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ScoringError, SourceError
from geo.scoring import Theme, builtin, parse_profile
from geo.sources.settings import read_settings


def base(name):
    return read_settings(builtin.path_of(name))


DOCUMENT = base("technicien")
DEFAULT = parse_profile(DOCUMENT, where="technicien.toml")
PART = {"indicator": "soil_ph", "label": "pH", "points": [[4, 0], [6, 100]]}
PARTS = {"indicator": "", "categories": {}}


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
        (changed(rule={"among": ["yes"]}), "rules.0"),
        (changed(rule={"below": None}), "rules.0"),
        (changed(rule={"unless": {"indicator": "access"}}), "rules.0.unless"),
        (changed(criterion={"points": [[0, 0], [1, 1], [1, 2], [1, 3]], "categories": {}}), "criteria.0"),
        (changed(criterion={"parts": [PART, PART]}), "criteria.0"),
        (changed(criterion=PARTS | {"parts": [PART]}), "criteria.0"),
        (changed(criterion=PARTS | {"parts": [PART, PART | {"points": [[0, 0]]}]}), "criteria.0.parts.1"),
        (changed(criterion=PARTS | {"parts": [PART, PART | {"indicator": ""}]}), "criteria.0.parts.1"),
        (changed(criterion={"measured": {"indicator": "lead_mg_kg", "label": "lead"}}), "criteria.0.measured"),
        (
            changed(criterion={"adjustments": [{"indicator": "a", "at_least": 1, "add": 101}]}),
            "criteria.0.adjustments.0.add",
        ),
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


@pytest.mark.parametrize("path", builtin.PROFILES, ids=lambda path: path.stem)
def test_the_profiles_differ_by_their_weights_alone(path):
    profile = parse_profile(read_settings(path), where=path.name, bases=base)
    assert profile.name == path.stem
    assert sum(profile.weights.values()) == 100
    assert profile.with_weights(DEFAULT.weights).model_dump() | {"name": "", "label": ""} == (
        DEFAULT.model_dump() | {"name": "", "label": ""}
    )


def test_who_weighs_what():
    elu, association = (parse_profile(base(name), where=name, bases=base) for name in ("elu", "association"))
    heavier = {
        profile.name: {theme for theme in Theme if profile.theme_weight(theme) > DEFAULT.theme_weight(theme)}
        for profile in (elu, association)
    }
    assert heavier == {
        "elu": {Theme.LAND, Theme.SOCIAL},
        "association": {Theme.PHYSICAL, Theme.SERVICES, Theme.SOCIAL},
    }


MINE = {"extends": "technicien", "name": "mine", "label": "Mine"}


def test_a_file_of_ones_own_changes_what_it_names_and_keeps_the_rest():
    rule = {"id": "slope", "then": "conditional", "indicator": "slope_percent", "above": 8, "text": "Steep"}
    own = {"id": "X1", "theme": "social", "label": "Bees", "weight": 1, "indicator": "bees", "points": [[0, 0], [1, 9]]}
    profile = parse_profile(
        MINE | {"weights": {"F1": 3, "X1": 2}, "rules": [rule], "criteria": [own]}, where="m", bases=base
    )
    assert (profile.weights["F1"], profile.weights["X1"], profile.weights["F2"]) == (3, 2, 6)
    assert [r.limit for r in profile.rules if r.id == "slope"] == [8]
    assert len(profile.rules) == len(DEFAULT.rules)
    assert len(profile.criteria) == len(DEFAULT.criteria) + 1


@pytest.mark.parametrize(
    ("document", "key"),
    [
        (MINE | {"weights": {"F9": 1}}, "weights.F9"),
        (MINE | {"weights": {"F1": -1}}, "weights.F1"),
        (MINE | {"colour": "red"}, "colour"),
        ({"extends": "technicien"}, "name"),
        (MINE | {"weights": dict.fromkeys(DEFAULT.weights, 0)}, "profile"),
        (MINE | {"rules": [{"id": "slope"}]}, "rules.0.then"),
    ],
)
def test_a_fault_of_an_extension_names_its_key(document, key):
    with pytest.raises(ScoringError) as raised:
        parse_profile(document, where="mine.toml", bases=base)
    assert raised.value.where == "mine.toml"
    assert key in [fault.values["key"] for fault in raised.value.reason.values["faults"]]


def test_a_profile_to_extend_must_exist():
    with pytest.raises(ScoringError, match="nobody") as raised:
        parse_profile(MINE | {"extends": "nobody"}, where="mine.toml", bases=base)
    assert raised.value.remedy.values["names"] == ("technicien", "elu", "association")


def test_without_the_files_of_the_tool_an_extension_is_no_profile():
    with pytest.raises(ScoringError, match="extends"):
        parse_profile(MINE, where="mine.toml")


def test_a_profile_names_all_that_it_reads():
    by_id = {criterion.id: criterion.indicators for criterion in DEFAULT.criteria}
    assert by_id["A4"] == ("soil_depth_cm", "soil_texture", "soil_ph")
    assert by_id["S1"] == ("pollution_distance_m", "lead_mg_kg")
    assert by_id["B5"] == ("green_m2_per_inhabitant", "gardens_nearby")
    assert {rule.id: rule.indicators for rule in DEFAULT.rules}["no_way_in"] == ("frontage_m", "access")
