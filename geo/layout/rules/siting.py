"""Rules on the place of zones and things: flowers to be seen, herbs near the table, tools near the gate."""

import math
from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geometry import GRID_M
from geo.layout.rules.network import Walk, walk
from geo.layout.rules.rows import at_least, at_most
from geo.layout.rules.scene import Scene
from geo.messages import N_, Message
from geo.plans import ObjectKind, RuleCheck, Zone

FLOWERS_M, FLOWERS_SHARE, FLOWERS_GATE_M = 2.0, 0.25, 3.0
"""Flowers along so much of the street, or that part of it where it is short, or so near to the gate. [m], [–], [m]"""
ALONG_M = 0.10
"""An edge no farther from the street is along it. [m]"""
HERBS_M = 6.0
"""Between herbs and gathering place. [m]"""
CIRCLE_M = 3.0
"""Diameter of the free circle of the gathering place. [m]"""
BENCHES, COMPOSTERS = 2, 2
"""Least numbers."""
SERVICE_M, SERVICE_FACTOR = 12.0, 0.6
"""Farthest service along the path: so far, or that factor of the square root of the usable land. [m], [–]"""
BODY_M = 6.0
"""A flag lot begins where it gets this wide. [m]"""
POLE_M = 1.5
"""An entrance farther from a body 6 m wide is at the end of a pole: a square corner alone leaves 1.24 m. [m]"""
REACH_M = 0.70
"""Width of the way to a shed, tank or composter. [m]"""
TOUCH_M = 0.05
"""A thing no farther from such a way is reached, and one no farther out of its zone is in it. [m]"""
COMPOST_M = 5.0
"""Between compost and the windows of neighbours. [m]"""


def siting_rules(scene: Scene) -> Iterator[RuleCheck]:
    """Judge the places: ``siting.*``."""
    yield _flowers(scene)
    if scene.has(Zone.AROMATIQUES):
        apart = scene.zones[Zone.AROMATIQUES].distance(scene.zones[Zone.ACCUEIL])
        text = Message(N_("Herbs grow at most {limit} m from the gathering place."), {"limit": HERBS_M})
        yield at_most("siting.herbs", apart, HERBS_M, "m", text)
    yield _gathering(scene)
    yield _service(scene)
    yield _objects(scene)
    composters = scene.of_kind(ObjectKind.COMPOSTER)
    if len(composters) and not scene.plan.ground.neighbours.is_empty:
        near = float(shapely.distance(composters, scene.plan.ground.neighbours).min())
        text = Message(N_("Compost stays at least {limit} m from the neighbours' windows."), {"limit": COMPOST_M})
        yield at_least("siting.compost", near, COMPOST_M, "m", text)


def _flowers(scene: Scene) -> RuleCheck:
    """
    Measure the street along the flowers; where it is too short, how far they are from the gate.

    Flowers that reach an end of the street are measured up to 0.1 m too short there.
    """
    flowers, street = scene.zones[Zone.FLEURS], scene.plan.ground.street
    lined = shapely.length(shapely.intersection(street, shapely.buffer(flowers, ALONG_M, quad_segs=2)))
    # The buffer reaches beyond both ends of the flowers.
    along, limit = max(float(lined) - 2 * ALONG_M, 0.0), min(FLOWERS_M, FLOWERS_SHARE * street.length)
    away = flowers.distance(scene.plan.entrance)
    if limit and (along >= limit or not away <= FLOWERS_GATE_M):
        text = Message(
            N_("Flowers line the street over {limit} m at least, or the entrance."), {"limit": round(limit, 1)}
        )
        return at_least("siting.flowers", along, limit, "m", text)
    text = Message(
        N_("Flowers grow at most {limit} m from the entrance, or along the street."), {"limit": FLOWERS_GATE_M}
    )
    return at_most("siting.flowers", away, FLOWERS_GATE_M, "m", text)


def _gathering(scene: Scene) -> RuleCheck:
    """Count what the gathering place has of four: a circle of 3 m free of objects, a table, a bench, a second one."""
    place = scene.zones[Zone.ACCUEIL]
    free = shapely.difference(place, shapely.union_all(scene.objects))
    found = int(not shapely.buffer(free, GRID_M - CIRCLE_M / 2, quad_segs=8).is_empty)
    found += min(_inside(scene, ObjectKind.TABLE, place), 1) + min(_inside(scene, ObjectKind.BENCH, place), BENCHES)
    text = Message(N_("The gathering place holds a free circle of 3 m, a table and two benches."))
    return at_least("siting.gathering", found, 2 + BENCHES, "", text)


def _inside(scene: Scene, kind: ObjectKind, zone: BaseGeometry) -> int:
    things = scene.of_kind(kind)
    return int(shapely.covers(shapely.buffer(zone, TOUCH_M), things[shapely.area(things) > 0]).sum())


def _service(scene: Scene) -> RuleCheck:
    """Walk from the entrance, or on a flag lot from where the site gets 6 m wide, to the edge of the service zone."""
    limit = max(SERVICE_M, SERVICE_FACTOR * math.sqrt(scene.usable.area))
    way = walk(scene.paths, scene.plan.entrance)
    length = max(way.to(scene.zones[Zone.SERVICE]) - _pole_m(scene, way), 0.0)
    text = Message(N_("One walks at most {limit} m from the entrance to the service zone."), {"limit": round(limit, 1)})
    return at_most("siting.service", length, limit, "m", text)


def _pole_m(scene: Scene, way: Walk) -> float:
    """Return the way from the entrance to where the site first gets 6 m wide, 0 where it is so from the start. [m]"""
    body = shapely.buffer(scene.usable, GRID_M - BODY_M / 2, quad_segs=8)
    off = body.distance(scene.plan.entrance) - BODY_M / 2
    if body.is_empty or not off > POLE_M:
        return 0.0
    shapely.prepare(body)
    reached = way.length_m[shapely.dwithin(body, way.places, BODY_M / 2)]
    return float(reached.min()) if np.isfinite(reached).any() else 0.0


def _objects(scene: Scene) -> RuleCheck:
    """
    Count what is right of four: a shed, a tank and two composters, in the service zone, along a way of 0.70 m.

    The way leads from the paths over the service zone, around every object.
    """
    zone = scene.zones[Zone.SERVICE]
    ways = _ways(scene, zone)
    found = 0
    for kind, wanted in ((ObjectKind.SHED, 1), (ObjectKind.TANK, 1), (ObjectKind.COMPOSTER, COMPOSTERS)):
        things = scene.of_kind(kind)
        reached = shapely.distance(things, ways) <= REACH_M / 2 + TOUCH_M
        inside = shapely.covers(shapely.buffer(zone, TOUCH_M), things) & (shapely.area(things) > 0)
        found += min(int((reached & inside).sum()), wanted)
    text = Message(N_("The service zone holds a shed, a tank and two composters, each at the end of a way of 0.70 m."))
    return at_least("siting.objects", found, 2 + COMPOSTERS, "", text)


def _ways(scene: Scene, zone: BaseGeometry) -> BaseGeometry:
    """Return where the centre of a disc of 0.70 m can go on the service zone and the paths, from the paths."""
    # Two polygons that share an edge may be a hair apart.
    floor = shapely.union_all(shapely.buffer([zone, scene.paths], 2 * GRID_M, join_style="mitre"))
    free = shapely.difference(floor, shapely.union_all(scene.objects))
    parts = shapely.get_parts(shapely.buffer(free, 2 * GRID_M - REACH_M / 2, quad_segs=8))
    return shapely.union_all(parts[shapely.intersects(parts, scene.paths)])
