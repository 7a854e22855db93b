"""A small territory drawn by hand: a grid of sites, two that overlap, one hidden, and hostile names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from shapely import Point, box

from geo.present.map_document import MapLayer, MapPicture, MapSites, map_document

WEST, SOUTH = 645_000, 6_856_000
HOSTILE = (
    "{{ 7*7 }}",
    "<img src=x onerror=document.title='pwned'>",
    "Rue de l`Église ${7*7}",
    "{% 20 %} {# 12",
    "Projet {{ZAC}",
    "</script><script>document.title='pwned'</script>",
    "l’îlot « A » \u2028 fin",
)


@dataclass(frozen=True, eq=False)
class Scene:
    document: dict[str, Any]
    sites: gpd.GeoDataFrame
    classes: list[int]
    hidden: tuple[int, ...]


def square(column: int, row: int, side: float = 30) -> Any:
    west, south = WEST + 60 * column, SOUTH + 60 * row
    return box(west, south, west + side, south + side)


def scene(pictures: Sequence[MapPicture] = ()) -> Scene:
    squares = [square(column, row) for row in range(3) for column in range(4)]
    squares[1] = squares[0].union(square(0, 0, 45))  # covers the first one
    sites = gpd.GeoDataFrame(index=[f"site-{n}" for n in range(12)], geometry=squares, crs="EPSG:2154")
    names = [HOSTILE[n % len(HOSTILE)] for n in range(12)]
    places = gpd.GeoDataFrame(geometry=[square(5, 1, 60), Point(WEST + 330, SOUTH + 20)], crs="EPSG:2154")
    layers = [
        MapLayer("parcels", HOSTILE[1], sites, "parcels"),
        MapLayer("fallow", HOSTILE[0], places, "fallow", [HOSTILE[4], HOSTILE[3]]),
    ]
    drawn = MapSites(HOSTILE[2], sites, [f"{name}\nligne 2" for name in names])
    document = map_document(layers, drawn, translate=str, notice=HOSTILE[5], pictures=pictures)
    return Scene(document, sites, [n % 11 for n in range(12)], (11,))
