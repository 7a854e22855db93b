"""Places of the Base permanente des équipements (BPE) of the Insee.

Columns: dictionary of the « fichier détail » (LAMBERT_X, LAMBERT_Y until 2020; NOMRS, CNOMRS, LONGITUDE, LATITUDE and
Parquet since 2023). Codes: « liste hiérarchisée des types d'équipement » of 2024, and of 2019 for C101 to C105 and
D709, which later editions renamed. The BPE has no municipal social services (CCAS).
"""

from types import MappingProxyType

import pandas as pd

from geo.kinds import PlaceKind
from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources._points import located, official_plane
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts

BPE = Dataset(
    publisher="Insee",
    name="Base permanente des équipements",
    licence="Licence Ouverte 2.0",
    attribution="© Insee – BPE",
    url="https://www.insee.fr/fr/statistiques/8217525",
)
COLUMNS = MappingProxyType(
    {
        "TYPEQU": "code",
        "DEPCOM": "commune",
        "NOMRS": "name",
        "CNOMRS": "name",
        "SIRET": "siret",
        "NUMVOIE": "number",
        "TYPVOIE": "street_kind",
        "LIBVOIE": "street",
        "LAMBERT_X": "x",
        "LAMBERT_Y": "y",
        "LONGITUDE": "longitude",
        "LATITUDE": "latitude",
        "QUALITE_XY": "precision",
    }
)
KINDS = MappingProxyType(
    {
        **dict.fromkeys(("C101", "C102", "C104", "C105", "C107", "C108", "C109", "C201"), PlaceKind.SCHOOL),
        "D505": PlaceKind.LEISURE_CENTRE,
        "D506": PlaceKind.SOCIAL_CENTRE,
        **dict.fromkeys(("D703", "D704", "D705"), PlaceKind.SHELTER),
        **dict.fromkeys(("D709", "D710"), PlaceKind.SOCIAL_RESIDENCE),
    }
)
"""Nursery, primary and lower secondary schools; day leisure centres; social centres; shelters (CHRS, CPH, CADA); other
lodgings of adults in difficulty, most of which are social residences."""

VAGUE = frozenset({"Mauvaise", "33"})
"""Precisions where the point is off by more than 500 m, or drawn at random in the commune."""

CENTRED = N_("Places left out, since nothing tells where in their commune they are: {count}.")
_ANY = r"[A-G][0-9]{3}"


def read_facilities(table: Table) -> Extract:
    """
    Return the places that matter to a garden, of a file of all kinds of facilities.

    Parameters
    ----------
    table
        Facilities with folded names: Lambert-93 or degrees in columns, or a geometry.
    """
    frame = table.frame
    code = texts(frame["typequ"]).str.upper()
    wanted = frame[code.isin(KINDS)].reset_index(drop=True)
    vague = texts(take(wanted, COLUMNS)["precision"]).isin(VAGUE)
    placed = _placed(wanted[~vague].reset_index(drop=True))
    rows = take(placed.frame, COLUMNS)
    described = rows.assign(
        kind=texts(rows["code"]).str.upper().map(KINDS),
        name=texts(rows["name"]),
        place_id=texts(rows["siret"]).str.removesuffix(".0") + "-" + texts(rows["code"]),
        address=address(rows, ("number", "street_kind", "street")),
    )
    return Extract(described, placed.notes + centred(int(vague.sum())))


def centred(count: int) -> tuple[Message, ...]:
    """Return the note on places that are only known to be somewhere in their commune, none for none."""
    return (Message(CENTRED, {"count": count}),) if count else ()


def address(frame: pd.DataFrame, parts: tuple[str, ...]) -> pd.Series:
    """
    Return addresses in one line from their parts.

    Examples
    --------
    >>> address(pd.DataFrame({"number": ["12", None], "street": ["Rue du Port", None]}), ("number", "street")).tolist()
    ['12 Rue du Port', nan]
    """
    written = [texts(frame[part]).str.removesuffix(".0").fillna("") for part in parts]
    joined = written[0].str.cat(written[1:], sep=" ").str.replace(r"\s+", " ", regex=True)
    return texts(joined)


def _placed(frame: pd.DataFrame) -> Extract:
    rows = take(frame, COLUMNS)
    longitude, latitude = numbers(rows["longitude"]), numbers(rows["latitude"])
    if longitude.notna().any():
        return located(frame, longitude, latitude)
    return located(frame, numbers(rows["x"]), numbers(rows["y"]), official_plane(texts(rows["commune"])))


SOURCES = tuple(
    Source(
        role=Role.PLACES,
        dataset=BPE,
        signature=frozenset({"typequ", "depcom", *places}),
        values=MappingProxyType({"typequ": _ANY}),
        places_in_text=True,
        read=read_facilities,
    )
    for places in (("lambert_x", "lambert_y"), ("longitude", "latitude"))
)
