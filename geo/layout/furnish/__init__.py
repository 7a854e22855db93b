"""From zones and paths to a garden: beds, trees, espaliers, furniture."""

from dataclasses import replace

from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.layout.furnish.beds import beds_of
from geo.layout.furnish.furniture import gathering, raised_beds, small_things, watered
from geo.layout.furnish.service import service_objects
from geo.layout.furnish.trees import espaliers_of, trees_of
from geo.layout.programme import Programme
from geo.plans import Ground, Plan, Zone

_STREET_M = 0.3
_RAISED = (Zone.AROMATIQUES, Zone.FLEURS)
"""Where accessible raised beds stand, the first that has room."""

__all__ = ["bedded", "furnished"]


def bedded(plan: Plan) -> Plan:
    """Lay the beds of a plan that has its zones and its path."""
    return replace(plan, beds=beds_of(plan.zones[Zone.POTAGER], plan.paths))


def furnished(plan: Plan, programme: Programme) -> Plan:
    """
    Furnish a plan that has its zones, its path and its beds.

    Parameters
    ----------
    plan
        In the coordinates of its ground, from `bedded`.
    programme
        For its area.
    """
    zones, ground = plan.zones, plan.ground
    private = private_boundary(ground)
    verger = zones.get(Zone.VERGER, Polygon())
    trees = (
        ()
        if verger.is_empty
        else trees_of(verger, zones[Zone.POTAGER], plan.paths, private, ground.obstacles, ground.latitude_deg)
    )
    objects = service_objects(zones[Zone.SERVICE], plan.paths, ground.neighbours, shed_m2=programme.shed_m2)
    seats, circle = gathering(zones[Zone.ACCUEIL])
    objects += seats
    hosts = [zones[zone] for zone in _RAISED if zone in zones]
    objects += raised_beds(hosts, plan.paths, programme.raised_beds, objects)
    beds, watering = watered(zones, plan.paths, plan.beds, objects)
    objects += watering
    objects += small_things(zones, plan.entrance, objects, circle)
    espaliers = () if verger.is_empty else espaliers_of(verger, private, trees)
    return replace(plan, trees=trees, espaliers=espaliers, objects=objects, beds=beds)


def private_boundary(ground: Ground) -> BaseGeometry:
    """Return the outline of a ground where no public way is known to run."""
    if not ground.street_known:
        return ground.outline.boundary
    street = ground.street.buffer(_STREET_M, quad_segs=2)
    return ground.outline.boundary.difference(street)
