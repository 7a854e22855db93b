"""Zones of the flood prevention plans (PPRI, PPRN inondation).

Three kinds of tables::

    COVADIS, N_ZONE_REG_PPRN_*_S        ID_ZONE, ID_GASPAR, NOM, CODEZONE, TYPEREG
    CNIG, pprn_*_zonereglementaireurba  idzonereglementaire, codeprocedure, codezonereglement, typereglement
    easements PM1 (CNIG SUP)            idass, suptype, nomsuplitt: the plan is known, not its zones

TYPEREG (COVADIS, Ref_Typereg_ZonePPR, kept by the CNIG as TypeReglementUrba): 01 rules outside of the hazard, 02 rules
(blue), 03 prohibition and 04 strict prohibition (red), 05 and 06 measures on ownership. A zone that has none is known
by the colour in its code. These plans may be about several hazards: a zone or plan that names another hazard and no
water is left out and told, and so are those of technological (PPRT) and mining (PPRM) risks.
"""

from types import MappingProxyType

import pandas as pd

from geo.kinds import FloodZone
from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, take, texts

FLOOD_PLANS = Dataset(
    publisher="Géorisques – DDT(M)",
    name="Plans de prévention des risques d’inondation",
    licence="Licence Ouverte 2.0",
    attribution="© MTECT – Géorisques",
    url="https://www.georisques.gouv.fr/donnees/bases-de-donnees",
)
EASEMENTS = Dataset(
    publisher="Géoportail de l’urbanisme",
    name="Servitudes d’utilité publique PM1",
    licence="Licence Ouverte 2.0",
    attribution="© Géoportail de l’urbanisme",
    url="https://www.geoportail-urbanisme.gouv.fr",
)

COLUMNS = MappingProxyType(
    {
        "TYPEREG": "rule",
        "typereglement": "rule",
        "CODEZONE": "label",
        "codezonereglement": "label",
        "NOM": "name",
        "libellezonereglement": "name",
        "typealea": "hazard",
    }
)
EASEMENT_COLUMNS = MappingProxyType({"nomsuplitt": "name", "nomass": "name", "typeass": "label", "suptype": "category"})
RULES = MappingProxyType({"01": FloodZone.OTHER, "02": FloodZone.BLUE, "03": FloodZone.RED, "04": FloodZone.RED})
OTHER_PLANS = ("pprt", "pprm")
"""What the names of the tables of the other plans begin with in the CNIG standard."""

_WATER = r"inond|\bcrues?\b|submersion|ruissel|d[ée]bord|nappe|torrent|ppri|\beaux?\b"
_OTHER_HAZARDS = (
    r"mouvement|glissement|[ée]boul|chute de|effondrement|cavit[ée]|carri[èe]re|argile|retrait|avalanche|incendie"
    r"|\bfeux?\b|s[ée]ism|sismi|affaissement|gypse|volcan|radon"
)
_WATER_CODE = r"1[1-9].*"
"""Codes of the hazards of GASPAR that are floods: 11 and what refines it."""
_ELSEWHERE = N_("Zones left out, since their plan is about another hazard than floods: {count}.")


def read_zones(table: Table) -> Extract:
    """
    Return the zones of a plan, red, blue or other.

    Parameters
    ----------
    table
        Zones with folded names; the name of the table tells the plans of other risks.
    """
    frame = take(table.frame, COLUMNS)
    label, name = texts(frame["label"]), texts(frame["name"])
    described = frame.assign(flood_zone=zones(frame["rule"], label), label=label, name=name)
    wet = about_water(name.fillna("") + " " + label.fillna("")) & ~_dry_hazard(frame["hazard"])
    return _kept(described, wet & (not table.name.lower().startswith(OTHER_PLANS)))


def zones(rule: pd.Series, label: pd.Series) -> pd.Series:
    """
    Return the colour of each zone, from its rule, else from its code.

    Examples
    --------
    >>> zones(pd.Series(["04", "2", "01", None]), pd.Series(["R1", "B2", "Z2", "Rouge foncé"])).tolist()
    ['red', 'blue', 'other', 'red']
    """
    by_rule = texts(rule).str.removesuffix(".0").str.zfill(2).map(RULES)
    colour = label.fillna("").str.lower()
    by_colour = pd.Series(FloodZone.OTHER.value, index=rule.index, dtype="str")
    by_colour = by_colour.mask(colour.str.contains("bleu"), FloodZone.BLUE.value)
    by_colour = by_colour.mask(colour.str.contains("rouge"), FloodZone.RED.value)
    return by_rule.fillna(by_colour).astype("str")


def about_water(words: pd.Series) -> pd.Series:
    """
    Tell which words are not about another hazard alone.

    Examples
    --------
    >>> about_water(pd.Series(["PPRI de la Seine", "R1", "Glissement de terrain", "Crue et glissement"])).tolist()
    [True, True, False, True]
    """
    water = words.str.contains(_WATER, case=False).astype(bool)
    return water | ~words.str.contains(_OTHER_HAZARDS, case=False).astype(bool)


def _dry_hazard(codes: pd.Series) -> pd.Series:
    written = texts(codes).str.removesuffix(".0")
    return written.notna() & ~written.str.fullmatch(_WATER_CODE).fillna(value=False).astype(bool)


def read_easements(table: Table) -> Extract:
    """
    Return the areas of the plans that say they are about water; their zones, red or blue, stay to be read in the plan.

    Parameters
    ----------
    table
        Easements with folded names, of every category.
    """
    frame = take(table.frame, EASEMENT_COLUMNS)
    plans = frame.loc[texts(frame["category"]).str.lower() == "pm1"].reset_index(drop=True)
    label, name = texts(plans["label"]), texts(plans["name"])
    wet = (name.fillna("") + " " + label.fillna("")).str.contains(_WATER, case=False).astype(bool)
    return _kept(plans.assign(flood_zone=FloodZone.OTHER.value, label=label, name=name), wet)


def _kept(frame: pd.DataFrame, keep: pd.Series) -> Extract:
    lost = int((~keep).sum())
    kept = frame.loc[keep].reset_index(drop=True)
    return Extract(kept, (Message(_ELSEWHERE, {"count": lost}),) if lost else ())


SOURCES = (
    Source(
        role=Role.FLOOD,
        dataset=FLOOD_PLANS,
        signature=frozenset({"id_zone", "id_gaspar", "codezone", "typereg"}),
        read=read_zones,
    ),
    Source(
        role=Role.FLOOD,
        dataset=FLOOD_PLANS,
        signature=frozenset({"idzonereglementaire", "codezonereglement", "typereglement"}),
        read=read_zones,
    ),
    Source(
        role=Role.FLOOD,
        dataset=EASEMENTS,
        signature=frozenset({"idass", "suptype"}),
        values=MappingProxyType({"suptype": "(?i)pm1"}),
        read=read_easements,
    ),
)
