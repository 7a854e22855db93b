"""The sheet of a site without a browser: what it says, in which order, and what follows from what people write."""

import io
import json
import re
import shutil

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from geo.kinds import Subject
from geo.sources.checks import checks_csv, value_of
from geo.store import checks
from geo.ui import site, storage

SECONDS = 300
PAGE = "from geo.ui import site\nsite.page()"
GARDEN, LAWN, LEAD = "92901f28f08b1c8", "92901548534c338", "92903acb5e52afb"
SHUT = "929013ada3e868b"
CASIAS = "92902c378953272"


def opened(site, **query):
    app = AppTest.from_string(PAGE, default_timeout=SECONDS)
    for name, value in {"site": site, **query}.items():
        app.query_params[name] = value
    return done(app)


def done(touched):
    """Run the page after a widget was touched."""
    app = touched.run()
    assert not app.exception
    return app


def spaced(text):
    return re.sub(r"[\u00a0\u202f]", " ", text)


def html(app):
    return spaced(" ".join(part.proto.body for part in app.get("html")))


def element(app, mark):
    """Return the first piece of the page that holds a mark."""
    return next(body for part in app.get("html") if mark in (body := spaced(part.proto.body)))


def words(app):
    shown = [part.value for kind in (app.caption, app.markdown, app.info, app.error, app.warning) for part in kind]
    return re.sub(r"[\u00a0\u202f]", " ", " ".join(str(text) for text in shown))


def say(app, subject, answer, **more):
    """Fill the form of field checks and keep what it says."""
    done(app.selectbox(key="check-subject").select(subject))
    asked(app, subject).set_value(answer)
    for key, value in more.items():
        app.text_input(key=key).set_value(value)
    done(app.text_input(key="check-by").set_value("Ana"))
    return done(app.button(key="check-keep").click())


def asked(app, subject):
    """Return the widget that asks for an answer: a number, or one of a few words."""
    widgets = [*app.number_input, *app.get("button_group")]
    return next(one for one in widgets if (one.key or "").startswith(f"check-value-{subject}-"))


def group(app, start):
    return next(one for one in app.get("button_group") if one.key and one.key.startswith(start))


def test_every_section_can_be_jumped_to_in_the_order_of_the_page():
    app = opened(GARDEN)
    links = re.findall(r'href="#(\w+)"', element(app, "jc-jumps"))
    anchors = [part.proto.anchor for part in app.header if part.proto.anchor]
    assert links == anchors
    assert links == ["verdict", "score", "sun", "soil", "known", "partners", "sketch", "sources"]


def test_identity_then_verdict_then_reasons_then_the_number():
    body = element(opened(GARDEN), "jc-decision")
    places = [body.index(text) for text in ("Éligible", "Propriétaire", "93 (93–93)", "rang 1 sur", "fiabilité")]
    assert places == sorted(places)
    title = element(opened(GARDEN), "jc-title")
    assert "Valmartin (92901) · assemblage de 3 parcelles" in title
    assert "Rue des Tilleuls (AH 126 + AH 127 + AH 128)" in title


def test_identity_names_every_parcel_its_owner_and_the_local_plan():
    app = opened(GARDEN)
    facts = element(app, "jc-facts")
    for text in ("AH 126, AH 127, AH 128", "800 m²", "la commune", "UE – Zone urbaine pavillonnaire", "friche vue"):
        assert text in facts
    tables = html(app)
    assert "92901000AH0127" in tables
    assert "COMMUNE DE VALMARTIN (FICTIVE)" in tables
    assert "22 juin 2023" in tables


def test_five_key_figures_with_the_budget_of_the_sketch_below():
    app = opened(GARDEN)
    figures = [part.proto.body for part in app.get("html") if "jc-figures" in part.proto.body]
    first = figures[0]
    assert first.count("<dt>") == 5
    budget = re.search(r"<dt>Budget</dt><dd>([^<]+)</dd>", first).group(1)
    assert sum(budget in body for body in figures) == 2
    assert "Centre de loisirs du Val" in first


def test_conditions_tell_value_limit_source_and_who_says_so():
    body = element(opened(LEAD), "jc-rules-told")
    for text in ("415 mg/kg", "300 mg/kg", "HCSP, 2014", "Laboratoire fictif du Val le 17 mars 2026", "90 mg/kg"):
        assert text in body
    assert "Jachère (données fictives), Parcelles des personnes morales (1er janvier 2024)" in body


def test_what_is_to_be_checked_says_what_it_weighs_and_where_to_write_it():
    body = element(opened(LEAD), "jc-checks")
    assert "Durée assurée : inconnu" in body
    assert "pèse 4 points" in body
    assert "Ce que vous savez" in body


