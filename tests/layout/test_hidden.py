"""Land that a leg does not see: what is a nook, where it opens, and that no zone is parted by it."""

import numpy as np
import pytest
import shapely
from shapely import Polygon
from shapely.affinity import rotate

from benchmarks.layout_sites import real_sites
from geo.layout.canvas import canvas_of
from geo.layout.hidden import Nook, Parted, housed, parted
from geo.layout.rounds import rounds
from geo.layout.rows import row_of
from geo.layout.slices import cut, unrolled
from geo.layout.spines import Spine
from geo.plans import Zone
from tests.layout.grounds import canvas, spine

EAST = np.array([1.0, 0.0])
ORDER = (Zone.SERVICE, Zone.ACCUEIL, Zone.AROMATIQUES, Zone.POTAGER, Zone.VERGER, Zone.FLEURS)
FACE, WALL = shapely.box(0, 1, 20, 9), shapely.box(8, 3, 21, 4)


def halves(face, land, *, side=1, heading=EAST):
    found = parted(face, heading, side, land)
    return round(sum(part.area for part in found.seen), 1), [
        (abs(round(nook.place, 1)), round(nook.polygon.area, 1)) for nook in found.nooks
    ]


@pytest.mark.parametrize(
    "face", [FACE, Polygon([(0, 1), (20, 1), (23, 9), (-2, 7)]), shapely.box(0, 1, 20, 9).difference(WALL.buffer(-2))]
)
def test_land_without_anything_in_the_way_is_seen(face):
    assert parted(face, EAST, 1, shapely.box(-9, -9, 30, 30)) == Parted((face,))


def test_land_behind_a_wall_opens_where_the_wall_ends():
    face = FACE.difference(WALL)
    assert halves(face, face.union(shapely.box(0, 0, 20, 1))) == (160 - 12 - 60, [(8.0, 60.0)])


def test_it_is_the_same_on_the_other_side_of_the_leg():
    face = shapely.affinity.scale(FACE.difference(WALL), 1, -1, origin=(0, 0))
    assert halves(face, face.union(shapely.box(0, -1, 20, 0)), side=-1) == (88, [(8.0, 60.0)])


@pytest.mark.parametrize("turn", [3.0, 30.0, 75.0, 121.0, 200.0, 333.0])
def test_it_turns_with_the_leg(turn):
    face = FACE.difference(WALL)
    land = face.union(shapely.box(0, 0, 20, 1))
    heading = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    seen, nooks = halves(rotate(face, turn, origin=(0, 0)), rotate(land, turn, origin=(0, 0)), heading=heading)
    assert seen == pytest.approx(88, abs=0.1)
    assert nooks == [(8.0, pytest.approx(60, abs=0.1))]


def test_land_that_opens_on_both_sides_is_no_nook():
    face = FACE.difference(shapely.box(6, 3, 12, 4))
    assert halves(face, face.union(shapely.box(0, 0, 20, 1))) == (pytest.approx(154), [])


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
NORTH = np.array([0.0, 1.0])


def test_land_that_opens_on_nothing_seen_is_shut():
    face = FACE.difference(shapely.box(-1, 3, 21, 4))
    found = parted(face, EAST, 1, face.union(shapely.box(0, 0, 20, 1)))
    assert [round(part.area) for part in found.shut] == [100]
    assert not found.nooks
    assert sum(part.area for part in found.seen) == pytest.approx(40)


def test_shut_land_goes_to_the_side_that_it_opens_on_most():
    other = shapely.box(14, 3.5, 20, 9)
    sides = {0: Parted((SEEN,), shut=(shapely.box(30, 30, 32, 32),)), 1: Parted(shut=(BEHIND,)), 5: Parted((other,))}
    found = housed(sides, {0: EAST, 1: EAST, 5: EAST})
    # 2 m of it open on the first side, half a metre on the last; what leads nowhere stays where it was
    assert found[0].nooks == (Nook(10.0, BEHIND),)
    assert [part.area for part in found[0].seen] == [50.0, 4.0]
    assert found[1] == Parted()
    assert found[5] == Parted((other,))


def test_shut_land_that_opens_at_several_places_can_be_cut():
    found = housed({0: Parted((SEEN,)), 1: Parted(shut=(BEHIND,))}, {0: NORTH, 1: EAST})
    assert found[0].nooks == ()
    assert found[0].seen == (SEEN, BEHIND)


def test_shut_land_behind_a_nook_opens_where_the_nook_does():
    farther = shapely.box(14, 2, 15, 4)
    found = housed({0: Parted((SEEN,)), 1: Parted(shut=(farther, BEHIND))}, {0: EAST, 1: EAST})
    assert {(nook.place, nook.polygon.area) for nook in found[0].nooks} == {(10.0, 8.0), (10.0, 2.0)}


@pytest.mark.parametrize("site", ["130290000A1157", "130290000A0953", "130290000A1147", "130290000A0978"])
def test_the_sides_of_legs_round_a_real_house_are_those_of_its_squares(real_grounds, site):
    where = canvas_of(real_grounds[site], cells=3_000)
    rows = [row for path in rounds(where) if (row := row_of(where, path)) is not None][::9]
    assert len(rows) >= 4
    for row in rows:
        place = row.placed[row.placed[:, 0] >= 0, 0] // 10_000
        for cell in unrolled(where, row.spine).cells:
            squares_m2 = float((place == cell.number).sum()) * where.cell_m2
            assert cell.total_m2 == pytest.approx(squares_m2, abs=0.08 * where.land.area), (row.spine.points, cell)


@pytest.fixture(scope="module")
def real_grounds():
    return {site.ground.site_id: site.ground for site in real_sites()}
