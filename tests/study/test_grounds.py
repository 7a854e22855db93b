import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.affinity import rotate

from geo.errors import LayoutError
from geo.study.grounds import Surroundings, prepare

CRS = "EPSG:2154"
WEST, SOUTH = 650_000, 6_860_000
PLOT = box(WEST, SOUTH, WEST + 30, SOUTH + 20)


def shapes(*given):
    return np.array(given, dtype=object)


def here(west, south, east, north):
    return box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def line(*places):
    return LineString([(WEST + x, SOUTH + y) for x, y in places])


def point(x, y):
    return Point(WEST + x, SOUTH + y)


def ready(shape=PLOT, **around):
    return prepare("here", shape, Surroundings(CRS, **around))


def texts(prepared):
    return [str(note) for note in prepared.notes]


@pytest.mark.parametrize("away", [0.0, 0.25, -0.25])
def test_the_boundary_near_a_street_line_is_the_street_side(away):
    prepared = ready(street=shapes(line((0, 20 + away), (30, 20 + away))))
    assert prepared.ground.street.equals(line((0, 20), (30, 20)))
    assert prepared.ground.street_known
    assert prepared.notes == ()


def test_a_street_that_is_a_surface_or_goes_round_the_corner_counts_too():
    prepared = ready(street=shapes(here(-5, 20.1, 35, 27), line((30, -5), (30, 8))))
    assert prepared.ground.street.length == pytest.approx(30 + 8)
    assert prepared.ground.street_known


def test_a_street_out_of_reach_is_told_and_the_longest_side_taken():
    prepared = ready(street=shapes(line((0, 20.4), (30, 20.4))))
    assert not prepared.ground.street_known
    assert prepared.ground.street.length == 30
    assert "No street touches this site" in texts(prepared)[0]


def test_without_a_street_the_longest_side_without_neighbour_is_taken_and_told():
    south, north, west = here(-5, -20, 35, -0.5), here(-5, 20.9, 35, 40), here(-20, 0, 0, 20)
    prepared = ready(parcels=shapes(PLOT, south, north, west))
    # what is within 1 m of the neighbours in the south and in the north is not free either
    assert prepared.ground.street.bounds == pytest.approx((WEST + 30, SOUTH + 0.5, WEST + 30, SOUTH + 19.9))
    assert not prepared.ground.street_known
    assert "No street is known here" in texts(prepared)[0]
    assert "19.4 m" in texts(prepared)[0]


def test_a_side_drawn_in_pieces_is_one_side():
    bent = Polygon([(0, 0), (10, 0.01), (20, 0), (20, 18), (0, 18)])
    prepared = ready(shapely.transform(bent, lambda points: points + np.array([WEST, SOUTH])))
    assert prepared.ground.street.length == pytest.approx(20, abs=0.01)
    assert len(prepared.ground.street.coords) == 3


def test_an_assembly_that_overlaps_the_site_is_no_neighbour():
    prepared = ready(parcels=shapes(PLOT, here(-30, 0, 30, 20), here(0, -20, 30, 0)))
    assert prepared.ground.street.equals(line((0, 20), (30, 20)))


def test_an_enclosed_site_gets_its_longest_side_all_the_same():
    assert ready(parcels=shapes(here(-9, -9, 40, 40).difference(PLOT))).ground.street.length == 30


def test_a_wall_on_the_boundary_is_no_street():
    prepared = ready(buildings=shapes(here(0, 20, 30, 28)))
    assert prepared.ground.street.equals(line((0, 0), (30, 0)))


def test_a_round_site_has_a_front_that_a_gate_fits_in():
    assert ready(point(0, 0).buffer(9)).ground.street.length >= 3


def test_gates_near_the_outline_belong_to_it_and_stay():
    prepared = ready(gates=shapes(point(10, 20), point(30.02, 5), point(12, 21.5), point(12, 22.1), point(50, 5)))
    assert [(p.x - WEST, p.y - SOUTH) for p in prepared.ground.entrances] == [
        (10, 20), (pytest.approx(30.02), 5), (12, 20),
    ]  # fmt: skip
    assert [text for text in texts(prepared) if "entrance" in text] == [
        "An entrance 1.5 m off the outline was put on it."
    ]