def test_missing_layers_are_told_with_where_to_get_them(demonstration, tmp_path, monkeypatch):
    shutil.copytree(demonstration / "parcels", tmp_path / "parcels")
    monkeypatch.setenv("JACHERE_TERRITORY", str(tmp_path))
    app = AppTest.from_string(PAGE, default_timeout=SECONDS).run()
    assert not app.exception
    body = element(app, "jc-checks")
    assert "georisques.gouv.fr" in body
    assert "Aucun fichier de lieux" in words(app)
    assert "Aucun inventaire de pollution" in html(app)


def test_the_appeal_says_what_field_checks_changed():
    body = element(opened(SHUT), "jc-appeal")
    assert "Éligible → Exclu" in body
    assert "Service urbanisme (fictif)" in body
    score = element(opened(GARDEN), "jc-appeal")
    assert "Note 87,7 → 92,6" in score


def test_contributions_and_tornado_stand_in_tables_beside_their_charts():
    app = opened(LEAD)
    alts = [picture.alt for part in app.get("image") for picture in part.proto.imgs]
    assert sum("mêmes chiffres sont dans le tableau" in alt for alt in alts) == 2
    table = element(app, "Contributions à la note")
    brings = [float(text.replace(",", ".")) for text in re.findall(r"<td[^>]*>([\d,]+)</td></tr>", table)]
    assert brings[-1] == 52.2
    assert round(sum(brings[:-1]), 1) == 52.2
    assert "Poids doublé" in html(app)


def test_the_place_of_an_excluded_site_is_not_drawn():
    app = opened(SHUT)
    assert "Exclu" in element(app, "jc-decision")
    assert "rang " not in element(app, "jc-decision")
    assert 'class="jc-firm"' not in html(app)
    assert 'class="jc-firm"' in html(opened(GARDEN))


def test_nothing_found_is_never_clean_and_pollution_is_named():
    assert "cela ne veut pas dire que le sol est sain" in html(opened(LAWN))
    near = html(opened(CASIAS))
    assert "Garage de la Vallée 16" in near
    assert "sur le terrain" in near
    assert "47 m" in near
    assert "Pas de culture alimentaire en pleine terre avant une étude de sol." in near


def test_lead_is_read_against_its_limits_and_comes_before_the_sketch():
    app = opened(LEAD)
    told = element(app, "jc-advice")
    assert told.index("Ni légumes en pleine terre") < told.index("ARS") < told.index("points prélevés")
    assert "au-dessus de la valeur de dépistage" in html(app)
    assert "32,6 mg/kg" in html(app)
    assert "Ni légumes en pleine terre" in words(app)


def test_partners_are_listed_by_distance_with_how_it_was_measured():
    body = element(opened(GARDEN), "Partenaires à moins de 800 m")
    walks = [int(text) for text in re.findall(r">(\d+) m, \d+ min<", body)]
    assert walks == sorted(walks)
    assert len(walks) == 8
    assert "le long des rues" in body


def test_without_streets_walks_are_straight_lines_made_longer(demonstration, tmp_path, monkeypatch):
    bare = shutil.ignore_patterns("*bdtopo*", "*osm*", "*mns*", "*mnt*")
    shutil.copytree(demonstration, tmp_path / "town", ignore=bare)
    monkeypatch.setenv("JACHERE_TERRITORY", str(tmp_path / "town"))
    body = element(opened(GARDEN), "Partenaires à moins de 800 m")
    assert "à vol d’oiseau × 1,3" in body
    assert "le long des rues" not in body


def test_sources_tell_publisher_day_and_licence_and_each_figure_its_own():
    app = opened(GARDEN)
    assert "CC0 1.0" in element(app, "Millésime")
    figures = element(app, "Ce que l’on sait")
    assert "Laboratoire fictif du Val, 17 mars 2026" in figures
    assert "cherché, rien trouvé" in figures


def wish(app):
    value = app.query_params.get("sketch", "{}")
    return json.loads(value[0] if isinstance(value, list) else value)


def test_the_programme_of_a_residence_is_proposed_and_can_be_refused_for_good():
    app = opened(LAWN)
    assert "Espace libre d’une résidence" in words(app)
    assert app.radio[0].value == "residence"
    assert "sketch" not in app.query_params
    done(app.radio[0].set_value("clamart"))
    assert app.query_params["sketch"] in ("{}", ["{}"])
    again = opened(LAWN, sketch="{}")
    assert again.radio[0].value == "clamart"


def test_what_people_know_counts_at_once_and_is_undone():
    app = opened(GARDEN)
    say(app, Subject.ACCESS, "no", **{"check-remark-0": "portail muré"})
    assert "Exclu" in element(app, "jc-decision")
    assert "dit quelqu’un qui y est allé" in element(app, "jc-rules-told")
    assert "portail muré" in words(app)
    assert "Enregistré." in words(app)
    done(app.button(key="check-undo").click())
    assert "Éligible" in element(app, "jc-decision")
    assert checks.checks_of(storage.store(), [GARDEN]).empty


