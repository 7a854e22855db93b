"""Trees of the orchard: distances of the law, and shadows computed by hand."""

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon

from geo.layout.furnish.trees import CROWN_M, HEIGHT_M, equinox_shifts, espaliers_of, least_trees, trees_of

NOWHERE = Polygon()
NO_LINE = LineString()


def planted(verger, *, potager=NOWHERE, paths=NOWHERE, private=NO_LINE, obstacles=NOWHERE, latitude=45.0):
    return trees_of(verger, potager, paths, private, obstacles, latitude)


def places(trees):
    return np.array([tree.place for tree in trees], object)


@given(st.floats(5, 25), st.floats(5, 25), st.floats(0, 90))
def test_trees_keep_their_distances(width, depth, turn):
    def turned(shape):
        return shapely.affinity.rotate(shape, turn, origin=(0, 0))

    verger, path = turned(shapely.box(0, 0, width, depth)), turned(shapely.box(0, -1.6, width, 0))
    private = verger.boundary.difference(path.buffer(0.01))
    obstacle = turned(shapely.box(width - 1, depth - 1, width, depth))
    trees = planted(verger, paths=path, private=private, obstacles=obstacle)
    if not trees:
        assert min(width - 4, depth - 3) < 0.5
        return
    stems = places(trees)
    assert shapely.distance(stems, private).min() >= 2
    assert shapely.distance(stems, path).min() >= 1
    assert shapely.distance(stems, obstacle).min() >= 1.5
    assert shapely.contains(verger, stems).all()
    apart = shapely.distance(stems[:, None], stems[None, :])[np.triu_indices(len(stems), 1)]
    assert apart.min(initial=9) >= 4
    assert {(tree.crown_radius_m, tree.height_m) for tree in trees} == {(CROWN_M, HEIGHT_M)}


def test_an_orchard_has_as_many_trees_as_rows_of_4_m_allow():
    # 12 × 8 m off the private boundaries hold 3 × 2 trees at 4.05 m: 16.2 × 12.2 m with the 2.02 m around.
    verger = shapely.box(0, 0, 16.2, 12.2)
    trees = planted(verger, private=verger.boundary)
    assert len(trees) == 12
    assert len(planted(shapely.box(0, 0, 4.2, 4.2), private=shapely.box(0, 0, 4.2, 4.2).boundary)) == 1


def test_small_orchards_have_their_least_trees():
    # One row in the middle of the lattice would hold one tree; the far ends hold two.
    verger = shapely.box(0, 0, 5, 8.3)
    assert len(planted(verger, private=verger.boundary)) >= 2


@pytest.mark.parametrize(("area", "least"), [(10, 2), (70, 2), (70.1, 3), (105, 3), (160, 5)])
def test_least_trees_of_an_orchard(area, least):
    assert least_trees(area) == least


def test_an_orchard_that_the_law_leaves_no_room_has_no_tree():
    verger = shapely.box(0, 0, 3.9, 20)
    assert planted(verger, private=verger.boundary) == ()


def test_shadows_at_45_degrees():
    # At the equinox the sun's elevation at noon is 90° − latitude; at 10 and 14 h sin h = cos 45° cos 30°.
    shifts = equinox_shifts(45.0)
    elevation = np.arcsin(np.cos(np.radians(45)) * np.cos(np.radians([30, 15, 0, 15, 30])))
    assert np.hypot(*shifts.T) == pytest.approx(1 / np.tan(elevation))
    assert np.hypot(*shifts[0]) == pytest.approx(1.2910, abs=1e-4)
    assert shifts[2].tolist() == pytest.approx([0, 1])
    # in the morning shadows fall to the west, in the afternoon to the east, always as far to the north
    tangents = np.tan(np.radians([-30, -15, 0, 15, 30]))
    assert shifts[:, 0] == pytest.approx(np.sqrt(2) * tangents)
    assert shifts[:, 1] == pytest.approx([1.0] * 5)


