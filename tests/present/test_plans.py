import io
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont
from shapely import LineString, MultiPolygon, Point, Polygon, affinity, box

from geo.messages import Message
from geo.models import Bounds
from geo.plans import Ground, ObjectKind, Plan, PlannedObject, PlannedTree, RuleCheck, Sketch, Zone
from geo.present.labels import translator
from geo.present.palette import ZONE_COLOURS
from geo.present.plan_dimensions import sides_of
from geo.present.plan_fills import HATCHES, zone_area
from geo.present.plan_labels import SIZES, Canvas, _around, _Offers, place_inside
from geo.present.plan_legend import scale_bar
from geo.present.plan_scene import extent, scene_of, shade_of
from geo.present.plan_sheet import COLUMN, MARGIN, Frame, Paper, View, choose_sheet
from geo.present.plan_symbols import arrow_of, symbol
from geo.present.plan_tags import Tag
from geo.present.plan_text import FACES, fitted, width_of, wrapped
from geo.present.plan_words import OBJECT_NAMES, ZONE_NAMES, TitleBlock, Words
from geo.present.plans import plan_png, plan_svg, plan_thumbnail_svg, writing_of
from tests.layout.handmade import handmade_plan
from tests.present.test_svg import HOSTILE
from tests.test_house import french

SVG = "{http://www.w3.org/2000/svg}"
FRENCH = translator("fr")
BLOCK = TitleBlock(
    site="12 rue des Acacias", date=date(2026, 11, 22), street="Rue des Acacias", sources=("Cadastre, juillet 2026",)
)
MET = RuleCheck("paths.width", True, 1.6, 1.4, "m", Message("Paths are wide enough."))
UNMET = RuleCheck("sun.potager", False, 0.8, 0.85, "", Message("The vegetables get the best sun."))
TAGS = {"svg", "title", "desc", "g", "rect", "path", "circle", "line", "text"}


def sketch(plan=None, checks=(MET,), **changes):
    return Sketch(1, Message("le soleil au potager"), plan or handmade_plan(), checks, **changes)


def drawn(plan=None, *, checks=(MET,), block=BLOCK, sheet=None, translate=FRENCH, language="fr"):
    return ET.fromstring(plan_svg(sketch(plan, checks), translate, block=block, sheet=sheet, language=language))


def texts(root):
    return [part.text for part in root.iter(f"{SVG}text")]


def limit_of(root):
    pen = {"fill": "none", "stroke-width": "0.6", "stroke-linejoin": "round"}
    (line,) = [
        part
        for part in root.iter(f"{SVG}path")
        if part.get("d").endswith("Z") and all(part.get(key) == pen[key] for key in pen)
    ]
    return np.array([[float(number) for number in pair.split()] for pair in line.get("d").strip("MZ").split("L")])


@cache
def sliced(width, depth, turn, shares, crowded):
    """Return a plan of a turned rectangle cut into strips, one a zone, with furniture in the way of every name."""
    cuts = np.cumsum([0.0, *shares]) / sum(shares) * depth
    middle = (650_000.0, 6_860_000.0)

    def there(shape):
        return affinity.translate(affinity.rotate(shape, turn, origin=(0, 0)), *middle)

    outline, rooms = box(0, 0, width + 1.6, depth), {}
    for zone, low, high in zip(Zone, cuts[:-1], cuts[1:], strict=True):
        rooms[zone] = box(1.6, low, width + 1.6, high)
    objects = [
        PlannedObject(ObjectKind.BENCH, there(Point(1.6 + width * share, (low + high) / 2).buffer(0.3).envelope))
        for low, high in pairwise(cuts)
        for share in ((0.2, 0.5, 0.8) if crowded == "benches" else ())
    ]
    if crowded == "full":
        objects = [PlannedObject(ObjectKind.SHED, there(room.buffer(-0.2))) for room in rooms.values()]
    ground = Ground("s", there(outline), "EPSG:2154", there(LineString([(0, 0), (width + 1.6, 0)])))
    return Plan(
        ground,
        {zone: there(room) for zone, room in rooms.items()},
        {},
        there(box(0, 0, 1.6, depth)),
        1.6,
        there(Point(0.8, 0)),
        objects=tuple(objects),
    )


