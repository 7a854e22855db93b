"""The garden on paper: every shape of the plan in millimetres of the sheet, and the shade of its trees."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from geo.models import Bounds
from geo.plans import ObjectKind, Plan, PlannedTree, Zone
from geo.present.plan_sheet import Frame, View
from geo.sunlight.positions import place_of

Shapes = NDArray[Any]


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """
    What is drawn, in millimetres of the sheet.

    Attributes
    ----------
    field
        The part of the sheet that holds the plan.
    scale
        [mm of paper per m of ground]
    zoom
        How much larger letters are than on A4. [–]
    north_deg
        Azimuth of true north on the sheet, clockwise from its upper side. [°]
    trunks, radii
        Middles and radii of the crowns, shapes (n, 2) and (n,). [mm]
    shade
        Of the crowns at midday of the equinox.
    """

    field: Frame
    scale: float
    zoom: float
    north_deg: float
    outline: shapely.Polygon
    zones: Mapping[Zone, shapely.Polygon]
    paths: BaseGeometry
    beds: Shapes
    trunks: NDArray[np.float64]
    radii: NDArray[np.float64]
    shade: BaseGeometry
    espaliers: Shapes
    objects: tuple[tuple[ObjectKind, shapely.Polygon], ...]
    kept: BaseGeometry
    beyond: BaseGeometry
    neighbours: BaseGeometry
    street: BaseGeometry
    entrance: shapely.Point


def extent(plan: Plan) -> Bounds:
    """Return the rectangle around the site. [m]"""
    west, south, east, north = plan.ground.outline.bounds
    return Bounds(west, south, east, north)


def scene_of(plan: Plan, view: View, field: Frame, zoom: float = 1.0) -> Scene:
    """
    Put a plan on paper.

    Parameters
    ----------
    view
        Its scale and place.
    field
        Neighbouring buildings are cut at its sides.
    """
    ground = plan.ground
    north_deg = place_of(ground.crs, extent(plan)).north_deg
    kinds = [item.kind for item in plan.objects]
    footprints = view.papers(item.footprint for item in plan.objects)
    around = shapely.intersection(view.paper(ground.neighbours), field.polygon())
    return Scene(
        field=field,
        scale=view.scale,
        zoom=zoom,
        north_deg=north_deg,
        outline=view.paper(ground.outline),
        zones={zone: view.paper(plan.zones[zone]) for zone in Zone if zone in plan.zones},
        paths=view.paper(plan.paths),
        beds=view.papers(plan.beds),
        trunks=view.place(np.array([[tree.place.x, tree.place.y] for tree in plan.trees]).reshape(-1, 2)),
        radii=np.array([tree.crown_radius_m * view.scale for tree in plan.trees]),
        shade=view.paper(shade_of(plan.trees, ground.latitude_deg, north_deg)),
        espaliers=view.papers(plan.espaliers),
        objects=tuple(zip(kinds, footprints, strict=True)),
        kept=shapely.intersection(view.paper(ground.obstacles), view.paper(ground.outline)),
        beyond=view.paper(ground.out_of_reach),
        neighbours=around,
        street=view.paper(ground.street),
        entrance=view.paper(plan.entrance),
    )


def shade_of(trees: tuple[PlannedTree, ...], latitude_deg: float, north_deg: float = 0.0) -> BaseGeometry:
    """
    Return the ground that grown trees shade at midday of the equinox.

    The shade of a tree is the hull of its crown's disc and of that disc moved away from the sun by its height ÷ tan
    of the sun's elevation, which is 90° less the latitude at that moment.

    Parameters
    ----------
    latitude_deg
        Of the garden. [°]
    north_deg
        Azimuth of true north on the grid. [°]

    Examples
    --------
    >>> tree = PlannedTree(shapely.Point(0, 0), crown_radius_m=2.0, height_m=4.0)
    >>> [round(side, 1) for side in shade_of((tree,), 45.0).bounds]
    [-2.0, -2.0, 2.0, 6.0]
    """
    per_metre = math.tan(math.radians(latitude_deg))
    towards = np.array([math.sin(math.radians(north_deg)), math.cos(math.radians(north_deg))])
    if latitude_deg < 0:
        per_metre, towards = abs(per_metre), -towards
    discs = [tree.place.buffer(tree.crown_radius_m, quad_segs=8) for tree in trees]
    steps = [tree.height_m * per_metre * towards for tree in trees]
    moved = [affinity.translate(disc, *step.tolist()) for disc, step in zip(discs, steps, strict=True)]
    hulls = [disc.union(far).convex_hull for disc, far in zip(discs, moved, strict=True)]
    return shapely.union_all(hulls) if hulls else shapely.Polygon()
