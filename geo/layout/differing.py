"""Gardens that differ at a glance: measured on their zones, and foreseen on squares before any is drawn."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.layout.fitting import Fitter
from geo.layout.unrolled import NUMBERED, Arrangement
from geo.plans import Plan

DIFFERENT = 0.3
"""Variants differ at a glance: so much of the zones' area lies in another zone (our assumption). [–]"""
_ROUGHLY = 0.04


def moved(one: Plan, other: Plan) -> float:
    """Return the share of the zones' area that lies in another zone in another plan. [0–1]"""
    both = [zone for zone in one.zones if zone in other.zones]
    shared = sum(float(one.zones[zone].intersection(other.zones[zone]).area) for zone in both)
    total = sum(float(shapely.area(polygon)) for polygon in one.zones.values())
    return 1 - shared / total if total else 0.0


def differs(plan: Plan, others: Sequence[Plan]) -> bool:
    """Return whether a plan differs at a glance from all others."""
    return all(moved(plan, other) >= DIFFERENT for other in others)


def squares_of(fitter: Fitter, plan: Plan) -> NDArray[np.int64]:
    """Return the number of the zone in which each square of a fitter lies in a plan, −1 in none; shape (cells,)."""
    canvas = fitter.canvas
    x, y = canvas.x + canvas.origin[0], canvas.y + canvas.origin[1]
    found = np.full(x.size, -1)
    for zone, polygon in plan.zones.items():
        found[shapely.contains_xy(polygon, x, y)] = NUMBERED.index(zone)
    return found


def may_differ(fitter: Fitter, arrangement: Arrangement, others: Sequence[NDArray[np.int64]]) -> bool:
    """
    Foresee whether what will be drawn differs at a glance from plans.

    Parameters
    ----------
    others
        From `squares_of`.
    """
    if not others:
        return True
    zones = fitter.squares(arrangement)
    laid = max(int((zones >= 0).sum()), 1)
    return all(1 - ((zones == other) & (other >= 0)).sum() / laid >= DIFFERENT - _ROUGHLY for other in others)
