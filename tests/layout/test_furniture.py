"""Furniture: rectangles snug against edges, the service zone, the place where people meet."""

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon

from geo.layout.furnish import bedded, furnished
from geo.layout.furnish.furniture import gathering, raised_beds, small_things, taps, watered
from geo.layout.furnish.packing import snug, take
from geo.layout.furnish.service import reached, service_objects
from geo.plans import ObjectKind, PlannedObject, Zone
from tests.layout.grounds import programme
from tests.layout.handmade import handmade_plan

NOWHERE = MultiPolygon()


def of_kind(objects, *kinds):
    return [thing.footprint for thing in objects if thing.kind in kinds]


def assert_apart(shapes):
    for number, shape in enumerate(shapes):
        assert all(shape.intersection(other).area < 1e-6 for other in shapes[number + 1 :])


@st.composite
def stars(draw):
    count = draw(st.integers(3, 9))
    turn = 2 * np.pi * np.arange(count) / count
    reach = np.array(draw(st.lists(st.floats(1.5, 9), min_size=count, max_size=count)))
    return Polygon(np.column_stack([reach * np.cos(turn), reach * np.sin(turn)]))


@given(stars(), st.floats(0.3, 4), st.floats(0.3, 3))
def test_boxes_lie_inside(free, length, depth):
    boxes = snug(free, [(length, depth)])
    assert shapely.covers(free, boxes).all()
    assert shapely.area(boxes) == pytest.approx(np.full(len(boxes), length * depth))
    assert shapely.distance(boxes, free.boundary) == pytest.approx(np.full(len(boxes), 0.06), abs=0.061)


@given(st.floats(2, 9), st.floats(2, 9))
def test_a_rectangle_holds_boxes_along_all_its_edges(width, depth):
    boxes = snug(shapely.box(0, 0, width, depth), [(1.0, 0.5)])
    west, south, east, north = (
        shapely.bounds(boxes).min(axis=0).tolist()[:2] + shapely.bounds(boxes).max(axis=0).tolist()[2:]
    )
    assert (west, south) == pytest.approx((0.06, 0.06))
    assert (width - east, depth - north) == pytest.approx((0.06, 0.06))


def test_no_box_where_there_is_no_room():
    assert len(snug(shapely.box(0, 0, 2, 2), [(2.5, 1.0)])) == 0
    assert len(snug(Polygon(), [(1.0, 1.0)])) == 0
    assert len(snug(shapely.box(0, 0, 5, 5), [])) == 0


def test_boxes_of_every_part():
    parts = MultiPolygon([shapely.box(0, 0, 3, 3), shapely.box(10, 0, 13, 3)])
    boxes = snug(parts, [(2.0, 1.0)])
    assert {bool(box.bounds[0] > 5) for box in boxes} == {True, False}


def test_the_cheapest_free_box_is_taken():
    boxes = np.array([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1), shapely.box(4, 0, 5, 1)], object)
    free = shapely.box(1.5, 0, 9, 9)
    assert take(free, boxes, np.array([0.0, 2.0, 1.0])).equals(boxes[2])
    assert take(free, boxes, np.array([0.0, 1.0, 1.0])).equals(boxes[1])
    assert take(free, boxes, np.array([0.0, np.inf, np.inf])) is None


SERVICE = shapely.box(0, 0, 6, 5.5)
WAY = shapely.box(0, -1.6, 6, 0)


def assert_service(objects, zone, paths):
    footprints = [thing.footprint for thing in objects]
    assert all(zone.buffer(1e-6).covers(footprint) for footprint in footprints)
    assert_apart(footprints)
    assert reached(footprints, zone, paths)
    sheds, bays = of_kind(objects, ObjectKind.SHED), of_kind(objects, ObjectKind.COMPOSTER)
    tanks = of_kind(objects, ObjectKind.TANK)
    assert len(sheds) == len(tanks) == 1
    assert len(bays) in {2, 3}
    assert all(bay.area == pytest.approx(1.0) for bay in bays)
    assert tanks[0].bounds[2] - tanks[0].bounds[0] == pytest.approx(1.2)
    return sheds[0].area, len(bays)


def test_a_service_zone_has_shed_compost_and_tank():
    found = service_objects(SERVICE, WAY, NOWHERE)
    assert assert_service(found, SERVICE, WAY) == (pytest.approx(5.0, abs=0.05), 3)


