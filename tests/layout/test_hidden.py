"""Land that a leg does not see: what is a nook, where it opens, and that no zone is parted by it."""

import numpy as np
import pytest
import shapely
from shapely import Polygon
from shapely.affinity import rotate

from benchmarks.layout_sites import real_sites
from geo.layout.canvas import canvas_of
from geo.layout.hidden import Side, housed, parted
from geo.layout.rounds import rounds
from geo.layout.rows import row_of
from geo.layout.slices import cut, unrolled
from geo.layout.spines import Spine
from geo.plans import Zone
from tests.layout.grounds import canvas, spine

LEG = np.array([(0.0, 0.0), (20.0, 0.0)])
ORDER = (Zone.SERVICE, Zone.ACCUEIL, Zone.AROMATIQUES, Zone.POTAGER, Zone.VERGER, Zone.FLEURS)
FACE, WALL = shapely.box(0, 1, 20, 9), shapely.box(8, 3, 21, 4)


def halves(face, land, *, side=1, leg=LEG):
    seen, hidden = parted(face, leg, side, land)
    return round(sum(part.area for part in seen), 1), sorted(round(part.area, 1) for part in hidden)


@pytest.mark.parametrize(
    "face", [FACE, Polygon([(0, 1), (20, 1), (23, 9), (-2, 7)]), shapely.box(0, 1, 20, 9).difference(WALL.buffer(-2))]
)
def test_land_without_anything_in_the_way_is_seen(face):
    assert parted(face, LEG, 1, shapely.box(-9, -9, 30, 30)) == ([face], [])


def test_land_behind_a_wall_is_hidden():
    face = FACE.difference(WALL)
    assert halves(face, face.union(shapely.box(0, 0, 20, 1))) == (160 - 12 - 60, [60.0])


def test_it_is_the_same_on_the_other_side_of_the_leg():
    face = shapely.affinity.scale(FACE.difference(WALL), 1, -1, origin=(0, 0))
    assert halves(face, face.union(shapely.box(0, -1, 20, 0)), side=-1) == (88, [60.0])


@pytest.mark.parametrize("turn", [3.0, 30.0, 75.0, 121.0, 200.0, 333.0])
def test_it_turns_with_the_leg(turn):
    face = FACE.difference(WALL)
    land = face.union(shapely.box(0, 0, 20, 1))
    leg = shapely.get_coordinates(rotate(shapely.LineString(LEG), turn, origin=(0, 0)))
    seen, hidden = halves(rotate(face, turn, origin=(0, 0)), rotate(land, turn, origin=(0, 0)), leg=leg)
    assert seen == pytest.approx(88, abs=0.1)
    assert hidden == [pytest.approx(60, abs=0.1)]


def test_a_leg_that_ends_before_a_wall_sees_past_it_aslant():
    # The leg points at a house. What lies beside the house is seen from the end of the leg, what lies behind it is not.
    house = shapely.box(10, 0, 14, 3)
    land = shapely.box(0, 0, 24, 9).difference(house)
    _, hidden = parted(land, np.array([(0.0, 0.0), (8.0, 0.0)]), 1, land)
    [behind] = hidden
    assert behind.bounds == pytest.approx((14, 0, 24, 9), abs=0.01)


def test_a_line_of_sight_may_run_along_the_street():
    slanted = Polygon([(0, 0.02), (6, -0.3), (20, 0.5), (20, 9), (0, 9)])
    assert parted(slanted, np.array([(0.0, 0.0), (20.0, 0.0)]), 1, slanted) == ([slanted], [])


def test_a_nook_belongs_to_one_zone_whole():
    outline = Polygon([(0, 0), (24, 0), (24, 30), (12, 30), (12, 20), (19, 20), (19, 12), (0, 12)])
    where = canvas(outline)
    path = Spine(np.array([(2.0, 0.0), (2.0, 6.0), (21.5, 6.0)]), np.array([2.0, 0.0]))
    land = unrolled(where, path)
    nooks = [nook for cell in land.cells for nook in cell.nooks]
    assert [round(nook.polygon.area) for nook in nooks] == [7 * 10]
    for first in (20.0, 40.0, 60.0, 80.0):
        rest = (land.area_m2 - first) / 5
        zones = cut(land, ORDER, {zone: first if zone is Zone.SERVICE else rest for zone in ORDER})
        holding = [zone for zone in ORDER if zones[zone].intersection(nooks[0].polygon).area > 0.1]
        assert len(holding) == 1
        assert sum(shape.area for shape in zones.values()) == pytest.approx(land.area_m2, abs=0.1)


