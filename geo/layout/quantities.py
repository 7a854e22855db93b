"""What a plan holds: areas, lengths, volumes, numbers."""

from collections import Counter

import shapely

from geo.plans import ObjectKind, Plan, Quantities

BED_DEPTH_M = 0.30
"""Soil that vegetables need at least (general knowledge). [m]"""
RAISED_BED_DEPTH_M = 0.75
"""A raised bed for a wheelchair is 0.70 to 0.80 m high, filled to the top (terrabotanica-thouars.fr). [m]"""


def quantities(plan: Plan) -> Quantities:
    """
    Measure a plan.

    The length of the paths is their area ÷ their drawn width: turning circles and widenings count as path. The street
    side is what the ground tells of it, the rest of the outline, holes included, is private.

    Examples
    --------
    >>> from geo.plans import Ground, Zone
    >>> square, street = shapely.box(0, 0, 20, 20), shapely.LineString([(0, 0), (20, 0)])
    >>> plan = Plan(
    ...     Ground("A", square, "EPSG:2154", street),
    ...     zones={Zone.POTAGER: shapely.box(0, 2, 20, 20)},
    ...     targets_m2={Zone.POTAGER: 360.0},
    ...     paths=shapely.box(0, 0, 20, 2),
    ...     path_width_m=2.0,
    ...     entrance=shapely.Point(10, 0),
    ...     beds=(shapely.box(1, 3, 2.2, 13),),
    ... )
    >>> found = quantities(plan)
    >>> found.path_m, found.street_m, found.private_m, found.fence_m, round(found.bed_soil_m3, 2)
    (20.0, 20.0, 60.0, 78.0, 3.6)
    """
    ground = plan.ground
    counted = Counter(item.kind for item in plan.objects)
    street_m = min(ground.street.length, ground.outline.length)
    beds_m2 = _area_m2(plan.beds)
    return Quantities(
        usable_m2=ground.usable.area,
        zones_m2={zone: polygon.area for zone, polygon in plan.zones.items()},
        path_m2=plan.paths.area,
        path_m=plan.paths.area / plan.path_width_m,
        street_m=street_m,
        private_m=ground.outline.length - street_m,
        gate_width_m=plan.path_width_m,
        beds=len(plan.beds),
        beds_m2=beds_m2,
        bed_soil_m3=beds_m2 * BED_DEPTH_M,
        raised_soil_m3=_of_kind_m2(plan, ObjectKind.RAISED_BED) * RAISED_BED_DEPTH_M,
        trees=len(plan.trees),
        espalier_m=sum(line.length for line in plan.espaliers),
        shed_m2=_of_kind_m2(plan, ObjectKind.SHED),
        objects={kind: counted[kind] for kind in ObjectKind},
    )


def _of_kind_m2(plan: Plan, kind: ObjectKind) -> float:
    return _area_m2(tuple(item.footprint for item in plan.objects if item.kind == kind))


def _area_m2(polygons: tuple[shapely.Polygon, ...]) -> float:
    return sum((polygon.area for polygon in polygons), 0.0)
