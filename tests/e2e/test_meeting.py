"""A meeting as a council lives it: a desk, a screen, two phones, each in a browser of its own."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.conftest import PROJECT

SLOW = 90_000
PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} **gras** [a](b)"
THEMES = ("Habitants et partenaires", "Terrain et soleil", "Foncier et droit", "Santé", "Eau et accès")


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    return serve(PROJECT / "app.py")


@pytest.fixture
def desk(address, open_page) -> Page:
    """Open a meeting, and return the desk of its organiser."""
    return opened(open_page(f"{address}/reunion", width=1440, height=900), "Choix du jardin")


def opened(page: Page, title: str) -> Page:
    page.get_by_label("Titre").fill(title, timeout=SLOW)
    page.get_by_label("Titre").press("Tab")
    page.get_by_role("button", name="Ouvrir la réunion").click()
    page.wait_for_url("**code=*", timeout=SLOW)
    expect(page.locator(".jc-invitation strong")).to_be_visible(timeout=SLOW)
    return page


def code_of(desk: Page) -> str:
    return re.search(r"code=(\w+)", desk.url)[1]


def joined(page: Page, name: str, group: str = "Élus") -> Page:
    page.get_by_label("Votre nom").fill(name, timeout=SLOW)
    if group != "Élus":
        page.get_by_label("Vous êtes ici comme").click()
        page.get_by_role("option", name=group).click()
    page.get_by_role("button", name="Rejoindre").click()
    question(page, 0)
    return page


def question(page: Page, number: int) -> Locator:
    screen = page.locator(".jc-question").filter(has=page.get_by_role("heading", name=THEMES[number]))
    expect(screen).to_be_visible(timeout=SLOW)
    return screen


def weigh(page: Page, points: tuple[int, ...]) -> None:
    for number, asked in enumerate(points):
        screen = question(page, number)
        slider = screen.get_by_role("slider")
        slider.focus()
        for _ in range(abs(asked - 5)):
            slider.press("ArrowRight" if asked > 5 else "ArrowLeft")
        expect(screen.locator("output")).to_have_text(str(asked))
        screen.locator("button.jc-primary").click()
    expect(page.get_by_role("heading", name="Vos poids sont comptés")).to_be_visible(timeout=SLOW)


def vote(page: Page, *said: bool) -> None:
    for number, approves in enumerate(said):
        expect(page.locator(".jc-ballot .jc-progress")).to_contain_text(f"{number + 1} / {len(said)}", timeout=SLOW)
        page.get_by_role("button", name="J’approuve" if approves else "Je n’approuve pas").click()
    expect(page.get_by_role("heading", name="Vos votes sont comptés")).to_be_visible(timeout=SLOW)


def ours(page: Page) -> list[tuple[str, object]]:
    """Return what axe-core finds serious or critical in our own elements."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (rule["id"], node["target"])
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
        if "jc-" in str(node["target"]) or "jc-" in node["html"]
    ]


def test_a_council_weighs_votes_and_decides(address, desk, open_page):
    code = code_of(desk)
    screen = open_page(f"{address}/reunion?code={code}&view=screen", width=1920, height=1080)
    expect(screen.locator(".jc-large strong")).to_contain_text(f"{code[:3]}\u00a0{code[3:]}", timeout=SLOW)
    expect(screen.locator(".jc-pins text")).to_have_count(3, timeout=SLOW)
    ana = joined(open_page(f"{address}/reunion?code={code}", **PHONE), "Ana")
    assert ours(ana) == []
    luc = joined(open_page(f"{address}/reunion?code={code}", **PHONE), "Luc", "Habitants")
    weigh(ana, (10, 0, 0, 0, 0))
    expect(screen.locator(".jc-room-head")).to_contain_text("Poids donnés : 1", timeout=SLOW)
    expect(screen.locator(".jc-podium-score").first).to_contain_text("92", timeout=SLOW)
    weigh(luc, (0, 0, 10, 5, 0))
    expect(screen.locator(".jc-room-head")).to_contain_text("Accord : 0", timeout=SLOW)
    expect(screen.locator(".jc-podium-score").first).to_contain_text("93", timeout=SLOW)
    assert ours(screen) == []

    desk.get_by_role("button", name="Ouvrir le vote").click()
    expect(ana.get_by_role("img", name="Situation du terrain")).to_be_visible(timeout=SLOW)
    assert ours(ana) == []
    vote(ana, True, True, False)
    vote(luc, True, False, False)
    expect(screen.locator(".jc-room-head")).to_contain_text("Ont voté : 2", timeout=SLOW)
    expect(screen.locator(".jc-podium-votes")).to_have_count(0)
    expect(desk.locator(".jc-votes tbody tr").first).to_contain_text(re.compile(r"2\s*0$"), timeout=SLOW)
    desk.get_by_role("button", name="Révéler les votes").click()
    expect(screen.locator(".jc-podium-votes")).to_have_count(3, timeout=SLOW)
    assert sorted(screen.locator(".jc-podium-votes").all_inner_texts()) == [
        "0 pour, 2 contre",
        "1 pour, 1 contre",
        "2 pour, 0 contre",
    ]
    assert ours(desk) == []

    desk.get_by_label("Décision").fill("Le premier terrain est retenu.")
    desk.get_by_role("button", name="Inscrire la décision").click()
    for page in (ana, luc, screen, desk):
        expect(page.get_by_text("Le premier terrain est retenu.")).to_be_visible(timeout=SLOW)
    expect(ana.get_by_role("heading", name="Merci de votre participation")).to_be_visible()
    assert ours(ana) == []
    with desk.expect_download(timeout=SLOW) as download:
        desk.get_by_role("button", name="Télécharger le compte rendu (PDF)").click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_a_phone_keeps_its_seat_through_a_reload(address, desk, open_page):
    code = code_of(desk)
    phone = joined(open_page(f"{address}/reunion?code={code}", **PHONE), "Ana")
    question(phone, 0).get_by_role("button", name="Suivant").click()
    question(phone, 1)
    phone.reload()
    question(phone, 1)
    expect(desk.locator(".jc-people tbody tr")).to_have_count(1, timeout=SLOW)
    assert "seat" not in phone.url
    stranger = open_page(f"{address}/reunion?code={code}", **PHONE)
    expect(stranger.get_by_label("Votre nom")).to_be_visible(timeout=SLOW)


