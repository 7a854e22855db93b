"""Costs as a person reads them: euros and decimals as in French, doubts and sources beside every figure."""

from dataclasses import replace

import pytest

from geo.costs import Interval, Measure, Options, budget, estimate
from geo.present.costs import (
    amount,
    budget_records,
    budget_table,
    estimate_tables,
    figures_table,
    formalities_table,
    funding_table,
    money,
    quantities_table,
    source_text,
    team_table,
    water_table,
)
from geo.present.labels import translator
from tests.costs.holdings import FILES, holdings

FRENCH, ENGLISH = translator("fr"), translator("en")
FOUND = estimate(holdings(), FILES)


def row(table, label):
    return next(row for row in table.rows if row[0] == label)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (12_504.0, "12\u202f500\xa0€", "€12,500"),
        (52_320.0000001, "52\u202f320\xa0€", "€52,320"),
        (Interval(300, 800), "300–800\xa0€", "€300–800"),
        (Interval(999.4, 1_004), "999–1\u202f000\xa0€", "€999–1,000"),
        (0.0, "0\xa0€", "€0"),
    ],
)
def test_money_as_the_language_writes_it(value, french, english):
    assert FRENCH(money(value)) == french
    assert ENGLISH(money(value)) == english


def test_amounts_with_their_unit():
    assert FRENCH(amount(Interval(2.5, 312), "m²")) == "2,5–312\xa0m²"
    assert FRENCH(amount(Interval(4.0, 4.0), "m")) == "4\xa0m"
    assert FRENCH(amount(7)) == "7"
    assert FRENCH(amount(Interval(2, 3), "days")) == "2–3\xa0jours"


def test_the_budget_as_a_table():
    table = budget_table(FOUND.budget, FRENCH)
    assert table.headers == ("Poste", "Quantité", "Prix unitaire", "Coût", "Source du prix")
    assert row(table, "Clôture")[1:4] == ("118\xa0m", "40–80\xa0€/m", "4\u202f720–9\u202f440\xa0€")
    assert row(table, "Clôture")[4] == "ordre de grandeur courant, 25 novembre 2026, à vérifier"
    assert row(table, "Table de huit places")[2] == "300–900\xa0€ l’unité"
    assert row(table, "Table de huit places")[4].startswith("notre hypothèse")
    assert row(table, "Portail")[1:3] == ("forfait", "600–2\u202f000\xa0€")
    assert row(table, "Terre végétale")[1:3] == ("4–47,2\xa0m³", "37,5–62,5\xa0€/m³")
    assert "50, l’intervalle est notre hypothèse" in row(table, "Terre végétale")[4]
    assert [r[0] for r in table.rows[-2:]] == ["Imprévus", "Total"]
    assert len({len(r) for r in table.rows}) == 1


def test_the_notes_of_the_budget_tell_the_outside_figures():
    notes = budget_table(FOUND.budget, FRENCH).notes
    assert "16\u202f000–64\u202f000\xa0€" in notes[0]
    assert "à vérifier. Repère\xa0: jusqu’à 52\u202f320\xa0€." in notes[1]
    assert "1\u202f320–2\u202f200\xa0€ par an" in notes[2]
    assert len(notes) == 3


@pytest.mark.parametrize("measure", [m for m in Measure if m not in {Measure.USABLE_M2, Measure.ONCE}])
def test_what_is_not_counted_is_named(measure):
    prices = FILES.prices.model_copy(update={"prices": tuple(p for p in FILES.prices.prices if p.measure != measure)})
    note = budget_table(budget(holdings(), prices), ENGLISH).notes[2]
    assert note.startswith("Not counted, for want of a price: ")
    assert not note.endswith(": .")


def test_records_add_up():
    records = budget_records(FOUND.budget, FRENCH)
    assert len({tuple(record) for record in records}) == 1
    assert {type(value) for record in records for value in record.values()} <= {str, int, float, bool, type(None)}
    lines, contingency, summed = records[:-2], records[-2], records[-1]
    assert (contingency["id"], summed["id"]) == ("contingency", "total")
    for bound in ("cost_low_eur", "cost_high_eur"):
        assert summed[bound] == pytest.approx(sum(line[bound] for line in lines) + contingency[bound], abs=len(lines))
    assert lines[0]["source"] == "Bénéfriches"
    assert lines[1]["source"] == "notre hypothèse"
    assert summed["unit_price_low_eur"] is None


def test_a_confirmed_figure_is_no_more_to_be_checked():
    price = FILES.prices.prices[2].model_copy(update={"to_check": False})
    assert "vérifier" not in FRENCH(source_text(price))


def test_two_decimals_for_posts():
    table = team_table(FOUND.team, FRENCH)
    assert row(table, "Équivalents temps plein des jardiniers sur ce terrain")[1] == "2,97"
    assert row(table, "Équivalents temps plein d’encadrement sur ce terrain")[1] == "1,00"
    assert row(table, "Aide au poste pour les jardiniers, par an")[1].startswith("66\u202f230–")
    english = team_table(replace(FOUND.team, posts=Interval(2, 3)), ENGLISH)
    assert row(english, "Full-time posts of gardeners on this site")[1] == "2.00–3.00"


def test_the_quantities_leave_out_the_furniture_that_is_not_there():
    table = quantities_table(FOUND.quantities, FRENCH)
    assert row(table, "Potager")[1] == "288\xa0m²"
    assert row(table, "Clôture, portail non compris")[1] == "118\xa0m"
    bare = quantities_table(holdings(objects=dict.fromkeys(FOUND.quantities.objects, 0)), FRENCH)
    assert len(table.rows) - len(bare.rows) == 10


def test_water_without_need_says_nothing_of_the_tanks():
    assert row(water_table(FOUND.water, FRENCH), "Durée des cuves pleines")[1].endswith("jours")
    dry = water_table(replace(FOUND.water, tank_days=None), FRENCH)
    assert "Durée des cuves pleines" not in [r[0] for r in dry.rows]


def test_formalities_and_funds_say_what_is_to_be_checked():
    assert "R421" in formalities_table(FOUND.formalities, FRENCH).rows[0][3]
    table = funding_table(FOUND.funding, FRENCH)
    assert row(table, "Budget participatif")[2:] == ("jusqu’à 10\u202f000\xa0€", "à vérifier")
    assert row(table, "Quartiers fertiles")[2:] == ("–", "clos")
    assert row(table, "Contrat de ville")[2] == "non publié"


def test_every_table_is_in_french():
    tables = estimate_tables(estimate(holdings(), FILES, Options({"desealing": 50.0})), FRENCH)
    english = estimate_tables(FOUND, ENGLISH)
    assert len(tables) == len(english) == 7
    for one, other in zip(tables, english, strict=True):
        assert set(one.notes) & set(other.notes) == set()
    assert {table.caption for table in tables} >= {"Quantités", "Eau", "Équipe", "Récolte", "Formalités"}
    assert len(figures_table(FILES.figures.references, FRENCH).rows) == 12
