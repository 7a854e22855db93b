"""What a publisher's module promises: which tables are its own, and how each becomes a layer.

::

    Table (as found) ──recognition──▶ Source ──read──▶ Extract (our columns) ──schemas.check──▶ Layer
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table

_IN_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Dataset:
    """
    One dataset of one publisher, as it asks to be cited.

    Attributes
    ----------
    licence
        Empty where the publisher does not state one.
    attribution
        The words that must accompany every map made of it.
    """

    publisher: str
    name: str
    licence: str
    attribution: str
    url: str


@dataclass(frozen=True, eq=False, slots=True)
class Extract:
    """
    What a reader took from a table: our columns, and what it left out.

    Attributes
    ----------
    notes
        Faults found and what was done about each.
    """

    frame: pd.DataFrame
    notes: tuple[Message, ...] = ()


def whole(_frame: pd.DataFrame) -> bool:
    """Tell that a table holds all there is of its kind: most official files do."""
    return True


@dataclass(frozen=True, slots=True)
class Source:
    """
    A kind of table that one publisher makes, known by its columns.

    One table may serve several roles: as many sources have the same signature.

    Attributes
    ----------
    signature
        Folded names (`fold`) of columns that no other kind of table has together.
    read
        From a table with folded names to the columns of the role.
    without
        Folded names whose presence tells another kind of table.
    values
        Folded name → pattern that its values match, where names alone would be too common.
    places_in_text
        Whether the geometry may be written in a column of text.
    points
        Whether its features are points that the reader draws the role's geometry around.
    updated
        Folded name of the column that dates each feature's last revision.
    searched
        Whether a table with folded names would hold the features of this role, had there been any: where it would
        not, no feature in it says nothing, and an empty layer is not kept.
    """

    role: Role
    dataset: Dataset
    signature: frozenset[str]
    read: Callable[[Table], Extract]
    without: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    places_in_text: bool = False
    points: bool = False
    updated: str = ""
    searched: Callable[[pd.DataFrame], bool] = whole


def fold(name: str) -> str:
    """
    Return a column's name as every edition of a file writes it: no case, accent, bracket or punctuation.

    Examples
    --------
    >>> fold("Préfixe (Références cadastrales)"), fold("N° plan"), fold("HAUTEUR")
    ('prefixe', 'n_plan', 'hauteur')
    """
    bare = unicodedata.normalize("NFD", _IN_BRACKETS.sub(" ", name)).casefold()
    unaccented = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _NOT_A_LETTER.sub("_", unaccented).strip("_")


def folded(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return the table with folded names; of two columns that fold alike, the first is kept.

    Examples
    --------
    >>> folded(pd.DataFrame({"ID": [1], "id": [2], "Nom": ["a"]})).to_dict("list")
    {'id': [1], 'nom': ['a']}
    """
    place = frame.geometry.name if isinstance(frame, gpd.GeoDataFrame) else None
    names = {name: fold(str(name)) for name in frame.columns if name != place}
    # A property may be called like the geometry: it must not take its place.
    renamed = frame.drop(columns=[name for name, ours in names.items() if ours == place]).rename(columns=names)
    return renamed.loc[:, ~renamed.columns.duplicated()]


def take(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """
    Return our columns, filled from the official ones in the order they are given.

    Parameters
    ----------
    frame
        A table with folded names.
    columns
        Official name → our name. Several official names may feed one of ours: the first known value wins.

    Returns
    -------
    taken
        All of our columns, unknown ones missing; with the geometry where there is one.

    Examples
    --------
    >>> streets = pd.DataFrame({"nom_voie_g": [None, "Rue du Port"], "numero": ["D 1", "D 2"]})
    >>> take(streets, {"NOM_VOIE_G": "name", "NUMERO": "name", "LARGEUR": "width_m"}).to_dict("list")
    {'name': ['D 1', 'Rue du Port'], 'width_m': [nan, nan]}
    """
    taken: dict[str, pd.Series] = {}
    for official, ours in columns.items():
        value = frame.get(fold(official), pd.Series(np.nan, index=frame.index, dtype=object))
        taken[ours] = value if ours not in taken else taken[ours].where(taken[ours].notna(), value)
    plain = pd.DataFrame(taken, index=frame.index)
    return gpd.GeoDataFrame(plain, geometry=frame.geometry) if isinstance(frame, gpd.GeoDataFrame) else plain


def numbers(values: pd.Series) -> pd.Series:
    """
    Return numbers, whatever their type in the file; what is no number is missing.

    Examples
    --------
    >>> numbers(pd.Series(["3,5", "NC", 2])).tolist()
    [3.5, nan, 2.0]
    """
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    text = values.astype("str").str.replace(",", ".", regex=False)
    return pd.to_numeric(text, errors="coerce").astype("float64")


def positive(values: pd.Series) -> pd.Series:
    """
    Return numbers above zero; publishers who write 0 for « unknown » get a missing value.

    Examples
    --------
    >>> positive(pd.Series([0.0, None, 6.5])).tolist()
    [nan, nan, 6.5]
    """
    measured = numbers(values)
    return measured.where(measured > 0)


def texts(values: pd.Series, *, unknown: frozenset[str] = frozenset()) -> pd.Series:
    """
    Return trimmed texts, where empty ones and the publisher's words for « unknown » are missing.

    Examples
    --------
    >>> texts(pd.Series([" Rue du Port ", "NC", ""]), unknown=frozenset({"NC"})).isna().tolist()
    [False, True, True]
    """
    trimmed = values.astype("str").str.strip()
    return trimmed.mask(trimmed.isin(unknown | {""}))


def true(values: pd.Series) -> pd.Series:
    """
    Return whether each value says yes, in any of the ways of the official files.

    Examples
    --------
    >>> true(pd.Series(["Oui", True, "Non", None, 1])).tolist()
    [True, True, False, False, True]
    """
    return values.astype("str").str.casefold().isin({"oui", "true", "vrai", "1", "1.0", "t"})


def without_repeats(frame: pd.DataFrame, key: str) -> Extract:
    """
    Keep the first row of each known value of `key`, and tell how many were left out.

    Examples
    --------
    >>> extract = without_repeats(pd.DataFrame({"parcel_id": ["a", "a", None, None]}), "parcel_id")
    >>> len(extract.frame), str(extract.notes[0])
    (3, 'Rows left out, since an earlier one has the same identifier: 1.')
    """
    repeated = frame[key].notna() & frame.duplicated(key)
    note = N_("Rows left out, since an earlier one has the same identifier: {count}.")
    return _kept(frame, ~repeated, note)


def well_formed(frame: pd.DataFrame, key: str, pattern: str) -> Extract:
    """
    Keep the rows whose `key`, as a text, has the official form, and tell how many were left out.

    Examples
    --------
    >>> str(well_formed(pd.DataFrame({"commune": ["92023", "?"]}), "commune", "[0-9]{5}").notes[0])
    'Rows left out, for lack of a valid “commune”: 1.'
    """
    written = frame[key].astype("str")
    good = written.str.fullmatch(pattern).fillna(value=False).astype(bool)
    return _kept(
        frame.assign(**{key: written}), good, N_("Rows left out, for lack of a valid “{column}”: {count}."), column=key
    )


def _kept(frame: pd.DataFrame, keep: pd.Series, note: str, **values: str) -> Extract:
    dropped = int((~keep).sum())
    if not dropped:
        return Extract(frame)
    return Extract(frame.loc[keep].reset_index(drop=True), (Message(note, {"count": dropped, **values}),))
