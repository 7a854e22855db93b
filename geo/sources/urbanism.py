"""Local plans in the CNIG standard (PLU, PLUi): zones and surface prescriptions, as towns deliver them or as the
Géoportail de l’urbanisme serves them, in lower case.

Columns: standard CNIG PLU v2017 to v2022, tables ZONE_URBA and PRESCRIPTION_SURF. The nomenclature of TYPEPSC and
STYPEPSC is that of the CNIG as repeated, code by code, by its working group on symbols
(github.com/cnigfr/DDU-SG5-SYMBOLISATION, PLU/preconisations.md, December 2023).
"""

import re
from types import MappingProxyType

import pandas as pd

from geo.kinds import Prescription, Zone
from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, take, texts
from geo.sources.written import addresses, days

URBANISM = Dataset(
    publisher="Géoportail de l’urbanisme",
    name="Documents d’urbanisme (CNIG)",
    licence="Licence Ouverte 2.0",
    attribution="© Géoportail de l’urbanisme et commune",
    url="https://www.geoportail-urbanisme.gouv.fr",
)

ZONE_COLUMNS = MappingProxyType(
    {
        "TYPEZONE": "zone",
        "LIBELLE": "label",
        "LIBELONG": "long_label",
        "IDURBA": "document",
        "partition": "document",
        "DATAPPRO": "approved",
        "DATVALID": "approved",
        "URLFIC": "url",
    }
)
PRESCRIPTION_COLUMNS = MappingProxyType(
    {
        "TYPEPSC": "kind",
        "STYPEPSC": "under",
        "LIBELLE": "label",
        "TXT": "text",
        "IDURBA": "document",
        "partition": "document",
    }
)
ZONES = MappingProxyType(
    {
        "U": Zone.URBAN,
        "AU": Zone.TO_URBANISE,
        "AUC": Zone.TO_URBANISE,
        "AUS": Zone.TO_URBANISE,
        "A": Zone.FARMLAND,
        "AH": Zone.FARMLAND,
        "N": Zone.NATURAL,
        "NH": Zone.NATURAL,
        "ND": Zone.NATURAL,
    }
)
"""TYPEZONE, with the Ah, Nh and Nd of the standards before 2014."""
KINDS = MappingProxyType(
    {
        "01": Prescription.WOODLAND,
        "02": Prescription.RISK,
        "05": Prescription.RESERVED,
        "07": Prescription.HERITAGE,
        "0702": Prescription.LANDSCAPE,
        "0703": Prescription.LANDSCAPE,
        "0704": Prescription.LANDSCAPE,
        "0705": Prescription.LANDSCAPE,
        "08": Prescription.GARDEN,
        "25": Prescription.LANDSCAPE,
    }
)
"""TYPEPSC, or TYPEPSC and STYPEPSC together: 01 espace boisé classé (L113-1), 02 limits for risks or the environment,
05 emplacement réservé (L151-41), 07-01 built heritage and 07-02, 07-03 landscape (L151-19), 07-04, 07-05 landscape for
ecology (L151-23, first paragraph), 08 cultivated or unbuilt land to protect in urban zones (L151-23, second paragraph),
25 green and blue corridors. Every other code is another rule."""

_GARDEN_LABEL = re.compile(r"\d*(N|A|U)[A-Za-z]*[-_]?j[0-9]*")
_GARDENS = r"(?i)\b(?:jardins?|potagers?|mara[îi]ch\w+)\b"
_LANDSCAPE = r"(?i)paysag|naturel|végétal|vegetal|arbre|arbor|boisé|boise|haie|parc\b|mare\b|zone humide|écolog|ecolog"
_NO_ZONE = N_("Zones left out, since their type is none of the standard: {count}.")


