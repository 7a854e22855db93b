"""English stands in the code; the words that the code and the files hold as codes have an English text of their own."""

from pathlib import Path

from babel.messages.pofile import read_po

from geo.messages import Message
from geo.present.labels import CATALOGUES, translator


def texts(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in Path(CATALOGUES, language, "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            found |= {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}
    return found


def test_no_code_is_shown_to_an_english_reader():
    english = translator("en")
    codes = [msgid for msgid in texts("fr") if "_" in msgid and " " not in msgid and "{" not in msgid]
    assert "too_small" in codes
    assert [code for code in codes if "_" in english(Message(code))] == []


def test_every_english_text_is_of_a_word_that_french_readers_see_too():
    assert set(texts("en")) <= set(texts("fr"))


def test_other_english_texts_are_those_of_the_code():
    assert translator("en")(Message("Usable area")) == "Usable area"
