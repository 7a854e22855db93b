import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.present.svg import drawing, element, length, shortened

HOSTILE = (
    "</text><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>&amp;{{ 7*7 }}",
    "a\x00b\x1b\ufffe\ud800",
)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_makes_a_drawing_that_can_be_read(text):
    child = element("text", text=text, data_name=text)
    root = ET.fromstring(drawing(10, 20, [child], title=text, description=text))
    assert [part.tag.partition("}")[2] for part in root] in (["title", "desc", "text"], ["title", "text"])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_never_an_element(text):
    root = ET.fromstring(drawing(10, 20, [element("text", text=text, data_name=text)], title=text))
    assert {part.tag.partition("}")[2] for part in root.iter()} == {"svg", "title", "text"}


def test_a_drawing_is_named_in_words_and_shrinks():
    root = ET.fromstring(drawing(640, 480.5, [], title="Shadows", description="At noon"))
    assert (root.get("role"), root.get("viewBox")) == ("img", "0 0 640 480.5")
    assert [part.text for part in root] == ["Shadows", "At noon"]
    assert "max-width:100%" in root.get("style")


@given(st.floats(-1e6, 1e6))
def test_a_length_is_short_and_near(value):
    assert float(length(value)) == pytest.approx(value, abs=0.0051)
    assert length(value) not in ("-0", "")
    assert "e" not in length(value)


@given(st.text(), st.integers(1, 40))
def test_a_shortened_text_fits_and_says_that_it_was_cut(text, most):
    short = shortened(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("…")