def read_zones(table: Table) -> Extract:
    """
    Return the zones of a local plan.

    A sub-zone for gardens is known by its label (`Nj`, `UAj`: our assumption, after common usage) or its long name.

    Parameters
    ----------
    table
        Zones with folded names.
    """
    frame = take(table.frame, ZONE_COLUMNS)
    label, long_label = texts(frame["label"]), texts(frame["long_label"])
    zone = texts(frame["zone"]).str.upper().map(ZONES)
    for_gardens = is_garden(label, long_label) & zone.isin([Zone.URBAN, Zone.FARMLAND, Zone.NATURAL])
    described = frame.assign(
        zone=zone.mask(for_gardens, Zone.GARDEN),
        label=label,
        long_label=long_label,
        document=texts(frame["document"]),
        approved=days(frame["approved"]),
        url=addresses(frame["url"]),
    )
    kept = described.loc[zone.notna()].reset_index(drop=True)
    lost = int(zone.isna().sum())
    return Extract(kept, (Message(_NO_ZONE, {"count": lost}),) if lost else ())


def is_garden(label: pd.Series, long_label: pd.Series) -> pd.Series:
    """
    Tell which zones are meant for gardens.

    Examples
    --------
    >>> labels = pd.Series(["Nj", "UJ", "N", "UA"])
    >>> names = pd.Series(["", "Zone d’activités", "Secteur de jardins familiaux", ""])
    >>> is_garden(labels, names).tolist()
    [True, False, True, False]
    """
    by_label = label.fillna("").str.fullmatch(_GARDEN_LABEL.pattern).astype(bool)
    return by_label | _says(long_label, _GARDENS)


def read_prescriptions(table: Table) -> Extract:
    """
    Return the surface prescriptions of a local plan.

    Where a prescription of type 07 has no finer code, its words tell landscape from buildings; whatever its code, one
    of type 07 whose words name gardens protects them.

    Parameters
    ----------
    table
        Prescriptions with folded names.
    """
    frame = take(table.frame, PRESCRIPTION_COLUMNS)
    words = texts(frame["label"]).fillna("") + " " + texts(frame["text"]).fillna("")
    described = frame.assign(
        prescription=kinds(frame["kind"], frame["under"], words),
        label=texts(frame["label"]),
        document=texts(frame["document"]),
    )
    return Extract(described)


def kinds(kind: pd.Series, under: pd.Series, words: pd.Series) -> pd.Series:
    """
    Return what each prescription does, from its codes and its words.

    Parameters
    ----------
    kind, under
        TYPEPSC and STYPEPSC, as texts or as numbers that lost their zero.
    words
        Its label and text.

    Examples
    --------
    >>> kind, under = pd.Series(["01", "07", "7", "99"]), pd.Series(["00", "04", "0", None])
    >>> kinds(kind, under, pd.Series(["EBC", "Mare", "Jardins ouvriers", ""])).tolist()
    ['woodland', 'landscape', 'garden', 'other']
    """
    code, finer = _code(kind), _code(under).fillna("00")
    found = (code + finer).map(KINDS).fillna(code.map(KINDS)).fillna(Prescription.OTHER)
    elements = code == "07"
    vague = elements & ~(code + finer).isin(["0701", *KINDS])
    found = found.mask(vague & _says(words, _LANDSCAPE), Prescription.LANDSCAPE)
    return found.mask(elements & _says(words, _GARDENS), Prescription.GARDEN).astype("str")


def _code(values: pd.Series) -> pd.Series:
    return texts(values).str.removesuffix(".0").str.zfill(2)


def _says(words: pd.Series, pattern: str) -> pd.Series:
    return words.fillna("").str.contains(pattern, regex=True).astype(bool)


SOURCES = (
    Source(
        role=Role.ZONING,
        dataset=URBANISM,
        signature=frozenset({"typezone", "libelle"}),
        read=read_zones,
        updated="datvalid",
    ),
    Source(
        role=Role.PRESCRIPTIONS,
        dataset=URBANISM,
        signature=frozenset({"typepsc", "libelle"}),
        read=read_prescriptions,
        updated="datvalid",
    ),
)
