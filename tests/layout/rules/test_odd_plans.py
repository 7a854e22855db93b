"""The judge never raises: an odd drawing is not met."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon
from shapely.errors import GEOSException

from geo.layout import rules
from geo.layout.rules import check, faults_as_laid, remedies
from geo.plans import ObjectKind, PlannedObject, PlannedTree, Zone
from tests.layout.handmade import SOUTH_M, WEST_M, box, handmade_plan, handmade_programme, line, point

PLAN = handmade_plan()
PROGRAMME = handmade_programme()

NUMBERS = st.one_of(st.floats(-5, 45), st.integers(-2, 42).map(float), st.sampled_from([1e9, -1e300, 0.0]))
UNKNOWN = st.one_of(NUMBERS, st.sampled_from([math.nan, math.inf, -1.0]))
PLACES = st.tuples(NUMBERS, NUMBERS)

with np.errstate(invalid="ignore"):
    NOWHERE = shapely.from_wkt("POLYGON ((0 0, NaN 5, 5 5, 5 0, 0 0))")


def _ring(places: list[tuple[float, float]]) -> Polygon:
    return Polygon(np.add(places, (WEST_M, SOUTH_M)))


POLYGONS = st.one_of(
    st.lists(PLACES, min_size=3, max_size=7).map(_ring),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 40)), min_size=3, max_size=9).map(_ring),
)
SHAPES = st.one_of(
    POLYGONS,
    st.sampled_from(
        [
            None,
            Polygon(),
            MultiPolygon(),
            GeometryCollection(),
            Point(WEST_M, SOUTH_M),
            LineString([(WEST_M, SOUTH_M), (WEST_M + 5, SOUTH_M)]),
            MultiPolygon([box(0, 0, 5, 5), box(4, 4, 9, 9)]),
            GeometryCollection([box(0, 0, 5, 5), Point(WEST_M, SOUTH_M)]),
            NOWHERE,
            *PLAN.zones.values(),
            PLAN.paths,
        ]
    ),
)
POINTS = st.one_of(st.tuples(UNKNOWN, UNKNOWN).map(lambda place: point(*place)), st.just(Point()))
ZONES = st.dictionaries(st.sampled_from(Zone), SHAPES, max_size=6)
OBJECTS = st.lists(st.builds(PlannedObject, st.sampled_from(ObjectKind), SHAPES), max_size=5).map(tuple)
TREES = st.lists(st.builds(PlannedTree, POINTS, UNKNOWN, UNKNOWN), max_size=5).map(tuple)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "zones": st.one_of(ZONES, ZONES.map(lambda some: {**PLAN.zones, **some})),
        "paths": SHAPES,
        "path_width_m": UNKNOWN,
        "entrance": POINTS,
        "beds": st.lists(SHAPES, max_size=5).map(tuple),
        "trees": TREES,
        "objects": OBJECTS,
    },
)
GROUNDS = st.fixed_dictionaries(
    {},
    optional={
        "outline": st.one_of(POLYGONS.filter(shapely.is_valid), st.just(Polygon())),
        "street": st.sampled_from([LineString(), line((0, 0), (20, 0)), line((0, 0), (0, 1))]),
        "entrances": st.lists(POINTS, max_size=2).map(tuple),
        "latitude_deg": st.one_of(st.floats(-90, 90), st.just(math.nan)),
    },
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES, GROUNDS)
def test_the_judge_never_raises(changes, ground):
    plan = replace(PLAN, **changes, ground=replace(PLAN.ground, **ground))
    checks = check(plan, PROGRAMME)
    assert checks
    assert len({row.id for row in checks}) == len(checks)
    assert all(isinstance(row.met, bool) and math.isfinite(row.limit) for row in checks)
    assert not any(row.met for row in checks if math.isnan(row.measured))
    assert all(str(row.text) for row in checks)
    assert bool(remedies(checks, plan)) <= any(not row.met for row in checks)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES)
def test_no_furniture_mends_what_a_plan_breaks_as_it_is_laid(changes):
    whole = replace(PLAN, **changes)
    laid = replace(whole, trees=(), espaliers=(), objects=())
    unmet = {row.id for row in check(whole, PROGRAMME) if not row.met}
    assert {row.id for row in faults_as_laid(laid, PROGRAMME)} <= unmet


def test_a_plan_is_judged_as_it_is_laid_by_its_zones_its_paths_and_its_beds():
    bare = replace(PLAN, trees=(), espaliers=(), objects=())
    assert faults_as_laid(bare, PROGRAMME) == ()
    assert {row.id for row in faults_as_laid(replace(bare, beds=()), PROGRAMME)} == {"beds.share"}
    narrow = replace(bare, paths=bare.paths.buffer(-0.3))
    assert "access.potager" in {row.id for row in faults_as_laid(narrow, PROGRAMME)}


def test_an_empty_plan_is_not_valid():
    nothing = replace(PLAN, zones={}, paths=Polygon(), entrance=Point(), beds=(), trees=(), objects=())
    found = {row.id: row.met for row in check(nothing, PROGRAMME)}
    unmet = {"geometry.zones", "geometry.coverage", "beds.share", "trees.count", "siting.objects", "access.entrance"}
    assert not any(found[rule] for rule in unmet)
    assert not any(met for rule, met in found.items() if rule.startswith(("widths.", "access.c", "sun.")))


def test_a_failed_overlay_is_tried_again_on_a_grid(monkeypatch):
    grids = []
    read = rules.read_scene

    def fragile(plan, programme, *, grid_m):
        grids.append(grid_m)
        if not grid_m:
            raise GEOSException("TopologyException")
        return read(plan, programme, grid_m=grid_m)

    monkeypatch.setattr(rules, "read_scene", fragile)
    assert all(row.met for row in check(PLAN, PROGRAMME))
    assert grids == [0.0, 0.001]


def test_a_drawing_that_cannot_be_measured_is_one_unmet_rule(monkeypatch):
    def broken(*_, **__):
        raise GEOSException("TopologyException")

    monkeypatch.setattr(rules, "read_scene", broken)
    (row,) = check(PLAN, PROGRAMME)
    assert (row.id, row.met) == ("geometry.zones", False)


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"zones": {**PLAN.zones, Zone.ACCUEIL: box(14.6, 6.3, 17, 36)}}, "Remove what stands on the site"),
        ({"objects": tuple(o for o in PLAN.objects if o.kind != ObjectKind.TAP)}, "Add a tap."),
        ({"trees": (*PLAN.trees, PlannedTree(point(6, 5), 3, 8))}, "espaliers"),
        ({"paths": box(16, 0, 17.6, 30)}, "another gate"),
        ({"zones": {**PLAN.zones, Zone.ACCUEIL: box(14.6, 6.3, 17, 36)}}, "neighbouring parcel"),
    ],
)
def test_advice_follows_the_unmet_rules(changes, advice):
    plan = replace(PLAN, **changes)
    assert any(advice in str(told) for told in remedies(check(plan, PROGRAMME), plan))
    assert not remedies(check(PLAN, PROGRAMME), PLAN)