@given(st.floats(3, 8), st.floats(3.5, 8), st.floats(0, 90))
def test_service_zones_of_every_size(width, depth, turn):
    zone, paths = (
        shapely.affinity.rotate(shape, turn, origin=(0, 0))
        for shape in (shapely.box(0, 0, width, depth), shapely.box(0, -1.6, width, 0))
    )
    found = service_objects(zone, paths, NOWHERE)
    if width * depth >= 20:
        assert found
    if found:
        shed, _ = assert_service(found, zone, paths)
        assert shed <= 5.05


def test_a_zone_that_is_too_small_has_no_furniture():
    assert service_objects(shapely.box(0, 0, 2, 2), WAY, NOWHERE) == ()


def test_a_large_shed_only_where_wanted_and_on_a_large_zone():
    large = shapely.box(0, 0, 9, 6)
    assert of_kind(service_objects(large, WAY, NOWHERE, shed_m2=12), ObjectKind.SHED)[0].area == pytest.approx(10)
    assert of_kind(service_objects(large, WAY, NOWHERE), ObjectKind.SHED)[0].area <= 5.05
    assert of_kind(service_objects(SERVICE, WAY, NOWHERE, shed_m2=12), ObjectKind.SHED)[0].area <= 5.05


@pytest.mark.parametrize("shed_m2", [3.0, 3.5, 4.0, 5.0, 6.0, 8.0, 10.0])
def test_no_shed_is_larger_than_the_programme_wants(shed_m2):
    shed = of_kind(service_objects(shapely.box(0, 0, 9, 6), WAY, NOWHERE, shed_m2=shed_m2), ObjectKind.SHED)[0]
    assert shed.area <= shed_m2 + 1e-6


def test_compost_keeps_off_the_neighbours():
    house = MultiPolygon([shapely.box(-6, 0, -2, 6)])
    found = service_objects(shapely.box(0, 0, 9, 6), WAY, house)
    assert min(bay.distance(house) for bay in of_kind(found, ObjectKind.COMPOSTER)) >= 5
    # where the whole zone is near them, compost stands all the same: the rules tell
    near = service_objects(SERVICE, WAY, MultiPolygon([shapely.box(-6, -9, -0.5, 6), shapely.box(6.5, -9, 9, 9)]))
    assert len(of_kind(near, ObjectKind.COMPOSTER)) >= 2


def test_a_way_of_70_cm_leads_to_what_is_reached():
    zone = shapely.box(0, 0, 5, 4)
    far = shapely.box(0, 3, 1, 4)
    for gap, open_way in ((0.80, True), (0.75, True), (0.66, False), (0.5, False)):
        wall = shapely.box(gap, 1, 5, 2)
        assert reached([wall, far], zone, WAY) is open_way


@given(st.floats(4.2, 10), st.floats(4.5, 12))
def test_the_place_where_people_meet(width, depth):
    zone = shapely.box(0, 0, width, depth)
    objects, circle = gathering(zone)
    footprints = [thing.footprint for thing in objects]
    assert all(zone.covers(footprint) for footprint in footprints)
    assert_apart(footprints)
    assert len(of_kind(objects, ObjectKind.TABLE)) == (2 if zone.area >= 45 else 1)
    assert len(of_kind(objects, ObjectKind.BENCH)) >= 2
    assert zone.buffer(1e-6).covers(circle)
    assert circle.area == pytest.approx(np.pi * 1.52**2, rel=0.01)
    assert all(footprint.disjoint(circle) or footprint.intersection(circle).area < 1e-6 for footprint in footprints)


def test_a_place_too_narrow_for_a_circle_has_seats():
    objects, circle = gathering(shapely.box(0, 0, 2.5, 8))
    assert circle.is_empty
    assert of_kind(objects, ObjectKind.TABLE)


def test_raised_beds_stand_along_the_path():
    herbs, flowers, path = shapely.box(0, 0, 6, 4), shapely.box(8, 0, 12, 4), shapely.box(0, -1.6, 12, 0)
    stone = PlannedObject(ObjectKind.TAP, shapely.box(0, 0, 0.25, 0.25))
    found = raised_beds([herbs, flowers], path, 2, [stone])
    beds = of_kind(found, ObjectKind.RAISED_BED)
    assert len(beds) == 2
    assert all(herbs.covers(bed) and bed.distance(path) <= 1.0 for bed in beds)
    assert_apart([*beds, stone.footprint])
    assert beds[0].distance(beds[1]) >= 0.2 - 1e-6
    more = of_kind(raised_beds([herbs, flowers], path, 7, []), ObjectKind.RAISED_BED)
    assert {flowers.covers(bed) for bed in more} == {True, False}
    assert raised_beds([shapely.box(0, 5, 6, 9)], path, 2, []) == ()


