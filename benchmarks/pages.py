"""How long a person waits from page to page, and for a new sketch: `python -m benchmarks.pages`.

On the demonstration, the server warm: from the click on a step of the work until the page shows what it is for, and
until it has nothing more to draw; from the choice of another programme to its plan.
"""

import shutil
import time

from playwright.sync_api import Page, sync_playwright

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


def new_sketch(page: Page, programme: str) -> float:
    """Choose another programme and wait for its plan. [s]"""
    before = page.locator(".st-key-site-plan img").get_attribute("src")
    page.locator(".st-key-sketch-controls").get_by_role("button", name="Programme", exact=True).click()
    option = page.get_by_text(programme, exact=True)
    option.wait_for(timeout=COLD_MS)
    start = time.perf_counter()
    option.click()
    page.wait_for_function(NEW_PLAN, arg=before, timeout=COLD_MS)
    spent = time.perf_counter() - start
    page.keyboard.press("Escape")
    page.locator(RESTING).wait_for(timeout=COLD_MS)
    return spent


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
        print(told("new sketch", [new_sketch(page, name) for name in PROGRAMMES]))
        browser.close()


if __name__ == "__main__":
    main()
