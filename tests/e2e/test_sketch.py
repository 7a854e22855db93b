"""The sketch of a site as a person meets it: seen, changed, taken back, laid on the map, taken away."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from geo.present.palette import ZONE_COLOURS
from geo.study import ranking
from tests.conftest import PROJECT
from tests.e2e.test_map import frame_of

SLOW = 120_000
COLOURS = """() => {
    const canvas = document.querySelector(".leaflet-jachere-subjects-pane canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const found = new Set();
    for (let i = 0; i < data.length; i += 4) {
        found.add("#" + [...data.slice(i, i + 3)].map((part) => part.toString(16).padStart(2, "0")).join(""));
    }
    return [...found];
}"""


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], surveyed, judgement) -> str:
    """Serve the page of a site that is sketched fast."""
    table = ranking(surveyed, judgement)
    site = table.index[table["area_m2"].between(430, 480)][0]
    return f"{serve(PROJECT / 'app.py')}/site?site={site}"


def seen(page: Page) -> Page:
    expect(page.locator(".jc-zones")).to_be_visible(timeout=SLOW)
    expect(page.locator(".st-key-plan img")).to_be_visible(timeout=SLOW)
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible(timeout=SLOW)
    return page


def picture(page: Page):
    return page.locator(".st-key-plan img")


def area(page: Page, zone: str) -> int:
    row = page.locator(".jc-zones tr", has_text=zone).locator("td").first
    return int(row.inner_text().split("\u00a0")[0].replace("\u202f", ""))


def control(page: Page, name: str) -> None:
    page.locator(".st-key-sketch-controls").get_by_role("button", name=name, exact=True).click()


def test_a_share_moves_the_plan_and_the_files_follow(address, open_page):
    page = seen(open_page(address, width=1440, height=900))
    before, flowers = picture(page).get_attribute("src"), area(page, "Fleurs")
    control(page, "Parts")
    slider = page.get_by_role("slider", name="Fleurs")
    slider.focus()
    for _ in range(20):
        slider.press("ArrowRight")
    page.wait_for_url("**sketch=*34.0*", timeout=SLOW)
    expect(picture(page)).not_to_have_attribute("src", before, timeout=SLOW)
    seen(page)
    assert area(page, "Fleurs") > 1.4 * flowers
    expect(slider).to_have_value("34")
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("button", name="Plan (SVG)").click()
    path = download.value.path()
    assert download.value.suggested_filename.startswith("plan-92")
    assert f"{area(page, 'Fleurs')}\u00a0m²" in path.read_text(encoding="utf-8")
    control(page, "Annuler")
    page.wait_for_url(lambda url: "sketch" not in url, timeout=SLOW)
    seen(page)
    assert area(page, "Fleurs") == flowers


def test_every_file_can_be_taken_away(address, open_page):
    page = seen(open_page(address, width=1440, height=900))
    names = ("Plan (image)", "Plan (SVG)", "Plan (DXF)", "GeoPackage", "Budget (CSV)", "Règles (JSON)")
    for name in names:
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.path().stat().st_size > 500


def test_a_variant_is_chosen_and_stays_after_a_reload(address, open_page):
    page = seen(open_page(address, width=1440, height=900))
    before = picture(page).get_attribute("src")
    second = page.locator(".jc-variant").nth(1)
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true", timeout=SLOW)
    expect(picture(page)).not_to_have_attribute("src", before, timeout=SLOW)
    chosen = picture(page).get_attribute("src")
    page.reload()
    seen(page)
    expect(picture(page)).to_have_attribute("src", chosen, timeout=SLOW)


def test_a_wish_stays_after_a_reload(address, open_page):
    page = seen(open_page(address, width=1440, height=900))
    control(page, "Programme")
    page.get_by_text("Quartier dense", exact=True).click()
    page.wait_for_url("**sketch=*dense*", timeout=SLOW)
    seen(page)
    flowers = area(page, "Fleurs")
    page.reload()
    seen(page)
    assert area(page, "Fleurs") == flowers
    control(page, "Programme")
    expect(page.get_by_role("radio", name="Quartier dense")).to_be_checked()


def test_the_plan_lies_on_the_map_in_the_colours_of_its_zones(address, open_page):
    page = seen(open_page(address, width=1440, height=900))
    page.locator(".st-key-sketch-view").get_by_text("Carte").click()
    frame = frame_of(page)
    frame.wait_for_function("Jachere.size() > 0")
    wanted = {ZONE_COLOURS[zone].lower() for zone in ("potager", "verger", "fleurs")}
    assert wanted <= set(frame.evaluate(COLOURS))


def test_a_phone_shows_the_plan_without_scrolling_sideways(address, open_page):
    page = seen(open_page(address, width=390, height=844, is_mobile=True, has_touch=True))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (
        page.locator(".jc-variant").nth(2).bounding_box()["y"] == page.locator(".jc-variant").nth(0).bounding_box()["y"]
    )


def test_the_sketch_is_accessible(address, open_page):
    page = seen(open_page(address, width=1440, height=900))
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    ours = [
        (rule["id"], node["target"])
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
        if "jc-" in str(node["target"]) or "jc-" in node["html"]
    ]
    assert ours == []
    expect(picture(page)).to_have_attribute(
        "alt", "Plan de l’esquisse\u00a0; ses espaces et leurs surfaces sont dans le tableau."
    )
