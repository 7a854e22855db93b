"""Codes that people read aloud, keys that nobody can guess, passwords that nobody can read back."""

import hashlib
import hmac
import secrets
from datetime import UTC, date, datetime, timedelta

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are mistaken for one another on a projector: I and 1, L, O and 0."""
_CODE_LENGTH = 6
_SALT_BYTES = 16
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}
"""Cost of a password [RFC 7914]: some 50 ms, 16 MiB."""


def new_id() -> str:
    """Return an identifier that nobody can guess."""
    return secrets.token_urlsafe(12)


def new_key() -> str:
    """Return a secret that stands for a person, kept by its browser only."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """
    Return a short code to read on a screen and type on a phone.

    Examples
    --------
    >>> len(new_code()), set(new_code()) <= set("ABCDEFGHJKMNPQRSTUVWXYZ23456789")
    (6, True)
    """
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


def typed_code(text: str) -> str:
    """
    Return a code as it was meant, from what a person typed.

    Examples
    --------
    >>> typed_code(" ab2-cd3 ")
    'AB2CD3'
    """
    return "".join(letter for letter in text.upper() if letter.isalnum())[:12]


def sealed(key: str) -> str:
    """Return what the store keeps of a key: enough to know it again, not enough to make it."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_key(key: str, seal: str) -> bool:
    """Tell whether a key is the sealed one."""
    return hmac.compare_digest(sealed(key), seal)


def hashed(password: str) -> str:
    """Return what the store keeps of a password; nothing for no password."""
    if not password:
        return ""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT).hex()}"


def is_password(password: str, kept: str) -> bool:
    """
    Tell whether a password is the one that was hashed; any is, where there is none.

    Examples
    --------
    >>> is_password("tilleul", hashed("tilleul")), is_password("chêne", hashed("tilleul")), is_password("", "")
    (True, False, True)
    """
    if not kept:
        return True
    salt, digest = kept.split("$")
    found = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_SCRYPT).hex()
    return hmac.compare_digest(found, digest)


def now() -> str:
    """Return the time as the store writes it: UTC, to the millisecond."""
    return since(0.0)


def day_of(moment: str) -> date | None:
    """
    Return the day of a moment of the store; nothing where none is written.

    Examples
    --------
    >>> day_of("2026-10-01T18:30:00+00:00"), day_of("")
    (datetime.date(2026, 10, 1), None)
    """
    return datetime.fromisoformat(moment).date() if moment else None


def since(seconds: float) -> str:
    """
    Return the time of some seconds ago as the store writes it: later times are greater texts.

    Examples
    --------
    >>> since(60.0) < since(1.0) < now()
    True
    """
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
