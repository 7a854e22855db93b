import io
import re
import subprocess
import sys
from dataclasses import replace

import ezdxf
import numpy as np
import pytest
import shapely

from geo.export import drawing
from geo.export.drawing import write_drawings
from geo.messages import Message
from geo.plans import ObjectKind, Sketch, Zone
from geo.present import plan_dxf as dxf
from geo.present.labels import translator
from geo.present.palette import ZONE_COLOURS
from geo.present.plan_dxf import OBJECT_LAYERS, ZONE_LAYERS, plan_dxf
from geo.present.plan_words import TitleBlock
from tests.conftest import PROJECT
from tests.layout.handmade import SOUTH_M, WEST_M, handmade_plan

FRENCH = translator("fr")
HOSTILE = ("a\n0\nENDSEC\n0\nEOF", "%%c ^J \\P{\\fArial;x}", "a\x00b\x1b\ud800", "]]>&<script>")


def sketch(plan=None, name="le soleil au potager"):
    return Sketch(1, Message("{name}", {"name": name}), plan or handmade_plan(), ())


def opened(content):
    return ezdxf.read(io.StringIO(content.decode("utf-8")))


@pytest.fixture(scope="module")
def document():
    return opened(plan_dxf(sketch(), FRENCH))


def on(document, layer, kind="LWPOLYLINE"):
    return document.modelspace().query(f'{kind}[layer=="{layer}"]')


def test_the_audit_finds_nothing(document):
    found = document.audit()
    assert (found.errors, found.fixes) == ([], [])


def test_zones_are_in_layers_of_their_own_with_the_colours_of_the_palette(document):
    for zone in Zone:
        layer = document.layers.get(ZONE_LAYERS[zone])
        assert layer.rgb == tuple(bytes.fromhex(ZONE_COLOURS[zone.value][1:]))
        (outline,) = on(document, ZONE_LAYERS[zone])
        drawn = shapely.Polygon([point[:2] for point in outline.get_points()])
        assert drawn.symmetric_difference(handmade_plan().zones[zone]).area < 0.01
        assert len(on(document, ZONE_LAYERS[zone], "HATCH")) == 1


def test_every_entity_lies_on_a_layer_that_is_defined_and_takes_its_colour(document):
    for entity in document.modelspace():
        assert entity.dxf.layer in document.layers
        assert entity.dxf.color == 256


def test_units_are_metres_and_coordinates_those_of_the_site(document):
    assert document.units == ezdxf.units.M
    (limit,) = on(document, dxf.SITE)
    corners = np.array([point[:2] for point in limit.get_points()])
    assert corners.min(axis=0).tolist() == [WEST_M, SOUTH_M]
    assert corners.max(axis=0).tolist() == [WEST_M + 20, SOUTH_M + 40]


def test_beds_trees_and_things_are_all_there(document):
    plan = handmade_plan()
    assert len(on(document, dxf.BEDS)) == len(plan.beds)
    trees = on(document, dxf.TREES, "INSERT")
    assert [(tree.dxf.insert.x, tree.dxf.insert.y, tree.dxf.xscale) for tree in trees] == [
        (tree.place.x, tree.place.y, tree.crown_radius_m) for tree in plan.trees
    ]
    for kind in ObjectKind:
        count = sum(item.kind is kind for item in plan.objects)
        assert len(on(document, OBJECT_LAYERS[kind])) == count > 0
    for layer in (dxf.PATHS, dxf.STREET, dxf.KEPT, dxf.NEIGHBOURS, dxf.ESPALIERS):
        assert len(on(document, layer)) == 1
    assert len(on(document, dxf.ENTRANCE, "CIRCLE")) == 1


def test_texts_name_the_zones_in_the_language_of_the_user():
    for language, name in (("fr", "Potager"), ("en", "Vegetables")):
        read = opened(plan_dxf(sketch(), translator(language), language=language))
        told = [text.dxf.text for text in on(read, dxf.TEXTS, "TEXT")]
        assert name in told
        assert "296\u00a0m²".replace("\u00a0", " ") in told
        assert any("EPSG:2154" in line for line in told)


def test_a_zone_with_a_hole_keeps_it():
    plan = handmade_plan()
    room = plan.zones[Zone.POTAGER]
    holed = replace(plan, zones={**plan.zones, Zone.POTAGER: room.difference(room.centroid.buffer(1.0))})
    read = opened(plan_dxf(sketch(holed), FRENCH))
    assert len(on(read, ZONE_LAYERS[Zone.POTAGER])) == 2
    (fill,) = on(read, ZONE_LAYERS[Zone.POTAGER], "HATCH")
    assert len(fill.paths) == 2
    assert not read.audit().errors


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_one_line_of_text(text):
    plan = handmade_plan()
    named = replace(plan, ground=replace(plan.ground, site_id=text))
    read = opened(plan_dxf(sketch(named, name=text), FRENCH))
    assert not read.audit().errors
    told = [entity.dxf.text for entity in on(read, dxf.TEXTS, "TEXT")]
    assert len(told) == len([e.dxf.text for e in on(opened(plan_dxf(sketch(), FRENCH)), dxf.TEXTS, "TEXT")])
    assert not any("^" in line or "%%" in line or "\n" in line for line in told)


def test_the_same_sketch_gives_the_same_bytes_in_another_process():
    code = (
        "import hashlib; from tests.export.test_drawing import *;"
        "print(hashlib.sha256(plan_dxf(sketch(), FRENCH)).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=PROJECT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_no_date_of_writing_is_left_in_the_file():
    content = plan_dxf(sketch(), FRENCH).decode("utf-8")
    assert set(re.findall(r"@ (\S+)", content)) == {"2000-01-01T00:00:00+00:00"}
    assert set(re.findall(r"\$TDU?(?:CREATE|UPDATE)\n *40\n(.*)", content)) == {"2451545.0"}
    assert set(re.findall(r"GUID\n *2\n(.*)", content)) == {"{00000000-0000-0000-0000-000000000000}"}


def test_three_files_are_written_whole(tmp_path):
    files = write_drawings(tmp_path / "plan-1", sketch(), "fr", block=TitleBlock(site="Acacias"))
    assert [path.name for path in files] == ["plan-1.svg", "plan-1.png", "plan-1.dxf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in files)
    svg, png, _ = (path.read_bytes() for path in files)
    assert "Esquisse indicative" in svg.decode("utf-8")
    assert "Acacias" in svg.decode("utf-8")
    assert png.startswith(b"\x89PNG")
    first = [path.read_bytes() for path in files]
    assert [
        path.read_bytes()
        for path in write_drawings(tmp_path / "plan-1", sketch(), "fr", block=TitleBlock(site="Acacias"))
    ] == first


def test_the_stem_may_hold_a_dot(tmp_path):
    files = write_drawings(tmp_path / "plan.v2", sketch(), "en")
    assert [path.name for path in files] == ["plan.v2.svg", "plan.v2.png", "plan.v2.dxf"]


def test_a_failure_leaves_the_older_file(tmp_path, monkeypatch):
    (tmp_path / "plan-1.svg").write_text("older")

    def fail(path, content):
        path.write_bytes(content[:10])
        raise OSError("disk full")

    monkeypatch.setattr(drawing, "_write_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        write_drawings(tmp_path / "plan-1", sketch(), "fr")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("plan-1.svg", "older")]
