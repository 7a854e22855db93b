"""Protected nature: what the INPN publishes (Natura 2000, reserves, ZNIEFF …) and the maps of wetlands.

Columns, after the services that publish these layers (Géoplateforme, workspaces `patrinat_*`; API Carto, module nature;
shapefiles N_ENP_* and ZNIEFF of the INPN)::

    Natura 2000                    sitecode, sitename
    protected areas                id_mnhn, nom_site, code_r_enp, url_fiche (also ZNIEFF and Natura 2000 by the WFS)
    protected areas and ZNIEFF     id_mnhn, nom
    ZNIEFF, older                  nm_sffzn, lb_zn
    wetlands and peatlands (BCAE)  type_zone, cog_region, cog_departement, cog_commune

Regional inventories of wetlands have no common columns: rename theirs to the last line's, or give them to the INPN.
"""

from types import MappingProxyType

import pandas as pd

from geo.kinds import Nature
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, take, texts

INPN = Dataset(
    publisher="INPN",
    name="Espaces naturels protégés, Natura 2000, ZNIEFF",
    licence="Licence Ouverte 2.0",
    attribution="© MNHN – INPN",
    url="https://inpn.mnhn.fr",
)
WETLANDS = Dataset(
    publisher="Ministère de l’Agriculture – IGN",
    name="Zones humides et tourbières (BCAE 2)",
    licence="Licence Ouverte 2.0",
    attribution="© Ministère de l’Agriculture – IGN",
    url="https://geoservices.ign.fr",
)

COLUMNS = MappingProxyType(
    {
        "ID_MNHN": "code",
        "SITECODE": "code",
        "NM_SFFZN": "code",
        "NOM_SITE": "name",
        "SITENAME": "name",
        "LB_ZN": "name",
        "NOM": "name",
        "CODE_R_ENP": "kind",
        "URL_FICHE": "url",
        "URL": "url",
    }
)
RESERVES = frozenset({"RNN", "RNR", "RNC", "APB", "APHN", "APG", "CPN", "RIPN", "I", "D", "RBI", "RBD", "CDL"})
"""Kinds of protected areas (CODE_R_ENP) where a garden has no place: nature reserves, biotopes, cores of national
parks, biological reserves, land of the Conservatoire du littoral (our choice; the other kinds, such as the regional
parks, live with villages and only inform)."""

_RESERVE_CODE = r"FR(36|93|94|38|33)\d{5}"
"""Codes of the INPN for national, regional and Corsican reserves, biotopes and cores of national parks."""
_ZNIEFF_CODE = r"\d{8,9}"


def read_sites(table: Table) -> Extract:
    """
    Return the protected areas, each with how it is protected.

    Parameters
    ----------
    table
        Areas with folded names.
    """
    frame = take(table.frame, COLUMNS)
    return Extract(frame.assign(nature=natures(frame), name=texts(frame["name"]).fillna(texts(frame["code"]))))


def natures(frame: pd.DataFrame) -> pd.Series:
    """
    Return how each area is protected, from the address of its notice, its kind, then its code.

    A code alone cannot tell: FR93 begins both a regional reserve and a Natura 2000 site of Provence.

    Parameters
    ----------
    frame
        Texts: `code`, `kind`, `url`.

    Examples
    --------
    >>> area = {"code": ["FR3600001", "FR9301234", "110020468"], "kind": ["RNN", None, None]}
    >>> notice = [None, "https://inpn.mnhn.fr/site/natura2000/FR9301234", None]
    >>> natures(pd.DataFrame(area | {"url": notice})).tolist()
    ['reserve', 'natura_2000', 'inventory']
    """
    url, code = texts(frame["url"]).fillna("").str.lower(), texts(frame["code"]).fillna("").str.removesuffix(".0")
    kind = texts(frame["kind"]).str.upper()
    reserve = kind.isin(RESERVES) | (kind.isna() & code.str.fullmatch(_RESERVE_CODE).astype(bool))
    nature = pd.Series(Nature.INVENTORY.value, index=frame.index, dtype="str").mask(reserve, Nature.RESERVE.value)
    inventory = url.str.contains("/znieff/") | code.str.fullmatch(_ZNIEFF_CODE).astype(bool)
    nature = nature.mask(inventory, Nature.INVENTORY.value)
    natura = url.str.contains("/natura2000/") | kind.isin(["SIC", "ZSC", "PSIC", "ZPS"])
    return nature.mask(natura, Nature.NATURA_2000.value)


def read_natura_2000(table: Table) -> Extract:
    """
    Return the Natura 2000 sites.

    Parameters
    ----------
    table
        Sites with folded names.
    """
    frame = take(table.frame, COLUMNS)
    return Extract(
        frame.assign(nature=Nature.NATURA_2000.value, name=texts(frame["name"]).fillna(texts(frame["code"])))
    )


def read_wetlands(table: Table) -> Extract:
    """
    Return the wetlands and peatlands, under the name of their kind.

    Parameters
    ----------
    table
        Zones with folded names.
    """
    frame = take(table.frame, {"type_zone": "name"})
    return Extract(frame.assign(nature=Nature.WETLAND.value, name=texts(frame["name"])))


SOURCES = (
    Source(
        role=Role.PROTECTED_NATURE,
        dataset=INPN,
        signature=frozenset({"sitecode", "sitename"}),
        read=read_natura_2000,
    ),
    Source(role=Role.PROTECTED_NATURE, dataset=INPN, signature=frozenset({"id_mnhn", "nom_site"}), read=read_sites),
    Source(
        role=Role.PROTECTED_NATURE,
        dataset=INPN,
        signature=frozenset({"id_mnhn", "nom"}),
        without=frozenset({"nom_site"}),
        read=read_sites,
    ),
    Source(role=Role.PROTECTED_NATURE, dataset=INPN, signature=frozenset({"nm_sffzn", "lb_zn"}), read=read_sites),
    Source(
        role=Role.PROTECTED_NATURE,
        dataset=WETLANDS,
        signature=frozenset({"type_zone", "cog_region"}),
        read=read_wetlands,
    ),
)
