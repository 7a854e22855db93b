"""The plan as DXF for a draughtsman: one layer a subject, metres, the coordinates of the site's CRS.

Layers have French names, as the people who open the file draw in French offices.
"""

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.messages import N_
from geo.plans import ObjectKind, Plan, Sketch, Zone
from geo.present.labels import DEFAULT_LANGUAGE, Translator
from geo.present.palette import LAYER_STYLES, ZONE_COLOURS
from geo.present.plan_words import OBJECT_NAMES, ZONE_NAMES, Words
from geo.present.svg import plain

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.layouts.layout import Modelspace

ZONE_LAYERS: Mapping[Zone, str] = MappingProxyType({zone: f"ZONE-{zone.value.upper()}" for zone in Zone})
OBJECT_LAYERS: Mapping[ObjectKind, str] = MappingProxyType(
    {
        ObjectKind.SHED: "MOBILIER-CABANE",
        ObjectKind.COMPOSTER: "MOBILIER-COMPOST",
        ObjectKind.TANK: "EAU-CUVE",
        ObjectKind.TABLE: "MOBILIER-TABLES",
        ObjectKind.BENCH: "MOBILIER-BANCS",
        ObjectKind.TAP: "EAU-ROBINETS",
        ObjectKind.RAISED_BED: "MOBILIER-BACS",
        ObjectKind.NOTICE_BOARD: "MOBILIER-PANNEAU",
        ObjectKind.BIKE_RACK: "MOBILIER-VELOS",
        ObjectKind.INSECT_HOTEL: "MOBILIER-INSECTES",
    }
)
SITE, STREET, ENTRANCE, KEPT, NEIGHBOURS = "TERRAIN-LIMITE", "VOIE-PUBLIQUE", "ENTREE", "EXISTANT-CONSERVE", "VOISINAGE"
PATHS, BEDS, TREES, ESPALIERS = "ALLEES", "PLANCHES", "ARBRES", "ESPALIERS"
TEXTS, OBJECT_TEXTS = "TEXTES", "TEXTES-MOBILIER"

_GREY = LAYER_STYLES["buildings"].stroke
_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        **{ZONE_LAYERS[zone]: ZONE_COLOURS[zone.value] for zone in Zone},
        **{layer: ZONE_COLOURS["water" if layer.startswith("EAU") else "service"] for layer in OBJECT_LAYERS.values()},
        STREET: _GREY,
        KEPT: _GREY,
        NEIGHBOURS: _GREY,
        PATHS: ZONE_COLOURS["paths"],
        BEDS: ZONE_COLOURS["beds"],
        TREES: ZONE_COLOURS["verger"],
        ESPALIERS: ZONE_COLOURS["verger"],
    }
)
_INKED = (SITE, ENTRANCE, TEXTS, OBJECT_TEXTS)
"""Layers black on white and white on black: their colour is that of the pen."""

_PEN, _BY_LAYER = 7, 256
"""Colour numbers."""
_HEAVY, _LIGHT = 50, 18
"""Widths of lines. [hundredths of mm]"""
_CLUSTER_M = 0.3
"""Things of one kind that are nearer share one text. [m]"""

_TREE_BLOCK = "ARBRE"
_FONT_STYLE = "JARDIN"
_TEXT_M = 0.6
_METRES = 6
"""Code of the unit."""
_ANY_DATE = "2451545.0"
_ANY_GUID = "{00000000-0000-0000-0000-000000000000}"
_STAMPS = (
    (re.compile(r"(\$TDU?(?:CREATE|UPDATE)\n *40\n)[^\n]*"), _ANY_DATE),
    (re.compile(r"(\$(?:FINGERPRINT|VERSION)GUID\n *2\n)[^\n]*"), _ANY_GUID),
    (re.compile(r"(\n[0-9][0-9a-z.]* @ )[0-9]{4}-[0-9T:.+-]+"), "2000-01-01T00:00:00+00:00"),
)
"""What the library writes of the moment: times of creation and update, marks of the file, its own stamp."""


def plan_dxf(sketch: Sketch, translate: Translator, *, language: str = DEFAULT_LANGUAGE) -> bytes:
    """
    Return the plan as a DXF of release 2013, the same bytes for the same sketch.

    Parameters
    ----------
    translate, language
        Of the texts; layers keep their French names.

    Notes
    -----
    Units are metres, coordinates those of the site's CRS, which a text under the plan tells.
    """
    from ezdxf.filemanagement import new

    document = new("R2013", units=_METRES)
    document.styles.new(_FONT_STYLE, dxfattribs={"font": "arial.ttf"})
    for name, colour in _COLOURS.items():
        document.layers.add(name, true_color=int(colour[1:], 16), lineweight=_LIGHT)
    for name in _INKED:
        document.layers.add(name, color=_PEN, lineweight=_HEAVY if name == SITE else _LIGHT)
    _tree_block(document)
    _draw(document.modelspace(), sketch, Words(translate, language))
    # the library declares the classes in use in the order of a set, which changes from run to run
    for name in sorted(document.entitydb.dxf_types_in_use()):
        document.classes.add_class(name)
    text = io.StringIO()
    document.write(text)
    written = text.getvalue()
    for pattern, fixed in _STAMPS:
        written = pattern.sub(lambda found, fixed=fixed: found.group(1) + fixed, written)  # type: ignore[misc]
    return written.encode("utf-8")


