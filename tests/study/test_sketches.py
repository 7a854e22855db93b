"""From a site of a territory to its ground, and what a person wishes of it."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box

from geo.errors import LayoutError
from geo.messages import Message
from geo.models import Layer, Provenance, Role
from geo.plans import Ground, Sketch, Zone
from geo.study import sketches, survey
from geo.study.sketches import GATE_MARGIN_M, along_street_m, changed, gate_at, ground_of, sketched, ways_of
from geo.study.wishes import MOST_LOCKS, Kept, Lock, Wish, programme_of, wish_from
from tests import factories

WEST, SOUTH = 650_000.0, 6_860_000.0


def here(west, south, east, north):
    return box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def streets(*lines):
    import geopandas as gpd

    shapes = [LineString([(WEST + x, SOUTH + y) for x, y in line]) for line in lines]
    columns = {"name": "Rue Haute", "importance": "5", "width_m": 5.0, "walkable": True}
    frame = gpd.GeoDataFrame(columns, index=range(len(shapes)), geometry=shapes, crs=factories.CRS)
    return Layer(Role.STREETS, frame, (Provenance("streets.geojson"),))


@pytest.fixture(scope="module")
def block():
    """Return three plots in a row, a house on the eastern one, and a street along the south."""
    plots = factories.parcels(here(0, 0, 25, 30), here(25, 0, 50, 30), here(-25, 0, 0, 30), here(0, 30, 50, 60))
    house = factories.buildings(here(30, 5, 42, 15))
    return survey(factories.territory(plots, house, streets([(-20, -5), (70, -5)])))


@pytest.fixture(scope="module")
def plot(block):
    [site] = [site for site in block.sites.index if block.sites.at[site, "parcels"] == ("920230000A0001",)]
    return ground_of(block, site)


def test_the_street_side_is_the_boundary_along_the_street(plot):
    west, south, east, north = plot.ground.street.bounds
    assert (south, north) == (SOUTH, SOUTH)
    # the neighbours' corners take the metre beside them
    assert (west - WEST, east - WEST) == (1, 24)
    assert plot.ground.street_known
    assert plot.notes == ()


def test_the_house_next_door_is_a_neighbour_and_no_obstacle(plot):
    assert plot.ground.neighbours.area == pytest.approx(120)
    assert plot.ground.obstacles.is_empty
    assert plot.ground.sun is not None
    assert plot.ground.sun.values.shape == (60, 50)


def test_a_site_that_no_street_touches_takes_its_longest_free_side_and_says_so():
    alone = survey(factories.territory(factories.parcels(here(0, 0, 25, 30)), streets([(0, 90), (50, 90)])))
    prepared = ground_of(alone, alone.sites.index[0])
    assert not prepared.ground.street_known
    assert prepared.ground.street.length == pytest.approx(30)
    assert "No street touches" in str(prepared.notes[0])


def test_without_streets_nor_a_parcel_across_none_is_known():
    alone = survey(factories.territory(factories.parcels(here(0, 0, 25, 30))))
    prepared = ground_of(alone, alone.sites.index[0])
    assert "No street is known here" in str(prepared.notes[0])
    assert prepared.ground.sun is None
    assert prepared.ground.terrain is None


def test_what_stays_is_cut_at_the_outline_and_joined_to_the_buildings(plot):
    west, south = plot.ground.outline.bounds[:2]
    kept = (Kept(east_m=0, north_m=15, radius_m=2), Kept(east_m=12, north_m=15, radius_m=1))
    ground = changed(plot.ground, Wish(kept=kept))
    assert len(ground.obstacles.geoms) == 2
    half, whole = sorted(ground.obstacles.geoms, key=lambda part: part.centroid.x)
    assert half.area == pytest.approx(Point(0, 0).buffer(2).area / 2, rel=1e-3)
    assert whole.distance(Point(west + 12, south + 15)) == 0
    assert ground.usable.area == pytest.approx(750 - half.area - whole.area)


def test_no_wish_leaves_the_ground_as_it_is(plot):
    ground = changed(plot.ground, Wish())
    assert ground.entrances == ()
    assert ground.obstacles is plot.ground.obstacles


@given(along=st.floats(0, 60))
def test_a_gate_lies_on_the_street_away_from_its_ends_and_knows_its_place(along):
    pieces = shapely.MultiLineString([[(0, 0), (10, 0)], [(20, 0), (40, 0)]])
    ground = Ground("here", box(0, 0, 40, 20), factories.CRS, pieces)
    gate = gate_at(ground, along)
    ends = [Point(x, 0) for x in (0, 10, 20, 40)]
    assert pieces.distance(gate) < 1e-9
    assert min(gate.distance(end) for end in ends) >= GATE_MARGIN_M - 1e-9
    assert gate_at(ground, along_street_m(ground, gate)).distance(gate) < 1e-9


def test_a_gate_that_is_wished_is_the_entrance_of_the_plan(plot):
    [best, *_] = sketched(plot.ground, Wish(gate_m=6.0))
    assert best.plan.entrance.distance(gate_at(plot.ground, 6.0)) < 0.01


def test_more_flowers_are_wished_more_flowers_are_drawn(plot):
    [usual, *_], [flowery, *_] = (sketched(plot.ground, wish) for wish in (Wish(), Wish(shares={Zone.FLEURS: 40})))
    assert flowery.plan.zones[Zone.FLEURS].area > 1.5 * usual.plan.zones[Zone.FLEURS].area


def test_ways_that_are_kept_give_another_programme_the_same_gardens(plot):
    kept = ways_of(plot.ground, Wish(gate_m=6.0))
    for programme in ("clamart", "dense"):
        wish = Wish(programme=programme, gate_m=6.0)
        [along], [afresh] = sketched(plot.ground, wish, variants=1, ways=kept), sketched(plot.ground, wish, variants=1)
        assert all(zone.equals(afresh.plan.zones[name]) for name, zone in along.plan.zones.items())
        assert along.plan.paths.equals(afresh.plan.paths)


@given(one=st.deferred(lambda: WISHES), other=st.deferred(lambda: WISHES))
def test_what_is_wished_on_the_land_decides_which_ways_there_are(one, other):
    same = (one.gate_m, one.kept, one.seed) == (other.gate_m, other.kept, other.seed)
    assert (one.on_the_land.text() == other.on_the_land.text()) == same
    assert one.model_copy(update={"programme": "dense", "shares": {Zone.POTAGER: 50}}).on_the_land == one.on_the_land


@pytest.fixture
def asked(monkeypatch):
    """Return what the sketch is asked for, one dictionary a call."""
    calls = []

    def sketch_along(ways, programme, **options):
        calls.append({"ways": ways, "programme": programme, **options})
        return ("drawn",)

    monkeypatch.setattr(sketches, "sketch_along", sketch_along)
    return calls


def test_the_plan_in_which_zones_are_locked_is_handed_over_with_them(plot, asked):
    earlier = (Sketch(1, Message("a"), "one", ()), Sketch(2, Message("b"), "two", ()))
    lock = Lock(wish=Wish(), number=2, zones=(Zone.VERGER, Zone.POTAGER))
    assert sketched(plot.ground, Wish(seed=3, lock=lock), earlier=earlier) == ("drawn",)
    [call] = asked
    assert (call["locked"].plan, call["locked"].zones) == ("two", {Zone.POTAGER, Zone.VERGER})
    assert call["ways"].seed == 3


def test_a_lock_without_another_wish_draws_nothing_anew(plot, asked):
    earlier = (Sketch(1, Message("a"), "one", ()), Sketch(2, Message("b"), "two", ()))
    wish = Wish(programme="dense")
    locked = wish.model_copy(update={"lock": Lock(wish=wish, number=2, zones=(Zone.VERGER,))})
    [stays] = sketched(plot.ground, locked, earlier=earlier)
    assert (stays.number, stays.plan) == (1, "two")
    assert asked == []


def test_the_sketch_that_is_locked_is_drawn_first_where_it_is_not_at_hand(plot):
    wish = Wish(gate_m=6.0)
    [stays] = sketched(plot.ground, Wish(gate_m=6.0, lock=Lock(wish=wish, number=1, zones=(Zone.VERGER,))))
    first = sketched(plot.ground, wish)[0].plan
    assert stays.plan.zones[Zone.VERGER].equals(first.zones[Zone.VERGER])


def test_a_lock_that_leaves_no_plan_says_what_to_do(plot, monkeypatch):
    monkeypatch.setattr(sketches, "sketch_along", lambda *_, **__: ())
    earlier = (Sketch(1, Message("a"), "one", ()),)
    with pytest.raises(LayoutError) as refusal:
        sketched(plot.ground, Wish(seed=1, lock=Lock(wish=Wish(), number=1, zones=tuple(Zone))), earlier=earlier)
    assert str(refusal.value.remedy) == "Unlock a zone."


def test_an_address_cannot_ask_for_one_sketch_after_the_other_without_end():
    wish = Wish()
    for _ in range(MOST_LOCKS):
        wish = Wish(lock=Lock(wish=wish, number=1, zones=(Zone.VERGER,)))
    assert wish_from(wish.text()) == wish
    deeper = '{"lock":{"wish":' + wish.text() + ',"number":1,"zones":["verger"]}}'
    assert wish_from(deeper) == Wish()
    assert wish_from('{"lock":{"wish":' * 2000 + "{}" + "}}" * 2000) == Wish()


def test_a_site_that_is_too_small_is_told_with_what_would_help(plot):
    kept = tuple(Kept(east_m=x, north_m=y, radius_m=7) for x in (5, 19) for y in (6, 15, 24))
    with pytest.raises(LayoutError) as refusal:
        sketched(plot.ground, Wish(kept=kept))
    assert refusal.value.remedy is not None


WISHES = st.builds(
    Wish,
    programme=st.sampled_from(["clamart", "residence", "dense"]),
    shares=st.dictionaries(st.sampled_from(list(Zone)), st.integers(1, 100)),
    gate_m=st.none() | st.floats(0, 200),
    kept=st.lists(st.builds(Kept, east_m=st.floats(0, 99), north_m=st.floats(0, 99), radius_m=st.floats(0.1, 15))).map(
        lambda found: tuple(found[:12])
    ),
    seed=st.integers(0, 999),
)


@given(wish=WISHES)
def test_a_wish_survives_the_address(wish):
    assert wish_from(wish.text()) == wish
    assert wish_from(wish.text()).text() == wish.text()


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "null",
        '{"seed": -1}',
        '{"seed": 1e9}',
        '{"shares": {"potager": 0}}',
        '{"shares": {"piscine": 20}}',
        '{"gate_m": NaN}',
        '{"programme": "../../etc/passwd"}',
        '{"kept": [{"east_m": 1, "north_m": 1, "radius_m": 99}]}',
        '{"more": 1}',
        '{"kept": ' + str([{"east_m": 1, "north_m": 1, "radius_m": 1}] * 13).replace("'", '"') + "}",
    ],
)
def test_an_address_that_makes_no_sense_is_the_usual_wish(text):
    assert wish_from(text) == Wish()


def test_shares_that_are_not_wished_are_those_of_the_programme():
    programme = programme_of(Wish(programme="dense", shares={Zone.VERGER: 25}))
    shares = {zone.value: needs.share for zone, needs in programme.zones.items()}
    assert shares == {
        "potager": 36, "verger": 25, "aromatiques": 7, "fleurs": 18, "accueil": 13, "service": 4
    }  # fmt: skip
    assert np.isclose(sum(programme.targets_m2(700).values()), 700)


def test_the_programme_of_a_residence_is_proposed_for_its_lawn():
    parcel = "920230000A0001"
    home = factories.parcels(box(0, 0, 36, 36), box(50, 0, 80, 30))
    landlord = factories.owners({parcel: ("social_landlord", "OFFICE")})
    surveyed = survey(factories.territory(home, factories.buildings(box(24, 24, 33, 33)), landlord))
    usual = {sketches.usual_wish(surveyed, site).programme for site in surveyed.sites.index}
    kinds = surveyed.sites["kind"]
    assert usual == {"residence", "clamart"}
    [lawn] = kinds.index[kinds == "residence"]
    assert sketches.usual_wish(surveyed, lawn).programme == "residence"
