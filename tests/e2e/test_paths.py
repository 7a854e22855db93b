"""The way of each user from the first page to the file that leaves: a planner's, an association's."""

import io
import zipfile
from collections.abc import Callable
from html import escape

import geopandas as gpd
import pytest
from playwright.sync_api import Download, Page, expect
from pypdf import PdfReader

from tests.conftest import PROJECT
from tests.e2e.test_map import frame_of

SLOW = 120_000
OWN_WORDS = "Les Jardins d’Anne & Cie <b>#1</b>"


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], tmp_path_factory) -> str:
    return serve(PROJECT / "app.py", XDG_DATA_HOME=str(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def outline(demonstration) -> bytes:
    """Return the outline of a parcel of the demonstration of some 800 m², drawn half a metre inside."""
    parcels = gpd.read_file(f"/vsigzip/{next((demonstration / 'parcels').glob('*-parcelles.json.gz'))}").to_crs(2154)
    nearest = (parcels.area - 800.0).abs().idxmin()
    inside = parcels.geometry.loc[[nearest]].buffer(-0.5, join_style="mitre")
    return inside.to_crs(4326).to_json().encode()


def settled(page: Page) -> Page:
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible(timeout=SLOW)
    return page


def go(page: Page, step: str) -> Page:
    page.get_by_role("link", name=step, exact=True).click()
    return settled(page)


def taken(page: Page, label: str) -> Download:
    button = page.get_by_role("button", name=label)
    expect(button).to_be_enabled(timeout=SLOW)
    with page.expect_download(timeout=SLOW) as download:
        button.click()
    return download.value


def saved(page: Page, name: str) -> None:
    page.get_by_role("button", name="Étude").click()
    page.get_by_label("Nom de l’étude").fill(name)
    page.get_by_label("Nom de l’étude").press("Tab")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text(f"Enregistrée\u00a0: {name}")).to_be_visible(timeout=SLOW)
    page.keyboard.press("Escape")


def test_a_planner_reads_ranks_compares_and_takes_the_files(address, open_page, tmp_path):
    page = open_page(f"{address}/territoire", width=1440, height=900)
    expect(page.get_by_role("heading", name="Qu’avons-nous")).to_be_visible(timeout=SLOW)
    go(page, "Carte et classement")
    frame_of(page)
    chosen = []
    for place in (0, 2):
        card = page.locator(".jc-card").nth(place)
        chosen.append(card.locator("strong").inner_text())
        card.click()
        expect(page.locator(".jc-sheet h3")).to_have_text(chosen[-1], timeout=SLOW)
        page.get_by_role("button", name="Comparer").click()
        expect(page.get_by_role("button", name="Retirer")).to_be_visible(timeout=SLOW)
    go(page, "Comparer")
    for title in chosen:
        expect(page.locator("table").first).to_contain_text(title, timeout=SLOW)
    saved(page, "Étude du planificateur")

    go(page, "Dossier")
    package = tmp_path / taken(page, "GeoPackage (QGIS)").suggested_filename
    assert package.suffix == ".gpkg"
    sheet = taken(page, "Tableur (XLSX)")
    with zipfile.ZipFile(io.BytesIO(sheet.path().read_bytes())) as book:
        assert "xl/workbook.xml" in book.namelist()

    again = open_page(address, width=1440, height=900)
    expect(again.locator(".jc-card").first).to_be_visible(timeout=SLOW)
    again.get_by_role("button", name="Étude").click()
    again.locator(".st-key-study-open button").click()
    settled(go(again, "Comparer"))
    for title in chosen:
        expect(again.locator("table").first).to_contain_text(title, timeout=SLOW)


def test_an_association_brings_a_plot_and_leaves_with_a_dossier(address, open_page, outline):
    page = open_page(address, width=1440, height=900)
    expect(page.locator(".jc-card").first).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Mon terrain").click()
    page.get_by_role("tab", name="Par un fichier").click()
    file = {"name": "notre terrain.geojson", "mimeType": "application/geo+json", "buffer": outline}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name="Retirer notre terrain.geojson")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Choisir ces contours").click()
    expect(page.locator(".jc-sheet h3")).to_be_visible(timeout=SLOW)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ouvrir la fiche").click()
    expect(page.locator("#sources")).to_be_attached(timeout=SLOW)
    expect(page.locator(".st-key-site-plan img")).to_be_visible(timeout=SLOW)
    title = page.locator(".jc-title h1").inner_text()

    go(page, "Dossier")
    page.get_by_text("Les mots de l’association").click()
    cover = page.locator(".st-key-pages img").first
    before = cover.get_attribute("src", timeout=SLOW)
    page.get_by_label("Nom de l’association").fill(OWN_WORDS)
    page.get_by_label("Nom de l’association").press("Tab")
    expect(cover).not_to_have_attribute("src", before, timeout=SLOW)
    settled(page)
    pdf = taken(page, "Dossier (PDF)")
    assert pdf.suggested_filename.endswith(".pdf")
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.path().read_bytes())).pages)
    assert OWN_WORDS in text
    assert title.split(" · ")[0] in text.replace("\n", " ")
    word = taken(page, "Dossier (Word)")
    with zipfile.ZipFile(io.BytesIO(word.path().read_bytes())) as package:
        assert escape(OWN_WORDS, quote=False) in package.read("word/document.xml").decode()
