"""How long a person waits for the map: first sight, and a new ranking.

Run ``python benchmarks/maps.py``: it starts the page of the browser tests on generated communes, opens it in a
headless Chromium and prints seconds. The second visit counts (the server is warm, as it is for everyone but the
first visitor).
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Frame, Page, sync_playwright

HERE = Path(__file__).parent
PAGE = HERE.parent / "tests" / "e2e" / "map_app.py"
SIZES = (1_000, 10_000)
REPEATS = 5
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def server(sites: int, port: int) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    options = (f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    quiet = ("--browser.gatherUsageStats=false", "--server.fileWatcherType=none")
    environment = {**os.environ, "MAP_SITES": str(sites), "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"}
    command = [sys.executable, "-m", "streamlit", "run", str(PAGE), *options, *quiet, "--", "map_scene_large"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not ready(address):
            if process.poll() is not None:
                raise RuntimeError("the server did not start")
        yield address
    finally:
        process.terminate()
        process.wait()


def map_frame(page: Page) -> Frame:
    page.frame_locator("iframe").locator(".jachere[data-drawings]").wait_for(timeout=60_000)
    return next(part for part in page.frames if "streamlit_folium" in part.url)


def first_sight(page: Page, address: str) -> float:
    start = time.perf_counter()
    page.goto(address)
    map_frame(page).evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    return time.perf_counter() - start


def new_ranking(page: Page, drawings: int) -> float:
    frame = map_frame(page)
    start = time.perf_counter()
    page.get_by_text("turn").click()
    frame.wait_for_function(f"document.querySelector('.jachere').dataset.drawings == {drawings}", timeout=60_000)
    return time.perf_counter() - start


def repaint(page: Page) -> float:
    """Return what the browser itself needs to show a ranking that has arrived. [s]"""
    code = """() => { const letters = [...Array(Jachere.size())].map((_, n) => "abcdefghijklm"[n % 13]).join("");
        const start = performance.now();
        Jachere.restyle({classes: letters, selected: null, ranked: []});
        document.querySelectorAll("canvas").forEach((canvas) => canvas.getContext("2d").getImageData(0, 0, 1, 1));
        return performance.now() - start; }"""
    return float(map_frame(page).evaluate(code)) / 1000


def told(name: str, seconds: list[float]) -> str:
    return f"{name} {sorted(seconds)[len(seconds) // 2]:.2f} s ({min(seconds):.2f}–{max(seconds):.2f})"


def measure(sites: int, port: int) -> None:
    with server(sites, port) as address, sync_playwright() as playwright:
        system = Path("/usr/bin/chromium")
        path = str(system) if system.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        first_sight(page, address)
        sights = [first_sight(page, address) for _ in range(REPEATS)]
        rankings = [new_ranking(page, 2 + turn) for turn in range(REPEATS)]
        paints = [repaint(page) for _ in range(REPEATS)]
        print(f"{sites} sites:", told("first map", sights), told("new ranking", rankings), told("repaint", paints))
        browser.close()


if __name__ == "__main__":
    for place, size in enumerate(SIZES):
        measure(size, 8791 + place)
