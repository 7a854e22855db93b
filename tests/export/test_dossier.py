"""The dossier as files: complete, tagged, inert, repeatable, at its true scale, with safe names."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx as office
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geo.costs.builtin import FUNDS
from geo.errors import GeoError, SourceError
from geo.export.docx import docx
from geo.export.dossier import safe_name, write_document
from geo.export.pdf import pdf, thumbnails
from geo.models import Role
from geo.present.document import Heading, Picture, Sheet, flat
from geo.present.dossier import dossier
from geo.present.dossier.photographs import printed
from geo.present.labels import translator
from geo.present.letters import letters
from geo.study.costing import Costing, is_protected
from geo.study.dossier import Asked, Drawn, day_of_data, gather, others, theme_scores, usual_files, zone_hours
from geo.study.own_words import Convention, OwnWords
from tests.export import hostile

SECONDS, MEGABYTES = 3.0, 3.0


def pages(case, language="fr"):
    return dossier(case, translator(language), language)


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def bare(text):
    """Take out what a line break may have put in."""
    return re.sub(r"[\s\-\u00ad\u2010]", "", text)


@pytest.fixture(scope="module")
def written(best):
    return pdf(pages(best))


def test_every_part_is_there_in_both_languages(best, written):
    told = text_of(written)
    for part in (
        *("En une page", "Trois raisons pour", "Trois points à surveiller", "Ce qui est demandé à la ville"),
        *("Références cadastrales", "Propriétaire", "Zone du PLU", "Situation", "Photographies", "Soleil"),
        *("Le sol, et ce qu’il faut vérifier", "Habitants et partenaires", "À pied", "Comparaison", "Esquisse"),
        *("Quantités", "Budget", "Imprévus", "Financements à rechercher", "Équipe", "Calendrier", "Formalités"),
        *("Le projet, avec les mots de l’association", "Projet de convention", "Sources", "Hypothèses", "À vérifier"),
    ):
        assert part in told, part
    english = text_of(pdf(pages(best, "en")))
    assert "Three reasons for" in english
    assert "To be completed by the association." in english


def test_the_verdict_comes_before_the_score_and_the_score_with_its_interval(best):
    [notice] = [block for block in pages(best).cover if hasattr(block, "tone")]
    assert notice.title == "Éligible"
    assert re.search(r"Note \d+ \(\d+–\d+\), fiabilité", notice.text)


def test_partners_have_names_and_walking_distances(best, written):
    told = text_of(written)
    for row in best.partners.head(3).to_dict("records"):
        assert bare(row["name"]) in bare(told)
    assert re.search(r"\d+ m, \d+ min", told)


def test_the_pdf_is_light_tagged_titled_and_describes_every_picture(best, written):
    assert len(written) < MEGABYTES * 1e6
    reader = pypdf.PdfReader(io.BytesIO(written))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "fr"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Rue des Tilleuls"
    assert all(picture.alt for picture in pages(best).pictures())


def test_the_plan_fills_a_page_of_its_size_so_that_its_scale_holds(best, written):
    [sheet] = [block for block in flat(pages(best).blocks) if isinstance(block, Sheet)]
    sizes = [[round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] for page in _pages(written)]
    assert [sheet.width_mm, sheet.height_mm] in [[210, 297], [297, 210], [297, 420], [420, 297]]
    assert [sheet.width_mm, sheet.height_mm] in sizes
    width = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', sheet.data.decode())
    assert [float(side) for side in width.groups()] == [sheet.width_mm, sheet.height_mm]
    assert "1:200" in text_of(written)


def _pages(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages


@pytest.mark.parametrize("write", [pdf, docx])
def test_the_same_case_gives_the_same_bytes(best, write):
    assert write(pages(best)) == write(pages(best))


def test_a_day_is_written_only_where_it_is_asked_for(best):
    assert pages(best).day == f"Données arrêtées au {translator('fr')(day_of_data(best.territory))}"
    dated = replace(best, asked=Asked(day=date(2026, 11, 25)))
    assert pages(dated).day == "25 novembre 2026"


def test_own_words_are_told_and_what_is_missing_is_to_be_completed(best):
    said = OwnWords(project="Les Tilleuls", association="Espaces", public="Tous", convention=Convention.AMENDMENT)
    told = text_of(pdf(pages(replace(best, asked=Asked(words=said)))))
    for text in ("Les Tilleuls", "Espaces", "Tous", "Projet d’avenant", "À compléter par l’association."):
        assert text in told, text
    assert pages(replace(best, asked=Asked(words=said))).title == "Les Tilleuls"


def test_the_cover_stays_one_page_with_the_longest_names(best):
    long = "Association départementale pour l’insertion par le jardinage solidaire, l’environnement et le lien social"
    indicators = best.surveyed.indicators.copy()
    indicators.loc[best.site, "street"] = "Avenue du Général-de-Division-Comte-de-la-Tour-du-Pin-Chambly prolongée"
    named = replace(best, surveyed=replace(best.surveyed, indicators=indicators))
    said = OwnWords(project=f"{long[:100]} (projet)", association=f"{long} (92)"[:120])
    document = pages(replace(named, asked=Asked(words=said)))
    first, second, *_ = _pages(pdf(document))
    assert "Note" in first.extract_text()
    assert "En une page" in second.extract_text()


def test_a_site_without_a_sketch_says_why_and_counts_nothing(best):
    refused = gather(
        best.surveyed, best.judgement, best.site, Drawn(best.drawn.prepared, refusal=_error()), usual_files()
    )
    document = pages(refused)
    told = text_of(pdf(document))
    assert "Trop petit pour un jardin" in told
    assert "Non estimé" in told
    assert not [block for block in flat(document.blocks) if isinstance(block, Sheet)]


def test_the_page_for_the_elected_stays_one_page_however_much_is_asked(best):
    asked = ("Ce jardin accueillera des personnes éloignées de l’emploi. " * 30)[:1500]
    document = pages(replace(best, asked=Asked(words=OwnWords(asked=asked))))
    read = _pages(pdf(document))
    assert "En une page" in read[1].extract_text()
    assert "Identité" in read[2].extract_text()
    told = bare(text_of(pdf(document)))
    assert bare(asked) in told


def test_no_page_is_nearly_empty(best, written):
    for language in ("fr", "en"):
        read = _pages(written if language == "fr" else pdf(pages(best, language)))
        assert [number for number, page in enumerate(read, start=1) if len(page.extract_text()) < 330] == []


def test_a_part_of_a_few_lines_shares_its_page(best):
    document = pages(best)
    alone = [block.text for block in document.blocks if isinstance(block, Heading) and block.joined]
    assert alone == ["Projet de convention : les points à écrire".replace(" :", "\xa0:")]


def test_what_is_known_of_the_cost_is_counted_in_the_dossier(best):
    known = Costing(areas_m2={"remediation": 100, "gone": 9}, fenced_m=40, sites=2, protected=True)
    case = gather(best.surveyed, best.judgement, best.site, best.drawn, usual_files(), Asked(costing=known))
    told = text_of(pdf(pages(case)))
    assert "Dépollution" in told
    lines, usual = ({line.price.id: line.quantity.high for line in one.found.budget.lines} for one in (case, best))
    assert usual["fence"] - lines["fence"] == pytest.approx(40)
    assert case.found.team.sites == 2
    assert is_protected(best.surveyed, best.site, Costing()) is False
    assert is_protected(best.surveyed, best.site, known) is True


def test_a_territory_may_have_its_own_table_of_funds(best, tmp_path):
    own = FUNDS.read_text(encoding="utf-8").replace("2026-11-25", "2027-03-01")
    (tmp_path / "funding.toml").write_text(f"{own}\n{_FUND}", encoding="utf-8")
    case = gather(best.surveyed, best.judgement, best.site, best.drawn, usual_files(tmp_path))
    told = text_of(pdf(pages(case)))
    for text in ("Fondation {du} {{Val}}", "jusqu’à 4", "1er mars 2027"):
        assert text in told
    (tmp_path / "funding.toml").write_text('[[funds]]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(GeoError):
        usual_files(tmp_path)


_FUND = """
[[funds]]
id = "mine"
label = "Fondation {du} {{Val}}"
note = "Appel annuel."
low = 1000
high = 4000
dated = 2027-03-01
"""


def test_a_letter_for_each_kind_of_partner_and_none_is_said_to_agree(best):
    document = letters(best, translator("fr"), "fr")
    kinds = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert len(kinds) == best.partners["kind"].nunique()
    told = bare(text_of(pdf(document)))
    assert all(bare(name) in told for name in best.partners["name"].dropna())
    assert told.count(bare("personne n’a encore été sollicité")) == len(kinds)
    nobody = letters(replace(best, partners=best.partners.head(0)), translator("fr"), "fr")
    assert "Aucun" in text_of(pdf(nobody))


def _error():
    from geo.errors import LayoutError
    from geo.messages import Message

    return LayoutError(Message("Trop petit pour un jardin."))


def test_an_excluded_site_asks_nothing_of_the_town(surveyed, judgement):
    site = judgement.results.index[judgement.results["verdict"] == "excluded"][0]
    case = gather(surveyed, judgement, site, Drawn(None, refusal=_error()), usual_files())
    told = text_of(pdf(pages(case)))
    assert "Rien tant que la cause d’exclusion demeure" in told
    assert "Mettre le terrain à disposition par une convention" not in told


def test_what_no_file_tells_is_said_to_be_unknown(best):
    kept = {role: layer for role, layer in best.territory.layers.items() if role in {Role.PARCELS, Role.BUILDINGS}}
    from geo.study import judge, survey

    found = survey(replace(best.territory, layers=kept, rasters={}, digest="bare"))
    judged = judge(found, best.judgement.profile)
    site = found.sites.index[0]
    case = gather(found, judged, site, Drawn(None, refusal=_error()), usual_files())
    told = text_of(pdf(pages(case)))
    assert told.count("inconnu, à vérifier") > 8
    assert "aucun fichier du dossier ne recense de partenaires" in told
    assert "Dire à qui est le terrain" in told


def test_the_sites_it_is_compared_with_share_no_land(best):
    sites = best.surveyed.sites
    parcels = [set(sites.at[site, "parcels"]) for site in (best.site, *best.others)]
    assert sum(len(one) for one in parcels) == len(set().union(*parcels))
    asked = ("unknown", best.site, best.others[2])
    assert others(best.surveyed, best.judgement, best.site, asked) == (best.others[2],)


def test_a_theme_is_the_mean_of_what_is_known_of_it(best):
    worth, profile = best.judgement.utilities.loc[best.site], best.judgement.profile
    health = [criterion for criterion in profile.criteria if criterion.theme == "health"]
    expected = sum(worth[c.id] * c.weight for c in health) / sum(c.weight for c in health)
    assert theme_scores(best.judgement, best.site)["health"] == pytest.approx(expected)


def test_the_sun_of_a_zone_is_the_mean_of_its_cells(best):
    hours = zone_hours(best.sketch)
    rule = next(check for check in best.sketch.checks if check.id == "sun.potager")
    potager = next(found for zone, found in hours.items() if zone.value == "potager")
    assert potager == pytest.approx(rule.measured, abs=0.2)


# What strangers wrote


@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_names_are_texts_in_the_pdf(attacked, language):
    told = bare(text_of(pdf(pages(attacked, language))))
    assert told.count(bare("#panic() $x$ {{ 7*7 }} <img src=x onerror=alert(1)>")) >= 5


def test_hostile_names_are_texts_in_the_docx(attacked):
    content = docx(pages(attacked))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            text = file.read(name).decode("utf-8", "replace")
            assert "instrText" not in text
            assert 'TargetMode="External"' not in text
    body = "".join(part.text or "" for part in office.Document(io.BytesIO(content)).element.body.iter())
    assert body.count("{{ 7*7 }} <img src=x onerror=alert(1)>") >= 5


def test_hostile_names_stay_out_of_the_names_of_files(attacked):
    assert (
        safe_name("dossier", hostile.NAME)
        == "dossier-cmd-c-calc-a1-panic-x-7-7-img-src-x-onerror-alert-1-a-b-ref-zac-x-lt-c-p"
    )


# Files


@given(st.lists(st.text(max_size=120), max_size=3))
def test_a_name_is_safe_whatever_it_is_made_of(parts):
    name = safe_name(*parts)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 82


def test_an_ending_that_is_no_document_is_refused_before_anything(best, tmp_path):
    with pytest.raises(SourceError):
        write_document(tmp_path / "dossier.odt", pages(best))
    with pytest.raises(SourceError):
        write_document(tmp_path / "nowhere" / "dossier.pdf", pages(best))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("ending", [".pdf", ".DOCX"])
def test_the_ending_says_which_document(best, tmp_path, ending):
    path = tmp_path / f"dossier{ending}"
    write_document(path, pages(best))
    assert path.read_bytes()[:2] == (b"%P" if ending == ".pdf" else b"PK")
    assert [*tmp_path.iterdir()] == [path]


def test_thumbnails_are_one_a_page(best, written):
    pictures = thumbnails(pages(best), ppi=24)
    assert len(pictures) == len(_pages(written))
    assert all(Image.open(io.BytesIO(picture)).format == "PNG" for picture in pictures)


def test_four_photographs_keep_the_dossier_light(best):
    noise = io.BytesIO()
    Image.effect_noise((3000, 2000), 80).convert("RGB").save(noise, "JPEG", quality=95)
    photo = printed(noise.getvalue(), caption="Depuis la rue")
    shown = replace(best, asked=Asked(photos=(photo,) * 4))
    assert len(pdf(pages(shown))) < MEGABYTES * 1e6
    assert (
        len([block for block in flat(pages(shown).blocks) if isinstance(block, Picture) and block.form == "jpg"]) == 4
    )


def test_the_docx_keeps_headings_and_the_plan(best):
    word = office.Document(io.BytesIO(docx(pages(best))))
    titles = [part.text for part in word.paragraphs if part.style.name == "Heading 1"]
    assert titles == [block.text for block in pages(best).blocks if isinstance(block, Heading) and block.level == 1]
    assert len(word.sections) == 3
    assert word.sections[2].footer.paragraphs[0].text == word.sections[0].footer.paragraphs[0].text
    assert [round(side.mm) for side in (word.sections[1].page_width, word.sections[1].left_margin)] == [210, 0]
