"""The value of an indicator in words, as a sheet writes it."""

import math
from datetime import date

import pandas as pd

from geo.messages import N_, Message, word
from geo.models import State
from geo.present.labels import COLUMNS, Translator

UNKNOWN = Message(N_("missing data"))

_STATES = {
    State.MEASURED: Message(N_("known")),
    State.NONE_FOUND: Message(N_("searched, none found")),
    State.SOURCE_FAILED: Message(N_("its file cannot be used")),
    State.UNKNOWN: UNKNOWN,
}


def value_text(column: str, value: object, translate: Translator) -> str:
    """
    Return the value of an indicator with its unit.

    Parameters
    ----------
    column
        Of the survey.
    value
        A number, a word or nothing; a share is told in hundredths.

    Examples
    --------
    >>> value_text("sun_hours", 7.25, str), value_text("reserved_share", 0.25, str)
    ('7.25\\xa0h a day', '25\\xa0%')
    >>> value_text("water_distance_m", float("inf"), str), value_text("permit", float("nan"), str)
    ('none found', 'missing data')
    """
    if pd.isna(value):
        return translate(UNKNOWN)
    if isinstance(value, str):
        return translate(Message(N_("none found")) if value == "none" else word(value))
    figure = float(str(value))
    if math.isinf(figure):
        return translate(Message(N_("none found")))
    _, unit = COLUMNS[column]
    if column.endswith("_share"):
        return f"{translate(round(100 * figure))}\u00a0%"
    return f"{translate(figure)}\u00a0{translate(Message(unit))}" if unit else translate(figure)


def state_text(state: str, translate: Translator) -> str:
    """
    Return what is known of a value in a few words.

    Examples
    --------
    >>> state_text("none_found", str)
    'searched, none found'
    """
    return translate(_STATES[State(state)])


def day_text(written: str, translate: Translator) -> str:
    """
    Return a day as people write it; a year, or whatever else a file tells, stays as it is.

    Examples
    --------
    >>> day_text("2025-10-01", lambda day: f"{day:%d/%m/%Y}"), day_text("2019", str), day_text("", str)
    ('01/10/2025', '2019', '')
    """
    try:
        return translate(date.fromisoformat(written))
    except ValueError:
        return written
