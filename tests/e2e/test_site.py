"""The sheet of a site as a person meets it: read, jumped through, told what one knows, on a desk and on a phone."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import PROJECT

SLOW = 180_000
GARDEN = "92901f28f08b1c8"


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return f"{serve(PROJECT / 'app.py')}/site?site={GARDEN}"


def ready(page: Page) -> Page:
    """Wait for the last section, and for the top of the page to know the sketch."""
    expect(page.locator("#sources")).to_be_attached(timeout=SLOW)
    expect(page.locator(".st-key-site-plan img")).to_be_visible(timeout=SLOW)
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible(timeout=SLOW)
    return page


def budget(page: Page) -> str:
    return page.locator(".jc-figures").first.locator("dd").nth(8).inner_text()


def test_the_first_screen_tells_who_what_and_how_much(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    for mark in (".jc-title h1", ".jc-decision .jc-verdict", ".jc-number", ".jc-figures >> nth=0"):
        expect(page.locator(mark)).to_be_in_viewport()
    assert re.search(r"€", budget(page))


def test_the_links_at_the_top_jump_to_their_sections(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    for name in ("partners", "sun", "sources"):
        page.locator(f".jc-jumps a[href='#{name}']").click()
        expect(page.locator(f"#{name}")).to_be_in_viewport(timeout=10_000)
        expect(page.locator(".jc-jumps")).to_be_in_viewport()


def test_what_one_knows_changes_the_verdict_and_is_taken_back(address, open_page):
    page = ready(open_page(address, width=1440, height=1200))
    subject = page.locator(".st-key-check-subject").get_by_role("combobox")
    subject.click()
    subject.fill("Peut-on entrer")
    expect(page.get_by_role("option", name="Peut-on entrer depuis")).to_be_visible(timeout=SLOW)
    subject.press("Enter")
    no = page.locator("[class*=st-key-check-value-access]").get_by_text("non", exact=True)
    no.click()
    author = page.locator(".st-key-check-by input")
    author.fill("Service foncier")
    author.press("Enter")
    page.get_by_role("button", name="Enregistrer ce constat").click()
    expect(page.locator(".jc-decision.jc-is-excluded")).to_be_visible(timeout=SLOW)
    expect(page.locator(".jc-rules-told")).to_contain_text("Service foncier")
    page.locator(".st-key-check-undo button").click()
    expect(page.locator(".jc-decision.jc-is-eligible")).to_be_visible(timeout=SLOW)


def test_the_budget_at_the_top_follows_the_sketch(address, open_page):
    page = ready(open_page(address, width=1440, height=900))
    before, drawn = budget(page), page.locator(".st-key-site-plan img").get_attribute("src")
    page.locator(".st-key-sketch-controls").get_by_role("button", name="Programme", exact=True).click()
    page.get_by_text("Résidence", exact=True).click()
    expect(page.locator(".st-key-site-plan img")).not_to_have_attribute("src", drawn, timeout=SLOW)
    ready(page)
    assert budget(page) != before
    assert page.locator(".jc-figures").first.locator("dt").count() == 5


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900), (1920, 1080)])
def test_no_width_scrolls_sideways(address, open_page, width, height):
    page = ready(open_page(address, width=width, height=height))
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"[document.documentElement.scrollWidth, {main}.scrollWidth]") == [width, width]


@pytest.mark.parametrize("width", [390, 1440])
def test_who_cannot_see_it_can_read_it(address, open_page, width):
    page = ready(open_page(address, width=width, height=900))
    found = Axe().run(page).response["violations"]
    ours = [
        (fault["id"], node["target"], node["html"][:160])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
        if re.search(r"jc-|st-key-(site|check|photo)", " ".join(map(str, node["target"])) + node["html"])
    ]
    assert ours == []
