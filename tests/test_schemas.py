"""The contract of a role tells every fault at once and lets nothing else through."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.errors import LayerError
from geo.models import Role
from geo.schemas import COLUMNS, GEOMETRIES, check
from tests import factories


def test_a_sound_table_comes_back_with_the_columns_of_the_contract_only():
    frame = factories.parcels(box(0, 0, 10, 10)).frame.assign(colour="red")
    checked = check(frame, Role.PARCELS)
    assert list(checked.columns) == [*COLUMNS[Role.PARCELS], "geometry"]
    assert checked.crs == frame.crs


def test_all_faults_are_told_in_one_error():
    frame = factories.parcels(box(0, 0, 1, 1), box(1, 0, 2, 1)).frame
    broken = frame.assign(parcel_id="12", registered_area_m2=-1.0, geometry=[Point(0, 0), None]).drop(columns="section")
    with pytest.raises(LayerError) as raised:
        check(broken, Role.PARCELS, where="parcels.json")
    told = str(raised.value.reason)
    assert raised.value.where == "parcels.json"
    assert len(raised.value.reason.values["faults"]) == 4
    assert "section" in told
    assert "parcel_id" in told


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.DataFrame(factories.parcels(box(0, 0, 1, 1)).frame), "no geometry"),
        (gpd.GeoDataFrame(factories.parcels(box(0, 0, 1, 1)).frame).set_crs(None, allow_override=True), "unknown"),
    ],
)
def test_a_table_without_geometry_or_crs_is_refused(frame, words):
    with pytest.raises(LayerError, match=words):
        check(frame, Role.PARCELS)


def test_every_role_with_geometry_has_a_contract():
    assert set(GEOMETRIES) <= set(COLUMNS)
    assert set(Role) - set(COLUMNS) == {Role.SURFACE, Role.TERRAIN, Role.TREES}
