"""The budget in a spreadsheet, where no label is ever a formula."""

import csv

from geo.costs import budget
from geo.export.budget import write_budget
from geo.present.labels import translator
from tests.costs.holdings import FILES, holdings


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_budget_reads_back(tmp_path):
    path = tmp_path / "budget.csv"
    found = budget(holdings(), FILES.prices)
    write_budget(path, found, translator("fr"))
    rows = read(path)
    assert [row["id"] for row in rows] == [*(line.price.id for line in found.lines), "contingency", "total"]
    assert int(rows[-1]["cost_high_eur"]) == round(found.total.high)
    fence = next(row for row in rows if row["id"] == "fence")
    assert (fence["label"], fence["quantity_low"], fence["unit_price_high_eur"]) == ("Clôture", "118.0", "80.0")


def test_a_label_of_a_price_file_is_no_formula(tmp_path):
    path = tmp_path / "budget.csv"
    hostile = FILES.prices.prices[0].model_copy(update={"label": "=cmd|' /C calc'!A0", "source": "@SUM(A1)"})
    prices = FILES.prices.model_copy(update={"prices": (hostile, *FILES.prices.prices[1:])})
    write_budget(path, budget(holdings(), prices), translator("fr"))
    assert read(path)[0]["label"] == "'=cmd|' /C calc'!A0"
    assert read(path)[0]["source"] == "'@SUM(A1)"


def test_the_same_budget_gives_the_same_bytes(tmp_path):
    for name in ("one.csv", "two.csv"):
        write_budget(tmp_path / name, budget(holdings(), FILES.prices), translator("en"))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
