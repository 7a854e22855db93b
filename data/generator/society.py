"""People and partners: places of the official directories, what volunteers map, stops of the buses."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import shapely
from pyproj import Transformer
from shapely import LineString, Point, Polygon

from data.generator.blueprint import AULNES, COMMUNES, VALMARTIN, Commune, Use, Way
from data.generator.fallow import estate
from data.generator.official import DEGREES
from data.generator.streets import Street
from data.generator.town import Town

Tags = dict[str, str]

_TO_DEGREES = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
_STOP_EVERY_M = 380.0
_HYDRANT_EVERY_M = 190.0
_SERVED = frozenset({Way.MAIN, Way.AVENUE})
_SHELTER = (640.0, 560.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its name, its commune and where it stands. [m]"""

    name: str
    commune: Commune
    point: Point


def schools(town: Town) -> list[Place]:
    """Return a school in each block of schools, with the name of a street nearby."""
    names = ("Jean-Macé", "Olympe-de-Gouges", "des Coteaux", "Pauline-Kergomard", "du Plateau")
    blocks = [block for block in town.blocks if block.use is Use.SCHOOL]
    return [
        Place(f"École primaire {name}", block.commune, block.land.representative_point())
        for name, block in zip(names, blocks, strict=False)
    ]


def residences(town: Town) -> list[Place]:
    """Return the social residences, once homes of migrant workers."""
    names = ("Résidence sociale du Val", "Résidence sociale du Plateau")
    blocks = [block for block in town.blocks if block.use is Use.RESIDENCE]
    return [
        Place(name, block.commune, block.land.representative_point())
        for name, block in zip(names, blocks, strict=False)
    ]


def shelters(town: Town) -> list[Place]:
    """Return the shelter of Valmartin, in a house near the station road."""
    built = [i for i, lot in enumerate(town.lots) if town.built[i] and town.commune_of(i) is VALMARTIN]
    asked = shapely.affinity.translate(Point(_SHELTER), *_origin(town))
    nearest = min(built, key=lambda i: (town.lots[i].polygon.distance(asked), i))
    return [Place("CHRS La Halte", VALMARTIN, town.built[nearest][0].footprint.representative_point())]


def _origin(town: Town) -> tuple[float, float]:
    west, south, _, _ = shapely.total_bounds([block.face for block in town.blocks])
    return float(west), float(south)


def finess_file(town: Town) -> bytes:
    """Return shelters and social residences as the FINESS extract: two kinds of lines, no header."""
    places = [("214", "Centre Hébergement & Réinsertion Sociale (C.H.R.S.)", place) for place in shelters(town)]
    places += [("259", "Résidence sociale hors Maison Relais", place) for place in residences(town)]
    lines = ["finess;etalab;98;2025-09-10"]
    for rank, (category, label, place) in enumerate(places):
        number, code = f"9209{rank:05d}", place.commune.code
        head = [number, f"9208{rank:05d}", place.name.upper(), place.name, *[""] * 7]
        area = [code[2:], code[:2], "HAUTS DE SEINE", f"{code[:2]}000 {place.commune.name.upper()}", "", ""]
        lines.append(";".join(["structureet", *head, *area, category, label, "", "", "", "2004-05-01"]))
    for rank, (_, _, place) in enumerate(places):
        x, y = place.point.x, place.point.y
        source = "1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93"
        lines.append(f"geolocalisation;9209{rank:05d};{x:.1f};{y:.1f};{source};2025-09-10")
    return ("\n".join(lines) + "\n").encode("utf-8")


def education_file(town: Town) -> bytes:
    """Return the schools in the columns of the directory of the ministry of education."""
    rows = []
    for rank, place in enumerate(schools(town)):
        longitude, latitude = degrees_of(place.point)
        rows.append(
            {
                "Identifiant_de_l_etablissement": f"092{9001 + rank}X",
                "Nom_etablissement": place.name,
                "Type_etablissement": "Ecole",
                "Statut_public_prive": "Public",
                "Adresse_1": "Rue de l’École",
                "Code_postal": f"{place.commune.code[:2]}000",
                "Code_commune": place.commune.code,
                "Nom_commune": place.commune.name,
                "latitude": str(latitude),
                "longitude": str(longitude),
                "etat": "OUVERT",
                "date_maj_ligne": "2025-09-01",
            }
        )
    return table(rows, separator=";")


def osm_file(town: Town) -> bytes:
    """Return what volunteers map: parks, allotments, playgrounds, social places, hydrants, taps."""
    writer = _Writer()
    for shape, tags in [*_green(town)]:
        writer.area(shape, tags)
    for point, tags in [*_social(town), *_water(town)]:
        writer.node(point, tags)
    return writer.document()