def test_a_phone_shows_the_meeting_and_nothing_else(address, desk, open_page):
    phone = joined(open_page(f"{address}/reunion?code={code_of(desk)}", **PHONE), "Ana")
    expect(phone.locator(".stAppHeader")).to_be_hidden()
    expect(phone.locator(".st-key-header")).to_have_count(0)
    expect(phone.get_by_role("navigation")).to_have_count(0)
    assert phone.get_by_role("link").all_inner_texts() == ["Aller au contenu"]
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [button.bounding_box() for button in question(phone, 0).get_by_role("button").all()]
    assert all(box["height"] >= 48 and box["y"] + box["height"] <= 844 for box in boxes)


def test_a_participant_cannot_lead(address, desk, open_page):
    code = code_of(desk)
    phone = joined(open_page(f"{address}/reunion?code={code}", **PHONE), "Ana")
    expect(phone.get_by_role("button", name="Ouvrir le vote")).to_have_count(0)
    forged = '{"organiser": "forged", "seat": "[\\"a\\", \\"b\\"]"}'
    phone.evaluate("([name, value]) => localStorage.setItem(name, value)", [f"jachere-{code}", forged])
    phone.reload()
    expect(phone.get_by_label("Votre nom")).to_be_visible(timeout=SLOW)
    expect(phone.get_by_role("button", name="Ouvrir le vote")).to_have_count(0)


def test_the_organiser_takes_a_person_off_and_brings_the_person_back(address, desk, open_page):
    phone = joined(open_page(f"{address}/reunion?code={code_of(desk)}", **PHONE), "Ana")
    desk.get_by_role("button", name="Retirer : Ana").click(timeout=SLOW)
    expect(phone.get_by_role("heading", name="L’organisateur vous a retiré")).to_be_visible(timeout=SLOW)
    desk.get_by_role("button", name="Remettre : Ana").click(timeout=SLOW)
    question(phone, 0)


def test_hostile_names_stay_texts(address, open_page):
    desk = opened(open_page(f"{address}/reunion", width=1440, height=900), HOSTILE)
    code = code_of(desk)
    screen = open_page(f"{address}/reunion?code={code}&view=screen", width=1920, height=1080)
    expect(screen.locator(".jc-room-head h1")).to_have_text(HOSTILE, timeout=SLOW)
    phone = open_page(f"{address}/reunion?code={code}", **PHONE)
    expect(phone.locator("h1")).to_have_text(HOSTILE, timeout=SLOW)
    joined(phone, HOSTILE)
    expect(desk.locator(".jc-people tbody th")).to_contain_text(HOSTILE, timeout=SLOW)
    expect(desk.locator(".stHeading, h2").filter(has_text="{{7*7}}").first).to_contain_text(
        "<img src=x onerror=alert(1)>"
    )
    for page in (desk, screen, phone):
        assert page.locator("img[src=x]").count() == 0
        assert page.get_by_text("49", exact=True).count() == 0


def test_a_wrong_code_asks_for_another(address, open_page):
    phone = open_page(f"{address}/reunion?code=ZZZZZZ", **PHONE)
    expect(phone.get_by_text("Aucune réunion n’a ce code")).to_be_visible(timeout=SLOW)
    expect(phone.get_by_label("Code de la réunion")).to_be_visible()


def test_who_leaves_finds_the_way_back_to_the_desk(address, desk):
    desk.get_by_role("link", name="Carte et classement").click()
    expect(desk.locator(".jc-card").first).to_be_visible(timeout=SLOW)
    desk.get_by_role("link", name="Réunion").click()
    desk.get_by_role("button", name="Revenir à la réunion").click(timeout=SLOW)
    expect(desk.get_by_role("button", name="Ouvrir le vote")).to_be_visible(timeout=SLOW)
