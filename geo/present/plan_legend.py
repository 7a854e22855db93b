"""The legend of a garden plan: north and scale, zones with their areas, symbols with their numbers. Millimetres."""

import math
from collections import Counter
from dataclasses import dataclass

import shapely

from geo.messages import N_
from geo.plans import ObjectKind, Plan, Zone
from geo.present.labels import number
from geo.present.palette import INK, LAYER_STYLES, PAPER
from geo.present.plan_fills import area_of, bed_area, beyond_area, furrows, kept_area, paths_area, zone_area
from geo.present.plan_ink import figure
from geo.present.plan_sheet import COLUMN
from geo.present.plan_symbols import crown, espalier, placed, symbol
from geo.present.plan_text import fitted, line_of, width_of
from geo.present.plan_words import OBJECT_NAMES, ZONE_NAMES, Words
from geo.present.svg import Element

COMPASS_HEIGHT = 19.0
"""Of the north arrow and the scale bar. [mm]"""

_ROW = 5.2
_TEXT = 2.6
_SMALL = 2.35
_SWATCH = (8.0, 4.0)
_HEAD = 6.2


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the panel around its explanations, as on A4. [mm]"""

    parts: tuple[Element, ...]
    height: float


def heading(text: str, y: float) -> list[Element]:
    """Return the head of a block, with its rule."""
    rule = figure("line", x1=0, x2=COLUMN, y1=y + 4.4, y2=y + 4.4, stroke=INK, stroke_width=0.25)
    return [line_of(text, 0, y + 3.2, 3.0, bold=True), rule]


def zones_block(plan: Plan, words: Words) -> Block:
    """Return the zones, the paths and the sum, with their areas; room for the north arrow and the scale above."""
    y = COMPASS_HEIGHT
    parts = heading(words.say(N_("Zones")), y)
    y += _HEAD
    swatch = shapely.box(0, 0, *_SWATCH)
    for zone in (zone for zone in Zone if zone in plan.zones):
        shape = plan.zones[zone]
        drawn = zone_area(zone, swatch, dense=True) + (_two_beds() if zone is Zone.POTAGER else [])
        parts += _row(drawn, words.translate(ZONE_NAMES[zone]), words.area(shape.area), y)
        y += _ROW
    width = words.say(N_("Accessible paths, {width} wide"), width=words.metres(plan.path_width_m))
    parts += _row([paths_area(swatch)], width, words.area(plan.paths.area), y)
    y += _ROW
    parts.append(figure("line", x1=0, x2=COLUMN, y1=y, y2=y, stroke=INK, stroke_width=0.15))
    land = words.say(N_("Land laid out"))
    parts += _row([], land, words.area(plan.ground.usable.area), y + 0.4, bold=True)
    return Block(tuple(parts), y + 0.4 + _ROW)


def _two_beds() -> list[Element]:
    beds = shapely.box([1.2], [0.8, 2.3], [6.8], [1.7, 3.2])
    return [bed_area(shapely.union_all(beds)), furrows(beds)]


def _row(drawn: list[Element], name: str, figure: str, y: float, *, bold: bool = False) -> list[Element]:
    start = _SWATCH[0] + 2.2 if drawn else 0.0
    room = COLUMN - start - width_of(figure, _TEXT, bold=bold) - 1.5
    return [
        placed(drawn, 0, y + (_ROW - _SWATCH[1]) / 2),
        line_of(fitted(name, room, _TEXT, bold=bold), start, y + 3.5, _TEXT, bold=bold),
        line_of(figure, COLUMN, y + 3.5, _TEXT, bold=bold, text_anchor="end"),
    ]


_ICON_SIZES = {
    ObjectKind.SHED: (5.4, 3.6),
    ObjectKind.COMPOSTER: (3.2, 3.2),
    ObjectKind.TANK: (3.8, 3.8),
    ObjectKind.TABLE: (4.8, 1.8),
    ObjectKind.BENCH: (5.2, 1.4),
    ObjectKind.TAP: (2.4, 2.4),
    ObjectKind.RAISED_BED: (5.4, 3.2),
    ObjectKind.NOTICE_BOARD: (4.0, 0.8),
    ObjectKind.BIKE_RACK: (4.6, 2.8),
    ObjectKind.INSECT_HOTEL: (3.0, 3.0),
}


def symbols_block(plan: Plan, words: Words) -> Block:
    """Return every symbol that is on the plan, in two columns."""
    entries = [*_living(plan, words), *_objects(plan, words), *_around(plan, words)]
    parts = heading(words.say(N_("Symbols")), 0)
    rows = math.ceil(len(entries) / 2)
    room = COLUMN / 2 - 9.2
    for place, (drawn, name) in enumerate(entries):
        column, row = divmod(place, rows)
        x, y = column * COLUMN / 2, _HEAD + row * _ROW
        parts.append(placed(drawn, x + 3.6, y + _ROW / 2))
        parts.append(line_of(fitted(name, room, _SMALL), x + 8.2, y + 3.5, _SMALL))
    return Block(tuple(parts), _HEAD + rows * _ROW)


Entry = tuple[list[Element], str]


def _living(plan: Plan, words: Words) -> list[Entry]:
    entries: list[Entry] = []
    if plan.beds:
        bed = shapely.box([-3.2], [-0.8], [3.2], [0.8])
        entries.append(
            ([area_of(bed[0], PAPER), bed_area(bed[0]), furrows(bed)], _several(N_("Bed"), len(plan.beds), words))
        )
    if plan.trees:
        entries.append((crown(2.3), _several(N_("Fruit tree"), len(plan.trees), words)))
        shade = area_of(shapely.Point(0, 0).buffer(1.9), INK, opacity=0.13)
        entries.append(([shade], words.say(N_("Midday shade"))))
    if plan.espaliers:
        entries.append(([espalier(shapely.LineString([(-3, 0), (3, 0)]))], words.say(N_("Espaliers"))))
    return entries


def _objects(plan: Plan, words: Words) -> list[Entry]:
    counts = Counter(item.kind for item in plan.objects)
    return [
        (symbol(kind, *_ICON_SIZES[kind]), _several(OBJECT_NAMES[kind].msgid, counts[kind], words))
        for kind in ObjectKind
        if counts[kind]
    ]


def _around(plan: Plan, words: Words) -> list[Entry]:
    entries: list[Entry] = [([_limit()], words.say(N_("Limit of the site"))), ([_arrow()], words.say(N_("Entrance")))]
    if not plan.ground.obstacles.is_empty:
        entries.append((kept_area(shapely.box(-3, -1.8, 3, 1.8)), words.say(N_("Existing, kept"))))
    if not plan.ground.out_of_reach.is_empty:
        entries.append((beyond_area(shapely.box(-3, -1.8, 3, 1.8)), words.say(N_("Out of reach"))))
    if not plan.ground.neighbours.is_empty:
        light = area_of(shapely.box(-3, -1.8, 3, 1.8), LAYER_STYLES["buildings"].fill, opacity=0.55, edge=0.12)
        entries.append(([light], words.say(N_("Neighbouring building"))))
    return entries


def _several(name: str, count: int, words: Words) -> str:
    told = words.say(name)
    return f"{told} ×\u00a0{number(count, words.language)}" if count > 1 else told


def _limit() -> Element:
    return figure("path", d="M-3.2 0H3.2", stroke=INK, stroke_width=0.6)


def _arrow() -> Element:
    return figure("path", d="M0 -1.5L1.6 1.4H-1.6Z", fill=INK)


def compass(words: Words, north_deg: float, denominator: float) -> list[Element]:
    """
    Return the north arrow and the scale bar, in the room that the block of the zones leaves for them.

    Parameters
    ----------
    north_deg
        Azimuth of true north on the sheet. [°, clockwise]
    denominator
        Of the scale on the unzoomed block: one millimetre shows that many. [–]
    """
    needle = [
        figure("circle", cx=0, cy=0, r=5.2, fill="none", stroke=INK, stroke_width=0.15),
        figure("path", d="M0 -6.6L2.1 3.6L0 2.3Z", fill=INK),
        figure("path", d="M0 -6.6L-2.1 3.6L0 2.3Z", fill=PAPER, stroke=INK, stroke_width=0.18),
        line_of("N", 0, -7.2, 3.2, bold=True, text_anchor="middle"),
    ]
    return [placed(needle, 7, 10.6, north_deg), placed(scale_bar(words, denominator), 17, 9)]


def scale_bar(words: Words, denominator: float) -> list[Element]:
    """Return a bar of four parts whose ends are round numbers of metres, at most 40 mm long."""
    step = max(step for step in _steps() if 4000 * step / denominator <= 40)
    long = 1000 * step / denominator
    parts = [
        figure(
            "rect",
            x=place * long,
            y=0,
            width=long,
            height=1.5,
            fill=(INK, PAPER)[place % 2],
            stroke=INK,
            stroke_width=0.2,
        )
        for place in range(4)
    ]
    for place in (0, 1, 2, 4):
        counted = number(place * step, words.language)
        told = f"{counted}\u00a0m" if place == 4 else counted
        parts.append(line_of(told, place * long, -1.3, 2.3, text_anchor="middle"))
    return parts


def _steps() -> list[float]:
    return [base * 10.0**power for power in range(-1, 5) for base in (1, 2, 2.5, 5)]