SLICED = st.builds(
    sliced,
    st.floats(8, 45),
    st.floats(18, 70),
    st.sampled_from([0, 17, 45, 90, 133, 200, 301]),
    st.tuples(*[st.floats(0.3, 4)] * len(Zone)),
    st.sampled_from(["", "benches", "full"]),
)


def written(plan, *, street="", zoom=None):
    sheet = choose_sheet(extent(plan), [60, 50, 60])
    scene = scene_of(plan, sheet.view(extent(plan)), sheet.field, zoom or sheet.zoom)
    return scene, writing_of(scene, plan, Words(FRENCH), TitleBlock(site="a", street=street))


def test_ten_metres_are_fifty_millimetres_at_1_to_200():
    root = drawn()
    corners = limit_of(root)
    assert "1:200 (A4)" in texts(root)
    assert np.ptp(corners, axis=0).tolist() == pytest.approx([20 * 5, 40 * 5], abs=0.02)


def test_the_sheet_is_measured_in_true_millimetres():
    root = drawn()
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("210mm", "297mm", "0 0 210 297")
    assert drawn(sheet=Paper.A3).get("viewBox") in {"0 0 297 420", "0 0 420 297"}


@pytest.mark.parametrize(
    ("width", "height", "paper", "denominator"),
    [
        (12, 14, "A4", 100),
        (20, 40, "A4", 200),
        (8, 60, "A3", 200),
        (60, 62, "A3", 250),
        (80, 90, "A4", 500),
        (1500, 40, "A3", 5000),
    ],
)
def test_the_best_scale_that_fits(width, height, paper, denominator):
    sheet = choose_sheet(Bounds(0, 0, width, height), [58, 53, 60])
    assert (sheet.paper, sheet.denominator) == (paper, denominator)


@given(st.floats(3, 400), st.floats(3, 400), st.tuples(*[st.floats(30, 80)] * 3), st.sampled_from([None, *Paper]))
def test_plan_and_panel_lie_on_the_sheet_and_never_over_one_another(width, height, heights, paper):
    sheet = choose_sheet(Bounds(0, 0, width, height), heights, paper=paper)
    page = Frame(0, 0, sheet.width, sheet.height).shrunk(MARGIN - 1e-6).polygon()
    frames = [sheet.field.polygon(), *(block.polygon() for block in sheet.blocks)]
    assert all(page.contains(frame) for frame in frames)
    assert all(one.intersection(other).area < 1e-6 for one, other in combinations(frames, 2))
    assert [block.width for block in sheet.blocks] == pytest.approx([COLUMN * sheet.zoom] * 3)
    site = sheet.view(Bounds(0, 0, width, height)).paper(box(0, 0, width, height))
    assert sheet.field.polygon().contains(site)
    assert site.centroid.distance(sheet.field.polygon().centroid) < 1e-6


def test_north_is_up_and_east_is_right():
    view = View(west=100, north=200, scale=5, x=10, y=20)
    assert view.place(np.array([[100, 200], [110, 190]])).tolist() == [[10, 20], [60, 70]]


@given(SLICED)
def test_no_text_of_the_plan_covers_another(plan):
    _, writing = written(plan, street="Rue")
    rooms = [tag.box() for tag in writing.tags]
    assert [(one, other) for one, other in combinations(rooms, 2) if one.intersects(other)] == []


@given(SLICED)
def test_the_name_of_a_zone_is_in_it_or_at_the_end_of_a_line_to_it(plan):
    scene, writing = written(plan)
    names = {FRENCH(name): scene.zones[zone] for zone, name in ZONE_NAMES.items()}
    for tag in writing.zones:
        zone = names[tag.lines[0].split("\u2002")[0]]
        if tag.end is None:
            assert zone.buffer(0.8).contains(tag.box())
        else:
            assert zone.contains(Point(tag.end))
            assert tag.box().disjoint(scene.outline)
            assert scene.field.polygon().contains(tag.box())


def offered(name, *places):
    """Return a label and places (x, cost) for it on one line, its leader straight down."""
    form = Tag((name,), 0, 0, 2.0)
    centres = np.array([(x, 0.0) for x, _ in places])
    boxes = np.array([box(x - 3, -1, x + 3, 1) for x, _ in places], object)
    leaders = np.array([LineString([(x, 1), (x, 9)]) for x, _ in places], object)
    return form, _Offers(form, centres, boxes, leaders, np.array([cost for _, cost in places], float))


