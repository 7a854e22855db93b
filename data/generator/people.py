"""Names: streets, owners, the inventory of fallow land."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from data.generator.blueprint import Commune, Use, Way
from data.generator.buildings import Building
from data.generator.fallow import Fallow
from data.generator.parcels import Lot
from data.generator.streets import Block, Street

_NAMES = (
    "des Lilas", "du Docteur-Roux", "des Acacias", "Émile-Zola", "de la Fontaine", "des Glycines", "Marcel-Sembat",
    "des Vignes", "Louise-Michel", "des Cerisiers", "du Clos", "Anatole-France", "des Bleuets", "de la Garenne",
    "Paul-Bert", "des Rosiers", "du Chemin-Vert", "Camille-Desmoulins", "des Noisetiers", "de la Solidarité",
    "Édouard-Vaillant", "des Marronniers", "du Val", "Condorcet", "des Iris", "de la Paix", "Jules-Ferry",
    "des Sorbiers", "des Carrières", "Lavoisier", "des Pommiers", "de Bellevue", "Hoche", "des Sablons", "du Progrès",
    "Berthelot", "des Érables", "de l’Avenir", "Marie-Curie", "des Genêts", "de la Mairie", "Danton", "des Fauvettes",
    "du Lavoir", "Raspail", "des Platanes", "de la Source", "George-Sand", "des Fraisiers", "du Bel-Air", "Arago",
    "des Peupliers", "de la Ferme", "Lakanal", "des Troènes", "des Maraîchers", "Denis-Papin", "des Violettes",
    "du Four", "Kléber", "des Charmes", "des Écoles", "Ampère", "des Myosotis", "de la Butte", "Parmentier",
    "des Mésanges", "du Pressoir", "Voltaire", "des Ormes", "de la Liberté", "Ambroise-Paré", "des Jonquilles",
    "des Châtaigniers", "Diderot",
)  # fmt: skip
_KINDS = {
    Way.STREET: ("Rue", "Allée", "Avenue", "Villa"),
    Way.LANE: ("Rue", "Chemin", "Ruelle", "Allée"),
    Way.FOOTPATH: ("Sente", "Passage", "Sentier"),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """A legal person of the land register, with its DGFiP group (1 State … 9 public body)."""

    group: str
    siren: str
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A site of the national inventory of fallow land."""

    lots: tuple[int, ...]
    name: str
    kind: str
    status: str
    owner_code: str
    owner_text: str
    owner_person: str


LANDLORD = Owner("5", "900000011", "OFFICE PUBLIC DE L HABITAT DU VAL-FIACRE (FICTIF)")
RESIDENCES = Owner("5", "900000029", "RESIDENCES SOLIDAIRES DU VAL (FICTIF)")
LAND_AGENCY = Owner("9", "900000037", "ETABLISSEMENT PUBLIC FONCIER DU VAL (FICTIF)")
RAILWAY = Owner("9", "900000045", "RESEAU FERRE DU VAL (FICTIF)")
FORESTS = Owner("2", "900000052", "REGION, ESPACES NATURELS (FICTIF)")
STATE = Owner("1", "900000060", "ETAT, DOMAINE (FICTIF)")

_FIXED = {Use.ESTATE: LANDLORD, Use.RESIDENCE: RESIDENCES, Use.WOOD: FORESTS, Use.RAILWAY: RAILWAY}
_MUNICIPAL = frozenset({Use.SCHOOL, Use.PARK, Use.SPORT, Use.CEMETERY})


def named(streets: Sequence[Street], rng: np.random.Generator) -> list[Street]:
    """Give a name to the streets that the drawing left without one, each name once."""
    order = rng.permutation(len(_NAMES))
    supplies: dict[Way, Iterator[str]] = {
        way: (f"{kind} {_NAMES[i]}" for kind, i in product(kinds, order)) for way, kinds in _KINDS.items()
    }
    used = {street.name for street in streets}
    result = []
    for street in streets:
        name = street.name or next(name for name in supplies[street.way] if name not in used)
        used.add(name)
        result.append(replace(street, name=name))
    return result


