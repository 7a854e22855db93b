"""Polygons that a person gives: formats of drawings, and files that hold none."""

import geopandas as gpd
import pytest
import shapely

from geo.errors import SourceError
from geo.sources.outlines import read_outlines

PLOTS = gpd.GeoDataFrame(
    {"name": ["a", "b"]}, geometry=shapely.box([650_000, 650_050], 6_860_000, [650_020, 650_070], 6_860_010), crs=2154
)
HEAD = '<?xml version="1.0"?>'
KML = f'{HEAD}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
ENTITIES = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "driver", "crs"),
    [
        ("plots.geojson", "GeoJSON", 4326),
        ("plots.gpkg", "GPKG", 2154),
        ("plots.shp", "ESRI Shapefile", 2154),
        ("plots.kml", "KML", 4326),
    ],
)
def test_outlines_of_each_format_lie_where_they_were_drawn(tmp_path, name, driver, crs):
    PLOTS.to_crs(crs).to_file(tmp_path / name, driver=driver)
    found = read_outlines(tmp_path / name).to_crs(2154).geometry
    assert found.area.round(1).tolist() == [200.0, 200.0]
    assert found.distance(PLOTS.geometry).max() < 0.01


def test_points_beside_the_outlines_are_left_aside(tmp_path):
    mixed = gpd.GeoSeries([*PLOTS.geometry, shapely.Point(650_000, 6_860_000)], crs=2154).to_crs(4326)
    mixed.to_file(tmp_path / "mixed.geojson")
    assert len(read_outlines(tmp_path / "mixed.geojson")) == 2


def test_a_file_that_does_not_say_where_it_lies_is_placed_by_its_coordinates(tmp_path):
    PLOTS.to_file(tmp_path / "plots.shp")
    (tmp_path / "plots.prj").unlink()
    found = read_outlines(tmp_path / "plots.shp")
    assert found.crs == "EPSG:2154"


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}{ENTITIES}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>&b;</name></Document></kml>',
        KML % "<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>",
        KML % "<Placemark><Polygon><outerBoundaryIs>",
        f"{HEAD}<html><body/></html>",
        "",
    ],
)
def test_a_drawing_that_is_none_is_told(tmp_path, text):
    path = tmp_path / "plot.kml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as told:
        read_outlines(path)
    assert told.value.remedy


def test_a_file_without_any_polygon_is_told(tmp_path):
    gpd.GeoSeries([shapely.Point(2, 48)], crs=4326).to_file(tmp_path / "point.geojson")
    with pytest.raises(SourceError, match="no outline"):
        read_outlines(tmp_path / "point.geojson")