def test_labels_beside_the_site_take_the_places_that_are_best_together():
    # both want the place at 0; the herbs have another one nearly as good, the service only one far away
    herbs, service = offered("herbs", (0, 1.0), (20, 2.0)), offered("service", (0, 1.5), (90, 50.0))
    for out in ([herbs, service], [service, herbs]):
        where = {tag.lines[0]: tag.x for tag in _around(out, [], [])}
        assert where == {"herbs": 20, "service": 0}
    assert {tag.lines[0]: tag.x for tag in _around([herbs], [], [])} == {"herbs": 0}
    assert _around([], [herbs[0]], []) == [herbs[0]]


@given(SLICED)
def test_leaders_cross_no_name_and_no_other_leader(plan):
    _, writing = written(plan)
    for one in writing.zones:
        others = [other for other in writing.zones if other is not one]
        assert not any(one.leader().intersects(other.box()) for other in others)
        assert not any(one.leader().intersects(other.leader()) for other in others)


@given(SLICED)
def test_dimensions_stand_outside_of_the_land_and_tell_the_length_of_their_side(plan):
    scene, writing = written(plan)
    assert writing.dimensions
    for dimension in writing.dimensions:
        told = float(dimension.tag.lines[0].split("\u00a0")[0].replace(",", "."))
        assert told == pytest.approx(dimension.side.long / scene.scale, abs=0.051)
        assert dimension.room().disjoint(scene.outline)
        assert scene.field.polygon().contains(dimension.room())


def test_every_zone_of_a_usual_garden_has_its_name_in_letters_of_one_size():
    _, writing = written(handmade_plan())
    assert {tag.lines[0] for tag in writing.zones} == {FRENCH(name) for name in ZONE_NAMES.values()}
    assert {tag.size for tag in writing.zones} == {SIZES[0]}
    assert all(tag.end is None for tag in writing.zones)


def test_names_keep_off_furniture_where_there_is_room():
    scene, writing = written(handmade_plan())
    things = shapely.union_all([footprint for _, footprint in scene.objects])
    assert max(tag.box().intersection(things).area / tag.box().area for tag in writing.zones) < 0.03


def test_a_zone_full_of_furniture_is_named_outside():
    plan = handmade_plan()
    room = plan.zones[Zone.SERVICE]
    full = replace(plan, objects=(*plan.objects, PlannedObject(ObjectKind.SHED, room.buffer(-0.3))))
    _, writing = written(full)
    (outside,) = [tag for tag in writing.zones if tag.end]
    assert outside.lines[0] == "Service"


def test_a_name_goes_elsewhere_in_its_zone_where_another_stands():
    room = box(10, 10, 90, 40)
    empty = np.zeros((120, 220), dtype=np.uint8)
    canvas = Canvas(0, 0, empty, empty, empty)
    picture = np.full_like(empty, 255)
    picture[20:80, 20:180] = 0
    alone = place_inside(canvas, picture, room, ("Verger", "160 m²"), 3.0, [])
    other = replace(alone.tag, x=alone.tag.x + 5)
    moved = place_inside(canvas, picture, room, ("Verger", "160 m²"), 3.0, [other])
    assert alone.tag.box().intersects(other.box())
    assert not moved.tag.box().intersects(other.box())
    assert room.contains(moved.tag.box())


def test_names_of_full_zones_stand_beside_the_land_with_lines_that_do_not_cross():
    for turn in range(0, 360, 45):
        _, writing = written(sliced(14.0, 30.0, turn, (1, 1, 1, 1, 1, 1), "full"))
        outside = [tag for tag in writing.zones if tag.end]
        assert len(outside) >= 4
        assert not any(one.leader().intersects(other.leader()) for one, other in combinations(outside, 2))
        assert not any(one.box().intersects(other.box()) for one, other in combinations(writing.tags, 2))


def test_a_notch_in_the_land_has_its_figures_without_a_line():
    outline = Polygon([(0, 0), (40, 0), (40, 20), (20, 20), (20, 40), (0, 40)])
    ground = replace(handmade_plan().ground, outline=affinity.translate(outline, 650_000, 6_860_000))
    _, writing = written(replace(handmade_plan(), ground=replace(ground, obstacles=MultiPolygon())))
    figures = sorted((dimension.tag.lines[0], bool(dimension.offset)) for dimension in writing.dimensions)
    assert figures == [("20,0\u00a0m", False)] * 2 + [("20,0\u00a0m", True)] * 2 + [("40,0\u00a0m", True)] * 2


