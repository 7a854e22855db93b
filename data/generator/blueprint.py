"""The drawing of the agglomeration, made by hand on the flat blueprint before the land bends it. [m]"""

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What a block of the town is for."""

    VILLAGE = "village"
    COMMERCE = "commerce"
    PAVILION = "pavilion"
    SUBDIVISION = "subdivision"
    VILLA = "villa"
    ESTATE = "estate"
    RESIDENCE = "residence"
    SCHOOL = "school"
    INDUSTRY = "industry"
    ALLOTMENT = "allotment"
    PARK = "park"
    SPORT = "sport"
    CEMETERY = "cemetery"
    WOOD = "wood"
    RAILWAY = "railway"


class Way(StrEnum):
    """What a line of the drawing is."""

    MAIN = "main"
    AVENUE = "avenue"
    STREET = "street"
    LANE = "lane"
    FOOTPATH = "footpath"
    RAILWAY = "railway"


WIDTHS_M = {Way.MAIN: 19.0, Way.AVENUE: 14.0, Way.STREET: 10.0, Way.LANE: 7.0, Way.FOOTPATH: 3.0, Way.RAILWAY: 26.0}
"""Width between the parcels of both sides. [m]"""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of the drawing."""

    way: Way
    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Commune:
    """A fictional commune, its code, people and the town hall's place."""

    code: str
    name: str
    population: int
    siren: str
    centre: tuple[float, float]


VALMARTIN = Commune("92901", "Valmartin", 14_820, "219299014", (560, 830))
AULNES = Commune("92902", "Les Aulnes", 13_260, "219299022", (1720, 620))
SAINT_FIACRE = Commune("92903", "Saint-Fiacre-sous-Bois", 9_540, "219299030", (1250, 1380))
COMMUNES = (VALMARTIN, AULNES, SAINT_FIACRE)

AGGLOMERATION = "Agglomération fictive du Val-Fiacre"

