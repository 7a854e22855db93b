"""Official formats: the columns, names and encodings of each publisher, over a town's own tables."""

import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from data.generator.blueprint import Commune, Use
from data.generator.buildings import Building
from data.generator.fallow import GARDEN_M2
from data.generator.people import Listing, Owner
from data.generator.plane import GRID_M
from data.generator.town import Town, commune_outlines

Feature = dict[str, Any]

DEGREES = 7
"""Decimals of the coordinates in degrees: about one centimetre, as Etalab publishes."""

CARTOFRICHES = (
    "pk", "site_id", "id_from_file", "site_nom", "site_type", "site_adresse", "site_identif_date", "site_actu_date",
    "site_occupation", "site_url", "site_ademe_url", "site_securite", "site_statut", "site_surface",
    "site_reconv_type", "site_projet_etude", "site_projet", "site_numero_basias", "site_numero_basol",
    "activite_libelle", "activite_code", "activite_fin_annee", "comm_nom", "comm_insee", "dep", "bati_type",
    "bati_nombre", "bati_surface", "bati_pollution", "bati_vacance", "bati_patrimoine", "bati_etat",
    "local_ancienne_annee", "local_recent_annee", "date_mutation", "proprio_type", "proprio_personne",
    "sol_pollution_annee", "sol_pollution_existe", "sol_pollution_origine", "sol_pollution_commentaire",
    "sol_depollution_fiche", "l_idtup", "unite_fonciere_surface", "l_idpar", "l_catpro3txt", "urba_zone_type",
    "urba_zone_lib", "urba_zone_formdomi", "urba_doc_type", "desserte_distance_route",
    "desserte_distance_ferroviaire", "urba_datappro", "desserte_distance_fluvial", "desserte_distance_maritime",
    "desserte_commentaire", "producteur_fk", "source_nom", "source_producteur", "nature", "date_creation",
    "source_contact", "source_url", "commentaire", "nom_prodcartofriches", "source_r", "is_observatoire", "is_user",
    "is_mte_pv", "is_aap", "is_ademe", "is_mte", "is_mte_non_expertise", "checked", "urba_zone_formdomi_txt",
)  # fmt: skip
"""Columns of the Cartofriches export, in its order."""

_NOT_TOLD = (
    "site_occupation", "site_securite", "bati_type", "bati_pollution", "bati_vacance", "bati_patrimoine", "bati_etat",
    "sol_pollution_existe", "sol_pollution_origine",
)  # fmt: skip
_SAME_FOR_ALL = {
    "site_identif_date": "2024-10-10", "site_actu_date": "2025-03-18", "urba_zone_type": "U",
    "urba_zone_lib": "UE - UE",
    "urba_zone_formdomi": "01", "urba_doc_type": "PLU", "urba_datappro": "06/2023", "producteur_fk": 15.0,
    "source_nom": "Inventaire fictif", "source_producteur": "Jachère", "nature": "retour utilisateur",
    "date_creation": "2024-01-01", "nom_prodcartofriches": "Inventaire fictif", "source_r": "Jachère", "checked": 1.0,
    "urba_zone_formdomi_txt": "Habitat",
}  # fmt: skip

OWNER_COLUMNS = (
    "Département (Champ géographique)", "Code Direction (Champ géographique)", "Code Commune (Champ géographique)",
    "Nom Commune (Champ géographique)", "Préfixe (Références cadastrales)", "Section (Références cadastrales)",
    "N° plan (Références cadastrales)", "N° de voirie (Adresse parcelle)", "Indice de répétition (Adresse parcelle)",
    "Code voie MAJIC (Adresse parcelle)", "Code voie rivoli (Adresse parcelle)", "Nature voie (Adresse parcelle)",
    "Nom voie (Adresse parcelle)", "Contenance (Caractéristiques parcelle)", "SUF (Evaluation SUF)",
    "Nature culture (Evaluation SUF)", "Contenance (Evaluation SUF)", "Code droit (Propriétaire(s) parcelle)",
    "N° MAJIC (Propriétaire(s) parcelle)", "N° SIREN (Propriétaire(s) parcelle)",
    "Groupe personne (Propriétaire(s) parcelle)", "Forme juridique (Propriétaire(s) parcelle)",
    "Forme juridique abrégée (Propriétaire(s) parcelle)", "Dénomination (Propriétaire(s) parcelle)",
)  # fmt: skip
"""Columns of the DGFiP file of parcels that belong to legal persons."""