@pytest.mark.parametrize("turn", range(0, 360, 30))
def test_sides_know_the_way_out(turn):
    plot = affinity.rotate(box(0, 0, 30, 20), turn)
    for outline in (plot, plot.reverse()):
        sides = sides_of(outline, 0.5)
        assert sorted(round(side.long) for side in sides) == [20, 20, 30, 30]
        assert not any(outline.contains(Point(side.at(0.5, 1.0))) for side in sides)
        assert all(-90 <= side.turn < 90 for side in sides)


def test_the_arrow_of_the_entrance_points_into_the_land():
    scene, _ = written(handmade_plan())
    (x, y), turn = arrow_of(scene)
    ahead = Point(x + math.sin(math.radians(turn)), y - math.cos(math.radians(turn)))
    assert scene.outline.contains(ahead)
    assert turn == pytest.approx(0, abs=1e-6)


def test_shade_falls_to_the_north_by_the_height_of_the_tree_at_45_degrees():
    shade = shade_of((PlannedTree(Point(10, 10), 1.5, 3.0),), 45.0)
    assert shade.bounds == pytest.approx((8.5, 8.5, 11.5, 14.5))
    east = shade_of((PlannedTree(Point(10, 10), 1.5, 3.0),), 45.0, north_deg=90)
    assert east.bounds == pytest.approx((8.5, 8.5, 14.5, 11.5))
    south = shade_of((PlannedTree(Point(10, 10), 1.5, 3.0),), -45.0)
    assert south.bounds == pytest.approx((8.5, 5.5, 11.5, 11.5))
    assert shade_of((), 45.0).is_empty


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text):
    checks = (replace(UNMET, text=Message("{x}", {"x": text}), unit=text),)
    block = TitleBlock(site=text, date=text, project=text, street=text, sources=(text,))
    root = drawn(checks=checks, block=block)
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= TAGS
    assert not [part for part in root.iter() for name in part.attrib if name.startswith("on") or "href" in name]
    small = ET.fromstring(plan_thumbnail_svg(sketch(), FRENCH, street=text))
    assert {part.tag.removeprefix(SVG) for part in small.iter()} <= TAGS


def test_a_drawing_names_no_identifier_and_fetches_nothing():
    svg = plan_svg(sketch(), FRENCH, block=BLOCK)
    assert not re.search(r'\sid="|url\(|href', svg)


def test_the_same_sketch_gives_the_same_bytes():
    first, again = (plan_svg(sketch(), FRENCH, block=BLOCK) for _ in range(2))
    assert first == again
    assert plan_png(first, dpi=60) == plan_png(again, dpi=60)


def test_the_title_block_tells_what_is_drawn_and_when():
    told = texts(drawn())
    assert {"12 rue des Acacias", "Esquisse indicative", "22 novembre 2026", "1:200 (A4)", "EPSG:2154"} <= set(told)
    assert {"800\u00a0m²", "Rue des Acacias", "Jardin solidaire", "Entrée"} <= set(told)
    assert any("Cadastre, juillet 2026" in line for line in told)
    assert "Variante 1\u00a0: le soleil au potager" in told


def test_without_a_date_no_clock_is_read():
    assert "–" in texts(drawn(block=TitleBlock(site="a")))


def test_a_street_that_is_assumed_is_told_so():
    plan = handmade_plan()
    assumed = replace(plan, ground=replace(plan.ground, street_known=False))
    assert "Voie publique (côté supposé)" in texts(drawn(assumed))
    assert "Voie publique" in texts(drawn(block=TitleBlock(site="a")))


def test_rules_are_told_valid_or_named_with_their_figures():
    assert "Les 2 règles sont respectées" in texts(drawn(checks=(MET, MET)))
    told = " ".join(texts(drawn(checks=(MET, UNMET))))
    assert "Règles non respectées\u00a0: 1 sur 2" in told
    assert "The vegetables get the best sun\u00a0: 0,8 (limite 0,85)" in told


