"""Take the screenshots of the documentation again: `.venv/bin/python docs/screenshots.py`."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import APIRequestContext, Browser, Error, Page, sync_playwright

FOLDER = Path(__file__).with_name("screenshots")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SLOW = 120_000
DESK, WALL, PHONE = (1440, 900), (1920, 1080), (390, 844)
Opener = Callable[..., Page]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def opener(browser: Browser, url: str) -> Opener:
    """Return the function that opens a page of the app in a browser of its own."""

    def start(path: str, awaited: str, size: tuple[int, int] = DESK, **options: object) -> Page:
        width, height = size
        touched = {"is_mobile": True, "has_touch": True} if size == PHONE else {}
        page = browser.new_page(viewport={"width": width, "height": height}, **touched, **options)  # type: ignore[arg-type]
        page.set_default_timeout(SLOW)
        page.goto(f"{url}/{path}")
        page.locator(awaited).first.wait_for()
        return page

    return start


def shoot(page: Page, name: str, *, pause: int = 4000) -> Page:
    """Keep what the page shows once it has settled."""
    page.wait_for_timeout(pause)
    page.screenshot(path=FOLDER / f"{name}.png")
    return page


def work(start: Opener) -> None:
    """Walk the steps of the work at a desk."""
    shoot(start("territoire", ".jc-health"), "territory")
    desk = shoot(start("", ".jc-steady"), "ranking")
    desk.locator(".jc-card").first.click()
    desk.locator(".jc-sheet h3").wait_for()
    shoot(desk, "chosen")
    shoot(start("comparer", ".jc-compared"), "compare")
    site = shoot(start("site", ".jc-variant"), "site")
    site.locator(".st-key-sketch-title").evaluate("title => title.scrollIntoView()")
    site.locator(".stMain").evaluate("main => main.scrollBy(0, -110)")
    shoot(site, "sketch")
    shoot(start("ensemble", ".st-key-together-next"), "together")
    shoot(start("dossier", ".st-key-pages img >> nth=7"), "dossier")
    shoot(start("", ".jc-steady", color_scheme="dark"), "night")
    shoot(start("", ".jc-card", PHONE), "phone")


def meeting(start: Opener) -> None:
    """Hold a meeting of three: the screen of the room, a phone that weighs, a phone that votes."""
    desk = start("reunion", ".st-key-open")
    desk.get_by_role("button", name="Ouvrir la réunion").click()
    desk.wait_for_url("**code=*")
    found = re.search(r"code=(\w+)", desk.url)
    place = f"reunion?code={found[1]}" if found else "reunion"
    phones = [joined(start(place, "input", PHONE), name) for name in ("Ana", "Luc", "Mina")]
    shoot(phones[0], "meeting-phone", pause=1500)
    for phone, points in zip(phones, ((9, 4, 3, 5, 2), (3, 9, 5, 5, 4), (8, 6, 2, 7, 5)), strict=True):
        weigh(phone, points)
    shoot(start(f"{place}&view=screen", ".jc-podium-title", WALL), "meeting-screen", pause=9000)
    desk.get_by_role("button", name="Ouvrir le vote").click()
    phones[1].locator(".jc-ballot").wait_for()
    shoot(phones[1], "meeting-ballot", pause=2500)


def joined(phone: Page, name: str) -> Page:
    phone.get_by_label("Votre nom").fill(name)
    phone.get_by_role("button", name="Rejoindre").click()
    phone.locator(".jc-question").wait_for()
    return phone


def weigh(phone: Page, points: tuple[int, ...]) -> None:
    for asked in points:
        slider = phone.locator("#jc-range")
        slider.evaluate("(range, value) => { range.value = value; range.dispatchEvent(new Event('input')); }", asked)
        phone.locator("button.jc-primary").click()
        phone.wait_for_timeout(400)
    phone.locator(".jc-own").wait_for()


def take(url: str) -> None:
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        start = opener(browser, url)
        work(start)
        meeting(start)
        browser.close()


def main() -> None:
    port = free_port()
    command = [str(Path(sys.executable).with_name("jachere")), "serve", "--port", str(port)]
    with tempfile.TemporaryDirectory(prefix="jachere-pictures-") as home:
        kept = {**os.environ, "XDG_DATA_HOME": home}
        server = subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with sync_playwright() as tools:
                probe = tools.request.new_context()
                while not _answers(probe, f"http://127.0.0.1:{port}/_stcore/health"):
                    server.poll()
            take(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def _answers(probe: APIRequestContext, url: str) -> bool:
    try:
        return bool(probe.get(url, timeout=1000).ok)
    except Error:
        return False


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
