"""Shelters and social residences of the national file of health and social establishments (FINESS).

Two editions: the extraction « etalab-cs1100507 » of data.gouv.fr, without header (`geo.sources._establishments`), and
the table « t_finess » of the Agence du numérique en santé, with one. Categories: nomenclature FINESS, « catégorie
d'établissement ».
"""

from types import MappingProxyType

import pandas as pd

from geo.kinds import PlaceKind
from geo.models import Role
from geo.sources._files import Table
from geo.sources._points import located
from geo.sources.bpe import address, centred
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, without_repeats

FINESS = Dataset(
    publisher="Agence du numérique en santé",
    name="FINESS",
    licence="Licence Ouverte 2.0",
    attribution="© FINESS",
    url="https://www.data.gouv.fr/datasets/finess-extraction-du-fichier-des-etablissements",
)
COLUMNS = MappingProxyType(
    {
        "nofinesset": "place_id",
        "finess": "place_id",
        "rslongue": "name",
        "rs": "name",
        "categetab": "category",
        "categ_code": "category",
        "numvoie": "number",
        "typvoie": "street_kind",
        "voie": "street",
        "coordxet": "x",
        "coordyet": "y",
        "sourcecoordet": "origin",
        "geoloc_4326_long": "longitude",
        "geoloc_4326_lat": "latitude",
        "etat": "state",
        "type": "level",
    }
)
KINDS = MappingProxyType(
    {
        **dict.fromkeys(("214", "219", "442", "443"), PlaceKind.SHELTER),
        **dict.fromkeys(("256", "257", "258", "259"), PlaceKind.SOCIAL_RESIDENCE),
    }
)
"""CHRS, other reception centres, CPH and CADA; homes of migrant workers (Adoma and others), homes of young workers,
maisons relais, other social residences."""

PLANES = MappingProxyType(
    {
        "LAMBERT_93": "EPSG:2154",
        "EPSG:2154": "EPSG:2154",
        "EPSG:5490": "EPSG:5490",
        "UTM_N20": "EPSG:5490",
        "EPSG:2972": "EPSG:2972",
        "UTM_N22": "EPSG:2972",
        "EPSG:2975": "EPSG:2975",
        "UTM_S40": "EPSG:2975",
        "EPSG:4471": "EPSG:4471",
        "UTM_S38": "EPSG:4471",
    }
)
"""What `sourcecoordet` says of the plane of the coordinates, in editions before and since 2021."""

_CENTRED = r"ADMIN-EXPRESS|,MAPS"
"""Geocoders that answer with the middle of the commune."""


def read_establishments(table: Table) -> Extract:
    """
    Return the shelters and social residences of a file of all establishments.

    Parameters
    ----------
    table
        Establishments with folded names.
    """
    rows = take(table.frame, COLUMNS)
    category = texts(rows["category"]).str.removesuffix(".0")
    current = texts(rows["state"]).isin({"ACTUEL"}) | rows["state"].isna()
    own = texts(rows["level"]).isin({"ET"}) | rows["level"].isna()
    wanted = rows[category.isin(KINDS) & current & own].reset_index(drop=True)
    vague = texts(wanted["origin"]).str.contains(_CENTRED, regex=True).fillna(value=False).astype(bool)
    placed = _placed(wanted[~vague].reset_index(drop=True))
    described = placed.frame.assign(
        place_id=texts(placed.frame["place_id"]),
        kind=texts(placed.frame["category"]).str.removesuffix(".0").map(KINDS),
        name=texts(placed.frame["name"]),
        address=address(placed.frame, ("number", "street_kind", "street")),
    )
    once = without_repeats(described, "place_id")
    return Extract(once.frame, placed.notes + centred(int(vague.sum())) + once.notes)


def plane(origins: pd.Series) -> pd.Series:
    """
    Return the code of the plane that each origin of coordinates tells, missing where it tells none that is known.

    Examples
    --------
    >>> plane(pd.Series(["2,ATLASANTE,100,BDADRESSE,EPSG:2154 RGF93 / Lambert-93 (Métropole)", "1,X"])).tolist()
    ['EPSG:2154', nan]
    """
    told = origins.astype("str").str.extract(f"({'|'.join(PLANES)})", expand=False)
    return told.map(PLANES)


def _placed(rows: pd.DataFrame) -> Extract:
    longitude = numbers(rows["longitude"])
    if longitude.notna().any():
        return located(rows, longitude, numbers(rows["latitude"]))
    return located(rows, numbers(rows["x"]), numbers(rows["y"]), plane(texts(rows["origin"])))


SOURCES = (
    Source(
        role=Role.PLACES,
        dataset=FINESS,
        signature=frozenset({"nofinesset", "categetab", "coordxet", "coordyet", "sourcecoordet"}),
        places_in_text=True,
        read=read_establishments,
    ),
    Source(
        role=Role.PLACES,
        dataset=FINESS,
        signature=frozenset({"finess", "etat", "categ_code", "geoloc_4326_long", "geoloc_4326_lat"}),
        places_in_text=True,
        read=read_establishments,
    ),
)
