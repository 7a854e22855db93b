"""What zones lack: on squares, against openings and lengths on exact polygons; then on the exact zones."""

from collections import Counter

import numpy as np
import pytest
import shapely
from shapely import LineString

from geo.layout._fitting import PATH, fitted, served, widths_and_ways
from geo.layout._unrolling import unroll
from geo.layout.fitting import DRAWN, HOPELESS, LACK, Fitter, fitter_of, fitting, lack_of, unseen
from geo.layout.settling import Settler
from geo.layout.spines import spines
from geo.layout.unrolled import LIKE, NUMBERED, Arrangement, arrangements, family_of
from geo.layout.ways import promising
from geo.plans import Zone
from tests.layout.grounds import canvas, ground, programme, rectangle, spine

CLAMART = programme()
ORDER = (Zone.SERVICE, Zone.ACCUEIL, Zone.AROMATIQUES, Zone.POTAGER, Zone.VERGER, Zone.FLEURS)
SQUARE_M = 0.25
ONE = np.zeros((82, 82), np.int64)


def squares(*surfaces):
    """Return a grid of squares of 0.25 m over 20 × 20 m, zone n on the nth surface, and the path on the last."""
    x, y = np.meshgrid((np.arange(80) + 0.5) * SQUARE_M, (np.arange(80) + 0.5) * SQUARE_M)
    zone_of = np.full((82, 82), -1)
    inner = zone_of[1:-1, 1:-1]
    for number, surface in enumerate(surfaces):
        inner[shapely.contains_xy(surface, x, y)] = PATH if number == len(surfaces) - 1 else number
    return zone_of


@pytest.mark.parametrize("width_m", [1.5, 3.0, 4.0])
@pytest.mark.parametrize(
    "shape",
    [
        shapely.box(2, 2, 12, 12),
        shapely.box(2, 2, 12, 5),
        shapely.Polygon([(2, 2), (18, 2), (2, 14)]),
        shapely.box(2, 2, 9, 9).union(shapely.box(9, 2, 14, 3.75)),
        shapely.Point(10, 10).buffer(5),
    ],
    ids=["square", "strip", "triangle", "tail", "round"],
)
def test_what_a_disc_sweeps_is_what_an_opening_keeps(shape, width_m):
    zone_of = squares(shape, shapely.Polygon())
    core = shape.buffer(-(width_m + 0.02) / 2, quad_segs=16)
    kept = core.buffer(width_m / 2, quad_segs=16).area / shape.area
    found, _, count = widths_and_ways(zone_of, 0, ONE, width_m, SQUARE_M)
    assert count * SQUARE_M**2 == pytest.approx(shape.area, rel=0.05)
    assert found == pytest.approx(kept, abs=0.08)


def test_only_the_largest_piece_counts():
    two = shapely.union_all([shapely.box(2, 2, 8, 8), shapely.box(8, 4.5, 12, 5.5), shapely.box(12, 3, 16, 7)])
    found, _, _ = widths_and_ways(squares(two, shapely.Polygon()), 0, ONE, 3.0, SQUARE_M)
    assert found == pytest.approx(36 / two.area, abs=0.05)


def test_the_edge_along_the_path_is_measured():
    zone, path = shapely.box(2, 2, 8, 8), shapely.box(8, 4, 9.5, 18)
    _, along_m, _ = widths_and_ways(squares(zone, path), 0, ONE, 3.0, SQUARE_M)
    assert along_m == pytest.approx(4.0, abs=SQUARE_M)


def test_a_zone_without_squares_has_nothing():
    assert widths_and_ways(squares(shapely.box(2, 2, 8, 8), shapely.Polygon()), 3, ONE, 3.0, SQUARE_M) == (
        0.0,
        0.0,
        0.0,
    )


