"""Schools of the directory of the ministry of education.

Two datasets of data.education.gouv.fr: « fr-en-annuaire-education », and the older « fr-en-adresse-et-geolocalisation-
etablissements-premier-et-second-degre ». Columns: their exports in CSV and GeoJSON. Natures of establishments: N_NATURE
of the Base centrale des nomenclatures (1xx first degree, 170 school without pupils, 340 and 352 collèges).
"""

from types import MappingProxyType

import pandas as pd

from geo.kinds import PlaceKind
from geo.models import Role
from geo.sources._files import Table
from geo.sources._points import located
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, without_repeats

EDUCATION = Dataset(
    publisher="Ministère de l’Éducation nationale",
    name="Annuaire de l’éducation",
    licence="Licence Ouverte 2.0",
    attribution="© Ministère de l’Éducation nationale",
    url="https://data.education.gouv.fr/explore/dataset/fr-en-annuaire-education",
)
COLUMNS = MappingProxyType(
    {
        "identifiant_de_l_etablissement": "place_id",
        "numero_uai": "place_id",
        "nom_etablissement": "name",
        "appellation_officielle": "name",
        "type_etablissement": "type",
        "code_nature": "nature",
        "nature_uai": "nature",
        "etat": "state",
        "etat_etablissement_libe": "state",
        "adresse_1": "address",
        "adresse_uai": "address",
        "longitude": "longitude",
        "latitude": "latitude",
    }
)
TYPES = frozenset({"Ecole", "École", "Collège", "College"})
"""Schools for children up to 15 years; lycées, offices and guidance centres are others."""

COLLEGES = frozenset({"340", "352"})
WITHOUT_PUPILS = "170"
CLOSED = frozenset({"FERME", "FERMÉ", "FERMEE", "FERMÉE"})


def read_schools(table: Table) -> Extract:
    """
    Return the open nursery, primary and lower secondary schools, public and private.

    Parameters
    ----------
    table
        Establishments with folded names: degrees in columns, or a geometry.
    """
    frame = table.frame
    wanted = frame[_is_wanted(take(frame, COLUMNS))].reset_index(drop=True)
    rows = take(wanted, COLUMNS)
    placed = located(wanted, numbers(rows["longitude"]), numbers(rows["latitude"]))
    kept = take(placed.frame, COLUMNS)
    described = kept.assign(
        place_id=texts(kept["place_id"]),
        name=texts(kept["name"]),
        kind=PlaceKind.SCHOOL.value,
        address=texts(kept["address"]),
    )
    once = without_repeats(described, "place_id")
    return Extract(once.frame, placed.notes + once.notes)


def _is_wanted(rows: pd.DataFrame) -> pd.Series:
    nature = texts(rows["nature"]).str.removesuffix(".0")
    typed = texts(rows["type"]).isin(TYPES)
    natural = nature.str.startswith("1").fillna(value=False).astype(bool) | nature.isin(COLLEGES)
    right = typed | (rows["type"].isna() & natural)
    return right & (nature != WITHOUT_PUPILS) & ~texts(rows["state"]).str.upper().isin(CLOSED)


SOURCES = (
    Source(
        role=Role.PLACES,
        dataset=EDUCATION,
        signature=frozenset({"identifiant_de_l_etablissement", "nom_etablissement", "type_etablissement"}),
        places_in_text=True,
        read=read_schools,
        updated="date_maj_ligne",
    ),
    Source(
        role=Role.PLACES,
        dataset=EDUCATION,
        signature=frozenset({"numero_uai", "appellation_officielle", "nature_uai"}),
        places_in_text=True,
        read=read_schools,
    ),
)