def test_what_stands_on_the_site_is_kept_and_what_stands_around_it_is_a_neighbour():
    prepared = ready(
        obstacles=shapes(here(2, 2, 5, 5), here(28, 18, 40, 40), here(90, 90, 99, 99)),
        buildings=shapes(here(20, -5, 26, 4), here(-10, 5, 0.1, 9), here(60.5, 0, 61.5, 9), here(55, 0, 59, 9)),
    )
    ground = prepared.ground
    assert ground.obstacles.area == pytest.approx(9 + 4 + 24)
    assert ground.neighbours.area == pytest.approx(30 + 40 + 36)
    assert ground.usable.area == pytest.approx(600 - 37)


def test_what_obstacles_cut_off_is_left_out_and_told():
    wall = here(18, 0, 20, 19)
    street = shapes(line((0, 0), (18, 0)))
    cut = ready(obstacles=shapes(wall), street=street)
    assert cut.ground.out_of_reach.area == pytest.approx(200, abs=3)
    assert cut.ground.usable.area == pytest.approx(600 - 38 - 200, abs=3)
    assert texts(cut) == [
        f"{round(cut.ground.out_of_reach.area)} m² behind what stands there cannot be reached by an accessible path: "
        "they are left out."
    ]
    wide = ready(obstacles=shapes(here(18, 0, 20, 18.5)), street=street)
    assert wide.ground.out_of_reach.is_empty
    assert texts(wide) == []


def test_a_given_gate_says_which_side_of_a_wall_is_the_garden():
    around = {"obstacles": shapes(here(18, 0, 20, 19)), "street": shapes(line((0, 0), (30, 0)))}
    assert ready(**around).ground.out_of_reach.centroid.x > WEST + 20
    assert ready(**around, gates=shapes(point(25, 0))).ground.out_of_reach.centroid.x < WEST + 18


def test_obstacles_that_overlap_count_once():
    prepared = ready(obstacles=shapes(here(2, 2, 6, 6)), buildings=shapes(here(4, 2, 8, 6)))
    assert prepared.ground.obstacles.area == pytest.approx(24)
    assert prepared.ground.obstacles.is_valid


def test_the_largest_part_counts_and_the_others_are_told():
    prepared = ready(MultiPolygon([here(0, 0, 5, 5), here(10, 0, 30, 20)]))
    assert prepared.ground.outline.area == 400
    assert texts(prepared)[0] == "The site is in 2 parts: the largest, 400 m², is laid out."


def test_an_outline_that_crosses_itself_is_repaired_and_told():
    bow = Polygon([(WEST, SOUTH), (WEST + 30, SOUTH + 30), (WEST + 30, SOUTH), (WEST, SOUTH + 10)])
    prepared = ready(bow)
    assert prepared.ground.outline.is_valid
    assert "repaired" in texts(prepared)[0]


@pytest.mark.parametrize("shape", [Polygon(), LineString([(0, 0), (9, 9)]), here(0, 0, 20, 0.0001)])
def test_a_site_without_area_is_refused(shape):
    with pytest.raises(LayoutError, match="no area"):
        ready(shape)


def test_the_latitude_is_that_of_the_place():
    assert ready().ground.latitude_deg == pytest.approx(48.838, abs=0.01)


@given(
    st.floats(0, 360), st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60)), min_size=3, max_size=9, unique=True)
)
def test_whatever_the_outline_the_ground_is_sound(angle, corners):
    shape = rotate(Polygon([(WEST + x, SOUTH + y) for x, y in corners]), angle)
    assume(shape.buffer(0).area > 1)
    around = {
        "buildings": shapes(here(-10, -10, 10, 4)),
        "gates": shapes(point(0, 0)),
        "parcels": shapes(shape.buffer(0)),
    }
    ground = ready(shape, **around).ground
    assert ground.outline.is_valid
    assert ground.street.length > 0
    assert (
        shapely.hausdorff_distance(
            shapely.intersection(ground.street.buffer(1e-6), ground.outline.boundary), ground.street
        )
        < 1e-3
    )
    assert all(gate.distance(ground.outline.boundary) <= 0.05 for gate in ground.entrances)
    assert ground.obstacles.difference(ground.outline.buffer(2e-3)).area == pytest.approx(0, abs=1e-6)
    assert ground.neighbours.intersection(ground.outline.buffer(-2e-3)).area == pytest.approx(0, abs=1e-6)
