"""Charts of a judgement: what they draw, what they tell without colour and without eyes."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from geo.models import Verdict
from geo.present.acceptability import acceptability_chart, robustness_text
from geo.present.contributions import contributions_chart
from geo.present.labels import translator
from geo.present.palette import COMPARED_COLOURS, INK, THEME_COLOURS
from geo.present.profile import MOST_SITES, profile_chart
from geo.present.rendering import png_of_svg
from geo.present.score_rows import WIDTH_PX, Scale, axis, shared_out
from geo.present.themes import THEME_LABELS, Box, hatch_of
from geo.present.tornado import MOST_CRITERIA, tornado_chart
from geo.scoring import Theme, contributions, scores
from geo.scoring.sensitivity import tornado
from tests.present.test_svg import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
FRENCH = translator("fr")
LONG = "Chemin des Vignes-de-l’Ancienne-Abbaye prolongé (ZB 1001 + ZB 1002 + ZB 1003 + ZB 1004)"


def sites(profile, count, *, unknown=0.3):
    """Return names, results, utilities and weights of some sites, the same at each call."""
    random = np.random.default_rng(count)
    weights = pd.Series({criterion.id: criterion.weight for criterion in profile.criteria}, dtype=float)
    index = [f"s{place}" for place in range(count)]
    table = pd.DataFrame(random.uniform(0, 100, (count, len(weights))).round(1), index=index, columns=weights.index)
    table = table.mask(random.random(table.shape) < unknown)
    results = scores(table, weights, table.notna().astype(float))
    results.insert(0, "verdict", [list(Verdict)[place % 3] for place in range(count)])
    return {site: f"{LONG} {site}" for site in index}, results, table, weights


def texts(root):
    return [part.text for part in root.iter(f"{SVG}text")]


def rectangles(root, colour):
    return [part for part in root.iter(f"{SVG}rect") if part.get("fill") == colour]


def bars(profile, names, results, table, weights):
    return ET.fromstring(contributions_chart(names, results, contributions(table, weights), profile.criteria, FRENCH))


def profiles(profile, names, table):
    return ET.fromstring(profile_chart(names, table, profile.criteria, FRENCH))


def every_chart(profile, count, unknown, name=LONG):
    names, results, table, weights = sites(profile, count, unknown=unknown)
    names = {site: f"{name} {site}" for site in names}
    ranks = pd.DataFrame(np.full((count, count), 1 / count), index=list(names), columns=range(1, count + 1))
    first = next(iter(names))
    moved = tornado(table.loc[first], weights, table.loc[first].notna() * 0.8)
    return [
        contributions_chart(names, results, contributions(table, weights), profile.criteria, FRENCH),
        profile_chart(names, table, profile.criteria, FRENCH),
        acceptability_chart(names, ranks, FRENCH),
        tornado_chart(
            names[first], float(results.at[first, "score"]), table.loc[first], moved, profile.criteria, FRENCH
        ),
    ]


@pytest.mark.parametrize("unknown", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("count", [1, 4, 14])
def test_every_chart_is_named_in_words_draws_no_identifier_and_makes_a_picture(profile, count, unknown):
    for chart in every_chart(profile, count, unknown):
        root = ET.fromstring(chart)
        assert root.find(f"{SVG}title").text
        assert len(root.find(f"{SVG}desc").text) > 40 or unknown == 1
        assert not [part for part in root.iter() if part.get("id")]
        assert "nan" not in chart.lower()
        assert png_of_svg(chart)[1:4] == b"PNG"


@pytest.mark.parametrize("count", [1, 4, 14])
def test_nothing_is_drawn_beside_the_sheet(profile, count):
    for chart in every_chart(profile, count, 0.3):
        root = ET.fromstring(chart)
        height = float(root.get("height"))
        for part in root.iter(f"{SVG}rect"):
            assert -0.1 <= float(part.get("x")) <= float(part.get("x")) + float(part.get("width")) <= WIDTH_PX + 0.1
        for part in root.iter(f"{SVG}text"):
            assert 0 <= float(part.get("y")) <= height


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(profile, name):
    for chart in every_chart(profile, 2, 0.2, name):
        assert {part.tag.removeprefix(SVG) for part in ET.fromstring(chart).iter()} <= {
            "svg", "title", "desc", "g", "text", "rect", "path", "line",
        }  # fmt: skip


def test_the_parts_of_a_bar_are_as_long_as_what_the_themes_bring(profile):
    names, results, table, weights = sites(profile, 2, unknown=0.0)
    shares = contributions(table, weights)
    root = bars(profile, names, results, table, weights)
    per_point = (WIDTH_PX - 104 - 276) / 100
    for theme in Theme:
        ids = [criterion.id for criterion in profile.criteria if criterion.theme == theme]
        drawn = [float(part.get("width")) for part in rectangles(root, THEME_COLOURS[theme])][1:]
        assert drawn == pytest.approx((shares[ids].sum(axis=1) * per_point).tolist(), abs=0.02)


def test_the_themes_of_a_bar_follow_one_another_up_to_the_score(profile):
    names, results, table, weights = sites(profile, 1, unknown=0.0)
    root = bars(profile, names, results, table, weights)
    drawn = [rectangles(root, THEME_COLOURS[theme])[1] for theme in Theme]
    sides = [(float(part.get("x")), float(part.get("x")) + float(part.get("width"))) for part in drawn]
    assert sides[0][0] == 276
    assert [left for left, _ in sides[1:]] == pytest.approx([right for _, right in sides[:-1]], abs=0.02)
    assert sides[-1][1] == pytest.approx(276 + (WIDTH_PX - 380) * results["score"].iloc[0] / 100, abs=0.3)


def test_the_figures_in_a_bar_add_up_to_its_score(profile):
    for count in range(1, 15):
        names, _, table, weights = sites(profile, count, unknown=0.0)
        table = 60 + table * 0.4  # no theme is too thin for its figure
        results = scores(table, weights, table.notna() * 1.0).assign(verdict="eligible")
        root = bars(profile, names, results, table, weights)
        figures = [part for part in root.iter(f"{SVG}text") if part.get("text-anchor") == "middle"]
        inside = [int(part.text) for part in figures if part.get("font-weight")]
        assert sum(inside) == sum(round(score) for score in results["score"])


def test_a_score_is_never_alone(profile):
    names, results, table, weights = sites(profile, 4)
    told = texts(bars(profile, names, results, table, weights))
    for _, row in results.iterrows():
        assert str(round(row["score"])) in told
        assert f"{round(row['score_low'])}–{round(row['score_high'])}" in told
    assert {"Éligible", "Sous condition", "Exclu"} <= set(told)


def test_a_single_site_has_every_criterion_with_the_most_that_it_could_bring(profile):
    names, _, table, weights = sites(profile, 1, unknown=0.0)
    table.loc["s0", "A1"] = np.nan
    table.loc["s0", "F1"] = 100.0
    told = texts(
        bars(profile, names, scores(table, weights, table.notna() * 1.0).assign(verdict="eligible"), table, weights)
    )
    assert "inconnu, poids 12" in told
    # 10 points of the 88 that are known.
    assert "11,4 sur 11,4" in told
    assert len([text for text in told if re.fullmatch(r"[\d,]+ sur [\d,]+", text)]) == len(profile.criteria) - 1


def test_a_profile_has_one_mark_a_site_and_criterion_and_breaks_where_nothing_is_known(profile):
    names, _, table, _ = sites(profile, 2, unknown=0.0)
    table.loc["s1", "A1"] = np.nan
    root = profiles(profile, names, table)
    for place in range(2):
        full = [part for part in root.iter(f"{SVG}path") if part.get("fill") == COMPARED_COLOURS[place]]
        assert len(full) == 1 + len(profile.criteria) - place  # one in the legend
    hollow = [
        p for p in root.iter(f"{SVG}path") if p.get("stroke") == COMPARED_COLOURS[1] and p.get("fill") == "#FFFFFF"
    ]
    assert len(hollow) == 1
    segments = [
        p for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "2.5" and p.get("stroke") == COMPARED_COLOURS[1]
    ]
    assert len(segments) == 1 + len(profile.criteria) - 1 - 2


def test_a_profile_shows_four_sites_at_most_each_with_its_own_mark_and_dashes(profile):
    names, _, table, _ = sites(profile, 6, unknown=0.0)
    root = profiles(profile, names, table)
    assert MOST_SITES == 4
    legend = list(root.iter(f"{SVG}g"))
    marks = {re.sub(r"[\d. -]", "", group.findall(f"{SVG}path")[1].get("d")) for group in legend}
    dashes = {group.findall(f"{SVG}path")[0].get("stroke-dasharray") for group in legend}
    assert len(legend) == len(dashes) == 4
    assert len(marks) >= 3
    assert "s4" not in root.find(f"{SVG}desc").text


def test_criteria_without_weight_are_not_compared(profile):
    names, _, table, _ = sites(profile, 2, unknown=0.0)
    told = texts(profiles(profile.with_weights({"B5": 0.0}), names, table))
    assert "Espace vert par habitant" not in told
    assert "Espace vert par habitant" in texts(profiles(profile, names, table))


RANKS = pd.DataFrame(
    {1: [0.2, 0.7, 0.1], 2: [0.5, 0.2, 0.3], 3: [0.2, 0.1, 0.3], 4: [0.1, 0.0, 0.3]}, index=["a", "b", "c"]
)
NAMES = {"a": "Rue Haute", "b": "Rue Basse", "c": "Parcelle B 7"}


def test_ranks_are_stacked_from_the_site_that_is_most_often_first():
    root = ET.fromstring(acceptability_chart(NAMES, RANKS, FRENCH))
    told = texts(root)
    assert [text for text in told if text in NAMES.values() or text == "Parcelle B\u00a07"] == [
        "Rue Basse", "Rue Haute", "Parcelle B\u00a07",
    ]  # fmt: skip
    assert {"70\u00a0%", "50\u00a0%", "30\u00a0%", "1er", "4e ou au-delà", "dans les trois premiers"} <= set(told)
    assert "Rue Basse\u00a0: premier 70\u00a0%, deuxième 20\u00a0%" in root.find(f"{SVG}desc").text


def test_sites_beyond_the_twelfth_are_counted():
    many = pd.DataFrame(np.full((15, 2), 0.5), index=[f"s{i:02}" for i in range(15)], columns=[1, 2])
    chart = acceptability_chart({site: site for site in many.index}, many, FRENCH)
    assert (
        "3 autres terrains ne sont pas montrés\u00a0: chacun est premier dans 50\u00a0% des tirages au plus." in chart
    )


@pytest.mark.parametrize(
    ("first", "words"),
    [(0.75, "dépend à peine"), (0.749, "Les poids comptent"), (0.5, "Les poids comptent"), (0.499, "qui décident")],
)
def test_the_sentence_follows_how_often_the_best_site_is_first(first, words):
    rest = (1 - first) / 2
    ranks = pd.DataFrame({1: [first, rest, rest], 2: [1 - first, rest, rest]}, index=["a", "b", "c"])
    told = robustness_text(NAMES, ranks, 10_000, FRENCH)
    assert words in told
    assert "10\u202f000" in told


def test_one_site_or_none_has_a_sentence_of_its_own():
    assert "Un seul terrain" in robustness_text(NAMES, RANKS.loc[["a"]], 10, FRENCH)
    assert "tous sont exclus" in robustness_text(NAMES, RANKS.loc[[]], 10, FRENCH)


def test_a_tornado_tells_what_is_unknown_and_how_many_criteria_are_left_out(profile):
    _, results, table, weights = sites(profile, 1, unknown=0.0)
    table.loc["s0", "A1"] = np.nan
    moved = tornado(table.loc["s0"], weights, table.loc["s0"].notna() * 0.8)
    chart = tornado_chart(
        "Rue Haute", float(results.at["s0", "score"]), table.loc["s0"], moved, profile.criteria, FRENCH
    )
    told = texts(ET.fromstring(chart))
    assert "septembre (inconnu)" in " ".join(told)
    assert f"non montrés\u00a0: {len(profile.criteria) - MOST_CRITERIA}." in chart
    assert "Ce qui fait bouger la note de Rue Haute" in chart


def test_the_ends_of_a_tornado_are_those_of_its_table(profile):
    criteria = profile.criteria[:1]
    moved = pd.DataFrame(
        {"without": [40.0], "doubled": [60.0], "worst": [45.0], "best": [70.0]}, index=[criteria[0].id]
    )
    worth = pd.Series({criteria[0].id: 50.0})
    root = ET.fromstring(tornado_chart("Rue Haute", 50.0, worth, moved, criteria, FRENCH))
    # The axis goes from 40 to 70 in steps of 5: the ends stand twice, once on it and once beside their bar.
    assert {value: texts(root).count(value) for value in ("40", "60", "45", "70")} == dict.fromkeys(
        ["40", "60", "45", "70"], 2
    )
    widths = [float(part.get("width")) for part in root.iter(f"{SVG}rect") if part.get("fill") != "none"][2:]
    assert widths[0] / widths[1] == pytest.approx(20 / 25, abs=1e-3)


def test_what_moves_nothing_has_no_bar(profile):
    criteria = profile.criteria[:1]
    still = pd.DataFrame(
        {"without": [50.0], "doubled": [50.0], "worst": [45.0], "best": [45.1]}, index=[criteria[0].id]
    )
    root = ET.fromstring(tornado_chart("Rue Haute", 50.0, pd.Series({criteria[0].id: 50.0}), still, criteria, FRENCH))
    assert len([part for part in root.iter(f"{SVG}rect") if part.get("fill") != "none"]) == 2 + 1


def test_figures_are_legible_on_every_theme():
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for colour in THEME_COLOURS.values():
        assert (luminance(colour) + 0.05) / (luminance(INK) + 0.05) >= 4.5


def test_themes_are_told_apart_without_colour():
    assert set(THEME_COLOURS) == {theme.value for theme in Theme} == {theme.value for theme in THEME_LABELS}
    assert len({hatch_of(Box(0, 0, 40, 20), theme) for theme in Theme}) == len(Theme)


@pytest.mark.parametrize("theme", list(Theme))
def test_a_hatch_stays_inside_its_rectangle(theme):
    path = hatch_of(Box(10, 20, 33, 26), theme)
    for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path):
        assert 10 <= float(x) <= 43
        assert 20 <= float(y) <= 46


def test_a_scale_has_its_values_under_it():
    assert [part.text for part in axis(Scale(0, 10), 0, 9, "\u00a0%") if part.text] == [
        f"{value}\u00a0%" for value in (0, 20, 40, 60, 80, 100)
    ]


def test_amounts_are_rounded_to_their_total():
    assert shared_out([0.5, 0.5], 1) == [1, 0]
    assert shared_out([], 0) == []