def test_a_path_has_no_sharp_point_at_an_oblique_street():
    slanted = Polygon([(0, 0), (20, 30), (-20, 45), (-30, 30)])
    paths = unrolled(canvas(slanted), spine((40, 18), (25, 40))).paths
    wheel = paths.buffer(-0.75).buffer(0.75 * 1.45)
    assert max((part.area for part in shapely.get_parts(paths.difference(wheel))), default=0.0) < 0.5
    assert paths.area > 25


SEEN, BEHIND = shapely.box(0, 0, 10, 5), shapely.box(10, 2, 14, 4)
EAST, NORTH = np.array([1.0, 0.0]), np.array([0.0, 1.0])
OTHER = shapely.box(14, 3.5, 20, 9)


def nooks_of(side):
    return [(round(nook.place, 1), nook.polygon) for nook in side.nooks]


@pytest.mark.parametrize("home", [0, 1, 5])
def test_hidden_land_goes_to_the_side_that_it_opens_on_most(home):
    # 2 m of it open on the first side, half a metre on the last.
    sides = {0: Side(EAST, (SEEN,)), 1: Side(EAST), 5: Side(EAST, (OTHER,))}
    found = housed(sides, [(home, BEHIND)])
    assert nooks_of(found[0]) == [(10.0, BEHIND)]
    assert found[0].polygons == (SEEN,)
    assert found[1].polygons == found[1].nooks == ()
    assert found[5].polygons == (OTHER,)
    assert found[5].nooks == ()


def test_hidden_land_that_leads_nowhere_stays_where_it_was():
    away = shapely.box(30, 30, 32, 32)
    found = housed({0: Side(EAST, (SEEN,)), 1: Side(NORTH)}, [(1, away)])
    assert found[1].polygons == (away,)
    assert found[0].polygons == (SEEN,)


def test_hidden_land_that_opens_at_several_places_can_be_cut():
    found = housed({0: Side(NORTH, (SEEN,)), 1: Side(EAST)}, [(1, BEHIND)])
    assert found[0].nooks == ()
    assert found[0].polygons == (SEEN, BEHIND)


def test_hidden_land_behind_a_nook_opens_where_the_nook_does():
    farther = shapely.box(14, 2, 15, 4)
    found = housed({0: Side(EAST, (SEEN,)), 1: Side(EAST)}, [(1, farther), (1, BEHIND)])
    assert nooks_of(found[0]) == [(10.0, BEHIND), (10.0, farther)]


@pytest.mark.parametrize("site", ["130290000A1157", "130290000A0975", "130290000A1147", "130290000A0978"])
def test_most_paths_round_a_real_house_part_the_land_as_squares_do(real_grounds, site):
    # The fronts of two legs meet somewhere behind a house on squares, and hidden land goes whole to one in cuts: what
    # is far from that would be a mistake in one of the two.
    where = canvas_of(real_grounds[site], cells=3_000)
    rows = [row for path in rounds(where) if (row := row_of(where, path)) is not None][::5]
    off = []
    for row in rows:
        place = row.placed[row.placed[:, 0] >= 0, 0] // 10_000
        cells = {cell.number: cell.total_m2 for cell in unrolled(where, row.spine).cells}
        squares = {number: float((place == number).sum()) * where.cell_m2 for number in np.unique(place).tolist()}
        away_m2 = sum(abs(cells.get(number, 0.0) - squares.get(number, 0.0)) for number in {*cells, *squares})
        off.append(away_m2 / where.land.area)
        assert sum(cells.values()) == pytest.approx(sum(squares.values()), rel=0.03)
    assert len(rows) >= 6
    assert np.quantile(off, 0.7) < 0.1


@pytest.fixture(scope="module")
def real_grounds():
    return {site.ground.site_id: site.ground for site in real_sites()}
