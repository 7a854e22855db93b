"""A small town whose every text is an attack on some format."""

import geopandas as gpd
from shapely import LineString, Point, box

from geo.models import Layer, Provenance, Role
from geo.study.own_words import OwnWords
from tests import factories

NAME = (
    "=cmd|'/c calc'!A1 #panic() $x$ {{ 7*7 }} <img src=x onerror=alert(1)> \\` _a_ *b* @ref"
    " {ZAC {% x ]]> &lt; %%c \\P ^J"
)
"""Typst, Jinja, spreadsheets, HTML, Python formats, XML, DXF."""


def layer(role, *shapes, **columns):
    frame = gpd.GeoDataFrame(columns, index=range(len(shapes)), geometry=list(shapes), crs=factories.CRS)
    origin = Provenance(f"{NAME}.gpkg", NAME, NAME, NAME, NAME, NAME)
    return Layer(role, frame, (origin,))


def town():
    """Return four plots along a street, with partners, a neighbourhood, a zone, all of hostile names."""
    plots = [box(x, 0, x + 32, 30) for x in range(0, 128, 32)]
    parcels = factories.parcels(*plots)
    ids = parcels.frame["parcel_id"]
    return factories.territory(
        parcels,
        factories.buildings(box(3, 60, 13, 75)),
        factories.neighbourhoods(box(170, 0, 260, 90), name=NAME),
        factories.fallow(box(0, 0, 32, 30), name=NAME),
        factories.owners(dict.fromkeys(ids, ("commune", NAME))),
        layer(
            *(Role.STREETS, LineString([(-300, 35), (400, 35)])),
            street_id="1", name=NAME, importance="5", width_m=6.0, walkable=True,
        ),
        layer(Role.PLACES, Point(60, 40), Point(200, 40), place_id=["1", "2"], name=NAME, kind=["ccas", "school"],
              address=NAME),
        layer(Role.COMMUNES, box(-900, -900, 900, 900), commune=["92023"], name=NAME, population=[800.0]),
        layer(Role.ZONING, box(-90, -90, 300, 90), zone="urban", label=NAME, long_label=NAME, document=NAME,
              approved="2024-01-01", url=NAME),
        name=NAME,
        digest="hostile",
    )  # fmt: skip


WORDS = OwnWords(project=NAME, association=NAME, public=NAME, activities=f"{NAME}\n{NAME}", partners=NAME, asked=NAME)
