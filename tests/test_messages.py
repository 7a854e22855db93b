"""A message keeps its values apart from its text, and survives a trip through JSON."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError, SourceError
from geo.messages import Message, from_json, to_json

names = st.text("abcdefghij", min_size=1, max_size=8)
plain = st.one_of(
    st.text(max_size=20),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
)
values = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.builds(Message, st.text(max_size=20), st.dictionaries(names, inner, max_size=3)),
    ),
    max_leaves=8,
)


@given(values)
def test_json_gives_back_an_equal_value(value):
    assert from_json(json.loads(json.dumps(to_json(value)))) == value


def test_a_message_nests_and_takes_dates():
    inner = Message("on {day}", {"day": date(2026, 11, 22)})
    assert str(Message("seen {when}", {"when": inner})) == "seen on 2026-11-22"


def test_values_are_never_read_as_formats():
    assert str(Message("{name}", {"name": "{0.__class__}"})) == "{0.__class__}"


def test_an_error_says_where_why_and_what_to_do():
    error = SourceError(Message("broken"), where="a.shp", remedy=Message("Send it again."))
    assert isinstance(error, GeoError)
    assert str(error) == "a.shp: broken Send it again."
    assert str(GeoError(Message("broken"))) == "broken"
