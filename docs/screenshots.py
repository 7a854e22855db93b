"""Take the screenshots of the documentation again: `.venv/bin/python docs/screenshots.py`."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).with_name("screenshots")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SLOW = 120_000


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def settled(page: Page, url: str) -> Page:
    page.goto(url)
    page.locator(".jc-card, [data-testid=stDataFrame]").first.wait_for(timeout=SLOW)
    page.wait_for_timeout(4000)
    return page


def sketched(page: Page, url: str) -> Page:
    """Open the page of the first site and wait for its garden."""
    page.goto(f"{url}/site")
    page.locator(".jc-plan, [data-testid=stImage] img").first.wait_for(timeout=SLOW)
    page.wait_for_timeout(15_000)
    return page


def take(url: str) -> None:
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        desk = browser.new_page(viewport={"width": 1440, "height": 900})
        settled(desk, url).screenshot(path=FOLDER / "ranking.png")
        desk.locator(".jc-card").first.click()
        desk.locator(".jc-sheet h3").wait_for(timeout=SLOW)
        desk.wait_for_timeout(3000)
        desk.screenshot(path=FOLDER / "site.png")
        sketched(desk, url).screenshot(path=FOLDER / "sketch.png")
        settled(desk, f"{url}/territoire").screenshot(path=FOLDER / "territory.png")
        phone = browser.new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
        settled(phone, url).screenshot(path=FOLDER / "phone.png")
        browser.close()


def main() -> None:
    port = free_port()
    command = [str(Path(sys.executable).with_name("jachere")), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with sync_playwright() as tools:
            probe = tools.request.new_context()
            while not _answers(probe, f"http://127.0.0.1:{port}/_stcore/health"):
                server.poll()
        take(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def _answers(probe, url: str) -> bool:
    from playwright.sync_api import Error

    try:
        return bool(probe.get(url, timeout=1000).ok)
    except Error:
        return False


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
