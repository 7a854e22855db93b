"""The plan drawn by hand is accepted; broken in one way, it is rejected by the rule of that way."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from shapely import MultiPolygon, Polygon
from shapely.affinity import rotate, scale

from geo.layout.rules import check
from geo.plans import ObjectKind, Plan, PlannedObject, PlannedTree, Zone
from tests.layout.handmade import (
    BOXES,
    box,
    handmade_ground,
    handmade_plan,
    handmade_programme,
    handmade_terrain,
    line,
    point,
    raster,
)

Mutation = Callable[[Plan], Plan]
PLAN = handmade_plan()


def zone(which: Zone, shape: Polygon) -> Mutation:
    return lambda plan: replace(plan, zones={**plan.zones, which: shape})


def without_zone(which: Zone) -> Mutation:
    return lambda plan: replace(plan, zones={z: shape for z, shape in plan.zones.items() if z != which})


def ground(**changes) -> Mutation:
    return lambda plan: replace(plan, ground=replace(plan.ground, **changes))


def path(shape) -> Mutation:
    return lambda plan: replace(plan, paths=shape)


def gate(x: float, y: float) -> Mutation:
    return lambda plan: replace(plan, entrance=point(x, y))


def free_gate(x: float, y: float) -> Mutation:
    return lambda plan: replace(plan, entrance=point(x, y), ground=replace(plan.ground, entrances=()))


def trees(*places: tuple[float, float]) -> Mutation:
    return lambda plan: replace(plan, trees=tuple(PlannedTree(point(*place), 1.8, 3.5) for place in places))


def with_tree(x: float, y: float, *, radius: float = 1.8, height: float = 3.5) -> Mutation:
    return lambda plan: replace(plan, trees=(*plan.trees, PlannedTree(point(x, y), radius, height)))


def beds(*shapes: Polygon) -> Mutation:
    return lambda plan: replace(plan, beds=shapes)


def with_bed(shape: Polygon) -> Mutation:
    return lambda plan: replace(plan, beds=(*plan.beds[:-1], shape))


def with_object(kind: ObjectKind, shape: Polygon) -> Mutation:
    return lambda plan: replace(plan, objects=(*plan.objects, PlannedObject(kind, shape)))


def keep(kind: ObjectKind, count: int) -> Mutation:
    def kept(plan: Plan) -> Plan:
        spare = [thing for thing in plan.objects if thing.kind == kind][count:]
        return replace(plan, objects=tuple(thing for thing in plan.objects if thing not in spare))

    return kept


def ring(outer: Polygon, inner: Polygon) -> Polygon:
    return outer.difference(inner)


def sun_of(hours: float, *corners: float, elsewhere: float):
    """Return a sun of one value in a rectangle and another around it."""
    west, south, east, north = corners
    x, y = np.arange(24) - 1.5, 41.5 - np.arange(44)
    inside = (x > west) & (x < east) & ((y > south) & (y < north))[:, None]
    return raster(np.where(inside, hours, elsewhere))


def wall(gap: float) -> Mutation:
    """A wall between the path and one bed, with an opening."""

    def walled(plan: Plan) -> Plan:
        halves = (box(8, 8.9, 8.3, 20), box(8, 20 + gap, 8.3, 31.7))
        objects = tuple(PlannedObject(ObjectKind.BENCH, half) for half in halves)
        return replace(plan, beds=(box(3, 12, 4.2, 18),), objects=objects)

    return walled


def _by_zone() -> list[tuple[str, Mutation]]:
    floors = {name: needs.floor_width_m for name, needs in handmade_programme().zones.items()}
    return [
        *((f"areas.{z.value}", zone(z, scale(PLAN.zones[z], 0.89, 0.89))) for z in BOXES),
        ("areas.fleurs", zone(Zone.FLEURS, box(3, 0, 13, 8.9))),
        *((f"widths.{z.value}", zone(z, box(0, 0, 0.95 * floors[z], 35))) for z in Zone),
        # A neck that is too narrow: in one piece, but not at the width.
        ("widths.verger", zone(Zone.VERGER, box(0, 31.7, 9, 40) | box(11, 31.7, 20, 40) | box(9, 36, 11, 38))),
        *((f"access.{z.value}", zone(z, PLAN.zones[z] - PLAN.paths.buffer(0.3))) for z in Zone),
        *((f"access.{z.value}", without_zone(z)) for z in Zone),
    ]


CASES: list[tuple[str, Mutation]] = [
    ("geometry.zones", without_zone(Zone.AROMATIQUES)),
    ("geometry.zones", zone(Zone.ACCUEIL, Polygon())),
    ("geometry.zones", zone(Zone.ACCUEIL, MultiPolygon([box(14.6, 6.3, 20, 12), box(14.6, 12.5, 20, 20.5)]))),
    ("geometry.zones", zone(Zone.VERGER, Polygon(box(0, 31.7, 20, 40).exterior.coords[i] for i in (0, 2, 1, 3)))),
    ("geometry.inside", zone(Zone.VERGER, PLAN.zones[Zone.VERGER] | box(0, 40, 20, 40.01))),
    ("geometry.inside", with_object(ObjectKind.BENCH, box(19.9, 21, 20.4, 22.5))),
    ("geometry.overlap", zone(Zone.POTAGER, box(0, 8.88, 13, 31.7))),
    ("geometry.overlap", path(box(12.98, 0, 14.6, 32.7))),
    ("geometry.obstacles", zone(Zone.FLEURS, box(0, 0, 13, 8.9))),
    ("geometry.coverage", zone(Zone.FLEURS, box(4.2, 0, 13, 8.9))),
    ("areas.paths", path(box(8, 0, 14.6, 31.7))),
    *_by_zone(),
    ("access.entrance", gate(13.811, 0)),
    ("access.entrance", free_gate(13.8, 0.4)),
    ("access.entrance", free_gate(12.5, 0)),
    ("access.connected", path(box(13, 0, 14.6, 10) | box(13, 10.01, 14.6, 32.7))),
    ("access.connected", path(Polygon())),
    ("access.potager", zone(Zone.POTAGER, box(0, 8.9, 12.88, 31.7))),
    ("access.aromatiques", path(box(13, 0, 14.6, 15) | box(13, 15, 14.3, 32.7))),
    ("access.turning", path(box(13, 0, 14.6, 25) | box(13, 25, 14.45, 32.7))),
    ("access.turning", path(box(13, 0, 14.43, 32.7))),
    ("access.turning", path(box(13, 0, 14.6, 32.7) | box(9, 20, 13, 21.2))),
    ("access.stub", path(box(13, 0, 14.6, 32.7) | box(12, 20, 13, 21.6))),
    ("access.stub", path(box(13, 0, 14.6, 31.1) | box(8, 31.1, 15.9, 32.7))),
    ("access.slope", ground(terrain=handmade_terrain(0.06))),
    ("sun.potager", ground(sun=sun_of(6.7, 0, 9, 13, 32, elsewhere=8))),
    ("sun.herbs", ground(sun=sun_of(5.0, 14, 20, 20, 32, elsewhere=6))),
    ("sun.crowns", with_tree(6, 7, radius=2.5, height=6)),
    ("trees.count", trees((3, 37.5), (8, 37.5), (13, 37.5), (17.5, 37.5))),
    ("trees.spacing", with_tree(2.4, 33.6)),
    ("trees.boundary", with_tree(1.9, 33.8)),
    ("trees.boundary", with_tree(3, 38.1)),
    ("trees.paths", with_tree(13.8, 33.6)),
    ("trees.inside", with_tree(5, 31.6)),
    ("siting.flowers", zone(Zone.FLEURS, box(0, 3.0, 13, 8.9))),
    ("siting.flowers", zone(Zone.FLEURS, box(9.3, 0, 10.7, 8.9))),
    ("siting.herbs", zone(Zone.AROMATIQUES, box(14.6, 26.6, 20, 31.7))),
    ("siting.gathering", keep(ObjectKind.BENCH, 1)),
    ("siting.gathering", keep(ObjectKind.TABLE, 0)),
    ("siting.gathering", with_object(ObjectKind.BIKE_RACK, box(15, 6.6, 19, 18.6))),
    ("siting.service", zone(Zone.SERVICE, box(14.6, 17.2, 20, 20.5))),
    ("siting.objects", keep(ObjectKind.TANK, 0)),
    ("siting.objects", keep(ObjectKind.SHED, 0)),
    ("siting.objects", keep(ObjectKind.COMPOSTER, 1)),
    ("siting.objects", with_object(ObjectKind.BENCH, ring(box(18.2, 1.5, 20, 3.7), box(18.6, 1.9, 20, 3.3)))),
    ("siting.compost", ground(neighbours=MultiPolygon([box(23.9, 0, 30, 12)]))),
    ("beds.inside", with_bed(box(11.2, 25.2, 12.4, 32))),
    ("beds.width", with_bed(box(11.2, 24.4, 12.36, 31.2))),
    ("beds.width", with_bed(box(11.2, 24.4, 12.44, 31.2))),
    ("beds.axis", beds(rotate(PLAN.beds[10], 26))),
    ("beds.axis", beds(rotate(PLAN.beds[10], -26))),
    ("beds.alleys", with_bed(box(11.14, 24.4, 12.34, 31.2))),
    ("beds.alleys", lambda plan: replace(plan, beds=(*plan.beds, plan.beds[0]))),
    ("beds.reach", beds(*PLAN.beds[:-3])),
    ("beds.share", beds(*PLAN.beds[:14])),
    ("beds.joined", with_object(ObjectKind.BENCH, ring(box(1.7, 8.95, 4.1, 16.8), box(2.1, 9.0, 3.98, 16.4)))),
    ("beds.joined", wall(0.43)),
    ("beds.far", path(box(16.4, 0, 18, 32.7))),
    ("furniture.taps", keep(ObjectKind.TAP, 0)),
    (
        "furniture.taps",
        lambda plan: with_object(ObjectKind.TAP, box(19, 39, 19.3, 39.3))(keep(ObjectKind.TAP, 0)(plan)),
    ),
    ("furniture.raised_beds", keep(ObjectKind.RAISED_BED, 1)),
]


def rows(plan: Plan):
    return {row.id: row for row in check(plan, handmade_programme())}


def test_the_plan_drawn_by_hand_meets_every_rule():
    assert [row for row in check(PLAN, handmade_programme()) if not row.met] == []


@pytest.mark.parametrize(("rule", "mutation"), CASES, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(CASES)])
def test_a_broken_plan_is_rejected_by_the_rule_that_it_breaks(rule, mutation):
    assert rows(PLAN)[rule].met
    assert not rows(mutation(PLAN))[rule].met


def test_every_rule_has_a_mutation():
    assert {rule for rule, _ in CASES} == set(rows(PLAN))


LIMITS = {
    "geometry.zones": 0,
    "geometry.inside": 0.1,
    "geometry.overlap": 0.25,
    "geometry.obstacles": 0.1,
    "geometry.coverage": 96,
    "areas.potager": 0.05 * 743.68 * 36 / 90,
    "areas.service": 2,
    "areas.paths": 25,
    **{f"widths.{z.value}": 92 for z in Zone},
    **{f"access.{z.value}": 1 for z in Zone},
    "access.entrance": 0.3,
    "access.connected": 1,
    "access.turning": 0,
    "access.stub": 0,
    "access.slope": 5,
    "sun.potager": 0.85 * 7.8,
    "sun.herbs": 6,
    "sun.crowns": 8,
    "trees.count": 164.4 / 35,
    "trees.inside": 0,
    "trees.spacing": 4,
    "trees.boundary": 2,
    "trees.paths": 1,
    "siting.flowers": 2,
    "siting.herbs": 6,
    "siting.gathering": 4,
    "siting.service": 0.6 * 796**0.5,
    "siting.objects": 4,
    "siting.compost": 5,
    "beds.inside": 0.05,
    "beds.share": 40,
    "beds.width": 0.03,
    "beds.axis": 25,
    "beds.alleys": 0.5,
    "beds.reach": 1,
    "beds.joined": 0.3,
    "beds.far": 15,
    "furniture.taps": 25,
    "furniture.raised_beds": 2,
}


@pytest.mark.parametrize("rule", LIMITS)
def test_the_limits_are_those_of_the_trade(rule):
    assert rows(PLAN)[rule].limit == pytest.approx(LIMITS[rule], abs=1e-4)


HARMLESS = [
    ("access.entrance", gate(13.809, 0)),
    ("access.potager", zone(Zone.POTAGER, box(0, 8.9, 12.91, 31.7))),
    ("geometry.coverage", zone(Zone.FLEURS, box(3.5, 0, 13, 8.9))),
    ("siting.compost", ground(neighbours=MultiPolygon([box(24.1, 0, 30, 12)]))),
    ("siting.service", zone(Zone.SERVICE, box(14.6, 15.5, 20, 20.5))),
    ("beds.joined", wall(0.47)),
    ("access.entrance", free_gate(13.6, 0.1)),
    ("access.turning", path(box(13, 0, 14.6, 10) | box(13, 10, 14.45, 12) | box(13, 12, 14.6, 32.7))),
    ("access.stub", path(box(13, 0, 14.6, 32.7) | box(11.45, 20, 13, 21.6))),
    ("access.stub", path(box(13, 0, 14.6, 32.7) | box(12.8, 20, 13, 21.6))),
    ("access.stub", path(box(13, 0, 14.6, 31.1) | box(8, 31.1, 14.6, 32.7))),
    ("access.slope", ground(terrain=handmade_terrain(0.049))),
    ("sun.potager", ground(sun=sun_of(8.0, 0, 9, 13, 32, elsewhere=12))),
    ("sun.herbs", ground(sun=sun_of(6.0, 14, 20, 20, 32, elsewhere=12))),
    ("trees.boundary", lambda plan: replace(plan, trees=(PlannedTree(point(0.6, 35), 0.5, 1.9),))),
    ("siting.flowers", zone(Zone.FLEURS, box(0, 2.8, 13, 8.9))),
    ("siting.flowers", zone(Zone.FLEURS, box(3, 0, 5, 8.9))),
    ("beds.axis", beds(rotate(PLAN.beds[10], 24))),
    ("beds.width", with_bed(box(11.2, 24.4, 12.42, 31.2))),
]


@pytest.mark.parametrize(("rule", "mutation"), HARMLESS, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(HARMLESS)])
def test_a_plan_that_stays_within_the_rule_is_accepted(rule, mutation):
    assert rows(mutation(PLAN))[rule].met


def narrow(width: float) -> Mutation:
    return path(box(13.8 - width / 2, 0, 13.8 + width / 2, 32.7))


def shed_lane(width: float) -> Mutation:
    """The way to the tank passes between two racks that close the service zone."""
    south, north = box(15, 0, 15.3, 3), box(15, 3 + width, 15.3, 6.3)
    tank = PlannedObject(ObjectKind.TANK, box(18, 3, 19, 4))
    racks = tuple(PlannedObject(ObjectKind.BIKE_RACK, rack) for rack in (south, north))
    composters = tuple(PlannedObject(ObjectKind.COMPOSTER, box(x, 0.1, x + 1, 1.1)) for x in (16, 17.5))
    shed = PlannedObject(ObjectKind.SHED, box(16, 4.2, 17, 6.2))
    return lambda plan: replace(plan, objects=(tank, shed, *composters, *racks))


def clearing(side: float) -> Mutation:
    """Nothing is free in the gathering place but a square."""
    full = ring(PLAN.zones[Zone.ACCUEIL], box(15, 8, 15 + side, 8 + side))
    seats = tuple(thing for thing in PLAN.objects if thing.kind in {ObjectKind.TABLE, ObjectKind.BENCH})
    return lambda plan: replace(plan, objects=(*seats, PlannedObject(ObjectKind.BIKE_RACK, full)))


def lone_tree(x: float, y: float, height: float) -> Mutation:
    return lambda plan: replace(plan, trees=(PlannedTree(point(x, y), 0.5, height),))


def street_off(distance: float) -> Mutation:
    street = line((-1, -distance), (21, -distance))
    return lambda plan: trees((8, 1.5))(ground(street=street)(plan))


def short_street(metres: float) -> Mutation:
    shifted = zone(Zone.FLEURS, box(1, 0, 1 + metres, 8.9))
    return lambda plan: shifted(ground(street=line((0, 0), (4, 0)))(plan))


BORDERS = [
    ("access.potager", narrow(1.41), narrow(1.39)),
    ("access.turning", narrow(1.51), narrow(1.49)),
    (
        "sun.herbs",
        ground(sun=sun_of(4.6, 14, 20, 20, 32, elsewhere=5)),
        ground(sun=sun_of(4.3, 14, 20, 20, 32, elsewhere=5)),
    ),
    ("siting.objects", shed_lane(0.72), shed_lane(0.68)),
    ("siting.gathering", clearing(3.01), clearing(2.98)),
    ("trees.boundary", lone_tree(0.55, 35, 1.9), lone_tree(0.45, 35, 1.9)),
    ("trees.boundary", lone_tree(0.55, 35, 2.0), lone_tree(0.55, 35, 2.1)),
    ("trees.boundary", street_off(0.29), street_off(0.31)),
    ("siting.flowers", short_street(1.01), short_street(0.99)),
    ("siting.flowers", zone(Zone.FLEURS, box(5, 2.88, 13, 8.9)), zone(Zone.FLEURS, box(5, 2.95, 13, 8.9))),
    ("siting.flowers", zone(Zone.FLEURS, box(5, 0.09, 10.0, 8.9)), zone(Zone.FLEURS, box(5, 0.11, 10.0, 8.9))),
]


@pytest.mark.parametrize(("rule", "within", "beyond"), BORDERS, ids=[f"{n}-{row[0]}" for n, row in enumerate(BORDERS)])
def test_the_border_between_met_and_unmet(rule, within, beyond):
    assert (rows(within(PLAN))[rule].met, rows(beyond(PLAN))[rule].met) == (True, False)


def test_limits_of_small_sites():
    small = rows(ground(outline=box(0, 0, 20, 16))(zone(Zone.VERGER, box(0, 31.7, 6, 40))(PLAN)))
    assert small["siting.service"].limit == 12
    assert small["trees.count"].limit == 2


@pytest.mark.parametrize(
    ("mutation", "silent"),
    [
        (ground(sun=None), {"sun.potager", "sun.herbs"}),
        (ground(sun=raster(np.full((44, 24), np.nan))), {"sun.potager", "sun.herbs"}),
        (ground(terrain=None), {"access.slope"}),
        (ground(terrain=raster(np.full((44, 24), np.nan))), {"access.slope"}),
        (ground(neighbours=MultiPolygon()), {"siting.compost"}),
        (ground(obstacles=MultiPolygon()), {"geometry.obstacles"}),
        (trees(), {"trees.spacing", "trees.boundary", "trees.paths"}),
    ],
)
def test_a_rule_without_data_has_no_row(mutation, silent):
    assert set(rows(PLAN)) - set(rows(mutation(PLAN))) == silent


def test_zones_that_a_small_site_leaves_out_have_no_rules():
    small = replace(
        handmade_ground(), outline=box(0, 0, 20, 10), obstacles=MultiPolygon(), street=line((0, 0), (20, 0))
    )
    left_out = (Zone.VERGER, Zone.AROMATIQUES)
    zones = {z: shape for z, shape in PLAN.zones.items() if z not in left_out}
    found = rows(replace(PLAN, ground=small, zones=zones, trees=()))
    assert found["geometry.zones"].met
    assert not [name for name in found if "verger" in name or "aromatiques" in name or "herbs" in name]
    assert not [name for name in found if name.startswith("trees.") or name in {"sun.crowns", "furniture.raised_beds"}]
    assert not rows(replace(PLAN, ground=small))["geometry.zones"].met


def test_a_street_that_is_only_supposed_counts_as_a_neighbour():
    near_street = trees((8, 1.5))(PLAN)
    assert rows(near_street)["trees.boundary"].met
    assert not rows(ground(street_known=False)(near_street))["trees.boundary"].met
