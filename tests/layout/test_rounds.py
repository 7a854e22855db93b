"""Paths round what stands on the land: on it, from its gates, in a few legs that a wheelchair can follow."""

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, box

from benchmarks.layout_sites import real_sites
from geo.layout.canvas import canvas_of
from geo.layout.rounds import rounds
from geo.layout.rows import row_of
from geo.layout.spines import PATH_M
from geo.layout.ways import Ways
from tests.layout.grounds import canvas, ground, rectangle

HOUSE = box(6, 14, 18, 26)


def with_house(house=HOUSE, *, entrances=()):
    return ground(rectangle(30, 40), obstacles=MultiPolygon([house]), entrances=entrances)


@pytest.fixture(scope="module")
def around():
    where = canvas_of(with_house())
    return where, rounds(where)


def test_convex_land_has_nothing_to_go_round():
    assert rounds(canvas()) == []
    assert rounds(canvas_of(with_house(box(14, 20, 16, 22)))) == []


def test_paths_lie_on_the_land_and_begin_at_the_street(around):
    where, found = around
    assert len(found) >= 40
    for path in found:
        axis = LineString(path.points)
        drawn = axis.buffer(PATH_M / 2, cap_style="flat", join_style="mitre")
        assert drawn.intersection(where.land).area > PATH_M * (axis.length - 2 * PATH_M)
        assert drawn.area > 0.97 * PATH_M * axis.length  # it does not run over itself
        assert shapely.intersection(axis, HOUSE).length == 0
        assert where.street.distance(Point(path.gate)) < 0.01


def test_legs_are_few_long_enough_and_without_sharp_turns(around):
    _, found = around
    for path in found:
        steps = np.diff(path.points, axis=0)
        lengths = np.hypot(*steps.T)
        assert 3 <= len(steps) <= 7
        assert lengths.min() >= 1.6
        assert ((steps[1:] * steps[:-1]).sum(axis=1) >= -0.5 * lengths[1:] * lengths[:-1] - 1e-9).all()


def test_some_come_behind_the_house_on_either_side_and_some_leave_a_zone_beside_them(around):
    where, found = around
    axes = [LineString(path.points) for path in found]
    behind = [axis for axis in axes if axis.intersects(box(6, 26, 18, 40))]
    assert any(axis.intersects(box(0, 14, 6, 26)) for axis in behind)
    assert any(axis.intersects(box(18, 14, 30, 26)) for axis in behind)
    clear = [axis.distance(HOUSE) - PATH_M / 2 for axis in axes]
    assert min(clear) < 0.1
    assert any(3.0 <= one <= 3.3 for one in clear)
    rim = where.land.exterior
    deep = [min(Point(point).distance(rim) for point in axis.coords[1:]) for axis in behind]
    assert any(3.2 < one < 3.4 for one in deep)


def test_a_given_entrance_stays():
    gate = Point(27, 0)
    where = canvas_of(with_house(entrances=(gate,)))
    found = rounds(where)
    assert found
    assert all(path.gate.tolist() == [27, 0] for path in found)


def test_the_same_ground_gives_the_same_paths(around):
    again = rounds(canvas_of(with_house()))
    assert [path.points.tobytes() for path in again] == [path.points.tobytes() for path in around[1]]


def test_ways_take_the_best_of_them_after_the_straight_ones():
    ways = Ways(with_house())
    legs = [len(row.spine.points) - 1 for row in ways.many]
    assert legs[:10] != legs[-10:]
    assert max(legs[-10:]) >= 3
    assert 0 < len([row for row in ways.few if any(row.spine is path for path in _spines(ways))]) <= 24


def _spines(ways):
    return [row.spine for row in ways._rounds]


def test_real_houses_are_gone_round():
    grounds = {site.ground.site_id: site.ground for site in real_sites()}
    for name in ("130290000A0953", "130290000A1106", "130290000A1147", "130290000A1159"):
        where = canvas_of(grounds[name])
        rows = [row for path in rounds(where) if (row := row_of(where, path)) is not None]
        assert len(rows) >= 20, name
        assert min(row.lost for row in rows) < 0.05, name
