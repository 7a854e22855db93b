"""What people saw, measured or were told about a site, with day and author: our own file, « verifications.csv ».

::

    objet;sujet;valeur;date;auteur;certitude;remarque
    920230000A0007;friche;oui;2026-04-12;Service foncier;vu;herbes hautes
    920230000A0007;largeur du portail (m);1,4;12/04/2026;Service foncier;mesuré;

`objet` is a parcel (14 characters) or a site. The same in English is read too: target, subject, value, date, author,
sureness, remark. A line that cannot be understood is left out and told; an empty certainty counts as hearsay.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.kinds import FloodZone, Subject, Sureness, Texture
from geo.messages import N_, Message
from geo.models import Role
from geo.schemas import COLUMNS as CONTRACT
from geo.sources._files import Table, write_atomically
from geo.sources.cadastre import PARCEL_ID
from geo.sources.soil import TEXTURES
from geo.sources.source import Dataset, Extract, Source, fold, take, texts
from geo.sources.written import days

FIELD = Dataset(
    publisher="Jachère",
    name="Vérifications de terrain",
    licence="",
    attribution="Vérifications de l’utilisateur",
    url="https://github.com",
)
COLUMNS = MappingProxyType(
    {
        "objet": "target",
        "target": "target",
        "sujet": "subject",
        "subject": "subject",
        "valeur": "value",
        "value": "value",
        "date": "date",
        "auteur": "author",
        "author": "author",
        "certitude": "sureness",
        "sureness": "sureness",
        "remarque": "remark",
        "remark": "remark",
    }
)
HEADER = MappingProxyType({ours: official for official, ours in reversed(tuple(COLUMNS.items()))})
"""Our columns → the headers that are written."""

TARGET = rf"{PARCEL_ID}|[0-9][0-9AB][0-9]{{3}}[0-9a-f]{{10}}"
"""A parcel of the land register, or a site: the commune and ten hexadecimal digits."""

MOST_TOLD = 20
"""Lines left out that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    How the value of a subject is written and read.

    Attributes
    ----------
    name
        The word for the subject in our file.
    words
        Folded word → value, for a closed list; the first word of a value is the one that is written.
    unit
        Of a number; empty for none.
    least, most
        What a number may be, both included.
    """

    name: str
    words: Mapping[str, str] | None = None
    unit: str = ""
    least: float = 0.0
    most: float = 0.0


YES_OR_NO: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("oui", "yes", "o", "y", "vrai", "true", "1", "1_0"), "yes"),
        **dict.fromkeys(("non", "no", "n", "faux", "false", "0", "0_0"), "no"),
    }
)
FLOOD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "rouge": FloodZone.RED.value,
        "bleue": FloodZone.BLUE.value,
        "bleu": FloodZone.BLUE.value,
        "autre": FloodZone.OTHER.value,
        "aucune": "none",
        "hors_zone": "none",
        "none": "none",
        **{zone.value: zone.value for zone in FloodZone},
    }
)
_WRITTEN_TEXTURES = ("sableux", "limon sableux", "limoneux", "limon argileux", "argileux")
TEXTURE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict(zip(map(fold, _WRITTEN_TEXTURES), (texture.value for texture in Texture), strict=True)),
        **{word: texture.value for word, texture in TEXTURES.items()},
    }
)
SURENESS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "mesure": Sureness.MEASURED.value,
        "vu": Sureness.SEEN.value,
        "entendu": Sureness.TOLD.value,
        **{sureness.value: sureness.value for sureness in Sureness},
    }
)
ANSWERS: Mapping[Subject, Answer] = MappingProxyType(
    {
        Subject.FALLOW: Answer("friche", YES_OR_NO),
        Subject.OCCUPIED: Answer("occupé", YES_OR_NO),
        Subject.ACCESS: Answer("accès", YES_OR_NO),
        Subject.GATE_WIDTH: Answer("largeur du portail (m)", unit="m", most=50.0),
        Subject.SECURED_YEARS: Answer("années garanties", most=99.0),
        Subject.WATER_DISTANCE: Answer("distance à l'eau (m)", unit="m", most=5_000.0),
        Subject.PERMIT: Answer("permis", YES_OR_NO),
        Subject.SOIL_DEPTH: Answer("profondeur du sol (cm)", unit="cm", most=1_000.0),
        Subject.SOIL_PH: Answer("pH du sol", least=1.0, most=14.0),
        Subject.SOIL_TEXTURE: Answer("texture du sol", TEXTURE_WORDS),
        Subject.LEAD: Answer("plomb (mg/kg)", unit="mg/kg", most=100_000.0),
        Subject.ROAD_BARRIER: Answer("écran côté route", YES_OR_NO),
        Subject.FLOOD_ZONE: Answer("zone inondable", FLOOD_WORDS),
    }
)
"""How each subject is answered. Bounds only catch slips of the pen."""

SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {fold(answer.name): subject for subject, answer in ANSWERS.items()}
    | {fold(subject.value): subject for subject in Subject}
)
_FORMULA = ("=", "+", "-", "@", "'")
_PADDED = re.compile(r"(?<=[0-9])\s(?=[0-9]{3}(?:\D|$))")


def read_checks(table: Table) -> Extract:
    """
    Return the checks that can be understood, and tell the lines of the others.

    Parameters
    ----------
    table
        Checks with folded names, in French or in English.
    """
    rows = take(table.frame, COLUMNS)
    told = rows.assign(**{name: texts(rows[name]).fillna("").map(_unescaped) for name in rows})
    checked = told.assign(
        date=days(told["date"]).fillna(""),
        subject=told["subject"].map(lambda word: SUBJECTS.get(fold(word), "")),
        sureness=told["sureness"].map(lambda word: SURENESS_WORDS.get(fold(word), "" if word else "told")),
    )
    checked["value"] = [_value(subject, text) for subject, text in zip(checked["subject"], told["value"], strict=True)]
    faults = [_fault(row) for row in checked.to_dict("records")]
    kept = checked[np.array([fault is None for fault in faults], dtype=bool)].reset_index(drop=True)
    return Extract(kept.assign(remark=texts(kept["remark"])), _told(faults))


def value_of(subject: Subject, text: str) -> str | None:
    """
    Return the value that a person wrote, as it is kept: yes, no, a word of a closed list or a number; none if unclear.

    Examples
    --------
    >>> value_of(Subject.FALLOW, "Oui"), value_of(Subject.GATE_WIDTH, "1,40 m"), value_of(Subject.SOIL_PH, "acide")
    ('yes', '1.4', None)
    """
    answer = ANSWERS[subject]
    if answer.words:
        return answer.words.get(fold(text))
    bare = _PADDED.sub("", text.strip()).removesuffix(answer.unit).strip()
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", bare):
        return None
    number = float(bare.replace(",", "."))
    return f"{number:.12g}" if answer.least <= number <= answer.most else None


def checks_csv(checks: pd.DataFrame) -> bytes:
    """
    Return checks as the file that `read_checks` reads, for a spreadsheet in French: no text of it is a formula.

    Parameters
    ----------
    checks
        In the contract of field checks.

    Examples
    --------
    >>> row = {"target": "920230000A0007", "subject": "gate_width_m", "value": "1.4", "date": "2026-04-12"}
    >>> checks = pd.DataFrame([row | {"author": "=A1", "sureness": "seen", "remark": None}])
    >>> checks_csv(checks).decode("utf-8-sig").splitlines()[1]
    "920230000A0007;largeur du portail (m);1,4;2026-04-12;'=A1;vu;"
    """
    names = list(CONTRACT[Role.FIELD_CHECKS])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([HEADER[name] for name in names])
    for row in checks[names].to_dict("records"):
        writer.writerow([_escaped(_plain(value)) for value in _in_french(row).values()])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def write_checks(path: Path, checks: pd.DataFrame) -> None:
    """
    Write checks as a file, whole or not at all.

    Parameters
    ----------
    path
        Where; its folder exists.
    checks
        In the contract of field checks.

    Raises
    ------
    OSError
        The disk refuses; an older file stays as it was.
    """
    content = checks_csv(checks)
    write_atomically(path, partial(_write, content=content))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _value(subject: str, text: str) -> str:
    return (value_of(Subject(subject), text) or "") if subject else ""


_FAULTS: tuple[tuple[Callable[[dict[str, str]], bool], Message], ...] = (
    (lambda row: not re.fullmatch(TARGET, row["target"]), Message(N_("this is neither a parcel nor a site"))),
    (lambda row: not row["subject"], Message(N_("its subject is not one of the list"))),
    (lambda row: not row["value"], Message(N_("its value is not one that the subject may have"))),
    (lambda row: not row["date"], Message(N_("its date is missing or is no day"))),
    (lambda row: not row["author"], Message(N_("it does not say who checked"))),
    (lambda row: not row["sureness"], Message(N_("its certainty is not measured, seen or told"))),
)


def _fault(row: dict[str, str]) -> Message | None:
    return next((reason for is_wrong, reason in _FAULTS if is_wrong(row)), None)


def _told(faults: list[Message | None]) -> tuple[Message, ...]:
    # The header is line 1 of a file.
    wrong = [(line, fault) for line, fault in enumerate(faults, start=2) if fault]
    one = N_("Line {line} left out: {reason}.")
    notes = [Message(one, {"line": line, "reason": fault}) for line, fault in wrong[:MOST_TOLD]]
    if len(wrong) > MOST_TOLD:
        notes.append(Message(N_("Other lines left out: {count}."), {"count": len(wrong) - MOST_TOLD}))
    return tuple(notes)


def _in_french(row: dict[str, str]) -> dict[str, object]:
    answer = ANSWERS[Subject(row["subject"])]
    value = _first_word(answer.words, row["value"]) if answer.words else row["value"].replace(".", ",")
    sureness = _first_word(SURENESS_WORDS, row["sureness"])
    return {**row, "subject": answer.name, "value": value, "sureness": sureness}


def _first_word(words: Mapping[str, str], value: str) -> str:
    return next(word for word, meaning in words.items() if meaning == value)


def _plain(value: object) -> str:
    """Return a text in one line without control characters, empty for a missing value."""
    text = value if isinstance(value, str) else ""
    spaced = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(spaced.split())


def _escaped(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unescaped(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


SOURCES = tuple(
    Source(role=Role.FIELD_CHECKS, dataset=FIELD, signature=signature, read=read_checks)
    for signature in (
        frozenset({"objet", "sujet", "valeur", "date", "auteur"}),
        frozenset({"target", "subject", "value", "date", "author"}),
    )
)
