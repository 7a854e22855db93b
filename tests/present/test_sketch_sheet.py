"""A sketch in words and as an icon: verdict first, what is not met with its figure, every text escaped."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import shapely

from geo.layout.rules import check
from geo.messages import Message
from geo.plans import RuleCheck, Sketch, Zone
from geo.present.costs import Table
from geo.present.labels import translator
from geo.present.palette import ZONE_COLOURS
from geo.present.plan_icons import plan_icon_svg
from geo.present.plan_map import plan_on_map
from geo.present.plan_words import Words
from geo.present.sketch_sheet import figures_html, rules_table, table_html, verdict_html, zones_html
from tests.layout.handmade import handmade_plan, handmade_programme

WORDS = Words(translator("fr"), "fr")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def sketch():
    plan = handmade_plan()
    return Sketch(1, Message("Variant {number}", {"number": 1}), plan, check(plan, handmade_programme()))


def steep(sketch, measured=7.42):
    slope = RuleCheck("access.slope", False, measured, 5.0, "%", Message(f"{HOSTILE} Slope."))
    return replace(sketch, checks=(*sketch.checks, slope), remedies=(Message(f"{HOSTILE} Level it."),))


def text(html):
    return re.sub(r"<[^>]+>", " ", html)


def test_every_rule_met_is_said_first_and_nothing_else(sketch):
    html = verdict_html(sketch, WORDS)
    assert f"Les {len(sketch.checks)} règles sont respectées" in html
    assert "<li>" not in html


def test_a_rule_that_is_not_met_comes_with_its_figure_and_its_remedy(sketch):
    html = verdict_html(steep(sketch), WORDS)
    assert f"Règles non respectées\u00a0: 1 sur {len(sketch.checks) + 1}" in html
    assert "Mesuré\u00a0: 7,4\u00a0%." in html
    assert "Level it." in html
    assert "<img" not in html


def test_what_cannot_be_measured_is_said(sketch):
    assert "Non mesurable ici." in verdict_html(steep(sketch, float("nan")), WORDS)
    row = rules_table(steep(sketch, float("inf")).checks, WORDS).rows[0]
    assert row[2] == "–"


def test_the_table_of_the_rules_puts_what_is_not_met_first(sketch):
    table = rules_table(steep(sketch).checks, WORDS)
    assert len(table.rows) == len(sketch.checks) + 1
    assert [row[0] for row in table.rows[:2]] == ["✕ non respectée", "✓ respectée"]


def test_the_zones_tell_the_plan_in_words_and_add_up(sketch):
    html = zones_html(sketch, WORDS)
    assert ET.fromstring(html).tag == "table"  # every tag is closed
    names = re.findall(r"</span>([^<]+)</th>", html)
    assert names == ["Potager", "Verger", "Aromatiques", "Fleurs", "Accueil", "Service", "Allées"]
    shares = [int(share) for share in re.findall(r">(\d+)\u00a0%<", html)]
    assert sum(shares) == pytest.approx(100, abs=3)
    assert f"{sketch.plan.zones[Zone.POTAGER].area:.0f}\u00a0m²" in html


def test_tables_and_figures_escape_their_texts():
    table = Table(
        HOSTILE, (HOSTILE, "b"), ((HOSTILE, "short"), ("c", "a much longer text than a cell can hold")), (HOSTILE,)
    )
    html = table_html(table)
    assert "<img" not in html
    assert html.count('class="jc-short"') == 1
    assert "jc-summed" not in html
    assert "jc-summed" in table_html(table, summed=True)
    assert "jc-unseen" in table_html(table, captioned=False)
    assert "<img" not in figures_html([(HOSTILE, HOSTILE, HOSTILE)])


def test_an_icon_shows_every_zone_and_points_at_a_mark(sketch):
    bare = plan_icon_svg(sketch, title=HOSTILE)
    for zone in sketch.plan.zones:
        assert ZONE_COLOURS[zone.value] in bare
    assert "<img" not in bare
    assert len(bare) < 20_000
    mark = shapely.Point(sketch.plan.entrance).buffer(1)
    assert plan_icon_svg(sketch, title="", mark=mark).count("<path") == bare.count("<path") + 1


def test_an_icon_keeps_the_proportions_of_the_site(sketch):
    _, _, width, height = map(float, ET.fromstring(plan_icon_svg(sketch, title="")).attrib["viewBox"].split())
    assert (width - 8) / (height - 8) == pytest.approx(20 / 40, rel=1e-3)


def test_the_plan_on_the_map_is_numbers_and_colours(sketch):
    drawing = plan_on_map(sketch.plan)
    fills = [layer["style"]["fill"] for layer in drawing["layers"]]
    assert fills[:6] == [ZONE_COLOURS[zone.value] for zone in sketch.plan.zones]
    outline = drawing["layers"][-2]["rings"][0][0]
    # 20 × 40 m, stretched by the map's plane at this latitude
    metres = [value / 100 for value in outline[2:]]
    stretched = sorted({round(abs(value)) for value in metres if abs(value) > 5})
    assert stretched[-1] / stretched[0] == pytest.approx(2, rel=0.03)
