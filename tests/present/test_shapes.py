import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.errors import LayerError
from geo.present.shapes import UNITS_PER_METRE, Origin, bounds_of, encode, on_map

HERE = Origin(0, 0)


def decoded(rings):
    """Return the rings as coordinates, in metres."""
    return [np.cumsum(np.array(ring).reshape(-1, 2), axis=0) / UNITS_PER_METRE for ring in rings]


def area(rings):
    """Return the area by the shoelace formula: holes, which turn the other way, count as negative. [m²]"""
    total = 0.0
    for xy in decoded(rings):
        x, y = xy.T
        total += (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    return total


def geometries(*shapes):
    return np.array(shapes, dtype=object)


def test_a_square_is_its_first_corner_and_three_steps():
    shapes = encode(geometries(Polygon([(1, 1), (3, 1), (3, 2), (1, 2)])), Origin(100, 0))
    assert shapes == {"kinds": "a", "rings": [[[0, 100, 200, 0, 0, 100, -200, 0]]]}


def test_a_hole_turns_the_other_way_whatever_the_file_says():
    outline, hole = [(0, 0), (0, 4), (4, 4), (4, 0)], [(1, 1), (1, 2), (2, 2), (2, 1)]
    (rings,) = encode(geometries(Polygon(outline, [hole])), HERE)["rings"]
    assert area(rings) == pytest.approx(15)
    assert area(rings[1:]) == pytest.approx(-1)


def test_each_geometry_keeps_its_place_even_when_it_is_missing_or_empty():
    shapes = encode(geometries(Point(1, 2), None, LineString([(0, 0), (1, 0)]), Polygon(), box(0, 0, 1, 1)), HERE)
    assert shapes["kinds"] == "pplaa"
    assert shapes["rings"][:4] == [[[100, 200]], [], [[0, 0, 100, 0]], []]
    assert area(shapes["rings"][4]) == pytest.approx(1)


def test_the_parts_of_a_geometry_stay_together():
    parts = MultiPolygon([box(0, 0, 1, 1), box(5, 5, 7, 7)])
    (rings,) = encode(geometries(parts), HERE)["rings"]
    assert len(rings) == 2
    assert area(rings) == pytest.approx(5)


def test_nothing_at_all():
    assert encode(geometries(), HERE) == {"kinds": "", "rings": []}


metres = st.floats(-1e6, 1e6, allow_nan=False)
discs = st.builds(lambda x, y, r: Point(x, y).buffer(r, quad_segs=3), metres, metres, st.floats(2, 500))


@given(st.lists(discs, max_size=6), st.integers(-(10**6), 10**6))
def test_every_vertex_comes_back_within_half_a_centimetre(shapes, shift):
    encoded = encode(geometries(*shapes), Origin(shift, -shift))
    for shape, rings in zip(shapes, encoded["rings"], strict=True):
        (xy,) = decoded(rings)
        back = Polygon(xy + np.array([shift, -shift]) / UNITS_PER_METRE)
        assert shapely.hausdorff_distance(back, shape) < 0.0075  # half a diagonal of a cell of 1 cm


def test_a_frame_without_crs_is_refused_by_its_name():
    with pytest.raises(LayerError, match="Parcelles: This layer cannot be drawn"):
        on_map(gpd.GeoDataFrame(geometry=[Point(0, 0)]), where="Parcelles")


def test_bounds_of_nothing_are_a_point():
    assert bounds_of([]) == (0, 0, 0, 0)


def test_real_parcels_keep_their_area_and_cost_few_bytes(real_data):
    parcels = gpd.read_file(real_data / "cadastre" / "cadastre-13029-parcelles.geojson")
    plane = on_map(parcels)
    shapes = encode(plane, Origin(*(np.array(bounds_of([plane])[:2]) * UNITS_PER_METRE).astype(int)))
    areas = np.array([area(rings) for rings in shapes["rings"]])
    assert areas == pytest.approx(shapely.area(plane), rel=1e-3, abs=0.5)
    vertices = shapely.get_num_coordinates(plane).sum()
    assert len(str(shapes["rings"]).replace(" ", "")) < 12 * vertices
