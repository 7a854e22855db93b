"""The app as a person meets it: in a browser, on the demonstration territory and on a hostile one."""

import json
import shutil
from collections.abc import Callable

import geopandas as gpd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import PROJECT
from tests.e2e.test_map import frame_of, on_page

SLOW = 90_000
HOSTILE = "{{ 7*7 }} <img src=x onerror=alert(1)> `Église {% 20 %} Projet {{ZAC} </script>"


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return serve(PROJECT / "app.py")


@pytest.fixture(scope="module")
def hostile_address(serve: Callable[..., str], demonstration, tmp_path_factory) -> str:
    """Serve a part of the demonstration whose every name is an attack."""
    home = tmp_path_factory.mktemp("hostile")
    shutil.copytree(demonstration / "parcels", home / "parcels")
    (home / "layers").mkdir()
    for pattern, names in (("cartofriches*", ["site_nom"]), ("qp2024*", ["lib_qp"])):
        source = next((demonstration / "layers").glob(pattern))
        document = json.loads(source.read_text(encoding="utf-8"))
        for feature in document["features"]:
            feature["properties"] |= dict.fromkeys(names, HOSTILE)
        (home / "layers" / source.name).write_text(json.dumps(document), encoding="utf-8")
    topo = next((demonstration / "layers").glob("bdtopo*"))
    streets = gpd.read_file(topo, layer="TRONCON_DE_ROUTE")
    streets.assign(NOM_BAN_G=HOSTILE, NOM_BAN_D=HOSTILE).to_file(home / "layers" / "streets.gpkg", driver="GPKG")
    (home / "MANIFEST.toml").write_text(f"name = '''{HOSTILE}'''\n", encoding="utf-8")
    return serve(PROJECT / "app.py", JACHERE_TERRITORY=str(home))


def ready(page: Page) -> Page:
    expect(page.locator(".jc-card").first).to_be_visible(timeout=SLOW)
    frame_of(page)
    return page


def test_the_ranking_and_the_map_show_with_the_network_closed(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    expect(page.locator(".jc-card").first).to_contain_text("800 m²")
    expect(page.get_by_text("territoire fictif").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_card_shows_its_site_on_the_map_and_in_the_sheet(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    frame = frame_of(page)
    card = page.locator(".jc-card").nth(1)
    title = card.locator("strong").inner_text()
    card.click()
    expect(page.locator(".jc-sheet h3")).to_have_text(title, timeout=SLOW)
    expect(page.locator(".jc-card[aria-current]")).to_contain_text(title)
    page.wait_for_url("**site=92*", timeout=SLOW)
    assert frame_of(page) == frame
    page.reload()
    expect(page.locator(".jc-sheet h3")).to_have_text(title, timeout=SLOW)


def test_a_click_on_the_map_chooses_the_site_in_the_list(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    frame = frame_of(page)
    largest = frame.evaluate("Jachere.size() - 1")
    page.mouse.click(*on_page(frame, largest))
    expect(page.locator(".jc-sheet h3")).to_be_visible(timeout=SLOW)
    chosen = page.locator(".jc-sheet h3").inner_text()
    page.get_by_role("radio", name="Tableau").or_(page.get_by_role("button", name="Tableau")).first.click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=SLOW)
    expect(page.locator(".jc-sheet h3")).to_have_text(chosen)


def test_hovering_a_card_lights_its_site(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    frame = frame_of(page)
    page.locator(".jc-card").nth(2).hover()
    frame.wait_for_function("Jachere.hovered() !== null")
    assert frame.evaluate("Jachere.hovered()") < frame.evaluate("Jachere.size()")


def test_weights_move_the_ranking_without_rebuilding_the_map(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    frame = frame_of(page)
    first = page.locator(".jc-card .jc-score").first.inner_text()
    page.get_by_role("button", name="Ce qui compte").click()
    slider = page.get_by_role("slider", name="Foncier et droit")
    slider.press("Home")  # to nothing: a few points less leave the best score within the same rounded one
    expect(page.locator(".jc-card .jc-score").first).not_to_have_text(first, timeout=SLOW)
    assert frame_of(page) == frame


def test_the_table_says_the_same_as_the_cards(address, open_page):
    page = open_page(f"{address}/?view=table", width=1440, height=900)
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=SLOW)


def test_the_territory_page_tells_the_health_of_the_layers(address, open_page):
    page = open_page(f"{address}/territoire", width=1440, height=900)
    expect(page.get_by_text("Qu’avons-nous ?")).to_be_visible(timeout=SLOW)
    expect(page.get_by_test_id("stDataFrame").or_(page.locator("table")).first).to_be_visible(timeout=SLOW)


def test_hostile_names_are_texts_everywhere(hostile_address, open_page):
    page = ready(open_page(f"{hostile_address}/?lang=en", width=1440, height=900))
    expect(page.locator(".st-key-header")).to_contain_text("{{ 7*7 }} <img src=x onerror=alert(1)>")
    card = page.locator(".jc-card", has_text="{{ 7*7 }}").first
    expect(card).to_contain_text("Projet {{ZAC} </script>")
    card.click()
    expect(page.locator(".jc-sheet h3")).to_contain_text("<img src=x onerror=alert(1)> `Église {% 20 %}", timeout=SLOW)
    assert page.locator("img[src=x]").count() == 0
    frame = frame_of(page)
    assert frame.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("path", ["", "territoire"])
def test_our_own_elements_are_accessible(address, open_page, path):
    page = open_page(f"{address}/{path}", width=1440, height=900)
    if path:
        expect(page.get_by_test_id("stDataFrame").or_(page.locator("table")).first).to_be_visible(timeout=SLOW)
    else:
        ready(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    ours = [
        (rule["id"], node["target"])
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
        if "jc-" in str(node["target"]) or "jc-" in node["html"]
    ]
    assert ours == []


def test_a_phone_sees_the_map_and_the_list_without_scrolling_sideways(address, open_page):
    page = ready(open_page(address, width=390, height=844, is_mobile=True, has_touch=True))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_sun_can_be_laid_on_the_map(address, open_page):
    frame = frame_of(ready(open_page(address, width=1440, height=900)))
    box = frame.get_by_role("checkbox", name="soleil", exact=False)
    box.check()
    picture = frame.locator("img.jc-picture, .leaflet-image-layer").first
    expect(picture).to_be_visible(timeout=SLOW)
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")


def test_the_site_page_follows_its_sliders(address, open_page):
    page = open_page(f"{address}/site", width=1440, height=1300)
    shadows = page.get_by_test_id("stImage").locator("img[alt^='21 mars']")
    expect(shadows).to_be_visible(timeout=SLOW)
    before = shadows.get_attribute("src")
    page.get_by_role("slider", name="Heure légale").press("ArrowRight")
    expect(shadows).not_to_have_attribute("src", before, timeout=SLOW)
    expect(shadows).to_have_attribute("alt", "21 mars 2025, 10:15")
