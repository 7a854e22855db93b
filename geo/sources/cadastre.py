"""The cadastre of the DGFiP: the Etalab files, and the EDIGEO exchanges that they are made from.

A parcel's identifier has 14 characters, the same in both::

    13029    000      0A       0215
    commune  prefix   section  number
"""

import re
from types import MappingProxyType

import pandas as pd

from geo.errors import SourceError
from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, numbers, take, texts, well_formed, without_repeats

ETALAB = Dataset(
    publisher="DGFiP – Etalab",
    name="Cadastre",
    licence="Licence Ouverte 2.0",
    attribution="© DGFiP, Etalab",
    url="https://cadastre.data.gouv.fr",
)
EDIGEO = Dataset(
    publisher="DGFiP",
    name="PCI vecteur (EDIGEO)",
    licence="Licence Ouverte 2.0",
    attribution="© DGFiP",
    url="https://cadastre.data.gouv.fr",
)
PARCEL_ID = r"[0-9][0-9AB][0-9]{6}[0-9A-Z]{2}[0-9]{4}"
LIGHT_BUILDING = "02"

PARCEL_COLUMNS = MappingProxyType(
    {
        "id": "parcel_id",
        "commune": "commune",
        "section": "section",
        "numero": "number",
        "contenance": "registered_area_m2",
    }
)
EDIGEO_PARCEL_COLUMNS = MappingProxyType({"IDU": "parcel_id", "SUPF": "registered_area_m2"})
BUILDING_COLUMNS = MappingProxyType({"nom": "use", "type": "type"})
EDIGEO_BUILDING_COLUMNS = MappingProxyType({"DUR": "type"})
UNKNOWN_OF_BUILDINGS = ("building_id", "height_m", "storeys", "dwellings", "use")

_NAME_OF_AN_EXCHANGE = r"(?:^|[^0-9])([0-9][0-9AB]){commune}"


def read_parcels(table: Table) -> Extract:
    """
    Return the parcels of an Etalab file, each identifier once.

    Parameters
    ----------
    table
        Parcels with folded names. The door has put a feature's own identifier in `id` where the property lacks.
    """
    frame = take(table.frame, PARCEL_COLUMNS)
    return _unique_parcels(frame.assign(registered_area_m2=numbers(frame["registered_area_m2"])))


def read_edigeo_parcels(table: Table) -> Extract:
    """
    Return the parcels of an EDIGEO exchange under the identifiers of the Etalab files.

    Parameters
    ----------
    table
        Layer `PARCELLE_id` with folded names. Its `IDU` has the commune without the department.

    Raises
    ------
    SourceError
        The department stands nowhere: not in the layer, and no longer in the name of the archive.
    """
    frame = take(table.frame, EDIGEO_PARCEL_COLUMNS)
    ids = department(table.path.name, frame["parcel_id"]) + frame["parcel_id"].astype("str")
    described = frame.assign(
        parcel_id=ids,
        commune=ids.str[:5],
        section=ids.str[8:10].str.lstrip("0"),
        number=ids.str[10:].str.lstrip("0"),
        registered_area_m2=numbers(frame["registered_area_m2"]),
    )
    return _unique_parcels(described)


def department(name: str, idu: pd.Series) -> str:
    """
    Return the department of an EDIGEO exchange, which only the name of its archive tells.

    Parameters
    ----------
    name
        Name of the archive, as published: the department comes just before the commune.
    idu
        Identifiers of its parcels, which begin with the commune's three digits.

    Raises
    ------
    SourceError
        The name no longer has the department before the commune of the parcels.

    Examples
    --------
    >>> department("edigeo-130290000A01.tar.bz2", pd.Series(["0290000A0215"]))
    '13'
    """
    commune = re.escape(str(idu.iloc[0])[:3]) if len(idu) else r"[0-9]{3}"
    found = re.search(_NAME_OF_AN_EXCHANGE.format(commune=commune), name)
    if found:
        return found.group(1)
    raise SourceError(
        Message(N_("The department of these parcels is unknown: an EDIGEO exchange only tells it in its name.")),
        where=name,
        remedy=Message(N_("Give the archive its published name back, such as “edigeo-130290000A01.tar.bz2”.")),
    )


def read_buildings(table: Table) -> Extract:
    """
    Return the buildings of an Etalab file: type 01 is durable, 02 is light.

    Parameters
    ----------
    table
        Buildings with folded names.
    """
    frame = take(table.frame, BUILDING_COLUMNS)
    described = frame.assign(**dict.fromkeys(UNKNOWN_OF_BUILDINGS), light=is_light(frame["type"]))
    return Extract(described.assign(use=texts(frame["use"])))


def read_edigeo_buildings(table: Table) -> Extract:
    """
    Return the buildings of an EDIGEO exchange.

    `OBJECT_RID` is left out: it numbers the objects of one exchange, and two exchanges reuse it.

    Parameters
    ----------
    table
        Layer `BATIMENT_id` with folded names.
    """
    frame = take(table.frame, EDIGEO_BUILDING_COLUMNS)
    return Extract(frame.assign(**dict.fromkeys(UNKNOWN_OF_BUILDINGS), light=is_light(frame["type"])))


def is_light(types: pd.Series) -> pd.Series:
    """
    Return whether each building is light (02) rather than durable (01).

    Examples
    --------
    >>> is_light(pd.Series(["01", "02", 2, None])).tolist()
    [False, True, True, False]
    """
    return texts(types).str.zfill(2) == LIGHT_BUILDING


def _unique_parcels(frame: pd.DataFrame) -> Extract:
    formed = well_formed(frame, "parcel_id", PARCEL_ID)
    once = without_repeats(formed.frame, "parcel_id")
    return Extract(once.frame, formed.notes + once.notes)


SOURCES = (
    Source(
        role=Role.PARCELS,
        dataset=ETALAB,
        signature=frozenset({"id", "commune", "prefixe", "section", "numero"}),
        read=read_parcels,
        updated="updated",
    ),
    Source(
        role=Role.BUILDINGS,
        dataset=ETALAB,
        signature=frozenset({"type", "nom", "commune", "created", "updated"}),
        read=read_buildings,
        updated="updated",
    ),
    Source(
        role=Role.PARCELS,
        dataset=EDIGEO,
        signature=frozenset({"object_rid", "idu", "supf", "indp"}),
        read=read_edigeo_parcels,
        updated="update_date",
    ),
    Source(
        role=Role.BUILDINGS,
        dataset=EDIGEO,
        signature=frozenset({"object_rid", "dur"}),
        read=read_edigeo_buildings,
        updated="update_date",
    ),
)