def test_the_best_site_stays_on_the_page_when_it_is_the_best_no_longer():
    app = done(AppTest.from_string(PAGE, default_timeout=SECONDS))
    assert "Rue des Tilleuls (AH 126" in element(app, "jc-title")
    say(app, Subject.ACCESS, "no")
    assert "Rue des Tilleuls (AH 126" in element(app, "jc-title")
    assert "Exclu" in element(app, "jc-decision")
    done(app.button(key="check-undo").click())
    assert "Éligible" in element(app, "jc-decision")


def test_another_site_is_taken_by_hand_after_the_ranking_changed():
    app = opened(GARDEN)
    say(app, Subject.ACCESS, "no")
    done(app.selectbox[0].select(LEAD))
    assert "Rue du Moulin (AL 108)" in element(app, "jc-title")


def test_two_sites_of_one_name_have_two_labels():
    labels = site._labels(["a", "b", "c"], [1, 1, 2], ["Parcelle A 1", "Parcelle A 1", "Rue Haute (A 2)"])
    assert labels == {"a": "1. Parcelle A 1 · a", "b": "1. Parcelle A 1 · b", "c": "2. Rue Haute (A 2)"}


def test_what_is_taken_off_comes_back():
    app = opened(GARDEN)
    say(app, Subject.WATER_DISTANCE, 0.0)
    [kept] = checks.checks_of(storage.store(), [GARDEN]).index
    done(app.button(key=f"check-off-{kept}").click())
    assert "Retiré." in words(app)
    assert checks.checks_of(storage.store(), [GARDEN]).empty
    done(app.button(key="check-undo").click())
    assert checks.checks_of(storage.store(), [GARDEN])["value"].tolist() == ["0"]


def test_a_check_of_one_parcel_is_about_this_parcel():
    app = opened(GARDEN)
    group(app, "check-target").set_value("92901000AH0127")
    say(app, Subject.FALLOW, "no")
    [target] = checks.checks_of(storage.store(), [GARDEN, "92901000AH0127"])["target"]
    assert target == "92901000AH0127"
    assert "parcelle AH 127" in words(app)
    assert "Exclu" in element(app, "jc-decision")


def test_an_answer_without_author_or_an_author_without_answer_is_not_kept():
    app = opened(GARDEN)
    assert app.button(key="check-keep").disabled
    app.text_input(key="check-by").set_value("Ana")
    assert done(app).button(key="check-keep").disabled
    group(app, "check-value-fallow").set_value("yes")
    assert not done(app).button(key="check-keep").disabled
    app.text_input(key="check-by").set_value("   ")
    assert done(app).button(key="check-keep").disabled


ANSWERED = {Subject.SOIL_TEXTURE: "loam", Subject.FLOOD_ZONE: "red"}


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_is_asked_with_a_widget_whose_answer_the_file_reads(subject):
    app = opened(GARDEN)
    done(app.selectbox(key="check-subject").select(subject))
    number = asked(app, subject) in list(app.number_input)
    say(app, subject, 7.0 if number else ANSWERED.get(subject, "no"))
    [value] = checks.checks_of(storage.store(), [GARDEN])["value"]
    assert value == value_of(subject, value) == ("7" if number else ANSWERED.get(subject, "no"))


def test_what_is_kept_can_be_taken_away_as_a_file():
    app = opened(GARDEN)
    say(app, Subject.GATE_WIDTH, 1.4)
    assert app.get("download_button")
    kept = checks.checks_of(storage.store(), [GARDEN])
    assert b"largeur du portail (m);1,4" in checks_csv(kept)


def test_a_store_that_cannot_be_opened_is_told_where_one_writes(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JACHERE_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'in' / 'jachere.sqlite'}")
    storage.store.clear()
    app = opened(GARDEN)
    assert "Éligible" in element(app, "jc-decision")
    assert "ne peuvent pas être ouvert" in words(app)
    assert not [button for button in app.button if button.key == "check-keep"]


def test_a_photo_stays_in_the_session_and_can_be_removed():
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "#7FB069").save(buffer, "JPEG")
    app = opened(GARDEN)
    app.file_uploader[0].upload("site.jpg", buffer.getvalue(), "image/jpeg")
    done(app)
    assert "Photo du terrain" in [picture.alt for part in app.get("image") for picture in part.proto.imgs]
    done(app.button(key="photo-remove").click())
    assert "Photo du terrain" not in [picture.alt for part in app.get("image") for picture in part.proto.imgs]


def test_a_file_that_is_no_picture_is_refused_with_what_to_do():
    app = opened(GARDEN)
    app.file_uploader[0].upload("site.png", b"<svg onload=alert(1)>", "image/png")
    done(app)
    assert "Choisissez un JPEG ou un PNG" in words(app)


def test_in_english_the_sheet_is_in_english():
    app = opened(LEAD, lang="en")
    assert "Conditional" in element(app, "jc-decision")
    assert "No food in the ground and no corner for children" in html(app)
    assert "What you know" in [part.value for part in app.header]
