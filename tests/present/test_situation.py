"""The small map of a site: what is on it, how far it reaches, what it never does."""

import xml.etree.ElementTree as ET

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.present.labels import translator
from geo.present.situation import Spot, framed, situation_svg
from geo.territory import open_territory

FRENCH = translator("fr")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def territory(demonstration):
    return open_territory(demonstration)


@pytest.fixture(scope="module")
def garden(surveyed):
    return surveyed.sites.geometry.iloc[0]


def drawn(territory, site, **options):
    return ET.fromstring(situation_svg(territory, site, FRENCH, **options))


def test_it_shows_the_site_over_its_surroundings_with_north_and_scale(territory, garden):
    root = drawn(territory, garden)
    assert root.find(f"{SVG}title").text == "Situation du terrain"
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert "N" in texts
    assert any(text.endswith("\u00a0m") for text in texts)
    fills = [node.get("fill") for node in root.iter(f"{SVG}path")]
    assert {"#7FB069", "#CBC9C3"} <= set(fills)


@given(st.floats(1, 900), st.floats(1, 900), st.floats(50, 2000), st.floats(0.3, 1.2))
def test_a_site_always_fits_its_map(wide, high, width_m, ratio):
    bounds = framed(shapely.box(0, 0, wide, high), width_m, ratio)
    assert bounds.east - bounds.west >= 1.19 * wide
    assert bounds.north - bounds.south >= 1.19 * high
    assert (bounds.north - bounds.south) / (bounds.east - bounds.west) == pytest.approx(ratio)


def test_marks_outside_of_the_map_are_left_out(territory, garden):
    near, far = garden.centroid, shapely.Point(garden.centroid.x + 9000, garden.centroid.y)
    root = drawn(territory, garden, spots=[Spot(near, "1"), Spot(far, "2")])
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert "1" in texts
    assert "2" not in texts


def test_parcels_leave_a_map_of_the_quarter(territory, garden):
    thin = [node for node in drawn(territory, garden).iter(f"{SVG}path") if node.get("stroke") == "#BDBAB2"]
    quarter = [
        node for node in drawn(territory, garden, width_m=1500).iter(f"{SVG}path") if node.get("stroke") == "#BDBAB2"
    ]
    assert (len(thin), len(quarter)) == (1, 0)


def test_a_hostile_mark_stays_a_text(territory, garden):
    text = situation_svg(territory, garden, FRENCH, spots=[Spot(garden.centroid, "<script>")])
    assert "<script>" not in text


def test_the_same_site_gives_the_same_map(territory, garden):
    assert situation_svg(territory, garden, FRENCH) == situation_svg(territory, garden, FRENCH)
