"""The sun on the map in a real browser, with the network closed: in the app and in the file."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Frame, Page, expect

from geo.present.maps import map_state
from geo.present.palette import SUN_RAMP
from geo.present.pictures import data_uri
from geo.present.standalone import standalone_html
from tests.e2e.map_scene import HOSTILE
from tests.e2e.sun_scene import scene
from tests.e2e.test_map import COLOUR_AT, frame_of, on_page, pixel

HERE = Path(__file__).parent
OPACITY = 0.75
GROUND = (246, 245, 241)


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return serve(HERE / "map_app.py", "tests.e2e.sun_scene", base_path="jardins/ville")


@pytest.fixture(scope="module")
def map_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = scene(lambda picture: data_uri(picture.data))
    words = {"title": "Soleil", "subtitle": "12 terrains", "list_title": "Classement", "lang": "fr"}
    path = tmp_path_factory.mktemp("sun") / "map.html"
    path.write_text(standalone_html(drawn.document, map_state(drawn.classes), [], **words), encoding="utf-8")
    return path


def switch(frame: Frame | Page):
    return frame.get_by_role("checkbox", name=HOSTILE[1]).first


def shown_at(page: Page, x: float, y: float) -> tuple[int, ...]:
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return image.getpixel((round(x), round(y)))


def expected(number: int) -> list[float]:
    colour = bytes.fromhex(SUN_RAMP[number % 5][1:])
    return [OPACITY * sun + (1 - OPACITY) * ground for sun, ground in zip(colour, GROUND, strict=True)]


def switched_on(frame: Frame | Page) -> None:
    switch(frame).check()
    frame.wait_for_function("document.querySelector('.jc-picture')?.naturalWidth > 0")


def is_picture(url: str) -> bool:
    """Tell the picture of the sun from the icon of the page, which a busy machine asks for late."""
    return url.endswith(".png") and "favicon" not in url


def test_the_sun_is_asked_for_only_when_it_is_switched_on(address, open_page):
    page = open_page(address)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if is_picture(request.url) else None)
    frame = frame_of(page)
    assert frame.locator("img").count() == 0
    assert asked == []
    switched_on(frame)
    assert len(asked) == 1
    switch(frame).uncheck()
    expect(frame.locator(".jc-picture")).to_have_count(0)


@pytest.mark.parametrize("number", [2, 3, 4, 6, 9])
def test_each_site_shows_the_sun_that_was_measured_there(address, open_page, number):
    page = open_page(address)
    frame = frame_of(page)
    frame.evaluate("map_div.setZoom(18, {animate: false})")
    switched_on(frame)
    assert frame.evaluate(COLOUR_AT, ["subjects", *pixel(frame, number)])[3] == 0
    x, y = on_page(frame, number)
    assert shown_at(page, x + 12, y + 12) == pytest.approx(expected(number), abs=4)


def test_the_sun_lies_between_the_context_and_the_sites(address, open_page):
    frame = frame_of(open_page(address))
    switched_on(frame)
    level = "name => Number(getComputedStyle(document.querySelector(`.leaflet-jachere-${name}-pane`)).zIndex)"
    levels = [frame.evaluate(level, name) for name in ("context", "pictures", "subjects", "marks")]
    assert levels == sorted(set(levels))


def test_cells_are_squares_from_near_and_blend_from_far(address, open_page):
    frame = frame_of(open_page(address))
    switched_on(frame)
    rendering = "getComputedStyle(document.querySelector('.jc-picture')).imageRendering"
    for zoom, wanted in ((17, "pixelated"), (16, "auto"), (19, "pixelated")):
        frame.evaluate(f"map_div.setZoom({zoom}, {{animate: false}})")
        assert frame.evaluate(rendering) == wanted


def test_a_picture_that_does_not_come_is_told(address, open_page):
    page = open_page(address, interrupted=True)
    page.route("**/*.png", lambda route: route.abort())
    frame = frame_of(page)
    switch(frame).check()
    expect(frame.get_by_role("alert")).to_have_text("{{ 7*7 }} `hors ligne`")


def test_a_new_ranking_keeps_the_sun(address, open_page):
    page = open_page(address)
    frame = frame_of(page)
    switched_on(frame)
    page.get_by_text("turn").click()
    frame.locator(".jachere[data-drawings='2']").wait_for()
    expect(frame.locator(".jc-picture")).to_have_count(1)
    assert frame.evaluate(COLOUR_AT, ["subjects", *pixel(frame, 4)])[3] == 0


def test_the_file_holds_its_sun_and_tells_what_the_colours_mean(map_file, open_page):
    page = open_page(map_file.as_uri())
    page.locator(".jachere[data-drawings='1']").wait_for()
    legend = page.locator(".jc-ramp-wide")
    expect(legend).to_be_hidden()
    switched_on(page)
    expect(legend).to_be_visible()
    expect(legend).to_contain_text(HOSTILE[3])
    expect(legend).to_have_attribute("aria-label", f"{HOSTILE[3]} 0–2–4–6–8–10\u00a0h")
    page.evaluate("document.querySelector('.jc-legend').open = false")
    corner = page.locator("#map").bounding_box()
    x, y = pixel(page, 6)
    assert shown_at(page, corner["x"] + x + 8, corner["y"] + y + 8) == pytest.approx(expected(6), abs=4)
    assert page.title() == "Soleil"


def test_the_file_with_its_sun_has_no_fault_that_axe_finds(map_file, open_page):
    page = open_page(map_file.as_uri())
    page.locator(".jachere[data-drawings='1']").wait_for()
    switched_on(page)
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