def test_zones_on_squares_have_their_shares_and_are_whole():
    where, way = canvas(rectangle()), spine((10, 0), (10, 34))
    placed = unroll(way.points, way.joints, where.x, where.y, where.mask, where.cell_m, 0.8)
    shares = np.array([0.36, 0.22, 0.08, 0.16, 0.12, 0.06])
    zone_of, whole = fitted(placed, where.x, where.y, where.mask.shape, where.cell_m, np.arange(6), shares)
    counts = np.array([(zone_of == zone).sum() for zone in range(6)])
    assert counts / counts.sum() == pytest.approx(shares, abs=0.02)
    assert (whole == 1).all()
    assert (zone_of == PATH).sum() == (placed[:, 0] == -1).sum()


def test_loose_parts_go_to_their_neighbour():
    # A wall across the left side: the zone that lies on both sides of it keeps its larger part.
    wall = shapely.multipolygons([shapely.box(0, 26, 9.2, 27)])
    where = canvas_with(wall)
    way = spine((10, 0), (10, 34))
    placed = unroll(way.points, way.joints, where.x, where.y, where.mask, where.cell_m, 0.8)
    shares = np.array([0.36, 0.22, 0.08, 0.16, 0.12, 0.06])
    zone_of, whole = fitted(placed, where.x, where.y, where.mask.shape, where.cell_m, np.arange(6), shares)
    split = int(whole.argmin())
    assert 0.5 < whole[split] < 1, whole
    lots = [shapely.box(column, row, column + 1, row + 1) for row, column in np.argwhere(zone_of == split)]
    largest = max(shapely.area(shapely.get_parts(shapely.union_all(lots))))
    assert largest >= 0.98 * len(lots)


def canvas_with(obstacles):
    from geo.layout.canvas import canvas_of

    return canvas_of(ground(rectangle(), obstacles=obstacles))


def test_each_lack_costs():
    sound, equal = np.ones(6), np.full(6, 1 / 6)
    assert lack_of(sound, sound, equal, sound) == 0
    worse = np.array([0.6, 1, 1, 1, 1, 1])
    costs = [
        lack_of(worse, sound, equal, sound),
        lack_of(sound, worse, equal, sound),
        lack_of(sound, sound, equal, worse),
    ]
    assert min(costs) > 5


@pytest.mark.parametrize(
    ("along_m", "from_gate_m", "street_m", "seen"),
    [(2.4, 20, 30, True), (2.3, 20, 30, False), (0, 2.7, 30, True), (0, 2.8, 30, False), (0.85, 20, 3, True)],
)
def test_flowers_line_the_street_or_the_gate(along_m, from_gate_m, street_m, seen):
    assert (unseen(along_m, from_gate_m, street_m) == 0) is seen


def test_the_street_counts_on_squares_and_on_exact_zones():
    way = spine((10, 0), (10, 34))
    seen = Arrangement(way, ORDER, 0.0)
    hidden = Arrangement(
        way, (Zone.POTAGER, Zone.VERGER, Zone.FLEURS, Zone.SERVICE, Zone.ACCUEIL, Zone.AROMATIQUES), 0.0
    )
    where = canvas(rectangle())
    for lack in (fitter_of(where.ground, CLAMART).lack, Settler(where, CLAMART).lack):
        assert lack(hidden) >= lack(seen) + 14


def fitted_at_once(fitter, found):
    """Return what fitting yields, in its order, with everything looked at first."""
    lacks = [fitter.lack(one) for one in found]
    kept = [
        (one.score - LACK * lack, place, one, lack)
        for place, (one, lack) in enumerate(zip(found, lacks, strict=True))
        if lack <= HOPELESS
    ]
    seen, ranked = Counter(), []
    for score, _, one, lack in sorted(kept, key=lambda item: (-item[0], item[1])):
        ranked.append((score - LIKE * seen[family_of(one)], one.spine, one.order, lack))
        seen[family_of(one)] += 1
    return sorted(ranked, key=lambda item: -item[0])


