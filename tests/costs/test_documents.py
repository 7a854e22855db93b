"""The files that come with the tool carry the known figures; a wrong file is refused with the key that is wrong."""

from copy import deepcopy
from datetime import date

import pytest

from geo.costs import Basis, Figures, Funds, Measure, Prices, builtin, parse
from geo.errors import CostError
from geo.plans import ObjectKind
from geo.sources.settings import read_settings
from tests.costs.holdings import FILES

PRICES, FIGURES, FUNDS = (read_settings(path) for path in (builtin.PRICES, builtin.FIGURES, builtin.FUNDS))


def changed(document, value, *path):
    document = deepcopy(document)
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("model", "document", "key"),
    [
        (Prices, changed(PRICES, -1, "prices", 0, "low"), "prices.0.low"),
        (Prices, changed(PRICES, float("nan"), "prices", 0, "high"), "prices.0.high"),
        (Prices, changed(PRICES, 99, "prices", 0, "low"), "prices.0"),
        (Prices, changed(PRICES, 99, "prices", 0, "published"), "prices.0"),
        (Prices, changed(PRICES, "", "prices", 0, "source"), "prices.0"),
        (Prices, changed(PRICES, "my cousin", "prices", 1, "source"), "prices.1"),
        (Prices, changed(PRICES, "hearsay", "prices", 1, "basis"), "prices.1.basis"),
        (Prices, changed(PRICES, "acres", "prices", 1, "measure"), "prices.1.measure"),
        (Prices, changed(PRICES, "studies", "prices", 1, "id"), "the whole file"),
        (Prices, changed(PRICES, "../x", "prices", 1, "id"), "prices.1.id"),
        (Prices, changed(PRICES, True, "prices", 2, "optional"), "prices.2"),
        (Prices, changed(PRICES, "red", "prices", 2, "colour"), "prices.2.colour"),
        (Prices, changed(PRICES, [], "prices"), "prices"),
        (Prices, changed(PRICES, 101, "ceiling", "other_percent"), "ceiling.other_percent"),
        (Figures, changed(FIGURES, 9, "water", "need", "low"), "water.need"),
        (Figures, changed(FIGURES, 0, "team", "gardeners"), "team.gardeners"),
        (Figures, changed(FIGURES, 0, "team", "full_time_hours"), "team.full_time_hours"),
        (Figures, changed(FIGURES, 30, "formalities", "shed_free_m2"), "formalities"),
        (Funds, changed(FUNDS, 5, "funds", 0, "low"), "funds.0"),
        (Funds, changed(FUNDS, 99_999, "funds", 4, "low"), "funds.4"),
        (Funds, changed(FUNDS, "fse", "funds", 0, "id"), "the whole file"),
        (Funds, {}, "funds"),
    ],
)
def test_the_message_names_the_key(model, document, key):
    with pytest.raises(CostError) as raised:
        parse(model, document, where="mine.toml")
    assert raised.value.where == "mine.toml"
    assert key in [str(fault.values["key"]) for fault in raised.value.reason.values["faults"]]
    assert raised.value.remedy


def test_the_known_prices_are_in_the_file():
    prices = {price.id: price for price in FILES.prices.prices}
    bounds = {name: (price.low, price.high) for name, price in prices.items()}
    assert bounds["fence"] == (40, 80)
    assert bounds["raised_bed"] == (300, 800)
    assert bounds["water_connection"] == (1500, 4000)
    published = {name: price.published for name, price in prices.items() if price.published is not None}
    assert published == {"studies": 6, "topsoil": 50, "remediation": 66, "soil_reinstatement": 45, "desealing": 10}
    assert (FILES.prices.shared_garden.low, FILES.prices.shared_garden.high) == (20, 80)
    assert FILES.prices.fallow.published == 2.20
    assert FILES.prices.ceiling.works_eur_m2 == 54


def test_a_price_without_source_says_that_it_is_to_be_checked():
    assert all(price.to_check for price in FILES.prices.prices if price.basis != Basis.PUBLISHED)
    furniture = {kind.value for kind in ObjectKind} - {"raised_bed"}
    assert {p.basis for p in FILES.prices.prices if p.measure in furniture} == {Basis.ASSUMPTION}


def test_every_piece_of_furniture_has_a_measure_and_a_price():
    assert {kind.value for kind in ObjectKind} <= {measure.value for measure in Measure}
    assert {kind.value for kind in ObjectKind} <= {price.measure.value for price in FILES.prices.prices}


def test_units_follow_the_measure():
    units = {measure.value: measure.unit for measure in Measure}
    assert units["usable_m2"] == "m²"
    assert units["soil_m3"] == "m³"
    assert units["fence_m"] == units["espalier_m"] == "m"
    assert units["once"] == "lump sum"
    assert {units[kind.value] for kind in ObjectKind} | {units["trees"]} == {"piece"}


def test_the_references_of_a_file_are_all_listed():
    assert len(FILES.figures.references) == 6 + 4 + 2
    assert FILES.figures.team.aid.dated == date(2022, 8, 1)
