"""Map of soils, as outlines.

The regional reference maps (RRP, GIS Sol) publish the outlines and names of their cartographic units; what a unit is
made of stays in the tables of DoneSol. A map with the unit's number and name alone (`ID_UCS` or `NO_UCS`, `NOM_UCS`)
gives names. Depth, acidity and texture are read where someone joined them to the outlines under `profondeur_cm`, `ph`
and `texture`, the same names as in an analysis: our own choice, since no publisher has one.
"""

from types import MappingProxyType

import pandas as pd

from geo.kinds import Texture
from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, fold, numbers, positive, take, texts

SOIL_MAP = Dataset(
    publisher="GIS Sol",
    name="Référentiel régional pédologique",
    licence="Licence Ouverte 2.0",
    attribution="© GIS Sol",
    url="https://www.gissol.fr",
)

COLUMNS = MappingProxyType(
    {
        "ID_UCS": "soil_id",
        "NO_UCS": "soil_id",
        "NOM_UCS": "name",
        "nom": "name",
        "texture": "texture",
        "ph": "ph",
        "profondeur_cm": "depth_cm",
    }
)
TEXTURES = MappingProxyType(
    {
        "s": Texture.SAND,
        "sl": Texture.SANDY_LOAM,
        "sa": Texture.SANDY_LOAM,
        "ls": Texture.SANDY_LOAM,
        "lls": Texture.LOAM,
        "ll": Texture.LOAM,
        "lm": Texture.LOAM,
        "lms": Texture.LOAM,
        "l": Texture.LOAM,
        "la": Texture.CLAY_LOAM,
        "las": Texture.CLAY_LOAM,
        "lsa": Texture.CLAY_LOAM,
        "al": Texture.CLAY,
        "as": Texture.CLAY,
        "a": Texture.CLAY,
        "alo": Texture.CLAY,
        "sable": Texture.SAND,
        "sableux": Texture.SAND,
        "sable_limoneux": Texture.SANDY_LOAM,
        "sablo_limoneux": Texture.SANDY_LOAM,
        "sable_argileux": Texture.SANDY_LOAM,
        "limon_sableux": Texture.SANDY_LOAM,
        "limono_sableux": Texture.SANDY_LOAM,
        "limon": Texture.LOAM,
        "limoneux": Texture.LOAM,
        "equilibree": Texture.LOAM,
        "limon_argileux": Texture.CLAY_LOAM,
        "limono_argileux": Texture.CLAY_LOAM,
        "limon_argilo_sableux": Texture.CLAY_LOAM,
        "limon_sablo_argileux": Texture.CLAY_LOAM,
        "argilo_limoneux": Texture.CLAY,
        "argilo_sableux": Texture.CLAY,
        "argile_limoneuse": Texture.CLAY,
        "argile_sableuse": Texture.CLAY,
        "argile": Texture.CLAY,
        "argileux": Texture.CLAY,
        "argile_lourde": Texture.CLAY,
        **{texture.value: texture for texture in Texture},
    }
)
"""Classes of the triangle of the Aisne (Jamagne, 1967), their names in a laboratory's report, and our own words, all
folded, in five classes: our grouping."""


def read_soils(table: Table) -> Extract:
    """
    Return the soils of a map.

    Parameters
    ----------
    table
        Units with folded names.
    """
    frame = take(table.frame, COLUMNS)
    kinds = texture(frame["texture"])
    strange = int((texts(frame["texture"]).notna() & kinds.isna()).sum())
    acidity = numbers(frame["ph"])
    described = frame.assign(
        soil_id=texts(frame["soil_id"]).str.removesuffix(".0"),
        name=texts(frame["name"]),
        texture=kinds,
        ph=acidity.where((acidity > 0) & (acidity <= 14)),
        depth_cm=positive(frame["depth_cm"]),
    )
    return Extract(described, unknown_textures(strange))


def texture(values: pd.Series) -> pd.Series:
    """
    Return textures in five classes; what is none of the known words is missing.

    Examples
    --------
    >>> texture(pd.Series(["LAS", "Limon sableux", "clay", "?"])).tolist()
    ['clay_loam', 'sandy_loam', 'clay', nan]
    """
    words = texts(values)
    return words.where(words.notna(), "").map(lambda word: TEXTURES.get(fold(word))).astype("str")


def unknown_textures(count: int) -> tuple[Message, ...]:
    """Tell how many textures are written in words that are not known."""
    note = N_("Textures in unknown words, left unknown: {count}.")
    return (Message(note, {"count": count}),) if count else ()


SOURCES = (
    Source(role=Role.SOIL, dataset=SOIL_MAP, signature=frozenset({"id_ucs", "nom_ucs"}), read=read_soils),
    Source(role=Role.SOIL, dataset=SOIL_MAP, signature=frozenset({"no_ucs", "nom_ucs"}), read=read_soils),
    Source(
        role=Role.SOIL,
        dataset=SOIL_MAP,
        signature=frozenset({"texture", "ph", "profondeur_cm"}),
        without=frozenset({"echantillon"}),
        read=read_soils,
    ),
)
