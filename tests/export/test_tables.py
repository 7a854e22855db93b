"""Files for a spreadsheet and a GIS: nothing in them is ever taken for code."""

import csv

import pytest

from geo.export.tables import _cell, ranking_rows, write_candidates, write_ranking
from geo.present.labels import translator


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_is_never_a_formula(text):
    assert _cell(text) == f"'{text}".replace("\r", " ")
    assert _cell([text, "b"]).startswith("'")


def test_numbers_and_plain_texts_stay_as_they_are():
    assert [_cell(value) for value in (12.5, -3.0, None, "Rue Haute", ["a", "b"])] == [
        "12.5",
        "-3.0",
        "",
        "Rue Haute",
        "a;b",
    ]


def test_rows_are_made_of_json_types(surveyed, judgement):
    rows = ranking_rows(surveyed, judgement, translator("en"))
    types = {type(value) for row in rows for value in row.values()}
    assert types <= {int, float, str, list, type(None)}
    assert rows[0]["rank"] == 1


def test_the_ranking_reads_back(surveyed, judgement, tmp_path):
    path = tmp_path / "ranking.csv"
    write_ranking(path, surveyed, judgement, translator("fr"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(surveyed.sites)
    assert rows[0]["verdict"] in {"eligible", "conditional"}


def test_a_failed_writing_leaves_the_older_file(surveyed, judgement, tmp_path, monkeypatch):
    path = tmp_path / "candidates.gpkg"
    path.write_bytes(b"older")

    def fail(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr("geo.export.tables.pyogrio.write_dataframe", fail)
    with pytest.raises(OSError, match="disk full"):
        write_candidates(path, surveyed, judgement, translator("fr"))
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]
