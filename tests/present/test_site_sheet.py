"""The sheet of a site in words: head, reasons, values, partners, photos, field checks."""

import io

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from shapely import Point

from geo.errors import SourceError
from geo.kinds import Subject
from geo.messages import Message
from geo.models import Provenance, Verdict
from geo.present import photos
from geo.present.field_words import QUESTIONS, answer_text, answers_of, check_text
from geo.present.labels import translator
from geo.present.photos import clean_photo
from geo.present.screening import site_cards
from geo.present.site_head import rank_text, verdict_html
from geo.present.site_partners import MOST_MARKED, nearest_text, partner_spots, partners_table
from geo.present.site_reasons import appeal_html, explanations_html
from geo.present.site_score import percent_text
from geo.present.values import value_text
from geo.sources.checks import ANSWERS, value_of
from geo.study import Appeal, Explanation, ranking
from geo.study.appeals import Standing

FRENCH = translator("fr")
ROW = {"verdict": "conditional", "score": 52.2, "score_low": 45.4, "score_high": 58.4, "reliability": 0.72, "rank": 3}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_verdict_then_reasons_then_number():
    body = plain(verdict_html(ROW, [], FRENCH, order="rang 3", view="<i>Moi"))
    assert body.index("Sous condition") < body.index("52 (45–58)") < body.index("rang 3")
    assert "<i>" not in body


@pytest.mark.parametrize(
    ("ranks", "told"),
    [
        ([1, 2, 3], "rang 3 sur 3"),
        ([3, 3, 1], "rang 3 sur 3, ex æquo avec 1 autre"),
        ([3, 3, 3, 1], "rang 3 sur 4, ex æquo avec 2 autres"),
    ],
)
def test_the_rank_tells_its_equals(ranks, told):
    assert rank_text(ROW, pd.Series(ranks), FRENCH) == told


def test_an_excluded_site_has_no_rank():
    assert rank_text({"rank": 9, "verdict": Verdict.EXCLUDED}, pd.Series([1]), FRENCH) == ""


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("area_m2", 1234.5, "1 234 m²"),
        ("woodland_share", 0.256, "26 %"),
        ("pollution_distance_m", float("inf"), "aucun trouvé"),
        ("owner_group", "commune", "la commune"),
        ("flood_zone", "none", "aucun trouvé"),
        ("owner_group", None, "donnée manquante"),
        ("soil_ph", 6.6, "6,6"),
    ],
)
def test_values_in_words(column, value, told):
    assert plain(value_text(column, value, FRENCH)) == told


def test_a_rule_tells_value_limit_and_its_sources(profile):
    origin = Provenance("o.csv", "<b>DGFiP", "Parcelles", "2024-01-01")
    rule = next(one for one in profile.rules if one.id == "lead")
    told = Explanation(
        "lead", "conditional", Message(rule.text, {"value": 210.0, "limit": 100.0}), 210.0, 100.0, "", (origin,)
    )
    body = plain(explanations_html([told], profile, FRENCH))
    for part in ("210 mg/kg", "100 mg/kg", "notre hypothèse", "&lt;b&gt;DGFiP, Parcelles (1er janvier 2024)"):
        assert part in body
    assert "<b>" not in body


def test_what_only_asks_for_a_look_is_no_reason(profile):
    look = Explanation("residence", "check", Message("Look"), "residence", None, "", ())
    assert explanations_html([look], profile, FRENCH) == ""


def standing(verdict, score):
    return Standing(verdict, score, score, score, 0.8)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((Verdict.ELIGIBLE, 80.0), (Verdict.EXCLUDED, 80.0), "Éligible → Exclu"),
        ((Verdict.ELIGIBLE, 80.0), (Verdict.ELIGIBLE, 75.25), "Note 80 → 75,2"),
        ((Verdict.ELIGIBLE, 80.0), (Verdict.ELIGIBLE, 80.04), "Ni le verdict ni la note ne changent"),
    ],
)
def test_the_headline_of_an_appeal(before, after, told):
    appeal = Appeal(standing(*before), standing(*after), (Message("x: {facts}", {"facts": (Message("<i>"),)}),))
    body = appeal_html(appeal, FRENCH)
    assert told in body
    assert "&lt;i&gt;" in body


