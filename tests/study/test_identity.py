"""Who a site is on paper: by hand, layer by layer."""

import geopandas as gpd
from shapely import Point, box

from geo.models import Layer, Provenance, Role
from geo.study import survey
from geo.study.identity import ParcelCard, identity_of
from tests import factories

ONE, TWO = "920230000A0001", "920230000A0002"


def zoning(*areas):
    rows = {
        "zone": [zone for zone, _, _ in areas],
        "label": [label for _, label, _ in areas],
        "long_label": None,
        "document": "92023_PLU_20230622",
        "approved": "2023-06-22",
        "url": None,
    }
    frame = gpd.GeoDataFrame(rows, geometry=[shape for _, _, shape in areas], crs=factories.CRS)
    return Layer(Role.ZONING, frame, (Provenance("plu.geojson"),))


def identity(*layers):
    found = survey(
        factories.territory(
            factories.parcels(box(0, 0, 40, 20)), factories.fallow(Point(9, 9), parcel_ids=ONE), *layers
        )
    )
    return identity_of(found, found.sites.index[0])


def test_a_site_of_which_only_the_parcel_is_known():
    found = identity()
    assert found.parcels == (ParcelCard(ONE, 800.0),)
    assert (found.commune, found.commune_name, found.zones, found.prescriptions) == ("92023", "", (), ())


def test_owner_and_commune_have_names():
    towns = gpd.GeoDataFrame(
        {"commune": ["92023"], "name": ["Clamart"], "population": [53_000.0]},
        geometry=[box(-999, -999, 999, 999)],
        crs=factories.CRS,
    )
    found = identity(
        factories.owners({ONE: ("commune", "COMMUNE DE CLAMART"), TWO: ("state", "ETAT")}),
        Layer(Role.COMMUNES, towns, (Provenance("communes.geojson"),)),
    )
    assert found.parcels == (ParcelCard(ONE, 800.0, "commune", "COMMUNE DE CLAMART"),)
    assert found.commune_name == "Clamart"


def test_zones_of_the_plan_by_their_share_and_pieces_of_one_are_one():
    found = identity(
        zoning(
            ("urban", "UA", box(0, 0, 5, 20)),
            ("natural", "N", box(5, 0, 27, 20)),
            ("urban", "UA", box(27, 0, 40, 20)),
            ("farmland", "A", box(100, 0, 200, 20)),
        )
    )
    shares = [(zone.kind, zone.label, round(zone.share, 3)) for zone in found.zones]
    assert shares == [("natural", "N", 0.55), ("urban", "UA", 0.45)]
    assert found.zones[0].approved == "2023-06-22"
    assert found.zones[0].long_label == ""


def test_an_edge_of_a_neighbouring_zone_is_left_out():
    shown = identity(zoning(("urban", "UA", box(0, 0, 39.5, 20)), ("natural", "N", box(39.5, 0, 60, 20))))
    assert [zone.label for zone in shown.zones] == ["UA", "N"]
    left_out = identity(zoning(("urban", "UA", box(0, 0, 39.7, 20)), ("natural", "N", box(39.7, 0, 60, 20))))
    assert [zone.label for zone in left_out.zones] == ["UA"]
