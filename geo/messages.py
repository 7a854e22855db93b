"""Texts that a person will read, kept apart from the language they are shown in.

The science says *what* there is to tell; `geo.present.labels` says it in French or in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

Value: TypeAlias = "str | int | float | date | Message | tuple[Value, ...]"


def N_(msgid: str) -> str:  # noqa: N802 — the name that gettext tools look for
    """
    Mark an English text for translation and return it unchanged.

    Examples
    --------
    >>> N_("Slope")
    'Slope'
    """
    return msgid


@dataclass(frozen=True, slots=True)
class Message:
    """
    An English text with named places and the values that go there.

    Values stay values: they are formatted (and nested messages translated) where the text is shown.

    Examples
    --------
    >>> str(Message("{count} parcels", {"count": 3}))
    '3 parcels'
    """

    msgid: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid.format_map(dict(self.values))


def word(text: str) -> Message:
    """
    Return a word of a file or of a person, put into the user's language where we know it, else as it was written.

    Examples
    --------
    >>> str(word("Projet {ZAC}")), str(word("school"))
    ('Projet {ZAC}', 'school')
    """
    return Message(text.replace("{", "{{").replace("}", "}}"))


def to_json(value: Value) -> Any:
    """
    Return a value made of JSON types, from which `from_json` makes an equal one.

    Examples
    --------
    >>> from_json(to_json(Message("in {file}", {"file": "a.shp"})))
    Message(msgid='in {file}', values={'file': 'a.shp'})
    """
    if isinstance(value, Message):
        return {"msgid": value.msgid, "values": {name: to_json(part) for name, part in value.values.items()}}
    if isinstance(value, tuple):
        return [to_json(part) for part in value]
    return {"date": value.isoformat()} if isinstance(value, date) else value


def from_json(document: Any) -> Any:
    """Return the value that `to_json` was given."""
    if isinstance(document, list):
        return tuple(from_json(part) for part in document)
    if isinstance(document, dict):
        if "date" in document:
            return date.fromisoformat(document["date"])
        return Message(document["msgid"], {name: from_json(part) for name, part in document["values"].items()})
    return document
