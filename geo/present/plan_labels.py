"""Names of the zones: inside where they fit, else outside at the end of a line; never one over another.

A picture of the sheet, half a millimetre a cell, says what each place of a label would cover; it is looked at where
a lattice of points lies under the label, so that hundreds of places cost little.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from shapely.geometry.base import BaseGeometry

from geo.plans import Zone
from geo.present.plan_scene import Scene
from geo.present.plan_sheet import Frame
from geo.present.plan_tags import Tag, readable
from geo.present.plan_words import ZONE_NAMES, Words

CELLS_PER_MM = 2
SIZES = (3.4, 2.9, 2.45)
"""Letters of the names, the largest first. [mm]"""

_OUTSIDE = 255
_OBJECT, _TRUNK, _CROWN, _BED = 125, 25, 6, 4
_GOOD_ENOUGH = 8.0
"""A label that covers more is put outside. [mean cost of what it covers]"""
_TURNED, _ONE_LINE = 9.0, 1.0
_SAMPLES = (13, 5)
_STEP = 3.0
"""Between places beside the site that are weighed. [mm]"""
_TRIES = 60
_TURNS, _NO_ROOM = 6, 1_000.0
"""Orders in which labels beside the site are placed; how bad it is when one has no room there."""
_INSET = 1.5
"""How far inside its zone a leader ends. [mm]"""
RIM = 50.0
"""[mm]"""


@dataclass(frozen=True, eq=False, slots=True)
class Canvas:
    """
    What a label would cover, with a rim around the field that is wider than half a label.

    Attributes
    ----------
    x, y
        Its upper left corner. [mm]
    zone
        Number of the zone from 1, 0 elsewhere.
    cost
        Of what stands there, whatever the zone.
    land
        1 on the site, on texts that are set, and off the field.
    """

    x: float
    y: float
    zone: NDArray[np.uint8]
    cost: NDArray[np.uint8]
    land: NDArray[np.uint8]

    def under(
        self, picture: NDArray[np.uint8], form: Tag, centres: NDArray[np.float64], margin: float
    ) -> NDArray[np.uint8]:
        """Return what lies under a label at each centre, shape (centres, points of the lattice)."""
        columns = picture.shape[1]
        at = np.floor((centres - (self.x, self.y)) * CELLS_PER_MM).astype(np.int32)
        steps = np.rint(_lattice(form, margin) * CELLS_PER_MM).astype(np.int32)
        cells = (at[:, 1] * columns + at[:, 0])[:, None] + (steps[:, 1] * columns + steps[:, 0])[None, :]
        return np.asarray(picture.ravel().take(cells))


@dataclass(frozen=True, slots=True)
class Choice:
    """The best place of a label of one size in its zone, and what it covers in the mean."""

    tag: Tag
    cost: float


def zone_tags(scene: Scene, words: Words, areas_m2: Mapping[Zone, float], taken: Sequence[BaseGeometry]) -> list[Tag]:
    """
    Place the name and the area of each zone, all in letters of one size: the largest that puts no label outside.

    Parameters
    ----------
    areas_m2
        To be written. [m²]
    taken
        Texts and lines that no label may cover; a leader may cross a line, no text.

    Returns
    -------
    tags
        First those inside, the largest zone first; then those outside, with a leader. A zone whose name has no
        place at all has none: the legend tells its area.
    """
    canvas = _painted(scene, taken)
    names = {zone: (words.translate(ZONE_NAMES[zone]), words.area(areas_m2[zone])) for zone in scene.zones}
    best = _best_setting(_settled(scene, canvas, names, size * scene.zoom) for size in SIZES)
    placed = [choice.tag for choice in best.values() if choice.cost <= _GOOD_ENOUGH]
    out = [
        (
            choice.tag,
            _offers(scene, canvas, scene.zones[zone], Tag(names[zone], 0, 0, choice.tag.size, bold=True, plate=True)),
        )
        for zone, choice in best.items()
        if choice.cost > _GOOD_ENOUGH
    ]
    return _around(out, placed, taken)


def _best_setting(settings: Iterable[dict[Zone, Choice]]) -> dict[Zone, Choice]:
    """Return the first setting that puts no label outside, else the first of those that put out the fewest."""
    best: dict[Zone, Choice] = {}
    most = -1
    for choices in settings:
        inside = sum(choice.cost <= _GOOD_ENOUGH for choice in choices.values())
        if inside > most:
            best, most = choices, inside
        if inside == len(choices):
            break
    return best


def _settled(scene: Scene, canvas: Canvas, names: Mapping[Zone, tuple[str, str]], size: float) -> dict[Zone, Choice]:
    """Place every label of one size, the largest zone first."""
    numbers = {zone: number for number, zone in enumerate(scene.zones, start=1)}
    choices: dict[Zone, Choice] = {}
    for zone in sorted(scene.zones, key=lambda zone: -scene.zones[zone].area):
        picture = np.where(canvas.zone == numbers[zone], canvas.cost, np.uint8(_OUTSIDE))
        others = [choice.tag for choice in choices.values() if choice.cost <= _GOOD_ENOUGH]
        choices[zone] = place_inside(canvas, picture, scene.zones[zone], names[zone], size, others)
    return choices


def _painted(scene: Scene, taken: Sequence[BaseGeometry]) -> Canvas:
    field = scene.field.shrunk(-RIM)
    size = (math.ceil(field.width * CELLS_PER_MM), math.ceil(field.height * CELLS_PER_MM))
    zone, cost, land = (Image.new("L", size, fill) for fill in (0, 0, 1))
    numbered = list(enumerate(scene.zones.values(), start=1))
    for number, shape in sorted(numbered, key=lambda item: -item[1].area):
        _paint(zone, shape, field, number)
    objects = shapely.union_all([shape.buffer(0.5) for _, shape in scene.objects])
    layers = [
        (shapely.MultiPolygon(list(scene.beds)), _BED),
        (_discs(scene, 1.0), _CROWN),
        (_discs(scene, 0.25), _TRUNK),
    ]
    solid = [(objects, _OBJECT), (_espaliers(scene), _TRUNK), (scene.entrance.buffer(2.0), _OBJECT)]
    for covered, value in [*layers, *solid, *((room, _OUTSIDE) for room in taken)]:
        _paint(cost, covered, field, value)
    _paint(land, scene.field.shrunk(1.0).polygon(), field, 0)
    for covered in [scene.outline.buffer(1.0), *(room.buffer(0.4) for room in taken)]:
        _paint(land, covered, field, 1)
    return Canvas(field.x, field.y, np.asarray(zone), np.asarray(cost), np.asarray(land))


def _espaliers(scene: Scene) -> BaseGeometry:
    return shapely.union_all(shapely.buffer(scene.espaliers, 1.2)) if scene.espaliers.size else shapely.Polygon()


def _discs(scene: Scene, share: float) -> BaseGeometry:
    places = shapely.points(scene.trunks)
    return shapely.MultiPolygon(list(shapely.buffer(places, share * scene.radii, quad_segs=4)))


def _paint(image: Image.Image, shape: BaseGeometry, field: Frame, value: int) -> None:
    draw = ImageDraw.Draw(image)
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            for place, ring in enumerate(shapely.get_rings(part)):
                corners = (shapely.get_coordinates(ring) - (field.x, field.y)) * CELLS_PER_MM
                draw.polygon([(x, y) for x, y in corners.tolist()], fill=0 if place else value)


def place_inside(
    canvas: Canvas,
    picture: NDArray[np.uint8],
    shape: shapely.Polygon,
    lines: tuple[str, str],
    size: float,
    others: Sequence[Tag],
) -> Choice:
    """
    Return the best place of a label in its zone.

    Parameters
    ----------
    picture
        Cost of each cell of the canvas for this label.
    shape
        The zone. [mm]
    lines
        Its name and its area.
    size
        Of the letters. [mm]
    others
        Labels that are set.
    """
    centres = _centres(shape)
    found: list[tuple[float, int, float, Tag]] = []
    for extra, form in _forms(lines, shape, size):
        under = canvas.under(picture, form, centres, 0.5)
        costs = under.mean(axis=1) + _OUTSIDE * (under == _OUTSIDE).any(axis=1)
        for place in np.argsort(costs, kind="stable")[:4].tolist():
            x, y = centres[place].tolist()
            cost = float(costs[place])
            found.append((cost + extra, len(found), cost, replace(form, x=x, y=y)))
    found.sort(key=lambda item: item[:2])
    for _, _, cost, tag in found:
        if not any(tag.box(0.3).intersects(other.box()) for other in others):
            return Choice(tag, cost)
    return Choice(found[0][3], math.inf)


def _forms(lines: tuple[str, str], shape: shapely.Polygon, size: float) -> Iterator[tuple[float, Tag]]:
    """Go through the ways to write a label, each with its cost: on two lines or one, flat or along a narrow zone."""
    box = shapely.get_coordinates(shape.minimum_rotated_rectangle)
    one, two = box[1] - box[0], box[2] - box[1]
    long, wide = (one, two) if np.hypot(*one) >= np.hypot(*two) else (two, one)
    along = readable(math.degrees(math.atan2(long[1], long[0])))
    turns = [0.0, along] if np.hypot(*long) > 1.6 * np.hypot(*wide) and abs(along) > 1 else [0.0]
    for turn in turns:
        for text in (lines, ("\u2002".join(lines),)):
            extra = (turn != 0.0) * _TURNED + (len(text) == 1) * _ONE_LINE
            yield extra, Tag(text, 0, 0, size, turn, bold=True, plate=True)


def _centres(shape: shapely.Polygon) -> NDArray[np.float64]:
    """Return places for the middle of a label: a lattice of some hundred points, and the middle of the widest place."""
    west, low, east, high = shape.bounds
    step = max(1.0, math.sqrt(max((east - west) * (high - low), 1.0) / 400))
    x, y = np.meshgrid(np.arange(west, east, step) + step / 2, np.arange(low, high, step) + step / 2)
    inside = shapely.contains_xy(shape, x.ravel(), y.ravel())
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape, tolerance=0.5))[:1]
    return np.vstack([middle, np.column_stack([x.ravel(), y.ravel()])[inside]])


def _lattice(tag: Tag, margin: float) -> NDArray[np.float64]:
    """Return points under a label that stands at the origin."""
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, _SAMPLES[0]), np.linspace(-0.5, 0.5, _SAMPLES[1]))
    points = np.column_stack([x.ravel() * (tag.width + 2 * margin), y.ravel() * (tag.height + 2 * margin)])
    turn = math.radians(tag.turn)
    return np.asarray(points @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]))


@dataclass(frozen=True, eq=False, slots=True)
class _Offers:
    """
    Places of a label beside the site.

    Attributes
    ----------
    boxes, leaders
        What it covers there, and the line to its zone, shape (places,).
    costs
        How bad each line is.
    """

    form: Tag
    centres: NDArray[np.float64]
    boxes: NDArray[np.object_]
    leaders: NDArray[np.object_]
    costs: NDArray[np.float64]


def _offers(scene: Scene, canvas: Canvas, shape: shapely.Polygon, form: Tag) -> _Offers:
    """Return the free places of a label, the nearest ones and some on every side."""
    x, y = np.meshgrid(
        np.arange(scene.field.x, scene.field.x + scene.field.width, _STEP),
        np.arange(scene.field.y, scene.field.y + scene.field.height, _STEP),
    )
    centres = np.column_stack([x.ravel(), y.ravel()])
    free = centres[~canvas.under(canvas.land, form, centres, 0.6).any(axis=1)]
    free = free[np.argsort(shapely.distance(shapely.points(free), shape), kind="stable")]
    free = np.vstack([free[:_TRIES], free[_TRIES :: max(1, len(free) // _TRIES)]])
    reach = np.array([form.width, form.height]) / 2
    boxes = np.asarray(shapely.box(*(free - reach).T, *(free + reach).T))
    leaders = np.asarray(shapely.shortest_line(boxes, _ground_of(scene, shape)))
    return _Offers(form, free, boxes, leaders, _cost_of(scene, shape, leaders))


def _around(out: Sequence[tuple[Tag, _Offers]], placed: Sequence[Tag], taken: Sequence[BaseGeometry]) -> list[Tag]:
    """Place labels beside the site in the order that gives the best lines together; return all labels."""
    turns = islice(permutations(out), _TURNS)
    return min((_beside(turn, placed, taken) for turn in turns), key=lambda found: found[0])[1]


def _beside(
    out: Iterable[tuple[Tag, _Offers]], placed: Sequence[Tag], taken: Sequence[BaseGeometry]
) -> tuple[float, list[Tag]]:
    """Place labels beside the site one after the other; return how bad their lines are together, and all labels."""
    tags, total = list(placed), 0.0
    for inside, offers in out:
        tag, cost = _outside(offers, tags, taken) or (inside, _NO_ROOM)
        total += cost
        if not any(tag.box().intersects(other.box()) for other in tags):
            tags.append(tag)
    return total, tags


def _outside(offers: _Offers, placed: Sequence[Tag], taken: Sequence[BaseGeometry]) -> tuple[Tag, float] | None:
    """Return a label beside the site whose line crosses no other one nor a text, and how bad it is; none if no room."""
    words = [*(tag.box(0.6) for tag in placed), *(room for room in taken if room.area)]
    blocked = shapely.union_all([*words, *(tag.leader().buffer(0.4) for tag in placed if tag.end)])
    shapely.prepare(blocked)
    closed = shapely.intersects(blocked, offers.leaders) | shapely.intersects(blocked, offers.boxes)
    if closed.all():
        return None
    costs = np.where(closed, np.inf, offers.costs)
    best = int(np.argmin(costs))
    (x, y), end = offers.centres[best].tolist(), shapely.get_coordinates(offers.leaders[best])[-1].tolist()
    return replace(offers.form, x=x, y=y, end=(end[0], end[1])), float(costs[best])


def _ground_of(scene: Scene, shape: shapely.Polygon) -> BaseGeometry:
    """Return where a leader may end: well inside the zone, on its ground rather than on what stands there."""
    inner = shape.buffer(-_INSET, quad_segs=1)
    bare = inner.difference(shapely.union_all([item.buffer(0.8, quad_segs=1) for _, item in scene.objects]))
    middle = shapely.Point(_centres(shape)[0])
    return next(part for part in (bare, inner, middle) if not part.is_empty)


def _cost_of(scene: Scene, shape: shapely.Polygon, leaders: NDArray[Any]) -> NDArray[np.float64]:
    """Return how bad leaders are: their length, more of it over other zones and most over furniture."""
    things = shapely.union_all([item.buffer(0.5) for _, item in scene.objects])
    abroad = shapely.length(shapely.intersection(leaders, scene.outline.difference(shape)))
    return np.asarray(
        shapely.length(leaders) + 2.0 * abroad + 5.0 * shapely.length(shapely.intersection(leaders, things))
    )
