"""The map in a real browser, with the network closed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from geo.models import Verdict
from geo.present.maps import map_state
from geo.present.palette import SCORE_RAMP
from geo.present.standalone import SiteCard, standalone_html
from tests.e2e.closed_network import OUTSIDE
from tests.e2e.map_scene import HOSTILE, scene

HERE = Path(__file__).parent
COLOUR_AT = """([pane, x, y]) => {
    const canvas = document.querySelector(`.leaflet-jachere-${pane}-pane canvas`);
    const outer = canvas.getBoundingClientRect(), map = document.querySelector(".jachere").getBoundingClientRect();
    const sharp = canvas.width / outer.width;
    const at = [(x + map.left - outer.left) * sharp, (y + map.top - outer.top) * sharp];
    return [...canvas.getContext("2d").getImageData(...at.map(Math.round), 1, 1).data];
}"""


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return serve(HERE / "map_app.py", "tests.e2e.map_scene", base_path="jardins/ville")


def frame_of(page: Page) -> Frame:
    page.wait_for_selector("iframe")
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    frame.locator(".jachere[data-drawings]").wait_for()
    return next(part for part in page.frames if "streamlit_folium" in part.url)


def pixel(frame: Frame | Page, position: int) -> tuple[float, float]:
    spot = frame.evaluate("index => Jachere.position(index)", position)
    return spot["x"], spot["y"]


def on_page(frame: Frame, position: int) -> tuple[float, float]:
    x, y = pixel(frame, position)
    corner = frame.locator(".jachere").bounding_box()
    assert corner is not None
    return corner["x"] + x, corner["y"] + y


def test_only_this_machine_is_inside():
    assert OUTSIDE.match("https://tile.openstreetmap.org/1/1/1.png")
    assert OUTSIDE.match("http://127.0.0.1.example.org/")
    assert not OUTSIDE.match("ws://127.0.0.1:8501/_stcore/stream")


def test_the_map_shows_with_the_network_closed_under_a_base_path(address, open_page):
    frame = frame_of(open_page(address))
    *colour, opacity = frame.evaluate(COLOUR_AT, ["subjects", *pixel(frame, 4)])
    assert opacity > 200
    assert colour == pytest.approx([*bytes.fromhex(SCORE_RAMP[4][1:])], abs=3)


def test_a_click_chooses_the_site_and_a_second_one_goes_beneath(address, open_page):
    page = open_page(address)
    frame = frame_of(page)
    page.mouse.click(*on_page(frame, 0))
    expect(page.get_by_text("chosen: site-0")).to_be_visible()
    page.mouse.click(*on_page(frame, 0))
    expect(page.get_by_text("chosen: site-1")).to_be_visible()


def test_a_hidden_site_is_neither_drawn_nor_chosen(address, open_page):
    page = open_page(address)
    frame = frame_of(page)
    x, y = pixel(frame, 11)
    assert frame.evaluate(COLOUR_AT, ["subjects", x, y])[3] == 0
    page.mouse.click(*on_page(frame, 5))
    expect(page.get_by_text("chosen: site-5")).to_be_visible()
    page.mouse.click(*on_page(frame, 11))
    expect(page.get_by_text("chosen: None")).to_be_visible()


def test_hostile_names_are_shown_as_text(address, open_page):
    page = open_page(address)
    frame = frame_of(page)
    for position, name in enumerate(HOSTILE):
        if position != 1:  # lies under the first one
            page.mouse.move(*on_page(frame, position), steps=3)
            first = frame.locator(".jc-tip strong")
            expect(first).to_have_text(name, use_inner_text=False)
    legend = frame.locator(".jc-legend")
    for name in HOSTILE[:3]:
        expect(legend).to_contain_text(name)
    expect(frame.locator(".jc-notice")).to_have_text(HOSTILE[5])
    assert frame.locator("img").count() == 0
    assert "pwned" not in page.title()
    assert frame.evaluate("document.title") != "pwned"


def test_a_new_ranking_repaints_without_a_new_frame(address, open_page):
    page = open_page(address)
    frame = frame_of(page)
    frame.evaluate("window.kept = true")
    before = frame.evaluate(COLOUR_AT, ["subjects", *pixel(frame, 4)])
    page.get_by_text("turn").click()
    frame.locator(".jachere[data-drawings='2']").wait_for()
    assert frame.evaluate("window.kept") is True
    assert frame.evaluate(COLOUR_AT, ["subjects", *pixel(frame, 4)]) != before


def test_a_site_chosen_in_the_page_comes_into_sight(address, open_page):
    page = open_page(address)
    frame = frame_of(page)
    frame.evaluate("map_div.setView([48.0, 2.0], 16, {animate: false})")
    page.get_by_label("choice").fill("7")
    page.get_by_label("choice").press("Enter")
    frame.wait_for_function("Jachere.position(7).x > 0 && Jachere.position(7).x < map_div.getSize().x")
    assert frame.evaluate("Jachere.position(7).y > 0 && Jachere.position(7).y < map_div.getSize().y")


def test_a_territory_that_does_not_come_is_told(address, open_page):
    page = open_page(address, interrupted=True)
    page.route("**/*.json.gz", lambda route: route.abort())
    page.reload()
    told = page.frame_locator("iframe").get_by_role("alert")
    expect(told).to_have_text("{{ 7*7 }} `hors ligne`", timeout=20_000)


def test_a_layer_can_be_hidden(address, open_page):
    frame = frame_of(open_page(address))
    painted = """() => { const canvas = document.querySelector(".leaflet-jachere-context-pane canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value) => value > 0); }"""
    frame.evaluate("map_div.setZoom(17, {animate: false})")
    assert frame.evaluate(painted)
    frame.get_by_role("checkbox").last.uncheck()
    assert not frame.evaluate(painted)


@pytest.fixture(scope="module")
def map_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = scene()
    cards = [
        SiteCard(str(n + 1), HOSTILE[n % 7], Verdict.ELIGIBLE, "Éligible", "72 (64–81)", 72, 64, 81)
        for n in range(len(drawn.sites))
    ]
    path = tmp_path_factory.mktemp("standalone") / "map.html"
    state = map_state(drawn.classes, hidden=drawn.hidden, ranked=(0, 1, 2))
    words = {"title": HOSTILE[5], "subtitle": "12 terrains", "list_title": "Classement", "lang": "fr"}
    path.write_text(standalone_html(drawn.document, state, cards, **words), encoding="utf-8")
    return path


def test_the_file_opens_from_the_disk_and_its_list_moves_the_map(map_file, open_page):
    page = open_page(map_file.as_uri())
    page.locator(".jachere[data-drawings='1']").wait_for()
    assert page.title() == HOSTILE[5]
    assert page.evaluate(COLOUR_AT, ["subjects", *pixel(page, 5)])[3] > 200
    page.locator(".jc-card").nth(6).click()
    expect(page.locator(".jc-card[aria-current]")).to_have_count(1)
    blue = page.evaluate(
        """() => { const canvas = document.querySelector(".leaflet-jachere-marks-pane canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4)
          if (data[i] === 11 && data[i + 1] === 95 && data[i + 2] === 165 && data[i + 3] === 255) return true;
        return false; }"""
    )
    assert blue


def test_a_click_on_the_map_of_the_file_chooses_in_the_list(map_file, open_page):
    page = open_page(map_file.as_uri())
    page.locator(".jachere[data-drawings='1']").wait_for()
    corner = page.locator("#map").bounding_box()
    x, y = pixel(page, 9)
    page.mouse.click(corner["x"] + x, corner["y"] + y)
    expect(page.locator(".jc-card").nth(9)).to_have_attribute("aria-current", "true")
    expect(page.locator(".jc-card").nth(9)).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_file_has_no_fault_that_axe_finds_and_never_scrolls_sideways(map_file, open_page, width):
    page = open_page(map_file.as_uri(), width=width, height=844)
    page.locator(".jachere[data-drawings='1']").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
