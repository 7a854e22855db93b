"""How long a person waits from page to page, and for a new sketch: `python -m benchmarks.pages`.

On the demonstration, the server warm: from the click on a step of the work until the page shows what it is for, and
until it has nothing more to draw; from each change of the sketch (programme, share, gate, obstacle, lock) to its plan.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.app import COLD_MS, served
from benchmarks.maps import ARGUMENTS, REPEATS, told
from benchmarks.meeting import DEMONSTRATION

SHOWN = {
    "Territoire": ".jc-roles",
    "Carte et classement": ".jc-card",
    "Comparer": ".jc-worth",
    "Site": ".jc-decision",
    "Ensemble": ".st-key-question-together",
    "Réunion": ".st-key-open",
    "Dossier": ".st-key-pages img",
}
"""By step, what a page is opened for."""
PROGRAMMES = ("Résidence", "Quartier dense")
RESTING = "[data-test-script-state=notRunning]"
NEW_PLAN = """before => {
    const plan = document.querySelector(".st-key-site-plan img");
    return plan && plan.getAttribute("src") !== before;
}"""


def opened(page: Page, step: str) -> tuple[float, float]:
    """Click on a step, and return when its page shows what it is for, and when it rests. [s]"""
    start = time.perf_counter()
    page.get_by_role("link", name=step, exact=True).click()
    page.locator(SHOWN[step]).first.wait_for(timeout=COLD_MS)
    shown = time.perf_counter() - start
    page.locator(RESTING).wait_for(timeout=COLD_MS)
    return shown, time.perf_counter() - start


def waited(page: Page, gesture: Callable[[], None]) -> float:
    """Make a gesture and wait for another plan. [s]"""
    before = page.locator(".st-key-site-plan img").get_attribute("src")
    start = time.perf_counter()
    gesture()
    page.wait_for_function(NEW_PLAN, arg=before, timeout=COLD_MS)
    return time.perf_counter() - start


@contextmanager
def control(page: Page, name: str) -> Iterator[Locator]:
    """Open one of the controls of the sketch, and close it again when all is drawn."""
    page.locator(".st-key-sketch-controls").get_by_role("button", name=name, exact=True).click()
    opened = page.get_by_test_id("stPopoverBody")
    opened.wait_for(timeout=COLD_MS)
    yield opened
    page.keyboard.press("Escape")
    page.locator(RESTING).wait_for(timeout=COLD_MS)


def new_sketches(page: Page) -> dict[str, list[float]]:
    """Change what a person can change of a sketch, one after the other. [s]"""
    found: dict[str, list[float]] = {}
    for name in PROGRAMMES:
        with control(page, "Programme") as opened:
            option = opened.get_by_text(name, exact=True)
            found.setdefault("programme", []).append(waited(page, option.click))
    for zone in ("Potager", "Verger", "Fleurs"):
        with control(page, "Parts") as opened:
            slider = opened.get_by_role("slider", name=zone)
            found.setdefault("share", []).append(waited(page, partial(slider.press, "PageDown")))
    for key in ("PageUp", "PageUp", "PageDown"):
        with control(page, "Portail") as opened:
            found.setdefault("gate", []).append(waited(page, partial(opened.get_by_role("slider").press, key)))
    with control(page, "À conserver") as opened:
        found["obstacle"] = [waited(page, opened.get_by_role("button", name="Conserver").click)]
    with control(page, "Verrouiller") as opened:
        opened.get_by_text("Verger", exact=True).click()
        page.locator(RESTING).wait_for(timeout=COLD_MS)
    with control(page, "Parts") as opened:
        slider = opened.get_by_role("slider", name="Fleurs")
        found["share beside a locked zone"] = [waited(page, partial(slider.press, "PageDown"))]
    return found


def times(page: Page, step: str) -> tuple[list[float], list[float]]:
    """Come to a step several times, from another one."""
    found = []
    for _ in range(REPEATS):
        opened(page, "Carte et classement" if step == "Territoire" else "Territoire")
        found.append(opened(page, step))
    return [shown for shown, _ in found], [rested for _, rested in found]


def main() -> None:
    with served(DEMONSTRATION) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.locator(".jc-card").first.wait_for(timeout=COLD_MS)
        for step in SHOWN:
            opened(page, step)
        for step in SHOWN:
            shown, rested = times(page, step)
            print(f"{step}:", told("shown", shown), told("at rest", rested), flush=True)
        opened(page, "Site")
        page.locator(".st-key-site-plan img").wait_for(timeout=COLD_MS)
        page.locator(RESTING).wait_for(timeout=COLD_MS)
        for gesture, waits in new_sketches(page).items():
            print(told(f"new sketch, {gesture}", waits), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
