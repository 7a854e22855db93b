"""BD TOPO of the IGN: buildings, streets and communes, in its third and second editions.

The third edition has two sets of names for the same columns: upper case and cut to ten letters in Shapefiles,
long and lower case in GeoPackages and web services.
"""

from types import MappingProxyType

from geo.models import Role
from geo.sources._files import Table
from geo.sources.source import (
    Dataset,
    Extract,
    Source,
    numbers,
    positive,
    take,
    texts,
    true,
    well_formed,
    without_repeats,
)
from geo.sources.streetnames import readable

BDTOPO = Dataset(
    publisher="IGN",
    name="BD TOPO",
    licence="Licence Ouverte 2.0",
    attribution="© IGN – BD TOPO",
    url="https://geoservices.ign.fr/bdtopo",
)
COMMUNE_ID = r"[0-9][0-9AB][0-9]{3}"
NOT_KNOWN = frozenset({"NC", "NR", "Sans objet"})
_MOTORWAYS = frozenset({"Type autoroutier", "Autoroute", "Quasi-autoroute", "Bretelle"})
"""Natures of the third and second editions that nobody walks along."""

BUILDING_COLUMNS = MappingProxyType(
    {
        "cleabs": "building_id",
        "ID": "building_id",
        "hauteur": "height_m",
        "nombre_d_etages": "storeys",
        "NB_ETAGES": "storeys",
        "nombre_de_logements": "dwellings",
        "NB_LOGTS": "dwellings",
        "usage_1": "use",
        "USAGE1": "use",
        "NATURE": "use",
        "construction_legere": "light",
        "LEGER": "light",
    }
)
STREET_COLUMNS = MappingProxyType(
    {
        "cleabs": "street_id",
        "ID": "street_id",
        "nom_voie_ban_gauche": "name",
        "nom_voie_ban_droite": "name",
        "NOM_BAN_G": "name",
        "NOM_BAN_D": "name",
        "nom_collaboratif_gauche": "name",
        "nom_collaboratif_droite": "name",
        "nom_1_gauche": "name",
        "nom_1_droite": "name",
        "NOM_COLL_G": "name",
        "NOM_COLL_D": "name",
        "NOM_1_G": "name",
        "NOM_1_D": "name",
        "NOM_VOIE_G": "name",
        "NOM_VOIE_D": "name",
        "importance": "importance",
        "nature": "nature",
        "NATURE": "nature",
        "largeur_de_chaussee": "width_m",
        "LARGEUR": "width_m",
    }
)
COMMUNE_COLUMNS = MappingProxyType(
    {
        "code_insee": "commune",
        "INSEE_COM": "commune",
        "nom_officiel": "name",
        "NOM": "name",
        "population": "population",
    }
)


def read_buildings(table: Table) -> Extract:
    """
    Return the buildings of any edition; a height of 0 is an unknown height.

    Parameters
    ----------
    table
        Layer `BATIMENT` or `BATI_…` with folded names. `hauteur` in metres.
    """
    frame = take(table.frame, BUILDING_COLUMNS)
    described = frame.assign(
        height_m=positive(frame["height_m"]),
        storeys=positive(frame["storeys"]),
        dwellings=numbers(frame["dwellings"]),
        use=texts(frame["use"]),
        light=true(frame["light"]),
    )
    return without_repeats(described, "building_id")


def read_streets(table: Table) -> Extract:
    """
    Return the streets of any edition; a width of 0 is an unknown width.

    Parameters
    ----------
    table
        Layer `TRONCON_DE_ROUTE` or `ROUTE` with folded names. Width of the roadway in metres.
    """
    frame = take(table.frame, STREET_COLUMNS)
    described = frame.assign(
        name=readable(texts(frame["name"], unknown=NOT_KNOWN)),
        importance=texts(frame["importance"], unknown=NOT_KNOWN),
        width_m=positive(frame["width_m"]),
        walkable=~texts(frame["nature"]).isin(_MOTORWAYS),
    )
    return without_repeats(described, "street_id")


def read_communes(table: Table) -> Extract:
    """
    Return the outlines of communes, as BD TOPO and Admin Express both write them.

    Parameters
    ----------
    table
        Layer `COMMUNE` with folded names.
    """
    frame = take(table.frame, COMMUNE_COLUMNS)
    formed = well_formed(frame.assign(population=numbers(frame["population"])), "commune", COMMUNE_ID)
    once = without_repeats(formed.frame, "commune")
    return Extract(once.frame, formed.notes + once.notes)


SOURCES = (
    Source(
        role=Role.BUILDINGS,
        dataset=BDTOPO,
        signature=frozenset({"id", "nature", "usage1", "leger", "hauteur"}),
        read=read_buildings,
        updated="date_maj",
    ),
    Source(
        role=Role.BUILDINGS,
        dataset=BDTOPO,
        signature=frozenset({"cleabs", "nature", "usage_1", "construction_legere", "hauteur"}),
        read=read_buildings,
        updated="date_modification",
    ),
    Source(
        role=Role.BUILDINGS,
        dataset=BDTOPO,
        signature=frozenset({"id", "origin_bat", "hauteur", "z_min", "z_max"}),
        read=read_buildings,
    ),
    Source(
        role=Role.STREETS,
        dataset=BDTOPO,
        signature=frozenset({"id", "nature", "importance", "largeur", "nb_voies"}),
        read=read_streets,
        updated="date_maj",
    ),
    Source(
        role=Role.STREETS,
        dataset=BDTOPO,
        signature=frozenset({"cleabs", "nature", "importance", "largeur_de_chaussee"}),
        read=read_streets,
        updated="date_modification",
    ),
    Source(
        role=Role.COMMUNES,
        dataset=BDTOPO,
        signature=frozenset({"id", "insee_com", "nom", "code_post"}),
        # Fixtures and users join the columns of the commune to other layers: only those have a nature.
        without=frozenset({"nature"}),
        read=read_communes,
        updated="date_maj",
    ),
    Source(
        role=Role.COMMUNES,
        dataset=BDTOPO,
        signature=frozenset({"cleabs", "code_insee", "nom_officiel", "code_postal"}),
        without=frozenset({"nature"}),
        read=read_communes,
        updated="date_modification",
    ),
)
