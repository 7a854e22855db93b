"""Files of a whole study: a GeoPackage that opens coloured, a workbook that recomputes, nothing that runs."""

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile

import numpy as np
import openpyxl
import pyogrio
import pytest

from geo.export.gis import study_tables, write_study, write_study_geopackage
from geo.export.styles import STYLE_COLUMNS, Look, Style, candidate_style, layer_styles, plan_styles, qml, sld
from geo.export.workbook import workbook
from geo.present.labels import translator
from geo.present.palette import SITE_STYLES, ZONE_COLOURS, site_classes
from geo.study import ranking
from tests.export import hostile

FR = translator("fr")


@pytest.fixture(scope="module")
def package(best, tmp_path_factory):
    path = tmp_path_factory.mktemp("gis") / "study.gpkg"
    tables = study_tables(best.surveyed, best.judgement, FR, {best.site: best.sketch})
    write_study_geopackage(path, tables, FR)
    return path


def test_the_geopackage_holds_every_table(package, best):
    names = {str(name) for name, _ in pyogrio.list_layers(package)}
    assert {"candidates", "indicators", "scores", "rules", "sources", "rejections", "layer_styles"} <= names
    assert {"plan_zones", "plan_paths", "plan_beds", "plan_trees", "plan_objects", "plan_entrance"} <= names
    assert len(pyogrio.read_dataframe(package, layer="candidates")) == len(best.surveyed.sites)
    scores = pyogrio.read_dataframe(package, layer="scores")
    assert len(scores) == best.judgement.utilities.size
    assert scores["weight"].groupby(scores["criterion"]).first().sum() == pytest.approx(100)


def test_the_areas_of_the_plan_are_those_of_the_sketch(package, best):
    zones = pyogrio.read_dataframe(package, layer="plan_zones")
    assert set(zones["site_id"]) == {best.site}
    areas = dict(zip(zones["zone"], zones.geometry.area, strict=True))
    assert areas == pytest.approx({zone.value: shape.area for zone, shape in best.sketch.plan.zones.items()}, abs=0.01)
    assert zones.crs == best.surveyed.territory.crs


def test_indicators_tell_value_state_and_quality(package, best):
    rows = pyogrio.read_dataframe(package, layer="indicators")
    mine = rows[rows["site_id"] == best.site].set_index("indicator")
    assert mine.at["usable_area_m2", "number"] == pytest.approx(best.number("usable_area_m2"))
    assert mine.at["usable_area_m2", "state"] == "measured"
    assert mine.at["pollution_distance_m", "value"] == "∞"
    assert np.isnan(mine.at["pollution_distance_m", "number"])
    assert mine.at["owner_group", "value"] == "la commune"


def test_styles_are_where_qgis_looks_for_them(package, best):
    styles = pyogrio.read_dataframe(package, layer="layer_styles").set_index("f_table_name")
    assert [*styles.reset_index()] == [*STYLE_COLUMNS[2:3], *STYLE_COLUMNS[:2], *STYLE_COLUMNS[3:]]
    drawn = {str(name) for name, kind in pyogrio.list_layers(package) if kind is not None}
    assert set(styles.index) == drawn
    assert set(styles["f_geometry_column"]) == {"geom"}
    assert styles["useAsDefault"].all()
    style = ET.fromstring(styles.at["candidates", "styleQML"].split("\n", 1)[1])
    values = {category.get("value") for category in style.iter("category")}
    found = pyogrio.read_dataframe(package, layer="candidates")
    assert set(found["style"]) <= values == {str(place) for place in range(len(SITE_STYLES))}
    expected = site_classes(found["verdict"], found["score"]).astype(str).tolist()
    assert found["style"].tolist() == expected
    assert ET.fromstring(styles.at["candidates", "styleSLD"]).tag.endswith("StyledLayerDescriptor")


def test_zones_have_the_colours_of_the_palette():
    looks = {look.value: look.fill for look in plan_styles(FR)["zones"].looks}
    assert looks == {zone: ZONE_COLOURS[zone] for zone in looks}
    assert len({look.label for look in candidate_style(FR).looks}) == len(SITE_STYLES)


def test_points_and_lines_have_symbols_of_their_own():
    styles = plan_styles(FR)
    for name, kind in (("trees", "marker"), ("espaliers", "line"), ("beds", "fill")):
        [symbol] = ET.fromstring(qml(styles[name]).split("\n", 1)[1]).iter("symbol")
        assert symbol.get("type") == kind
    assert "2 * &quot;crown_radius_m&quot;" in qml(styles["trees"])
    assert "PointSymbolizer" in sld("trees", styles["trees"])
    assert "LineSymbolizer" in sld("espaliers", styles["espaliers"])