def _green(town: Town) -> Iterable[tuple[Polygon, Tags]]:
    kinds: Mapping[Use, Tags] = {
        Use.PARK: {"leisure": "park", "name": "Parc du Val"},
        Use.ALLOTMENT: {"landuse": "allotments", "name": "Jardins familiaux"},
        Use.WOOD: {"natural": "wood", "name": "Bois de la Garenne"},
    }
    for block in town.blocks:
        if block.use in kinds:
            yield block.land, kinds[block.use]
    for commune in (VALMARTIN, AULNES):
        middle = estate(town.blocks, commune).representative_point()
        yield middle.buffer(14, quad_segs=2), {"leisure": "playground"}
    corner = estate(town.blocks, AULNES).centroid
    shared = {"leisure": "garden", "garden:type": "community", "name": "Jardin partagé des Aulnes"}
    yield Point(corner.x - 60, corner.y + 30).buffer(11, quad_segs=2), shared


def _social(town: Town) -> Iterable[tuple[Point, Tags]]:
    for commune in COMMUNES:
        faces = shapely.union_all([block.face for block in town.blocks if block.commune is commune])
        hall = faces.centroid
        yield hall, {"amenity": "townhall", "name": f"Mairie de {commune.name}"}
        ccas = {"amenity": "social_facility", "social_facility": "outreach", "name": f"CCAS de {commune.name}"}
        yield Point(hall.x + 22, hall.y + 8), ccas
    for commune, name in ((VALMARTIN, "Centre social des Tilleuls"), (AULNES, "Centre social de la Plaine")):
        middle = estate(town.blocks, commune).representative_point()
        yield Point(middle.x + 70, middle.y), {"amenity": "social_centre", "name": name}
    for place in schools(town)[:2]:
        leisure = {"amenity": "childcare", "childcare": "leisure_centre", "name": "Centre de loisirs du Val"}
        yield Point(place.point.x + 35, place.point.y + 5), leisure


def _water(town: Town) -> Iterable[tuple[Point, Tags]]:
    for street in town.streets:
        if street.way in _SERVED:
            for point in along(street.axis, _HYDRANT_EVERY_M):
                yield Point(point.x + 4, point.y), {"emergency": "fire_hydrant", "fire_hydrant:type": "pillar"}
    for block in town.blocks:
        if block.use is Use.PARK:
            yield block.land.representative_point(), {"amenity": "drinking_water"}


def stops_file(town: Town) -> bytes:
    """Return the stops of the buses along the main streets, in the columns of GTFS."""
    rows: list[dict[str, str]] = []
    for street in served(town):
        for rank, point in enumerate(along(street.axis, _STOP_EVERY_M)):
            longitude, latitude = degrees_of(point)
            rows.append(
                {
                    "stop_id": f"VF:{len(rows) + 1:04d}",
                    "stop_name": f"{street.name} {rank + 1}",
                    "stop_lat": str(latitude),
                    "stop_lon": str(longitude),
                    "location_type": "0",
                    "parent_station": "",
                }
            )
    return table(rows, separator=",")


def served(town: Town) -> list[Street]:
    """Return the streets that a bus takes."""
    return [street for street in town.streets if street.way in _SERVED]


def along(axis: LineString, every_m: float) -> list[Point]:
    """
    Return points along a line, the first half a step from its beginning.

    Examples
    --------
    >>> [point.x for point in along(LineString([(0, 0), (100, 0)]), 40)]
    [20.0, 60.0, 100.0]
    """
    count = int((axis.length + every_m / 2) // every_m)
    return [axis.interpolate(min(axis.length, (rank + 0.5) * every_m)) for rank in range(count)]


def degrees_of(point: Point) -> tuple[float, float]:
    """Return the longitude and latitude of a point."""
    longitude, latitude = _TO_DEGREES.transform(point.x, point.y)
    return round(longitude, DEGREES), round(latitude, DEGREES)


def table(rows: Sequence[Mapping[str, str]], *, separator: str) -> bytes:
    """Return rows as CSV in UTF-8, their keys as the header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


class _Writer:
    """An OpenStreetMap document: every node before every way, as its readers expect."""

    def __init__(self) -> None:
        self._nodes: list[str] = []
        self._ways: list[str] = []

    def node(self, point: Point, tags: Tags) -> int:
        number = len(self._nodes) + 1
        longitude, latitude = degrees_of(point)
        head = f'<node id="{number}" version="1" lat="{latitude}" lon="{longitude}"'
        self._nodes.append(f"{head}>{_tags(tags)}</node>" if tags else f"{head}/>")
        return number

    def area(self, shape: Polygon, tags: Tags) -> None:
        corners = [self.node(Point(place), {}) for place in shape.exterior.coords[:-1]]
        references = "".join(f'<nd ref="{number}"/>' for number in [*corners, corners[0]])
        self._ways.append(f'<way id="{len(self._ways) + 1}" version="1">{references}{_tags(tags)}</way>')

    def document(self) -> bytes:
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="Jachère, territoire fictif">'
        return "\n".join([head, *self._nodes, *self._ways, "</osm>\n"]).encode("utf-8")


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