STROKES = (
    Stroke(
        Way.MAIN,
        "Route de la Vallée",
        ((-130, 40), (380, -30), (720, -12), (1140, 40), (1500, 62), (2020, 2), (2440, -46)),
    ),
    Stroke(
        Way.RAILWAY,
        "Ligne du Val-Fiacre",
        ((-130, 292), (320, 330), (740, 338), (1130, 328), (1720, 292), (2440, 306)),
    ),
    Stroke(
        Way.MAIN,
        "Avenue de la Division-Leclerc",
        (
            (-130, 590),
            (300, 608),
            (560, 640),
            (900, 606),
            (1100, 597),
            (1300, 588),
            (1450, 597),
            (1720, 620),
            (2060, 656),
            (2440, 640),
        ),
    ),
    Stroke(
        Way.STREET,
        "Rue des Coteaux",
        (
            (-130, 906),
            (250, 876),
            (400, 846),
            (560, 830),
            (720, 882),
            (900, 956),
            (1080, 982),
            (1250, 1000),
            (1440, 972),
            (1600, 958),
            (1690, 962),
            (2000, 1010),
            (2440, 980),
        ),
    ),
    Stroke(
        Way.AVENUE,
        "Avenue du Plateau",
        ((440, 1300), (640, 1306), (850, 1336), (1250, 1380), (1480, 1352), (1700, 1346), (2100, 1392), (2440, 1376)),
    ),
    Stroke(
        Way.MAIN,
        "Route de Versailles",
        ((-130, 1690), (400, 1752), (900, 1806), (1230, 1780), (1720, 1694), (2060, 1726), (2440, 1630)),
    ),
    Stroke(
        Way.STREET, "Rue de la Croix-du-Bois", ((-40, -80), (30, 300), (-30, 600), (40, 900), (-60, 1400), (24, 1850))
    ),
    Stroke(
        Way.AVENUE,
        "Boulevard de l’Est",
        ((2300, -100), (2256, 300), (2330, 642), (2376, 984), (2296, 1380), (2200, 1830)),
    ),
    Stroke(Way.STREET, "Rue des Prés", ((330, -70), (312, 330), (300, 608), (286, 740), (250, 876))),
    Stroke(Way.LANE, "Chemin du Bois", ((250, 876), (214, 1010), (262, 1140), (360, 1240), (440, 1300))),
    Stroke(
        Way.LANE,
        "Rue de l’Église",
        (
            (560, 640),
            (548, 730),
            (560, 830),
            (528, 940),
            (536, 1050),
            (470, 1180),
            (440, 1300),
            (416, 1500),
            (396, 1820),
        ),
    ),
    Stroke(Way.STREET, "Rue de l’Industrie", ((720, -60), (734, 160), (740, 338))),
    Stroke(Way.AVENUE, "Avenue de la Gare", ((1142, -60), (1130, 328), (1112, 470), (1100, 597))),
    Stroke(Way.STREET, "Avenue Victor-Hugo", ((1100, 597), (900, 672), (730, 742), (560, 830))),
    Stroke(
        Way.STREET,
        "Rue de Saint-Fiacre",
        ((1100, 597), (1166, 790), (1250, 1000), (1262, 1200), (1250, 1380), (1214, 1560), (1232, 1850)),
    ),
    Stroke(
        Way.STREET,
        "Rue du Moulin",
        ((560, 830), (640, 960), (730, 1090), (812, 1220), (850, 1336), (872, 1540), (904, 1860)),
    ),
    Stroke(Way.STREET, "Rue des Tilleuls", ((900, 606), (900, 672), (886, 800), (900, 956))),
    Stroke(Way.STREET, "Rue Jean-Jaurès", ((1450, 597), (1462, 780), (1440, 972), (1468, 1160), (1480, 1352))),
    Stroke(Way.AVENUE, "Grande Rue", ((1730, -60), (1720, 292), (1720, 620), (1690, 962), (1700, 1346), (1722, 1780))),
    Stroke(
        Way.STREET,
        "Rue de la Plaine",
        ((1720, 620), (1852, 820), (2000, 1010), (2068, 1200), (2100, 1392), (2056, 1800)),
    ),
    Stroke(Way.STREET, "Rue du Port-Sec", ((2018, -60), (2036, 300), (2060, 656), (2042, 830), (2000, 1010))),
    Stroke(Way.STREET, "Rue Pasteur", ((740, 338), (748, 480), (730, 624))),
)

PLACES = (
    (Use.ESTATE, 1045, 790), (Use.ESTATE, 1860, 720), (Use.WOOD, 160, 1420),
    (Use.INDUSTRY, 930, 160), (Use.INDUSTRY, 2170, 150), (Use.INDUSTRY, 1880, 130),
    (Use.ALLOTMENT, 60, 240), (Use.ALLOTMENT, 1560, 240), (Use.ALLOTMENT, 500, 290),
    (Use.SCHOOL, 800, 640), (Use.SCHOOL, 1560, 700), (Use.SCHOOL, 1110, 1440), (Use.SCHOOL, 400, 700),
    (Use.PARK, 640, 900), (Use.PARK, 1800, 1480), (Use.CEMETERY, 640, 1240), (Use.SPORT, 2160, 520),
    (Use.SPORT, 950, 1640),
    (Use.RESIDENCE, 620, 470), (Use.RESIDENCE, 2150, 1120),
)  # fmt: skip
"""Points that give their use to the block (or to the whole quarter, for woods and estates) that holds them."""

SHOPPING = (("Avenue de la Gare", (1120, 430), 260.0), ("Grande Rue", (1720, 560), 330.0))
"""Streets lined with shops: name, middle of the shops, how far they go. [m]"""

QUARTERS = frozenset({Use.ESTATE, Use.WOOD})
"""Uses that take a quarter between main streets whole, before it is cut into blocks."""
