"""Words, numbers and dates as people write them."""

from datetime import date

import pytest

from geo.errors import SourceError
from geo.messages import Message
from geo.present.labels import COLUMNS, LANGUAGES, column_label, error_text, number, translator


def plain(text):
    """Put plain spaces where French has unbreakable ones."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (1234.5, "1 234", "1,234"),
        (12.34, "12,3", "12.3"),
        (0.053, "0,05", "0.05"),
        (0.0, "0", "0"),
        (-3.25, "-3,2", "-3.2"),
        (12500, "12 500", "12,500"),
    ],
)
def test_numbers(value, french, english):
    assert plain(number(value, "fr")) == french
    assert number(value, "en") == english


def test_dates():
    assert translator("fr")(date(2026, 11, 22)) == "22 novembre 2026"
    assert translator("en")(date(2026, 11, 22)) == "November 22, 2026"


def test_a_nested_message_is_translated_to_the_bottom():
    text = Message("{label}: {value}", {"label": Message("Owner"), "value": Message("commune")})
    assert plain(translator("fr")(text)) == "Propriétaire : la commune"
    assert translator("fr")((Message("Owner"), 3)) == "Propriétaire, 3"


def test_a_text_without_french_is_shown_as_it_is():
    assert translator("fr")(Message("Mon critère {{x}}")) == "Mon critère {x}"


def test_values_are_never_formats():
    text = Message("{label}: {value}", {"label": "{value}", "value": "{0}"})
    assert plain(translator("fr")(text)) == "{value} : {0}"


def test_an_error_says_where_why_and_what_to_do():
    error = SourceError(Message("a"), where="f.shp", remedy=Message("b"))
    assert error_text(error, translator("en")) == "f.shp: a b"
    assert plain(error_text(error, translator("fr"))) == "f.shp : a b"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_label(language):
    labels = [column_label(column, translator(language)) for column in COLUMNS]
    assert len(set(labels)) == len(labels)