def parcels_file(town: Town, commune: Commune) -> bytes:
    """Return the Etalab file of a commune's parcels: GeoJSON in degrees, compressed."""
    rows = [i for i in range(len(town.lots)) if town.commune_of(i) is commune]
    shapes = degrees([town.lots[i].polygon for i in rows])
    features = [_parcel(town, i, shape) for i, shape in zip(rows, shapes, strict=True)]
    return compressed(feature_collection(features))


def _parcel(town: Town, lot: int, shape: Mapping[str, Any]) -> Feature:
    identifier = town.numbers[lot]
    properties: dict[str, Any] = {
        "id": identifier,
        "commune": identifier[:5],
        "prefixe": identifier[5:8],
        "section": identifier[8:10].lstrip("0"),
        "numero": str(int(identifier[10:])),
        "contenance": _registered_area(town, lot),
        "arpente": lot % 23 == 0,
        "created": f"{1998 + lot % 19}-{1 + lot % 12:02d}-{1 + lot % 28:02d}",
        "updated": f"{2018 + lot % 7}-{1 + lot % 11:02d}-{1 + lot % 27:02d}",
    }
    # One parcel in three hundred has no registered area, as in the official files.
    if lot % 307 == 300:
        del properties["contenance"]
    return {"type": "Feature", "id": identifier, "geometry": shape, "properties": properties}


def _registered_area(town: Town, lot: int) -> int:
    """Return the registered area, a little off the drawn one except for the surveyed plots. [m²]"""
    if lot in town.garden:
        return round(GARDEN_M2[town.garden.index(lot)])
    drawn = float(town.lots[lot].polygon.area)
    return round(drawn * (1 + 0.015 * math.sin(lot * 1.7)))


