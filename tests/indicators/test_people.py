"""Access and people around the sites, against hand-computed cases."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from geo.indicators import access, green, homes, partners
from geo.kinds import GreenKind, PlaceKind
from geo.walking import DETOUR, within
from tests.factories import CRS

PLOT = box(0, 0, 20, 20)


def sites(*plots):
    return gpd.GeoDataFrame(index=[f"s{i}" for i in range(len(plots))], geometry=list(plots), crs=CRS)


def layer(*rows, **columns):
    """Return a table: its shapes, and one list or one word for all by column."""
    return gpd.GeoDataFrame(columns, index=range(len(rows)), geometry=list(rows), crs=CRS)


def east(walk_m, from_m=20):
    """Return the point that is so far on foot from the eastern side of the plot, where no street is known."""
    return Point(from_m + walk_m / DETOUR, 10)


def counted(count, table, limit_m, plots=(PLOT,)):
    found = count(sites(*plots), table, within(None, sites(*plots), table, limit_m))
    assert found.index.tolist() == [f"s{i}" for i in range(len(plots))]
    assert found.dtype == np.float64
    return found.tolist()


# Access


def test_the_frontage_is_the_length_along_the_street():
    fronts = gpd.GeoSeries([LineString([(0, 0), (9, 0)]), MultiLineString(), None], index=["s0", "s1", "s2"], crs=CRS)
    found = access.frontage(sites(PLOT, PLOT, PLOT), fronts)
    assert found.name == "frontage_m"
    assert found.tolist()[:2] == [9, 0]
    assert found.isna().tolist() == [False, False, True]


@pytest.mark.parametrize(("degrees", "width"), [(0, 20), (19, 20), (21, 12), (-19, 20), (-21, 12), (90, 12)])
def test_a_gate_is_straight(degrees, width):
    turn = np.radians(degrees)
    line = LineString([(0, 0), (8, 0), (8 + 12 * np.cos(turn), 12 * np.sin(turn))])
    found = access.gate_width(sites(PLOT), gpd.GeoSeries([line], index=["s0"], crs=CRS))
    assert found.tolist() == [pytest.approx(width)]


def test_the_widest_gate_of_several_sites_and_pieces():
    two = MultiLineString([[(0, 0), (3, 0)], [(3, 0), (7, 0)]])
    short = LineString([(0, 0), (0, 2)])
    fronts = gpd.GeoSeries([two, None, MultiLineString(), short], index=[f"s{i}" for i in range(4)], crs=CRS)
    found = access.gate_width(sites(PLOT, PLOT, PLOT, PLOT), fronts)
    assert found.fillna(-1).tolist() == [4, -1, 0, 2]
    nothing = gpd.GeoSeries([MultiLineString()], index=["s0"], crs=CRS)
    assert access.gate_width(sites(PLOT), nothing).tolist() == [0]


def test_the_walk_to_a_stop():
    limit = access.STOP_LIMIT_M
    assert counted(access.stop_distance, layer(east(250), east(900)), limit) == [pytest.approx(250)]
    assert counted(access.stop_distance, layer(east(limit - 1)), limit) == [pytest.approx(limit - 1)]
    assert counted(access.stop_distance, layer(east(limit + 1)), limit) == [np.inf]
    assert counted(access.stop_distance, layer(Point(20_020, 10)), limit) == [np.inf]
    assert np.isnan(counted(access.stop_distance, layer(Point(20_021, 10)), limit)).all()
    assert np.isnan(counted(access.stop_distance, layer(), limit)).all()


# Partners


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_each_place_counts_where_it_should(kind):
    table = layer(east(100), kind=kind.value)
    relay, child = kind in partners.RELAYS, kind in partners.CHILDREN
    assert relay != child
    assert np.nan_to_num(counted(partners.social_relays, table, 800), nan=-1) == [1 if relay else -1]
    assert np.nan_to_num(counted(partners.children_places, table, 800), nan=-1) == [1 if child else -1]


@pytest.mark.parametrize(("metres", "count"), [(799.9, 1), (800.1, 0)])
def test_relays_are_within_ten_minutes(metres, count):
    assert counted(partners.social_relays, layer(east(metres), kind="ccas"), 900) == [count]


@pytest.mark.parametrize(("metres", "count"), [(399.9, 1), (400.1, 0)])
def test_schools_are_within_five_minutes(metres, count):
    assert counted(partners.children_places, layer(east(metres), kind="school"), 800) == [count]


@pytest.mark.parametrize(("apart", "count"), [(49.9, 1), (50.1, 2)])
def test_a_school_that_two_files_name_counts_once(apart, count):
    table = layer(Point(60, 10), Point(60 + apart, 10), kind="school")
    assert counted(partners.children_places, table, 800) == [count]


def test_a_school_and_its_leisure_centre_are_two():
    table = layer(Point(60, 10), Point(60, 10), kind=["school", "leisure_centre"])
    assert counted(partners.children_places, table, 800) == [2]


def test_a_file_without_relays_does_not_say_that_there_are_none():
    table = layer(Point(60, 10), Point(20_021, 10), kind=["school", "ccas"])
    assert np.isnan(counted(partners.social_relays, table, 800)).all()
    near = layer(Point(60, 10), Point(20_020, 10), kind=["school", "ccas"])
    assert counted(partners.social_relays, near, 800) == [0]


def test_partners_are_told_once_with_the_words_of_who_knows():
    table = layer(
        *(Point(60, 10), Point(70, 10), Point(300, 10), Point(200, 10)),
        place_id=["b", "a", "c", "d"],
        kind=["school", "school", "ccas", "school"],
        name=pd.Series([None, "École Jean Moulin", "CCAS", None], dtype="str"),
        address=pd.Series(["1 rue Haute", None, None, None], dtype="str"),
    )
    plots = sites(PLOT, box(500, 0, 520, 20))
    found = partners.partners(table, within(None, plots, table, 400))
    assert tuple(found) == partners.COLUMNS
    first = found[found["site_id"] == "s0"]
    assert first["place"].tolist() == [0, 3, 2]
    assert first["name"].fillna("").tolist() == ["École Jean Moulin", "", "CCAS"]
    assert first["address"].fillna("").tolist() == ["1 rue Haute", "", ""]
    assert first["distance_m"].tolist() == pytest.approx([40 * DETOUR, 180 * DETOUR, 280 * DETOUR])
    assert found[found["site_id"] == "s1"]["place"].tolist() == [2, 3]


# Homes


@pytest.mark.parametrize(("dwellings", "flats"), [(2.0, 0), (3.0, 3), (40.0, 40)])
def test_homes_count_from_three_in_a_building(dwellings, flats):
    assert counted(homes.flats_in_buildings, layer(east(100), dwellings=[dwellings]), 300) == [flats]


@pytest.mark.parametrize(("metres", "flats"), [(299.9, 12), (300.1, 0)])
def test_flats_are_within_five_minutes(metres, flats):
    assert counted(homes.flats_in_buildings, layer(east(metres), dwellings=[12.0]), 900) == [flats]


@pytest.mark.parametrize(("known", "flats"), [(2, 8), (1, np.nan)])
def test_buildings_without_a_count_of_homes_do_not_say_that_there_are_none(known, flats):
    places = [Point(30 + metres, 10) for metres in range(10)]
    table = layer(*places, dwellings=[4.0] * known + [np.nan] * (10 - known))
    assert counted(homes.flats_in_buildings, table, 300) == pytest.approx([flats], nan_ok=True)


@pytest.mark.parametrize(("metres", "flats"), [(1000, 0), (1001, np.nan)])
def test_buildings_of_another_town_say_nothing(metres, flats):
    table = layer(Point(20 + metres, 10), dwellings=[4.0])
    assert counted(homes.flats_in_buildings, table, 300) == pytest.approx([flats], nan_ok=True)


def in_cells(*shapes, flats, plot=PLOT):
    spots = homes.spread(layer(*shapes, households_in_flats=flats))
    return homes.flats_in_cells(sites(plot), spots, within(None, sites(plot), spots, 300)).tolist()


def test_a_cell_counts_for_what_is_within_a_walk():
    assert in_cells(box(-90, -90, 110, 110), flats=[32.0]) == [32]
    # 300 m on foot are 230.8 in a straight line: two columns of spots of four, 25 and 75 m in, all but the corners.
    assert in_cells(box(145, -90, 345, 110), flats=[32.0]) == [16]
    assert in_cells(box(400, -90, 600, 110), flats=[32.0]) == [0]
    assert in_cells(box(-90, -90, 110, 110), box(110, -90, 310, 110), flats=[32.0, np.nan]) == [32]
    assert np.isnan(in_cells(box(1021, 0, 1221, 200), flats=[32.0])).all()
    assert np.isnan(in_cells(box(-90, -90, 110, 110), flats=[np.nan])).all()


@given(st.floats(0, 90), st.sampled_from([10.0, 200.0, 5000.0]))
def test_spots_keep_the_homes_of_their_cell(degrees, side):
    square = shapely.affinity.rotate(box(0, 0, side, side), degrees)
    ring = box(0, 0, side, side).difference(box(side / 100, side / 100, side, side))
    cells = layer(square, ring, households_in_flats=[7.0, 5.0])
    spots = homes.spread(cells)
    assert spots["households_in_flats"].sum() == pytest.approx(12)
    assert shapely.intersects(cells.geometry.union_all().buffer(1e-6), spots.geometry.array).all()


def test_a_commune_is_an_average():
    plots = sites(PLOT, box(0, 4000, 20, 4020), box(0, 10_000, 20, 10_020))
    communes = layer(
        box(-2000, -2000, 2000, 2000),
        box(-2000, 2000, 2000, 6000),
        commune=["92023", "92007"],
        population=[1600.0, np.nan],
    )
    housing = pd.DataFrame({"commune": ["92023", "92007", "92007"], "flats": [160.0, 16.0, 16.0], "people": 0.5})
    flats = homes.flats_in_communes(plots, communes, housing)
    area = PLOT.buffer(300 / DETOUR, quad_segs=64).area
    assert flats.tolist() == pytest.approx([area * 1e-5, area * 2e-6, np.nan], rel=0.01, nan_ok=True)
    people = homes.people_in_communes(plots, communes, housing)
    area = PLOT.buffer(300, quad_segs=64).area
    assert people.tolist() == pytest.approx([area * 1e-4, area / 16e6, np.nan], rel=0.01, nan_ok=True)
    assert homes.people_in_communes(plots, communes, None).isna().tolist() == [False, True, True]


@pytest.mark.parametrize(("shift", "known"), [(-5, True), (5, False)])
def test_half_of_the_land_around_has_to_be_known(shift, known):
    communes = layer(box(10 + shift, -2000, 4000, 2000), commune=["92023"], population=[1600.0])
    assert homes.people_in_communes(sites(PLOT), communes, None).notna().tolist() == [known]


def test_people_of_cells_count_by_area():
    cells = layer(box(-90, -90, 110, 110), box(220, 0, 420, 20), box(110, 0, 130, 20), people=[50.0, 80.0, np.nan])
    assert homes.people_in_cells(sites(PLOT), cells).tolist() == [pytest.approx(50 + 40)]
    assert homes.people_in_cells(sites(PLOT), cells.iloc[2:]).isna().all()
    assert homes.people_in_cells(sites(PLOT), layer(box(1020, 0, 1220, 20), people=[9.0])).tolist() == [0]
    assert homes.people_in_cells(sites(PLOT), layer(box(1021, 0, 1221, 20), people=[9.0])).isna().all()


# Green


def test_green_for_each_person():
    people = pd.Series([100.0], index=["s0"])
    lawns = layer(box(20, 0, 70, 20), box(50, 0, 70, 20), box(-30, 0, 10, 10), Point(90, 0), kind="park")
    # 50 by 20, the second within the first; of the third what is not the site: 30 by 10.
    assert green.green_per_inhabitant(sites(PLOT), lawns, people).tolist() == [pytest.approx(13)]
    half = layer(box(310, 0, 330, 20), kind="park")
    assert green.green_per_inhabitant(sites(PLOT), half, people).tolist() == [pytest.approx(2)]


def test_green_that_is_not_known_is_not_absent():
    people = pd.Series([100.0, 0.0, np.nan], index=["s0", "s1", "s2"])
    plots = sites(PLOT, PLOT, PLOT)
    far = layer(box(20_020, 0, 20_099, 20), kind="park")
    found = green.green_per_inhabitant(plots, far, people)
    assert found.fillna(-1).tolist() == [0, -1, -1]
    assert green.green_per_inhabitant(plots, far.translate(1).to_frame("geometry"), people).isna().all()


@pytest.mark.parametrize(("metres", "count"), [(299.9, 1), (300.1, 0)])
def test_gardens_are_within_five_minutes(metres, count):
    assert counted(green.gardens_nearby, layer(east(metres), kind="shared_garden"), 900) == [count]


@pytest.mark.parametrize("kind", list(GreenKind))
def test_only_shared_gardens_count(kind):
    expected = int(kind is GreenKind.SHARED_GARDEN)
    assert counted(green.gardens_nearby, layer(box(60, 0, 80, 20), kind=kind.value), 300) == [expected]


def test_the_garden_on_the_site_itself_does_not_count():
    assert counted(green.gardens_nearby, layer(box(10, 0, 40, 20), kind="shared_garden"), 300) == [0]
    assert counted(green.gardens_nearby, layer(box(10, 0, 18, 9), Point(40, 10), kind="shared_garden"), 300) == [0]
    assert counted(green.gardens_nearby, layer(box(20.1, 0, 40, 20), kind="shared_garden"), 300) == [1]


def test_gardens_of_another_region_say_nothing():
    assert counted(green.gardens_nearby, layer(Point(20_020, 0), kind="park"), 300) == [0]
    assert np.isnan(counted(green.gardens_nearby, layer(Point(20_021, 0), kind="park"), 300)).all()
    assert np.isnan(counted(green.gardens_nearby, layer(kind=[]), 300)).all()


# Whatever the order


def measured(plots, table, cells):
    walks = within(None, plots, table, 800)
    spots = homes.spread(cells)
    return pd.concat(
        [
            partners.social_relays(plots, table, walks),
            partners.children_places(plots, table, walks),
            homes.flats_in_buildings(plots, table, walks),
            homes.flats_in_cells(plots, spots, within(None, plots, spots, 300)).rename("in_cells"),
            homes.people_in_cells(plots, cells),
            green.green_per_inhabitant(plots, cells, homes.people_in_cells(plots, cells)),
            access.stop_distance(plots, table, walks),
        ],
        axis=1,
    )


@given(st.integers(0, 10_000))
def test_other_sites_and_the_order_of_rows_change_nothing(seed):
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 1500, (5, 2))
    plots = sites(*shapely.box(*corners.T, *(corners + 30).T))
    kinds = rng.choice(list(PlaceKind), 20)
    table = layer(*shapely.points(rng.uniform(0, 1500, (20, 2))), kind=kinds, dwellings=rng.integers(0, 9, 20) * 1.0)
    corners = rng.uniform(0, 1300, (4, 2))
    cells = layer(*shapely.box(*corners.T, *(corners + 200).T), households_in_flats=20.0, people=40.0)
    whole = measured(plots, table, cells)
    pd.testing.assert_frame_equal(measured(plots.iloc[::-1], table, cells).loc[plots.index], whole, check_exact=True)
    pd.testing.assert_frame_equal(measured(plots.iloc[[2]], table, cells), whole.iloc[[2]], check_exact=True)
    again = measured(plots, table.sample(frac=1, random_state=1), cells.iloc[::-1])
    pd.testing.assert_frame_equal(again, whole, rtol=1e-9)


# Real files


@pytest.fixture(scope="module")
def grid(real_data):
    cells = gpd.read_file(real_data / "filosofi" / "filosofi_200m_olemps_rodez.gpkg")
    return cells.rename(columns={"ind": "people", "men_coll": "households_in_flats"})


def test_everybody_of_rodez_lives_around_a_plot_as_large_as_rodez(grid):
    whole = sites(box(*grid.total_bounds))
    assert homes.people_in_cells(whole, grid).tolist() == [pytest.approx(29_736.5)]
    spots = homes.spread(grid)
    found = homes.flats_in_cells(whole, spots, within(None, whole, spots, 300))
    assert found.tolist() == [pytest.approx(grid["households_in_flats"].sum())]


def test_buildings_and_cells_of_olemps_tell_nearly_the_same(real_data, grid):
    """A registry of buildings of one year against a survey of households of another."""
    file = real_data / "bdtopo" / "bdtopo_v3_12174_olemps.gpkg"
    buildings = gpd.read_file(file, layer="BATIMENT").rename(columns={"NB_LOGTS": "dwellings"})
    homes_of = buildings[buildings["dwellings"] > 0]
    plots = sites(*shapely.buffer(homes_of.geometry.centroid.iloc[::40].to_numpy(), 15))
    one = homes.flats_in_buildings(plots, buildings, within(None, plots, buildings, 300))
    spots = homes.spread(grid)
    other = homes.flats_in_cells(plots, spots, within(None, plots, spots, 300))
    assert one.notna().all()
    assert other.notna().mean() > 0.9
    assert np.corrcoef(one[other.notna()], other.dropna())[0, 1] > 0.5


def test_buildings_without_homes_leave_it_to_the_cells(real_data):
    file = real_data / "bdtopo" / "bdtopo_v2_12174_olemps.gpkg"
    buildings = gpd.read_file(file, layer="BATI_INDIFFERENCIE").assign(dwellings=np.nan)
    plots = sites(*buildings.geometry.iloc[::500])
    assert homes.flats_in_buildings(plots, buildings, within(None, plots, buildings.iloc[:0], 300)).isna().all()


def test_polygons_are_left_from_their_outline():
    notched = Polygon([(0, 0), (100, 0), (100, 100), (0, 100)], [[(10, 10), (90, 10), (90, 90), (10, 90)]])
    inside = layer(Point(50, 50), kind="shared_garden")
    assert counted(green.gardens_nearby, inside, 300, plots=(notched,)) == [1]