def test_many_unmet_rules_are_counted_and_keep_the_panel_on_the_sheet():
    checks = tuple(replace(UNMET, id=f"r{n}", text=Message(f"{n} " + "mot " * 40)) for n in range(30))
    root = drawn(checks=checks, block=replace(BLOCK, site="Nom " * 60, sources=("source " * 20,) * 9))
    told = texts(root)
    assert "et 26 autres, dans la liste des règles" in told
    assert root.get("viewBox") in {"0 0 210 297", "0 0 297 210", "0 0 297 420", "0 0 420 297"}


def test_the_legend_tells_every_zone_and_every_kind_of_thing():
    plan = handmade_plan()
    told = texts(drawn(plan))
    for zone in Zone:
        assert told.count(FRENCH(ZONE_NAMES[zone])) == 2
        assert told.count(Words(FRENCH).area(plan.zones[zone].area)) >= 2
    legend = [line.split(" ×")[0] for line in told]
    for kind in ObjectKind:
        assert FRENCH(OBJECT_NAMES[kind]) in legend
    assert {
        "Planche ×\u00a021",
        "Arbre fruitier ×\u00a07",
        "Banc ×\u00a04",
        "Existant conservé",
        "Bâtiment voisin",
    } <= set(told)


def test_the_legend_leaves_out_what_is_not_there():
    plan = handmade_plan()
    zones = {zone: plan.zones[zone] for zone in (Zone.POTAGER, Zone.FLEURS, Zone.ACCUEIL, Zone.SERVICE)}
    ground = replace(plan.ground, obstacles=MultiPolygon(), neighbours=MultiPolygon())
    bare = replace(plan, ground=ground, zones=zones, beds=(), trees=(), espaliers=(), objects=())
    told = texts(drawn(bare))
    gone = {"Verger", "Aromatiques", "Ombre à midi", "Espaliers", "Existant conservé", "Bâtiment voisin", "Table"}
    assert not gone & {line.split(" ×")[0] for line in told}


def test_land_out_of_reach_is_hatched_and_told():
    plan = handmade_plan()
    west, _, east, north = plan.ground.outline.bounds
    beyond = MultiPolygon([box(west, north - 3, east, north)])
    cut = replace(plan, ground=replace(plan.ground, out_of_reach=beyond))
    assert "Hors d’atteinte" in texts(drawn(cut))
    assert "Hors d’atteinte" not in texts(drawn(plan))
    paths = [root.findall(".//{http://www.w3.org/2000/svg}path") for root in (drawn(cut), drawn(plan))]
    assert len(paths[0]) == len(paths[1]) + 4  # its surface and its hatch, on the plan and in the legend


def test_no_text_of_the_legend_is_cut():
    assert not [line for line in texts(drawn()) if line.endswith("…")]


def test_in_english_too():
    root = drawn(translate=translator("en"), language="en")
    assert {"Indicative sketch", "Vegetables", "Entrance", "40.0\u00a0m"} <= set(texts(root))


def shapes(parts):
    """Return what parts are drawn with, without their colours."""
    return [
        (part.tag, sorted((name, value) for name, value in part.attrib.items() if name not in {"fill", "stroke"}))
        for part in parts
    ]


def test_every_symbol_is_told_from_the_others_without_colour():
    drawings = [shapes(symbol(kind, 6.0, 3.0)) for kind in ObjectKind]
    assert all(one != other for one, other in combinations(drawings, 2))


def test_every_zone_is_told_from_the_others_without_colour():
    room = box(0, 0, 30, 30)
    hatches = [zone_area(zone, room)[1].get("d") for zone in Zone]
    assert len(set(hatches)) == len(HATCHES) == len(Zone)
    assert all(len(hatch) > 100 for hatch in hatches)


def test_a_hatch_stays_in_its_zone_and_off_what_stands_there():
    room, tree = box(0, 0, 30, 30), Point(15, 15).buffer(8)
    for zone in (Zone.POTAGER, Zone.VERGER, Zone.AROMATIQUES, Zone.FLEURS):
        starts = re.findall(r"M([\d.]+) ([\d.]+)", zone_area(zone, room, over=tree)[1].get("d"))
        points = shapely.points(np.array(starts, dtype=float))
        assert shapely.contains(room, points).all()
        assert not shapely.contains(tree, points).any()