def town_hall(commune: Commune) -> Owner:
    """Return the commune as an owner."""
    return Owner("4", commune.siren, f"COMMUNE DE {commune.name.upper()} (FICTIVE)")


def owners(
    lots: Sequence[Lot], built: Sequence[Sequence[Building]], blocks: Sequence[Block], rng: np.random.Generator
) -> list[Owner | None]:
    """Return the owner of each lot where it is a legal person; individuals are not in the public file."""
    draws = rng.random(len(lots))
    return [
        _owner(lot, blocks[lot.block].commune, draw, number, is_shared=bool(buildings) and buildings[0].dwellings >= 6)
        for number, (lot, buildings, draw) in enumerate(zip(lots, built, draws, strict=True))
    ]


def _owner(lot: Lot, commune: Commune, draw: float, number: int, *, is_shared: bool) -> Owner | None:
    siren = f"91{number:07d}"
    if lot.use in _FIXED:
        return _FIXED[lot.use]
    if lot.use in _MUNICIPAL or (lot.use is Use.ALLOTMENT and draw < 0.5):
        return town_hall(commune)
    if lot.use is Use.INDUSTRY:
        return Owner("0", siren, f"SCI DES ATELIERS {number} (FICTIVE)")
    if is_shared:
        return Owner("7", siren, f"COPROPRIETE {number} (FICTIVE)")
    if lot.vacant:
        return town_hall(commune) if draw < 0.45 else LAND_AGENCY if draw < 0.53 else None
    return Owner("0", siren, f"SCI DU JARDIN {number} (FICTIVE)") if draw < 0.035 else None


def with_story(
    found: Sequence[Owner | None], sites: Sequence[Fallow], lots: Sequence[Lot], blocks: Sequence[Block]
) -> list[Owner | None]:
    """Return the owners once the story's sites belong to their commune and the lawn to the residence's landlord."""
    result = list(found)
    for site in sites:
        for lot in site.lots if site.story else ():
            result[lot] = RESIDENCES if site.story == "lawn" else town_hall(blocks[lots[lot].block].commune)
    return result


_STORY_NAMES = {
    "garden": "Terrains communaux en friche, quartier des Tilleuls",
    "second": "Ancien atelier municipal démoli",
    "third": "Terrain d’angle, ancienne pépinière",
}
_CATEGORIES = {
    "4": ("{P5a}", "{COMMUNE}", "personne morale"),
    "9": ("{F2a}", '{"EPF – ETABLISSEMENT PUBLIC FONCIER D ETAT"}', "personne morale"),
    "0": ("{G1a}", '{"SCI - SOCIETE CIVILE IMMOBILIERE"}', "personne morale"),
    "": ("{X1a}", '{"PERSONNE PHYSIQUE"}', "personne physique"),
}


def listings(
    sites: Sequence[Fallow], lots: Sequence[Lot], found: Sequence[Owner | None], rng: np.random.Generator
) -> list[Listing]:
    """Return the inventory: the story's sites except the lawn, one fallow site out of three, some old workshops."""
    listed = [site for site in sites if site.story in _STORY_NAMES or (not site.story and rng.random() < 0.34)]
    workshops = [i for i, lot in enumerate(lots) if lot.use is Use.INDUSTRY]
    listed += (
        [Fallow((int(i),), "workshop") for i in rng.choice(workshops, 4, replace=False)] if len(workshops) > 3 else []
    )
    return [_listing(site, found, float(rng.random())) for site in listed]


def _listing(site: Fallow, found: Sequence[Owner | None], draw: float) -> Listing:
    owner = found[site.lots[0]]
    code, text, person = _CATEGORIES.get(owner.group if owner else "", _CATEGORIES["0"])
    status = "friche sans projet" if site.story in _STORY_NAMES or draw < 0.5 else "friche potentielle"
    if site.story == "workshop":
        status = "friche avec projet" if draw < 0.5 else "friche potentielle"
    kind = "friche industrielle" if site.story == "workshop" else "friche d'habitat" if draw < 0.6 else "inconnu"
    default = "Ancien atelier" if site.story == "workshop" else "Terrain en friche"
    return Listing(site.lots, _STORY_NAMES.get(site.story, default), kind, status, code, text, person)
