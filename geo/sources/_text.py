"""Letters of French files: UTF-8 with or without a mark, or what Excel and older software write."""

from geo.messages import N_, Message

_MARK = b"\xef\xbb\xbf"


def decode(content: bytes) -> tuple[str, tuple[Message, ...]]:
    """
    Return the text of a file and what had to be guessed to read it.

    Examples
    --------
    >>> decode("Créteil".encode("cp1252"))[0]
    'Créteil'
    """
    try:
        return content.removeprefix(_MARK).decode("utf-8"), ()
    except UnicodeDecodeError:
        return _decode_western(content), (Message(N_("Its text is not UTF-8: it was read as Windows-1252.")),)


def _decode_western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def is_utf8(content: bytes) -> bool:
    """
    Tell whether bytes beyond ASCII are UTF-8, letters cut in two by a field's width being forgiven.

    Examples
    --------
    >>> is_utf8("Créteil".encode())
    True
    >>> is_utf8("Créteil".encode("latin-1"))
    False
    """
    letters = [letter for letter in content.decode("utf-8", errors="replace") if letter > "\x7f"]
    broken = letters.count("\ufffd")
    return broken * 10 <= len(letters) - broken
