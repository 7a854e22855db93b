import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import geopandas as gpd
from shapely import box

from geo.models import Verdict
from geo.present import assets
from geo.present.map_document import MapBase, MapSites, map_document
from geo.present.maps import map_state
from geo.present.standalone import SiteCard, standalone_html

HOSTILE = "</script><script>alert(1)</script><!--title-->{{ 7*7 }}"
CARD = SiteCard("1", HOSTILE, Verdict.ELIGIBLE, "Éligible", "72 (64–81)", 72.0, 64.0, 81.0, HOSTILE)


def page():
    sites = gpd.GeoDataFrame(index=["a"], geometry=[box(2, 48, 2.001, 48.001)], crs="EPSG:4326")
    bases = [MapBase("plan", "Plan", "https://example.org/{z}", "IGN", 0, 19)]
    document = map_document([], MapSites(HOSTILE, sites, [HOSTILE]), translate=str, bases=bases)
    words = {"title": HOSTILE, "subtitle": HOSTILE, "list_title": HOSTILE, "lang": "fr"}
    return standalone_html(document, map_state([3]), [CARD], **words)


class Elements(HTMLParser):
    """Every element of the page with its attributes and its text."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), []))

    def handle_data(self, data):
        if self.found and self.found[-1][0] == self.lasttag:
            self.found[-1][2].append(data)

    def handle_endtag(self, tag):
        self.lasttag = ""


def elements(html):
    reader = Elements()
    reader.feed(html)
    return [(tag, attributes, "".join(text)) for tag, attributes, text in reader.found]


def test_nothing_is_fetched_from_anywhere():
    for _, attributes, _ in elements(page()):
        for name in ("src", "href", "action"):
            assert attributes.get(name, "data:").startswith("data:")
    styles = "".join(text for tag, _, text in elements(page()) if tag == "style")
    assert "url(" not in styles
    assert "@import" not in styles
    assert "example.org" not in page()


def test_the_policy_allows_its_own_scripts_and_styles_and_nothing_else():
    found = elements(page())
    (policy,) = [attributes["content"] for tag, attributes, _ in found if "http-equiv" in attributes]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        texts = [text for name, attributes, text in found if name == tag and "type" not in attributes]
        assert len(texts) == {"script": 3, "style": 2}[tag]
        for text in texts:
            assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in rules[rule]
        assert "unsafe" not in rules[rule]


def test_the_list_has_its_style_and_a_picture_within_the_page_is_allowed():
    assert assets.page("cards.css") in page()
    assert "img-src data:;" in page()


def test_hostile_texts_stay_texts():
    found = elements(page())
    assert [text for tag, _, text in found if tag == "title"] == [HOSTILE]
    (data,) = [text for _, attributes, text in found if attributes.get("type") == "application/json"]
    assert json.loads(data)["cards"][0]["title"] == HOSTILE
    assert page().count("alert(1)</script>") == 0


def test_the_page_says_its_language_and_keeps_leaflets_licence():
    assert '<html lang="fr">' in page()
    assert re.search(r"\(c\) 2010-\d+ Vladimir Agafonkin", page())
