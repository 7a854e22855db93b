"""A territory that is sent and a plot that is drawn, in a browser whose network is closed; the map on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PROJECT
from tests.e2e.test_map import frame_of
from tests.sources.test_uploads import parcels_file

SLOW = 90_000


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], tmp_path_factory) -> str:
    return serve(PROJECT / "app.py", XDG_DATA_HOME=str(tmp_path_factory.mktemp("data")))


def on_map(page: Page, x: float, y: float) -> tuple[float, float]:
    box = page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_files_that_are_sent_become_the_territory(address, open_page):
    page = open_page(f"{address}/territoire", width=1440, height=900)
    expect(page.get_by_role("heading", name="Qu’avons-nous")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Envoyer des fichiers").click()
    file = {"name": "../mes parcelles.geojson", "mimeType": "application/geo+json", "buffer": parcels_file()}
    page.locator('input[type="file"]').first.set_input_files(file)
    expect(page.get_by_text("lles.geojson").first).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Ouvrir ces fichiers").click()
    expect(page.get_by_text("Mon territoire", exact=True).first).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(re.compile(r"^layers/\W*_?mes parcelles.geojson$"))).to_be_visible(timeout=SLOW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_plot_is_drawn_on_the_map_and_becomes_a_site(address, open_page):
    page = open_page(address, width=1440, height=900)
    expect(page.locator(".jc-card").first).to_be_visible(timeout=SLOW)
    frame = frame_of(page)
    page.get_by_role("button", name="Mon terrain").click()
    page.get_by_role("tab", name="Sur la carte").click()
    page.get_by_role("button", name="Commencer le dessin").click()
    expect(page.get_by_text("Sommets\u00a0: 0.")).to_be_visible(timeout=SLOW)
    page.keyboard.press("Escape")
    for _ in range(4):
        frame.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(400)
    for number, (x, y) in enumerate([(0.6, 0.5), (0.7, 0.5), (0.7, 0.6), (0.6, 0.6)], start=1):
        page.mouse.click(*on_map(page, x, y))
        expect(page.get_by_text(f"Sommets\u00a0: {number}.")).to_be_visible(timeout=SLOW)
        expect(frame.locator(".leaflet-marker-pane circle, .leaflet-marker-pane path").nth(number)).to_be_attached()
    page.get_by_role("button", name="Terminer").click()
    expect(page.locator(".jc-sheet h3")).to_contain_text("tracé", timeout=SLOW)


def test_a_phone_shows_the_whole_territory_in_the_middle_of_its_map(address, open_page):
    page = open_page(address, width=390, height=844)
    frame = frame_of(page)
    page.wait_for_timeout(1_000)
    height = page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()["height"]
    places = frame.evaluate("[...Array(Jachere.size()).keys()].map((site) => Jachere.position(site).y)")
    assert 0 < min(places) < max(places) < height
    assert abs((min(places) + max(places)) / 2 - height / 2) < height / 8