@given(st.floats(-60, 60))
def test_noon_shadows_are_the_tangent_of_the_latitude(latitude):
    assert equinox_shifts(latitude)[2].tolist() == pytest.approx([0, np.tan(np.radians(latitude))])


def shaded_share(trees, potager, latitude):
    """Return the worst hour's share of a potager in the shade, discs and hulls drawn with GEOS."""
    worst = 0.0
    for hour in np.radians([-30, -15, 0, 15, 30]):
        elevation = np.arcsin(np.cos(np.radians(latitude)) * np.cos(hour))
        azimuth = np.arctan2(np.sin(hour), np.sin(np.radians(latitude)) * np.cos(hour))
        length = HEIGHT_M / np.tan(elevation)
        shades = []
        for tree in trees:
            disc = tree.place.buffer(tree.crown_radius_m, quad_segs=32)
            moved = shapely.affinity.translate(disc, length * np.sin(azimuth), length * np.cos(azimuth))
            shades.append(disc.union(moved).convex_hull)
        worst = max(worst, shapely.union_all(shades).intersection(potager).area / potager.area)
    return worst


def test_trees_that_shade_the_potager_are_left_out():
    # The potager lies north of the orchard: the northern row stands in its light.
    verger, potager = shapely.box(0, 0, 20, 9.5), shapely.box(0, 9.5, 20, 16)
    all_of_them = planted(verger)
    kept = planted(verger, potager=potager)
    assert shaded_share(all_of_them, potager, 45.0) > 0.2
    assert len(all_of_them) > len(kept) >= least_trees(verger.area)
    assert shaded_share(kept, potager, 45.0) <= 0.08 or len(kept) == least_trees(verger.area)
    south = shapely.box(0, -10, 20, 0)
    assert len(planted(verger, potager=south)) == len(all_of_them)


def test_a_small_orchard_south_of_the_potager_stands_where_it_shades_least():
    verger = Polygon([(2.8, 5.9), (7.6, 5.9), (10.7, 3.5), (7.4, 0.9), (4.7, 0.1), (0, 1.7)])
    potager, private = shapely.box(0.6, 5.9, 9.5, 13.9), LineString([(-5, -1.5), (15, -1.5)])
    trees = planted(verger, potager=potager, private=private, latitude=48.8)
    assert len(trees) == least_trees(verger.area) == 2
    assert shapely.covers(verger, places(trees)).all()
    assert trees[0].place.distance(trees[1].place) >= 4
    assert shaded_share(trees, potager, 48.8) <= 0.08


def test_the_lower_the_sun_the_fewer_the_trees():
    verger, potager = shapely.box(0, 0, 20, 30), shapely.box(0, 30, 20, 50)
    assert len(planted(verger, potager=potager, latitude=10)) > len(planted(verger, potager=potager, latitude=60))


def test_espaliers_run_along_the_private_boundary():
    verger = shapely.box(0, 0, 20, 10)
    private = LineString([(0, 0), (0, 10), (20, 10)])
    trees = planted(verger, private=private)
    found = espaliers_of(verger, private, trees)
    assert found
    assert sum(line.length for line in found) == pytest.approx(9.5 + 19.5 - 0.5, abs=1.5)
    for line in found:
        assert line.length >= 3
        assert line.distance(private) == pytest.approx(0.5, abs=0.01)
        assert line.hausdorff_distance(line.intersection(private.buffer(0.7))) < 0.01
        assert shapely.distance(line, places(trees)).min() >= 1.5 - 0.01
    assert espaliers_of(verger, NO_LINE, trees) == ()


def test_espaliers_keep_off_trees():
    verger, private = shapely.box(0, 0, 20, 10), LineString([(0, 0), (20, 0)])
    near = tuple(tree for tree in planted(verger) if tree.place.y < 2)
    with_trees = MultiPolygon([tree.place.buffer(1.4) for tree in near])
    assert near
    assert all(line.disjoint(with_trees) for line in espaliers_of(verger, private, near))
