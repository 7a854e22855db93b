"""What a good garden is: one objective for every generator, and the names of gardens that differ in it."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from geo.layout.canvas import Canvas
from geo.messages import N_, Message
from geo.plans import Plan, Zone

WEIGHTS = np.array([100.0, 10.0, 8.0, 9.0, 4.0, 6.0, 6.0, 2.0])
"""
Importance of the terms in the search, most of them lengths over the square root of the area (our assumption).

Sun of the potager against the sunniest squares; herbs near the gathering place; flowers on the street; orchard north of
the potager; service near the gate; gathering near the gate; zones wide and compact; short path.
"""

FAVOURS: Mapping[str, Message] = {
    "sun": Message(N_("Vegetables in full sun")),
    "welcome": Message(N_("A welcome at the entrance")),
    "street": Message(N_("Flowers along the street")),
    "path": Message(N_("Short paths")),
    "orchard": Message(N_("Orchard in the sun")),
    "compact": Message(N_("Large simple shapes")),
}
"""What a plan can favour over the others of the same site."""


def merits(plan: Plan, canvas: Canvas) -> dict[str, float]:
    """
    Measure what a plan favours; more is better in each.

    Returns
    -------
    merits
        By the keys of `FAVOURS`.
    """
    size = float(np.sqrt(plan.ground.usable.area))
    zones = np.array(list(plan.zones.values()), object)
    street = plan.zones[Zone.FLEURS].buffer(0.1, quad_segs=2).intersection(plan.ground.street)
    return {
        "sun": _sun_h(plan, canvas, Zone.POTAGER),
        "welcome": -plan.zones[Zone.ACCUEIL].centroid.distance(plan.entrance) / size,
        "street": float(street.length) / size,
        "path": -float(plan.paths.area) / size**2,
        "orchard": _sun_h(plan, canvas, Zone.VERGER),
        "compact": float(np.mean(4 * np.pi * shapely.area(zones) / np.maximum(shapely.length(zones), 1e-9) ** 2)),
    }


def _sun_h(plan: Plan, canvas: Canvas, zone: Zone) -> float:
    """Return the mean sun of the squares of a zone. [h/day]"""
    if zone not in plan.zones or plan.ground.sun is None:
        return 0.0
    inside = shapely.contains_xy(plan.zones[zone], canvas.x + canvas.origin[0], canvas.y + canvas.origin[1])
    return float(canvas.sun[inside].mean()) if inside.any() else 0.0


def favours(plans: Sequence[Plan], canvas: Canvas) -> list[Message]:
    """
    Name each plan after what it favours most over the others; no two have the same name.

    Parameters
    ----------
    plans
        Of one ground, the best first.
    """
    if not plans:
        return []
    measured = [merits(plan, canvas) for plan in plans]
    keys = list(FAVOURS)
    table = np.array([[values[key] for key in keys] for values in measured]).reshape(-1, len(keys))
    spread = table.std(axis=0)
    lead = (table - table.mean(axis=0)) / np.where(spread > 1e-6, spread, np.inf)
    names: list[Message] = []
    free = list(range(len(keys)))
    for row in lead:
        best = max(free, key=lambda number: (round(float(row[number]), 6), -number)) if free else 0
        free = [number for number in free if number != best]
        names.append(FAVOURS[keys[best]])
    return names


def sunniest_h(canvas: Canvas, area_m2: float) -> float:
    """Return the mean sun of the sunniest squares of an area, wherever they lie: no block can have more. [h/day]"""
    count = min(max(int(area_m2 / canvas.cell_m2), 1), canvas.sun.size)
    return float(np.partition(canvas.sun, canvas.sun.size - count)[-count:].mean())
