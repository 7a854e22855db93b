"""What the law says of the land: the local plan, heritage, protected nature, floods, permits.

Two communes have a local plan in the CNIG standard; the third has not published one, as many have not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.generator.blueprint import AULNES, VALMARTIN, Commune, Use
from data.generator.fallow import Fallow
from data.generator.official import Feature, degrees, feature_collection, plain
from data.generator.plane import GRID_M, polygons
from data.generator.relief import bend
from data.generator.town import Town

ZONES: Mapping[str, tuple[str, str, frozenset[Use]]] = {
    "UA": ("U", "Zone urbaine de centre ancien", frozenset({Use.VILLAGE, Use.COMMERCE})),
    "UC": ("U", "Zone urbaine d’habitat collectif", frozenset({Use.ESTATE, Use.RESIDENCE})),
    "UE": ("U", "Zone urbaine pavillonnaire", frozenset({Use.PAVILION, Use.SUBDIVISION, Use.VILLA})),
    "UF": ("U", "Zone urbaine d’équipements", frozenset({Use.SCHOOL, Use.SPORT, Use.CEMETERY, Use.RAILWAY})),
    "UI": ("U", "Zone urbaine d’activités", frozenset({Use.INDUSTRY})),
    "N": ("N", "Zone naturelle et forestière", frozenset({Use.PARK, Use.WOOD})),
    "Nj": ("N", "Secteur de jardins familiaux et partagés", frozenset({Use.ALLOTMENT})),
}
"""Zones of the local plan: type, name, the uses of the blocks that it covers."""

_FUTURE = ("1AU", "AUc", "Zone à urbaniser, quartier de la Plaine")
_CHURCH = (556.0, 842.0)
_PERIMETER_M = 250.0
_PLAN_DAY = "20230622"
_SHORE = ((-200.0, -120.0), (2600.0, -120.0), (2600.0, 44.0), (1500.0, 96.0), (900.0, 58.0), (-200.0, 92.0))
_RIVER = ((-200.0, -120.0), (2600.0, -120.0), (2600.0, -20.0), (1500.0, 40.0), (900.0, 6.0), (-200.0, 30.0))


def zones_file(town: Town) -> bytes:
    """Return the zones of the local plans of two communes, with the names of the Géoportail de l’urbanisme."""
    rows = [row for commune in (VALMARTIN, AULNES) for row in _zones(town, commune)]
    shapes = degrees([shape for *_, shape in rows])
    features = [
        _feature(
            {
                **_plan(commune),
                "libelle": label,
                "libelong": name,
                "typezone": kind,
                "destdomi": "01",
                "nomfic": f"{commune.code}_reglement_{_PLAN_DAY}.pdf",
                "urlfic": "",
            },
            shape,
        )
        for (commune, label, kind, name, _), shape in zip(rows, shapes, strict=True)
    ]
    return plain(feature_collection(features, name="zone_urba"))


def _zones(town: Town, commune: Commune) -> list[tuple[Commune, str, str, str, BaseGeometry]]:
    future = _future_block(town) if commune is AULNES else -1
    rows = []
    for label, (kind, name, uses) in ZONES.items():
        faces = [b.face for i, b in enumerate(town.blocks) if b.commune is commune and b.use in uses and i != future]
        if faces:
            rows.append((commune, label, kind, name, shapely.union_all(faces, grid_size=GRID_M)))
    if future >= 0:
        rows.append((commune, *_FUTURE, town.blocks[future].face))
    return rows


def _future_block(town: Town) -> int:
    """Return the block of Les Aulnes that the plan keeps for houses: the one with most fallow land."""
    free: dict[int, float] = {}
    for site in town.fallow:
        lot = town.lots[site.lots[0]]
        if not site.story and town.commune_of(site.lots[0]) is AULNES:
            free[lot.block] = free.get(lot.block, 0.0) + sum(town.lots[i].polygon.area for i in site.lots)
    return max(free, key=lambda block: (free[block], block), default=-1)


def prescriptions_file(town: Town) -> bytes:
    """Return the prescriptions: protected woodland (01), reserved land (05), cultivated land to keep (08)."""
    rows = [("01", "00", "Espace boisé classé", commune, shape) for commune, shape in _woodland(town)]
    rows += [("05", "00", "Emplacement réservé : élargissement de voirie", *_whole(town, _reserved(town)))]
    rows += [
        ("08", "00", "Terrains cultivés à protéger (L151-23)", block.commune, block.land)
        for block in town.blocks
        if block.use is Use.ALLOTMENT
    ]
    shapes = degrees([MultiPolygon(polygons(shape)) for *_, shape in rows])
    features = [
        _feature({**_plan(commune), "libelle": label, "txt": "", "typepsc": kind, "stypepsc": under}, shape)
        for (kind, under, label, commune, _), shape in zip(rows, shapes, strict=True)
    ]
    return plain(feature_collection(features, name="prescription_surf"))


def _woodland(town: Town) -> list[tuple[Commune, BaseGeometry]]:
    woods = [(b.commune, b.land) for b in town.blocks if b.use is Use.WOOD]
    wooded = plots(town, VALMARTIN)[1]
    commune, ground = _whole(town, wooded)
    west, south, east, north = ground.bounds
    half = Polygon([(west, south), (east, south), (east, (south + north) / 2), (west, (south + north) / 2)])
    return [*woods, (commune, ground.intersection(half))]


def _reserved(town: Town) -> Fallow:
    return plots(town, VALMARTIN)[2]


def heritage_file(town: Town) -> bytes:
    """Return the surroundings of Valmartin's church, in the columns of the easements (CNIG SUP)."""
    church = bend(Point(_CHURCH), town.relief).centroid
    row = {
        "idass": "AC1-VF-1-1",
        "idgen": "AC1-VF-1",
        "nomass": "Église Saint-Fiacre de Valmartin",
        "typeass": "Périmètre des abords",
        "modegeoass": "Tampon",
        "suptype": "ac1",
        "partition": "172014607_ac1",
    }
    [shape] = degrees([MultiPolygon([church.buffer(_PERIMETER_M)])])
    return plain(feature_collection([_feature(row, shape)], name="assiette_sup_s"))


