"""Weights of a spreadsheet: any header, names with or without accents, decimal commas, and all that is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ScoringError
from geo.scoring import builtin, parse_profile
from geo.scoring.imported import imported_weights
from geo.sources.settings import read_settings

PROFILE = parse_profile(read_settings(builtin.DEFAULT), where="technicien.toml")
FRENCH = {"Propriétaire": "F1", "Durée assurée": "F3", "Soleil direct, d’avril à septembre": "A1"}


def read(rows):
    return imported_weights(rows, PROFILE, names=FRENCH, where="weights.csv")


def told(rows):
    return [str(message) for message in read(rows).left_out]


def test_ids_labels_and_names_of_another_language():
    rows = [
        ["Critère", "Poids"],
        ["f1", "12,5"],
        ["DUREE ASSUREE", "20 %"],
        ["Usable area", 7],
        ["soleil direct, d'avril à septembre", "3"],
    ]
    table = read(rows)
    assert dict(table.columns) == {"Poids": {"F1": 12.5, "F3": 20.0, "A2": 7.0, "A1": 3.0}}
    assert table.left_out == ()


def test_an_id_and_its_name_in_one_cell():
    assert dict(read([["F1 – Propriétaire", "2"], ["A2 Usable area", "3"]]).columns) == {"2": {"F1": 2.0, "A2": 3.0}}
    assert told([["F1", 1], ["F1 Usable area", 2]]) == ["row 2: “F1 Usable area” is no criterion"]


def test_no_header_at_all():
    assert dict(read([["F1", 1], ["F2", 2]]).columns) == {"2": {"F1": 1.0, "F2": 2.0}}


def test_the_columns_may_be_in_any_order_and_one_a_person():
    rows = [["Vote of 3 May"], [], ["Ana", "Luc", "what", "Ana"], [1, "2,5", "F1", None], [3, 4, "F2", 5]]
    table = read(rows)
    assert dict(table.columns) == {"Ana": {"F1": 1.0, "F2": 3.0}, "Luc": {"F1": 2.5, "F2": 4.0}, "Ana 4": {"F2": 5.0}}
    assert [str(message) for message in table.left_out] == ["row 4: “F1” has no weight that is a number from 0 to 1000"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["Shade", "3"], "row 3: “Shade” is no criterion"),
        (["Total", "100"], "row 3: “Total” is no criterion"),
        (["Land and law", ""], "row 3: “Land and law” is no criterion"),
        (["F2", "-1"], "row 3: “F2” has no weight that is a number from 0 to 1000"),
        (["F2", "1001"], "row 3: “F2” has no weight that is a number from 0 to 1000"),
        (["F2", "a lot"], "row 3: “F2” has no weight that is a number from 0 to 1000"),
        (["F2", float("nan")], "row 3: “F2” has no weight that is a number from 0 to 1000"),
        (["F2"], "row 3: “F2” has no weight that is a number from 0 to 1000"),
        (["owner", "8"], "row 3: “owner” stands twice, the first one counts"),
    ],
)
def test_every_row_that_is_no_weight_is_told(row, message):
    rows = [["criterion", "weight"], ["F1", "2"], row]
    assert told(rows) == [message]
    assert dict(read(rows).columns) == {"weight": {"F1": 2.0}}


def test_a_row_above_the_first_criterion_is_told_if_it_has_a_number():
    rows = [["criterion", "weight"], ["Shade", 3], ["F1", 2]]
    assert told(rows) == ["row 2: “Shade” is no criterion"]
    assert list(read(rows).columns) == ["weight"]


def test_an_empty_row_is_nothing_to_tell():
    assert told([["F1", 2], [], ["", ""], ["F2", 1]]) == []


@pytest.mark.parametrize("rows", [[], [[]], [["a", "b"], ["c", "d"]], [["F1", "x"]], [["F1"]]])
def test_a_table_without_weights_is_refused(rows):
    with pytest.raises(ScoringError, match=r"weights\.csv") as raised:
        read(rows)
    assert raised.value.remedy


def test_a_profile_takes_what_was_imported():
    weights = read([["F1", "40"], ["S2", "0,5"]]).columns["2"]
    changed = PROFILE.with_weights(weights)
    assert (changed.weights["F1"], changed.weights["S2"], changed.weights["A1"]) == (40, 0.5, 12)


cells = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["F1", "A2", "12,5"])
)


@given(st.lists(st.lists(cells, max_size=4), max_size=6))
def test_any_cells_give_weights_or_a_message(rows):
    try:
        table = read(rows)
    except ScoringError:
        return
    for weights in table.columns.values():
        assert all(0 <= weight <= 1000 for weight in weights.values())
        assert set(weights) <= set(PROFILE.weights)
