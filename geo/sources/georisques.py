"""Polluted, or possibly polluted, land: the registers of Géorisques, and the sites in the care of the ADEME.

Each register comes as the pages of the service (plain JSON, whose `geom` is a GeoJSON geometry) or as its export in
CSV, GeoJSON or Shapefile, with the same names but for those of the older exports::

    register                              service (api/v1)            rows known by
    SIS, soil information sectors         ssp/conclusions_sis         id_sis, code_insee
    CASIAS, former industrial sites       ssp/casias                  identifiant_ssp, nom_etablissement
    instructions, the former BASOL        ssp/instructions            identifiant_ssp, nom_etablissement
    ICPE, classified installations        installations_classees      codeAIOT, raisonSociale, etatActivite
    ICPE, export of the map services      –                           code_aiot or code_s3ic, nom_ets, lib_regime

The answer of `api/v1/ssp` holds the first three at once, under `casias`, `instructions` and `conclusions_sis`; the
easements that it also holds (`conclusions_sup`) have no known columns and are left alone.
"""

from collections.abc import Sequence
from types import MappingProxyType

import pandas as pd

from geo.kinds import Register
from geo.messages import N_, Message
from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import Dataset, Extract, Source, take, texts, well_formed
from geo.sources.written import addresses, placed

_GEORISQUES_URL = "https://www.georisques.gouv.fr/donnees/bases-de-donnees"


def _dataset(name: str) -> Dataset:
    return Dataset(
        publisher="Géorisques",
        name=name,
        licence="Licence Ouverte 2.0",
        attribution="© BRGM – MTECT, Géorisques",
        url=_GEORISQUES_URL,
    )


GEORISQUES = _dataset("SIS, CASIAS, instructions, ICPE")
SECTORS = _dataset("Secteurs d’information sur les sols (SIS)")
FORMER_SITES = _dataset("CASIAS et sites instruits (ex-BASOL)")
INSTALLATIONS = _dataset("Installations classées (ICPE)")
ADEME_SITES = Dataset(
    publisher="ADEME",
    name="Sites pollués à responsable défaillant",
    licence="",
    attribution="© ADEME",
    url="https://data.ademe.fr",
)

SECTOR_COLUMNS = MappingProxyType(
    {
        "id_sis": "pollution_id",
        "nom": "name",
        "nom_site": "name",
        "statut_classification": "state",
        "fiche_risque": "url",
        "adresse": "address",
    }
)
FORMER_SITE_COLUMNS = MappingProxyType(
    {
        "identifiant_casias": "casias_id",
        "identifiant_ssp": "ssp_id",
        "nom_etablissement": "name",
        "statut": "state",
        "fiche_risque": "url",
    }
)
INSTALLATION_COLUMNS = MappingProxyType(
    {
        "codeAIOT": "pollution_id",
        "code_aiot": "pollution_id",
        "code_s3ic": "pollution_id",
        "raisonSociale": "name",
        "nom_ets": "name",
        "etatActivite": "state",
        "lib_etat_activite": "state",
        "regime": "regime",
        "regimeVigueur": "regime",
        "lib_regime": "regime",
        "url_fiche": "url",
    }
)
ADEME_COLUMNS = MappingProxyType({"id": "pollution_id", "Nom_site": "name", "Etat_operation": "state"})

PLACES = (
    ("longitude", "latitude", "EPSG:4326"),
    ("coordonneexaiot", "coordonneeyaiot", "EPSG:2154"),
    ("x", "y", "EPSG:2154"),
)
"""Columns of places, folded, and their CRS: Lambert-93 where the export has no degrees."""

_NOT_BUILT = r"(?i).*(non construit|en construction|en projet).*"
_NOT_CLASSIFIED = r"(?i)non icpe.*"
_NEVER_POLLUTED = N_("Installations left out, since they are not classified or not yet built: {count}.")


def read_sectors(table: Table) -> Extract:
    """
    Return the soil information sectors.

    Parameters
    ----------
    table
        Sectors with folded names.
    """
    found = placed(table.frame, PLACES)
    frame = take(found.frame, SECTOR_COLUMNS)
    described = frame.assign(register=Register.SIS.value, name=texts(frame["name"]).fillna(texts(frame["address"])))
    return _finished(described, found.notes)


