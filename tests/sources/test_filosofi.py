"""The grid of population: the real file of the old names, the others by hand."""

import geopandas as gpd
import pytest
from shapely import box

from geo.models import Role
from geo.sources.filosofi import squares
from geo.sources.recognition import read_layer, recognise
from tests.sources.reading import tables_of

CELL = "CRS3035RES200mN2387600E3728800"
NEW = (
    "idcar_200m,idcar_1km,idcar_nat,i_est_200,i_est_1km,lcog_geo,ind,men,men_pauv,men_1ind,men_5ind,men_prop,men_fmp,"
    "ind_snv,men_surf,men_coll,men_mais"
)


def new(cell=CELL, estimated=0, people="46.5"):
    return f"{cell},CRS3035RES1000mN2387000E3728000,x,{estimated},0,12146,{people},13,2,2,3,13,0,1103104.2,1349,5,8"


def layer_of(folder, *rows, header=NEW):
    path = folder / "carreaux_200m_met.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    (found,) = tables_of(path)
    return read_layer(found, recognise(found), file=path.name)


@pytest.fixture(scope="module")
def olemps(real_data):
    (found,) = tables_of(real_data / "filosofi" / "filosofi_200m_olemps_rodez.gpkg")
    return read_layer(found, recognise(found), file="filosofi.gpkg")


def test_the_real_grid(olemps):
    assert olemps.role is Role.POPULATION
    assert len(olemps.frame) == 457
    assert olemps.frame["people"].sum() == pytest.approx(29_736.5)
    assert olemps.frame["cell_id"].is_unique
    assert [note.values for note in olemps.notes] == [{"count": 13}]
    assert (olemps.frame["households_in_flats"] <= olemps.frame["households"] + 0.11).all()


def test_cells_drawn_from_their_names_are_the_real_ones(olemps):
    drawn = squares(olemps.frame["cell_id"]).to_crs(3035)
    real = gpd.GeoDataFrame(olemps.frame).geometry.to_crs(3035)
    assert drawn.symmetric_difference(real, align=False).area.max() < 200.0


def test_the_names_since_2017_without_geometry(tmp_path):
    layer = layer_of(tmp_path, new())
    assert layer.frame.drop(columns="geometry").iloc[0].tolist() == [CELL, 46.5, 13.0, 5.0, 2.0]
    square = gpd.GeoDataFrame(layer.frame).to_crs(3035).geometry.iloc[0]
    assert square.symmetric_difference(box(3_728_800, 2_387_600, 3_729_000, 2_387_800)).area < 1.0
    assert layer.notes == ()


def test_cells_that_are_estimated_are_told_and_are_no_fault(tmp_path):
    layer = layer_of(tmp_path, new(), new(CELL.replace("E3728800", "E3729000"), estimated=1))
    assert len(layer.frame) == 2
    assert [note.values for note in layer.notes] == [{"count": 1, "total": 2}]


def test_the_names_of_2015(tmp_path):
    header = "IdINSPIRE,Id_carr1km,I_est_cr,Id_carr_n,Groupe,Depcom,I_pauv,Id_car2010,Ind,Men,Men_pauv,Men_coll"
    layer = layer_of(tmp_path, f"{CELL},x,1,x,1,12146,0,x,46.5,13,2,5", header=header)
    assert layer.frame["cell_id"].tolist() == [CELL]
    assert layer.frame["households_in_flats"].tolist() == [5.0]
    assert layer.notes[0].values == {"count": 1, "total": 1}


@pytest.mark.parametrize("cell", ["?", "CRS3035RES1000mN2387000E3728000", ""])
def test_what_is_no_cell_of_200_m_is_left_out_and_told(tmp_path, cell):
    layer = layer_of(tmp_path, new(cell), new())
    assert len(layer.frame) == 1
    assert [note.values["count"] for note in layer.notes] == [1]


@pytest.mark.parametrize("cell", ["CRS9999RES200mN2387600E3728800", "CRS3035RES200mN99999999999E3728800"])
def test_a_cell_of_no_place_is_left_out_and_told(tmp_path, cell):
    layer = layer_of(tmp_path, new(cell), new())
    assert len(layer.frame) == 1
    assert [note.values["count"] for note in layer.notes] == [1]


def test_overseas(tmp_path):
    layer = layer_of(tmp_path, new("CRS2975RES200mN7690000E338000"))
    assert layer.frame.geometry.iloc[0].centroid.x == pytest.approx(55.4, abs=0.1)
