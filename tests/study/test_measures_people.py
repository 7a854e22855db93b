"""Access and people around the sites of a territory: which layers tell them, and how well."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, box

from geo.models import Layer, Provenance, Role
from geo.study.measures import access, social
from tests.factories import CRS, neighbourhoods, parcels, territory

PLOT, BESIDE, WEST, ACROSS = box(0, 0, 20, 30), box(20, 0, 40, 30), box(-20, 0, 0, 30), box(-20, 40, 40, 70)
STREET = LineString([(-500, 35), (500, 35)])
ABOUT = {"kind": "parcel", "parcels": None}
SITES = gpd.GeoDataFrame(ABOUT, index=pd.Index(["a"], name="site_id"), geometry=[PLOT], crs=CRS)

COUNTED = ["flats_nearby", "social_relays", "children_places", "green_m2_per_inhabitant", "gardens_nearby"]


def layer(role, *shapes, **columns):
    frame = gpd.GeoDataFrame(columns, index=range(len(shapes)), geometry=list(shapes), crs=CRS)
    return Layer(role, frame, (Provenance(f"{role}.gpkg"),))


def streets(*lines, walkable=True):
    return layer(Role.STREETS, *(lines or (STREET,)), walkable=walkable)


def buildings(*shapes, dwellings):
    return layer(Role.BUILDINGS, *shapes, dwellings=np.array(dwellings, float))


CELLS = layer(
    Role.POPULATION,
    *(box(-500, -500, 500, 500), box(-150, -90, 350, 160)),
    households_in_flats=[np.nan, 500.0],
    people=[4000.0, np.nan],
)
COMMUNE = layer(Role.COMMUNES, box(-1000, -1000, 1000, 1000), commune=["92023"], population=[8000.0])
HOUSING = Layer(
    Role.HOUSING, pd.DataFrame({"commune": ["92023"], "flats": [400.0], "people": [8000.0]}), (Provenance("iris.csv"),)
)
BLOCKS = buildings(box(100, 40, 120, 50), box(200, 20, 220, 30), dwellings=[20, 1])
PLACES = layer(
    Role.PLACES,
    *(Point(100, 35), Point(320, 35)),
    kind=["ccas", "school"],
    name="Nom",
    place_id=["1", "2"],
    address=pd.Series([np.nan, np.nan], dtype="str"),
)
GREENS = layer(Role.GARDENS_AND_PARKS, box(60, 0, 80, 30), box(20, 40, 40, 70), kind=["park", "shared_garden"])
STOPS = layer(Role.STOPS, Point(250, 35), stop_id="1")
EVERYTHING = (
    *(parcels(PLOT, BESIDE, WEST, ACROSS), streets(), neighbourhoods(box(120, 0, 200, 30))),
    *(BLOCKS, CELLS, COMMUNE, HOUSING, PLACES, GREENS, STOPS),
)


def measured(measure, *layers):
    """Return the values and qualities of the one site."""
    found = measure(territory(*layers), SITES)
    assert found.values.index.equals(SITES.index)
    assert found.quality.index.equals(SITES.index)
    assert list(found.values) == list(found.quality)
    assert (found.values.isna() == found.quality.isna()).all(axis=None)
    return found.values.loc["a"].to_dict(), found.quality.loc["a"].to_dict()


# Access


def test_the_front_is_what_faces_the_street():
    values, quality = measured(access.measure, *EVERYTHING)
    assert values == {
        "frontage_m": pytest.approx(18),  # a metre beside each neighbour is the neighbour's
        "gate_width_m": pytest.approx(18),
        "stop_distance_m": pytest.approx(5 + 230),
    }
    assert quality == dict.fromkeys(values, 0.8)


def front(*layers):
    return measured(access.measure, *layers)[0]["frontage_m"]


def test_a_plot_between_others_has_no_front():
    ring = [box(-20, -20, 40, 0), box(-20, 30, 40, 50), box(-20, 0, 0, 30), box(20, 0, 40, 30)]
    assert front(parcels(PLOT, *ring)) == 0
    assert front(parcels(PLOT, *ring), streets(LineString([(-500, 55), (500, 55)]))) == 0


def test_a_free_side_without_a_street_may_be_a_path():
    around = [box(-20, -20, 40, 0), box(-20, 0, 0, 30), box(20, 0, 40, 30), box(-20, 40, 40, 70)]
    assert front(parcels(PLOT, *around), streets()) == pytest.approx(18)
    assert np.isnan(front(parcels(PLOT, *around), streets(LineString([(-500, 90), (500, 90)]))))
    motorway = layer(Role.STREETS, STREET, LineString([(-500, 90), (500, 90)]), walkable=[False, True])
    assert np.isnan(front(parcels(PLOT, *around), motorway))


def test_without_streets_a_way_is_what_parcels_leave_between_them():
    assert front(parcels(PLOT, BESIDE, WEST, ACROSS)) == pytest.approx(18)
    assert np.isnan(front(parcels(PLOT, BESIDE, WEST)))
    far = streets(LineString([(0, 600), (500, 600)]))
    assert front(parcels(PLOT, BESIDE, WEST, ACROSS), far) == pytest.approx(18)
    near = streets(LineString([(0, 500), (500, 500)]))
    assert np.isnan(front(parcels(PLOT, BESIDE, WEST, ACROSS), near))


def test_a_site_in_two_parts_has_the_fronts_of_both():
    two = gpd.GeoDataFrame(ABOUT, geometry=[box(0, 0, 20, 30).union(box(60, 0, 70, 30))], index=["a"], crs=CRS)
    assert access.fronts(
        territory(parcels(BESIDE, WEST, box(40, 0, 60, 30), box(70, 0, 90, 30), ACROSS), streets()), two
    ).length.tolist() == [pytest.approx(18 + 8)]


@pytest.mark.parametrize("with_streets", [True, False])
def test_the_front_of_each_site_among_many(with_streets):
    plots = [box(20 * i, 0, 20 * i + 20, 30) for i in range(8)]
    layers = [parcels(*plots, box(0, 40, 160, 70))] + ([streets()] if with_streets else [])
    sites = gpd.GeoDataFrame(ABOUT, index=list("abcdef"), geometry=plots[1:-1], crs=CRS)
    whole = access.measure(territory(*layers), sites).values
    assert whole["frontage_m"].tolist() == pytest.approx([18] * 6)
    alone = pd.concat([access.measure(territory(*layers), sites.loc[[name]]).values for name in "fedcba"])
    pd.testing.assert_frame_equal(alone.loc[sites.index], whole, check_exact=True)


@pytest.mark.parametrize(("layers", "quality"), [((streets(), STOPS), 0.8), ((STOPS,), 0.5)])
def test_a_stop_in_a_straight_line_is_an_estimate(layers, quality):
    values, trust = measured(access.measure, parcels(PLOT), *layers)
    assert trust["stop_distance_m"] == quality
    assert values["stop_distance_m"] == pytest.approx(235 if quality == 0.8 else np.hypot(230, 5) * 1.3)


def test_no_stop_within_reach_was_searched():
    far = layer(Role.STOPS, Point(3000, 35), stop_id="1")
    values, quality = measured(access.measure, parcels(PLOT), streets(), far)
    assert (values["stop_distance_m"], quality["stop_distance_m"]) == (np.inf, 0.8)
    assert np.isnan(measured(access.measure, parcels(PLOT), streets())[0]["stop_distance_m"])


# People


def test_everything_is_known():
    values, quality = measured(social.measure, *EVERYTHING)
    assert values == {
        "neighbourhood_distance_m": pytest.approx(100),
        "flats_nearby": 20,
        "social_relays": 1,
        "children_places": 1,
        "green_m2_per_inhabitant": pytest.approx(1200 / (4000 * PLOT.buffer(300, quad_segs=64).area / 1e6), rel=0.01),
        "gardens_nearby": 1,
    }
    assert quality == dict.fromkeys(values, 0.8)


def test_nothing_is_known_without_layers():
    values, quality = measured(social.measure, parcels(PLOT))
    assert list(values) == ["neighbourhood_distance_m", *COUNTED]
    assert np.isnan(list(values.values())).all()
    assert np.isnan(list(quality.values())).all()


@pytest.mark.parametrize("missing", EVERYTHING[1:], ids=lambda gone: gone.role)
def test_any_layer_may_be_missing(missing):
    kept = [one for one in EVERYTHING if one is not missing]
    values, quality = measured(social.measure, *kept)
    lost = {
        Role.NEIGHBOURHOODS: {"neighbourhood_distance_m"},
        Role.PLACES: {"social_relays", "children_places"},
        Role.GARDENS_AND_PARKS: {"green_m2_per_inhabitant", "gardens_nearby"},
    }
    assert {name for name, value in values.items() if np.isnan(value)} == lost.get(missing.role, set())
    rough = {
        Role.STREETS: {"flats_nearby", "social_relays", "children_places", "gardens_nearby"},
        Role.POPULATION: {"green_m2_per_inhabitant"},
    }
    assert {name for name, trust in quality.items() if trust == 0.5} == rough.get(missing.role, set())
    assert bool(social.measure(territory(*kept), SITES).notes) == (missing.role in rough)


def flats(*layers):
    values, quality = measured(social.measure, parcels(PLOT), streets(), *layers)
    return values["flats_nearby"], quality["flats_nearby"]


def test_flats_come_from_the_finest_source_that_knows_them():
    assert flats(BLOCKS, CELLS, COMMUNE, HOUSING) == (20, 0.8)
    blind = buildings(box(100, 40, 120, 50), dwellings=[np.nan])
    in_cells, trust = flats(blind, CELLS, COMMUNE, HOUSING)
    assert 5 < in_cells < 500
    assert trust == 0.8
    average, trust = flats(blind, COMMUNE, HOUSING)
    assert average == pytest.approx(1e-4 * PLOT.buffer(300 / 1.3).area, rel=0.01)
    assert trust == 0.5
    assert np.isnan(flats(blind, COMMUNE)[0])
    assert np.isnan(flats(blind, HOUSING)[0])


def test_one_place_in_ten_in_a_straight_line_makes_an_estimate():
    far = layer(Role.PLACES, *[Point(100 + i, 35) for i in range(0, 600, 60)], Point(10, -450), kind="ccas")
    assert measured(social.measure, parcels(PLOT), streets(), far)[1]["social_relays"] == 0.8
    few = layer(Role.PLACES, Point(100, 35), Point(10, -450), kind="ccas")
    assert measured(social.measure, parcels(PLOT), streets(), few)[1]["social_relays"] == 0.5


def test_estimates_are_noted():
    assert social.measure(territory(*EVERYTHING), SITES).notes == ()
    (note,) = social.measure(territory(parcels(PLOT), PLACES), SITES).notes
    assert note.values == {"count": 1, "total": 1}


def test_people_of_a_commune_that_only_the_census_knows():
    unnamed = layer(Role.COMMUNES, COMMUNE.frame.geometry[0], commune=["92023"], population=[np.nan])
    values, quality = measured(social.measure, parcels(PLOT), GREENS, unnamed, HOUSING)
    expected = 1200 / (8000 / 4e6 * PLOT.buffer(300, quad_segs=64).area)
    assert values["green_m2_per_inhabitant"] == pytest.approx(expected, rel=0.01)
    assert quality["green_m2_per_inhabitant"] == 0.5
    assert np.isnan(measured(social.measure, parcels(PLOT), GREENS, unnamed)[0]["green_m2_per_inhabitant"])


def test_partners_for_the_map():
    found = social.partners(territory(*EVERYTHING), SITES)
    assert found["kind"].tolist() == ["ccas", "school"]
    assert found["distance_m"].tolist() == pytest.approx([5 + 80, 5 + 300])
    assert found["along_streets"].all()
    assert found.geometry.tolist() == [Point(100, 35), Point(320, 35)]
    assert found.crs == CRS
    nothing = social.partners(territory(parcels(PLOT)), SITES)
    assert nothing.empty
    assert list(nothing) == list(found)
    assert nothing.crs == CRS
