"""What protections and risks tell of the sites, layer by layer."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.models import Layer, Provenance, Role
from geo.schemas import check
from geo.study.measures import law
from tests import factories

SQUARE = box(0, 0, 10, 10)
SITES = gpd.GeoDataFrame(index=pd.Index(["s0"], name="site_id"), geometry=[SQUARE], crs=factories.CRS)


def layer(role, **columns):
    frame = gpd.GeoDataFrame({name: [value] for name, value in columns.items()}, geometry=[SQUARE], crs=factories.CRS)
    return Layer(role, check(frame, role), (Provenance("layer.gpkg"),))


ALL = {
    "heritage": layer(Role.HERITAGE, name="Église", kind="abords"),
    "flood_zone": layer(Role.FLOOD, flood_zone="red", name=None, label=None),
    "protected_nature": layer(Role.PROTECTED_NATURE, nature="wetland", name=None),
}


def test_all_layers_together():
    found = law.measure(factories.territory(*ALL.values()), SITES)
    assert found.values.iloc[0].to_dict() == {"heritage": "yes", "flood_zone": "red", "protected_nature": "wetland"}
    assert set(found.quality.iloc[0]) == {0.8}


@pytest.mark.parametrize("missing", list(ALL))
def test_each_layer_takes_its_own_column_away(missing):
    layers = [layer for name, layer in ALL.items() if name != missing]
    found = law.measure(factories.territory(*layers), SITES)
    assert found.values.columns[found.values.isna().any()].tolist() == [missing]
    assert found.quality[missing].isna().all()
    assert found.notes == ()


def test_far_layers_are_told_of():
    far = SITES.set_geometry(SITES.translate(90_000, 0))
    found = law.measure(factories.territory(*ALL.values()), far)
    assert found.values.isna().all(axis=None)
    assert len(found.notes) == 3
