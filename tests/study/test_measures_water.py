"""What points of water tell of the sites."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from geo.models import Layer, Provenance, Role
from geo.schemas import check
from geo.study.measures import water
from tests import factories

SITES = gpd.GeoDataFrame(index=pd.Index(["s0"], name="site_id"), geometry=[box(0, 0, 10, 10)], crs=factories.CRS)


def hydrant(x):
    frame = gpd.GeoDataFrame({"water_id": ["1"], "kind": ["hydrant"]}, geometry=[Point(x, 5)], crs=factories.CRS)
    return Layer(Role.WATER, check(frame, Role.WATER), (Provenance("layer.gpkg"),))


@pytest.mark.parametrize(("x", "distance", "quality"), [(30, 20.0, 0.8), (900, np.inf, 0.8), (9_000, -1, -1)])
def test_a_hydrant(x, distance, quality):
    found = water.measure(factories.territory(hydrant(x)), SITES)
    assert found.values.fillna(-1).loc["s0"].to_dict() == {"water_distance_m": distance}
    assert found.quality.fillna(-1).loc["s0"].to_dict() == {"water_distance_m": quality}
    assert len(found.notes) == (distance == -1)


def test_without_the_layer_nothing_is_known():
    found = water.measure(factories.territory(), SITES)
    assert found.values.isna().all(axis=None)
    assert found.notes == ()
