"""Every page as axe-core sees it, wide and narrow, by day and by night; then by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import PROJECT
from tests.e2e.test_map import frame_of
from tests.e2e.test_meeting import PHONE, code_of, joined, opened

SLOW = 90_000
SIZES = ((1440, 900), (390, 844))
LISTED = re.compile(r"^\| `([a-z-]+)` \| `(\w+)` \|", re.MULTILINE)


class Finding(NamedTuple):
    rule: str
    element: str


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return serve(PROJECT / "app.py")


def listed() -> set[tuple[str, str]]:
    """Return the findings that the documentation accepts: a rule, and a word of the element."""
    return set(LISTED.findall((PROJECT / "docs" / "accessibility.md").read_text(encoding="utf-8")))


def findings(page: Page, theme: str = "light") -> Iterator[Finding]:
    """Yield all that axe-core finds, in the frames too; by night, only what colours can change."""
    axe, options = Axe(), {"resultTypes": ["violations"]}
    if theme == "dark":
        options["runOnly"] = ["color-contrast"]
    for frame in page.frames[1:]:
        frame.evaluate(axe.axe_script)
    for rule in axe.run(page, options=options).response["violations"]:
        yield from (Finding(rule["id"], f"{node['target']} {node['html']}") for node in rule["nodes"])


def unlisted(page: Page, theme: str) -> list[Finding]:
    known = listed()
    return [
        one
        for one in findings(page, theme)
        if not any(one.rule == rule and word in one.element for rule, word in known)
    ]


def everywhere(page: Page, sizes: tuple[tuple[int, int], ...] = SIZES) -> dict[tuple[int, str], list[Finding]]:
    """Return what is found at each width, by day and by night."""
    found = {}
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator(".stApp")).to_have_css("color-scheme", theme)
            page.wait_for_timeout(350)  # colours change gradually
            found[width, theme] = unlisted(page, theme)
    return {where: what for where, what in found.items() if what}


def territory(page: Page) -> None:
    expect(page.locator(".jc-health")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Envoyer des fichiers").click()
    expect(page.get_by_test_id("stFileUploaderDropzone").first).to_be_visible()


def ranking(page: Page) -> None:
    expect(page.locator(".jc-card").first).to_be_visible(timeout=SLOW)
    expect(page.locator(".jc-steady")).to_be_visible(timeout=SLOW)
    frame_of(page)


def chosen(page: Page) -> None:
    ranking(page)
    page.locator(".jc-card").nth(1).click()
    expect(page.locator(".jc-sheet h3")).to_be_visible(timeout=SLOW)


def table(page: Page) -> None:
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=SLOW)
    _panel(page, "Filtres")


def weights(page: Page) -> None:
    ranking(page)
    _panel(page, "Ce qui compte")


def _panel(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel).to_be_visible()
    for part in panel.locator("summary").all():
        part.click()


def compared(page: Page) -> None:
    expect(page.locator(".jc-compared")).to_be_visible(timeout=SLOW)
    expect(page.get_by_test_id("stImage").last).to_be_visible(timeout=SLOW)


def sheet(page: Page) -> None:
    expect(page.locator(".jc-variant")).to_have_count(3, timeout=SLOW)
    for part in page.get_by_test_id("stExpander").locator("summary").all():
        part.click()


def together(page: Page) -> None:
    expect(page.locator(".st-key-together-next")).to_be_visible(timeout=SLOW)
    frame_of(page)


def door(page: Page) -> None:
    expect(page.get_by_label("Titre")).to_be_visible(timeout=SLOW)


def dossier(page: Page) -> None:
    expect(page.locator(".st-key-pages img").nth(3)).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize(
    ("path", "ready"),
    [
        ("territoire", territory),
        ("", chosen),
        ("?view=table", table),
        ("", weights),
        ("comparer", compared),
        ("site", sheet),
        ("ensemble", together),
        ("reunion", door),
        ("dossier", dossier),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_nothing_is_found_on_a_page(address, open_page, path, ready):
    page = open_page(f"{address}/{path}", width=1440, height=900)
    ready(page)
    assert everywhere(page) == {}


def test_nothing_is_found_in_a_meeting(address, open_page):
    desk = opened(open_page(f"{address}/reunion", width=1440, height=900), "Choix du jardin")
    phone = joined(open_page(f"{address}/reunion?code={code_of(desk)}", **PHONE), "Ana")
    screen = open_page(f"{address}/reunion?code={code_of(desk)}&view=screen", width=1920, height=1080)
    expect(screen.locator(".jc-pins text")).to_have_count(3, timeout=SLOW)
    expect(desk.locator(".jc-people tbody tr")).to_have_count(1, timeout=SLOW)
    assert everywhere(phone, SIZES[1:]) == {}
    assert everywhere(desk) == {}
    assert everywhere(screen, ((1920, 1080),)) == {}


def test_every_listed_finding_is_still_found(address, open_page):
    page = open_page(f"{address}/territoire", width=1440, height=900)
    territory(page)
    found = list(findings(page))
    assert listed()
    assert [one for one in listed() if not any(one[0] == rule and one[1] in told for rule, told in found)] == []


def test_the_ranking_is_reached_by_keyboard_and_lights_the_map(address, open_page):
    page = open_page(address, width=1440, height=900)
    ranking(page)
    frame = frame_of(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.jc-card')"):
            break
    expect(page.locator(".jc-card").first).to_be_focused()
    frame.wait_for_function("Jachere.hovered() !== null")
    page.keyboard.press("Enter")
    expect(page.locator(".jc-sheet h3")).to_be_visible(timeout=SLOW)
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0


def test_a_screen_reader_hears_the_language_of_the_page(address, open_page):
    page = open_page(f"{address}/comparer", width=1440, height=900)
    compared(page)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("button", name="Tout effacer")).to_be_visible()
    page.get_by_text("EN", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=SLOW)
    expect(page.get_by_role("button", name="Clear all")).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize(("path", "ready"), [("", ranking), ("comparer", compared), ("site", sheet)])
def test_pictures_have_texts_and_figures_have_tables(address, open_page, path, ready):
    page = open_page(f"{address}/{path}", width=1440, height=900)
    ready(page)
    pictures = page.locator("[data-testid=stImage] img")
    assert pictures.count() > 0
    assert [picture.get_attribute("alt") for picture in pictures.all() if not picture.get_attribute("alt")] == []
    assert page.locator("table caption").count() > 0
