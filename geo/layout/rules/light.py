"""Rules on the sun: who gets it, who takes it."""

import math
from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.layout.rules.cells import Numbers, mean_over
from geo.layout.rules.rows import at_least, at_most
from geo.layout.rules.scene import Scene
from geo.layout.rules.sunniest import land_sun_h, sunniest_block_h
from geo.messages import N_, Message
from geo.plans import RuleCheck, Zone

POTAGER_SHARE, POTAGER_H = 0.85, 8.0
"""The potager gets this part of the sun of the sunniest block of its area, or that many hours. [–], [h/day]"""
HERBS_SHARE, HERBS_H = 0.90, 6.0
"""The herbs get this part of the mean sun of the usable land, or that many hours. [–], [h/day]"""
SHADE_PERCENT = 8.0
"""Largest part of the potager under the shadows of the new trees. [%]"""
SHADE_HOURS = (10, 11, 12, 13, 14)
"""Solar hours at which the shadows are drawn."""


def light_rules(scene: Scene) -> Iterator[RuleCheck]:
    """Judge the light: ``sun.potager`` and ``sun.herbs`` where sun is known, ``sun.crowns`` where trees are asked."""
    ground = scene.plan.ground
    mean = land_sun_h(ground)
    if ground.sun is not None and math.isfinite(mean):
        potager = scene.zones[Zone.POTAGER]
        limit = min(POTAGER_SHARE * sunniest_block_h(ground, potager.area), POTAGER_H)
        text = N_("Vegetables get at least {limit} h of sun a day: they have the sunniest land.")
        yield at_least("sun.potager", mean_over(ground.sun, potager), limit, "h", _with(text, limit))
        if scene.has(Zone.AROMATIQUES):
            limit = min(HERBS_SHARE * mean, HERBS_H)
            text = N_("Herbs get at least {limit} h of sun a day.")
            measured = mean_over(ground.sun, scene.zones[Zone.AROMATIQUES])
            yield at_least("sun.herbs", measured, limit, "h", _with(text, limit))
    if scene.has(Zone.VERGER) or len(scene.trees):
        text = N_("At the equinox, 10 a.m. to 2 p.m., the trees shade at most {limit} % of the vegetables.")
        yield at_most("sun.crowns", _shaded_percent(scene), SHADE_PERCENT, "%", _with(text, SHADE_PERCENT))


def _with(text: str, limit: float) -> Message:
    return Message(text, {"limit": round(limit, 1)})


def shadow_shift(hour: float, latitude_deg: float) -> tuple[float, float]:
    """
    Return how far the shadow of a point one metre high falls at the equinox.

    With a declination of 0, the sun is at (−sin H, −sin φ cos H, cos φ cos H) to the east, the north and the
    zenith, where H is the hour angle and φ the latitude [1]_.

    Parameters
    ----------
    hour
        Solar, 12 when the sun is due south. [h]

    Returns
    -------
    east, north
        [m per m of height]

    References
    ----------
    .. [1] Duffie, J. and Beckman, W. (2013), Solar Engineering of Thermal Processes, 4th ed., §1.6.

    Examples
    --------
    >>> [round(part, 3) for part in shadow_shift(12, 45.0)], [round(part, 3) for part in shadow_shift(10, 45.0)]
    ([0.0, 1.0], [-0.816, 1.0])
    """
    angle, latitude = math.radians(15 * (hour - 12)), math.radians(latitude_deg)
    return math.tan(angle) / math.cos(latitude), math.tan(latitude)


def _shaded_percent(scene: Scene) -> float:
    """
    Return the part of the potager in the shadow of the new trees, at the worst of the five hours.

    A shadow is the hull of the crown's disc on the ground and of that disc shifted by height ÷ tan(elevation).
    North is the grid's. Discs are drawn around the true ones, in 8 segments a quarter. [%]
    """
    potager = scene.zones[Zone.POTAGER]
    places = shapely.get_coordinates(scene.trees)
    radius = np.array([tree.crown_radius_m for tree in scene.plan.trees])
    height = np.array([tree.height_m for tree in scene.plan.trees])
    shifts = np.array([shadow_shift(hour, scene.plan.ground.latitude_deg) for hour in SHADE_HOURS])
    known = all(np.isfinite(part).all() for part in (places, radius, height, shifts))
    if potager.is_empty or not known or len(places) < len(radius):
        return math.nan
    dark = [_shaded_m2(potager, places, radius, np.outer(height, shift)) for shift in shifts]
    return 100 * max(dark) / potager.area


def _shaded_m2(potager: BaseGeometry, places: Numbers, radius: Numbers, shift: Numbers) -> float:
    if not len(places):
        return 0.0
    axes = shapely.linestrings(np.stack([places, places + shift], axis=1))
    shadows = shapely.buffer(axes, radius / math.cos(math.pi / 32), quad_segs=8)
    falling = shadows[shapely.intersects(shadows, potager)]
    return shapely.intersection(shapely.union_all(falling), potager).area if len(falling) else 0.0