def read_former_sites(table: Table) -> Extract:
    """
    Return the former industrial sites and those that the administration follows.

    A site is of CASIAS where it has an identifier of CASIAS, else it is an instruction; a list named after one of the
    two holds that one only.

    Parameters
    ----------
    table
        Sites with folded names.
    """
    found = placed(table.frame, PLACES)
    frame = take(found.frame, FORMER_SITE_COLUMNS)
    casias, ssp = texts(frame["casias_id"]), texts(frame["ssp_id"])
    by_row = casias.notna().map({True: Register.CASIAS.value, False: Register.BASOL.value})
    register = {"casias": Register.CASIAS.value, "instructions": Register.BASOL.value}.get(table.name, by_row)
    ids = casias.fillna(ssp) if table.name != "instructions" else ssp.fillna(casias)
    return _finished(frame.assign(register=register, pollution_id=ids), found.notes)


def read_installations(table: Table) -> Extract:
    """
    Return the classified installations, in service or closed: both leave something in the soil.

    Those that are not built yet, or that are no longer classified as such (« Non ICPE »), are left out and told.

    Parameters
    ----------
    table
        Installations with folded names.
    """
    found = placed(table.frame, PLACES)
    frame = take(found.frame, INSTALLATION_COLUMNS)
    harmless = _matches(frame["state"], _NOT_BUILT) | _matches(frame["regime"], _NOT_CLASSIFIED)
    kept = frame.loc[~harmless].reset_index(drop=True)
    told = (Message(_NEVER_POLLUTED, {"count": int(harmless.sum())}),) if harmless.any() else ()
    ids = texts(kept["pollution_id"]).str.removesuffix(".0")
    return _finished(kept.assign(register=Register.ICPE.value, pollution_id=ids), (*found.notes, *told))


def read_ademe_sites(table: Table) -> Extract:
    """
    Return the polluted sites whose owner cannot be found or cannot pay, in the care of the ADEME.

    Parameters
    ----------
    table
        Sites with folded names; those without a place are already left out.
    """
    frame = take(table.frame, ADEME_COLUMNS)
    return _finished(frame.assign(register=Register.ADEME.value), ())


def _matches(values: pd.Series, pattern: str) -> pd.Series:
    return texts(values).str.fullmatch(pattern).fillna(value=False).astype(bool)


def _finished(frame: pd.DataFrame, notes: Sequence[Message]) -> Extract:
    url = frame.get("url", pd.Series(index=frame.index, dtype="str"))
    described = frame.assign(
        pollution_id=texts(frame["pollution_id"]),
        name=texts(frame["name"]),
        state=texts(frame["state"]),
        url=addresses(url),
    )
    named = well_formed(described, "pollution_id", ".+")
    return Extract(named.frame, (*notes, *named.notes))


SOURCES = (
    Source(
        role=Role.POLLUTION,
        dataset=SECTORS,
        signature=frozenset({"id_sis", "code_insee"}),
        read=read_sectors,
        places_in_text=True,
        updated="date_maj",
    ),
    Source(
        role=Role.POLLUTION,
        dataset=FORMER_SITES,
        signature=frozenset({"identifiant_ssp", "nom_etablissement"}),
        read=read_former_sites,
        places_in_text=True,
        updated="date_maj",
    ),
    Source(
        role=Role.POLLUTION,
        dataset=INSTALLATIONS,
        signature=frozenset({"codeaiot", "raisonsociale", "etatactivite"}),
        read=read_installations,
        places_in_text=True,
        updated="date_maj",
    ),
    Source(
        role=Role.POLLUTION,
        dataset=INSTALLATIONS,
        signature=frozenset({"code_aiot", "nom_ets", "lib_regime"}),
        read=read_installations,
        places_in_text=True,
    ),
    Source(
        role=Role.POLLUTION,
        dataset=INSTALLATIONS,
        signature=frozenset({"code_s3ic", "nom_ets", "lib_regime"}),
        read=read_installations,
        places_in_text=True,
    ),
    Source(
        role=Role.POLLUTION,
        dataset=ADEME_SITES,
        signature=frozenset({"nom_site", "code_insee", "etat_operation"}),
        read=read_ademe_sites,
    ),
)
