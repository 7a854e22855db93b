"""What the ground holds: registers of polluted land, a map of soils, analyses, and what people saw on the spot."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from shapely import MultiPolygon, Point, box
from shapely.geometry.base import BaseGeometry

from data.generator.blueprint import AULNES, SAINT_FIACRE, VALMARTIN, Commune, Use
from data.generator.fallow import Fallow
from data.generator.law import plots
from data.generator.official import Feature, degrees, feature_collection, plain
from data.generator.plane import GRID_M
from data.generator.society import degrees_of
from data.generator.town import Town

_DAY = "2025-09-18"
_SOILS = (
    ("Alluvions de la vallée", "limon argileux", 7.6, 110, 0.0, 0.34),
    ("Limons du coteau", "limoneux", 6.9, 75, 0.34, 0.72),
    ("Sables et meulières du plateau", "limon sableux", 6.2, 45, 0.72, 1.0),
)
"""Soils of Valmartin from the river up: name, texture, pH, depth [cm], from and to which share of the hillside."""


def former_sites_file(town: Town) -> bytes:
    """Return the former industrial sites as a page of the service of Géorisques (CASIAS)."""
    names = ("Garage de la Vallée", "Teinturerie du Val", "Imprimerie Nouvelle", "Dépôt d’hydrocarbures", "Serrurerie")
    rows = []
    for rank, (place, commune) in enumerate(_industrial(town)):
        longitude, latitude = degrees_of(place)
        rows.append(
            {
                "identifiant_ssp": f"SSP{4_000_000 + rank}",
                "identifiant_casias": f"IDF{9_200_000 + rank}",
                "nom_etablissement": f"{names[rank % len(names)]} {rank + 1}",
                "adresse": "Rue de l’Industrie",
                "statut": "En arrêt",
                "code_insee": commune.code,
                "nom_commune": commune.name,
                "geom": {"type": "Point", "coordinates": [longitude, latitude]},
                "date_maj": _DAY,
            }
        )
    return _page(rows)


def _industrial(town: Town) -> Iterable[tuple[Point, Commune]]:
    """Yield one place out of three in the industrial quarters, and one beside a fallow plot of Les Aulnes."""
    lots = [i for i, lot in enumerate(town.lots) if lot.use is Use.INDUSTRY]
    for i in lots[::3]:
        yield town.lots[i].polygon.representative_point(), town.commune_of(i)
    beside = town.lots[plots(town, AULNES)[0].lots[0]].polygon
    yield Point(beside.bounds[2] + 30, beside.centroid.y), AULNES


def sectors_file(town: Town) -> bytes:
    """Return the soil information sector of Valmartin (SIS): a fallow plot that was a dry cleaner’s."""
    plot = plots(town, VALMARTIN)[3]
    [shape] = degrees([MultiPolygon([town.lots[plot.lots[0]].polygon])])
    row = {
        "id_sis": "92SIS09901",
        "nom": "Ancien pressing des Acacias",
        "adresse": "Rue des Acacias",
        "code_insee": VALMARTIN.code,
        "nom_commune": VALMARTIN.name,
        "statut_classification": "SIS",
        "superficie": round(town.lots[plot.lots[0]].polygon.area),
        "geom": shape,
        "date_maj": _DAY,
    }
    return _page([row])


def _page(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return plain({"results": len(rows), "page": 1, "total_pages": 1, "next": None, "data": list(rows)})


def soils_file(town: Town) -> bytes:
    """Return the map of soils of Valmartin; the other communes are not mapped."""
    faces = [block.face for block in town.blocks if block.commune is VALMARTIN]
    land = shapely.union_all(faces, grid_size=GRID_M)
    west, south, east, north = land.bounds
    bands = [
        box(west - 9, south + (north - south) * low, east + 9, south + (north - south) * high)
        for *_, low, high in _SOILS
    ]
    shapes = degrees([shapely.intersection(land, band, grid_size=GRID_M) for band in bands])
    features: list[Feature] = [
        {
            "type": "Feature",
            "properties": {
                "no_ucs": rank,
                "nom_ucs": name,
                "texture": texture,
                "ph": ph,
                "profondeur_cm": depth,
            },
            "geometry": shape,
        }
        for rank, ((name, texture, ph, depth, *_), shape) in enumerate(zip(_SOILS, shapes, strict=True), start=1)
    ]
    return plain(feature_collection(features, name="rrp_val_fiacre"))


def samples_file(town: Town) -> bytes:
    """Return three analyses: a sound soil in the story’s garden, lead on two other plots."""
    garden = Fallow(town.garden)
    lead = (plots(town, VALMARTIN)[4], plots(town, SAINT_FIACRE)[0])
    rows = [
        ("VM-1", garden, "62", "0,31", "24", "98", "21", "40", "7,1", "limoneux", "60", ""),
        ("VM-2", lead[0], "210", "0,8", "61", "240", "28", "47", "7,4", "limoneux", "50", "28"),
        ("SF-1", lead[1], "415", "1,1", "95", "390", "31", "55", "6,6", "limon sableux", "40", "35"),
    ]
    header = [
        "echantillon", "parcelle", "date", "laboratoire", "plomb_mg_kg", "cadmium_mg_kg", "cuivre_mg_kg", "zinc_mg_kg",
        "nickel_mg_kg", "chrome_mg_kg", "ph", "texture", "profondeur_cm", "plomb_bioaccessible_pct",
    ]  # fmt: skip
    return _table(
        header,
        [
            (name, town.numbers[site.lots[0]], "2026-03-17", "Laboratoire fictif du Val", *values)
            for name, site, *values in rows
        ],
    )


def checks_file(town: Town) -> bytes:
    """Return what the town’s people saw: the garden is fallow for sure, a plot is not, one is promised for long."""
    single = plots(town, VALMARTIN)
    seen: list[tuple[Fallow, str, str, str, str]] = [
        (Fallow(town.garden), "friche", "oui", "vu", "Ronces, aucun usage constaté"),
        (Fallow(town.garden), "années garanties", "9", "entendu", "Service foncier, convention à étendre"),
        (Fallow(town.garden), "distance à l'eau (m)", "12", "mesuré", "Bouche de lavage en face"),
        (_story(town, "second"), "années garanties", "3", "entendu", "Projet de voirie après cette date"),
        (_story(town, "third"), "friche", "oui", "vu", ""),
        (single[5], "friche", "non", "vu", "Potager d’un riverain"),
        (single[6], "accès", "non", "vu", "Portail commun avec une copropriété, refus"),
    ]
    rows = [
        (town.numbers[lot], subject, value, "2026-04-09", "Service urbanisme (fictif)", sureness, remark)
        for site, subject, value, sureness, remark in seen
        for lot in site.lots
    ]
    return _table(["objet", "sujet", "valeur", "date", "auteur", "certitude", "remarque"], rows)


def _story(town: Town, name: str) -> Fallow:
    return next((site for site in town.fallow if site.story == name), Fallow(()))


def permits_file(town: Town) -> bytes:
    """Return two permits on fallow plots, one under way, one finished, in the columns of Sit@del2."""
    header = [
        "REG_CODE", "COMM", "TYPE_DAU", "NUM_DAU", "ETAT_DAU", "DATE_REELLE_AUTORISATION", "DATE_REELLE_DOC",
        "DATE_REELLE_DAACT", "SEC_CADASTRE1", "NUM_CADASTRE1", "SEC_CADASTRE2", "NUM_CADASTRE2", "SEC_CADASTRE3",
        "NUM_CADASTRE3",
    ]  # fmt: skip
    asked = (
        (plots(town, VALMARTIN)[7], "2", "2025-02-11", ""),
        (plots(town, AULNES)[1], "6", "2021-05-04", "2023-09-30"),
    )
    rows = []
    for rank, (site, state, granted, finished) in enumerate(asked):
        number = town.numbers[site.lots[0]]
        permit = f"0{number[:5]}25{rank + 1:05d}"
        parcel = (number[8:10].lstrip("0"), str(int(number[10:])), "", "", "", "")
        rows.append(("11", number[:5], "PC", permit, state, granted, "", finished, *parcel))
    return _table(header, rows)


def flood_file(areas: Mapping[str, BaseGeometry]) -> bytes:
    """Return the zones of the flood plan in the columns of COVADIS; `areas` holds the red land and the blue."""
    kinds = (("red", "R", "03", "Zone rouge"), ("blue", "B", "02", "Zone bleue"))
    shapes = degrees([areas[name] for name, *_ in kinds])
    features: list[Feature] = [
        {
            "type": "Feature",
            "properties": {
                "id_zone": f"92PPRI-{rank}",
                "id_gaspar": "92DDT20100001",
                "nom": f"{label} du PPRI du Val-Fiacre (inondation)",
                "codezone": code,
                "typereg": rule,
            },
            "geometry": shape,
        }
        for rank, ((_, code, rule, label), shape) in enumerate(zip(kinds, shapes, strict=True), start=1)
    ]
    return plain(feature_collection(features, name="n_zone_reg_pprn_20100001_s_092"))


def nature_file(wet: BaseGeometry) -> bytes:
    """Return the wetland of the wood as a regional reserve, in the columns of the INPN."""
    [shape] = degrees([wet])
    row = {
        "id_mnhn": "FR9300999",
        "nom_site": "Mare et aulnaie de la Garenne",
        "code_r_enp": "RNR",
        "url_fiche": "https://inpn.mnhn.fr/espace/protege/FR9300999",
    }
    return plain(feature_collection([{"type": "Feature", "properties": row, "geometry": shape}], name="rnr"))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