def test_a_hostile_label_breaks_no_style():
    look = Look(hostile.NAME, f"<&\x00{hostile.NAME}", "#FFFFFF", "#000000")
    styles = layer_styles({hostile.NAME: Style((look,), "zone")})
    for text in (styles["styleQML"].iloc[0].split("\n", 1)[1], styles["styleSLD"].iloc[0]):
        assert ET.fromstring(text) is not None


def test_the_same_study_gives_the_same_files(best, tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for out in (one, other):
        write_study(out, best.surveyed, best.judgement, "fr", {best.site: best.sketch})
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert {path.name for path in files} >= {
        *("study.gpkg", "study.xlsx", "candidates.geojson", "ranking.csv", "map.html")
    }
    assert [path for path in files if (one / path).read_bytes() != (other / path).read_bytes()] == []
    plans = [path for path in files if path.parent.name == "plans"]
    assert sorted(path.suffix for path in plans) == [".dxf", ".svg"]


def test_the_geojson_is_wgs84_and_names_every_site(best, tmp_path):
    write_study(tmp_path, best.surveyed, best.judgement, "en")
    document = json.loads((tmp_path / "candidates.geojson").read_text(encoding="utf-8"))
    assert {feature["properties"]["site_id"] for feature in document["features"]} == set(best.surveyed.sites.index)
    point = document["features"][0]["geometry"]["coordinates"][0][0]
    assert all(-180 < value < 180 for value in point)


# The workbook


@pytest.fixture(scope="module")
def book(best):
    return workbook(best.surveyed, best.judgement, FR)


def recomputed(content, folder, convert):
    """Return the first sheet as LibreOffice computes it."""
    path = folder / "study.xlsx"
    path.write_bytes(content)
    convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false")
    with (folder / "study.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def numbers(rows, column):
    return [float(row[column].replace(",", ".")) for row in rows[1:]]


def test_libreoffice_recomputes_our_scores(best, book, libreoffice, tmp_path):
    rows, expected = recomputed(book, tmp_path, libreoffice), ranking(best.surveyed, best.judgement)
    assert [row[2] for row in rows[1:]] == expected.index.tolist()
    for column, name in ((7, "score"), (8, "score_low"), (9, "score_high")):
        assert numbers(rows, column) == pytest.approx(expected[name].tolist(), abs=1e-6)


def test_a_weight_that_is_moved_moves_the_scores(best, book, libreoffice, tmp_path):
    moved = openpyxl.load_workbook(io.BytesIO(book))
    moved.worksheets[1]["D2"] = 60
    changed = io.BytesIO()
    moved.save(changed)
    rows = recomputed(changed.getvalue(), tmp_path, libreoffice)
    from geo.study import judge

    first = best.judgement.profile.criteria[0].id
    judged = judge(best.surveyed, best.judgement.profile.with_weights({first: 60}))
    expected = judged.results.loc[[row[2] for row in rows[1:]], "score"]
    assert numbers(rows, 7) == pytest.approx(expected.tolist(), abs=1e-6)


def test_no_text_of_the_files_is_a_formula(attacked):
    content = workbook(attacked.surveyed, attacked.judgement, FR)
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    formulas = [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not [formula for formula in formulas if "cmd" in formula or "panic" in formula]
    texts = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value == hostile.NAME]
    assert texts
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)


def test_the_workbook_asks_nobody_and_tells_no_time(book):
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        texts = {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}
    assert not [name for name, text in texts.items() if 'TargetMode="External"' in text or "externalLink" in name]
    assert texts["docProps/core.xml"].count("2000-01-01T00:00:00Z") == 2


def test_a_site_of_which_nothing_is_known_has_no_score(best, libreoffice, tmp_path):
    from dataclasses import replace

    nothing = best.judgement.utilities.copy()
    nothing.loc[best.site] = np.nan
    content = workbook(best.surveyed, replace(best.judgement, utilities=nothing), FR)
    [row] = [row for row in recomputed(content, tmp_path, libreoffice) if row[2] == best.site]
    assert row[7] == ""
    assert [float(cell.replace(",", ".")) for cell in row[8:10]] == [0.0, 100.0]
