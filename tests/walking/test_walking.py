"""Walking distances, against hand-computed cases and a search that goes through every point it may."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall
from shapely import LineString, MultiPoint, Point, box

from geo.walking import DETOUR, nearest, on_streets, one_place, somewhere_near, street_network, within
from geo.walking.network import FRAGMENT_M
from tests.factories import CRS


def streets(*lines, walkable=True):
    return gpd.GeoDataFrame({"walkable": walkable}, index=range(len(lines)), geometry=list(lines), crs=CRS)


def things(*shapes, prefix="s"):
    return gpd.GeoDataFrame(index=[f"{prefix}{i}" for i in range(len(shapes))], geometry=list(shapes), crs=CRS)


def walk(lines, start, goal, limit_m=5000):
    found = within(street_network(streets(*lines)), things(start), things(goal), limit_m)
    return found[["distance_m", "along_streets"]].values.tolist()


def town(seed, size=6, side_m=80.0, kept=0.8):
    """Return streets of a crooked town: one bent line a block, some of them left out."""
    rng = np.random.default_rng(seed)
    place = np.stack(np.meshgrid(np.arange(size), np.arange(size)), axis=-1) * side_m
    place = place + rng.uniform(-0.3, 0.3, place.shape) * side_m
    east = [(place[i, j], place[i, j + 1]) for i in range(size) for j in range(size - 1)]
    north = [(place[i, j], place[i + 1, j]) for i in range(size - 1) for j in range(size)]
    bends = rng.normal(scale=side_m / 10, size=(len(east + north), 2))
    blocks = [LineString([a, (a + b) / 2 + bend, b]) for (a, b), bend in zip(east + north, bends, strict=True)]
    return [line for line in blocks if rng.random() < kept]


def anywhere(rng, count, size=6, side_m=80.0):
    return shapely.points(rng.uniform(-0.3, size - 0.7, (count, 2)) * side_m)


# The network


def test_streets_meet_where_they_share_a_vertex_and_only_there():
    shared = street_network(streets(LineString([(0, 0), (300, 0), (600, 0)]), LineString([(300, -300), (300, 0)])))
    assert sorted(shared.length_m) == [300, 300, 300]
    assert shared.graph.nnz == 6
    bridge = street_network(streets(LineString([(0, 0), (600, 0)]), LineString([(300, -300), (300, 300)])))
    assert sorted(bridge.length_m) == [600, 600]


def test_a_street_that_passes_its_own_vertex_is_cut_there():
    lasso = LineString([(0, 0), (300, 0), (400, 100), (300, 200), (300, 0)])
    assert len(street_network(streets(lasso)).lines) == 2


@pytest.mark.parametrize(("gap", "joined"), [(0.0, True), (0.49, True), (0.51, False)])
@pytest.mark.parametrize("place", ["end", "corner", "middle"])
def test_ends_that_nearly_touch_are_joined(gap, joined, place):
    long = {
        "end": LineString([(0, 0), (600, 0)]),
        "corner": LineString([(0, -600), (0, 0), (600, 0)]),
        "middle": LineString([(-600, 0), (600, 0)]),
    }[place]
    network = street_network(streets(long, LineString([(0, gap), (0, 700)])))
    assert len(np.unique(network.part)) == (1 if joined else 2)
    found = walk([long, LineString([(0, gap), (0, 700)])], Point(400, 0), Point(0, 400))
    assert found == [[pytest.approx(800 if joined else np.hypot(400, 400) * DETOUR, abs=1.0), joined]]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_streets_between_two_crossings_the_shorter_is_walked(order):
    around = [LineString([(0, 0), (0, 200), (300, 200), (300, 0)]), LineString([(0, 0), (300, 0)])][::order]
    ends = [LineString([(-400, 0), (0, 0)]), LineString([(300, 0), (700, 0)])]
    assert walk([*around, *ends], Point(-50, 0), Point(350, 0)) == [[pytest.approx(400), True]]


def test_nobody_walks_along_a_motorway():
    lines = streets(LineString([(0, 0), (600, 0)]), LineString([(0, 0), (0, 600)]))
    assert len(street_network(lines.assign(walkable=[True, False])).lines) == 1
    assert street_network(lines.assign(walkable=False)) is None
    assert street_network(lines.iloc[:0]) is None
    assert street_network(streets(LineString([(0, 0), (0.0001, 0)]))) is None


@pytest.mark.parametrize(("length", "kept"), [(FRAGMENT_M, 2), (FRAGMENT_M - 1, 1)])
def test_fragments_are_left_out(length, kept):
    lines = [LineString([(0, 0), (2000, 0)]), LineString([(0, 300), (length, 300)])]
    assert len(street_network(streets(*lines)).lines) == kept


def test_the_longest_part_is_kept_however_short():
    assert len(street_network(streets(LineString([(0, 0), (9, 0)]), LineString([(0, 50), (8, 50)]))).lines) == 1


def test_lines_of_several_parts_heights_and_repeated_vertices():
    both = shapely.MultiLineString([[(0, 0, 5), (0, 0, 6), (300, 0, 5)], [(300, 0, 9), (300, 400, 9)]])
    assert sorted(street_network(streets(both)).length_m) == [300, 400]


# Walks by hand

CORNER = [LineString([(0, 0), (300, 0), (300, 400)])]


def test_along_the_street_between_points():
    assert walk(CORNER, Point(50, 7), Point(305, 100)) == [[pytest.approx(7 + 250 + 100 + 5), True]]


def test_a_site_is_left_from_anywhere_along_its_front():
    assert walk(CORNER, box(20, 10, 80, 40), Point(200, 0)) == [[pytest.approx(10 + 120), True]]
    # Its far corners are farther than the front: they are no way out.
    aslant = shapely.Polygon([(20, 10), (80, 16), (80, 40), (20, 40)])
    assert walk(CORNER, aslant, Point(200, 0)) == [[pytest.approx(10 + 180), True]]


def test_a_place_across_the_street_and_one_inside():
    assert walk(CORNER, box(20, 10, 80, 40), Point(50, -5)) == [[pytest.approx(15), True]]
    assert walk(CORNER, box(20, 10, 80, 40), Point(50, 20)) == [[0, True]]


def test_a_walk_is_never_shorter_than_the_straight_line():
    # The gap is taken from the nearest point, 6 m, also for the corner at 10 m.
    aslant = shapely.Polygon([(20, 6), (80, 10), (80, 40), (20, 40)])
    lines, place = [LineString([(0, 0), (80, 0), (80, -900)])], Point(80, -50)
    assert walk(lines, aslant, place) == [[pytest.approx(aslant.distance(place)), True]]
    assert aslant.distance(place) > 6 + 50


def test_a_plot_on_a_corner_has_two_streets():
    lines = [LineString([(0, 0), (300, 0)]), LineString([(0, 0), (0, 300)])]
    plot = box(8, 12, 40, 60)
    assert walk(lines, plot, Point(0, 160))[0][0] == pytest.approx(8 + 100)
    assert walk(lines, plot, Point(140, 0))[0][0] == pytest.approx(12 + 100)


def test_a_place_far_from_the_streets_is_reached_in_a_straight_line():
    axis = [LineString([(0, 0), (900, 0)])]
    assert walk(axis, Point(0, 10), Point(100, 150)) == [[pytest.approx(10 + 100 + 150), True]]
    assert walk(axis, Point(0, 10), Point(100, 151)) == [[pytest.approx(np.hypot(100, 141) * DETOUR), False]]
    assert walk(axis, Point(0, 151), Point(100, 10)) == [[pytest.approx(np.hypot(100, 141) * DETOUR), False]]


def test_streets_that_nothing_joins_give_a_straight_line():
    banks = [LineString([(0, 0), (900, 0)]), LineString([(0, 100), (900, 100)])]
    assert walk(banks, Point(0, 0), Point(0, 100)) == [[pytest.approx(130), False]]
    bridge = [*banks, LineString([(900, 0), (900, 100)])]
    assert walk(bridge, Point(0, 0), Point(0, 100)) == [[pytest.approx(1900), True]]


@pytest.mark.parametrize(("limit", "found"), [(100, 1), (99.9, 0)])
def test_the_limit_is_part_of_the_walk(limit, found):
    assert len(walk(CORNER, Point(0, 0), Point(100, 0), limit)) == found
    assert len(within(None, things(Point(0, 0)), things(Point(100, 0)), limit * DETOUR)) == found


def test_a_thing_without_shape_is_nowhere():
    network = street_network(streets(*CORNER))
    assert within(network, things(Point(0, 0), None, Point()), things(Point(9, 0), None, prefix="p"), 50).shape == (
        1,
        4,
    )
    assert on_streets(network, things(Point(0, 0), None)).tolist() == [True, False]
    assert on_streets(None, things(Point(0, 0))).tolist() == [False]
    assert within(network, things(Point(0, 0)), things(), 50).empty
    assert within(network, things(), things(Point(0, 0)), 50).empty


def test_the_nearest():
    network = street_network(streets(*CORNER))
    sites = things(Point(0, 0), Point(290, 10), Point(0, 5000))
    found = nearest(network, sites, things(Point(40, 0), Point(300, 30), prefix="p"), 300)
    assert found["place"].tolist()[:2] == ["p0", "p1"]
    assert found["distance_m"].tolist() == [40, pytest.approx(30), np.inf]
    assert found["along_streets"].tolist() == [True, True, False]
    assert pd.isna(found["place"].iloc[2])


# Against other means


def slow_walk(lines, start, goal):
    """Return the shortest walk between two points: everything where one may turn is a node, every pair is tried."""
    lines = [LineString(pair) for line in lines for pair in zip(line.coords, line.coords[1:], strict=False)]
    spots = {tuple(end) for line in lines for end in line.coords}
    joins = []
    for thing in (start, goal):
        gaps = np.array([thing.distance(line) for line in lines])
        near = np.flatnonzero(gaps <= gaps.min() + 10) if gaps.min() <= 150 else []
        joins.append({tuple(lines[i].interpolate(lines[i].project(thing)).coords[0]): gaps[i] for i in near})
        spots |= set(joins[-1])
    spots = sorted(spots)
    table = np.full((len(spots) + 2, len(spots) + 2), np.inf)
    for line in lines:
        on = [(line.project(Point(spot)), i) for i, spot in enumerate(spots) if line.distance(Point(spot)) < 1e-6]
        for (a, i), (b, j) in zip(sorted(on), sorted(on)[1:], strict=False):
            table[i, j] = table[j, i] = min(table[i, j], b - a)
    for row, join in zip((-2, -1), joins, strict=True):
        for spot, gap in join.items():
            table[row, spots.index(spot)] = table[spots.index(spot), row] = max(gap, 1e-12)
    return floyd_warshall(table)[-2, -1]


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_the_walk_is_the_shortest(seed):
    lines = town(seed, kept=1.0)
    start, goal = anywhere(np.random.default_rng(seed), 2)
    expected = max(slow_walk(lines, start, goal), start.distance(goal))
    assert walk(lines, start, goal) == [[pytest.approx(expected, abs=0.01), True]]


@given(st.integers(0, 10_000), st.sampled_from([150.0, 300.0, 800.0]))
def test_other_sites_and_the_order_of_rows_change_nothing(seed, limit):
    rng = np.random.default_rng(seed)
    lines = town(seed)
    plots = [box(x, y, x + 25, y + 30) for x, y in shapely.get_coordinates(anywhere(rng, 6))]
    sites, places = things(*plots), things(*anywhere(rng, 8), prefix="p")
    key = ["site_id", "place"]
    whole = within(street_network(streets(*lines)), sites, places, limit).sort_values(key, ignore_index=True)
    shuffled = streets(*[lines[i] for i in rng.permutation(len(lines))])
    again = within(street_network(shuffled), sites.sample(frac=1, random_state=1), places.iloc[::-1], limit)
    pd.testing.assert_frame_equal(again.sort_values(key, ignore_index=True), whole, check_exact=True)
    alone = within(street_network(streets(*lines)), sites.iloc[[2]], places, limit).sort_values(key, ignore_index=True)
    expected = whole[whole["site_id"] == "s2"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, expected, check_exact=True)


@given(st.integers(0, 10_000))
def test_a_walk_is_as_long_both_ways_and_never_shorter_than_the_straight_line(seed):
    rng = np.random.default_rng(seed)
    network = street_network(streets(*town(seed)))
    plots = [box(x, y, x + 25, y + 30) for x, y in shapely.get_coordinates(anywhere(rng, 5))]
    one, two = things(*plots), things(*anywhere(rng, 5), prefix="p")
    there = within(network, one, two, 2000).set_index(["site_id", "place"])
    back = within(network, two, one, 2000).set_index(["place", "site_id"]).rename_axis(["site_id", "place"])
    pd.testing.assert_frame_equal(there.sort_index(), back.sort_index(), rtol=1e-9)
    straight = [one.geometry[site].distance(two.geometry[place]) for site, place in there.index]
    assert (there["distance_m"] >= np.array(straight) - 1e-9).all()


@given(st.integers(0, 10_000))
def test_without_streets_a_walk_is_the_straight_line_made_longer(seed):
    rng = np.random.default_rng(seed)
    sites, places = things(*anywhere(rng, 4)), things(*anywhere(rng, 9), prefix="p")
    found = within(None, sites, places, 300).set_index(["site_id", "place"])["distance_m"]
    straight = {
        (site, place): one.distance(other) * DETOUR
        for site, one in sites.geometry.items()
        for place, other in places.geometry.items()
    }
    assert found.to_dict() == {pair: walk_m for pair, walk_m in straight.items() if walk_m <= 300}


def test_sites_in_batches_walk_as_sites_alone(monkeypatch):
    rng = np.random.default_rng(7)
    network = street_network(streets(*town(7)))
    sites, places = things(*anywhere(rng, 7)), things(*anywhere(rng, 9), prefix="p")
    whole = within(network, sites, places, 800)
    monkeypatch.setattr("geo.walking.distances._SITES_AT_ONCE", 3)
    pd.testing.assert_frame_equal(within(network, sites, places, 800), whole, check_exact=True)


@given(st.integers(0, 10_000))
def test_rows_come_by_site_then_distance(seed):
    rng = np.random.default_rng(seed)
    sites, places = things(*anywhere(rng, 4)), things(*anywhere(rng, 9), prefix="p")
    found = within(street_network(streets(*town(seed))), sites, places, 500)
    assert found["site_id"].is_monotonic_increasing
    assert found.groupby("site_id")["distance_m"].apply(lambda d: d.is_monotonic_increasing).all()
    assert found["distance_m"].le(500).all()


# Places


def test_one_place_told_by_several_sources():
    def number(*rows):
        table = gpd.GeoDataFrame({"kind": [k for k, _ in rows]}, geometry=[g for _, g in rows], crs=CRS)
        return one_place(table).tolist()

    assert number(("school", Point(0, 0)), ("school", Point(50, 0))) == [0, 0]
    assert number(("school", Point(0, 0)), ("school", Point(50.1, 0))) == [0, 1]
    assert number(("school", Point(0, 0)), ("ccas", Point(0, 0))) == [0, 1]
    assert number(("school", Point(0, 0)), ("school", Point(90, 0)), ("school", Point(45, 0))) == [0, 0, 0]
    assert number(("school", box(0, 0, 40, 40)), ("school", MultiPoint([(60, 20)]))) == [0, 0]
    assert number() == []


def test_a_layer_of_another_region():
    sites = things(Point(0, 0), Point(20_000, 0), Point(20_001, 0))
    assert somewhere_near(sites, things(Point(0, 0))).tolist() == [True, True, False]
    assert somewhere_near(sites, things()).tolist() == [False, False, False]


# Real files


@pytest.fixture(scope="module")
def rodez(real_data):
    file = real_data / "bdtopo" / "bdtopo_v2_12174_olemps.gpkg"
    roads = gpd.read_file(file, layer="ROUTE")
    return roads.assign(walkable=~roads["nature"].isin(["Autoroute", "Quasi-autoroute", "Bretelle"]))


def test_the_streets_of_rodez_hold_together(rodez):
    network = street_network(rodez)
    walkable_m = rodez.length[rodez["walkable"]].sum()
    assert network.length_m[network.part == 1].sum() > 0.98 * walkable_m
    assert len(network.lines) == pytest.approx(len(rodez), rel=0.05)


def test_walks_in_rodez_are_a_third_longer_than_the_straight_line(rodez):
    network = street_network(rodez)
    places = things(*rodez.geometry.interpolate(0.5, normalized=True).iloc[::40], prefix="p")
    sites = things(*shapely.buffer(np.asarray(places.geometry.array)[::6], 15))
    found = within(network, sites, places, 1500)
    assert found["along_streets"].mean() > 0.97
    far = found[found["distance_m"] > 400]
    ends = sites.geometry.loc[far["site_id"]].distance(places.geometry.loc[far["place"]], align=False)
    assert 1.2 < (far["distance_m"].to_numpy() / ends.to_numpy()).mean() < 1.6


def test_the_streets_of_redon_hold_together(real_data):
    lines = gpd.read_file(real_data / "osm" / "redon.osm", layer="lines", on_invalid="ignore")
    roads = lines[lines["highway"].notna()].to_crs(CRS).assign(walkable=True)
    network = street_network(roads)
    assert network.length_m.sum() == pytest.approx(roads.length.sum(), rel=0.01)
    assert len(network.lines) > len(roads)  # ways of OpenStreetMap run through crossings
