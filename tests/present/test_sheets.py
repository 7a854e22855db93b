"""Minutes, comparison sheet, sheet of several gardens: what they tell, what they keep to themselves."""

import io

import pypdf
import pytest

from geo.export.docx import docx
from geo.export.pdf import pdf
from geo.portfolio import Limits, choose
from geo.present.comparison_sheet import comparison_sheet
from geo.present.document import Notice, Table
from geo.present.labels import translator
from geo.present.minutes import minutes
from geo.present.portfolio_sheet import portfolio_sheet
from geo.store.meetings import Meeting, Stage
from geo.store.room import Participant
from geo.study import ranking
from geo.study.portfolio import offered

FR = translator("fr")
HOSTILE = "=cmd|'/c calc'!A1 #panic() {{ 7*7 }} <img src=x onerror=alert(1)>"


def reader(document):
    return pypdf.PdfReader(io.BytesIO(pdf(document)))


def text_of(document):
    return " ".join(" ".join(page.extract_text() for page in reader(document).pages).split())


def person(name, group="", weights=None, votes=None):
    return Participant(name, name, group, weights or {}, votes or {}, bool(votes))


@pytest.fixture
def meeting(surveyed, judgement):
    sites = tuple(ranking(surveyed, judgement).index[:2])
    times = {"opened": "2026-11-20T18:00:00+00:00", "closed": "2026-11-20T20:00:00+00:00"}
    return Meeting(
        *("1", "ABC234", "s", "Choix du jardin", sites, False, Stage.CLOSED, True),
        decision="Le premier terrain est retenu.",
        **times,
    )


def tables(document):
    return [block for block in document.blocks if isinstance(block, Table)]


def test_minutes_tell_people_weights_agreement_votes_and_decision(meeting, surveyed, profile):
    one, other = meeting.sites
    people = [
        person("Ana", "Residents", {"health": 30, "social": 10}, {one: True, other: False}),
        person("Luc", "Residents", {"health": 10, "social": 30}, {one: True}),
        person("Zoé", "Association", {"social": 10}, {other: False}),
        person("Max"),
    ]
    document = minutes(meeting, people, surveyed, profile, FR, "fr")
    present, weights, _, votes = tables(document)
    assert present.rows[-1] == ("Total", "4", "3", "3")
    assert ("Habitants", "2", "2", "2") in present.rows
    assert [row[0] for row in weights.rows] == ["Habitants", "Tous ensemble"]
    assert weights.rows[0][1:] == ("0\xa0%", "50\xa0%", "0\xa0%", "0\xa0%", "50\xa0%")
    assert votes.rows[0][1:] == ("2", "0", "2")
    assert votes.rows[1][1:] == ("0", "2", "2")
    told = text_of(document)
    for text in ("Choix du jardin", "20 novembre 2026", "Le premier terrain est retenu.", "Accord"):
        assert text in told
    assert not [name for name in ("Ana", "Luc", "Zoé", "Max") if name in told]


def test_agreement_is_the_share_that_two_people_have_in_common(meeting, surveyed, profile):
    people = [person("a", "", {"health": 30, "social": 10}), person("b", "", {"health": 10, "social": 30})]
    told = text_of(minutes(meeting, people, surveyed, profile, FR, "fr"))
    assert "ont 50 % de leurs poids en commun" in told.replace("\xa0", " ")


def test_an_empty_meeting_says_so(meeting, surveyed, profile):
    told = text_of(minutes(meeting, [], surveyed, profile, FR, "fr"))
    for text in ("Personne n’a rejoint", "Personne n’a donné de poids", "Personne n’a voté"):
        assert text in told


def test_hidden_votes_are_not_told(meeting, surveyed, profile):
    hidden = [Participant("a", "a", "", {}, {}, True)]
    assert "ne sont pas dévoilés" in text_of(minutes(meeting, hidden, surveyed, profile, FR, "fr"))


@pytest.mark.parametrize("write", [pdf, docx])
def test_minutes_of_strangers_are_inert_and_repeatable(meeting, surveyed, profile, write):
    from dataclasses import replace

    attack = replace(meeting, title=HOSTILE, decision=HOSTILE)
    document = minutes(attack, [person(HOSTILE, HOSTILE, {"health": 1})], surveyed, profile, FR, "fr")
    assert write(document) == write(document)
    [decision] = [block for block in document.cover if isinstance(block, Notice)]
    assert decision.text == HOSTILE


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_comparison_is_one_a3_page(surveyed, judgement, count):
    sites = ranking(surveyed, judgement).index[:count].tolist()
    found = reader(comparison_sheet(surveyed, judgement, sites, FR, "fr", day="25 novembre 2026"))
    assert len(found.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in found.pages[0].mediabox[2:]] == [420, 297]


def test_a_comparison_keeps_to_one_page_with_the_longest_names_and_most_unknowns(surveyed, judgement):
    unknown = judgement.utilities.isna().sum(axis=1).sort_values(ascending=False, kind="stable").index[:4].tolist()
    renamed = surveyed.indicators.copy()
    renamed.loc[unknown, "street"] = "Avenue du Général-de-Division-Comte-de-la-Tour-du-Pin-Chambly " * 2
    from dataclasses import replace

    sheet = comparison_sheet(replace(surveyed, indicators=renamed), judgement, unknown, FR, "fr")
    assert len(reader(sheet).pages) == 1


def test_every_criterion_is_compared_and_the_best_marked(surveyed, judgement):
    sites = ranking(surveyed, judgement).index[[0, -1]].tolist()
    [table] = tables(comparison_sheet(surveyed, judgement, sites, FR, "fr"))
    assert len(table.rows) == len(judgement.profile.criteria)
    marks = [sum(cell.startswith("★") for cell in row[3:]) for row in table.rows]
    assert max(marks) >= 1


def test_a_set_of_gardens_is_told_with_its_proof(surveyed, judgement):
    found = offered(surveyed, judgement)
    sets = choose(found.offer, Limits(gardens=2), count=2)
    document = portfolio_sheet(surveyed, judgement, sets, found.notes, FR, "fr")
    assert len(document.cover) == 1
    [table] = tables(document)
    assert len(table.rows) == 3
    told = text_of(document)
    assert "Prouvé" in told
    assert "Les ensembles suivants" in told
