"""How long a person waits in the app itself: `python -m benchmarks.app`.

On generated communes of 5 200 and 10 000 parcels it opens the page *Carte et classement* in a headless Chromium, the
server warm as it is for everyone but the first visitor, and prints: from the address to the painted map, from a key
pressed on a weight to the repainted map, and what the server's process spends on that (CPU).
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.bulk import write_commune
from benchmarks.maps import ARGUMENTS, REPEATS, first_sight, map_frame, ready, told

JACHERE = Path(sys.executable).with_name("jachere")
COLD_MS = 120_000
COMMUNES = {
    "5 200 parcels, 4 200 buildings": partial(write_commune, parcels=5_200, buildings=4_200),
    "10 000 parcels, 8 000 buildings": partial(write_commune, buildings=8_000),
    "10 000 parcels, 400 buildings": partial(write_commune, buildings=400),
}


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [str(JACHERE), "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not ready(f"http://127.0.0.1:{port}"):
            if process.poll() is not None:
                raise RuntimeError("the server did not start")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def drawings(page: Page) -> int:
    return int(map_frame(page).evaluate("document.querySelector('.jachere').dataset.drawings"))


def new_weight(page: Page) -> float:
    """Move one weight by a key and wait for the map to be painted again."""
    before, frame = drawings(page), map_frame(page)
    start = time.perf_counter()
    page.get_by_role("slider", name="Foncier et droit").press("ArrowLeft")
    frame.wait_for_function(f"document.querySelector('.jachere').dataset.drawings > {before}", timeout=60_000)
    return time.perf_counter() - start


def measure(name: str, folder: Path) -> None:
    with served(folder) as (address, pid), sync_playwright() as playwright:
        system = Path("/usr/bin/chromium")
        path = str(system) if system.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.locator(".jc-card").first.wait_for(timeout=COLD_MS)
        sights = [first_sight(page, address) for _ in range(REPEATS)]
        sites = int(map_frame(page).evaluate("Jachere.size()"))
        page.get_by_role("button", name="Ce qui compte").click()
        new_weight(page)
        spent = cpu_seconds(pid)
        weights = [new_weight(page) for _ in range(REPEATS)]
        spent = (cpu_seconds(pid) - spent) / REPEATS
        print(
            f"{name}, {sites} sites:",
            told("first map", sights),
            told("new weight", weights),
            f"server {spent:.2f} CPU s",
        )
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for number, (name, written) in enumerate(COMMUNES.items()):
            measure(name, written(Path(place) / str(number)))
