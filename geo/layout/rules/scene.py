"""A plan made ready for its judge: what can be measured of it, whatever state it is in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.layout.programme import LEAST_SITE_M2, Programme
from geo.layout.rules.cells import LARGEST_M
from geo.layout.rules.network import clear_way
from geo.plans import ObjectKind, Plan, Zone

Geometries = NDArray[np.object_]

_SURFACES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """
    A plan whose every polygon can be measured: what is missing is empty, what crosses itself is repaired.

    Attributes
    ----------
    programme
        The one that applies to the usable land.
    usable
        The site minus its obstacles and what they cut off.
    zones
        Every zone of the programme, empty where the plan has none.
    clear
        The part of the paths that is at least 1.40 m wide, connected with the entrance.
    objects, kinds
        Footprints and what each is, same length.
    trees
        Points, shape (n,).
    """

    plan: Plan
    programme: Programme
    outline: BaseGeometry
    usable: BaseGeometry
    obstacles: BaseGeometry
    zones: Mapping[Zone, BaseGeometry]
    paths: BaseGeometry
    clear: BaseGeometry
    beds: Geometries
    objects: Geometries
    kinds: tuple[ObjectKind, ...]
    trees: Geometries

    def of_kind(self, kind: ObjectKind) -> Geometries:
        """Return the footprints of one kind of object."""
        return np.asarray(self.objects[np.array([known == kind for known in self.kinds], dtype=bool)])

    def has(self, zone: Zone) -> bool:
        """Whether the programme asks for this zone."""
        return zone in self.zones


def read_scene(plan: Plan, programme: Programme, *, grid_m: float = 0.0) -> Scene:
    """
    Make a plan ready.

    Parameters
    ----------
    grid_m
        Coordinates are snapped to this grid; zero leaves them as they are. [m]

    Raises
    ------
    shapely.errors.GEOSException
        An overlay failed: a grid of 1 mm helps.
    """
    ground = plan.ground
    given = (ground.outline, ground.obstacles, ground.out_of_reach, plan.paths)
    outline, obstacles, beyond, paths = polygonal(given, grid_m)
    usable = shapely.difference(shapely.difference(outline, obstacles), beyond)
    fitting = programme.for_area(max(usable.area, LEAST_SITE_M2))
    zones = polygonal((plan.zones.get(zone) for zone in fitting.zones), grid_m)
    return Scene(
        plan=plan,
        programme=fitting,
        outline=outline,
        usable=usable,
        obstacles=obstacles,
        zones=dict(zip(fitting.zones, zones, strict=True)),
        paths=paths,
        clear=clear_way(paths, plan.entrance),
        beds=polygonal(plan.beds, grid_m),
        objects=polygonal((thing.footprint for thing in plan.objects), grid_m),
        kinds=tuple(thing.kind for thing in plan.objects),
        trees=_array(tree.place for tree in plan.trees),
    )


def polygonal(geometries: Iterable[Any], grid_m: float = 0.0) -> Geometries:
    """
    Return surfaces that can be measured: repaired where a ring crosses itself, empty where there is no surface.

    Examples
    --------
    >>> bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> [round(surface.area, 3) for surface in polygonal([bow_tie, None, shapely.Point(0, 0)])]
    [2.0, 0.0, 0.0]
    """
    found = _array(geometries)
    sound = shapely.is_valid(found) & np.isin(shapely.get_type_id(found), _SURFACES)
    west, south, east, north = shapely.bounds(found).T
    sound &= ~(np.maximum(east - west, north - south) > LARGEST_M)  # NaN where empty
    for position in np.flatnonzero(~sound):
        found[position] = _repaired(found[position])
    return np.asarray(shapely.set_precision(found, grid_m)) if grid_m else found


def _repaired(geometry: BaseGeometry | None) -> BaseGeometry:
    places = shapely.get_coordinates(geometry)
    if not (len(places) and np.isfinite(places).all() and np.ptp(places, axis=0).max() <= LARGEST_M):
        return Polygon()
    parts = shapely.get_parts(shapely.make_valid(geometry, method="structure", keep_collapsed=False))
    surfaces = parts[np.isin(shapely.get_type_id(parts), _SURFACES)]
    return shapely.union_all(surfaces) if len(surfaces) else Polygon()


def _array(geometries: Iterable[BaseGeometry | None]) -> Geometries:
    listed = list(geometries)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array
