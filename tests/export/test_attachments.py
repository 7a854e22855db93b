"""The files that a page hands out are those that the command writes."""

import csv
import io
import json
import sqlite3

import ezdxf
import pytest

from geo.costs import estimate
from geo.export.attachments import MIME_TYPES, FileKind, attachment
from geo.export.layout import write_sketches
from geo.layout.quantities import quantities
from geo.layout.rules import check
from geo.messages import Message
from geo.plans import Sketch
from geo.present.plan_words import TitleBlock
from tests.costs.holdings import FILES
from tests.layout.handmade import handmade_plan, handmade_programme

BLOCK = TitleBlock(site="Rue <Haute> & Cie")


@pytest.fixture(scope="module")
def sketch():
    plan = handmade_plan()
    return Sketch(1, Message("Variant {number}", {"number": 1}), plan, check(plan, handmade_programme()))


@pytest.fixture(scope="module")
def made(sketch):
    found = estimate(quantities(sketch.plan), FILES).budget
    return {kind: attachment(kind, sketch, found, "fr", block=BLOCK) for kind in FileKind}


def test_every_kind_has_a_content_and_a_type(made):
    assert set(MIME_TYPES) == set(FileKind)
    assert min(map(len, made.values())) > 500


def test_the_drawings_are_drawings(made, tmp_path):
    assert made[FileKind.PNG].startswith(b"\x89PNG")
    assert "Rue &lt;Haute&gt; &amp; Cie" in made[FileKind.SVG].decode()
    path = tmp_path / "plan.dxf"
    path.write_bytes(made[FileKind.DXF])
    assert not ezdxf.readfile(path).audit().has_errors


def test_the_geopackage_and_the_rules_are_those_of_the_command(made, sketch, tmp_path):
    write_sketches(tmp_path, [sketch], "fr")
    assert made[FileKind.RULES] == (tmp_path / "rules-1.json").read_bytes()
    assert json.loads(made[FileKind.RULES])["valid"] is sketch.valid
    path = tmp_path / "mine.gpkg"
    path.write_bytes(made[FileKind.GEOPACKAGE])
    names = [layers_of(table) for table in (path, tmp_path / "plan-1.gpkg")]
    assert names[0] == names[1]
    assert "zones" in names[0]


def layers_of(path):
    with sqlite3.connect(path) as database:
        names = [name for (name,) in database.execute("select table_name from gpkg_contents order by 1")]
    database.close()
    return names


def test_the_budget_opens_in_a_spreadsheet(made):
    rows = list(csv.DictReader(io.StringIO(made[FileKind.BUDGET].decode("utf-8-sig"))))
    assert rows[-1]["id"] == "total"
    lines = sum(int(row["cost_low_eur"]) for row in rows[:-1])
    assert int(rows[-1]["cost_low_eur"]) == pytest.approx(lines, abs=len(rows))


def test_the_same_sketch_gives_the_same_bytes(made, sketch):
    found = estimate(quantities(sketch.plan), FILES).budget
    for kind in FileKind:
        assert attachment(kind, sketch, found, "fr", block=BLOCK) == made[kind], kind