def flood_areas(town: Town) -> dict[str, BaseGeometry]:
    """Return the land along the river that the flood plan forbids to build on, and allows on conditions."""
    river, shore = (bend(Polygon(points), town.relief) for points in (_RIVER, _SHORE))
    return {"red": river, "blue": shapely.difference(shore, river, grid_size=GRID_M)}


def wetland(town: Town) -> BaseGeometry:
    """Return the wet hollow at the lowest corner of the wood."""
    wood = shapely.union_all([b.land for b in town.blocks if b.use is Use.WOOD], grid_size=GRID_M)
    west, south, _, _ = wood.bounds
    return shapely.intersection(wood, Point(west + 60, south + 90).buffer(110), grid_size=GRID_M)


def plots(town: Town, commune: Commune) -> Sequence[Fallow]:
    """Return the single fallow plots of a commune that the story leaves alone, the largest first."""
    single = [s for s in town.fallow if not s.story and len(s.lots) == 1 and town.commune_of(s.lots[0]) is commune]
    return sorted(single, key=lambda site: -town.lots[site.lots[0]].polygon.area)


def _whole(town: Town, site: Fallow) -> tuple[Commune, BaseGeometry]:
    ground = shapely.union_all([town.lots[i].polygon for i in site.lots], grid_size=GRID_M)
    return town.commune_of(site.lots[0]), ground


def _plan(commune: Commune) -> dict[str, Any]:
    return {
        "partition": f"DU_{commune.code}",
        "idurba": f"{commune.code}_PLU_{_PLAN_DAY}",
        "datvalid": _PLAN_DAY,
    }


def _feature(properties: Mapping[str, Any], geometry: Mapping[str, Any]) -> Feature:
    return {"type": "Feature", "properties": dict(properties), "geometry": dict(geometry)}
