"""What inventories and roads tell of the sites, layer by layer."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, box

from geo.models import Layer, Provenance, Role
from geo.schemas import check
from geo.study.measures import health
from tests import factories

NAMES = ["pollution_distance_m", "pollution_register", "busy_road_distance_m"]
NOT_CLEAN = "Nothing found in the inventories of polluted land does not mean that the soil is clean: have it analysed."
SITES = gpd.GeoDataFrame(index=pd.Index(["s0"], name="site_id"), geometry=[box(0, 0, 10, 10)], crs=factories.CRS)


def layer(role, shape, **columns):
    frame = gpd.GeoDataFrame({name: [value] for name, value in columns.items()}, geometry=[shape], crs=factories.CRS)
    return Layer(role, check(frame, role), (Provenance("layer.gpkg"),))


def flag(x):
    return layer(Role.POLLUTION, Point(x, 5), pollution_id="1", name=None, register="casias", state=None, url=None)


STREET = layer(
    Role.STREETS,
    LineString([(0, 50), (20, 50)]),
    street_id="1",
    name=None,
    importance="3",
    width_m=5.0,
    walkable=True,
)


def told(*layers):
    return health.measure(factories.territory(*layers), SITES)


def test_all_layers_together():
    found = told(flag(60), STREET)
    assert found.values.iloc[0].tolist() == [50.0, "casias", 40.0]
    assert found.quality.iloc[0].tolist() == [0.8, 0.8, 0.8]
    assert list(found.values) == NAMES
    assert found.notes == ()


@pytest.mark.parametrize(("layers", "known"), [((flag(60),), NAMES[:2]), ((STREET,), NAMES[2:]), ((), [])])
def test_each_layer_takes_its_own_columns_away(layers, known):
    found = told(*layers)
    assert found.values.columns[found.values.notna().all()].tolist() == known
    assert found.quality.isna().equals(found.values.isna())


def test_nothing_found_is_never_clean():
    found = told(flag(500))
    assert found.values.iloc[0].tolist()[:2] == [np.inf, "none"]
    assert [str(note) for note in found.notes] == [NOT_CLEAN]


def test_inventories_of_another_region_find_nothing_and_say_so():
    found = told(flag(90_000))
    assert found.values.isna().all(axis=None)
    assert ["pollution" in str(note) for note in found.notes] == [True]