def _tree_block(document: "Drawing") -> None:
    """Define a tree whose crown has a radius of one metre."""
    block = document.blocks.new(_TREE_BLOCK)
    block.add_circle((0, 0), 1.0)
    for turn in np.arange(8) * math.pi / 4:
        block.add_line((0.8 * math.cos(turn), 0.8 * math.sin(turn)), (math.cos(turn), math.sin(turn)))
    block.add_circle((0, 0), 0.06)


def _draw(space: "Modelspace", sketch: Sketch, words: Words) -> None:
    plan, ground = sketch.plan, sketch.plan.ground
    for zone in (zone for zone in Zone if zone in plan.zones):
        _area(space, plan.zones[zone], ZONE_LAYERS[zone], filled=True)
    _area(space, plan.paths, PATHS, filled=True)
    _areas(space, plan.beds, BEDS, filled=True)
    _area(space, ground.obstacles, KEPT, filled=True)
    _area(space, ground.neighbours, NEIGHBOURS)
    _area(space, ground.outline, SITE)
    _lines(space, [ground.street], STREET)
    _lines(space, plan.espaliers, ESPALIERS)
    for item in plan.objects:
        _area(space, item.footprint, OBJECT_LAYERS[item.kind])
    for tree in plan.trees:
        size = {"xscale": tree.crown_radius_m, "yscale": tree.crown_radius_m, "layer": TREES}
        space.add_blockref(_TREE_BLOCK, (tree.place.x, tree.place.y), dxfattribs=size)
    space.add_circle((plan.entrance.x, plan.entrance.y), 0.5, dxfattribs={"layer": ENTRANCE})
    _texts(space, sketch, words)


def _texts(space: "Modelspace", sketch: Sketch, words: Words) -> None:
    plan = sketch.plan
    for zone in (zone for zone in Zone if zone in plan.zones):
        middle = shapely.maximum_inscribed_circle(plan.zones[zone], tolerance=0.1).coords[0]
        lines = (words.translate(ZONE_NAMES[zone]), words.area(plan.zones[zone].area))
        for place, line in enumerate(lines):
            _text(space, line, middle[0], middle[1] + _TEXT_M * (0.7 - 1.4 * place))
    for kind in ObjectKind:
        near = shapely.union_all([item.footprint.buffer(_CLUSTER_M / 2) for item in plan.objects if item.kind is kind])
        for cluster in (part for part in shapely.get_parts(near) if not part.is_empty):
            middle = cluster.centroid.coords[0]
            _text(space, words.translate(OBJECT_NAMES[kind]), *middle, size=0.22, layer=OBJECT_TEXTS)
    _text(space, words.say(N_("Entrance")), plan.entrance.x, plan.entrance.y - 0.9, size=0.4)
    for place, line in enumerate(_captions(sketch, plan, words)):
        west, south = plan.ground.outline.bounds[:2]
        _text(space, line, west, south - 4.0 - 1.4 * _TEXT_M * place, centred=False)


def _captions(sketch: Sketch, plan: Plan, words: Words) -> list[str]:
    return [
        words.say(N_("Indicative sketch")),
        words.say(N_("Variant {number}: {name}"), number=sketch.number, name=sketch.name),
        words.say(N_("Site {site}, coordinates in {crs}, in metres"), site=plan.ground.site_id, crs=plan.ground.crs),
    ]


def _text(
    space: "Modelspace",
    text: str,
    x: float,
    y: float,
    *,
    size: float = _TEXT_M,
    layer: str = TEXTS,
    centred: bool = True,
) -> None:
    """
    Write one line.

    A line break would end the record, and ``^`` and ``%%`` begin codes: none of them is written.
    """
    from ezdxf.enums import TextEntityAlignment

    told = " ".join(plain(text).replace("^", "ˆ").replace("%%", "% %").split())
    written = space.add_text(told, height=size, dxfattribs={"layer": layer, "style": _FONT_STYLE})
    written.set_placement((x, y), align=TextEntityAlignment.MIDDLE_CENTER if centred else TextEntityAlignment.LEFT)


def _areas(space: "Modelspace", shapes: Iterable[BaseGeometry], layer: str, *, filled: bool) -> None:
    for shape in shapes:
        _area(space, shape, layer, filled=filled)


def _area(space: "Modelspace", shape: BaseGeometry, layer: str, *, filled: bool = False) -> None:
    """Draw the outlines of areas, over a fill that lets half of what is below through."""
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        rings = [_corners(ring) for ring in shapely.get_rings(part)]
        if filled:
            hatch = space.add_hatch(color=_BY_LAYER, dxfattribs={"layer": layer})
            hatch.transparency = 0.5
            for place, ring in enumerate(rings):
                hatch.paths.add_polyline_path(ring, is_closed=True, flags=16 if place else 1)
        for ring in rings:
            space.add_lwpolyline(ring, close=True, dxfattribs={"layer": layer})


def _lines(space: "Modelspace", shapes: Sequence[BaseGeometry], layer: str) -> None:
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type in {"LineString", "LinearRing"} and not part.is_empty:
                points = shapely.get_coordinates(part).round(4).tolist()
                space.add_lwpolyline(points, dxfattribs={"layer": layer})


def _corners(ring: Any) -> list[tuple[float, float]]:
    """Return the corners of a ring, to a tenth of a millimetre, without the last that closes it."""
    return [(x, y) for x, y in shapely.get_coordinates(ring)[:-1].round(4).tolist()]
