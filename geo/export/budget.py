"""The budget of a garden for a spreadsheet."""

from pathlib import Path

from geo.costs import Budget
from geo.export.tables import write_rows
from geo.present.costs import budget_records
from geo.present.labels import Translator


def write_budget(path: Path, found: Budget, translate: Translator) -> None:
    """
    Write a budget as CSV: a line a row, then the contingency and the total.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    write_rows(path, budget_records(found, translate))