def places(count):
    rows = {
        "site_id": "s",
        "place": range(count),
        "name": ["<img src=x>", *["École"] * (count - 1)],
        "kind": "school",
        "address": None,
        "distance_m": [100.0 * number for number in range(1, count + 1)],
        "along_streets": [number % 2 == 0 for number in range(count)],
    }
    return gpd.GeoDataFrame(rows, geometry=[Point(n, 0) for n in range(count)], crs=2154)


def test_partners_have_the_numbers_of_the_map():
    found = places(MOST_MARKED + 2)
    rows = partners_table(found, FRENCH).rows
    assert [row[0] for row in rows] == [*map(str, range(1, MOST_MARKED + 1)), "–", "–"]
    assert rows[0][1:] == ("<img src=x>", "école", "100\u00a0m, 1\u00a0min", "le long des rues")
    assert rows[1][4] == "à vol d’oiseau × 1,3"
    assert len(partner_spots(found)) == MOST_MARKED


def test_the_nearest_partner_or_nobody():
    assert nearest_text(places(1), FRENCH) == ("100\u00a0m", "<img src=x>")
    assert nearest_text(places(1).iloc[:0], FRENCH)[0] == "–"


@given(st.floats(0, 1))
def test_a_share_is_told_as_none_or_all_only_when_it_is(share):
    told = percent_text(share, FRENCH)
    assert (told == "0\u00a0%") == (share == 0)
    assert (told == "100\u00a0%") == (share == 1)


def picture(form, size=(40, 30), **more):
    buffer = io.BytesIO()
    Image.new("RGB", size, "#7FB069").save(buffer, form, **more)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_pictures_are_written_anew_as_jpeg(form):
    kept = Image.open(io.BytesIO(clean_photo(picture(form))))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (40, 30), {})


def test_a_picture_that_was_taken_sideways_stands_upright_and_forgets_where():
    told = Image.Exif()
    told[0x0112] = 6
    told[0x8825] = {1: "N", 2: (48.0, 47.0, 0.0)}
    kept = Image.open(io.BytesIO(clean_photo(picture("JPEG", exif=told.tobytes()))))
    assert kept.size == (30, 40)
    assert dict(kept.getexif()) == {}


def test_a_transparent_picture_lies_on_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(buffer, "PNG")
    assert min(Image.open(io.BytesIO(clean_photo(buffer.getvalue()))).getpixel((4, 4))) > 250


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", picture("JPEG")[:200], picture("PNG")[:60], picture("GIF"), picture("TIFF"), b"<svg/>"],
    ids=["nothing", "a word", "half a JPEG", "half a PNG", "a GIF", "a TIFF", "an SVG"],
)
def test_what_is_no_such_picture_is_refused(data):
    with pytest.raises(SourceError):
        clean_photo(data, name="x.png")


def test_large_files_are_refused(monkeypatch):
    monkeypatch.setattr(photos, "MOST_BYTES", 100)
    with pytest.raises(SourceError, match="larger than"):
        clean_photo(b"x" * 101)


@pytest.mark.parametrize("size", [(7_800, 7_700), (12_000, 8_000), (30_000, 10_000)])
def test_a_small_file_of_a_large_picture_is_refused(size):
    buffer = io.BytesIO()
    Image.new("1", size).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(SourceError, match="million pixels"):
        clean_photo(buffer.getvalue())


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_has_a_question_and_answers_that_its_file_reads(subject):
    assert FRENCH is not None
    assert QUESTIONS[subject]
    for answer in answers_of(subject) or ("7",):
        assert value_of(subject, answer) == answer
        assert answer_text(subject, answer, FRENCH)
    assert bool(answers_of(subject)) == bool(ANSWERS[subject].words)


def test_a_check_in_words():
    check = {"subject": "gate_width_m", "value": "1.4", "date": "2026-05-04", "author": "Ana", "sureness": "measured"}
    found, who = check_text(check, FRENCH)
    assert plain(found) == "Largeur du portail, ou place pour un portail 1,4 m"
    assert plain(who) == "mesuré ou lu dans un document, par Ana, le 4 mai 2026"


def test_a_card_tells_the_hours_of_sun_once(surveyed, judgement):
    cards = site_cards(surveyed, judgement, ranking(surveyed, judgement).index[:60], FRENCH)
    for card in cards.values():
        hours = card.sun.partition(" ")[0].partition("\u00a0")[0]
        assert hours
        assert f" {hours}" not in card.detail.replace("\u00a0", " ")
        assert " · " in card.detail