def buildings_file(town: Town, commune: Commune) -> bytes:
    """Return the Etalab file of a commune's buildings: type 01 lasting, 02 light."""
    built = [b for i, row in enumerate(town.built) if town.commune_of(i) is commune for b in row]
    features: list[Feature] = []
    for number, (building, shape) in enumerate(zip(built, degrees([b.footprint for b in built]), strict=True)):
        dates = {"created": f"{2002 + number % 17}-{1 + number % 12:02d}-14", "updated": f"{2018 + number % 7}-06-11"}
        properties = {"type": "02" if building.light else "01", "nom": None, "commune": commune.code, **dates}
        geometry = {"type": "MultiPolygon", "coordinates": [shape["coordinates"]]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return compressed(feature_collection(features))


def fallow_file(town: Town) -> bytes:
    """Return the inventory of fallow land in the columns of Cartofriches, one point a site."""
    places = [shapely.union_all([town.lots[i].polygon for i in row.lots], grid_size=GRID_M) for row in town.listings]
    points = degrees([place.point_on_surface() for place in places])
    features = [
        {"type": "Feature", "properties": _fallow_row(town, row, number, place.area), "geometry": point}
        for number, (row, place, point) in enumerate(zip(town.listings, places, points, strict=True))
    ]
    return plain(feature_collection(features, name="cartofriches_val_fiacre"))


def _fallow_row(town: Town, row: Listing, number: int, area: float) -> dict[str, Any]:
    commune = town.commune_of(row.lots[0])
    parcels = "{" + ",".join(town.numbers[i] for i in row.lots) + "}"
    pk = 70_001 + number
    known: dict[str, Any] = {
        **dict.fromkeys(_NOT_TOLD, "inconnu"),
        **_SAME_FOR_ALL,
        "pk": float(pk),
        "site_id": f"{commune.code}_{pk}",
        "id_from_file": f"VF{pk}",
        "site_nom": row.name,
        "site_type": row.kind,
        "site_statut": row.status,
        "site_surface": round(area, 2),
        "comm_nom": commune.name.upper(),
        "comm_insee": commune.code,
        "dep": commune.code[:2],
        "bati_nombre": float(sum(len(town.built[i]) for i in row.lots)),
        "proprio_type": row.owner_code,
        "proprio_personne": row.owner_person,
        "l_idtup": "{" + town.numbers[row.lots[0]] + "}",
        "unite_fonciere_surface": round(area, 2),
        "l_idpar": parcels,
        "l_catpro3txt": row.owner_text,
    }
    known |= dict.fromkeys((name for name in CARTOFRICHES if name.startswith("is_")), 0.0)
    return {name: known.get(name) for name in CARTOFRICHES}


def neighbourhoods_file(town: Town) -> bytes:
    """Return the priority neighbourhoods in the columns of the ANCT's 2024 file."""
    rows = town.neighbourhoods
    features = []
    for row, shape in zip(rows, degrees([row.outline for row in rows]), strict=True):
        place = {"insee_reg": "11", "lib_reg": "Île-de-France", "insee_dep": "92", "lib_dep": "Hauts-de-Seine"}
        town_ = {"insee_com": row.commune.code, "lib_com": row.commune.name, "siren_epci": "200000929"}
        geometry = {"type": "MultiPolygon", "coordinates": [shape["coordinates"]]}
        features.append(
            {
                "type": "Feature",
                "properties": {"code_qp": row.code, "lib_qp": row.name, **place, **town_},
                "geometry": geometry,
            }
        )
    return plain(feature_collection(features, name="qp2024_val_fiacre"))


def communes_file(town: Town) -> bytes:
    """Return the communes' outlines with the municipal population."""
    rows = commune_outlines(town)
    features = [
        {
            "type": "Feature",
            "properties": {"code": commune.code, "nom": commune.name, "population_municipale": commune.population},
            "geometry": shape,
        }
        for (commune, _), shape in zip(rows, degrees([row[1] for row in rows]), strict=True)
    ]
    return plain(feature_collection(features, name="communes_val_fiacre"))


def owners_file(town: Town) -> bytes:
    """Return the parcels of legal persons, in the DGFiP's columns, UTF-8 with semicolons."""
    lines = [";".join(OWNER_COLUMNS)]
    for lot, owner in enumerate(town.owners):
        if owner is None:
            continue
        lines.append(";".join(_owner_row(town, lot, owner)))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _owner_row(town: Town, lot: int, owner: Owner) -> tuple[str, ...]:
    commune, number, area = town.commune_of(lot), town.numbers[lot], str(_registered_area(town, lot))
    culture = "BT" if town.lots[lot].use is Use.WOOD else "S" if town.built[lot] else "J"
    place = (commune.code[:2], f"{commune.code[:2]}0", commune.code[2:], commune.name.upper(), "")
    parcel = (number[8:10].lstrip("0"), str(int(number[10:])), *[""] * 6, area, "A", culture, area)
    return (*place, *parcel, "P", f"PBX{lot:05d}", owner.siren, owner.group, "", "", owner.name)


def degrees(shapes: Iterable[BaseGeometry]) -> list[dict[str, Any]]:
    """Return Lambert-93 geometries as GeoJSON objects in degrees, rounded as Etalab does."""
    project = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    listed = list(shapes)
    moved = shapely.transform(listed, lambda p: np.column_stack(project.transform(p[:, 0], p[:, 1])).round(DEGREES))
    return [shapely.geometry.mapping(shape) for shape in moved]


def feature_collection(features: Sequence[Feature], *, name: str = "") -> dict[str, Any]:
    """Return a GeoJSON document, named as GDAL names its own."""
    head = {"type": "FeatureCollection"} | ({"name": name} if name else {})
    return {**head, "features": list(features)}


def plain(document: Mapping[str, Any]) -> bytes:
    """Return a JSON document in UTF-8."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def compressed(document: Mapping[str, Any]) -> bytes:
    """Return a gzipped JSON document whose bytes depend on nothing but the document."""
    return gzip.compress(plain(document), compresslevel=9, mtime=0)


def all_buildings(town: Town) -> list[Building]:
    """Return the buildings in the order of their lots."""
    return [building for row in town.built for building in row]