def test_the_best_fit_comes_first_and_the_hopeless_are_left_out():
    where = canvas(rectangle(9, 30))
    found = arrangements(where, CLAMART, promising(where, spines(where, 60))[:30])
    fitter = fitter_of(where.ground, CLAMART)
    kept, expected = list(fitting(fitter, found)), fitted_at_once(fitter, found)
    assert len(kept) == len(expected) < len(found)
    assert [one.lack for one in kept] == [lack for *_, lack in expected]
    assert all(
        one.spine is spine and one.order == order for one, (_, spine, order, _) in zip(kept, expected, strict=True)
    )
    assert any(one.lack <= DRAWN for one in kept)


def test_no_more_is_looked_at_than_is_asked_for(monkeypatch):
    where = canvas(rectangle(20, 40))
    found = arrangements(where, CLAMART, promising(where, spines(where, 60))[:30])
    fitter, looked_at = fitter_of(where.ground, CLAMART), []
    monkeypatch.setattr(Fitter, "lack", lambda _, one: looked_at.append(one) or 0.0)
    assert next(fitting(fitter, found)).spine is found[0].spine
    assert len(looked_at) == 1


def test_a_neck_narrower_than_a_disc_by_less_than_a_square_parts_the_land():
    # Two rooms joined by a neck of 3.90 m between walls: an orchard 4 m wide cannot go through, vegetables can.
    outline = shapely.union_all([shapely.box(0, 0, 20, 20), shapely.box(20, 6, 26, 9.9), shapely.box(26, 0, 46, 20)])
    bodies = fitter_of(ground(shapely.Polygon(outline.exterior)), CLAMART).bodies
    orchard, vegetables = (bodies[NUMBERED.index(zone)] for zone in (Zone.VERGER, Zone.POTAGER))
    assert np.unique(orchard).tolist() == [0, 1]
    assert np.unique(vegetables).tolist() == [0]
    assert orchard[:, 5][orchard[:, 5] >= 0].max() != orchard[20, -6]


def test_a_disc_does_not_sweep_two_bodies():
    zone_of = squares(shapely.box(2, 2, 18, 8), shapely.Polygon())
    body_of = np.where(np.arange(82) < 30, 0, 1) * np.ones((82, 1), np.int64)
    found, _, _ = widths_and_ways(zone_of, 0, body_of, 3.0, SQUARE_M)
    whole, _, _ = widths_and_ways(zone_of, 0, ONE, 3.0, SQUARE_M)
    assert whole > 0.95
    assert found == pytest.approx(12 / 16, abs=0.08)


def test_what_lies_near_the_path_is_served():
    zone, path = shapely.box(2, 2, 18, 8), shapely.box(2, 0, 4, 2)
    assert served(squares(zone, path), 0, 30.0, SQUARE_M) == 1.0
    near = zone.intersection(path.buffer(5.0)).area / zone.area
    assert served(squares(zone, path), 0, 5.0, SQUARE_M) == pytest.approx(near, abs=0.05)
    assert served(squares(zone, shapely.Polygon()), 0, 5.0, SQUARE_M) == 0.0


def test_exact_zones_lack_nothing_on_a_wide_site():
    where = canvas(rectangle(20, 40))
    rows = promising(where, spines(where, 60))[:30]
    found = list(fitting(fitter_of(where.ground, CLAMART), arrangements(where, CLAMART, rows)))
    assert min(Settler(where, CLAMART).lack(one) for one in found[:10]) == 0


def test_measuring_has_an_end():
    where = canvas(rectangle())
    settler = Settler(where, CLAMART, left=1)
    one = Arrangement(spine((10, 0), (10, 34)), ORDER, 0.0)
    assert settler.lack(one) < np.inf
    assert settler.lack(one) == np.inf


def test_a_path_off_the_street_has_no_flowers_to_see():
    where = ground(rectangle(), street=LineString())
    assert not fitter_of(where, CLAMART).front.any()
