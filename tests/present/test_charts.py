import itertools
import xml.etree.ElementTree as ET
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.messages import Message
from geo.present.charts import merged_needs, month_chart, spread
from geo.present.labels import translator
from geo.present.palette import SUN_RAMP
from tests.present.test_svg import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
FRENCH = translator("fr")
HOURS = {1: 1.24, 4: 5.8, 6: 8.0, 7: nan}
NEEDS = (("Potager", 6), ("Verger", 5), ("Aromatiques", 5), ("Fleurs", 3))


def drawn(hours=HOURS, needs=NEEDS, translate=FRENCH, language="fr"):
    return ET.fromstring(month_chart(hours, needs, translate, language=language))


def texts(root):
    return [part.text for part in root.iter(f"{SVG}text")]


def bars(root):
    return [part for part in root.iter(f"{SVG}rect") if part.get("width") == "26"]


def test_each_known_month_is_a_bar_in_the_colour_of_its_class():
    assert [bar.get("fill") for bar in bars(drawn())] == [SUN_RAMP[0], SUN_RAMP[2], SUN_RAMP[4]]


def test_a_bar_is_as_tall_as_its_hours():
    low, middle, high = (float(bar.get("height")) for bar in bars(drawn()))
    assert low / high == pytest.approx(1.24 / 8, abs=1e-3)
    assert middle / high == pytest.approx(5.8 / 8, abs=1e-3)
    feet = {round(float(bar.get("y")) + float(bar.get("height")), 1) for bar in bars(drawn())}
    assert len(feet) == 1


def test_values_and_months_are_written_as_the_language_does():
    assert [text for text in texts(drawn()) if text in ("1,2", "5,8", "8,0", "?")] == ["1,2", "5,8", "8,0", "?"]
    assert [text for text in texts(drawn()) if len(text) == 1 and text.isalpha()] == ["J", "A", "J", "J"]
    assert "1.2" in texts(drawn(translate=translator("en"), language="en"))


def test_every_figure_is_told_in_words():
    assert drawn().find(f"{SVG}title").text == "Soleil direct mois par mois"
    assert drawn().find(f"{SVG}desc").text == (
        "Heures de soleil direct par jour\u00a0: janvier 1,2\u00a0h, avril 5,8\u00a0h, juin 8,0\u00a0h, "
        "juillet inconnu. "
        "Besoins\u00a0: Potager 6,0\u00a0h, Verger 5,0\u00a0h, Aromatiques 5,0\u00a0h, Fleurs 3,0\u00a0h."
    )


def test_needs_of_the_same_hours_share_a_line():
    dashed = [part for part in drawn().iter(f"{SVG}path") if part.get("stroke-dasharray")]
    assert len(dashed) == 3
    assert {"Potager 6\u00a0h", "Verger, Aromatiques 5\u00a0h", "Fleurs 3\u00a0h"} <= set(texts(drawn()))


def test_a_need_may_be_a_message_or_missing():
    assert "Communes 6\u00a0h" in texts(drawn(needs=[(Message("Communes"), 6)]))
    assert not list(drawn(needs=[]).iter(f"{SVG}path"))
    assert "Besoins" not in drawn(needs=[]).find(f"{SVG}desc").text


def test_the_axis_holds_the_highest_bar_and_the_highest_need():
    assert "16\u00a0h" in texts(drawn({6: 15.4}))
    assert "14\u00a0h" in texts(drawn({6: 2}, [("Olivier", 12)]))
    assert "10\u00a0h" in texts(drawn({}, []))
    assert min(float(bar.get("y")) for bar in bars(drawn({6: 15.4}))) > 20


NAMES = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(HOSTILE)


@given(
    st.dictionaries(st.integers(1, 12), st.floats(0, 24) | st.just(nan)),
    st.lists(st.tuples(NAMES, st.floats(0, 16)), max_size=6),
)
def test_any_chart_can_be_read_and_its_labels_never_overlap(hours, needs):
    root = drawn(hours, needs)
    right = max(float(line.get("x2")) for line in root.iter(f"{SVG}line"))
    labels = [part for part in root.iter(f"{SVG}text") if float(part.get("x")) > right]
    heights = sorted(float(label.get("y")) for label in labels)
    assert len(labels) == len({value for _, value in needs})
    assert all(below - above >= 14.9 for above, below in itertools.pairwise(heights))
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= {
        *("svg", "title", "desc", "line", "rect", "text", "path")
    }


@given(st.lists(st.floats(0, 200), max_size=8), st.floats(1, 30))
def test_spread_keeps_order_and_gaps_and_moves_nothing_without_need(wanted, gap):
    wanted = sorted(wanted, reverse=True)
    found = spread(wanted, gap, 200)
    assert len(found) == len(wanted)
    assert all(low - high >= gap - 1e-6 for low, high in itertools.pairwise(found))
    assert all(height <= 200 for height in found)
    if all(low - high >= gap for low, high in itertools.pairwise(wanted)):
        assert found == pytest.approx(wanted)


def test_long_names_are_cut_on_the_line_and_whole_in_the_words():
    (line,) = merged_needs([("a" * 80, 6)])
    assert line.label == "a" * 29 + "… 6\u00a0h"
    assert "a" * 80 in drawn(needs=[("a" * 80, 6)]).find(f"{SVG}desc").text
