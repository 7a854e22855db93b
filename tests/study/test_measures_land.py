"""What the plan, the permits and the green spaces tell of the sites, layer by layer."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.models import Layer, Provenance, Role
from geo.schemas import check
from geo.study.measures import land
from tests import factories

NAMES = ["zoning", "reserved_share", "woodland_share", "permit", "occupied_share", "occupied_kind"]
SQUARE = box(0, 0, 10, 10)


def sites(*plots):
    index = pd.Index([f"s{number}" for number in range(len(plots))], name="site_id")
    parcels = [(f"920230000A{number:04d}",) for number in range(1, len(plots) + 1)]
    return gpd.GeoDataFrame({"parcels": parcels}, index=index, geometry=list(plots), crs=factories.CRS)


def layer(role, shape, **columns):
    frame = gpd.GeoDataFrame({name: [value] for name, value in columns.items()}, geometry=[shape], crs=factories.CRS)
    return Layer(role, check(frame, role), (Provenance("layer.gpkg"),))


def zoning(shape=SQUARE, zone="urban"):
    rest = dict.fromkeys(("label", "long_label", "approved", "url"))
    return layer(Role.ZONING, shape, zone=zone, document="PLU", **rest)


def prescribed(kind, shape):
    return layer(Role.PRESCRIPTIONS, shape, prescription=kind, label=None, document="PLU")


def green(kind, shape):
    return layer(Role.GARDENS_AND_PARKS, shape, green_id="1", name=None, kind=kind)


def place(kind, shape):
    return layer(Role.PLACES, shape, place_id="1", name=None, kind=kind, address=None)


def permits(active):
    row = {"parcel_id": ["920230000A0001"], "permit_id": ["PC1"], "active": [active], "date": ["2026-01-02"]}
    return Layer(Role.PERMITS, check(pd.DataFrame(row), Role.PERMITS), (Provenance("permits.csv"),))


ALL = (
    zoning(),
    prescribed("reserved", box(0, 0, 4, 10)),
    permits(active=True),
    green("park", box(0, 0, 3, 10)),
    place("school", box(3, 0, 9, 10)),
)


def told(*layers, plots=(SQUARE,)):
    found = land.measure(factories.territory(*layers), sites(*plots))
    assert list(found.values) == list(found.quality) == NAMES
    assert found.quality.isna().equals(found.values.isna())
    assert set(found.quality.stack().dropna()) <= {0.8}
    return found


def test_all_layers_together():
    found = told(*ALL)
    assert found.values.iloc[0].tolist() == ["urban", 0.4, 0.0, "active", pytest.approx(0.9), "school"]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        (Role.ZONING, ["zoning"]),
        (Role.PRESCRIPTIONS, ["reserved_share", "woodland_share"]),
        (Role.PERMITS, ["permit"]),
        (Role.GARDENS_AND_PARKS, []),
        (Role.PLACES, []),
    ],
)
def test_each_layer_takes_its_own_columns_away(without, missing):
    found = told(*(one for one in ALL if one.role is not without)).values.iloc[0]
    assert found[found.isna()].index.tolist() == missing


def test_without_any_layer_nothing_is_known():
    found = told()
    assert found.values.isna().all(axis=None)
    assert found.notes == ()


def test_a_prescription_tells_the_zone_where_the_zones_are_missing():
    assert told(prescribed("reserved", SQUARE)).values.loc["s0", "zoning"] == "reserved"


def test_sites_that_a_layer_does_not_cover_are_counted():
    found = told(*ALL, plots=(SQUARE, box(40_000, 0, 40_010, 10)))
    assert found.values.loc["s1"].isna().tolist() == [True, True, True, False, True, True]
    assert sorted(str(note) for note in found.notes) == [
        f"The layer “{role}” says nothing of 1 of the 2 sites: it does not cover them."
        for role in ("gardens_and_parks", "prescriptions", "zoning")
    ]


def test_no_site_at_all():
    found = land.measure(factories.territory(*ALL), sites())
    assert found.values.shape == (0, len(NAMES))


def test_columns_of_numbers_are_numbers_and_words_are_words():
    for layers in ((), ALL):
        types = told(*layers).values.dtypes
        assert [types[name] == np.float64 for name in NAMES] == [False, True, True, False, True, False]
