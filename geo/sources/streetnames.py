"""Names of streets as the IGN writes them, put back as people write them: R DE L'EGLISE → Rue de l’Eglise.

Accents that the capitals lost are not guessed.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "ALL": "Allée",
        "AV": "Avenue",
        "BD": "Boulevard",
        "CAR": "Carrefour",
        "CHE": "Chemin",
        "CRS": "Cours",
        "IMP": "Impasse",
        "LOT": "Lotissement",
        "PAS": "Passage",
        "PASS": "Passage",
        "PL": "Place",
        "PROM": "Promenade",
        "QUA": "Quai",
        "R": "Rue",
        "RES": "Résidence",
        "RLE": "Ruelle",
        "RPT": "Rond-point",
        "RTE": "Route",
        "SEN": "Sentier",
        "SQ": "Square",
        "VLA": "Villa",
    }
)
"""Abbreviations of the land register's list of streets (Fantoir) that BD TOPO keeps."""

_SMALL = frozenset({"A", "AU", "AUX", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES", "SOUS", "SUR"})


def readable(names: pd.Series) -> pd.Series:
    """
    Write names in capitals as people do; other names stay as they are.

    Examples
    --------
    >>> readable(pd.Series(["R DE L'EGLISE", "AV DU 8 MAI 1945", "Rue Haute", None])).tolist()
    ['Rue de l’Eglise', 'Avenue du 8 Mai 1945', 'Rue Haute', nan]
    """
    known = {name: _written(name) for name in names.dropna().unique()}
    return names.map(known, na_action="ignore")


def _written(name: str) -> str:
    if name != name.upper():
        return name
    kind, *words = name.replace("'", "' ").split()
    first = KINDS.get(kind, kind.capitalize())
    text = " ".join([first, *(_word(word) for word in words)])
    return text.replace("' ", "’")


def _word(word: str) -> str:
    if word.removesuffix("'") in _SMALL:
        return word.lower()
    return "-".join(part.lower() if part in _SMALL else part.capitalize() for part in word.split("-"))
