"""Weights that someone wrote in a spreadsheet: rows of cells → weights by criterion, and all that is no weight."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from geo.errors import ScoringError
from geo.messages import N_, Message, Value
from geo.scoring.profile import Profile

Cell: TypeAlias = "str | float | int | bool | None"

_HEAVIEST = 1_000.0
"""No weight of a profile is heavier. [points]"""
_LONGEST = 80
"""Characters of a cell that are read and told."""


@dataclass(frozen=True, slots=True)
class ImportedWeights:
    """
    What a table of weights gives.

    Attributes
    ----------
    columns
        By column of numbers, named by its header: the weight of each criterion found. A table of one person has one
        column, that of a meeting has one a person. [points]
    left_out
        Every row, and every cell, that could not be used, and why.
    """

    columns: Mapping[str, Mapping[str, float]]
    left_out: tuple[Message, ...]


def imported_weights(
    rows: Sequence[Sequence[Cell]], profile: Profile, *, names: Mapping[str, str] | None = None, where: str = ""
) -> ImportedWeights:
    """
    Find the weights in the cells of a spreadsheet.

    Headers may have any name, or be missing: the criteria are in the column where most of them are recognised, by id
    or by name, whatever the case and the accents; the weights in the columns of numbers. ``12,5`` and ``20 %`` are
    numbers; so is a cell with a number in it.

    Parameters
    ----------
    rows
        Of cells, the header among them.
    profile
        Whose criteria are looked for.
    names
        Other names of the criteria, such as those of another language, to their ids.
    where
        Name of the file, for the message.

    Raises
    ------
    ScoringError
        No row tells a criterion and its weight.

    Examples
    --------
    >>> from geo.scoring.criteria import Criterion
    >>> sun = Criterion(id="A1", theme="physical", label="Sun", weight=1, indicator="sun", points=((2, 0), (7, 9)))
    >>> mine = Profile(name="mine", label="Mine", criteria=(sun,))
    >>> table = imported_weights([["Critère", "Poids"], ["sun", "12,5 %"], ["Shade", "3"]], mine)
    >>> dict(table.columns), [str(row) for row in table.left_out]
    ({'Poids': {'A1': 12.5}}, ['row 3: “Shade” is no criterion'])
    """
    ids = _spellings(profile, names or {})
    width = max((len(row) for row in rows), default=0)
    found = [sum(_criterion(row, place, ids) != "" for row in rows) for place in range(width)]
    place = max(range(width), key=found.__getitem__, default=0)
    first = next((number for number, row in enumerate(rows) if _criterion(row, place, ids)), len(rows))
    numbered = [
        column
        for column in range(width)
        if column != place and any(_criterion(row, place, ids) and _number(row, column) is not None for row in rows)
    ]
    if not numbered:
        raise ScoringError(
            Message(N_("No row of this table gives a criterion and its weight.")),
            where=where,
            remedy=Message(N_("Write one criterion a row, by its id or its name, and its weight beside it.")),
        )
    columns: dict[str, dict[str, float]] = {}
    left_out = []
    for column in numbered:
        weights, faults = _column(rows, first, place, column, ids)
        columns[_header(rows[:first], column, columns)] = weights
        left_out += faults
    return ImportedWeights(columns, tuple(message for n, message in enumerate(left_out) if message not in left_out[:n]))


def _column(
    rows: Sequence[Sequence[Cell]], first: int, place: int, column: int, ids: Mapping[str, str]
) -> tuple[dict[str, float], list[Message]]:
    """Return the weights of one column and what is left out of it; above the first criterion, words are headers."""
    weights: dict[str, float] = {}
    faults = []
    for number, row in enumerate(rows):
        criterion, weight = _criterion(row, place, ids), _number(row, column)
        values: dict[str, Value] = {"row": number + 1, "text": _text(row, place)}
        if criterion in weights:
            faults.append(Message(N_("row {row}: “{text}” stands twice, the first one counts"), values))
        elif criterion and weight is not None:
            weights[criterion] = weight
        elif criterion:
            faults.append(Message(N_("row {row}: “{text}” has no weight that is a number from 0 to 1000"), values))
        elif weight is not None or (number > first and any(_text(row, cell) for cell in range(len(row)))):
            faults.append(Message(N_("row {row}: “{text}” is no criterion"), values))
    return weights, faults


def _header(rows: Sequence[Sequence[Cell]], column: int, taken: Collection[str]) -> str:
    """Return the lowest text above a column, with its number where there is none or where it stands twice."""
    texts = [text for row in rows if (text := _text(row, column)) and _number(row, column) is None]
    name = texts[-1] if texts else ""
    return name if name and name not in taken else f"{name} {column + 1}".strip()


def _spellings(profile: Profile, names: Mapping[str, str]) -> dict[str, str]:
    """Return the id of each criterion by all its names, spelt plainly."""
    own = {criterion.label: criterion.id for criterion in profile.criteria}
    ids = {criterion.id: criterion.id for criterion in profile.criteria}
    known = {name: i for name, i in names.items() if i in ids}
    return {_plain(name): i for name, i in (own | known | ids).items()}


def _criterion(row: Sequence[Cell], place: int, ids: Mapping[str, str]) -> str:
    """Return the id of the criterion that a cell names, by its id, its name, or both (“A1 Sun”); empty for none."""
    text = _plain(_text(row, place))
    head, _, tail = text.partition(" ")
    return ids.get(text) or (ids.get(head, "") if ids.get(head) == ids.get(tail.strip("-–:. ")) else "")


def _text(row: Sequence[Cell], place: int) -> str:
    cell = row[place] if place < len(row) else None
    return "" if cell is None else " ".join(str(cell).split())[:_LONGEST]


def _number(row: Sequence[Cell], place: int) -> float | None:
    """Return the weight in a cell; a share in percent counts as so many points."""
    written = _text(row, place).removesuffix("%").replace(",", ".").replace(" ", "")
    try:
        number = float(written)
    except ValueError:
        return None
    return number if 0 <= number <= _HEAVIEST else None


def _plain(text: str) -> str:
    """
    Return a text without case, accents nor typographic apostrophes.

    Examples
    --------
    >>> _plain("Durée  assurée")
    'duree assuree'
    """
    spelt = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(letter for letter in spelt if not unicodedata.combining(letter)).split())