def test_zones_have_the_colours_of_the_palette():
    fills = {part.get("fill") for part in drawn().iter(f"{SVG}path")}
    assert set(ZONE_COLOURS.values()) <= fills | {part.get("fill") for part in drawn().iter(f"{SVG}circle")}


@pytest.mark.parametrize("denominator", [100, 200, 240, 250, 500, 600, 1000, 5000])
def test_the_scale_bar_is_true_and_short(denominator):
    parts = scale_bar(Words(FRENCH), denominator)
    bars = [part for part in parts if part.tag == "rect"]
    long = float(bars[-1].get("x")) + float(bars[-1].get("width"))
    last = parts[-1].text.removesuffix("\u00a0m").replace("\u202f", "").replace(",", ".")
    assert long == pytest.approx(1000 * float(last) / denominator, abs=0.02)
    assert 15 <= long <= 40


def test_a_plan_without_street_line_is_drawn():
    plan = handmade_plan()
    root = drawn(replace(plan, ground=replace(plan.ground, street=LineString(), street_known=False)))
    assert "Voie publique (côté supposé)" in texts(root)


def test_the_thumbnail_takes_the_width_of_the_page_and_has_no_title_block():
    root = ET.fromstring(plan_thumbnail_svg(sketch(), FRENCH))
    assert root.get("viewBox") == "0 0 480 624"
    assert "max-width:100%" in root.get("style")
    told = set(texts(root))
    assert {"Potager", "Verger", "Entrée"} <= {line.split("\u2002")[0] for line in told}
    assert not told & {"Esquisse indicative", "Symboles", "20,0\u00a0m"}


def test_the_picture_has_the_size_of_the_paper():
    image = Image.open(io.BytesIO(plan_png(plan_svg(sketch(), FRENCH, block=BLOCK), dpi=100)))
    assert image.size == pytest.approx((210 / 25.4 * 100, 297 / 25.4 * 100), abs=1)


def test_texts_are_in_the_picture_on_a_machine_without_fonts():
    svg = plan_svg(sketch(), FRENCH, block=BLOCK)
    silent = re.sub(r"<text.*?</text>", "", svg)
    pictures = [np.asarray(Image.open(io.BytesIO(plan_png(text, dpi=60))).convert("L")) for text in (svg, silent)]
    changed = np.mean(np.abs(pictures[0].astype(int) - pictures[1]) > 40)
    assert 0.004 < changed < 0.1
    thumbnail = plan_thumbnail_svg(sketch(), FRENCH)
    silent = re.sub(r"<text.*?</text>", "", thumbnail)
    assert plan_png(thumbnail, dpi=60) != plan_png(silent, dpi=60)


@pytest.mark.parametrize(("weight", "bold"), [(400, False), (600, True)])
def test_lines_are_no_wider_than_measured_in_the_font_of_the_pictures(weight, bold):
    path = resources.files("fontpkg_source_sans_3") / "files" / "SourceSans3[wght].ttf"
    face = ImageFont.truetype(io.BytesIO(path.read_bytes()), 1000)
    face.set_variation_by_axes([weight])
    lines = [*french().values(), "0123456789", "1\u202f234,5\u00a0m²", "ÉÀÇŒœæ«»’–—²", "illfftti rrjj"]
    wide = [line for line in lines if face.getlength(line) / 1000 > width_of(line, 1.0, bold=bold)]
    assert wide == []


@given(st.text(max_size=80), st.floats(5, 60), st.floats(2, 5), st.integers(1, 4))
def test_wrapped_lines_fit_and_are_no_more_than_wanted(text, width, size, most):
    lines = wrapped(text, width, size, most=most)
    assert len(lines) <= most
    assert all(width_of(line, size) <= width + 1e-9 or line == "…" for line in lines)
    assert width_of(fitted(text, width, size), size) <= max(width, width_of("…", size)) + 1e-9


@given(st.floats(-180, 180), st.text("aé m²", min_size=1, max_size=12))
def test_a_turned_box_has_the_same_area(turn, text):
    tag = Tag((text,), 3, 4, 2.5, turn, plate=True)
    assert tag.box().area == pytest.approx(tag.width * tag.height)
    assert tag.box().centroid.coords[0] == pytest.approx((3, 4))


def test_the_faces_are_those_that_were_measured():
    assert FACES.startswith("'Source Sans 3'")
    assert "Arial" in FACES