@pytest.mark.parametrize("length", [10, 60, 120])
def test_every_bed_is_near_a_tap(length):
    zones = {Zone.POTAGER: shapely.box(0, 0, length, 8), Zone.FLEURS: shapely.box(0, -6, length, -1.6)}
    path = shapely.box(0, -1.6, length, 0)
    beds = [shapely.box(x, 1, x + 1.2, 7) for x in np.arange(1, length - 2, 2.0)]
    found, dry = taps(zones, path, beds, [])
    assert not len(dry)
    points = of_kind(found, ObjectKind.TAP)
    corners = shapely.points(shapely.get_coordinates(np.array(beds, object)))
    assert shapely.distance(corners[:, None], np.array(points, object)[None, :]).min(axis=1).max() <= 25
    assert len(points) <= length / 30 + 1
    assert all(tap.distance(path) <= 0.5 for tap in points)
    assert_apart([*points, *beds])
    assert all(any(zone.covers(tap) for zone in zones.values()) for tap in points)
    assert taps(zones, path, [], [])[0] == ()


def test_small_things_stand_near_the_gate_and_off_what_is_reserved():
    zones = {Zone.FLEURS: shapely.box(0, 0, 9, 4), Zone.ACCUEIL: shapely.box(12, 0, 18, 8)}
    reserved, table = shapely.box(0, 0, 3, 4), PlannedObject(ObjectKind.TABLE, shapely.box(4, 1, 6, 2))
    found = small_things(zones, Point(9, -1), [table], reserved)
    assert [thing.kind for thing in found] == [ObjectKind.NOTICE_BOARD, ObjectKind.BIKE_RACK, ObjectKind.INSECT_HOTEL]
    for thing in found:
        assert any(zone.covers(thing.footprint) for zone in zones.values())
        assert thing.footprint.intersection(reserved).area == 0
        assert thing.footprint.distance(table.footprint) >= 0.4 - 1e-6
    assert_apart([thing.footprint for thing in found])
    assert found[0].footprint.distance(Point(9, -1)) < 2


def test_the_garden_drawn_by_hand_is_furnished_again():
    plan = furnished(bedded(handmade_plan()), programme())
    footprints = [thing.footprint for thing in plan.objects]
    assert {thing.kind for thing in plan.objects} == set(ObjectKind)
    zones = shapely.union_all(list(plan.zones.values()))
    assert all(zones.buffer(1e-6).covers(footprint) for footprint in footprints)
    assert_apart([*footprints, *plan.beds])
    assert len(plan.trees) >= 5
    stems = np.array([tree.place for tree in plan.trees], object)
    assert shapely.covers(plan.zones[Zone.VERGER], stems).all()
    assert shapely.covers(plan.zones[Zone.POTAGER].buffer(1e-6), np.array(plan.beds, object)).all()
    assert len(of_kind(plan.objects, ObjectKind.RAISED_BED)) == 2
    residence = furnished(bedded(handmade_plan()), programme("residence"))
    assert len(of_kind(residence.objects, ObjectKind.RAISED_BED)) == 4


def test_a_bed_makes_room_for_a_tap_where_nothing_else_does():
    # Vegetables 58 m long on a path, with beds 0.15 m from it all along; a tap finds room in the west alone.
    zones = {Zone.POTAGER: shapely.box(0, 0, 57.7, 12), Zone.ACCUEIL: shapely.box(-6, 0, 0, 12)}
    path = shapely.box(-6, 12, 57.7, 13.6)
    places = 0.2 + 1.7 * np.arange(34)
    rows = [shapely.box(x, 1.0 if number == 20 else 0.2, x + 1.2, 11.85) for number, x in enumerate(places)]
    alone, dry = taps(zones, path, rows, [])
    assert len(alone) == 1
    assert dry[:, 0].min() > 20
    beds, found = watered(zones, path, rows, [])
    assert len(rows) - 4 <= len(beds) < len(rows)
    assert rows[20] not in beds
    middles = shapely.get_coordinates([tap.footprint.centroid for tap in found])
    away = [np.hypot(*(middles - corner).T).min() for corner in shapely.get_coordinates(list(beds))]
    assert max(away) <= 25
    near = {Zone.POTAGER: shapely.box(0, 0, 20, 12), Zone.ACCUEIL: shapely.box(-6, 0, 0, 12)}
    assert watered(near, path, rows[:10], []) == (tuple(rows[:10]), taps(near, path, rows[:10], [])[0])
